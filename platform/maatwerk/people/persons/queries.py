"""Reading one person: everything that who asks may see of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import literal, select, union_all
from sqlalchemy import null as sql_null
from sqlalchemy.orm import aliased, joinedload

from maatwerk.access import audit, policy
from maatwerk.access.actor import Actor
from maatwerk.access.model import Account
from maatwerk.ground.database import db
from maatwerk.language.formats import today
from maatwerk.people import rules
from maatwerk.people.above import PARTICIPATION, PROGRAMME
from maatwerk.people.model import (
    Affiliation,
    Consent,
    ExternalNumber,
    Guardianship,
    LikelySame,
    Partner,
    Permission,
    Person,
    Site,
    Tie,
)
from maatwerk.people.queries import standings
from maatwerk.people.rules import Kind, Missing, State
from maatwerk.people.settings import consent_settings
from maatwerk.tenancy.columns import FieldClass


@dataclass(frozen=True, slots=True)
class Part:
    """What somebody is in one programme."""

    id: UUID
    programme_id: UUID
    programme: str
    season: str
    side: str
    state: str
    ended: bool


@dataclass(frozen=True, slots=True)
class Parent:
    """A parent or carer, and what they may."""

    id: UUID
    person_id: UUID
    name: str
    email: str | None
    may_consent: bool
    may_read: bool
    shielded: bool


@dataclass(frozen=True, slots=True)
class Allowed:
    """One question about this person: what, of whom, and how it stands."""

    kind: Kind
    purpose: str | None
    programme: str | None
    of: str
    own: bool
    state: State
    until: date | None
    at: Any


@dataclass(frozen=True, slots=True)
class Record:
    """One person, as the page shows them."""

    person: Person
    fields: frozenset[FieldClass]
    affiliations: list[Affiliation]
    numbers: list[ExternalNumber]
    parts: list[Part]
    account: str | None  # invited, active, blocked
    parents: list[Parent] = field(default_factory=list)
    children: list[Parent] = field(default_factory=list)
    allowed: list[Allowed] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)
    ties: list[tuple[Tie, str]] = field(default_factory=list)
    doubles: list[UUID] = field(default_factory=list)

    @property
    def age(self) -> int | None:
        """How old they are today."""
        return rules.age_on(self.person.birth_date, today()) if self.person.birth_date else None

    def sees(self, cls: FieldClass) -> bool:
        """May who looks read this class of fields?"""
        return cls in self.fields


def record(person_id: UUID, actor: Actor) -> Record:
    """One person with all that `actor` may see of them."""
    person = db.session.execute(select(Person).where(Person.id == person_id)).scalar_one()
    audit.shown("person", [person.id])
    fields = policy.fields(actor, "person", person_id)
    found = Record(person, fields, [], [], _parts(person_id, actor), _account(person_id))
    if FieldClass.PLANNING in fields:
        found.affiliations.extend(_affiliations(person_id))
        found.numbers.extend(_numbers(person_id))
    if FieldClass.CONTACT in fields:
        found.parents.extend(_family(Guardianship.guardian_id, Guardianship.child_id == person_id))
        found.children.extend(_family(Guardianship.child_id, Guardianship.guardian_id == person_id))
        found.ties.extend(_ties(person_id))
        audit.shown("person", [one.person_id for one in (*found.parents, *found.children)])
    if FieldClass.CONSENT in fields:
        found.allowed.extend(_allowed(person_id))
        found.missing.extend(_missing(found))
    if policy.may(actor, "settle", "likely_same"):
        found.doubles.extend(_doubles(person_id, actor))
    return found


def _affiliations(person_id: UUID) -> list[Affiliation]:
    return list(
        db.session.scalars(
            select(Affiliation)
            .where(Affiliation.person_id == person_id)
            .options(joinedload(Affiliation.partner), joinedload(Affiliation.site))
            .order_by(Affiliation.until.is_not(None), Affiliation.valid_from.desc(), Affiliation.id)
        )
    )


def _numbers(person_id: UUID) -> list[ExternalNumber]:
    return list(
        db.session.scalars(
            select(ExternalNumber).where(ExternalNumber.person_id == person_id).order_by(ExternalNumber.source)
        )
    )


def _parts(person_id: UUID, actor: Actor) -> list[Part]:
    """What somebody is in the programmes of which `actor` may know who takes part."""
    part = policy.model_of("participation")
    within = select(part.id).where(part.person_id == person_id, policy.visible(actor, "read", part))
    from_above = (
        select(PARTICIPATION, PROGRAMME.c.name, PROGRAMME.c.season)
        .join(PROGRAMME, PROGRAMME.c.id == PARTICIPATION.c.programme_id)
        .where(PARTICIPATION.c.person_id == person_id, PARTICIPATION.c.id.in_(within))
        .order_by(PARTICIPATION.c.since.desc())
    )
    rows = db.session.execute(from_above).all()
    ended = ("finished", "withdrawn", "declined", "referred", "never_started")
    return [
        Part(row.id, row.programme_id, row.name, row.season, row.side, row.state, row.state in ended) for row in rows
    ]


def _account(person_id: UUID) -> str | None:
    return db.session.execute(select(Account.state).where(Account.person_id == person_id).limit(1)).scalar()


def _family(who: Any, where: Any) -> list[Parent]:
    rows = db.session.execute(
        select(Guardianship, Person).join(Person, Person.id == who).where(where).order_by(Person.sort_key, Person.id)
    ).all()
    return [
        Parent(tie.id, person.id, person.full_name, person.email, tie.may_consent, tie.may_read, tie.shielded)
        for tie, person in rows
    ]


def _ties(person_id: UUID) -> list[tuple[Tie, str]]:
    other = aliased(Person)
    rows = db.session.execute(
        select(Tie, other)
        .join(other, (other.id == Tie.other_id) | (other.id == Tie.person_id))
        .where((Tie.person_id == person_id) | (Tie.other_id == person_id), other.id != person_id)
        .order_by(other.sort_key)
    ).all()
    return [(tie, person.full_name) for tie, person in rows]


def _allowed(person_id: UUID) -> list[Allowed]:
    permissions = (
        select(
            literal("permission").label("kind"), sql_null().label("purpose"), PROGRAMME.c.name.label("programme"),
            Permission.asked_of, Permission.asked_at, Permission.answered_at, Permission.answer,
            sql_null().label("until"), Permission.withdrawn_at,
        )
        .join(PROGRAMME, PROGRAMME.c.id == Permission.programme_id)
        .where(Permission.person_id == person_id)
    )  # fmt: skip
    consents = select(
        literal("consent"), Consent.purpose, sql_null(), Consent.asked_of, Consent.asked_at, Consent.answered_at,
        Consent.answer, Consent.until, Consent.withdrawn_at,
    ).where(Consent.person_id == person_id)  # fmt: skip
    both = union_all(permissions, consents).subquery()
    rows = db.session.execute(
        select(both, Person).join(Person, Person.id == both.c.asked_of).order_by(both.c.asked_at.desc())
    ).all()
    return [_one(row, person_id) for row in rows]


def _one(row: Any, person_id: UUID) -> Allowed:
    asked = rules.Asked(
        Kind(row.kind), row.purpose, row.asked_of, 0.0, row.answer, row.until, row.withdrawn_at is not None
    )
    return Allowed(
        asked.kind, row.purpose, row.programme, row.Person.full_name, row.asked_of == person_id,
        rules.state_of(asked, today()), row.until, row.withdrawn_at or row.answered_at or row.asked_at,
    )  # fmt: skip


def _missing(found: Record) -> list[Missing]:
    """What is still missing for the programmes somebody is in; each thing once."""
    running = list(dict.fromkeys(part.programme_id for part in found.parts if not part.ended))
    chosen = consent_settings(db.session())
    missing: dict[Missing, None] = {}
    for programme_id in running:
        standing = standings([found.person.id], programme_id)[found.person.id]
        missing.update(dict.fromkeys(rules.readiness(standing, chosen, today()).missing))
    return list(missing)


def _doubles(person_id: UUID, actor: Actor) -> list[UUID]:
    return list(
        db.session.scalars(
            select(LikelySame.id).where(
                LikelySame.answer.is_(None),
                (LikelySame.person_id == person_id) | (LikelySame.known_id == person_id),
                policy.visible(actor, "settle", LikelySame),
            )
        )
    )


def person(person_id: UUID) -> Person:
    """One person, as they stand now."""
    found = db.session.execute(
        select(Person).where(Person.id == person_id).execution_options(populate_existing=True)
    ).scalar_one()
    audit.shown("person", [found.id])
    return found


def guardianship(guardianship_id: UUID) -> Guardianship:
    """A tie between a child and a parent or carer, with both."""
    found = db.session.execute(
        select(Guardianship)
        .where(Guardianship.id == guardianship_id)
        .options(joinedload(Guardianship.child), joinedload(Guardianship.guardian))
    ).scalar_one()
    audit.shown("person", [found.child_id, found.guardian_id])
    return found


def names(person_ids: list[UUID]) -> dict[UUID, str]:
    """What these people are called: one statement."""
    rows = db.session.scalars(select(Person).where(Person.id.in_(person_ids))).all()
    return {person.id: person.full_name for person in rows}


def sites() -> list[tuple[UUID, str]]:
    """The organisation's own sites."""
    rows = db.session.execute(
        select(Site.id, Site.name).join(Partner, Partner.id == Site.partner_id).where(Partner.own).order_by(Site.name)
    )
    return [(row.id, row.name) for row in rows]


def own_affiliation(person_id: UUID) -> Affiliation | None:
    """What a person is at the organisation itself, now."""
    return db.session.scalars(
        select(Affiliation)
        .join(Partner, Partner.id == Affiliation.partner_id)
        .where(Partner.own, Affiliation.person_id == person_id, Affiliation.until.is_(None))
        .order_by(Affiliation.valid_from.desc(), Affiliation.id)
        .limit(1)
    ).one_or_none()


def likely_namesakes(given: str, family: str, birth_date: date | None) -> list[Person]:
    """Who here already has this name and birth date: to warn before someone is added a second time."""
    if birth_date is None:
        return []
    key = rules.fold(f"{given} {family}")
    found = db.session.scalars(select(Person).where(Person.birth_date == birth_date, Person.erased_at.is_(None))).all()
    return [person for person in found if rules.fold(f"{person.called} {person.family_name or ''}") == key]
