"""A hook exists only with a spec line, a documented signature, a core default and a test."""

from __future__ import annotations

import inspect
from dataclasses import fields
from pathlib import Path
from typing import get_type_hints

import pytest

from maatwerk.programme import defaults, hookspecs, lists, own_hooks
from maatwerk.programme.defaults import audience_of
from maatwerk.programme.hookspecs import HOOKS, QUESTIONS, Hooks, Questions
from maatwerk.programme.registry import Registry, complete
from maatwerk.programme.values import Attended, Findings, Kind, Outcome, Question, Road, Side, Variant, Verdict
from tests.factories.programme import a_plugin, a_variant

DOCS = Path(__file__).resolve().parents[2] / "docs" / "plugins.md"
HERE = Path(__file__).parent


@pytest.mark.parametrize("name", HOOKS)
def test_hook_has_a_sentence_and_a_signature(name: str) -> None:
    spec = getattr(Hooks, name)
    assert "Default:" in (spec.__doc__ or "")
    assert "return" in inspect.get_annotations(spec)


@pytest.mark.parametrize("name", HOOKS)
def test_hook_has_a_core_default_of_the_same_signature(name: str) -> None:
    wanted = [parameter for parameter in inspect.signature(getattr(Hooks, name)).parameters if parameter != "self"]
    default = getattr(own_hooks, name)
    assert list(inspect.signature(default).parameters) == wanted
    assert default.maatwerk_impl["trylast"] is True


@pytest.mark.parametrize("name", QUESTIONS)
def test_question_has_a_sentence_and_a_default_of_the_same_signature(name: str) -> None:
    spec, default = getattr(Questions, name), getattr(defaults, name)
    assert all((spec.__doc__, default.__doc__))
    told, given = get_type_hints(spec, vars(hookspecs)), get_type_hints(default)
    assert (given["variant"], given["return"]) == (Variant, told["return"])


def test_questions_are_exactly_what_a_variant_may_leave_out() -> None:
    open_ones = {field.name for field in fields(Variant) if field.default is None} - {
        "circle_size",
        "ends_by",
        "least_meetings",
    }
    assert open_ones == set(QUESTIONS)


def test_defaults_answer_nothing_that_is_not_asked() -> None:
    assert set(defaults.__all__) == set(QUESTIONS)


@pytest.mark.parametrize("name", [*HOOKS, *QUESTIONS])
def test_hook_is_documented_for_authors(name: str) -> None:
    assert f"`{name}`" in DOCS.read_text()


@pytest.mark.parametrize("name", HOOKS)
def test_hook_is_tested_with_a_plugin_that_answers_it(name: str) -> None:
    assert name in (HERE / "test_registry.py").read_text()


@pytest.mark.parametrize("name", QUESTIONS)
def test_default_answer_is_tested(name: str) -> None:
    assert f"def test_{name}_by_default_" in Path(__file__).read_text()


def test_core_answers_an_empty_plugin() -> None:
    registry = Registry({"walks": a_plugin()})
    assert (registry.variants(), registry.pages(), registry.permissions(), registry.settings()) == ((), (), (), ())


WHOLE = complete(a_variant())


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        (Findings(True, 5, False, True), Verdict(Outcome.CARE, ("too_heavy",))),
        (Findings(False, 5, False, False), Verdict(Outcome.SECOND_TALK, ("no_own_yes",))),
        (Findings(True, 2, False, False), Verdict(Outcome.SECOND_TALK, ("doubts",))),
        (Findings(True, 3, True, False), Verdict(Outcome.EXPERIENCED, ("multiple_problems",))),
        (Findings(True, 3, False, False), Verdict(Outcome.SUITABLE)),
    ],
)
def test_intake_verdict_by_default_puts_care_and_the_own_yes_first(found: Findings, verdict: Verdict) -> None:
    """Requirements 4, 30, 37, 38."""
    assert WHOLE.intake_verdict is not None
    assert WHOLE.intake_verdict(found, 3) == verdict


def test_intake_questions_by_default_fill_what_matching_reads() -> None:
    asked = WHOLE.intake_questions or {}
    fills = {side: sorted(q.writes_to for q in asked[side] if q.writes_to) for side in Side}
    assert fills == {side: ["interests", "languages", "slots"] for side in Side}
    assert max(len(questions) for questions in asked.values()) <= 8  # on a phone
    assert [q.key for q in asked[Side.SEEKER]][1:4] == ["who_am_i", "what_can_i", "question"]  # requirements 13 and 22
    assert [q.key for q in asked[Side.SUPPORTER]][:3] == ["why", "gains", "learning_goal"]  # requirements 26 and 27


def test_who_reads_an_answer_is_told_of_what_matching_tells_the_other() -> None:
    """Whoever is proposed hears which times, interests and languages they share, so nobody is told otherwise."""
    asked = WHOLE.intake_questions or {}
    told = {q.key: str(audience_of(q)) for questions in asked.values() for q in questions if q.writes_to}
    match = "We show this to whoever we propose to you."
    times = "Coordinators read this. Whoever we propose to you hears at what times you are both free."
    assert told == {"interests": match, "languages": match, "slots": times}
    assert str(audience_of(Question("why", Kind.TEXT, "Why?"))) == "Only coordinators read this."
    assert str(audience_of(Question("why", Kind.TEXT, "Why?", audience="You alone."))) == "You alone."


