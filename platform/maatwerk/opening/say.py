"""Sentences of opening and setting up."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import current_app, url_for
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _

from maatwerk.access.requests import current_organisation
from maatwerk.correspondence.sending import address_of
from maatwerk.opening.forms import COLOURS
from maatwerk.opening.rules import Task
from maatwerk.people.settings import PURPOSES
from maatwerk.programme.registry import registry
from maatwerk.tenancy.settings import Setting
from maatwerk.trajectory.settings import HolidaysSetting

TASKS = {
    "look": (
        _("Choose your name, language and colour"),
        _("So that people see at once where they are."),
        "opening.organisation",
    ),
    "letter": (_("Send yourself a letter"), _("With the button below this list."), None),
    "lead": (_("Name a safeguarding lead"), _("Who reads worries. Without one you can't start."), "opening.lead"),
    "sites": (_("Add your sites"), _("An import adds those it finds, too."), "opening.organisation"),
    "programmes": (_("Switch on a programme"), _("Tutors, mentors, buddies: whatever you run."), "programme.list"),
    "coordinator": (_("Invite a coordinator"), _("Who sees each day what waits."), "access.invite_colleague"),
    "people": (_("Bring in your students"), _("A file from your student system is enough."), "people.import_start"),
    "coach": (
        _("Record a teacher coach's certificate"),
        _("Only a certified coach may train students."),
        "training.certificates",
    ),
}


def task_items(tasks: tuple[Task, ...]) -> list[dict[str, Any]]:
    """The set-up list as the component draws it."""
    first = next((task.key for task in tasks if not task.done), None)
    items = []
    for task in tasks:
        label, hint, endpoint = TASKS[task.key]
        state = "done" if task.done else "now" if task.key == first else "next"
        items.append({"label": label, "hint": hint, "url": url_for(endpoint) if endpoint else None, "state": state})
    return items


def check_answers(typed: dict[str, Any]) -> list[dict[str, Any]]:
    """What was filled in, to look at once more."""
    colour = dict(COLOURS).get(typed["look"]["colour"], typed["look"]["colour"])
    language = {"nl": "Nederlands", "en": "English"}[typed["language"]["locale"]]
    names = [str(registry().variant(key).name) for key in typed["programmes"]["variants"]]
    you = typed["you"]
    answers = (
        ("organisation", gettext("Organisation"), f"{typed['organisation']['name']} ({typed['organisation']['slug']})"),
        ("you", gettext("Administrator"), f"{you['given_name']} {you['family_name']}, {you['email']}"),
        ("programmes", gettext("To start with"), ", ".join(names)),
        ("language", gettext("Language"), language),
        ("look", gettext("Colour"), colour),
    )
    return [{"question": q, "answer": a, "url": url_for("opening.trial", screen=s)} for s, q, a in answers]


def address(slug: str) -> str:
    """Where an organisation lives."""
    base = urlsplit(current_app.extensions["maatwerk.settings"].base_url)
    port = f":{base.port}" if base.port else ""
    return f"{base.scheme}://{slug}.{base.hostname}{port}/"


def addresses() -> list[dict[str, str]]:
    """The public addresses to hand out."""
    organisation = current_organisation()
    return [
        {"label": gettext("To nominate somebody"), "url": address_of(url_for("intake.nominate"), organisation)},
        {"label": gettext("To apply"), "url": address_of(url_for("intake.apply"), organisation)},
    ]


def options(setting: Setting) -> list[tuple[str, Any]]:
    """What can be chosen for a setting that is a list."""
    if isinstance(setting, HolidaysSetting):
        return []
    return list(PURPOSES.items()) if isinstance(setting.default, list) else [(o, o) for o in setting.options]


def setting_value(setting: Setting, value: Any) -> str:
    """What holds now, in words."""
    if isinstance(setting, HolidaysSetting):
        return ngettext("%(num)s holiday", "%(num)s holidays", len(value)) if value else gettext("none")
    if isinstance(setting.default, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(setting.default, list):
        return ngettext("%(num)s chosen", "%(num)s chosen", len(value)) if value else gettext("nothing")
    return str(value)
