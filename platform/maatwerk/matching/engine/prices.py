"""What a place costs the others: the dual prices, which prove an optimum and rank alternatives."""

from __future__ import annotations

import numpy as np

from maatwerk.matching.engine.pairs import Ints, spread


class NotOptimal(RuntimeError):
    """The chosen pairs can still be improved upon, so no prices go with them."""


def least_prices(start: Ints, supporter: Ints, weight: Ints, chosen: Ints, supporters: int, each: int) -> Ints:
    """The lowest price of every supporter's place at which nobody would rather be elsewhere, in points [supporters].

    `each` is what a pair brings on top of its weight. A supporter with a place left costs nothing; one whose places
    others want costs what moving those others along would lose. Found by walking outwards from the unmatched,
    from full supporter to full supporter (Bellman-Ford), only where something changed.
    """
    seekers, person = len(start) - 1, np.int64(each)
    place_of = np.full(seekers, -1)
    mine = np.searchsorted(start, chosen, side="right") - 1
    place_of[mine] = chosen
    order = np.argsort(supporter[chosen], kind="stable")
    guests = mine[order]
    first = np.searchsorted(supporter[chosen][order], np.arange(supporters + 1))
    matched = place_of >= 0
    paid = np.zeros(seekers, np.int64)  # the price of one's own place less what one brings there
    paid[matched] = -(weight[place_of[matched]].astype(np.int64) + person)
    price = np.zeros(supporters, np.int64)
    rows = np.arange(seekers)
    for _step in range(2 * supporters + 2):
        at, of = spread(start, rows)
        wanted, asked = supporter[at], paid[rows][of] + weight[at] + person
        more = asked > price[wanted]
        if not more.any():
            return price
        np.maximum.at(price, wanted[more], asked[more])
        rows = guests[spread(first, np.unique(wanted[more]))[0]]
        own = place_of[rows]
        paid[rows] = price[supporter[own]] - weight[own] - person
    raise NotOptimal("The prices do not settle.")
