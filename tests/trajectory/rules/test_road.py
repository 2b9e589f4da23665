"""Where two people stand, and what may come next."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from maatwerk.trajectory.rules.road import (
    AFTER_THE_START,
    BEFORE,
    CLOSING_AT_MOST,
    MOVES,
    ON_THE_ROAD,
    OVER,
    PHASES,
    RUNNING,
    Hindrance,
    Next,
    Phase,
    Position,
    Reader,
    State,
    Step,
    after,
    after_that,
    hindrance,
    may_meet,
    may_move,
    next_step,
    next_steps,
    not_ready,
    stretches,
)

TODAY = date(2026, 11, 24)
TUTOR = {"start_up": 1, "guidance": 5, "deepening": 1, "closure": 1}


def _paths(here: State, seen: tuple[State, ...] = ()) -> list[tuple[State, ...]]:
    """Every way onward without walking a stretch twice."""
    path = (*seen, here)
    onward = [there for there in MOVES[here] if there not in path]
    if not onward:
        return [path]
    return [found for there in onward for found in _paths(there, path)]


def test_every_state_is_running_or_over():
    assert frozenset(State) == RUNNING | OVER
    assert frozenset() == RUNNING & OVER
    assert BEFORE | ON_THE_ROAD == RUNNING


def test_moves_speak_of_every_state_and_nothing_leaves_an_end():
    assert MOVES.keys() == set(State)
    assert {state: MOVES[state] for state in OVER} == {state: frozenset() for state in OVER}


def test_closed_is_reached_only_through_active_and_closing():
    """Requirement 45: a closing can't be walked around."""
    ways = [path for path in _paths(State.ACCEPTED) if State.CLOSED in path]

    assert ways
    assert {path[-3:] for path in ways} == {(State.ACTIVE, State.CLOSING, State.CLOSED)}


def test_early_ends_too_pass_through_closing():
    for end in (State.ENDED_EARLY, State.REMATCHED, State.REFERRED):
        assert {here for here in State if may_move(here, end)} == {State.CLOSING}


def test_never_started_only_before_the_start():
    assert {here for here in State if may_move(here, State.NEVER_STARTED)} == set(BEFORE)


@pytest.mark.parametrize("first_session", [False, True])
def test_meetings_begin_on_the_road_or_make_the_start(first_session):
    allowed = {here for here in State if may_meet(here, first_session_is_kickoff=first_session)}

    assert allowed == set(ON_THE_ROAD | BEFORE if first_session else ON_THE_ROAD)


@pytest.mark.parametrize(
    ("seeker", "supporter", "missing"),
    [
        ("matched", "active", None),
        ("matched", "admitted", Reader.SUPPORTER),
        ("matched", "paused", Reader.SUPPORTER),
        ("withdrawn", "paused", Reader.SEEKER),
        ("applied", "active", Reader.SEEKER),
    ],
)
def test_both_are_ready_or_nobody_begins(seeker, supporter, missing):
    """Requirement 41."""
    assert not_ready(seeker, supporter) is missing


def test_every_running_state_has_a_way_to_an_end():
    for here in RUNNING:
        assert any(OVER & set(path) for path in _paths(here))


@pytest.mark.parametrize(("phase", "follows"), [*zip(PHASES, [*PHASES[1:], None], strict=True)])
def test_phases_follow_each_other(phase, follows):
    assert after(phase) == follows


def test_stretches_of_a_tutor_follow_the_plan_in_weeks():
    """Domain section 3: start 1, guide 5, deepen 1, close 1."""
    start = date(2026, 9, 7)

    found = stretches(start, date(2026, 11, 1), TUTOR)

    assert [(s.phase, s.begins, s.due) for s in found] == [
        (Phase.START_UP, date(2026, 9, 7), date(2026, 9, 13)),
        (Phase.GUIDANCE, date(2026, 9, 14), date(2026, 10, 18)),
        (Phase.DEEPENING, date(2026, 10, 19), date(2026, 10, 25)),
        (Phase.CLOSURE, date(2026, 10, 26), date(2026, 11, 1)),
    ]


def test_stretches_of_a_year_give_closing_four_weeks_at_most():
    """Domain rule 8: closing opens four weeks before the end."""
    found = stretches(date(2026, 9, 1), date(2027, 8, 31), TUTOR)

    assert (found[3].due - found[3].begins).days + 1 == CLOSING_AT_MOST
    assert found[3].due == date(2027, 8, 31)


def test_stretches_need_a_day_for_each_phase():
    with pytest.raises(ValueError):
        stretches(TODAY, TODAY + timedelta(days=2), TUTOR)


