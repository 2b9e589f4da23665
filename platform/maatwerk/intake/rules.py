"""Who may enter, and how: decisions without a database."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from maatwerk.programme import defaults, lists, values
from maatwerk.programme.values import Outcome, Verdict

OWN_ACCOUNT_FROM = 12  # below it a grown-up speaks for the child (domain rule 4)


class Reason(StrEnum):
    """Why an intake talk came to what it came to; a variant may have reasons of its own."""

    TOO_HEAVY = "too_heavy"
    NO_OWN_YES = "no_own_yes"
    NOT_ALONE = "not_alone"
    DOUBTS = "doubts"
    MULTIPLE_PROBLEMS = "multiple_problems"


@dataclass(frozen=True, slots=True)
class IntakeSettings:
    """What the organisation chose for its intake."""

    motivated: int = 3  # of 5; below it a second talk comes first (domain rule 8)
    tell_within: int = 5  # working days until a nominated student hears of it (ruling 9)


@dataclass(frozen=True, slots=True)
class Findings:
    """What the interviewer heard in the intake talk."""

    own_yes: bool
    motivation: int  # 1 (not really) to 5 (very much), scored by the interviewer
    without_referrer: bool  # who nominated was not there (requirement 30); True when nobody did
    multi_problem: bool
    too_heavy: bool


Ask = Callable[[values.Findings, int], Verdict]


def triage(found: Findings, settings: IntakeSettings, ask: Ask = defaults.triage) -> Verdict:
    """Say whether mentoring fits this young person now, and why (requirements 4, 30, 37, 38).

    Care first, then the own yes, given alone: no programme may soften these. Only then `ask`, the
    variant's own verdict, which weighs motivation and what someone carries.
    """
    if found.too_heavy:
        return Verdict(Outcome.CARE, (Reason.TOO_HEAVY,))
    if not found.own_yes:
        return Verdict(Outcome.SECOND_TALK, (Reason.NO_OWN_YES,))
    if not found.without_referrer:
        return Verdict(Outcome.SECOND_TALK, (Reason.NOT_ALONE,))
    return ask(
        values.Findings(found.own_yes, found.motivation, found.multi_problem, found.too_heavy), settings.motivated
    )


def admits(outcome: str) -> bool:
    """Does this outcome of an intake talk open the door?"""
    return outcome in (Outcome.SUITABLE, Outcome.EXPERIENCED)


MUST = frozenset({"listening", "boundaries"})  # nobody starts beside a young person without these two
SCORES = tuple(int(choice.key) for choice in lists.RUBRIC_SCALE)
MIDDLE = sum(SCORES) / len(SCORES)


class Selection(StrEnum):
    """What a selection talk comes to, from the widest to the narrowest door."""

    ADMITTED = "admitted"
    SECOND_TALK = "second_talk"
    NOT_NOW = "not_now"


_STRICTNESS = tuple(Selection)


@dataclass(frozen=True, slots=True)
class Rubric:
    """The scores of a selection talk, 1 (not seen) to 4 (strong), by skill; and the supporter's own yes."""

    scores: Mapping[str, int]
    own_yes: bool

    def weak(self) -> tuple[str, ...]:
        """The skills that were not seen at all."""
        return tuple(skill for skill, score in self.scores.items() if score == SCORES[0])


@dataclass(frozen=True, slots=True)
class SelectionVerdict:
    """What comes next for a supporter after the selection talk, and which skills made it so."""

    outcome: Selection
    weak: tuple[str, ...] = ()


def advise(rubric: Rubric) -> SelectionVerdict:
    """What the scores by themselves say about a supporter (requirements 24, 25).

    Two skills not seen, or one of those that keep a young person safe: not now. One, or an average
    under the middle: a second talk.
    """
    weak = rubric.weak()
    if not rubric.own_yes or len(weak) > 1 or MUST & set(weak):
        return SelectionVerdict(Selection.NOT_NOW, weak)
    if weak or sum(rubric.scores.values()) < MIDDLE * len(rubric.scores):
        return SelectionVerdict(Selection.SECOND_TALK, weak)
    return SelectionVerdict(Selection.ADMITTED)


