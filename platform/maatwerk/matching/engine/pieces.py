"""What may be asked of two people: named pieces, each for whole columns at once and in words for one pair.

A piece reads one column of the seekers and one of the supporters. `holds` and `share` take values of those columns,
of any shapes that go together; `explain` says of one pair what they have in common, so that a person can argue with
it. Whatever one of the two left open is missing: it is no zero and no agreement.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from maatwerk.matching.engine.pairs import Bools, Floats, Ints

YES, NO, MISSING = 1, 0, -1


@dataclass(frozen=True, slots=True)
class Side:
    """All seekers, or all supporters: columns by name.

    A set is [people, words] of bits, a code (a group, a tag, an area) [people] with -1 for unknown, a level [people]
    with nan for unknown, a flag [people] of bools.
    """

    size: int
    columns: Mapping[str, NDArray[Any]]
    labels: Mapping[str, Sequence[str]] = field(default_factory=dict)  # what the bits and codes of a column mean

    def some(self, rows: Ints) -> Side:
        """Only these people."""
        return Side(len(rows), {name: column[rows] for name, column in self.columns.items()}, self.labels)


@dataclass(frozen=True, slots=True)
class Reason:
    """What a piece says of one pair: `share` 0 to 1 or None when something is missing, why, and the values named."""

    piece: str
    share: float | None
    why: str  # shared, none, same, other, met, unmet, free, near, far, enough, short, unknown
    values: Mapping[str, Any]


class Piece(Protocol):
    """One condition or criterion, known by its key."""

    @property
    def key(self) -> str:
        """Its name, by which the house knows its words."""

    @property
    def seeker(self) -> str:
        """The seekers' column."""

    @property
    def supporter(self) -> str:
        """The supporters' column."""

    def share(self, seeker: Any, supporter: Any) -> Floats:
        """How well these go together, 0 to 1, nan when something is missing."""

    def holds(self, seeker: Any, supporter: Any) -> Ints:
        """YES, NO or MISSING."""

    def explain(self, seekers: Side, supporters: Side, i: int, j: int) -> Reason:
        """The same of one pair, with reasons."""


