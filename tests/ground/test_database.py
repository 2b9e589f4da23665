"""Connections whose server went away are replaced unseen, and readings end without the driver forgetting."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import create_engine, text

from maatwerk.ground import database
from maatwerk.ground.database import db, end_reading
from maatwerk.people.model import Person


def _backend() -> int:
    return int(db.session.execute(text("SELECT pg_backend_pid()")).scalar_one())


@pytest.fixture(autouse=True)
def one_connection(here):
    """Whatever tests before this one left in the pool is gone: the next connection is the one after it too."""
    db.session.remove()
    db.engine.dispose()


def test_connection_that_the_server_ended_is_replaced_before_use(app, here):
    before = _backend()
    db.session.remove()
    admin = create_engine(app.extensions["maatwerk.settings"].database_admin_url)
    with admin.connect() as connection:
        ended = connection.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": before}).scalar_one()
    admin.dispose()

    assert ended
    assert _backend() != before


def test_living_connection_is_used_again_without_asking_the_server(here, monkeypatch):
    before = _backend()
    db.session.remove()

    def asked(*_anything: Any) -> bool:
        raise AssertionError("asked the server")

    monkeypatch.setattr(database, "_answers", asked)

    assert _backend() == before


def test_connection_that_rested_long_is_asked_first(here, monkeypatch):
    _backend()
    db.session.remove()
    asked = []
    monkeypatch.setattr(database, "RESTED_SECONDS", -1.0)
    monkeypatch.setattr(database, "_answers", lambda _engine, driver: asked.append(driver) or True)

    _backend()

    assert len(asked) == 1


@pytest.fixture
def prepared(here):
    """How many statements the server keeps prepared for this session's connection."""
    count = text("SELECT count(*) FROM pg_prepared_statements")
    return lambda: db.session.execute(count).scalar_one()


def test_reading_that_ends_keeps_what_was_prepared(prepared):
    for _time in range(8):  # the driver prepares what it saw five times
        db.session.execute(text("SELECT 42"))
    known = prepared()
    end_reading(db.session())

    assert known >= 1
    assert prepared() >= known


def test_change_that_was_not_asked_for_is_undone(here):
    person = db.session.get(Person, (here.id, here["coordinator"].person_id))
    name = person.given_name
    person.given_name = "Iemand anders"

    end_reading(db.session())

    assert person.given_name == name
