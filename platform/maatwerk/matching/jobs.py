"""What is done by the clock."""

from __future__ import annotations

from maatwerk.matching import actions
from maatwerk.tenancy.jobs import in_tenant


def hourly(tenant: str) -> int:
    """Every hour: proposals whose time is over end, and who has not answered is reminded."""
    with in_tenant(tenant):
        return sum(actions.every_hour())