def select(rubric: Rubric, chosen: Selection) -> SelectionVerdict:
    """The interviewer decides, and may be stricter than the scores but never milder."""
    advice = advise(rubric)
    return SelectionVerdict(max(chosen, advice.outcome, key=_STRICTNESS.index), advice.weak)


def easter(year: int) -> date:
    """Easter Sunday (the anonymous Gregorian computus)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    h = (19 * a + b - d - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * e + 2 * (c // 4) - h - c % 4) % 7
    month, day = divmod(h + week - 7 * ((a + 11 * h + 22 * week) // 451) + 114, 31)
    return date(year, month, day + 1)


def public_holidays(year: int) -> frozenset[date]:
    """The days on which offices in the Netherlands are closed."""
    spring = easter(year)
    king = date(year, 4, 27)
    if king.weekday() == 6:
        king = date(year, 4, 26)
    fixed = {date(year, 1, 1), king, date(year, 12, 25), date(year, 12, 26)}
    if year % 5 == 0:
        fixed.add(date(year, 5, 5))
    return frozenset(fixed | {spring + timedelta(days=offset) for offset in (1, 39, 50)})


def is_working_day(day: date) -> bool:
    """Monday to Friday, and no public holiday."""
    return day.weekday() < 5 and day not in public_holidays(day.year)


def working_days_after(day: date, number: int) -> date:
    """The day that is `number` working days after `day`."""
    while number > 0:
        day += timedelta(days=1)
        number -= is_working_day(day)
    return day


def working_days_left(today: date, due: date) -> int:
    """How many working days remain until `due`; negative once it has passed."""
    if due < today:
        return -sum(is_working_day(due + timedelta(days=step)) for step in range(1, (today - due).days + 1))
    return sum(is_working_day(today + timedelta(days=step)) for step in range(1, (due - today).days + 1))


@dataclass(frozen=True, slots=True)
class Nominee:
    """Whom somebody asks for, as typed: an e-mail address, a student number or neither."""

    given_name: str = ""
    family_name: str = ""
    email: str = ""
    number: str = ""
    birth_date: date | None = None


@dataclass(frozen=True, slots=True)
class Nominated:
    """What one page of nominating says."""

    knows: bool  # does the student know?
    relation: str
    themes: tuple[str, ...] = ()
    why: str = ""
    nominee: Nominee = Nominee()
    moment: str = ""  # what changes for the student now (requirements 20 and 21); empty: nothing named


def kept(typed: Nominated) -> Nominated:
    """What we may keep of it: while the student does not know, nothing that names anybody (ruling 9)."""
    if typed.knows:
        return typed
    return Nominated(knows=False, relation=typed.relation, themes=typed.themes, moment=typed.moment)


def contact(text: str) -> tuple[str, str]:
    """An e-mail address or a student number, as (email, number)."""
    text = text.strip()
    return (text, "") if "@" in text else ("", text)


_PREFIXES = (
    *("van", "de", "der", "den", "het", "'t", "ten", "ter", "te", "in", "op", "aan", "bij", "uit", "over", "onder"),
    *("voor", "el", "al", "von", "zu", "la", "le", "du", "da", "dos", "d'"),
)


def split_family(text: str) -> tuple[str, str]:
    """A family name as people write it, as (prefix, name): *van den Berg* is (*van den*, *Berg*)."""
    words = text.split()
    at = 0
    while at < len(words) - 1 and words[at] in _PREFIXES:
        at += 1
    return " ".join(words[:at]), " ".join(words[at:])


class Seen(StrEnum):
    """Where a nomination stands, in what its maker may know: nothing about problems, answers or verdicts."""

    DRAFT = "draft"
    RECEIVED = "received"
    TOLD = "told"
    TALK_TO_PLAN = "talk_to_plan"
    TALK_PLANNED = "talk_planned"
    PREPARING = "preparing"
    WAITING = "waiting"
    STARTED = "started"
    ENDED = "ended"


def shown_to_nominator(state: str, participation: str | None, talk_planned: bool) -> Seen:
    """The status of a nomination for who made it (requirement 71)."""
    if state in {"draft", "sent"}:
        return Seen.DRAFT if state == "draft" else Seen.RECEIVED
    if participation in {"applied", "interviewed"}:
        return Seen.TALK_PLANNED if talk_planned else Seen.TALK_TO_PLAN
    by_state = {
        None: Seen.TOLD,
        "interested": Seen.TOLD,
        "admitted": Seen.PREPARING,
        "waiting": Seen.WAITING,
        "matched": Seen.STARTED,
    }
    return by_state.get(participation, Seen.ENDED)


class Door(StrEnum):
    """How someone of an age may enter by themselves."""

    OPEN = "open"
    WITH_PARENT = "with_parent"
    GROWN_UP_ASKS = "grown_up_asks"


def door(age: int, needs_parent: bool) -> Door:
    """Under 12 a grown-up asks and the child's yes is given in the talk; a parent joins in where age asks for it."""
    if age < OWN_ACCOUNT_FROM:
        return Door.GROWN_UP_ASKS
    return Door.WITH_PARENT if needs_parent else Door.OPEN


