"""The decision table of domain.md section 7 beside the program: each cell asked at module level, with real rows."""

from __future__ import annotations

from uuid import uuid4

import pytest

from maatwerk.access import policy
from maatwerk.access.actor import Actor
from maatwerk.tenancy.columns import FieldClass
from tests.access import journey
from tests.access.decision_table import ANY, FIELDS, OWN, PAGES, SCOPE, TABLE, lines
from tests.access.journey import Lane, Scene

ROLES = (
    "administrator",
    "coordinator",
    "safeguarding_lead",
    "safeguarding_deputy",
    "teacher_coach",
    "trainer",
    "care_coordinator",
    "seeker",
    "supporter",
    "guardian",
    "nominator",
    "applicant",
)
# What somebody is besides their role: everyone is a person, with an account a member.
ALSO = {"member": set(ROLES) - {"guardian", "nominator", "applicant"}, "person": set(ROLES)}
# A row of a lane is whose: (kind, action or "") → the people of that lane to whom it is their own.
OWNERS: dict[str, set[str]] = {
    "review": {"seeker"},
    "meeting_presence": {"seeker", "supporter"},
    "ask": {"supporter"},
    "application": {"applicant"},
    "screening_check": {"applicant"},
    "participation": {"seeker"},
    "consent": {"seeker", "guardian"},
    "permission": {"seeker", "guardian"},
    "nomination": {"nominator"},
    "certificate": {"supporter", "coach"},
    "training_run": {"supporter", "coach"},
    "run_session": {"coach"},
    "concern": {"supporter"},
    "proposal": {"asked_seeker", "asked_supporter"},
    "circle": {"asked_supporter"},
    "answer": {"asked_supporter"},
    "person": {"seeker"},
    "check_in_coach": {"teacher_coach"},
}
OWNERS_OF_ACTION: dict[tuple[str, str], set[str]] = {
    ("nomination", "answer"): {"applicant"},
    ("consent", "answer"): {"guardian"},
    ("consent", "withdraw"): {"guardian"},
    ("permission", "answer"): {"guardian"},
    ("permission", "withdraw"): {"guardian"},
    ("person", "worry"): {"seeker", "supporter", "guardian"},
    ("proposal", "pick"): {"asked_seeker"},
    ("training_run", "leave"): {"supporter"},
    ("training_run", "join"): {"supporter", "asked_supporter"},  # a training of their own programme is offered
    ("training_run", "list"): {"supporter", "asked_supporter", "coach"},
    ("training_run", "read"): {"supporter", "asked_supporter", "coach"},
    ("application", "edit"): {"applicant"},
}
# Where the row that an action is about is not the kind's first one.
ROW_OF_ACTION = {("application", "edit"): "application_open", ("nomination", "finish"): "nomination"}
PEOPLE = (*ROLES, "asked_seeker", "asked_supporter", "coach", "coordinator_elsewhere", "teacher_coach_elsewhere")


def plays(who: str) -> str:
    """The role that somebody of a scene plays."""
    return {"asked_seeker": "seeker", "asked_supporter": "supporter", "coach": "teacher_coach"}.get(
        who, who.removesuffix("_elsewhere")
    )


def owners(kind: str, action: str) -> set[str]:
    """To whom of its lane a row is their own."""
    return OWNERS_OF_ACTION.get((kind, action)) or OWNERS.get(kind, {"seeker", "supporter"})


def expected(who: str, kind: str, action: str, cells: dict[str, str], *, own_lane: bool) -> bool:
    """What the hand-written table says of somebody, a row of their own lane or of the other one."""
    role = plays(who)
    mine = own_lane and who in owners(kind, action)
    for column, reach in cells.items():
        if column != role and role not in ALSO.get(column, ()):
            continue
        if reach == ANY:
            return True
        if reach == SCOPE and not who.endswith("_elsewhere") and who != "coach":
            return True
        if reach == OWN and mine:
            return True
    return False


def actor_of(found: Scene, who: str) -> Actor:
    return found.own.actors.get(who) or found.staff.get(who) or found.tenant[who]


def row_of(lane: Lane, kind: str, action: str = "") -> object:
    return lane.rows.get(ROW_OF_ACTION.get((kind, action), kind))


