"""What a worry asks: words and how soon; and what its answer is."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import TextAreaField

from maatwerk.interface.forms import AtMost, Choice, Form, Needed
from maatwerk.safeguarding import say

MOST_WORDS = 6000


class WorryForm(Form):
    """One text and one choice: nobody should have to search for words twice."""

    words = TextAreaField(_("What worries you?"), [Needed(), AtMost(MOST_WORDS)])
    urgency = Choice(_("How soon must somebody look at it?"), [Needed()], choices=list(say.URGENCIES))


class AnswerForm(Form):
    """What lead or deputy tells who raised it."""

    answer = TextAreaField(_("Your answer"), [Needed(), AtMost(MOST_WORDS)])
