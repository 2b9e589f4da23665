"""What both are asked: short pages with things to tap; the question behind the question is for the talk."""

from __future__ import annotations

from maatwerk.plugin import Choice, Kind, Question, Side, fits, questions
from maatwerk.plugin import lazy_gettext as _

# What a mentoring question may be about, and so what a mentor may have experience with: one list for both.
QUESTIONS = (
    Choice("direction", _("Finding out what I want to become")),
    Choice("further_study", _("Going on to another course")),
    Choice("internship", _("Finding an internship, and doing well there")),
    Choice("first_job", _("Finding a first job")),
    Choice("own_business", _("Starting something of my own")),
    Choice("planning", _("Planning, and finishing what I start")),
    Choice("confidence", _("Believing in myself")),
    Choice("speaking", _("Speaking up, presenting, a job interview")),
    Choice("network", _("Knowing people who can help me")),
    Choice("balance", _("School, work and life together")),
)
FIELDS = (
    Choice("care", _("Care and welfare")),
    Choice("education", _("Education and child care")),
    Choice("technology", _("Technology and building")),
    Choice("computers", _("Computers and data")),
    Choice("trade", _("Trade and sales")),
    Choice("office", _("Office, money and law")),
    Choice("government", _("Government and safety")),
    Choice("transport", _("Transport and logistics")),
    Choice("hospitality", _("Food, travel and hospitality")),
    Choice("nature", _("Land, animals and nature")),
    Choice("art", _("Art, design and media")),
    Choice("sports", _("Sports and exercise")),
    Choice("crafts", _("Crafts")),
)
_PEOPLE = (
    Choice("employers", _("Someone who hires people")),
    Choice("field", _("People who do the work I dream of")),
    Choice("founders", _("Someone who started a business")),
    Choice("further", _("Students of a course after mine")),
    Choice("clubs", _("People of clubs and volunteers")),
)
_STYLES = (
    Choice("listener", _("Someone who listens first")),
    Choice("practical", _("Someone who does things with me")),
    Choice("challenger", _("Someone who dares me")),
    Choice("planner", _("Someone who helps me to plan")),
)
_MODES = (
    Choice("together", _("In the same room")),
    Choice("online", _("By video call")),
    Choice("walking", _("Walking, or at someone's work")),
)

QUESTION = Question(
    "question",
    Kind.CHOICES,
    _("What would you like to reach or learn?"),
    _("Choose one to three. We talk about it together."),
    choices=QUESTIONS,
    least=1,
    most=3,
    audience=questions.OTHER_READS,
)
BEHIND = Question(
    "behind",
    Kind.TEXT,
    _("Why now? What is behind your question?"),
    _("A few words are enough. If you would rather tell it, leave this open."),
    required=False,
)
FIELD_WISHED = Question(
    "field",
    Kind.CHOICES,
    _("Which kinds of work draw you?"),
    _("Choose up to three, or skip this if you don't know yet."),
    choices=FIELDS,
    most=3,
    required=False,
    audience=questions.OTHER_READS,
)
PEOPLE_WISHED = Question(
    "people",
    Kind.CHOICES,
    _("Whom would you like to get to know?"),
    choices=(*_PEOPLE, Choice(fits.NO_PREFERENCE, _("I don't know yet"))),
    least=1,
    most=2,
    audience=questions.OTHER_READS,
)
STYLE_WISHED = Question(
    "style",
    Kind.CHOICES,
    _("What kind of mentor suits you?"),
    choices=(*_STYLES, Choice(fits.NO_PREFERENCE, _("It is all the same to me"))),
    least=1,
    most=2,
    audience=questions.OTHER_READS,
)
MODE = Question(
    "mode",
    Kind.CHOICES,
    _("How would you like to meet?"),
    choices=_MODES,
    least=1,
    audience=questions.OTHER_READS,
)
ROAD = Question(
    "road",
    Kind.TEXT,
    _("Your own road in three sentences: school, work, a turn you did not expect"),
    _("Students read it when we propose you. A detour says more than a title."),
    audience=questions.OTHER_READS,
)
EXPERIENCE = Question(
    "experience",
    Kind.CHOICES,
    _("With which of these can you help from your own experience?"),
    _("Choose everything that fits."),
    choices=QUESTIONS,
    least=1,
    audience=questions.OTHER_READS,
)
FIELD_WORKED = Question(
    "field",
    Kind.CHOICES,
    _("In which kinds of work do you know your way?"),
    choices=FIELDS,
    least=1,
    most=4,
    audience=questions.OTHER_READS,
)
EMPLOYER = Question(
    "employer",
    Kind.TEXT,
    _("For whom do you work?"),
    _("So that nobody gets their own boss or internship supervisor as a mentor. Leave it open if you don't work."),
    required=False,
)
REACH = Question(
    "reach",
    Kind.CHOICES,
    _("To whom could you introduce a student?"),
    choices=_PEOPLE,
    required=False,
    audience=questions.OTHER_READS,
)
STYLE = Question(
    "manner",
    Kind.CHOICES,
    _("What kind of mentor are you?"),
    choices=(
        Choice("listener", _("I listen first")),
        Choice("practical", _("I like to do things together")),
        Choice("challenger", _("I dare people to take a step")),
        Choice("planner", _("I am good at planning")),
    ),
    least=1,
    most=2,
    audience=questions.OTHER_READS,
)
LEARN = Question(
    "learning_goal",
    Kind.TEXT,
    _("What would you like to learn yourself?"),
    required=False,
)
WHY = Question(
    "why",
    Kind.TEXT,
    _("Why would you like to do this?"),
    _("Two or three sentences are enough."),
)

PROFESSIONAL = {
    Side.SEEKER: (
        QUESTION,
        BEHIND,
        FIELD_WISHED,
        PEOPLE_WISHED,
        STYLE_WISHED,
        MODE,
        questions.SLOTS,
        questions.LANGUAGES,
    ),
    Side.SUPPORTER: (
        ROAD,
        EXPERIENCE,
        FIELD_WORKED,
        EMPLOYER,
        REACH,
        STYLE,
        MODE,
        questions.SLOTS,
        questions.LANGUAGES,
        LEARN,
    ),
}
STUDENT_MENTOR = {
    Side.SEEKER: (
        QUESTION,
        BEHIND,
        FIELD_WISHED,
        STYLE_WISHED,
        questions.INTERESTS,
        questions.SLOTS,
        questions.LANGUAGES,
    ),
    Side.SUPPORTER: (
        WHY,
        EXPERIENCE,
        FIELD_WORKED,
        STYLE,
        questions.INTERESTS,
        questions.SLOTS,
        questions.LANGUAGES,
        LEARN,
    ),
}
