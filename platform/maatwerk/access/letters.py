"""Letters that let people in."""

from __future__ import annotations

from uuid import UUID

from flask_babel import lazy_gettext as _

from maatwerk.correspondence.values import Letter, LetterKind, Link

SIGN_IN = LetterKind(
    "sign_in",
    subject=_("Sign in at %(organisation)s"),
    body=(
        _("You asked for a link to sign in. It works once, for ten minutes."),
        _("Did you not ask for this? Then you need not do anything."),
    ),
    button=_("Sign in"),
    security=True,
)
INVITATION = LetterKind(
    "invitation",
    subject=_("Your place at %(organisation)s"),
    body=(
        _("There is a place for you at %(organisation)s. Open it with the button; it works for seven days."),
        _("Later you sign in with this e-mail address. You need no password."),
    ),
    button=_("Open my place"),
    security=True,
)
AUTHENTICATOR_RESET = LetterKind(
    "authenticator_reset",
    subject=_("Your authenticator app was unlinked"),
    body=(
        _("An administrator unlinked your authenticator app. At your next sign-in you link a new one."),
        _("Did you not ask for this? Then tell your administrator today."),
    ),
    security=True,
)
AUTHENTICATOR_LINKED = LetterKind(
    "authenticator_linked",
    subject=_("An authenticator app was linked"),
    body=(
        _("An authenticator app was linked to your account at %(organisation)s. From now on you need its code."),
        _("Was that not you? Then tell your administrator today: they can unlink it and shut your account."),
    ),
    security=True,
)
PASSWORD_CHOSEN = LetterKind(
    "password_chosen",
    subject=_("Your password was changed"),
    body=(
        _("A new password was chosen for your account at %(organisation)s. Your other devices are signed out."),
        _("Was that not you? Then sign in with a link, choose another password and tell your administrator today."),
    ),
    security=True,
)
KINDS = (SIGN_IN, INVITATION, AUTHENTICATOR_RESET, AUTHENTICATOR_LINKED, PASSWORD_CHOSEN)


def sign_in(
    person_id: UUID, key: str, *, account_id: UUID | None, pass_id: UUID | None, email: str, goes_to: str
) -> Letter:
    """A link to sign in with, to the address that asked."""
    return Letter(
        SIGN_IN,
        to=person_id,
        key=key,
        link=Link("sign_in", goes_to),
        account_id=account_id,
        pass_id=pass_id,
        email=email,
    )


def invitation(person_id: UUID, account_id: UUID, email: str, key: str) -> Letter:
    """The first way in for somebody who got an account."""
    return Letter(
        INVITATION,
        to=person_id,
        key=key,
        subject=account_id,
        link=Link("invitation", "/"),
        account_id=account_id,
        email=email,
    )


def authenticator_reset(person_id: UUID, account_id: UUID, key: str) -> Letter:
    """A warning that the second factor was taken off."""
    return Letter(AUTHENTICATOR_RESET, to=person_id, key=key, subject=account_id, account_id=account_id)


def authenticator_linked(person_id: UUID, account_id: UUID, key: str) -> Letter:
    """A warning that a second factor was put on, or another one instead of it."""
    return Letter(AUTHENTICATOR_LINKED, to=person_id, key=key, subject=account_id, account_id=account_id)


def password_chosen(person_id: UUID, account_id: UUID, key: str) -> Letter:
    """A warning that there is another password now."""
    return Letter(PASSWORD_CHOSEN, to=person_id, key=key, subject=account_id, account_id=account_id)
