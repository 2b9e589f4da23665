"""Students for whom somebody asks: a draft that names nobody, one who must still hear it, one who said yes."""

from __future__ import annotations

from functools import partial

from sqlalchemy import select

from maatwerk.demo import entering, seekers
from maatwerk.demo.world import Somebody, World
from maatwerk.ground.database import db
from maatwerk.intake.model import Nomination
from maatwerk.intake.nominations import actions as nominations
from maatwerk.intake.rules import Nominated, Nominee
from maatwerk.programme.values import Side

TUTOR = seekers.TUTOR


def happen(world: World) -> None:
    """Put the nominations in the calendar."""
    last = (world.today - world.calendar.start).days
    for day in (last - 15, last - 2):
        world.calendar.at(day, 14, partial(_draft, world))
    for day, steps in ((38, 3), (60, 3), (last - 4, 2), (last - 1, 1)):
        who = world.pick(lambda student: student.year == 1 and student.age_on(world.today) >= 16)
        world.calendar.at(day, 15, partial(_nominate, world, who, steps))


def _draft(world: World) -> None:
    """The student does not know yet, so nobody is named (ruling 9)."""
    typed = Nominated(knows=False, relation="care_coordinator", themes=("planning",))
    nominations.nominate(world.programmes[TUTOR], typed, by=world.staff_actor("care_coordinator"))


def _nominate(world: World, who: Somebody, steps: int) -> None:
    student = who.student
    assert student is not None
    chance = world.chance("nominated", who.email)
    nominee = Nominee(student.name.called, student.name.family, "", str(student.number), student.born)
    typed = Nominated(True, "care_coordinator", ("planning",), world.texts.one("nominated", chance), nominee)
    nominations.nominate(world.programmes[TUTOR], typed, by=world.staff_actor("care_coordinator"))
    day = world.calendar.day
    if steps > 1:
        world.calendar.at(day + 2, 10, lambda: _tell(world, who))
    if steps > 2:
        world.calendar.at(day + 3, 20, lambda: _answer(world, who))
    world.list(who, "mentee", "seeker", "peer_support")


def _of(who: Somebody) -> Nomination:
    return db.session.scalars(select(Nomination).where(Nomination.person_id == who.person_id)).one()


def _tell(world: World, who: Somebody) -> None:
    nominations.tell(_of(who).id, by=world.staff_actor("coordinator"))


def _answer(world: World, who: Somebody) -> None:
    chance = world.chance("addition", who.email)
    nominations.answer(_of(who).id, world.texts.one("addition", chance), wants=True, by=who.acts())
    day = world.calendar.day
    world.calendar.at(day + 1, 20, lambda: _apply(world, who))


def _apply(world: World, who: Somebody) -> None:
    part = entering.apply(world, who, TUTOR, Side.SEEKER, {"needs": ["planning"]})
    world.calendar.at(world.calendar.day + 1, 10, lambda: seekers.talk(world, who, TUTOR, part))
