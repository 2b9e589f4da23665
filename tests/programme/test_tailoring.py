"""What an organisation makes its own without code: which values are accepted, and how the variant looks with them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale

from maatwerk.programme import tailoring
from maatwerk.programme.registry import complete
from maatwerk.programme.values import Kind, Side, Signal, Variant
from maatwerk.tenancy.settings import WrongSetting
from tests.factories.programme import a_variant

MATE = {
    "singular": "maatje",
    "plural": "maatjes",
    "with_article": "het maatje",
    "with_je": "je maatje",
    "with_uw": "uw maatje",
    "starting": "Het maatje",
}
QUESTION = {
    "key": "own_1",
    "kind": "choice",
    "label": {"nl": "Kom je op de fiets?", "en": "Do you cycle?"},
    "required": True,
    "choices": [
        {"key": "yes", "label": {"nl": "Ja", "en": "Yes"}},
        {"key": "no", "label": {"nl": "Nee"}},
    ],
}


def _tailored(**chosen: Any) -> Variant:
    return tailoring.tailored(complete(a_variant()), {key.replace("__", "."): value for key, value in chosen.items()})


def test_outcomes_decide_what_a_look_back_asks() -> None:
    """Requirement 17: harder and softer, both as the programme chooses."""
    asked = {
        tuple(chosen): {q.key for q in _tailored(outcomes=chosen).review_questions or ()}
        for chosen in ([], ["school"], ["person"])
    }
    both = {q.key for q in _tailored().review_questions or ()}

    assert both - asked[()] == {"school", "who_am_i", "what_can_i"}
    assert (both - asked[("school",)], both - asked[("person",)]) == ({"who_am_i", "what_can_i"}, {"school"})


def test_what_is_not_in_the_list_is_no_aim() -> None:
    with pytest.raises(WrongSetting):
        tailoring.AIMS.read(["riches"])

    assert tailoring.AIMS.read(["talent", "staying"]) == ["staying", "talent"]


def test_own_words_stand_in_every_sentence_of_the_variant(app: Flask) -> None:
    """Requirement 1: an organisation calls its roles what it likes."""
    variant = _tailored(words__supporter={"nl": MATE})
    with app.test_request_context(), force_locale("nl"):
        assert str((variant.matching_steps or ())[1].label) == "Het maatje antwoordt"
        assert variant.supporter_role.words.with_uw == "uw maatje"
    with app.test_request_context(), force_locale("en"):
        assert str((variant.matching_steps or ())[1].label) == "The guide answers"


def test_extra_questions_come_last_in_the_readers_language(app: Flask) -> None:
    """Requirement 106: tailor-made without code."""
    asked = (_tailored(questions__seeker=[QUESTION]).intake_questions or {})[Side.SEEKER]
    assert (asked[-1].key, asked[-1].kind, asked[-1].required) == ("own_1", Kind.CHOICE, True)
    with app.test_request_context(), force_locale("nl"):
        assert str(asked[-1].label) == "Kom je op de fiets?"
    with app.test_request_context(), force_locale("en"):
        assert [str(choice.label) for choice in asked[-1].choices] == ["Yes", "Nee"]


def test_weights_replace_those_of_the_variant() -> None:
    weights = {"interests": 10, "availability": 20, "course": 30, "language": 40}
    assert {c.key: c.weight for c in _tailored(weights=weights).matching_criteria or ()} == weights


def test_phase_lengths_make_the_length_of_a_match() -> None:
    weeks = {"preparation": 3, "start_up": 2, "guidance": 10, "deepening": 2, "closure": 2}
    variant = _tailored(phases=weeks)
    assert {plan.key: plan.share for plan in variant.trajectory_phases or ()} == weeks
    assert variant.length_weeks == 16  # without the preparation


def test_a_length_of_its_own_goes_before_that_of_the_phases() -> None:
    weeks = dict.fromkeys(("preparation", "start_up", "guidance", "deepening", "closure"), 4)
    assert _tailored(phases=weeks, length_weeks=20).length_weeks == 20


def test_numbers_are_taken_over() -> None:
    variant = _tailored(
        meeting_minutes=30, places=3, most_places=4, answer_hours=48, gap_days=7, waiting_promise_days=10
    )
    days = {rule.signal: rule.days for rule in variant.attention_rules or ()}
    assert (variant.rhythm.minutes, variant.places.default, variant.places.most) == (30, 3, 4)
    assert {step.within for step in variant.matching_steps or ()} == {None, timedelta(hours=48)}
    assert (days[Signal.NO_CONTACT], days[Signal.WAITING]) == (7, 10)


def test_places_at_first_are_never_more_than_the_most() -> None:
    assert _tailored(places=5).places.default == 1


def test_nothing_chosen_changes_nothing() -> None:
    before, after = complete(a_variant()), _tailored()
    assert (after.length_weeks, after.places, after.rhythm) == (before.length_weeks, before.places, before.rhythm)
    assert [c.weight for c in after.matching_criteria or ()] == [c.weight for c in before.matching_criteria or ()]
    assert [q.key for q in (after.intake_questions or {})[Side.SEEKER]] == [
        q.key for q in (before.intake_questions or {})[Side.SEEKER]
    ]


WRONG: list[tuple[str, Any, str]] = [
    ("words.supporter", {"fy": MATE}, "Give the words in Dutch, in English, or both."),
    ("words.supporter", [], "Give the words in Dutch, in English, or both."),
    ("words.supporter", {"nl": {"singular": "maatje"}}, "Fill in all six forms of the word, or none."),
    ("words.supporter", {"nl": {**MATE, "plural": " "}}, "Fill in all six forms of the word, or none."),
    ("words.supporter", {"nl": {**MATE, "plural": "m" * 41}}, "A word has forty characters at most."),
    ("words.supporter", {"nl": {**MATE, "plural": "%(x)s"}}, "A word holds no percent sign, <, >, { or }."),
    ("words.supporter", {"nl": {**MATE, "plural": "<b>"}}, "A word holds no percent sign, <, >, { or }."),
    (
        "questions.seeker",
        [{**QUESTION, "key": str(n)} for n in range(6)],
        "Add five questions at most: people fill this in on a phone.",
    ),
    ("questions.seeker", [QUESTION, QUESTION], "Two questions have the same key."),
    ("questions.seeker", [{**QUESTION, "kind": "slots"}], "Choose one of the kinds of question."),
    ("questions.seeker", [{**QUESTION, "label": {"nl": " "}}], "Write the question in at least one language."),
    ("questions.seeker", [{**QUESTION, "choices": []}], "Give at least two answers to choose from."),
    ("weights", {"interests": 99}, "The weights must add up to 100."),
    ("weights", {"interests": 101, "course": -1}, "Each weight is a whole number from 0 to 100."),
    ("weights", {"interests": True}, "Each weight is a whole number from 0 to 100."),
    ("phases", {"closure": 0}, "Each phase takes 1 to 52 weeks."),
    ("phases", {"closure": 53}, "Each phase takes 1 to 52 weeks."),
    ("protocol", {"de": "x"}, "Give the protocol in Dutch, in English, or both."),
    ("protocol", {"nl": "x" * 20_001}, "A protocol has 20,000 characters at most."),
    ("length_weeks", 105, "length_weeks lies between 0 and 104"),
]


@pytest.mark.parametrize(("key", "value", "message"), WRONG)
def test_wrong_values_are_refused_in_words(app: Flask, key: str, value: Any, message: str) -> None:
    with app.test_request_context(), force_locale("en"), pytest.raises(WrongSetting) as refused:
        tailoring.SETTINGS[key].read(value)
    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("weights", {"interests": 100}, "Give every criterion a weight."),
        ("phases", {"closure": 2}, "Give every phase a length."),
        ("questions.seeker", [{**QUESTION, "key": "theme"}], "The programme has a question with that key already."),
    ],
)
def test_values_must_fit_the_variant(app: Flask, key: str, value: Any, message: str) -> None:
    with app.test_request_context(), force_locale("en"), pytest.raises(WrongSetting) as refused:
        tailoring.fits_variant(tailoring.SETTINGS[key], value, complete(a_variant()))
    assert str(refused.value) == message


@pytest.mark.parametrize("key", ["weights", "phases", "protocol", "words.seeker"])
def test_an_empty_choice_goes_back_to_the_variant(key: str) -> None:
    assert tailoring.SETTINGS[key].read({}) == {}
