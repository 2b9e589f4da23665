"""A match is made once, with everything it needs."""

from __future__ import annotations

from sqlalchemy import func, select

from maatwerk.access.actor import SYSTEM
from maatwerk.access.work import unit_of_work
from maatwerk.correspondence.model import Announcement
from maatwerk.ground import clock
from maatwerk.ground.database import db
from maatwerk.matching.events import BothSaidYes
from maatwerk.trajectory.actions import on_both_said_yes
from maatwerk.trajectory.jobs import daily
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
