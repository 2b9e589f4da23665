"""Ready-made questions of an application: what almost every programme asks of both sides."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from maatwerk.programme.values import Kind, Question, WritesTo

OTHER_READS = _("We show this to whoever we propose to you.")

INTERESTS = Question(
    "interests",
    Kind.INTERESTS,
    _("What do you like to do?"),
    _("Choose three to five."),
    least=1,
    most=5,
    audience=OTHER_READS,
    writes_to=WritesTo.INTERESTS,
)
LANGUAGES = Question(
    "languages",
    Kind.LANGUAGES,
    _("Which languages do you speak?"),
    _("The ones you can have a conversation in."),
    least=1,
    audience=OTHER_READS,
    writes_to=WritesTo.LANGUAGES,
)
SLOTS = Question(
    "slots",
    Kind.SLOTS,
    _("When are you free?"),
    _("Choose everything that usually suits you."),
    least=1,
    writes_to=WritesTo.SLOTS,
)
