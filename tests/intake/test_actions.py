"""What this room does when a consent comes in or is taken back."""

from __future__ import annotations

import pytest

from maatwerk.access.actor import SYSTEM, Actor
from maatwerk.access.work import unit_of_work
from maatwerk.people import actions as people_actions
from maatwerk.programme import actions as programmes
from maatwerk.programme.model import Participation
from tests.factories import intake, people
from tests.factories.intake import TUTOR, fresh


def admitted_child(here):
    """A fourteen-year-old who may take part as soon as a parent permits it: (participation, parent)."""
    part = intake.a_participation(here.programmes[TUTOR], state="admitted", birth_date=people.born(14))
    parent = people.a_guardian(part.person_id)
    people.asked(part.person_id, part.programme_id)
    return part, Actor(person_id=parent, child_id=part.person_id, roles=frozenset({"person", "guardian"}))


def permission(part):
    return people.questions(part.person_id)[0].id


def state(part):
    return fresh(Participation, part.id).state


def test_on_consent_puts_who_is_ready_on_the_waiting_list(here):
    part, parent = admitted_child(here)

    people_actions.answer({permission(part): True}, by=parent)

    assert state(part) == "waiting"


def test_on_consent_a_no_leaves_the_door_shut(here):
    part, parent = admitted_child(here)

    people_actions.answer({permission(part): False}, by=parent)

    assert state(part) == "admitted"


def test_on_consent_leaves_who_was_not_admitted_where_they_are(here):
    part = intake.a_participation(here.programmes[TUTOR], state="applied", birth_date=people.born(14))
    parent = people.a_guardian(part.person_id)
    people.asked(part.person_id, part.programme_id)

    people_actions.answer(
        {permission(part): True},
        by=Actor(person_id=parent, child_id=part.person_id, roles=frozenset({"person", "guardian"})),
    )

    assert state(part) == "applied"


@pytest.mark.parametrize("before", ["waiting", "matched"])
def test_on_withdrawn_stops_the_waiting_and_leaves_matches_to_their_road(here, before):
    part, parent = admitted_child(here)
    people_actions.answer({permission(part): True}, by=parent)
    if before == "matched":
        move(part, "matched")

    people_actions.withdraw(permission(part), by=parent)

    assert state(part) == {"waiting": "admitted", "matched": "matched"}[before]


def move(part, to):
    with unit_of_work(SYSTEM) as work:
        programmes.move(work, work.get(Participation, part.id, lock=True), to)
