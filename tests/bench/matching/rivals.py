"""What others would do with the same pairs: the reference, all pairs at once, and packages."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
from ortools.graph.python import min_cost_flow

from maatwerk.matching.engine.pairs import Pairs, best_of_each
from tests.bench.matching.town import Town

KEPT = 50
PERSON = 64 * 10_000  # the bonus of a pair, as much as 64 full scores
Found = tuple[int, float]  # how many are matched, and their total score


def scored(town: Town) -> Pairs:
    """The reference's scoring: by hand for these very conditions, a bucket of seekers who look alike at a time."""
    s, t = town.seekers.columns, town.supporters.columns
    those = np.flatnonzero(t["active"])
    region, tongue, skilled = t["region"][those], t["languages"][those, 0], t["experience"][those]
    gender, slots, age = t["gender"][those, 0], t["slots"][those, 0], t["age"][those]
    key = ((s["region"] * 512 + s["languages"][:, 0].astype(np.int64)) * 2 + (s["needs"] > 0)) * 4
    key += s["wish"][:, 0].astype(np.int64) + 2**20 * s["province"]
    order = np.argsort(key, kind="stable")
    edges = np.flatnonzero(np.diff(key[order], prepend=-1, append=-2))
    i, j, w = [], [], []
    for a, b in pairwise(edges.tolist()):
        rows = order[a:b]
        one = rows[0]
        apart = np.abs(region - s["region"][one])
        fits = (np.minimum(apart, 12 - apart) <= 1) & ((tongue & s["languages"][one, 0]) > 0)
        fits &= t["province"][those] == s["province"][one]
        if s["needs"][one]:
            fits &= skilled > 0
        if s["wish"][one, 0]:
            fits &= (gender & s["wish"][one, 0]) > 0
        found = np.flatnonzero(fits)
        both = np.bitwise_count(s["slots"][rows, 0][:, None] & slots[found])
        older = age[found] - s["age"][rows][:, None]
        x, y = np.nonzero((both >= 2) & (older >= 3) & (older <= 40))
        ii, jj = rows[x], those[found[y]]
        shared = np.bitwise_count(s["likes"][ii, 0] & t["likes"][jj, 0])
        near = np.minimum(apart[found], 12 - apart[found])[y]
        known = (s["likes"][ii, 0] > 0) & (t["likes"][jj, 0] > 0)
        likes = np.where(known, np.minimum(shared, 4) / np.float32(4), np.float32(0.5))
        w.append(0.6 * likes + 0.25 * np.minimum(both[x, y], 5) / np.float32(5) + 0.15 * (1 - near / np.float32(2)))
        i.append(ii)
        j.append(jj)
    rows, cols, score = np.concatenate(i), np.concatenate(j), np.concatenate(w).astype(np.float32)
    by_row = np.argsort(rows, kind="stable")
    start = np.searchsorted(rows[by_row], np.arange(town.seekers.size + 1))
    return Pairs(town.supporters.size, start, cols[by_row].astype(np.int32), score[by_row])


def flow(pairs: Pairs, places: np.ndarray, at: np.ndarray) -> Found:
    """Min-cost flow with a bonus for each pair, on the pairs at these places."""
    n, m = pairs.seekers, pairs.supporters
    solver = min_cost_flow.SimpleMinCostFlow()
    weight = np.rint(pairs.score[at] * 10_000).astype(np.int64)
    everybody, those = np.arange(n, dtype=np.int32), np.flatnonzero(places).astype(np.int32)
    solver.add_arcs_with_capacity_and_unit_cost(
        pairs.seeker[at], pairs.supporter[at] + n, np.ones(len(at), np.int64), -(weight + PERSON)
    )
    alone = np.full(n, n + m, np.int32), np.ones(n, np.int64), np.zeros(n, np.int64)
    solver.add_arcs_with_capacity_and_unit_cost(everybody, *alone)
    full = np.full(len(those), n + m, np.int32), places[those].astype(np.int64), np.zeros(len(those), np.int64)
    solver.add_arcs_with_capacity_and_unit_cost(those + n, *full)
    solver.set_nodes_supplies(np.append(everybody, n + m).astype(np.int32), np.append(np.ones(n), -n).astype(np.int64))
    assert solver.solve() == solver.OPTIMAL
    chosen = at[np.flatnonzero(solver.flows(np.arange(len(at), dtype=np.int32)))]
    return len(chosen), float(pairs.score[chosen].sum(dtype=np.float64))