@given(
    days=st.integers(4, 800),
    shares=st.fixed_dictionaries({phase.value: st.integers(0, 60) for phase in AFTER_THE_START}),
)
def test_stretches_cover_every_day_once(days, shares):
    end = TODAY + timedelta(days=days - 1)

    found = stretches(TODAY, end, shares)

    assert [s.phase for s in found] == list(AFTER_THE_START)
    assert (found[0].begins, found[-1].due) == (TODAY, end)
    assert all(s.begins <= s.due for s in found)
    assert all(b.begins == a.due + timedelta(days=1) for a, b in pairwise(found))
    assert (found[3].due - found[3].begins).days < CLOSING_AT_MOST


def test_guidance_waits_for_an_agreement():
    """Requirement 42: start-up ends with an agreement made in dialogue."""
    assert hindrance(State.ACTIVE, Phase.START_UP, agreed=False) is Hindrance.NO_AGREEMENT
    assert hindrance(State.ACTIVE, Phase.START_UP, agreed=True) is None


@pytest.mark.parametrize(
    ("state", "phase", "why"),
    [
        (State.ACCEPTED, Phase.PREPARATION, Hindrance.NOT_STARTED),
        (State.KICKOFF_PLANNED, Phase.PREPARATION, Hindrance.NOT_STARTED),
        (State.CLOSED, Phase.CLOSURE, Hindrance.OVER),
        (State.CLOSING, Phase.CLOSURE, Hindrance.LAST),
        (State.ACTIVE, Phase.GUIDANCE, None),
        (State.ACTIVE, Phase.DEEPENING, None),
    ],
)
def test_hindrance_says_why_the_next_phase_waits(state, phase, why):
    assert hindrance(state, phase, agreed=True) is why


def _at(**values: object) -> Position:
    known = {"today": TODAY, "state": State.ACTIVE, "phase": Phase.GUIDANCE, "has_agreement": True}
    known |= {"seeker_yes": True, "supporter_yes": True, "has_goal": True}
    return Position(**{**known, **values})


def test_first_comes_a_kickoff_that_the_coordinator_plans():
    at = _at(state=State.ACCEPTED, phase=Phase.PREPARATION)

    assert next_steps(at) == (Next(Step.PLAN_KICKOFF, frozenset({Reader.STAFF})),)
    assert not next_step(at, Reader.SEEKER).mine(Reader.SEEKER)


def test_planned_kickoff_is_waited_for_and_then_recorded():
    ahead = _at(state=State.KICKOFF_PLANNED, kickoff_on=TODAY)
    past = _at(state=State.KICKOFF_PLANNED, kickoff_on=TODAY - timedelta(days=1))

    assert next_step(ahead, Reader.SEEKER) == Next(Step.WAIT_FOR_KICKOFF, frozenset(Reader), TODAY)
    assert next_step(past, Reader.STAFF) == Next(Step.RECORD_KICKOFF, frozenset({Reader.STAFF}), past.kickoff_on)


def _first_session(**values: object) -> Position:
    """Two who begin by themselves, with no agreement yet."""
    known = {"state": State.ACCEPTED, "phase": Phase.PREPARATION, "first_session_is_kickoff": True}
    return _at(**{**known, "has_agreement": False, "seeker_yes": False, "supporter_yes": False, **values})


def test_tutor_needs_no_coordinator_to_begin():
    """Domain section 3: the first session, with agreement, is the kick-off."""
    at = _first_session()

    assert [step.step for step in next_steps(at)] == [Step.FIRST_SESSION, Step.MAKE_AGREEMENT]
    assert all(not step.mine(Reader.STAFF) for step in next_steps(at))


@pytest.mark.parametrize("reader", [Reader.SEEKER, Reader.SUPPORTER])
def test_first_session_is_planned_before_anything_else(reader):
    """Requirements 41 and 42: preparation ends with a day, start-up begins with the agreement made there."""
    assert next_step(_first_session(), reader) == Next(Step.FIRST_SESSION, frozenset(Reader) - {Reader.STAFF})
    assert next_step(_first_session(has_agreement=True), reader).step is Step.FIRST_SESSION


@pytest.mark.parametrize("reader", [Reader.SEEKER, Reader.SUPPORTER])
def test_planned_first_session_leaves_the_agreement_and_then_the_day(reader):
    day = TODAY + timedelta(days=2)
    bare = _first_session(next_meeting_on=day)
    ready = _first_session(next_meeting_on=day, has_agreement=True, seeker_yes=True, supporter_yes=True)

    assert [step.step for step in next_steps(bare)] == [Step.MAKE_AGREEMENT, Step.MEET]
    assert next_step(ready, reader) == Next(Step.MEET, frozenset({Reader.SEEKER, Reader.SUPPORTER}), day)


@pytest.mark.parametrize("reader", [Reader.SEEKER, Reader.SUPPORTER])
def test_first_session_that_was_held_leaves_the_agreement(reader):
    """Told already: nobody is asked to plan a first meeting again."""
    at = _first_session(met=True)

    assert [step.step for step in next_steps(at)] == [Step.MAKE_AGREEMENT, Step.PLAN_MEETING]
    assert next_step(at, reader).step is Step.MAKE_AGREEMENT


