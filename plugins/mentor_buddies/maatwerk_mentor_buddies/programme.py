"""Volunteer school buddies at school: the variant and the hooks. The table of contents."""

from __future__ import annotations

from maatwerk.plugin import About, Curriculum, KickoffPlan, Rhythm, Variant, Who, hookimpl
from maatwerk.plugin import lazy_gettext as _
from maatwerk_mentor_buddies import intake, matching, roles, training, trajectory

BUDDY = Variant(
    key="mentor_buddies/buddy",
    name=_("School buddy"),
    description=_("A volunteer beside a pupil: an hour a week, at school, a year long."),
    seeker_role=roles.PUPIL,
    supporter_role=roles.VOLUNTEER,
    staff_roles=roles.STAFF,
    ways_in=("nomination",),
    length_weeks=52,
    rhythm=Rhythm("weekly", 60),
    kickoff=KickoffPlan("meeting", (Who.SEEKER, Who.SUPPORTER, Who.COORDINATOR), guardian="by_age", school=True),
    check_ins=trajectory.CHECK_INS,
    intake_questions=intake.QUESTIONS,
    training_modules=Curriculum(1, training.COURSE, sessions=3, session_minutes=180),
    matching_conditions=matching.CONDITIONS,
    matching_criteria=matching.CRITERIA,
    matching_steps=matching.STEPS,
    trajectory_phases=trajectory.PHASES,
    attention_rules=trajectory.ATTENTION,
    themes=intake.SCHOOL,
    meeting_topics=trajectory.TOPICS,
)


@hookimpl
def programme_about() -> About:
    """What administrators see on the page of programmes."""
    return About(_("School buddies"), _("Volunteers walk beside a pupil for a year, an hour a week, at school."))


@hookimpl
def programme_variants() -> list[Variant]:
    """The one variant there is."""
    return [BUDDY]
