"""How an organisation begins."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maatwerk.opening.rules import Standing, may_start, slug_of, tasks
from maatwerk.tenancy.actions import SLUG

NOTHING = Standing(False, False, 0, 0, 0, 0, 0, False)
ALL = Standing(True, True, 1, 1, 1, 1, 1, True)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Waddenkust College Peer", "waddenkust-college-peer"),
        ("  Zoë & Jan's École ", "zoe-jan-s-ecole"),
        ("3e School", "e-school"),
        ("X", ""),
        ("漢字", ""),
    ],
)
def test_slug_is_made_of_the_name(name, slug):
    assert slug_of(name) == slug


@given(st.text(max_size=120))
def test_slug_is_empty_or_usable(name):
    slug = slug_of(name)
    assert slug == "" or SLUG.match(slug) is not None


def test_nobody_starts_without_a_lead():
    assert may_start(replace(ALL, lead=False)) == ("lead",)


def test_nothing_there_names_all_that_is_missing():
    assert may_start(NOTHING) == ("lead", "programmes", "coordinator")


def test_everything_there_may_start():
    assert may_start(ALL) == ()


def test_the_list_has_eight_lines_and_counts_what_is_done():
    assert [task.done for task in tasks(NOTHING)] == [False] * 8
    assert [task.done for task in tasks(ALL)] == [True] * 8
