"""One person in words: what is missing, what was asked, what someone is at school."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from maatwerk.language.formats import day, listing
from maatwerk.people import say
from maatwerk.people.model import Affiliation
from maatwerk.people.persons.queries import Record
from maatwerk.people.rules import State, Why


def missing(record: Record, names: Mapping[UUID, str]) -> list[dict[str, Any]]:
    """What is still needed before this person may start, one line each."""
    return [{"label": say.missing(one, names), "met": False, "note": None} for one in record.missing]


def ask_label(record: Record) -> str | None:
    """What the button that asks says; None when asking would not help."""
    why = {one.why for one in record.missing}
    if why & {Why.NO_BIRTH_DATE, Why.NO_GUARDIAN}:
        return None
    if why & {Why.NOT_ASKED, Why.OVER}:
        return _("Ask for consent")
    return _("Send the question again") if Why.OPEN in why else None


def asked(record: Record) -> list[dict[str, Any]]:
    """What was asked of whom and how it stands, the newest first."""
    lines = []
    for one in record.allowed:
        of = _("asked of the young person") if one.own else _("asked of %(name)s", name=one.of)
        until = _("until %(day)s", day=day(one.until)) if one.until and one.state is State.YES else None
        what = say.asked(one.kind, one.purpose)
        lines.append(
            {
                "when": day(one.at),
                "title": f"{what} · {one.programme}" if one.programme else what,
                "text": " · ".join(filter(None, (str(say.STATES[one.state]), until))),
                "who": of,
                "audience": None,
                "iso": one.at.isoformat(),
                "url": None,
            }
        )
    return lines


def by_hand(record: Record) -> str:
    """Which fields a file leaves alone."""
    fields = [*record.person.by_hand, *(name for one in record.affiliations for name in one.by_hand)]
    named = ("site" if name == "site_id" else name for name in dict.fromkeys(fields))
    return listing(str(say.FIELDS[name]) for name in named if name in say.FIELDS)


def place(one: Affiliation) -> list[dict[str, Any]]:
    """What someone is, where, and in which year."""
    year = " · ".join(
        filter(
            None,
            (
                _("level %(level)s", level=one.level) if one.level else "",
                one.track or "",
                _("year %(year)s", year=one.year) if one.year else "",
            ),
        )
    )
    lines = [
        (_("Is"), str(say.AFFILIATIONS.get(one.kind, one.kind))),
        (_("At"), one.partner.name),
        (_("Site"), one.site.name if one.site else None),
        (_("Course"), one.course),
        (_("Group"), one.group),
        (_("Level and year"), year),
    ]
    return [{"term": term, "text": text} for term, text in lines if text]
