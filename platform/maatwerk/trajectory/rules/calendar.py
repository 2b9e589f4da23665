"""The organisation's holidays, in which nobody waits for a meeting: which days count."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)
Period = tuple[date, date]  # the first and the last day


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days count: a gap is counted in the days that are no holiday."""

    off: tuple[Period, ...] = ()  # in order, apart from each other

    @classmethod
    def of(cls, periods: Iterable[Period]) -> Calendar:
        """A calendar of holidays in any order; those that touch become one."""
        apart: list[Period] = []
        for first, last in sorted(periods):
            if apart and first <= apart[-1][1] + DAY:
                apart[-1] = (apart[-1][0], max(apart[-1][1], last))
            else:
                apart.append((first, last))
        return cls(tuple(apart))

    def is_off(self, day: date) -> bool:
        """Is it a holiday?"""
        return any(first <= day <= last for first, last in self.off)

    def counted(self, since: date, until: date) -> int:
        """How many days after `since`, up to and with `until`, are no holiday."""
        off = sum(max(0, (min(last, until) - max(first, since + DAY)).days + 1) for first, last in self.off)
        return max(0, (until - since).days - off)

    def after(self, since: date, days: int) -> date:
        """The day on which so many days have passed since then, holidays left out; never itself in a holiday."""
        found = since + timedelta(days=days)
        for first, last in self.off:
            begins = max(first, since + DAY)
            if begins > found:
                break
            found += max(0, (last - begins).days + 1) * DAY
        return found

    def before(self, until: date, days: int) -> date:
        """The earliest day since which no more than so many days that count have passed."""
        found = until
        while self.counted(found - DAY, until) <= days:
            found -= DAY
        return found


NO_HOLIDAYS = Calendar()
