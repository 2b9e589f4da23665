"""What people fill in to bring two people together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectField, StringField, TextAreaField

from maatwerk.interface.forms import AtMost, Chips, Choice, Form, Needed, Version
from maatwerk.matching import say
from maatwerk.matching.steps import DECLINE_REASONS

# What a button or a card sends is no hidden field: an empty one before it on the page would be read instead.


def as_id(text: str | None) -> UUID | None:
    """The id a form sent, or None when it is none."""
    try:
        return UUID(text or "")
    except ValueError:
        return None


class ProposeForm(Form):
    """The coordinator chose; the reason is asked when somebody else stands above."""

    supporter = StringField(validators=[Needed(_("Choose one of the candidates first."))])
    reason = TextAreaField(_("Why this choice?"), validators=[AtMost(600)])

    @property
    def chosen(self) -> UUID | None:
        """The supporter's participation."""
        return as_id(self.supporter.data)


class OfferForm(Form):
    """Whom the young person may pick from."""

    chosen = Chips(_("Whom do you offer?"))

    def offer(self, candidates: Iterable[tuple[UUID, str]]) -> None:
        """Fill in who may be ticked."""
        self.chosen.choices = [(str(key), label) for key, label in candidates]

    @property
    def ids(self) -> list[UUID]:
        """The supporters' participations that were ticked."""
        return [found for found in map(as_id, self.chosen.data or []) if found is not None]


class RefuseForm(Form):
    """Not these two, and why."""

    supporter = StringField(validators=[Needed()])
    reason = TextAreaField(_("Why not these two?"), validators=[Needed(), AtMost(600)])


class AnswerForm(Form):
    """Yes, rather not, or talk first: two taps, no free text (persona 4)."""

    answer = StringField(validators=[Needed()])
    reason = Choice(
        _("Would you like to say why?"),
        choices=[(key, say.DECLINE_WORDS[key]) for key in DECLINE_REASONS],
    )
    version = Version()


class PickForm(Form):
    """Whom the young person picked."""

    proposal = StringField(validators=[Needed(_("Pick one first."))])


class ConfirmForm(Form):
    """A teacher coach agrees, or says that these two had better not."""

    answer = StringField(validators=[Needed()])
    version = Version()


class WithdrawForm(Form):
    """The coordinator takes a proposal back."""

    version = Version()


class CircleForm(Form):
    """One supporter and up to eight seekers of one course."""

    programme = HiddenField()
    supporter = SelectField(_("Who leads the circle?"), validators=[Needed()])
    seekers = Chips(_("Who is in it?"), validators=[Needed(_("Choose at least one."))])

    def fill(self, supporters: Iterable[tuple[Any, Any]], seekers: Iterable[tuple[Any, Any]]) -> None:
        """Fill in who may be chosen."""
        self.supporter.choices = [(str(key), label) for key, label in supporters]
        self.seekers.choices = [(str(key), label) for key, label in seekers]

    @property
    def seeker_ids(self) -> list[UUID]:
        """The seekers' participations that were ticked."""
        return [found for found in map(as_id, self.seekers.data or []) if found is not None]
