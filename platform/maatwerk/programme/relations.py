"""How programmes and participations belong to people, as SQL for the policy."""

from __future__ import annotations

from sqlalchemy import ColumnElement

from maatwerk.access.actor import Actor
from maatwerk.access.policy import in_scope, kind, relation
from maatwerk.programme.model import Enablement, Participation, Programme

kind("programmes")
kind("enablement", Enablement)
kind("programme", Programme)
kind("participation", Participation)


@relation("programme", "in_scope")
def _programme(actor: Actor, role: str) -> ColumnElement[bool]:
    return in_scope(actor, role, programme=Programme.id)


@relation("participation", "in_scope")
def _participation(actor: Actor, role: str) -> ColumnElement[bool]:
    return in_scope(actor, role, programme=Participation.programme_id)


@relation("participation", "self")
def _self(actor: Actor, role: str) -> ColumnElement[bool]:
    return Participation.person_id == actor.person_id
