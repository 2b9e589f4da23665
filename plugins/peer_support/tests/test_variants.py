"""Tutor, mentor and buddy: three programmes that really differ, as the field describes them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from maatwerk.plugin import Act, Kind, Nature, Side, Signal, Variant, Who, WritesTo
from maatwerk_peer_support.programme import BUDDY, MENTOR, TUTOR, programme_about, programme_variants

ALL = (TUTOR, MENTOR, BUDDY)


def test_variants_are_brought_in_by_the_hook() -> None:
    assert programme_variants() == [TUTOR, MENTOR, BUDDY]
    assert str(programme_about().name) == "Peer support"


def test_weights_are_those_of_the_domain_page() -> None:
    weights = {v.key: {c.key: c.weight for c in v.matching_criteria or ()} for v in ALL}
    assert weights == {
        "peer_support/tutor": {"subject": 45, "availability": 25, "course": 15, "language": 10, "history": 5},
        "peer_support/mentor": {"course": 35, "site": 20, "availability": 20, "interests": 15, "route": 10},
        "peer_support/buddy": {"interests": 35, "wish": 25, "availability": 20, "experience": 20},
    }


def test_a_student_picks_a_tutor_of_at_least_three_who_answers_in_a_day_and_a_coach_agrees() -> None:
    steps = [(s.who, s.what, s.within, s.pick_from) for s in TUTOR.matching_steps or ()]
    assert steps == [
        (Who.SEEKER, Act.PICK, None, 3),
        (Who.SUPPORTER, Act.ANSWER, timedelta(hours=24), None),
        (Who.TEACHER_COACH, Act.CONFIRM, timedelta(days=3), None),
    ]


def test_a_circle_is_formed_and_everyone_in_it_answers_for_themselves() -> None:
    steps = [(s.who, s.what) for s in MENTOR.matching_steps or ()]
    assert steps == [(Who.COORDINATOR, Act.FORM_CIRCLE), (Who.SUPPORTER, Act.ANSWER), (Who.SEEKER, Act.ANSWER)]
    assert (MENTOR.circle_size, MENTOR.places.default, MENTOR.places.most) == (8, 8, 8)


def test_a_buddy_is_proposed_and_answers_first() -> None:
    steps = [(s.who, s.what) for s in BUDDY.matching_steps or ()]
    assert steps == [(Who.COORDINATOR, Act.PROPOSE), (Who.SUPPORTER, Act.ANSWER), (Who.SEEKER, Act.ANSWER)]
    assert (BUDDY.circle_size, BUDDY.one_at_a_time) == (None, True)


def test_hard_rules_differ() -> None:
    """Requirement 100: years only warn; a tutor knows the subject, a mentor the course, of a first-year."""
    rules = {v.key: [(c.key, c.warns_only) for c in v.matching_conditions or ()] for v in ALL}
    assert rules == {
        "peer_support/tutor": [("same_partner", False), ("subject", False), ("later_year", True)],
        "peer_support/mentor": [("same_partner", False), ("same_course", False), ("first_year", False)],
        "peer_support/buddy": [("same_partner", False), ("later_year", True)],
    }


def test_ways_to_start_differ() -> None:
    starts = [(v.kickoff.form, Who.COORDINATOR in v.kickoff.gate) for v in ALL]
    assert starts == [("first_session", False), ("circle", True), ("meeting", True)]


def test_lengths_and_rhythms_differ() -> None:
    assert [(v.length_weeks, v.rhythm.every, v.rhythm.minutes) for v in ALL] == [
        (8, "weekly", 45),
        (18, "biweekly", 60),
        (20, "weekly", 60),
    ]
    assert 6 <= TUTOR.length_weeks <= 10
    assert 13 <= BUDDY.length_weeks <= 26


@pytest.mark.parametrize("variant", ALL, ids=lambda v: v.key)
def test_phases_have_the_same_proportions_and_something_to_do_in_each(variant: Variant) -> None:
    plans = variant.trajectory_phases or ()
    assert [plan.share for plan in plans] == [2, 1, 5, 1, 1]
    assert all(plan.checklist and str(plan.goal) for plan in plans)


@pytest.mark.parametrize("variant", ALL, ids=lambda v: v.key)
def test_training_is_three_half_days_with_closing_and_safety(variant: Variant) -> None:
    """Requirements 48 and 49."""
    curriculum = variant.training_modules
    assert curriculum is not None
    minutes = [sum(m.minutes for m in curriculum.of_session(number)) for number in (1, 2, 3)]
    assert minutes == [curriculum.session_minutes] * 3
    assert {"role", "listening", "safety", "closing"} <= {m.key for m in curriculum.modules if m.compulsory}


def test_each_role_learns_something_of_its_own() -> None:
    keys = [{m.key for m in v.training_modules.modules} for v in ALL if v.training_modules]
    shared = keys[0] & keys[1] & keys[2]
    own = [found - shared for found in keys]
    assert own == [{"explaining"}, {"welcome"}, {"nearness"}]


@pytest.mark.parametrize("variant", ALL, ids=lambda v: v.key)
def test_supporters_need_a_certificate_and_coaches_one_of_three_years(variant: Variant) -> None:
    """Requirement 104."""
    assert variant.supporter_role.needs_certificate
    assert variant.role("teacher_coach").certificate_months == 36
    assert [role.key for role in variant.staff_roles] == ["teacher_coach", "trainer"]


@pytest.mark.parametrize("variant", ALL, ids=lambda v: v.key)
def test_applications_are_short_enough_for_a_phone(variant: Variant) -> None:
    assert {side: len(asked) <= 8 for side, asked in (variant.intake_questions or {}).items()} == dict.fromkeys(
        Side, True
    )


def test_what_matching_reads_is_asked_of_both_sides() -> None:
    """A criterion that nobody is asked about would never be known."""
    asked = {v.key: {side: _fills(v, side) for side in Side} for v in ALL}
    assert asked["peer_support/tutor"] == {
        Side.SEEKER: {"subjects_needs", "slots", "languages"},
        Side.SUPPORTER: {"subjects_offers", "slots", "languages"},
    }
    assert asked["peer_support/mentor"] == {side: {"interests", "slots", "languages", "route"} for side in Side}
    assert asked["peer_support/buddy"] == {
        Side.SEEKER: {"interests", "slots", "languages", "wish", "experience"},
        Side.SUPPORTER: {"interests", "slots", "languages", "likeness", "experience"},
    }


@pytest.mark.parametrize("variant", ALL, ids=lambda v: v.key)
def test_students_are_asked_who_they_are_and_what_they_can_before_what_is_hard(variant: Variant) -> None:
    """Requirements 13 and 22: the two questions of the source, and capacities before problems."""
    asked = {question.key: question for question in (variant.intake_questions or {})[Side.SEEKER]}
    two = ["what_can_i"] if variant is TUTOR else ["who_am_i", "what_can_i"]  # the other comes in the talk
    assert [key for key in asked if key in ("who_am_i", "what_can_i", "hard")][: len(two)] == two
    assert [asked[key].required for key in two] == [False] * len(two)


@pytest.mark.parametrize("variant", ALL, ids=lambda v: v.key)
def test_helpers_say_why_and_what_they_would_like_to_learn(variant: Variant) -> None:
    """Requirements 26 and 27: for another, to learn, for experience; and an own learning goal."""
    asked = {question.key: question for question in (variant.intake_questions or {})[Side.SUPPORTER]}
    assert [choice.key for choice in asked["motives"].choices] == ["helping", "learning", "experience", "people"]
    assert asked["learning_goal"].kind is Kind.TEXT


def test_helpers_tell_what_they_have_to_share() -> None:
    """Requirement 31: expertise or experience that a match can be made on."""
    told = {
        variant.key: sorted({"offers", "route", "groups", "experience", "likeness"} & _keys(variant, Side.SUPPORTER))
        for variant in ALL
    }
    assert told == {
        "peer_support/tutor": ["offers"],
        "peer_support/mentor": ["groups", "route"],
        "peer_support/buddy": ["experience", "likeness"],
    }


def test_programmes_are_about_learning_gaps_careers_and_citizenship() -> None:
    """Requirement 102; career guidance is choosing a course, an internship and what comes after."""
    themes = {variant.key: {theme.key for theme in variant.themes or ()} for variant in ALL}
    assert {"learning_gap", "career", "citizenship"} <= themes["peer_support/tutor"]
    assert {"course_choice", "internship", "citizenship"} <= themes["peer_support/mentor"]


def test_kinds_say_whether_they_are_about_a_skill_or_about_the_person() -> None:
    """Requirement 7: coaching is about a skill, mentoring about the growth of a person; requirement 2: among peers."""
    assert {variant.key: (variant.nature, variant.peers) for variant in ALL} == {
        "peer_support/tutor": (Nature.COACHING, True),
        "peer_support/mentor": (Nature.MENTORING, True),
        "peer_support/buddy": (Nature.MENTORING, True),
    }


def _keys(variant: Variant, side: Side) -> set[str]:
    return {question.key for question in (variant.intake_questions or {})[side]}


def _fills(variant: Variant, side: Side) -> set[str]:
    questions = (variant.intake_questions or {})[side]
    read = {"route", "wish", "likeness", "experience"}
    return {str(q.writes_to) for q in questions if q.writes_to} | {q.key for q in questions if q.key in read}


def test_wishes_can_be_met() -> None:
    """What a student may wish of a buddy is what a buddy may say of themselves."""
    asked = BUDDY.intake_questions or {}
    wish = next(q for q in asked[Side.SEEKER] if q.key == "wish")
    offer = next(q for q in asked[Side.SUPPORTER] if q.key == "likeness")
    assert {c.key for c in wish.choices} - {c.key for c in offer.choices} == {"no_preference"}


def test_nothing_is_asked_about_origin_religion_or_health() -> None:
    every = [q for v in ALL for asked in (v.intake_questions or {}).values() for q in asked]
    words = " ".join(str(text).lower() for q in every for text in (q.label, q.hint, *(c.label for c in q.choices)))
    assert [bad for bad in ("religion", "ethnic", "born", "country", "health", "ill ", "disab") if bad in words] == []


@pytest.mark.parametrize("variant", ALL, ids=lambda v: v.key)
def test_too_few_meetings_and_silence_are_noticed(variant: Variant) -> None:
    """The field's own finding: too few contact hours take the effect away."""
    signals = {rule.signal for rule in variant.attention_rules or ()}
    assert {Signal.NO_CONTACT, Signal.FEW_MEETINGS, Signal.NO_KICKOFF_DATE, Signal.WAITING} == signals
    assert variant.least_meetings == 5


def test_a_circle_that_meets_every_other_week_is_not_called_silent_after_two() -> None:
    days = {v.key: next(r.days for r in v.attention_rules or () if r.signal == Signal.NO_CONTACT) for v in ALL}
    assert days == {"peer_support/tutor": 14, "peer_support/mentor": 21, "peer_support/buddy": 14}


@pytest.mark.parametrize("variant", ALL, ids=lambda v: v.key)
def test_every_role_has_its_words_in_both_languages(variant: Variant) -> None:
    for role in variant.roles:
        dutch, english = role.words.forms("nl"), role.words.forms("en")
        assert role.words.nl == dutch
        assert dutch.starting[0].isupper()
        assert english.with_je.startswith("your ")
        assert dutch.with_je.startswith("je ")
        assert dutch.with_uw.startswith("uw ")


def test_free_words_fill_no_column() -> None:
    texts = [q for v in ALL for asked in (v.intake_questions or {}).values() for q in asked if q.kind is Kind.TEXT]
    assert {q.writes_to for q in texts} == {None}
    assert WritesTo.NEEDS in {q.writes_to for q in (TUTOR.intake_questions or {})[Side.SEEKER]}
