"""What people knows of programmes, which stand above it: tables by name only, read and never written.

Row-level security keeps them to the tenant.
"""

from __future__ import annotations

from sqlalchemy import DateTime, Text, Uuid, column, table

PROGRAMME = table(
    "programme", column("id", Uuid), column("name", Text), column("season", Text), column("variant", Text)
)
PARTICIPATION = table(
    "participation",
    column("id", Uuid),
    column("person_id", Uuid),
    column("programme_id", Uuid),
    column("side", Text),
    column("role_key", Text),
    column("state", Text),
    column("since", DateTime(timezone=True)),
    column("coordinator_id", Uuid),
)
ENDED = ("finished", "withdrawn", "declined", "referred", "never_started")
