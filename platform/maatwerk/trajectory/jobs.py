"""What is done by the clock."""

from __future__ import annotations

from maatwerk.tenancy.jobs import in_tenant
from maatwerk.trajectory import actions


def daily(tenant: str) -> int:
    """Every day: open closings, ask for what waits, and look again at each match."""
    with in_tenant(tenant):
        return actions.every_day()
