"""Columns from a file with commas: read by the million, nothing for each row in Python."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from maatwerk.matching.engine.pairs import Floats, Ints

_CHUNK = 1 << 23  # bytes read at a time
_COMMA, _LINE, _RETURN, _QUOTE = 44, 10, 13, 34
_WORD = 8  # bytes in a word
_LONGEST = 4096  # bytes in the first line


class WrongFile(ValueError):
    """The file can't be used; the message says on which line and why."""

    def __init__(self, path: Path, line: int | None, why: str) -> None:
        super().__init__(f"{path.name}, line {line}: {why}" if line else f"{path.name}: {why}")


@dataclass(frozen=True, slots=True)
class Fields:
    """Some rows of a file: where each field stands in `data` and how long it is."""

    data: Ints  # bytes, with room behind them to read whole words
    begin: Ints  # [rows, columns]
    length: Ints  # [rows, columns]
    line: Ints  # [rows] the line of each
    path: Path

    def words(self, column: int) -> Ints:
        """[rows, words] a column's bytes in words of eight, zeros behind them."""
        begin, length = self.begin[:, column], self.length[:, column]
        many = max(1, -(-int(length.max(initial=1)) // _WORD))
        every = np.ndarray(len(self.data) - _WORD + 1, "<u8", self.data.data, strides=(1,))
        found = np.empty((len(begin), many), np.uint64)
        for at in range(many):
            left = np.clip(length - at * _WORD, 0, _WORD)
            word = every[np.minimum(begin + at * _WORD, len(every) - 1)]
            found[:, at] = word & _MASKS[left]
        return found

    def wrong(self, row: int, why: str) -> WrongFile:
        """What to say of a row of this part of the file."""
        return WrongFile(self.path, int(self.line[row]), why)


_MASKS = np.array([(1 << (8 * n)) - 1 for n in range(_WORD + 1)], np.uint64)


class Columns:
    """A file's rows, some hundred thousand at a time; its first line names the columns, in any order."""

    def __init__(self, path: Path, names: tuple[str, ...]) -> None:
        self.path, self.names = path, names
        with path.open("rb") as file:
            head = file.readline(_LONGEST)
        self.begins = len(head)
        self.order = self._order(head)

    def _order(self, head: bytes) -> list[int]:
        try:
            said = head.removeprefix(b"\xef\xbb\xbf").decode().strip("\r\n").split(",")
        except UnicodeDecodeError as error:
            raise WrongFile(self.path, 1, "this is not text in UTF-8.") from error
        found = [name.strip().strip('"') for name in said]
        unknown = [name for name in found if name not in self.names]
        if unknown:
            raise WrongFile(self.path, 1, f"there is no column {unknown[0]!r}; expected {','.join(self.names)}.")
        if sorted(found) != sorted(self.names):
            raise WrongFile(self.path, 1, f"expected each of the columns {','.join(self.names)} once.")
        return [found.index(name) for name in self.names]

    def __iter__(self) -> Iterator[Fields]:
        """The rows, part by part; WrongFile at the first line that is no row."""
        line, rest, read = 2, b"", b"more"
        with self.path.open("rb") as file:
            file.seek(self.begins)
            while read:
                read = file.read(_CHUNK)
                whole = rest + read
                if not read and whole and not whole.endswith(b"\n"):
                    whole += b"\n"
                end = whole.rfind(b"\n") + 1
                if len(whole) - end > _CHUNK:
                    raise WrongFile(self.path, line, "this line is too long.")
                rest = whole[end:]
                if end:
                    data = np.frombuffer(whole[:end] + b"\0" * _WORD, np.uint8)
                    ends = np.flatnonzero(data == _LINE)
                    yield self._fields(data, ends, line)
                    line += len(ends)

    def _fields(self, data: Ints, breaks: Ints, line: int) -> Fields:
        text = data[:-_WORD]
        if not text.all():
            zero = int(np.flatnonzero(text == 0)[0])
            raise WrongFile(self.path, line + int(np.searchsorted(breaks, zero)), "there is a zero byte in it.")
        commas = text == _COMMA
        quoted = bool((text == _QUOTE).any())
        if quoted:
            commas &= np.cumsum(text == _QUOTE, dtype=np.int64) % 2 == 0
        at = np.flatnonzero(commas)
        many = np.diff(np.searchsorted(at, breaks), prepend=0)
        starts = np.concatenate(([0], breaks[:-1] + 1))
        blank = breaks - starts - (text[breaks - 1] == _RETURN) * (breaks > starts) == 0
        wrong = np.flatnonzero((many != len(self.names) - 1) & ~blank)
        if len(wrong):
            raise WrongFile(self.path, line + int(wrong[0]), f"expected {len(self.names)} fields.")
        starts, ends, numbered = starts[~blank], breaks[~blank], np.flatnonzero(~blank) + line
        inner = at.reshape(len(starts), len(self.names) - 1)
        begin = np.concatenate((starts[:, None], inner + 1), axis=1)
        stop = np.concatenate((inner, ends[:, None]), axis=1)
        stop[:, -1] -= (text[np.maximum(ends - 1, 0)] == _RETURN) & (stop[:, -1] > begin[:, -1])
        fields = Fields(data, begin[:, self.order], (stop - begin)[:, self.order], numbered, self.path)
        return _unquoted(fields) if quoted else fields


def _unquoted(fields: Fields) -> Fields:
    data, begin, length = fields.data, fields.begin, fields.length
    opens = data[begin] == _QUOTE
    closes = data[begin + np.maximum(length - 1, 0)] == _QUOTE
    rows = np.flatnonzero((opens & ~(closes & (length >= 2))).any(axis=1))
    if len(rows):
        raise fields.wrong(rows[0], "a quote is not closed.")
    before = np.concatenate(([0], np.cumsum(data == _QUOTE)))
    inside = before[begin + length] - before[begin]
    rows = np.flatnonzero((~opens & (inside > 0)).any(axis=1))
    if len(rows):
        raise fields.wrong(rows[0], "a quote stands inside a field that has none around it.")
    return Fields(data, begin + opens, length - 2 * opens, fields.line, fields.path)


def numbers(fields: Fields, column: int) -> Floats:
    """[rows] the numbers of a column, exactly what Python reads in them; WrongFile at the first that is none."""
    words, length = fields.words(column), fields.length[:, column]
    first = (words[:, 0] & np.uint64(255)) - np.uint64(48)
    dotted = (words[:, 0] >> np.uint64(8)) & np.uint64(255) == 46
    plain = (first < 10) & (length > 0) & (length <= 2 * _WORD) & ((length == 1) | (dotted & (length > 2)))
    digits = max(0, min(int(length.max(initial=0)), 2 * _WORD) - 2)
    whole = first.copy()
    for place in range(digits):
        word, byte = divmod(place + 2, _WORD)
        digit = ((words[:, word] >> np.uint64(8 * byte)) & np.uint64(255)) - np.uint64(48)
        there = length > place + 2
        plain &= ~there | (digit < 10)
        whole = whole * np.uint64(10) + np.where(there, digit, np.uint64(0))
    found = whole.astype(np.float64) / 10.0**digits
    other = np.flatnonzero(~plain)
    if len(other):
        found[other] = _read(fields, column, words[other], other)
    return found


_NUMERIC = np.zeros(256, bool)
_NUMERIC[np.frombuffer(b"0123456789.+-eE\0", np.uint8)] = True


def _read(fields: Fields, column: int, words: Ints, rows: Ints) -> Floats:
    """Numbers written in another way: with an exponent, a sign or more digits than a plain one has."""
    letters = np.ascontiguousarray(words).view(np.uint8).reshape(len(rows), -1)
    wrong = ~_NUMERIC[letters].all(axis=1) | (fields.length[rows, column] == 0)
    if wrong.any():
        raise fields.wrong(rows[np.argmax(wrong)], "this is not a number.")
    texts = letters.view(f"S{letters.shape[1]}")[:, 0]
    try:
        return texts.astype(np.float64)
    except ValueError:
        if len(rows) == 1:
            raise fields.wrong(rows[0], "this is not a number.") from None
        half = len(rows) // 2
        _read(fields, column, words[:half], rows[:half])
        _read(fields, column, words[half:], rows[half:])
        raise
