"""What people fill in to get in, and to let others in."""

from __future__ import annotations

from typing import Any, TypeVar
from uuid import UUID

from flask_babel import lazy_gettext as _
from wtforms import PasswordField, StringField
from wtforms.validators import Length, Optional

from maatwerk.access.navigation import ROLE_NAMES
from maatwerk.interface.forms import Choice, DayField, Email, Form, Needed, Select

F = TypeVar("F", bound=Form)


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


def _where() -> Any:
    return Select(_("Where"), [Optional()], validate_choice=True)


class ColleagueForm(Form):
    """Invite a colleague: name, e-mail, role, place."""

    given_name = StringField(_("First name"), [Needed(), Length(max=80)])
    family_name = StringField(_("Family name"), [Needed(), Length(max=80)])
    email = Email(_("Work e-mail address"), [Needed()])
    role = Choice(_("Role"), [Needed()], choices=list(ROLE_NAMES.items()))
    where = _where()


class RoleForm(Form):
    """One more role for somebody."""

    role = Choice(_("Role"), [Needed()], choices=list(ROLE_NAMES.items()))
    where = _where()
    until = DayField(_("Until (may stay empty)"), [Optional()])


class OwnRoleForm(RoleForm):
    """One more role for oneself, with the reason that the others read."""

    reason = StringField(_("Why do you give this role to yourself?"), [Needed(), Length(max=300)])


class AnswerForm(Form):
    """Yes or no to one more reader of worries."""

    answer = Choice(_("Your answer"), [Needed()], choices=[("yes", _("Yes, this is right")), ("no", _("No"))])


def over(form: F, places: list[tuple[str, str]]) -> F:
    """Offer the whole organisation, and each place where a role may hold."""
    form.where.choices = [("", _("The whole organisation")), *places]
    return form


def limits_of(chosen: str | None) -> dict[str, UUID]:
    """The limits of a grant that a choice of place stands for."""
    kind, _colon, row_id = (chosen or "").partition(":")
    return {f"{kind}_id": UUID(row_id)} if row_id else {}
