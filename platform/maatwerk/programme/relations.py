"""How programmes and participations belong to people, as SQL for the policy."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select, true
from sqlalchemy.orm import aliased

from maatwerk.access.actor import Actor
from maatwerk.access.policy import in_scope, kind, relation
from maatwerk.people.model import Affiliation
from maatwerk.programme.model import Enablement, Participation, Programme

kind("programmes")
kind("enablement", Enablement)
kind("programme", Programme)
kind("participation", Participation)


def within_grants(actor: Actor, role: str, programme: Any, person: Any) -> ColumnElement[bool]:
    """Within what a role was given for: a programme, or the partner or site where the person is."""
    grants = actor.scope_of(role)
    if not any(grant.partner_id or grant.site_id for grant in grants):
        return in_scope(actor, role, programme=programme)
    here = aliased(Affiliation)  # a name of its own: a list may join affiliations too
    there = exists(
        select(here.id).where(
            here.person_id == person,
            here.until.is_(None),
            in_scope(actor, role, programme=programme, partner=here.partner_id, site=here.site_id),
        )
    )
    return or_(in_scope(actor, role, programme=programme), there)


@relation("programme", "in_scope")
def _programme(actor: Actor, role: str) -> ColumnElement[bool]:
    """Whoever has a role at a school or site may know every programme: only its people are limited."""
    if any(grant.programme_id is None for grant in actor.scope_of(role)):
        return true()
    return in_scope(actor, role, programme=Programme.id)


@relation("participation", "in_scope")
def _participation(actor: Actor, role: str) -> ColumnElement[bool]:
    return within_grants(actor, role, Participation.programme_id, Participation.person_id)


@relation("participation", "self")
def _self(actor: Actor, role: str) -> ColumnElement[bool]:
    return Participation.person_id == actor.person_id
