"""Sign-in sessions: on the server, found by the hash of a cookie, read with all they mean in one statement."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from maatwerk.access.actor import STRONG, Actor, Grant
from maatwerk.ground import crypto

IDLE = timedelta(hours=3)  # staff
ABSOLUTE = timedelta(hours=12)  # staff
PARTICIPANT = timedelta(days=30)
TOUCH = timedelta(minutes=1)

_FIND = text(
    """
    SELECT s.id AS session_id, s.account_id, s.pass_id, s.factors, s.fresh_at, s.seen_at,
        CASE WHEN s.came_by <> 'password' THEN s.made_at END AS mailbox_at, a.authenticator_since IS NOT NULL AS linked,
        coalesce(a.person_id, p.person_id) AS person_id, p.kind AS pass_kind, p.child_id, p.partner_id,
        t.version AS tenant_version, who.locale, coalesce(who.preferred_name, who.given_name) AS called,
        (SELECT json_agg(json_build_object('role', g.role, 'programme', g.programme_id,
                                           'partner', g.partner_id, 'site', g.site_id))
         FROM role_grant g
         WHERE g.tenant_id = s.tenant_id AND g.account_id = s.account_id AND g.ended_at IS NULL
           AND g.valid_from <= :today AND (g.until IS NULL OR g.until >= :today)) AS grants,
        (SELECT json_agg(DISTINCT r.side) FROM participation r
         WHERE r.tenant_id = s.tenant_id AND r.person_id = who.id
           AND r.state NOT IN ('withdrawn', 'declined', 'referred', 'never_started')) AS sides
    FROM sign_in_session s
    JOIN tenant t ON t.id = s.tenant_id
    LEFT JOIN account a ON a.tenant_id = s.tenant_id AND a.id = s.account_id
    LEFT JOIN pass p ON p.tenant_id = s.tenant_id AND p.id = s.pass_id
    LEFT JOIN person who ON who.tenant_id = s.tenant_id AND who.id = coalesce(a.person_id, p.person_id)
    WHERE s.token_hash = :hash AND s.ended_at IS NULL AND s.ends_at > :now
      AND (NOT s.staff OR s.seen_at > :idle)
      AND (s.account_id IS NULL OR a.state = 'active')
      AND (s.pass_id IS NULL OR (p.ended_at IS NULL AND p.until > :now))
    """
)


@dataclass(frozen=True, slots=True)
class Found:
    """A living session: who it is, and what the page may need to refresh."""

    actor: Actor
    seen_at: datetime
    tenant_version: int


def find(session: Session, token: str, *, tenant_id: UUID, now: datetime, today: date) -> Found | None:
    """The session behind a cookie, if it lives: one statement."""
    row = (
        session.connection()
        .execute(_FIND, {"hash": crypto.digest(token), "now": now, "today": today, "idle": now - IDLE})
        .one_or_none()
    )
    if row is None:
        return None
    grants = frozenset(
        Grant(g["role"], *(UUID(g[k]) if g[k] else None for k in ("programme", "partner", "site")))
        for g in _json(row.grants)
    )
    actor = Actor(
        tenant_id=tenant_id,
        person_id=row.person_id,
        account_id=row.account_id,
        pass_id=row.pass_id,
        pass_kind=row.pass_kind,
        child_id=row.child_id,
        partner_id=row.partner_id,
        grants=grants,
        roles=roles_of(row.person_id, row.account_id, row.pass_kind, grants, _json(row.sides)),
        factors=row.factors,
        session_id=row.session_id,
        fresh_at=row.fresh_at,
        mailbox_at=row.mailbox_at,
        linked=row.linked,
        locale=row.locale,
        called=row.called or "",
    )
    return Found(actor, row.seen_at, row.tenant_version)


def _json(value: Any) -> list[Any]:
    return json.loads(value) if isinstance(value, str) else value or []


def roles_of(
    person_id: UUID | None, account_id: UUID | None, pass_kind: str | None, grants: frozenset[Grant], sides: list[str]
) -> frozenset[str]:
    """Every role somebody has: given, and following from what they are."""
    roles = {grant.role for grant in grants}
    if person_id is not None:
        roles.add("person")
    if account_id is not None:
        roles.add("member")
    if account_id is not None or pass_kind in ("participant", "applicant"):
        roles.update(sides)
    if pass_kind is not None:
        roles.add(pass_kind)
    return frozenset(roles)


def is_staff(roles: frozenset[str]) -> bool:
    """Staff have short sessions; participants stay signed in for thirty days."""
    return bool(roles & (STRONG | {"care_coordinator"}))


def ends(staff: bool, now: datetime) -> datetime:
    """When a session that starts now ends at the latest."""
    return now + (ABSOLUTE if staff else PARTICIPANT)
