"""The floor: nobody is worse off than need be, for as many people matched."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from maatwerk.matching.engine.flowing import most_matched
from maatwerk.matching.engine.pairs import Bools, Ints


def above_floor(start: Ints, supporter: Ints, weight: Ints, places: Ints) -> Bools:
    """Which pairs [pairs] lie above the highest floor under which as many people can be matched.

    First the floor that holds for everybody; then, as somebody with one poor candidate keeps that floor low, the
    highest that each reaches who has a candidate above it, while the others keep their best.
    """
    if not len(weight):
        return np.ones(0, bool)
    seekers = len(start) - 1
    most = most_matched(seekers, start, supporter, places)

    def holds(keep: Bools) -> bool:
        at = np.flatnonzero(keep)
        return most_matched(seekers, np.searchsorted(at, start), supporter[at], places) == most

    levels = np.unique(weight)
    first = weight >= _highest(levels, lambda level: holds(weight >= level))
    best = np.zeros(seekers, weight.dtype)
    np.maximum.at(best, np.repeat(np.arange(seekers), np.diff(start)), weight)
    own = np.repeat(best, np.diff(start))
    second = _highest(levels, lambda level: holds(first & (weight >= np.minimum(own, level))))
    return first & (weight >= np.minimum(own, second))


def _highest(levels: Ints, holds: Callable[[int], bool]) -> int:
    """The highest of the rising levels that holds; the lowest always does."""
    low, high = 0, len(levels) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if holds(int(levels[middle])):
            low = middle
        else:
            high = middle - 1
    return int(levels[low])
