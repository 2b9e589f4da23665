"""What is done by the clock."""

from __future__ import annotations

from maatwerk.intake import actions
from maatwerk.tenancy.jobs import in_tenant


def daily(tenant: str) -> int:
    """Every day: throw away what nobody proved to be theirs."""
    with in_tenant(tenant):
        return actions.throw_away()
