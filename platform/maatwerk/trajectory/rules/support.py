"""When somebody of the staff should look at a match, and why: reasons, never verdicts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from maatwerk.programme.road import AttentionRule, CheckInPlan, Signal
from maatwerk.trajectory.rules.calendar import NO_HOLIDAYS, Calendar
from maatwerk.trajectory.rules.road import BEFORE, OVER, Phase, State


class Reason(StrEnum):
    """Why a match asks for attention; the order is that of urgency at the same number of days."""

    ASK = "ask"  # one of the two asks for something
    PAST_END = "past_end"
    NO_CONTACT = "no_contact"
    MISSED = "missed_in_a_row"
    NO_KICKOFF_DATE = "no_kickoff_date"
    KICKOFF_PASSED = "kickoff_passed"
    NO_FIRST_SESSION = "no_first_session"
    CATCH_UP = "catch_up"
    FEW_MEETINGS = "few_meetings"
    CLOSING_OPENS = "closing_opens"
    CLOSING_WAITS = "closing_waits"
    CHECK_IN = "check_in"
    AGREEMENT_WAITS = "agreement_waits"
    PHASE_DUE = "phase_due"
    FOLLOW_UP = "follow_up"


WEIGHT = {
    Reason.ASK: 100,
    Reason.PAST_END: 60,
    Reason.NO_CONTACT: 50,
    Reason.MISSED: 50,
    Reason.NO_KICKOFF_DATE: 45,
    Reason.NO_FIRST_SESSION: 45,
    Reason.KICKOFF_PASSED: 45,
    Reason.CATCH_UP: 35,
    Reason.FEW_MEETINGS: 30,
    Reason.CLOSING_OPENS: 25,
    Reason.CLOSING_WAITS: 25,
    Reason.CHECK_IN: 20,
    Reason.AGREEMENT_WAITS: 15,
    Reason.PHASE_DUE: 10,
    Reason.FOLLOW_UP: 10,
}
AGREEMENT_PATIENCE = 21  # days after the start without an agreement
DAY = timedelta(days=1)
SPARE_DAYS = 7  # so much later than agreed may a meeting be before it is a gap
CLOSING_PATIENCE = 7  # days a closing may stand without the next step


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules look at, of one match today."""

    today: date
    state: State
    phase: Phase
    made_on: date
    started_on: date | None = None
    planned_end: date | None = None
    first_session_is_kickoff: bool = False
    kickoff_on: date | None = None
    last_contact_on: date | None = None
    next_meeting_on: date | None = None
    meetings_held: int = 0
    missed_in_a_row: int = 0
    last_check_in: date | None = None
    next_check_in: date | None = None  # as agreed at the last one
    check_ins: int = 0
    ask_since: date | None = None
    catch_up_by: date | None = None
    agreed: bool = False
    phase_due: date | None = None
    closing_from: date | None = None
    closing_since: date | None = None
    follow_up_on: date | None = None
    rhythm_days: int | None = None  # days from one meeting to the next, as they agreed or as is usual here
    usual_days: int | None = None  # as is usual in this programme
    calendar: Calendar = NO_HOLIDAYS  # the holidays, which are no gap


@dataclass(frozen=True, slots=True)
class Attention:
    """One reason to look: how many days it lasts, and how urgent it is (more is sooner)."""

    reason: Reason
    days: int
    urgency: int
    key: str = ""  # the variant's rule, whose own words say it


@dataclass(frozen=True, slots=True)
class Bell:
    """A reason with the day on which it rings, and the day from which its days are counted."""

    reason: Reason
    rings: date
    since: date
    key: str = ""
    paused: bool = False  # holidays do not count


def attention(facts: Facts, rules: Iterable[AttentionRule], plan: CheckInPlan) -> tuple[Attention, ...]:
    """Every reason to look at this match today, the most urgent first."""
    rung = [bell for bell in bells(facts, rules, plan) if bell.rings <= facts.today]
    if any(bell.reason is Reason.PAST_END for bell in rung):
        rung = [bell for bell in rung if bell.reason is not Reason.CLOSING_OPENS]
    found = [_heard(bell, facts) for bell in rung]
    return tuple(sorted(found, key=lambda one: (-one.urgency, _ORDER[one.reason])))


