"""Who takes part, and what they are called in Dutch and English."""

from __future__ import annotations

from maatwerk.plugin import Role, RoleForms, RoleWords
from maatwerk.plugin import lazy_gettext as _

PUPIL = Role(
    "mentee",
    RoleWords(
        nl=RoleForms("leerling", "leerlingen", "de leerling", "je leerling", "uw leerling", "De leerling"),
        en=RoleForms("pupil", "pupils", "the pupil", "your pupil", "your pupil", "The pupil"),
    ),
    description=_("A pupil for whom school does not go by itself for a while."),
    gains=_("Someone of your own: an hour a week, at school, about what you want."),
    least_age=8,
)
# About 18 to 35: the margins are for who turns 18 during the course, and for who has just turned 36.
VOLUNTEER = Role(
    "mentor",
    RoleWords(
        nl=RoleForms(
            "schoolmaatje",
            "schoolmaatjes",
            "het schoolmaatje",
            "je schoolmaatje",
            "uw schoolmaatje",
            "Het schoolmaatje",
        ),
        en=RoleForms(
            "school buddy",
            "school buddies",
            "the school buddy",
            "your school buddy",
            "your school buddy",
            "The school buddy",
        ),
    ),
    description=_("A volunteer who studies or has just started working, about 18 to 35 years old."),
    gains=_("You mean something to one pupil, you learn to guide, and you get a statement of your hours."),
    needs_certificate=True,
    least_age=17,
    most_age=36,
    checks=("reference", "agreement", "vog"),
)
COURSE_LEADER = Role(
    "teacher_coach",
    RoleWords(
        nl=RoleForms(
            "cursusleider",
            "cursusleiders",
            "de cursusleider",
            "je cursusleider",
            "uw cursusleider",
            "De cursusleider",
        ),
        en=RoleForms(
            "course leader",
            "course leaders",
            "the course leader",
            "your course leader",
            "your course leader",
            "The course leader",
        ),
    ),
    description=_("Gives the course that every volunteer follows before a match."),
    needs_certificate=True,
    certificate_months=36,
)
STAFF = (COURSE_LEADER,)
