"""What an organisation switched on, runs and chose: read once, and kept per process until its version changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Flask, current_app, g
from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import distinct_on

from maatwerk.access.work import Work
from maatwerk.ground.database import db
from maatwerk.programme.model import Enablement, Programme
from maatwerk.tenancy import scope
from maatwerk.tenancy.model import Tenant, TenantSetting

_CACHE = "maatwerk.programme.snapshots"
_TOUCH = text("SELECT maatwerk.touch_tenant()")


@dataclass(frozen=True, slots=True)
class SwitchedOn:
    """A plug-in that is on: everywhere, or for one partner or site."""

    id: UUID
    plugin: str
    partner_id: UUID | None
    site_id: UUID | None
    since: datetime

    @property
    def everywhere(self) -> bool:
        """For the whole organisation."""
        return self.partner_id is None and self.site_id is None


@dataclass(frozen=True, slots=True)
class RunningProgramme:
    """A programme as pages and rules need it."""

    id: UUID
    variant: str
    name: str
    season: str
    state: str
    target: int | None
    made_at: datetime

    @property
    def plugin(self) -> str:
        """The key of the plug-in that brings its variant."""
        return self.variant.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The newest version of one setting."""

    value: Any
    version: int


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One organisation's choices at one version."""

    version: int
    switched_on: tuple[SwitchedOn, ...]
    programmes: Mapping[UUID, RunningProgramme]
    chosen: Mapping[tuple[UUID | None, str], Chosen]  # by programme (None: the whole organisation) and key
    worked_out: dict[UUID | str, Any] = field(default_factory=dict)  # what was made of it: by programme or setting


def install(app: Flask) -> None:
    """Give `app` an empty store; nothing is read yet."""
    app.extensions[_CACHE] = {}


def current() -> Snapshot:
    """The choices of this tenant: no statement when the version is known and unchanged, else three."""
    tenant, version = scope.tenant_id(), _version()
    kept: dict[UUID, Snapshot] = current_app.extensions[_CACHE]
    found = kept.get(tenant)
    if found is None or found.version != version:
        found = _read(version)
        if "programme_changed" not in g:  # what isn't committed yet is nobody else's
            kept[tenant] = found
    return found


def programme(programme_id: UUID) -> RunningProgramme | None:
    """One programme, looked up again when what is kept does not know it; None when there is none."""
    found = current().programmes.get(programme_id)
    return found or _read(0).programmes.get(programme_id)


def changed(work: Work) -> None:
    """Something of this was written: every process looks again once the unit of work is done."""
    work.session.execute(_TOUCH)
    g.programme_changed = True


def _version() -> int:
    """The tenant's version as the session's statement read it, or read now (in jobs, and after a change)."""
    if "organisation" in g and "programme_changed" not in g:
        return int(g.organisation.version)
    return int(db.session.execute(select(Tenant.version).where(Tenant.id == scope.tenant_id())).scalar_one())


def _read(version: int) -> Snapshot:
    on = db.session.execute(
        select(Enablement.id, Enablement.plugin, Enablement.partner_id, Enablement.site_id, Enablement.since)
        .where(Enablement.until.is_(None))
        .order_by(Enablement.plugin, Enablement.since)
    ).all()
    columns = (Programme.id, Programme.variant, Programme.name, Programme.season, Programme.state)
    rows = db.session.execute(
        select(*columns, Programme.target, Programme.made_at).order_by(Programme.variant, Programme.made_at)
    ).all()
    chosen = db.session.execute(
        select(TenantSetting.scope_id, TenantSetting.key, TenantSetting.value, TenantSetting.version)
        .ext(distinct_on(TenantSetting.scope_id, TenantSetting.key))
        .order_by(TenantSetting.scope_id, TenantSetting.key, TenantSetting.version.desc())
    ).all()
    return Snapshot(
        version,
        tuple(SwitchedOn(*row) for row in on),
        {row.id: RunningProgramme(*row) for row in rows},
        {(row.scope_id, row.key): Chosen(row.value, row.version) for row in chosen},
    )


def enabled_plugins() -> frozenset[str]:
    """The plug-ins that are on somewhere in this organisation."""
    return frozenset(on.plugin for on in current().switched_on)
