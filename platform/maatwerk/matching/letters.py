"""What people are told on the way to a match. No letter says anything about the other but the role."""

from __future__ import annotations

from uuid import UUID

from flask_babel import lazy_gettext as _

from maatwerk.correspondence.values import Letter, LetterKind, Link
from maatwerk.matching.model import Circle, Proposal

CHOICE = LetterKind(
    "matching_choice",
    subject=_("Pick who suits you"),
    body=(
        _("Good news: there are people who can help you."),
        _("Read who they are and pick one. You decide. It takes a minute."),
    ),
    button=_("Look and pick"),
)
PROPOSED_SEEKER = LetterKind(
    "matching_proposed_seeker",
    subject=_("We found someone for you"),
    body=(
        _("We think we found someone who suits you."),
        _("Read what you share. Then say yes, rather another, or that you want to talk first. You decide."),
    ),
    button=_("See who it is"),
)
PROPOSED_SUPPORTER = LetterKind(
    "matching_proposed_supporter",
    subject=_("Someone would like your help"),
    body=(
        _("There is someone whom you could help well."),
        _("Read what you share. Then say yes, rather another, or that you want to talk first. You decide."),
    ),
    button=_("See who it is"),
)
CIRCLE = LetterKind(
    "matching_circle",
    subject=_("A circle for you to lead"),
    body=(
        _("We put a circle together for you: students of one course who start together."),
        _("Have a look and tell us whether you want to lead it."),
    ),
    button=_("See the circle"),
)
CONFIRM = LetterKind(
    "matching_confirm",
    subject=_("Two people wait for your yes"),
    body=(_("Two students want to work together. They can start once you agree."), _("It takes one click.")),
    button=_("Look and agree"),
)
REMINDER = LetterKind(
    "matching_reminder",
    subject=_("We'd like to hear from you before %(day)s"),
    body=(
        _("A while ago we asked you something. We have no answer yet."),
        _("Yes and rather not are both fine. After %(day)s we ask someone else."),
    ),
    button=_("Give my answer"),
)
PICK_AGAIN = LetterKind(
    "matching_pick_again",
    subject=_("Pick someone else"),
    body=(
        _("The one you picked can't take on anyone now. That has nothing to do with you."),
        _("You may pick someone else right away. You stay first in line."),
    ),
    button=_("Look and pick"),
)
FIRST_IN_LINE = LetterKind(
    "matching_first_in_line",
    subject=_("We look on for you"),
    body=(
        _("This time it did not work out. That has nothing to do with you."),
        _("You are first in line. You hear from us as soon as there is someone who suits you."),
    ),
    button=_("See what comes next"),
)
NOT_THIS_TIME = LetterKind(
    "matching_not_this_time",
    subject=_("Not this time"),
    body=(
        _("Thank you for your yes. This time it becomes someone else; that has nothing to do with you."),
        _("You stay available. We write as soon as someone else could use your help."),
    ),
    button=_("See what comes next"),
)
EXPIRED = LetterKind(
    "matching_expired",
    subject=_("We asked someone else"),
    body=(
        _("We had no answer from you, so we asked someone else. That is fine."),
        _("Do you still want to take part? Then you need do nothing. We write again."),
    ),
    button=_("See what comes next"),
)
KINDS = (
    CHOICE,
    PROPOSED_SEEKER,
    PROPOSED_SUPPORTER,
    CIRCLE,
    CONFIRM,
    REMINDER,
    PICK_AGAIN,
    FIRST_IN_LINE,
    NOT_THIS_TIME,
    EXPIRED,
)


def question_key(kind: LetterKind, proposal_id: UUID, step: str, to: UUID) -> str:
    """What names the question of one step to one person."""
    return f"{kind.key}:{proposal_id}:{step}:{to}"


def to_answer(kind: LetterKind, proposal: Proposal, to: UUID, **extra: str) -> Letter:
    """Ask someone for their answer to one proposal; asked once for each step it stands at."""
    return Letter(
        kind,
        to=to,
        subject=proposal.id,
        key=question_key(kind, proposal.id, proposal.step, to),
        link=Link("answer", f"/proposals/{proposal.id}"),
        values=extra,
    )


def to_pick(kind: LetterKind, seeker_id: UUID, to: UUID, about: UUID) -> Letter:
    """Ask a seeker to pick; `about` is the offer (or the pick that fell through) that this letter tells of."""
    return Letter(kind, to=to, subject=seeker_id, key=f"{kind.key}:{about}", link=Link("answer", "/pick"))


def to_lead(circle: Circle) -> Letter:
    """Ask a supporter whether they want to lead a circle."""
    return Letter(
        CIRCLE,
        to=circle.supporter_person_id,
        subject=circle.id,
        key=f"{CIRCLE.key}:{circle.id}",
        link=Link("answer", f"/circles/{circle.id}"),
    )


def reminder(proposal: Proposal, to: UUID, path: str, day: str) -> Letter:
    """Ask once more, once for each last day."""
    return Letter(
        REMINDER,
        to=to,
        subject=proposal.id,
        key=f"{REMINDER.key}:{proposal.circle_id or proposal.id}:{to}:{proposal.step}:{proposal.expires_at}",
        link=Link("answer", path),
        values={"day": day},
    )


def ended(kind: LetterKind, proposal: Proposal, to: UUID) -> Letter:
    """Tell one of the two kindly how it ended."""
    return Letter(
        kind,
        to=to,
        subject=proposal.id,
        key=f"{kind.key}:{proposal.id}:{to}",
        link=Link("sign_in", "/my"),
    )
