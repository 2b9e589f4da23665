"""Professionals and student mentors: two programmes of one network, as the field describes them."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from maatwerk.plugin import Act, Facts, Kind, Side, Signal, Variant, Who
from maatwerk_professional_mentors.programme import PROFESSIONAL, STUDENT_MENTOR, programme_about, programme_variants

ALL = (PROFESSIONAL, STUDENT_MENTOR)


def facts(side: Side, number: int, **more: object) -> Facts:
    return Facts(person_id=UUID(int=number), participation_id=UUID(int=100 + number), side=side, **more)  # type: ignore[arg-type]


def test_variants_are_brought_in_by_the_hook() -> None:
    assert programme_variants() == [PROFESSIONAL, STUDENT_MENTOR]
    assert str(programme_about().name) == "A network of mentors"


def test_weights_are_those_of_the_domain_page() -> None:
    weights = {criterion.key: criterion.weight for criterion in PROFESSIONAL.matching_criteria or ()}
    assert weights == {"question": 40, "field": 20, "wish": 15, "availability": 15, "people": 10}
    assert sum(criterion.weight for criterion in STUDENT_MENTOR.matching_criteria or ()) == 100


@pytest.mark.parametrize(
    ("variant", "days"), [(PROFESSIONAL, 7), (STUDENT_MENTOR, 5)], ids=lambda value: str(value)[:9]
)
def test_staff_propose_and_both_read_and_answer_the_mentor_first(variant: Variant, days: int) -> None:
    """Requirement 84: no automatic matching; a person decides, and both say yes."""
    steps = [(step.who, step.what, step.within) for step in variant.matching_steps or ()]
    assert steps == [
        (Who.COORDINATOR, Act.PROPOSE, None),
        (Who.SUPPORTER, Act.ANSWER, timedelta(days=days)),
        (Who.SEEKER, Act.ANSWER, timedelta(days=days)),
    ]


def test_a_professional_match_takes_six_to_twelve_months_at_their_own_pace() -> None:
    """Requirement 85."""
    assert 26 <= PROFESSIONAL.length_weeks <= 52
    assert (PROFESSIONAL.rhythm.every, PROFESSIONAL.rhythm.minutes) == ("biweekly", 60)


def test_phases_are_the_weeks_of_the_domain_page() -> None:
    """Four weeks to prepare, four to start, guidance to about sixty of every hundred, four to close."""
    shares = [plan.share for plan in PROFESSIONAL.trajectory_phases or ()]
    assert shares == [4, 4, 19, 12, 4]
    assert sum(shares[1:]) == PROFESSIONAL.length_weeks
    assert round(100 * sum(shares[1:3]) / PROFESSIONAL.length_weeks) == 59


@pytest.mark.parametrize("variant", ALL, ids=lambda variant: variant.key)
def test_every_phase_has_a_goal_and_something_to_do(variant: Variant) -> None:
    assert all(plan.checklist and str(plan.goal) for plan in variant.trajectory_phases or ())


def test_a_starter_evening_or_three_half_days_both_with_closing_and_safety() -> None:
    """Requirements 48, 49 and 88."""
    evening, days = PROFESSIONAL.training_modules, STUDENT_MENTOR.training_modules
    assert evening is not None
    assert days is not None
    assert sum(module.minutes for module in evening.modules) == evening.session_minutes == 180
    assert [sum(m.minutes for m in days.of_session(number)) for number in (1, 2, 3)] == [days.session_minutes] * 3
    for curriculum in (evening, days):
        assert {"role", "safety", "closing"} <= {module.key for module in curriculum.modules if module.compulsory}


def test_mentors_come_from_all_kinds_of_work() -> None:
    """Requirement 82: a broad list, and for whom they work."""
    asked = {question.key: question for question in (PROFESSIONAL.intake_questions or {})[Side.SUPPORTER]}
    assert len(asked["field"].choices) == 13
    assert asked["employer"].kind is Kind.TEXT
    assert not asked["employer"].required


def test_question_behind_the_question_is_asked_and_may_wait_for_the_talk() -> None:
    """Requirement 83."""
    asked = {question.key: question for question in (PROFESSIONAL.intake_questions or {})[Side.SEEKER]}
    assert (asked["behind"].kind, asked["behind"].required) == (Kind.TEXT, False)
    assert asked["question"].kind is Kind.CHOICES


def test_what_is_asked_for_is_what_can_be_offered() -> None:
    """A wish that nobody can meet would never count."""
    asked = PROFESSIONAL.intake_questions or {}
    seeker = {question.key: {choice.key for choice in question.choices} for question in asked[Side.SEEKER]}
    mentor = {question.key: {choice.key for choice in question.choices} for question in asked[Side.SUPPORTER]}
    assert seeker["question"] == mentor["experience"]
    assert seeker["field"] == mentor["field"]
    assert seeker["style"] - mentor["manner"] == {"no_preference"}
    assert seeker["people"] - mentor["reach"] == {"no_preference"}


@pytest.mark.parametrize("variant", ALL, ids=lambda variant: variant.key)
def test_applications_are_short(variant: Variant) -> None:
    """Eight pages at most for a young person; ten for a mentor, who takes four minutes."""
    asked = {side: len(questions) for side, questions in (variant.intake_questions or {}).items()}
    assert asked[Side.SEEKER] <= 8
    assert asked[Side.SUPPORTER] <= 10


def test_under_18_only_beside_someone_whose_certificate_of_conduct_was_seen() -> None:
    rule = next(one for one in PROFESSIONAL.matching_conditions or () if one.key == "conduct_seen")
    young, adult = facts(Side.SEEKER, 1, age=17), facts(Side.SEEKER, 2, age=18)
    seen, unseen = facts(Side.SUPPORTER, 3, seen=frozenset({"vog"})), facts(Side.SUPPORTER, 4)
    found = [rule.holds(seeker, mentor) for seeker in (young, adult) for mentor in (seen, unseen)]
    assert found == [True, False, True, True]
    assert rule.holds(facts(Side.SEEKER, 5), unseen) is None


def test_a_way_to_meet_must_suit_both() -> None:
    rule = next(one for one in PROFESSIONAL.matching_conditions or () if one.key == "mode")
    online = facts(Side.SEEKER, 1, answers={"mode": ["online"]})
    both = facts(Side.SUPPORTER, 2, answers={"mode": ["online", "together"]})
    together = facts(Side.SUPPORTER, 3, answers={"mode": ["together"]})
    assert [rule.holds(online, mentor) for mentor in (both, together, facts(Side.SUPPORTER, 4))] == [True, False, None]


def test_silence_counts_later_where_two_people_choose_their_own_rhythm() -> None:
    days = [next(r.days for r in v.attention_rules or () if r.signal == Signal.NO_CONTACT) for v in ALL]
    assert days == [30, 21]


@pytest.mark.parametrize("variant", ALL, ids=lambda variant: variant.key)
def test_every_role_has_its_words_in_both_languages(variant: Variant) -> None:
    for role in variant.roles:
        dutch, english = role.words.forms("nl"), role.words.forms("en")
        assert role.words.nl == dutch
        assert (dutch.with_je[:3], dutch.with_uw[:3], english.with_je[:5]) == ("je ", "uw ", "your ")
        assert dutch.starting[0].isupper()


def test_nothing_is_asked_about_origin_religion_or_health() -> None:
    every = [q for v in ALL for asked in (v.intake_questions or {}).values() for q in asked]
    words = " ".join(str(text).lower() for q in every for text in (q.label, q.hint, *(c.label for c in q.choices)))
    assert [bad for bad in ("religion", "ethnic", "born", "country", "health", "ill ", "disab") if bad in words] == []
