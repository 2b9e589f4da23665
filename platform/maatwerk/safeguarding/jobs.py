"""What is done by the clock."""

from __future__ import annotations

from maatwerk.safeguarding import actions
from maatwerk.tenancy.jobs import in_tenant


def remind(tenant: str) -> int:
    """Every day: tell lead and deputy that something still waits."""
    with in_tenant(tenant):
        return actions.remind()
