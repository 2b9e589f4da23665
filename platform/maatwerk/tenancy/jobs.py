"""A job runs inside its tenant, or not at all."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from flask import current_app, g

from maatwerk.tenancy import resolve, scope
from maatwerk.tenancy.resolve import Organisation

log = logging.getLogger("maatwerk.jobs")


class NoTenant(RuntimeError):
    """A job named no tenant, or one that is gone; it is refused and counted."""


@contextmanager
def in_tenant(tenant: str | UUID | None) -> Iterator[Organisation]:
    """An app context of its own, inside one tenant; NoTenant when there is no such open tenant."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    found = _find(tenant)
    if found is None:
        app.extensions["maatwerk.refused_jobs"] = app.extensions.get("maatwerk.refused_jobs", 0) + 1
        log.error("a job was refused: it names no open tenant")
        raise NoTenant("a job must name an open tenant")
    with app.app_context(), scope.within(found.id):
        g.organisation, g.zone, g.tenant_locale = found, found.zone, found.locale
        yield found


def _find(tenant: str | UUID | None) -> Organisation | None:
    try:
        wanted = UUID(str(tenant))
    except ValueError:
        return None
    return next((t for t in resolve.all_tenants() if t.id == wanted), None)