def test_rubric_has_one_scale_everywhere() -> None:
    """Requirement 25: from not seen to strong, without a middle to hide in."""
    assert [(choice.key, str(choice.label)) for choice in lists.RUBRIC_SCALE] == [
        ("1", "Not seen"),
        ("2", "A little"),
        ("3", "Good"),
        ("4", "Strong"),
    ]
    said = (Questions.selection_rubric.__doc__, DOCS.read_text(), Path(lists.__file__).read_text())
    assert [text.count("1 to 4") for text in map(str, said)] == [1, 1, 1]


def test_selection_rubric_by_default_has_what_the_source_names() -> None:
    """Requirement 25."""
    assert [c.key for c in WHOLE.selection_rubric or ()] == [
        "listening",
        "empathy",
        "boundaries",
        "solutions",
        "structure",
        "expertise",
    ]


def test_training_modules_by_default_end_with_closing() -> None:
    """Requirements 48 and 49."""
    assert WHOLE.training_modules is not None
    assert [m.key for m in WHOLE.training_modules.modules if m.compulsory][-1] == "closing"


@pytest.mark.parametrize(("sessions", "yes"), [({1, 2, 3}, True), ({1, 2}, False), (set(), False)])
def test_training_completed_by_default_means_attendance_is_complete(sessions: set[int], yes: bool) -> None:
    assert WHOLE.training_completed is not None
    assert WHOLE.training_modules is not None
    assert WHOLE.training_completed(Attended(WHOLE.training_modules, frozenset(sessions))) is yes


def test_matching_criteria_by_default_weigh_what_two_people_share() -> None:
    assert {c.key: c.weight for c in WHOLE.matching_criteria or ()} == {
        "interests": 40,
        "availability": 30,
        "course": 15,
        "language": 15,
    }


def test_matching_conditions_by_default_add_nothing() -> None:
    assert WHOLE.matching_conditions == ()


def test_matching_steps_by_default_ask_the_supporter_before_the_young_person() -> None:
    """Requirements 4 and 84: a person proposes, and both say yes."""
    assert [(s.who, s.what) for s in WHOLE.matching_steps or ()] == [
        ("coordinator", "propose"),
        ("supporter", "answer"),
        ("seeker", "answer"),
    ]


def test_trajectory_phases_by_default_are_the_five_with_something_to_do_in_each() -> None:
    """Requirement 40."""
    assert [(plan.key, bool(plan.checklist)) for plan in WHOLE.trajectory_phases or ()] == [
        ("preparation", True),
        ("start_up", True),
        ("guidance", True),
        ("deepening", True),
        ("closure", True),
    ]


def test_trajectory_next_step_by_default_is_the_first_thing_not_done() -> None:
    decide = defaults.trajectory_next_step(WHOLE)
    first = decide(Road("active", "start_up"))
    second = decide(Road("active", "start_up", frozenset({"acquainted"})))
    done = decide(Road("active", "start_up", frozenset({"acquainted", "agreement", "first_goal"})))
    assert [step and step.key for step in (first, second, done)] == ["acquainted", "agreement", None]


def test_attention_rules_by_default_look_after_days_that_the_field_knows() -> None:
    assert {rule.key: rule.days for rule in WHOLE.attention_rules or ()} == {
        "no_contact": 14,
        "no_kickoff": 10,
        "missed": None,
        "waiting": 21,
    }


def test_themes_by_default_are_the_questions_of_the_source() -> None:
    """Requirement 18: career choice, internship, first job, planning and learning, identity."""
    keys = [choice.key for choice in WHOLE.themes or ()]
    assert {"course_choice", "internship", "first_job", "planning", "identity"} <= set(keys)
    assert [choice.key for choice in WHOLE.themes or ()] == [choice.key for choice in lists.THEMES]


def test_interests_by_default_hold_each_key_once() -> None:
    keys = [choice.key for choice in WHOLE.interests or ()]
    assert len(keys) == len(set(keys)) == 20


def test_activities_by_default_hold_each_key_once() -> None:
    keys = [choice.key for choice in WHOLE.activities or ()]
    assert len(keys) == len(set(keys)) == 7


def test_meeting_topics_by_default_are_three_at_most_a_meeting() -> None:
    assert WHOLE.meeting_topics is not None
    assert WHOLE.meeting_topics.at_most == 3


def test_review_questions_by_default_ask_both_sides_at_both_moments() -> None:
    """Requirements 9 and 13."""
    asked = {
        (moment, side): [q.key for q in WHOLE.review_questions or () if side in q.sides and moment in q.moments]
        for moment in ("midway", "final")
        for side in Side
    }
    assert asked == {
        ("midway", Side.SEEKER): ["click", "goal", "school", "who_am_i", "what_can_i", "change"],
        ("midway", Side.SUPPORTER): ["click", "grew", "change"],
        ("final", Side.SEEKER): ["click", "goal", "school", "who_am_i", "what_can_i", "good", "recommend"],
        ("final", Side.SUPPORTER): ["click", "grew", "learnt", "good", "again"],
    }


def test_end_reasons_by_default_compare_one_reason_with_one_in_seven() -> None:
    """Requirement 29."""
    reasons = WHOLE.end_reasons or ()
    assert [reason.key for reason in reasons if reason.own_motivation] == ["no_motivation"]
    assert {kind for reason in reasons for kind in reason.kinds} == {"complete", "ended_early", "never_started"}
