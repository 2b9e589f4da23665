"""What comes first today: one list out of what every room says is waiting."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

NOW, SOON = 4, 3  # of 5: from here on it can't wait, or should be done this week


class Wait(Protocol):
    """What a room hands over: a reason in words, since how many days, where it is done, how urgent (1 to 5)."""

    @property
    def key(self) -> str:
        """Names the line, to put it off."""

    @property
    def reason(self) -> str:
        """Why it waits, in words."""

    @property
    def days(self) -> int:
        """Since how many days."""

    @property
    def endpoint(self) -> str:
        """Where it is done."""

    @property
    def args(self) -> dict[str, Any]:
        """With which values in the address."""

    @property
    def urgency(self) -> int:
        """1 to 5."""


class When(StrEnum):
    """In which part of the page a line stands."""

    NOW = "now"
    SOON = "soon"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of Today."""

    key: str
    who: str
    reason: str
    days: int
    url: str
    when: When


def part_of(urgency: int) -> When:
    """Where a line stands, by its urgency."""
    if urgency >= NOW:
        return When.NOW
    return When.SOON if urgency >= SOON else When.LATER


def who_of(wait: Wait) -> str:
    """About whom, as they are called; empty when it is about no one in particular."""
    people = getattr(wait, "people", None)
    if people:
        return " · ".join(str(name) for name in people)
    return str(getattr(wait, "name", "") or getattr(wait, "person", "") or "")


def in_order(waits: Iterable[Wait], put_off: Iterable[str]) -> list[Wait]:
    """Without what was put off; the most urgent first, then the longest waiting, each once."""
    hidden, seen, left = set(put_off), set[str](), []
    for wait in sorted(waits, key=lambda w: (-w.urgency, -w.days, w.key)):
        if wait.key not in hidden and wait.key not in seen:
            seen.add(wait.key)
            left.append(wait)
    return left
