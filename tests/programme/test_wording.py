"""Sentences of a variant speak of roles in the words of the programme, in the reader's language, at that moment."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from flask_babel import force_locale, lazy_gettext

from maatwerk.programme.registry import complete
from maatwerk.programme.road import NextStep, Road
from maatwerk.programme.roles import RoleForms, RoleWords
from maatwerk.programme.values import AttentionRule, Choice, Signal, Step, Who
from maatwerk.programme.wording import placeholders, worded
from tests.factories.programme import a_variant


def test_role_placeholders_are_filled_and_others_left() -> None:
    rule = AttentionRule("a", Signal.NO_CONTACT, "%(The_seeker)s heard nothing for %(days)s days", days=3)
    filled = worded(complete(a_variant(attention_rules=(rule,))))
    assert str((filled.attention_rules or ())[0].label) == "The walker heard nothing for %(days)s days"


@pytest.mark.parametrize(
    ("placeholder", "word"),
    [
        ("seeker", "walker"),
        ("seekers", "walkers"),
        ("the_seeker", "the walker"),
        ("your_seeker", "your walker"),
        ("your_seeker_formal", "your walker"),
        ("The_seeker", "The walker"),
        ("supporter", "guide"),
        ("supporters", "guides"),
        ("the_supporter", "the guide"),
        ("your_supporter", "your guide"),
        ("your_supporter_formal", "your guide"),
        ("The_supporter", "The guide"),
    ],
)
def test_every_form_has_its_placeholder(placeholder: str, word: str) -> None:
    filled = worded(complete(a_variant(themes=(Choice("a", f"<%({placeholder})s>"),))))
    assert str((filled.themes or ())[0].label) == f"<{word}>"
    assert placeholders(filled)[placeholder] == word


def test_words_follow_the_reader_not_the_moment_of_registration(app: Flask) -> None:
    variant = worded(complete(a_variant()))
    label = (variant.matching_steps or ())[2].label
    with app.test_request_context():
        with force_locale("en"):
            assert str(label) == "The walker answers"
        with force_locale("nl"):
            assert str(label) == "De wandelaar antwoordt"


def test_a_language_the_variant_lacks_is_english() -> None:
    words = RoleWords(en=RoleForms("guide", "guides", "the guide", "your guide", "your guide", "The guide"))
    assert (words.forms("nl").singular, words.forms("fy").plural) == ("guide", "guides")


def test_further_languages_have_their_own_forms() -> None:
    frisian = RoleForms("gids", "gidsen", "de gids", "dyn gids", "jo gids", "De gids")
    words = replace(a_variant().supporter_role.words, others={"fy": frisian})
    assert words.forms("fy") == frisian


def test_keys_and_numbers_stay_as_they_are() -> None:
    before = complete(a_variant())
    after = worded(before)
    assert [(s.key, s.who, s.within) for s in after.matching_steps or ()] == [
        (s.key, s.who, s.within) for s in before.matching_steps or ()
    ]
    assert (after.key, after.length_weeks, after.seeker_role.words) == (
        before.key,
        before.length_weeks,
        before.seeker_role.words,
    )


def test_a_variants_own_next_step_speaks_its_words_too() -> None:
    variant = a_variant(trajectory_next_step=lambda road: NextStep("go", Who.SEEKER, "%(The_seeker)s goes"))
    decide = worded(complete(variant)).trajectory_next_step
    assert decide is not None
    step = decide(Road("active", "guidance"))
    assert step is not None
    assert str(step.label) == "The walker goes"


def test_the_cores_next_step_speaks_the_variants_words() -> None:
    decide = worded(complete(a_variant())).trajectory_next_step
    assert decide is not None
    step = decide(Road("active", "preparation"))
    assert step is not None
    assert str(step.label) == "The guide is trained"


def test_percent_signs_in_plain_text_are_no_placeholders() -> None:
    step = Step("a", Who.SEEKER, "answer", lazy_gettext("100 % sure"))  # type: ignore[arg-type]
    assert str(worded(complete(a_variant(matching_steps=(step,)))).matching_steps[0].label) == "100 % sure"  # type: ignore[index]
