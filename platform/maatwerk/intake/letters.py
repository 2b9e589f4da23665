"""What we write at the door: to who nominates, to who is nominated, to who applies."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask_babel import lazy_gettext as _

from maatwerk.correspondence.values import Letter, LetterKind, Link

NOMINATION_CONFIRM = LetterKind(
    "nomination_confirm",
    subject=_("Confirm your nomination"),
    body=(
        _("Someone, probably you, filled in a nomination for %(programme)s at %(organisation)s with this address."),
        _("Look at it once more and send it. Was it not you? Then do nothing: we throw it away."),
    ),
    button=_("Look and send"),
    register="u",
    security=True,
)
NOMINATION_RECEIVED = LetterKind(
    "nomination_received",
    subject=_("We have your nomination"),
    body=(
        _("Thank you. You asked for help for a student in %(programme)s."),
        _("We tell the student by %(day)s at the latest who asked and why. Then the student decides."),
        _("On your own page you see how far it is."),
    ),
    button=_("See my nominations"),
    register="u",
)
NOMINATION_TOLD = LetterKind(
    "nomination_told",
    subject=_("Someone thought of you"),
    body=(
        _("Someone who knows you thinks that %(programme)s could be something for you."),
        _("On your own page you read who it is and why. You can add something in your own words."),
        _("You decide: a talk, or no thanks. Both are fine."),
    ),
    button=_("Read it"),
    register="je",
)
APPLICATION_LINK = LetterKind(
    "application_link",
    subject=_("Go on with your application"),
    body=(
        _("With this button you go on with your application for %(programme)s."),
        _("We keep every answer. You can stop and go on later, on any device."),
        _("Did you not ask for this? Then do nothing."),
    ),
    button=_("Go on"),
    register="je",
    security=True,
)
APPLICATION_KNOWN = LetterKind(
    "application_known",
    subject=_("Go on with your application"),
    body=(
        _("You have an account with us already. With this button you sign in and apply for %(programme)s."),
        _("Did you not ask for this? Then do nothing."),
    ),
    button=_("Sign in and apply"),
    register="je",
    security=True,
)
APPLICATION_RECEIVED = LetterKind(
    "application_received",
    subject=_("We have your application"),
    body=(
        _("Thank you for your application for %(programme)s."),
        _("We read it and then make an appointment with you for a talk."),
    ),
    button=_("See what happens now"),
    register="je",
)
APPLICATION_CLOSED = LetterKind(
    "application_closed",
    subject=_("We closed your application"),
    body=(
        _("Your application for %(programme)s is closed. Nothing more happens with it."),
        _("Did you not expect this, or do you have a question? Reply to this letter."),
        _("You can always apply again."),
    ),
    register="je",
)
INTERVIEW_PLANNED = LetterKind(
    "interview_planned",
    subject=_("Your talk on %(day)s"),
    body=(
        _("We would like to get to know you. Our talk is on %(day)s at %(time)s, here: %(place)s."),
        _("Can't you make it? Reply to this letter, then we find another moment."),
    ),
    register="je",
)
_LOOK = _("Now we look for someone who fits you: your %(role)s. You hear from us as soon as we have someone.")
_PARENT = _("If we need a yes from a parent or carer first, we ask them ourselves.")
_LATER = _("Later you sign in with this e-mail address. You need no password.")
INTAKE_CONCLUDED = LetterKind(
    "intake_concluded",
    subject=_("What comes next for you"),
    body=(
        _("Thank you for our talk. You can take part in %(programme)s."),
        _LOOK,
        _PARENT,
    ),
    register="je",
)
INTAKE_WELCOME = LetterKind(
    "intake_welcome",
    subject=_("What comes next for you"),
    body=(_("Thank you for our talk. You can take part in %(programme)s."), _LOOK, _PARENT, _LATER),
    button=_("Open my page"),
    register="je",
)
INTAKE_WELCOME_CONSENT = LetterKind(
    "intake_welcome_consent",
    subject=_("What comes next for you"),
    body=(
        _("Thank you for our talk. You can take part in %(programme)s."),
        _("For some things we need your yes first. Behind the button you read what they are and choose for each one."),
        _("Then we look for someone who fits you: your %(role)s. You hear from us as soon as we have someone."),
        _LATER,
    ),
    button=_("Read and choose"),
    register="je",
)
SECOND_TALK = LetterKind(
    "intake_second_talk",
    subject=_("What comes next for you"),
    body=(
        _("Thank you for our talk. We would like to talk with you once more before we go on."),
        _("You get a letter with a day and a place."),
    ),
    register="je",
)
INTAKE_REFERRED = LetterKind(
    "intake_referred",
    subject=_("What comes next for you"),
    body=(
        _("Thank you for our talk, and for what you told us."),
        _("We want you to get help that fits you better than %(programme)s. We agreed with you who that is."),
        _("We bring you into touch ourselves. With this letter we close your application here."),
        _("Would you like to come back later? You are always welcome."),
    ),
    register="je",
)
PROTOCOL_TO_READ = LetterKind(
    "protocol_to_read",
    subject=_("Please read how we work"),
    body=(
        _("Thank you for our talk. We would love to have you in %(programme)s."),
        _("Before you start, please read how we work and say whether you agree. It takes about five minutes."),
    ),
    button=_("Read and agree"),
    register="je",
)
SELECTION_NOT_NOW = LetterKind(
    "selection_not_now",
    subject=_("What comes next for you"),
    body=(
        _("Thank you for our talk and for wanting to do something for somebody else."),
        _("For now we don't go on together in %(programme)s. We like to tell you why: reply to this letter."),
        _("You can apply again later."),
    ),
    register="je",
)

KINDS = (
    NOMINATION_CONFIRM,
    NOMINATION_RECEIVED,
    NOMINATION_TOLD,
    APPLICATION_LINK,
    APPLICATION_KNOWN,
    APPLICATION_RECEIVED,
    APPLICATION_CLOSED,
    INTERVIEW_PLANNED,
    INTAKE_CONCLUDED,
    INTAKE_WELCOME,
    INTAKE_WELCOME_CONSENT,
    SECOND_TALK,
    INTAKE_REFERRED,
    PROTOCOL_TO_READ,
    SELECTION_NOT_NOW,
)

# What a nomination and an application lead to, by path on the organisation's own host.
NOMINATIONS, MY_NOMINATION, APPLY = "/nominations", "/my/nomination", "/apply"


def to_send(draft_id: UUID | str) -> str:
    """Where a nomination waits until its maker's address is proven."""
    return f"{NOMINATIONS}/send/{draft_id}"


