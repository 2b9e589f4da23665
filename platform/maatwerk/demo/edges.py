"""What does not go by the book, on purpose: every edge that a rule exists for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from uuid import UUID

from sqlalchemy import select

from maatwerk.access.actor import SYSTEM
from maatwerk.access.work import unit_of_work
from maatwerk.demo import entering, nominated, roads, seekers
from maatwerk.demo.college import PLUGIN, prefer
from maatwerk.demo.roads import Pair
from maatwerk.demo.seekers import BUDDY, MENTOR, TUTOR
from maatwerk.demo.world import Somebody, World
from maatwerk.ground.database import db
from maatwerk.intake.talks import actions as talks
from maatwerk.people import actions as people
from maatwerk.people.model import Guardianship, Permission
from maatwerk.people.persons import actions as persons
from maatwerk.programme.model import Participation
from maatwerk.programme.values import Side
from maatwerk.safeguarding import actions as safeguarding
from maatwerk.safeguarding.rules import Urgency
from maatwerk.training import actions as training
from maatwerk.training.model import TrainingRun
from maatwerk.trajectory.closing import actions as closing
from maatwerk.trajectory.plan import actions as plans
from maatwerk.trajectory.rules.closing import After
from maatwerk.trajectory.rules.support import AskKind, AskWhy
from maatwerk.trajectory.support import actions as support


def happen(world: World, variant: str) -> None:
    """Put the edges of one programme in its calendar."""
    if variant == TUTOR:
        _families(world)
        _wording(world)
        _ends(world)
        _at_the_door(world)
        nominated.happen(world)
        world.calendar.at(20, 8, partial(_experienced, world))
    elif variant == BUDDY:
        _special(world, 1, BUDDY, 30)
        world.calendar.at(_ago(world, 1), 10, partial(_worry, world, 0, False))
        world.calendar.at(_ago(world, 3), 11, partial(_ask, world, AskKind.TALK))
    elif variant == MENTOR:
        world.calendar.at(_ago(world, 30), 10, partial(_worry, world, 1, True))


def _ago(world: World, days: int) -> int:
    """The day of the calendar so many days before the demo begins."""
    return (world.today - world.calendar.start).days - days


def _families(world: World) -> None:
    """Parents: one who reads English only, one who takes permission back, one who has not answered."""
    _special(world, 0, TUTOR, 40, after=_english_parent)
    _special(world, 2, TUTOR, 45)
    _child(world, 70, after=_taken_back)
    child = world.pick(lambda student: student.age_on(world.today) < 16)
    world.calendar.at(_ago(world, 12), 11, lambda: _silent_parent(world, child))


def _special(
    world: World, at: int, variant: str, day: int, after: Callable[[World, Somebody, str], None] | None = None
) -> None:
    """The student at this place of the roster, whose birthday was chosen."""
    number = list(world.students)[at]
    follow = None if after is None else (lambda who, variant: after(world, who, variant))
    seekers.come(world, world.students[number], variant, day, at, after=follow)


def _child(world: World, day: int, after: Callable[[World, Somebody, str], None]) -> None:
    who = world.pick(lambda student: student.age_on(world.today) < 16)
    seekers.come(world, who, TUTOR, day, 3, after=lambda who, variant: after(world, who, variant))


def _english_parent(world: World, who: Somebody, variant: str) -> None:
    prefer(world, _parents(who), "en")
    seekers.find(world, who, variant)


def _parents(who: Somebody) -> list[UUID]:
    return list(db.session.scalars(select(Guardianship.guardian_id).where(Guardianship.child_id == who.person_id)))


def _taken_back(world: World, who: Somebody, variant: str) -> None:
    """Waiting for a match, until a parent takes permission back."""
    parent = _parents(who)[0]
    row = db.session.scalars(
        select(Permission.id).where(Permission.person_id == who.person_id, Permission.answer == "yes")
    ).first()
    actor = Somebody(parent, "", "").acts("guardian")
    if row is not None:
        world.calendar.at(_ago(world, 4), 20, lambda: people.withdraw(row, by=actor))


def _silent_parent(world: World, who: Somebody) -> None:
    """Everything but a parent's answer is there: the list says what is missing."""
    by, chance = world.staff_actor("coordinator"), world.chance("silent", who.email)
    part = entering.apply(world, who, TUTOR, Side.SEEKER, {"needs": ["maths"]})
    interview = entering.plan_talk(world, part, by, chance)
    world.list(who, "mentee", "seeker", PLUGIN)
    world.calendar.at(world.calendar.day + 4, 11, lambda: entering.admit_seeker(world, interview, by, chance))


def _pair(world: World, at: int) -> Pair | None:
    """A pair that is on the road."""
    walking = [pair for pair in world.pairs if not pair.ended and pair.goals]
    return walking[at % len(walking)] if walking else None


def _wording(world: World) -> None:
    """A goal as long as goals may be, a wish to stop, a worry that was answered."""
    world.calendar.at(_ago(world, 17), 12, partial(_long_goal, world))
    world.calendar.at(_ago(world, 2), 18, partial(_ask, world, AskKind.STOP))


def _long_goal(world: World) -> None:
    if (pair := _pair(world, 1)) is not None:
        plans.set_goal(pair.match_id, world.texts.long_goal, by=pair.seeker.acts("seeker"))


