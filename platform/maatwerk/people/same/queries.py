"""Reading a double: both records side by side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from maatwerk.access import audit
from maatwerk.access.actor import Actor
from maatwerk.access.policy import may, visible
from maatwerk.ground import clock
from maatwerk.ground.database import db
from maatwerk.people.above import PARTICIPATION, PROGRAMME
from maatwerk.people.model import Affiliation, LikelySame, Person, Site


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two records."""

    person: Person
    group: str | None
    course: str | None
    site: str | None
    programmes: list[str]


@dataclass(frozen=True, slots=True)
class Double:
    """The question: are these one?"""

    id: UUID
    found_at: datetime
    answer: str | None
    applied: Side
    known: Side


def double(likely_same_id: UUID) -> Double:
    """Both records of a question."""
    row = db.session.execute(select(LikelySame).where(LikelySame.id == likely_same_id)).scalar_one()
    audit.shown("person", [row.person_id, row.known_id])
    return Double(row.id, row.found_at, row.answer, _side(row.person_id), _side(row.known_id))


def _side(person_id: UUID) -> Side:
    person = db.session.execute(select(Person).where(Person.id == person_id)).scalar_one()
    place = db.session.execute(
        select(Affiliation.group, Affiliation.course, Site.name)
        .outerjoin(Site, (Site.tenant_id == Affiliation.tenant_id) & (Site.id == Affiliation.site_id))
        .where(Affiliation.person_id == person_id, Affiliation.until.is_(None))
        .order_by(Affiliation.valid_from.desc(), Affiliation.id)
        .limit(1)
    ).one_or_none()
    programmes = db.session.scalars(
        select(PROGRAMME.c.name)
        .join(PARTICIPATION, PARTICIPATION.c.programme_id == PROGRAMME.c.id)
        .where(PARTICIPATION.c.person_id == person_id)
        .order_by(PROGRAMME.c.name)
    ).all()
    group, course, site = tuple(place) if place else (None, None, None)
    return Side(person, group, course, site, list(programmes))


@dataclass(frozen=True, slots=True)
class Wait:
    """A line for Today: somebody who is probably known here already."""

    key: str
    person: str
    reason: str
    days: int
    endpoint: str
    args: dict[str, UUID]
    urgency: int


def waits_for(actor: Actor) -> list[Wait]:
    """For Today: one statement, none for who may not answer."""
    if not may(actor, "settle", "likely_same"):
        return []
    rows = db.session.execute(
        select(LikelySame.id, LikelySame.found_at, Person)
        .join(Person, (Person.tenant_id == LikelySame.tenant_id) & (Person.id == LikelySame.person_id))
        .where(LikelySame.answer.is_(None), visible(actor, "settle", LikelySame))
        .order_by(LikelySame.found_at, LikelySame.id)
        .limit(50)
    ).all()
    audit.shown("person", [row.Person.id for row in rows])
    return [
        Wait(
            key=f"same:{row.id}",
            person=row.Person.called,
            reason=_("Applied, and is probably someone we imported. Are they one?"),
            days=(clock.now() - row.found_at).days,
            endpoint="people.likely_same",
            args={"likely_same_id": row.id},
            urgency=3,
        )
        for row in rows
    ]
