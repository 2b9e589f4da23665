"""Ways in, roles, one's own account, and the pages that are about no single row."""

from __future__ import annotations

from maatwerk.access.policy import Rule, kind, rule

for page in ("today", "people_and_roles", "own_account", "own_audit"):
    kind(page)

RULES: tuple[Rule, ...] = (
    rule("administrator", "block grant", "account"),
    rule("administrator", "end", "role_grant"),
    rule("administrator", "read edit", "people_and_roles"),
    rule("person", "read edit", "own_account"),
    rule("person", "read", "own_audit"),
    rule("administrator", "read snooze", "today"),
    rule("coordinator", "read snooze", "today"),
    rule("safeguarding_deputy", "list settle", "role_proposal", "of_another"),
    rule("safeguarding_deputy", "read snooze", "today"),
    rule("safeguarding_lead", "list settle", "role_proposal", "of_another"),
    rule("safeguarding_lead", "read snooze", "today"),
    rule("teacher_coach", "read snooze", "today"),
    rule("trainer", "read snooze", "today"),
)
