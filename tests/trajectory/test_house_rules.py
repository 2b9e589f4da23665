"""The programme's protocol is a tap away on every screen of the road (requirement 39)."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest
from flask import Flask

from maatwerk import testing
from maatwerk.programme.actions import choose_settings
from tests.factories import trajectory as make
from tests.factories import world

OF_BOTH = ["/matches/{}", "/matches/{}/agreement", "/matches/{}/agreement/change", "/matches/{}/goals",
           "/matches/{}/meetings/plan", "/matches/{}/ask", "/matches/{}/meetings/{}", "/my", "/my/plan",
           "/my/looking-back"]  # fmt: skip
PAGES = [
    *(("seeker", path) for path in [*OF_BOTH, "/matches/{}/reflect"]),
    *(("supporter", path) for path in [*OF_BOTH, "/matches/{}/log"]),
    *(("coordinator", f"/matches/{{}}{path}") for path in ("", "/check-in", "/close", "/goals", "/kickoff")),
]


@pytest.fixture(scope="module")
def ruled(app: Flask) -> testing.TenantFixture:
    """An organisation of this module's own, in which buddies have a protocol and tutors have none."""
    return world.organisation(app, "ruled", "Regelzicht College")


@pytest.fixture
def there(ruled: testing.TenantFixture, inside) -> Iterator[testing.TenantFixture]:
    with inside(ruled):
        yield ruled


def _protocol(there: testing.TenantFixture, text: str = "We listen.") -> UUID:
    programme_id = there.programmes[make.BUDDY]
    choose_settings(programme_id, {"protocol": {"en": text}}, reason="test", by=there["administrator"])
    return programme_id


@pytest.mark.parametrize(("role", "path"), PAGES)
def test_every_screen_of_the_road_leads_to_the_protocol(there, client_for, role, path):
    """Requirement 39: reachable from every screen."""
    programme_id = _protocol(there)
    pair = make.road(there)
    meeting_id = make.met(pair)
    client_for(pair.supporter, tenant=there).submit(f"/programmes/{programme_id}/protocol")
    reader = getattr(pair, role, None) or there[role]

    body = client_for(reader, tenant=there).get(path.format(pair.match_id, meeting_id)).get_data(as_text=True)

    assert body.count(f'href="/programmes/{programme_id}/protocol"') == 1


def test_no_protocol_is_promised_where_there_is_none(there, client_for):
    pair = make.a_pair(there, make.TUTOR)

    body = client_for(pair.supporter, tenant=there).get("/my").get_data(as_text=True)

    assert "/protocol" not in body


def _asked(client) -> int:
    return client.get("/my").text.count("Read it and agree")


def test_supporter_is_asked_to_read_each_new_version_and_staff_see_how_it_stands(there, client_for):
    """Requirement 39: read and agreed per person."""
    programme_id = _protocol(there, "We listen.")
    pair = make.road(there)
    supporter, seeker = client_for(pair.supporter, tenant=there), client_for(pair.seeker, tenant=there)
    staff = client_for(there["coordinator"], tenant=there)
    told = []
    for text, agrees in (("We listen.", False), ("We listen.", True), ("We listen and ask.", False)):
        _protocol(there, text)
        if agrees:
            supporter.submit(f"/programmes/{programme_id}/protocol")
        page = staff.get(f"/matches/{pair.match_id}").text
        words = ("not yet", "yes, to this version", "to an earlier version")
        told.append((_asked(supporter), _asked(seeker), [word for word in words if f">{word}<" in page]))

    assert told == [(1, 0, ["not yet"]), (0, 0, ["yes, to this version"]), (1, 0, ["to an earlier version"])]
    assert "agreed to how we work" not in supporter.get(f"/matches/{pair.match_id}").text
