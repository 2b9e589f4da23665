"""Reading worries, and who reads them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import joinedload

from maatwerk.access import audit
from maatwerk.access.actor import Actor
from maatwerk.access.model import Account, RoleGrant
from maatwerk.access.paging import Page, page_of
from maatwerk.access.policy import may, visible
from maatwerk.ground.database import db
from maatwerk.language.formats import local_day, today
from maatwerk.people.model import Person
from maatwerk.safeguarding import rules, say
from maatwerk.safeguarding.model import Concern
from maatwerk.safeguarding.rules import Reader, State
from maatwerk.tenancy import sealed

ORDER = case({state.value: at * 2 for at, state in enumerate(rules.ORDER)}, value=Concern.state) + case(
    (Concern.urgency == rules.Urgency.TODAY.value, 0), else_=1
)


@dataclass(frozen=True, slots=True)
class Wait:
    """A line for Today: what waits, since how many days, and where it is done."""

    key: str
    reason: str
    days: int
    endpoint: str
    args: dict[str, Any]
    urgency: int  # 1 to 5


def _grants(day: date) -> Select[UUID, str, str]:
    return (
        select(Person.id, func.coalesce(Person.preferred_name, Person.given_name, "–").label("called"), RoleGrant.role)
        .join(Account, Account.id == RoleGrant.account_id)
        .join(Person, Person.id == Account.person_id)
        .where(
            RoleGrant.role.in_(rules.READERS),
            RoleGrant.ended_at.is_(None),
            RoleGrant.valid_from <= day,
            or_(RoleGrant.until.is_(None), RoleGrant.until >= day),
            Account.state != "blocked",
        )
    )


def readers() -> list[Reader]:
    """Everyone who is safeguarding lead or deputy now."""
    found = db.session.execute(_grants(today())).all()
    return [Reader(row.id, row.called, row.role) for row in found]


def lead_named() -> bool:
    """Has somebody been named safeguarding lead? Without one no organisation starts (ruling 7)."""
    found = _grants(today()).where(RoleGrant.role == rules.LEAD)
    return bool(db.session.execute(select(found.exists())).scalar_one())


def person(person_id: UUID) -> Person:
    """Whom a worry would be about; the look is kept with the worries, so that nobody reads of it (ruling 7)."""
    found = db.session.execute(select(Person).where(Person.id == person_id)).scalar_one()
    audit.shown("concern", [found.id])
    return found


def worries(actor: Actor, *, number: int = 1) -> Page[Concern]:
    """The list for lead and deputy: unread first, then what waits for an answer, then the rest."""
    found: Page[Concern] = page_of(
        select(Concern)
        .where(visible(actor, "list", Concern))
        .options(joinedload(Concern.person), joinedload(Concern.raiser))
        .order_by(ORDER, Concern.received_at, Concern.id),
        number=number,
    )
    audit.shown("concern", [concern.person_id for concern in found.items])
    return found


def concern(concern_id: UUID) -> Concern:
    """One worry, with whom it is about and who raised it."""
    found = db.session.execute(
        select(Concern).where(Concern.id == concern_id).options(joinedload(Concern.person), joinedload(Concern.raiser))
    ).scalar_one()
    audit.shown("concern", [found.person_id])
    return found


def mine(actor: Actor) -> list[Concern]:
    """What this person raised, the newest first."""
    found = list(
        db.session.execute(
            select(Concern)
            .where(visible(actor, "own", Concern))
            .options(joinedload(Concern.person))
            .order_by(Concern.received_at.desc(), Concern.id)
        ).scalars()
    )
    sealed.prefetch(db.session(), [concern.person_id for concern in found])
    audit.shown("concern", [concern.person_id for concern in found])
    return found


def told(actor: Actor) -> bool:
    """Has this person ever told a worry? Then their own first page leads back to it."""
    return bool(db.session.execute(select(select(Concern.id).where(visible(actor, "own", Concern)).exists())).scalar())


def waits_for(actor: Actor) -> list[Wait]:
    """For Today: what lead or deputy still have to read or answer, without a word of it; for anyone else nothing."""
    if not may(actor, "list", "concern"):
        return []
    rows = db.session.execute(
        select(Concern.id, Concern.state, Concern.urgency, Concern.received_at)
        .where(visible(actor, "list", Concern), Concern.state != State.ACKNOWLEDGED.value)
        .order_by(ORDER, Concern.received_at)
    ).all()
    return [_wait(row) for row in rows]


def _wait(row: Any) -> Wait:
    unread = row.state == State.RECEIVED.value
    return Wait(
        key=f"worry:{row.id}",
        reason=say.waits(State(row.state)),
        days=(today() - local_day(row.received_at)).days,
        endpoint="safeguarding.read",
        args={"concern_id": row.id},
        urgency=5 if unread else 4,
    )
