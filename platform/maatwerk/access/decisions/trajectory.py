"""Matches and everything on their road (domain.md section 7).

A young person and a supporter see their own road; coordinators what is within their scope, teacher coaches too,
without closing. A free note has its audience beside these lines: `meetings.rules.may_read_note`.
"""

from __future__ import annotations

from maatwerk.access.policy import Rule, rule
from maatwerk.tenancy.columns import FieldClass

CONTACT, EVALUATION = FieldClass.CONTACT, FieldClass.EVALUATION
LOG, NOTE, PLANNING = FieldClass.LOG, FieldClass.NOTE, FieldClass.PLANNING
OF_BOTH = ("agreement", "checklist_tick", "closure", "goal", "kickoff", "meeting", "phase")

RULES: tuple[Rule, ...] = (
    rule("seeker", "read", "my_road"),
    rule("supporter", "read", "my_road"),
    rule("seeker", "agree ask plan read reflect review set_goals tick", "match", "seeker", PLANNING, LOG),
    rule("supporter", "agree ask log plan read review set_goals tick", "match", "supporter", PLANNING, LOG, CONTACT),
    rule(
        "coordinator",
        "check_in close export kickoff move_on overview plan read tick",
        "match",
        "in_scope",
        PLANNING,
        LOG,
        CONTACT,
        EVALUATION,
    ),
    rule("teacher_coach", "check_in export overview read tick", "match", "in_scope", PLANNING, LOG),
    *(rule("seeker", "read", name, "seeker", PLANNING, LOG) for name in OF_BOTH),
    *(rule("supporter", "read", name, "supporter", PLANNING, LOG) for name in OF_BOTH),
    *(rule("coordinator", "read", name, "in_scope", PLANNING, LOG) for name in OF_BOTH),
    *(rule("teacher_coach", "read", name, "in_scope", PLANNING, LOG) for name in OF_BOTH),
    rule("seeker", "read", "ask", "own", LOG),
    rule("supporter", "read", "ask", "own", LOG),
    rule("coordinator", "answer read", "ask", "in_scope", LOG),
    rule("coordinator", "read", "check_in", "in_scope", LOG, NOTE),
    rule("teacher_coach", "read", "check_in", "in_scope", LOG),
    rule("teacher_coach", "read", "check_in", "own", LOG, NOTE),
    rule("seeker", "read", "review", "own", EVALUATION, NOTE),
    rule("supporter", "read", "review", "own", EVALUATION, NOTE),
    rule("coordinator", "read", "review", "in_scope", EVALUATION, NOTE),
    rule("seeker", "read", "meeting_presence", "own", LOG, NOTE),
    rule("supporter", "read", "meeting_presence", "supporter"),
    rule("coordinator", "read", "meeting_presence", "in_scope", LOG),
    rule("teacher_coach", "read", "meeting_presence", "in_scope", LOG),
    rule("coordinator", "catch_up read", "kickoff_party", "in_scope", PLANNING),
)