def nomination_confirm(to: UUID, pass_id: UUID, draft_id: UUID, programme: str) -> Letter:
    """Ask whoever nominated to prove the address and send it."""
    return Letter(
        NOMINATION_CONFIRM,
        to=to,
        subject=draft_id,
        key=f"nomination_confirm:{draft_id}",
        link=Link("nomination", to_send(draft_id)),
        values={"programme": programme},
        pass_id=pass_id,
    )


def nomination_received(nomination_id: UUID, to: UUID, pass_id: UUID | None, programme: str, day: str) -> Letter:
    """Thank whoever nominated, with the day before which the student hears of it."""
    return Letter(
        NOMINATION_RECEIVED,
        to=to,
        subject=nomination_id,
        key=f"nomination_received:{nomination_id}",
        link=Link("nomination" if pass_id else "sign_in", NOMINATIONS),
        values={"programme": programme, "day": day},
        pass_id=pass_id,
    )


def nomination_told(nomination_id: UUID, to: UUID, pass_id: UUID | None, programme: str) -> Letter:
    """Tell the student that somebody thought of them; who and why stand on the page only."""
    return Letter(
        NOMINATION_TOLD,
        to=to,
        subject=nomination_id,
        key=f"nomination_told:{nomination_id}",
        link=Link("application" if pass_id else "sign_in", MY_NOMINATION),
        values={"programme": programme},
        pass_id=pass_id,
    )


def application_link(application_id: UUID, to: UUID, pass_id: UUID, programme: str, now: datetime) -> Letter:
    """A fresh way back to an application, on any device."""
    return Letter(
        APPLICATION_LINK,
        to=to,
        subject=application_id,
        key=f"application_link:{application_id}:{now.isoformat()}",
        link=Link("application", f"/applications/{application_id}"),
        values={"programme": programme},
        pass_id=pass_id,
    )


def application_known(to: UUID, account_id: UUID, part: str, programme: str, now: datetime) -> Letter:
    """Who has an account signs in and applies from there; `part` is what they chose."""
    return Letter(
        APPLICATION_KNOWN,
        to=to,
        key=f"application_known:{account_id}:{now.isoformat()}",
        link=Link("sign_in", f"{APPLY}?part={part}"),
        values={"programme": programme},
        account_id=account_id,
    )


def application_received(application_id: UUID, to: UUID, pass_id: UUID | None, programme: str) -> Letter:
    """Say that the application is in, and what happens now."""
    return Letter(
        APPLICATION_RECEIVED,
        to=to,
        subject=application_id,
        key=f"application_received:{application_id}",
        link=Link("application" if pass_id else "sign_in", f"/applications/{application_id}"),
        values={"programme": programme},
        pass_id=pass_id,
    )


def application_closed(participation_id: UUID, to: UUID, programme: str) -> Letter:
    """Say that the way in ends here, and that it can begin again."""
    return Letter(
        APPLICATION_CLOSED,
        to=to,
        subject=participation_id,
        key=f"application_closed:{participation_id}",
        values={"programme": programme},
    )


def interview_planned(interview_id: UUID, to: UUID, planned_at: datetime, day: str, time: str, place: str) -> Letter:
    """Invite someone to the talk; moved talks get a letter of their own."""
    return Letter(
        INTERVIEW_PLANNED,
        to=to,
        subject=interview_id,
        key=f"interview_planned:{interview_id}:{planned_at.isoformat()}",
        values={"day": day, "time": time, "place": place},
    )


def concluded(
    kind: LetterKind, interview_id: UUID, to: UUID, programme: str, role: str, link: Link | None = None
) -> Letter:
    """What comes next after a talk; `link` lets in who has an account."""
    return Letter(
        kind,
        to=to,
        subject=interview_id,
        key=f"{kind.key}:{interview_id}",
        link=link,
        values={"programme": programme, "role": role},
    )


def protocol_of(programme_id: UUID) -> str:
    """Where a programme's protocol is read."""
    return f"/programmes/{programme_id}/protocol"


def protocol_to_read(interview_id: UUID, to: UUID, programme: str, link: Link) -> Letter:
    """Ask a supporter to read how the programme works before they start; the letter that lets them in."""
    return Letter(
        PROTOCOL_TO_READ,
        to=to,
        subject=interview_id,
        key=f"protocol_to_read:{interview_id}",
        link=link,
        values={"programme": programme},
    )
