"""One menu per role, at most five entries, the same order on phone and desk (pages.md)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import current_app, request, url_for
from flask_babel import lazy_gettext as _

from maatwerk.access.actor import Actor
from maatwerk.interface.paths import path_to


@dataclass(frozen=True, slots=True)
class Entry:
    """A place in the menu."""

    label: Any
    endpoint: str
    icon: str
    prefix: str


TODAY = Entry(_("Today"), "today.list", "today", "/today")
MATCHES = Entry(_("Matches"), "trajectory.list", "match", "/matches")
WAITING = Entry(_("Waiting list"), "matching.waiting", "waiting", "/waiting")
PEOPLE = Entry(_("People"), "people.list", "people", "/people")
TRAINING = Entry(_("Training"), "training.list", "training", "/training")
INTAKE = Entry(_("Intake"), "intake.list", "flag", "/intake")
ORGANISATION = Entry(_("Organisation"), "opening.organisation", "organisation", "/organisation")
ROLES = Entry(_("People and roles"), "access.people_and_roles", "people", "/people-and-roles")
PROGRAMMES = Entry(_("Programmes"), "programme.list", "programme", "/programmes")
SET_UP = Entry(_("Set-up list"), "opening.set_up", "tick", "/set-up")
WORRIES = Entry(_("Worries"), "safeguarding.list", "worry", "/worries")
READERS = Entry(_("Who reads along"), "access.readers", "people", "/readers")
PROCEDURE = Entry(_("Procedure"), "safeguarding.procedure", "info", "/procedure")
MY_MENTOR = Entry(_("My mentor"), "trajectory.mine", "match", "/my")
MY_MATCH = Entry(_("My match"), "trajectory.mine", "match", "/my")
MY_PLAN = Entry(_("My plan"), "trajectory.plan", "plan", "/my/plan")
LOOKING_BACK = Entry(_("Looking back"), "trajectory.looking_back", "look-back", "/my/looking-back")
WHO_SEES = Entry(_("Who sees what"), "access.who_sees_what", "eye", "/who-sees-what")
QUESTIONS = Entry(_("Questions"), "access.questions", "question", "/questions")
CERTIFICATES = Entry(_("Certificates"), "training.certificates", "certificate", "/training/certificates")
APPROVALS = Entry(_("Approvals"), "matching.approvals", "tick", "/approvals")
NOMINATIONS = Entry(_("Nominated"), "intake.nominations", "people", "/nominations")
NOMINATE = Entry(_("Nominate"), "intake.nominate", "plus", "/nominate")

MENUS: tuple[tuple[str, tuple[Entry, ...]], ...] = (
    ("coordinator", (TODAY, MATCHES, WAITING, PEOPLE, TRAINING)),
    ("administrator", (ORGANISATION, ROLES, PROGRAMMES, PEOPLE, CERTIFICATES)),
    ("safeguarding_lead", (WORRIES, PROCEDURE, READERS)),
    ("safeguarding_deputy", (WORRIES, PROCEDURE, READERS)),
    ("teacher_coach", (TODAY, TRAINING, APPROVALS, CERTIFICATES, QUESTIONS)),
    ("trainer", (TODAY, TRAINING, CERTIFICATES, QUESTIONS)),
    ("care_coordinator", (NOMINATIONS, NOMINATE, QUESTIONS)),
    ("supporter", (MY_MATCH, TRAINING, LOOKING_BACK, WHO_SEES, QUESTIONS)),
    ("seeker", (MY_MENTOR, MY_PLAN, LOOKING_BACK, WHO_SEES, QUESTIONS)),
)
ROLE_NAMES = {
    "administrator": _("Administrator"),
    "coordinator": _("Coordinator"),
    "safeguarding_lead": _("Safeguarding lead"),
    "safeguarding_deputy": _("Deputy safeguarding lead"),
    "teacher_coach": _("Teacher coach"),
    "trainer": _("Train-the-trainer coordinator"),
    "care_coordinator": _("Care coordinator"),
}
HOMES = {
    "coordinator": "today.list",
    "administrator": "opening.organisation",
    "safeguarding_lead": "safeguarding.list",
    "safeguarding_deputy": "safeguarding.list",
    "teacher_coach": "today.list",
    "trainer": "today.list",
    "care_coordinator": "intake.nominations",
    "supporter": "trajectory.mine",
    "seeker": "trajectory.mine",
}
MOST = 5


def _known(endpoint: str) -> bool:
    return endpoint in current_app.view_functions


def menu(actor: Actor) -> list[Entry]:
    """The actor's places: their first role's menu, then what their other roles add, at most five."""
    found: list[Entry] = []
    for role, entries in MENUS:
        if role in actor.roles:
            for entry in entries:
                if all(entry.endpoint != other.endpoint for other in found) and _known(entry.endpoint):
                    found.append(entry)
    return found[:MOST]


def entries(actor: Actor) -> list[dict[str, Any]]:
    """The menu as the layouts draw it."""
    here = request.path
    places = menu(actor)
    best = max(
        (e for e in places if here == e.prefix or here.startswith(e.prefix + "/")),
        key=lambda e: len(e.prefix),
        default=None,
    )
    return [
        {"label": e.label, "url": path_to(e.endpoint), "icon": e.icon, "current": e is best, "count": None}
        for e in places
    ]


def home(actor: Actor) -> str:
    """The page that answers: what needs me now?"""
    for role, _entries in MENUS:
        if role in actor.roles and _known(HOMES[role]):
            return url_for(HOMES[role])
    if actor.pass_kind == "guardian":
        return url_for("people.consent")
    if actor.pass_kind == "nominator":
        return url_for("intake.nominations")
    return url_for("access.account")


def roles_label(actor: Actor) -> str:
    """The roles somebody was given, in words."""
    names = [str(name) for role, name in ROLE_NAMES.items() if role in actor.roles]
    return ", ".join(names)
