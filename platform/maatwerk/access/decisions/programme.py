"""Programmes, participations and what is switched on."""

from __future__ import annotations

from maatwerk.access.policy import Rule

RULES: tuple[Rule, ...] = ()