def sets_of(answers: Iterable[Iterable[str]], labels: Sequence[str]) -> Ints:
    """[people, words] of bits from what each one answered; an answer that is no label counts for nothing."""
    bit = {label: at for at, label in enumerate(labels)}
    found = [{bit[answer] for answer in one if answer in bit} for one in answers]
    bits = np.zeros((len(found), max(1, -(-len(labels) // 64))), np.uint64)
    for row, one in enumerate(found):
        for at in one:
            bits[row, at // 64] |= np.uint64(1 << at % 64)
    return bits


def _named(side: Side, column: str, row: int) -> set[str]:
    """The labels of one person's set."""
    bits, labels = side.columns[column][row], side.labels.get(column)
    on = [at for at in range(64 * len(bits)) if int(bits[at // 64]) >> at % 64 & 1]
    return {labels[at] if labels else str(at) for at in on}


def _count(bits: Any) -> Any:
    return np.bitwise_count(bits).sum(axis=-1, dtype=np.int16)


def _held(share: Floats) -> Ints:
    return np.where(np.isnan(share), MISSING, share >= 1).astype(np.int8)


@dataclass(frozen=True, slots=True)
class SetOverlap:
    """What both named: interests, languages, subjects, shared parts of the week; `enough` in common is a full fit."""

    key: str
    seeker: str
    supporter: str
    enough: int = 1

    def share(self, seeker: Any, supporter: Any) -> Floats:
        """min(1, in common / enough)."""
        both = np.minimum(1, _count(seeker & supporter) / self.enough)
        return np.where(seeker.any(axis=-1) & supporter.any(axis=-1), both, np.nan)

    def holds(self, seeker: Any, supporter: Any) -> Ints:
        """YES when enough is in common."""
        enough = _count(seeker & supporter) >= self.enough
        there = seeker.any(axis=-1) & supporter.any(axis=-1)
        return np.where(there, enough, MISSING).astype(np.int8)

    def explain(self, seekers: Side, supporters: Side, i: int, j: int) -> Reason:
        """Names what both have."""
        one, other = _named(seekers, self.seeker, i), _named(supporters, self.supporter, j)
        if not one or not other:
            return _unknown(self.key, one, other)
        both = sorted(one & other)
        return Reason(self.key, min(1.0, len(both) / self.enough), "shared" if both else "none", {"both": both})


@dataclass(frozen=True, slots=True)
class WishMet:
    """The seeker's own wish: one of the things wished for is what the supporter is; no wish is met by anybody."""

    key: str
    seeker: str
    supporter: str

    def share(self, seeker: Any, supporter: Any) -> Floats:
        """1 when met or free, 0 when not."""
        met = np.where((seeker & supporter).any(axis=-1), 1.0, 0.0)
        return np.where(seeker.any(axis=-1), np.where(supporter.any(axis=-1), met, np.nan), 1.0)

    def holds(self, seeker: Any, supporter: Any) -> Ints:
        """YES when met or free."""
        return _held(self.share(seeker, supporter))

    def explain(self, seekers: Side, supporters: Side, i: int, j: int) -> Reason:
        """Names which wish is met."""
        wished, offered = _named(seekers, self.seeker, i), _named(supporters, self.supporter, j)
        if not wished:
            return Reason(self.key, 1.0, "free", {})
        if not offered:
            return _unknown(self.key, wished, offered)
        met = sorted(wished & offered)
        return Reason(self.key, float(bool(met)), "met" if met else "unmet", {"both": met})


@dataclass(frozen=True, slots=True)
class SameGroup:
    """Members of the same group, or the same tag: school, site, course, district, employer."""

    key: str
    seeker: str
    supporter: str
    differ: bool = False  # True: they must not be of the same one

    def share(self, seeker: Any, supporter: Any) -> Floats:
        """1 when as asked, 0 when not."""
        as_asked = np.where((seeker == supporter) != self.differ, 1.0, 0.0)
        return np.where((seeker >= 0) & (supporter >= 0), as_asked, np.nan)

    def holds(self, seeker: Any, supporter: Any) -> Ints:
        """YES when as asked."""
        return _held(self.share(seeker, supporter))

    def explain(self, seekers: Side, supporters: Side, i: int, j: int) -> Reason:
        """Names both groups."""
        one, other = int(seekers.columns[self.seeker][i]), int(supporters.columns[self.supporter][j])
        if one < 0 or other < 0:
            return _unknown(self.key, one >= 0, other >= 0)
        names = seekers.labels.get(self.seeker), supporters.labels.get(self.supporter)
        values = {"seeker": names[0][one] if names[0] else one, "supporter": names[1][other] if names[1] else other}
        return Reason(self.key, float((one == other) != self.differ), "same" if one == other else "other", values)


@dataclass(frozen=True, slots=True)
class LevelAtLeast:
    """The supporter is at least so much further (years, levels, age) and at most so much: full within, none without."""

    key: str
    seeker: str
    supporter: str
    least: float = 0.0
    most: float = np.inf

    def share(self, seeker: Any, supporter: Any) -> Floats:
        """1 within, 0 without."""
        ahead = supporter - seeker
        within = np.where((ahead >= self.least) & (ahead <= self.most), 1.0, 0.0)
        return np.where(np.isnan(ahead), np.nan, within)

    def holds(self, seeker: Any, supporter: Any) -> Ints:
        """YES within."""
        return _held(self.share(seeker, supporter))

    def explain(self, seekers: Side, supporters: Side, i: int, j: int) -> Reason:
        """Says how much further."""
        one, other = float(seekers.columns[self.seeker][i]), float(supporters.columns[self.supporter][j])
        if one != one or other != other:
            return _unknown(self.key, one == one, other == other)
        within = self.least <= other - one <= self.most
        return Reason(self.key, float(within), "enough" if within else "short", {"ahead": other - one})


@dataclass(frozen=True, eq=False)
class Near:
    """How far apart their areas are (by postcode): full at no distance, none at `most` or further."""

    key: str
    seeker: str
    supporter: str
    apart: Floats  # [areas, areas] in kilometres or minutes, nan where it is not known
    most: float

    def _apart(self, seeker: Any, supporter: Any) -> Any:
        known = (seeker >= 0) & (supporter >= 0)
        return np.where(known, self.apart[np.maximum(seeker, 0), np.maximum(supporter, 0)], np.nan)

    def share(self, seeker: Any, supporter: Any) -> Floats:
        """1 - distance / most."""
        return np.clip(1 - self._apart(seeker, supporter) / self.most, 0, 1)

    def holds(self, seeker: Any, supporter: Any) -> Ints:
        """YES at `most` or nearer."""
        apart = self._apart(seeker, supporter)
        return np.where(np.isnan(apart), MISSING, apart <= self.most).astype(np.int8)

    def explain(self, seekers: Side, supporters: Side, i: int, j: int) -> Reason:
        """Says how far."""
        one, other = int(seekers.columns[self.seeker][i]), int(supporters.columns[self.supporter][j])
        if one < 0 or other < 0:
            return _unknown(self.key, one >= 0, other >= 0)
        apart = float(self.apart[one, other])
        if apart != apart:
            return Reason(self.key, None, "unknown", {"who": []})
        share = min(1.0, max(0.0, 1 - apart / self.most))
        return Reason(self.key, share, "near" if apart <= self.most else "far", {"apart": apart})


def _unknown(key: str, seeker: Any, supporter: Any) -> Reason:
    who = [name for name, found in (("seeker", seeker), ("supporter", supporter)) if not found]
    return Reason(key, None, "unknown", {"who": who})


@dataclass(frozen=True, slots=True)
class Flagged:
    """What must hold of one of the two alone: takes part now, is certified, gave an own yes, consents are there."""

    key: str
    column: str
    of_seeker: bool

    def of(self, seekers: Side, supporters: Side) -> Bools:
        """[people of that side] of whom it holds."""
        return (seekers if self.of_seeker else supporters).columns[self.column].astype(bool)
