"""Where two people stand on their road, and what may come next: decisions without a database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class State(StrEnum):
    """Where a match stands; it moves only along MOVES."""

    ACCEPTED = "accepted_by_both"
    KICKOFF_PLANNED = "kickoff_planned"
    ACTIVE = "active"
    CLOSING = "closing"
    CLOSED = "closed"
    NEVER_STARTED = "never_started"
    ENDED_EARLY = "ended_early"
    REMATCHED = "rematched"
    REFERRED = "referred"


BEFORE = frozenset({State.ACCEPTED, State.KICKOFF_PLANNED})
ON_THE_ROAD = frozenset({State.ACTIVE, State.CLOSING})
RUNNING = BEFORE | ON_THE_ROAD
OVER = frozenset(State) - RUNNING

MOVES: Mapping[State, frozenset[State]] = {
    State.ACCEPTED: frozenset({State.KICKOFF_PLANNED, State.ACTIVE, State.NEVER_STARTED}),
    State.KICKOFF_PLANNED: frozenset({State.ACCEPTED, State.ACTIVE, State.NEVER_STARTED}),
    State.ACTIVE: frozenset({State.CLOSING}),
    State.CLOSING: frozenset({State.ACTIVE, State.CLOSED, State.ENDED_EARLY, State.REMATCHED, State.REFERRED}),
    **{state: frozenset() for state in OVER},
}


def may_move(here: State, there: State) -> bool:
    """Whether a match may go from one state to the other."""
    return there in MOVES[here]


def may_meet(here: State, *, first_session_is_kickoff: bool) -> bool:
    """Whether the two may plan and tell of meetings: on the road, or before it where the first session is the start."""
    return here in ON_THE_ROAD or (first_session_is_kickoff and here in BEFORE)


class Phase(StrEnum):
    """The five stretches of the road (requirement 40), in order."""

    PREPARATION = "preparation"
    START_UP = "start_up"
    GUIDANCE = "guidance"
    DEEPENING = "deepening"
    CLOSURE = "closure"


PHASES = tuple(Phase)
AFTER_THE_START = PHASES[1:]
CLOSING_AT_MOST = 28  # days: closing opens four weeks before the end (domain rule 8)


@dataclass(frozen=True, slots=True)
class Stretch:
    """One phase in days: its first day and its last."""

    phase: Phase
    begins: date
    due: date


def stretches(start: date, end: date, shares: Mapping[str, float]) -> tuple[Stretch, ...]:
    """Divide the days from start to end over the four phases after preparation, by their shares.

    Every phase has at least a day when there are four days or more; closing gets at most four weeks, and what
    it gives back goes to guidance. The phases follow each other without a gap and end on the last day.
    """
    days = (end - start).days + 1
    if days < len(AFTER_THE_START):
        raise ValueError("a road has at least four days: one for each phase")
    lengths = _lengths(days, [max(float(shares.get(phase, 0)), 0.0) for phase in AFTER_THE_START])
    spare = max(0, lengths[3] - CLOSING_AT_MOST)
    lengths[3] -= spare
    lengths[1] += spare
    found, first = [], start
    for phase, length in zip(AFTER_THE_START, lengths, strict=True):
        found.append(Stretch(phase, first, first + timedelta(days=length - 1)))
        first += timedelta(days=length)
    return tuple(found)


def _lengths(days: int, shares: list[float]) -> list[int]:
    """Whole days by share, at least one each; guidance takes what rounding leaves."""
    whole = sum(shares) or 1.0
    lengths = [max(1, round(days * share / whole)) for share in shares]
    lengths[1] += days - sum(lengths)
    while lengths[1] < 1:  # very short roads: the longest gives a day back
        longest = max((n for n in range(len(lengths)) if n != 1), key=lambda n: lengths[n])
        lengths[longest] -= 1
        lengths[1] += 1
    return lengths


def after(phase: Phase) -> Phase | None:
    """The phase that follows; None after the last."""
    at = PHASES.index(phase) + 1
    return PHASES[at] if at < len(PHASES) else None


class Hindrance(StrEnum):
    """Why the next phase can't be entered yet."""

    NOT_STARTED = "not_started"
    NO_AGREEMENT = "no_agreement"
    OVER = "over"
    LAST = "last"


def hindrance(state: State, phase: Phase, *, agreed: bool) -> Hindrance | None:
    """What stands between this pair and its next phase (requirements 40 to 45); None when nothing does."""
    if state in OVER:
        return Hindrance.OVER
    if state in BEFORE:
        return Hindrance.NOT_STARTED
    if phase is Phase.START_UP and not agreed:
        return Hindrance.NO_AGREEMENT
    return Hindrance.LAST if after(phase) is None else None


class Reader(StrEnum):
    """From whose side a page is read."""

    SEEKER = "seeker"
    SUPPORTER = "supporter"
    STAFF = "staff"


class Step(StrEnum):
    """What has to happen next on a road."""

    PLAN_KICKOFF = "plan_kickoff"
    FIRST_SESSION = "first_session"
    WAIT_FOR_KICKOFF = "wait_for_kickoff"
    RECORD_KICKOFF = "record_kickoff"
    MAKE_AGREEMENT = "make_agreement"
    CONFIRM_AGREEMENT = "confirm_agreement"
    SET_GOAL = "set_goal"
    LOG_MEETING = "log_meeting"
    LOOK_BACK = "look_back"
    REVIEW_MIDWAY = "review_midway"
    REVIEW_FINAL = "review_final"
    MEET = "meet"
    PLAN_MEETING = "plan_meeting"
    OPEN_CLOSING = "open_closing"
    GO_THROUGH_CLOSING = "go_through_closing"
    FOLLOW_UP = "follow_up"
    REST = "rest"


