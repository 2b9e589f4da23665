"""Who may what, written by hand from domain.md section 7 before anything is asked of the program.

A line says for one action on one kind who may: `own` (only what is theirs), `scope` (what their role was given
for), `any` (everything of the organisation). Who is not in a line may not. What is in no line, nobody may.
"""

from __future__ import annotations

OWN, SCOPE, ANY = "own", "scope", "any"

Cells = dict[str, str]  # role → own, scope or any
COORDINATOR: Cells = {"coordinator": SCOPE}
ADMINISTRATOR: Cells = {"administrator": ANY}
OF_THE_TWO: Cells = {"seeker": OWN, "supporter": OWN}
ROAD: Cells = {**OF_THE_TWO, "coordinator": SCOPE, "teacher_coach": SCOPE}
LEAD: Cells = {"safeguarding_lead": ANY, "safeguarding_deputy": ANY}
HEADS: Cells = {"administrator": ANY, "coordinator": SCOPE}

# (kind, actions) → who. The words of section 7 stand beside the lines.
TABLE: dict[tuple[str, str], Cells] = {
    # Own question, plan, goals: the two edit, coordinator reads, teacher coach of peer support reads.
    ("match", "read tick"): ROAD,
    ("match", "agree ask review set_goals"): OF_THE_TWO,
    ("match", "plan"): {**OF_THE_TWO, "coordinator": SCOPE},
    ("match", "reflect"): {"seeker": OWN},
    ("match", "log"): {"supporter": OWN},
    ("match", "check_in export overview"): {"coordinator": SCOPE, "teacher_coach": SCOPE},
    ("match", "close kickoff move_on"): COORDINATOR,
    ("agreement", "read"): ROAD,
    ("goal", "read"): ROAD,
    ("phase", "read"): ROAD,
    ("checklist_tick", "read"): ROAD,
    ("closure", "read"): ROAD,
    ("kickoff", "read"): ROAD,
    ("kickoff_party", "catch_up read"): COORDINATOR,
    # Meeting log: mentee reads, mentor edits, coordinator and coach read; the free note has its own audience.
    ("meeting", "read"): ROAD,
    ("meeting_presence", "read"): ROAD,
    ("ask", "read"): {**OF_THE_TWO, "coordinator": SCOPE},
    ("ask", "answer"): COORDINATOR,
    ("check_in", "read"): {"coordinator": SCOPE, "teacher_coach": SCOPE},
    ("review", "read"): {**OF_THE_TWO, "coordinator": SCOPE},
    # Severity: coordinator only, and who nominated their own nomination.
    ("interview", "conclude plan read"): COORDINATOR,
    ("triage", "read"): COORDINATOR,
    ("nomination", "read tell"): COORDINATOR,
    ("nomination", "finish list"): {"nominator": OWN, "member": OWN},
    ("nomination", "answer"): {"person": OWN},
    ("application", "read"): {"person": OWN, "coordinator": SCOPE},
    ("application", "stop"): {"person": OWN},
    ("application", "edit"): {"person": OWN, "coordinator": SCOPE},
    ("screening_check", "read"): {"person": OWN, "coordinator": SCOPE},
    ("participation", "close_entry match plan_talk screen"): COORDINATOR,
    ("participation", "read"): {"person": OWN, "administrator": ANY, "coordinator": SCOPE, "teacher_coach": SCOPE},
    # Contact details and the roster.
    ("person", "read"): {"person": OWN, "administrator": ANY, "coordinator": SCOPE, "teacher_coach": SCOPE},
    ("person", "add edit export import list"): HEADS,
    ("person", "ask"): COORDINATOR,
    ("guardianship", "edit"): COORDINATOR,
    ("likely_same", "read settle"): COORDINATOR,
    ("import_batch", "read take"): HEADS,
    # Concern: raised by who stands near, read by lead and deputy, its own by who raised it.
    ("person", "worry"): {"person": OWN, "care_coordinator": SCOPE, "coordinator": SCOPE, "teacher_coach": SCOPE},
    ("concern", "own"): {"person": OWN},
    ("concern", "acknowledge list mark read"): LEAD,
    # Consent: own, own child's, and for staff how it stands.
    ("consent", "answer withdraw"): {"person": OWN},
    ("consent", "read"): {"person": OWN, "coordinator": SCOPE},
    ("permission", "answer withdraw"): {"person": OWN},
    ("permission", "read"): {"person": OWN, "coordinator": SCOPE},
    # Proposals, circles, answers.
    ("proposal", "read"): {"person": OWN, "coordinator": SCOPE, "teacher_coach": OWN},
    ("proposal", "answer pick"): {"person": OWN},
    ("proposal", "confirm"): {"coordinator": SCOPE, "teacher_coach": OWN},
    ("proposal", "withdraw"): COORDINATOR,
    ("circle", "read"): {"person": OWN, "coordinator": SCOPE},
    ("circle", "answer"): {"person": OWN},
    ("circle", "close form"): COORDINATOR,
    ("answer", "read"): {"person": OWN, "coordinator": SCOPE},
    # Training: names and attendance of own runs.
    ("training_run", "list read"): {"supporter": OWN, "coordinator": SCOPE, "teacher_coach": OWN, "trainer": OWN},
    ("training_run", "plan cancel"): {"coordinator": SCOPE, "teacher_coach": OWN},
    ("training_run", "change enrol"): COORDINATOR,
    ("training_run", "certify"): {"teacher_coach": OWN},
    ("training_run", "join leave"): {"supporter": OWN},
    ("run_session", "tick"): {"teacher_coach": OWN},
    ("certificate", "read"): {"person": OWN, "administrator": ANY, "coordinator": SCOPE, "teacher_coach": OWN,
                              "trainer": OWN},
    ("certificate", "list"): {"administrator": ANY, "coordinator": SCOPE, "teacher_coach": OWN, "trainer": OWN},
    ("certificate", "bring_along withdraw"): ADMINISTRATOR,
    # Administrator: accounts, roles, settings.
    ("account", "block grant"): ADMINISTRATOR,
    ("role_grant", "end"): ADMINISTRATOR,
    # Who reads worries says who reads along.
    ("role_proposal", "list settle"): LEAD,
    ("programme", "close edit"): ADMINISTRATOR,
    ("programme", "read"): HEADS,
    ("programme", "read_protocol"): {"person": ANY},
    ("enablement", "end read"): ADMINISTRATOR,
}  # fmt: skip

