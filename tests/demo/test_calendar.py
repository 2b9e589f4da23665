"""History is played in order, and stops at the day on which the demo begins."""

from __future__ import annotations

from datetime import date, timedelta

from maatwerk.demo.calendar import Calendar, workday
from maatwerk.ground import clock

START = date(2026, 8, 10)  # a Monday


def test_happenings_come_in_the_order_of_their_moments() -> None:
    calendar, seen = Calendar(START, START + timedelta(days=20)), []
    calendar.at(3, 9, lambda: seen.append("later"))
    calendar.at(1, 9, lambda: seen.append("first"))
    calendar.at(1, 9, lambda: seen.append("second"))
    assert (calendar.play(lambda day: None), seen) == (3, ["first", "second", "later"])


def test_happening_sees_its_own_moment() -> None:
    calendar, seen = Calendar(START, START + timedelta(days=20)), []
    calendar.at(2, 14, lambda: seen.append(clock.now()), minute=30)
    calendar.play(lambda day: None)
    assert seen == [clock.instant(START + timedelta(days=2), 14, 30)]
    assert clock.now() > clock.instant(START, 0)


def test_happening_puts_later_ones_in() -> None:
    calendar, seen = Calendar(START, START + timedelta(days=20)), []
    calendar.at(0, 9, lambda: calendar.at(calendar.day + 1, 9, lambda: seen.append(calendar.day)))
    calendar.play(lambda day: None)
    assert seen == [1]


def test_nothing_happens_before_what_asked_for_it() -> None:
    calendar, seen = Calendar(START, START + timedelta(days=20)), []
    calendar.at(4, 17, lambda: calendar.at(2, 9, lambda: seen.append(clock.now())))
    calendar.play(lambda day: None)
    assert seen == [clock.instant(START + timedelta(days=4), 17, 1)]


def test_what_lies_ahead_stays_undone() -> None:
    calendar, seen = Calendar(START, START + timedelta(days=2)), []
    calendar.at(1, 23, lambda: seen.append("done"))
    calendar.at(2, 0, lambda: seen.append("ahead"))
    assert (calendar.play(lambda day: None), seen) == (1, ["done"])


def test_weekends_wait_for_monday() -> None:
    assert [workday(START + timedelta(days=at)).weekday() for at in range(7)] == [0, 1, 2, 3, 4, 0, 0]
    assert workday(START + timedelta(days=5)) == START + timedelta(days=7)


def test_each_new_day_is_told() -> None:
    calendar, days = Calendar(START, START + timedelta(days=20)), []
    for day in (0, 1, 1, 4):
        calendar.at(day, 9, lambda: None)
    calendar.play(days.append)
    assert days == [START + timedelta(days=day) for day in (0, 1, 1, 4)]
