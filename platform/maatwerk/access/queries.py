"""Who has a way in, and from where they came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select

from maatwerk.access.actor import Actor
from maatwerk.access.audit import shown
from maatwerk.access.model import Account, AuditEntry, RoleGrant, SignInSession
from maatwerk.ground import clock
from maatwerk.ground.database import db


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody with an account, and the roles they were given."""

    account_id: UUID
    person_id: UUID
    name: str
    email: str
    state: str
    linked: bool
    seen_at: datetime | None
    roles: tuple[dict[str, Any], ...]


def colleagues() -> list[Colleague]:
    """Everybody who was given a role, by name: one statement."""
    person = db.metadata.tables["person"]
    rows = db.session.execute(
        select(
            Account.id,
            Account.person_id,
            Account.email,
            Account.state,
            Account.authenticator_since,
            person.c.given_name,
            person.c.preferred_name,
            person.c.prefix,
            person.c.family_name,
            _roles_now().label("roles"),
            _last_seen().label("seen"),
        )
        .join(person, (person.c.tenant_id == Account.tenant_id) & (person.c.id == Account.person_id))
        .where(_was_given_a_role())
        .order_by(person.c.sort_key)
    ).all()
    shown("account", [row.person_id for row in rows])
    return [_colleague(row) for row in rows]


def _roles_now() -> Any:
    """An account's running roles, as a list of values."""
    programme = db.metadata.tables["programme"]
    role = func.json_build_object(
        "id", RoleGrant.id, "role", RoleGrant.role, "programme", programme.c.name, "until", RoleGrant.until
    )
    return (
        select(func.json_agg(role))
        .select_from(RoleGrant)
        .outerjoin(
            programme, (programme.c.tenant_id == RoleGrant.tenant_id) & (programme.c.id == RoleGrant.programme_id)
        )
        .where(
            RoleGrant.tenant_id == Account.tenant_id,
            RoleGrant.account_id == Account.id,
            RoleGrant.ended_at.is_(None),
            or_(RoleGrant.until.is_(None), RoleGrant.until >= clock.today()),
        )
        .correlate(Account)
        .scalar_subquery()
    )


def _last_seen() -> Any:
    return (
        select(func.max(SignInSession.seen_at))
        .where(SignInSession.tenant_id == Account.tenant_id, SignInSession.account_id == Account.id)
        .correlate(Account)
        .scalar_subquery()
    )


def _was_given_a_role() -> Any:
    return (
        select(RoleGrant.id)
        .where(RoleGrant.tenant_id == Account.tenant_id, RoleGrant.account_id == Account.id)
        .correlate(Account)
        .exists()
    )


def _colleague(row: Any) -> Colleague:
    name = " ".join(p for p in (row.preferred_name or row.given_name, row.prefix, row.family_name) if p)
    roles = tuple(sorted(row.roles or (), key=lambda r: str(r["role"])))
    return Colleague(
        row.id, row.person_id, name, row.email, row.state, row.authenticator_since is not None, row.seen, roles
    )


@dataclass(frozen=True, slots=True)
class Device:
    """A place where somebody is signed in."""

    id: UUID
    device: str
    seen_at: datetime
    here: bool


def devices(actor: Actor) -> list[Device]:
    """Where this account or pass is signed in now."""
    column = SignInSession.account_id if actor.account_id else SignInSession.pass_id
    now = clock.now()
    rows = db.session.scalars(
        select(SignInSession)
        .where(column == actor.holder_id, SignInSession.ended_at.is_(None), SignInSession.ends_at > now)
        .order_by(SignInSession.seen_at.desc())
    )
    return [Device(row.id, row.device, row.seen_at, row.id == actor.session_id) for row in rows]


@dataclass(frozen=True, slots=True)
class Look:
    """One time somebody looked at or changed something about me."""

    day: date
    name: str
    action: str
    kind: str
    times: int


def who_saw(person_id: UUID, *, limit: int = 100) -> list[Look]:
    """Who saw or changed something of this person, newest first, a line per day, person and kind."""
    person = db.metadata.tables["person"]
    day = func.date(func.timezone("Europe/Amsterdam", AuditEntry.at)).label("day")
    rows = db.session.execute(
        select(
            day,
            AuditEntry.actor,
            AuditEntry.action,
            AuditEntry.kind,
            func.count().label("times"),
            func.max(person.c.given_name).label("given"),
            func.max(person.c.family_name).label("family"),
        )
        .outerjoin(person, (person.c.tenant_id == AuditEntry.tenant_id) & (person.c.id == AuditEntry.actor))
        .where(AuditEntry.ids.contains([person_id]), AuditEntry.kind != "concern")
        .group_by(day, AuditEntry.actor, AuditEntry.action, AuditEntry.kind)
        .order_by(day.desc())
        .limit(limit)
    ).all()
    return [
        Look(row.day, " ".join(p for p in (row.given, row.family) if p), row.action, row.kind, row.times)
        for row in rows
    ]


def programmes_by_name() -> list[tuple[str, str]]:
    """(id, name) of the open programmes, for a choice."""
    programme = db.metadata.tables["programme"]
    rows = db.session.execute(
        select(programme.c.id, programme.c.name).where(programme.c.state == "open").order_by(programme.c.name)
    )
    return [(str(row.id), row.name) for row in rows]
