"""What comes first today."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from maatwerk.today.rules import When, in_order, part_of, who_of


@dataclass
class Wait:
    key: str
    urgency: int
    days: int = 0
    reason: str = "because"
    endpoint: str = "today.list"
    args: dict[str, Any] = field(default_factory=dict)
    people: tuple[str, ...] = ()


def test_the_most_urgent_comes_first_then_the_longest_waiting():
    waits = [Wait("a", 1, 90), Wait("b", 5, 1), Wait("c", 5, 9), Wait("d", 3)]

    assert [w.key for w in in_order(waits, ())] == ["c", "b", "d", "a"]


def test_what_was_put_off_is_not_shown():
    assert [w.key for w in in_order([Wait("a", 1), Wait("b", 1)], ["a"])] == ["b"]


def test_a_line_that_two_rooms_bring_stands_once():
    assert [w.urgency for w in in_order([Wait("a", 1), Wait("a", 4)], ())] == [4]


@given(st.lists(st.builds(Wait, key=st.text(max_size=3), urgency=st.integers(1, 5), days=st.integers(0, 99))))
def test_nothing_that_waits_is_lost(waits):
    assert {w.key for w in in_order(waits, ())} == {w.key for w in waits}


def test_urgency_decides_the_part():
    assert [part_of(n) for n in (1, 2, 3, 4, 5)] == [When.LATER, When.LATER, When.SOON, When.NOW, When.NOW]


def test_who_is_said_as_they_are_called():
    assert (who_of(Wait("a", 1, people=("Noor", "Thijs"))), who_of(Wait("a", 1))) == ("Noor · Thijs", "")
