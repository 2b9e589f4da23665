"""Whether everything is there that must be allowed, what was asked of whom, and who must know."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy import null as sql_null

from maatwerk.access import audit
from maatwerk.access.actor import Actor
from maatwerk.access.model import Account, RoleGrant
from maatwerk.access.policy import visible
from maatwerk.access.work import NotFound
from maatwerk.ground.database import db
from maatwerk.language.formats import today
from maatwerk.people import rules
from maatwerk.people.above import ENDED, PARTICIPATION, PROGRAMME
from maatwerk.people.model import Consent, Guardianship, Permission, Person
from maatwerk.people.rules import Asked, Guardian, Kind, Readiness, Standing
from maatwerk.people.settings import consent_settings


def name_of(person_id: UUID) -> str:
    """What a person is called, for a heading."""
    row = db.session.execute(
        select(Person.preferred_name, Person.given_name).where(Person.id == person_id)
    ).one_or_none()
    return (row.preferred_name or row.given_name or "–") if row else "–"


def readiness(person_id: UUID, programme_id: UUID) -> Readiness:
    """Is everything there that this person's age asks for, and what is missing of whom: three statements."""
    return readinesses([person_id], programme_id)[person_id]


def readinesses(person_ids: Sequence[UUID], programme_id: UUID) -> dict[UUID, Readiness]:
    """The same of many people at once, still three statements; for lists."""
    day, settings = today(), consent_settings(db.session())
    return {
        standing.person_id: rules.readiness(standing, settings, day)
        for standing in standings(person_ids, programme_id).values()
    }


def standings(person_ids: Sequence[UUID], programme_id: UUID | None) -> dict[UUID, Standing]:
    """What the rules must know of these people: age, parents, and what was asked: two statements."""
    family = db.session.execute(
        select(Person.id, Person.birth_date, Guardianship.guardian_id, Guardianship.may_consent, Guardianship.shielded)
        .outerjoin(Guardianship, (Guardianship.tenant_id == Person.tenant_id) & (Guardianship.child_id == Person.id))
        .where(Person.id.in_(person_ids))
        .order_by(Person.id, Guardianship.guardian_id)
    ).all()
    asked = _asked(person_ids, programme_id)
    found: dict[UUID, Standing] = {}
    for row in family:
        before = found.get(row.id)
        parents = before.guardians if before else ()
        if row.guardian_id:
            parents = (*parents, Guardian(row.guardian_id, row.may_consent, row.shielded))
        found[row.id] = Standing(row.id, row.birth_date, parents, tuple(asked.get(row.id, ())))
    return found