# Pages that are about no single row: who may open them at all.
PAGES: dict[tuple[str, str], set[str]] = {
    ("today", "read snooze"): {"administrator", "coordinator", "safeguarding_lead", "safeguarding_deputy",
                               "teacher_coach", "trainer"},
    ("people_and_roles", "edit read"): {"administrator"},
    ("organisation", "edit read"): {"administrator"},
    ("set_up", "edit read"): {"administrator"},
    ("programmes", "enable read start"): {"administrator"},
    ("own_account", "edit read"): {"person"},
    ("own_audit", "read"): {"person"},
    ("intake", "read"): {"coordinator"},
    ("waiting", "read"): {"coordinator"},
    ("my_road", "read"): {"seeker", "supporter"},
}  # fmt: skip

# (kind, class of field) → who reads it: the columns of section 7 that are narrower than the row.
FIELDS: dict[tuple[str, str], Cells] = {
    ("interview", "severity"): COORDINATOR,
    ("interview", "note"): COORDINATOR,
    ("triage", "severity"): COORDINATOR,
    ("triage", "note"): COORDINATOR,
    ("participation", "severity"): COORDINATOR,
    ("proposal", "severity"): COORDINATOR,
    ("proposal", "note"): COORDINATOR,
    ("person", "contact"): {"person": OWN, "administrator": ANY, "coordinator": SCOPE},
    ("person", "planning"): {"person": OWN, "administrator": ANY, "coordinator": SCOPE},
    ("person", "consent"): {"person": OWN, "coordinator": SCOPE, "teacher_coach": SCOPE},
    ("meeting", "note"): {},
    ("meeting", "severity"): {},
    ("meeting_presence", "note"): {"seeker": OWN},
    ("match", "contact"): {"supporter": OWN, "coordinator": SCOPE},
    ("match", "note"): {},
    ("match", "evaluation"): COORDINATOR,
    ("check_in", "note"): {"coordinator": SCOPE, "teacher_coach": OWN},
    ("review", "evaluation"): {**OF_THE_TWO, "coordinator": SCOPE},
    ("review", "note"): {**OF_THE_TWO, "coordinator": SCOPE},
    ("concern", "safety"): LEAD,
    ("nomination", "note"): COORDINATOR,
    ("nomination", "contact"): COORDINATOR,
    ("application", "note"): {"person": OWN, "coordinator": SCOPE},
    ("application", "contact"): {"person": OWN, "coordinator": SCOPE},
    ("consent", "consent"): {"person": OWN, "coordinator": SCOPE},
    ("goal", "planning"): ROAD,
    ("agreement", "planning"): ROAD,
    ("meeting", "log"): ROAD,
}


def lines() -> list[tuple[str, str, Cells]]:
    """(kind, action, who) of every line, one action each."""
    return [(kind, action, cells) for (kind, actions), cells in TABLE.items() for action in actions.split()]
