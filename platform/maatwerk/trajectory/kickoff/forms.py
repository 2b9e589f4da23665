"""What is asked about a first meeting."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _
from wtforms import StringField

from maatwerk.access.work import zone
from maatwerk.interface.forms import AtMost, Chips, ClockField, DayField, Form, Needed, Version


class PlanForm(Form):
    """When and where, and for whom a parent is wished."""

    version = Version()
    day = DayField(_("Which day?"), validators=[Needed()])
    at = ClockField(_("What time?"), validators=[Needed()], default=time(15, 30))
    place = StringField(_("Where?"), validators=[Needed(), AtMost(120)])
    wants_parent = Chips(_("Who would like a parent or carer there?"))

    def starts_at(self) -> datetime:
        """The moment that was chosen."""
        return datetime.combine(self.day.data, self.at.data, tzinfo=zone())  # type: ignore[arg-type]

    def wishes(self) -> frozenset[UUID]:
        """The matches whose young person wants a parent there."""
        return frozenset(UUID(value) for value in self.wants_parent.data or ())


def plan_form(adults: Iterable[tuple[UUID, str]], **values: Any) -> PlanForm:
    """The form; `adults` are (match, name) of those whose parents come only if they ask."""
    form = PlanForm(data=values)
    form.wants_parent.choices = [(str(match), name) for match, name in adults]
    return form


class CameForm(Form):
    """Who came, and why it begins all the same if somebody of the gate was absent."""

    version = Version()
    on = DayField(_("When was it?"), validators=[Needed()])
    present = Chips(_("Who was there?"))
    override_reason = StringField(
        _("Somebody who must be there was absent. Begin all the same? Say why."), validators=[AtMost(200)]
    )


def came_form(parties: Iterable[tuple[UUID, str]], on: date, version: int) -> CameForm:
    """The form, with everybody ticked: absence is the exception."""
    form = CameForm(data={"on": on, "version": version})
    form.present.choices = [(str(party), name) for party, name in parties]
    if not form.is_submitted():
        form.present.data = [value for value, _label in form.present.choices]
    return form
