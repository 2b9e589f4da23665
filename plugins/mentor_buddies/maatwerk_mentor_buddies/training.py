"""The course that every volunteer follows before a match: two evenings and a Saturday morning."""

from __future__ import annotations

from maatwerk.plugin import Module
from maatwerk.plugin import lazy_gettext as _

COURSE = (
    Module("goals", _("What this programme is for, and the five phases of a match"), 1, 45),
    Module("role", _("Your role and its limits"), 1, 60),
    Module("world", _("The world of young people"), 1, 75),
    Module("listening", _("Listening, and asking questions that help"), 2, 90),
    Module("school", _("At school: planning, courage, belonging"), 2, 90),
    Module(
        "safety",
        _("Signals, boundaries, and asking for help"),
        3,
        75,
        description=_("When a worry is too big for you, and to whom you take it."),
    ),
    Module("closing", _("Saying goodbye well"), 3, 60, description=_("Looking back, and a farewell that counts.")),
    Module("first_meeting", _("The kick-off and your first hour, prepared"), 3, 45),
)
