"""The one call into the solver."""

from __future__ import annotations

import numpy as np
from ortools.graph.python import max_flow, min_cost_flow

from maatwerk.matching.engine.pairs import Ints


class SolverFailed(RuntimeError):
    """The solver gave no answer: the numbers went beyond what it can hold."""


def best_flow(seekers: int, start: Ints, supporter: Ints, weight: Ints, places: Ints, bonus: int | None) -> Ints:
    """The places of the chosen pairs, in order.

    Without `bonus` as many seekers as possible are matched, and the weight is the highest among those ways: first
    the largest flow and then the cheapest of that size, so no sum of scores can ever buy a person. With it each pair
    brings its weight and the bonus, and nobody is matched at a loss of both.
    """
    flow = min_cost_flow.SimpleMinCostFlow()
    people = np.arange(seekers, dtype=np.int32)
    tail = np.repeat(people, np.diff(start))
    head = (supporter + seekers).astype(np.int32)
    ones = np.ones(len(tail), np.int64)
    flow.add_arcs_with_capacity_and_unit_cost(tail, head, ones, -(weight.astype(np.int64) + (bonus or 0)))
    nodes = seekers + len(places)
    supplies = np.concatenate((np.ones(seekers, np.int64), -np.minimum(places, seekers)))
    if bonus is not None:
        alone = np.full(seekers, nodes, np.int32)
        flow.add_arcs_with_capacity_and_unit_cost(
            people, alone, np.ones(seekers, np.int64), np.zeros(seekers, np.int64)
        )
        supplies = np.concatenate((supplies, [-seekers]))
    flow.set_nodes_supplies(np.arange(len(supplies), dtype=np.int32), supplies)
    status = flow.solve_max_flow_with_min_cost()
    if status != flow.OPTIMAL:
        raise SolverFailed(f"The solver said {status}.")
    return np.flatnonzero(flow.flows(np.arange(len(tail), dtype=np.int32)))


def most_matched(seekers: int, start: Ints, supporter: Ints, places: Ints) -> int:
    """How many seekers can be matched at all with these pairs."""
    flow = max_flow.SimpleMaxFlow()
    source, sink = seekers + len(places), seekers + len(places) + 1
    people, those = np.arange(seekers, dtype=np.int32), np.arange(len(places), dtype=np.int32)
    tail = np.concatenate((np.repeat(people, np.diff(start)), np.full(seekers, source), those + seekers))
    head = np.concatenate((supporter + seekers, people, np.full(len(places), sink)))
    room = np.concatenate((np.ones(len(supporter) + seekers, np.int64), np.minimum(places, seekers)))
    flow.add_arcs_with_capacity(tail.astype(np.int32), head.astype(np.int32), room.astype(np.int64))
    if flow.solve(source, sink) != flow.OPTIMAL:
        raise SolverFailed("The solver found no largest flow.")
    return int(flow.optimal_flow())
