"""People, parents, schools and what they allowed: plain functions that add rows."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from maatwerk.access.actor import SYSTEM, Actor, Grant
from maatwerk.access.work import unit_of_work
from maatwerk.ground import clock
from maatwerk.people import rules
from maatwerk.people.actions import ask_consents
from maatwerk.people.model import (
    Affiliation,
    Consent,
    ExternalNumber,
    Guardianship,
    Partner,
    Permission,
    Person,
    Site,
)
from maatwerk.people.rules import Readiness
from maatwerk.people.settings import CONSENT_AGE_SETTING, PERMISSION_16_17, PURPOSES_BY_CONSENT
from maatwerk.programme.model import Participation, Programme
from maatwerk.tenancy import settings


def a_person(given: str = "Noor", family: str = "Veenhuis", **values: Any) -> UUID:
    """Somebody by name; any other column by its own name."""
    with unit_of_work(SYSTEM) as work:
        keys = rules.name_keys(given, values.get("preferred_name"), values.get("prefix"), family)
        values = {"birth_date": date(2008, 3, 14), "made_at": work.now, "locale": "en", **values}
        row = Person(given_name=given, family_name=family, sort_key=keys[0], search_key=keys[1], **values)
        return work.add(row).id


def own_partner_id() -> UUID:
    """The organisation itself."""
    with unit_of_work(SYSTEM) as work:
        found: UUID = work.one(select(Partner.id).where(Partner.own))
        return found


def a_site(name: str | None = None) -> UUID:
    """A place of the organisation itself."""
    partner_id = own_partner_id()
    with unit_of_work(SYSTEM) as work:
        return work.add(Site(partner_id=partner_id, name=name or f"Site {uuid4().hex[:8]}")).id


def an_affiliation(person_id: UUID, **values: Any) -> UUID:
    """What somebody is at the organisation itself: a student, unless said otherwise."""
    partner_id = own_partner_id()
    with unit_of_work(SYSTEM) as work:
        values = {"kind": "student", "valid_from": date(2026, 9, 1), "partner_id": partner_id, **values}
        return work.add(Affiliation(person_id=person_id, **values)).id


def a_number(person_id: UUID, source: str, number: str, **values: Any) -> None:
    """How a source names somebody."""
    with unit_of_work(SYSTEM) as work:
        work.add(ExternalNumber(person_id=person_id, source=source, number=number, seen_at=work.now, **values))


def a_guardian(child_id: UUID, given: str = "Marieke", family: str = "Veenhuis", **values: Any) -> UUID:
    """A parent with an e-mail address; `may_consent`, `may_read` and `shielded` are about the tie."""
    ties = {name: values.pop(name) for name in ("may_consent", "may_read", "shielded") if name in values}
    values.setdefault("email", f"{given}.{uuid4().hex[:8]}@post.example".lower())
    parent_id = a_person(given, family, **{"birth_date": None, **values})
    with unit_of_work(SYSTEM) as work:
        work.add(Guardianship(child_id=child_id, guardian_id=parent_id, **ties))
    return parent_id


def a_programme(name: str = "Peer tutor") -> UUID:
    """A running programme of its own."""
    with unit_of_work(SYSTEM) as work:
        row = Programme(
            variant="peer_support/tutor", name=f"{name} {uuid4().hex[:6]}", season="2026-2027", made_at=work.now
        )
        return work.add(row).id


def a_participation(person_id: UUID, programme_id: UUID, side: str = "seeker", state: str = "applied") -> UUID:
    """Somebody's part in a programme."""
    with unit_of_work(SYSTEM) as work:
        row = Participation(
            programme_id=programme_id,
            person_id=person_id,
            side=side,
            role_key="mentee" if side == "seeker" else "tutor",
            state=state,
            since=work.now,
            entered_at=work.now,
        )
        return work.add(row).id


def asked(person_id: UUID, programme_id: UUID) -> Readiness:
    """Ask what this person's age asks for."""
    with unit_of_work(SYSTEM) as work:
        return ask_consents(work, person_id, programme_id)


def questions(person_id: UUID) -> list[Consent | Permission]:
    """Everything that was asked about somebody, permissions first, the oldest first."""
    with unit_of_work(SYSTEM) as work:
        return [
            row
            for model in (Permission, Consent)
            for row in work.find(select(model).where(model.person_id == person_id).order_by(model.asked_at, model.id))
        ]


def choose(*, permission_16_17: bool = False, consent_age: int = 16, purposes: tuple[str, ...] = ()) -> None:
    """What the organisation decides about consent."""
    with unit_of_work(SYSTEM) as work:
        chosen = (
            (PERMISSION_16_17, permission_16_17),
            (CONSENT_AGE_SETTING, consent_age),
            (PURPOSES_BY_CONSENT, list(purposes)),
        )
        for setting, value in chosen:
            settings.choose(work.session, setting, value, by=None, reason="test")


def born(age: int, *, days_ago: int = 100) -> date:
    """A birth date that makes somebody this old, since so many days."""
    day = clock.today() - clock.days(days_ago)
    return day.replace(year=day.year - age) if (day.month, day.day) != (2, 29) else date(day.year - age, 3, 1)


def a_coordinator(tenant_id: UUID, person_id: UUID, *grants: Grant) -> Actor:
    """Somebody who coordinates within these grants only, signed in with two factors."""
    return Actor(
        tenant_id=tenant_id,
        person_id=person_id,
        account_id=uuid4(),
        grants=frozenset(grants),
        roles=frozenset({"coordinator", "person", "member"}),
        factors=2,
    )
