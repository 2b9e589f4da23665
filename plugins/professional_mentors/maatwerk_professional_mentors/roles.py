"""Who takes part in the network, and what they are called in Dutch and English."""

from __future__ import annotations

from dataclasses import replace

from maatwerk.plugin import Role, RoleForms, RoleWords
from maatwerk.plugin import lazy_gettext as _

MENTEE = Role(
    "mentee",
    RoleWords(
        nl=RoleForms("mentee", "mentees", "de mentee", "je mentee", "uw mentee", "De mentee"),
        en=RoleForms("mentee", "mentees", "the mentee", "your mentee", "your mentee", "The mentee"),
    ),
    description=_("A student or pupil with a question about school, work or the way there."),
    gains=_("Someone who has been there, who thinks along, and who knows people."),
    least_age=12,
)
PUPIL = replace(MENTEE, description=_("A pupil or student who would like someone a few steps ahead."))
PROFESSIONAL = Role(
    "mentor",
    RoleWords(
        nl=RoleForms("mentor", "mentors", "de mentor", "je mentor", "uw mentor", "De mentor"),
        en=RoleForms("mentor", "mentors", "the mentor", "your mentor", "your mentor", "The mentor"),
    ),
    description=_("Someone with work and life experience, in any kind of work, who walks beside a student."),
    gains=_("You see your own work with new eyes, and you learn to ask instead of to tell."),
    needs_certificate=True,
    least_age=18,
)
STUDENT_MENTOR = Role(
    "student_mentor",
    RoleWords(
        nl=RoleForms(
            "studentmentor",
            "studentmentoren",
            "de studentmentor",
            "je studentmentor",
            "uw studentmentor",
            "De studentmentor",
        ),
        en=RoleForms(
            "student mentor",
            "student mentors",
            "the student mentor",
            "your student mentor",
            "your student mentor",
            "The student mentor",
        ),
    ),
    description=_("A student of a vocational college or university of applied sciences, trained to mentor."),
    gains=_("You learn to coach, and you get a certificate and hours for your portfolio."),
    needs_certificate=True,
    least_age=16,
)
MENTOR_TRAINER = Role(
    "teacher_coach",
    RoleWords(
        nl=RoleForms(
            "mentortrainer",
            "mentortrainers",
            "de mentortrainer",
            "je mentortrainer",
            "uw mentortrainer",
            "De mentortrainer",
        ),
        en=RoleForms(
            "mentor trainer",
            "mentor trainers",
            "the mentor trainer",
            "your mentor trainer",
            "your mentor trainer",
            "The mentor trainer",
        ),
    ),
    description=_("A certified trainer who prepares mentors and stands behind them."),
    needs_certificate=True,
    certificate_months=36,
)
STAFF = (MENTOR_TRAINER,)
