"""Who belongs at a first meeting."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maatwerk.programme.road import KickoffPlan
from maatwerk.programme.roles import Who
from maatwerk.trajectory.rules.kickoff import (
    Came,
    Held,
    Invited,
    Party,
    catch_up_by,
    first_session_starts,
    held,
    parties,
)

BUDDY = KickoffPlan("meeting", (Who.SEEKER, Who.SUPPORTER, Who.COORDINATOR))
TUTOR = KickoffPlan("first_session", (Who.SEEKER, Who.SUPPORTER), guardian="never")
FIVE = KickoffPlan("meeting", (Who.SEEKER, Who.SUPPORTER, Who.COORDINATOR), school=True)
GATE = (Invited(Party.SEEKER, True), Invited(Party.SUPPORTER, True), Invited(Party.COORDINATOR, True))
PARENT, SCHOOL = Invited(Party.GUARDIAN, False), Invited(Party.CARE_COORDINATOR, False)


@pytest.mark.parametrize(
    ("age", "wants", "parent"),
    [
        (15, False, True),
        (17, False, True),
        (18, False, False),
        (18, True, True),
        (None, False, False),
        (None, True, True),
    ],
)
def test_parent_is_invited_by_age_and_wish(age, wants, parent):
    """Ruling 8: from 18 parents are invited only if the student asks."""
    assert parties(BUDDY, age=age, wants_parent=wants) == (*GATE, *([PARENT] if parent else []))


def test_school_is_invited_where_the_programme_has_it():
    assert parties(FIVE, age=16, wants_parent=False) == (*GATE, PARENT, SCHOOL)


def test_tutor_and_student_begin_by_themselves():
    assert parties(TUTOR, age=16, wants_parent=True) == GATE[:2]


def test_variant_that_asks_no_parent_has_none_unless_asked():
    plan = KickoffPlan("circle", BUDDY.gate, guardian="never")

    assert parties(plan, age=15, wants_parent=False) == GATE
    assert parties(plan, age=15, wants_parent=True) == (*GATE, PARENT)


@given(st.integers(9, 30) | st.none(), st.booleans(), st.sampled_from([BUDDY, TUTOR, FIVE]))
def test_gate_is_never_the_parent_or_the_school(age, wants, plan):
    gate = {one.party for one in parties(plan, age=age, wants_parent=wants) if one.gate}

    assert gate & {Party.GUARDIAN, Party.CARE_COORDINATOR} == set()
    assert {Party.SEEKER, Party.SUPPORTER} <= gate


def _came(**present: bool) -> list[Came]:
    gate = {Party.SEEKER, Party.SUPPORTER, Party.COORDINATOR}
    return [Came(Party(name), Party(name) in gate, there) for name, there in present.items()]


def test_match_begins_without_the_parent():
    assert held(_came(seeker=True, supporter=True, coordinator=True, guardian=False)) == Held(True, ())


def test_match_waits_for_the_coordinator_unless_overridden_with_a_reason():
    came = _came(seeker=True, supporter=True, coordinator=False)

    assert held(came) == Held(False, (Party.COORDINATOR,))
    assert held(came, override_reason="  ") == Held(False, (Party.COORDINATOR,))
    assert held(came, override_reason="Ill; spoke to both by phone") == Held(True, (Party.COORDINATOR,))


def test_nobody_overrides_the_absence_of_the_young_person():
    came = _came(seeker=False, supporter=True, coordinator=True)

    assert held(came, override_reason="We go on") == Held(False, (Party.SEEKER,))


def test_absent_parent_becomes_a_task_with_a_date():
    day = date(2026, 11, 24)

    assert catch_up_by(Party.GUARDIAN, present=False, on=day) == date(2026, 12, 8)
    assert catch_up_by(Party.CARE_COORDINATOR, present=False, on=day) == date(2026, 12, 8)
    assert catch_up_by(Party.GUARDIAN, present=True, on=day) is None
    assert catch_up_by(Party.SEEKER, present=False, on=day) is None


@pytest.mark.parametrize(
    ("met", "agreed", "starts"), [(True, True, True), (True, False, False), (False, True, False), (False, False, False)]
)
def test_first_session_begins_a_road_only_with_an_agreement(met, agreed, starts):
    assert first_session_starts(met=met, agreed=agreed) is starts
