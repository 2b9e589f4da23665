"""What is asked of who asks, and of staff who checked in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from flask_babel import lazy_gettext as _
from wtforms import StringField

from maatwerk.interface.forms import AtMost, Chips, Choice, DayField, Form, Needed
from maatwerk.trajectory import say
from maatwerk.trajectory.rules.support import AskKind


class AskForm(Form):
    """Three taps, nothing to type."""

    kind = Choice(
        _("What would you like?"),
        validators=[Needed()],
        choices=[
            (AskKind.TALK.value, _("I'd like to talk it over")),
            (AskKind.ANOTHER.value, _("I'd like another match")),
            (AskKind.STOP.value, _("I'd like to stop")),
        ],
    )
    reason = Choice(_("Why?"), choices=list(say.ASK_REASONS.items()))


class CheckInForm(Form):
    """Two clicks and a line."""

    with_whom = Choice(_("With whom did you speak?"), validators=[Needed()])
    summary = StringField(_("What did you hear, in a line?"), validators=[Needed(), AtMost(500)])
    on = DayField(_("When?"), validators=[Needed()])
    next_on = DayField(_("When do you speak again?"))
    asks_done = Chips(_("You talked over"))


def check_in_form(names: say.Names, today: date, next_on: date, asks: Iterable[tuple[UUID, str]]) -> CheckInForm:
    """The form, filled in as far as it can be."""
    form = CheckInForm(data={"on": today, "next_on": next_on, "with_whom": "supporter"})
    form.with_whom.choices = [(key, say.named(words, names)) for key, words in say.WITH_WHOM.items()]
    form.asks_done.choices = [(str(ask), words) for ask, words in asks]
    if not form.is_submitted():
        form.asks_done.data = [value for value, _label in form.asks_done.choices]
    return form
