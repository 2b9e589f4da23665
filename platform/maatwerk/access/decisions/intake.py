"""Nominations, applications, talks and screening."""

from __future__ import annotations

from maatwerk.access.policy import Rule

RULES: tuple[Rule, ...] = ()
