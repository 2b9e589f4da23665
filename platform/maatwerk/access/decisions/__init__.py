"""The decision table: domain.md section 7, line by line, one file a room. What is not in it is no.

Written before the rules' code and reviewed as a table.
"""

from __future__ import annotations

from maatwerk.access.decisions import (
    access,
    intake,
    matching,
    opening,
    people,
    programme,
    safeguarding,
    training,
    trajectory,
)
from maatwerk.access.policy import Rule

RULES: tuple[Rule, ...] = (
    *access.RULES,
    *opening.RULES,
    *programme.RULES,
    *people.RULES,
    *intake.RULES,
    *training.RULES,
    *safeguarding.RULES,
    *matching.RULES,
    *trajectory.RULES,
)
