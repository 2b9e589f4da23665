"""Six screens to open an organisation, and what an administrator changes later."""

from __future__ import annotations

import re

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import StringField, ValidationError
from wtforms.validators import Length, Optional

from maatwerk.interface.forms import Chips, Choice, Email, Form, Needed
from maatwerk.programme.registry import registry
from maatwerk.tenancy.actions import RESERVED, SLUG

COLOURS = (
    ("#1d4ed8", _("Blue")),
    ("#0f766e", _("Teal")),
    ("#15803d", _("Green")),
    ("#7c3aed", _("Purple")),
    ("#be185d", _("Pink")),
    ("#b45309", _("Amber")),
    ("#b91c1c", _("Red")),
    ("#334155", _("Slate")),
)
_COLOUR = re.compile(r"^#[0-9a-fA-F]{6}$")


class OrganisationForm(Form):
    """Screen 1: what it is called, and its short name in the address."""

    name = StringField(_("What is your organisation called?"), [Needed(), Length(max=100)])
    slug = StringField(_("Short name in the address"), [Optional(), Length(max=40)])

    def validate_slug(self, field: StringField) -> None:
        """Small letters, digits and dashes; no reserved word."""
        if field.data and (not SLUG.match(field.data) or field.data in RESERVED):
            raise ValidationError(gettext("Use 3 to 40 small letters, digits or dashes, beginning with a letter."))


class YouForm(Form):
    """Screen 2: who is the administrator."""

    given_name = StringField(_("Your first name"), [Needed(), Length(max=80)])
    family_name = StringField(_("Your family name"), [Needed(), Length(max=80)])
    email = Email(_("Your work e-mail address"), [Needed()])


class ProgrammesForm(Form):
    """Screen 3: what you want to run."""

    variants = Chips(_("What do you want to start with?"), [Needed()])

    def offered(self) -> ProgrammesForm:
        """Every variant that is installed."""
        self.variants.choices = [(variant.key, variant.name) for variant in registry().variants()]
        return self


class LanguageForm(Form):
    """Screen 4: which language comes first."""

    locale = Choice(_("Which language comes first?"), [Needed()], choices=[("nl", "Nederlands"), ("en", "English")])


class LookForm(Form):
    """Screen 5: a colour."""

    colour = Choice(_("Which colour suits you?"), [Needed()], choices=list(COLOURS))


class CheckForm(Form):
    """Screen 6: look once more."""


class OwnForm(Form):
    """The organisation's own page."""

    name = StringField(_("Name"), [Needed(), Length(max=100)])
    locale = Choice(_("Language that comes first"), [Needed()], choices=[("nl", "Nederlands"), ("en", "English")])
    colour = StringField(_("Colour"), [Needed()], render_kw={"type": "color"})

    def validate_colour(self, field: StringField) -> None:
        """A colour such as #1d4ed8."""
        if not _COLOUR.match(field.data or ""):
            raise ValidationError(gettext("Choose a colour, such as #1d4ed8."))


class SiteForm(Form):
    """A place of the organisation."""

    name = StringField(_("Name of the site"), [Needed(), Length(max=80)])


class LeadForm(Form):
    """Who reads worries."""

    given_name = StringField(_("First name"), [Needed(), Length(max=80)])
    family_name = StringField(_("Family name"), [Needed(), Length(max=80)])
    email = Email(_("Work e-mail address"), [Needed()])
    deputy = Choice(
        _("As what?"), [Needed()], choices=[("lead", _("Safeguarding lead")), ("deputy", _("Deputy"))], default="lead"
    )


class ReasonForm(Form):
    """A setting and why it changes; the field for its value depends on the setting."""

    reason = StringField(_("Why do you change this?"), [Needed(), Length(max=200)])


SCREEN_FORMS: dict[str, type[Form]] = {
    "organisation": OrganisationForm,
    "you": YouForm,
    "programmes": ProgrammesForm,
    "language": LanguageForm,
    "look": LookForm,
    "check": CheckForm,
}
