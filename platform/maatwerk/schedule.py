"""What is done by the clock, in every organisation: reminders, deadlines, letters that the bell missed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from importlib.util import find_spec
from pkgutil import resolve_name
from uuid import UUID

from flask import current_app
from sqlalchemy import select

from maatwerk.access.actor import SYSTEM
from maatwerk.access.work import unit_of_work
from maatwerk.correspondence.model import Announcement
from maatwerk.ground import clock
from maatwerk.ground.database import db
from maatwerk.programme import queries
from maatwerk.programme.registry import registry
from maatwerk.programme.values import Happening
from maatwerk.tenancy import resolve
from maatwerk.tenancy.jobs import in_tenant

log = logging.getLogger("maatwerk.schedule")
EACH_ROUND, HOUR = 0, 3600
TRIES = 50


def send_letters(tenant: str) -> int:
    """Send every letter that is due."""
    with in_tenant(tenant):
        return int(current_app.extensions["maatwerk.sweeper"]())


def tell_plugins(tenant: str) -> int:
    """Tell the plug-ins what happened, at least once each; how many happenings are told."""
    with in_tenant(tenant):
        waiting = db.session.scalars(
            select(Announcement)
            .where(Announcement.delivered_at.is_(None), Announcement.attempts < TRIES)
            .order_by(Announcement.at, Announcement.id)
            .limit(200)
        ).all()
        told = [(row.id, Happening(row.event, row.id, row.values, row.at)) for row in waiting]
        on = queries.enabled_plugins()
        # Outside any unit of work: a plug-in may open its own.
        failed = {row_id: registry().tell(happening, on) for row_id, happening in told}
        return _mark(failed)


def _mark(failed: dict[UUID, tuple[str, ...]]) -> int:
    if not failed:
        return 0
    with unit_of_work(SYSTEM) as work:
        for row in work.find(select(Announcement).where(Announcement.id.in_(failed)).with_for_update()):
            row.attempts += 1
            row.delivered_at = None if failed[row.id] else work.now
    return sum(not plugins for plugins in failed.values())


@dataclass(frozen=True, slots=True)
class Chore:
    """Something that is done for every organisation each so many seconds; `run` takes the tenant's id."""

    name: str
    every: int
    run: Callable[[str], object]


# What rooms do by the clock. Each may run twice without harm: its letters have keys, its steps a state.
_ROOMS = (
    ("worries nobody has read", HOUR, "maatwerk.safeguarding.jobs:remind"),
    ("consents that wait", HOUR, "maatwerk.people.jobs:consents"),
    ("files that were kept long enough", HOUR, "maatwerk.people.jobs:forget_files"),
    ("files that came in long ago", HOUR, "maatwerk.people.jobs:forget_files"),
    ("trainings that are near", HOUR, "maatwerk.training.jobs:remind"),
    ("nominations and talks", HOUR, "maatwerk.intake.jobs:daily"),
    ("proposals that wait", HOUR, "maatwerk.matching.jobs:hourly"),
    ("matches on their road", HOUR, "maatwerk.trajectory.jobs:daily"),
)


def chores() -> tuple[Chore, ...]:
    """The whole list."""
    own = (Chore("letters", EACH_ROUND, send_letters), Chore("plug-ins", EACH_ROUND, tell_plugins))
    rooms = (Chore(name, every, resolve_name(job)) for name, every, job in _ROOMS if find_spec(job.split(":")[0]))
    return (*own, *rooms)


def of_plugins() -> tuple[Chore, ...]:
    """What plug-ins do by the clock, each only where it is switched on."""
    return tuple(
        Chore(f"{plugin}: {job.key}", int(job.every.total_seconds()), partial(_for_plugin, plugin, job.run))
        for plugin, job in registry().jobs()
    )


def _for_plugin(plugin: str, run: Callable[[], object], tenant: str) -> object:
    with in_tenant(tenant):
        return run() if plugin in queries.enabled_plugins() else None


@dataclass(slots=True)
class Rounds:
    """Goes round the organisations; one chore that fails does not stop another."""

    chores: tuple[Chore, ...] = field(default_factory=chores)
    done: dict[tuple[str, UUID], float] = field(default_factory=dict)
    failures: int = 0

    def go(self) -> int:
        """Do every chore whose time has come, in every organisation; how many were done."""
        number, all_of_them = 0, (*self.chores, *of_plugins())
        for tenant in resolve.all_tenants():
            for chore in all_of_them:
                number += self._try(chore, tenant.id)
        return number

    def _try(self, chore: Chore, tenant_id: UUID) -> int:
        last = self.done.get((chore.name, tenant_id))
        if last is not None and clock.steady_seconds() - last < chore.every:
            return 0
        try:
            chore.run(str(tenant_id))
        except Exception:
            self.failures += 1
            log.exception("%s went wrong; it is tried again", chore.name)
            return 0
        self.done[chore.name, tenant_id] = clock.steady_seconds()
        return 1
