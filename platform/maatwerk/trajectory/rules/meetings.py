"""What a meeting may say, and how one is counted once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID, uuid5

_LOGS = UUID("6f0a8f3e-55c1-5a09-9f5c-0f1d3c9b7a11")  # names logs: the same form sent twice is the same meeting


class Kept(StrEnum):
    """What became of a meeting."""

    PLANNED = "planned"
    HELD = "held"
    MOVED = "moved"
    MISSED = "missed"


class Mood(StrEnum):
    """How it was, from best to hardest."""

    GREAT = "great"
    GOOD = "good"
    SO_SO = "so_so"
    HARD = "hard"


class Initiative(StrEnum):
    """Who brought up what they did (requirement 8)."""

    SEEKER = "seeker"
    SUPPORTER = "supporter"
    BOTH = "both"


class Audience(StrEnum):
    """Who else reads a note: nobody, the young person, or the coordinator too."""

    OWN = "own"
    SHARED = "shared"
    COORDINATOR = "coordinator"


LENGTHS = (30, 45, 60, 90, 120)
LEAST, MOST = 5, 480  # minutes
NOTE_MOST = 2000


@dataclass(frozen=True, slots=True)
class Said:
    """What the supporter tells of a meeting."""

    on: date
    mood: Mood
    minutes: int
    topics: tuple[str, ...] = ()
    initiative: Initiative | None = None
    place: str | None = None
    note: str = ""
    audience: Audience = Audience.OWN


class Wrong(StrEnum):
    """Why a log can't be kept."""

    TOO_EARLY = "too_early"
    IN_FUTURE = "in_future"
    LENGTH = "length"
    NOBODY = "nobody"


def wrong(said: Said, *, since: date, today: date, present: Iterable[bool]) -> Wrong | None:
    """The first thing that can't be right about a log; None when all can."""
    if said.on > today:
        return Wrong.IN_FUTURE
    if said.on < since:
        return Wrong.TOO_EARLY
    if not LEAST <= said.minutes <= MOST:
        return Wrong.LENGTH
    return None if any(present) else Wrong.NOBODY


def log_id(match_or_circle: UUID, form_key: str) -> UUID:
    """The id of the meeting that a form makes: sent twice, it is the same meeting (a double tap is one tap)."""
    return uuid5(_LOGS, f"{match_or_circle}|{form_key}")


def may_read_note(reader: UUID, *, writer: UUID | None, audience: str, seeker: bool, coordinator: bool) -> bool:
    """Own notes are the writer's alone; shared ones the young person's too; the coordinator reads only theirs."""
    if writer is not None and reader == writer:
        return True
    if audience == Audience.SHARED:
        return seeker
    return audience == Audience.COORDINATOR and coordinator


def initiatives(sides: Iterable[str | None]) -> dict[Initiative, int]:
    """How often what they did came from either side, or from both (requirement 8); the young person first."""
    known = [Initiative(side) for side in sides if side]
    return {side: known.count(side) for side in Initiative if side in known}


AHEAD = 60  # rhythms that are looked through for a day that is no holiday


def suggestions(
    weekday: int | None,
    at: time | None,
    *,
    after: datetime,
    every_days: int,
    count: int = 3,
    is_off: Callable[[date], bool] = lambda _day: False,
) -> tuple[datetime, ...]:
    """Times to choose from, so that planning is three taps: on their own weekday and hour, a rhythm apart.

    `after` is local (with a zone); weekday is 1 (Monday) to 7. Holidays are left out, unless there is nothing else.
    """
    hour = at or time(15, 30)
    wanted = weekday or after.isoweekday()
    ahead = (wanted - after.isoweekday()) % 7 or 7
    first = (after + timedelta(days=ahead)).replace(hour=hour.hour, minute=hour.minute, second=0, microsecond=0)
    step = max(1, every_days)
    ahead_of_us = [first + timedelta(days=step * n) for n in range(AHEAD)]
    free = [moment for moment in ahead_of_us if not is_off(moment.date())]
    return tuple((free if len(free) >= count else ahead_of_us)[:count])


RHYTHM_DAYS = {"weekly": 7, "biweekly": 14, "monthly": 28, "freely": 7}


def rhythm_days(agreed: str | None, usual: str) -> int | None:
    """Days from one meeting to the next, as agreed, else as is usual here; None where there is no rhythm at all."""
    rhythm = usual if agreed in (None, "freely") else agreed
    return None if rhythm == "freely" else RHYTHM_DAYS.get(str(rhythm))


def missed_in_a_row(newest_first: Iterable[str]) -> int:
    """How many meetings in a row were missed, counted from the last one."""
    count = 0
    for kept in newest_first:
        if kept == Kept.PLANNED or kept == Kept.MOVED:
            continue
        if kept != Kept.MISSED:
            break
        count += 1
    return count
