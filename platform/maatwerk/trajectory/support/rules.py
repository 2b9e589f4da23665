"""When somebody of the staff should look at a match, and why: reasons, never verdicts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from maatwerk.programme.road import AttentionRule, CheckInPlan, Signal
from maatwerk.trajectory.rules import BEFORE, OVER, RUNNING, Phase, State



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
    paused_days: int = 0  # institution holidays since the last contact


@dataclass(frozen=True, slots=True)
class Attention:
    """One reason to look: how many days it lasts, and how urgent it is (more is sooner)."""

    reason: Reason
    days: int
    urgency: int
    key: str = ""  # the variant's rule, whose own words say it


def attention(facts: Facts, rules: Iterable[AttentionRule], plan: CheckInPlan) -> tuple[Attention, ...]:
    """Every reason to look at this match today, the most urgent first."""
    found = [*_always(facts)]
    if facts.state in RUNNING:
        found += [*_of_the_variant(facts, rules), *_running(facts, plan)]
    return tuple(sorted(found, key=lambda one: (-one.urgency, list(Reason).index(one.reason))))


def _since(reason: Reason, facts: Facts, day: date | None, key: str = "") -> list[Attention]:
    """The reason, if its day has come."""
    if day is None or day > facts.today:
        return []
    days = (facts.today - day).days
    return [Attention(reason, days, WEIGHT[reason] + min(days, 60), key)]


def _always(facts: Facts) -> list[Attention]:
    found = _since(Reason.ASK, facts, facts.ask_since) + _since(Reason.CATCH_UP, facts, facts.catch_up_by)
    if facts.state in OVER:
        found += _since(Reason.FOLLOW_UP, facts, facts.follow_up_on)
    return found


def _running(facts: Facts, plan: CheckInPlan) -> list[Attention]:
    found: list[Attention] = []
    if facts.state in BEFORE and facts.kickoff_on and facts.kickoff_on < facts.today:
        found += _since(Reason.KICKOFF_PASSED, facts, facts.kickoff_on)
    if facts.state is State.ACTIVE:
        if facts.planned_end and facts.planned_end < facts.today:
            found += _since(Reason.PAST_END, facts, facts.planned_end)
        else:
            found += _since(Reason.CLOSING_OPENS, facts, facts.closing_from)
        found += _since(Reason.CHECK_IN, facts, check_in_due(facts, plan))
        if not facts.agreed and facts.started_on:
            found += _since(Reason.AGREEMENT_WAITS, facts, facts.started_on + timedelta(days=AGREEMENT_PATIENCE))
        if facts.phase_due and facts.phase is not Phase.CLOSURE:
            found += _since(Reason.PHASE_DUE, facts, facts.phase_due + timedelta(days=1))
    if facts.state is State.CLOSING and facts.closing_since:
        waits = max(facts.closing_since + timedelta(days=CLOSING_PATIENCE), facts.planned_end or facts.closing_since)
        found += _since(Reason.CLOSING_WAITS, facts, waits)
    return found


def check_in_due(facts: Facts, plan: CheckInPlan) -> date | None:
    """When staff ask both how it goes: as agreed at the last check-in, else by the variant's plan."""
    if facts.started_on is None:
        return None
    if facts.next_check_in is not None:
        return facts.next_check_in
    if facts.check_ins == 0 and plan.after_meetings is not None:
        return facts.today if facts.meetings_held >= plan.after_meetings else None
    month_over = facts.started_on + timedelta(days=30) <= facts.today
    if plan.in_first_month and facts.check_ins < plan.in_first_month and not month_over:
        return facts.started_on + timedelta(days=30 * (facts.check_ins + 1) // (plan.in_first_month + 1))
    return (facts.last_check_in or facts.started_on) + timedelta(days=plan.every_days)


def _of_the_variant(facts: Facts, rules: Iterable[AttentionRule]) -> list[Attention]:
    found: list[Attention] = []
    for rule in rules:
        found += _SIGNALS.get(rule.signal, _nothing)(facts, rule)
    return found


def patience(rule: AttentionRule, phase: Phase) -> int:
    """The days of a rule; twice as many in deepening, where meeting less often is normal (requirement 44)."""
    days = rule.days or 0
    return days * 2 if rule.slower_in_deepening and phase is Phase.DEEPENING else days


def _no_contact(facts: Facts, rule: AttentionRule) -> list[Attention]:
    last = facts.last_contact_on or facts.started_on
    if facts.state is not State.ACTIVE or last is None:
        return []
    gap = (facts.today - last).days - facts.paused_days
    if gap < patience(rule, facts.phase):
        return []
    return [Attention(Reason.NO_CONTACT, gap, WEIGHT[Reason.NO_CONTACT] + min(gap, 60), rule.key)]


def _no_kickoff(facts: Facts, rule: AttentionRule) -> list[Attention]:
    if facts.state not in BEFORE or facts.kickoff_on is not None:
        return []
    waited = (facts.today - facts.made_on).days
    if waited < (rule.days or 0):
        return []
    if facts.first_session_is_kickoff:
        if facts.next_meeting_on is not None and facts.next_meeting_on >= facts.today:
            return []
        return [Attention(Reason.NO_FIRST_SESSION, waited, WEIGHT[Reason.NO_FIRST_SESSION] + min(waited, 60), rule.key)]
    return [Attention(Reason.NO_KICKOFF_DATE, waited, WEIGHT[Reason.NO_KICKOFF_DATE] + min(waited, 60), rule.key)]


def _few_meetings(facts: Facts, rule: AttentionRule) -> list[Attention]:
    if facts.state is not State.ACTIVE or facts.started_on is None or rule.count is None:
        return []
    age = (facts.today - facts.started_on).days
    if age < (rule.days or 0) or facts.meetings_held >= rule.count:
        return []
    return [Attention(Reason.FEW_MEETINGS, age, WEIGHT[Reason.FEW_MEETINGS], rule.key)]


def _missed(facts: Facts, rule: AttentionRule) -> list[Attention]:
    if facts.state is not State.ACTIVE or not rule.count or facts.missed_in_a_row < rule.count:
        return []
    last = facts.last_contact_on or facts.started_on or facts.today
    days = max(0, (facts.today - last).days)
    return [Attention(Reason.MISSED, days, WEIGHT[Reason.MISSED] + min(days, 60), rule.key)]


def _nothing(_facts: Facts, _rule: AttentionRule) -> list[Attention]:
    return []


_SIGNALS = {
    Signal.NO_CONTACT: _no_contact,
    Signal.NO_KICKOFF_DATE: _no_kickoff,
    Signal.FEW_MEETINGS: _few_meetings,
    Signal.MISSED_IN_A_ROW: _missed,
}


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
