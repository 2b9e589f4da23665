"""The steps of a proposal: who is asked next, until when, and what an answer brings."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maatwerk.matching import steps
from maatwerk.matching.steps import Given, Move, State, WrongStep, after, begin
from maatwerk.programme.values import Act, Side, Step, Who

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)

TUTOR = (
    Step("pick", Who.SEEKER, Act.PICK, "The student picks", timedelta(days=7), pick_from=3),
    Step("tutor", Who.SUPPORTER, Act.ANSWER, "The tutor answers", DAY),
    Step("coach", Who.TEACHER_COACH, Act.CONFIRM, "The coach confirms", timedelta(days=3)),
)
BUDDY = (
    Step("propose", Who.COORDINATOR, Act.PROPOSE, "The coordinator proposes"),
    Step("buddy", Who.SUPPORTER, Act.ANSWER, "The buddy answers", timedelta(days=5)),
    Step("student", Who.SEEKER, Act.ANSWER, "The student answers", timedelta(days=5)),
)
CIRCLE = (
    Step("circle", Who.COORDINATOR, Act.FORM_CIRCLE, "The coordinator forms a circle"),
    Step("mentor", Who.SUPPORTER, Act.ANSWER, "The mentor answers", timedelta(days=5)),
    Step("student", Who.SEEKER, Act.ANSWER, "Each student answers", timedelta(days=5)),
)
ALL = (TUTOR, BUDDY, CIRCLE)


def test_begin_offers_to_pick_from_and_holds_no_place_yet():
    """Domain section 3: the student picks one of three or more; only the pick holds a place."""
    assert begin(TUTOR, Act.PICK, NOW) == Move(State.OFFERED, "pick", NOW + timedelta(days=7))


def test_begin_of_a_coordinators_proposal_asks_the_supporter_first():
    assert begin(BUDDY, Act.PROPOSE, NOW) == Move(State.OPEN, "buddy", NOW + timedelta(days=5))


def test_begin_of_a_circle_asks_the_mentor_first():
    assert begin(CIRCLE, Act.FORM_CIRCLE, NOW) == Move(State.OPEN, "mentor", NOW + timedelta(days=5))


@pytest.mark.parametrize(
    ("plan", "act"), [(TUTOR, Act.PROPOSE), (BUDDY, Act.PICK), (CIRCLE, Act.PROPOSE), ((), Act.PICK)]
)
def test_begin_refuses_another_way_than_the_programmes(plan: tuple[Step, ...], act: Act):
    with pytest.raises(WrongStep):
        begin(plan, act, NOW)


def test_first_act_is_the_way_in_which_matches_begin():
    assert [steps.first_act(plan) for plan in ALL] == [Act.PICK, Act.PROPOSE, Act.FORM_CIRCLE]


def test_yes_to_a_pick_gives_the_tutor_a_day():
    assert after(TUTOR, "pick", Given.YES, NOW) == Move(State.OPEN, "tutor", NOW + DAY)


def test_yes_of_the_tutor_waits_for_the_teacher_coach():
    assert after(TUTOR, "tutor", Given.YES, NOW) == Move(State.OPEN, "coach", NOW + timedelta(days=3))


@pytest.mark.parametrize(("plan", "last"), [(TUTOR, "coach"), (BUDDY, "student"), (CIRCLE, "student")])
def test_last_yes_accepts_and_waits_for_nobody(plan: tuple[Step, ...], last: str):
    assert after(plan, last, Given.YES, NOW) == Move(State.ACCEPTED, last, None)


@pytest.mark.parametrize("plan", ALL)
def test_rather_not_ends_the_proposal_at_every_step(plan: tuple[Step, ...]):
    """Requirement 4: either can say no at any moment, without blame."""
    found = [after(plan, step.key, Given.RATHER_NOT, NOW) for step in plan]

    assert found == [Move(State.DECLINED, step.key) for step in plan]


def test_talk_first_keeps_the_question_open_with_a_week_more():
    assert after(BUDDY, "student", Given.TALK, NOW) == Move(State.OPEN, "student", NOW + timedelta(days=7))


def test_talk_before_a_pick_still_holds_no_place():
    assert after(TUTOR, "pick", Given.TALK, NOW) == Move(State.OFFERED, "pick", NOW + timedelta(days=7))


def test_after_an_unknown_step_is_refused():
    with pytest.raises(WrongStep):
        after(BUDDY, "coach", Given.YES, NOW)


@given(st.sampled_from(ALL), st.lists(st.sampled_from(list(Given)), max_size=12))
def test_no_road_of_answers_skips_a_step_or_accepts_without_every_yes(plan: tuple[Step, ...], answers: list[Given]):
    """Requirement 4: a match needs each yes of the programme's steps, in their order."""
    move, said = begin(plan, plan[0].what, NOW), []
    for answer in answers:
        if move.state not in steps.RUNNING:
            break
        said.append((move.step, answer))
        move = after(plan, move.step, answer, NOW)

    yeses = [key for key, answer in said if answer == Given.YES]
    asked = [step.key for step in plan if step.what not in (Act.PROPOSE, Act.FORM_CIRCLE)]
    assert yeses == asked[: len(yeses)]
    assert (move.state == State.ACCEPTED) == (yeses == asked)


def test_reminder_comes_when_a_third_of_the_time_is_left():
    assert steps.reminder_at(TUTOR[1], NOW + DAY) == NOW + timedelta(hours=16)


def test_reminder_comes_at_most_two_days_before():
    long = Step("x", Who.SEEKER, Act.ANSWER, "x", timedelta(days=30))

    assert steps.reminder_at(long, NOW + timedelta(days=30)) == NOW + timedelta(days=28)


def test_reminder_needs_a_clock():
    open_ended = Step("x", Who.SEEKER, Act.ANSWER, "x")

    assert (steps.reminder_at(open_ended, None), steps.reminder_at(open_ended, NOW)) == (None, None)


@pytest.mark.parametrize("plan", ALL)
def test_both_asked_holds_for_each_way(plan: tuple[Step, ...]):
    assert steps.both_asked(plan) is True


def test_both_asked_fails_without_the_seekers_own_yes():
    assert steps.both_asked(BUDDY[:2]) is False


def test_side_of_a_step_is_none_for_staff():
    assert [steps.side_of(step) for step in TUTOR] == [Side.SEEKER, Side.SUPPORTER, None]


def test_decline_reasons_always_let_someone_say_nothing():
    """Persona 4: rather not needs two taps and no text."""
    assert steps.DECLINE_REASONS[-1] == "no_say"
