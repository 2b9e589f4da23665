"""Reading certificates: who may act as what, which there are, from whom each comes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, and_, exists, func, literal, or_, select
from sqlalchemy.orm import aliased, joinedload

from maatwerk.access import audit
from maatwerk.access.actor import Actor
from maatwerk.access.model import Account, RoleGrant
from maatwerk.access.paging import Page, page_of
from maatwerk.access.policy import visible
from maatwerk.ground.database import db
from maatwerk.language.formats import today
from maatwerk.people.model import Affiliation, Person
from maatwerk.programme import queries as programmes
from maatwerk.programme.model import Participation
from maatwerk.programme.registry import registry
from maatwerk.training import rules
from maatwerk.training.model import Certificate
from maatwerk.training.rules import Paper, Standing

CHAIN_LONGEST = 8


def papers(person_id: UUID, role_key: str, plugin: str) -> list[Paper]:
    """The days of every certificate someone has, or had, for one role."""
    return _papers([person_id], role_key, plugin).get(person_id, [])


def _papers(person_ids: Iterable[UUID], role_key: str, plugin: str) -> dict[UUID, list[Paper]]:
    rows = db.session.execute(
        select(Certificate.person_id, Certificate.issued_on, Certificate.valid_until, Certificate.withdrawn_on).where(
            Certificate.person_id.in_(list(person_ids)), Certificate.role_key == role_key, Certificate.plugin == plugin
        )
    ).all()
    found: dict[UUID, list[Paper]] = {}
    for row in rows:
        found.setdefault(row.person_id, []).append(Paper(row.issued_on, row.valid_until, row.withdrawn_on))
    return found


def may_act_as(person_id: UUID, role_key: str, plugin: str, on: date) -> Standing:
    """May this person act in that role of that plug-in on that day? (requirements 41 and 104)"""
    return rules.may_act_as(papers(person_id, role_key, plugin), on)


def standings(person_ids: Iterable[UUID], role_key: str, plugin: str, on: date) -> dict[UUID, Standing]:
    """The same for many people: one statement."""
    wanted = list(person_ids)
    found = _papers(wanted, role_key, plugin) if wanted else {}
    return {person_id: rules.may_act_as(found.get(person_id, ()), on) for person_id in wanted}


def holds_certificate(person_id: Any, role_key: Any, plugin: Any, on: date) -> ColumnElement[bool]:
    """The SQL of `may_act_as`, for lists: the person of this column holds a certificate that counts on that day."""
    return exists().where(
        Certificate.person_id == person_id,
        Certificate.role_key == role_key,
        Certificate.plugin == plugin,
        counts(on),
    )


def counts(on: date) -> ColumnElement[bool]:
    """The SQL of `rules.counts`."""
    return and_(
        Certificate.issued_on <= on,
        or_(Certificate.valid_until.is_(None), Certificate.valid_until >= on),
        or_(Certificate.withdrawn_on.is_(None), Certificate.withdrawn_on > on),
    )


@dataclass(frozen=True, slots=True)
class Coach:
    """Someone who holds a coach's certificate."""

    person_id: UUID
    called: str
    full_name: str
    certificate_id: UUID
    valid_until: date | None


def coaches(plugin: str, on: date) -> list[Coach]:
    """Everyone who may lead a training of students on that day, by name."""
    rows = db.session.execute(
        select(Person, Certificate.id, Certificate.valid_until)
        .join(Certificate, Certificate.person_id == Person.id)
        .where(Certificate.role_key == rules.COACH, Certificate.plugin == plugin, counts(on))
        .order_by(Person.sort_key, Person.id, Certificate.valid_until.desc().nulls_first())
    ).all()
    found: dict[UUID, Coach] = {}
    for person, certificate_id, valid_until in rows:
        found.setdefault(person.id, Coach(person.id, person.called, person.full_name, certificate_id, valid_until))
    audit.shown("certificate", found)
    return list(found.values())


SHOWN = ("all", "lapsing", "ended")


def certificates(actor: Actor, *, show: str = "all", number: int = 1, size: int = 25) -> Page[Certificate]:
    """Certificates within reach, those that end soonest first: two statements."""
    statement = (
        select(Certificate)
        .join(Person, Person.id == Certificate.person_id)
        .where(visible(actor, "list", Certificate), _shown(show, today()))
        .options(joinedload(Certificate.person))
        .order_by(*_order(show), Person.sort_key, Certificate.id)
    )
    found: Page[Certificate] = page_of(statement, number=number, size=size)
    audit.shown("certificate", [paper.person_id for paper in found.items])
    return found


def _shown(show: str, on: date) -> ColumnElement[bool]:
    if show == "lapsing":
        return and_(counts(on), Certificate.valid_until <= on + timedelta(days=rules.LAPSES_WITHIN))
    if show == "ended":
        return or_(Certificate.valid_until < on, Certificate.withdrawn_on <= on)
    return counts(on)


def _order(show: str) -> tuple[Any, ...]:
    if show == "ended":
        return (func.coalesce(Certificate.withdrawn_on, Certificate.valid_until).desc(),)
    return (Certificate.valid_until.asc().nulls_last(),)


