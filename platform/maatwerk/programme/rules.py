"""Who may go from which state to which, when a variant is whole, and how a length becomes dates: without a database."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from maatwerk.programme.values import API, Act, Kind, PhasePlan, Side, Variant, Who

ENDED = frozenset({"finished", "withdrawn", "declined", "referred", "never_started"})

_ENTRY = {
    None: frozenset({"interested", "applied"}),
    "interested": frozenset({"applied", "withdrawn", "declined"}),
    "applied": frozenset({"interviewed", "withdrawn", "declined"}),
    "interviewed": frozenset({"admitted", "withdrawn", "declined", "referred"}),
}
# Seekers go back to waiting when a match did not start or ended early and they want another.
SEEKER_MOVES = {
    **_ENTRY,
    "admitted": frozenset({"waiting", "withdrawn", "declined", "referred"}),
    "waiting": frozenset({"matched", "admitted", "withdrawn", "referred", "never_started"}),
    "matched": frozenset({"finished", "waiting", "withdrawn", "referred", "never_started"}),
}
SUPPORTER_MOVES = {
    **_ENTRY,
    "interviewed": frozenset({"admitted", "withdrawn", "declined"}),
    "admitted": frozenset({"active", "withdrawn", "declined"}),
    "active": frozenset({"paused", "finished", "withdrawn"}),
    "paused": frozenset({"active", "finished", "withdrawn"}),
}
FIVE_PHASES = ("preparation", "start_up", "guidance", "deepening", "closure")
_KEY = re.compile(r"[a-z][a-z0-9_]*/[a-z][a-z0-9_]*")


def next_states(side: Side | str, state: str | None) -> frozenset[str]:
    """Where a participation may go from here; None is: not yet in."""
    moves = SEEKER_MOVES if side == Side.SEEKER else SUPPORTER_MOVES
    return moves.get(state, frozenset())


def may_move(side: Side | str, state: str | None, to: str) -> bool:
    """Is this one of the steps that a participation on this side takes?"""
    return to in next_states(side, state)


def season_of(day: date) -> str:
    """The school year, from 1 August: *2026-2027*."""
    first = day.year if day.month >= 8 else day.year - 1
    return f"{first}-{first + 1}"


def planned_end(variant: Variant, started_on: date, weeks: int) -> date:
    """The end fixed at the start (requirement 3): so many weeks later, or the variant's day if that comes first."""
    end = started_on + timedelta(weeks=weeks)
    if variant.ends_by is None:
        return end
    month, day = variant.ends_by
    last = date(started_on.year, month, day)
    return min(end, last if last > started_on else date(started_on.year + 1, month, day))


def phase_dates(plans: Sequence[PhasePlan], started_on: date, end: date) -> tuple[tuple[str, date], ...]:
    """When each phase should end: preparation at the start, the others by their share of the length.

    The last phase ends exactly at `end`; a phase never ends before the one before it.
    """
    shares = [plan.share for plan in plans if plan.key != "preparation"]
    days, total, passed = (end - started_on).days, sum(shares), 0
    due = []
    for plan in plans:
        if plan.key != "preparation":
            passed += plan.share
        due.append((plan.key, started_on + timedelta(days=round(days * passed / total))))
    return tuple(due)


def refused(plugin: str, variant: Variant) -> str | None:
    """Why this variant can't be registered, for its author; None when it is whole."""
    return next(_faults(plugin, variant), None)


def _faults(plugin: str, variant: Variant) -> Iterator[str]:
    if variant.api not in (API, API - 1) or variant.api < 1:
        yield f"it was made for version {variant.api} of the values, this core serves {API}"
    if not _KEY.fullmatch(variant.key) or variant.plugin != plugin:
        yield f"its key must be {plugin}/ and a name of small letters"
    yield from _twice("role", (role.key for role in variant.roles))
    yield from _questions(variant)
    yield from _training(variant)
    yield from _matching(variant)
    yield from _road(variant)


def _twice(what: str, keys: Iterable[str]) -> Iterator[str]:
    for key, number in Counter(keys).items():
        if number > 1:
            yield f"it has {number} of the {what} {key}"


def _questions(variant: Variant) -> Iterator[str]:
    for side, questions in (variant.intake_questions or {}).items():
        yield from _twice(f"{side} question", (question.key for question in questions))
        for question in questions:
            if (question.kind in (Kind.CHOICE, Kind.CHOICES)) != bool(question.choices):
                yield f"the question {question.key} needs choices exactly when one chooses"


def _training(variant: Variant) -> Iterator[str]:
    curriculum = variant.training_modules
    if curriculum is None or not variant.supporter_role.needs_certificate:
        return
    if not any(module.key == "closing" and module.compulsory for module in curriculum.modules):
        yield "its training has no compulsory module `closing` (requirement 49)"
    if any(not 1 <= module.session <= curriculum.sessions for module in curriculum.modules):
        yield f"a module of its training is in none of the {curriculum.sessions} meetings"


def _matching(variant: Variant) -> Iterator[str]:
    criteria, steps = variant.matching_criteria or (), variant.matching_steps or ()
    yield from _twice("criterion", (criterion.key for criterion in criteria))
    yield from _twice("condition", (condition.key for condition in variant.matching_conditions or ()))
    yield from _twice("step", (step.key for step in steps))
    if sum(criterion.weight for criterion in criteria) != 100:
        yield "the weights of its criteria do not sum to 100"
    says_yes = {step.who for step in steps if step.what in (Act.ANSWER, Act.PICK)}
    if not says_yes >= {Who.SEEKER, Who.SUPPORTER}:
        yield "its steps do not ask both sides for their own yes (requirement 4)"
    if any(step.what == Act.FORM_CIRCLE for step in steps) != (variant.circle_size is not None):
        yield "a circle needs both a size and a step that forms it"
    if any((step.what == Act.PICK) != (step.pick_from is not None) for step in steps):
        yield "a step that picks says from how many, and no other step does"


def _road(variant: Variant) -> Iterator[str]:
    plans = variant.trajectory_phases or ()
    if tuple(plan.key for plan in plans) != FIVE_PHASES or any(plan.share < 1 for plan in plans):
        yield f"its phases must be {', '.join(FIVE_PHASES)}, each with a share (requirement 40)"
    for plan in plans:
        yield from _twice(f"{plan.key} checklist item", (item.key for item in plan.checklist))
    reasons = variant.end_reasons or ()
    yield from _twice("end reason", (reason.key for reason in reasons))
    if [reason.kinds for reason in reasons if reason.own_motivation] != [("never_started",)]:
        yield "exactly one of its end reasons, for never started, is the young person's own motivation (requirement 29)"
