"""Names as numbers: the same text is the same number, found for a whole column at once."""

from __future__ import annotations

import numpy as np

from maatwerk.matching.engine.pairs import Ints
from maatwerk.matching.engine.reading import Fields

_MIX = np.uint64(0x9E3779B97F4A7C15)
_LONGEST = 1024  # bytes in a name


class Names:
    """The names met so far, numbered in the order in which they were met: a table of words, looked up by hash."""

    def __init__(self) -> None:
        self.words = np.zeros((0, 1), np.uint64)
        self.bits = 12
        self.table = np.full(1 << self.bits, -1, np.int32)

    def __len__(self) -> int:
        return len(self.words)

    def numbers(self, fields: Fields, column: int) -> Ints:
        """[rows] the number of each name of a column; WrongFile for an empty or an endless one."""
        length = fields.length[:, column]
        wrong = (length == 0) | (length > _LONGEST)
        if wrong.any():
            row = int(np.argmax(wrong))
            raise fields.wrong(row, "a name is empty." if length[row] == 0 else "a name is too long.")
        words = fields.words(column)
        # Most files name one person on many lines running: look each run up once.
        new = np.concatenate(([True], (words[1:] != words[:-1]).any(axis=1))) if len(words) else np.empty(0, bool)
        return self._of(words[new])[np.cumsum(new) - 1]

    def texts(self) -> list[str]:
        """The names themselves; UnicodeDecodeError when one is no UTF-8."""
        width = self.words.shape[1] * 8
        raw = np.ascontiguousarray(self.words).view(f"S{width}")[:, 0].tolist() if len(self) else []
        return [name.decode().replace('""', '"') for name in raw]

    def _of(self, words: Ints) -> Ints:
        if words.shape[1] > self.words.shape[1]:
            self.words = np.pad(self.words, ((0, 0), (0, words.shape[1] - self.words.shape[1])))
        elif words.shape[1] < self.words.shape[1]:
            words = np.pad(words, ((0, 0), (0, self.words.shape[1] - words.shape[1])))
        found = self._known(words)
        unknown = np.flatnonzero(found < 0)
        if len(unknown):
            rows = np.ascontiguousarray(words[unknown]).view(np.dtype((np.void, words.shape[1] * 8)))[:, 0]
            _names, first = np.unique(rows, return_index=True)
            self._add(words[unknown[np.sort(first)]])
            found[unknown] = self._known(words[unknown])
        return found

    def _slot(self, words: Ints) -> Ints:
        mixed = np.zeros(len(words), np.uint64)
        for at in range(words.shape[1]):
            mixed += words[:, at] * (_MIX + np.uint64(2 * at))
        mixed ^= mixed >> np.uint64(29)
        return ((mixed * _MIX) >> np.uint64(64 - self.bits)).astype(np.int64)

    def _known(self, words: Ints) -> Ints:
        slot, found = self._slot(words), np.full(len(words), -1, np.int32)
        if not len(self):
            return found
        open_ = np.arange(len(words))
        while len(open_):
            met = self.table[slot[open_]]
            same = (met >= 0) & (self.words[met] == words[open_]).all(axis=1)
            found[open_[same]] = met[same]
            open_ = open_[(met >= 0) & ~same]
            slot[open_] = (slot[open_] + 1) % len(self.table)
        return found

    def _add(self, words: Ints) -> None:
        self.words = np.concatenate((self.words, words))
        new = np.arange(len(self) - len(words), len(self))
        if len(self) * 4 > len(self.table):
            while len(self) * 4 > 1 << self.bits:
                self.bits += 2
            self.table = np.full(1 << self.bits, -1, np.int32)
            new = np.arange(len(self))
        slot = self._slot(self.words[new])
        while len(new):
            free = self.table[slot] < 0
            self.table[slot[free]] = new[free]
            left = self.table[slot] != new
            new, slot = new[left], (slot[left] + 1) % len(self.table)
