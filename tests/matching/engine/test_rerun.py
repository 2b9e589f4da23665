"""A run after people changed: who can keep their supporter does."""

from __future__ import annotations

import numpy as np
import pytest

from maatwerk.matching.engine.pairs import Pairs, pairs_of
from maatwerk.matching.engine.parting import Part, solve_parts
from maatwerk.matching.engine.solving import solve
from maatwerk.matching.engine.wishes import SPARE, Wishes


def _town(many: int, seed: int) -> tuple[np.random.Generator, np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    score = np.where(random.random((many, many)) < 12 / many, random.random((many, many)).round(3), -1.0)
    return random, score, random.choice([0, 1, 1, 2, 3], many)


def _pairs(score: np.ndarray) -> Pairs:
    i, j = np.nonzero(score >= 0)
    return pairs_of(*score.shape, i, j, score[i, j])


def _after(
    random: np.random.Generator, score: np.ndarray, places: np.ndarray, earlier: np.ndarray
) -> tuple[Pairs, np.ndarray, np.ndarray]:
    """Ten people change: five seekers are others, three supporters leave, two have a place more."""
    many = len(places)
    new = random.choice(many, 5, replace=False)
    score, places, earlier = score.copy(), places.copy(), earlier.copy()
    score[new] = score[random.choice(many, 5, replace=False)]
    earlier[new] = -1
    places[random.choice(np.flatnonzero(places == 1), 3, replace=False)] = 0
    places[random.choice(np.flatnonzero(places > 1), 2, replace=False)] += 1
    return _pairs(score), places, earlier


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
@pytest.mark.parametrize("many", [60, 350])
def test_rerun_moves_hardly_more_than_it_must(many: int, seed: int) -> None:
    random, score, places = _town(many, seed)
    first = solve(_pairs(score), places)
    pairs, room, earlier = _after(random, score, places, first.supporter)
    fresh = solve(pairs, room)
    # What keeping is worth most of all: then as few move as is possible for as many people.
    fewest = solve(pairs, room, Wishes(earlier=earlier, keeps=100.0)).moved(earlier)
    again = solve(pairs, room, Wishes(earlier=earlier))
    assert (again.matched, again.proven) == (fresh.matched, True)
    assert fewest <= again.moved(earlier) <= fewest + SPARE
    assert again.total_score <= fresh.total_score
    assert again.given_up == pytest.approx(1 - again.total_score / fresh.total_score)


def test_nothing_changed_nobody_moves() -> None:
    _random, score, places = _town(120, 6)
    pairs = _pairs(score)
    first = solve(pairs, places)
    again = solve(pairs, places, Wishes(earlier=first.supporter))
    assert (again.supporter.tolist(), again.given_up, again.fewest) == (first.supporter.tolist(), 0.0, 0)


def test_keeping_never_costs_a_person() -> None:
    # 0 could stay with 0, but then nobody is left for 1.
    pairs = pairs_of(2, 2, [0, 0, 1], [0, 1, 0], [0.9, 0.1, 0.1])
    again = solve(pairs, [1, 1], Wishes(earlier=np.array([0, -1]), keeps=5.0))
    assert (again.matched, again.supporter.tolist(), again.moved(np.array([0, -1]))) == (2, [1, 0], 1)


def test_parts_together_are_the_whole() -> None:
    _random, score, places = _town(80, 9)
    score[:40, 40:] = -1
    score[40:, :40] = -1
    whole = solve(_pairs(score), places)
    halves = [np.arange(40), np.arange(40, 80)]
    parts = [Part(half, half, _pairs(score[np.ix_(half, half)])) for half in halves]
    together = solve_parts(80, places, parts, 2)
    assert (together.matched, together.proven) == (whole.matched, True)
    assert together.total_score == pytest.approx(whole.total_score, abs=1e-9)
    assert together.bound == pytest.approx(whole.bound, abs=1e-9)
    named = together.others[:40]
    assert np.all(named < 40)
    assert np.all(together.score[together.supporter >= 0] >= 0)
