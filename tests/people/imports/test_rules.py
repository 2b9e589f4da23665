"""What becomes of each row."""

from __future__ import annotations

import io
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maatwerk.people.imports import columns, reading
from maatwerk.people.imports.rules import (
    Bad,
    Good,
    Outcome,
    Passed,
    Plan,
    Row,
    Values,
    forbidden_columns,
    judge,
    keys,
    people,
    plan,
    repeats,
    total_of,
)

ROSTER = Path(__file__).parents[2] / "data" / "roster-waddenkust.csv"
TODAY = date(2026, 11, 24)
HEADINGS = ("Nr", "Roepnaam", "Achternaam", "Geboortedatum", "Notitie")
HOW = plan(HEADINGS, columns.recognise(HEADINGS), TODAY)
ANNA = ("1", "Anna", "Bakker", "01-02-2009", "")


def _rows(*lines: tuple[str, ...]) -> list[Row]:
    return [Row(line, cells) for line, cells in enumerate(lines, start=2)]


def _values(number: str, called: str, family: str) -> Values:
    return {"number": number, "preferred_name": called, "family_name": family, "birth_date": date(2009, 2, 1)}


def _judged(*lines: tuple[str, ...], how: Plan = HOW) -> tuple[list[Good | Bad], Outcome]:
    outcome = Outcome()
    return list(judge(lambda: _rows(*lines), how, outcome)), outcome


def _roster() -> tuple[list[Good | Bad], Outcome, Plan]:
    def opened() -> io.BufferedReader:
        return ROSTER.open("rb")

    layout = reading.look(opened)
    how = plan(layout.headings, columns.recognise(layout.headings), TODAY)
    outcome = Outcome()
    return list(judge(lambda: reading.rows(opened, layout), how, outcome)), outcome, how


def test_real_roster_gives_exactly_these_good_and_bad_rows() -> None:
    judged, outcome, _ = _roster()

    assert (outcome.good, outcome.bad, outcome.lost) == (1182, 18, 110)
    assert outcome.reasons == {
        "birth_date_future": 1,
        "birth_date_impossible": 1,
        "birth_date_missing": 1,
        "birth_date_unlikely": 1,
        "family_name_missing": 1,
        "formula": 1,
        "level_unknown": 2,
        "line_break": 1,
        "number_twice": 2,
        "postcode_impossible": 5,
        "too_few_cells": 1,
        "too_many_cells": 1,
    }
    assert outcome.passed == Passed(blank=2, headings=1, other=0, total=1200, repeated=1)
    assert len(judged) == 1200


def test_real_roster_gives_back_the_lines_that_need_a_look() -> None:
    judged, _, _ = _roster()

    assert sorted(bad.line for bad in judged if isinstance(bad, Bad)) == [
        7, 21, 45, 62, 64, 95, 96, 114, 133, 134, 204, 205, 464, 718, 804, 805, 807, 902,
    ]  # fmt: skip


def test_real_roster_is_read_in_the_words_of_the_house() -> None:
    judged, _, _ = _roster()
    by_line = {good.line: good for good in judged if isinstance(good, Good)}

    assert by_line[5].values == {
        "number": "100010", "preferred_name": "Marrit", "prefix": "van der", "family_name": "Öztürkan",
        "birth_date": date(2009, 1, 5), "email": "100010@student.waddenkust.example", "group": "VE21A",
        "course": "Verkoper", "level": 2, "track": "BOL", "site": "Sneek", "year": 1, "postcode": "8495 HW",
        "phone": "+31600000077",
    }  # fmt: skip
    assert (by_line[10].values["family_name"], by_line[10].lost) == ("D?browik", True)
    assert by_line[33].values["email"] is None
    assert by_line[81].values["track"] == "BOL"
    assert by_line[82].values["birth_date"] == date(2007, 3, 8)
    assert by_line[94].values["postcode"] == "8796 WB"
    assert by_line[155].values["birth_date"] == date(2009, 9, 1)
    assert by_line[174].values["preferred_name"] == "Ilse"
    assert by_line[806].values["prefix"] == "van"
    assert Counter(good.values["site"] for good in by_line.values()).keys() == {
        "Drachten", "Heerenveen", "Leeuwarden", "Sneek",
    }  # fmt: skip


def test_a_good_row_holds_its_values() -> None:
    judged, _ = _judged(ANNA)

    assert judged == [
        Good(
            2, {"number": "1", "preferred_name": "Anna", "family_name": "Bakker", "birth_date": date(2009, 2, 1)}, False
        )
    ]


