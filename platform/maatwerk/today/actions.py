"""Putting a line off, and taking that back."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from maatwerk.access.actor import Actor
from maatwerk.access.model import Snooze
from maatwerk.access.work import NotFound, unit_of_work
from maatwerk.tenancy import scope

LONGEST = 200  # characters of a line's name


def put_off(line: str, days: int, *, by: Actor) -> None:
    """Hide a line for some days (1 to 14); it comes back by itself."""
    if by.account_id is None or not line or len(line) > LONGEST:
        raise NotFound("line")
    with unit_of_work(by) as work:
        until = work.today + timedelta(days=min(max(days, 1), 14))
        row = {"tenant_id": scope.tenant_id(), "account_id": by.account_id, "line": line, "until": until}
        work.session.execute(
            insert(Snooze)
            .values(**row)
            .on_conflict_do_update(index_elements=["tenant_id", "account_id", "line"], set_={"until": until})
        )


def bring_back(line: str, *, by: Actor) -> None:
    """Show a line again."""
    with unit_of_work(by) as work:
        work.session.execute(delete(Snooze).where(Snooze.account_id == by.account_id, Snooze.line == line))
