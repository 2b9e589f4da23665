"""Whose data this is, right now: the tenant every transaction is signed for.

The context is signed in Python and checked in PostgreSQL (trust.md 0.3): it travels in one message with
BEGIN, is bound to this backend and this moment, and the app role can neither read the key nor forge one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session

from maatwerk.ground import clock, crypto
from maatwerk.ground.database import db


class ScopeChanged(RuntimeError):
    """The tenant would change under an open transaction or session; nothing is done."""


class NoScope(RuntimeError):
    """Something of a tenant was asked for outside any tenant."""


_tenant: ContextVar[UUID | None] = ContextVar("tenant", default=None)
_writing: ContextVar[bool] = ContextVar("writing", default=False)


def tenant_id() -> UUID:
    """The tenant of this request or job; NoScope outside one."""
    found = _tenant.get()
    if found is None:
        raise NoScope("this needs a tenant; enter one with tenancy.scope.within()")
    return found


def current() -> UUID | None:
    """The tenant of this request or job, or None."""
    return _tenant.get()


@contextmanager
def within(tenant: UUID) -> Iterator[None]:
    """Work for one tenant; a session that already served another refuses."""
    if db.session.registry.has() and db.session().in_transaction() and _tenant.get() != tenant:
        raise ScopeChanged("a transaction of another tenant is still open")
    token = _tenant.set(tenant)
    try:
        yield
    finally:
        _tenant.reset(token)


def enter(tenant: UUID) -> object:
    """Enter a tenant for the length of a request; give the answer back to `leave`."""
    return _tenant.set(tenant)


def leave(token: Any) -> None:
    """Leave the tenant that `enter` entered."""
    _tenant.reset(token)


@contextmanager
def writing() -> Iterator[None]:
    """Transactions begun inside may write; outside they are READ ONLY."""
    token = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(token)


def install(engine: Engine, key: bytes) -> None:
    """Sign the context of every transaction of `engine` with `key`; touches no database."""

    @event.listens_for(engine, "connect")
    def _meet(driver: Any, record: Any) -> None:
        with driver.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid(), extract(epoch FROM clock_timestamp())")
            pid, seconds = cursor.fetchone()
        record.info["pid"] = pid
        record.info["offset"] = float(seconds) - clock.system_seconds()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        fairy = connection.connection
        driver: Any = fairy.driver_connection
        info = fairy.info
        opening = "BEGIN" if _writing.get() else "BEGIN READ ONLY"
        tenant = _tenant.get()
        if tenant is not None:
            opening += f"; SET LOCAL maatwerk.ctx = '{signed(key, tenant, info['pid'], info['offset'])}'"
        driver.execute(opening, prepare=False)  # never the same twice: nothing to prepare


def signed(key: bytes, tenant: UUID, pid: int, offset: float) -> str:
    """The context `tenant|microseconds|signature` for one backend at this moment."""
    micros = int((clock.system_seconds() + offset) * 1_000_000)
    return f"{tenant}|{micros}|{crypto.sign(key, f'{tenant}|{pid}|{micros}')}"


@event.listens_for(Session, "after_begin")
def _one_session_per_tenant(session: Session, _transaction: Any, _connection: Connection) -> None:
    """Refuse a session that would serve two tenants: its identity map would mix them (trust.md R10)."""
    tenant = _tenant.get()
    seen = session.info.setdefault("tenant", tenant)
    if seen is None:
        session.info["tenant"] = tenant
    elif seen != tenant:
        raise ScopeChanged("this session belongs to another tenant")
