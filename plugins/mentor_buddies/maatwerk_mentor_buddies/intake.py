"""What both are asked. A pupil starts from what goes well; a volunteer tells their own story at school."""

from __future__ import annotations

from dataclasses import replace

from maatwerk.plugin import Choice, Kind, Question, Side, WritesTo, fits, questions
from maatwerk.plugin import lazy_gettext as _

# What is hard at school, and so what a volunteer may be good at: one list for both.
SCHOOL = (
    Choice("planning", _("Planning and homework")),
    Choice("starting", _("Getting started, and keeping at it")),
    Choice("confidence", _("Believing in myself")),
    Choice("friends", _("Friends and feeling at home")),
    Choice("speaking", _("Saying something in class")),
    Choice("choices", _("Choosing a course or a school")),
    Choice("language", _("Language")),
    Choice("rest", _("Staying calm")),
)

GOES_WELL = Question(
    "goes_well",
    Kind.TEXT,
    _("What goes well, and what are you good at?"),
    _("It may be anything, at school or at home."),
    required=False,
)
HARD = Question(
    "school",
    Kind.CHOICES,
    _("What is hard at school for you?"),
    _("Choose one to three."),
    choices=SCHOOL,
    least=1,
    most=3,
    audience=questions.OTHER_READS,
)
WOULD_HELP = Question(
    "would_help",
    Kind.TEXT,
    _("What would help you?"),
    _("A few words are enough."),
    required=False,
)
WISH = Question(
    "wish",
    Kind.CHOICES,
    _("What should your buddy be like?"),
    choices=(
        Choice("calm", _("Calm, with time for me")),
        Choice("cheerful", _("Cheerful, someone to laugh with")),
        Choice("active", _("Someone to do things with")),
        Choice("clear", _("Clear about what we agree")),
        Choice(fits.NO_PREFERENCE, _("It is all the same to me")),
    ),
    least=1,
    most=2,
    audience=questions.OTHER_READS,
)
SLOTS = replace(questions.SLOTS, label=_("When can you meet at school?"))
POSTCODE = Question(
    "postcode",
    Kind.POSTCODE,
    _("What is your postcode?"),
    _("So that we find someone nearby. Nobody else sees it."),
    writes_to=WritesTo.POSTCODE,
)
WHY = Question(
    "why",
    Kind.TEXT,
    _("Why would you like to be a school buddy?"),
    _("Two or three sentences are enough."),
)
OWN_STORY = Question(
    "own_story",
    Kind.TEXT,
    _("How was school for you? What did you need then?"),
    required=False,
)
STRENGTHS = Question(
    "strengths",
    Kind.CHOICES,
    _("With what can you help a pupil?"),
    _("Choose everything that fits."),
    choices=SCHOOL,
    least=1,
    audience=questions.OTHER_READS,
)
LIKENESS = Question(
    "likeness",
    Kind.CHOICES,
    _("What are you like?"),
    choices=(
        Choice("calm", _("Calm, I take my time")),
        Choice("cheerful", _("Cheerful, I like to laugh")),
        Choice("active", _("I like to do things together")),
        Choice("clear", _("I am clear about what we agree")),
    ),
    least=1,
    most=2,
    audience=questions.OTHER_READS,
)
KIND_OF_SCHOOL = Question(
    "kind_of_school",
    Kind.CHOICES,
    _("At which kinds of school would you like to be?"),
    choices=(
        Choice("primary", _("Primary school")),
        Choice("secondary", _("Secondary school")),
        Choice("vocational", _("Vocational college (mbo)")),
    ),
    least=1,
)
REFERENCE = Question(
    "reference",
    Kind.TEXT,
    _("Who can tell us something about you?"),
    _("For example a teacher or an employer. We ask you before we call."),
)
LEARN = Question(
    "learning_goal",
    Kind.TEXT,
    _("What would you like to learn yourself?"),
    required=False,
)

QUESTIONS = {
    Side.SEEKER: (GOES_WELL, HARD, WOULD_HELP, questions.INTERESTS, WISH, SLOTS, questions.LANGUAGES, POSTCODE),
    Side.SUPPORTER: (
        WHY,
        OWN_STORY,
        STRENGTHS,
        questions.INTERESTS,
        LIKENESS,
        KIND_OF_SCHOOL,
        SLOTS,
        questions.LANGUAGES,
        POSTCODE,
        REFERENCE,
        LEARN,
    ),
}
