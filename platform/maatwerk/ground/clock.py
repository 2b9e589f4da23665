"""What time it is: the only place that asks the machine."""

from __future__ import annotations

import time as _time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")

_set: ContextVar[datetime | None] = ContextVar("clock", default=None)
_everywhere: list[datetime] = []  # what every thread plays: at most one moment


def now() -> datetime:
    """The instant that rules and tests see, in UTC."""
    return _set.get() or (_everywhere[0] if _everywhere else datetime.now(UTC))


def today(zone: ZoneInfo = AMSTERDAM) -> date:
    """The day it is for people in `zone`; birthdays turn at midnight there."""
    return now().astimezone(zone).date()


def system_seconds() -> float:
    """Seconds of the machine's own clock, which signs the tenant context whatever day a test plays."""
    return _time.time()


def steady_seconds() -> float:
    """Seconds that never jump, to measure how long something takes."""
    return _time.monotonic()


def reset(moment: datetime | None) -> None:
    """Play another moment from here on, in every thread (tests only); None is the machine's own."""
    _everywhere[:] = [moment.astimezone(UTC)] if moment else []


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Play that it is `moment` inside the block."""
    token = _set.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _set.reset(token)


def instant(day: date, hour: int = 12, minute: int = 0, zone: ZoneInfo = AMSTERDAM) -> datetime:
    """A wall-clock moment in `zone` as an instant."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone).astimezone(UTC)


def days(number: float) -> timedelta:
    """So many days, for sums that read aloud."""
    return timedelta(days=number)
