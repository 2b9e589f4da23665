"""Circles of one course: against every possible way, and the bound of the mixed solver."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maatwerk.matching.engine.pairs import Pairs, pairs_of
from maatwerk.matching.engine.solving import solve
from maatwerk.matching.engine.wishes import CIRCLE, Wishes, WrongWish


@st.composite
def circles(draw: Any) -> tuple[Pairs, np.ndarray, np.ndarray, np.ndarray]:
    """Up to six seekers of two or three courses, up to three supporters of whom some lead a circle."""
    seekers, supporters = draw(st.integers(2, 6)), draw(st.integers(1, 3))
    cells = draw(st.lists(st.integers(-30, 100), min_size=seekers * supporters, max_size=seekers * supporters))
    course = draw(st.lists(st.integers(-1, 2), min_size=seekers, max_size=seekers))
    leads = draw(st.lists(st.booleans(), min_size=supporters, max_size=supporters))
    places = draw(st.lists(st.integers(1, 4), min_size=supporters, max_size=supporters))
    score = np.array(cells).reshape(seekers, supporters)
    i, j = np.nonzero(score >= 0)
    return pairs_of(seekers, supporters, i, j, score[i, j] / 100), np.array(places), np.array(leads), np.array(course)


def _best(pairs: Pairs, places: np.ndarray, leads: np.ndarray, course: np.ndarray) -> tuple[int, int]:
    seeker, found = pairs.seeker, (0, 0)
    for way in product(*[[-1, *range(pairs.start[i], pairs.start[i + 1])] for i in range(pairs.seekers)]):
        chosen = [k for k in way if k >= 0]
        used = np.bincount([pairs.supporter[k] for k in chosen], minlength=pairs.supporters)
        follow: dict[int, set[int]] = {}
        for k in chosen:
            if leads[pairs.supporter[k]]:
                follow.setdefault(int(pairs.supporter[k]), set()).add(int(course[seeker[k]]))
        if np.all(used <= places) and all(len(of) == 1 and -1 not in of for of in follow.values()):
            found = max(found, (len(chosen), round(sum(100 * pairs.score[k] for k in chosen))))
    return found


@settings(deadline=None, max_examples=80)
@given(circles())
def test_circles_follow_one_course_and_no_way_is_better(
    found: tuple[Pairs, np.ndarray, np.ndarray, np.ndarray],
) -> None:
    pairs, places, leads, course = found
    answer = solve(pairs, places, Wishes(circles=leads, course=course))
    assert (answer.matched, round(100 * answer.total_score)) == _best(pairs, places, leads, course)
    assert (answer.proven, answer.bound, answer.most) == (True, answer.objective, answer.matched)
    for one in np.flatnonzero(leads):
        assert len(set(course[answer.supporter == one])) <= 1


def test_circle_takes_the_course_that_serves_most() -> None:
    # The best two are of different courses; three of course 1 fit together.
    pairs = pairs_of(4, 1, [0, 1, 2, 3], [0, 0, 0, 0], [1.0, 0.9, 0.1, 0.1])
    wishes = Wishes(circles=np.array([True]), course=np.array([0, 1, 1, 1]))
    answer = solve(pairs, [4], wishes)
    assert (answer.supporter.tolist(), answer.total_score, answer.proven) == ([-1, 0, 0, 0], 1.1, True)


def test_circle_never_takes_more_than_eight() -> None:
    pairs = pairs_of(12, 1, range(12), [0] * 12, [0.5] * 12)
    wishes = Wishes(circles=np.array([True]), course=np.zeros(12, int))
    assert solve(pairs, [12], wishes).matched == CIRCLE == 8


def test_lock_into_a_circle_decides_its_course() -> None:
    pairs = pairs_of(3, 1, [0, 1, 2], [0, 0, 0], [0.2, 0.9, 0.9])
    circle = {"circles": np.array([True]), "course": np.array([0, 1, 1])}
    assert solve(pairs, [3], Wishes(**circle)).supporter.tolist() == [-1, 0, 0]
    assert solve(pairs, [3], Wishes(**circle, locks=[(0, 0)])).supporter.tolist() == [0, -1, -1]
    with pytest.raises(WrongWish, match="Two who are locked into one circle follow different courses"):
        solve(pairs, [3], Wishes(**circle, locks=[(0, 0), (1, 0)]))


@pytest.mark.parametrize("seed", [1, 2])
def test_many_circles_are_proven_too(seed: int) -> None:
    random = np.random.default_rng(seed)
    course = random.integers(0, 4, 60)
    i, j = np.nonzero(random.random((60, 8)) < 0.5)
    pairs = pairs_of(60, 8, i, j, random.random(len(i)).round(2))
    answer = solve(pairs, [8] * 8, Wishes(circles=np.ones(8, bool), course=course))
    assert answer.proven
    assert all(len(set(course[answer.supporter == one])) <= 1 for one in range(8))
