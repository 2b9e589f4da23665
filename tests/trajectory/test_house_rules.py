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
    reader = getattr(pair, role, None) or there[role]

    body = client_for(reader, tenant=there).get(path.format(pair.match_id, meeting_id)).get_data(as_text=True)

    assert body.count(f'href="/programmes/{programme_id}/protocol"') == 1


def test_no_protocol_is_promised_where_there_is_none(there, client_for):
    pair = make.a_pair(there, make.TUTOR)

    body = client_for(pair.supporter, tenant=there).get("/my").get_data(as_text=True)

    assert "/protocol" not in body
