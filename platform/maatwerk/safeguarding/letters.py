"""What lead and deputy are told: that something waits, and not a word more (ruling 7)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from flask_babel import lazy_gettext as _

from maatwerk.correspondence.values import Letter, LetterKind, Link

WORRY_WAITS = LetterKind(
    "something_waits",
    subject=_("Something waits for you"),
    body=(_("Something came in that only you and your deputy may read."), _("Please look at it today.")),
    button=_("Look now"),
)
WORRY_STILL_WAITS = LetterKind(
    "something_still_waits",
    subject=_("Something still waits for you"),
    body=(
        _("Something came in that only you and your deputy may read. Nobody has read it yet."),
        _("Please look at it today. We write to you every day until one of you has read it."),
    ),
    button=_("Look now"),
)
KINDS = (WORRY_WAITS, WORRY_STILL_WAITS)
WAY = Link("sign_in", "/worries")  # no id: the letter knows nothing of what waits


def worry_waits(concern_id: UUID, to: UUID) -> Letter:
    """At once, to each who may read it."""
    return Letter(WORRY_WAITS, to=to, key=f"something_waits:{concern_id}:{to}", link=WAY)


def worry_still_waits(to: UUID, day: date, due: datetime) -> Letter:
    """Every day until read: one a day, in the morning, however much waits."""
    return Letter(WORRY_STILL_WAITS, to=to, key=f"something_still_waits:{to}:{day.isoformat()}", link=WAY, due=due)
