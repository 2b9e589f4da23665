"""Proposals, circles and answers."""

from __future__ import annotations

from maatwerk.access.policy import Rule

RULES: tuple[Rule, ...] = ()
