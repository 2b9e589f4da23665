"""One starter evening for professionals; three half-days for student mentors. Closing is part of both, always."""

from __future__ import annotations

from maatwerk.plugin import Module
from maatwerk.plugin import lazy_gettext as _

_SAFETY = _("When a worry is too big for you, and to whom you take it.")
_FAREWELL = _("Looking back, and a farewell that counts.")

STARTER_EVENING = (
    Module("goals", _("What the network is for, and the five phases of a match"), 1, 30),
    Module("role", _("What a mentor is, and is not"), 1, 35),
    Module("world", _("The world of students today"), 1, 30),
    Module("asking", _("Asking before advising"), 1, 35),
    Module("safety", _("Boundaries, and asking for help"), 1, 25, description=_SAFETY),
    Module("closing", _("Saying goodbye well"), 1, 25, description=_FAREWELL),
)
STUDENT_MENTOR = (
    Module("goals", _("What the network is for, and the five phases of a match"), 1, 45),
    Module("role", _("What a student mentor is, and is not"), 1, 75),
    Module("listening", _("Listening"), 1, 90),
    Module("asking", _("Asking before advising"), 2, 90),
    Module("younger", _("Pupils who are younger than you"), 2, 60),
    Module("network", _("Bringing people together"), 2, 60),
    Module("safety", _("Boundaries, and asking for help"), 3, 90, description=_SAFETY),
    Module("closing", _("Saying goodbye well"), 3, 60, description=_FAREWELL),
    Module("first_talk", _("Your first talk, prepared and practised"), 3, 60),
)
