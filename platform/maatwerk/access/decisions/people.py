"""People, consents, guardians and imports (domain.md section 7).

Coordinators see how consents stand, never why; administrators keep the roster, not the consents; who was asked
answers and withdraws; whom it is about sees it.
"""

from __future__ import annotations

from maatwerk.access.policy import Rule, rule
from maatwerk.tenancy.columns import FieldClass

CONSENT, CONTACT, NAME, PLANNING = FieldClass.CONSENT, FieldClass.CONTACT, FieldClass.NAME, FieldClass.PLANNING

RULES: tuple[Rule, ...] = (
    rule("administrator", "add edit export import list read", "person", "any", NAME, CONTACT, PLANNING),
    rule("administrator", "read take", "import_batch", "any", NAME, CONTACT, PLANNING),
    rule("coordinator", "add ask edit export import list read", "person", "in_scope", NAME, CONTACT, PLANNING, CONSENT),
    rule("coordinator", "edit", "guardianship", "in_scope", NAME, CONTACT),
    rule("coordinator", "read", "consent", "in_scope", CONSENT),
    rule("coordinator", "read", "permission", "in_scope", CONSENT),
    rule("coordinator", "read settle", "likely_same", "in_scope", NAME, CONTACT, PLANNING),
    rule("coordinator", "read take", "import_batch", "in_scope", NAME, CONTACT, PLANNING),
    rule("person", "answer read withdraw", "consent", "asked", CONSENT),
    rule("person", "answer read withdraw", "permission", "asked", CONSENT),
    rule("person", "read", "consent", "self", CONSENT),
    rule("person", "read", "permission", "self", CONSENT),
    rule("person", "read", "person", "self", NAME, CONTACT, PLANNING, CONSENT),
    rule("teacher_coach", "read", "person", "in_scope", NAME, CONSENT),
)
