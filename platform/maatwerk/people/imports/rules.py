"""What becomes of each row: taken, back with a reason, or passed over; decisions without a database."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from itertools import pairwise

from maatwerk.people import cells
from maatwerk.people.cells import Unreadable
from maatwerk.people.imports import columns
from maatwerk.people.rules import full_name, lost_letters, name_keys

Values = dict[str, "str | int | date | None"]
_TOTAL = re.compile(r"(?:aantal|totaal|total|count|number of \w+)\b\D*(\d[\d.]*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it stands in the file, with the number of its first line."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Good:
    """A row that can be taken: its values by field."""

    line: int
    values: Values
    lost: bool  # the export wrote `?` where a letter of the name was


@dataclass(frozen=True, slots=True)
class Bad:
    """A row that goes back as it came, with every reason why."""

    line: int
    cells: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(slots=True)
class Passed:
    """What was no row of a person: counted, so that nothing disappears unseen."""

    blank: int = 0
    headings: int = 0
    other: int = 0
    total: int | None = None  # what the file itself says it holds
    repeated: int = 0  # the same row once more

    def counts(self) -> dict[str, int]:
        """As numbers to keep."""
        found = {"blank": self.blank, "headings": self.headings, "other": self.other, "repeated": self.repeated}
        return found if self.total is None else {**found, "total": self.total}


@dataclass(frozen=True, slots=True)
class Plan:
    """How to read the rows of one file."""

    headings: tuple[str, ...]
    mapping: Mapping[str, int]
    today: date
    key: str = "number"  # or id: what rows are recognised by

    @property
    def fields(self) -> frozenset[str]:
        """Which fields the file fills."""
        return frozenset(self.mapping)


def plan(headings: Sequence[str], mapping: Mapping[str, int], today: date) -> Plan:
    """Read by `mapping`; people's own id goes before a source's number."""
    return Plan(tuple(headings), mapping, today, "id" if "id" in mapping else "number")


def read(row: Row, how: Plan) -> Good | Bad:
    """Judge one row by itself: every cell that can't be read is a reason."""
    reasons = _shape(row.cells, len(how.headings))
    if reasons:
        return Bad(row.line, row.cells, reasons)
    found: Values = {}
    wrong: list[str] = []
    for name, at in how.mapping.items():
        try:
            found[name] = cells.value(name, cells.clean(row.cells[at]), how.today)
        except Unreadable as error:
            wrong.append(str(error))
    wrong += _unmapped(row.cells, how)
    wrong += [] if wrong else _needed(found, how)
    if wrong:
        return Bad(row.line, row.cells, tuple(dict.fromkeys(wrong)))
    names = [str(found[name]) for name in columns.NAMES if found.get(name)]
    return Good(row.line, found, lost_letters(*names))


def _shape(found: Sequence[str], width: int) -> tuple[str, ...]:
    if len(found) < width:
        return ("too_few_cells",)
    if not is_blank(found[width:]):
        return ("too_many_cells",)
    return ()


def _unmapped(found: Sequence[str], how: Plan) -> list[str]:
    """What nobody asked for is not kept, but a row that carries a citizen service number goes back whole."""
    used = set(how.mapping.values())
    spare = (found[at].strip() for at in range(len(how.headings)) if at not in used)
    return ["bsn"] if any(len(text) > 7 and cells.looks_like_bsn(text) for text in spare) else []


def _needed(found: Values, how: Plan) -> list[str]:
    """What every row must say, as far as the file has the column."""
    if how.key == "id":
        return [] if found.get("id") else ["id_missing"]
    wrong = [] if found.get("number") else ["number_missing"]
    if "family_name" in how.fields and not found.get("family_name"):
        wrong.append("family_name_missing")
    if not (found.get("preferred_name") or found.get("given_name")):
        wrong.append("first_name_missing")
    if "birth_date" in how.fields and not found.get("birth_date"):
        wrong.append("birth_date_missing")
    return wrong


def keys(values: Values) -> tuple[str, str]:
    """Sort key and search key of a row's names."""
    given, preferred, prefix, family = (values.get(name) for name in columns.NAMES)
    return name_keys(*(None if part is None else str(part) for part in (given, preferred, prefix, family)))


def name_of(values: Values) -> str:
    """A row's name as it would stand with us."""
    given, preferred, prefix, family = (values.get(name) for name in columns.NAMES)
    return full_name(*(None if part is None else str(part) for part in (given, preferred, prefix, family)))


def is_blank(cells: Sequence[str]) -> bool:
    """Nothing but separators and blanks."""
    return not any(cell.strip() for cell in cells)


