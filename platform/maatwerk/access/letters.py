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
READER_PROPOSED = LetterKind(
    "reader_proposed",
    subject=_("Somebody is proposed to read worries too"),
    body=(
        _("An administrator of %(organisation)s wants one more colleague to read worries."),
        _("Nothing opens until you or your colleague says yes. Look who it is, and answer."),
    ),
    button=_("Look who it is"),
    security=True,
)
READER_NAMED = LetterKind(
    "reader_named",
    subject=_("One more colleague reads worries"),
    body=(
        _("From today one more colleague of %(organisation)s may read worries."),
        _("Did you not know of this? Then ask your administrator today who it is and why."),
    ),
    security=True,
)
READER_ENDED = LetterKind(
    "reader_ended",
    subject=_("A colleague no longer reads worries"),
    body=(
        _("A lead or deputy of %(organisation)s reads no worries any more: the role ended or the account was shut."),
        _("Did you not know of this? Then ask your administrator today."),
    ),
    security=True,
)
READS_FROM_NOW = LetterKind(
    "reads_from_now",
    subject=_("You read worries from now on"),
    body=(_("You were named at %(organisation)s, and a colleague said yes. You get a letter when a worry waits."),),
    button=_("Look at the worries"),
    security=True,
)
ROLE_TAKEN = LetterKind(
    "role_taken",
    subject=_("An administrator gave themselves a role"),
    body=(
        _("An administrator of %(organisation)s gave themselves one more role. With it they see files of people."),
        _("The reason stands beside the role, under People and roles. Is it not right? Then end the role there."),
    ),
    security=True,
)
ADMINISTRATOR_NAMED = LetterKind(
    "administrator_named",
    subject=_("There is one more administrator"),
    body=(
        _("Somebody was made administrator of %(organisation)s. You see who under People and roles."),
        _("Did you not know of this? Then ask the other administrators today."),
    ),
    security=True,
)
KINDS = (
    SIGN_IN,
    INVITATION,
    AUTHENTICATOR_RESET,
    AUTHENTICATOR_LINKED,
    PASSWORD_CHOSEN,
    READER_PROPOSED,
    READER_NAMED,
    READER_ENDED,
    READS_FROM_NOW,
    ROLE_TAKEN,
    ADMINISTRATOR_NAMED,
)


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


def reader_proposed(person_id: UUID, proposal_id: UUID) -> Letter:
    """A question to who reads worries: may one more?"""
    return Letter(
        READER_PROPOSED,
        to=person_id,
        key=f"reader_proposed:{proposal_id}:{person_id}",
        link=Link("sign_in", f"/readers/{proposal_id}"),
    )


def reader_named(person_id: UUID, key: str) -> Letter:
    """To who reads worries: one more does."""
    return Letter(READER_NAMED, to=person_id, key=f"reader_named:{key}")


def reader_ended(person_id: UUID, key: str) -> Letter:
    """To who reads worries: one of them no longer does."""
    return Letter(READER_ENDED, to=person_id, key=f"reader_ended:{key}")


def reads_from_now(person_id: UUID, proposal_id: UUID) -> Letter:
    """To who was named: a colleague said yes."""
    return Letter(READS_FROM_NOW, to=person_id, key=f"reads_from_now:{proposal_id}", link=Link("sign_in", "/worries"))


def role_taken(person_id: UUID, key: str) -> Letter:
    """To the other administrators: one of you took a role."""
    return Letter(ROLE_TAKEN, to=person_id, key=f"role_taken:{key}")


def administrator_named(person_id: UUID, key: str) -> Letter:
    """To the other administrators: there is one more of you."""
    return Letter(ADMINISTRATOR_NAMED, to=person_id, key=f"administrator_named:{key}")
