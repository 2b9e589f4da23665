"""A file as rows of text: its encoding, its separator, the line with headings, what stands above and below the rows."""

from __future__ import annotations

import codecs
import csv
import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from typing import BinaryIO

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from maatwerk.interface.sheets import as_typed
from maatwerk.people.imports import columns
from maatwerk.people.imports.rules import Row

Opener = Callable[[], BinaryIO]  # opens the file from its start, as often as asked

MOST_COLUMNS = 200
MOST_UNPACKED = 64 * 1024 * 1024  # a sheet that unpacks to more is no roster
_LOOK_AHEAD = 30  # lines in which the headings must stand
_NO_LETTER = "\ufffd"  # what decoding puts where a byte means nothing
_SEPARATORS = ";\t,|"
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


class UnreadableFile(ValueError):
    """This is no file with rows that we can read; the argument is the reason's key."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file is laid out: what to remember of it, so that it reads the same again."""

    kind: str  # csv or xlsx
    encoding: str
    separator: str
    headings: tuple[str, ...]
    line: int  # of the headings

    @property
    def width(self) -> int:
        """How many columns there are."""
        return len(self.headings)


def look(opened: Opener) -> Layout:
    """Find out how a file is laid out. Raises UnreadableFile."""
    with opened() as stream:
        start = stream.read(4096)
    if not start.strip(b"\x00 \t\r\n"):
        raise UnreadableFile("empty")
    if start.startswith(b"PK"):
        rows = list(islice(_sheet_rows(opened), _LOOK_AHEAD))
        return _layout(rows, "xlsx", "", "")
    if start.startswith((b"\xd0\xcf\x11\xe0", b"%PDF", b"{", b"<")):
        raise UnreadableFile("no_sheet")
    encoding = _encoding(opened, start)
    separator = _separator(opened, encoding)
    rows = list(islice(_text_rows(opened, encoding, separator), _LOOK_AHEAD))
    return _layout(rows, "csv", encoding, separator)


def rows(opened: Opener, layout: Layout) -> Iterator[Row]:
    """Every row below the headings, whatever it is."""
    found = _sheet_rows(opened) if layout.kind == "xlsx" else _text_rows(opened, layout.encoding, layout.separator)
    for row in found:
        if row.line > layout.line:
            yield row


def _layout(found: Sequence[Row], kind: str, encoding: str, separator: str) -> Layout:
    if not found:
        raise UnreadableFile("empty")
    head = max(found, key=lambda row: (columns.recognised(row.cells), len(row.cells), -row.line))
    headings = tuple(" ".join(cell.split())[:80] for cell in head.cells)
    while headings and not headings[-1]:
        headings = headings[:-1]
    if len(headings) < 2:
        raise UnreadableFile("one_column")
    if len(headings) > MOST_COLUMNS:
        raise UnreadableFile("too_many_columns")
    return Layout(kind, encoding, separator, headings, head.line)


def _encoding(opened: Opener, start: bytes) -> str:
    """UTF-8 when every byte says so, else what old systems write: Windows-1252."""
    for mark, name in _BOMS:
        if start.startswith(mark):
            return name
    if b"\x00" in start:  # text holds no such byte, but every plain letter of UTF-16 has one beside it
        return "utf-16-be" if start[0] == 0 else "utf-16-le"
    decoder = codecs.getincrementaldecoder("utf-8")()
    with opened() as stream:
        try:
            while block := stream.read(1 << 16):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8"


def _text(stream: BinaryIO, encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="")


def _separator(opened: Opener, encoding: str) -> str:
    """The sign that splits most lines into the most known headings, or simply into the most cells."""
    with opened() as stream, _text(stream, encoding) as text:
        lines = [line for line in islice(_short_lines(text), _LOOK_AHEAD) if line.strip()]
    if not lines:
        raise UnreadableFile("empty")

    def score(sign: str) -> tuple[int, int]:
        split = [next(csv.reader([line], delimiter=sign), []) for line in lines]
        return max(columns.recognised(cells) for cells in split), max(len(cells) for cells in split)

    return max(_SEPARATORS, key=score)


def _short_lines(text: io.TextIOWrapper) -> Iterator[str]:
    while line := text.readline(1 << 16):
        yield line


def _text_rows(opened: Opener, encoding: str, separator: str) -> Iterator[Row]:
    with opened() as stream, _text(stream, encoding) as text:
        reader = csv.reader(text, delimiter=separator)
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except (csv.Error, UnicodeError) as error:
                raise UnreadableFile("broken") from error
            yield Row(line, tuple(_whole(cell) for cell in cells))


def _whole(cell: str) -> str:
    """A cell as it was meant: a quote for spreadsheets is taken off, a byte that is no letter is a lost letter."""
    if _NO_LETTER in cell:
        cell = cell.replace(_NO_LETTER, "?")
    return as_typed(cell) if "'" in cell else cell


def _sheet_rows(opened: Opener) -> Iterator[Row]:
    with opened() as stream:
        data = stream.read()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > MOST_UNPACKED:
                raise UnreadableFile("too_big")
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
        values = sheet.to_python(skip_empty_area=False)
    except (zipfile.BadZipFile, PasswordError, CalamineError, ValueError, IndexError, OSError) as error:
        raise error if isinstance(error, UnreadableFile) else UnreadableFile("no_sheet") from error
    for at, cells in enumerate(values, start=1):
        yield Row(at, tuple(as_typed(_cell(cell)) for cell in cells))


def _cell(cell: object) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
