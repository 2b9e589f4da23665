"""The house's own plug-in as the core registers it: accepted, completed, and its lengths as dates."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from maatwerk.programme.registry import Registry, found
from maatwerk.programme.rules import phase_dates, planned_end
from maatwerk.programme.values import Attended, Variant
from maatwerk_peer_support.programme import BUDDY, MENTOR, TUTOR

ALL = (TUTOR, MENTOR, BUDDY)


def _whole(variant: Variant) -> Variant:
    return Registry(found()).variant(variant.key)


@pytest.mark.parametrize("variant", ALL, ids=lambda v: v.key)
def test_core_accepts_the_variant(variant: Variant) -> None:
    assert _whole(variant).key == variant.key


@pytest.mark.parametrize("start", [date(2026, 8, 24), date(2026, 10, 5)])
def test_a_circle_is_over_before_the_new_year(start: date) -> None:
    assert planned_end(MENTOR, start, MENTOR.length_weeks) <= date(2026, 12, 31)


def test_a_tutors_weeks_are_one_five_one_one() -> None:
    start = date(2026, 9, 7)
    due = phase_dates(TUTOR.trajectory_phases or (), start, start + timedelta(weeks=TUTOR.length_weeks))
    assert [(day - start).days // 7 for _key, day in due] == [0, 1, 6, 7, 8]


@pytest.mark.parametrize(("there", "yes"), [({1, 2, 3}, True), ({1, 2}, False)])
def test_attendance_must_be_complete(there: set[int], yes: bool) -> None:
    whole = _whole(TUTOR)
    assert whole.training_completed is not None
    assert whole.training_modules is not None
    assert whole.training_completed(Attended(whole.training_modules, frozenset(there))) is yes
