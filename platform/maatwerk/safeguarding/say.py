"""Sentences about a worry that several pages use."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from maatwerk.safeguarding.rules import State, Urgency

URGENCIES = (
    (Urgency.TODAY.value, lazy_gettext("Somebody must look at it today")),
    (Urgency.THIS_WEEK.value, lazy_gettext("This week is soon enough")),
    (Urgency.UNSURE.value, lazy_gettext("I don't know")),
)
SHORT = {
    Urgency.TODAY.value: lazy_gettext("Today"),
    Urgency.THIS_WEEK.value: lazy_gettext("This week"),
    Urgency.UNSURE.value: lazy_gettext("Not known"),
}
STATES = {
    State.RECEIVED.value: lazy_gettext("Not read yet"),
    State.READ.value: lazy_gettext("Read, no answer yet"),
    State.ACKNOWLEDGED.value: lazy_gettext("Answered"),
}
TONES = {State.RECEIVED.value: "warn", State.READ.value: "new", State.ACKNOWLEDGED.value: "ok"}


def waits(state: State) -> str:
    """Why it stands on Today; no name, no word of it."""
    if state is State.RECEIVED:
        return _("Something came in that only you and your deputy may read.")
    return _("Who came to you still waits for an answer.")


def nobody_reads() -> str:
    """When there is nobody here who may read it."""
    return _(
        "Nobody here can read this now, so we did not keep it. Call Veilig Thuis on 0800-2000. "
        "They listen and advise, day and night."
    )
