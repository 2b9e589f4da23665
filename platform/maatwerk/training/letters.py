"""What people who train and are trained are told."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask_babel import lazy_gettext as _

from maatwerk.correspondence.values import Letter, LetterKind, Link

INVITED = LetterKind(
    "training_invited",
    subject=_("Choose your training"),
    body=(
        _("You are admitted. Before you start there is a training, and we plan it together with you."),
        _("Look at the dates and choose what suits you. It takes two taps."),
    ),
    button=_("Choose a training"),
)
# The one letter after the talk: thanks, what comes next, and the way in.
_THANKS = _("Thank you for our talk. We would love to have you as %(role)s in %(programme)s.")
_LATER = _("Later you sign in with this e-mail address. You need no password.")
WELCOME_PLACE = LetterKind(
    "training_welcome_place",
    subject=_("Welcome as %(role)s: your training starts on %(day)s"),
    body=(
        _THANKS,
        _("Your training starts on %(day)s at %(time)s. The place is %(place)s."),
        _("There you find all dates, and a file for your calendar. Does it not suit you? Choose other dates there."),
        _LATER,
    ),
    button=_("See your training"),
)
WELCOME_WAITING = LetterKind(
    "training_welcome_waiting",
    subject=_("Welcome as %(role)s"),
    body=(
        _THANKS,
        _("The training from %(day)s is full. You get a place as soon as one comes free."),
        _LATER,
    ),
    button=_("See all trainings"),
)
WELCOME_CHOOSE = LetterKind(
    "training_welcome_choose",
    subject=_("Welcome as %(role)s: choose your training"),
    body=(
        _THANKS,
        _("Before you start there is a training. Look at the dates and choose what suits you. It takes two taps."),
        _LATER,
    ),
    button=_("Choose a training"),
)
WELCOME_SOON = LetterKind(
    "training_welcome_soon",
    subject=_("Welcome as %(role)s"),
    body=(
        _THANKS,
        _("Before you start there is a training."),
        _("The dates are not known yet. You get a letter as soon as you can choose."),
        _LATER,
    ),
    button=_("See what comes next"),
)
WELCOME_READY = LetterKind(
    "training_welcome_ready",
    subject=_("Welcome as %(role)s"),
    body=(
        _THANKS,
        _("You need no training: you can start. We look for someone who fits you, and then you hear from us."),
        _LATER,
    ),
    button=_("See what comes next"),
)
PLACE = LetterKind(
    "training_place",
    subject=_("You have a place in the training from %(day)s"),
    body=(
        _("Your training starts on %(day)s at %(time)s. The place is %(place)s."),
        _("There you find all dates, and a file for your calendar. Does it not suit you? Choose other dates there."),
    ),
    button=_("See your training"),
)
ON_WAITING_LIST = LetterKind(
    "training_waiting",
    subject=_("You are on the waiting list for the training from %(day)s"),
    body=(
        _("The training from %(day)s is full. You get a place as soon as one comes free."),
        _("Would you rather have other dates? Choose another training."),
    ),
    button=_("See all trainings"),
)
REMINDER = LetterKind(
    "training_reminder",
    subject=_("Your training is on %(day)s"),
    body=(_("We meet on %(day)s at %(time)s. The place is %(place)s."), _("Can you not come? Please say so there.")),
    button=_("See your training"),
)
CANCELLED = LetterKind(
    "training_cancelled",
    subject=_("The training from %(day)s is off"),
    body=(_("The training from %(day)s does not take place. We are sorry."), _("Please choose other dates.")),
    button=_("Choose a training"),
)
CERTIFICATE = LetterKind(
    "training_certificate",
    subject=_("Your certificate is ready"),
    body=(_("You finished the training. Well done!"), _("Your certificate is ready: you can read, keep and print it.")),
    button=_("See your certificate"),
)
NOT_COMPLETE = LetterKind(
    "training_not_complete",
    subject=_("Your training is almost complete"),
    body=(
        _("You missed a part of the training that everybody needs. What you did already still counts."),
        _("Choose another training for the part that is missing."),
    ),
    button=_("Choose a training"),
)
WITHDRAWN = LetterKind(
    "certificate_withdrawn",
    subject=_("Your certificate no longer counts"),
    body=(_("Your certificate no longer counts from today."), _("Your coordinator tells you why, and what is next.")),
    button=_("See your certificate"),
)
LEADS = LetterKind(
    "training_leads",
    subject=_("You lead the training from %(day)s"),
    body=(_("You lead the training that starts on %(day)s at %(time)s. The place is %(place)s."),),
    button=_("See the training"),
)
LAPSES = LetterKind(
    "certificate_lapses",
    subject=_("Your certificate ends on %(day)s"),
    body=(
        _("Your certificate ends on %(day)s. After that you can't lead a training until it is renewed."),
        _("Please plan its renewal in time."),
    ),
    button=_("See your certificate"),
)
KINDS = (
    INVITED, PLACE, ON_WAITING_LIST, REMINDER, CANCELLED, CERTIFICATE, NOT_COMPLETE, WITHDRAWN, LEADS, LAPSES,
    WELCOME_PLACE, WELCOME_WAITING, WELCOME_CHOOSE, WELCOME_SOON, WELCOME_READY,
)  # fmt: skip
TRAINING = Link("sign_in", "/training")


def welcome(
    kind: LetterKind, person_id: UUID, participation_id: UUID, values: dict[str, str], link: Link | None
) -> Letter:
    """Admitted: the one letter that says all that comes next; `link` lets in who has an account."""
    key = f"{kind.key}:{participation_id}"
    return Letter(kind, to=person_id, subject=participation_id, key=key, link=link or TRAINING, values=values)


def invited(person_id: UUID, participation_id: UUID, run_id: UUID) -> Letter:
    """Choose: a run was planned."""
    key = f"training_invited:{participation_id}:{run_id}"
    return Letter(INVITED, to=person_id, subject=participation_id, key=key, link=TRAINING)


def place(person_id: UUID, run_id: UUID, values: dict[str, str], turn: str) -> Letter:
    """A place, at once or from the waiting list; `turn` tells one sign-up from the next."""
    key = f"training_place:{run_id}:{person_id}:{turn}"
    return Letter(PLACE, to=person_id, subject=run_id, key=key, link=_run(run_id), values=values)


def on_waiting_list(person_id: UUID, run_id: UUID, values: dict[str, str], turn: str) -> Letter:
    """The run is full."""
    key = f"training_waiting:{run_id}:{person_id}:{turn}"
    return Letter(ON_WAITING_LIST, to=person_id, subject=run_id, key=key, link=TRAINING, values=values)


def reminder(person_id: UUID, session_id: UUID, run_id: UUID, values: dict[str, str], due: datetime) -> Letter:
    """Two days ahead of a meeting, in the morning."""
    key = f"training_reminder:{session_id}:{person_id}:{due.date().isoformat()}"
    return Letter(REMINDER, to=person_id, subject=session_id, key=key, link=_run(run_id), values=values, due=due)


def cancelled(person_id: UUID, run_id: UUID, values: dict[str, str]) -> Letter:
    """A run that does not take place."""
    key = f"training_cancelled:{run_id}:{person_id}"
    return Letter(CANCELLED, to=person_id, subject=run_id, key=key, link=TRAINING, values=values)


def certificate(person_id: UUID, certificate_id: UUID) -> Letter:
    """Trained here, and done."""
    key = f"training_certificate:{certificate_id}"
    return Letter(CERTIFICATE, to=person_id, subject=certificate_id, key=key, link=_paper(certificate_id))


def not_complete(person_id: UUID, run_id: UUID) -> Letter:
    """The group was certified without this person."""
    key = f"training_not_complete:{run_id}:{person_id}"
    return Letter(NOT_COMPLETE, to=person_id, subject=run_id, key=key, link=TRAINING)


def withdrawn(person_id: UUID, certificate_id: UUID) -> Letter:
    """Without a reason in it: that is told, not written."""
    key = f"certificate_withdrawn:{certificate_id}"
    return Letter(WITHDRAWN, to=person_id, subject=certificate_id, key=key, link=_paper(certificate_id))


def leads(person_id: UUID, run_id: UUID, values: dict[str, str]) -> Letter:
    """Somebody else planned a run for this coach."""
    key = f"training_leads:{run_id}:{person_id}"
    return Letter(LEADS, to=person_id, subject=run_id, key=key, link=_run(run_id), values=values)


def lapses(person_id: UUID, certificate_id: UUID, values: dict[str, str], days: int) -> Letter:
    """Ninety and thirty days ahead."""
    key = f"certificate_lapses:{certificate_id}:{days}"
    return Letter(LAPSES, to=person_id, subject=certificate_id, key=key, link=_paper(certificate_id), values=values)


def _run(run_id: UUID) -> Link:
    return Link("sign_in", f"/training/runs/{run_id}")


def _paper(certificate_id: UUID) -> Link:
    return Link("sign_in", f"/certificates/{certificate_id}")
