"""Who is what to a match: the list and the single yes always agree."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from maatwerk.access.actor import Actor, Grant
from maatwerk.access.policy import can, fields, visible
from maatwerk.ground import clock
from maatwerk.ground.database import db
from maatwerk.tenancy.columns import FieldClass
from maatwerk.trajectory.closing import actions as closing
from maatwerk.trajectory.closing.actions import Ending
from maatwerk.trajectory.model import Agreement, Ask, Goal, Match, Meeting, MeetingPresence, Review
from tests.factories import trajectory as make

ACTIONS = ["read", "log", "reflect", "plan", "agree", "set_goals", "review", "ask", "kickoff", "close", "check_in",
           "move_on", "overview", "export", "tick"]  # fmt: skip


def _seen(actor: Actor, action: str, model: type) -> set[object]:
    return set(db.session.scalars(select(model.id).where(visible(actor, action, model))).all())


@pytest.mark.parametrize("action", ACTIONS)
def test_list_is_exactly_what_can_be_done(here, action):
    pair, other = make.road(here), make.road(here)
    everybody = [pair.seeker, pair.supporter, other.supporter, here["coordinator"], here["teacher_coach"],
                 here["administrator"], here["guardian"]]  # fmt: skip

    for actor in everybody:
        seen = _seen(actor, action, Match)
        for one in (pair, other):
            assert (one.match_id in seen) == can(actor, action, "match", one.match_id)


def test_who_may_do_what_with_a_match(here):
    """Domain section 7, as a table."""
    pair, other = make.road(here), make.road(here)
    who = {
        "seeker": pair.seeker,
        "supporter": pair.supporter,
        "other supporter": other.supporter,
        "coordinator": here["coordinator"],
        "coach": here["teacher_coach"],
        "administrator": here["administrator"],
    }

    may = {name: [a for a in ACTIONS if can(actor, a, "match", pair.match_id)] for name, actor in who.items()}

    assert may == {
        "seeker": ["read", "reflect", "plan", "agree", "set_goals", "review", "ask", "tick"],
        "supporter": ["read", "log", "plan", "agree", "set_goals", "review", "ask", "tick"],
        "other supporter": [],
        "coordinator": ["read", "plan", "kickoff", "close", "check_in", "move_on", "overview", "export", "tick"],
        "coach": ["read", "check_in", "overview", "export", "tick"],
        "administrator": [],
    }


def test_mask_of_a_match_holds_no_severity_for_anybody(here):
    pair = make.road(here)

    for actor in (pair.seeker, pair.supporter, here["coordinator"], here["teacher_coach"]):
        mask = fields(actor, "match", pair.match_id)
        assert FieldClass.PLANNING in mask
        assert mask & {FieldClass.SEVERITY, FieldClass.SAFETY, FieldClass.NOTE} == set()


@pytest.mark.parametrize("model", [Agreement, Goal, Meeting])
def test_what_belongs_to_a_road_follows_it(here, model):
    pair, other = make.road(here), make.road(here)
    for one in (pair, other):
        make.met(one)
        make.plan.set_goal(one.match_id, "x", by=one.seeker)

    own, others = _seen(pair.supporter, "read", model), _seen(other.supporter, "read", model)

    assert own
    assert own & others == set()
    assert own | others <= _seen(here["coordinator"], "read", model)


def test_meeting_of_a_circle_is_seen_by_everybody_in_it(here):
    one, two = make.pairs(here, make.MENTOR, seekers=2, circle=True)
    make.begun(one)
    meeting_id = make.met(one, present={one.match_id: True})

    assert _seen(one.seeker, "read", Meeting) == _seen(two.seeker, "read", Meeting) == {meeting_id}


def test_ask_and_look_back_are_seen_by_who_gave_them(here):
    pair = make.road(here)
    make.met(pair, talk_it_over=True)

    assert len(_seen(pair.supporter, "read", Ask)) == 1
    assert _seen(pair.seeker, "read", Ask) == set()
    assert _seen(pair.seeker, "read", Review) == set()
    assert len(_seen(pair.seeker, "read", MeetingPresence)) == 1


def test_supporter_looks_back_for_eight_weeks_and_no_longer(here, at):
    pair = make.a_pair(here)
    closing.never_started(pair.match_id, Ending("no_time"), by=pair.coordinator)
    found = []

    for days in (56, 57):
        at(clock.instant(pair.match.ended_on + timedelta(days=days)))
        found.append(can(pair.supporter, "read", "match", pair.match_id))

    assert found == [True, False]


def test_coordinator_of_another_programme_sees_nothing(here):
    pair = make.road(here)
    coordinator = here["coordinator"]

    def only(programme: str) -> Actor:
        grant = Grant("coordinator", programme_id=here.programmes[programme])
        return Actor(person_id=coordinator.person_id, account_id=coordinator.account_id,
                     roles=frozenset({"coordinator"}), grants=frozenset({grant}), factors=2)  # fmt: skip

    assert can(only(make.BUDDY), "read", "match", pair.match_id) is True
    assert can(only(make.TUTOR), "read", "match", pair.match_id) is False


def test_coordinator_without_a_second_step_sees_no_match(here):
    """Ruling 6."""
    pair = make.road(here)
    once = Actor(**{**{f: getattr(here["coordinator"], f) for f in Actor.__dataclass_fields__}, "factors": 1})

    assert can(once, "read", "match", pair.match_id) is False
