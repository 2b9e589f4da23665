"""What is done by the clock."""

from __future__ import annotations

from maatwerk.tenancy.jobs import in_tenant
from maatwerk.training import actions


def remind(tenant: str) -> int:
    """Every day: remind who meets in two days, and warn coaches whose certificate ends."""
    with in_tenant(tenant):
        return actions.remind()
