"""A row of every table there is, full of a word that must turn up nowhere else."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from sqlalchemy import ARRAY, Boolean, Date, DateTime, Integer, LargeBinary, SmallInteger, Table, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from maatwerk.access.work import Work
from maatwerk.ground import clock
from maatwerk.ground.database import db
from maatwerk.tenancy.columns import of_a_tenant
from maatwerk.testing import TenantFixture

APPENDED_ONLY = {"audit_entry"}


def fill(work: Work, found: TenantFixture, word: str) -> None:
    """One more row in each table of the tenant, each pointing at others of the same tenant; ids land in `things`."""
    for table in db.metadata.sorted_tables:
        if of_a_tenant(table) and table.name not in APPENDED_ONLY:
            row = {column.name: _value(table, column, found, word) for column in table.columns}
            row |= {"tenant_id": found.id, "id": uuid4()}
            work.session.execute(table.insert().values(**row))
            found.things[table.name] = row["id"]


def _value(table: Table, column: Any, found: TenantFixture, word: str) -> Any:
    target = _target(table, column)
    if target is not None:
        return found.things.get(target)
    kind = column.type
    if isinstance(kind, Uuid):
        return uuid4()
    if isinstance(kind, Boolean):
        return False
    if isinstance(kind, SmallInteger | Integer):
        return 1
    if isinstance(kind, DateTime):
        return clock.now()
    if isinstance(kind, Date):
        return clock.today()
    if isinstance(kind, LargeBinary):
        return f"{word} {table.name}.{column.name} {uuid4()}".encode() if "hash" in column.name else None
    if isinstance(kind, ARRAY):
        return []
    if isinstance(kind, JSONB):
        return {"word": word}
    return f"{word} {table.name}.{column.name} {found.slug}"


def _target(table: Table, column: Any) -> str | None:
    for key in table.foreign_key_constraints:
        names = [c.name for c in key.columns]
        if column.name in names and column.name != "tenant_id":
            return str(key.referred_table.name)
    return None
