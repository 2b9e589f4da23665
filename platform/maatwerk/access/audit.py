"""Who saw or did what of whom: collected during a request, appended to a chain before the answer is sent."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import g, has_app_context
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from maatwerk.access.actor import Actor
from maatwerk.ground.database import db
from maatwerk.tenancy.sealed import READS

_APPEND = "SELECT maatwerk.audit_append(%s::jsonb)"
Key = tuple[str, str]  # action, kind


def shown(kind: str, persons: Iterable[UUID | None]) -> None:
    """Remember that this page shows something of these persons."""
    if has_app_context():
        collected: dict[Key, set[UUID]] = g.setdefault("audit", {})
        collected.setdefault(("read", kind), set()).update(p for p in persons if p is not None)


def take_reads(session: Session) -> dict[Key, set[UUID]]:
    """What was shown since the last time, sealed notes included; empties the collection."""
    collected: dict[Key, set[UUID]] = g.pop("audit", {}) if has_app_context() else {}
    for kind, owner in session.info.pop(READS, set()):
        collected.setdefault(("open_note", kind), set()).add(owner)
    return {key: ids for key, ids in collected.items() if ids}


def append(connection: Connection, by: Actor, now: datetime, entries: dict[Key, set[UUID]], reference: str) -> None:
    """Append one row for each action and kind, as the last statement before the commit."""
    if not entries:
        return
    rows: list[dict[str, Any]] = [
        {
            "at": now.isoformat(),
            "actor": str(by.person_id) if by.person_id else None,
            "action": action,
            "kind": kind,
            "ids": sorted(str(i) for i in ids),
            "reference": reference,
        }
        for (action, kind), ids in sorted(entries.items(), key=lambda item: item[0])
    ]
    connection.exec_driver_sql(_APPEND, (json.dumps(rows),))


def reference() -> str:
    """The number by which a request is found again in logs and audit."""
    return g.get("reference", "") if has_app_context() else ""


def forget() -> None:
    """Drop what was collected (a request that failed shows nothing)."""
    if has_app_context():
        g.pop("audit", None)
        if db.session.registry.has():
            db.session().info.pop(READS, None)
