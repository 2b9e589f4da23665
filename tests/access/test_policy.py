"""One rule yields the yes/no, the list filter and the column mask; what no rule says is no."""

from __future__ import annotations

from itertools import product
from uuid import uuid4

import pytest
from sqlalchemy import select, true

from maatwerk.access import policy
from maatwerk.access.actor import NOBODY, STRONG, SYSTEM, Actor
from maatwerk.access.policy import BrokenRule, Policy, rule
from maatwerk.ground.database import db
from maatwerk.tenancy.columns import FieldClass

ROLES = (
    "administrator",
    "coordinator",
    "safeguarding_lead",
    "safeguarding_deputy",
    "teacher_coach",
    "trainer",
    "care_coordinator",
    "seeker",
    "supporter",
    "guardian",
    "nominator",
    "applicant",
)


def kinds_with_tables() -> list[str]:
    return sorted(name for name, model in policy._kinds.items() if model is not None)


def actions_of(name: str) -> list[str]:
    return sorted({action for line in policy.policy().rules if line.kind == name for action in line.actions})


@pytest.mark.parametrize("role", ROLES)
def test_a_list_shows_exactly_the_rows_that_can_be_opened(here, role):
    """For every kind and action: list == {x: can(x)} (trust.md 9)."""
    actor, differing, cells = here[role], [], 0
    for name in kinds_with_tables():
        model = policy.model_of(name)
        every = db.session.scalars(select(model.id)).all()
        for action in actions_of(name):
            listed = set(db.session.scalars(select(model.id).where(policy.visible(actor, action, model))).all())
            opened = {row for row in every[:60] if policy.can(actor, action, name, row)}
            cells += 1
            if listed & set(every[:60]) != opened:
                differing.append((name, action))
    assert differing == []
    assert cells > 20


@pytest.mark.parametrize("role", ROLES)
def test_a_mask_is_empty_for_what_cannot_be_read(here, role):
    actor = here[role]
    for name in kinds_with_tables():
        model = policy.model_of(name)
        for row in db.session.scalars(select(model.id).limit(20)).all():
            if not policy.can(actor, "read", name, row):
                assert policy.fields(actor, name, row) == frozenset()


def test_nobody_can_do_anything(here):
    for name, action in {(line.kind, action) for line in policy.policy().rules for action in line.actions}:
        assert policy.may(NOBODY, action, name) is False


def test_what_never_was_cannot_be_opened(here):
    for role, name in product(ROLES, kinds_with_tables()):
        assert policy.can(here[role], "read", name, uuid4()) is False


def test_without_a_second_factor_strong_roles_do_not_count(here):
    whole = here["coordinator"]
    half = Actor(**{**{f: getattr(whole, f) for f in whole.__slots__}, "factors": 1})

    assert policy.may(whole, "read", "today") is True
    assert policy.may(half, "read", "today") is False
    assert policy.needs_second_step(half, "read", "today", None) is True
    assert policy.needs_second_step(half, "read", "set_up", None) is False


def test_the_second_step_is_asked_only_for_what_could_be_seen(here):
    whole = here["coordinator"]
    half = Actor(**{**{f: getattr(whole, f) for f in whole.__slots__}, "factors": 1})

    assert policy.needs_second_step(half, "read", "match", uuid4()) is False


def test_removing_a_role_never_reveals_more(here):
    """Monotone: fewer roles, fewer rows (trust.md section 3)."""
    for role in ROLES:
        actor = here[role]
        for less in actor.roles:
            fewer = Actor(**{**{f: getattr(actor, f) for f in actor.__slots__}, "roles": actor.roles - {less}})
            for name in kinds_with_tables():
                model = policy.model_of(name)
                more_rows = set(db.session.scalars(select(model.id).where(policy.visible(actor, "read", model))))
                less_rows = set(db.session.scalars(select(model.id).where(policy.visible(fewer, "read", model))))
                assert less_rows <= more_rows


def test_system_passes_where_no_rule_is_asked(here):
    assert policy.may(SYSTEM, "anything", "match") is True
    assert str(policy.visible(SYSTEM, "anything", policy.model_of("match"))) == str(true())


def test_a_rule_about_an_unknown_kind_stops_the_start():
    with pytest.raises(BrokenRule, match="unicorn"):
        Policy([rule("coordinator", "read", "unicorn")])


def test_a_rule_with_an_unknown_relation_stops_the_start(here):
    with pytest.raises(BrokenRule, match="enemy"):
        Policy([rule("coordinator", "read", "match", "enemy")])


FORBIDDEN = {
    # domain.md section 7: what is not in the table is no.
    "administrator": {FieldClass.LOG, FieldClass.NOTE, FieldClass.SEVERITY, FieldClass.SAFETY},
    "trainer": {FieldClass.LOG, FieldClass.NOTE, FieldClass.SEVERITY, FieldClass.SAFETY, FieldClass.CONTACT},
    "coordinator": {FieldClass.SAFETY},
    "teacher_coach": {FieldClass.SAFETY, FieldClass.SEVERITY},
    "care_coordinator": {FieldClass.SAFETY, FieldClass.LOG},
    "seeker": {FieldClass.SEVERITY},
    "supporter": {FieldClass.SEVERITY},
    "guardian": {FieldClass.SEVERITY, FieldClass.LOG, FieldClass.SAFETY},
    "nominator": {FieldClass.LOG, FieldClass.SAFETY},
}
# What someone wrote or raised themselves stays theirs to read.
OWN = {"own", "self", "raiser"}


@pytest.mark.parametrize("role", list(FORBIDDEN))
def test_no_rule_gives_a_role_what_the_table_keeps_from_it(here, role):
    given = {
        (line.kind, cls)
        for line in policy.policy().rules
        if line.role == role and "read" in line.actions and line.relation not in OWN
        for cls in line.fields & FORBIDDEN[role]
    }

    assert given == set()


def test_a_worry_is_read_by_lead_and_deputy_alone(here):
    readers = {
        (line.role, line.relation)
        for line in policy.policy().rules
        if line.kind == "concern" and "read" in line.actions and line.relation not in OWN
    }

    assert {role for role, _relation in readers} <= {"safeguarding_lead", "safeguarding_deputy"}


def test_strong_roles_are_those_that_see_more_than_their_own(here):
    """Ruling 6, against the table itself: whoever sees notes or others' matches needs a second factor."""
    wide = {
        line.role
        for line in policy.policy().rules
        if line.relation in ("in_scope", "any")
        and "read" in line.actions
        and line.fields & {FieldClass.NOTE, FieldClass.SEVERITY, FieldClass.SAFETY, FieldClass.LOG}
    }

    assert wide - STRONG == set()
