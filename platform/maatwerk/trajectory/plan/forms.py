"""What is asked for an agreement and for goals."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, StringField, TextAreaField

from maatwerk.interface.forms import AtMost, Chips, Choice, ClockField, Form, Needed, Select, Version
from maatwerk.language import formats
from maatwerk.programme.values import Choice as Option
from maatwerk.trajectory import say
from maatwerk.trajectory.rules.meetings import LENGTHS
from maatwerk.trajectory.rules.plan import WORDS_MOST, Reach, Rhythm, Terms


class AgreementForm(Form):
    """What the two agree, in seven questions they answer together."""

    number = HiddenField(default="0")
    rhythm = Choice(_("How often do you meet?"), validators=[Needed()], choices=list(say.RHYTHMS.items()))
    minutes = Choice(_("How long?"), validators=[Needed()])
    weekday = Select(
        _("On which day?"), choices=[("", _("It differs")), *((str(n), day) for n, day in say.WEEKDAYS.items())]
    )
    at_time = ClockField(_("At what time?"))
    place = StringField(_("Where?"), validators=[AtMost(120)])
    activities = Chips(_("What do you do together?"))
    contact = Choice(_("How do you reach each other?"), validators=[Needed()], choices=list(say.REACH.items()))
    words = TextAreaField(_("What else do you want to say to each other?"), validators=[AtMost(WORDS_MOST)])
    in_person = BooleanField(_("We sit together and both say yes now"))

    def terms(self) -> Terms:
        """What was filled in."""
        return Terms(
            rhythm=Rhythm(str(self.rhythm.data)),
            minutes=int(str(self.minutes.data)),
            weekday=int(self.weekday.data) if self.weekday.data else None,
            at_time=self.at_time.data,
            place=self.place.data or None,
            activities=tuple(self.activities.data or ()),
            contact=Reach(str(self.contact.data)),
            words=self.words.data or "",
        )

    def seen(self) -> int:
        """The newest version the writer saw."""
        text = self.number.data or "0"
        return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def agreement_form(activities: Iterable[Option], usual: int, values: dict[str, Any]) -> AgreementForm:
    """The form, with the programme's activities and usual length."""
    form = AgreementForm(data=values)
    minutes = values.get("minutes")
    lengths = sorted({*LENGTHS, usual, *([int(minutes)] if minutes else [])})
    form.minutes.choices = [(str(n), formats.duration(n)) for n in lengths]
    form.activities.choices = [(one.key, one.label) for one in activities]
    return form


class YesForm(Form):
    """One's own yes to the version that was read."""

    number = HiddenField(default="0")


class GoalForm(Form):
    """A goal in the young person's own words."""

    words = TextAreaField(_("What do you want to reach?"), validators=[Needed(), AtMost(WORDS_MOST)])
    theme = Choice(_("What is it about?"))
    first_step = StringField(_("What is a first small step?"), validators=[AtMost(200)])


def goal_form(themes: Iterable[Option]) -> GoalForm:
    """The form, with the programme's themes."""
    form = GoalForm()
    form.theme.choices = [(one.key, one.label) for one in themes]
    return form


class LookForm(Form):
    """Where a goal stands now."""

    version = Version()
    progress = Choice(
        _("How far is it?"), validators=[Needed()], choices=[(str(n), label) for n, label in enumerate(say.PROGRESS)]
    )
    words = StringField(_("A word about it?"), validators=[AtMost(200)])
