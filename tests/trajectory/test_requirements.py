"""What the seed asks of a road, shown on the pages of the two, by number (domain.md section 1)."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from maatwerk.ground import clock
from maatwerk.trajectory.meetings import actions as meetings
from maatwerk.trajectory.meetings.queries import next_planned
from maatwerk.trajectory.plan import actions as plan
from maatwerk.trajectory.rules.meetings import Initiative
from tests.factories import trajectory as make

BESIDE = "It is beside the help of school or others, not instead of it."


def _words(body: str) -> str:
    """The words of a page without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


@pytest.mark.parametrize("path", ["/agreement", "/agreement/change", "/agreement/print"])
def test_agreement_says_that_it_replaces_no_other_help(here, client_for, path):
    """Requirement 5: not a replacement for guidance or care, stated in the agreement."""
    pair = make.road(here)

    assert BESIDE in _words(client_for(pair.seeker).get(f"/matches/{pair.match_id}{path}").text)


def test_meeting_shows_whose_initiative_it_was(here, client_for):
    """Requirement 8: who proposed it, and who brought up what they did."""
    pair = make.road(here)
    meetings.plan_meeting(pair.match_id, make.tomorrow(), by=pair.seeker, form_key="k")
    ahead = next_planned(pair.match)
    said = make.Said(clock.today(), make.Mood.GOOD, 60, initiative=Initiative.SUPPORTER)
    held = meetings.log_meeting(pair.match_id, said, by=pair.supporter, form_key="told")
    client = client_for(here["coordinator"])

    pages = [_words(client.get(f"/matches/{pair.match_id}/meetings/{one}").text) for one in (ahead.id, held)]
    match_page = _words(client.get(f"/matches/{pair.match_id}").text)

    assert f"Planned by {pair.seeker.called}" in pages[0]
    assert f"Who came up with it {pair.supporter.called}" in pages[1]
    assert f"Who came up with it {pair.supporter.called} 1" in match_page


def test_who_planned_a_meeting_stays_known_when_it_is_told(here, client_for, at):
    """Requirement 8."""
    pair = make.road(here)
    meetings.plan_meeting(pair.match_id, make.tomorrow(), by=pair.seeker, form_key="k")
    at(clock.now() + timedelta(days=1, hours=12))
    day = next_planned(pair.match).on
    at(clock.instant(day, 20))

    told = make.met(pair, day)

    page = client_for(here["coordinator"]).get(f"/matches/{pair.match_id}/meetings/{told}").text
    assert f"Planned by {pair.seeker.called}" in _words(page)


def test_young_person_sees_their_plan_and_who_reads_it_and_adds_to_it(here, client_for):
    """Requirement 11: talk with, not about."""
    pair = make.road(here)
    client = client_for(pair.seeker)
    client.submit(f"/matches/{pair.match_id}/goals", {"words": "Speak up in class", "first_step": "Ask one question"})

    page = _words(client.get("/my/plan").text)

    assert ("Speak up in class" in page, "Ask one question" in page) == (True, True)
    assert "Your school and your parents Nothing of this, unless you share it" in page


def test_young_person_does_everything_needed_without_help(here, client_for):
    """Requirement 12: propose goals, plan, stop; none of it needs somebody else."""
    pair = make.road(here)
    client, base = client_for(pair.seeker), f"/matches/{pair.match_id}"
    moment = re.findall(r'name="moment" value="(20[^"]+)"', client.get(f"{base}/meetings/plan").text)[0]

    codes = [
        client.submit(f"{base}/goals", {"words": "Plan my week"}).status_code,
        client.submit(f"{base}/meetings/plan", {"key": "k", "moment": moment}).status_code,
        client.submit(f"{base}/ask", {"kind": "stop"}).status_code,
    ]

    assert codes == [303, 303, 303]


def test_each_phase_says_who_does_what(here, client_for):
    """Requirement 40: each phase with its roles, goals and checklist."""
    pair = make.road(here)
    page = _words(client_for(here["coordinator"]).get(f"/matches/{pair.match_id}").text)

    assert f"You made the agreement together ({pair.supporter.called})" in page
    assert f"There is a first goal ({pair.seeker.called})" in page


def test_log_shows_each_goal_and_how_far_it_is(here, client_for):
    """Requirement 43: goals are guarded at each log."""
    pair = make.road(here)
    plan.set_goal(pair.match_id, "Finish my portfolio", by=pair.seeker)
    client = client_for(pair.supporter)
    body = client.get(f"/matches/{pair.match_id}/log").text
    (field,) = set(re.findall(r'name="(goal_[^"]+)"', body))
    told = {"key": "one", "on": clock.today().isoformat(), "mood": "good", "minutes": "60", "minutes_other": ""}

    client.submit(f"/matches/{pair.match_id}/log", {**told, "audience": "own", "talk": "no", field: "2"})

    assert "Finish my portfolio" in body
    assert "Halfway" in client_for(pair.seeker).get("/my/plan").text


@pytest.mark.parametrize(
    ("role", "path"), [("supporter", "/log"), ("seeker", "/reflect"), ("coordinator", "/check-in")]
)
def test_beside_every_log_stands_the_door_to_a_worry(here, client_for, role, path):
    """Ruling 7: beside every log, a page apart."""
    pair = make.road(here)
    make.met(pair)
    reader = getattr(pair, role, None) or here[role]

    body = client_for(reader).get(f"/matches/{pair.match_id}{path}").text

    assert body.count(f'href="/worries/about/{pair.seeker.person_id}"') == 1
    assert "112" in body
