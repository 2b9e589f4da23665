"""Pairs who would rather have each other: how many there are, and the way of matching that has none."""

from __future__ import annotations

import numpy as np

from maatwerk.matching.engine.pairs import Ints


def blocking(start: Ints, supporter: Ints, weight: Ints, chosen: Ints, places: Ints) -> int:
    """How many pairs are not matched although both would gain: the seeker has less or nobody, and the supporter has a
    place left or somebody of less."""
    seekers = len(start) - 1
    own = np.full(seekers, -1, np.int64)
    own[np.searchsorted(start, chosen, side="right") - 1] = weight[chosen]
    least = np.full(len(places), np.iinfo(np.int64).max)
    np.minimum.at(least, supporter[chosen], weight[chosen])
    least[np.bincount(supporter[chosen], minlength=len(places)) < places] = -1
    gains = weight > np.repeat(own, np.diff(start))
    return int(np.count_nonzero(gains & (weight > least[supporter])))


def stable(start: Ints, supporter: Ints, weight: Ints, places: Ints) -> Ints:
    """The places of the pairs of the stable way: nobody would rather have each other (deferred acceptance).

    Both sides look at the same score, so whoever is each other's best is matched, and so on with the rest; of equals
    the first supporter and then the first seeker. Fewer people may be matched than could be.
    """
    seekers = len(start) - 1
    seeker = np.repeat(np.arange(seekers), np.diff(start))
    # By score, and within it in the order of the pairs: a sure order without ties.
    order = np.lexsort((seeker, supporter, -weight.astype(np.int64)))
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    left, chosen = places.copy(), [np.empty(0, np.int64)]
    open_ = np.arange(len(order))
    while len(open_):
        best_of_seeker = np.full(seekers, len(rank))
        np.minimum.at(best_of_seeker, seeker[open_], rank[open_])
        asks = order[best_of_seeker[best_of_seeker < len(rank)]]
        best_of_supporter = np.full(len(places), len(rank))
        np.minimum.at(best_of_supporter, supporter[open_], rank[open_])
        made = asks[rank[asks] == best_of_supporter[supporter[asks]]]
        chosen.append(made)
        np.subtract.at(left, supporter[made], 1)
        gone = np.zeros(seekers, bool)
        gone[seeker[made]] = True
        open_ = open_[~gone[seeker[open_]] & (left[supporter[open_]] > 0)]
    return np.sort(np.concatenate(chosen))
