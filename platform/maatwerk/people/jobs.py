"""What is done by the clock."""

from __future__ import annotations

from maatwerk.people import actions
from maatwerk.people.imports import actions as imports
from maatwerk.tenancy.jobs import in_tenant


def consents(tenant: str) -> int:
    """Every day: remind who has not answered, and ask who came of age themselves."""
    with in_tenant(tenant):
        return actions.remind() + actions.ask_who_turned()


def forget_files(tenant: str) -> int:
    """Every day: throw away what was kept of files for ninety days."""
    with in_tenant(tenant):
        return imports.forget_old()
