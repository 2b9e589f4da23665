"""What a programme is made of: plain values that plug-ins give and rooms read; no row, session or request among them.

A plug-in leaves out whatever it has no opinion on (None): `programme/defaults.py` answers for it when the variant
is registered, so a room that reads `registry().variant(key)` finds every answer filled in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Literal
from uuid import UUID

from maatwerk.programme.asked import (
    Kind,
    Question,
    WritesTo,
)
from maatwerk.programme.road import (
    AttentionRule,
    CheckInPlan,
    ChecklistItem,
    EndReason,
    KickoffPlan,
    MeetingTopics,
    NextStep,
    PhaseKey,
    PhasePlan,
    ReviewQuestion,
    Rhythm,
    Road,
    Signal,
)
from maatwerk.programme.roles import (
    Choice,
    Lazy,
    Role,
    RoleForms,
    RoleWords,
    Side,
    Who,
)

__all__ = [
    "API",
    "About",
    "Act",
    "Attended",
    "AttentionRule",
    "CheckInPlan",
    "ChecklistItem",
    "Choice",
    "Condition",
    "Criterion",
    "Curriculum",
    "EndReason",
    "Facts",
    "Findings",
    "Fit",
    "Happening",
    "Job",
    "KickoffPlan",
    "Kind",
    "Lazy",
    "MeetingTopics",
    "Module",
    "Nature",
    "NextStep",
    "Outcome",
    "PhaseKey",
    "PhasePlan",
    "Places",
    "Question",
    "ReviewQuestion",
    "Rhythm",
    "Road",
    "Role",
    "RoleForms",
    "RoleWords",
    "Side",
    "Signal",
    "Slot",
    "Step",
    "Variant",
    "Verdict",
    "Who",
    "WritesTo",
    "as_set",
]

API = 1  # the version of these values; the core serves this one and the one before
Slot = tuple[int, str]  # weekday 1 (Monday) to 7, part "morning", "afternoon" or "evening"


@dataclass(frozen=True, slots=True)
class Findings:
    """What the interviewer heard, in a talk without the person who nominated."""

    own_yes: bool
    motivation: int  # 1 (not really) to 5 (very much), scored by the interviewer
    multi_problem: bool
    too_heavy: bool


class Outcome(StrEnum):
    """What an intake talk comes to."""

    SUITABLE = "suitable"
    EXPERIENCED = "experienced_mentor"
    SECOND_TALK = "second_talk"
    CARE = "care"


@dataclass(frozen=True, slots=True)
class Verdict:
    """An outcome and why, as keys: too_heavy, no_own_yes, doubts, multiple_problems or the variant's own."""

    outcome: Outcome
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Module:
    """One subject of a role training."""

    key: str
    label: Lazy
    session: int  # which meeting of the training covers it, from 1
    minutes: int
    compulsory: bool = True
    description: Lazy = ""


@dataclass(frozen=True, slots=True)
class Curriculum:
    """What must be learnt for a role; improved as versions, and a certificate names the version (requirement 105)."""

    version: int
    modules: tuple[Module, ...]
    sessions: int  # how many meetings
    session_minutes: int = 210  # a half-day

    def of_session(self, number: int) -> tuple[Module, ...]:
        """What meeting `number` covers."""
        return tuple(module for module in self.modules if module.session == number)


@dataclass(frozen=True, slots=True)
class Attended:
    """What one person attended of one training run."""

    curriculum: Curriculum
    sessions: frozenset[int]  # the numbers of the meetings they were at


