"""What this room does when a consent comes in or is taken back."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from maatwerk.access.actor import SYSTEM, Actor
from maatwerk.access.model import Draft, Pass
from maatwerk.access.work import unit_of_work
from maatwerk.ground import clock
from maatwerk.ground.database import db
from maatwerk.intake import actions
from maatwerk.intake.applications import actions as applications
from maatwerk.intake.applications.queries import part_of
from maatwerk.intake.model import Application
from maatwerk.intake.nominations import actions as nominations
from maatwerk.people import actions as people_actions
from maatwerk.people.model import Person
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


def weeks_later(at, days):
    at(clock.now() + timedelta(days=days))


def a_visitors_nomination(here):
    """What a visitor typed and has not sent: (id of the draft, id of the pass)."""
    email = f"{uuid4().hex}@school.example"
    nominations.keep_until_proven(here.programmes[TUTOR], intake.typed(), name="Anna de Wit", email=email)
    held = db.session.scalars(select(Pass).where(Pass.email == email)).one()
    return db.session.scalars(select(Draft.id).where(Draft.holder_id == held.id)).one(), held.id


def a_visitors_application(here):
    """An application whose address nobody proved: (its id, the address)."""
    email = f"{uuid4().hex}@post.example"
    applications.ask_to_apply(part_of(f"{here.programmes[TUTOR]}:seeker"), email)
    found = select(Application.id).join(Person, Person.id == Application.person_id).where(Person.email == email)
    return db.session.scalars(found).one(), email


def left(model, row_id):
    db.session.rollback()
    return db.session.scalars(select(model).where(model.id == row_id)).one_or_none()


def test_throw_away_keeps_the_letters_promise(here, at):
    """ "Was it not you? Then do nothing: we throw it away." """
    draft_id, pass_id = a_visitors_nomination(here)
    application_id, email = a_visitors_application(here)
    weeks_later(at, 15)

    actions.throw_away()

    assert (left(Draft, draft_id), left(Application, application_id)) == (None, None)
    held = left(Pass, pass_id)
    visitor = left(Person, held.person_id)
    assert (held.ended_at is not None, visitor.email, visitor.family_name, visitor.erased_at is not None) == (
        True,
        None,
        None,
        True,
    )
    assert db.session.scalars(select(Person).where(Person.email == email)).all() == []


def test_throw_away_leaves_what_is_fresh(here, at):
    draft_id, _pass_id = a_visitors_nomination(here)
    application_id, _email = a_visitors_application(here)
    weeks_later(at, 13)

    actions.throw_away()

    assert left(Draft, draft_id) is not None
    assert left(Application, application_id) is not None


def test_throw_away_leaves_who_proved_their_address(here, at):
    application_id, email = a_visitors_application(here)
    with unit_of_work(SYSTEM) as work:
        work.one(select(Pass).where(Pass.email == email)).confirmed_at = work.now
    weeks_later(at, 15)

    actions.throw_away()

    assert left(Application, application_id) is not None
    assert db.session.scalars(select(Person.email).where(Person.email == email)).all() == [email]


def test_throw_away_twice_finds_nothing_more(here, at):
    a_visitors_nomination(here)
    weeks_later(at, 15)
    actions.throw_away()

    assert actions.throw_away() == 0
