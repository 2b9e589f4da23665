"""Tutors, mentors and buddies before they help anyone: applied, chosen, trained, certified."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from uuid import UUID

from sqlalchemy import select

from maatwerk.demo import entering
from maatwerk.demo.calendar import workday
from maatwerk.demo.entering import SUBJECTS
from maatwerk.demo.roster import Student
from maatwerk.demo.world import Somebody, World
from maatwerk.ground import clock
from maatwerk.ground.database import db
from maatwerk.programme.values import Side
from maatwerk.training import actions as training
from maatwerk.training.model import Enrolment, RunSession
from maatwerk.training.rules import Plan

# First applications, planned training, its three days; counted from the start of the history.
WAVES = ((3, 2, (12, 14, 17)), (48, 46, (62, 66, 69)), (96, 93, (112, 116, 119)))


def gather(
    world: World,
    variant: str,
    number: int,
    fits: Callable[[Student], bool] = lambda student: True,
    *,
    waves: bool = True,
) -> list[Somebody]:
    """So many supporters of a variant, most of them in the first wave; the last few are still at the door."""
    found: list[Somebody] = []
    missed: list[UUID] = []
    coach = {"tutor": 0, "mentor": 1, "buddy": 1}[variant.partition("/")[2]]
    for wave in (0, 1, 2) if waves else ():
        leads = 2 if wave == 1 and variant.endswith("tutor") else coach
        world.calendar.at(WAVES[wave][1], 9, partial(_plan, world, variant, wave, leads, missed))
    for at in range(number):
        wave = 0 if at < number * 0.6 else 1 if at < number * 0.9 else 2
        who = world.pick(lambda student: student.year >= 2 and student.age_on(world.today) >= 17 and fits(student))
        found.append(who)
        world.calendar.at(WAVES[wave][0] + at % 4, 9 + at % 8, partial(_apply, world, who, variant, at), minute=at)
    return found


def _plan(world: World, variant: str, wave: int, coach: int, missed: list[UUID]) -> None:
    days = [workday(world.calendar.start + timedelta(days=day)) for day in WAVES[wave][2]]
    days = _apart(days)
    starts = tuple(clock.instant(day, 13) for day in days)
    leader = world.one("teacher_coach", coach)
    plan = Plan(
        world.programmes[variant], leader.person_id, world.texts.one("places", world.chance(variant)), 24, starts
    )
    run_id = training.plan_run(plan, by=world.staff_actor("coordinator"))
    # Whoever missed a day last time takes this training.
    for at, person_id in enumerate(missed):
        again = Somebody(person_id, "", "").acts("supporter")
        world.calendar.at(WAVES[wave][1] + 1, 12, partial(training.join, run_id, by=again), minute=at)
    missed.clear()
    for number, start in enumerate(starts, start=1):
        world.calendar.on(start.date(), 17, partial(_tick, world, run_id, number, leader, missed))
    world.calendar.on(days[-1], 18, lambda: training.certify(run_id, by=leader.acts()))


def _apart(days: list[date]) -> list[date]:
    """Three different days, in order, even around a weekend."""
    for at in (1, 2):
        if days[at] <= days[at - 1]:
            days[at] = workday(days[at - 1] + timedelta(days=1))
    return days


def _tick(world: World, run_id: UUID, number: int, leader: Somebody, missed: list[UUID]) -> None:
    session = db.session.scalars(
        select(RunSession.id).where(RunSession.run_id == run_id, RunSession.number == number)
    ).one()
    enrolled = list(
        db.session.scalars(select(Enrolment.person_id).where(Enrolment.run_id == run_id, Enrolment.state == "enrolled"))
    )
    # The last of each group misses the second day, and catches up in the next training.
    order = {somebody.person_id: at for at, somebody in enumerate(world.students.values())}
    enrolled.sort(key=lambda person_id: order.get(person_id, 0))
    there = enrolled[:-1] if number == 2 and len(enrolled) > 6 else enrolled
    missed += enrolled[len(there) :]
    training.tick_attendance(session, there, by=leader.acts())


def _apply(world: World, who: Somebody, variant: str, at: int) -> None:
    subjects = [SUBJECTS[(at + step) % len(SUBJECTS)] for step in range(3)]
    part = entering.apply(world, who, variant, Side.SUPPORTER, {"offers": subjects})
    world.list(who, variant.partition("/")[2], "supporter", variant.partition("/")[0])
    day = world.calendar.day
    world.calendar.at(day + 1, 10 + at % 6, lambda: _talk(world, who, variant, part), minute=at)


def _talk(world: World, who: Somebody, variant: str, part: UUID) -> None:
    chance = world.chance("selection", who.email)
    by = world.staff_actor("coordinator")
    interview = entering.plan_talk(world, part, by, chance)
    day = world.calendar.day
    world.calendar.at(day + 3, 11, lambda: entering.admit_supporter(world, interview, variant, by, chance))
    world.calendar.at(day + 4, 19, lambda: entering.allow(world, who))
