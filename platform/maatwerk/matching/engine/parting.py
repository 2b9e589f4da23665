"""A country in parts: what hard conditions keep apart is solved apart, one part in memory at a time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from maatwerk.matching.engine.offering import alternatives
from maatwerk.matching.engine.pairs import Floats, Ints, Pairs
from maatwerk.matching.engine.solving import solve


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the seekers with all the supporters they could have; nobody is in two parts."""

    seekers: Ints  # their numbers in the whole
    supporters: Ints
    pairs: Pairs  # by their place in the two lists


@dataclass(frozen=True, slots=True)
class Together:
    """The answers of all parts as one."""

    supporter: Ints  # [seekers] -1: nobody
    score: Floats  # [seekers]
    others: Ints  # [seekers, alternatives]
    matched: int
    total_score: float
    bound: float
    proven: bool


def solve_parts(seekers: int, places: ArrayLike, parts: Iterable[Part], others: int = 0) -> Together:
    """Solve part after part; the whole is the best because no pair reaches from one part into another."""
    room = np.asarray(places, np.int64)
    supporter, score = np.full(seekers, -1), np.full(seekers, np.nan)
    listed = np.full((seekers, others), -1)
    matched, total, bound, proven = 0, 0.0, 0.0, True
    for part in parts:
        found = solve(part.pairs, room[part.supporters])
        got = found.supporter >= 0
        supporter[part.seekers[got]] = part.supporters[found.supporter[got]]
        score[part.seekers] = found.score
        if others:
            named = alternatives(found, others)
            listed[part.seekers] = np.where(named < 0, -1, part.supporters[named])
        matched, total = matched + found.matched, total + found.total_score
        bound, proven = bound + found.bound, proven and found.proven
    return Together(supporter, score, listed, matched, total, bound, proven)
