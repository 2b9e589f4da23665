"""How somebody who asks stands to a person: themselves, a child of theirs, or someone within their scope."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true
from sqlalchemy.orm import aliased

from maatwerk.access.actor import Actor
from maatwerk.access.policy import kind, relation
from maatwerk.ground import clock
from maatwerk.people.above import PARTICIPATION
from maatwerk.people.model import (
    Affiliation,
    Consent,
    Guardianship,
    ImportBatch,
    LikelySame,
    Permission,
    Person,
)

for name, model in (
    ("person", Person),
    ("guardianship", Guardianship),
    ("consent", Consent),
    ("permission", Permission),
    ("likely_same", LikelySame),
    ("import_batch", ImportBatch),
):
    kind(name, model)


def people_in_scope(actor: Actor, role: str, person_id: Any) -> ColumnElement[bool]:
    """Is the person in this column somebody within what the role was given for, or such a person's parent?"""
    options: list[ColumnElement[bool]] = []
    here = aliased(Affiliation)  # a name of its own: a list may join affiliations too
    for grant in actor.scope_of(role):
        limits: list[ColumnElement[bool]] = []
        if grant.programme_id is not None:
            inside = select(PARTICIPATION.c.person_id).where(PARTICIPATION.c.programme_id == grant.programme_id)
            limits.append(_these_or_their_parents(person_id, inside))
        for at, value in ((here.partner_id, grant.partner_id), (here.site_id, grant.site_id)):
            if value is not None:
                now = or_(here.until.is_(None), here.until >= clock.today())
                limits.append(_these_or_their_parents(person_id, select(here.person_id).where(at == value, now)))
        if not limits:
            return true()
        options.append(and_(*limits))
    return or_(false(), *options)


def _these_or_their_parents(person_id: Any, inside: Any) -> ColumnElement[bool]:
    parents = select(Guardianship.guardian_id).where(Guardianship.child_id.in_(inside))
    return or_(person_id.in_(inside), person_id.in_(parents))


def _children(actor: Actor) -> Select[Any]:
    """The children for whom this parent or carer may consent; a pass is about one of them."""
    mine = select(Guardianship.child_id).where(
        Guardianship.guardian_id == actor.person_id,
        Guardianship.may_consent.is_(True),
        Guardianship.shielded.is_(False),
    )
    return mine.where(Guardianship.child_id == actor.child_id) if actor.child_id else mine


@relation("person", "self")
def _self(actor: Actor, role: str) -> ColumnElement[bool]:
    """Oneself."""
    return Person.id == actor.person_id


@relation("person", "in_scope")
def _person(actor: Actor, role: str) -> ColumnElement[bool]:
    """Somebody within the scope of a role."""
    return people_in_scope(actor, role, Person.id)


@relation("guardianship", "in_scope")
def _guardianship(actor: Actor, role: str) -> ColumnElement[bool]:
    """A parent or carer of somebody within the scope."""
    return people_in_scope(actor, role, Guardianship.child_id)


@relation("likely_same", "in_scope")
def _likely_same(actor: Actor, role: str) -> ColumnElement[bool]:
    """A double that touches somebody within the scope: the one we know, or the one who applied."""
    return or_(people_in_scope(actor, role, LikelySame.known_id), people_in_scope(actor, role, LikelySame.person_id))


@relation("import_batch", "in_scope")
def _import_batch(actor: Actor, role: str) -> ColumnElement[bool]:
    """A file touches everybody: for whoever may see everybody, and one's own."""
    return true() if everywhere(actor, role) else ImportBatch.by_person_id == actor.person_id


def everywhere(actor: Actor, role: str) -> bool:
    """Was this role given for the whole organisation?"""
    return any(not (one.programme_id or one.partner_id or one.site_id) for one in actor.scope_of(role))


def _asked(model: Any, actor: Actor) -> ColumnElement[bool]:
    return and_(
        model.asked_of == actor.person_id,
        or_(model.person_id == actor.person_id, model.person_id.in_(_children(actor))),
    )


@relation("consent", "asked")
def _consent_asked(actor: Actor, role: str) -> ColumnElement[bool]:
    """Asked of me, for myself or for my child."""
    return _asked(Consent, actor)


@relation("permission", "asked")
def _permission_asked(actor: Actor, role: str) -> ColumnElement[bool]:
    """Asked of me for my child."""
    return _asked(Permission, actor)


@relation("consent", "self")
def _consent_self(actor: Actor, role: str) -> ColumnElement[bool]:
    """About me, whoever was asked."""
    return Consent.person_id == actor.person_id


@relation("permission", "self")
def _permission_self(actor: Actor, role: str) -> ColumnElement[bool]:
    """About me, whoever was asked."""
    return Permission.person_id == actor.person_id


@relation("consent", "in_scope")
def _consent(actor: Actor, role: str) -> ColumnElement[bool]:
    """About somebody within the scope."""
    return people_in_scope(actor, role, Consent.person_id)


@relation("permission", "in_scope")
def _permission(actor: Actor, role: str) -> ColumnElement[bool]:
    """About somebody within the scope."""
    return people_in_scope(actor, role, Permission.person_id)