@dataclass(frozen=True, slots=True)
class Facts:
    """What matching knows of one person in one programme; unknown is None or empty."""

    person_id: UUID
    participation_id: UUID
    side: Side
    age: int | None = None
    partner_id: UUID | None = None  # the school
    site_id: UUID | None = None
    course: str | None = None
    level: int | None = None  # mbo 1 to 4
    year: int | None = None  # of the course
    group: str | None = None
    interests: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    slots: frozenset[Slot] = frozenset()
    subjects_needs: frozenset[str] = frozenset()
    subjects_offers: frozenset[str] = frozenset()
    answers: Mapping[str, Any] = field(default_factory=dict)  # of the application, wishes among them: str, list or int
    own_yes: bool | None = None  # a seeker's own will, from the talk
    needs_experienced: bool = False  # a seeker's; no reason goes with it
    experienced: bool = False  # a supporter's, with several problems at once
    ready: bool = True  # consents and permissions are there
    certified: bool = False  # a supporter's role certificate is there and valid
    places_left: int = 1  # a supporter's, without open proposals and matches
    ties: frozenset[UUID] = frozenset()  # persons with whom a role conflict or kinship forbids a match
    earlier: frozenset[UUID] = frozenset()  # persons they were matched with before
    postcode: str | None = None  # 1234 AB: how near two people are, never told to the other
    seen: frozenset[str] = frozenset()  # a supporter's checks that hold today: reference, agreement, protocol, vog


def as_set(answer: Any) -> frozenset[str]:
    """One answer or several, as keys; nothing answered is the empty set."""
    if answer is None:
        return frozenset()
    return frozenset((answer,)) if isinstance(answer, str) else frozenset(answer)


@dataclass(frozen=True, slots=True)
class Condition:
    """A hard rule: where it does not hold, the two are not proposed, whatever their score."""

    key: str
    label: Lazy  # what must hold: "Same site"
    holds: Callable[[Facts, Facts], bool | None]  # (seeker, supporter); None: it can't be said, something is missing
    reason: Lazy = ""  # why not, for the coordinator: "They are at different sites."
    missing: Lazy = ""  # what to ask when it can't be said
    warns_only: bool = False  # said, but not in the way (requirement 100)


@dataclass(frozen=True, slots=True)
class Fit:
    """How well two people fit in one respect."""

    share: float | None  # 0 to 1; None: something is missing, it may still turn out well
    reason: str = ""  # a key of the criterion's `says`
    values: Mapping[str, Any] = field(default_factory=dict)  # plain JSON: {"interests": ["football"]}


@dataclass(frozen=True, slots=True)
class Criterion:
    """A soft rule: `weight` of 100 times the fit's share; never on ethnicity, religion or health."""

    key: str
    label: Lazy
    weight: int  # the variant's; a programme may choose its own, the sum stays 100
    fit: Callable[[Facts, Facts], Fit]  # (seeker, supporter); programme/fits.py has ready-made ones
    says: Mapping[str, Lazy] = field(default_factory=dict)  # reason key: sentence with %(interests)s and the like


class Act(StrEnum):
    """What is done in a step of matching."""

    PICK = "pick"  # the seeker picks one of several offered (their own yes)
    PROPOSE = "propose"  # the coordinator puts two people before each other
    FORM_CIRCLE = "form_circle"  # the coordinator chooses one supporter and up to `circle_size` seekers
    ANSWER = "answer"  # yes, rather not, or talk first
    CONFIRM = "confirm"  # staff agree


@dataclass(frozen=True, slots=True)
class Step:
    """One step of matching: who decides what, before when. Steps come in the order of the variant's tuple."""

    key: str
    who: Who
    what: Act
    label: Lazy  # as work that waits: "The tutor answers"
    within: timedelta | None = None  # how long it may take; None: no clock
    pick_from: int | None = None  # for PICK: offer at least so many


@dataclass(frozen=True, slots=True)
class Places:
    """How many seekers a supporter takes at once."""

    default: int = 1
    most: int = 1  # a coordinator can't give more


@dataclass(frozen=True, slots=True)
class About:
    """What a plug-in is called, and what it is for."""

    name: Lazy
    description: Lazy = ""


@dataclass(frozen=True, slots=True)
class Job:
    """What a plug-in does by the clock, for each organisation that switched it on; twice must do no harm."""

    key: str
    every: timedelta  # a minute at least
    run: Callable[[], object]  # inside the organisation; opens a unit of work of its own


@dataclass(frozen=True, slots=True)
class Happening:
    """What plug-ins hear: the name of an event and its values as text (ids, keys); delivered at least once."""

    event: str  # MatchStarted
    id: UUID  # the same at every delivery
    values: Mapping[str, str]
    at: datetime


class Nature(StrEnum):
    """What helping is about here (requirement 7)."""

    MENTORING = "mentoring"  # the person, and how they grow
    COACHING = "coaching"  # a skill or a result


