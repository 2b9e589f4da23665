"""Invented towns to match in: twelve regions in a ring, nine languages, parts of the week, ages, wishes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from maatwerk.matching.engine.judging import Book
from maatwerk.matching.engine.pieces import Flagged, LevelAtLeast, Near, SameGroup, SetOverlap, Side, WishMet

REGIONS, LANGUAGES, SLOTS, INTERESTS = 12, 9, 15, 30
PAUSED = 0.42
_SPOKEN = np.array([0.55, 0.1, 0.08, 0.07, 0.06, 0.05, 0.04, 0.03, 0.02])


@dataclass(frozen=True, eq=False)
class Town:
    """People of both sides, how many places supporters have, and what is asked."""

    seekers: Side
    supporters: Side
    places: np.ndarray
    book: Book


def _bits(of: np.ndarray) -> np.ndarray:
    """[people, options] of bools as one word of bits."""
    return (of.astype(np.uint64) << np.arange(of.shape[1], dtype=np.uint64)).sum(axis=1, dtype=np.uint64)[:, None]


def _some(random: np.random.Generator, people: int) -> np.ndarray:
    """Two to six parts of the week each."""
    rank = np.argsort(np.argsort(random.random((people, SLOTS)), axis=1), axis=1)
    return _bits(rank < random.integers(2, 7, people)[:, None])


def _languages(random: np.random.Generator, people: int, own: int, dutch: float) -> np.ndarray:
    spoken = np.zeros((people, LANGUAGES), bool)
    for _language in range(own):
        spoken[np.arange(people), random.choice(LANGUAGES, people, p=_SPOKEN)] = True
    spoken[:, 0] |= random.random(people) < dutch
    return _bits(spoken)


def _places(random: np.random.Generator, active: np.ndarray) -> np.ndarray:
    """One to eight places each, about 1.07 for every seeker."""
    places = np.where(active, random.choice([1, 1, 1, 1, 2, 2, 2, 3, 4, 8], len(active)), 0)
    some = random.permutation(np.flatnonzero(active))
    turn = 0
    while not 1.05 * len(active) <= places.sum() <= 1.07 * len(active) + 1:
        one = some[turn % len(some)]
        step = 1 if places.sum() < 1.05 * len(active) else -1
        places[one] = min(8, max(1, places[one] + step))
        turn += 1
    return places


def town(people: int, seed: int = 7, provinces: int = 1) -> Town:
    """As many seekers as supporters, 42 % of the supporters paused."""
    random = np.random.default_rng(seed)
    likes = 4.5 * (1 / np.arange(1, INTERESTS + 1) ** 0.7) / np.sum(1 / np.arange(1, INTERESTS + 1) ** 0.7)
    wish = np.zeros((people, 2), bool)
    wish[np.arange(people), random.integers(0, 2, people)] = random.random(people) < 0.2
    gender = np.eye(2, dtype=bool)[random.integers(0, 2, people)]
    active = random.random(people) >= PAUSED
    seekers = {
        "region": random.integers(0, REGIONS, people),
        "province": np.arange(people) % provinces,
        "languages": _languages(random, people, 1, 0.5),
        "likes": _bits(random.random((people, INTERESTS)) < likes),
        "slots": _some(random, people),
        "age": random.integers(12, 24, people).astype(np.float32),
        "needs": (random.random(people) < 0.15).astype(np.float32),
        "wish": _bits(wish),
    }
    supporters = {
        "region": random.integers(0, REGIONS, people),
        "province": np.arange(people) % provinces,
        "languages": _languages(random, people, 2, 0.4),
        "likes": _bits(random.random((people, INTERESTS)) < likes),
        "slots": _some(random, people),
        "age": np.minimum(18 + random.geometric(0.07, people), 70).astype(np.float32),
        "experience": (random.random(people) < 0.3).astype(np.float32),
        "gender": _bits(gender),
        "active": active,
    }
    return Town(Side(people, seekers), Side(people, supporters), _places(random, active), _book(provinces))


def _book(provinces: int) -> Book:
    far = np.abs(np.arange(REGIONS)[:, None] - np.arange(REGIONS))
    ring = np.minimum(far, REGIONS - far).astype(np.float64)
    conditions = [
        Near("distance", "region", "region", ring, 1.0),
        SetOverlap("language", "languages", "languages"),
        LevelAtLeast("experience", "needs", "experience"),
        WishMet("gender", "wish", "gender"),
        SetOverlap("slots", "slots", "slots", 2),
        LevelAtLeast("older", "age", "age", 3, 40),
    ]
    if provinces > 1:
        conditions.append(SameGroup("province", "province", "province"))
    criteria = [
        (SetOverlap("interests", "likes", "likes", 4), 0.6),
        (SetOverlap("often", "slots", "slots", 5), 0.25),
        (Near("near", "region", "region", ring, 2.0), 0.15),
    ]
    return Book(conditions, [Flagged("active", "active", False)], criteria)
