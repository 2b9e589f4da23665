"""Who takes part in peer support, and what they are called in Dutch and English."""

from __future__ import annotations

from maatwerk.plugin import Role, RoleForms, RoleWords
from maatwerk.plugin import lazy_gettext as _

STUDENT = Role(
    "mentee",
    RoleWords(
        nl=RoleForms("student", "studenten", "de student", "je student", "uw student", "De student"),
        en=RoleForms("student", "students", "the student", "your student", "your student", "The student"),
    ),
    description=_("A student who would like help with a subject."),
    gains=_("Someone who explains it in another way, at your own pace."),
)
FIRST_YEAR = Role(
    "mentee",
    RoleWords(
        nl=RoleForms(
            "eerstejaars", "eerstejaars", "de eerstejaars", "je eerstejaars", "uw eerstejaars", "De eerstejaars"
        ),
        en=RoleForms(
            "first-year", "first-years", "the first-year", "your first-year", "your first-year", "The first-year"
        ),
    ),
    description=_("A student in the first year of a course."),
    gains=_("You know your way sooner, and you know someone."),
)
TUTOR = Role(
    "tutor",
    RoleWords(
        nl=RoleForms("tutor", "tutors", "de tutor", "je tutor", "uw tutor", "De tutor"),
        en=RoleForms("tutor", "tutors", "the tutor", "your tutor", "your tutor", "The tutor"),
    ),
    description=_("A student in a later year who helps with a subject."),
    gains=_("You learn to explain, and you get a certificate and hours for your portfolio."),
    needs_certificate=True,
)
MENTOR = Role(
    "mentor",
    RoleWords(
        nl=RoleForms("mentor", "mentors", "de mentor", "je mentor", "uw mentor", "De mentor"),
        en=RoleForms("mentor", "mentors", "the mentor", "your mentor", "your mentor", "The mentor"),
    ),
    description=_("A student in a later year who shows a small circle of first-years the way."),
    gains=_("You learn to lead a group, and you get a certificate and hours for your portfolio."),
    needs_certificate=True,
)
BUDDY = Role(
    "buddy",
    RoleWords(
        nl=RoleForms("buddy", "buddy's", "de buddy", "je buddy", "uw buddy", "De buddy"),
        en=RoleForms("buddy", "buddies", "the buddy", "your buddy", "your buddy", "The buddy"),
    ),
    description=_("A student who walks beside another for a while."),
    gains=_("You learn to listen and to set boundaries, and you get a certificate for your portfolio."),
    needs_certificate=True,
)
TEACHER_COACH = Role(
    "teacher_coach",
    RoleWords(
        nl=RoleForms(
            "docentcoach", "docentcoaches", "de docentcoach", "je docentcoach", "uw docentcoach", "De docentcoach"
        ),
        en=RoleForms(
            "teacher coach",
            "teacher coaches",
            "the teacher coach",
            "your teacher coach",
            "your teacher coach",
            "The teacher coach",
        ),
    ),
    description=_("A certified teacher who trains students for their role and stands behind them."),
    needs_certificate=True,
    certificate_months=36,
)
TRAINER = Role(
    "trainer",
    RoleWords(
        nl=RoleForms("trainer", "trainers", "de trainer", "je trainer", "uw trainer", "De trainer"),
        en=RoleForms("trainer", "trainers", "the trainer", "your trainer", "your trainer", "The trainer"),
    ),
    description=_("Trains and certifies the teacher coaches: train-the-trainer."),
)
STAFF = (TEACHER_COACH, TRAINER)
