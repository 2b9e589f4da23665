"""Matches as lines of a list: only the columns that a line shows, and why it asks for attention."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Select, Uuid, and_, any_, bindparam, select
from sqlalchemy.orm import aliased

from maatwerk.ground.database import columns_of
from maatwerk.people.model import Person
from maatwerk.people.rules import full_name
from maatwerk.programme.queries import settings_of
from maatwerk.programme.values import Variant
from maatwerk.trajectory.matches.queries import facts_of, with_facts
from maatwerk.trajectory.model import Match
from maatwerk.trajectory.rules.calendar import Calendar
from maatwerk.trajectory.rules.support import Attention, attention
from maatwerk.trajectory.settings import calendar

_COLUMNS = (
    Match.id,
    Match.programme_id,
    Match.seeker_person_id,
    Match.supporter_person_id,
    Match.state,
    Match.phase,
    Match.made_at,
    Match.started_on,
    Match.planned_end,
    Match.last_contact_on,
    Match.meetings_held,
)
_SEEKER, _SUPPORTER = aliased(Person), aliased(Person)


@dataclass(frozen=True, slots=True)
class Line:
    """A match as a list shows it."""

    id: UUID
    programme_id: UUID
    seeker_id: UUID
    supporter_id: UUID
    seeker: str
    supporter: str
    state: str
    phase: str
    started_on: date | None
    planned_end: date | None
    last_contact_on: date | None
    meetings_held: int
    asks: tuple[Attention, ...]  # the most urgent first


def _name_of(person: Any, side: str) -> tuple[Any, ...]:
    names = (person.given_name, person.preferred_name, person.prefix, person.family_name)
    return tuple(column.label(f"{side}_{column.key}") for column in names)


def _is(person: Any, person_id: Any) -> Any:
    return and_(person.tenant_id == Match.tenant_id, person.id == person_id)


@lru_cache(maxsize=1)
def lines_of() -> Select[Any]:
    """A statement for lines; add your own conditions and order."""
    names = (*_name_of(_SEEKER, "seeker"), *_name_of(_SUPPORTER, "supporter"))
    columns: tuple[Any, ...] = (*_COLUMNS, *names)
    found = with_facts(select(*columns)).join(_SEEKER, _is(_SEEKER, Match.seeker_person_id))
    return found.join(_SUPPORTER, _is(_SUPPORTER, Match.supporter_person_id))


@lru_cache(maxsize=1)
def _of_ids() -> Select[Any]:
    return lines_of().where(Match.id == any_(bindparam("ids", type_=ARRAY(Uuid))))


def lines_with(ids: Sequence[UUID], today: date) -> list[Line]:
    """The lines of these matches, in this order; always the very same statement, which therefore costs least."""
    found = {line.id: line for line in lines(_of_ids(), today, {"ids": ids})} if ids else {}
    return [found[one] for one in ids]


def lines(statement: Select[Any], today: date, values: Mapping[str, Any] | None = None) -> list[Line]:
    """The lines a statement of `lines_of` finds."""
    rows = columns_of(statement, values)
    variants = {programme: settings_of(programme).variant for programme in {row.programme_id for row in rows}}
    holidays = calendar()
    return [_line(row, today, variants[row.programme_id], holidays) for row in rows]


def _line(row: Any, today: date, variant: Variant, holidays: Calendar) -> Line:
    facts = facts_of(row, row, today, variant, holidays)
    return Line(
        id=row.id,
        programme_id=row.programme_id,
        seeker_id=row.seeker_person_id,
        supporter_id=row.supporter_person_id,
        seeker=full_name(row.seeker_given_name, row.seeker_preferred_name, row.seeker_prefix, row.seeker_family_name),
        supporter=full_name(
            row.supporter_given_name, row.supporter_preferred_name, row.supporter_prefix, row.supporter_family_name
        ),
        state=row.state,
        phase=row.phase,
        started_on=row.started_on,
        planned_end=row.planned_end,
        last_contact_on=row.last_contact_on,
        meetings_held=row.meetings_held,
        asks=attention(facts, variant.attention_rules or (), variant.check_ins),
    )
