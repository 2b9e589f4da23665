"""No end without its steps or its reasons."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maatwerk.programme.road import EndReason
from maatwerk.programme.roles import Who
from maatwerk.trajectory.rules.closing import (
    GUIDED,
    STEPS,
    After,
    Kind,
    Missing,
    Step,
    Steps,
    did_not_want_to,
    end_state,
    follow_up_day,
    may_close,
    may_open,
    midway,
    participation_after,
    reasons_for,
    review_moment,
)
from maatwerk.trajectory.rules.road import BEFORE, ON_THE_ROAD, OVER, State, may_move

ALL_DONE = Steps(done=frozenset(STEPS))
OWN = EndReason("no_wish", "Did not want to", ("never_started",), own_motivation=True)
TIME = EndReason("time", "No time", ("ended_early", "never_started"), who=(Who.SUPPORTER, Who.COORDINATOR))
GOAL = EndReason("goal", "Goal reached", ("complete", "ended_early"))
REASONS = (OWN, TIME, GOAL)

steps = st.builds(
    Steps,
    done=st.frozensets(st.sampled_from(STEPS)),
    skipped=st.dictionaries(st.sampled_from(STEPS), st.sampled_from(["", "  ", "moved away"])),
)


@given(st.sampled_from(State), st.sampled_from([Kind.COMPLETE, Kind.ENDED_EARLY]), steps, st.none() | st.just("goal"))
def test_no_end_without_reviews_or_reasons(state, kind, done, reason):
    """Requirement 45: whatever was clicked before, an open step keeps the road open."""
    explained = {step for step, why in done.skipped.items() if why.strip()}
    all_there = set(STEPS) <= done.done | explained

    closes = may_close(state, kind, done, reason=reason) is None

    assert closes == (state is State.CLOSING and all_there and (kind is Kind.COMPLETE or reason is not None))


clicks = st.lists(
    st.one_of(
        st.sampled_from(["start", "open", "extend", "close"]),
        st.tuples(st.just("do"), st.sampled_from(STEPS)),
        st.tuples(st.just("skip"), st.sampled_from(STEPS), st.sampled_from(["", "moved away"])),
    ),
    max_size=30,
)


@given(clicks)
def test_no_order_of_clicks_closes_a_road_early(path):
    """Requirement 45: try every order; only a road whose steps are all done or explained ends."""
    state, done, skipped = State.ACCEPTED, set(), {}
    for click in path:
        match click:
            case "start" if may_move(state, State.ACTIVE) and state in BEFORE:
                state = State.ACTIVE
            case "open" if state is State.ACTIVE and may_open(state, Kind.COMPLETE) is None:
                state, done, skipped = State.CLOSING, set(), {}
            case "extend" if may_move(state, State.ACTIVE) and state is State.CLOSING:
                state = State.ACTIVE
            case "close" if may_close(state, Kind.COMPLETE, Steps(frozenset(done), skipped), reason=None) is None:
                state = end_state(Kind.COMPLETE, After.DONE)
            case ("do", step):
                done.add(step)
            case ("skip", step, why):
                skipped[step] = why
        if state is State.CLOSED:
            break
    assert state is not State.CLOSED or set(STEPS) == done | {step for step, why in skipped.items() if why}


@given(st.sampled_from(State), steps, st.none() | st.just("no_wish"))
def test_never_started_needs_a_reason_and_nothing_else(state, done, reason):
    """Requirement 29: a formal end state with a reason."""
    found = may_close(state, Kind.NEVER_STARTED, done, reason=reason)

    assert (found is None) == (state in BEFORE and reason is not None)


@given(st.sampled_from(State), st.sampled_from(Kind), st.sampled_from(After), steps)
def test_whatever_may_close_has_a_move_to_its_end(state, kind, after, done):
    """The rules of the closing and the state machine tell the same story."""
    closes = may_close(state, kind, done, reason="goal") is None

    assert not closes or may_move(state, end_state(kind, after))


@pytest.mark.parametrize("state", sorted(OVER))
def test_nothing_closes_twice(state):
    assert {may_open(state, kind) for kind in Kind} == {Missing.OVER}


@pytest.mark.parametrize("state", sorted(ON_THE_ROAD))
def test_road_that_began_can_not_be_never_started(state):
    assert may_open(state, Kind.NEVER_STARTED) is Missing.STARTED


@pytest.mark.parametrize("state", sorted(BEFORE))
@pytest.mark.parametrize("kind", [Kind.COMPLETE, Kind.ENDED_EARLY])
def test_road_that_did_not_begin_has_nothing_to_close(state, kind):
    assert may_open(state, kind) is Missing.NOT_STARTED


def test_all_steps_done_closes_a_complete_road_without_a_reason():
    assert may_close(State.CLOSING, Kind.COMPLETE, ALL_DONE, reason=None) is None
    assert may_close(State.CLOSING, Kind.ENDED_EARLY, ALL_DONE, reason=None) is Missing.REASON
    assert may_close(State.ACTIVE, Kind.COMPLETE, ALL_DONE, reason=None) is Missing.NOT_CLOSING


def test_skipped_step_without_a_reason_stays_open():
    done = Steps(done=frozenset(STEPS) - {Step.FAREWELL}, skipped={Step.FAREWELL: "  "})

    assert done.open(Kind.COMPLETE) == (Step.FAREWELL,)
    assert done.now(Kind.COMPLETE) is Step.FAREWELL
    assert may_close(State.CLOSING, Kind.COMPLETE, done, reason=None) is Missing.STEPS


def test_guided_clicks_cover_every_step_once():
    """Persona 2: close a match in four guided clicks."""
    assert len(GUIDED) == 4
    assert sorted(step for group in GUIDED for step in group) == sorted(STEPS)


@pytest.mark.parametrize(
    ("kind", "after", "state", "part"),
    [
        (Kind.COMPLETE, After.DONE, State.CLOSED, "finished"),
        (Kind.ENDED_EARLY, After.DONE, State.ENDED_EARLY, "finished"),
        (Kind.ENDED_EARLY, After.WAIT_AGAIN, State.REMATCHED, "waiting"),
        (Kind.ENDED_EARLY, After.CARE, State.REFERRED, "referred"),
        (Kind.NEVER_STARTED, After.DONE, State.NEVER_STARTED, "never_started"),
        (Kind.NEVER_STARTED, After.WAIT_AGAIN, State.NEVER_STARTED, "waiting"),
        (Kind.NEVER_STARTED, After.CARE, State.NEVER_STARTED, "referred"),
    ],
)
def test_end_says_what_becomes_of_the_road_and_of_the_young_person(kind, after, state, part):
    assert (end_state(kind, after), participation_after(kind, after)) == (state, part)


def test_reasons_are_offered_to_whom_they_fit():
    assert reasons_for(REASONS, Kind.NEVER_STARTED, "seeker") == (OWN,)
    assert reasons_for(REASONS, Kind.NEVER_STARTED, "supporter") == (OWN, TIME)
    assert reasons_for(REASONS, Kind.COMPLETE, "coordinator") == (GOAL,)


def test_did_not_want_to_is_counted_alone():
    """Requirement 29: the field's 1 in 7 counts only this reason."""
    assert did_not_want_to(REASONS, ["no_wish"]) is True
    assert did_not_want_to(REASONS, ["time", None]) is False
    assert did_not_want_to(REASONS, ["time", "no_wish"]) is True


def test_follow_up_comes_six_weeks_after_the_farewell():
    assert follow_up_day(date(2026, 11, 24)) == date(2027, 1, 5)


@pytest.mark.parametrize(
    ("state", "today", "moment"),
    [
        (State.ACTIVE, date(2026, 9, 30), None),
        (State.ACTIVE, date(2026, 10, 1), "midway"),
        (State.CLOSING, date(2026, 9, 2), "final"),
        (State.ACCEPTED, date(2026, 10, 30), None),
        (State.CLOSED, date(2026, 10, 30), None),
    ],
)
def test_review_is_due_midway_and_while_closing(state, today, moment):
    start, end = date(2026, 9, 1), date(2026, 10, 31)

    assert midway(start, end) == date(2026, 10, 1)
    assert review_moment(state, today, start, end) == moment
