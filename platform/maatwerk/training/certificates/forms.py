"""What recording a certificate from elsewhere asks."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask_babel import lazy_gettext as _
from wtforms import SelectField, StringField

from maatwerk.interface.forms import AtMost, DayField, Form, Needed
from maatwerk.training.certificates.actions import BroughtAlong


class BringAlongForm(Form):
    """Holder, role, date, ground and end, in the order in which a certificate says them."""

    person_id = SelectField(_("Whose certificate is it?"), [Needed()])
    role = SelectField(_("For which role?"), [Needed()])
    ground = StringField(_("Who gave it out, and for what?"), [Needed(), AtMost(300)])
    issued_on = DayField(_("Given out on"), [Needed()])
    valid_until = DayField(_("Valid until"))

    def offer(self, people: Sequence[tuple[UUID, str]], roles: Sequence[tuple[str, str]]) -> None:
        """Fill in whom and what there is to choose from."""
        self.person_id.choices = [("", ""), *((str(person_id), name) for person_id, name in people)]
        self.role.choices = list(roles)

    def paper(self) -> BroughtAlong:
        """What was filled in."""
        plugin, _slash, role_key = self.role.data.partition("/")
        issued_on = self.issued_on.data
        assert issued_on is not None  # Needed
        person_id = UUID(self.person_id.data)
        return BroughtAlong(person_id, plugin, role_key, self.ground.data or "", issued_on, self.valid_until.data)