def reference(town: Town) -> Found:
    """Bucketed scoring and min-cost flow on each seeker's fifty best: what our whole run is measured against."""
    pairs = scored(town)
    return flow(pairs, town.places, best_of_each(pairs.start, pairs.score, KEPT))


def all_pairs(pairs: Pairs, places: np.ndarray) -> Found:
    """The same flow on every pair."""
    return flow(pairs, places, np.arange(len(pairs)))


def scipy_sparse(pairs: Pairs, places: np.ndarray) -> Found:
    """scipy's sparse full matching: every place a column of its own, and one to stay alone in for each seeker."""
    # Only here, so that the other rivals are measured where scipy is not installed.
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    n, first = pairs.seekers, np.concatenate(([0], np.cumsum(places)))
    at = np.repeat(np.arange(len(pairs)), places[pairs.supporter])
    begin = np.concatenate(([0], np.cumsum(places[pairs.supporter])))
    place = first[pairs.supporter[at]] + np.arange(len(at)) - begin[at]
    rows, cols = np.append(pairs.seeker[at], np.arange(n)), np.append(place, first[-1] + np.arange(n))
    weight = np.append(pairs.score[at].astype(np.float64) + 64, np.full(n, 1e-9))
    graph = csr_array((weight, (rows, cols)), shape=(n, int(first[-1]) + n))
    row, column = min_weight_full_bipartite_matching(graph, maximize=True)
    got = column < first[-1]
    who = np.searchsorted(first, column[got], side="right") - 1
    return int(got.sum()), float(pairs.score[pairs.place_of(row[got], who)].sum(dtype=np.float64))


def deferred(pairs: Pairs, places: np.ndarray) -> Found:
    """Deferred acceptance, the seekers asking: nobody would rather have each other, but fewer are matched."""
    order = np.lexsort((pairs.supporter, -pairs.score, pairs.seeker))
    start = pairs.start.tolist()
    wanted, score = pairs.supporter[order].tolist(), pairs.score[order].tolist()
    room = places.tolist()
    held: list[list[tuple[float, int]]] = [[] for _ in room]
    asked, waiting = start[:-1].copy(), list(range(pairs.seekers))
    while waiting:
        one = waiting.pop()
        if asked[one] == start[one + 1]:
            continue
        at = asked[one]
        asked[one] += 1
        guests = held[wanted[at]]
        guests.append((score[at], -one))
        if len(guests) > room[wanted[at]]:
            least = min(guests)
            guests.remove(least)
            waiting.append(-least[1])
    return sum(map(len, held)), float(sum(got for guests in held for got, _one in guests))


def package(pairs: Pairs, places: np.ndarray) -> Found:
    """The package `matching`: hospitals and residents, in a thread with room for its deep recursion."""
    # Only here, as above.
    from matching.games import HospitalResident

    wishes: dict[str, list[str]] = {}
    back: dict[str, list[tuple[float, str]]] = {}
    worth = {}
    columns = pairs.seeker.tolist(), pairs.supporter.tolist(), pairs.score.tolist()
    for i, j, score in sorted(zip(*columns, strict=True), key=lambda row: (row[0], -row[2], row[1])):
        if places[j]:
            wishes.setdefault(f"s{i}", []).append(f"m{j}")
            back.setdefault(f"m{j}", []).append((-score, f"s{i}"))
            worth[f"s{i}", f"m{j}"] = score
    ranked = {name: [one for _score, one in sorted(found)] for name, found in back.items()}
    game = HospitalResident.create_from_dictionaries(
        wishes, ranked, {name: int(places[int(name[1:])]) for name in back}
    )
    solved = game.solve()
    scores = [worth[guest.name, host.name] for host, guests in solved.items() for guest in guests]
    return len(scores), float(sum(scores))


def deeply(run: Callable[[], Any]) -> Any:
    """`run()` with a deep stack."""
    found: list[Any] = []
    limit, size = sys.getrecursionlimit(), threading.stack_size(512 * 2**20)
    sys.setrecursionlimit(10**6)
    thread = threading.Thread(target=lambda: found.append(run()))
    thread.start()
    thread.join()
    sys.setrecursionlimit(limit)
    threading.stack_size(size)
    return found[0] if found else None
