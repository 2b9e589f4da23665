"""Letters for a face without a picture."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maatwerk.interface.names import initials


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Noor El Amrani", "NA"),
        ("Thijs de Wit", "TW"),
        ("Daan", "D"),
        ("Jayden Tjon-A-Fat", "JF"),
        ("van den Berg", "B"),
        ("'s Gravesande", "G"),
        ("Ömer Çelik", "ÖÇ"),
        ("  ", "?"),
        ("😀 Fatma", "F"),
    ],
)
def test_initials_are_of_first_and_last_name(name: str, letters: str) -> None:
    assert initials(name) == letters


@given(st.text(max_size=40))
def test_initials_are_short_for_any_name(name: str) -> None:
    assert 1 <= len(initials(name)) <= 6
