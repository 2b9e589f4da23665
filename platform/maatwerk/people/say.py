"""Sentences about people, consent and imports that several pages use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from maatwerk.language.formats import listing
from maatwerk.people.rules import Asks, Kind, Missing, State, Why
from maatwerk.people.settings import PURPOSES

GROUPS = {
    "student": lazy_gettext("Students"),
    "staff": lazy_gettext("Staff"),
    "parent": lazy_gettext("Parents and carers"),
    "other": lazy_gettext("Others"),
}
ONE_OF_GROUP = {
    "student": lazy_gettext("student"),
    "staff": lazy_gettext("staff"),
    "parent": lazy_gettext("parent or carer"),
    "other": lazy_gettext("other"),
}
AFFILIATIONS = {
    "student": lazy_gettext("Student"),
    "teacher": lazy_gettext("Teacher"),
    "counsellor": lazy_gettext("Study career counsellor"),
    "care_coordinator": lazy_gettext("Care coordinator"),
    "manager": lazy_gettext("Team manager"),
    "contact": lazy_gettext("Contact person"),
}
LOOKS = {
    "lost": lazy_gettext("A letter is lost in the name"),
    "absent": lazy_gettext("No longer in the newest file"),
    "birthless": lazy_gettext("No birth date"),
}
TIES = {
    "teacher": lazy_gettext("teaches this person"),
    "counsellor": lazy_gettext("is this person's counsellor"),
    "care": lazy_gettext("gives this person care"),
    "manager": lazy_gettext("is this person's manager"),
    "assessor": lazy_gettext("assesses this person"),
    "relative": lazy_gettext("is family of this person"),
}
FIELDS = {
    "number": lazy_gettext("Number at school"),
    "id": lazy_gettext("Number in Maatwerk"),
    "given_name": lazy_gettext("First names"),
    "preferred_name": lazy_gettext("Name to call by"),
    "prefix": lazy_gettext("Prefix, such as van der"),
    "family_name": lazy_gettext("Family name"),
    "birth_date": lazy_gettext("Birth date"),
    "email": lazy_gettext("E-mail"),
    "phone": lazy_gettext("Phone"),
    "postcode": lazy_gettext("Postcode"),
    "group": lazy_gettext("Group"),
    "course": lazy_gettext("Course"),
    "level": lazy_gettext("Level"),
    "track": lazy_gettext("Track, BOL or BBL"),
    "year": lazy_gettext("Year"),
    "site": lazy_gettext("Site"),
    "form_of_address": lazy_gettext("Form of address"),
    "locale": lazy_gettext("Language"),
    "name": lazy_gettext("Name"),
}
# The headings of the people sheet: what `imports.columns` recognises when it comes back in.
HEADINGS = {
    "id": lazy_gettext("Id"),
    "number": lazy_gettext("Number"),
    "given_name": lazy_gettext("Given names"),
    "preferred_name": lazy_gettext("Preferred name"),
    "prefix": lazy_gettext("Prefix"),
    "family_name": lazy_gettext("Family name"),
    "birth_date": lazy_gettext("Birth date"),
    "email": lazy_gettext("E-mail"),
    "phone": lazy_gettext("Phone"),
    "postcode": lazy_gettext("Postcode"),
    "group": lazy_gettext("Group"),
    "course": lazy_gettext("Course"),
    "level": lazy_gettext("Level"),
    "track": lazy_gettext("Track"),
    "year": lazy_gettext("Year"),
    "site": lazy_gettext("Site"),
}
PARTICIPATION_STATES = {
    "interested": lazy_gettext("Nominated or interested"),
    "applied": lazy_gettext("Applied"),
    "interviewed": lazy_gettext("Had a talk"),
    "admitted": lazy_gettext("May take part"),
    "waiting": lazy_gettext("Waits for a match"),
    "matched": lazy_gettext("Has a match"),
    "active": lazy_gettext("Can be matched"),
    "paused": lazy_gettext("Pauses"),
    "finished": lazy_gettext("Finished"),
    "withdrawn": lazy_gettext("Stopped on their own wish"),
    "declined": lazy_gettext("Not admitted"),
    "referred": lazy_gettext("Referred on"),
    "never_started": lazy_gettext("Never started"),
}
TONES = {
    State.YES: "ok",
    State.NO: "bad",
    State.WITHDRAWN: "bad",
    State.OPEN: "warn",
    State.OVER: "warn",
    State.NOT_ASKED: "quiet",
}
STATES = {
    State.YES: lazy_gettext("Yes"),
    State.NO: lazy_gettext("No"),
    State.WITHDRAWN: lazy_gettext("Withdrawn"),
    State.OPEN: lazy_gettext("Asked, no answer yet"),
    State.OVER: lazy_gettext("Over"),
    State.NOT_ASKED: lazy_gettext("Not asked yet"),
}
REASONS = {
    "too_few_cells": lazy_gettext("This row has fewer cells than there are headings."),
    "too_many_cells": lazy_gettext("This row has more cells than there are headings."),
    "line_break": lazy_gettext("A cell runs over two lines. Put it on one line."),
    "open_quote": lazy_gettext("A quotation mark is opened and not closed, so rows below it fell into this cell."),
    "control_character": lazy_gettext("A cell holds a hidden sign. Type the cell again."),
    "formula": lazy_gettext("A cell starts like a formula. Write plain text."),
    "bsn": lazy_gettext("A cell looks like a citizen service number. We may not keep it."),
    "too_long": lazy_gettext("A cell holds more than 200 characters."),
    "number_missing": lazy_gettext("The number is missing."),
    "number_unreadable": lazy_gettext("The number holds signs that don't belong in it."),
    "number_twice": lazy_gettext("This number stands in several rows that differ."),
    "id_missing": lazy_gettext("The number in Maatwerk is missing."),
    "id_unreadable": lazy_gettext("The number in Maatwerk is not complete."),
    "person_unknown": lazy_gettext("Nobody here has this number in Maatwerk."),
    "first_name_missing": lazy_gettext("The first name is missing."),
    "family_name_missing": lazy_gettext("The family name is missing."),
    "name_unreadable": lazy_gettext("There is no name in this cell."),
    "birth_date_missing": lazy_gettext("The birth date is missing."),
    "birth_date_impossible": lazy_gettext("This birth date does not exist."),
    "birth_date_unreadable": lazy_gettext("Write the birth date as day-month-year, such as 31-03-2009."),
    "birth_date_future": lazy_gettext("This birth date lies in the future."),
    "birth_date_unlikely": lazy_gettext("This birth date can't be right."),
    "email_unreadable": lazy_gettext("This is no e-mail address."),
    "phone_impossible": lazy_gettext("This phone number can't exist."),
    "postcode_impossible": lazy_gettext("This postcode does not exist."),
    "level_unknown": lazy_gettext("The level is 1, 2, 3 or 4."),
    "track_unknown": lazy_gettext("The track is BOL or BBL."),
    "year_unknown": lazy_gettext("The year is 1 to 8."),
}
FILE_REASONS = {
    "empty": lazy_gettext("This file is empty. Choose another one."),
    "no_sheet": lazy_gettext("We can't read this file. Save it as CSV or as XLSX and choose it again."),
    "one_column": lazy_gettext("This file has only one column. Save it as CSV with semicolons and choose it again."),
    "too_many_columns": lazy_gettext("This file has more than 200 columns. Take out what we don't need."),
    "too_big": lazy_gettext("This file is too big. Split it and choose the first part."),
    "broken": lazy_gettext("This file is broken halfway. Export it once more and choose it again."),
    "no_file": lazy_gettext("Choose a file first."),
}


def phone(number: str | None) -> str:
    """A telephone number as people here write it: 06 12345678, or with its country for others."""
    if not number:
        return ""
    return f"{number[3:4].rjust(2, '0')} {number[4:]}" if number.startswith("+316") else number


def reason(key: str) -> str:
    """Why a row goes back, in words."""
    return str(REASONS.get(key, key))


def reasons(keys: Sequence[str]) -> str:
    """All reasons of one row, one after the other."""
    return " ".join(reason(key) for key in keys)


def forbidden_columns(headings: Sequence[str]) -> str:
    """Why a file with citizen service numbers is not even kept."""
    return _(
        "The column %(columns)s holds numbers that we may not keep, such as a BSN. "
        "Take it out of the file and choose the file again. We kept nothing of it.",
        columns=listing(headings),
    )


def lacking(fields: Sequence[str]) -> str:
    """What a file can't do without."""
    return _("Tell us in which column we find: %(fields)s.", fields=listing(str(FIELDS[name]) for name in fields))


