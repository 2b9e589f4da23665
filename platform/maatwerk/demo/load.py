"""Loading the demo's colleges side by side: the ground first, then each programme in a process of its own."""

from __future__ import annotations

import signal
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess
from random import Random
from typing import Any

from flask import current_app, g
from sqlalchemy import func, select, update

from maatwerk.access.actor import SYSTEM
from maatwerk.access.work import unit_of_work
from maatwerk.commands import home, opened, tenant_file, tenants
from maatwerk.correspondence.model import Letter
from maatwerk.demo import college, edges, seekers, supporters
from maatwerk.demo.calendar import Calendar
from maatwerk.demo.names import People
from maatwerk.demo.seekers import BUDDY, MENTOR, TUTOR
from maatwerk.demo.texts import Texts
from maatwerk.demo.world import Sizes, World
from maatwerk.ground import clock, queue
from maatwerk.ground.database import db
from maatwerk.language.terminal import gettext as _
from maatwerk.people.model import Permission, Person
from maatwerk.programme import queries as programmes
from maatwerk.trajectory.model import Match

Tick = Callable[[int, int, str], None]
DAYS = 105  # of history
OPENING = 3  # of them pass before the first student comes
SIZES = {
    "waddenkust": Sizes(1200, 35, 20, 21, 3, 5, 14, 7, coaches=9, trainers=2),
    "meerzicht": Sizes(300, 6, 5, 0, 0, 0, 4, 4),
}
# The order in which people are listed.
ROLES = (
    "administrator",
    "coordinator",
    "safeguarding_lead",
    "safeguarding_deputy",
    "teacher_coach",
    "trainer",
    "care_coordinator",
    "tutor",
    "mentor",
    "buddy",
    "mentee",
    "guardian",
)


class LoadingFailed(RuntimeError):
    """A part of the demo could not be made; the message holds where and why."""


Listed = list[dict[str, Any]]
Tell = Callable[[int], None]  # how many days of the history are done
Play = Callable[[Tell], Listed]


def everything(tick: Tick, sizes: Mapping[str, Sizes] = SIZES) -> dict[str, Listed]:
    """Make the colleges and their history (inside an app); who is in them, by short name."""
    today = clock.today()
    db.engine.dispose()
    plays = [partial(_college, slug, size, today) for slug, size in sizes.items()]
    most = len(sizes) * DAYS * 3
    people = _side_by_side(plays, lambda days: tick(sum(days), most, _("Making the demo's colleges")))
    found: dict[str, Listed] = {}
    for slug, listed in zip(sizes, people, strict=True):
        with opened.inside(slug):
            _sent(today)
            found[slug] = _in_order(listed)
            db.session.remove()
    queue.queue().empty()  # what rang while loading was no news
    return found


