"""Role training: three half-days, after which attendance earns the certificate. Closing is part of it, always."""

from __future__ import annotations

from maatwerk.plugin import Module
from maatwerk.plugin import lazy_gettext as _

GOALS = Module("goals", _("What peer support is for, and its five phases"), 1, 45)
ROLE = Module("role", _("Your role and its limits"), 1, 75, description=_("What you do, and what you leave to others."))
LISTENING = Module("listening", _("Listening"), 1, 90)
QUESTIONS = Module("questions", _("Asking questions that help"), 2, 90)
SAFETY = Module(
    "safety",
    _("Safety, and asking for help"),
    3,
    90,
    description=_("When a worry is too big for you, and to whom you take it."),
)
CLOSING = Module("closing", _("Saying goodbye well"), 3, 60, description=_("Looking back, and a farewell that counts."))
FIRST = Module("first_session", _("Your first meeting, prepared and practised"), 3, 60)

TUTOR = (
    GOALS,
    ROLE,
    LISTENING,
    QUESTIONS,
    Module("explaining", _("Explaining, planning and study skills"), 2, 120),
    SAFETY,
    CLOSING,
    FIRST,
)
MENTOR = (
    GOALS,
    ROLE,
    LISTENING,
    QUESTIONS,
    Module("welcome", _("Making newcomers welcome, and leading a circle"), 2, 120),
    SAFETY,
    CLOSING,
    FIRST,
)
BUDDY = (
    GOALS,
    ROLE,
    LISTENING,
    QUESTIONS,
    Module("nearness", _("Being near, and setting boundaries"), 2, 120),
    SAFETY,
    CLOSING,
    FIRST,
)
