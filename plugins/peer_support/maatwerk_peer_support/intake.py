"""What students are asked: five or six short pages on a phone."""

from __future__ import annotations

from maatwerk.plugin import Choice, Kind, Question, Side, WritesTo, fits, lists, questions
from maatwerk.plugin import lazy_gettext as _

SUBJECTS = lists.SUBJECTS

HARD = Question(
    "hard",
    Kind.TEXT,
    _("What do you find hard right now?"),
    _("A few words are enough."),
    required=False,
)
# The two questions of the source (requirement 13), before what is hard: strengths first (requirement 22).
# Who asks for help with a subject is asked the second only, to stay at six short screens; the first comes in the talk.
WHO = Question(
    "who_am_i",
    Kind.TEXT,
    _("Who are you, and who would you like to be?"),
    _("For example: I am calm, and I would like to dare more."),
    required=False,
)
CAN = Question(
    "what_can_i",
    Kind.TEXT,
    _("What are you good at, and what would you like to be able to do?"),
    _("At school or outside, big or small."),
    required=False,
)
MOTIVES = Question(
    "motives",  # for another, to learn, for experience (requirement 27)
    Kind.CHOICES,
    _("Why would you like to do this?"),
    _("Choose what fits. In the talk you tell more."),
    choices=(
        Choice("helping", _("Helping someone")),
        Choice("learning", _("Learning something myself")),
        Choice("experience", _("Experience for my CV")),
        Choice("people", _("Meeting people")),
    ),
    least=1,
)
HOURS = Question(
    "hours",
    Kind.CHOICE,
    _("How much time do you have a week?"),
    choices=(
        Choice("one", _("About one hour")),
        Choice("two", _("About two hours")),
        Choice("more", _("More than two hours")),
    ),
)
REFERENCE = Question(
    "reference",
    Kind.TEXT,
    _("Who at school can tell us something about you?"),
    _("For example a teacher or your study counsellor. We ask you before we call."),
)
LEARN = Question(
    "learning_goal",
    Kind.TEXT,
    _("What would you like to learn yourself?"),
    required=False,
)
HELLO = Question(
    "hello",
    Kind.TEXT,
    _("Say hello in one line"),
    _("Students read it when they pick. For example what you like about your course."),
    required=False,
    audience=questions.OTHER_READS,
)

# Tutor: by subject.
NEEDS = Question(
    "needs",
    Kind.SUBJECTS,
    _("Which subject would you like help with?"),
    _("Choose one to three."),
    least=1,
    most=3,
    audience=questions.OTHER_READS,
    writes_to=WritesTo.NEEDS,
)
OFFERS = Question(
    "offers",
    Kind.SUBJECTS,
    _("Which subjects can you help with?"),
    _("Choose subjects that you passed."),
    least=1,
    audience=questions.OTHER_READS,
    writes_to=WritesTo.OFFERS,
)
TUTOR = {
    Side.SEEKER: (NEEDS, CAN, HARD, questions.SLOTS, questions.LANGUAGES),
    Side.SUPPORTER: (OFFERS, MOTIVES, HELLO, HOURS, questions.SLOTS, questions.LANGUAGES, LEARN, REFERENCE),
}
TUTOR_THEMES = (
    Choice("learning_gap", _("Catching up on a subject")),
    Choice("planning", _("Planning and learning")),
    Choice("language", _("Language")),
    Choice("exams", _("Exams")),
    Choice("career", _("Choosing what comes next")),  # career guidance (requirement 102)
    Choice("citizenship", _("Citizenship")),
)

# Mentor: finding the way in the first year. The earlier school counts, where someone comes from never does.
ROUTE = Question(
    "route",
    Kind.CHOICE,
    _("What did you do before this course?"),
    choices=(
        Choice("vmbo", _("Pre-vocational school (vmbo)")),
        Choice("havo", _("General secondary school (havo or vwo)")),
        Choice("practical", _("Practical education or special secondary school")),
        Choice("mbo", _("Another vocational course")),
        Choice("work", _("Work")),
        Choice("other", _("Something else")),
    ),
    audience=questions.OTHER_READS,
)
SETTLING = Question(
    "settling",
    Kind.CHOICES,
    _("What would help you to settle in?"),
    choices=(
        Choice("finding_way", _("Finding my way in the building")),
        Choice("people", _("Getting to know people")),
        Choice("planning", _("Planning my school work")),
        Choice("course", _("Knowing whether this course fits me")),
        Choice("internship", _("Knowing how an internship works")),
    ),
    least=1,
    most=3,
    audience=questions.OTHER_READS,
)
GROUPS = Question(
    "groups",
    Kind.CHOICE,
    _("Have you led a group before?"),
    _("No is fine: the training helps you."),
    choices=(Choice("yes", _("Yes")), Choice("a_little", _("A little")), Choice("no", _("No"))),
)
MENTOR = {
    Side.SEEKER: (SETTLING, WHO, CAN, ROUTE, questions.INTERESTS, questions.SLOTS, questions.LANGUAGES),
    Side.SUPPORTER: (
        MOTIVES,
        GROUPS,
        ROUTE,
        questions.INTERESTS,
        questions.SLOTS,
        questions.LANGUAGES,
        LEARN,
        REFERENCE,
    ),
}
MENTOR_THEMES = (
    Choice("belonging", _("Friends and feeling at home")),
    Choice("planning", _("Planning and learning")),
    Choice("course_choice", _("Is this course right for me?")),
    Choice("internship", _("Finding an internship")),
    Choice("citizenship", _("Citizenship")),
)

# Buddy: by wish and interests.
_KINDS_OF_BUDDY = (
    Choice("listener", _("Someone who listens well")),
    Choice("doer", _("Someone to do things with")),
    Choice("organiser", _("Someone who helps me to plan")),
    Choice("cheerful", _("Someone who makes me laugh")),
)
WISH = Question(
    "wish",
    Kind.CHOICES,
    _("What kind of buddy would you like?"),
    choices=(*_KINDS_OF_BUDDY, Choice(fits.NO_PREFERENCE, _("It is all the same to me"))),
    least=1,
    most=2,
    audience=questions.OTHER_READS,
)
LIKENESS = Question(
    "likeness",
    Kind.CHOICES,
    _("What kind of buddy are you?"),
    choices=(
        Choice("listener", _("I listen well")),
        Choice("doer", _("I like to do things together")),
        Choice("organiser", _("I am good at planning")),
        Choice("cheerful", _("I make people laugh")),
    ),
    least=1,
    most=2,
    audience=questions.OTHER_READS,
)
EXPERIENCE = Question(
    "experience",
    Kind.CHOICES,
    _("What have you been through yourself?"),
    _("Only what you want to tell. Leave it open if you like."),
    choices=(
        Choice("changed_course", _("Changed to another course")),
        Choice("moved_out", _("Started living on my own")),
        Choice("job_beside", _("A job beside school")),
        Choice("first_student", _("The first in my family in this kind of school")),
        Choice("years_out", _("Back at school after some time away")),
        Choice("lonely_start", _("A lonely start at a new school")),
    ),
    required=False,
    audience=questions.OTHER_READS,
)
BUDDY = {
    Side.SEEKER: (WISH, WHO, CAN, questions.INTERESTS, EXPERIENCE, HARD, questions.SLOTS, questions.LANGUAGES),
    Side.SUPPORTER: (
        MOTIVES,
        LIKENESS,
        questions.INTERESTS,
        EXPERIENCE,
        questions.SLOTS,
        questions.LANGUAGES,
        LEARN,
        REFERENCE,
    ),
}
