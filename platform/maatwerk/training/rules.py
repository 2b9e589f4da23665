"""Who may act as what, who may lead a training, and when a training is done: decisions without a database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import TypeVar
from uuid import UUID

from maatwerk.programme.values import Attended, Curriculum, Module, Role, Variant

T = TypeVar("T")
COACH = "teacher_coach"
COACH_MONTHS = 36  # domain rule 8: a coach's certificate is renewed every three years
LAPSES_WITHIN = 90  # days ahead in which a lapsing certificate asks for attention
FIRST_SESSION_IN = 14  # days ahead that a new training is planned at
SEATS, MOST_SEATS = 12, 60


class Ground(StrEnum):
    """Why someone holds a certificate."""

    TRAINING = "training"
    BROUGHT_ALONG = "brought_along"


class Missing(StrEnum):
    """What keeps someone from acting in a role."""

    NO_CERTIFICATE = "no_certificate"
    NOT_YET = "not_yet"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


class State(StrEnum):
    """Where a certificate stands on a day."""

    VALID = "valid"
    LAPSING = "lapsing"
    NOT_YET = "not_yet"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


class Sign(StrEnum):
    """What signing up for a training came to."""

    PLACE = "enrolled"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Paper:
    """The days of one certificate; `valid_until` is the last day it counts, None is without an end."""

    issued_on: date
    valid_until: date | None = None
    withdrawn_on: date | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A training as somebody plans it; one start for each meeting of the curriculum."""

    programme_id: UUID
    trainer_id: UUID
    place: str
    seats: int
    starts: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """May this person act in the role, and if not, why; `valid_until` is the last day of a yes."""

    yes: bool
    missing: tuple[str, ...] = ()
    valid_until: date | None = None


def paper_state(paper: Paper, on: date) -> State:
    """Say where a certificate stands on a day; a withdrawn one counts no more from that day on."""
    if paper.withdrawn_on is not None and paper.withdrawn_on <= on:
        return State.WITHDRAWN
    if on < paper.issued_on:
        return State.NOT_YET
    if paper.valid_until is None or on + timedelta(days=LAPSES_WITHIN) < paper.valid_until:
        return State.VALID
    return State.LAPSING if on <= paper.valid_until else State.LAPSED


def counts(paper: Paper, on: date) -> bool:
    """Does this certificate hold on that day?"""
    return paper_state(paper, on) in (State.VALID, State.LAPSING)


def may_act_as(papers: Iterable[Paper], on: date) -> Standing:
    """Say whether someone with these certificates for one role may act in it on a day (requirements 41 and 104)."""
    found = list(papers)
    holding = [paper for paper in found if counts(paper, on)]
    if holding:
        endless = any(paper.valid_until is None for paper in holding)
        return Standing(True, (), None if endless else max(paper.valid_until or on for paper in holding))
    states = {paper_state(paper, on) for paper in found}
    for state, missing in (
        (State.NOT_YET, Missing.NOT_YET),
        (State.LAPSED, Missing.LAPSED),
        (State.WITHDRAWN, Missing.WITHDRAWN),
    ):
        if state in states:
            return Standing(False, (missing,))
    return Standing(False, (Missing.NO_CERTIFICATE,))


def may_lead(papers: Iterable[Paper], days: Sequence[date]) -> Standing:
    """Only a teacher coach whose certificate holds on every day of a training may lead it (requirement 104)."""
    found = list(papers)
    standings = [may_act_as(found, day) for day in sorted(days)]
    if not standings:
        return Standing(False, (Missing.NO_CERTIFICATE,))
    return next((standing for standing in standings if not standing.yes), standings[-1])


def lapses_within(paper: Paper, on: date) -> int | None:
    """Days that a certificate still holds when that is soon enough to act on; None when there is no hurry."""
    if paper_state(paper, on) is not State.LAPSING or paper.valid_until is None:
        return None
    return (paper.valid_until - on).days


def valid_until(role: Role | None, role_key: str, issued_on: date) -> date | None:
    """The last day of a certificate issued on that day: as the role says, a coach's 36 months, else without an end."""
    months = role.certificate_months if role else None
    if months is None and role_key == COACH:
        months = COACH_MONTHS
    return months_on(issued_on, months) if months else None


class WrongDays(StrEnum):
    """What is wrong with the days of a certificate brought along."""

    NOT_YET_ISSUED = "not_yet_issued"
    ENDS_BEFORE = "ends_before"
    ENDED = "ended"


def brought_along_wrong(issued_on: date, until: date | None, today: date) -> WrongDays | None:
    """A certificate brought along was issued already, ends after that, and still holds."""
    if issued_on > today:
        return WrongDays.NOT_YET_ISSUED
    if until is not None and until < issued_on:
        return WrongDays.ENDS_BEFORE
    if until is not None and until < today:
        return WrongDays.ENDED
    return None


def months_on(day: date, months: int) -> date:
    """The same day so many months later, or the month's last when it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for number in range(day.day, 27, -1):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    return date(year, month + 1, min(day.day, 27))


def led_by(variant: Variant) -> str | None:
    """Whose certificate leading a training asks for: a teacher coach's wherever students help students."""
    coached = variant.peers or any(role.key == COACH for role in variant.staff_roles)
    return COACH if coached else None


def session_days(first: date, number: int) -> tuple[date, ...]:
    """The days of a training that meets weekly from `first`."""
    return tuple(first + timedelta(weeks=week) for week in range(number))


def in_order(days: Sequence[date] | Sequence[datetime]) -> bool:
    """Does each meeting come after the one before?"""
    return all(earlier < later for earlier, later in pairwise(days))


def still_to_do(curriculum: Curriculum, present_at: Iterable[int]) -> tuple[Module, ...]:
    """The compulsory modules someone has not had yet, in the curriculum's order (requirements 48 and 49)."""
    been = set(present_at)
    return tuple(module for module in curriculum.modules if module.compulsory and module.session not in been)


def completed(variant: Variant, curriculum: Curriculum, present_at: Iterable[int]) -> bool:
    """Is the training done? The variant says so; what it leaves out is: there for every compulsory module."""
    attended = Attended(curriculum, frozenset(present_at))
    if variant.training_completed is not None:
        return variant.training_completed(attended)
    return not still_to_do(curriculum, attended.sessions)


def sign_up(seats: int, taken: int) -> Sign:
    """A place while there is one, else the waiting list; nobody is sent away."""
    return Sign.PLACE if taken < seats else Sign.WAITING


def moves_up(seats: int, taken: int, waiting: Sequence[T]) -> tuple[T, ...]:
    """Who on the waiting list gets a place now, the longest waiting first."""
    return tuple(waiting[: max(0, seats - taken)])


def may_certify(planned: str, last_day: date, on: date) -> bool:
    """A group is certified once, from the day of the last meeting on."""
    return planned == "planned" and last_day <= on
