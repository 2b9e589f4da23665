"""Reasons in words, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import g
from flask_babel import refresh

from maatwerk.ground import clock
from maatwerk.matching import rules, say
from maatwerk.matching.rules import Part, judge
from maatwerk.programme import fits
from maatwerk.programme.values import Criterion, Fit
from tests.matching.test_rules import BOOK, SEEKER, SUPPORTER, VARIANT


@pytest.fixture
def read_in(at_school: Any) -> Iterator[Any]:
    """`read_in("nl")`: the reader's language from here on."""

    def choose(language: str) -> None:
        g.person_locale = language
        refresh()

    yield choose
    choose("en")


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "Monday morning and Wednesday afternoon"), ("nl", "maandagochtend en woensdagmiddag")],
)
def test_slots_are_said_as_the_language_says_them(read_in: Any, language: str, expected: str):
    read_in(language)

    assert say.slots([[3, "afternoon"], [1, "morning"]]) == expected


@pytest.mark.parametrize(
    ("language", "expected"), [("en", "Both like: football and gaming."), ("nl", "Allebei graag: voetbal en gamen.")]
)
def test_reason_is_a_sentence(read_in: Any, language: str, expected: str):
    read_in(language)
    part = Part("interests", 23, 35, "shared", {"interests": ["gaming", "football"]})

    assert say.reason(VARIANT, fits.interests(35), part) == expected


def test_reason_of_a_criterion_that_is_gone_is_silent(read_in: Any):
    assert say.reason(VARIANT, None, Part("old", 3, 5, "shared")) == ""


def test_reason_keeps_a_percent_that_a_plug_in_wrote(read_in: Any):
    """What somebody else's sentence holds is shown, never formatted."""
    odd = Criterion("odd", "Odd", 5, lambda *_: Fit(1.0), {"x": "100% of %(what)s"})

    assert say.reason(VARIANT, odd, Part("odd", 5, 5, "x", {"what": "%(it)s"})) == "100% of %(it)s"


def test_missing_names_who_must_be_asked(read_in: Any):
    both = [say.missing(Part("x", None, 5, "unknown", {"who": who}), "Noor", "Sem") for who in (["seeker"], [])]

    assert both == ["No answer yet from Noor. Ask.", "Not known yet. Ask."]


@pytest.mark.parametrize(
    ("criterion", "expected"),
    [
        (fits.subject(1), ("English and Maths and arithmetic", "Maths and arithmetic")),
        (fits.language(1), ("English and Dutch", "Dutch")),
        (fits.course(1), ("Software developer, level 4", "Software developer, level 4")),
        (fits.older_year(1), ("year 1", "year 3")),
        (fits.history(1), ("", "")),
    ],
)
def test_both_answers_stand_side_by_side(read_in: Any, criterion: Criterion, expected: tuple[str, str]):
    """Interface section 3: the reason in words and both answers."""
    assert say.both_answers(VARIANT, criterion, SEEKER, SUPPORTER, {}) == expected


def test_difference_reads_as_sentences(read_in: Any):
    first = judge(SEEKER, replace(SUPPORTER, slots=SEEKER.slots), BOOK)
    other = judge(SEEKER, replace(SUPPORTER, course=None, subjects_offers=SEEKER.subjects_needs), BOOK)

    words = say.difference(VARIANT, BOOK, rules.difference(first, other), "Karin", "Sem")

    assert words == (
        "Karin scores 5 points lower. Fits less in: free at the same time. Fits better in: subject. Not known: course."
    )


def test_difference_of_equals_says_so(read_in: Any):
    one = judge(SEEKER, SUPPORTER, BOOK)

    assert say.difference(VARIANT, BOOK, rules.difference(one, one), "A", "B") == "A scores the same as B."


def test_argument_words_a_warning_and_a_silence(read_in: Any):
    found = judge(SEEKER, replace(SUPPORTER, year=1, slots=frozenset()), BOOK, rules.Between(unanswered=True))

    words = [say.argument(VARIANT, BOOK, one, "Noor", "Sem") for one in rules.against(found)]

    assert words == [
        "They are in the same year, or the helper is in an earlier one. You may still propose them.",
        "An earlier proposal of these two ran out of time.",
        "Free at the same time: No answer yet from Sem. Ask.",
    ]


@pytest.mark.parametrize(
    ("locale", "expected"),
    [("en", "Tuesday 24 November"), ("nl", "dinsdag 24 november"), (None, "dinsdag 24 november")],
)
def test_day_for_a_letter_is_in_its_readers_language(read_in: Any, locale: str | None, expected: str):

    assert say.day_for(locale, clock.instant(date(2026, 11, 24))) == expected
