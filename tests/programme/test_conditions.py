"""What must hold before two people are put before each other."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from maatwerk.programme import conditions
from maatwerk.programme.values import Condition
from tests.factories.programme import a_seeker, a_supporter

HERE, THERE, ONE, OTHER = (UUID(int=n) for n in range(4))
MONDAY, TUESDAY = frozenset({(1, "morning")}), frozenset({(2, "morning")})
MODE = conditions.answer_in_common("mode", "A way to meet", question="mode")
CASES: list[tuple[Condition, dict[str, Any], dict[str, Any], bool | None]] = [
    (conditions.same_partner(), {"partner_id": HERE}, {"partner_id": HERE}, True),
    (conditions.same_partner(), {"partner_id": HERE}, {"partner_id": THERE}, False),
    (conditions.same_partner(), {"partner_id": HERE}, {}, None),
    (conditions.same_site(), {"site_id": HERE}, {"site_id": HERE}, True),
    (conditions.same_site(), {"site_id": HERE}, {"site_id": THERE}, False),
    (conditions.same_site(), {}, {"site_id": THERE}, None),
    (conditions.same_course(), {"course": "Software"}, {"course": "Software"}, True),
    (conditions.same_course(), {"course": "Software"}, {"course": "Nursing"}, False),
    (conditions.same_course(), {"course": "Software"}, {}, None),
    (
        conditions.subject_offered(),
        {"subjects_needs": frozenset({"maths", "dutch"})},
        {"subjects_offers": frozenset({"maths"})},
        True,
    ),
    (
        conditions.subject_offered(),
        {"subjects_needs": frozenset({"dutch"})},
        {"subjects_offers": frozenset({"maths"})},
        False,
    ),
    (conditions.subject_offered(), {}, {"subjects_offers": frozenset({"maths"})}, None),
    (conditions.first_year(), {"year": 1}, {}, True),
    (conditions.first_year(), {"year": 2}, {}, False),
    (conditions.first_year(), {}, {}, None),
    (conditions.later_year(), {"year": 1}, {"year": 2}, True),
    (conditions.later_year(), {"year": 2}, {"year": 2}, False),
    (conditions.later_year(), {"year": 2}, {}, None),
    (MODE, {"answers": {"mode": ["online"]}}, {"answers": {"mode": ["online", "walking"]}}, True),
    (MODE, {"answers": {"mode": ["online"]}}, {"answers": {"mode": "walking"}}, False),
    (MODE, {"answers": {"mode": ["online"]}}, {}, None),
    (conditions.within_reach(), {"postcode": "8401 AB"}, {"postcode": "8501 AB"}, True),
    (conditions.within_reach(), {"postcode": "8401 AB"}, {"postcode": "1011 AB"}, False),
    (conditions.within_reach(), {"postcode": "8401 AB"}, {}, None),
    (
        conditions.times_in_common(),
        {"slots": frozenset({(1, "morning")})},
        {"slots": frozenset({(1, "morning")})},
        True,
    ),
    (
        conditions.times_in_common(),
        {"slots": frozenset({(1, "morning")})},
        {"slots": frozenset({(2, "morning")})},
        False,
    ),
    (conditions.times_in_common(), {"slots": frozenset()}, {"slots": TUESDAY}, None),
    (conditions.conduct_seen_for_minors(), {"age": 17}, {"seen": frozenset({"vog"})}, True),
    (conditions.conduct_seen_for_minors(), {"age": 17}, {"seen": frozenset({"reference"})}, False),
    (conditions.conduct_seen_for_minors(), {"age": 18}, {}, True),
    (conditions.conduct_seen_for_minors(), {"age": None}, {}, None),
    (conditions.OWN_YES, {"own_yes": True}, {}, True),
    (conditions.OWN_YES, {"own_yes": False}, {}, False),
    (conditions.OWN_YES, {"own_yes": None}, {}, None),
    (conditions.READY, {}, {}, True),
    (conditions.READY, {"ready": False}, {}, False),
    (conditions.READY, {}, {"ready": False}, False),
    (conditions.CERTIFIED, {}, {"certified": True}, True),
    (conditions.CERTIFIED, {}, {"certified": False}, False),
    (conditions.PLACE, {}, {"places_left": 1}, True),
    (conditions.PLACE, {}, {"places_left": 0}, False),
    (conditions.NO_TIE, {"person_id": ONE}, {"person_id": OTHER}, True),
    (conditions.NO_TIE, {"person_id": ONE}, {"person_id": ONE}, False),
    (conditions.NO_TIE, {"person_id": ONE, "ties": frozenset({OTHER})}, {"person_id": OTHER}, False),
    (conditions.NO_TIE, {"person_id": ONE}, {"person_id": OTHER, "ties": frozenset({ONE})}, False),
    (conditions.EXPERIENCED, {"needs_experienced": False}, {"experienced": False}, True),
    (conditions.EXPERIENCED, {"needs_experienced": True}, {"experienced": False}, False),
    (conditions.EXPERIENCED, {"needs_experienced": True}, {"experienced": True}, True),
    (conditions.COMMON_LANGUAGE, {"languages": frozenset({"nl", "ti"})}, {"languages": frozenset({"ti"})}, True),
    (conditions.COMMON_LANGUAGE, {"languages": frozenset({"nl"})}, {"languages": frozenset({"en"})}, False),
    (conditions.COMMON_LANGUAGE, {"languages": frozenset()}, {"languages": frozenset({"en"})}, None),
]


@pytest.mark.parametrize(("condition", "seeker", "supporter", "holds"), CASES, ids=lambda c: getattr(c, "key", ""))
def test_conditions_hold_fail_or_cannot_be_said(
    condition: Condition, seeker: dict[str, Any], supporter: dict[str, Any], holds: bool | None
) -> None:
    assert condition.holds(a_seeker(**seeker), a_supporter(**supporter)) is holds


def test_every_condition_that_may_fail_says_why() -> None:
    assert [condition.key for condition, *_rest in CASES if not str(condition.reason)] == []


def test_every_condition_that_may_be_unknown_says_what_to_ask() -> None:
    assert [condition.key for condition, *_rest, holds in CASES if holds is None and not str(condition.missing)] == []


def test_years_only_warn() -> None:
    """Requirement 100: warn, not block, when years are equal."""
    assert {condition.key for condition, *_rest in CASES if condition.warns_only} == {"later_year"}


def test_experience_is_asked_without_a_word_about_why() -> None:
    """Requirement 37 and section 7: no severity shows in what people read."""
    assert str(conditions.EXPERIENCED.reason) == "This student needs someone with experience."
