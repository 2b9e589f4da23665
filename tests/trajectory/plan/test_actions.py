"""An agreement made by two, goals in one's own words, phases in order."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from maatwerk.access.work import Clash, NotFound, Refused
from maatwerk.ground.database import db
from maatwerk.trajectory.matches import actions as matches
from maatwerk.trajectory.model import ChecklistTick, Goal
from maatwerk.trajectory.plan import actions
from maatwerk.trajectory.plan.queries import agreements, goals, holding
from tests.factories import trajectory as make


def test_agreement_waits_for_the_yes_of_the_other(here, sent_letters):
    """Requirement 42: made in dialogue."""
    pair = make.begun(make.a_pair(here))

    actions.make_agreement(pair.match_id, make.TERMS, by=pair.supporter)
    assert holding(agreements(pair.match_id)) is None
    assert "agreement_to_confirm" in {letter.kind for letter in sent_letters(to=pair.seeker.person_id)}

    actions.say_yes(pair.match_id, 1, by=pair.seeker)
    db.session.rollback()
    assert holding(agreements(pair.match_id)).number == 1


def test_agreement_made_together_is_told_to_the_other(here, sent_letters):
    pair = make.road(here)

    assert "agreement_made" in {letter.kind for letter in sent_letters(to=pair.seeker.person_id)}


def test_change_is_a_new_version_and_the_old_one_holds_until_both_say_yes(here):
    """Requirement 10: every change dated and visible."""
    pair = make.road(here)

    actions.make_agreement(pair.match_id, make.TERMS, by=pair.seeker, number=1)

    found = agreements(pair.match_id)
    assert [one.number for one in found] == [2, 1]
    assert holding(found).number == 1


def test_two_who_write_at_once_do_not_overwrite_each_other(here):
    pair = make.road(here)
    actions.make_agreement(pair.match_id, make.TERMS, by=pair.seeker, number=1)

    with pytest.raises(Clash):
        actions.make_agreement(pair.match_id, make.TERMS, by=pair.supporter, number=1)


def test_yes_to_an_old_version_is_a_clash(here):
    pair = make.road(here)
    actions.make_agreement(pair.match_id, make.TERMS, by=pair.seeker, number=1)

    with pytest.raises(Clash):
        actions.say_yes(pair.match_id, 1, by=pair.supporter)
    with pytest.raises(Clash):
        actions.say_yes(pair.match_id, 2, by=pair.seeker)


def test_staff_say_no_yes_for_anybody(here):
    pair = make.begun(make.a_pair(here))

    with pytest.raises(NotFound):
        actions.make_agreement(pair.match_id, make.TERMS, by=pair.coordinator)


def test_guidance_opens_with_an_agreement(here):
    pair = make.begun(make.a_pair(here))

    with pytest.raises(Refused) as refused:
        matches.enter_next_phase(pair.match_id, by=pair.coordinator)
    assert str(refused.value.message) == "First make the agreement: both say yes to it. Then the next phase opens."

    make.agreed(pair)
    assert matches.enter_next_phase(pair.match_id, by=pair.coordinator) == "guidance"
    assert pair.match.phase == "guidance"


def test_the_two_do_not_move_the_phase(here):
    pair = make.road(here)

    for actor in (pair.seeker, pair.supporter, here["teacher_coach"]):
        with pytest.raises(NotFound):
            matches.enter_next_phase(pair.match_id, by=actor)


def test_tick_and_its_undo(here):
    pair = make.road(here)
    found = select(ChecklistTick).where(ChecklistTick.match_id == pair.match_id)

    matches.tick(pair.match_id, "start_up", "agreement", done=True, by=pair.supporter)
    matches.tick(pair.match_id, "start_up", "agreement", done=True, by=pair.seeker)
    assert len(db.session.scalars(found).all()) == 1

    matches.tick(pair.match_id, "start_up", "agreement", done=False, by=pair.supporter)
    db.session.rollback()
    assert db.session.scalars(found).all() == []


def test_tick_of_something_that_is_not_on_the_list_is_refused(here):
    pair = make.road(here)

    with pytest.raises(Refused):
        matches.tick(pair.match_id, "start_up", "dance", done=True, by=pair.supporter)


def test_goal_is_kept_sealed_in_their_own_words(here):
    pair = make.road(here)

    goal_id = actions.set_goal(pair.match_id, "Ik wil durven vragen", by=pair.seeker, first_step="Eén keer proberen")

    (shown,) = goals(pair.match)
    assert (shown.words, [step[1] for step in shown.steps]) == ("Ik wil durven vragen", ["Eén keer proberen"])
    assert b"durven" not in db.session.get(Goal, (here.id, goal_id)).words_sealed


def test_goal_is_reached_at_the_last_step_and_then_rests(here):
    pair = make.road(here)
    goal_id = actions.set_goal(pair.match_id, "Plan", by=pair.supporter)

    actions.look_at_goal(goal_id, by=pair.seeker, progress=4, words="Done!")

    assert db.session.get(Goal, (here.id, goal_id)).state == "reached"
    with pytest.raises(Clash):
        actions.let_go(goal_id, by=pair.seeker)


def test_sixth_goal_waits_for_another_to_end(here):
    pair = make.road(here)
    ids = [actions.set_goal(pair.match_id, f"Goal {n}", by=pair.seeker) for n in range(5)]

    with pytest.raises(Refused):
        actions.set_goal(pair.match_id, "One more", by=pair.seeker)
    actions.let_go(ids[0], by=pair.seeker)

    assert actions.set_goal(pair.match_id, "One more", by=pair.seeker) not in ids


def test_goals_of_another_pair_are_not_found(here):
    pair, other = make.road(here), make.road(here)
    goal_id = actions.set_goal(pair.match_id, "Mine", by=pair.seeker)

    for actor in (other.seeker, other.supporter, pair.coordinator):
        with pytest.raises(NotFound):
            actions.look_at_goal(goal_id, by=actor, progress=1)


def test_circle_gets_one_agreement_and_each_says_their_own_yes(here, sent_letters):
    one, two = make.pairs(here, make.MENTOR, seekers=2, circle=True)
    make.begun(one)

    actions.make_agreement(one.match_id, make.TERMS, by=one.supporter, in_person=True)
    actions.say_yes(two.match_id, 1, by=two.seeker)

    db.session.rollback()
    assert holding(agreements(one.match_id)) is None
    assert holding(agreements(two.match_id)).number == 1
    for pair in (one, two):
        assert "agreement_to_confirm" in {letter.kind for letter in sent_letters(to=pair.seeker.person_id)}


def test_young_person_in_a_circle_changes_only_their_own_agreement(here):
    one, two = make.pairs(here, make.MENTOR, seekers=2, circle=True)
    make.begun(one)

    actions.make_agreement(one.match_id, make.TERMS, by=one.seeker)

    assert (len(agreements(one.match_id)), len(agreements(two.match_id))) == (1, 0)
