"""How well two people fit, criterion by criterion; a missing answer is never a zero."""

from __future__ import annotations

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maatwerk.programme import fits, lists
from maatwerk.programme.values import Criterion, Facts, Fit
from tests.factories.programme import a_seeker, a_supporter

MONDAY, TUESDAY, FRIDAY = (1, "morning"), (2, "afternoon"), (5, "evening")


def _fit(criterion: Criterion, seeker: Facts, supporter: Facts) -> Fit:
    return criterion.fit(seeker, supporter)


@pytest.mark.parametrize(
    ("ours", "theirs", "share"),
    [
        ({"football"}, {"reading"}, 0.0),
        ({"football"}, {"football"}, 1 / 3),
        ({"football", "gaming"}, {"football", "gaming", "music"}, 2 / 3),
        ({"football", "gaming", "music", "cooking"}, {"football", "gaming", "music", "cooking"}, 1.0),
    ],
)
def test_shared_interests_count_up_to_three(ours: set[str], theirs: set[str], share: float) -> None:
    """Requirement 33."""
    fit = _fit(fits.interests(30), a_seeker(interests=frozenset(ours)), a_supporter(interests=frozenset(theirs)))
    assert fit.share == pytest.approx(share)
    assert fit.values == {"interests": sorted(ours & theirs)}


def test_shared_slots_are_named_in_order_of_the_week() -> None:
    fit = _fit(
        fits.availability(20),
        a_seeker(slots=frozenset({FRIDAY, MONDAY})),
        a_supporter(slots=frozenset({MONDAY, FRIDAY, TUESDAY})),
    )
    assert fit == Fit(1.0, "shared", {"slots": [[1, "morning"], [5, "evening"]]})


@pytest.mark.parametrize(
    ("offers", "expected"),
    [
        ({"maths", "dutch"}, Fit(1.0, "all", {"subjects": ["dutch", "maths"]})),
        ({"maths"}, Fit(0.5, "some", {"subjects": ["maths"]})),
        ({"english"}, Fit(0.0, "none", {"subjects": []})),
    ],
)
def test_subjects_fit_by_what_is_needed(offers: set[str], expected: Fit) -> None:
    """Requirement 101: a tutor is found by subject; offering more than is needed adds nothing."""
    seeker = a_seeker(subjects_needs=frozenset({"maths", "dutch"}))
    assert _fit(fits.subject(45), seeker, a_supporter(subjects_offers=frozenset(offers))) == expected


@pytest.mark.parametrize(
    ("course", "level", "expected"),
    [
        ("Software", 4, Fit(1.0, "same", {"course": "Software"})),
        ("Nursing", 4, Fit(0.4, "near", {"level": 4})),
        ("Nursing", 2, Fit(0.0, "other", {})),
        ("Nursing", None, Fit(0.0, "other", {})),
    ],
)
def test_course_is_the_same_near_or_other(course: str, level: int | None, expected: Fit) -> None:
    """Requirement 34: a field in common weighs."""
    seeker = a_seeker(course="Software", level=4)
    assert _fit(fits.course(15), seeker, a_supporter(course=course, level=level)) == expected


def test_site_is_the_same_or_other() -> None:
    here, there = uuid4(), uuid4()
    assert _fit(fits.site(20), a_seeker(site_id=here), a_supporter(site_id=here)).share == 1.0
    assert _fit(fits.site(20), a_seeker(site_id=here), a_supporter(site_id=there)).share == 0.0


def test_languages_count_for_who_asks() -> None:
    seeker, supporter = (
        a_seeker(languages=frozenset({"nl", "ti"})),
        a_supporter(languages=frozenset({"nl", "en", "fr"})),
    )
    assert _fit(fits.language(10), seeker, supporter) == Fit(0.5, "shared", {"languages": ["nl"]})


WISH = fits.wish(25, of="wish", met_by="likeness")


@pytest.mark.parametrize(
    ("wished", "offered", "expected"),
    [
        (["listener"], ["listener", "doer"], Fit(1.0, "met", {"answers": ["wish", "listener"]})),
        (["listener", "doer"], "doer", Fit(0.5, "met", {"answers": ["wish", "doer"]})),
        ("listener", ["cheerful"], Fit(0.0, "unmet", {"answers": ["wish"]})),
        ([fits.NO_PREFERENCE], None, Fit(1.0, "free", {})),
    ],
)
def test_a_wish_is_met_by_what_the_other_says_of_themselves(wished: object, offered: object, expected: Fit) -> None:
    fit = _fit(WISH, a_seeker(answers={"wish": wished}), a_supporter(answers={"likeness": offered}))
    assert fit == expected


