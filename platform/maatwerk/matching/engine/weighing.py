"""Scores as whole numbers: so that an optimum is exact, and tiny differences count."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from maatwerk.matching.engine.pairs import Floats, Ints

FINEST = 10**9  # scores count to nine decimals
_BLOCK = 1 << 18


@dataclass(frozen=True, slots=True)
class Scale:
    """How many whole points make a score of one."""

    points: int

    def whole(self, score: Floats) -> Ints:
        """Scores as points, int32."""
        found = np.empty(len(score), np.int32)
        for at in range(0, len(score), _BLOCK):
            part = score[at : at + _BLOCK].astype(np.float64)
            found[at : at + _BLOCK] = np.rint(part * self.points)
        return found

    def score(self, points: int) -> float:
        """Points as a score."""
        return points / self.points


def scale_for(score: Floats, seekers: int, supporters: int, highest: float = 1.0) -> Scale:
    """The coarsest of powers of ten that says every score exactly, at most nine decimals and what the solver can hold.

    `highest`: what a score with all additions may come to. The solver multiplies costs by the number of nodes, and
    its prices can grow to that many times the highest cost: the square of it must stay below 2^62.
    """
    nodes = seekers + supporters + 3
    most = int(min(FINEST, 2**30 / max(1.0, highest), 2**62 / nodes**2 / max(1.0, highest)))
    for points in (10**4, 10**6, 10**9):
        if points <= most and _says_exactly(score, points):
            return Scale(points)
    return Scale(10 ** int(np.log10(most)))


def _says_exactly(score: Floats, points: int) -> bool:
    for at in range(0, len(score), _BLOCK):
        part = score[at : at + _BLOCK].astype(np.float64) * points
        if np.any(np.abs(part - np.rint(part)) > 1e-6):
            return False
    return True
