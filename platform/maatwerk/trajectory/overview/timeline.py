"""What happened on a road, newest first, each with who may read it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select

from maatwerk.ground.database import db
from maatwerk.language import formats
from maatwerk.people.model import Person
from maatwerk.tenancy.columns import FieldClass
from maatwerk.tenancy.sealed import prefetch
from maatwerk.trajectory import say
from maatwerk.trajectory.closing.queries import closure_of, reviews_of
from maatwerk.trajectory.kickoff.queries import kickoff_of, parties_of
from maatwerk.trajectory.matches.opened import Opened
from maatwerk.trajectory.meetings.queries import meetings
from maatwerk.trajectory.model import Meeting
from maatwerk.trajectory.plan.queries import agreements
from maatwerk.trajectory.rules.meetings import may_read_note
from maatwerk.trajectory.support.queries import asks, check_ins

MOST = 80
FIRST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened: when, what, what was said of it, by whom, who reads it."""

    on: date
    title: str
    text: str = ""
    who: str = ""
    audience: str = ""
    url: str | None = None
    at: datetime | None = None  # for the order within a day

    @property
    def when(self) -> str:
        """The day in words."""
        return formats.day_short(self.on)

    @property
    def iso(self) -> str:
        """The day for machines."""
        return self.on.isoformat()


def timeline(here: Opened, mask: frozenset[FieldClass]) -> list[Entry]:
    """Everything this reader may know of, as their role's rules and each note's own audience allow."""
    found, coordinates = [*_beginnings(here)], here.is_staff and FieldClass.EVALUATION in mask
    if FieldClass.LOG in mask:
        found += _meetings(here, coordinates=coordinates)
    found += _asks(here) if coordinates else []
    if here.is_staff and FieldClass.LOG in mask:
        found += _check_ins(here, coordinates=coordinates)
    found += _looked_back(here, coordinates=coordinates)
    return sorted(found, key=lambda entry: (entry.on, entry.at or FIRST), reverse=True)[:MOST]


def _beginnings(here: Opened) -> Iterator[Entry]:
    match = here.match
    yield Entry(match.made_at.date(), _("Both said yes"), audience=_both(), at=match.made_at)
    kickoff = kickoff_of(match)
    if kickoff is not None and kickoff.held_on is not None:
        there = [say.party(row.party, here.road.variant) for row in parties_of(kickoff) if row.present]
        text = _("There were: %(who)s.", who=formats.listing(dict.fromkeys(there)))
        yield Entry(kickoff.held_on, _("First meeting"), text, audience=_both(), at=kickoff.starts_at)
    for agreement in agreements(match.id):
        title = _("Agreement, version %(number)s", number=agreement.number)
        both = agreement.seeker_yes_at is not None and agreement.supporter_yes_at is not None
        text = _("Both said yes.") if both else _("Waits for a yes.")
        url = url_for("trajectory.agreement", match_id=match.id)
        yield Entry(agreement.made_at.date(), title, text, audience=_both(), url=url, at=agreement.made_at)
    closure = closure_of(match)
    if closure is not None and closure.closed_at is not None:
        yield Entry(closure.closed_at.date(), str(say.END_KINDS[closure.kind]), audience=_both(), at=closure.closed_at)


def _both() -> str:
    return _("The two and their coordinator")


def _meetings(here: Opened, *, coordinates: bool) -> list[Entry]:
    rows = meetings(here.match, limit=MOST)
    open_ones = {row.id for row in rows if _reads(here, row, coordinates=coordinates)}
    prefetch(db.session(), {row.note_about for row in rows if row.id in open_ones})
    return [_meeting(here, row, reads=row.id in open_ones) for row in rows]


def _reads(here: Opened, row: Meeting, *, coordinates: bool) -> bool:
    """Whether the reader may open this meeting's note; the note itself is not touched otherwise."""
    return row.note_sealed is not None and may_read_note(  # type: ignore[attr-defined]
        here.actor.person_id,  # type: ignore[arg-type]
        writer=row.logged_by,
        audience=row.audience,
        seeker=here.is_seeker,
        coordinator=coordinates,
    )


def _meeting(here: Opened, row: Meeting, *, reads: bool) -> Entry:
    topics = here.road.variant.meeting_topics
    parts = [say.MEETING_STATES[row.state]]
    if row.state == "held":
        parts = [say.length(row.minutes), say.MOODS.get(row.mood or "", "")]
        parts += [say.labels(topics.choices if topics else (), row.topics)]
    text = " · ".join(str(part) for part in parts if str(part))
    note, audience = "", _both()
    if reads:
        note, audience = row.note, note_audience(here, row)
    return Entry(
        row.on,
        _("Meeting %(number)s", number=row.number),
        f"{text}. {note}" if note else text,
        audience=audience,
        url=url_for("trajectory.meeting", match_id=here.match.id, meeting_id=row.id),
        at=row.logged_at or row.starts_at,
    )


def note_audience(here: Opened, row: Meeting) -> str:
    """Who reads this note, for its label."""
    if row.audience == "shared":
        return _("%(names)s", names=f"{here.names.supporter}, {here.names.seeker}")
    if row.audience == "coordinator":
        return _("%(name)s and the coordinator", name=here.names.supporter)
    return _("Only you")


def _names(ids: set[UUID]) -> dict[UUID, str]:
    rows = db.session().scalars(select(Person).where(Person.id.in_(ids))).all() if ids else []
    return {row.id: row.called for row in rows}


def _asks(here: Opened) -> list[Entry]:
    found = asks(here.match)
    known = {here.match.seeker_person_id: here.names.seeker, here.match.supporter_person_id: here.names.supporter}
    entries = []
    for ask in found:
        title = f"{known.get(ask.by_person_id, '–')} {say.ASKS[ask.kind]}"
        why = str(say.ASK_REASONS[ask.reason]) if ask.reason in say.ASK_REASONS else ""
        state = _("Talked over on %(day)s.", day=formats.day_short(ask.done_at)) if ask.done_at else _("Waits for you.")
        text = f"{why}. {state}" if why else state
        entries.append(Entry(ask.at.date(), title, text, audience=_("Coordinators"), at=ask.at))
    return entries


def _check_ins(here: Opened, *, coordinates: bool) -> list[Entry]:
    rows = check_ins(here.match, None if coordinates else here.actor.person_id)
    staff = _names({row.by_person_id for row in rows})
    return [
        Entry(
            row.on,
            _("Check-in: %(whom)s", whom=say.named(say.WITH_WHOM[row.with_whom], here.names)),
            row.summary,
            who=staff.get(row.by_person_id, ""),
            audience=_("Coordinators"),
        )
        for row in rows
    ]


def _looked_back(here: Opened, *, coordinates: bool) -> list[Entry]:
    entries = []
    moments: dict[str, Any] = {"midway": _("looked back halfway"), "final": _("looked back on the road")}
    for (moment, side), row in reviews_of(here.match).items():
        own = row.by_person_id == here.actor.person_id
        url = url_for("trajectory.review", match_id=here.match.id, moment=moment, side=side)
        entries.append(
            Entry(
                row.at.date(),
                f"{here.names.of(side)} {moments[moment]}",
                audience=_("You and your coordinator") if own else _("Coordinators"),
                url=url if own or coordinates else None,
                at=row.at,
            )
        )
    return entries