def total_of(cells: Sequence[str]) -> int | None:
    """The number in a line such as `Aantal: 1200` below the rows; -1 when it names none; None for other lines."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    if not 1 <= len(filled) <= 2:
        return None
    found = _TOTAL.fullmatch(" ".join(filled))
    if found is None:
        return None
    digits = (found[1] or "").replace(".", "")
    return int(digits) if digits and len(digits) < 10 else -1


def people(rows: Iterable[Row], how: Plan, passed: Passed) -> Iterator[Row]:
    """The rows that stand for a person; the rest is counted in `passed`."""
    for row in rows:
        if is_blank(row.cells):
            passed.blank += 1
        elif tuple(" ".join(cell.split())[:80] for cell in row.cells[: len(how.headings)]) == how.headings:
            passed.headings += 1
        elif (total := total_of(row.cells)) is not None:
            passed.total = total if total >= 0 else passed.total
            passed.other += total < 0
        elif len(row.cells) == 1 and len(how.headings) > 3:
            passed.other += 1
        else:
            yield row


def repeats(rows: Iterable[Row], how: Plan) -> frozenset[int]:
    """Fingerprints of the numbers that stand in more than one row; eight bytes a row are all it keeps."""
    at = how.mapping[how.key]
    seen = array("Q")
    for row in people(rows, how, Passed()):
        if len(row.cells) > at and (number := row.cells[at].strip()):
            seen.append(fingerprint(number))
    ordered = sorted(seen)
    return frozenset(one for one, other in pairwise(ordered) if one == other)


def fingerprint(number: str) -> int:
    """Eight bytes that stand for a number."""
    return int.from_bytes(blake2b(number.encode("utf-8", "replace"), digest_size=8).digest())


@dataclass(slots=True)
class Outcome:
    """What came of a whole file so far."""

    passed: Passed = field(default_factory=Passed)
    good: int = 0
    lost: int = 0
    bad: int = 0
    reasons: dict[str, int] = field(default_factory=dict)

    def count(self, judged: Good | Bad) -> Good | Bad:
        """Add one row."""
        if isinstance(judged, Good):
            self.good += 1
            self.lost += judged.lost
        else:
            self.bad += 1
            for reason in judged.reasons:
                self.reasons[reason] = self.reasons.get(reason, 0) + 1
        return judged


def judge(rows: Callable[[], Iterable[Row]], how: Plan, outcome: Outcome) -> Iterator[Good | Bad]:
    """Judge every row of a file, in its order; `rows` starts anew each time it is called.

    A number that stands in several rows: said twice the same it counts once, said differently all go back.
    """
    doubtful = repeats(rows(), how)
    at = how.mapping[how.key]
    held: dict[str, list[Row]] = {}
    for row in people(rows(), how, outcome.passed):
        number = row.cells[at].strip() if len(row.cells) > at else ""
        if number and doubtful and fingerprint(number) in doubtful:
            held.setdefault(number, []).append(row)
        else:
            yield outcome.count(read(row, how))
    for same in held.values():
        for judged in _repeated(same, how, outcome.passed):
            yield outcome.count(judged)


def _repeated(same: Sequence[Row], how: Plan, passed: Passed) -> Iterator[Good | Bad]:
    """The rows with one number."""
    first = read(same[0], how)
    if all(_like(row.cells, same[0].cells) for row in same[1:]):
        passed.repeated += len(same) - 1
        yield first
        return
    for row in same:
        judged = read(row, how)
        reasons = judged.reasons if isinstance(judged, Bad) else ()
        yield Bad(row.line, row.cells, ("number_twice", *reasons))


def _like(one: Sequence[str], other: Sequence[str]) -> bool:
    return [cell.strip() for cell in one] == [cell.strip() for cell in other]


def holds_bsns(numbers: Iterable[str]) -> bool:
    """Is this column of numbers one of citizen service numbers? By chance one in eleven passes the test."""
    nine = [number for number in numbers if len(number) == 9 and number.isdigit()]
    passing = sum(cells.looks_like_bsn(number) for number in nine)
    return len(nine) >= 5 and passing * 2 > len(nine)


def forbidden_columns(headings: Sequence[str], rows: Iterable[Row]) -> tuple[str, ...]:
    """The headings of columns that hold citizen service numbers or education numbers, by name or by content."""
    named = columns.forbidden(headings)
    sample: list[list[str]] = [[] for _ in headings]
    for row, _number in zip(rows, range(500), strict=False):
        for at, cell in enumerate(row.cells[: len(headings)]):
            sample[at].append(cell.strip())
    filled = [heading for heading, numbers in zip(headings, sample, strict=True) if holds_bsns(numbers)]
    return tuple(dict.fromkeys([*named, *filled]))
