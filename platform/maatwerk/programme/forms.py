"""What switching on and off, and starting a programme, ask."""

from __future__ import annotations

from uuid import UUID

from flask_babel import lazy_gettext as _
from wtforms import IntegerField, StringField
from wtforms.validators import NumberRange, Optional, Regexp
from wtforms.widgets import HiddenInput

from maatwerk.interface.forms import AtMost, Chips, Choice, Form, Needed, Version
from maatwerk.programme import say
from maatwerk.programme.queries import Place, Touched
from maatwerk.programme.values import Variant

EVERYWHERE = "everywhere"


class SwitchOnForm(Form):
    """Where, and which variants start right away."""

    where = Choice(_("For whom?"), [Needed()])
    variants = Chips(_("Which programmes start now?"))

    def offer(self, places: list[Place], variants: tuple[Variant, ...]) -> None:
        """Fill in the answers to choose from."""
        self.where.choices = [
            (EVERYWHERE, _("The whole organisation")),
            *((_place_key(place), say.place_name(place)) for place in places),
        ]
        self.variants.choices = [(variant.key, variant.name) for variant in variants]

    @property
    def place(self) -> tuple[UUID | None, UUID | None]:
        """(partner, site) that was chosen; both None is everywhere."""
        if self.where.data == EVERYWHERE:
            return None, None
        partner, _slash, site = str(self.where.data).partition("/")
        return UUID(partner), UUID(site) if site else None


def _place_key(place: Place) -> str:
    return f"{place.partner_id}/{place.site_id}" if place.site_id else str(place.partner_id)


class SwitchOffForm(Form):
    """Sends back what the preview showed, so that nothing happens when it is no longer so."""

    programmes = IntegerField(widget=HiddenInput())
    entering = IntegerField(widget=HiddenInput())
    waiting = IntegerField(widget=HiddenInput())
    matched = IntegerField(widget=HiddenInput())

    def shown(self) -> Touched:
        """The numbers that were on the page."""
        return Touched(
            self.programmes.data or 0, self.entering.data or 0, self.waiting.data or 0, self.matched.data or 0
        )


class StartForm(Form):
    """A programme of this school year."""

    name = StringField(_("What do you call it?"), [Needed(), AtMost(80)])
    season = StringField(_("School year"), [Needed(), Regexp(r"^20\d\d-20\d\d$", message=_("Write it as 2026-2027."))])
    target = IntegerField(_("How many matches do you aim for?"), [Optional(), NumberRange(1, 10_000)])


class ReasonForm(Form):
    """Every change of a setting has a reason."""

    version = Version()
    reason = StringField(
        _("Why do you change this?"), [Needed(), AtMost(200)], description=_("Shown in the history below.")
    )
