"""Who hears of a worry, and what still waits: decisions without a database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

LEAD = "safeguarding_lead"
DEPUTY = "safeguarding_deputy"
READERS = (LEAD, DEPUTY)


class Urgency(StrEnum):
    """How soon somebody must look, as who raises the worry sees it."""

    TODAY = "today"
    THIS_WEEK = "this_week"
    UNSURE = "unsure"


class State(StrEnum):
    """How far a worry has come."""

    RECEIVED = "received"
    READ = "read"
    ACKNOWLEDGED = "acknowledged"


ORDER = tuple(State)


@dataclass(frozen=True, slots=True)
class Reader:
    """A safeguarding lead or deputy."""

    person_id: UUID
    called: str
    role: str


def hear(readers: Iterable[Reader], about: UUID) -> tuple[Reader, ...]:
    """Who is told that something waits: lead and deputy, but never the one it is about; each person once."""
    found: dict[UUID, Reader] = {}
    for reader in sorted(readers, key=lambda reader: (reader.role != LEAD, str(reader.person_id))):
        if reader.person_id != about:
            found.setdefault(reader.person_id, reader)
    return tuple(found.values())


def may_become(now: State, then: State) -> bool:
    """A worry only goes on: received, read, acknowledged; an answer is also proof of having read it."""
    return ORDER.index(then) > ORDER.index(now)


def asks_again(state: State, received: date, today: date) -> bool:
    """Is a letter due today? Every day after the first until somebody has read it (ruling 7)."""
    return state is State.RECEIVED and received < today


def sort_rank(state: State, urgency: Urgency) -> int:
    """The order of the list: what nobody read yet, then what waits for an answer, then the rest; today's first."""
    return ORDER.index(state) * 2 + (urgency is not Urgency.TODAY)
