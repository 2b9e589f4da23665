"""Students help students: the three variants and the hooks. The table of contents."""

from __future__ import annotations

from dataclasses import replace

from maatwerk.plugin import About, Curriculum, KickoffPlan, Nature, Places, Rhythm, Variant, Who, hookimpl
from maatwerk.plugin import lazy_gettext as _
from maatwerk_peer_support import intake, matching, roles, training, trajectory

TUTOR = Variant(
    key="peer_support/tutor",
    name=_("Peer tutor"),
    description=_("Help with a subject: a few weeks, forty-five minutes a week, with a student who knows it."),
    nature=Nature.COACHING,
    peers=True,
    seeker_role=roles.STUDENT,
    supporter_role=roles.TUTOR,
    staff_roles=roles.STAFF,
    places=Places(default=2, most=3),
    length_weeks=8,
    rhythm=Rhythm("weekly", 45),
    kickoff=KickoffPlan("first_session", (Who.SEEKER, Who.SUPPORTER), guardian="never"),
    check_ins=trajectory.CHECK_INS,
    least_meetings=5,
    subjects=intake.SUBJECTS,
    questions_version=2,
    intake_questions=intake.TUTOR,
    training_modules=Curriculum(1, training.TUTOR, sessions=3),
    matching_conditions=matching.TUTOR_CONDITIONS,
    matching_criteria=matching.TUTOR_CRITERIA,
    matching_steps=matching.TUTOR_STEPS,
    trajectory_phases=trajectory.TUTOR,
    attention_rules=trajectory.attention(days=14),
    themes=intake.TUTOR_THEMES,
    meeting_topics=trajectory.TUTOR_TOPICS,
)

MENTOR = Variant(
    key="peer_support/mentor",
    name=_("Peer mentor"),
    description=_("Finding your way as a first-year: a circle of up to eight, every other week until Christmas."),
    peers=True,
    seeker_role=roles.FIRST_YEAR,
    supporter_role=roles.MENTOR,
    staff_roles=roles.STAFF,
    circle_size=8,
    places=Places(default=8, most=8),
    length_weeks=18,
    ends_by=(12, 31),
    rhythm=Rhythm("biweekly", 60),
    kickoff=KickoffPlan("circle", (Who.SEEKER, Who.SUPPORTER, Who.COORDINATOR)),
    check_ins=trajectory.CHECK_INS,
    least_meetings=5,
    questions_version=2,
    intake_questions=intake.MENTOR,
    training_modules=Curriculum(1, training.MENTOR, sessions=3),
    matching_conditions=matching.MENTOR_CONDITIONS,
    matching_criteria=matching.MENTOR_CRITERIA,
    matching_steps=matching.MENTOR_STEPS,
    trajectory_phases=trajectory.MENTOR,
    attention_rules=trajectory.attention(days=21),
    themes=intake.MENTOR_THEMES,
    meeting_topics=trajectory.MENTOR_TOPICS,
)

BUDDY = Variant(
    key="peer_support/buddy",
    name=_("Peer buddy"),
    description=_("Someone beside you for a while: one-to-one, every week, three to six months."),
    peers=True,
    seeker_role=replace(roles.STUDENT, description=_("A student who would like someone beside them for a while.")),
    supporter_role=roles.BUDDY,
    staff_roles=roles.STAFF,
    places=Places(default=1, most=2),
    length_weeks=20,
    rhythm=Rhythm("weekly", 60),
    check_ins=trajectory.CHECK_INS,
    least_meetings=5,
    questions_version=2,
    intake_questions=intake.BUDDY,
    training_modules=Curriculum(1, training.BUDDY, sessions=3),
    matching_conditions=matching.BUDDY_CONDITIONS,
    matching_criteria=matching.BUDDY_CRITERIA,
    matching_steps=matching.BUDDY_STEPS,
    trajectory_phases=trajectory.BUDDY,
    attention_rules=trajectory.attention(days=14),
)


@hookimpl
def programme_about() -> About:
    """What administrators see on the page of programmes."""
    return About(_("Peer support"), _("Students help students: with a subject, with finding their way, or as a buddy."))


@hookimpl
def programme_variants() -> list[Variant]:
    """Tutor, mentor, buddy."""
    return [TUTOR, MENTOR, BUDDY]
