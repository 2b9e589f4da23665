"""Loading the demo's organisations, one after the other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

from flask import g
from sqlalchemy import update

from maatwerk.access.actor import SYSTEM
from maatwerk.access.work import unit_of_work
from maatwerk.commands import home, opened, tenant_file, tenants
from maatwerk.correspondence.model import Letter
from maatwerk.demo import college, seekers, supporters
from maatwerk.demo.calendar import Calendar
from maatwerk.demo.names import People
from maatwerk.demo.seekers import BUDDY, MENTOR, TUTOR
from maatwerk.demo.texts import Texts
from maatwerk.demo.world import Sizes, World
from maatwerk.ground import clock, queue
from maatwerk.ground.database import db
from maatwerk.programme import queries as programmes
from maatwerk.trajectory import actions as trajectory

Tick = Callable[[int, int, str], None]
DAYS = 105  # of history
SIZES = {
    "waddenkust": Sizes(students=1200, tutors=24, tutored=36, circles=4, circle_size=6, buddies=10, buddied=10),
    "meerzicht": Sizes(students=300, tutors=8, tutored=8, circles=0, circle_size=0, buddies=6, buddied=6),
}


def everything(tick: Tick) -> dict[str, list[dict[str, Any]]]:
    """Make both organisations and their history (inside an app); who is in them, by short name."""
    today = clock.today()
    people = {slug: _organisation(slug, today, lambda day, at=at: tick(at * DAYS + day, len(SIZES) * DAYS, slug)) for at, slug in enumerate(SIZES)}
    queue.queue().empty()  # what rang while loading was no news
    return people


def _organisation(slug: str, today: date, tell: Callable[[int], None]) -> list[dict[str, Any]]:
    start = today - timedelta(days=DAYS)
    found = tenant_file.read(home.root() / "tenants" / f"{slug}.toml")
    with clock.at(clock.instant(start - timedelta(days=3), 9)):
        tenants.make(found)
    with opened.inside(slug):
        g.person_locale = found.languages[0]
        world = _world(slug, found.languages[0], Calendar(start, today))
        college.found(world)
        world.calendar.at(2, 12, lambda: _people_come(world))
        for day in range(20, DAYS, 3):
            world.calendar.at(day, 6, trajectory.every_day)
        world.calendar.play(lambda day: tell((day - start).days))
        _sent(today)
        db.session.remove()
    return world.listed


def _world(slug: str, locale: str, calendar: Calendar) -> World:
    running = {programme.variant: programme.id for programme in programmes.open_programmes()}
    names = People(Random(f"{slug}|{calendar.until}|names"), english=locale == "en")
    return World(slug, locale, SIZES[slug], calendar, Texts(locale), names, running, slug)


def _people_come(world: World) -> None:
    sizes = world.sizes
    mentored = seekers.courses(world)[: sizes.circles]
    mentors = [supporters.gather(world, MENTOR, 1, seekers.is_of(course))[0] for course in mentored]
    for at, (course, mentor) in enumerate(zip(mentored, mentors, strict=True)):
        seekers.gather_circle(world, course, sizes.circle_size, mentor, 20 + 3 * at)
    supporters.gather(world, TUTOR, sizes.tutors)
    supporters.gather(world, BUDDY, sizes.buddies)
    seekers.gather(world, TUTOR, sizes.tutored)
    seekers.gather(world, BUDDY, sizes.buddied)


def _sent(today: date) -> None:
    """Letters of the past were sent in the past; those of the last day are still to come."""
    with unit_of_work(SYSTEM) as work:
        long_ago = clock.instant(today - timedelta(days=1), 0)
        work.session.execute(
            update(Letter).where(Letter.state == "queued", Letter.due_at < long_ago).values(state="sent", sent_at=Letter.due_at, attempts=1)
        )
