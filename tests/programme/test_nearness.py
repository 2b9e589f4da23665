"""How near two postcodes are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maatwerk.programme.nearness import nearness

POSTCODES = st.from_regex(r"[1-9][0-9]{3} [A-Z]{2}", fullmatch=True)


@pytest.mark.parametrize(
    ("theirs", "found"),
    [
        ("8401 XY", (1.0, "here")),
        ("8409 AB", (0.85, "near")),
        ("8491 AB", (0.6, "region")),
        ("8301 AB", (0.3, "next")),
        ("8501 AB", (0.3, "next")),
        ("9401 AB", (0.0, "far")),
    ],
)
def test_more_numbers_in_common_is_nearer(theirs: str, found: tuple[float, str]) -> None:
    assert nearness("8401 AB", theirs) == found


@given(POSTCODES, POSTCODES)
def test_nearness_is_the_same_from_both_ends(ours: str, theirs: str) -> None:
    assert nearness(ours, theirs) == nearness(theirs, ours)
