"""Who belongs at a kick-off, and when it lets a match begin (ruling 8)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from maatwerk.programme.road import KickoffPlan

ADULT = 18
CATCH_UP_DAYS = 14  # an absent parent or school is spoken to within two weeks


class Party(StrEnum):
    """In what part somebody is at a kick-off."""

    SEEKER = "seeker"
    SUPPORTER = "supporter"
    COORDINATOR = "coordinator"
    TEACHER_COACH = "teacher_coach"
    GUARDIAN = "guardian"
    CARE_COORDINATOR = "care_coordinator"


PAIR = (Party.SEEKER, Party.SUPPORTER)


@dataclass(frozen=True, slots=True)
class Invited:
    """A party that is invited; a gate party must be there for the match to begin."""

    party: Party
    gate: bool


def is_first_session(plan: KickoffPlan) -> bool:
    """Whether the first session, with the agreement, is the kick-off."""
    return plan.form == "first_session"


def parent_invited(plan: KickoffPlan, *, age: int | None, wants_parent: bool) -> bool:
    """Under 18 a parent is invited; from 18, or of unknown age, only when the young person asks."""
    if is_first_session(plan):
        return False
    if wants_parent:
        return True
    return plan.guardian == "by_age" and age is not None and age < ADULT


def parties(plan: KickoffPlan, *, age: int | None, wants_parent: bool) -> tuple[Invited, ...]:
    """Who is invited: the variant's gate first, then parent and school, whose absence keeps nobody from beginning."""
    gate = dict.fromkeys([*PAIR, *(Party(who.value) for who in plan.gate)])
    found = [Invited(party, True) for party in gate]
    if parent_invited(plan, age=age, wants_parent=wants_parent):
        found.append(Invited(Party.GUARDIAN, False))
    if plan.school and not is_first_session(plan):
        found.append(Invited(Party.CARE_COORDINATOR, False))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Came:
    """Whether one party was there; a circle's kick-off has several seekers."""

    party: Party
    gate: bool
    present: bool


@dataclass(frozen=True, slots=True)
class Held:
    """What follows from who came."""

    starts: bool
    missing: tuple[Party, ...]  # gate parties that were not there


def held(came: Iterable[Came], *, override_reason: str = "") -> Held:
    """Whether a match begins: every gate party was there, or staff say with a reason why it begins all the same.

    Nobody can override the young person's own absence: without them nothing begins.
    """
    missing = tuple(one.party for one in came if one.gate and not one.present)
    if not missing:
        return Held(True, ())
    if Party.SEEKER in missing:
        return Held(False, missing)
    return Held(bool(override_reason.strip()), missing)


def catch_up_by(party: Party, *, present: bool, on: date) -> date | None:
    """By when an absent party is spoken to after all: a task with a date instead of a closed door."""
    if present or party in PAIR:
        return None
    return on + timedelta(days=CATCH_UP_DAYS)


def first_session_starts(*, met: bool, agreed: bool) -> bool:
    """The road begins once the two met and both said yes to the agreement, in whichever order."""
    return met and agreed
