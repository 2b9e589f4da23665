"""When staff should look, and when they need not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maatwerk.programme.road import AttentionRule, CheckInPlan, Signal
from maatwerk.trajectory.rules.calendar import Calendar
from maatwerk.trajectory.rules.road import OVER, Phase, State
from maatwerk.trajectory.rules.support import (
    Attention,
    Facts,
    Reason,
    attention,
    check_in_due,
    look_from,
    meetings_due,
    next_check_in,
    patience,
)

TODAY = date(2026, 11, 24)
CALM = CheckInPlan(every_days=3650)
GAP = AttentionRule("gap", Signal.NO_CONTACT, "No contact for %(days)s days", days=14)
KICKOFF = AttentionRule("kickoff", Signal.NO_KICKOFF_DATE, "No date for %(days)s days", days=10)
FEW = AttentionRule("few", Signal.FEW_MEETINGS, "Few meetings", days=42, count=5)
MISSED = AttentionRule("missed", Signal.MISSED_IN_A_ROW, "Missed", count=3)
RULES = (GAP, KICKOFF, FEW, MISSED)


def _ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def _facts(**values: object) -> Facts:
    known = {
        "today": TODAY,
        "state": State.ACTIVE,
        "phase": Phase.GUIDANCE,
        "made_on": _ago(70),
        "started_on": _ago(60),
    }
    known |= {"last_contact_on": _ago(3), "meetings_held": 8, "agreed": True, "planned_end": TODAY + timedelta(90)}
    return Facts(**{**known, **values})


def _reasons(plan: CheckInPlan = CALM, **values: object) -> list[Reason]:
    return [one.reason for one in attention(_facts(**values), RULES, plan)]


def test_match_that_goes_well_asks_for_nothing():
    assert _reasons() == []


@pytest.mark.parametrize(
    ("days", "phase", "found"),
    [
        (13, Phase.GUIDANCE, []),
        (14, Phase.GUIDANCE, [Reason.NO_CONTACT]),
        (27, Phase.DEEPENING, []),
        (28, Phase.DEEPENING, [Reason.NO_CONTACT]),
    ],
)
def test_gap_alerts_after_two_weeks_and_after_four_in_deepening(days, phase, found):
    """Requirement 44: meeting less often in deepening is normal, no false alarm."""
    assert _reasons(last_contact_on=_ago(days), phase=phase) == found


def _holiday(first: int, last: int) -> Calendar:
    """A holiday from so many days ago to so many days ago (less than none: ahead)."""
    return Calendar.of([(_ago(first), _ago(last))])


def test_gap_pauses_in_holidays():
    """Domain section 8: paused in institution holidays."""
    assert _reasons(last_contact_on=_ago(20), calendar=_holiday(19, 13)) == []
    assert _reasons(last_contact_on=_ago(21), calendar=_holiday(19, 13)) == [Reason.NO_CONTACT]


def test_gap_that_holidays_lengthened_says_only_the_days_that_count():
    found = attention(_facts(last_contact_on=_ago(25), calendar=_holiday(19, 13)), [GAP], CALM)

    assert found == (Attention(Reason.NO_CONTACT, 18, 68, "gap"),)


def test_no_gap_rings_for_the_first_time_in_a_holiday():
    now = _holiday(3, -5)

    assert _reasons(last_contact_on=_ago(18), calendar=now) == [Reason.NO_CONTACT]
    assert [_reasons(last_contact_on=_ago(days), calendar=now) for days in (17, 14)] == [[], []]


def test_start_and_agreement_wait_for_the_end_of_a_holiday_too():
    facts = {"state": State.ACCEPTED, "phase": Phase.PREPARATION, "made_on": _ago(12), "started_on": None}
    young = {"started_on": _ago(22), "agreed": False}

    assert _reasons(**facts, calendar=_holiday(9, 3)) == []
    assert _reasons(**facts) == [Reason.NO_KICKOFF_DATE]
    assert _reasons(**young, calendar=_holiday(9, 3)) == []
    assert _reasons(**young) == [Reason.AGREEMENT_WAITS]


@pytest.mark.parametrize(
    ("rhythm", "days", "found"),
    [(7, 14, [Reason.NO_CONTACT]), (14, 20, []), (14, 21, [Reason.NO_CONTACT]), (28, 34, []), (None, 13, [])],
)
def test_two_who_agreed_to_meet_less_often_make_no_false_alarm(rhythm, days, found):
    assert _reasons(last_contact_on=_ago(days), rhythm_days=rhythm, usual_days=7) == found


def test_more_meetings_than_usual_do_not_shorten_patience():
    assert _reasons(last_contact_on=_ago(13), rhythm_days=7, usual_days=14) == []


def test_gap_counts_from_the_start_when_the_two_did_not_meet_yet():
    found = attention(_facts(last_contact_on=None, started_on=_ago(15)), [GAP], CALM)

    assert found == (Attention(Reason.NO_CONTACT, 15, 65, "gap"),)


def test_patience_doubles_only_where_the_rule_says_so():
    strict = AttentionRule("gap", Signal.NO_CONTACT, "", days=14, slower_in_deepening=False)

    later = _facts(phase=Phase.DEEPENING)

    assert (patience(GAP, later), patience(strict, later)) == (28, 14)


@pytest.mark.parametrize(
    ("waited", "kickoff", "found"),
    [(9, None, []), (10, None, [Reason.NO_KICKOFF_DATE]), (30, TODAY, []), (30, _ago(1), [Reason.KICKOFF_PASSED])],
)
def test_kickoff_must_get_a_date_and_be_recorded(waited, kickoff, found):
    facts = {"state": State.ACCEPTED, "phase": Phase.PREPARATION, "made_on": _ago(waited), "kickoff_on": kickoff}

    assert _reasons(started_on=None, **facts) == found


def test_tutor_without_a_first_session_is_seen_too():
    facts = {"state": State.ACCEPTED, "made_on": _ago(12), "started_on": None, "first_session_is_kickoff": True}

    assert _reasons(**facts) == [Reason.NO_FIRST_SESSION]
    assert _reasons(**facts, next_meeting_on=TODAY) == []


def test_three_missed_in_a_row_ask_for_a_call():
    assert _reasons(missed_in_a_row=2) == []
    assert _reasons(missed_in_a_row=3) == [Reason.MISSED]


def test_too_few_meetings_are_seen_in_time():
    """Peer support: too few contact hours killed the effect (domain section 3)."""
    assert _reasons(meetings_held=4) == [Reason.FEW_MEETINGS]
    assert _reasons(meetings_held=4, started_on=_ago(41)) == []


SOON = AttentionRule("few", Signal.FEW_MEETINGS, "Few meetings", days=35, count=3)


@pytest.mark.parametrize(("rhythm", "enough"), [(7, 3), (14, 2), (28, 1), (None, 3)])
def test_meetings_that_are_enough_follow_the_rhythm(rhythm, enough):
    """Two in five weeks is what meeting every two weeks gives; three would be asked of nobody."""
    assert meetings_due(SOON, rhythm) == enough

    few = {"started_on": _ago(35), "rhythm_days": rhythm, "planned_end": None}
    found = [attention(_facts(meetings_held=held, **few), [SOON], CALM) for held in (enough - 1, enough)]

    assert [[one.reason for one in each] for each in found] == [[Reason.FEW_MEETINGS], []]


def test_meetings_are_counted_in_the_weeks_that_are_no_holiday():
    facts = {"meetings_held": 2, "started_on": _ago(40), "rhythm_days": 7, "planned_end": None}

    assert attention(_facts(**facts, calendar=_holiday(30, 22)), [SOON], CALM) == ()
    assert [one.days for one in attention(_facts(**facts, calendar=_holiday(30, 26)), [SOON], CALM)] == [35]


def test_closing_opens_and_a_passed_end_is_louder():
    assert _reasons(closing_from=TODAY) == [Reason.CLOSING_OPENS]
    assert _reasons(closing_from=_ago(30), planned_end=_ago(2)) == [Reason.PAST_END]


def test_closing_that_stands_still_is_seen_after_a_week():
    facts = {"state": State.CLOSING, "phase": Phase.CLOSURE, "planned_end": _ago(1)}

    assert _reasons(closing_since=_ago(6), **facts) == []
    assert _reasons(closing_since=_ago(7), **facts) == [Reason.CLOSING_WAITS]


def test_ask_comes_before_all_else():
    found = _reasons(ask_since=TODAY, last_contact_on=_ago(30), planned_end=_ago(1))

    assert found[0] is Reason.ASK


def test_after_the_end_only_what_is_still_promised():
    over = {"state": State.CLOSED, "last_contact_on": _ago(90)}

    assert _reasons(**over) == []
    assert _reasons(**over, follow_up_on=TODAY) == [Reason.FOLLOW_UP]
    assert _reasons(**over, catch_up_by=TODAY + timedelta(days=1)) == []


@pytest.mark.parametrize(
    ("plan", "facts", "due"),
    [
        (CheckInPlan(in_first_month=2), {"started_on": _ago(5)}, _ago(5) + timedelta(days=10)),
        (CheckInPlan(in_first_month=2), {"started_on": _ago(12), "check_ins": 1}, _ago(12) + timedelta(days=20)),
        (
            CheckInPlan(in_first_month=2),
            {"started_on": _ago(60), "check_ins": 2, "last_check_in": _ago(31)},
            _ago(1),
        ),
        (CheckInPlan(after_meetings=2), {"meetings_held": 1}, None),
        (CheckInPlan(after_meetings=2), {"meetings_held": 2}, _ago(3)),
        (CheckInPlan(), {"next_check_in": TODAY + timedelta(days=4)}, TODAY + timedelta(days=4)),
        (CheckInPlan(), {"started_on": None}, None),
    ],
)
def test_check_ins_follow_the_plan_and_what_was_agreed(plan, facts, due):
    """Domain rule 8: two in the first month, then monthly; a coach looks after two sessions."""
    assert check_in_due(_facts(**facts), plan) == due


def test_check_in_form_proposes_the_next_date():
    assert next_check_in(TODAY, done_before=0, plan=CheckInPlan(in_first_month=2)) == TODAY + timedelta(days=10)
    assert next_check_in(TODAY, done_before=1, plan=CheckInPlan(in_first_month=2)) == TODAY + timedelta(days=30)


some_day = st.none() | st.dates(_ago(120), TODAY + timedelta(120))
any_facts = st.builds(
    Facts,
    today=st.just(TODAY),
    state=st.sampled_from(State),
    phase=st.sampled_from(Phase),
    made_on=st.dates(_ago(120), TODAY),
    started_on=some_day,
    planned_end=some_day,
    first_session_is_kickoff=st.booleans(),
    kickoff_on=some_day,
    last_contact_on=some_day,
    next_meeting_on=some_day,
    meetings_held=st.integers(0, 9),
    missed_in_a_row=st.integers(0, 5),
    last_check_in=some_day,
    next_check_in=some_day,
    check_ins=st.integers(0, 3),
    ask_since=some_day,
    catch_up_by=some_day,
    agreed=st.booleans(),
    phase_due=some_day,
    closing_from=some_day,
    closing_since=some_day,
    follow_up_on=some_day,
    rhythm_days=st.sampled_from([None, 7, 14, 28]),
    usual_days=st.sampled_from([None, 7, 14, 28]),
    calendar=st.lists(
        st.tuples(st.integers(0, 100), st.integers(0, 30)).map(lambda at: (_ago(at[0]), _ago(at[0] - at[1]))),
        max_size=3,
    ).map(Calendar.of),
)


@given(any_facts, st.builds(CheckInPlan, st.none() | st.integers(1, 3), st.integers(0, 2), st.integers(7, 60)))
def test_day_to_look_from_tells_what_the_reasons_tell(facts, plan):
    """The list sorts by one day; it must never disagree with the reasons on the page."""
    begins = look_from(facts, RULES, plan)

    assert (begins is not None and begins <= TODAY) == bool(attention(facts, RULES, plan))


@given(
    st.builds(
        Facts,
        today=st.just(TODAY),
        state=st.sampled_from(sorted(OVER)),
        phase=st.sampled_from(Phase),
        made_on=st.dates(_ago(400), TODAY),
        started_on=st.none() | st.dates(_ago(400), TODAY),
        last_contact_on=st.none() | st.dates(_ago(400), TODAY),
        missed_in_a_row=st.integers(0, 9),
        planned_end=st.none() | st.dates(_ago(400), TODAY),
    )
)
def test_match_that_is_over_rings_no_bells(facts):
    assert attention(facts, RULES, CheckInPlan()) == ()


@given(st.integers(0, 400), st.integers(0, 400))
def test_the_longer_it_lasts_the_more_urgent_or_as_much(shorter, longer):
    shorter, longer = sorted((shorter, longer))

    def urgency(days: int) -> int:
        found = attention(_facts(last_contact_on=_ago(days), planned_end=None), [GAP], CALM)
        return found[0].urgency if found else 0

    assert urgency(shorter) <= urgency(longer)
