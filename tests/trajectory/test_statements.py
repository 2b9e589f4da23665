"""Lists ask the database as often for one match as for many."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from maatwerk import testing
from maatwerk.ground import clock
from maatwerk.trajectory.support.queries import waits_for
from tests.factories import trajectory as make
from tests.factories import world


@pytest.fixture(scope="module")
def west(app: Flask) -> testing.TenantFixture:
    """An organisation of this module's own, so that a list holds just what a test puts in it."""
    return world.organisation(app, "west", "Westerlicht College")


@pytest.fixture
def there(west: testing.TenantFixture, inside) -> Iterator[testing.TenantFixture]:
    with inside(west):
        yield west


def test_list_of_matches_takes_as_many_statements_for_few_and_for_a_full_page(there, client_for, statements):
    """Ruling 2: at most four in the reading transaction; the audit append is apart."""
    counts, shown = [], []
    for more in (1, 2, 25):
        for pair in make.roads(there, more):
            make.met(pair)
        client = client_for(there["coordinator"], tenant=there)
        client.get("/matches")
        with statements() as said:
            body = client.get("/matches").get_data(as_text=True)
        counts.append(len([one for one in said.said if "audit_append" not in one]))
        shown.append(body.count('role="rowheader"'))

    assert [shown[1] - shown[0], shown[2]] == [2, 25]
    assert counts[0] <= 4
    assert counts == [counts[0]] * 3


def test_sheet_takes_as_many_statements_for_all(there, client_for, statements):
    make.roads(there, 3)
    client = client_for(there["coordinator"], tenant=there)
    lines = len(client.get("/matches/sheet").get_data(as_text=True).splitlines())
    with statements() as said:
        answer = client.get("/matches/sheet")

    assert len(answer.get_data(as_text=True).splitlines()) == lines >= 4
    assert len([one for one in said.said if "audit_append" not in one]) <= 4


def test_today_asks_once_however_many_wait(there, statements, at):
    counts, shown = [], []
    for more in (1, 2):
        at(None)
        make.roads(there, more)
        at(clock.now() + clock.days(40))
        waits_for(there["coordinator"])
        with statements() as said:
            shown.append(len(waits_for(there["coordinator"])))
        counts.append(len(said))

    assert shown[1] == shown[0] + 2
    assert counts == [1, 1]


def test_own_page_of_a_supporter_asks_as_often_for_one_as_for_three(there, client_for, statements):
    counts = []
    for seekers in (1, 3):
        pairs = make.pairs(there, seekers=seekers)
        for pair in pairs:
            make.agreed(make.begun(pair))
        client = client_for(pairs[0].supporter, tenant=there)
        client.get("/my")
        with statements() as said:
            assert client.get("/my").status_code == 200
        counts.append(len(said))

    assert counts[0] == counts[1]
