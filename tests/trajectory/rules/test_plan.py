"""What the two agree and want to reach."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maatwerk.trajectory.rules.plan import Side, agreed, progress_after, reached, room_for_a_goal, yes_of

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seeker", "supporter", "holds"), [(None, None, False), (NOW, None, False), (None, NOW, False), (NOW, NOW, True)]
)
def test_agreement_holds_when_both_said_yes(seeker, supporter, holds):
    """Requirement 42: made in dialogue."""
    assert agreed(seeker, supporter) is holds


@pytest.mark.parametrize("side", Side)
def test_writing_a_version_is_only_ones_own_yes(side):
    seeker, supporter = yes_of(side, NOW)

    assert [seeker, supporter].count(NOW) == 1
    assert not agreed(seeker, supporter)


@given(st.integers(0, 4), st.integers(-3, 9) | st.none())
def test_progress_stays_between_begun_and_there(last, seen):
    assert 0 <= progress_after(last, seen) <= 4


def test_progress_without_a_look_stays_where_it_was():
    assert progress_after(2, None) == 2
    assert progress_after(2, 1) == 1


def test_goal_is_reached_at_the_last_step_only():
    assert [reached(n) for n in range(5)] == [False, False, False, False, True]


def test_few_goals_at_a_time():
    assert room_for_a_goal(4) is True
    assert room_for_a_goal(5) is False