def _ask(world: World, kind: AskKind) -> None:
    if (pair := _pair(world, 0)) is not None:
        support.ask(
            pair.match_id, kind, by=pair.seeker.acts("seeker"), reason=AskWhy.TIME if kind is AskKind.STOP else None
        )


def _worry(world: World, at: int, answered: bool) -> None:
    """A supporter worries; only lead and deputy hear it."""
    pair = _pair(world, at)
    if pair is None:
        return
    words, answer = world.texts.worry
    urgency = Urgency.THIS_WEEK if answered else Urgency.UNSURE
    concern = safeguarding.raise_worry(pair.seeker.person_id, words, urgency, by=pair.supporter.acts("supporter"))
    if answered:
        lead = world.staff_actor("safeguarding_lead")
        world.calendar.at(world.calendar.day + 1, 9, lambda: safeguarding.acknowledge(concern, answer, by=lead))


def _ends(world: World) -> None:
    """One pair that had no click and began anew, one that never began, two that must not be matched."""
    world.calendar.at(_ago(world, 30), 13, partial(_again, world))
    world.unwilling = 2
    world.calendar.at(_ago(world, 7), 13, partial(_tie, world))


def _again(world: World) -> None:
    pair = _pair(world, 2)
    if pair is None:
        return
    ending = closing.Ending(reason="no_click", reason_seeker="no_click", after=After.WAIT_AGAIN)
    roads.end_early(world, pair, ending)
    world.calendar.at(world.calendar.day + 3, 10, lambda: seekers.find(world, pair.seeker, TUTOR))


def _tie(world: World) -> None:
    """A tutor assists in the lessons of a student who waits: they are never proposed."""
    here = Participation.programme_id == world.programmes[TUTOR]
    waiting = db.session.scalars(
        select(Participation.person_id).where(here, Participation.state == "waiting").order_by(Participation.since)
    ).first()
    tutor = db.session.scalars(
        select(Participation.person_id).where(here, Participation.state == "active").order_by(Participation.since)
    ).first()
    if waiting is not None and tutor is not None:
        persons.add_tie(waiting, tutor, "teacher", by=world.staff_actor("coordinator"))


def _experienced(world: World) -> None:
    """Some of the tutors have done this before, and may help who carries more."""
    with unit_of_work(SYSTEM) as work:
        for part in work.find(
            select(Participation)
            .where(Participation.programme_id == world.programmes[TUTOR], Participation.state == "active")
            .order_by(Participation.entered_at)
            .limit(6)
        ):
            part.experienced = True


def _at_the_door(world: World) -> None:
    """Whom the talk led elsewhere, who comes back for a second one, and a certificate that is over."""
    too_heavy: dict[str, object] = {"too_heavy": True}
    unsure: dict[str, object] = {"motivation": 2}
    for day, heard, handed in (
        (33, too_heavy, True),
        (_ago(world, 9), too_heavy, False),
        (_ago(world, 8), unsure, False),
    ):
        who = world.pick(lambda student: student.year == 1 and student.age_on(world.today) >= 16)
        world.calendar.at(day, 13, partial(_talk_only, world, who, heard, handed))
    brings = world.pick(lambda student: student.year >= 3 and student.age_on(world.today) >= 18)
    world.calendar.at(_ago(world, 20), 9, lambda: _brought(world, brings))


def _talk_only(world: World, who: Somebody, heard: dict[str, object], handed: bool) -> None:
    by, chance = world.staff_actor("coordinator"), world.chance("elsewhere", who.email)
    part = entering.apply(world, who, TUTOR, Side.SEEKER, {"needs": ["dutch"]})
    interview = entering.plan_talk(world, part, by, chance)
    world.calendar.at(world.calendar.day + 4, 14, lambda: entering.admit_seeker(world, interview, by, chance, **heard))
    if handed:
        text = world.texts.one("handed", chance)
        world.calendar.at(world.calendar.day + 7, 14, lambda: talks.hand_over(interview, text, by=by))


def _brought(world: World, who: Somebody) -> None:
    """A tutor of another college: the certificate they brought is over, a place in the next training is theirs."""
    part = entering.apply(world, who, TUTOR, Side.SUPPORTER, {"offers": ["maths", "dutch"]})
    world.list(who, "tutor", "supporter", PLUGIN)
    by, chance, today = (
        world.staff_actor("coordinator"),
        world.chance("brought", who.email),
        world.calendar.moment.date(),
    )
    until = world.today - timedelta(days=9)
    paper = training.BroughtAlong(
        who.person_id, PLUGIN, "tutor", "Westerhaven College", until - timedelta(days=700), until
    )
    training.bring_along(paper, by=world.staff_actor("administrator"))
    interview = entering.plan_talk(world, part, by, chance)
    world.calendar.at(world.calendar.day + 4, 14, lambda: entering.admit_supporter(world, interview, TUTOR, by, chance))
    world.calendar.at(world.calendar.day + 5, 19, lambda: entering.allow(world, who))
    world.calendar.at(_ago(world, 6), 19, lambda: _join_next(world, who))
    assert until > today


def _join_next(world: World, who: Somebody) -> None:
    ahead = select(TrainingRun.id).where(
        TrainingRun.programme_id == world.programmes[TUTOR], TrainingRun.state == "planned"
    )
    run_id = db.session.scalars(ahead).first()
    if run_id is not None:
        training.join(run_id, by=who.acts("supporter"))
