"""Conditions and criteria: the same for a whole list as for one pair, and why somebody has nobody."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maatwerk.matching.engine import judging
from maatwerk.matching.engine.explaining import in_the_way
from maatwerk.matching.engine.judging import Book, judge, parts, reasons, span
from maatwerk.matching.engine.parting import solve_parts
from maatwerk.matching.engine.pieces import (
    MISSING,
    NO,
    YES,
    Flagged,
    LevelAtLeast,
    Near,
    SameGroup,
    SetOverlap,
    Side,
    WishMet,
    sets_of,
)
from maatwerk.matching.engine.solving import solve

LIKES = [f"like {at}" for at in range(70)]  # more than one word of bits
APART = np.array([[0.0, 4.0, 12.0], [4.0, 0.0, np.nan], [12.0, np.nan, 0.0]])
PIECES = (
    SetOverlap("interests", "likes", "likes", 3),
    SetOverlap("slots", "slots", "slots", 2),
    WishMet("wish", "wish", "traits"),
    SameGroup("school", "school", "school"),
    SameGroup("other_employer", "school", "school", differ=True),
    LevelAtLeast("age", "age", "age", 3, 40),
    Near("distance", "area", "area", APART, 10.0),
)


@st.composite
def people(draw: Any, most: int = 7) -> Side:
    """Some people who answered all, some or nothing."""
    size = draw(st.integers(1, most))

    def each(strategy: Any) -> list[Any]:
        return draw(st.lists(strategy, min_size=size, max_size=size))

    likes = each(st.lists(st.sampled_from([*LIKES[:4], LIKES[69]]), max_size=4))
    slots = each(st.lists(st.sampled_from(["mon", "tue", "wed"]), max_size=3))
    wish = each(st.lists(st.sampled_from(["woman", "man", "calm"]), max_size=2))
    return Side(
        size,
        {
            "likes": sets_of(likes, LIKES),
            "slots": sets_of(slots, ["mon", "tue", "wed"]),
            "wish": sets_of(wish, ["woman", "man", "calm"]),
            "traits": sets_of(wish, ["woman", "man", "calm"]),
            "school": np.array(each(st.integers(-1, 2))),
            "area": np.array(each(st.integers(-1, 2))),
            "age": np.array(each(st.sampled_from([float("nan"), 14.0, 16.0, 17.0, 19.0, 60.0]))),
            "ready": np.array(each(st.booleans())),
        },
        {
            "likes": LIKES,
            "slots": ["mon", "tue", "wed"],
            "wish": ["woman", "man", "calm"],
            "traits": ["woman", "man", "calm"],
        },
    )


def _book(seed: int) -> Book:
    random = np.random.default_rng(seed)
    asked = [piece for piece in PIECES if random.random() < 0.3]
    ties = np.array([[0, 0]]) if random.random() < 0.5 else np.empty((0, 2), np.int64)
    return Book(asked, [Flagged("ready", "ready", False)], [(piece, 1 / len(PIECES)) for piece in PIECES], ties)


@settings(deadline=None, max_examples=60)
@given(people(), people())
def test_piece_says_of_one_pair_what_it_says_in_bulk(seekers: Side, supporters: Side) -> None:
    i, j = (side.reshape(-1) for side in np.mgrid[: seekers.size, : supporters.size])
    for piece in PIECES:
        one, other = seekers.columns[piece.seeker][i], supporters.columns[piece.supporter][j]
        told = [piece.explain(seekers, supporters, a, b) for a, b in zip(i.tolist(), j.tolist(), strict=True)]
        share = [np.nan if reason.share is None else reason.share for reason in told]
        np.testing.assert_allclose(piece.share(one, other), share, rtol=1e-6)
        good = {"shared": None, "same": None, "met": YES, "free": YES, "near": YES, "enough": YES, "unknown": MISSING}
        for reason, held in zip(told, piece.holds(one, other).tolist(), strict=True):
            by_share = MISSING if reason.share is None else YES if reason.share >= 1 else NO
            assert held == (good[reason.why] if good.get(reason.why) is not None else by_share)


@settings(deadline=None, max_examples=60)
@given(people(), people(), st.integers(0, 1000), st.sampled_from([0, 1 << 14]))
def test_allowed_pairs_are_those_whose_conditions_all_hold(
    seekers: Side, supporters: Side, seed: int, looked_up: int
) -> None:
    book = _book(seed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(judging, "_TABLE", looked_up)
        pairs = judge(seekers, supporters, book)
    expected = []
    for i in range(seekers.size):
        for j in range(supporters.size):
            held = [
                piece.holds(seekers.columns[piece.seeker][[i]], supporters.columns[piece.supporter][[j]])[0]
                for piece in book.conditions
            ]
            tied = [i, j] in book.ties.tolist()
            if all(one == YES for one in held) and supporters.columns["ready"][j] and not tied:
                criteria = reasons(seekers, supporters, book, i, j)[1]
                score = sum((0.5 if one.share is None else one.share) / len(PIECES) for one in criteria)
                expected.append((i, j, score))
    assert list(zip(pairs.seeker.tolist(), pairs.supporter.tolist(), strict=True)) == [(i, j) for i, j, _s in expected]
    np.testing.assert_allclose(pairs.score, [score for _i, _j, score in expected], atol=1e-6)


def _two(likes: list[list[str]]) -> Side:
    return Side(len(likes), {"likes": sets_of(likes, LIKES)}, {"likes": LIKES})


def test_missing_answer_is_a_range_and_counts_for_half() -> None:
    book = Book(criteria=[(SetOverlap("interests", "likes", "likes", 1), 1.0)])
    seekers, supporters = _two([[], ["like 1"]]), _two([["like 1"], ["like 2"]])
    i, j = np.array([0, 1, 1]), np.array([0, 0, 1])
    low, high = span(seekers, supporters, book, i, j)
    assert (low.tolist(), high.tolist()) == ([0.0, 1.0, 0.0], [1.0, 1.0, 0.0])
    assert judge(seekers, supporters, book).score.tolist() == [0.5, 0.5, 1.0, 0.0]


def test_missing_answer_holds_no_condition_and_says_who_to_ask() -> None:
    piece = SetOverlap("interests", "likes", "likes", 1)
    seekers, supporters = _two([[], ["like 1"]]), _two([["like 1"]])
    assert judge(seekers, supporters, Book([piece])).seeker.tolist() == [1]
    told = piece.explain(seekers, supporters, 0, 0)
    assert (told.share, told.why, told.values) == (None, "unknown", {"who": ["seeker"]})


def test_reason_names_what_both_like_beyond_the_first_word_of_bits() -> None:
    told = PIECES[0].explain(_two([["like 3", "like 69"]]), _two([["like 69", "like 1"]]), 0, 0)
    assert (told.why, told.values, told.share) == ("shared", {"both": ["like 69"]}, 1 / 3)


def test_unmatched_hears_which_condition_and_which_change_helps_most() -> None:
    seekers = Side(2, {"school": np.array([0, 1]), "likes": sets_of([["like 1"], ["like 2"]], LIKES)})
    supporters = Side(
        4,
        {
            "school": np.array([1, 1, 0, 0]),
            "likes": sets_of([["like 1"], ["like 1"], ["like 3"], ["like 1"]], LIKES),
            "ready": np.array([True, True, True, False]),
        },
    )
    school, likes = SameGroup("school", "school", "school"), SetOverlap("interests", "likes", "likes")
    book = Book([school, likes], [Flagged("ready", "ready", False)], ties=np.array([[1, 0]]))
    found = in_the_way(seekers, supporters, book, np.array([0, 1]))
    assert found.keys == ["school", "interests", "ready", "no_tie"]
    assert found.stops.tolist() == [[2, 1, 1, 0], [2, 4, 1, 1]]
    assert found.alone.tolist() == [[2, 1, 1, 0], [0, 1, 0, 0]]
    assert found.helps() == ["school", "interests"]
    assert found.helps_most() == [("interests", 2), ("ready", 1), ("school", 1), ("no_tie", 0)]


def test_nobody_to_explain_and_no_single_change_are_answers_too() -> None:
    seekers = Side(1, {"school": np.array([0]), "likes": sets_of([["like 1"]], LIKES)})
    supporters = Side(1, {"school": np.array([1]), "likes": sets_of([["like 2"]], LIKES)})
    book = Book([SameGroup("school", "school", "school"), SetOverlap("interests", "likes", "likes")])
    assert in_the_way(seekers, supporters, book, np.array([0])).helps() == [None]
    assert in_the_way(seekers, supporters, book, np.array([], int)).helps_most() == [
        ("interests", 0),
        ("no_tie", 0),
        ("school", 0),
    ]


@settings(deadline=None, max_examples=30)
@given(people(9), people(9))
def test_groups_that_a_condition_keeps_apart_are_solved_apart(seekers: Side, supporters: Side) -> None:
    ties = np.array([[0, 0], [seekers.size - 1, supporters.size - 1]])
    book = Book([SameGroup("school", "school", "school")], criteria=[(PIECES[0], 1.0)], ties=ties)
    places = np.arange(supporters.size) % 3
    whole = solve(judge(seekers, supporters, book), places)
    together = solve_parts(seekers.size, places, parts(seekers, supporters, book, "school"))
    assert (together.matched, together.proven) == (whole.matched, True)
    assert together.total_score == pytest.approx(whole.total_score, abs=1e-6)
