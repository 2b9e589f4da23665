"""How a road ends: no step is skipped in silence, and an end without blame has its reasons (requirements 4, 29, 45)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from maatwerk.programme.road import EndReason
from maatwerk.trajectory.rules.road import BEFORE, OVER, State

FOLLOW_UP_DAYS = 42  # six weeks after the farewell


class Kind(StrEnum):
    """How a road ends."""

    COMPLETE = "complete"
    ENDED_EARLY = "ended_early"
    NEVER_STARTED = "never_started"


class Step(StrEnum):
    """The steps of a closing, in order."""

    PLAN = "plan"
    LAST_MEETING = "last_meeting"
    SEEKER_REVIEW = "seeker_review"
    SUPPORTER_REVIEW = "supporter_review"
    FAREWELL = "farewell"
    FOLLOW_UP = "follow_up"


STEPS = tuple(Step)
GUIDED = (  # four clicks on the page; the two reviews are one of them
    (Step.PLAN,),
    (Step.LAST_MEETING, Step.FAREWELL),
    (Step.SEEKER_REVIEW, Step.SUPPORTER_REVIEW),
    (Step.FOLLOW_UP,),
)


class After(StrEnum):
    """What the young person does next."""

    DONE = "done"
    WAIT_AGAIN = "wait_again"  # for somebody else
    CARE = "care"  # helped on to professional help


class Farewell(StrEnum):
    """How the two said goodbye."""

    TOGETHER = "together"
    WITH_STAFF = "with_staff"
    CALL = "call"
    LETTER = "letter"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Steps:
    """What is done of a closing, and what was left out with which reason."""

    done: frozenset[Step] = frozenset()
    skipped: Mapping[Step, str] = field(default_factory=dict)

    def open(self, kind: Kind) -> tuple[Step, ...]:
        """The steps that still keep a road from being closed."""
        if kind is Kind.NEVER_STARTED:
            return ()
        return tuple(step for step in STEPS if step not in self.done and not self.skipped.get(step, "").strip())

    def now(self, kind: Kind) -> Step | None:
        """The first open step; None when all are done or left out with a reason."""
        return next(iter(self.open(kind)), None)


class Missing(StrEnum):
    """Why a road can't be closed yet."""

    STEPS = "steps"
    REASON = "reason"
    STARTED = "started"
    NOT_STARTED = "not_started"
    OVER = "over"
    NOT_CLOSING = "not_closing"


def may_open(state: State, kind: Kind) -> Missing | None:
    """What stands in the way of closing like this; None when nothing does."""
    if state in OVER:
        return Missing.OVER
    if kind is Kind.NEVER_STARTED:
        return None if state in BEFORE else Missing.STARTED
    return Missing.NOT_STARTED if state in BEFORE else None


def may_close(state: State, kind: Kind, steps: Steps, *, reason: str | None) -> Missing | None:
    """What stands in the way of the end itself; None when the road may be closed."""
    found = may_open(state, kind)
    if found is not None:
        return found
    if kind is not Kind.NEVER_STARTED:
        if state is not State.CLOSING:
            return Missing.NOT_CLOSING
        if steps.open(kind):
            return Missing.STEPS
    return None if reason or kind is Kind.COMPLETE else Missing.REASON


def end_state(kind: Kind, after: After) -> State:
    """The state in which a road ends."""
    if kind is Kind.COMPLETE:
        return State.CLOSED
    if kind is Kind.NEVER_STARTED:
        return State.NEVER_STARTED
    return {After.DONE: State.ENDED_EARLY, After.WAIT_AGAIN: State.REMATCHED, After.CARE: State.REFERRED}[after]


def participation_after(kind: Kind, after: After) -> str:
    """The state in which the young person's own part goes on or ends."""
    if after is After.WAIT_AGAIN:
        return "waiting"
    if after is After.CARE:
        return "referred"
    return "never_started" if kind is Kind.NEVER_STARTED else "finished"


def reasons_for(reasons: Iterable[EndReason], kind: Kind, who: str) -> tuple[EndReason, ...]:
    """The reasons somebody may give for such an end."""
    return tuple(reason for reason in reasons if kind in reason.kinds and who in reason.who)


def did_not_want_to(reasons: Iterable[EndReason], given: Collection[str | None]) -> bool:
    """Whether a road never started because the young person lacked motivation: the one reason that the
    field's "1 in 7" counts; all other reasons are counted apart (requirement 29)."""
    return any(reason.own_motivation and reason.key in given for reason in reasons)


def follow_up_day(last: date) -> date:
    """When staff ask how it goes after the farewell."""
    return last + timedelta(days=FOLLOW_UP_DAYS)


def midway(start: date, end: date) -> date:
    """The day of the look back halfway."""
    return start + (end - start) / 2


def review_moment(state: State, today: date, start: date | None, end: date | None) -> str | None:
    """Which look back is due: final while closing, midway from half of the road, else none."""
    if state is State.CLOSING:
        return "final"
    if state is State.ACTIVE and start and end and today >= midway(start, end):
        return "midway"
    return None
