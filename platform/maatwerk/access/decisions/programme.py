"""Programmes, participations and what is switched on."""

from __future__ import annotations

from maatwerk.access.policy import Rule, rule
from maatwerk.tenancy.columns import FieldClass

NAME, PLANNING, SEVERITY = FieldClass.NAME, FieldClass.PLANNING, FieldClass.SEVERITY

RULES: tuple[Rule, ...] = (
    rule("administrator", "read edit close", "programme"),
    rule("administrator", "read enable start", "programmes"),
    rule("administrator", "end read", "enablement"),
    rule("administrator", "read", "participation", "any", NAME),
    rule("coordinator", "read", "participation", "in_scope", NAME, PLANNING, SEVERITY),
    rule("coordinator", "read", "programme", "in_scope"),
    rule("person", "read", "participation", "self", NAME, PLANNING),
    rule("teacher_coach", "read", "participation", "in_scope", NAME, PLANNING),
)