def test_what_is_asked_for_is_met_under_a_key_of_its_own() -> None:
    criterion = fits.answer_met("question", "Question", 40, of="question", met_by="experience")
    seeker = a_seeker(answers={"question": ["first_job", "speaking"]})
    found = _fit(criterion, seeker, a_supporter(answers={"experience": ["speaking"]}))
    assert (criterion.key, criterion.weight, found) == (
        "question",
        40,
        Fit(0.5, "met", {"answers": ["question", "speaking"]}),
    )


@pytest.mark.parametrize(
    ("age", "expected"),
    [
        (19, Fit(1.0, "close", {"years": 5})),
        (23, Fit(11 / 15, "apart", {"years": 9})),
        (40, Fit(0.0, "apart", {"years": 26})),
    ],
)
def test_close_in_age_counts_up_to_twenty_years(age: int, expected: Fit) -> None:
    assert _fit(fits.age_nearness(15), a_seeker(age=14), a_supporter(age=age)) == expected


def test_nearby_counts_and_tells_no_number() -> None:
    near = _fit(fits.nearness(10), a_seeker(postcode="8401 AB"), a_supporter(postcode="8409 AB"))
    assert near == Fit(0.85, "near", {})


def test_shared_answers_to_one_question_count() -> None:
    """Requirement 35: to recognise oneself in the other."""
    route = fits.shared_answer("route", "Route", 10, question="route")
    same = _fit(route, a_seeker(answers={"route": "vmbo"}), a_supporter(answers={"route": "vmbo"}))
    other = _fit(route, a_seeker(answers={"route": "vmbo"}), a_supporter(answers={"route": "havo"}))
    assert (same, other.share) == (Fit(1.0, "shared", {"answers": ["route", "vmbo"]}), 0.0)


def test_history_counts_for_who_worked_together() -> None:
    supporter = a_supporter()
    assert _fit(fits.history(5), a_seeker(earlier=frozenset({supporter.person_id})), supporter).share == 1.0
    assert _fit(fits.history(5), a_seeker(), supporter).share == 0.0


def test_older_year_counts() -> None:
    assert _fit(fits.older_year(10), a_seeker(year=1), a_supporter(year=3)) == Fit(1.0, "older", {"year": 3})
    assert _fit(fits.older_year(10), a_seeker(year=2), a_supporter(year=2)).share == 0.0


ALL = (
    fits.interests(10),
    fits.availability(10),
    fits.subject(10),
    fits.course(10),
    fits.site(10),
    fits.language(10),
    WISH,
    fits.answer_met("question", "Question", 10, of="question", met_by="experience"),
    fits.shared_answer("route", "Route", 10, question="route"),
    fits.history(10),
    fits.older_year(10),
    fits.nearness(10),
    fits.age_nearness(10),
)


@pytest.mark.parametrize("criterion", [c for c in ALL if c.key != "history"], ids=lambda c: c.key)
def test_what_is_missing_is_unknown_and_says_of_whom(criterion: Criterion) -> None:
    nobody, someone = a_seeker(languages=frozenset()), a_supporter(languages=frozenset())
    assert _fit(criterion, nobody, someone) == Fit(None, "unknown", {"who": ["seeker", "supporter"]})


ANSWERS = st.fixed_dictionaries({}, optional={"route": st.sampled_from(["vmbo", "havo"]), "wish": st.just("doer")})
FACTS = st.fixed_dictionaries(
    {
        "interests": st.frozensets(st.sampled_from([i.key for i in lists.INTERESTS]), max_size=5),
        "slots": st.frozensets(st.sampled_from([MONDAY, TUESDAY, FRIDAY])),
        "languages": st.frozensets(st.sampled_from(["nl", "en", "ti"])),
        "subjects_needs": st.frozensets(st.sampled_from(["maths", "dutch"])),
        "subjects_offers": st.frozensets(st.sampled_from(["maths", "dutch"])),
        "course": st.none() | st.sampled_from(["Nursing", "Software"]),
        "level": st.none() | st.integers(1, 4),
        "year": st.none() | st.integers(1, 4),
        "answers": ANSWERS,
    }
)


@given(FACTS, FACTS)
def test_every_fit_lies_between_nothing_and_all_and_has_words(
    ours: dict[str, object], theirs: dict[str, object]
) -> None:
    for criterion in ALL:
        fit = _fit(criterion, a_seeker(**ours), a_supporter(**theirs))
        assert fit.share is None or 0.0 <= fit.share <= 1.0
        assert fit.reason in criterion.says
