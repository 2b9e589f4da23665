"""Lists as sheets: complete, readable, and never a formula."""

from __future__ import annotations

import csv
import re
from datetime import date, datetime
from io import BytesIO, StringIO

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from maatwerk.interface.sheets import Cell, as_typed, cell_text, harmless, sheet

LINES = re.compile("[\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")
BLANKS = " \t\u00a0\u00ad\u2007\u200b\u202f\u3000\ufeff"
STARTS = ("=", "+", "-", "@", "\t", "\r", "\x00", "＝", "＋", "－", "＠")

nasty = st.lists(
    st.sampled_from(
        [*STARTS, *BLANKS, "\n", "\r\n", "\u2028", "'", '"', ";", "cmd|' /C calc'!A0", "SUM(1)", "Noor", "06"]
    ),
    max_size=8,
).map("".join)
texts = st.one_of(nasty, st.text(max_size=30))


def dangerous(text: str) -> bool:
    """Whether any line starts, behind blanks, with what a spreadsheet may run."""
    return any(
        line.lstrip(" \u00a0\u00ad\u2007\u200b\u202f\u3000\ufeff").startswith(STARTS) for line in LINES.split(text)
    )


@given(texts)
def test_no_line_of_a_cell_starts_as_a_formula(text: str) -> None:
    assert not dangerous(harmless(text))


@given(texts)
def test_cell_that_comes_back_is_as_it_was_typed(text: str) -> None:
    assert as_typed(harmless(text)) == text


@given(st.text(alphabet=st.characters(categories=["L", "N"]), max_size=30))
def test_ordinary_words_stay_as_they_are(text: str) -> None:
    assert harmless(text) == text


@pytest.mark.parametrize(
    ("typed", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("+31 6", "'+31 6"),
        ("-", "'-"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("\x00=1", "'\x00=1"),
        ("  =1", "'  =1"),
        ("\u00a0=1", "'\u00a0=1"),
        ("Noor\n=1", "Noor\n'=1"),
        ("'=1", "''=1"),
        ("'s Gravenhage", "'s Gravenhage"),
        ("3-5", "3-5"),
        ("", ""),
    ],
)
def test_apostrophe_stands_before_each_line_that_could_run(typed: str, safe: str) -> None:
    assert harmless(typed) == safe


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), (-5, "-5"), (1.5, "1.5"), (True, "True"), (date(2026, 11, 24), "2026-11-24"), ("=x", "'=x")],
)
def test_values_are_written_as_text(value: Cell, text: str) -> None:
    assert cell_text(value) == text


@pytest.fixture(scope="module")
def app() -> Flask:
    return Flask(__name__)


ROWS: list[tuple[Cell, ...]] = [
    ("Noor", "=HYPERLINK(1)", 3),
    ("Daan; jr", '"hoi"\n@x', None),
    ("Zoë", " -1", date(2026, 1, 2)),
]
SAFE = [["Noor", "'=HYPERLINK(1)", "3"], ["Daan; jr", '"hoi"\n\'@x', ""], ["Zoë", "' -1", "2026-01-02"]]


def test_csv_opens_in_dutch_spreadsheets(app: Flask) -> None:
    with app.test_request_context():
        answer = sheet("mensen", ["Naam", "=Wens", "Aantal"], ROWS)
        answer.direct_passthrough = False
        body = answer.get_data()

    assert body.startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(StringIO(body.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert read == [["Naam", "'=Wens", "Aantal"], *SAFE]
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == "attachment; filename=mensen.csv"


def test_xlsx_holds_nothing_but_text(app: Flask) -> None:
    with app.test_request_context():
        answer = sheet("mensen", ["Naam", "=Wens", "Aantal"], ROWS, "xlsx")
        answer.direct_passthrough = False
        body = answer.get_data()

    read = CalamineWorkbook.from_filelike(BytesIO(body)).get_sheet_by_index(0).to_python()
    assert read == [["Naam", "'=Wens", "Aantal"], *SAFE]
    assert answer.headers["Content-Disposition"] == "attachment; filename=mensen.xlsx"


@given(st.lists(st.lists(texts, min_size=3, max_size=3), max_size=5))
@settings(max_examples=60)
def test_csv_loses_and_runs_nothing_of_any_text(app: Flask, rows: list[list[str]]) -> None:
    with app.test_request_context():
        answer = sheet("x", ["a", "b", "c"], rows)
        answer.direct_passthrough = False
        text = answer.get_data().decode("utf-8-sig")

    read = list(csv.reader(StringIO(text, newline=""), delimiter=";"))[1:]
    assert [[as_typed(cell) for cell in row] for row in read] == rows
    assert not any(dangerous(cell) for row in read for cell in row)


@pytest.mark.parametrize("count", [1, 3])
def test_sheet_has_a_row_for_each(app: Flask, count: int) -> None:
    with app.test_request_context():
        answer = sheet("x", ["wanneer"], ([datetime(2026, 1, day, 9)] for day in range(1, count + 1)))
        answer.direct_passthrough = False

    assert answer.get_data().decode("utf-8-sig").count("\r\n") == count + 1
