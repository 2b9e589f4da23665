"""The organisation's holidays: what counts as a day."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from maatwerk.trajectory.rules.calendar import Calendar

MONDAY = date(2026, 10, 5)
AUTUMN = (date(2026, 10, 10), date(2026, 10, 18))


def _day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def test_days_of_a_holiday_do_not_count():
    """Domain section 8: a gap alert is paused in institution holidays."""
    calendar = Calendar.of([AUTUMN])

    assert calendar.after(MONDAY, 4) == date(2026, 10, 9)
    assert calendar.after(MONDAY, 5) == date(2026, 10, 19)
    assert calendar.counted(MONDAY, date(2026, 10, 18)) == 4
    assert [calendar.is_off(day) for day in (date(2026, 10, 9), *AUTUMN, date(2026, 10, 19))] == [
        False, True, True, False,
    ]  # fmt: skip


def test_holidays_that_overlap_are_one():
    calendar = Calendar.of([AUTUMN, (date(2026, 10, 15), date(2026, 10, 20))])

    assert calendar.off == ((AUTUMN[0], date(2026, 10, 20)),)
    assert calendar.after(MONDAY, 5) == date(2026, 10, 21)


periods = st.lists(
    st.tuples(st.integers(0, 80), st.integers(0, 20)).map(lambda at: (_day(at[0]), _day(sum(at)))), max_size=4
)


@given(periods, st.integers(0, 90), st.integers(0, 60))
def test_day_that_is_reached_is_so_many_counted_days_away(off, since, days):
    calendar = Calendar.of(off)
    found = calendar.after(_day(since), days)

    assert calendar.counted(_day(since), found) == days
    assert days == 0 or not calendar.is_off(found)


@given(periods, st.integers(0, 90), st.integers(0, 60), st.integers(0, 60))
def test_more_days_are_never_sooner(off, since, days, more):
    calendar = Calendar.of(off)

    assert calendar.after(_day(since), days) <= calendar.after(_day(since), days + more)


def test_days_back_reach_over_a_holiday():
    calendar = Calendar.of([AUTUMN])

    assert calendar.before(date(2026, 10, 19), 3) == date(2026, 10, 7)
    assert Calendar().before(date(2026, 10, 19), 3) == date(2026, 10, 16)
