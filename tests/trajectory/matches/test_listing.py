"""The list of matches: what a line says is of today, of this organisation, and in this reader's language."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from maatwerk import testing
from maatwerk.ground import clock
from maatwerk.opening.actions import choose_setting
from maatwerk.trajectory.matches.lines import lines_with
from maatwerk.trajectory.matches.listing import Asked, asked_of, listed
from maatwerk.trajectory.settings import HOLIDAYS
from tests.factories import trajectory as make
from tests.factories import world


@pytest.fixture(scope="module")
def upper(app: Flask) -> testing.TenantFixture:
    """An organisation of this module's own."""
    return world.organisation(app, "boven", "Bovenlicht College")


@pytest.fixture(scope="module")
def lower(app: Flask) -> testing.TenantFixture:
    """Another one."""
    return world.organisation(app, "onder", "Onderlicht College")


@pytest.fixture
def there(upper: testing.TenantFixture, inside) -> Iterator[testing.TenantFixture]:
    with inside(upper):
        yield upper


def test_lines_stand_in_the_order_that_was_asked(there):
    ids = [pair.match_id for pair in make.roads(there, 3)]

    assert [line.id for line in lines_with(ids[::-1], clock.today())] == ids[::-1]
    assert lines_with([], clock.today()) == []


def test_line_names_both_and_says_what_the_road_says(there):
    pair = make.road(there)
    (line,) = lines_with([pair.match_id], clock.today())
    match = pair.match

    assert (line.seeker_id, line.supporter_id) == (match.seeker_person_id, match.supporter_person_id)
    assert (line.state, line.phase, line.programme_id) == (match.state, match.phase, match.programme_id)
    assert all(name.strip() for name in (line.seeker, line.supporter))


def test_page_beyond_the_last_is_the_last(there, statements):
    make.roads(there, 2)
    last = listed(there["coordinator"], Asked())
    with statements() as said:
        beyond = listed(there["coordinator"], asked_of({"page": "999"}))

    assert (beyond.paging.number, beyond.paging.pages) == (last.paging.pages, last.paging.pages)
    assert [line.id for line in beyond.rows] == [line.id for line in last.rows]
    assert len(said) == 3


def test_what_an_organisation_chose_shows_on_its_next_page_and_on_nobody_elses(
    app: Flask, upper, lower, inside, client_for, at
):
    """What is kept between pages is one organisation's, and only until it chooses something else."""
    today = clock.today()
    for tenant in (upper, lower):
        with inside(tenant):
            make.met(make.road(tenant))
    at(clock.instant(today + timedelta(days=30)))
    clients = [client_for(tenant["coordinator"], tenant=tenant) for tenant in (upper, lower)]
    before = ["No contact for" in client.get("/matches").get_data(as_text=True) for client in clients]
    holiday = {"name": "Vrij", "first": today.isoformat(), "last": (today + timedelta(days=60)).isoformat()}
    with inside(upper):
        choose_setting(HOLIDAYS.key, [holiday], "our own", by=upper["administrator"])
    after = ["No contact for" in client.get("/matches").get_data(as_text=True) for client in clients]

    assert (before, after) == ([True, True], [False, True])


def test_same_list_speaks_each_readers_language(there, client_for):
    make.met(make.road(there))
    client = client_for(there["coordinator"], tenant=there)
    said = [client.get(f"/matches?lang={language}").get_data(as_text=True) for language in ("nl", "en", "nl")]

    assert ["vandaag" in page for page in said] == [True, False, True]
    assert ["today" in page.split("<tbody")[1] for page in said] == [False, True, False]
