"""Proven best: against every possible way on small instances, and what must hold on any."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maatwerk.matching.engine import optimum
from maatwerk.matching.engine.offering import alternatives
from maatwerk.matching.engine.pairs import Pairs, WrongPairs, pairs_of
from maatwerk.matching.engine.solving import Answer, solve
from maatwerk.matching.engine.stability import stable
from maatwerk.matching.engine.wishes import Wishes, WrongWish


@st.composite
def instances(draw: Any, most: int = 5) -> tuple[Pairs, np.ndarray]:
    """Few people, scores in hundredths, some pairs not allowed, supporters with zero to three places."""
    seekers, supporters = draw(st.integers(1, most)), draw(st.integers(1, 4))
    cells = draw(st.lists(st.integers(-60, 100), min_size=seekers * supporters, max_size=seekers * supporters))
    places = draw(st.lists(st.integers(0, 3), min_size=supporters, max_size=supporters))
    score = np.array(cells).reshape(seekers, supporters)
    i, j = np.nonzero(score >= 0)
    return pairs_of(seekers, supporters, i, j, score[i, j] / 100), np.array(places)


def _ways(pairs: Pairs, places: np.ndarray) -> list[list[int]]:
    """Every way of matching: the place among the pairs for each seeker, -1 for nobody."""
    options = [[-1, *range(pairs.start[i], pairs.start[i + 1])] for i in range(pairs.seekers)]
    found = []
    for way in product(*options):
        used = np.bincount([pairs.supporter[k] for k in way if k >= 0], minlength=pairs.supporters)
        if np.all(used <= places):
            found.append([k for k in way if k >= 0])
    return found


def _worth(pairs: Pairs, way: list[int]) -> tuple[int, int]:
    return len(way), round(sum(100 * pairs.score[k] for k in way))


def _reached(answer: Answer) -> tuple[int, int]:
    return answer.matched, round(100 * answer.total_score)


def _random(seekers: int, supporters: int, density: float, seed: int) -> Pairs:
    random = np.random.default_rng(seed)
    i, j = np.nonzero(random.random((seekers, supporters)) < density)
    return pairs_of(seekers, supporters, i, j, random.random(len(i)).round(4))


@settings(deadline=None, max_examples=120)
@given(instances())
def test_no_way_is_better_and_the_bound_says_so(found: tuple[Pairs, np.ndarray]) -> None:
    pairs, places = found
    answer = solve(pairs, places)
    assert _reached(answer) == max(_worth(pairs, way) for way in _ways(pairs, places))
    assert (answer.proven, answer.bound, answer.most) == (True, answer.total_score, answer.matched)
    used = np.bincount(answer.supporter[answer.supporter >= 0], minlength=pairs.supporters)
    assert np.all(used <= places)


@settings(deadline=None, max_examples=60)
@given(instances(), st.integers(0, 10**6))
def test_lock_holds_and_refusal_too_at_the_least_cost(found: tuple[Pairs, np.ndarray], pick: int) -> None:
    pairs, places = found
    open_ = [k for k in range(len(pairs)) if places[pairs.supporter[k]]]
    if len(open_) < 2:
        return
    lock, refused = open_[pick % len(open_)], open_[(pick + 1) % len(open_)]
    seeker = pairs.seeker
    answer = solve(
        pairs,
        places,
        Wishes(locks=[(seeker[lock], pairs.supporter[lock])], refusals=[(seeker[refused], pairs.supporter[refused])]),
    )
    ways = [way for way in _ways(pairs, places) if lock in way and refused not in way]
    assert answer.supporter[seeker[lock]] == pairs.supporter[lock]
    assert _reached(answer) == max(_worth(pairs, way) for way in ways)
    assert answer.proven


@settings(deadline=None, max_examples=60)
@given(instances(), st.integers(1, 3))
def test_another_supporter_never_lowers_how_many_are_matched(found: tuple[Pairs, np.ndarray], room: int) -> None:
    pairs, places = found
    seeker = pairs.seeker
    more = pairs_of(
        pairs.seekers,
        pairs.supporters + 1,
        [*seeker, 0],
        [*pairs.supporter, pairs.supporters],
        [*pairs.score, 0.5],
    )
    assert solve(more, [*places, room]).matched >= solve(pairs, places).matched


@settings(deadline=None, max_examples=40)
@given(instances(), st.randoms(use_true_random=False))
def test_order_of_the_pairs_changes_nothing(found: tuple[Pairs, np.ndarray], chance: Any) -> None:
    pairs, places = found
    order = list(range(len(pairs)))
    chance.shuffle(order)
    mixed = pairs_of(pairs.seekers, pairs.supporters, pairs.seeker[order], pairs.supporter[order], pairs.score[order])
    one, other = solve(pairs, places), solve(mixed, places)
    assert (one.supporter.tolist(), one.price.tolist()) == (other.supporter.tolist(), other.price.tolist())
    assert alternatives(one, 2).tolist() == alternatives(other, 2).tolist()


def test_people_weigh_more_than_any_sum_of_scores_on_a_long_chain() -> None:
    # Everybody's own choice is worth 1; one more person fits in only if all 200 move along to something worth 0.
    many = 200
    i = [*range(many), *range(many), many]
    j = [*range(many), *range(1, many + 1), 0]
    pairs = pairs_of(many + 1, many + 1, i, j, [1.0] * many + [0.0] * many + [0.0])
    answer = solve(pairs, np.ones(many + 1, int))
    assert (answer.matched, answer.total_score, answer.proven) == (many + 1, 0.0, True)


def test_difference_in_the_ninth_decimal_counts() -> None:
    pairs = pairs_of(2, 2, [0, 0, 1, 1], [0, 1, 0, 1], [0.5, 0.5, 0.5, 0.500000001])
    answer = solve(pairs, [1, 1])
    assert (answer.supporter.tolist(), answer.total_score) == ([0, 1], 1.000000001)


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("places", [1, 3])
def test_best_candidates_with_prices_find_what_all_pairs_find(
    monkeypatch: pytest.MonkeyPatch, seed: int, places: int
) -> None:
    pairs = _random(300, 300 // places, 0.2, seed)
    room = np.full(pairs.supporters, places)
    whole = solve(pairs, room)
    monkeypatch.setattr(optimum, "SMALL", 0)
    monkeypatch.setattr(optimum, "FIRST", 2)
    monkeypatch.setattr(optimum, "NEAR", 0.0)
    priced = solve(pairs, room)
    assert (priced.matched, priced.total_score, priced.proven) == (whole.matched, whole.total_score, True)
    assert (whole.solved_on, priced.rounds > 1) == (len(pairs), True)
    assert priced.solved_on < len(pairs)


def test_out_of_time_the_answer_holds_and_the_bound_is_above_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(optimum, "SMALL", 0)
    monkeypatch.setattr(optimum, "FIRST", 2)
    pairs = _random(200, 200, 0.2, 5)
    room = np.ones(200, int)
    hurried, whole = solve(pairs, room, seconds=0.0), solve(pairs, room)
    assert (hurried.proven, hurried.rounds) == (False, 1)
    assert hurried.matched <= whole.matched <= hurried.most
    assert hurried.bound >= whole.total_score


@settings(deadline=None, max_examples=60)
@given(instances())
def test_prices_prove_the_answer_pair_by_pair(found: tuple[Pairs, np.ndarray]) -> None:
    pairs, places = found
    answer = solve(pairs, places)
    gain = np.zeros(pairs.seekers)
    for k in answer.chosen:
        gain[answer.pairs.seeker[k]] = answer.pairs.score[k] + answer.people - answer.price[answer.pairs.supporter[k]]
    over = answer.pairs.score + answer.people - answer.price[answer.pairs.supporter] - gain[answer.pairs.seeker]
    assert np.all(over <= 1e-6)
    free = np.bincount(answer.pairs.supporter[answer.chosen], minlength=pairs.supporters) < places
    assert np.all(answer.price[free] == 0)


def test_waiting_decides_who_gets_the_only_place() -> None:
    pairs = pairs_of(2, 1, [0, 1], [0, 0], [0.6, 0.5])
    assert solve(pairs, [1]).supporter.tolist() == [0, -1]
    waited = solve(pairs, [1], Wishes(waiting=np.array([0.0, 0.2])))
    assert (waited.supporter.tolist(), waited.total_score, waited.objective) == ([-1, 0], 0.5, 0.7)


@settings(deadline=None, max_examples=60)
@given(instances())
def test_floor_is_as_high_as_it_can_be(found: tuple[Pairs, np.ndarray]) -> None:
    pairs, places = found
    ways = _ways(pairs, places)
    most = max(len(way) for way in ways)
    highest = max(min((pairs.score[k] for k in way), default=1.0) for way in ways if len(way) == most)
    answer = solve(pairs, places, Wishes(lift=True))
    assert answer.matched == most
    assert min(answer.score[answer.supporter >= 0], default=1.0) == highest


def test_floor_lifts_others_although_one_has_only_a_poor_candidate() -> None:
    # 0 can only have 0.1; without a floor 1 takes 0.9 and leaves 0.2 to 2, with it both get 0.5.
    pairs = pairs_of(3, 3, [0, 1, 1, 2, 2], [0, 1, 2, 1, 2], [0.1, 0.95, 0.5, 0.5, 0.2])
    assert sorted(solve(pairs, [1, 1, 1]).score) == [0.1, 0.2, 0.95]
    assert sorted(solve(pairs, [1, 1, 1], Wishes(lift=True)).score) == [0.1, 0.5, 0.5]


@settings(deadline=None, max_examples=60)
@given(instances())
def test_stable_way_has_nobody_who_would_rather_have_each_other(found: tuple[Pairs, np.ndarray]) -> None:
    pairs, places = found
    answer = solve(pairs, places, Wishes(stability=1.0))
    assert answer.blocking() == 0


def test_dial_trades_people_for_stability() -> None:
    pairs = _random(150, 150, 0.05, 4)
    room = np.ones(150, int)
    found = [solve(pairs, room, Wishes(stability=dial)) for dial in (0.0, 0.9, 1.0)]
    matched, blocked = [one.matched for one in found], [one.blocking() for one in found]
    assert matched == sorted(matched, reverse=True)
    assert blocked == sorted(blocked, reverse=True)
    assert (matched[0] > matched[2], blocked[2]) == (True, 0)


def test_stable_way_is_what_deferred_acceptance_finds() -> None:
    pairs = pairs_of(3, 2, [0, 0, 1, 1, 2], [0, 1, 0, 1, 0], [0.9, 0.8, 0.7, 0.6, 0.95])
    weight = (pairs.score * 100).round().astype(np.int32)
    chosen = stable(pairs.start, pairs.supporter, weight, np.array([1, 1]))
    assert [(pairs.seeker[k], pairs.supporter[k]) for k in chosen] == [(0, 1), (2, 0)]


def test_alternatives_never_overload_and_never_name_ones_own() -> None:
    pairs = _random(200, 120, 0.3, 8)
    places = np.random.default_rng(8).integers(0, 4, 120)
    answer = solve(pairs, places)
    for lists in (1, 6):
        found = alternatives(answer, 3, lists)
        named = np.bincount(found[found >= 0], minlength=120)
        assert np.all(named <= places * lists)
        assert not np.any((found == answer.supporter[:, None]) & (found >= 0))
        assert np.all(found[answer.supporter < 0] == -1)
        allowed = set(zip(pairs.seeker.tolist(), pairs.supporter.tolist(), strict=True))
        assert {(i, j) for i, row in enumerate(found.tolist()) for j in row if j >= 0} <= allowed


def test_alternatives_follow_the_score_less_the_price() -> None:
    # Everybody likes the star (0) best; to seeker 2 the star's place brings 0.15 and costs the others 0.2.
    pairs = pairs_of(3, 4, [0, 0, 1, 1, 2, 2, 2], [0, 1, 0, 2, 0, 3, 1], [0.95, 0.3, 0.9, 0.7, 0.7, 0.6, 0.55])
    answer = solve(pairs, [1, 1, 1, 1])
    assert (answer.supporter.tolist(), answer.price.round(6).tolist()) == ([0, 2, 3], [0.2, 0.0, 0.0, 0.0])
    assert alternatives(answer, 2)[2].tolist() == [1, 0]


@pytest.mark.parametrize(
    ("wishes", "says"),
    [
        ({"locks": [(0, 1)]}, "A locked pair is not among the allowed ones."),
        ({"locks": [(0, 0), (1, 0)]}, "A supporter has more locks than places."),
        ({"locks": [(0, 0), (0, 2)]}, "A seeker is locked to two supporters."),
        ({"stability": 2.0}, "Stability goes from 0 to 1."),
        ({"waiting": np.array([0.5])}, "A list has another length than there are people."),
        ({"waiting": np.array([0.5, np.nan])}, "What waiting adds is not a number from 0 to 1."),
        ({"lift": True, "stability": 0.5}, "A floor and stability pull in two directions: choose one."),
        ({"circles": np.array([True, False, False])}, "Circles need everybody's course."),
    ],
)
def test_wishes_that_cannot_be_met_are_refused(wishes: dict[str, Any], says: str) -> None:
    pairs = pairs_of(2, 3, [0, 0, 1], [0, 2, 0], [0.5, 0.5, 0.5])
    with pytest.raises(WrongWish, match=says):
        solve(pairs, [1, 1, 1], Wishes(**wishes))


@pytest.mark.parametrize(
    ("seeker", "supporter", "score", "says"),
    [
        ([0], [2], [0.5], "A pair names somebody who is not there."),
        ([0], [0], [1.5], "A score is not a number from 0 to 1."),
        ([0], [0], [float("nan")], "A score is not a number from 0 to 1."),
        ([0, 0], [1, 1], [0.5, 0.6], "One pair has two different scores."),
        ([0, 1], [1], [0.5, 0.6], "The three columns are not equally long."),
    ],
)
def test_pairs_that_cannot_be_are_refused(
    seeker: list[int], supporter: list[int], score: list[float], says: str
) -> None:
    with pytest.raises(WrongPairs, match=says):
        pairs_of(2, 2, seeker, supporter, score)


def test_same_pair_twice_is_one_pair_and_nobody_at_all_is_an_answer() -> None:
    assert len(pairs_of(1, 1, [0, 0], [0, 0], [0.5, 0.5])) == 1
    empty = solve(pairs_of(2, 1, [], [], []), [1])
    assert (empty.supporter.tolist(), empty.matched, empty.bound, empty.proven) == ([-1, -1], 0, 0.0, True)
    assert alternatives(empty, 2).tolist() == [[-1, -1], [-1, -1]]