def _asked(person_ids: Iterable[UUID], programme_id: UUID | None) -> dict[UUID, list[Asked]]:
    ids = list(person_ids)
    permissions = select(
        Permission.person_id,
        literal(Kind.PERMISSION.value).label("kind"),
        sql_null().label("purpose"),
        Permission.asked_of,
        Permission.asked_at,
        Permission.answer,
        sql_null().label("until"),
        Permission.withdrawn_at.is_not(None).label("withdrawn"),
    ).where(Permission.person_id.in_(ids))
    if programme_id is not None:
        permissions = permissions.where(Permission.programme_id == programme_id)
    consents = select(
        Consent.person_id,
        literal(Kind.CONSENT.value),
        Consent.purpose,
        Consent.asked_of,
        Consent.asked_at,
        Consent.answer,
        Consent.until,
        Consent.withdrawn_at.is_not(None),
    ).where(Consent.person_id.in_(ids))
    found: dict[UUID, list[Asked]] = {}
    rows: Sequence[Any] = db.session.execute(union_all(permissions, consents)).all()
    for row in rows:
        one = Asked(
            Kind(row.kind), row.purpose, row.asked_of, row.asked_at.timestamp(), row.answer, row.until, row.withdrawn
        )
        found.setdefault(row.person_id, []).append(one)
    return found


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that somebody is asked, as the page behind the link shows it."""

    id: UUID
    kind: Kind
    purpose: str | None
    person_id: UUID
    asked_at: datetime
    answered_at: datetime | None
    until: date | None
    state: rules.State
    programme: str | None


@dataclass(frozen=True, slots=True)
class Family:
    """What is asked about one person: about yourself, or about a child of yours."""

    person_id: UUID
    called: str
    own: bool
    questions: list[Question]

    @property
    def open(self) -> list[Question]:
        """What still waits for an answer."""
        return [one for one in self.questions if one.state == rules.State.OPEN]

    @property
    def answered(self) -> list[Question]:
        """What was answered, with the way to change it."""
        return [one for one in self.questions if one.answered_at is not None]


def asked_of(actor: Actor) -> list[Family]:
    """Everything this person was asked for consent or permission, the newest question of each kind: one statement."""
    permissions = (
        select(
            Permission.id,
            literal(Kind.PERMISSION.value).label("kind"),
            sql_null().label("purpose"),
            Permission.person_id,
            Permission.asked_at,
            Permission.answered_at,
            Permission.answer,
            sql_null().label("until"),
            Permission.withdrawn_at,
            PROGRAMME.c.name.label("programme"),
        )
        .join(PROGRAMME, PROGRAMME.c.id == Permission.programme_id)
        .where(visible(actor, "answer", Permission))
    )
    consents = select(
        Consent.id,
        literal(Kind.CONSENT.value),
        Consent.purpose,
        Consent.person_id,
        Consent.asked_at,
        Consent.answered_at,
        Consent.answer,
        Consent.until,
        Consent.withdrawn_at,
        sql_null(),
    ).where(visible(actor, "answer", Consent))
    both = union_all(permissions, consents).subquery()
    rows = db.session.execute(
        select(both, func.coalesce(Person.preferred_name, Person.given_name, "–").label("called"))
        .join(Person, Person.id == both.c.person_id)
        .order_by(both.c.kind.desc(), both.c.asked_at.desc())
    ).all()
    audit.shown("consent", {row.person_id for row in rows})
    return _families(rows, actor)


def _families(rows: Sequence[Any], actor: Actor) -> list[Family]:
    found: dict[UUID, Family] = {}
    seen: set[tuple[Any, ...]] = set()
    for row in rows:
        family = found.setdefault(
            row.person_id, Family(row.person_id, row.called, row.person_id == actor.person_id, [])
        )
        what = (row.person_id, row.kind, row.purpose, row.programme)
        if what not in seen:
            seen.add(what)
            family.questions.append(_question(row, actor))
    return [family for family in found.values() if family.open or family.answered]


def _question(row: Any, actor: Actor) -> Question:
    asked = Asked(
        Kind(row.kind), row.purpose, actor.person_id or row.id, 0.0, row.answer, row.until, row.withdrawn_at is not None
    )
    return Question(
        row.id, asked.kind, row.purpose, row.person_id, row.asked_at, row.answered_at, row.until,
        rules.state_of(asked, today()), row.programme,
    )  # fmt: skip


def coordinators_of(person_id: UUID) -> list[UUID]:
    """Who must know when something changes: the coordinator of each running part, else every coordinator of it."""
    running = (
        select(PARTICIPATION.c.programme_id, PARTICIPATION.c.coordinator_id)
        .where(PARTICIPATION.c.person_id == person_id, PARTICIPATION.c.state.not_in(ENDED))
        .subquery()
    )
    named = set(db.session.execute(select(running.c.coordinator_id)).scalars())
    if named and None not in named:
        return sorted(named)
    everyone = db.session.execute(
        select(Account.person_id, RoleGrant.programme_id)
        .join(Account, Account.id == RoleGrant.account_id)
        .where(
            RoleGrant.role == "coordinator",
            RoleGrant.ended_at.is_(None),
            or_(RoleGrant.until.is_(None), RoleGrant.until >= today()),
            Account.state != "blocked",
            or_(RoleGrant.programme_id.is_(None), RoleGrant.programme_id.in_(select(running.c.programme_id))),
        )
    ).all()
    return sorted({row.person_id for row in everyone} | (named - {None}))


def question(actor: Actor, question_id: UUID) -> tuple[Family, Question]:
    """One thing that was asked of `actor`.

    Raises:
        NotFound: it was not asked of them, or a newer question took its place.
    """
    for family in asked_of(actor):
        for one in family.questions:
            if one.id == question_id:
                return family, one
    raise NotFound("no question")


def to_talk_to(person_ids: Sequence[UUID]) -> list[Person]:
    """The coordinators whom a parent or young person can call about these people."""
    ids = {coordinator_id for person_id in person_ids for coordinator_id in coordinators_of(person_id)}
    return sorted_people(ids) if ids else []


def sorted_people(person_ids: Iterable[UUID]) -> list[Person]:
    """These people, by family name."""
    wanted = select(Person).where(Person.id.in_(set(person_ids))).order_by(Person.sort_key, Person.id)
    return [*db.session.scalars(wanted)]
