"""What one cell means."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maatwerk.interface.forms import parsed_phone
from maatwerk.people.cells import Unreadable, clean, looks_like_bsn, phone, postcode, value
from maatwerk.people.imports import columns

TODAY = date(2026, 11, 24)


def _said(field: str, text: str) -> object:
    try:
        return value(field, clean(text), TODAY)
    except Unreadable as error:
        return f"!{error}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("31-03-2009", date(2009, 3, 31)),
        ("1/3/2009", date(2009, 3, 1)),
        ("2009-09-01", date(2009, 9, 1)),
        ("29-02-2008", date(2008, 2, 29)),
        ("", None),
        ("31-02-2008", "!birth_date_impossible"),
        ("29-02-2009", "!birth_date_impossible"),
        ("2009-13-01", "!birth_date_impossible"),
        ("12-12-2031", "!birth_date_future"),
        ("01-01-1900", "!birth_date_unlikely"),
        ("24-11-2024", "!birth_date_unlikely"),
        ("01-02-09", "!birth_date_unreadable"),
        ("voorjaar", "!birth_date_unreadable"),
    ],
)
def test_birth_dates_are_days_that_exist_and_fit_a_life(text: str, said: object) -> None:
    assert _said("birth_date", text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("8796wb", "8796 WB"),
        (" 8908  nd ", "8908 ND"),
        ("", None),
        ("geen", None),
        ("0123 AB", "!postcode_impossible"),
        ("8901 SS", "!postcode_impossible"),
        ("8821 SD", "!postcode_impossible"),
        ("1234 SA", "!postcode_impossible"),
        ("12345", "!postcode_impossible"),
    ],
)
def test_postcodes_follow_the_rule_of_the_post(text: str, said: object) -> None:
    assert _said("postcode", text) == said


@given(st.from_regex(r"[1-9][0-9]{3} ?(?!S[ADS])[A-Z]{2}", fullmatch=True))
def test_every_lawful_postcode_is_written_with_one_blank(text: str) -> None:
    assert postcode(text) == f"{text[:4]} {text[-2:]}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("06-00 00 00 86", "+31600000086"),
        ("0600000086", "+31600000086"),
        ("+31 6 00 00 00 86", "+31600000086"),
        ("+32 470 00 00 00", "+32470000000"),
        ("geen", None),
        ("06-12", "!phone_impossible"),
        ("bel moeder", "!phone_impossible"),
    ],
)
def test_phones_are_possible_not_necessarily_valid(text: str, said: object) -> None:
    assert _said("phone", text) == said


@given(st.from_regex(r"0[1-9][0-9]{8}", fullmatch=True))
def test_short_cut_for_phones_says_what_the_library_says(text: str) -> None:
    number = parsed_phone(text)

    assert number is not None
    assert phone(text) == f"+{number.country_code}{number.national_number}"


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("email", "Anna@School.Example", "anna@school.example"),
        ("email", "geen", None),
        ("email", "anna@school", "!email_unreadable"),
        ("email", "a b@school.example", "!email_unreadable"),
        ("level", "mbo-4", 4),
        ("level", "niveau 2", 2),
        ("level", "5", "!level_unknown"),
        ("level", "vier", "!level_unknown"),
        ("track", "bol ", "BOL"),
        ("track", "deeltijd", "!track_unknown"),
        ("year", "leerjaar 3", 3),
        ("year", "9", "!year_unknown"),
        ("prefix", "VAN DER", "van der"),
        ("prefix", "van 't", "van 't"),
        ("preferred_name", "  Ilse  ", "Ilse"),
        ("preferred_name", "Ay?e", "Ay?e"),
        ("family_name", "12", "!name_unreadable"),
        ("family_name", "x" * 201, "!too_long"),
        ("family_name", "De  Graaff", "De Graaff"),
        ("number", "100003", "100003"),
        ("number", "*1", "!number_unreadable"),
        ("id", "not-an-id", "!id_unreadable"),
        ("group", "111222333", "!bsn"),
        ("number", "111222333", "111222333"),
    ],
)
def test_other_cells(field: str, text: str, said: object) -> None:
    assert _said(field, text) == said


@pytest.mark.parametrize("text", ['=HYPERLINK("http://x.example")', "+1+1", "-2", "@SUM(A1)", "\uff1d1"])
def test_formulas_go_back(text: str) -> None:
    assert _said("preferred_name", text) == "!formula"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Oosterwoud\n(bel ouders)", "line_break"),
        ("a\nb\nc\nd\ne", "open_quote"),
        ("A\x00b", "control_character"),
        ("A\tb", "control_character"),
        ("Anna\u202egnp", "control_character"),
    ],
)
def test_cells_with_line_ends_or_hidden_signs_go_back(text: str, reason: str) -> None:
    assert _said("family_name", text) == f"!{reason}"


def test_accents_are_kept_in_one_form() -> None:
    assert _said("family_name", "Zoe\u0308") == "Zo\u00eb"


@pytest.mark.parametrize(
    ("text", "looks"),
    [("111222333", True), ("123456782", True), ("12345678", False), ("123456789", False), ("000000000", False),
     ("1112 22 333", True), ("100003", False), ("11122233x", False)],
)  # fmt: skip
def test_citizen_service_numbers_are_seen_by_the_eleven_test(text: str, looks: bool) -> None:
    assert looks_like_bsn(text) is looks


@given(field=st.sampled_from(columns.FIELDS), text=st.text(max_size=30))
def test_no_cell_can_break_the_reading(field: str, text: str) -> None:
    said = _said(field, text)

    assert said is None or isinstance(said, (str, int, date))
