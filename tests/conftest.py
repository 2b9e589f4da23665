"""PostgreSQL migrated by alembic once, a real store, and two organisations full of data that could leak."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import settings
from hypothesis.database import DirectoryBasedExampleDatabase
from sqlalchemy import select

from maatwerk import testing
from maatwerk.access.actor import Actor
from maatwerk.correspondence.model import Letter
from maatwerk.ground.database import db
from maatwerk.tenancy.jobs import in_tenant
from tests.factories import world

ROOT = Path(__file__).resolve().parents[1]
# A busy machine is no finding, and what is found is kept with all other state.
settings.register_profile("house", deadline=None, database=DirectoryBasedExampleDatabase(ROOT / "var" / "hypothesis"))
settings.load_profile("house")


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """Nothing leaves this machine: only loopback and sockets in the file system answer."""
    real = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and str(address[0]) not in ("127.0.0.1", "::1", "localhost"):
            raise OSError(f"a test tried to reach {address[0]}")
        real(self, address)

    socket.socket.connect = guarded  # type: ignore[method-assign]
    yield
    socket.socket.connect = real  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def services() -> Iterator[testing.Services]:
    """One PostgreSQL and one store for the whole run."""
    with testing.services(ROOT / "var" / "test") as found:
        yield found


@pytest.fixture(scope="session")
def app(services: testing.Services) -> Iterator[Flask]:
    """The application on a database that alembic made."""
    made = testing.made_ready(testing.settings_for(services))
    yield made
    testing.closed(made)


@pytest.fixture(scope="session")
def noord(app: Flask) -> testing.TenantFixture:
    """An organisation with everybody in it, all of whose data could leak."""
    return world.organisation(app, "noord", "Noorderlicht College")


@pytest.fixture(scope="session")
def zuid(app: Flask) -> testing.TenantFixture:
    """Another one on the same installation."""
    return world.organisation(app, "zuid", "Zuidhoek College")


@pytest.fixture
def inside(app: Flask) -> Callable[[testing.TenantFixture], AbstractContextManager[None]]:
    """`with inside(noord):` gives an app context inside a tenant, with a session of its own."""

    @contextmanager
    def enter(tenant: testing.TenantFixture) -> Iterator[None]:
        with app.app_context(), in_tenant(tenant.id):
            world.language_of_tests()
            yield
            db.session.remove()

    return enter


@pytest.fixture
def here(noord: testing.TenantFixture, inside: Any) -> Iterator[testing.TenantFixture]:
    """The whole test runs inside `noord`."""
    with inside(noord):
        yield noord


@pytest.fixture
def client_for(app: Flask, noord: testing.TenantFixture) -> Callable[..., testing.Client]:
    """`client_for(actor)` is a signed-in browser at noord; `client_for(None)` a signed-out one; `tenant=` elsewhere."""

    def make(actor: Actor | None, *, tenant: testing.TenantFixture | None = None, factors: int = 2) -> testing.Client:
        return testing.client_of(app, tenant or noord, actor, factors=factors)

    return make


@pytest.fixture
def statements(app: Flask) -> Callable[[], AbstractContextManager[testing.Statements]]:
    """`with statements() as said:` counts SQL statements: `len(said)`."""
    return lambda: testing.counted(app)


@pytest.fixture
def sent_letters() -> Callable[..., list[Letter]]:
    """The letters in the outbox of the tenant a test is inside: `sent_letters(to=person_id)`."""

    def find(to: Any = None) -> list[Letter]:
        db.session.rollback()
        found = select(Letter).order_by(Letter.made_at, Letter.key)
        return list(db.session.scalars(found if to is None else found.where(Letter.to_person_id == to)).all())

    return find


at = testing.at
