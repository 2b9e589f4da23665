"""Who may be matched with whom, and how well: all pairs of two lists of people at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from maatwerk.matching.engine.pairs import Bools, Floats, Ints, Pairs
from maatwerk.matching.engine.parting import Part
from maatwerk.matching.engine.pieces import YES, Flagged, Piece, Reason, Side

_TABLE = 1 << 14  # combinations of values up to which a condition is looked up instead of worked out
_BLOCK = 1 << 18


@dataclass(frozen=True, eq=False)
class Book:
    """What is asked: conditions that must hold, criteria that weigh, and pairs that are never put together."""

    conditions: Sequence[Piece] = ()
    flags: Sequence[Flagged] = ()
    criteria: Sequence[tuple[Piece, float]] = ()  # each with its weight; they sum to 1
    ties: Ints = field(
        default_factory=lambda: np.empty((0, 2), np.int64)
    )  # [n, 2] teacher, assessor, manager, relative


def judge(seekers: Side, supporters: Side, book: Book) -> Pairs:
    """Every pair for which all conditions hold, with its score; what is missing holds no condition.

    In a score a missing answer counts for half of what it could bring, so that silence neither wins nor loses.
    """
    here = [_all(side, book, of) for side, of in ((seekers, True), (supporters, False))]
    i, j = _allowed(seekers, supporters, book.conditions, np.flatnonzero(here[0]), np.flatnonzero(here[1]))
    key = i.astype(np.int64) * supporters.size + j
    if len(book.ties):
        tied = book.ties[:, 0].astype(np.int64) * supporters.size + book.ties[:, 1]
        key = key[~np.isin(key, tied)]
    key.sort()
    start = np.searchsorted(key, np.arange(seekers.size + 1, dtype=np.int64) * supporters.size)
    i, j = (key // max(1, supporters.size)).astype(np.int32), (key % max(1, supporters.size)).astype(np.int32)
    score = np.empty(len(key), np.float32)
    for at in range(0, len(key), _BLOCK):
        low, high = span(seekers, supporters, book, i[at : at + _BLOCK], j[at : at + _BLOCK])
        score[at : at + _BLOCK] = (low + high) / 2
    return Pairs(supporters.size, start, j, np.clip(score, 0, 1))


def span(seekers: Side, supporters: Side, book: Book, i: Ints, j: Ints) -> tuple[Floats, Floats]:
    """The lowest and the highest score that each of these pairs can have, depending on what is missing."""
    low, open_ = np.zeros(len(i), np.float32), np.zeros(len(i), np.float32)
    for piece, weight in book.criteria:
        share = piece.share(seekers.columns[piece.seeker][i], supporters.columns[piece.supporter][j])
        missing = np.isnan(share)
        low += np.float32(weight) * np.where(missing, np.float32(0), share)
        open_ += np.float32(weight) * missing
    return low, low + open_


def reasons(seekers: Side, supporters: Side, book: Book, i: int, j: int) -> tuple[list[Reason], list[Reason]]:
    """What the conditions and the criteria say of one pair."""
    conditions = [piece.explain(seekers, supporters, i, j) for piece in book.conditions]
    return conditions, [piece.explain(seekers, supporters, i, j) for piece, _weight in book.criteria]


def parts(seekers: Side, supporters: Side, book: Book, column: str) -> Iterator[Part]:
    """The same, one group after the other: for people whom a condition keeps apart by `column`, a code of both."""
    for group in np.unique(seekers.columns[column][seekers.columns[column] >= 0]).tolist():
        rows = np.flatnonzero(seekers.columns[column] == group)
        those = np.flatnonzero(supporters.columns[column] == group)
        yield Part(rows, those, judge(seekers.some(rows), supporters.some(those), _within(book, rows, those)))


def _within(book: Book, rows: Ints, those: Ints) -> Book:
    """The book with its ties numbered as in a part."""
    ties = book.ties[np.isin(book.ties[:, 0], rows) & np.isin(book.ties[:, 1], those)]
    numbered = np.stack((np.searchsorted(rows, ties[:, 0]), np.searchsorted(those, ties[:, 1])), axis=1)
    return Book(book.conditions, book.flags, book.criteria, numbered)


def _all(side: Side, book: Book, of_seeker: bool) -> Bools:
    """Of whom everything holds that is asked of this side alone."""
    good = np.ones(side.size, bool)
    for flag in book.flags:
        if flag.of_seeker == of_seeker:
            good &= side.columns[flag.column].astype(bool)
    return good


@dataclass(frozen=True, eq=False)
class _Classes:
    """People of one side who look the same to every condition that has few different values."""

    of: Ints  # [people]
    first: Ints  # [classes] somebody of each


def _classes(side: Side, rows: Ints, columns: Sequence[str]) -> _Classes:
    of = np.zeros(len(rows), np.int64)
    for name in columns:
        _values, inverse = np.unique(side.columns[name][rows], axis=0, return_inverse=True)
        _both, of = np.unique(of * (len(rows) + 1) + inverse.reshape(-1), return_inverse=True)
    _each, first = np.unique(of, return_index=True)
    return _Classes(of, rows[first] if len(rows) else rows)


def _allowed(
    seekers: Side, supporters: Side, conditions: Sequence[Piece], rows: Ints, those: Ints
) -> tuple[Ints, Ints]:
    few = [piece for piece in conditions if _combinations(seekers, supporters, piece, rows, those) <= _TABLE]
    many = [piece for piece in conditions if piece not in few]
    one = _classes(seekers, rows, [piece.seeker for piece in few])
    other = _classes(supporters, those, [piece.supporter for piece in few])
    fits = np.ones((len(one.first), len(other.first)), bool)
    for piece in few:
        x, y = seekers.columns[piece.seeker][one.first], supporters.columns[piece.supporter][other.first]
        fits &= piece.holds(x[:, None], y[None]) == YES
    order = np.argsort(one.of, kind="stable")
    begin = np.searchsorted(one.of[order], np.arange(len(one.first) + 1))
    i, j = [np.empty(0, np.int32)], [np.empty(0, np.int32)]
    for at in range(len(one.first)):
        alike, found = rows[order[begin[at] : begin[at + 1]]], those[fits[at][other.of]]
        for x, y in _worked_out(seekers, supporters, many, alike, found):
            i.append(x)
            j.append(y)
    return np.concatenate(i), np.concatenate(j)


def _combinations(seekers: Side, supporters: Side, piece: Piece, rows: Ints, those: Ints) -> int:
    x, y = seekers.columns[piece.seeker][rows], supporters.columns[piece.supporter][those]
    return len(np.unique(x, axis=0)) * len(np.unique(y, axis=0))


def _worked_out(
    seekers: Side, supporters: Side, conditions: Sequence[Piece], alike: Ints, found: Ints
) -> Iterator[tuple[Ints, Ints]]:
    """The pairs of these people for whom the other conditions hold, some rows at a time."""
    step = max(1, _BLOCK // max(1, len(found)))
    for at in range(0, len(alike), step):
        some = alike[at : at + step]
        good = np.ones((len(some), len(found)), bool)
        for piece in conditions:
            x, y = seekers.columns[piece.seeker][some], supporters.columns[piece.supporter][found]
            good &= piece.holds(x[:, None], y[None]) == YES
        x, y = np.nonzero(good)
        yield some[x].astype(np.int32), found[y].astype(np.int32)
