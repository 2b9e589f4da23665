"""What a programme is made of: plain values that plug-ins give and rooms read; no row, session or request among them.

A plug-in leaves out whatever it has no opinion on (None): `programme/defaults.py` answers for it when the variant
is registered, so a room that reads `registry().variant(key)` finds every answer filled in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Any, Literal
from uuid import UUID

from flask_babel import get_locale
from flask_babel.speaklater import LazyString

API = 1  # the version of these values; the core serves this one and the one before
Lazy = str | LazyString  # a sentence in the reader's language: flask_babel.lazy_gettext
Slot = tuple[int, str]  # weekday 1 (Monday) to 7, part "morning", "afternoon" or "evening"


class Side(StrEnum):
    """Which of the two: who has the question, or who has the experience."""

    SEEKER = "seeker"
    SUPPORTER = "supporter"


class Who(StrEnum):
    """Who acts in a step or does a checklist item."""

    SEEKER = "seeker"
    SUPPORTER = "supporter"
    COORDINATOR = "coordinator"
    TEACHER_COACH = "teacher_coach"


@dataclass(frozen=True, slots=True)
class RoleForms:
    """One role in one language, in all forms that sentences use; no adjective, *deze* or *dit* goes before them."""

    singular: str  # tutor
    plural: str  # tutors
    with_article: str  # de tutor · the tutor
    with_je: str  # je tutor · your tutor (to young people and supporters)
    with_uw: str  # uw tutor · your tutor (to parents and partners)
    starting: str  # De tutor · The tutor (at a sentence's start)


@dataclass(frozen=True, slots=True)
class RoleWords:
    """One role in every language the variant speaks; read a form as an attribute for the reader's language."""

    en: RoleForms  # what is shown where a language is missing
    nl: RoleForms | None = None  # Dutch
    others: Mapping[str, RoleForms] = field(default_factory=dict)  # further languages by code

    def forms(self, locale: str | None = None) -> RoleForms:
        """The forms in `locale` (default: the reader's language), English where the variant lacks it."""
        code = locale or _language()
        return (self.nl if code == "nl" else self.others.get(code)) or self.en

    @property
    def singular(self) -> str:
        """*tutor*."""
        return self.forms().singular

    @property
    def plural(self) -> str:
        """*tutors*."""
        return self.forms().plural

    @property
    def with_article(self) -> str:
        """*de tutor*, *the tutor*."""
        return self.forms().with_article

    @property
    def with_je(self) -> str:
        """*je tutor*, *your tutor*."""
        return self.forms().with_je

    @property
    def with_uw(self) -> str:
        """*uw tutor*, *your tutor*."""
        return self.forms().with_uw

    @property
    def starting(self) -> str:
        """*De tutor*, *The tutor*."""
        return self.forms().starting


def _language() -> str:
    locale = get_locale()
    return locale.language if locale else "en"


@dataclass(frozen=True, slots=True)
class Role:
    """A part that people play: tutor, mentee, teacher coach."""

    key: str  # tutor; unique within the plug-in
    words: RoleWords  # what it is called, in all forms
    description: Lazy = ""  # one sentence for someone who considers it
    gains: Lazy = ""  # what it brings the person themselves (requirement 26)
    needs_certificate: bool = False  # nobody acts in it without a valid role certificate
    certificate_months: int | None = None  # how long that certificate is valid; None: no end
    least_age: int | None = None  # from this age
    most_age: int | None = None  # until and including this age


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several: an answer, a topic, an interest, a reason."""

    key: str
    label: Lazy
    hint: Lazy = ""


class Kind(StrEnum):
    """How a question is answered; the last four fill columns that matching reads, not answers."""

    CHOICE = "choice"  # one of `choices`
    CHOICES = "choices"  # some of `choices`
    SCALE = "scale"  # 1 to 5
    TEXT = "text"  # free words; kept sealed
    SLOTS = "slots"  # parts of the week
    SUBJECTS = "subjects"  # of `variant.subjects`
    INTERESTS = "interests"  # of `variant.interests`
    LANGUAGES = "languages"  # of `lists.LANGUAGES`


class WritesTo(StrEnum):
    """Which of a person's columns an answer fills."""

    SLOTS = "slots"
    NEEDS = "subjects_needs"
    OFFERS = "subjects_offers"
    INTERESTS = "interests"
    LANGUAGES = "languages"


@dataclass(frozen=True, slots=True)
class Question:
    """One question of an application, one to a page."""

    key: str  # stays the same over the years: answers are kept under it
    kind: Kind
    label: Lazy  # the question itself, to *je*
    hint: Lazy = ""  # what helps someone answer
    choices: tuple[Choice, ...] = ()  # for CHOICE and CHOICES
    least: int = 0  # for the kinds that take several: at least so many
    most: int | None = None  # and at most
    required: bool = True  # may it be left open?
    audience: Lazy = ""  # who reads the answer; empty: "Only coordinators read this."
    writes_to: WritesTo | None = None  # None: kept with the application only


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
    """An outcome and why, as keys: too_heavy_for_mentoring, no_own_yes, doubts, multiple_problems or the variant's own."""

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
    guardian: Literal["never", "by_age"] = "by_age"  # under 18 invited, from 18 only if the young person asks (ruling 8)
    school: bool = False  # the one who nominated is asked too


@dataclass(frozen=True, slots=True)
class CheckInPlan:
    """When staff ask both how it goes."""

    after_meetings: int | None = None  # first one after so many meetings
    in_first_month: int = 0  # or so many in the first month
    every_days: int = 30  # and then


@dataclass(frozen=True, slots=True)
class Places:
    """How many seekers a supporter takes at once."""

    default: int = 1
    most: int = 1  # a coordinator can't give more


@dataclass(frozen=True, slots=True)
class Variant:
    """One kind of programme: all that the core asks of it. None means: the core's own answer."""

    key: str  # peer_support/tutor: the plug-in, a slash, its own name
    name: Lazy  # Peer tutor
    description: Lazy  # one sentence for an administrator who chooses
    seeker_role: Role
    supporter_role: Role
    staff_roles: tuple[Role, ...] = ()  # teacher coach, trainer: the variant's own besides the coordinator
    peers: bool = False  # a student helps a student: decides wording, not age
    ways_in: tuple[Literal["self", "nomination"], ...] = ("self", "nomination")  # how seekers enter
    one_at_a_time: bool = True  # a seeker has one match at a time
    circle_size: int | None = None  # a supporter's matches meet together, up to so many; None: one-to-one
    places: Places = Places()
    length_weeks: int = 52  # from the start to the farewell
    ends_by: tuple[int, int] | None = None  # or on this month and day, whichever comes first after the start
    rhythm: Rhythm = Rhythm("weekly", 60)
    kickoff: KickoffPlan = KickoffPlan("meeting", (Who.SEEKER, Who.SUPPORTER, Who.COORDINATOR))
    check_ins: CheckInPlan = CheckInPlan(in_first_month=2)
    least_meetings: int | None = None  # fewer counts as too few contact hours
    questions_version: int = 1  # raise it when questions change meaning
    subjects: tuple[Choice, ...] = ()  # what SUBJECTS questions offer
    # Questions to the variant; what it leaves out the core answers (programme/defaults.py).
    intake_questions: Mapping[Side, tuple[Question, ...]] | None = None  # what an application asks of each side
    intake_verdict: Callable[[Findings, int], Verdict] | None = None  # (found, least motivation) → may they enter
    selection_rubric: tuple[Choice, ...] | None = None  # what a selection talk scores 1 to 5 (requirement 25)
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