LEVELS = ((100, 5), (80, 4), (45, 3), (25, 2))  # from this urgency on: the level on Today, of 5


def level(urgency: int) -> int:
    """How urgent it is beside the lines of other rooms, 1 to 5."""
    return next((found for least, found in LEVELS if urgency >= least), 1)


def look_from(facts: Facts, rules: Iterable[AttentionRule], plan: CheckInPlan) -> date | None:
    """The day from which this match asks for attention if nothing happens; None: never.

    A match asks for attention today exactly when this day has come, so that a list can sort by it.
    """
    return min((bell.rings for bell in bells(facts, rules, plan)), default=None)


def bells(facts: Facts, rules: Iterable[AttentionRule], plan: CheckInPlan) -> list[Bell]:
    """Every reason that will come up if nothing happens, with its day; what today is makes no difference."""
    found = _at(Reason.ASK, facts.ask_since) + _at(Reason.CATCH_UP, facts.catch_up_by)
    if facts.state in OVER:
        return found + _at(Reason.FOLLOW_UP, facts.follow_up_on)
    for rule in rules:
        found += _SIGNALS.get(rule.signal, _nothing)(facts, rule)
    by_state = {State.ACTIVE: _active(facts, plan), State.CLOSING: _closing(facts)}
    return found + by_state.get(facts.state, _before(facts))


def _heard(bell: Bell, facts: Facts) -> Attention:
    today = facts.today
    days = facts.calendar.counted(bell.since, today) if bell.paused else max(0, (today - bell.since).days)
    return Attention(bell.reason, days, WEIGHT[bell.reason] + min(days, 60), bell.key)


def _at(reason: Reason, rings: date | None, since: date | None = None, key: str = "") -> list[Bell]:
    return [] if rings is None else [Bell(reason, rings, since or rings, key)]


def _waits(reason: Reason, facts: Facts, since: date, days: int, key: str = "") -> list[Bell]:
    """A reason that rings after so many days in which people were there: holidays put it off."""
    return [Bell(reason, facts.calendar.after(since, days), since, key, paused=True)]


def _before(facts: Facts) -> list[Bell]:
    passed = facts.kickoff_on + DAY if facts.kickoff_on else None
    return _at(Reason.KICKOFF_PASSED, passed, facts.kickoff_on)


def _active(facts: Facts, plan: CheckInPlan) -> list[Bell]:
    found = _at(Reason.CLOSING_OPENS, facts.closing_from) + _at(Reason.CHECK_IN, check_in_due(facts, plan))
    if facts.planned_end:
        found += _at(Reason.PAST_END, facts.planned_end + DAY, facts.planned_end)
    if not facts.agreed and facts.started_on:
        found += _waits(Reason.AGREEMENT_WAITS, facts, facts.started_on, AGREEMENT_PATIENCE)
    if facts.phase_due and facts.phase is not Phase.CLOSURE:
        found += _at(Reason.PHASE_DUE, facts.phase_due + DAY, facts.phase_due)
    return found


def _closing(facts: Facts) -> list[Bell]:
    if facts.closing_since is None:
        return []
    waits = max(facts.closing_since + timedelta(days=CLOSING_PATIENCE), facts.planned_end or facts.closing_since)
    return _at(Reason.CLOSING_WAITS, waits)


