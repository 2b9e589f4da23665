"""The optimum and its proof: solve on the best candidates, price those left out, take in what could improve."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from maatwerk.matching.engine.flowing import best_flow
from maatwerk.matching.engine.pairs import Ints, best_of_each
from maatwerk.matching.engine.prices import least_prices

FIRST = 14  # candidates of each seeker in the first, rough solution: its prices are what it is for
NEAR = 0.08  # pairs that fall short of improving by less than this part of the highest weight come in as well
SMALL = 25_000  # so few pairs are solved all at once
_BLOCK = 1 << 18

Hurry = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Optimum:
    """The chosen pairs with the prices that prove them best; all numbers in points."""

    chosen: Ints  # places among the pairs, in order
    price: Ints  # [supporters] what a place costs the others
    profit: Ints  # [seekers] the most that the seeker's pairs bring above their price
    each: int  # what a pair brings on top of its weight
    points: int  # the weight of the chosen pairs
    bound: int  # no way of matching as many has a higher weight
    most: int  # no way matches more
    rounds: int
    solved_on: int  # how many pairs the last solution chose from

    @property
    def proven(self) -> bool:
        """Is this certainly the best?"""
        return self.points == self.bound


def best(start: Ints, supporter: Ints, weight: Ints, places: Ints, bonus: int | None, hurry: Hurry) -> Optimum:
    """The best whole set of pairs, proven; `hurry()` true ends it after the round it is in, with the bound so far.

    Pairs with a supporter without places must not be among them. Without `bonus`: most people first.
    """
    seekers = len(start) - 1
    most = int(weight.max()) if len(weight) else 0
    each = bonus if bonus is not None else min(seekers, int(places.sum())) * most + 1
    if not len(weight):
        nothing = np.empty(0, np.int64)
        return Optimum(nothing, np.zeros(len(places), np.int64), np.zeros(seekers, np.int64), each, 0, 0, 0, 0, 0)
    inside = np.zeros(len(weight), bool)
    inside[best_of_each(start, weight, FIRST) if len(weight) > SMALL else slice(None)] = True
    rounds = 0
    while True:
        rounds += 1
        at = np.flatnonzero(inside)
        before = np.searchsorted(at, start)
        chosen = best_flow(seekers, before, supporter[at], weight[at], places, bonus)
        price = least_prices(before, supporter[at], weight[at], chosen, len(places), each)
        chosen = at[chosen]
        near = int(most * (NEAR if rounds > 1 else NEAR / 4))
        profit, better = priced(start, supporter, weight, price, chosen, each, near)
        points = int(weight[chosen].sum(dtype=np.int64))
        dual = int(profit.sum() + price @ places)
        # Of two parts: people, each worth more than all weights together, and weight.
        people = len(chosen) if bonus is not None else min(dual // each, seekers, int(places.sum()))
        bound = dual - each * len(chosen) if people == len(chosen) else people * most
        if points == bound or hurry():
            return Optimum(chosen, price, profit, each, points, max(points, bound), people, rounds, len(at))
        inside[better] = True


def priced(
    start: Ints, supporter: Ints, weight: Ints, price: Ints, chosen: Ints, each: int, near: int
) -> tuple[Ints, Ints]:
    """Each seeker's highest weight less price over all pairs, never below zero, and the pairs that could improve.

    A pair could improve when it brings more than the seeker's own pair does at these prices; `near`: or almost.
    """
    seekers = len(start) - 1
    mine = np.zeros(seekers, np.int64)
    mine[np.searchsorted(start, chosen, side="right") - 1] = weight[chosen] - price[supporter[chosen]] + each
    profit, better = mine.copy(), [np.empty(0, np.int64)]
    first = 0
    while first < seekers:
        # Whole rows of some hundred thousand pairs at a time: that stays in the cache.
        last = max(first + 1, int(np.searchsorted(start, start[first] + _BLOCK, side="right")) - 1)
        a, b = int(start[first]), int(start[last])
        over = weight[a:b] - price[supporter[a:b]]
        over -= np.repeat(mine[first:last] - each, np.diff(start[first : last + 1]))
        found = np.flatnonzero(over > -near)
        better.append(found + a)
        row = np.searchsorted(start[first : last + 1], found + a, side="right") - 1 + first
        np.maximum.at(profit, row, mine[row] + over[found])
        first = last
    return profit, np.concatenate(better)
