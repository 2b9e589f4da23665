"""What somebody's own pages show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import false, func, or_, select

from maatwerk.access.actor import Actor
from maatwerk.ground.database import db
from maatwerk.intake.queries import versions_read
from maatwerk.matching.model import Proposal
from maatwerk.matching.queries import waiting_for_me
from maatwerk.programme.model import Participation
from maatwerk.programme.queries import settings_of
from maatwerk.tenancy.sealed import prefetch
from maatwerk.trajectory.matches.opened import Opened, as_read
from maatwerk.trajectory.matches.queries import mine
from maatwerk.trajectory.meetings.queries import all_next_planned, whose
from maatwerk.trajectory.model import Match, Meeting, MeetingPresence
from maatwerk.trajectory.rules.meetings import Kept
from maatwerk.trajectory.rules.road import Step

READY = ("admitted", "active", "paused")  # of a supporter; before that the talk asks it
PAST = ("finished", "withdrawn", "declined", "referred", "never_started")


@dataclass(frozen=True, slots=True)
class Card:
    """One road on somebody's first page; a circle is one card with everybody in it."""

    here: Opened
    members: tuple[str, ...]
    meeting: Meeting | None

    @property
    def is_circle(self) -> bool:
        """Do more people meet together?"""
        return self.here.match.circle_id is not None


def cards(actor: Actor) -> list[Card]:
    """Somebody's running roads, then those that ended lately; a supporter's circle once."""
    opened = [as_read(road, actor) for road in mine(actor)]
    meetings = all_next_planned([here.match for here in opened if not here.over])
    found: list[Card] = []
    circles: dict[UUID, list[Opened]] = {}
    for here in opened:
        circle = here.match.circle_id
        if circle is not None and here.is_supporter and not here.over:
            circles.setdefault(circle, []).append(here)
        else:
            found.append(Card(here, (here.other,), meetings.get(here.match.id)))
    together = [
        Card(first, tuple(sorted(one.names.seeker for one in members)), meetings.get(first.match.id))
        for members in circles.values()
        for first in (min(members, key=_pressing),)
    ]
    return [*together, *found]


def _pressing(here: Opened) -> tuple[bool, int, str]:
    """Whose step speaks for a circle: the supporter's own most pressing one."""
    return not here.next.mine(here.reader), list(Step).index(here.next.step), here.names.seeker


def parts(actor: Actor) -> list[Participation]:
    """Somebody's running parts in programmes, for who has no match yet."""
    statement = select(Participation).where(
        Participation.person_id == actor.person_id, Participation.state.not_in(PAST)
    )
    return list(db.session().scalars(statement.order_by(Participation.entered_at, Participation.id)).all())


def questions(actor: Actor) -> tuple[list[Proposal], bool]:
    """Proposals that wait for this person's own answer, and whether they may pick from several."""
    offered = select(func.count()).where(Proposal.seeker_person_id == actor.person_id, Proposal.state == "offered")
    return list(waiting_for_me(actor)), bool(db.session().scalar(offered))


def to_agree(actor: Actor, cards: Sequence[Card], waiting: Sequence[Participation]) -> list[UUID]:
    """Programmes in which this supporter did not agree to the protocol as it is now (requirement 39)."""
    helps = [card.here.match.programme_id for card in cards if card.here.is_supporter and not card.here.over]
    helps += [part.programme_id for part in waiting if part.side == "supporter" and part.state in READY]
    asked = {of: settings_of(of).protocol_version for of in helps if settings_of(of).protocol_version}
    agreed = versions_read(actor.person_id, asked)
    return [of for of, version in asked.items() if agreed.get(of) != version]


@dataclass(frozen=True, slots=True)
class Memory:
    """One meeting that somebody looks back on."""

    meeting: Meeting
    match_id: UUID
    mood: str | None
    words: str  # one's own only

    @property
    def on(self) -> date:
        """The day."""
        return self.meeting.on


def memories(actor: Actor, roads: Sequence[Opened], *, limit: int = 60) -> list[Memory]:
    """The meetings of these roads, newest first, with one's own mood and words: nobody else's."""
    rows = (
        db.session()
        .scalars(
            select(Meeting)
            .where(or_(false(), *(whose(here.match) for here in roads)), Meeting.state == Kept.HELD)
            .order_by(Meeting.on.desc(), Meeting.number.desc())
            .limit(limit)
        )
        .all()
    )
    by_circle = {here.match.circle_id: here.match.id for here in roads if here.match.circle_id}
    own = _own(actor, [row.id for row in rows])
    prefetch(db.session(), [*(row.note_about for row in rows if row.logged_by == actor.person_id), actor.person_id])  # type: ignore[list-item]
    found = []
    for row in rows:
        presence, written = own.get(row.id), row.logged_by == actor.person_id
        words = row.note if written else presence.line if presence is not None else ""
        mood = row.mood if written else presence.mood if presence is not None else None
        found.append(Memory(row, row.match_id or by_circle[row.circle_id or row.id], mood, words))
    return found


def _own(actor: Actor, meeting_ids: Sequence[UUID]) -> dict[UUID, MeetingPresence]:
    rows = (
        db.session()
        .scalars(
            select(MeetingPresence).where(
                MeetingPresence.meeting_id.in_(meeting_ids), MeetingPresence.seeker_person_id == actor.person_id
            )
        )
        .all()
    )
    return {row.meeting_id: row for row in rows}


def minutes_together(roads: Sequence[Match]) -> tuple[int, int]:
    """How many meetings and minutes these roads hold together, a circle's counted once."""
    theirs = or_(false(), *(whose(match) for match in roads))
    row = (
        db.session()
        .execute(
            select(func.count(), func.coalesce(func.sum(Meeting.minutes), 0)).where(theirs, Meeting.state == Kept.HELD)
        )
        .one()
    )
    return int(row[0]), int(row[1] or 0)
