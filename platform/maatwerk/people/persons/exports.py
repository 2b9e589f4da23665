"""The people sheet: everybody within reach, in a form that comes back in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, literal, select

from maatwerk.access import policy
from maatwerk.access.actor import Actor
from maatwerk.access.work import NotFound, unit_of_work
from maatwerk.interface.sheets import Cell
from maatwerk.language.formats import today
from maatwerk.people.model import ExternalNumber, Person, Site
from maatwerk.people.persons.lists import affiliation_now, group_of

COLUMNS = (
    "id", "number", "given_name", "preferred_name", "prefix", "family_name", "birth_date", "email", "phone",
    "postcode", "group", "course", "level", "track", "year", "site",
)  # fmt: skip


def take_along(group: str | None, *, by: Actor) -> list[Sequence[Cell]]:
    """The rows of the people sheet; the audit keeps who took whom along.

    Raises:
        NotFound: `by` takes nobody along.
    """
    with unit_of_work(by) as work:
        if not policy.may(by, "export", "person"):
            raise NotFound("no export")
        rows = work.session.execute(_everybody(group, by)).all()
        work.note("export", "person", [row.id for row in rows])
        return [[str(row.id), *row[1:]] for row in rows]


def _everybody(group: str | None, by: Actor) -> Any:
    now = affiliation_now(today())
    number = (
        select(func.min(ExternalNumber.number))
        .where(ExternalNumber.tenant_id == Person.tenant_id, ExternalNumber.person_id == Person.id)
        .scalar_subquery()
    )
    statement = (
        select(
            Person.id, number, Person.given_name, Person.preferred_name, Person.prefix, Person.family_name,
            Person.birth_date, Person.email, Person.phone, Person.postcode, now.c.group, now.c.course, now.c.level,
            now.c.track, now.c.year, Site.name,
        )
        .select_from(Person)
        .outerjoin(now, literal(True))
        .outerjoin(Site, (Site.tenant_id == Person.tenant_id) & (Site.id == now.c.site_id))
        .where(policy.visible(by, "export", Person), Person.erased_at.is_(None))
        .order_by(Person.sort_key, Person.id)
    )  # fmt: skip
    return statement if group is None else statement.where(group_of(now) == group)
