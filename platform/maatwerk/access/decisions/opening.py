"""The organisation's own pages and its set-up list."""

from __future__ import annotations

from maatwerk.access.policy import Rule, kind, rule

for page in ("organisation", "set_up"):
    kind(page)

RULES: tuple[Rule, ...] = (
    rule("administrator", "read edit", "organisation"),
    rule("administrator", "read edit", "set_up"),
)
