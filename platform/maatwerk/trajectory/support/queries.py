"""What asks for staff's attention, in words, and what they did before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from maatwerk.access.actor import Actor
from maatwerk.access.audit import shown
from maatwerk.access.policy import may, visible
from maatwerk.access.work import zone
from maatwerk.ground import clock
from maatwerk.ground.database import db
from maatwerk.tenancy.sealed import prefetch
from maatwerk.trajectory import say
from maatwerk.trajectory.matches.queries import Road, roads, roads_of
from maatwerk.trajectory.model import Ask, CheckIn, Match
from maatwerk.trajectory.rules.support import Attention, Reason, level

_PAGES = {
    Reason.NO_KICKOFF_DATE: "trajectory.kickoff",
    Reason.KICKOFF_PASSED: "trajectory.kickoff",
    Reason.CATCH_UP: "trajectory.kickoff",
    Reason.CLOSING_OPENS: "trajectory.close",
    Reason.CLOSING_WAITS: "trajectory.close",
    Reason.PAST_END: "trajectory.close",
    Reason.CHECK_IN: "trajectory.check_in",
    Reason.ASK: "trajectory.check_in",
    Reason.NO_CONTACT: "trajectory.check_in",
    Reason.MISSED: "trajectory.check_in",
}


@dataclass(frozen=True, slots=True)
class Waits:
    """One line of Today: who, why in words, for how many days, and the page where it is done."""

    match_id: UUID
    people: tuple[str, ...]  # as they are called
    person_ids: tuple[UUID, ...]
    reason: str
    days: int
    urgency: int  # 1 to 5; from 4 on it can't wait
    endpoint: str
    key: str  # names the line, to put it off: reason and match
    args: dict[str, Any] = field(default_factory=dict)
    more: int = 0  # further reasons on the same match


def waits_for(actor: Actor, *, limit: int = 100) -> list[Waits]:
    """The matches that ask for this person's attention today, the most urgent first: one statement.

    Empty for whoever has no match in their scope. A match stands once, with its most urgent reason.
    """
    if not may(actor, "overview", "match"):
        return []
    today = clock.today(zone())
    due = roads_of(today).where(visible(actor, "overview", Match), Match.look_from <= today)
    found = roads(due.order_by(Match.look_from, Match.id).limit(limit), today)
    closes = may(actor, "close", "match")
    lines = [_line(road, road.asks, closes=closes) for road in found if road.asks]
    shown("match", [person_id for line in lines for person_id in line.person_ids])
    return sorted(lines, key=lambda line: (-line.urgency, -line.days, str(line.match_id)))


def _line(road: Road, asks: tuple[Attention, ...], *, closes: bool) -> Waits:
    """A coach, who plans and closes nothing, is led to the match or a check-in."""
    first, match = asks[0], road.match
    endpoint = _PAGES.get(first.reason, "trajectory.match")
    return Waits(
        match_id=match.id,
        people=(match.seeker_person.called, match.supporter_person.called),
        person_ids=(match.seeker_person_id, match.supporter_person_id),
        reason=say.attention(first, road.variant),
        days=first.days,
        urgency=level(first.urgency),
        endpoint=endpoint if closes or endpoint == "trajectory.check_in" else "trajectory.match",
        key=f"match:{first.reason}:{match.id}",
        args={"match_id": match.id},
        more=len(asks) - 1,
    )


@dataclass(frozen=True, slots=True)
class CheckInShown:
    """A check-in with its line; without it for who may know only that it was."""

    on: date
    with_whom: str
    summary: str
    next_on: date | None
    by_person_id: UUID


def check_ins(match: Match, only_of: UUID | None = None) -> list[CheckInShown]:
    """When staff spoke with somebody, newest first; unseals the lines, or only those that `only_of` wrote."""
    rows = (
        db.session()
        .scalars(select(CheckIn).where(CheckIn.match_id == match.id).order_by(CheckIn.on.desc(), CheckIn.id))
        .all()
    )
    open_ones = {row.id for row in rows if only_of in (None, row.by_person_id)}
    if open_ones:
        prefetch(db.session(), [match.seeker_person_id])
    return [
        CheckInShown(row.on, row.with_whom, row.summary if row.id in open_ones else "", row.next_on, row.by_person_id)
        for row in rows
    ]


def asks(match: Match, *, only_of: UUID | None = None) -> list[Ask]:
    """What was asked on this road, newest first; `only_of`: by this person."""
    statement = select(Ask).where(Ask.match_id == match.id)
    if only_of is not None:
        statement = statement.where(Ask.by_person_id == only_of)
    return list(db.session().scalars(statement.order_by(Ask.at.desc())).all())


def open_asks(found: Iterable[Ask]) -> list[Ask]:
    """Those that wait for an answer."""
    return [ask for ask in found if ask.done_at is None]
