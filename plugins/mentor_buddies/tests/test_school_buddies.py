"""A volunteer beside a pupil at school for a year: who takes part, who fits, how they start, and the road."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from maatwerk.plugin import Act, Facts, Kind, Side, Signal, Who, WritesTo
from maatwerk_mentor_buddies.programme import BUDDY, programme_about, programme_variants


def facts(side: Side, number: int, **more: object) -> Facts:
    return Facts(person_id=UUID(int=number), participation_id=UUID(int=100 + number), side=side, **more)  # type: ignore[arg-type]


def test_the_variant_is_brought_in_by_the_hook() -> None:
    assert programme_variants() == [BUDDY]
    assert str(programme_about().name) == "School buddies"


def test_a_year_every_week_an_hour_one_to_one_at_school() -> None:
    """Requirement 68."""
    assert (BUDDY.length_weeks, BUDDY.rhythm.every, BUDDY.rhythm.minutes) == (52, "weekly", 60)
    assert (BUDDY.circle_size, BUDDY.places.default, BUDDY.places.most, BUDDY.one_at_a_time) == (None, 1, 1, True)


def test_schools_nominate_and_nobody_else_brings_a_pupil_in() -> None:
    """Requirement 71."""
    assert BUDDY.ways_in == ("nomination",)


def test_volunteers_are_about_18_to_35() -> None:
    """Requirement 70, with a year's margin on both sides."""
    assert (BUDDY.supporter_role.least_age, BUDDY.supporter_role.most_age) == (17, 36)
    assert BUDDY.supporter_role.needs_certificate


def test_a_certificate_of_conduct_is_seen_before_a_volunteer_comes_in() -> None:
    assert BUDDY.supporter_role.checks == ("reference", "agreement", "vog")


def test_the_kick_off_has_five_parties_of_whom_three_must_be_there() -> None:
    """Requirements 73 and 74, by ruling 8: an absent parent or school becomes a task, not a closed gate."""
    assert BUDDY.kickoff.gate == (Who.SEEKER, Who.SUPPORTER, Who.COORDINATOR)
    assert (BUDDY.kickoff.guardian, BUDDY.kickoff.school) == ("by_age", True)


def test_the_coordinator_decides_then_the_volunteer_and_the_pupil_say_yes() -> None:
    """Requirement 72."""
    steps = [(step.who, step.what, step.within) for step in BUDDY.matching_steps or ()]
    assert steps == [
        (Who.COORDINATOR, Act.PROPOSE, None),
        (Who.SUPPORTER, Act.ANSWER, timedelta(days=5)),
        (Who.SEEKER, Act.ANSWER, timedelta(days=5)),
    ]


def test_weights_are_those_of_the_domain_page() -> None:
    """Interests 30, availability and distance 25, school question and strength 20, age 15, wish 10."""
    weights = {criterion.key: criterion.weight for criterion in BUDDY.matching_criteria or ()}
    assert weights == {"interests": 30, "availability": 15, "nearness": 10, "school": 20, "age": 15, "wish": 10}


def test_too_far_away_or_never_free_together_is_no_match() -> None:
    reach, times = BUDDY.matching_conditions or ()
    here = facts(Side.SEEKER, 1, postcode="4812 AB", slots=frozenset({(1, "afternoon")}))
    near = facts(Side.SUPPORTER, 2, postcode="4901 XY", slots=frozenset({(1, "afternoon"), (2, "morning")}))
    far = facts(Side.SUPPORTER, 3, postcode="6211 AA", slots=frozenset({(3, "evening")}))
    nobody = facts(Side.SUPPORTER, 4)
    assert [reach.holds(here, other) for other in (near, far, nobody)] == [True, False, None]
    assert [times.holds(here, other) for other in (near, far, nobody)] == [True, False, None]


def test_phases_last_to_month_eight_eleven_and_twelve() -> None:
    shares = {plan.key: plan.share for plan in BUDDY.trajectory_phases or ()}
    assert shares == {"preparation": 6, "start_up": 4, "guidance": 30, "deepening": 14, "closure": 4}
    assert sum(shares.values()) - shares["preparation"] == BUDDY.length_weeks
    assert all(plan.checklist and str(plan.goal) for plan in BUDDY.trajectory_phases or ())


def test_the_school_is_talked_with_during_guidance() -> None:
    """Requirement 75."""
    guidance = next(plan for plan in BUDDY.trajectory_phases or () if plan.key == "guidance")
    assert [item.who for item in guidance.checklist if item.key == "with_school"] == [Who.COORDINATOR]


def test_the_course_fits_its_three_meetings_with_closing_and_safety() -> None:
    """Requirements 48 and 49."""
    course = BUDDY.training_modules
    assert course is not None
    minutes = [sum(module.minutes for module in course.of_session(number)) for number in (1, 2, 3)]
    assert minutes == [course.session_minutes] * 3
    assert {"goals", "role", "world", "safety", "closing"} <= {m.key for m in course.modules if m.compulsory}


def test_silence_missed_meetings_and_a_start_that_waits_are_noticed() -> None:
    rules = {rule.signal: (rule.days, rule.count) for rule in BUDDY.attention_rules or ()}
    assert rules == {
        Signal.NO_CONTACT: (14, None),
        Signal.NO_KICKOFF_DATE: (10, None),
        Signal.MISSED_IN_A_ROW: (None, 3),
        Signal.WAITING: (21, None),
    }


def test_a_pupil_answers_eight_questions_at_most_and_starts_from_what_goes_well() -> None:
    """Requirement 22: strength before problems."""
    asked = (BUDDY.intake_questions or {})[Side.SEEKER]
    assert (len(asked), asked[0].key) == (8, "goes_well")


def test_what_is_hard_is_what_a_volunteer_may_be_good_at_and_wishes_can_be_met() -> None:
    asked = BUDDY.intake_questions or {}
    pupil = {question.key: {choice.key for choice in question.choices} for question in asked[Side.SEEKER]}
    volunteer = {question.key: {choice.key for choice in question.choices} for question in asked[Side.SUPPORTER]}
    assert pupil["school"] == volunteer["strengths"]
    assert pupil["wish"] - volunteer["likeness"] == {"no_preference"}


def test_both_say_where_they_live_for_nearness_alone() -> None:
    asked = [q for side in Side for q in (BUDDY.intake_questions or {})[side] if q.kind is Kind.POSTCODE]
    assert [question.writes_to for question in asked] == [WritesTo.POSTCODE] * 2


def test_every_role_has_its_words_in_both_languages() -> None:
    for role in BUDDY.roles:
        dutch, english = role.words.forms("nl"), role.words.forms("en")
        assert role.words.nl == dutch
        assert (dutch.with_je[:3], dutch.with_uw[:3], english.with_je[:5]) == ("je ", "uw ", "your ")
        assert dutch.starting[0].isupper()


def test_nothing_is_asked_about_origin_religion_or_health() -> None:
    every = [question for asked in (BUDDY.intake_questions or {}).values() for question in asked]
    words = " ".join(str(text).lower() for q in every for text in (q.label, q.hint, *(c.label for c in q.choices)))
    assert [bad for bad in ("religion", "ethnic", "born", "country", "health", "ill ", "disab") if bad in words] == []
