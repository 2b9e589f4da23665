"""What the two agree and want to reach: decisions without a database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum

WORDS_MOST = 500
GOALS_MOST = 5  # open at once: more is a list of duties
PROGRESS_MOST = 4


class Rhythm(StrEnum):
    """How often the two meet."""

    WEEKLY = "weekly"
    BIWEEKLY = "biweekly"
    MONTHLY = "monthly"
    FREELY = "freely"


class Reach(StrEnum):
    """How the two reach each other between meetings."""

    PHONE = "phone"
    MESSAGES = "messages"
    EMAIL = "email"
    AT_SCHOOL = "at_school"


class Side(StrEnum):
    """Which of the two says yes."""

    SEEKER = "seeker"
    SUPPORTER = "supporter"


@dataclass(frozen=True, slots=True)
class Terms:
    """What an agreement says."""

    rhythm: Rhythm
    minutes: int
    weekday: int | None = None  # 1 (Monday) to 7
    at_time: time | None = None
    place: str | None = None
    activities: tuple[str, ...] = ()
    contact: Reach = Reach.MESSAGES
    words: str = ""


def agreed(seeker_yes: datetime | None, supporter_yes: datetime | None) -> bool:
    """An agreement holds when both said yes (requirement 42)."""
    return seeker_yes is not None and supporter_yes is not None


def yes_of(maker: Side, now: datetime) -> tuple[datetime | None, datetime | None]:
    """Who writes a version says yes to it; the other reads it first. Returns (seeker's yes, supporter's yes)."""
    return (now, None) if maker is Side.SEEKER else (None, now)


def progress_after(last: int, seen: int | None) -> int:
    """Where a goal stands after a look: nobody saw anything new, or a step from 0 (just begun) to 4 (there)."""
    return last if seen is None else min(max(seen, 0), PROGRESS_MOST)


def reached(progress: int) -> bool:
    """Whether the young person is where they wanted to be."""
    return progress >= PROGRESS_MOST


def room_for_a_goal(open_goals: int) -> bool:
    """A few goals at a time, or none gets attention."""
    return open_goals < GOALS_MOST