@pytest.mark.parametrize(
    ("cells", "reasons"),
    [
        (("1", "Anna", "Bakker"), ("too_few_cells",)),
        ((*ANNA, "extra"), ("too_many_cells",)),
        (("", "Anna", "Bakker", "01-02-2009", ""), ("number_missing",)),
        (("1", "", "", "", ""), ("family_name_missing", "first_name_missing", "birth_date_missing")),
        (("1", "=1", "Bakker\nx", "31-02-2009", ""), ("formula", "line_break", "birth_date_impossible")),
        (("1", "Anna", "Bakker", "01-02-2009", "111222333"), ("bsn",)),
    ],
)
def test_a_bad_row_says_every_reason_once(cells: tuple[str, ...], reasons: tuple[str, ...]) -> None:
    judged, outcome = _judged(cells)

    assert judged == [Bad(2, cells, reasons)]
    assert outcome.reasons == dict.fromkeys(reasons, 1)


def test_empty_cells_behind_the_last_column_harm_nobody() -> None:
    judged, _ = _judged((*ANNA, "", " "))

    assert isinstance(judged[0], Good)


def test_the_same_row_twice_counts_once() -> None:
    judged, outcome = _judged(ANNA, ("1", "Anna ", "Bakker", "01-02-2009", ""))

    assert (len(judged), outcome.good, outcome.passed.repeated) == (1, 1, 1)


def test_one_number_for_different_people_sends_all_of_them_back() -> None:
    other = ("1", "Ben", "Jager", "31-02-2009", "")
    judged, outcome = _judged(ANNA, ("2", "Cas", "Mulder", "01-02-2009", ""), other)

    assert judged == [
        Good(
            3, {"number": "2", "preferred_name": "Cas", "family_name": "Mulder", "birth_date": date(2009, 2, 1)}, False
        ),
        Bad(2, ANNA, ("number_twice",)),
        Bad(4, other, ("number_twice", "birth_date_impossible")),
    ]
    assert outcome.reasons == {"number_twice": 2, "birth_date_impossible": 1}


def test_lines_that_are_no_person_are_counted_not_lost() -> None:
    passed = Passed()
    lines = _rows(
        ANNA, (), ("", "", ""), HEADINGS, ("Aantal: 1.200",), ("Totaal", ""), ("afgedrukt door de administratie",)
    )

    assert [row.line for row in people(lines, HOW, passed)] == [2]
    assert passed == Passed(blank=2, headings=1, other=2, total=1200)
    assert passed.counts() == {"blank": 2, "headings": 1, "other": 2, "repeated": 0, "total": 1200}


@pytest.mark.parametrize(
    ("cells", "total"),
    [
        (("Aantal: 1200",), 1200),
        (("Totaal", "1.200"), 1200),
        (("Total",), -1),
        (("Totaalbouw", "x"), None),
        (ANNA, None),
    ],
)
def test_lines_with_a_total_are_known(cells: tuple[str, ...], total: int | None) -> None:
    assert total_of(cells) == total


def test_repeated_numbers_are_found_without_keeping_the_rows() -> None:
    found = repeats(_rows(ANNA, ("2", "Ben", "Jager", "", ""), (" 1 ", "Cas", "", "", "")), HOW)

    assert len(found) == 1


def test_people_sheet_is_recognised_by_its_own_ids() -> None:
    headings = ("Id", "Roepnaam", "Nr")
    how = plan(headings, columns.recognise(headings), TODAY)
    judged, _ = _judged(("", "Anna", "1"), ("not an id", "Anna", "2"), how=how)

    assert how.key == "id"
    assert [bad.reasons for bad in judged if isinstance(bad, Bad)] == [("id_missing",), ("id_unreadable",)]


def test_keys_come_from_the_names_of_the_row() -> None:
    assert keys({"preferred_name": "Zoë", "prefix": "van der", "family_name": "Öz"}) == (
        "oz zoe van der",
        "zoe van der oz",
    )


def test_columns_of_citizen_service_numbers_are_named_by_heading_and_by_content() -> None:
    numbers = ("111222333", "123456782", "111222333", "123456782", "111222333")
    rows = [Row(line, ("1", number, number)) for line, number in enumerate(numbers)]

    assert forbidden_columns(("Nr", "BSN", "Code"), rows) == ("BSN", "Code")
    assert forbidden_columns(("Nr", "Naam", "Code"), [Row(1, ("1", "a", "123456789"))] * 9) == ()


cell = st.one_of(st.text(max_size=12), st.sampled_from(["1", "2", "Anna", "01-02-2009", "", "=1", "Aantal: 3"]))


@given(st.lists(st.lists(cell, max_size=7).map(tuple), max_size=8))
def test_every_row_is_taken_sent_back_or_counted_and_nothing_raises(lines: list[tuple[str, ...]]) -> None:
    judged, outcome = _judged(*lines)
    passed = outcome.passed
    totals = sum((total_of(line) or -1) >= 0 and any(part.strip() for part in line) for line in lines)

    assert outcome.good + outcome.bad == len(judged)
    assert len(judged) + passed.blank + passed.headings + passed.other + passed.repeated + totals == len(lines)
