"""Asking without blame, and checking in with a line."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from maatwerk.access.work import Clash, NotFound, Refused
from maatwerk.ground import clock
from maatwerk.ground.database import db
from maatwerk.trajectory.model import Ask
from maatwerk.trajectory.rules.support import AskKind, AskWhy, With
from maatwerk.trajectory.support import actions
from maatwerk.trajectory.support.queries import check_ins, waits_for
from tests.factories import trajectory as make


def _asks(pair: make.Pair) -> list[Ask]:
    db.session.rollback()
    return list(db.session.scalars(select(Ask).where(Ask.match_id == pair.match_id)).all())


def test_ask_to_stop_goes_to_the_coordinator_alone(here, sent_letters):
    """Requirement 4: either can stop without giving blame."""
    pair = make.road(here)

    actions.ask(pair.match_id, AskKind.STOP, by=pair.seeker, reason=AskWhy.NO_CLICK)

    (ask,) = _asks(pair)
    heard = [x.to_person_id for x in sent_letters() if x.subject_id == ask.id]
    assert heard == [pair.coordinator.person_id]
    assert pair.match.state == "active"


def test_ask_without_a_coordinator_reaches_all_coordinators_in_scope(here, sent_letters):
    pair = make.road(here, coordinated=False)

    actions.ask(pair.match_id, AskKind.TALK, by=pair.supporter)

    (ask,) = _asks(pair)
    assert here["coordinator"].person_id in {x.to_person_id for x in sent_letters() if x.subject_id == ask.id}


def test_ask_tapped_twice_is_one_ask(here):
    pair = make.road(here)

    ids = {actions.ask(pair.match_id, AskKind.TALK, by=pair.seeker) for _ in range(2)}

    assert len(ids) == len(_asks(pair)) == 1


def test_ask_stands_on_today_until_it_is_talked_over(here):
    pair = make.road(here)
    actions.ask(pair.match_id, AskKind.ANOTHER, by=pair.seeker)
    lines = [line for line in waits_for(here["coordinator"], limit=5000) if line.match_id == pair.match_id]

    actions.answer_ask(_asks(pair)[0].id, by=pair.coordinator)

    assert [(line.reason, line.urgency, line.endpoint) for line in lines] == [
        ("Somebody asks to talk to you", 5, "trajectory.check_in")
    ]
    assert [line for line in waits_for(here["coordinator"], limit=5000) if line.match_id == pair.match_id] == []
    with pytest.raises(Clash):
        actions.answer_ask(_asks(pair)[0].id, by=pair.coordinator)


def test_the_two_answer_no_asks(here):
    pair = make.road(here)
    ask_id = actions.ask(pair.match_id, AskKind.TALK, by=pair.seeker)

    for actor in (pair.seeker, pair.supporter, here["teacher_coach"]):
        with pytest.raises(NotFound):
            actions.answer_ask(ask_id, by=actor)


def test_check_in_is_kept_and_closes_the_asks_that_were_talked_over(here):
    pair = make.road(here)
    ask_id = actions.ask(pair.match_id, AskKind.TALK, by=pair.seeker)
    day = clock.today() + timedelta(days=10)

    actions.check_in(pair.match_id, With.BOTH, "All fine", by=pair.coordinator, next_on=day, asks_done=[ask_id])

    (shown,) = check_ins(pair.match)
    assert (shown.summary, shown.with_whom, shown.next_on) == ("All fine", "both", day)
    assert _asks(pair)[0].done_at is not None
    assert pair.match.look_from == day


def test_check_in_can_not_lie_ahead_nor_the_next_one_behind(here):
    pair = make.road(here)

    for more in ({"on": clock.today() + timedelta(days=1)}, {"next_on": clock.today()}):
        with pytest.raises(Refused):
            actions.check_in(pair.match_id, With.SEEKER, "x", by=pair.coordinator, **more)


def test_contact_that_stops_stands_on_today_in_words(here, at):
    """Item 8: Today lists what waits, with its days."""
    pair = make.road(here)
    make.met(pair)
    at(clock.now() + timedelta(days=20))

    lines = [line for line in waits_for(here["coordinator"], limit=5000) if line.match_id == pair.match_id]

    assert [(line.reason, line.days) for line in lines] == [("No contact for 20 days", 20)]
    assert lines[0].people == (pair.seeker.called, pair.supporter.called)


def test_today_of_a_participant_is_empty(here):
    pair = make.road(here)

    assert waits_for(pair.supporter) == []
    assert waits_for(here["care_coordinator"]) == []


def test_line_of_today_is_the_same_as_what_the_rules_say(here, at):
    """The day a match is sorted by never disagrees with its reasons."""
    pair = make.road(here)
    make.met(pair)
    day = pair.match.look_from

    at(clock.instant(day - timedelta(days=1)))
    before = [line for line in waits_for(here["coordinator"], limit=5000) if line.match_id == pair.match_id]
    at(clock.instant(day))
    after = [line for line in waits_for(here["coordinator"], limit=5000) if line.match_id == pair.match_id]

    assert (len(before), len(after)) == (0, 1)
