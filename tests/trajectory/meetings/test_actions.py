"""Meetings: told once, counted once, moved in peace."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from maatwerk.access.work import Clash, NotFound, Refused
from maatwerk.ground import clock
from maatwerk.ground.database import db
from maatwerk.trajectory.meetings import actions
from maatwerk.trajectory.meetings.queries import meetings, next_planned, presence_of
from maatwerk.trajectory.model import Ask, Goal, Meeting, MeetingPresence
from maatwerk.trajectory.plan import actions as plan
from maatwerk.trajectory.rules.meetings import Mood, Said
from tests.factories import trajectory as make


def _said(**more: object) -> Said:
    return Said(**{"on": clock.today(), "mood": Mood.GOOD, "minutes": 60, **more})


def test_log_counts_the_meeting_and_the_contact(here):
    pair = make.road(here)

    make.met(pair)

    assert (pair.match.meetings_held, pair.match.last_contact_on) == (1, clock.today())


def test_same_form_sent_twice_is_one_meeting(here):
    """A double tap is one tap."""
    pair = make.road(here)

    ids = {actions.log_meeting(pair.match_id, _said(), by=pair.supporter, form_key="once") for _ in range(2)}

    assert len(ids) == 1
    assert (pair.match.meetings_held, len(meetings(pair.match))) == (1, 1)


def test_earlier_meeting_told_later_does_not_turn_back_the_last_contact(here, at):
    pair = make.road(here)
    at(clock.now() + timedelta(days=10))
    make.met(pair)
    last = clock.today()

    make.met(pair, on=last - timedelta(days=5))

    assert (pair.match.meetings_held, pair.match.last_contact_on) == (2, last)


def test_planned_meeting_of_that_day_becomes_the_one_that_was_held(here, at):
    pair = make.road(here)
    actions.plan_meeting(pair.match_id, make.tomorrow(), by=pair.supporter, form_key="p", place="Canteen")
    at(clock.now() + timedelta(days=2))

    make.met(pair, on=clock.today() - timedelta(days=1))

    (held,) = meetings(pair.match)
    assert (held.state, held.number, held.place) == ("held", 1, "Canteen")
    assert next_planned(pair.match) is None


def test_circle_is_told_once_with_presence_for_each(here):
    """Item 7: a circle is logged once."""
    one, two, three = make.pairs(here, make.MENTOR, seekers=3, circle=True)
    make.begun(one)

    meeting_id = make.met(one, present={one.match_id: True, two.match_id: True, three.match_id: False})

    rows = db.session.scalars(select(MeetingPresence).where(MeetingPresence.meeting_id == meeting_id)).all()
    assert {row.match_id: row.present for row in rows} == {
        one.match_id: True,
        two.match_id: True,
        three.match_id: False,
    }
    assert [pair.match.meetings_held for pair in (one, two, three)] == [1, 1, 0]
    assert db.session.get(Meeting, (here.id, meeting_id)).match_id is None
    assert [len(meetings(pair.match)) for pair in (one, two, three)] == [1, 1, 1]


def test_circle_where_nobody_was_there_is_refused(here):
    one, two = make.pairs(here, make.MENTOR, seekers=2, circle=True)
    make.begun(one)

    with pytest.raises(Refused):
        make.met(one, present={one.match_id: False, two.match_id: False})


def test_note_of_a_circle_is_sealed_with_the_circles_own_key(here):
    """Model: a circle has its own key, shredded with its last seeker."""
    one, _two = make.pairs(here, make.MENTOR, seekers=2, circle=True)
    make.begun(one)
    meeting_id = make.met(one, present={one.match_id: True})

    row = db.session.get(Meeting, (here.id, meeting_id))

    assert row.note_about == one.circle_id
    assert make.CANARY.encode() not in row.note_sealed
    assert row.note == make.CANARY


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"on": 1}, "This day is still ahead. Say how it was once you have met."),
        ({"on": -400}, "On this day you were not matched yet. Look at the date again."),
        ({"minutes": 1}, "Choose a length between five minutes and eight hours."),
    ],
)
def test_log_that_can_not_be_right_says_what_to_do(here, more, words):
    pair = make.road(here)
    if "on" in more:
        more = {"on": clock.today() + timedelta(days=more["on"])}

    with pytest.raises(Refused) as refused:
        actions.log_meeting(pair.match_id, _said(**more), by=pair.supporter, form_key="k")

    assert str(refused.value.message) == words


def test_nobody_logs_before_the_first_meeting(here):
    pair = make.a_pair(here)

    with pytest.raises(Refused):
        make.met(pair)


def test_young_person_coordinator_and_stranger_do_not_log(here):
    pair, other = make.road(here), make.road(here)

    for actor in (pair.seeker, pair.coordinator, other.supporter):
        with pytest.raises(NotFound):
            actions.log_meeting(pair.match_id, _said(), by=actor, form_key="k")


def test_talk_it_over_becomes_an_ask_and_a_letter_without_a_word_of_it(here, sent_letters):
    pair = make.road(here)

    make.met(pair, talk_it_over=True)

    (ask,) = db.session.scalars(select(Ask).where(Ask.match_id == pair.match_id)).all()
    letters = [x for x in sent_letters(to=pair.coordinator.person_id) if x.subject_id == ask.id]
    assert (ask.kind, ask.by_person_id) == ("talk", pair.supporter.person_id)
    assert [(letter.kind, letter.values) for letter in letters] == [("ask_received", {})]
    assert pair.match.look_from == clock.today()


def test_goal_moves_with_the_log(here):
    """Requirement 43: goal progress at each log."""
    pair = make.road(here)
    goal_id = plan.set_goal(pair.match_id, "Plan my week", by=pair.seeker)

    make.met(pair, progress={goal_id: 2})

    goal = db.session.get(Goal, (here.id, goal_id))
    assert (goal.progress, goal.state) == (2, "open")


def test_goal_of_somebody_else_does_not_move_with_it(here):
    pair, other = make.road(here), make.road(here)
    goal_id = plan.set_goal(other.match_id, "Plan my week", by=other.seeker)

    make.met(pair, progress={goal_id: 4})

    assert db.session.get(Goal, (here.id, goal_id)).progress == 0


def test_planned_meeting_is_written_to_the_other_only_after_a_minute(here, sent_letters):
    pair = make.road(here)

    actions.plan_meeting(pair.match_id, make.tomorrow(), by=pair.seeker, form_key="k")

    (letter,) = [x for x in sent_letters(to=pair.supporter.person_id) if x.kind == "meeting_planned"]
    assert letter.due_at - letter.made_at == timedelta(seconds=60)
    assert [x for x in sent_letters(to=pair.seeker.person_id) if x.kind == "meeting_planned"] == []


def test_planning_twice_with_one_form_is_one_meeting(here):
    pair = make.road(here)

    ids = {actions.plan_meeting(pair.match_id, make.tomorrow(), by=pair.seeker, form_key="k") for _ in range(2)}

    assert len(ids) == len(meetings(pair.match)) == 1


def test_meeting_moves_and_tells_the_other(here, sent_letters):
    pair = make.road(here)
    meeting_id = actions.plan_meeting(pair.match_id, make.tomorrow(), by=pair.supporter, form_key="k")
    later = make.tomorrow() + timedelta(days=2)

    actions.move_meeting(pair.match_id, meeting_id, later, by=pair.seeker, version=1)

    assert next_planned(pair.match).starts_at == later
    assert "meeting_moved" in {letter.kind for letter in sent_letters(to=pair.supporter.person_id)}


def test_meeting_of_another_pair_is_not_found(here):
    pair, other = make.road(here), make.road(here)
    meeting_id = actions.plan_meeting(other.match_id, make.tomorrow(), by=other.supporter, form_key="k")

    with pytest.raises(NotFound):
        actions.move_meeting(pair.match_id, meeting_id, make.tomorrow(17), by=pair.supporter)


def test_missed_meetings_are_kept_and_count_as_no_contact(here, at):
    pair = make.road(here, make.BUDDY)
    for n in range(3):
        meeting_id = actions.plan_meeting(pair.match_id, make.tomorrow(), by=pair.supporter, form_key=f"k{n}")
        at(clock.now() + timedelta(days=2))
        actions.did_not_happen(pair.match_id, meeting_id, by=pair.supporter)

    assert [meeting.state for meeting in meetings(pair.match)] == ["missed"] * 3
    assert pair.match.meetings_held == 0


def test_meeting_that_is_still_ahead_can_not_be_missed(here):
    pair = make.road(here)
    meeting_id = actions.plan_meeting(pair.match_id, make.tomorrow(), by=pair.supporter, form_key="k")

    with pytest.raises(Refused):
        actions.did_not_happen(pair.match_id, meeting_id, by=pair.supporter)


def test_young_person_looks_back_once_in_their_own_words(here):
    pair = make.road(here)
    meeting_id = make.met(pair)

    actions.look_back(pair.match_id, Mood.GREAT, by=pair.seeker, line="Nice")

    row = presence_of(pair.match, [meeting_id])[meeting_id]
    assert (row.mood, row.line) == ("great", "Nice")
    with pytest.raises(Clash):
        actions.look_back(pair.match_id, Mood.HARD, by=pair.seeker)


def test_nobody_looks_back_for_the_young_person(here):
    pair = make.road(here)
    make.met(pair)

    for actor in (pair.supporter, pair.coordinator):
        with pytest.raises(NotFound):
            actions.look_back(pair.match_id, Mood.GREAT, by=actor)
