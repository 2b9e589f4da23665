"""Who is what to a match, and to everything that belongs to it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import aliased

from maatwerk.access.actor import Actor
from maatwerk.access.policy import in_scope, kind, relation
from maatwerk.access.work import zone
from maatwerk.ground import clock
from maatwerk.people.model import Affiliation
from maatwerk.trajectory.model import (
    Agreement,
    Ask,
    CheckIn,
    ChecklistTick,
    Closure,
    Goal,
    GoalStep,
    Kickoff,
    KickoffParty,
    Match,
    Meeting,
    MeetingPresence,
    Phase,
    Review,
)

AFTER_THE_END = timedelta(days=56)  # so long a supporter may look back at a road that ended
OF_A_MATCH = (Agreement, Ask, CheckIn, ChecklistTick, Closure, Goal, Phase, Review)
OF_MATCH_OR_CIRCLE = (Kickoff, Meeting)

kind("match", Match)
kind("my_road")  # the pages that show somebody their own road, wherever they stand on it


@relation("match", "seeker")
def _seeker(actor: Actor, _role: str) -> ColumnElement[bool]:
    return Match.seeker_person_id == actor.person_id


@relation("match", "supporter")
def _supporter(actor: Actor, _role: str) -> ColumnElement[bool]:
    lately = clock.today(zone()) - AFTER_THE_END
    return and_(Match.supporter_person_id == actor.person_id, or_(Match.ended_on.is_(None), Match.ended_on >= lately))


@relation("match", "in_scope")
def _in_scope(actor: Actor, role: str) -> ColumnElement[bool]:
    programme = Match.programme_id
    found = [in_scope(actor, role, programme=programme)]
    if any(grant.partner_id or grant.site_id for grant in actor.scope_of(role)):
        at = aliased(Affiliation)  # a name of its own: a list may join affiliations too
        here = select(at.person_id).where(
            or_(at.until.is_(None), at.until >= clock.today(zone())),
            in_scope(actor, role, programme=programme, partner=at.partner_id, site=at.site_id),
        )
        found.append(Match.seeker_person_id.in_(here))
    return or_(*found)


@relation("match", "caseload")
def _caseload(actor: Actor, _role: str) -> ColumnElement[bool]:
    return Match.coordinator_id == actor.person_id


_OF_MATCH = {"seeker": _seeker, "supporter": _supporter, "in_scope": _in_scope, "caseload": _caseload}


def _register(model: Any, name: str) -> None:
    through = _OF_MATCH[name]
    has_circle = model in OF_MATCH_OR_CIRCLE

    @relation(model.__tablename__, name)
    def _follows(actor: Actor, role: str) -> ColumnElement[bool]:
        condition = through(actor, role)
        own = model.match_id.in_(select(Match.id).where(condition))
        if not has_circle:
            return own
        return or_(own, model.circle_id.in_(select(Match.circle_id).where(condition, Match.circle_id.is_not(None))))


for _model in (*OF_A_MATCH, *OF_MATCH_OR_CIRCLE, MeetingPresence):
    kind(_model.__tablename__, _model)
    for _name in _OF_MATCH:
        _register(_model, _name)


@relation("ask", "own")
def _own_ask(actor: Actor, _role: str) -> ColumnElement[bool]:
    return Ask.by_person_id == actor.person_id


@relation("check_in", "own")
def _own_check_in(actor: Actor, _role: str) -> ColumnElement[bool]:
    return CheckIn.by_person_id == actor.person_id


@relation("review", "own")
def _own_review(actor: Actor, _role: str) -> ColumnElement[bool]:
    return Review.by_person_id == actor.person_id


@relation("meeting_presence", "own")
def _own_look_back(actor: Actor, _role: str) -> ColumnElement[bool]:
    return MeetingPresence.seeker_person_id == actor.person_id


kind("kickoff_party", KickoffParty)
kind("goal_step", GoalStep)


@relation("kickoff_party", "in_scope")
def _party_in_scope(actor: Actor, role: str) -> ColumnElement[bool]:
    of_match = select(Kickoff.id).join(
        Match,
        or_(Kickoff.match_id == Match.id, and_(Match.circle_id.is_not(None), Kickoff.circle_id == Match.circle_id)),
    )
    return KickoffParty.kickoff_id.in_(of_match.where(_in_scope(actor, role)))
