"""Proposals, circles and answers."""

from __future__ import annotations

from maatwerk.access.policy import Rule, rule
from maatwerk.tenancy.columns import FieldClass

NAME, NOTE, PLANNING, SEVERITY = FieldClass.NAME, FieldClass.NOTE, FieldClass.PLANNING, FieldClass.SEVERITY

RULES: tuple[Rule, ...] = (
    rule("coordinator", "read", "answer", "in_scope", PLANNING),
    rule("coordinator", "read form close", "circle", "in_scope", NAME, PLANNING),
    rule("coordinator", "match", "participation", "in_scope", NAME, PLANNING, SEVERITY),
    rule("coordinator", "read withdraw confirm", "proposal", "in_scope", NAME, NOTE, PLANNING, SEVERITY),
    rule("coordinator", "read", "waiting"),
    rule("person", "read", "answer", "own", PLANNING),
    rule("person", "read answer", "circle", "supporter", NAME, PLANNING),
    rule("person", "read answer pick", "proposal", "seeker", PLANNING),
    rule("person", "read answer", "proposal", "supporter", PLANNING),
    rule("teacher_coach", "read confirm", "proposal", "group", NAME, PLANNING),
)
