"""A match is made once, with everything it needs."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from maatwerk.access.actor import SYSTEM
from maatwerk.access.work import Refused, unit_of_work
from maatwerk.correspondence.model import Announcement
from maatwerk.ground import clock
from maatwerk.ground.database import db
from maatwerk.matching.events import BothSaidYes
from maatwerk.programme.model import Participation
from maatwerk.trajectory.actions import on_both_said_yes
from maatwerk.trajectory.jobs import daily
from maatwerk.trajectory.kickoff import actions as kickoff
from maatwerk.trajectory.model import Match, Phase
from tests.factories import trajectory as make


def test_both_said_yes_heard_twice_is_one_match(here):
    pair = make.a_pair(here)
    proposal_id = pair.match.proposal_id

    with unit_of_work(SYSTEM) as work:
        again = on_both_said_yes(BothSaidYes(proposal_id), work).id

    found = db.session.scalar(select(func.count()).select_from(Match).where(Match.proposal_id == proposal_id))
    assert (again, found) == (pair.match_id, 1)


def test_new_match_is_in_preparation_with_five_phases_ahead(here):
    """Requirement 41."""
    pair = make.a_pair(here)

    rows = db.session.scalars(select(Phase).where(Phase.match_id == pair.match_id).order_by(Phase.number)).all()

    assert [row.key for row in rows] == ["preparation", "start_up", "guidance", "deepening", "closure"]
    assert [row.entered_on for row in rows] == [clock.today(), None, None, None, None]


@pytest.mark.parametrize(("side", "state"), [("supporter", "paused"), ("seeker", "withdrawn")])
def test_nobody_begins_before_both_are_ready(here, side, state):
    """Requirement 41: the supporter trained, the young person's intake done; a match cannot start before both."""
    pair = make.planned(make.a_pair(here))
    _set_state(pair, side, state)

    with pytest.raises(Refused) as refused:
        kickoff.record(pair.match_id, clock.today(), make.came(pair), by=pair.coordinator)

    assert getattr(pair, side).called in str(refused.value.message)
    assert pair.match.state == "kickoff_planned"


def test_first_session_of_who_may_not_start_is_kept_and_begins_nothing(here):
    """Requirement 41: telling a meeting is never refused; the road waits until both are ready."""
    pair = make.a_pair(here, make.TUTOR)
    _set_state(pair, "supporter", "paused")
    make.met(pair)
    make.agreed(pair)
    waits = pair.match.state

    _set_state(pair, "supporter", "active")
    make.met(pair)

    assert (waits, pair.match.state) == ("accepted_by_both", "active")


def _set_state(pair: make.Pair, side: str, state: str) -> None:
    with unit_of_work(SYSTEM) as work:
        work.get(Participation, getattr(pair.match, f"{side}_id")).state = state


def test_start_is_announced_with_an_id_only(here):
    pair = make.begun(make.a_pair(here))

    rows = db.session.scalars(select(Announcement).where(Announcement.event == "MatchStarted")).all()

    assert [row.values for row in rows if row.values["match_id"] == str(pair.match_id)] == [
        {"match_id": str(pair.match_id)}
    ]


def test_variant_decides_whether_a_young_person_has_one_match(here):
    one, other = make.a_pair(here, make.BUDDY), make.a_pair(here, make.TUTOR)

    assert [pair.match.one_at_a_time for pair in (one, other)] == [
        make.settings_of(pair.match.programme_id).variant.one_at_a_time for pair in (one, other)
    ]


def test_daily_job_runs_inside_its_tenant(app, here):
    pair = make.road(here)
    db.session.rollback()

    daily(tenant=str(here.id))

    assert pair.match.state == "active"
