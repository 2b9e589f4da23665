"""The holidays as an organisation types them."""

from __future__ import annotations

from datetime import date

import pytest

from maatwerk.tenancy.settings import WrongSetting
from maatwerk.trajectory.settings import HOLIDAYS, as_text, calendar_of, typed


def test_list_is_typed_a_line_a_holiday_and_shown_back():
    text = (
        "10-10-2026 t/m 18-10-2026 Herfstvakantie\n\n2027-04-27 Koningsdag\n19/12/2026 – 3/1/2027 Kerst en nieuwjaar\n"
    )
    value = typed(text)

    assert value == [
        {"name": "Herfstvakantie", "first": "2026-10-10", "last": "2026-10-18"},
        {"name": "Koningsdag", "first": "2027-04-27", "last": "2027-04-27"},
        {"name": "Kerst en nieuwjaar", "first": "2026-12-19", "last": "2027-01-03"},
    ]
    assert typed(as_text(value)) == value
    assert calendar_of(value).is_off(date(2027, 1, 1))


@pytest.mark.parametrize(
    "text", ["Herfstvakantie", "18-10-2026 10-10-2026 Herfst", "31-02-2026 Carnaval", "1-1-2026 1-1-2027 Een heel jaar"]
)
def test_line_that_is_no_holiday_is_named(text):
    with pytest.raises(WrongSetting) as wrong:
        typed(f"10-10-2026 18-10-2026 Herfst\n{text}")

    assert text in str(wrong.value)


@pytest.mark.parametrize(
    "value",
    [
        "summer",
        [{"name": "x"}],
        [{"name": "", "first": "2026-10-10", "last": "2026-10-18"}],
        [{"name": "x", "first": "2026-10-18", "last": "2026-10-10"}],
        [{"name": "x", "first": 3, "last": "2026-10-10"}],
        [{"name": "x", "first": "2026-10-10", "last": "2026-10-18"}] * 61,
    ],
)
def test_setting_takes_nothing_but_holidays(value):
    with pytest.raises(WrongSetting):
        HOLIDAYS.read(value)


def test_setting_begins_with_this_school_years_holidays():
    """Domain section 4: the advised dates of the north, for an organisation to check and change."""
    assert HOLIDAYS.read(HOLIDAYS.default) == HOLIDAYS.default
    assert [(one["first"], one["last"]) for one in HOLIDAYS.default] == [
        ("2026-10-10", "2026-10-18"),
        ("2026-12-19", "2027-01-03"),
        ("2027-02-20", "2027-02-28"),
        ("2027-04-24", "2027-05-09"),
        ("2027-07-10", "2027-08-22"),
    ]
