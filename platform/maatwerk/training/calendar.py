"""A training in somebody's own calendar: first names only, because calendars are shared (interface.md, 12)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from icalendar import Calendar, Event


@dataclass(frozen=True, slots=True)
class Entry:
    """One meeting as a calendar shows it."""

    id: UUID
    starts_at: datetime
    minutes: int
    title: str
    place: str


def calendar_file(entries: Iterable[Entry], *, made_at: datetime) -> bytes:
    """The meetings as an iCalendar file; taking it in twice changes them instead of doubling them."""
    calendar = Calendar()
    calendar.add("prodid", "-//Maatwerk//training//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for entry in entries:
        event = Event()
        event.add("uid", f"{entry.id}@maatwerk")
        event.add("dtstamp", made_at)
        event.add("dtstart", entry.starts_at)
        event.add("dtend", entry.starts_at + timedelta(minutes=entry.minutes))
        event.add("summary", entry.title)
        event.add("location", entry.place)
        event.add("class", "PRIVATE")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
