"""Which column is which."""

from __future__ import annotations

import pytest

from maatwerk.people.imports.columns import FIELDS, checked, forbidden, lacking, plain, recognise

ROSTER = (
    "Deelnemernr.", "Roepnaam", "Voorvoegsel", "Achternaam", "Geb.datum", "E-mail school", "Groep", "Opleiding",
    "Niv.", "Leerweg", "Locatie", "Leerjaar", "Postcode", "Mobiel",
)  # fmt: skip


def test_headings_of_the_real_roster_are_all_recognised() -> None:
    assert list(recognise(ROSTER)) == [
        "number", "preferred_name", "prefix", "family_name", "birth_date", "email", "group", "course",
        "level", "track", "site", "year", "postcode", "phone",
    ]  # fmt: skip


def test_english_headings_are_recognised_too() -> None:
    headings = ("Student ID", "First name", "Surname prefix", "Last name", "Date of birth", "Phone number", "Campus")

    assert recognise(headings) == {
        "number": 0, "given_name": 1, "prefix": 2, "family_name": 3, "birth_date": 4, "phone": 5, "site": 6,
    }  # fmt: skip


def test_first_of_two_columns_for_one_field_counts() -> None:
    assert recognise(("E-mail school", "E-mail")) == {"email": 0}


def test_headings_are_compared_without_accents_dots_and_capitals() -> None:
    assert plain(" Geb. DATUM ") == "gebdatum"


@pytest.mark.parametrize("heading", ["BSN", "Burgerservicenummer", "Sofinr", "Onderwijsnummer", "PGN"])
def test_columns_that_we_may_not_hold_are_named(heading: str) -> None:
    assert forbidden(("Nr", heading)) == [heading]


@pytest.mark.parametrize(
    ("mapping", "lacks"),
    [
        ({"number": 0, "preferred_name": 1, "family_name": 2}, ()),
        ({"id": 0}, ()),
        ({"family_name": 0}, ("number", "preferred_name")),
        ({"number": 0}, ("family_name", "preferred_name")),
    ],
)
def test_a_file_needs_a_number_and_a_name(mapping: dict[str, int], lacks: tuple[str, ...]) -> None:
    assert lacking(mapping) == lacks


def test_mapping_from_outside_keeps_only_fields_and_columns_that_exist() -> None:
    assert checked({"number": 0, "email": 9, "phone": True, "track": -1, "nonsense": 1, "year": "2"}, 3) == {
        "number": 0
    }


def test_every_field_is_named_once() -> None:
    assert len(set(FIELDS)) == len(FIELDS)
