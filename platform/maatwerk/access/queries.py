"""Who has a way in, and from where they came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import String, cast, func, literal, or_, select, union_all
from sqlalchemy.orm import aliased

from maatwerk.access.actor import Actor
from maatwerk.access.audit import shown
from maatwerk.access.model import Account, AuditEntry, RoleGrant, RoleProposal, SignInSession
from maatwerk.access.policy import visible
from maatwerk.access.rules import READERS
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
    asked: tuple[str, ...]  # roles that wait for a yes


def colleagues() -> list[Colleague]:
    """Everybody who was given a role or linked an app (which may get lost), by name: one statement."""
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
            _asked_now().label("asked"),
            _last_seen().label("seen"),
        )
        .join(person, (person.c.tenant_id == Account.tenant_id) & (person.c.id == Account.person_id))
        .where(or_(_was_given_a_role(), _asked_now().is_not(None), Account.authenticator_since.is_not(None)))
        .order_by(person.c.sort_key)
    ).all()
    shown("account", [row.person_id for row in rows])
    return [_colleague(row) for row in rows]


def _roles_now() -> Any:
    """An account's running roles, as a list of values."""
    programme, partner, site = (db.metadata.tables[name] for name in ("programme", "partner", "site"))
    place = func.concat_ws(" · ", programme.c.name, partner.c.name, site.c.name)
    role = func.json_build_object(
        "id", RoleGrant.id, "role", RoleGrant.role, "place", place, "until", RoleGrant.until, "reason", RoleGrant.reason
    )
    return (
        select(func.json_agg(role))
        .select_from(RoleGrant)
        .outerjoin(
            programme, (programme.c.tenant_id == RoleGrant.tenant_id) & (programme.c.id == RoleGrant.programme_id)
        )
        .outerjoin(partner, (partner.c.tenant_id == RoleGrant.tenant_id) & (partner.c.id == RoleGrant.partner_id))
        .outerjoin(site, (site.c.tenant_id == RoleGrant.tenant_id) & (site.c.id == RoleGrant.site_id))
        .where(
            RoleGrant.tenant_id == Account.tenant_id,
            RoleGrant.account_id == Account.id,
            RoleGrant.ended_at.is_(None),
            or_(RoleGrant.until.is_(None), RoleGrant.until >= clock.today()),
        )
        .correlate(Account)
        .scalar_subquery()
    )


def _asked_now() -> Any:
    """The roles of an account that wait for a yes."""
    return (
        select(func.json_agg(RoleProposal.role))
        .where(
            RoleProposal.tenant_id == Account.tenant_id,
            RoleProposal.account_id == Account.id,
            RoleProposal.settled_at.is_(None),
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
    linked, asked = row.authenticator_since is not None, tuple(sorted(row.asked or ()))
    return Colleague(row.id, row.person_id, name, row.email, row.state, linked, row.seen, roles, asked)


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


def places() -> list[tuple[str, str]]:
    """(kind:id, name) of every open programme, school and site where a role may hold: one statement."""
    programme, partner, site = (db.metadata.tables[name] for name in ("programme", "partner", "site"))

    def part(at: int, kind: str, table: Any, name: Any) -> Any:
        chosen = literal(f"{kind}:") + cast(table.c.id, String)
        return select(literal(at).label("at"), chosen.label("chosen"), name.label("name"))

    rows = db.session.execute(
        union_all(
            part(1, "programme", programme, programme.c.name).where(programme.c.state == "open"),
            part(2, "partner", partner, partner.c.name),
            part(3, "site", site, partner.c.name + " · " + site.c.name).join(
                partner, (partner.c.tenant_id == site.c.tenant_id) & (partner.c.id == site.c.partner_id)
            ),
        ).order_by("at", "name")
    )
    return [(row.chosen, row.name) for row in rows]


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who reads worries, or is proposed to."""

    id: UUID  # of the grant or the proposal
    name: str
    role: str
    asked_at: datetime | None = None
    asked_by: str = ""
    settled: bool = False


def _person() -> tuple[Any, Any]:
    """A person, and what they are called."""
    person = db.metadata.tables["person"].alias()
    called = func.coalesce(person.c.preferred_name, person.c.given_name)
    return person, func.concat_ws(" ", called, person.c.prefix, person.c.family_name)


def readers() -> list[Reader]:
    """Who reads worries now, by role and name."""
    person, name = _person()
    today = clock.today()
    rows = db.session.execute(
        select(RoleGrant.id, name.label("name"), RoleGrant.role)
        .join(Account, (Account.tenant_id == RoleGrant.tenant_id) & (Account.id == RoleGrant.account_id))
        .join(person, (person.c.tenant_id == Account.tenant_id) & (person.c.id == Account.person_id))
        .where(
            RoleGrant.role.in_(READERS),
            RoleGrant.ended_at.is_(None),
            RoleGrant.valid_from <= today,
            or_(RoleGrant.until.is_(None), RoleGrant.until >= today),
        )
        .order_by(RoleGrant.role.desc(), "name")
    )
    return [Reader(row.id, row.name, row.role) for row in rows]


def proposals(actor: Actor) -> list[Reader]:
    """Who is proposed to read worries and waits for an answer that `actor` may give."""
    rows = db.session.execute(
        _proposed().where(visible(actor, "list", RoleProposal), RoleProposal.settled_at.is_(None))
    )
    return [_reader(row) for row in rows]


def proposal(proposal_id: UUID) -> Reader:
    """One proposal."""
    return _reader(db.session.execute(_proposed().where(RoleProposal.id == proposal_id)).one())


def _proposed() -> Any:
    giver = aliased(Account)
    person, name = _person()
    other, given_name = _person()
    return (
        select(
            RoleProposal.id,
            RoleProposal.role,
            RoleProposal.asked_at,
            RoleProposal.settled_at,
            name.label("name"),
            given_name.label("giver"),
        )
        .join(Account, (Account.tenant_id == RoleProposal.tenant_id) & (Account.id == RoleProposal.account_id))
        .join(person, (person.c.tenant_id == Account.tenant_id) & (person.c.id == Account.person_id))
        .outerjoin(giver, (giver.tenant_id == RoleProposal.tenant_id) & (giver.id == RoleProposal.asked_by))
        .outerjoin(other, (other.c.tenant_id == giver.tenant_id) & (other.c.id == giver.person_id))
        .order_by(RoleProposal.asked_at)
    )


def _reader(row: Any) -> Reader:
    return Reader(row.id, row.name, row.role, row.asked_at, row.giver or "", row.settled_at is not None)
