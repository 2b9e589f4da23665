"""What the two agreed and want to reach, with what is still to be done in a phase."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from maatwerk.ground.database import db
from maatwerk.tenancy.sealed import prefetch
from maatwerk.trajectory.model import Agreement, Goal, GoalStep, Match
from maatwerk.trajectory.rules.plan import agreed


def agreements(match_id: UUID, session: Session | None = None) -> list[Agreement]:
    """Every version, the newest first (requirement 10: each change is dated and visible)."""
    statement = select(Agreement).where(Agreement.match_id == match_id).order_by(Agreement.number.desc())
    return list((session or db.session()).scalars(statement).all())


def holding(versions: Sequence[Agreement]) -> Agreement | None:
    """The newest version that both said yes to."""
    return next((one for one in versions if agreed(one.seeker_yes_at, one.supporter_yes_at)), None)


@dataclass(frozen=True, slots=True)
class GoalShown:
    """A goal with its words and its steps, newest step first."""

    goal: Goal
    words: str
    steps: tuple[tuple[date, str, int | None], ...]  # day, words, progress seen


def goals(match: Match) -> list[GoalShown]:
    """A young person's goals on this road: open ones first, each with its steps."""
    session = db.session()
    rows = session.scalars(
        select(Goal).where(Goal.match_id == match.id).order_by(Goal.ended_at.is_not(None), Goal.made_at, Goal.id)
    ).all()
    if not rows:
        return []
    prefetch(session, [match.seeker_person_id])
    steps = session.scalars(
        select(GoalStep).where(GoalStep.goal_id.in_([goal.id for goal in rows])).order_by(GoalStep.at.desc())
    ).all()
    return with_steps(rows, steps)


def with_steps(rows: Sequence[Goal], steps: Sequence[GoalStep]) -> list[GoalShown]:
    """Goals as a page shows them; unseals their words and those of their steps."""
    found: dict[UUID, list[tuple[date, str, int | None]]] = {}
    for step in steps:
        found.setdefault(step.goal_id, []).append((step.at.date(), step.words, step.progress))
    return [GoalShown(goal, goal.words, tuple(found.get(goal.id, ()))) for goal in rows]


def open_goals(match_id: UUID, session: Session | None = None) -> list[Goal]:
    """The goals that are still worked on, oldest first."""
    statement = select(Goal).where(Goal.match_id == match_id, Goal.state == "open").order_by(Goal.made_at, Goal.id)
    return list((session or db.session()).scalars(statement).all())
