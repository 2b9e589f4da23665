"""Who decides what, in which order, before when: the steps of a proposal, without a database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from maatwerk.programme.values import Act, Side, Step, Who


class Given(StrEnum):
    """What somebody says to a proposal."""

    YES = "yes"
    RATHER_NOT = "rather_not"
    TALK = "talk"


class State(StrEnum):
    """Where a proposal stands."""

    OFFERED = "offered"  # one of several the seeker may pick from
    OPEN = "open"  # waits for an answer and holds a place
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


RUNNING = (State.OFFERED, State.OPEN)

# Why rather not: keys that say.py words; none blames, and "no_say" is always there.
DECLINE_REASONS = ("times", "know_each_other", "other_wish", "not_now", "no_say")

TALK_PAUSE = timedelta(days=7)  # "I want to talk first" gives this much time for it


@dataclass(frozen=True, slots=True)
class Move:
    """Where a proposal stands after an answer: its state, the step that waits now, and until when."""

    state: State
    step: str
    until: datetime | None = None


class WrongStep(LookupError):
    """This is not the step that waits, or the programme does not begin its matches this way."""


def step_of(steps: Sequence[Step], key: str) -> Step:
    """The step called `key`; WrongStep if the programme has none."""
    for step in steps:
        if step.key == key:
            return step
    raise WrongStep(key)


def first_act(steps: Sequence[Step]) -> Act:
    """How matches begin here: the seeker picks, the coordinator proposes, or a circle is formed."""
    return steps[0].what


def begin(steps: Sequence[Step], act: Act, now: datetime) -> Move:
    """A proposal just made: offered to pick from, or open at the step that follows the coordinator's own.

    Raises:
        WrongStep: matches do not begin this way in this programme.
    """
    if not steps or steps[0].what != act:
        raise WrongStep(act)
    if act == Act.PICK:
        return Move(State.OFFERED, steps[0].key, _until(steps[0], now))
    return after(steps, steps[0].key, Given.YES, now)


def after(steps: Sequence[Step], key: str, given: Given, now: datetime) -> Move:
    """What an answer brings: the next step, the match, the waiting list again, or time to talk (requirement 4)."""
    at = steps.index(step_of(steps, key))
    if given == Given.RATHER_NOT:
        return Move(State.DECLINED, key)
    if given == Given.TALK:
        state = State.OFFERED if steps[at].what == Act.PICK else State.OPEN
        return Move(state, key, now + TALK_PAUSE)
    if at + 1 == len(steps):
        return Move(State.ACCEPTED, key)
    return Move(State.OPEN, steps[at + 1].key, _until(steps[at + 1], now))


def _until(step: Step, now: datetime) -> datetime | None:
    return now + step.within if step.within else None


def reminder_at(step: Step, until: datetime | None) -> datetime | None:
    """When somebody who has not answered is reminded: when a third of the time is left, at most two days before."""
    if until is None or step.within is None:
        return None
    return until - min(step.within / 3, timedelta(days=2))


def both_asked(steps: Sequence[Step]) -> bool:
    """Do the steps hold an own yes of each side? Without both no match may start (requirement 4)."""
    asked = {step.who for step in steps if step.what in (Act.PICK, Act.ANSWER)}
    return {Who.SEEKER, Who.SUPPORTER} <= asked


def side_of(step: Step) -> Side | None:
    """Which of the two a step waits for; None when it is staff."""
    return {Who.SEEKER: Side.SEEKER, Who.SUPPORTER: Side.SUPPORTER}.get(step.who)
