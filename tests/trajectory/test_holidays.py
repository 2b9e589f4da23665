"""In a holiday nobody waits for a meeting: the organisation's own list decides."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from flask import Flask

from maatwerk import testing
from maatwerk.ground import clock
from maatwerk.opening.actions import choose_setting
from maatwerk.trajectory.actions import every_day
from maatwerk.trajectory.matches.queries import road
from maatwerk.trajectory.meetings import actions as meetings
from maatwerk.trajectory.plan import actions as plan
from maatwerk.trajectory.rules.plan import Rhythm, Terms
from maatwerk.trajectory.rules.support import Reason
from maatwerk.trajectory.settings import HOLIDAYS, as_text
from maatwerk.trajectory.support.queries import waits_for
from tests.factories import trajectory as make
from tests.factories import world


@pytest.fixture(scope="module")
def east(app: Flask) -> testing.TenantFixture:
    """An organisation of this module's own: its holidays are nobody else's."""
    return world.organisation(app, "east", "Oosterlicht College")


@pytest.fixture
def there(east: testing.TenantFixture, inside) -> Iterator[testing.TenantFixture]:
    with inside(east):
        yield east


def _off(there: testing.TenantFixture, first: date, last: date) -> None:
    value = [{"name": "Oogstvakantie", "first": first.isoformat(), "last": last.isoformat()}]
    choose_setting(HOLIDAYS.key, value, "our own", by=there["administrator"])


def _reasons(pair: make.Pair) -> set[Reason]:
    return {one.reason for one in road(pair.match_id).asks}


def test_gap_begins_to_count_again_after_the_holiday(there, at):
    """Domain section 8: a gap alert is paused in institution holidays."""
    today = clock.today()
    _off(there, today + timedelta(days=3), today + timedelta(days=12))
    pair = make.road(there)
    make.met(pair)

    begins = {}
    for days in (14, 23, 24):
        at(clock.instant(today + timedelta(days=days)))
        every_day()
        listed = [line for line in waits_for(there["coordinator"]) if line.match_id == pair.match_id]
        begins[days] = (Reason.NO_CONTACT in _reasons(pair), any("No contact" in line.reason for line in listed))

    assert begins == {14: (False, False), 23: (False, False), 24: (True, True)}


def test_nobody_is_reminded_in_a_holiday_but_on_the_first_day_after_it(there, at, sent_letters):
    today = clock.today()
    _off(there, today + timedelta(days=2), today + timedelta(days=9))
    pair = make.road(there)
    meetings.plan_meeting(pair.match_id, make.tomorrow(), by=pair.supporter, form_key="k")

    reminded = []
    for days in (2, 9, 10, 11):
        at(clock.instant(today + timedelta(days=days)))
        every_day()
        kinds = [letter.kind for letter in sent_letters(to=pair.supporter.person_id)]
        reminded.append(kinds.count("log_reminder"))

    assert reminded == [0, 0, 1, 1]


def test_two_who_agreed_to_meet_every_other_week_are_not_told_that_they_meet_too_little(there, at):
    """Requirements 42 and 46: what is expected follows from the agreement."""
    today = clock.today()
    _off(there, today - timedelta(days=60), today - timedelta(days=50))
    weekly, biweekly = make.road(there), make.begun(make.a_pair(there))
    terms = Terms(Rhythm.BIWEEKLY, 60)
    plan.make_agreement(biweekly.match_id, terms, by=biweekly.supporter, in_person=True)
    for pair in (weekly, biweekly):
        for _ in range(2):
            make.met(pair)

    at(clock.instant(today + timedelta(days=35)))

    few = [Reason.FEW_MEETINGS in _reasons(pair) for pair in (weekly, biweekly)]
    assert few == [True, False]


def test_mentor_with_a_circle_meets_enough_every_other_week(there, at):
    """Domain section 3: a mentor meets biweekly, so two in five weeks is enough without a word about it."""
    today = clock.today()
    pair = make.a_pair(there, make.MENTOR, circle=True)
    make.begun(pair)
    for _ in range(2):
        make.met(pair, present={pair.match_id: True})

    at(clock.instant(today + timedelta(days=35)))

    assert Reason.FEW_MEETINGS not in _reasons(pair)


def test_administrator_types_the_holidays_and_what_is_not_clear_is_kept(there, client_for):
    client, url = client_for(there["administrator"], tenant=there), f"/organisation/settings/{HOLIDAYS.key}"
    page = client.get(url).get_data(as_text=True)

    saved = client.submit(url, {"value": "17-10-2026 25-10-2026 Herfst", "reason": "our region"})
    again = client.get(url).get_data(as_text=True)
    wrong = client.submit(url, {"value": "17-10-2026 25-10-2026 Herfst\nMeivakantie", "reason": "more"})

    assert ("<textarea" in page, saved.status_code, wrong.status_code) == (True, 303, 422)
    assert "17-10-2026 – 25-10-2026 Herfst" in again
    assert "This one is not clear: Meivakantie" in wrong.get_data(as_text=True)
    assert "Herfst\nMeivakantie" in wrong.get_data(as_text=True)


def test_first_list_is_shown_in_the_readers_words(there):
    assert as_text(HOLIDAYS.default).splitlines()[:2] == [
        "10-10-2026 – 18-10-2026 Autumn holiday",
        "19-12-2026 – 03-01-2027 Christmas holiday",
    ]
