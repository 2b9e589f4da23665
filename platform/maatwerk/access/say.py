"""Sentences about who may see what, made from the decision table itself so that they cannot differ from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _

from maatwerk.access.policy import policy
from maatwerk.tenancy.columns import FieldClass

KIND_NAMES = {
    "person": _("your name and details"),
    "account": _("your account"),
    "participation": _("your place in a programme"),
    "nomination": _("your nomination"),
    "application": _("your application"),
    "interview": _("your talk"),
    "proposal": _("a proposal for a match"),
    "match": _("your match"),
    "meeting": _("your meetings"),
    "goal": _("your goals"),
    "agreement": _("your agreement"),
    "review": _("your look back"),
    "certificate": _("your certificate"),
    "consent": _("your consent"),
    "permission": _("the permission to take part"),
}
ACTION_NAMES = {
    "read": _("looked at"),
    "open_note": _("read a note in"),
    "add": _("added to"),
    "change": _("changed"),
    "remove": _("removed from"),
    "give_role": _("gave a role to"),
    "propose_role": _("proposed a role for"),
    "refuse_role": _("refused a role for"),
    "end_role": _("ended a role of"),
}
READERS = (
    ("seeker", _("The young person")),
    ("supporter", _("Who guides the young person")),
    ("guardian", _("Parent or carer")),
    ("care_coordinator", _("Care coordinator")),
    ("coordinator", _("Coordinator")),
    ("teacher_coach", _("Teacher coach")),
    ("safeguarding_lead", _("Safeguarding lead")),
    ("administrator", _("Administrator")),
)
SUBJECTS = (
    (_("Names"), FieldClass.NAME, ("person",)),
    (_("Address, phone and e-mail"), FieldClass.CONTACT, ("person",)),
    (_("Plan and goals"), FieldClass.PLANNING, ("match", "goal", "agreement")),
    (_("Log: date, length, topics"), FieldClass.LOG, ("meeting", "match")),
    (_("Notes"), FieldClass.NOTE, ("meeting", "goal", "interview")),
    (_("Looking back"), FieldClass.EVALUATION, ("review",)),
    (_("A worry"), FieldClass.SAFETY, ("concern",)),
)
_OWN = frozenset({"self", "seeker", "supporter", "own", "guardian", "raiser"})


@dataclass(frozen=True, slots=True)
class Row:
    """One subject, and for each reader: all, own or none."""

    label: Any
    cells: tuple[str, ...]


def action_name(action: str) -> Any:
    """What somebody did, in words."""
    return ACTION_NAMES.get(action, ACTION_NAMES["read"])


def kind_name(kind: str) -> Any:
    """Of what, in words; a kind without words of its own is "your file"."""
    return KIND_NAMES.get(kind, _("your file"))


def who_sees_what() -> tuple[Row, ...]:
    """The decision table as people read it."""
    return tuple(Row(label, tuple(_cell(role, cls, kinds) for role, _n in READERS)) for label, cls, kinds in SUBJECTS)


def _cell(role: str, cls: FieldClass, kinds: tuple[str, ...]) -> str:
    also = {role} | ({"person"} if role in ("seeker", "supporter", "guardian") else set())
    found = [
        line.relation
        for line in policy().rules
        if line.kind in kinds and line.role in also and "read" in line.actions and cls in line.fields
    ]
    if not found:
        return "none"
    return "own" if set(found) <= _OWN else "all"
