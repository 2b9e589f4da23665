"""Everything on one road, however much it is, in three statements: what is planned, what happened, and the keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, false, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from maatwerk.ground.database import db
from maatwerk.tenancy.sealed import prefetch
from maatwerk.trajectory.meetings.queries import whose
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
    Phase,
    Review,
)
from maatwerk.trajectory.rules.meetings import Kept

MOST_MEETINGS = 80


@dataclass(frozen=True, slots=True)
class Planned:
    """What the two want, agreed and did of their plan."""

    phases: Sequence[Phase]
    ticks: Sequence[ChecklistTick]
    goals: Sequence[Goal]
    steps: Sequence[GoalStep]
    agreements: Sequence[Agreement]  # the newest version first


@dataclass(frozen=True, slots=True)
class Happened:
    """What was on the way; of staff's own lines and of what was asked, only what the reader may know of."""

    kickoffs: Sequence[Kickoff]
    parties: Sequence[KickoffParty]
    meetings: Sequence[Meeting]  # the newest first
    reviews: Sequence[Review]
    closures: Sequence[Closure]
    asks: Sequence[Ask]  # the newest first
    check_ins: Sequence[CheckIn]  # the newest first


def planned(match: Match) -> Planned:
    """The plan of a road: one statement for the rows, one for the keys of the words in them."""
    goals = select(Goal.id).where(Goal.match_id == match.id)
    phases, ticks, found, steps, versions = _rows(
        db.session(),
        (Phase, Phase.match_id == match.id),
        (ChecklistTick, ChecklistTick.match_id == match.id),
        (Goal, Goal.match_id == match.id),
        (GoalStep, GoalStep.goal_id.in_(goals)),
        (Agreement, Agreement.match_id == match.id),
    )
    if found:
        prefetch(db.session(), _owners(match))
    return Planned(
        sorted(phases, key=lambda one: one.number),
        ticks,
        sorted(found, key=lambda one: (one.ended_at is not None, one.made_at, one.id)),
        sorted(steps, key=lambda one: one.at, reverse=True),
        sorted(versions, key=lambda one: one.number, reverse=True),
    )


def happened(match: Match, *, asks: bool, check_ins: bool) -> Happened:
    """What happened on a road: one statement for the rows, one for the keys unless they are known."""
    own = Kickoff.match_id == match.id
    kickoffs = own if match.circle_id is None else or_(own, Kickoff.circle_id == match.circle_id)
    one = aliased(Meeting)
    newest = select(one.id).where(whose(match, one), one.state != Kept.MOVED)
    newest = newest.order_by(one.on.desc(), one.number.desc()).limit(MOST_MEETINGS)
    found = _rows(
        db.session(),
        (Kickoff, kickoffs),
        (KickoffParty, KickoffParty.kickoff_id.in_(select(Kickoff.id).where(kickoffs))),
        (Meeting, Meeting.id.in_(newest)),
        (Review, Review.match_id == match.id),
        (Closure, Closure.match_id == match.id),
        (Ask, Ask.match_id == match.id if asks else false()),
        (CheckIn, CheckIn.match_id == match.id if check_ins else false()),
        options=(joinedload(KickoffParty.person), joinedload(CheckIn.by_person)),
    )
    rows, parties, meetings, reviews, closures, asked, spoken = found
    if meetings or spoken:
        prefetch(db.session(), _owners(match))
    return Happened(
        rows,
        parties,
        sorted(meetings, key=lambda one: (one.on, one.number), reverse=True),
        reviews,
        closures,
        sorted(asked, key=lambda one: one.at, reverse=True),
        sorted(sorted(spoken, key=lambda one: one.id), key=lambda one: one.on, reverse=True),
    )


def _owners(match: Match) -> list[Any]:
    """Whose keys the texts on a road are sealed with: the young person's, and the circle's."""
    return [owner for owner in (match.seeker_person_id, match.circle_id) if owner is not None]


def _rows(session: Session, *parts: tuple[type, Any], options: Sequence[Any] = ()) -> list[list[Any]]:
    """Rows of several tables in one statement, each as often as it is there: no part multiplies another."""
    part = func.generate_series(0, len(parts) - 1).table_valued("part", name="part")
    statement: Any = select(*(model for model, _condition in parts)).select_from(part)
    for number, (model, condition) in enumerate(parts):
        statement = statement.outerjoin(model, and_(part.c.part == number, condition))
    found: list[list[Any]] = [[] for _part in parts]
    for row in session.execute(statement.options(*options)):
        for place, entity in zip(found, row, strict=True):
            if entity is not None:
                place.append(entity)
    return found
