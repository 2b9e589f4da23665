"""Runs, attendance and certificates.

Requirement 104: only who leads a run ticks its attendance and gives out its certificates; that the leader is a
certified teacher coach is asked again at each of these actions, whatever the role says.
"""

from __future__ import annotations

from maatwerk.access.policy import Rule, rule
from maatwerk.tenancy.columns import FieldClass

NAME, PLANNING = FieldClass.NAME, FieldClass.PLANNING

RULES: tuple[Rule, ...] = (
    rule("administrator", "list read bring_along withdraw", "certificate", "any", NAME, PLANNING),
    rule("coordinator", "list read plan change cancel enrol", "training_run", "in_scope", NAME, PLANNING),
    rule("coordinator", "list read", "certificate", "in_scope", NAME, PLANNING),
    rule("person", "read", "certificate", "self", NAME, PLANNING),
    rule("supporter", "list read leave", "training_run", "mine"),
    rule("supporter", "list read join", "training_run", "offered"),
    rule("teacher_coach", "list read plan cancel certify", "training_run", "trainer", NAME, PLANNING),
    rule("teacher_coach", "list read", "certificate", "self", NAME, PLANNING),
    rule("teacher_coach", "list read", "certificate", "trainer", NAME, PLANNING),
    rule("teacher_coach", "tick", "run_session", "trainer", NAME, PLANNING),
    rule("trainer", "list read", "training_run", "trainer", NAME, PLANNING),
    rule("trainer", "list read", "certificate", "self", NAME, PLANNING),
    rule("trainer", "list read", "certificate", "trainer", NAME, PLANNING),
)
