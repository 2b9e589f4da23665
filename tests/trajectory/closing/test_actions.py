"""Ends: with their steps, their reviews and their reasons."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from maatwerk.access.work import Clash, NotFound, Refused
from maatwerk.correspondence.model import Announcement
from maatwerk.ground import clock
from maatwerk.ground.database import db
from maatwerk.matching.model import Circle
from maatwerk.programme.model import Participation
from maatwerk.programme.queries import settings_of
from maatwerk.trajectory.actions import every_day
from maatwerk.trajectory.closing import actions
from maatwerk.trajectory.closing.actions import Ending
from maatwerk.trajectory.closing.queries import closure_of, reviews_of, said
from maatwerk.trajectory.meetings import actions as meetings
from maatwerk.trajectory.meetings.queries import next_planned
from maatwerk.trajectory.rules.closing import After, Farewell, Kind, Step
from tests.factories import trajectory as make


def _opened(here, kind: Kind = Kind.COMPLETE) -> make.Pair:
    pair = make.road(here)
    actions.open_closing(pair.match_id, kind, clock.today(), by=pair.coordinator)
    return pair


def _all_steps(pair: make.Pair) -> None:
    for actor in (pair.seeker, pair.supporter):
        make.looked_back(pair, actor)
    actions.say_goodbye(pair.match_id, clock.today(), Farewell.TOGETHER, by=pair.coordinator)
    actions.follow_up_on(pair.match_id, clock.today() + timedelta(days=42), by=pair.coordinator)


def _part(pair: make.Pair) -> str:
    found = select(Participation.state).where(Participation.id == pair.match.seeker_id)
    return str(db.session.execute(found).scalar_one())


def test_opened_closing_asks_both_to_look_back(here, sent_letters):
    pair = _opened(here)

    assert (pair.match.state, pair.match.phase) == ("closing", "closure")
    for actor in (pair.seeker, pair.supporter):
        kinds = {letter.kind for letter in sent_letters(to=actor.person_id)}
        assert {"closing_near", "review_asked"} <= kinds


def test_road_closes_when_every_step_is_done(here, sent_letters):
    pair = _opened(here)
    _all_steps(pair)

    actions.close(pair.match_id, Ending(), by=pair.coordinator)

    assert (pair.match.state, pair.match.ended_on, _part(pair)) == ("closed", clock.today(), "finished")
    assert "farewell" in {letter.kind for letter in sent_letters(to=pair.seeker.person_id)}


@pytest.mark.parametrize("missing", [Step.SEEKER_REVIEW, Step.SUPPORTER_REVIEW, Step.FAREWELL, Step.FOLLOW_UP])
def test_missing_step_keeps_the_road_open_until_it_has_a_reason(here, missing):
    """Requirement 45: cannot be skipped silently."""
    pair = _opened(here)
    if missing is not Step.SEEKER_REVIEW:
        make.looked_back(pair, pair.seeker)
    if missing is not Step.SUPPORTER_REVIEW:
        make.looked_back(pair, pair.supporter)
    if missing is Step.FAREWELL:
        actions.leave_out(pair.match_id, Step.LAST_MEETING, "Ill for weeks", by=pair.coordinator)
    else:
        actions.say_goodbye(pair.match_id, clock.today(), Farewell.CALL, by=pair.coordinator)
    if missing is not Step.FOLLOW_UP:
        actions.follow_up_on(pair.match_id, clock.today() + timedelta(days=42), by=pair.coordinator)

    with pytest.raises(Refused):
        actions.close(pair.match_id, Ending(), by=pair.coordinator)
    with pytest.raises(Refused):
        actions.leave_out(pair.match_id, missing, "  ", by=pair.coordinator)
    actions.leave_out(pair.match_id, missing, "Moved abroad", by=pair.coordinator)
    actions.close(pair.match_id, Ending(), by=pair.coordinator)

    assert pair.match.state == "closed"
    assert closure_of(pair.match).skipped[missing] == "Moved abroad"


def test_the_two_leave_out_and_close_nothing(here):
    pair = _opened(here)

    for actor in (pair.seeker, pair.supporter, here["teacher_coach"]):
        with pytest.raises(NotFound):
            actions.leave_out(pair.match_id, Step.FAREWELL, "No", by=actor)
        with pytest.raises(NotFound):
            actions.close(pair.match_id, Ending(), by=actor)


def test_early_end_has_reasons_from_both_sides_and_a_way_on(here):
    pair = _opened(here, Kind.ENDED_EARLY)
    _all_steps(pair)

    with pytest.raises(Refused):
        actions.close(pair.match_id, Ending(), by=pair.coordinator)
    actions.close(pair.match_id, Ending("faded", "no_click", "no_time", After.WAIT_AGAIN), by=pair.coordinator)

    match = pair.match
    assert (match.end_reason, match.end_reason_seeker, match.end_reason_supporter) == ("faded", "no_click", "no_time")
    assert (match.state, _part(pair)) == ("rematched", "waiting")


def test_reason_that_does_not_fit_is_no_reason(here):
    pair = _opened(here, Kind.ENDED_EARLY)
    _all_steps(pair)

    actions.close(pair.match_id, Ending("faded", "no_motivation", "free text"), by=pair.coordinator)

    assert (pair.match.end_reason_seeker, pair.match.end_reason_supporter) == (None, None)


def test_never_started_keeps_its_reason_and_sets_the_young_person_free(here):
    """Requirement 29."""
    waits, stops = make.a_pair(here), make.a_pair(here)

    with pytest.raises(Refused):
        actions.never_started(waits.match_id, Ending(), by=waits.coordinator)
    actions.never_started(waits.match_id, Ending("no_time", after=After.WAIT_AGAIN), by=waits.coordinator)
    actions.never_started(stops.match_id, Ending("no_motivation"), by=stops.coordinator)

    assert (waits.match.state, _part(waits)) == ("never_started", "waiting")
    assert (stops.match.end_reason, _part(stops)) == ("no_motivation", "never_started")


def test_road_that_began_is_never_never_started(here):
    pair = make.road(here)

    with pytest.raises(Refused):
        actions.never_started(pair.match_id, Ending("no_time"), by=pair.coordinator)


def test_closed_road_is_closed_once_and_then_rests(here):
    pair = _opened(here)
    _all_steps(pair)
    actions.close(pair.match_id, Ending(), by=pair.coordinator)

    with pytest.raises(Clash):
        actions.close(pair.match_id, Ending(), by=pair.coordinator)
    with pytest.raises(Refused):
        make.met(pair)


def test_end_is_announced_with_ids_only(here):
    pair = _opened(here)
    _all_steps(pair)
    actions.close(pair.match_id, Ending(), by=pair.coordinator)

    rows = db.session.scalars(select(Announcement).where(Announcement.event == "MatchEnded")).all()
    (told,) = [row.values for row in rows if row.values["match_id"] == str(pair.match_id)]
    assert told == {
        "match_id": str(pair.match_id),
        "seeker_id": str(pair.match.seeker_id),
        "supporter_id": str(pair.match.supporter_id),
        "kind": "complete",
    }


def test_planned_meetings_go_with_the_end(here):
    pair = _opened(here)
    meetings.plan_meeting(pair.match_id, make.tomorrow(), by=pair.supporter, form_key="k")
    _all_steps(pair)

    actions.close(pair.match_id, Ending(), by=pair.coordinator)

    assert next_planned(pair.match) is None


def test_circle_closes_with_its_last_match(here):
    one, two = make.pairs(here, make.MENTOR, seekers=2, circle=True)
    states = []
    for pair in (one, two):
        actions.never_started(pair.match_id, Ending("no_time"), by=pair.coordinator)
        db.session.rollback()
        states.append(db.session.get(Circle, (here.id, one.circle_id)).state)

    assert states == ["open", "closed"]


def test_follow_up_stands_on_today_until_it_is_done(here):
    pair = _opened(here)
    _all_steps(pair)
    actions.close(pair.match_id, Ending(), by=pair.coordinator)
    assert pair.match.look_from == clock.today() + timedelta(days=42)

    actions.follow_up_done(pair.match_id, by=pair.coordinator)

    assert pair.match.look_from is None
    with pytest.raises(Clash):
        actions.follow_up_done(pair.match_id, by=pair.coordinator)


def test_longer_road_moves_its_end_and_its_phases(here):
    """Requirement 10."""
    pair = _opened(here)
    before = pair.match.planned_end

    end = actions.extend(pair.match_id, 4, by=pair.coordinator)

    assert end == before + timedelta(weeks=4)
    assert (pair.match.state, pair.match.phase) == ("active", "deepening")
    assert closure_of(pair.match) is None


def test_review_is_given_once_and_read_in_words(here):
    pair = _opened(here)
    make.looked_back(pair, pair.seeker)

    with pytest.raises(Clash):
        make.looked_back(pair, pair.seeker)

    row = reviews_of(pair.match)["final", "seeker"]
    words = {one.answer for one in said(row, settings_of(pair.match.programme_id).variant)}
    assert "4 / 5" in words
    assert make.CANARY in words
    assert make.CANARY not in str(row.answers)


def test_no_review_is_given_before_its_moment(here):
    pair = make.road(here)

    with pytest.raises(Refused):
        make.looked_back(pair, pair.seeker)


def test_calendar_opens_the_closing_once(here, at, sent_letters):
    """Domain rule 8: closing opens before the end by itself."""
    pair = make.road(here)
    at(clock.instant(pair.match.planned_end - timedelta(days=2)))

    assert every_day() >= 1
    once = len(sent_letters(to=pair.seeker.person_id))
    assert every_day() == 0

    assert pair.match.state == "closing"
    assert len(sent_letters(to=pair.seeker.person_id)) == once


def test_calendar_asks_to_look_back_halfway_once(here, at, sent_letters):
    pair = make.road(here)
    make.met(pair)
    match = pair.match
    at(clock.instant(match.started_on + (match.planned_end - match.started_on) / 2))

    every_day()
    every_day()

    kinds = [letter.kind for letter in sent_letters(to=pair.seeker.person_id)]
    assert kinds.count("review_asked") == 1
    make.looked_back(pair, pair.seeker)
    assert ("midway", "seeker") in reviews_of(pair.match)


def test_calendar_reminds_of_a_meeting_that_nobody_told_about_once(here, at, sent_letters):
    pair = make.road(here)
    meetings.plan_meeting(pair.match_id, make.tomorrow(), by=pair.supporter, form_key="k")
    at(clock.now() + timedelta(days=3))

    every_day()
    every_day()

    kinds = [letter.kind for letter in sent_letters(to=pair.supporter.person_id)]
    assert kinds.count("log_reminder") == 1


def test_calendar_finds_matches_that_began_to_ask_for_attention(here, at):
    pair = make.road(here)
    make.met(pair)
    look = pair.match.look_from
    at(clock.now() + timedelta(days=30))

    every_day()

    assert pair.match.look_from == look