def rows_of(found: Scene, kind: str, action: str) -> list[tuple[bool, object]]:
    """(in the own lane, its id) of a row of each lane."""
    pairs = [(lane is found.own, row_of(lane, kind, action)) for lane in (found.own, found.other)]
    return [(own, row) for own, row in pairs if row is not None]


# The scene's applications are sent: a coordinator still reads them and edits them no more.
CLOSED = {("application", "edit", "coordinator")}


@pytest.mark.parametrize("who", PEOPLE)
def test_each_cell_says_what_the_table_says(calm, who):
    wrong, cells_asked = [], 0
    with journey.inside(calm):
        actor = actor_of(calm, who)
        for kind, action, cells in lines():
            for own_lane, row in rows_of(calm, kind, action):
                cells_asked += 1
                want = expected(who, kind, action, cells, own_lane=own_lane) and (kind, action, who) not in CLOSED
                if policy.can(actor, action, kind, row) is not want:
                    wrong.append((kind, action, "own" if own_lane else "other", f"should be {want}"))

    assert wrong == []
    assert cells_asked > 100


@pytest.mark.parametrize("who", PEOPLE)
def test_each_class_of_field_is_shown_to_whom_the_table_gives_it(calm, who):
    wrong = []
    with journey.inside(calm):
        actor = actor_of(calm, who)
        for (kind, cls), cells in FIELDS.items():
            for own_lane, row in rows_of(calm, kind, ""):
                shown = FieldClass(cls) in policy.fields(actor, kind, row)
                want = expected(who, kind, "read", cells, own_lane=own_lane)
                if (kind, cls) == ("check_in", "note") and plays(who) == "teacher_coach":
                    want = False  # the lane's first check-in is the coordinator's
                if (kind, cls, who) == ("meeting_presence", "note", "supporter"):
                    want = False
                if shown is not want:
                    wrong.append((kind, cls, "own" if own_lane else "other", f"should be {want}"))

    assert wrong == []


def test_a_check_in_is_read_whole_by_the_coach_who_wrote_it(calm):
    with journey.inside(calm):
        coach = calm.staff["teacher_coach"]
        masks = [policy.fields(coach, "check_in", calm.own.rows[name]) for name in ("check_in", "check_in_coach")]

    assert [FieldClass.NOTE in mask for mask in masks] == [False, True]


def test_the_table_speaks_of_every_kind_action_and_role_that_the_program_knows(app, calm):
    """A rule that nobody wrote into the hand-made table fails here, and so does a line without a rule."""
    with app.app_context():
        known = {
            (line.kind, action, line.role)
            for line in policy.policy().rules
            for action in line.actions
            if not line.kind.startswith("plugin")
        }
    written = {(kind, action, role) for kind, action, cells in lines() for role in cells}
    written |= {(kind, action, role) for (kind, actions), roles in PAGES.items()
                for action in actions.split() for role in roles}  # fmt: skip

    assert (sorted(known - written), sorted(written - known)) == ([], [])


@pytest.mark.parametrize("who", PEOPLE)
def test_pages_about_no_single_row_are_open_to_whom_the_table_says(calm, who):
    wrong = []
    with journey.inside(calm):
        actor, role = actor_of(calm, who), plays(who)
        for (kind, actions), roles in PAGES.items():
            want = role in roles or bool(roles & {"person", "member"})
            for action in actions.split():
                if policy.may(actor, action, kind) is not want:
                    wrong.append((kind, action, f"should be {want}"))

    assert wrong == []


@pytest.mark.parametrize("who", PEOPLE)
def test_nobody_may_anything_with_what_never_was(calm, who):
    with journey.inside(calm):
        actor = actor_of(calm, who)

        assert [(kind, action) for kind, action, _cells in lines() if policy.can(actor, action, kind, uuid4())] == []


def test_the_table_is_as_large_as_it_is(calm):
    """Counted, so that a figure in the documentation is a figure of the table."""
    with journey.inside(calm):
        cells = sum(len(rows_of(calm, kind, action)) * len(PEOPLE) for kind, action, _cells in lines())

    assert len(TABLE) >= 60
    assert cells >= 2500
