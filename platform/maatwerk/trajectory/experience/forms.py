"""What is asked when a supporter is marked as experienced: the ground, and one tick."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import BooleanField

from maatwerk.interface.forms import Choice, Form, Needed
from maatwerk.trajectory import say
from maatwerk.trajectory.rules.experience import offered


class MarkForm(Form):
    """Two taps."""

    ground = Choice(_("What does the experience rest on?"), validators=[Needed()])
    prepared = BooleanField(_("We talked over what is asked, and the extra training was followed"))


def mark_form(finished: int) -> MarkForm:
    """The form with the grounds that are there."""
    form = MarkForm()
    form.ground.choices = [(ground.value, say.GROUNDS[ground]) for ground in offered(finished)]
    return form
