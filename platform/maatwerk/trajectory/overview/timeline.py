"""What happened on a road, newest first, each with who may read it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from maatwerk.language import formats
from maatwerk.tenancy.columns import FieldClass
from maatwerk.trajectory import say
from maatwerk.trajectory.kickoff.queries import in_order, the_kickoff
from maatwerk.trajectory.matches.opened import Opened
from maatwerk.trajectory.model import Agreement, Ask, CheckIn, Meeting, Review
from maatwerk.trajectory.overview.file import Happened, happened
from maatwerk.trajectory.rules.meetings import may_read_note

MOST = 80  # lines of a page
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


def known_to(here: Opened, mask: frozenset[FieldClass]) -> Happened:
    """What happened, as far as the reader's role may know of it."""
    staff = here.is_staff
    return happened(
        here.match, asks=staff and FieldClass.EVALUATION in mask, check_ins=staff and FieldClass.LOG in mask
    )


def timeline(here: Opened, mask: frozenset[FieldClass], versions: Sequence[Agreement], file: Happened) -> list[Entry]:
    """Everything this reader may know of, as their role's rules and each note's own audience allow."""
    logs, coordinates = FieldClass.LOG in mask, here.is_staff and FieldClass.EVALUATION in mask
    found = [*_beginnings(here, file), *_agreements(here, versions)]
    if logs:
        found += _meetings(here, file.meetings, coordinates=coordinates)
    found += _asks(here, file.asks)
    found += _check_ins(here, file.check_ins, coordinates=coordinates)
    found += _looked_back(here, file.reviews, coordinates=coordinates)
    return sorted(found, key=lambda entry: (entry.on, entry.at or FIRST), reverse=True)[:MOST]


def _beginnings(here: Opened, file: Happened) -> Iterator[Entry]:
    match = here.match
    yield Entry(match.made_at.date(), _("Both said yes"), audience=_both(), at=match.made_at)
    kickoff = the_kickoff(file.kickoffs)
    if kickoff is not None and kickoff.held_on is not None:
        parties = in_order(row for row in file.parties if row.kickoff_id == kickoff.id)
        there = [say.party(row.party, here.road.variant) for row in parties if row.present]
        text = _("There were: %(who)s.", who=formats.listing(dict.fromkeys(there)))
        yield Entry(kickoff.held_on, _("First meeting"), text, audience=_both(), at=kickoff.starts_at)
    for closure in file.closures:
        if closure.closed_at is not None:
            title = str(say.END_KINDS[closure.kind])
            yield Entry(closure.closed_at.date(), title, audience=_both(), at=closure.closed_at)


def _agreements(here: Opened, versions: Sequence[Agreement]) -> Iterator[Entry]:
    for agreement in versions:
        title = _("Agreement, version %(number)s", number=agreement.number)
        both = agreement.seeker_yes_at is not None and agreement.supporter_yes_at is not None
        text = _("Both said yes.") if both else _("Waits for a yes.")
        url = url_for("trajectory.agreement", match_id=here.match.id)
        yield Entry(agreement.made_at.date(), title, text, audience=_both(), url=url, at=agreement.made_at)


def _both() -> str:
    return _("The two and their coordinator")


def _meetings(here: Opened, rows: Sequence[Meeting], *, coordinates: bool) -> list[Entry]:
    return [_meeting(here, row, reads=_reads(here, row, coordinates=coordinates)) for row in rows]


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


def _asks(here: Opened, rows: Sequence[Ask]) -> list[Entry]:
    known = {here.match.seeker_person_id: here.names.seeker, here.match.supporter_person_id: here.names.supporter}
    entries = []
    for ask in rows:
        title = f"{known.get(ask.by_person_id, '–')} {say.ASKS[ask.kind]}"
        why = str(say.ASK_REASONS[ask.reason]) if ask.reason in say.ASK_REASONS else ""
        state = _("Talked over on %(day)s.", day=formats.day_short(ask.done_at)) if ask.done_at else _("Waits for you.")
        text = f"{why}. {state}" if why else state
        entries.append(Entry(ask.at.date(), title, text, audience=_("Coordinators"), at=ask.at))
    return entries


def _check_ins(here: Opened, rows: Sequence[CheckIn], *, coordinates: bool) -> list[Entry]:
    return [
        Entry(
            row.on,
            _("Check-in: %(whom)s", whom=say.named(say.WITH_WHOM[row.with_whom], here.names)),
            row.summary if coordinates or row.by_person_id == here.actor.person_id else "",
            who=row.by_person.called,
            audience=_("Coordinators"),
        )
        for row in rows
    ]


def _looked_back(here: Opened, rows: Sequence[Review], *, coordinates: bool) -> list[Entry]:
    entries = []
    moments: dict[str, Any] = {"midway": _("looked back halfway"), "final": _("looked back on the road")}
    for row in rows:
        own = row.by_person_id == here.actor.person_id
        url = url_for("trajectory.review", match_id=here.match.id, moment=row.moment, side=row.side)
        entries.append(
            Entry(
                row.at.date(),
                f"{here.names.of(row.side)} {moments[row.moment]}",
                audience=_("You and your coordinator") if own else _("Coordinators"),
                url=url if own or coordinates else None,
                at=row.at,
            )
        )
    return entries
