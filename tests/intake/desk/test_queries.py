"""What waits at the door, with its reason and its next step."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from maatwerk.access.actor import SYSTEM, Grant
from maatwerk.access.work import unit_of_work
from maatwerk.ground import clock
from maatwerk.intake.desk import queries
from maatwerk.intake.queries import waits_for
from maatwerk.intake.rules import Check, Wait
from maatwerk.intake.talks import actions as talks
from maatwerk.people.model import Person
from maatwerk.programme.actions import begin_programme
from tests.factories import intake, people
from tests.factories.world import a_person as named

TUESDAY = datetime(2026, 11, 24, 10, tzinfo=UTC)


@pytest.fixture
def programme(here):
    """A programme of its own, and its coordinator: whatever waits there was put there by the test."""
    with unit_of_work(SYSTEM) as work:
        found = begin_programme(work, "peer_support/tutor", name=f"T{clock.now().timestamp()}")
        person_id = named(work, "Cora Dinator").id
    return found.id, people.a_coordinator(here.id, person_id, Grant("coordinator", found.id))


def one_of_each(programme_id):
    """Somebody for every kind of wait, by wait."""
    made = {}
    nomination = intake.a_nomination(programme_id, intake.a_teacher().person_id, given="Tess", days_ago=3)
    made[Wait.TELL] = nomination.id
    read = intake.a_participation(programme_id, given="Rob", days_ago=2)
    made[Wait.READ] = intake.an_application(read, days_ago=2).id
    made[Wait.PLAN] = intake.a_participation(programme_id, given="Pia", days_ago=4).id
    made[Wait.CONCLUDE] = intake.an_interview(intake.a_participation(programme_id, given="Cas")).id
    care = intake.a_participation(programme_id, given="Hilde", state="interviewed")
    made[Wait.HAND_OVER] = intake.an_interview(care, next="hand_over").id
    made[Wait.CONSENT] = intake.a_participation(
        programme_id, given="Ben", state="admitted", birth_date=people.born(14)
    ).id
    selected = intake.a_participation(programme_id, given="Sem", side="supporter", state="interviewed")
    intake.an_interview(selected, next="checks")
    made[Wait.CHECKS] = selected.id
    return made


def test_waiting_knows_every_kind_of_wait_once(programme):
    programme_id, coordinator = programme
    made = one_of_each(programme_id)

    assert {found.wait: found.id for found in queries.waiting(coordinator)} == made


def test_waiting_leaves_out_who_needs_nobody_now(programme):
    programme_id, coordinator = programme
    for state in ("interested", "waiting", "matched", "withdrawn", "referred"):
        intake.a_participation(programme_id, state=state)
    intake.a_participation(programme_id, side="supporter", state="admitted")
    intake.an_interview(intake.a_participation(programme_id), at=clock.now() + timedelta(days=2))
    intake.a_nomination(programme_id, intake.a_teacher().person_id, state="draft")
    intake.a_nomination(programme_id, intake.a_teacher().person_id, state="told")

    assert queries.waiting(coordinator) == []


def test_waiting_shows_a_second_talk_once_it_is_to_be_planned(programme):
    programme_id, coordinator = programme
    part = intake.a_participation(programme_id, state="interviewed")
    intake.an_interview(part, next="talk")

    assert [(found.wait, found.id) for found in queries.waiting(coordinator)] == [(Wait.PLAN, part.id)]


def test_waiting_shows_nobody_of_another_programme(programme, here):
    _programme_id, coordinator = programme
    intake.a_participation(here.programmes[intake.TUTOR])

    assert queries.waiting(coordinator) == []


@pytest.mark.parametrize(
    "role", ["administrator", "teacher_coach", "trainer", "seeker", "supporter", "care_coordinator"]
)
def test_waits_for_nobody_but_coordinators(here, role):
    assert waits_for(here[role]) == []


def test_waits_for_says_why_in_words_the_most_urgent_first(programme, at):
    at(TUESDAY)
    programme_id, coordinator = programme
    one_of_each(programme_id)

    lines = waits_for(coordinator)

    assert [(line.person.split()[0], line.reason) for line in lines] == [
        ("Hilde", "Is to be brought into touch with other help"),
        ("Cas", "Had a talk on Monday 23 November: how did it go?"),
        ("Pia", "Would like a talk: plan one"),
        ("Tess", "Nominated; must hear of it from us: within 2 working days"),
        ("Rob", "Applied; read it and plan a talk"),
        ("Sem", "Is welcome, but something must still be seen"),
        ("Ben", "Can take part, but a consent or permission is missing"),
    ]
    assert [line.urgency for line in lines] == [5, 4, 3, 3, 3, 2, 2]
    assert lines[2].days == 4


def test_waits_for_puts_a_late_nomination_above_all_but_care(programme, at):
    at(TUESDAY)
    programme_id, coordinator = programme
    intake.a_nomination(programme_id, intake.a_teacher().person_id, given="Late", days_ago=8)
    intake.an_interview(intake.a_participation(programme_id, given="Cas"))

    assert [line.reason for line in waits_for(coordinator)] == [
        "Nominated; must hear of it from us: 2 working days too late",
        "Had a talk on Monday 23 November: how did it go?",
    ]


def test_waits_for_presses_more_after_a_week(programme):
    programme_id, coordinator = programme
    intake.a_participation(programme_id, given="Old", days_ago=9)
    intake.a_participation(programme_id, given="New", days_ago=7)

    assert [(line.person.split()[0], line.urgency) for line in waits_for(coordinator)] == [("Old", 4), ("New", 3)]


def test_waits_for_names_each_line_so_that_it_can_be_put_off(programme):
    programme_id, coordinator = programme
    part = intake.a_participation(programme_id)

    assert [line.key for line in waits_for(coordinator)] == [f"intake:plan:{part.id}"]


@pytest.mark.parametrize("number", [1, 3])
def test_waits_for_takes_one_statement_for_one_and_three(programme, statements, number):
    programme_id, coordinator = programme
    for _ in range(number):
        intake.a_participation(programme_id)

    with statements() as said:
        lines = waits_for(coordinator)

    assert (len(lines), len(said)) == (number, 1)


def test_desk_counts_every_tab_while_showing_one(programme):
    programme_id, coordinator = programme
    one_of_each(programme_id)

    desk = queries.desk(coordinator, "plan")

    assert desk.counts == {"tell": 1, "read": 1, "plan": 1, "conclude": 2, "ready": 2}
    assert [line.name for line in desk.lines] == ["Pia Veenhuis"]


def test_desk_shows_talks_to_come_at_talks(programme):
    programme_id, coordinator = programme
    intake.an_interview(intake.a_participation(programme_id), at=clock.now() + timedelta(days=2))

    assert [line.wait for line in queries.desk(coordinator, "conclude").lines] == [Wait.CONCLUDE]


def test_desk_without_anybody_has_empty_tabs(programme):
    _programme_id, coordinator = programme

    desk = queries.desk(coordinator, "tell")

    assert (desk.lines, set(desk.counts.values()), desk.pages) == ([], {0}, 1)


def test_desk_turns_its_pages(programme):
    programme_id, coordinator = programme
    for days_ago in range(queries.SIZE + 2):
        intake.a_participation(programme_id, days_ago=days_ago)

    first, second = queries.desk(coordinator, "plan"), queries.desk(coordinator, "plan", number=2)

    assert (len(first.lines), len(second.lines), first.pages) == (queries.SIZE, 2, 2)
    assert {line.id for line in first.lines} & {line.id for line in second.lines} == set()


def test_missing_says_what_keeps_somebody_from_going_on(programme, here):
    """Issue 2, item 8: without them nobody is admitted, and the list says why."""
    programme_id, coordinator = programme
    alone = intake.a_participation(programme_id, state="admitted", birth_date=people.born(14))
    asked = intake.a_participation(programme_id, state="admitted", birth_date=people.born(14))
    people.a_guardian(asked.person_id)
    people.asked(asked.person_id, programme_id)
    unknown = intake.a_participation(programme_id, state="admitted", birth_date=None)
    selected = intake.a_participation(programme_id, side="supporter", state="interviewed")
    intake.an_interview(selected, next="checks")
    talks.see_check(selected.id, Check.REFERENCE, clock.today(), by=coordinator)

    said = queries.missing(queries.desk(coordinator, "ready").lines)

    assert said == {
        alone.id: "Permission: No parent or carer is known who may consent",
        asked.id: "Permission: Asked, no answer yet",
        unknown.id: "The birth date is missing",
        selected.id: "Still to see: Agreement signed",
    }


def test_waiting_names_people_by_the_name_they_are_called(programme):
    programme_id, coordinator = programme
    part = intake.a_participation(programme_id, given="Jan")
    with unit_of_work(SYSTEM) as work:
        person = work.get(Person, part.person_id)
        person.preferred_name, person.prefix = "Jantsje", "van der"

    assert [found.name for found in queries.waiting(coordinator)] == ["Jantsje van der Veenhuis"]
