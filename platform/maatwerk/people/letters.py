"""What we write about consent: the question, a reminder, thanks, and word to the coordinator."""

from __future__ import annotations

from uuid import UUID

from flask_babel import lazy_gettext as _

from maatwerk.correspondence.values import Letter, LetterKind, Link

ASKED_OF_PARENT = LetterKind(
    "consent_asked",
    subject=_("We ask for your permission"),
    body=(
        _("%(child)s would like to take part in %(programme)s at %(organisation)s."),
        _("Because of %(child)s's age we ask you first. Behind the button you read what we ask and what we share."),
        _("It takes two minutes. You need no account. You can take back your answer at any time."),
    ),
    button=_("Read and answer"),
    register="u",
)
ASKED_OF_SELF = LetterKind(
    "consent_asked_self",
    subject=_("We ask for your consent"),
    body=(
        _("You take part in %(programme)s at %(organisation)s. For some things we need your yes."),
        _("Behind the button you read what they are. You choose for each one, and you can change your mind later."),
    ),
    button=_("Read and choose"),
)
REMINDER_TO_PARENT = LetterKind(
    "consent_reminder",
    subject=_("Your answer is still missing"),
    body=(
        _("We asked you whether %(child)s may take part in %(programme)s. We have no answer yet."),
        _("Until you answer, %(child)s can't start. Yes and no are both fine."),
    ),
    button=_("Read and answer"),
    register="u",
)
REMINDER_TO_SELF = LetterKind(
    "consent_reminder_self",
    subject=_("Your answer is still missing"),
    body=(
        _("We asked for your consent for %(programme)s. We have no answer yet."),
        _("Until you answer you can't start. Yes and no are both fine."),
    ),
    button=_("Read and choose"),
)
THANKS_TO_PARENT = LetterKind(
    "consent_thanks",
    subject=_("We have your answer"),
    body=(
        _("Thank you for your answer about %(child)s."),
        _("You can look at it and take it back whenever you want. From that moment on we stop."),
    ),
    button=_("Look at my answer"),
    register="u",
)
WITHDRAWN = LetterKind(
    "consent_withdrawn",
    subject=_("An answer was taken back"),
    body=(
        _("Somebody took back a consent or a permission that you counted on."),
        _("What rests on it has stopped. Look today who it is about and talk with them."),
    ),
    button=_("Look who it is about"),
)
REFUSED = LetterKind(
    "consent_refused",
    subject=_("An answer was no"),
    body=(
        _("Somebody was asked for consent or permission and said no."),
        _("Look who it is about. A talk may help; the answer stays theirs."),
    ),
    button=_("Look who it is about"),
)
DOUBLE = LetterKind(
    "likely_same",
    subject=_("Is this one person?"),
    body=(
        _("Somebody applied who is probably known here already."),
        _("Look at both and say whether they are one. Until then nothing is put together."),
    ),
    button=_("Look at both"),
)
KINDS = (
    ASKED_OF_PARENT,
    ASKED_OF_SELF,
    REMINDER_TO_PARENT,
    REMINDER_TO_SELF,
    THANKS_TO_PARENT,
    WITHDRAWN,
    REFUSED,
    DOUBLE,
)
WAY = Link("consent", "/consent")


def key_of(row_id: UUID) -> str:
    """How the question's letter is known."""
    return f"consent_asked:{row_id}"


def asked(row_id: UUID, to: UUID, *, child: str | None, programme: str, pass_id: UUID | None) -> Letter:
    """The question itself; `child` is whom a parent answers for, None for who answers for themselves."""
    kind = ASKED_OF_PARENT if child else ASKED_OF_SELF
    values = {"programme": programme, **({"child": child} if child else {})}
    return Letter(kind, to=to, key=key_of(row_id), subject=row_id, link=WAY, values=values, pass_id=pass_id)


def reminder(row_id: UUID, to: UUID, number: int, *, child: str | None, programme: str, pass_id: UUID | None) -> Letter:
    """Once more, because no answer came."""
    kind = REMINDER_TO_PARENT if child else REMINDER_TO_SELF
    values = {"programme": programme, **({"child": child} if child else {})}
    key = f"consent_reminder:{row_id}:{number}"
    return Letter(kind, to=to, key=key, subject=row_id, link=WAY, values=values, pass_id=pass_id)


def thanks(row_id: UUID, to: UUID, *, child: str, pass_id: UUID | None) -> Letter:
    """To a parent who answered, with the way to take it back."""
    key = f"consent_thanks:{row_id}"
    return Letter(THANKS_TO_PARENT, to=to, key=key, subject=row_id, link=WAY, values={"child": child}, pass_id=pass_id)


def withdrawn(row_id: UUID, person_id: UUID, to: UUID) -> Letter:
    """To the coordinator, at once; it names nobody."""
    link = Link("sign_in", f"/people/{person_id}")
    return Letter(WITHDRAWN, to=to, key=f"consent_withdrawn:{row_id}:{to}", subject=row_id, link=link)


def refused(row_id: UUID, person_id: UUID, to: UUID) -> Letter:
    """To the coordinator, when the answer is no; it names nobody."""
    link = Link("sign_in", f"/people/{person_id}")
    return Letter(REFUSED, to=to, key=f"consent_refused:{row_id}:{to}", subject=row_id, link=link)


def double(row_id: UUID, to: UUID) -> Letter:
    """To the coordinator: look whether these are one."""
    link = Link("sign_in", f"/likely-same/{row_id}")
    return Letter(DOUBLE, to=to, key=f"likely_same:{row_id}:{to}", subject=row_id, link=link)
