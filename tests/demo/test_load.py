"""How large the demo's colleges are."""

from __future__ import annotations

from maatwerk.demo.load import SIZES


def test_waddenkust_is_as_large_as_such_a_college() -> None:
    """1,200 students; 70 peers, of ten five tutors, three mentors and two buddies (domain.md section 6)."""
    size = SIZES["waddenkust"]
    assert (size.students, size.coaches, size.trainers) == (1200, 9, 2)
    assert (size.tutors, size.mentors, size.buddies) == (35, 21, 14)


def test_second_college_runs_no_circles() -> None:
    assert (SIZES["meerzicht"].mentors, SIZES["meerzicht"].circles) == (0, 0)
