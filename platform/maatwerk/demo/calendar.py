"""What happens when: months of history played in the order in which they came."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from datetime import date, datetime, timedelta

from maatwerk.ground import clock

Happening = Callable[[], object]


class Calendar:
    """Happenings by their moment; one that happens may put later ones in. What lies after `until` stays undone."""

    def __init__(self, start: date, until: date) -> None:
        self.start, self.until = start, until
        self._waiting: list[tuple[datetime, int, Happening]] = []
        self._number = 0
        self.moment = clock.instant(start, 8)

    @property
    def day(self) -> int:
        """How many days have passed since the start."""
        return (self.moment.date() - self.start).days

    def at(self, day: int, hour: int, happening: Happening, minute: int = 0) -> None:
        """Let something happen on a day counted from the start; on a weekend it waits for Monday."""
        self.on(self.start + timedelta(days=day), hour, happening, minute)

    def on(self, day: date, hour: int, happening: Happening, minute: int = 0) -> None:
        """The same by date."""
        moment = clock.instant(workday(day), hour, minute)
        self._number += 1
        heapq.heappush(self._waiting, (max(moment, self.moment + timedelta(minutes=1)), self._number, happening))

    def play(self, tell: Callable[[date], None]) -> int:
        """Let everything happen up to the last day; how many happenings there were."""
        end, number = clock.instant(self.until, 0), 0
        while self._waiting and self._waiting[0][0] < end:
            self.moment, _number, happening = heapq.heappop(self._waiting)
            tell(self.moment.date())
            with clock.at(self.moment):
                happening()
            number += 1
        return number


def workday(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
