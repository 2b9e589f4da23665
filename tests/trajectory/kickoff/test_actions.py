"""The first meeting: planned, held, and what follows from who came."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from maatwerk.access.work import Clash, NotFound, Refused
from maatwerk.ground import clock
from maatwerk.ground.database import db
from maatwerk.programme.model import Participation
from maatwerk.trajectory.kickoff import actions
from maatwerk.trajectory.kickoff.queries import kickoff_of, parties_of
from maatwerk.trajectory.model import Phase
from maatwerk.trajectory.rules.kickoff import Held, Party
from tests.factories import trajectory as make


def _parties(pair: make.Pair) -> list[str]:
    found = kickoff_of(pair.match)
    assert found is not None
    return [row.party for row in parties_of(found)]


def test_both_said_yes_makes_the_match_and_takes_the_place(here):
    pair = make.a_pair(here)

    match = pair.match

    assert (match.state, match.phase, match.coordinator_id) == (
        "accepted_by_both",
        "preparation",
        here["coordinator"].person_id,
    )
    part = db.session.execute(select(Participation).where(Participation.id == match.seeker_id)).scalar_one()
    assert part.state == "matched"


def test_match_made_tells_both_what_happens_now(here, sent_letters):
    pair, tutors = make.a_pair(here), make.a_pair(here, make.TUTOR)

    kinds = {letter.kind for actor in (pair.seeker, pair.supporter) for letter in sent_letters(to=actor.person_id)}

    assert kinds == {"match_made"}
    assert [letter.kind for letter in sent_letters(to=tutors.seeker.person_id)] == ["match_made_plan_yourself"]


def test_match_waits_ten_days_for_a_first_meeting_before_staff_look(here):
    """Domain section 3: no kick-off date in ten days."""
    assert make.a_pair(here).match.look_from == clock.today() + timedelta(days=10)


def test_planned_kickoff_invites_the_gate_and_writes_to_both(here, sent_letters):
    pair = make.planned(make.a_pair(here, birth_year=2005))

    assert pair.match.state == "kickoff_planned"
    assert sorted(_parties(pair)) == ["coordinator", "seeker", "supporter"]
    assert "kickoff_planned" in {letter.kind for letter in sent_letters(to=pair.seeker.person_id)}


def test_parent_of_a_minor_is_invited_formally_and_an_adults_is_not(here, sent_letters):
    """Ruling 8."""
    young = make.a_pair(here, birth_year=clock.today().year - 16, parent=True)
    adult = make.a_pair(here, birth_year=2005, parent=True)

    make.planned(young), make.planned(adult)

    assert ("guardian" in _parties(young), "guardian" in _parties(adult)) == (True, False)
    found = kickoff_of(young.match)
    guardian = next(row for row in parties_of(found) if row.party == "guardian")
    assert [letter.kind for letter in sent_letters(to=guardian.person_id)] == ["kickoff_planned_formal"]


def test_adult_who_asks_has_a_parent_there(here):
    pair = make.planned(make.a_pair(here, birth_year=2005, parent=True), wants_parent=True)

    assert "guardian" in _parties(pair)


def test_letters_of_a_kickoff_hold_no_family_name(here, sent_letters):
    """Ruling 12: a first name in the greeting, no family name ever."""
    pair = make.planned(make.a_pair(here))

    for letter in sent_letters(to=pair.seeker.person_id):
        assert "Post" not in " ".join(letter.values.values())


def test_kickoff_planned_again_moves_and_keeps_one(here):
    pair = make.planned(make.a_pair(here))
    later = make.tomorrow() + timedelta(days=7)

    actions.plan(pair.match_id, actions.Plan(later, "Hall"), by=pair.coordinator)

    found = kickoff_of(pair.match)
    assert (found.starts_at, found.place) == (later, "Hall")
    assert len(_parties(pair)) == len(set(_parties(pair)))


def test_kickoff_in_the_past_is_refused(here):
    pair = make.a_pair(here)

    with pytest.raises(Refused) as refused:
        actions.plan(pair.match_id, actions.Plan(make.tomorrow() - timedelta(days=7), "Room"), by=pair.coordinator)

    assert str(refused.value.message) == "Choose a day and a time that are still ahead."


def test_supporter_and_stranger_plan_no_kickoff(here):
    pair, other = make.a_pair(here), make.a_pair(here)

    for actor in (pair.supporter, pair.seeker, other.supporter):
        with pytest.raises(NotFound):
            actions.plan(pair.match_id, actions.Plan(make.tomorrow(), "Room"), by=actor)


def test_held_kickoff_begins_the_road_with_dated_phases(here):
    """Requirements 3 and 40: the end is fixed at the start, five phases have their dates."""
    pair = make.begun(make.a_pair(here))

    match, today = pair.match, clock.today()
    rows = db.session.scalars(select(Phase).where(Phase.match_id == match.id).order_by(Phase.number)).all()

    assert (match.state, match.phase, match.started_on) == ("active", "start_up", today)
    assert match.planned_end > today + timedelta(weeks=8)
    assert [row.entered_on for row in rows] == [today, today, None, None, None]
    assert rows[0].left_on == today
    assert rows[-1].due_on == match.planned_end
    assert [row.due_on for row in rows[1:]] == sorted(row.due_on for row in rows[1:])


def test_absent_parent_becomes_a_task_and_the_road_begins(here):
    """Ruling 8: an absent parent becomes a task with a date."""
    pair = make.planned(make.a_pair(here, birth_year=clock.today().year - 16, parent=True))

    answers = actions.record(pair.match_id, clock.today(), make.came(pair, "guardian"), by=pair.coordinator)

    assert answers == {pair.match_id: Held(True, ())}
    guardian = next(row for row in parties_of(kickoff_of(pair.match)) if row.party == "guardian")
    assert guardian.catch_up_by == clock.today() + timedelta(days=14)

    actions.caught_up(guardian.id, by=pair.coordinator)
    with pytest.raises(Clash):
        actions.caught_up(guardian.id, by=pair.coordinator)


def test_absent_coordinator_needs_a_reason(here):
    pair = make.planned(make.a_pair(here))
    who = make.came(pair, "coordinator")

    answers = actions.record(pair.match_id, clock.today(), who, by=pair.coordinator)

    assert answers[pair.match_id] == Held(False, (Party.COORDINATOR,))
    assert pair.match.state == "accepted_by_both"


def test_override_is_kept_with_its_reason(here):
    pair = make.planned(make.a_pair(here))

    actions.record(
        pair.match_id,
        clock.today(),
        make.came(pair, "coordinator"),
        by=pair.coordinator,
        override_reason="Ill, phoned both",
    )

    assert pair.match.state == "active"
    assert kickoff_of(pair.match).override_reason == "Ill, phoned both"


def test_absent_young_person_is_never_overridden(here):
    pair = make.planned(make.a_pair(here))

    actions.record(pair.match_id, clock.today(), make.came(pair, "seeker"), by=pair.coordinator, override_reason="Go")

    assert pair.match.state == "accepted_by_both"


def test_who_came_is_written_down_once(here):
    pair = make.begun(make.a_pair(here))

    with pytest.raises(Clash):
        actions.record(pair.match_id, clock.today(), {}, by=pair.coordinator)


def test_circle_begins_at_one_kickoff_for_who_was_there(here):
    """Domain section 3: one kick-off a circle."""
    one, two, three = make.pairs(here, make.MENTOR, seekers=3, circle=True)
    make.planned(one)
    assert kickoff_of(two.match).id == kickoff_of(one.match).id
    who = make.came(one)
    absent = next(row for row in parties_of(kickoff_of(one.match)) if row.person_id == three.seeker.person_id)

    actions.record(one.match_id, clock.today(), {**who, absent.id: False}, by=one.coordinator)

    assert [pair.match.state for pair in (one, two, three)] == ["active", "active", "accepted_by_both"]

    make.planned(three)
    assert _parties(three).count("seeker") == 1


def test_tutor_begins_by_meeting_and_agreeing_in_either_order(here):
    """Domain section 3: the first session, with agreement, is the kick-off; no coordinator is needed."""
    first_met, first_agreed = make.a_pair(here, make.TUTOR), make.a_pair(here, make.TUTOR)

    make.met(first_met)
    assert first_met.match.state == "accepted_by_both"
    make.agreed(first_met)

    make.agreed(first_agreed)
    assert first_agreed.match.state == "accepted_by_both"
    make.met(first_agreed)

    assert (first_met.match.state, first_agreed.match.state) == ("active", "active")
    assert sorted(_parties(first_met)) == ["seeker", "supporter"]
    assert kickoff_of(first_met.match).held_on == clock.today()


def test_tutor_has_no_kickoff_for_a_coordinator_to_plan(here):
    pair = make.a_pair(here, make.TUTOR)

    with pytest.raises(Refused):
        make.planned(pair)