def certificate(certificate_id: UUID) -> Certificate:
    """One certificate with its holder."""
    found = db.session.execute(
        select(Certificate).where(Certificate.id == certificate_id).options(joinedload(Certificate.person))
    ).scalar_one()
    audit.shown("certificate", [found.person_id])
    return found


def paper_of(found: Certificate) -> Paper:
    """Its days, for the rules."""
    return Paper(found.issued_on, found.valid_until, found.withdrawn_on)


def paper_counts(found: Certificate, on: date) -> bool:
    """Does it hold on that day?"""
    return rules.counts(paper_of(found), on)


@dataclass(frozen=True, slots=True)
class Link:
    """One certificate of the chain from trainer to coach to student (requirement 104)."""

    certificate_id: UUID
    holder: str
    role_key: str
    plugin: str
    issued_on: date
    ground: str


def chain(certificate_id: UUID) -> list[Link]:
    """From a certificate to that of who trained its holder, and so on: one statement."""
    start = select(Certificate.id, Certificate.issuer_certificate_id, literal(0, Integer).label("depth")).where(
        Certificate.id == certificate_id
    )
    above = start.cte("above", recursive=True)
    giver = aliased(Certificate)
    above = above.union_all(
        select(giver.id, giver.issuer_certificate_id, above.c.depth + 1)
        .join(above, giver.id == above.c.issuer_certificate_id)
        .where(above.c.depth < CHAIN_LONGEST)
    )
    rows = db.session.execute(
        select(Certificate, Person)
        .join(above, above.c.id == Certificate.id)
        .join(Person, Person.id == Certificate.person_id)
        .order_by(above.c.depth)
    ).all()
    return [
        Link(found.id, holder.full_name, found.role_key, found.plugin, found.issued_on, found.ground)
        for found, holder in rows
    ]


def given_under(certificate_id: UUID) -> int:
    """How many certificates were given out by its holder."""
    return int(
        db.session.execute(select(func.count()).where(Certificate.issuer_certificate_id == certificate_id)).scalar_one()
    )


def role_choices() -> list[tuple[str, str]]:
    """The roles of switched-on plug-ins for which a certificate exists, as (plugin/role, word)."""
    found: dict[str, str] = {}
    for plugin in sorted(programmes.enabled_plugins() & set(registry().plugins())):
        for variant in registry().variants(plugin):
            roles = (*variant.staff_roles, variant.supporter_role)
            for role in roles:
                if role.needs_certificate or role.key == rules.COACH:
                    found.setdefault(f"{plugin}/{role.key}", role.words.singular)
    # A coach first: without one nobody can be trained.
    return sorted(found.items(), key=lambda choice: (not choice[0].endswith(f"/{rules.COACH}"), choice[1]))


def role_word(plugin: str, role_key: str) -> str:
    """What a role is called in its plug-in's own words; its key when the plug-in is gone."""
    for variant in registry().variants(plugin):
        for role in variant.roles:
            if role.key == role_key:
                return role.words.singular
    return role_key.replace("_", " ")


def may_hold() -> list[tuple[UUID, str]]:
    """Whom a certificate can be recorded for: staff by role or work, and supporters; by name: one statement."""
    on = today()
    staff = (
        select(Account.person_id)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(RoleGrant.ended_at.is_(None), Account.state != "blocked")
    )
    works = select(Affiliation.person_id).where(
        Affiliation.kind != "student", or_(Affiliation.until.is_(None), Affiliation.until >= on)
    )
    helps = select(Participation.person_id).where(
        Participation.side == "supporter", Participation.state.in_(("interviewed", "admitted", "active", "paused"))
    )
    found = db.session.scalars(
        select(Person)
        .where(Person.erased_at.is_(None), or_(Person.id.in_(staff), Person.id.in_(works), Person.id.in_(helps)))
        .order_by(Person.sort_key, Person.id)
    ).all()
    audit.shown("person", [person.id for person in found])
    return [(person.id, person.full_name) for person in found]


def ending_soon(on: date, role_key: str) -> list[tuple[UUID, UUID, str | None, date]]:
    """Certificates of a role that end within ninety days and have no successor: id, holder, holder's language, end."""
    horizon = on + timedelta(days=rules.LAPSES_WITHIN)
    later = aliased(Certificate)
    renewed = exists().where(
        later.person_id == Certificate.person_id,
        later.role_key == role_key,
        later.plugin == Certificate.plugin,
        later.withdrawn_on.is_(None),
        or_(later.valid_until.is_(None), later.valid_until > horizon),
    )
    rows = db.session.execute(
        select(Certificate.id, Certificate.person_id, Person.locale, Certificate.valid_until)
        .join(Person, Person.id == Certificate.person_id)
        .where(Certificate.role_key == role_key, counts(on), Certificate.valid_until <= horizon, ~renewed)
        .order_by(Certificate.valid_until, Certificate.id)
    ).all()
    return [(row.id, row.person_id, row.locale, row.valid_until) for row in rows]
