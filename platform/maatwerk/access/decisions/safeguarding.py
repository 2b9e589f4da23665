"""Worries: lead and deputy read them, who raised one sees their own."""

from __future__ import annotations

from maatwerk.access.policy import Rule, rule
from maatwerk.tenancy.columns import FieldClass

CONTACT, NAME, SAFETY = FieldClass.CONTACT, FieldClass.NAME, FieldClass.SAFETY

RULES: tuple[Rule, ...] = (
    rule("care_coordinator", "worry", "person", "in_scope", NAME),
    rule("coordinator", "worry", "person", "in_scope", NAME),
    rule("person", "own", "concern", "own", NAME, SAFETY),
    rule("person", "worry", "person", "tied", NAME),
    rule("safeguarding_deputy", "list read mark acknowledge", "concern", "not_about_me", NAME, CONTACT, SAFETY),
    rule("safeguarding_lead", "list read mark acknowledge", "concern", "not_about_me", NAME, CONTACT, SAFETY),
    rule("teacher_coach", "worry", "person", "in_scope", NAME),
)
