"""The end of a road as pages: what is needed looks needed, and a fault stands where it can be mended."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from maatwerk.ground import clock
from maatwerk.trajectory.closing import actions
from maatwerk.trajectory.closing.actions import Ending
from maatwerk.trajectory.rules.closing import Farewell, Kind
from tests.factories import trajectory as make


def _optional(body: str, field: str) -> bool:
    label = re.search(rf'<label class="label" for="{field}">(.*?)</label>', body)
    assert label is not None
    return "optional" in label[1]


def test_a_reason_that_is_needed_is_not_called_one_to_skip(here, client_for):
    pair = make.a_pair(here)
    body = client_for(here["coordinator"]).get(f"/matches/{pair.match_id}/never-started").get_data(as_text=True)

    assert [_optional(body, field) for field in ("reason", "reason_seeker", "reason_supporter")] == [False, True, True]


def test_a_step_left_out_without_a_reason_asks_for_it_in_sight(here, client_for):
    pair = make.road(here)
    actions.open_closing(pair.match_id, Kind.COMPLETE, clock.today(), by=pair.coordinator)
    client, close = client_for(here["coordinator"]), f"/matches/{pair.match_id}/close"

    folded = [_folded(client.get(close)), _folded(client.submit(f"{close}/leave-out/last_meeting", {"reason": " "}))]
    assert folded == [(200, True), (422, False)]


def _folded(answer) -> tuple[int, bool]:
    """The status, and whether the reason is asked behind a fold."""
    body = answer.get_data(as_text=True)
    assert 'name="reason"' in body
    folds = re.findall(r"<details.*?</details>", body, re.DOTALL)
    return answer.status_code, any('name="reason"' in fold for fold in folds)


@pytest.mark.parametrize("side", ["seeker", "supporter"])
def test_the_first_page_says_what_comes_after_a_road_that_is_closed(here, client_for, side):
    pair, today = make.road(here), clock.today()
    actions.open_closing(pair.match_id, Kind.COMPLETE, today, by=pair.coordinator)
    actions.say_goodbye(pair.match_id, today, Farewell.TOGETHER, by=pair.coordinator)
    make.looked_back(pair, pair.seeker)
    make.looked_back(pair, pair.supporter)
    actions.follow_up_on(pair.match_id, today + timedelta(days=42), by=pair.coordinator)
    actions.close(pair.match_id, Ending(), by=pair.coordinator)

    body = client_for(getattr(pair, side)).get("/my").get_data(as_text=True)
    assert "This road is finished. Your coordinator asks how it goes, on " in body
