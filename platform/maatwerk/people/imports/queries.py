"""Reading what came of a file: its first rows, the bad ones, what differs, who is absent."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from maatwerk.access import audit
from maatwerk.access.actor import Actor
from maatwerk.access.paging import Page, page_of
from maatwerk.access.policy import visible
from maatwerk.ground.database import db
from maatwerk.language.formats import day, today
from maatwerk.people.imports import rules
from maatwerk.people.imports.files import file_of, plan_of
from maatwerk.people.imports.rules import Bad, Good, Outcome, Passed
from maatwerk.people.model import ExternalNumber, ImportBatch, ImportRow, Person, Site

SAMPLE = 3
FIRST = 5
SPELL = 10


def batch(import_batch_id: UUID) -> ImportBatch:
    """One file that came in."""
    return db.session.execute(select(ImportBatch).where(ImportBatch.id == import_batch_id)).scalar_one()


def batches(actor: Actor) -> list[ImportBatch]:
    """The files that came in, the newest first; at most ten."""
    return list(
        db.session.scalars(
            select(ImportBatch)
            .where(visible(actor, "read", ImportBatch), ImportBatch.state != "dropped")
            .order_by(ImportBatch.at.desc(), ImportBatch.id)
            .limit(10)
        )
    )


def samples(found: ImportBatch) -> list[list[str]]:
    """A few values of each column, so that someone sees what is in it."""
    file = file_of(found)
    how = plan_of(found, today())
    values: list[list[str]] = [[] for _ in how.headings]
    for row in islice(rules.people(file.rows(), how, Passed()), 40):
        for at, cell in enumerate(row.cells[: len(values)]):
            if cell.strip() and len(values[at]) < SAMPLE and cell.strip() not in values[at]:
                values[at].append(" ".join(cell.split())[:40])
    return values


def first_rows(found: ImportBatch) -> list[Good]:
    """The first good rows, as they would come in."""
    file, how = file_of(found), plan_of(found, today())
    judged = (rules.read(row, how) for row in rules.people(file.rows(), how, Passed()))
    return list(islice((one for one in judged if isinstance(one, Good)), FIRST))


def to_spell(found: ImportBatch) -> list[tuple[int, str]]:
    """The first names in which a letter is lost, by line: to look at, nothing is wrong with their rows."""
    if not found.counts.get("lost"):
        return []
    file, how = file_of(found), plan_of(found, today())
    judged = (rules.read(row, how) for row in rules.people(file.rows(), how, Passed()))
    lost = (one for one in judged if isinstance(one, Good) and one.lost)
    return [(one.line, rules.name_of(one.values)) for one in islice(lost, SPELL)]


@dataclass(frozen=True, slots=True)
class Returned:
    """A bad row as it goes back: its line, its cells, why."""

    line: int
    cells: list[str]
    reasons: list[str]


def bad_rows(found: ImportBatch) -> Iterator[Returned]:
    """Every bad row, by line: of a file that is not taken yet from the file, later from what was kept."""
    if found.state == "previewed":
        file, how = file_of(found), plan_of(found, today())
        bad = [one for one in rules.judge(file.rows, how, Outcome()) if isinstance(one, Bad)]
        for one in sorted(bad, key=lambda one: one.line):
            yield Returned(one.line, list(one.cells), list(one.reasons))
        return
    rows = db.session.scalars(
        select(ImportRow)
        .where(ImportRow.batch_id == found.id, ImportRow.outcome == "bad")
        .order_by(ImportRow.number, ImportRow.id)
    )
    for row in rows:
        yield Returned(row.number, json.loads(row.values), list(row.reasons))


@dataclass(frozen=True, slots=True)
class Differing:
    """One person of whom a file says something else than what was changed by hand."""

    id: UUID
    person_id: UUID
    name: str
    fields: list[tuple[str, str, str]]  # field, ours, theirs
    decided: str | None


def differences(found: ImportBatch, *, number: int = 1) -> Page[Differing]:
    """What differs, who is undecided first."""
    rows: Any = (
        select(ImportRow, Person)
        .join(Person, (Person.tenant_id == ImportRow.tenant_id) & (Person.id == ImportRow.person_id))
        .where(ImportRow.batch_id == found.id, ImportRow.outcome == "difference")
        .order_by(ImportRow.decided.is_not(None), Person.sort_key, ImportRow.id)
    )
    page: Page[Any] = page_of(rows, number=number, scalars=False)
    audit.shown("person", [person.id for _row, person in page.items])
    sites = _sites(page.items)
    items = [
        Differing(row.id, person.id, person.full_name, _fields(json.loads(row.values), sites), row.decided)
        for row, person in page.items
    ]
    return Page(items, page.number, page.pages, page.total)


def undecided(found: ImportBatch) -> int:
    """How many differences still wait for a decision."""
    return int(
        db.session.execute(
            select(func.count())
            .select_from(ImportRow)
            .where(ImportRow.batch_id == found.id, ImportRow.outcome == "difference", ImportRow.decided.is_(None))
        ).scalar_one()
    )


def _sites(rows: list[Any]) -> dict[str, str]:
    if not any("site_id" in row.reasons for row, _person in rows):
        return {}
    return {str(site_id): name for site_id, name in db.session.execute(select(Site.id, Site.name))}


def _fields(values: dict[str, list[Any]], sites: dict[str, str]) -> list[tuple[str, str, str]]:
    def text(name: str, value: Any) -> str:
        if value in (None, ""):
            return "–"
        if name == "birth_date":
            return day(date.fromisoformat(value))
        return sites.get(str(value), str(value)) if name == "site_id" else str(value)

    return [
        ("site" if name == "site_id" else name, text(name, ours), text(name, theirs))
        for name, (ours, theirs) in sorted(values.items())
    ]


@dataclass(frozen=True, slots=True)
class Absent:
    """Somebody who is no longer in the newest file of a source."""

    person_id: UUID
    name: str
    number: str
    since: Any


def absent(found: ImportBatch, *, most: int = 200) -> list[Absent]:
    """Who is no longer in this source's newest file; nobody was ended."""
    person = aliased(Person)
    rows = db.session.execute(
        select(ExternalNumber, person)
        .join(person, (person.tenant_id == ExternalNumber.tenant_id) & (person.id == ExternalNumber.person_id))
        .where(ExternalNumber.source == found.source, ExternalNumber.absent_since.is_not(None))
        .order_by(person.sort_key, person.id)
        .limit(most)
    ).all()
    audit.shown("person", [who.id for _number, who in rows])
    return [Absent(who.id, who.full_name, number.number, number.absent_since) for number, who in rows]
