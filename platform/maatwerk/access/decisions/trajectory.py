"""Matches and everything on their road."""

from __future__ import annotations

from maatwerk.access.policy import Rule

RULES: tuple[Rule, ...] = ()
