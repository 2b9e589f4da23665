"""Frozen helpers for migrations, version 1: a tenant's table is made whole or not at all.

Core and plug-ins make their tables with `create`; it never changes, so that an old migration means
tomorrow what it meant when it was written.
"""

from __future__ import annotations

from typing import Any

CONTEXT = "tenant_id = (SELECT maatwerk.tenant())"


def limits(op: Any) -> None:
    """Never make people wait: give up rather than queue behind a long transaction."""
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.execute("SET LOCAL statement_timeout = '60s'")


def create(op: Any, name: str, *columns: Any, schema: str | None = None, **kwargs: Any) -> None:
    """Make a tenant's table with row-level security, enabled and forced, and the app's and worker's grants."""
    op.create_table(name, *columns, schema=schema, **kwargs)
    protect(op, name, schema=schema)


def protect(op: Any, name: str, *, schema: str | None = None, rights: str = "SELECT, INSERT, UPDATE, DELETE") -> None:
    """One permissive and one restrictive policy: a second permissive one could never open the table."""
    table = f'"{schema or "public"}"."{name}"'
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY tenant_opens ON {table} AS PERMISSIVE FOR ALL USING ({CONTEXT}) WITH CHECK ({CONTEXT})")
    op.execute(f"CREATE POLICY tenant_shuts ON {table} AS RESTRICTIVE FOR ALL USING ({CONTEXT}) WITH CHECK ({CONTEXT})")
    op.execute(f"GRANT {rights} ON {table} TO maatwerk_app, maatwerk_worker")