def _college(slug: str, size: Sizes, today: date, tell: Tell) -> Listed:
    """One college: its ground, then its programmes, each with a calendar of its own."""
    world = _open(slug, size, today)
    db.engine.dispose()
    parts = [partial(_programme, part) for part in _parts(world)]
    listed = world.listed
    for more in _side_by_side(parts, lambda days: tell(sum(days) * 3 // len(parts))):
        listed += [line for line in more if line not in listed]
    with opened.inside(slug):
        college.newer_roster(world)
        db.session.remove()
    return listed


def _programme(world: World, tell: Tell) -> Listed:
    """One programme of a college, day after day."""
    with opened.inside(world.slug):
        g.person_locale = world.locale
        try:
            world.calendar.play(lambda day: tell((day - world.calendar.start).days))
        except Exception as error:
            raise LoadingFailed(f"{world.slug}, {world.variant}, {world.calendar.moment:%d-%m}: {error!r}") from error
        db.session.remove()
    return world.listed


def _open(slug: str, size: Sizes, today: date) -> World:
    """The college, its staff and its roster."""
    start = today - timedelta(days=DAYS)
    found = tenant_file.read(home.root() / "tenants" / f"{slug}.toml")
    with clock.at(clock.instant(start - timedelta(days=3), 9)):
        tenants.make(found)
    with opened.inside(slug):
        locale = found.languages[0]
        names = People(Random(f"{slug}|{today}|names"), english=locale == "en")
        running = {programme.variant: programme.id for programme in programmes.open_programmes()}
        calendar = Calendar(start, start + timedelta(days=OPENING))
        g.person_locale = locale
        world = World(slug, locale, size, calendar, today, Texts(locale), names, running, slug)
        college.found(world)
        calendar.play(lambda day: None)
        db.session.remove()
    return world


def _parts(world: World) -> list[World]:
    """Who takes part in what, chosen before the programmes go their own ways."""
    found = []
    for variant in (TUTOR, MENTOR, BUDDY):
        if variant in world.programmes:
            part = replace(
                world, variant=variant, calendar=Calendar(world.calendar.start, world.today), listed=[], pairs=[]
            )
            _people_come(part, variant)
            edges.happen(part, variant)
            found.append(part)
    return found


def _people_come(world: World, variant: str) -> None:
    sizes = world.sizes
    if variant == MENTOR:
        for at, course in enumerate(seekers.courses(world)[: sizes.circles]):
            (mentor,) = supporters.gather(world, MENTOR, 1, seekers.is_of(course), waves=at == 0)
            seekers.gather_circle(world, course, sizes.circle_size, mentor, 20 + 3 * at)
        supporters.gather(world, MENTOR, sizes.mentors - sizes.circles, waves=False)
    else:
        supporters.gather(world, variant, sizes.tutors if variant == TUTOR else sizes.buddies)
        seekers.gather(world, variant, sizes.tutored if variant == TUTOR else sizes.buddied)


def _side_by_side(plays: Sequence[Play], tell: Callable[[list[int]], None]) -> list[Listed]:
    """Play each in a process of its own, and tell how far each is."""
    context = get_context("fork")
    running: dict[Any, tuple[int, ForkProcess]] = {}
    for at, play in enumerate(plays):
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(target=_alone, args=(play, theirs))
        process.start()
        theirs.close()
        running[ours] = (at, process)
    try:
        return _gathered(running, tell)
    finally:
        for _at, process in running.values():
            process.terminate()


def _gathered(running: dict[Any, tuple[int, ForkProcess]], tell: Callable[[list[int]], None]) -> list[Listed]:
    listed: list[Listed] = [[] for _one in running]
    days = [0] * len(running)
    while running:
        for ours in wait(list(running)):
            at, process = running[ours]
            kind, said = _heard(ours)
            if kind == "day":
                days[at] = said
                tell(days)
            elif kind == "done":
                listed[at] = said
                del running[ours]
                process.join()
            else:
                raise LoadingFailed(said)
    return listed


def _heard(ours: Any) -> tuple[str, Any]:
    try:
        found: tuple[str, Any] = ours.recv()
    except EOFError:
        return "failed", _("a part of the demo ended without a word")
    return found


def _alone(play: Play, theirs: Connection) -> None:
    """The life of one play in its own process: it says each new day, and at the end who was in it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    seen = [-1]

    def tell(day: int) -> None:
        if day != seen[0]:
            seen[0] = day
            theirs.send(("day", day))

    try:
        theirs.send(("done", play(tell)))
    except Exception as error:
        if not isinstance(error, LoadingFailed) or error.__cause__ is not None:
            current_app.logger.exception("the demo stopped at day %s", seen[0])
        theirs.send(("failed", str(error) if isinstance(error, LoadingFailed) else repr(error)))


def _in_order(listed: Listed) -> Listed:
    """By role, and in each role first who has most to look at: running matches, then any."""
    matches = Match.supporter_person_id, Match.seeker_person_id
    running: dict[str, int] = {}
    for column in matches:
        rows = db.session.execute(
            select(Person.email, func.count(Match.id).filter(Match.ended_on.is_(None)) * 10 + func.count(Match.id))
            .join(Match, column == Person.id)
            .group_by(Person.email)
        )
        for email, number in rows.all():
            running[email or ""] = running.get(email or "", 0) + number
    # A parent with a question, or a child on the road, before others.
    for email, open_ones in db.session.execute(
        select(Person.email, func.count()).join(Permission, Permission.asked_of == Person.id).group_by(Person.email)
    ).all():
        running[email or ""] = running.get(email or "", 0) + open_ones
    return sorted(listed, key=lambda line: (ROLES.index(line["role"]), -running.get(line["email"], 0)))


def _sent(today: date) -> None:
    """Letters of the past were sent in the past; those of the last day are still to come."""
    with unit_of_work(SYSTEM) as work:
        long_ago = clock.instant(today - timedelta(days=1), 0)
        work.session.execute(
            update(Letter)
            .where(Letter.state == "queued", Letter.due_at < long_ago)
            .values(state="sent", sent_at=Letter.due_at, attempts=1)
        )
