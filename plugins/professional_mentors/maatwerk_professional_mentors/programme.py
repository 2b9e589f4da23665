"""A network of mentors: professionals, and students who mentor. The variants and the hooks; the table of contents."""

from __future__ import annotations

from maatwerk.plugin import About, Curriculum, Places, Rhythm, Variant, hookimpl
from maatwerk.plugin import lazy_gettext as _
from maatwerk_professional_mentors import intake, matching, roles, training, trajectory

PROFESSIONAL = Variant(
    key="professional_mentors/professional",
    name=_("Mentor from work"),
    description=_("A professional beside a student with a question: half a year to a year, as often as both agree."),
    seeker_role=roles.MENTEE,
    supporter_role=roles.PROFESSIONAL,
    staff_roles=roles.STAFF,
    places=Places(default=1, most=3),
    length_weeks=39,
    rhythm=Rhythm("biweekly", 60),
    check_ins=trajectory.CHECK_INS,
    intake_questions=intake.PROFESSIONAL,
    training_modules=Curriculum(1, training.STARTER_EVENING, sessions=1, session_minutes=180),
    matching_conditions=matching.PROFESSIONAL_CONDITIONS,
    matching_criteria=matching.PROFESSIONAL_CRITERIA,
    matching_steps=matching.PROFESSIONAL_STEPS,
    trajectory_phases=trajectory.PROFESSIONAL,
    attention_rules=trajectory.attention(days=30),
    themes=intake.QUESTIONS,
    meeting_topics=trajectory.TOPICS,
)
STUDENT_MENTOR = Variant(
    key="professional_mentors/student_mentor",
    name=_("Student mentor"),
    description=_("A trained student beside a younger one: about half a year, an hour a week."),
    peers=True,
    seeker_role=roles.PUPIL,
    supporter_role=roles.STUDENT_MENTOR,
    staff_roles=roles.STAFF,
    places=Places(default=1, most=2),
    length_weeks=26,
    rhythm=Rhythm("weekly", 60),
    check_ins=trajectory.CHECK_INS,
    intake_questions=intake.STUDENT_MENTOR,
    training_modules=Curriculum(1, training.STUDENT_MENTOR, sessions=3),
    matching_conditions=matching.STUDENT_MENTOR_CONDITIONS,
    matching_criteria=matching.STUDENT_MENTOR_CRITERIA,
    matching_steps=matching.STUDENT_MENTOR_STEPS,
    trajectory_phases=trajectory.STUDENT_MENTOR,
    attention_rules=trajectory.attention(days=21),
    themes=intake.QUESTIONS,
    meeting_topics=trajectory.TOPICS,
)


@hookimpl
def programme_about() -> About:
    """What administrators see on the page of programmes."""
    return About(
        _("A network of mentors"),
        _("People from all kinds of work, and trained students, walk beside a student with a question."),
    )


@hookimpl
def programme_variants() -> list[Variant]:
    """Professionals, and student mentors."""
    return [PROFESSIONAL, STUDENT_MENTOR]
