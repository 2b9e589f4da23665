"""Who may be matched with whom, and how well: all pairs of two lists of people at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from maatwerk.matching.engine.pairs import Bools, Floats, Ints, Pairs
from maatwerk.matching.engine.parting import Part
from maatwerk.matching.engine.pieces import YES, Flagged, Piece, Reason, Side

_TABLE = 1 << 14  # combinations of values up to which a condition is looked up instead of worked out
_CLASSES = 64  # so many classes of people are always made apart, and one for every eight people
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
    score = np.empty(len(key), np.float64)
    for at in range(0, len(key), _BLOCK):
        low, high = span(seekers, supporters, book, i[at : at + _BLOCK], j[at : at + _BLOCK])
        score[at : at + _BLOCK] = (low + high) / 2
    return Pairs(supporters.size, start, j, np.clip(score.round(9), 0, 1))


def span(seekers: Side, supporters: Side, book: Book, i: Ints, j: Ints) -> tuple[Floats, Floats]:
    """The lowest and the highest score that each of these pairs can have, depending on what is missing."""
    low, open_ = np.zeros(len(i)), np.zeros(len(i))
    for piece, weight in book.criteria:
        share = piece.share(seekers.columns[piece.seeker][i], supporters.columns[piece.supporter][j])
        missing = np.isnan(share)
        low += weight * np.where(missing, 0, share)
        open_ += weight * missing
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
class _Looked:
    """A condition with few different values on both sides: a table of them, and the value of each person."""

    table: Bools
    seeker: Ints  # [rows]
    supporter: Ints  # [those]


def _looked_up(seekers: Side, supporters: Side, piece: Piece, rows: Ints, those: Ints) -> _Looked | None:
    x, one = np.unique(seekers.columns[piece.seeker][rows], axis=0, return_inverse=True)
    y, other = np.unique(supporters.columns[piece.supporter][those], axis=0, return_inverse=True)
    if len(x) * len(y) > _TABLE:
        return None
    return _Looked(piece.holds(x[:, None], y[None]) == YES, one.reshape(-1), other.reshape(-1))


def _alike(values: Sequence[Ints], people: int) -> tuple[Ints, Ints]:
    """People of the same values in all of these: the class of each, and somebody of each class."""
    of = np.zeros(people, np.int64)
    for value in values:
        _each, of = np.unique(of * (people + 1) + value, return_inverse=True)
    _each, first = np.unique(of, return_index=True)
    return of, first


def _allowed(
    seekers: Side, supporters: Side, conditions: Sequence[Piece], rows: Ints, those: Ints
) -> tuple[Ints, Ints]:
    """First by classes of people who look alike to conditions with few values, then the rest pair by pair."""
    found = [(piece, _looked_up(seekers, supporters, piece, rows, those)) for piece in conditions]
    worked = [piece for piece, looked in found if looked is None]
    classed: list[_Looked] = []
    later: list[_Looked] = []
    for _piece, looked in found:
        if looked is not None:
            _of, first = _alike([one.seeker for one in (*classed, looked)], len(rows))
            (classed if len(first) <= max(_CLASSES, len(rows) // 8) else later).append(looked)
    one, first = _alike([looked.seeker for looked in classed], len(rows))
    other, those_first = _alike([looked.supporter for looked in classed], len(those))
    fits = np.ones((len(first), len(those_first)), bool)
    for looked in classed:
        fits &= looked.table[looked.seeker[first]][:, looked.supporter[those_first]]
    order = np.argsort(one, kind="stable")
    begin = np.searchsorted(one[order], np.arange(len(first) + 1))
    i, j = [np.empty(0, np.int32)], [np.empty(0, np.int32)]
    for at in range(len(first)):
        alike, candidates = order[begin[at] : begin[at + 1]], np.flatnonzero(fits[at][other])
        for x, y in _worked_out(seekers, supporters, worked, later, rows, those, alike, candidates):
            i.append(rows[x].astype(np.int32))
            j.append(those[y].astype(np.int32))
    return np.concatenate(i), np.concatenate(j)


def _worked_out(
    seekers: Side, supporters: Side, worked: Sequence[Piece], later: Sequence[_Looked], rows: Ints, those: Ints,
    alike: Ints, candidates: Ints,
) -> Iterator[tuple[Ints, Ints]]:  # fmt: skip
    """The pairs of these people for whom the other conditions hold too, some rows at a time."""
    step = max(1, _BLOCK // max(1, len(candidates)))
    for at in range(0, len(alike), step):
        some = alike[at : at + step]
        good = np.ones((len(some), len(candidates)), bool)
        for looked in later:
            good &= looked.table[looked.seeker[some]][:, looked.supporter[candidates]]
        for piece in worked:
            x = seekers.columns[piece.seeker][rows[some]]
            y = supporters.columns[piece.supporter][those[candidates]]
            good &= piece.holds(x[:, None], y[None]) == YES
        a, b = np.nonzero(good)
        yield some[a], candidates[b]
