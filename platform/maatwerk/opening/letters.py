"""Letters of an organisation that begins."""

from __future__ import annotations

from uuid import UUID

from flask_babel import lazy_gettext as _

from maatwerk.correspondence.values import Letter, LetterKind, Link

WELCOME = LetterKind(
    "welcome",
    subject=_("%(organisation)s is open: go in with this link"),
    body=(
        _("%(organisation)s now has a place of its own in Maatwerk. You are its administrator."),
        _("Go in with the button. A list shows what to set up; you can stop and go on whenever you like."),
    ),
    button=_("Go in"),
    security=True,
)
TEST = LetterKind(
    "test",
    subject=_("A test letter from %(organisation)s"),
    body=(_("This letter shows that letters arrive. There is nothing to do."),),
    security=True,
)
KINDS = (WELCOME, TEST)


def welcome(person_id: UUID, account_id: UUID, email: str) -> Letter:
    """The way in for whoever opened the organisation."""
    return Letter(
        WELCOME,
        to=person_id,
        key=f"welcome:{account_id}",
        subject=account_id,
        link=Link("invitation", "/set-up"),
        account_id=account_id,
        email=email,
    )


def test(person_id: UUID, account_id: UUID, key: str) -> Letter:
    """A letter that only shows that letters arrive."""
    return Letter(TEST, to=person_id, key=key, subject=account_id, account_id=account_id)