ONE_PLACE = Places()
WEEKLY = Rhythm("weekly", 60)
WITH_THREE = KickoffPlan("meeting", (Who.SEEKER, Who.SUPPORTER, Who.COORDINATOR))
TWICE_AND_MONTHLY = CheckInPlan(in_first_month=2)


@dataclass(frozen=True, slots=True)
class Variant:
    """One kind of programme: all that the core asks of it. None means: the core's own answer."""

    key: str  # peer_support/tutor: the plug-in, a slash, its own name
    name: Lazy  # Peer tutor
    description: Lazy  # one sentence for an administrator who chooses
    seeker_role: Role
    supporter_role: Role
    staff_roles: tuple[Role, ...] = ()  # teacher coach, trainer: the variant's own besides the coordinator
    nature: Nature = Nature.MENTORING  # said to whoever chooses a kind of programme
    peers: bool = False  # a student helps a student, or an adult a young person: wording, not age (requirement 2)
    ways_in: tuple[Literal["self", "nomination"], ...] = ("self", "nomination")  # how seekers enter
    one_at_a_time: bool = True  # a seeker has one match at a time
    circle_size: int | None = None  # a supporter's matches meet together, up to so many; None: one-to-one
    places: Places = ONE_PLACE
    length_weeks: int = 52  # from the start to the farewell
    ends_by: tuple[int, int] | None = None  # or on this month and day, whichever comes first after the start
    rhythm: Rhythm = WEEKLY
    kickoff: KickoffPlan = WITH_THREE
    check_ins: CheckInPlan = TWICE_AND_MONTHLY
    least_meetings: int | None = None  # fewer counts as too few contact hours
    questions_version: int = 1  # raise it when questions change meaning
    subjects: tuple[Choice, ...] = ()  # what SUBJECTS questions offer
    # Questions to the variant; what it leaves out the core answers (programme/defaults.py).
    intake_questions: Mapping[Side, tuple[Question, ...]] | None = None  # what an application asks of each side
    intake_verdict: Callable[[Findings, int], Verdict] | None = None  # (found, least motivation) → may they enter
    selection_rubric: tuple[Choice, ...] | None = None  # what a selection talk scores 1 to 4 (requirement 25)
    training_modules: Curriculum | None = None  # what the supporter's role training covers
    training_completed: Callable[[Attended], bool] | None = None  # does this attendance earn the certificate
    matching_conditions: tuple[Condition, ...] | None = None  # hard, beside the core's own that always hold
    matching_criteria: tuple[Criterion, ...] | None = None  # soft; weights sum to 100
    matching_steps: tuple[Step, ...] | None = None  # who decides what, in which order, before when
    trajectory_phases: tuple[PhasePlan, ...] | None = None  # five, in order
    trajectory_next_step: Callable[[Road], NextStep | None] | None = None  # of the phase's checklist, or something else
    attention_rules: tuple[AttentionRule, ...] | None = None  # when somebody should look
    themes: tuple[Choice, ...] | None = None  # what nominations and goals are about
    interests: tuple[Choice, ...] | None = None  # what INTERESTS questions offer
    meeting_topics: MeetingTopics | None = None  # one tap in the log
    activities: tuple[Choice, ...] | None = None  # what an agreement may hold
    review_questions: tuple[ReviewQuestion, ...] | None = None  # midway and final, both sides
    end_reasons: tuple[EndReason, ...] | None = None  # for whole, early and never-started ends
    api: int = API  # the version of these values it was written for

    @property
    def plugin(self) -> str:
        """The plug-in's key: *peer_support*."""
        return self.key.partition("/")[0]

    @property
    def roles(self) -> tuple[Role, ...]:
        """Everybody's part: seeker, supporter, staff."""
        return (self.seeker_role, self.supporter_role, *self.staff_roles)

    def role(self, key: str) -> Role:
        """The role called `key`; KeyError if there is none."""
        for role in self.roles:
            if role.key == key:
                return role
        raise KeyError(f"{self.key} has no role {key}")

    def role_of(self, side: Side | str) -> Role:
        """The role of one of the two sides."""
        return self.seeker_role if side == Side.SEEKER else self.supporter_role