def asked(kind: Kind | str, purpose: str | None) -> str:
    """What is asked, as a heading."""
    if kind == Kind.PERMISSION:
        return _("Permission to take part")
    return str(PURPOSES.get(purpose or "", purpose or ""))


def missing(one: Missing, names: Mapping[Any, str] | None = None) -> str:
    """What is missing and of whom, for whoever must do something about it."""
    if one.why is Why.NO_BIRTH_DATE:
        return _("The birth date is missing. Without it we don't know whom to ask.")
    if one.why is Why.NO_GUARDIAN:
        return _("No parent or carer is known who may consent. Add one with an e-mail address.")
    what = asked(one.kind or Kind.CONSENT, one.purpose)
    who = listing((names or {}).get(person_id, "–") for person_id in one.of)
    return {
        Why.NOT_ASKED: _("%(what)s: not asked yet.", what=what),
        Why.OPEN: _("%(what)s: waits for an answer of %(who)s.", what=what, who=who),
        Why.NO: _("%(what)s: the answer was no.", what=what),
        Why.WITHDRAWN: _("%(what)s: withdrawn.", what=what),
        Why.OVER: _("%(what)s: over, it must be asked again.", what=what),
    }[one.why]


def who_is_asked(asks: Asks) -> str:
    """Who answers this."""
    return _("Parent or carer") if asks is Asks.GUARDIAN else _("The young person")


def answered(everything: bool) -> str:
    """After an answer: that we have it, and what follows."""
    if everything:
        return _("Thank you. We have your answer and go on.")
    return _("Thank you. We have your answer. A coordinator calls or writes when something must be talked over.")
