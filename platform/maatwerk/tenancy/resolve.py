"""From a host to a tenant: an unknown host learns nothing."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from maatwerk.ground import clock
from maatwerk.ground.database import db
from maatwerk.tenancy.model import Tenant, TenantHost

FRESH_SECONDS = 30.0
_HOST = re.compile(r"^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$")


@dataclass(frozen=True, slots=True)
class Organisation:
    """What a page needs to know of a tenant, kept per process until its version changes."""

    id: UUID
    slug: str
    name: str
    locale: str
    languages: tuple[str, ...]
    zone: ZoneInfo
    colour: str
    state: str
    version: int


class Directory:
    """Which host is whose: one per app, refreshed when a session sees another version."""

    def __init__(self) -> None:
        self._by_host: dict[str, tuple[float, Organisation]] = {}
        self._lock = threading.Lock()

    def find(self, host: str) -> Organisation | None:
        """The open tenant that lives at `host` (port and case ignored), or None."""
        name = host.rsplit(":", 1)[0].lower() if ":" in host else host.lower()
        if not _HOST.match(name):
            return None
        kept = self._by_host.get(name)
        if kept and clock.steady_seconds() - kept[0] < FRESH_SECONDS:
            return kept[1]
        return self._look_up(name)

    def forget(self) -> None:
        """Look everything up again: something changed."""
        with self._lock:
            self._by_host.clear()

    def _look_up(self, host: str) -> Organisation | None:
        # A connection of its own: the session's first transaction belongs to the tenant.
        with db.engine.connect() as connection:
            row = connection.execute(
                select(Tenant).join(TenantHost, TenantHost.tenant_id == Tenant.id).where(TenantHost.host == host)
            ).one_or_none()
        if row is None or row.state == "closed":
            return None
        found = organisation(row)
        with self._lock:
            self._by_host[host] = (clock.steady_seconds(), found)
        return found


def organisation(row: object) -> Organisation:
    """The values of a tenant's row."""
    values = {name: getattr(row, name) for name in ("id", "slug", "name", "locale", "colour", "state", "version")}
    return Organisation(languages=tuple(row.languages), zone=ZoneInfo(row.zone), **values)  # type: ignore[attr-defined]


def by_slug(slug: str) -> Organisation | None:
    """The tenant with this slug, for commands."""
    with db.engine.connect() as connection:
        row = connection.execute(select(Tenant).where(Tenant.slug == slug)).one_or_none()
    return organisation(row) if row else None


def all_tenants() -> list[Organisation]:
    """Every tenant that is not closed, by slug: whom the worker goes round."""
    with db.engine.connect() as connection:
        rows = connection.execute(select(Tenant).where(Tenant.state != "closed").order_by(Tenant.slug)).all()
    return [organisation(row) for row in rows]


def host_of(tenant_id: UUID) -> str:
    """The tenant's own first host: what links in letters are made of."""
    with db.engine.connect() as connection:
        return connection.execute(
            select(TenantHost.host).where(TenantHost.tenant_id == tenant_id).order_by(TenantHost.host).limit(1)
        ).scalar_one()
