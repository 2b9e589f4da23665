"""Nominations, applications, talks and screening."""

from __future__ import annotations

from maatwerk.access.policy import Rule, kind, rule
from maatwerk.tenancy.columns import FieldClass

CONSENT, CONTACT, NAME = FieldClass.CONSENT, FieldClass.CONTACT, FieldClass.NAME
NOTE, PLANNING, SEVERITY = FieldClass.NOTE, FieldClass.PLANNING, FieldClass.SEVERITY

kind("intake")  # the coordinator's list of what waits at the door

RULES: tuple[Rule, ...] = (
    rule("coordinator", "conclude plan read", "interview", "in_scope", NAME, CONTACT, PLANNING, NOTE, SEVERITY),
    rule("coordinator", "edit", "application", "open_in_scope", NAME, CONTACT, PLANNING, NOTE),
    rule("coordinator", "close_entry plan_talk screen", "participation", "in_scope"),
    rule("coordinator", "read", "application", "in_scope", NAME, CONTACT, PLANNING, NOTE),
    rule("coordinator", "read", "intake"),
    rule("coordinator", "read", "screening_check", "in_scope", CONSENT),
    rule("coordinator", "read", "triage", "in_scope", SEVERITY, NOTE),
    rule("coordinator", "read tell", "nomination", "in_scope", NAME, CONTACT, PLANNING, NOTE),
    rule("member", "finish list", "nomination", "own", NAME, PLANNING),
    rule("nominator", "finish list", "nomination", "own", NAME, PLANNING),
    rule("person", "answer", "nomination", "self", NAME, PLANNING, NOTE),
    rule("person", "edit", "application", "open_self", NAME, CONTACT, PLANNING, NOTE),
    rule("person", "read stop", "application", "self", NAME, CONTACT, PLANNING, NOTE),
    rule("person", "read", "screening_check", "self", CONSENT),
    rule("person", "read_protocol", "programme"),
)
