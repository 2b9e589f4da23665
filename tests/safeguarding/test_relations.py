"""Who stands near enough to someone to raise a worry about them: everyone with a tie, nobody else (ruling 7)."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from maatwerk.access.actor import SYSTEM
from maatwerk.access.policy import can
from maatwerk.access.work import unit_of_work
from maatwerk.people.model import Guardianship
from tests.factories import training
from tests.factories.intake import a_nomination
from tests.factories.trajectory import a_pair


def may_worry(actor, about):
    return can(actor, "worry", "person", about)


def test_both_of_a_match_may_worry_about_each_other(here):
    pair, others = a_pair(here), a_pair(here)

    assert may_worry(pair.supporter, pair.seeker.person_id) is True
    assert may_worry(pair.seeker, pair.supporter.person_id) is True
    assert may_worry(pair.supporter, others.seeker.person_id) is False
    assert may_worry(pair.seeker, others.supporter.person_id) is False


def test_everyone_may_worry_about_themselves(here):
    for role in ("seeker", "supporter", "guardian", "nominator", "applicant", "trainer"):
        assert may_worry(here[role], here[role].person_id) is True


def test_coach_may_worry_about_whom_they_train(here):
    programme = training.a_programme()
    coach, other = training.a_coach(here), training.a_coach(here)
    helper = training.a_helper(here, programme)
    run = training.a_run(programme, coach)
    coach, other = (bare(one) for one in (coach, other))
    assert may_worry(coach, helper.id) is False

    training.joined(run, helper)
    assert (may_worry(coach, helper.id), may_worry(other, helper.id)) == (True, False)


def bare(actor):
    """The same person without their staff role: what is left is the tie alone."""
    return replace(actor, grants=frozenset(), roles=frozenset({"person", "member"}))


def test_who_nominated_may_worry_about_whom_they_nominated(here):
    programme, teacher = training.a_programme(), here["nominator"]
    mine = a_nomination(programme, teacher.person_id).person_id
    other = a_nomination(programme, here["care_coordinator"].person_id).person_id

    assert (may_worry(teacher, mine), may_worry(teacher, other)) == (True, False)


def test_shielded_parent_has_no_door(here):
    """A parent may be the danger: a shielded one reaches nothing of the child."""
    child = here["seeker"].person_id
    assert may_worry(here["guardian"], child) is True
    shield(child, True)
    try:
        assert may_worry(here["guardian"], child) is False
    finally:
        shield(child, False)


def shield(child, yes):
    with unit_of_work(SYSTEM) as work:
        for row in work.find(select(Guardianship).where(Guardianship.child_id == child)):
            row.shielded = yes
