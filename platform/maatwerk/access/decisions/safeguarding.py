"""Worries: lead and deputy read them, who raised one sees their own."""

from __future__ import annotations

from maatwerk.access.policy import Rule

RULES: tuple[Rule, ...] = ()
