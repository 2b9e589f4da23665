"""What planning a training asks, and who was there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import FieldList, IntegerField, SelectField, StringField
from wtforms.validators import NumberRange

from maatwerk.interface.forms import AtMost, Chips, ClockField, DayField, Form, Needed, Version
from maatwerk.programme.values import Curriculum
from maatwerk.training import rules
from maatwerk.training.certificates.queries import Coach
from maatwerk.training.rules import Plan
from maatwerk.training.runs.queries import Tick

STARTS = time(13, 30)


class PlanForm(Form):
    """A training from its curriculum: who leads it, where, and when it meets."""

    trainer_id = SelectField(_("Who leads it?"), [Needed()])
    place = StringField(_("Where?"), [Needed(), AtMost(200)])
    seats = IntegerField(_("For how many people?"), [Needed(), NumberRange(1, rules.MOST_SEATS)])
    starts = ClockField(_("What time does it start?"), [Needed()])
    days = FieldList(DayField("", [Needed()]))

    def offer(self, coaches: Sequence[Coach], curriculum: Curriculum) -> None:
        """Fill in who may lead it, and name each meeting's day."""
        self.trainer_id.choices = [(str(coach.person_id), coach.full_name) for coach in coaches]
        while len(self.days.entries) < curriculum.sessions:
            self.days.append_entry()
        for number, entry in enumerate(self.days.entries, start=1):
            entry.label.text = gettext("Day of meeting %(number)s", number=number)

    def plan(self, programme_id: UUID, zone: ZoneInfo) -> Plan:
        """What was filled in."""
        at = self.starts.data
        assert at is not None  # Needed
        starts = tuple(datetime.combine(entry.data, at, tzinfo=zone) for entry in self.days.entries)
        return Plan(programme_id, UUID(self.trainer_id.data), self.place.data, self.seats.data, starts)


def proposed_days(today: date, curriculum: Curriculum) -> list[date]:
    """The days that a new training is proposed on: weekly, from two weeks on, never at a weekend."""
    first = today + timedelta(days=rules.FIRST_SESSION_IN)
    first += timedelta(days=max(0, 7 - first.weekday()) if first.weekday() > 4 else 0)
    return list(rules.session_days(first, curriculum.sessions))


class CoachForm(Form):
    """Another coach for a training."""

    version = Version()
    trainer_id = SelectField(_("Who leads it?"), [Needed()])


class AttendanceForm(Form):
    """Who was there: one tap a person."""

    present = Chips(_("Who was there?"))

    def expect(self, ticks: Sequence[Tick], *, fresh: bool) -> None:
        """Fill in who was expected, and on a fresh page who is ticked already."""
        self.present.choices = [(str(tick.person_id), tick.full_name) for tick in ticks]
        if fresh:
            self.present.data = [str(tick.person_id) for tick in ticks if tick.present]

    def there(self) -> set[UUID]:
        """Who was ticked."""
        return {UUID(chosen) for chosen in self.present.data or ()}
