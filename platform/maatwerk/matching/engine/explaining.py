"""Why somebody has nobody: which condition stood in the way, and which single change would help most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from maatwerk.matching.engine.judging import Book
from maatwerk.matching.engine.pairs import Bools, Ints
from maatwerk.matching.engine.pieces import YES, Side

TIES = "no_tie"


@dataclass(frozen=True, eq=False)
class InTheWay:
    """What stood between some seekers and all supporters, condition by condition."""

    seekers: Ints  # [rows]
    keys: Sequence[str]  # [conditions]
    stops: Ints  # [rows, conditions] how many supporters do not meet it
    alone: Ints  # [rows, conditions] how many would be candidates if only this did not hold

    def helps(self) -> list[str | None]:
        """For each seeker the one condition without which most would be candidates; None: no single one is enough."""
        best = np.argmax(self.alone, axis=1) if len(self.keys) else np.zeros(len(self.seekers), int)
        return [
            self.keys[at] if len(self.keys) and self.alone[row, at] else None for row, at in enumerate(best.tolist())
        ]

    def helps_most(self) -> list[tuple[str, int]]:
        """Each condition with how many of these seekers would have a candidate without it, most first."""
        people = (self.alone > 0).sum(axis=0).tolist() if len(self.seekers) else [0] * len(self.keys)
        return sorted(zip(self.keys, people, strict=True), key=lambda one: (-one[1], one[0]))


def in_the_way(seekers: Side, supporters: Side, book: Book, rows: Ints) -> InTheWay:
    """Look at these seekers beside every supporter; those without candidates are the ones to ask about."""
    keys = [*(piece.key for piece in book.conditions), *(flag.key for flag in book.flags), TIES]
    stops, alone = np.zeros((len(rows), len(keys)), np.int64), np.zeros((len(rows), len(keys)), np.int64)
    for index, row in enumerate(rows.tolist()):
        met = np.stack(_met(seekers, supporters, book, row))
        stops[index] = (~met).sum(axis=1)
        only = (~met).sum(axis=0) == 1
        alone[index] = (~met & only).sum(axis=1)
    return InTheWay(rows, keys, stops, alone)


def _met(seekers: Side, supporters: Side, book: Book, row: int) -> list[Bools]:
    """[supporters] for each condition whether it holds between this seeker and each of them."""
    found = []
    for piece in book.conditions:
        own = seekers.columns[piece.seeker][row : row + 1]
        found.append(piece.holds(own, supporters.columns[piece.supporter]) == YES)
    for flag in book.flags:
        of = flag.of(seekers, supporters)
        found.append(np.full(supporters.size, of[row]) if flag.of_seeker else of)
    free = np.ones(supporters.size, bool)
    free[book.ties[book.ties[:, 0] == row, 1]] = False
    return [*found, free]