@dataclass(frozen=True, slots=True)
class Position:
    """What a next step follows from: where the two stand today."""

    today: date
    state: State
    phase: Phase
    first_session_is_kickoff: bool = False
    met: bool = False  # a meeting was held
    in_circle: bool = False
    kickoff_on: date | None = None
    planned_end: date | None = None
    closing_from: date | None = None
    has_agreement: bool = False
    seeker_yes: bool = False
    supporter_yes: bool = False
    has_goal: bool = False
    next_meeting_on: date | None = None  # the earliest planned one, also when its day has passed
    look_back_waits: bool = False
    review_waits: frozenset[Reader] = frozenset()
    review_moment: str | None = None  # midway, final
    follow_up_on: date | None = None


@dataclass(frozen=True, slots=True)
class Next:
    """The next step, whose it is, and by when (a day, or None)."""

    step: Step
    whose: frozenset[Reader]
    on: date | None = None

    def mine(self, reader: Reader) -> bool:
        """Whether it waits for this reader."""
        return reader in self.whose


def not_ready(seeker: str, supporter: str) -> Reader | None:
    """Who of the two can't begin now, by the states of their parts (requirement 41); None when both can.

    A part becomes `matched` only after the intake talk, and `active` only with the certificate that the role asks.
    """
    if seeker != "matched":
        return Reader.SEEKER
    return None if supporter == "active" else Reader.SUPPORTER


PAIR = frozenset({Reader.SEEKER, Reader.SUPPORTER})
STAFF = frozenset({Reader.STAFF})
SUPPORTER = frozenset({Reader.SUPPORTER})
SEEKER = frozenset({Reader.SEEKER})


def next_steps(at: Position) -> tuple[Next, ...]:
    """Everything that may be done now, the most pressing first; never empty."""
    if at.state in OVER:
        return _after_the_end(at)
    if at.state in BEFORE:
        return _before_the_start(at)
    return (*_agreement(at), *_reviews(at), *_closing(at), *_meetings(at))


def next_step(at: Position, reader: Reader) -> Next:
    """The step this reader is told: their own most pressing one, else what they wait for."""
    steps = next_steps(at)
    return next((step for step in steps if step.mine(reader)), steps[0])


def after_that(at: Position, reader: Reader, *, but: Step) -> Next:
    """What comes after the step that a page asks for already."""
    left = [step for step in next_steps(at) if step.step is not but] or [Next(Step.REST, frozenset())]
    return next((step for step in left if step.mine(reader)), left[0])


def _after_the_end(at: Position) -> tuple[Next, ...]:
    if at.follow_up_on is not None:
        return (Next(Step.FOLLOW_UP, STAFF, at.follow_up_on),)
    return (Next(Step.REST, frozenset()),)


def _before_the_start(at: Position) -> tuple[Next, ...]:
    if at.first_session_is_kickoff:
        return _first_session(at)
    if at.kickoff_on is None:
        return (Next(Step.PLAN_KICKOFF, STAFF),)
    if at.kickoff_on < at.today:
        return (Next(Step.RECORD_KICKOFF, STAFF, at.kickoff_on),)
    return (Next(Step.WAIT_FOR_KICKOFF, frozenset(Reader), at.kickoff_on),)


def _first_session(at: Position) -> tuple[Next, ...]:
    """First a day, then the agreement that goes with it, then meeting (requirements 41 and 42)."""
    if at.next_meeting_on is None:
        plan = Next(Step.PLAN_MEETING if at.met else Step.FIRST_SESSION, PAIR)
        return (*_agreement(at), plan) if at.met else (plan, *_agreement(at))
    if at.next_meeting_on <= at.today:
        return (Next(Step.LOG_MEETING, SUPPORTER, at.next_meeting_on), *_agreement(at))
    return (*_agreement(at), Next(Step.MEET, PAIR, at.next_meeting_on))


def _agreement(at: Position) -> list[Next]:
    if not at.has_agreement:
        return [Next(Step.MAKE_AGREEMENT, PAIR)]
    whose = frozenset(
        side for side, yes in ((Reader.SEEKER, at.seeker_yes), (Reader.SUPPORTER, at.supporter_yes)) if not yes
    )
    return [Next(Step.CONFIRM_AGREEMENT, whose)] if whose else []


def _reviews(at: Position) -> list[Next]:
    if not at.review_moment or not at.review_waits:
        return []
    step = Step.REVIEW_FINAL if at.review_moment == "final" else Step.REVIEW_MIDWAY
    return [Next(step, at.review_waits)]


def _closing(at: Position) -> list[Next]:
    if at.state is State.CLOSING:
        return [Next(Step.GO_THROUGH_CLOSING, STAFF, at.planned_end)]
    if at.closing_from and at.closing_from <= at.today:
        return [Next(Step.OPEN_CLOSING, STAFF, at.planned_end)]
    return []


def _meetings(at: Position) -> list[Next]:
    found = []
    if at.next_meeting_on and at.next_meeting_on <= at.today:
        found.append(Next(Step.LOG_MEETING, SUPPORTER, at.next_meeting_on))
    if at.look_back_waits:
        found.append(Next(Step.LOOK_BACK, SEEKER))
    if not at.has_goal and at.phase is not Phase.CLOSURE:
        found.append(Next(Step.SET_GOAL, SEEKER if at.in_circle else PAIR))
    if at.next_meeting_on and at.next_meeting_on > at.today:
        found.append(Next(Step.MEET, PAIR, at.next_meeting_on))
    elif not at.next_meeting_on:
        found.append(Next(Step.PLAN_MEETING, PAIR))
    return found or [Next(Step.REST, frozenset())]
