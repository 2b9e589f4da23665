"""Reading people: the list, and who is called like that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, exists, func, literal, or_, select

from maatwerk.access import audit
from maatwerk.access.actor import Actor
from maatwerk.access.policy import visible
from maatwerk.ground.database import db
from maatwerk.language.formats import today
from maatwerk.people import rules
from maatwerk.people.model import Affiliation, ExternalNumber, Guardianship, Person, Site

SIZE = 25
MOST_FOUND = 50
STAFF = ("teacher", "counsellor", "care_coordinator", "manager", "contact")
GROUPS = ("student", "staff", "parent", "other")
LOOKS = ("lost", "absent", "birthless")


@dataclass(frozen=True, slots=True)
class Line:
    """One person in the list."""

    id: UUID
    name: str
    group: str
    site: str | None
    course: str | None
    klass: str | None
    year: int | None


@dataclass(frozen=True, slots=True)
class Filter:
    """What the list is narrowed to; what stands in the address, so never a name."""

    group: str | None = None
    site_id: UUID | None = None
    year: int | None = None
    look: str | None = None


@dataclass(frozen=True, slots=True)
class Facets:
    """How many people each filter would show."""

    groups: dict[str, int]
    sites: list[tuple[UUID, str]]
    years: list[int]
    total: int


@dataclass(frozen=True, slots=True)
class People:
    """A page of the list."""

    lines: list[Line]
    number: int
    pages: int
    total: int
    facets: Facets


def affiliation_now(day: date) -> Any:
    """The newest affiliation of a person that holds today."""
    return (
        select(
            Affiliation.kind,
            Affiliation.site_id,
            Affiliation.course,
            Affiliation.group,
            Affiliation.level,
            Affiliation.track,
            Affiliation.year,
        )
        .where(
            Affiliation.tenant_id == Person.tenant_id,
            Affiliation.person_id == Person.id,
            or_(Affiliation.until.is_(None), Affiliation.until >= day),
        )
        .order_by(Affiliation.valid_from.desc(), Affiliation.id)
        .limit(1)
        .lateral("now")
    )


def group_of(now: Any) -> ColumnElement[str]:
    """Which group of the list somebody stands in: by what they are here, else by being a parent."""
    parent = exists().where(Guardianship.tenant_id == Person.tenant_id, Guardianship.guardian_id == Person.id)
    return case(
        (now.c.kind == "student", "student"),
        (now.c.kind.is_not(None), "staff"),
        (parent, "parent"),
        else_="other",
    )


def _looked(look: str | None) -> list[ColumnElement[bool]]:
    if look == "lost":
        return [Person.search_key.like("%?%")]
    if look == "birthless":
        return [Person.birth_date.is_(None)]
    if look == "absent":
        gone = select(ExternalNumber.person_id).where(ExternalNumber.absent_since.is_not(None))
        return [Person.id.in_(gone)]
    return []


def people(actor: Actor, chosen: Filter, *, number: int = 1) -> People:
    """A page of everybody within reach of `actor`, by family name: two statements."""
    now = affiliation_now(today())
    facets = _facets(actor, now, chosen)
    narrowed = _narrowed(_lines(actor, now).where(*_looked(chosen.look)), now, chosen)
    pages = max(1, -(-facets.total // SIZE))
    number = min(max(1, number), pages)
    return People(_read(narrowed.limit(SIZE).offset((number - 1) * SIZE)), number, pages, facets.total, facets)


def found(actor: Actor, words: str) -> list[Line]:
    """Who is called like that: every word somewhere in the name; at most fifty, one statement."""
    parts = [part.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_") for part in rules.fold(words).split()]
    if not parts:
        return []
    statement = _lines(actor, affiliation_now(today()))
    return _read(statement.where(*(Person.search_key.like(f"%{part}%") for part in parts)).limit(MOST_FOUND))


def _lines(actor: Actor, now: Any) -> Select[Any]:
    return (
        select(
            Person.id,
            func.concat_ws(
                " ",
                func.coalesce(Person.preferred_name, Person.given_name, "–"),
                func.nullif(Person.prefix, ""),
                func.nullif(Person.family_name, ""),
            ).label("name"),
            group_of(now).label("group"),
            Site.name.label("site"),
            now.c.course,
            now.c.group.label("klass"),
            now.c.year,
        )
        .select_from(Person)
        .outerjoin(now, literal(True))
        .outerjoin(Site, (Site.tenant_id == Person.tenant_id) & (Site.id == now.c.site_id))
        .where(visible(actor, "list", Person), Person.erased_at.is_(None))
        .order_by(Person.sort_key, Person.id)
    )


def _narrowed(statement: Select[Any], now: Any, chosen: Filter) -> Select[Any]:
    if chosen.group:
        statement = statement.where(group_of(now) == chosen.group)
    if chosen.site_id:
        statement = statement.where(now.c.site_id == chosen.site_id)
    if chosen.year and abs(chosen.year) < 100:  # what no course has is no filter
        statement = statement.where(now.c.year == chosen.year)
    return statement


def _read(statement: Select[Any]) -> list[Line]:
    lines = [Line(*row) for row in db.session.execute(statement)]
    audit.shown("person", [line.id for line in lines])
    return lines


def _facets(actor: Actor, now: Any, chosen: Filter) -> Facets:
    everybody = (
        select(group_of(now).label("group"), now.c.site_id, Site.name, now.c.year)
        .select_from(Person)
        .outerjoin(now, literal(True))
        .outerjoin(Site, (Site.tenant_id == Person.tenant_id) & (Site.id == now.c.site_id))
        .where(visible(actor, "list", Person), Person.erased_at.is_(None), *_looked(chosen.look))
        .subquery()
    )
    rows = db.session.execute(select(everybody, func.count().label("number")).group_by(*everybody.c)).all()

    def counts(row: Any, *, group: bool = True) -> bool:
        return (
            (not group or not chosen.group or row.group == chosen.group)
            and (not chosen.site_id or row.site_id == chosen.site_id)
            and (not chosen.year or row.year == chosen.year)
        )

    groups = {
        name: sum(row.number for row in rows if row.group == name and counts(row, group=False)) for name in GROUPS
    }
    sites = sorted({(row.name, row.site_id) for row in rows if row.site_id})
    return Facets(
        groups,
        [(site_id, name) for name, site_id in sites],
        sorted({row.year for row in rows if row.year}),
        sum(row.number for row in rows if counts(row)),
    )
