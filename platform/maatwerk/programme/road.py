"""The road of two people as a variant plans it: phases, rhythm, reviews, ends, and when somebody should look."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from maatwerk.programme.asked import Kind
from maatwerk.programme.roles import Choice, Lazy, Side, Who


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One thing that must be done in a phase."""

    key: str
    label: Lazy
    who: Who


PhaseKey = Literal["preparation", "start_up", "guidance", "deepening", "closure"]


@dataclass(frozen=True, slots=True)
class PhasePlan:
    """One of the five phases (requirement 40)."""

    key: PhaseKey
    label: Lazy
    share: int  # preparation: weeks before the start; the others: their part of the match's length
    goal: Lazy = ""  # what it is for, in a sentence
    checklist: tuple[ChecklistItem, ...] = ()


@dataclass(frozen=True, slots=True)
class Road:
    """What a match's next step depends on."""

    state: str  # of the match
    phase: PhaseKey
    ticked: frozenset[str] = frozenset()  # checklist items of this phase that are done
    meetings_held: int = 0
    days_since_contact: int | None = None
    phase_due_in_days: int | None = None


@dataclass(frozen=True, slots=True)
class NextStep:
    """What happens next on the road, and who does it."""

    key: str
    who: Who
    label: Lazy


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often and how long two people meet, unless they agree otherwise."""

    every: Literal["weekly", "biweekly", "monthly", "freely"]
    minutes: int


@dataclass(frozen=True, slots=True)
class MeetingTopics:
    """What meetings are about: one tap each in the log."""

    choices: tuple[Choice, ...]
    at_most: int = 3


@dataclass(frozen=True, slots=True)
class ReviewQuestion:
    """One question of a look back, from either side (requirement 9)."""

    key: str
    kind: Kind  # CHOICE, CHOICES, SCALE or TEXT
    label: Lazy
    sides: tuple[Side, ...] = (Side.SEEKER, Side.SUPPORTER)
    moments: tuple[Literal["midway", "final"], ...] = ("midway", "final")
    choices: tuple[Choice, ...] = ()
    hint: Lazy = ""
    required: bool = True
    outcome: Literal["", "school", "person"] = ""  # asked only where the programme looks at it (requirement 17)


@dataclass(frozen=True, slots=True)
class EndReason:
    """Why a match ended, without blame (requirement 4)."""

    key: str
    label: Lazy
    kinds: tuple[Literal["complete", "ended_early", "never_started"], ...]
    who: tuple[Who, ...] = (Who.SEEKER, Who.SUPPORTER, Who.COORDINATOR)  # who may give it
    own_motivation: bool = False  # the one reason compared with "1 in 7" (requirement 29)


class Signal(StrEnum):
    """What attention rules look at."""

    NO_CONTACT = "no_contact"  # days since the last meeting
    NO_KICKOFF_DATE = "no_kickoff_date"  # days since both said yes
    FEW_MEETINGS = "few_meetings"  # fewer than `count` held when the match is `days` old
    MISSED_IN_A_ROW = "missed_in_a_row"  # `count` meetings missed
    WAITING = "waiting"  # days on the waiting list


@dataclass(frozen=True, slots=True)
class AttentionRule:
    """When somebody should look: a reason on Today, never a verdict."""

    key: str
    signal: Signal
    label: Lazy  # as a reason: "No contact for %(days)s days"
    days: int | None = None
    count: int | None = None
    slower_in_deepening: bool = True  # twice the days in that phase (requirement 44)


@dataclass(frozen=True, slots=True)
class KickoffPlan:
    """How two people start together; who must be there, and who is asked."""

    form: Literal["meeting", "first_session", "circle"]  # with staff, the first session itself, or one for a circle
    gate: tuple[Who, ...]  # without them the match does not become active
    guardian: Literal["never", "by_age"] = "by_age"  # from 18 only if the young person asks (ruling 8)
    school: bool = False  # the one who nominated is asked too


@dataclass(frozen=True, slots=True)
class CheckInPlan:
    """When staff ask both how it goes."""

    after_meetings: int | None = None  # first one after so many meetings
    in_first_month: int = 0  # or so many in the first month
    every_days: int = 30  # and then
