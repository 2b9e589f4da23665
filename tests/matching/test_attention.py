"""What Today says of matching: who, why, how long, and where it is done."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from maatwerk.access.actor import Actor, Grant
from maatwerk.ground import clock
from maatwerk.matching import actions, queries
from maatwerk.matching.steps import Given
from tests.factories import matching as make
from tests.factories.people import a_coordinator
from tests.factories.world import coach_of


@pytest.fixture
def by(at_school: Any) -> Any:
    """The coordinator of everything."""
    return at_school["coordinator"]


def lines(at_school: Any, programme: UUID, someone: make.Who) -> list[tuple[str, tuple[str, ...], int, int, str]]:
    """Today of a coordinator of one programme only."""
    actor = a_coordinator(at_school.id, someone.person_id, Grant("coordinator", programme_id=programme))
    return [(w.reason, w.people, w.days, w.urgency, w.endpoint) for w in queries.waits_for(actor)]


def test_who_waits_is_listed_with_days_and_urgency(at_school: Any):
    programme = make.a_programme()
    make.a_seeker(programme, "Nieuw")
    late = make.a_seeker(programme, "Lang", since=clock.now() - timedelta(days=40))

    assert lines(at_school, programme, late) == [
        ("Waits for a match: buddy", ("Lang",), 40, 5, "matching.candidates"),
        ("Waits for a match: buddy", ("Nieuw",), 0, 2, "matching.candidates"),
    ]


def test_who_has_a_running_proposal_waits_for_nobody_here(at_school: Any, by: Any):
    programme = make.a_programme()
    noor, sem = make.a_seeker(programme), make.a_supporter(programme)
    actions.propose(noor.id, sem.id, by=by)

    assert lines(at_school, programme, noor) == []


def test_who_was_let_down_stands_higher(at_school: Any, by: Any):
    programme = make.a_programme()
    noor, sem = make.a_seeker(programme), make.a_supporter(programme)
    actions.answer(actions.propose(noor.id, sem.id, by=by), Given.RATHER_NOT, by=sem.actor)

    assert lines(at_school, programme, noor) == [
        ("Is first in line again: an earlier proposal did not work out", ("Noor",), 0, 4, "matching.candidates")
    ]


def test_who_wants_to_talk_comes_first(at_school: Any, by: Any):
    programme = make.a_programme()
    noor, sem = make.a_seeker(programme), make.a_supporter(programme)
    actions.answer(actions.propose(noor.id, sem.id, by=by), Given.TALK, by=sem.actor)

    assert lines(at_school, programme, noor) == [
        ("Wants to talk before answering", ("Sem",), 0, 5, "matching.proposal")
    ]


def test_who_has_not_picked_for_days_is_asked_after(at_school: Any, by: Any):
    programme = make.a_programme(make.TUTOR)
    noor = make.a_seeker(programme)
    sems = [make.a_supporter(programme, role="tutor") for _ in range(3)]
    actions.offer_choice(noor.id, [sem.id for sem in sems], by=by)
    early = lines(at_school, programme, noor)
    clock.reset(clock.now() + timedelta(days=6))
    try:
        late = lines(at_school, programme, noor)
    finally:
        clock.reset(None)

    assert (early, late) == ([], [("Has not picked anyone yet", ("Noor",), 6, 3, "matching.candidates")])


def test_circles_are_one_line_a_programme(at_school: Any):
    programme = make.a_programme(make.MENTOR)
    noors = [make.a_seeker(programme, name) for name in ("A", "B", "C")]

    found = lines(at_school, programme, noors[0])

    assert [(reason, sorted(who), where) for reason, who, _days, _urgency, where in found] == [
        ("3 students wait for a circle", ["A", "B", "C"], "matching.circle_new")
    ]


def test_coach_sees_what_waits_for_their_yes(at_school: Any, by: Any):
    programme = make.a_programme(make.TUTOR)
    noor, coach = make.a_seeker(programme), coach_of(at_school["teacher_coach"], programme)
    sem = make.a_supporter(programme, role="tutor")
    make.trained_by(coach.person_id, sem)
    proposal = actions.offer_choice(noor.id, [sem.id], by=by)[0]
    actions.pick(proposal, by=noor.actor)
    before = [w.key for w in queries.waits_for(coach)]
    actions.answer(proposal, Given.YES, by=sem.actor)

    found = [w for w in queries.waits_for(coach) if w.key == f"matching:confirm:{proposal}"]

    assert before == []
    assert [(w.reason, w.people, w.endpoint) for w in found] == [
        ("Said yes to each other and wait for you", ("Noor", "Sem"), "matching.approvals")
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_today_takes_one_statement(at_school: Any, statements: Any, number: int):
    programme = make.a_programme()
    noors = [make.a_seeker(programme) for _ in range(number)]
    actor = a_coordinator(at_school.id, noors[0].person_id, Grant("coordinator", programme_id=programme))
    queries.waits_for(actor)

    with statements() as said:
        found = queries.waits_for(actor)

    assert len(found) == number
    assert len([text for text in said.said if "proposal" in text]) == 1


def test_today_asks_nothing_for_who_does_nothing_here(at_school: Any, statements: Any):
    nobody = Actor(tenant_id=at_school.id, roles=frozenset({"person", "member"}), factors=1)

    with statements() as said:
        found = queries.waits_for(nobody)

    assert (found, len(said)) == ([], 0)


def test_waiting_for_me_is_only_what_i_must_answer(at_school: Any, by: Any):
    programme = make.a_programme()
    noor, sem = make.a_seeker(programme), make.a_supporter(programme)
    proposal = actions.propose(noor.id, sem.id, by=by)

    first = [[row.id for row in queries.waiting_for_me(who.actor)] for who in (noor, sem)]
    actions.answer(proposal, Given.YES, by=sem.actor)
    second = [[row.id for row in queries.waiting_for_me(who.actor)] for who in (noor, sem)]

    assert (first, second) == ([[], [proposal]], [[proposal], []])


def test_a_circle_waits_for_its_mentor_as_one(at_school: Any, by: Any):
    programme = make.a_programme(make.MENTOR)
    noors = [make.a_seeker(programme, given) for given in ("Noor", "Fenna", "Jelte")]
    sem = make.a_supporter(programme, role="mentor", places=8)
    circle = actions.form_circle(sem.id, [noor.id for noor in noors], by=by)

    assert [row.circle_id for row in queries.waiting_for_me(sem.actor)] == [circle]
