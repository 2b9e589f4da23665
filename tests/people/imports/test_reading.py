"""A file as rows."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from maatwerk.people.imports.reading import Layout, Opener, UnreadableFile, look, rows

HEAD = "Nr;Roepnaam;Achternaam;Geboortedatum"


def _file(text: str | bytes, encoding: str = "utf-8") -> Opener:
    data = text if isinstance(text, bytes) else text.encode(encoding)
    return lambda: io.BytesIO(data)


def _cells(opened: Opener) -> list[tuple[str, ...]]:
    return [row.cells for row in rows(opened, look(opened))]


@pytest.mark.parametrize(
    ("encoding", "said"), [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("cp1252", "cp1252"), ("utf-16", "utf-16")]
)
def test_encoding_is_found_and_read(encoding: str, said: str) -> None:
    opened = _file(f"{HEAD}\r\n1;Zoë;Öztürkan;01-02-2009\r\n", encoding)

    assert look(opened).encoding == said
    assert _cells(opened) == [("1", "Zoë", "Öztürkan", "01-02-2009")]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_read_all_the_same(encoding: str) -> None:
    opened = _file(f"{HEAD}\r\n1;Zoë;Öztürkan;01-02-2009\r\n2;Loïs;Dąbrowik;\r\n", encoding)

    assert look(opened).encoding == encoding
    assert _cells(opened) == [("1", "Zoë", "Öztürkan", "01-02-2009"), ("2", "Loïs", "Dąbrowik", "")]


def test_byte_that_stands_for_no_letter_is_a_lost_letter_like_any_other() -> None:
    opened = _file(HEAD.encode() + b"\n1;Zo\x81;Bakk\xebr;\n")

    assert _cells(opened) == [("1", "Zo?", "Bakkër", "")]


def test_bytes_that_are_not_utf_8_far_below_are_seen() -> None:
    opened = _file((HEAD + "\n" + "1;Anna;Bakker;\n" * 9000 + "2;Zoë;Ypma;\n").encode("cp1252"))

    assert look(opened).encoding == "cp1252"


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_separator_is_found(separator: str) -> None:
    opened = _file(f"{HEAD}\n1;Anna;Bakker;\n".replace(";", separator))

    assert look(opened).separator == separator
    assert _cells(opened) == [("1", "Anna", "Bakker", "")]


def test_title_above_the_headings_is_passed_over() -> None:
    opened = _file(f"Export deelnemers, 24-11-2026; concept\n\n{HEAD}\n1;Anna;Bakker;\n")

    assert look(opened) == Layout("csv", "utf-8", ";", ("Nr", "Roepnaam", "Achternaam", "Geboortedatum"), 3)
    assert [row.line for row in rows(opened, look(opened))] == [4]


def test_unknown_headings_are_the_widest_first_line() -> None:
    assert look(_file("Titel\nA;B;C\n1;2;3\n")).headings == ("A", "B", "C")


def test_a_cell_over_two_lines_keeps_its_first_line_number() -> None:
    opened = _file(f'{HEAD}\n1;Anna;"Bakker\n(bel)";\n2;Ben;Jager;\n')

    assert [(row.line, row.cells[0]) for row in rows(opened, look(opened))] == [(2, "1"), (4, "2")]


def test_apostrophe_that_our_own_sheet_put_before_a_formula_is_taken_away() -> None:
    assert _cells(_file(f"{HEAD}\n1;'=1+1;'s-Graven;\n")) == [("1", "=1+1", "'s-Graven", "")]


def _book(values: list[list[object]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet()
        day = book.add_format({"num_format": "dd-mm-yyyy"})
        for down, line in enumerate(values):
            for across, cell in enumerate(line):
                if isinstance(cell, date):
                    page.write_datetime(down, across, datetime(cell.year, cell.month, cell.day), day)
                else:
                    page.write(down, across, cell)
    return out.getvalue()


def test_a_workbook_is_read_like_any_sheet() -> None:
    opened = _file(_book([["Nr", "Roepnaam", "Geboortedatum"], [100003, "Zoë", date(2009, 2, 1)]]))

    assert look(opened).kind == "xlsx"
    assert _cells(opened) == [("100003", "Zoë", "2009-02-01")]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t\n", "empty"),
        (b"%PDF-1.7", "no_sheet"),
        (b"PK\x03\x04nonsense", "no_sheet"),
        (b"one column\n1\n2\n", "one_column"),
        ((";".join("abc" for _ in range(300)) + "\n").encode(), "too_many_columns"),
        (b'Nr;Roepnaam\n1;"' + b"x" * 200_000 + b'"\n', "broken"),
    ],
)
def test_what_is_no_sheet_is_refused_with_a_reason(data: bytes, reason: str) -> None:
    opened = _file(data)

    with pytest.raises(UnreadableFile) as refused:
        list(rows(opened, look(opened)))

    assert str(refused.value) == reason


@given(st.binary(max_size=300))
def test_no_bytes_can_break_the_reading(data: bytes) -> None:
    opened = _file(data)
    try:
        found = [row.cells for row in rows(opened, look(opened))]
    except UnreadableFile as error:
        found = [(str(error),)]

    assert all(isinstance(cell, str) for cells in found for cell in cells)


@given(
    st.lists(
        st.lists(
            st.text(st.characters(codec="utf-8", exclude_characters="\x00\r\n'"), max_size=8), min_size=4, max_size=4
        ),
        max_size=5,
    )
)
def test_what_a_spreadsheet_wrote_comes_back_cell_by_cell(lines: list[list[str]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows([HEAD.split(";"), *lines])

    assert _cells(_file(out.getvalue())) == [tuple(line) for line in lines]
