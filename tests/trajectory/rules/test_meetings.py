"""What a log may say, and that it counts once."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maatwerk.trajectory.rules.meetings import (
    Audience,
    Initiative,
    Mood,
    Said,
    Wrong,
    initiatives,
    log_id,
    may_read_note,
    missed_in_a_row,
    rhythm_days,
    suggestions,
    wrong,
)

TODAY = date(2026, 11, 24)
MATCH, OTHER = UUID(int=1), UUID(int=2)
WRITER, SEEKER, STAFF = UUID(int=3), UUID(int=4), UUID(int=5)


def _said(**values: object) -> Said:
    return Said(**{"on": TODAY, "mood": Mood.GOOD, "minutes": 60, **values})


@pytest.mark.parametrize(
    ("said", "present", "why"),
    [
        (_said(), [True], None),
        (_said(on=TODAY + timedelta(days=1)), [True], Wrong.IN_FUTURE),
        (_said(on=TODAY - timedelta(days=31)), [True], Wrong.TOO_EARLY),
        (_said(minutes=4), [True], Wrong.LENGTH),
        (_said(minutes=481), [True], Wrong.LENGTH),
        (_said(), [False, False], Wrong.NOBODY),
        (_said(), [], Wrong.NOBODY),
        (_said(), [False, True], None),
    ],
)
def test_log_that_can_not_be_right_says_why(said, present, why):
    assert wrong(said, since=TODAY - timedelta(days=30), today=TODAY, present=present) == why


def test_same_form_is_the_same_meeting_and_another_is_not():
    """A double tap is one meeting."""
    key = "3f2c"

    assert log_id(MATCH, key) == log_id(MATCH, key)
    assert log_id(MATCH, key) != log_id(OTHER, key)
    assert log_id(MATCH, key) != log_id(MATCH, "3f2d")


@pytest.mark.parametrize(
    ("reader", "audience", "seeker", "staff", "reads"),
    [
        (WRITER, Audience.OWN, False, False, True),
        (SEEKER, Audience.OWN, True, False, False),
        (STAFF, Audience.OWN, False, True, False),
        (SEEKER, Audience.SHARED, True, False, True),
        (STAFF, Audience.SHARED, False, True, False),
        (SEEKER, Audience.COORDINATOR, True, False, False),
        (STAFF, Audience.COORDINATOR, False, True, True),
        (uuid4(), Audience.SHARED, False, False, False),
    ],
)
def test_notes_are_read_by_whom_they_are_meant_for(reader, audience, seeker, staff, reads):
    """Domain section 7: coordinators read a free note only when it is shared with them."""
    assert may_read_note(reader, writer=WRITER, audience=audience, seeker=seeker, coordinator=staff) is reads


@given(st.uuids(), st.booleans(), st.booleans())
def test_own_note_is_never_read_by_anybody_else(reader, seeker, staff):
    assert may_read_note(reader, writer=WRITER, audience="own", seeker=seeker, coordinator=staff) is (reader == WRITER)


def test_note_without_a_writer_is_nobodys_own():
    assert may_read_note(STAFF, writer=None, audience="own", seeker=False, coordinator=True) is False


def test_suggestions_follow_what_the_two_agreed():
    tuesday = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

    found = suggestions(3, time(15, 30), after=tuesday, every_days=7)

    assert found == (
        datetime(2026, 11, 25, 15, 30, tzinfo=UTC),
        datetime(2026, 12, 2, 15, 30, tzinfo=UTC),
        datetime(2026, 12, 9, 15, 30, tzinfo=UTC),
    )


@given(
    st.integers(1, 7) | st.none(),
    st.times() | st.none(),
    st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)),
    st.integers(1, 28),
)
def test_suggestions_always_lie_ahead_in_order(weekday, at, after, every):
    found = suggestions(weekday, at, after=after, every_days=every)

    assert len(found) == 3
    assert list(found) == sorted(found)
    assert found[0].date() > after.date()


@pytest.mark.parametrize(
    ("states", "count"),
    [
        ([], 0),
        (["held"], 0),
        (["missed", "missed", "held", "missed"], 2),
        (["planned", "missed", "moved", "missed"], 2),
        (["missed"] * 3, 3),
    ],
)
def test_missed_meetings_count_from_the_last_one(states, count):
    assert missed_in_a_row(states) == count


@pytest.mark.parametrize(
    ("agreed", "usual", "days"),
    [
        ("biweekly", "weekly", 14),
        (None, "biweekly", 14),
        ("freely", "weekly", 7),
        ("monthly", "freely", 28),
        ("freely", "freely", None),
        (None, "freely", None),
    ],
)
def test_rhythm_is_what_they_agreed_or_what_is_usual(agreed, usual, days):
    """Requirement 42: the amount of contact is agreed in dialogue."""
    assert rhythm_days(agreed, usual) == days


def test_times_to_choose_from_leave_holidays_out():
    tuesday = datetime(2026, 11, 24, 10, tzinfo=UTC)

    found = suggestions(3, time(15, 30), after=tuesday, every_days=7, is_off=lambda day: day.month == 12)

    assert [moment.date().isoformat() for moment in found] == ["2026-11-25", "2027-01-06", "2027-01-13"]


def test_when_everything_is_a_holiday_times_are_offered_all_the_same():
    tuesday = datetime(2026, 11, 24, 10, tzinfo=UTC)

    assert len(suggestions(3, None, after=tuesday, every_days=7, is_off=lambda _day: True)) == 3


def test_initiatives_are_counted_by_side():
    """Requirement 8: initiative from both sides."""
    assert initiatives(["seeker", None, "both", "seeker"]) == {Initiative.SEEKER: 2, Initiative.BOTH: 1}
    assert initiatives([None]) == {}
