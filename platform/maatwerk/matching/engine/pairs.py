"""The pairs that may be: who could be matched with whom, and how well they fit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Ints = NDArray[Any]  # whole numbers, of whatever width
Floats = NDArray[Any]  # float32 or float64
Bools = NDArray[np.bool_]


class WrongPairs(ValueError):
    """The pairs can't be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Allowed pairs, by seeker and then by supporter: those of seeker i stand from start[i] to start[i + 1]."""

    supporters: int  # how many there are; they are numbered from zero
    start: Ints  # [seekers + 1]
    supporter: Ints  # [pairs]
    score: Floats  # [pairs], 0 to 1

    @property
    def seekers(self) -> int:
        """How many seekers there are, those without a pair included."""
        return len(self.start) - 1

    @property
    def seeker(self) -> Ints:
        """The seeker of each pair."""
        return np.repeat(np.arange(self.seekers, dtype=np.int32), np.diff(self.start))

    def __len__(self) -> int:
        return len(self.supporter)

    def kept(self, keep: Bools) -> Pairs:
        """Only the pairs for which `keep` [pairs] is true."""
        before = np.concatenate(([0], np.cumsum(keep)))
        return Pairs(self.supporters, before[self.start], self.supporter[keep], self.score[keep])

    def place_of(self, seeker: ArrayLike, supporter: ArrayLike) -> Ints:
        """Where each of these pairs stands, -1 for one that is not allowed."""
        rows, asked = np.asarray(seeker, np.int64), np.asarray(supporter, np.int64)
        if not len(self) or not len(rows):
            return np.full(len(rows), -1)
        low, end = self.start[rows], self.start[rows + 1]
        high = end.copy()
        while np.any(low < high):
            middle = (low + high) // 2
            before = (low < high) & (self.supporter[np.minimum(middle, len(self) - 1)] < asked)
            low, high = np.where(before, middle + 1, low), np.where(before, high, np.minimum(middle, high))
        there = (low < end) & (self.supporter[np.minimum(low, len(self) - 1)] == asked)
        return np.where(there, low, -1)


def pairs_of(seekers: int, supporters: int, seeker: ArrayLike, supporter: ArrayLike, score: ArrayLike) -> Pairs:
    """Pairs from three columns in any order; the same pair twice is one pair.

    WrongPairs: a number without a person, a score outside 0 to 1, or one pair with two scores.
    """
    i, j, s = np.asarray(seeker), np.asarray(supporter), np.asarray(score)
    if s.dtype != np.float32:
        s = s.astype(np.float64)
    if not len(i) == len(j) == len(s):
        raise WrongPairs("The three columns are not equally long.")
    if len(i) and (i.min() < 0 or j.min() < 0 or i.max() >= seekers or j.max() >= supporters):
        raise WrongPairs("A pair names somebody who is not there.")
    if not bool(np.all((s >= 0) & (s <= 1))):
        raise WrongPairs("A score is not a number from 0 to 1.")
    key = i.astype(np.int64) * supporters + j
    if np.any(key[1:] <= key[:-1]):
        order = np.argsort(key, kind="stable")
        key, j, s = key[order], j[order], s[order]
        again = np.flatnonzero(key[1:] == key[:-1]) + 1
        if np.any(s[again] != s[again - 1]):
            raise WrongPairs("One pair has two different scores.")
        key, j, s = np.delete(key, again), np.delete(j, again), np.delete(s, again)
    start = np.searchsorted(key, np.arange(seekers + 1, dtype=np.int64) * supporters)
    return Pairs(supporters, start, j.astype(np.int32), s)


def spread(start: Ints, rows: Ints) -> tuple[Ints, Ints]:
    """The places of all pairs of `rows`, one row after the other, and which of `rows` each belongs to (its index)."""
    many = start[rows + 1] - start[rows]
    ends = np.cumsum(many)
    of = np.repeat(np.arange(len(rows)), many)
    shift = start[rows] - (ends - many)
    return np.arange(int(ends[-1]) if len(ends) else 0) + shift[of], of


def best_of_each(start: Ints, value: NDArray[Any], most: int) -> Ints:
    """The places of each row's `most` highest values, ties at the edge included; in order."""
    many = np.diff(start)
    keep = np.ones(len(value), bool)
    rows = np.flatnonzero(many > most)
    rows = rows[np.argsort(many[rows], kind="stable")]
    lowest = np.iinfo(value.dtype).min if value.dtype.kind == "i" else -np.inf
    while len(rows):
        # Rows of like length side by side, a few hundred thousand values at once: that stays in the cache.
        take = max(1, min(len(rows), 200_000 // int(many[rows[min(len(rows) - 1, 400)]])))
        some, rows = rows[:take], rows[take:]
        width = int(many[some[-1]])
        at = start[some][:, None] + np.arange(width)
        outside = np.arange(width) >= many[some][:, None]
        block = np.where(outside, lowest, value[np.minimum(at, len(value) - 1)])
        least = np.partition(block, width - most, axis=1)[:, width - most]
        keep[at[(block < least[:, None]) & ~outside]] = False
    return np.flatnonzero(keep)
