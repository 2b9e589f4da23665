"""What people fill in to get in, and to let others in."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import PasswordField, StringField
from wtforms.validators import Length, Optional

from maatwerk.access.navigation import ROLE_NAMES
from maatwerk.interface.forms import Choice, DayField, Email, Form, Needed


class LinkForm(Form):
    """Sign in by a link."""

    email = Email(_("Your e-mail address"), [Needed()], render_kw={"autocomplete": "username"})


class PasswordSignInForm(Form):
    """Sign in by password."""

    email = Email(_("Your e-mail address"), [Needed()], render_kw={"autocomplete": "username"})
    password = PasswordField(_("Your password"), [Needed()], render_kw={"autocomplete": "current-password"})


class CodeForm(Form):
    """A code from an authenticator app."""

    code = StringField(
        _("Six digits from the app"),
        [Needed(), Length(max=12)],
        render_kw={"inputmode": "numeric", "autocomplete": "one-time-code"},
    )


class NewPasswordForm(Form):
    """A new password."""

    password = PasswordField(_("New password"), [Needed()], render_kw={"autocomplete": "new-password"})


class LanguageForm(Form):
    """The language somebody reads."""

    locale = Choice(_("Language"), choices=[("nl", "Nederlands"), ("en", "English")])


class ColleagueForm(Form):
    """Invite a colleague: name, e-mail, role."""

    given_name = StringField(_("First name"), [Needed(), Length(max=80)])
    family_name = StringField(_("Family name"), [Needed(), Length(max=80)])
    email = Email(_("Work e-mail address"), [Needed()])
    role = Choice(_("Role"), [Needed()], choices=list(ROLE_NAMES.items()))


class RoleForm(Form):
    """One more role for somebody."""

    role = Choice(_("Role"), [Needed()], choices=list(ROLE_NAMES.items()))
    programme = Choice(_("Where"), [Optional()])
    until = DayField(_("Until (may stay empty)"), [Optional()])

    def over(self, programmes: list[tuple[str, Any]]) -> RoleForm:
        """Offer the whole organisation and each programme."""
        self.programme.choices = [("", _("The whole organisation")), *programmes]
        return self
