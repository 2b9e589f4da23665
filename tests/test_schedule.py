"""What the clock does in every organisation, and what plug-ins hear: at least once, each guarded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from maatwerk import schedule, testing
from maatwerk.access.actor import SYSTEM
from maatwerk.access.work import unit_of_work
from maatwerk.correspondence.model import Announcement
from maatwerk.ground.database import db
from maatwerk.programme.hookspecs import hookimpl
from maatwerk.programme.model import Enablement
from maatwerk.programme.values import Happening
from maatwerk.tenancy import scope
from maatwerk.tenancy.actions import open_tenant


class Listener:
    """A plug-in that hears what happens, and stumbles as often as it is told to."""

    def __init__(self) -> None:
        self.heard: list[Happening] = []
        self.stumbles = 0

    @hookimpl
    def happened(self, event: Happening) -> None:
        """Remember it, or stumble."""
        self.heard.append(event)
        if self.stumbles:
            self.stumbles -= 1
            raise RuntimeError("a plug-in with a fault")


@pytest.fixture
def listeners(services: testing.Services, app: Flask) -> Iterator[tuple[Flask, Listener, Listener, UUID]]:
    """An app with two plug-ins that listen, and an organisation that switched both on."""
    one, other = Listener(), Listener()
    found = testing.create_app(app.extensions["maatwerk.settings"], plugins={"one": one, "other": other})
    with found.app_context():
        tenant = open_tenant(f"luister-{id(one)}", "Luister")
        with scope.within(tenant), unit_of_work(SYSTEM) as work:
            for plugin in ("one", "other"):
                work.add(Enablement(plugin=plugin, since=work.now))
        db.session.remove()
        yield found, one, other, tenant
        db.session.remove()
        db.engine.dispose()


def announced(tenant: UUID, name: str) -> UUID:
    with scope.within(tenant):
        with unit_of_work(SYSTEM) as work:
            found = work.add(Announcement(event=name, values={"match_id": "x"}, at=work.now)).id
        db.session.remove()
    return found


def state_of(tenant: UUID, row_id: UUID) -> tuple[bool, int]:
    with scope.within(tenant):
        row = db.session.scalars(select(Announcement).where(Announcement.id == row_id)).one()
        found = row.delivered_at is not None, row.attempts
        db.session.remove()
    return found


def test_plugins_hear_what_happened_once(listeners: Any) -> None:
    _app, one, other, tenant = listeners
    row_id = announced(tenant, "MatchStarted")
    assert (schedule.tell_plugins(str(tenant)), schedule.tell_plugins(str(tenant))) == (1, 0)
    assert [(heard.id, heard.event, heard.values) for heard in one.heard] == [
        (row_id, "MatchStarted", {"match_id": "x"})
    ]
    assert len(other.heard) == 1
    assert state_of(tenant, row_id) == (True, 1)


def test_plugin_that_stumbles_silences_nobody_and_hears_it_again(listeners: Any) -> None:
    _app, one, other, tenant = listeners
    one.stumbles = 1
    row_id = announced(tenant, "MatchEnded")
    assert (schedule.tell_plugins(str(tenant)), state_of(tenant, row_id)) == (0, (False, 1))
    assert len(other.heard) == 1
    assert (schedule.tell_plugins(str(tenant)), state_of(tenant, row_id)) == (1, (True, 2))
    assert {heard.id for heard in one.heard} == {row_id}


def test_happenings_are_told_in_their_order(listeners: Any) -> None:
    _app, one, _other, tenant = listeners
    rows = [announced(tenant, name) for name in ("First", "Second", "Third")]
    schedule.tell_plugins(str(tenant))
    assert [heard.id for heard in one.heard] == rows


def test_every_room_with_something_to_do_by_the_clock_is_in_the_list() -> None:
    names = {chore.run.__module__ for chore in schedule.chores()}
    rooms = ("safeguarding", "people", "training", "intake", "matching", "trajectory")
    assert names == {"maatwerk.schedule", *(f"maatwerk.{room}.jobs" for room in rooms)}


def test_chore_runs_twice_without_harm(app: Flask, noord: testing.TenantFixture) -> None:
    with app.app_context():
        for chore in schedule.chores():
            chore.run(str(noord.id))
            chore.run(str(noord.id))
