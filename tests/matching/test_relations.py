"""Who stands how to a proposal: the list is exactly what each one may open."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from maatwerk.access.actor import Actor, Grant
from maatwerk.access.policy import can, fields, visible
from maatwerk.ground.database import db
from maatwerk.matching import actions
from maatwerk.matching.model import Answer, Circle, Proposal
from maatwerk.matching.steps import Given
from maatwerk.tenancy.columns import FieldClass
from tests.factories import matching as make
from tests.factories.people import a_coordinator, a_site
from tests.factories.world import coach_of


@pytest.fixture
def world(at_school: Any) -> dict[str, Any]:
    """Two programmes with a proposal each, in which one seeker is asked and the other is not yet."""
    by = at_school["coordinator"]
    one, two = make.a_programme(), make.a_programme()
    site, elsewhere = a_site(), a_site()
    noor, sem = make.a_seeker(one, site_id=site), make.a_supporter(one)
    bo, fem = make.a_seeker(two, "Bo", site_id=elsewhere), make.a_supporter(two, "Fem")
    first, second = actions.propose(noor.id, sem.id, by=by), actions.propose(bo.id, fem.id, by=by)
    actions.answer(first, Given.YES, by=sem.actor)
    return {
        "ids": (first, second),
        "people": {"noor": noor, "sem": sem, "bo": bo, "fem": fem},
        "programmes": (one, two),
        "site": site,
        "tenant": at_school,
    }


def seen_by(actor: Actor, action: str, ids: tuple[UUID, ...]) -> list[UUID]:
    """What the list shows of these, checked against each one's own yes or no."""
    listed = select(Proposal.id).where(visible(actor, action, Proposal), Proposal.id.in_(ids))
    found = set(db.session.scalars(listed).all())
    assert found == {one for one in ids if can(actor, action, "proposal", one)}
    return [one for one in ids if one in found]


def test_the_two_read_it_once_they_were_asked(world: dict[str, Any]):
    first, second = world["ids"]
    who = world["people"]

    found = {name: seen_by(one.actor, "read", world["ids"]) for name, one in who.items()}

    assert found == {"noor": [first], "sem": [first], "bo": [], "fem": [second]}


@pytest.mark.parametrize(("place", "expected"), [("all", [0, 1]), ("programme", [0]), ("site", [0]), ("nowhere", [])])
def test_coordinator_reads_what_the_role_was_given_for(world: dict[str, Any], place: str, expected: list[int]):
    grants = {
        "all": Grant("coordinator"),
        "programme": Grant("coordinator", programme_id=world["programmes"][0]),
        "site": Grant("coordinator", site_id=world["site"]),
        "nowhere": Grant("coordinator", programme_id=uuid4()),
    }
    actor = a_coordinator(world["tenant"].id, uuid4(), grants[place])

    assert seen_by(actor, "read", world["ids"]) == [world["ids"][n] for n in expected]
    assert seen_by(actor, "withdraw", world["ids"]) == [world["ids"][n] for n in expected]


def programme_of(proposal_id: Any) -> Any:
    return db.session.scalars(select(Proposal.programme_id).where(Proposal.id == proposal_id)).one()


def test_coach_reads_what_their_own_group_is_in(world: dict[str, Any]):
    coach = coach_of(world["tenant"]["teacher_coach"], programme_of(world["ids"][1]))
    before = seen_by(coach, "confirm", world["ids"])
    make.trained_by(coach.person_id, world["people"]["fem"])

    assert (before, seen_by(coach, "confirm", world["ids"])) == ([], [world["ids"][1]])


@pytest.mark.parametrize("role", ["administrator", "trainer", "safeguarding_lead", "care_coordinator", "guardian"])
def test_others_read_nothing(world: dict[str, Any], role: str):
    """Domain section 7: what is not in the table is no."""
    actor = world["tenant"][role]

    assert [seen_by(actor, action, world["ids"]) for action in ("read", "answer", "confirm", "withdraw")] == [[]] * 4


def test_notes_and_severity_are_the_coordinators(world: dict[str, Any]):
    first = world["ids"][0]
    coach, sem = coach_of(world["tenant"]["teacher_coach"], programme_of(first)), world["people"]["sem"]
    make.trained_by(coach.person_id, sem)
    assert seen_by(coach, "confirm", world["ids"]) == [first]

    masks = {
        "coordinator": fields(world["tenant"]["coordinator"], "proposal", first),
        "coach": fields(coach, "proposal", first),
        "sem": fields(sem.actor, "proposal", first),
    }

    hidden = {FieldClass.NOTE, FieldClass.SEVERITY}
    assert {name: bool(mask & hidden) for name, mask in masks.items()} == {
        "coordinator": True,
        "coach": False,
        "sem": False,
    }


def test_answers_and_circles_follow_the_same_lines(world: dict[str, Any]):
    tenant, who = world["tenant"], world["people"]
    answer = db.session.scalars(select(Answer.id).where(Answer.proposal_id == world["ids"][0])).one()
    programme = make.a_programme(make.MENTOR)
    lead, first_year = make.a_supporter(programme, role="mentor", places=8), make.a_seeker(programme)
    circle = actions.form_circle(lead.id, [first_year.id], by=tenant["coordinator"])

    assert [can(who[name].actor, "read", "answer", answer) for name in ("sem", "noor")] == [True, False]
    assert can(tenant["coordinator"], "read", "answer", answer) is True
    assert [can(one.actor, "read", "circle", circle) for one in (lead, first_year)] == [True, False]
    mine = select(Circle.id).where(visible(lead.actor, "read", Circle), Circle.id == circle)
    assert db.session.scalars(mine).all() == [circle]