def check_in_due(facts: Facts, plan: CheckInPlan) -> date | None:
    """When staff ask both how it goes: as agreed at the last check-in, else by the variant's plan."""
    if facts.started_on is None or facts.next_check_in is not None:
        return facts.next_check_in
    if facts.check_ins == 0 and plan.after_meetings is not None:
        return facts.last_contact_on if facts.meetings_held >= plan.after_meetings else None
    if facts.check_ins < plan.in_first_month:
        return facts.started_on + timedelta(days=30 * (facts.check_ins + 1) // (plan.in_first_month + 1))
    return (facts.last_check_in or facts.started_on) + timedelta(days=plan.every_days)


def patience(rule: AttentionRule, facts: Facts) -> int:
    """The days of a rule; more for two who agreed to meet less often, twice as many in deepening (requirement 44)."""
    days, agreed = rule.days or 0, facts.rhythm_days or 0
    if facts.usual_days and agreed > facts.usual_days:
        days = max(days, agreed + SPARE_DAYS)
    return days * 2 if rule.slower_in_deepening and facts.phase is Phase.DEEPENING else days


def _no_contact(facts: Facts, rule: AttentionRule) -> list[Bell]:
    last = facts.last_contact_on or facts.started_on
    if facts.state is not State.ACTIVE or last is None:
        return []
    return _waits(Reason.NO_CONTACT, facts, last, patience(rule, facts), rule.key)


def _no_kickoff(facts: Facts, rule: AttentionRule) -> list[Bell]:
    if facts.state not in BEFORE or facts.kickoff_on is not None:
        return []
    (waits,) = _waits(Reason.NO_KICKOFF_DATE, facts, facts.made_on, rule.days or 0, rule.key)
    if not facts.first_session_is_kickoff:
        return [waits]
    after = facts.next_meeting_on + DAY if facts.next_meeting_on else waits.rings
    return [replace(waits, reason=Reason.NO_FIRST_SESSION, rings=max(waits.rings, after))]


def meetings_due(rule: AttentionRule, rhythm_days: int | None) -> int:
    """How many meetings are enough in a rule's days: never more than two who keep their rhythm can have."""
    least = rule.count or 0
    return min(least, (rule.days or 0) // rhythm_days) if rhythm_days else least


def _few_meetings(facts: Facts, rule: AttentionRule) -> list[Bell]:
    started = facts.started_on
    if facts.state is not State.ACTIVE or started is None:
        return []
    if facts.meetings_held >= meetings_due(rule, facts.rhythm_days):
        return []
    return _waits(Reason.FEW_MEETINGS, facts, started, rule.days or 0, rule.key)


def _missed(facts: Facts, rule: AttentionRule) -> list[Bell]:
    if facts.state is not State.ACTIVE or not rule.count or facts.missed_in_a_row < rule.count:
        return []
    return _at(Reason.MISSED, facts.last_contact_on or facts.started_on or facts.made_on, key=rule.key)


def _nothing(_facts: Facts, _rule: AttentionRule) -> list[Bell]:
    return []


_SIGNALS = {
    Signal.NO_CONTACT: _no_contact,
    Signal.NO_KICKOFF_DATE: _no_kickoff,
    Signal.FEW_MEETINGS: _few_meetings,
    Signal.MISSED_IN_A_ROW: _missed,
}
_ORDER = {reason: place for place, reason in enumerate(Reason)}


class AskKind(StrEnum):
    """What one of the two asks of the coordinator."""

    TALK = "talk"
    STOP = "stop"
    ANOTHER = "another"


class AskWhy(StrEnum):
    """Why, without a word of blame and without typing; none is an answer too."""

    TIME = "time"
    NO_CLICK = "no_click"
    GOAL_REACHED = "goal_reached"
    HELP_ELSEWHERE = "help_elsewhere"
    SOMETHING_ELSE = "something_else"


class With(StrEnum):
    """With whom staff spoke."""

    SEEKER = "seeker"
    SUPPORTER = "supporter"
    BOTH = "both"
    GUARDIAN = "guardian"
    SCHOOL = "school"


def next_check_in(today: date, *, done_before: int, plan: CheckInPlan) -> date:
    """The date the form proposes for the next one."""
    soon = plan.in_first_month and done_before + 1 < plan.in_first_month
    return today + timedelta(days=max(7, 30 // (plan.in_first_month + 1)) if soon else plan.every_days)
