"""The kit that Maatwerk and its plug-ins test with: a real database and store, tenants, people signed in."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import event, select
from werkzeug.test import TestResponse

from maatwerk.access import sessions
from maatwerk.access.actor import SYSTEM, Actor
from maatwerk.access.model import Account, SignInSession
from maatwerk.access.work import unit_of_work
from maatwerk.app import create_app
from maatwerk.ground import clock, crypto, embedded
from maatwerk.ground.database import db
from maatwerk.ground.settings import Settings, driver_url
from maatwerk.opening import actions as opening
from maatwerk.programme import queries as programmes
from maatwerk.tenancy import scope, upgrade
from maatwerk.tenancy.jobs import in_tenant

BASE = "http://maatwerk.localhost"


@dataclass(frozen=True)
class Services:
    """A real PostgreSQL and a real store, empty, for one test run."""

    postgres: embedded.Postgres
    store: str
    folder: Path


@contextmanager
def services(parent: Path) -> Iterator[Services]:
    """Start both in a fresh folder below `parent`; gone at the end."""
    with (
        embedded.scratch(parent) as folder,
        embedded.postgres(folder / "postgres", durable=False) as postgres,
        embedded.store(folder / "store", durable=False) as store,
    ):
        yield Services(postgres, store, folder)


def settings_for(found: Services, *, smtp_url: str = "smtp://127.0.0.1:1", **more: Any) -> Settings:
    """Settings of an installation on these services; every secret is fresh."""
    values: dict[str, Any] = {
        "base_url": BASE,
        "secret": secrets.token_bytes(32),
        "keys": {1: crypto.new_key()},
        "database_url": driver_url(found.postgres.url_for("maatwerk_app", secrets.token_hex(16), "postgres")),
        "database_worker_url": driver_url(found.postgres.url_for("maatwerk_worker", secrets.token_hex(16), "postgres")),
        "database_admin_url": driver_url(found.postgres.admin_url),
        "redis_url": found.store,
        "smtp_url": smtp_url,
    }
    return Settings(**(values | more))


def made_ready(settings: Settings, plugins: Any = None) -> Flask:
    """An app whose database is migrated by alembic."""
    app = create_app(settings, plugins=plugins)
    upgrade.upgrade(settings, app.extensions["maatwerk.histories"], prepare_roles=True)
    return app


def closed(app: Flask) -> None:
    """Let go of every connection of an app."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    app.extensions["maatwerk.redis"].close()


@dataclass
class TenantFixture:
    """An organisation of a test: its host, its programmes by variant, its people by role."""

    id: UUID
    slug: str
    host: str
    programmes: dict[str, UUID] = field(default_factory=dict)
    people: dict[str, Actor] = field(default_factory=dict)
    partner_id: UUID | None = None
    things: dict[str, UUID] = field(default_factory=dict)  # kind → the id of one row, for crawls

    def __getitem__(self, role: str) -> Actor:
        """The actor in a role."""
        return self.people[role]


class Client(FlaskClient):
    """A signed-in browser without a screen, on its tenant's host."""

    host = "maatwerk.localhost"

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Ask the tenant's own host."""
        kwargs.setdefault("base_url", f"http://{self.host}")
        # A context of its own: Flask would reuse the test's, with the test's session and tenant.
        with self.application.app_context():
            return super().open(*args, **kwargs)

    def token(self) -> str:
        """A valid token against forged posts, for this browser."""
        raw = secrets.token_hex(20)
        with self.session_transaction(base_url=f"http://{self.host}") as session:
            session["csrf_token"] = raw
        secret = self.application.config["SECRET_KEY"]
        return str(URLSafeTimedSerializer(secret, salt="wtf-csrf-token").dumps(raw))

    def submit(self, url: str, data: dict[str, Any] | None = None, **kwargs: Any) -> TestResponse:
        """Send a form with a valid token."""
        return self.post(url, data={**(data or {}), "csrf_token": self.token()}, **kwargs)


def signed_in(
    app: Flask,
    tenant: TenantFixture,
    *,
    account_id: UUID | None = None,
    pass_id: UUID | None = None,
    factors: int = 2,
    staff: bool = False,
) -> tuple[Actor, str]:
    """Sign somebody in as the real pipeline does; the actor and the cookie's token."""
    token = crypto.token()
    with app.app_context(), scope.within(tenant.id):
        with unit_of_work(SYSTEM) as work:
            now = work.now
            work.add(
                SignInSession(
                    id=uuid4(),
                    account_id=account_id,
                    pass_id=pass_id,
                    token_hash=crypto.digest(token),
                    staff=staff,
                    came_by="link",
                    factors=factors,
                    made_at=now,
                    fresh_at=now,
                    seen_at=now,
                    ends_at=sessions.ends(staff, now),
                    device="test",
                )
            )
        found = sessions.find(db.session(), token, tenant_id=tenant.id, now=now, today=clock.today())
        assert found is not None
    return found.actor, token


def client_of(app: Flask, tenant: TenantFixture, actor: Actor | None = None, *, factors: int = 2) -> Client:
    """A browser on the tenant's host, signed in as `actor` (or signed out)."""
    app.test_client_class = Client
    client = app.test_client()
    assert isinstance(client, Client)
    client.host = tenant.host
    if actor is not None:
        _actor, token = signed_in(app, tenant, account_id=actor.account_id, pass_id=actor.pass_id, factors=factors)
        client.set_cookie("maatwerk", token, domain=tenant.host)
    return client


def organisation(app: Flask, variants: Sequence[str]) -> TenantFixture:
    """An organisation of its own that runs these variants, with an administrator who can be signed in."""
    slug = f"proef-{secrets.token_hex(4)}"
    email = f"beheer@{slug}.example"
    with app.app_context():
        asked = opening.Trial("Proefschool", slug, "Anna", "Beheer", email, variants, "en", "#0f766e")
        tenant_id = opening.open_trial(asked)
        found = TenantFixture(tenant_id, slug, f"{slug}.maatwerk.localhost")
        with in_tenant(tenant_id):
            found.programmes = {one.variant: one.id for one in programmes.open_programmes()}
            account_id = db.session.execute(select(Account.id).where(Account.email == email)).scalar_one()
            db.session.remove()
    found.people["administrator"], _token = signed_in(app, found, account_id=account_id, staff=True)
    return found


class Statements:
    """Counts the SQL statements of every connection while it is open."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self.said)

    def note(self, _connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        """One more."""
        with self._lock:
            self.said.append(statement)


@contextmanager
def counted(app: Flask) -> Iterator[Statements]:
    """Count statements inside the block (BEGIN with its context is not one of them)."""
    found = Statements()
    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", found.note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", found.note)


@pytest.fixture
def at() -> Iterator[Any]:
    """Play another moment: `at(datetime)`; the machine's own again after the test."""

    def play(moment: datetime | None) -> None:
        clock.reset(moment)

    yield play
    clock.reset(None)
