"""Who stands how to a proposal, a circle or an answer."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, true
from sqlalchemy.orm import aliased

from maatwerk.access.actor import Actor
from maatwerk.access.policy import kind, relation
from maatwerk.ground import clock
from maatwerk.matching.model import Answer, Circle, Proposal
from maatwerk.people.model import Affiliation
from maatwerk.training.model import Enrolment, TrainingRun

kind("proposal", Proposal)
kind("circle", Circle)
kind("answer", Answer)
kind("waiting")  # the waiting list: a page about no single row


def _at_now(person: Any, of: Any = Affiliation) -> ColumnElement[bool]:
    today = clock.today()
    return and_(of.person_id == person, of.valid_from <= today, or_(of.until.is_(None), of.until >= today))


def _scope(actor: Actor, role: str, programme: Any, person: Any) -> ColumnElement[bool]:
    """Within what a role was given for: everything, or the programme and the school or site of the person."""
    options: list[ColumnElement[bool]] = []
    at = aliased(Affiliation)  # a name of its own: a list may join affiliations too
    for grant in actor.scope_of(role):
        asked: list[ColumnElement[bool]] = []
        if grant.programme_id is not None:
            asked.append(programme == grant.programme_id)
        if grant.partner_id is not None:
            asked.append(exists(select(1).where(_at_now(person, at), at.partner_id == grant.partner_id)))
        if grant.site_id is not None:
            asked.append(exists(select(1).where(_at_now(person, at), at.site_id == grant.site_id)))
        options.append(and_(true(), *asked))
    return or_(false(), *options)


@relation("proposal", "in_scope")
def _proposal_in_scope(actor: Actor, role: str) -> ColumnElement[bool]:
    return _scope(actor, role, Proposal.programme_id, Proposal.seeker_person_id)


@relation("proposal", "seeker")
def _proposal_seeker(actor: Actor, role: str) -> ColumnElement[bool]:
    """Theirs from the moment they were asked, so that nobody reads of a no that was said before."""
    return and_(Proposal.seeker_person_id == actor.person_id, Proposal.seeker_told_at.is_not(None))


@relation("proposal", "supporter")
def _proposal_supporter(actor: Actor, role: str) -> ColumnElement[bool]:
    return and_(Proposal.supporter_person_id == actor.person_id, Proposal.supporter_told_at.is_not(None))


@relation("proposal", "group")
def _proposal_group(actor: Actor, role: str) -> ColumnElement[bool]:
    """A teacher coach's own: supporters they trained, and students of a group they belong to."""
    trained = (
        select(1)
        .select_from(Enrolment)
        .join(TrainingRun, and_(TrainingRun.tenant_id == Enrolment.tenant_id, TrainingRun.id == Enrolment.run_id))
        .where(Enrolment.person_id == Proposal.supporter_person_id, TrainingRun.trainer_id == actor.person_id)
    )
    mine, theirs = aliased(Affiliation), aliased(Affiliation)
    together = select(1).where(
        _at_now(actor.person_id, mine),
        _at_now(Proposal.seeker_person_id, theirs) | _at_now(Proposal.supporter_person_id, theirs),
        mine.kind != "student",
        mine.partner_id == theirs.partner_id,
        mine.group == theirs.group,
    )
    return and_(_proposal_in_scope(actor, role), or_(exists(trained), exists(together)))


@relation("circle", "in_scope")
def _circle_in_scope(actor: Actor, role: str) -> ColumnElement[bool]:
    return _scope(actor, role, Circle.programme_id, Circle.supporter_person_id)


@relation("circle", "supporter")
def _circle_supporter(actor: Actor, role: str) -> ColumnElement[bool]:
    return Circle.supporter_person_id == actor.person_id


@relation("answer", "own")
def _answer_own(actor: Actor, role: str) -> ColumnElement[bool]:
    return Answer.by_person_id == actor.person_id


@relation("answer", "in_scope")
def _answer_in_scope(actor: Actor, role: str) -> ColumnElement[bool]:
    about = select(1).where(
        Proposal.tenant_id == Answer.tenant_id, Proposal.id == Answer.proposal_id, _proposal_in_scope(actor, role)
    )
    return exists(about)
