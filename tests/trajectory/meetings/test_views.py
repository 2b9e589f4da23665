"""Meetings as pages."""

from __future__ import annotations

import re

from maatwerk.trajectory.meetings.queries import next_planned
from tests.factories import trajectory as make


def _moments(answer) -> list[str]:
    """The moments a page offers."""
    return re.findall(r'name="moment"[^>]*value="([^"]+)"', answer.get_data(as_text=True))


def test_a_meeting_that_is_moved_goes_to_another_moment_than_it_has(here, client_for):
    pair = make.road(here)
    client, plan = client_for(pair.supporter), f"/matches/{pair.match_id}/meetings/plan"
    first = _moments(client.get(plan))
    assert client.submit(plan, {"moment": first[0], "key": "once"}).status_code == 303

    planned = next_planned(pair.match)
    assert planned is not None
    offered = _moments(client.get(f"/matches/{pair.match_id}/meetings/{planned.id}"))
    assert (offered[:2], len(offered)) == (first[1:3], len(first))