NAME, BIRTH, PARENT, CHECK = "name", "birth", "parent", "check"


def steps(questions: Sequence[str], *, name: bool = True, birth: bool = True, parent: bool = False) -> tuple[str, ...]:
    """The steps of an application, one question a page, the check of all answers last.

    Who is known already is not asked again: without `name` and `birth` those steps fall away.
    """
    first = ((NAME, name), (BIRTH, birth), (PARENT, parent))
    return (*(step for step, asked in first if asked), *questions, CHECK)


def next_step(order: Sequence[str], done: Collection[str]) -> str:
    """Where someone continues, on whatever device: the first step that has no answer yet."""
    return next((step for step in order if step not in done), order[-1])


def step_after(order: Sequence[str], step: str) -> str:
    """The step that follows `step`; a step that fell away leads to the check."""
    at = order.index(step) if step in order else len(order) - 2
    return order[min(at + 1, len(order) - 1)]


def step_before(order: Sequence[str], step: str) -> str | None:
    """The step to go back to, or None at the first."""
    at = order.index(step) if step in order else 0
    return order[at - 1] if at else None


class Check(StrEnum):
    """What must be seen of a supporter before the door opens."""

    REFERENCE = "reference"
    AGREEMENT = "agreement"
    PROTOCOL = "protocol"
    VOG = "vog"


def missing_checks(needed: Collection[str], seen: dict[str, date | None], today: date) -> tuple[Check, ...]:
    """Which checks still fail for a supporter: never seen, or no longer valid (`seen` holds their last day)."""
    lapsed = {kind for kind, until in seen.items() if until is not None and until < today}
    return tuple(check for check in Check if check in needed and (check not in seen or check in lapsed))


class Close(StrEnum):
    """Why the way in ends before the door, without blame."""

    OWN_WISH = "own_wish"
    NO_ANSWER = "no_answer"
    NOT_FOR_US = "not_for_us"


LEAVABLE = frozenset({"interested", "applied", "interviewed", "admitted", "waiting"})


def ends_as(why: Close) -> str:
    """The state in which it ends: declined is our no, withdrawn is theirs."""
    return "declined" if why is Close.NOT_FOR_US else "withdrawn"


def may_close(state: str, why: Close) -> bool:
    """Can the way in still end so? Who waits for a match was admitted, so the no is no longer ours."""
    return state in LEAVABLE and not (state == "waiting" and why is Close.NOT_FOR_US)


class Wait(StrEnum):
    """What somebody at the door waits for."""

    TELL = "tell"  # nominated, and has not heard of it from us
    READ = "read"  # applied, and nobody has answered
    PLAN = "plan"  # wants a talk, or a second one
    CONCLUDE = "conclude"  # a talk is planned, or was held
    HAND_OVER = "hand_over"  # is brought to other help
    CONSENT = "consent"  # admitted, but a consent or permission is missing
    CHECKS = "checks"  # chosen as supporter, but something must still be seen
