"""Who may do what: deny by default, and one rule yields the yes/no, the list filter and the column mask.

A rule says: this role may do these actions on this kind when that relation holds, and then sees those
classes of field. Relations are SQL that each room registers for its kinds; a rule whose kind or relation
nobody registered stops the start.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import current_app
from sqlalchemy import ColumnElement, and_, false, literal, or_, select, true

from maatwerk.access.actor import STRONG, Actor
from maatwerk.ground.database import db
from maatwerk.tenancy.columns import FieldClass

Relation = Callable[[Actor, str], ColumnElement[bool]]


class BrokenRule(Exception):
    """A rule names a kind or relation that no room registered; the message says which."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the decision table."""

    role: str
    actions: frozenset[str]
    kind: str
    relation: str
    fields: frozenset[FieldClass]


def rule(role: str, actions: str, kind: str, relation: str = "any", *fields: FieldClass) -> Rule:
    """Write one line of the decision table; actions are separated by spaces."""
    return Rule(role, frozenset(actions.split()), kind, relation, frozenset(fields))


_kinds: dict[str, Any] = {}
_relations: dict[tuple[str, str], Relation] = {}


def kind(name: str, model: Any = None) -> None:
    """Register a kind; without a model it is a page that is about no single row."""
    _kinds[name] = model


def relation(of: str, name: str) -> Callable[[Relation], Relation]:
    """Register the SQL of a relation between an actor and rows of a kind."""

    def register(function: Relation) -> Relation:
        _relations[of, name] = function
        return function

    return register


class Policy:
    """The decision table of one app, indexed."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)
        for line in self.rules:
            if line.kind not in _kinds:
                raise BrokenRule(f"the rule for {line.role} names the kind {line.kind}, which no room registered")
            if line.relation != "any" and (line.kind, line.relation) not in _relations:
                raise BrokenRule(f"{line.kind} has no relation {line.relation}, which the rule for {line.role} needs")

    def lines(self, roles: frozenset[str], action: str, name: str) -> list[Rule]:
        """The rules that could say yes."""
        return [r for r in self.rules if r.kind == name and r.role in roles and action in r.actions]

    def knows(self, action: str, name: str) -> bool:
        """Does any rule speak of this action on this kind?"""
        return any(r.kind == name and action in r.actions for r in self.rules)


def policy() -> Policy:
    """The running app's decision table."""
    found: Policy = current_app.extensions["maatwerk.policy"]
    return found


def model_of(name: str) -> Any:
    """The table of a kind, or None for a kind that is only a page."""
    return _kinds[name]


def name_of(model: Any) -> str:
    """The kind of a table."""
    return str(model.__tablename__)


def _condition(actor: Actor, line: Rule) -> ColumnElement[bool]:
    if line.relation == "any":
        return true()
    return _relations[line.kind, line.relation](actor, line.role)


def may(actor: Actor, action: str, name: str, *, roles: frozenset[str] | None = None) -> bool:
    """Could this actor do this to some row of the kind? Asks the database nothing."""
    if actor.system:
        return True
    return bool(policy().lines(actor.effective_roles if roles is None else roles, action, name))


def visible(actor: Actor, action: str, model: Any, *, roles: frozenset[str] | None = None) -> ColumnElement[bool]:
    """The list filter: true for exactly the rows for which `can` says yes."""
    if actor.system:
        return true()
    name = name_of(model)
    lines = policy().lines(actor.effective_roles if roles is None else roles, action, name)
    if any(line.relation == "any" for line in lines):
        return true()
    return or_(false(), *(_condition(actor, line) for line in lines))


def can(actor: Actor, action: str, name: str, row_id: UUID, *, roles: frozenset[str] | None = None) -> bool:
    """May this actor do this to this row? No such row is also no. One statement, or none when no rule speaks."""
    model = _kinds[name]
    if not may(actor, action, name, roles=roles):
        return False
    found = db.session.execute(
        select(literal(1)).where(model.id == row_id, visible(actor, action, model, roles=roles)).select_from(model)
    )
    return found.scalar() is not None


def fields(actor: Actor, name: str, row_id: UUID) -> frozenset[FieldClass]:
    """The column mask: which classes of field of this row the actor may read. One statement at most."""
    if actor.system:
        return frozenset(FieldClass)
    model = _kinds[name]
    lines = policy().lines(actor.effective_roles, "read", name)
    if not lines:
        return frozenset()
    answers = db.session.execute(
        select(*(_condition(actor, line) for line in lines)).select_from(model).where(model.id == row_id)
    ).one_or_none()
    if answers is None:
        return frozenset()
    allowed = [line.fields for line, yes in zip(lines, answers, strict=True) if yes]
    return frozenset().union(*allowed)


def needs_second_step(actor: Actor, action: str, name: str, row_id: UUID | None) -> bool:
    """Would a second factor open what is shut now? Asked only so that nobody learns of what they may not see."""
    if actor.factors >= 2 or not actor.roles & STRONG:
        return False
    if row_id is None:
        return may(actor, action, name, roles=actor.roles)
    return can(actor, action, name, row_id, roles=actor.roles)


def in_scope(
    actor: Actor, role: str, *, programme: Any = None, partner: Any = None, site: Any = None
) -> ColumnElement[bool]:
    """The SQL of "within what this role was given for", over the columns a kind has; an unlimited grant is true.

    All limits of one grant hold together; a grant with a limit that the kind has no column for gives nothing.
    """
    options: list[ColumnElement[bool]] = []
    for grant in actor.scope_of(role):
        limits = ((programme, grant.programme_id), (partner, grant.partner_id), (site, grant.site_id))
        asked = [(column, value) for column, value in limits if value is not None]
        if not asked:
            return true()
        if all(column is not None for column, _value in asked):
            options.append(and_(*(column == value for column, value in asked)))
    return or_(false(), *options)
