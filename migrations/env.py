"""Runs one history: the core's, or a plug-in's in its own schema with its own version table.

Called by maatwerk.tenancy.upgrade only, which gives the connection (as maatwerk_owner) and the history.
"""

from __future__ import annotations

from alembic import context

history = context.config.attributes["history"]
connection = context.config.attributes["connection"]

context.configure(
    connection=connection,
    target_metadata=None,
    version_table=history.version_table,
    version_table_schema=history.schema,
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
