"""Alternatives: whom else each seeker could have, without offering the same star to everyone."""

from __future__ import annotations

import numpy as np

from maatwerk.matching.engine.pairs import Bools, Ints, best_of_each
from maatwerk.matching.engine.solving import Answer

LISTS = 6  # how many lists name a supporter for each of their places, at most
_AHEAD = 9  # how many more candidates than asked for are looked at, to replace those on enough lists


def alternatives(answer: Answer, most: int, lists: int = LISTS) -> Ints:
    """[seekers, most] supporters besides one's own, best first, -1 where there are no more; nobody's for the unmatched.

    Ranked by score less what a place there costs the others: so the list says who could really be had. A supporter is
    on at most `lists` lists for each place; when more would name them, those keep them to whom they mean most.
    """
    pairs = answer.pairs
    listed = np.full((pairs.seekers, most), -1)
    if not most or not len(pairs):
        return listed
    points = answer.scale.points
    weight, price = answer.scale.whole(pairs.score), np.rint(answer.price * points).astype(np.int64)
    at = best_of_each(pairs.start, weight - price[pairs.supporter], most + 1 + _AHEAD)
    seeker = np.searchsorted(pairs.start, at, side="right") - 1
    fair = (answer.supporter[seeker] >= 0) & (answer.supporter[seeker] != pairs.supporter[at])
    at, seeker = at[fair], seeker[fair]
    value = weight[at] - price[pairs.supporter[at]]
    order = np.lexsort((pairs.supporter[at], -value, seeker))
    at, seeker, value = at[order], seeker[order], value[order]
    kept = _within(seeker, pairs.supporter[at], value, most, answer.places * lists)
    at, seeker = at[kept], seeker[kept]
    listed[seeker, _rank(seeker)] = pairs.supporter[at]
    return listed


def _within(seeker: Ints, supporter: Ints, value: Ints, most: int, limit: Ints) -> Bools:
    """Which of the candidates [best first for each seeker] are listed, with no supporter on more than `limit` lists.

    As in deferred acceptance: each list asks its best, a supporter on too many lists leaves those of least value.
    """
    open_ = np.ones(len(seeker), bool)
    while True:
        left = np.flatnonzero(open_)
        asks = left[_rank(seeker[left]) < most]
        order = asks[np.lexsort((seeker[asks], -value[asks], supporter[asks]))]
        too_many = order[_rank(supporter[order]) >= limit[supporter[order]]]
        if not len(too_many):
            listed = np.zeros(len(seeker), bool)
            listed[asks] = True
            return listed
        open_[too_many] = False


def _rank(of: Ints) -> Ints:
    """The how-manieth of its row each is, where equal ones stand together."""
    first = np.concatenate(([True], of[1:] != of[:-1])) if len(of) else np.empty(0, bool)
    begin = np.flatnonzero(first)
    return np.arange(len(of)) - begin[np.cumsum(first) - 1]