def test_first_session_that_was_is_logged_first():
    day = TODAY - timedelta(days=2)
    at = _at(state=State.ACCEPTED, first_session_is_kickoff=True, has_agreement=False, next_meeting_on=day)

    assert next_step(at, Reader.SUPPORTER) == Next(Step.LOG_MEETING, frozenset({Reader.SUPPORTER}), day)


def test_agreement_waits_for_who_did_not_say_yes_yet():
    at = _at(supporter_yes=False)

    assert next_step(at, Reader.SUPPORTER) == Next(Step.CONFIRM_AGREEMENT, frozenset({Reader.SUPPORTER}))
    assert next_step(at, Reader.SEEKER).step is Step.PLAN_MEETING


def test_past_meeting_is_the_supporters_and_looking_back_the_seekers():
    at = _at(next_meeting_on=TODAY, look_back_waits=True)

    assert next_step(at, Reader.SUPPORTER).step is Step.LOG_MEETING
    assert next_step(at, Reader.SEEKER).step is Step.LOOK_BACK


def test_coming_meeting_is_met_and_none_is_planned():
    day = TODAY + timedelta(days=3)

    assert next_step(_at(next_meeting_on=day), Reader.SEEKER) == Next(
        Step.MEET, frozenset({Reader.SEEKER, Reader.SUPPORTER}), day
    )
    assert next_step(_at(), Reader.SEEKER).step is Step.PLAN_MEETING


@pytest.mark.parametrize(("moment", "step"), [("midway", Step.REVIEW_MIDWAY), ("final", Step.REVIEW_FINAL)])
def test_review_waits_for_its_own_side(moment, step):
    at = _at(review_moment=moment, review_waits=frozenset({Reader.SEEKER}))

    assert next_step(at, Reader.SEEKER).step is step
    assert next_step(at, Reader.SUPPORTER).step is Step.PLAN_MEETING


def test_closing_is_opened_and_then_gone_through_by_staff():
    """Requirement 45."""
    opens = _at(closing_from=TODAY, planned_end=TODAY + timedelta(days=28))
    runs = _at(state=State.CLOSING, phase=Phase.CLOSURE, planned_end=TODAY)

    assert next_step(opens, Reader.STAFF).step is Step.OPEN_CLOSING
    assert next_step(runs, Reader.STAFF) == Next(Step.GO_THROUGH_CLOSING, frozenset({Reader.STAFF}), TODAY)


def test_after_the_end_staff_follow_up_and_then_nothing():
    day = TODAY + timedelta(days=42)

    assert next_step(_at(state=State.CLOSED, follow_up_on=day), Reader.STAFF) == Next(
        Step.FOLLOW_UP, frozenset({Reader.STAFF}), day
    )
    assert next_step(_at(state=State.CLOSED), Reader.STAFF).step is Step.REST


positions = st.builds(
    Position,
    today=st.just(TODAY),
    state=st.sampled_from(State),
    phase=st.sampled_from(Phase),
    first_session_is_kickoff=st.booleans(),
    met=st.booleans(),
    kickoff_on=st.none() | st.dates(TODAY - timedelta(30), TODAY + timedelta(30)),
    closing_from=st.none() | st.dates(TODAY - timedelta(30), TODAY + timedelta(30)),
    has_agreement=st.booleans(),
    seeker_yes=st.booleans(),
    supporter_yes=st.booleans(),
    has_goal=st.booleans(),
    next_meeting_on=st.none() | st.dates(TODAY - timedelta(30), TODAY + timedelta(30)),
    look_back_waits=st.booleans(),
    review_waits=st.frozensets(st.sampled_from([Reader.SEEKER, Reader.SUPPORTER])),
    review_moment=st.sampled_from([None, "midway", "final"]),
)


@given(at=positions, reader=st.sampled_from(Reader))
def test_everybody_is_always_told_one_step(at, reader):
    """No dead ends: every page says what happens next, and a step of one's own goes first."""
    steps = next_steps(at)
    told = next_step(at, reader)

    assert told in steps
    assert told.mine(reader) or not any(step.mine(reader) for step in steps)


@given(at=positions)
def test_nobody_is_asked_for_anything_after_the_end_but_a_follow_up(at):
    assume(at.state in OVER)

    assert {step.step for step in next_steps(at)} <= {Step.FOLLOW_UP, Step.REST}


def test_goals_in_a_circle_are_each_young_persons_own():
    at = _at(has_goal=False, in_circle=True)

    assert next_step(at, Reader.SEEKER).step is Step.SET_GOAL
    assert next_step(at, Reader.SUPPORTER).step is Step.PLAN_MEETING


def test_page_that_asks_to_look_back_says_what_comes_after():
    at = _at(look_back_waits=True, next_meeting_on=TODAY + timedelta(days=2))

    assert after_that(at, Reader.SEEKER, but=Step.LOOK_BACK).step is Step.MEET
