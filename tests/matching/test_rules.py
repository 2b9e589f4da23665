"""Who fits whom: conditions before points, silence that is neither zero nor agreement, and reasons for both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maatwerk.matching import rules
from maatwerk.matching.rules import Between, Part, Rulebook, SharedPoints, judge
from maatwerk.programme import conditions, fits
from maatwerk.programme.roles import Role, RoleForms, RoleWords
from maatwerk.programme.values import Criterion, Facts, Fit, Side, Variant

WORDS = RoleWords(RoleForms("tutor", "tutors", "the tutor", "your tutor", "your tutor", "The tutor"))
MENTEE = Role("mentee", WORDS)
TUTOR = Role("tutor", WORDS, needs_certificate=True)
CRITERIA = (fits.subject(45), fits.availability(25), fits.course(15), fits.language(10), fits.history(5))
VARIANT = Variant(
    key="test/tutor",
    name="Tutor",
    description="Helps with subjects.",
    seeker_role=MENTEE,
    supporter_role=TUTOR,
    matching_conditions=(conditions.same_site(), conditions.subject_offered(), conditions.later_year()),
    matching_criteria=CRITERIA,
)
BOOK = rules.rulebook(VARIANT)
SITE, OTHER_SITE = UUID(int=901), UUID(int=902)

SEEKER = Facts(
    person_id=UUID(int=1),
    participation_id=UUID(int=101),
    side=Side.SEEKER,
    site_id=SITE,
    course="Software developer",
    level=4,
    year=1,
    languages=frozenset({"nl", "en"}),
    slots=frozenset({(1, "morning"), (3, "afternoon")}),
    subjects_needs=frozenset({"maths", "english"}),
    own_yes=True,
)
SUPPORTER = Facts(
    person_id=UUID(int=2),
    participation_id=UUID(int=102),
    side=Side.SUPPORTER,
    site_id=SITE,
    course="Software developer",
    level=4,
    year=3,
    languages=frozenset({"nl"}),
    slots=frozenset({(3, "afternoon"), (5, "evening")}),
    subjects_offers=frozenset({"maths"}),
    certified=True,
)


def another(number: int, **changes: Any) -> Facts:
    return replace(SUPPORTER, person_id=UUID(int=number), participation_id=UUID(int=100 + number), **changes)


def in_the_way(**changes: Any) -> list[tuple[str, bool | None]]:
    seeker = {key[7:]: value for key, value in changes.items() if key.startswith("seeker_")}
    supporter = {key: value for key, value in changes.items() if not key.startswith("seeker_")}
    found = judge(replace(SEEKER, **seeker), replace(SUPPORTER, **supporter), BOOK)
    return [(checked.key, checked.met) for checked in found.in_the_way]


def test_judge_gives_points_with_the_reason_and_both_values():
    found = judge(SEEKER, SUPPORTER, BOOK)

    assert found.fits is True
    assert found.parts == (
        Part("subject", 23, 45, "some", {"subjects": ["maths"]}),
        Part("availability", 13, 25, "shared", {"slots": [[3, "afternoon"]]}),
        Part("course", 15, 15, "same", {"course": "Software developer"}),
        Part("language", 5, 10, "shared", {"languages": ["nl"]}),
        Part("history", 0, 5, "new", {}),
    )
    assert (found.score, found.score_most) == (56, 56)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"seeker_own_yes": False}, [("own_yes", False)]),
        ({"seeker_own_yes": None}, [("own_yes", None)]),
        ({"seeker_ready": False}, [("ready", False)]),
        ({"ready": False}, [("ready", False)]),
        ({"places_left": 0}, [("place", False)]),
        ({"places_left": -1}, [("place", False)]),
        ({"certified": False}, [("certified", False)]),
        ({"ties": frozenset({UUID(int=1)})}, [("no_tie", False)]),
        ({"seeker_ties": frozenset({UUID(int=2)})}, [("no_tie", False)]),
        ({"person_id": UUID(int=1)}, [("no_tie", False)]),
        ({"seeker_needs_experienced": True}, [("experienced", False)]),
        ({"seeker_needs_experienced": True, "experienced": True}, []),
        ({"languages": frozenset({"ar"})}, [("language", False)]),
        ({"languages": frozenset()}, [("language", None)]),
        ({"site_id": OTHER_SITE}, [("same_site", False)]),
        ({"site_id": None}, [("same_site", None)]),
        ({"subjects_offers": frozenset({"dutch"})}, [("subject", False)]),
        (
            {"seeker_ready": False, "places_left": 0, "site_id": None},
            [("ready", False), ("place", False), ("same_site", None)],
        ),
    ],
)
def test_hard_conditions_stand_before_any_score(changes: dict[str, Any], expected: list[tuple[str, bool | None]]):
    """Requirements 4, 6, 37 and the hard rules of domain section 3; what is not known is no yes."""
    assert in_the_way(**changes) == expected


def test_a_warning_is_said_but_stands_in_nobodys_way():
    """Requirement 100: warn, not block, when years are equal."""
    found = judge(SEEKER, replace(SUPPORTER, year=1), BOOK)

    assert found.fits is True
    assert [(a.kind, a.key) for a in rules.against(found)] == [("warning", "later_year")]


@pytest.mark.parametrize(
    ("between", "expected"),
    [
        (Between(), []),
        (Between(active=False), ["active"]),
        (Between(refused=True), ["not_refused"]),
        (Between(declined=True), ["not_declined"]),
        (Between(running=True), ["not_running"]),
        (Between(unanswered=True), []),
    ],
)
def test_what_happened_between_two_counts_too(between: Between, expected: list[str]):
    found = judge(SEEKER, SUPPORTER, BOOK, between)

    assert [checked.key for checked in found.in_the_way] == expected


def test_earlier_silence_argues_against_without_excluding():
    found = judge(SEEKER, SUPPORTER, BOOK, Between(unanswered=True))

    assert [a.kind for a in rules.against(found)] == ["unanswered"]


def test_missing_answers_make_a_range_and_no_zero():
    found = judge(SEEKER, replace(SUPPORTER, slots=frozenset(), course=None), BOOK)

    assert (found.score, found.score_most) == (28, 68)
    assert [(p.criterion, p.got, p.of, p.values) for p in found.parts if p.got is None] == [
        ("availability", None, 25, {"who": ["supporter"]}),
        ("course", None, 15, {"who": ["supporter"]}),
    ]
    assert [(a.kind, a.key) for a in rules.against(found)] == [
        ("missing", "availability"),
        ("missing", "course"),
    ]


def test_role_without_certificate_asks_for_none():
    untrained = replace(VARIANT, supporter_role=replace(TUTOR, needs_certificate=False))

    assert judge(SEEKER, replace(SUPPORTER, certified=False), rules.rulebook(untrained)).fits is True


def test_rulebook_holds_each_condition_once():
    doubled = replace(VARIANT, matching_conditions=(*conditions.ALWAYS, conditions.CERTIFIED, conditions.same_site()))

    keys = [condition.key for condition in rules.rulebook(doubled).conditions]

    assert keys == ["own_yes", "ready", "place", "no_tie", "experienced", "language", "certified", "same_site"]


def test_rulebook_takes_the_programmes_own_weights():
    book = rules.rulebook(VARIANT, {"subject": 10, "availability": 60})

    assert sum(book.weights.values()) == 100
    assert book.weights == {"subject": 10, "availability": 60, "course": 15, "language": 10, "history": 5}


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        ({}, {}),
        ({"a": 0, "b": 0}, {"a": 0, "b": 0}),
        ({"a": 1, "b": 1, "c": 1}, {"a": 34, "b": 33, "c": 33}),
        ({"a": 30, "b": 70}, {"a": 30, "b": 70}),
        ({"a": -5, "b": 5}, {"a": 0, "b": 100}),
        ({"a": 200, "b": 100}, {"a": 67, "b": 33}),
    ],
)
def test_to_hundred_keeps_proportions(weights: dict[str, int], expected: dict[str, int]):
    assert rules.to_hundred(weights) == expected


def test_share_outside_its_bounds_is_brought_back():
    """A plug-in's mistake never gives more points than there are."""
    wild = Criterion("wild", "Wild", 60, lambda *_: Fit(7.5, "x"))
    colder = Criterion("colder", "Colder", 40, lambda *_: Fit(-3.0, "x"))

    found = judge(SEEKER, SUPPORTER, Rulebook((), (wild, colder), {"wild": 60, "colder": 40}))

    assert [part.got for part in found.parts] == [60, 0]


@pytest.mark.parametrize(
    "answer",
    [
        "ethnicity",
        "Etniciteit",
        "land_van_herkomst",
        "religion",
        "geloof",
        "health",
        "gezondheid",
        "diagnosis",
        "gender",
        "geslacht",
    ],
)
def test_no_rule_ever_sees_ethnicity_religion_health_or_gender(answer: str):
    """Domain section 3: no weight on them; not even a programme's own criterion gets to read such an answer."""
    sees = Criterion("own", "Own", 100, lambda a, b: Fit(float(answer in a.answers or answer in b.answers)))
    book = Rulebook((), (sees,), {"own": 100})

    found = judge(replace(SEEKER, answers={answer: "x"}), replace(SUPPORTER, answers={answer: "x"}), book)

    assert found.score == 0


def test_a_stated_wish_may_be_heard():
    """Domain section 3: gender only as the mentee's or mentor's own stated wish."""
    assert (rules.may_weigh("wish_gender"), rules.may_weigh("gender"), rules.may_weigh("style")) == (True, False, True)


@pytest.mark.parametrize("number", [1, 3])
def test_rank_puts_the_best_first(number: int):
    slots = [frozenset({(5, "evening")}), frozenset({(3, "afternoon")}), SEEKER.slots]
    judged = [judge(SEEKER, another(n + 10, slots=slots[n]), BOOK) for n in range(number)]

    assert [one.score for one in rules.rank(judged)] == [43, 56, 68][:number][::-1]


def test_rank_counts_a_missing_answer_for_half():
    """Silence neither wins nor loses against an average answer."""
    silent = judge(SEEKER, another(10, slots=frozenset()), BOOK)
    half = judge(SEEKER, another(11), BOOK)
    none = judge(SEEKER, another(12, slots=frozenset({(7, "evening")})), BOOK)
    full = judge(SEEKER, another(13, slots=SEEKER.slots), BOOK)

    assert [one.supporter.person_id.int for one in rules.rank([none, silent, full, half])] == [13, 11, 10, 12]


def test_rank_leaves_out_whoever_may_not_be_proposed():
    """Domain section 3: a condition that fails is no low score but no proposal."""
    full = judge(SEEKER, another(10, slots=SEEKER.slots, places_left=0), BOOK)
    free = judge(SEEKER, another(11), BOOK)

    assert rules.rank([full, free]) == [free]
    assert rules.excluded([full, free]) == [full]


def test_excluded_lists_who_is_nearest_first():
    far = judge(SEEKER, another(10, places_left=0, site_id=None), BOOK)
    near = judge(SEEKER, another(11, places_left=0), BOOK)

    assert rules.excluded([far, near]) == [near, far]


def test_difference_says_what_is_more_and_what_less():
    first = judge(SEEKER, another(10, slots=SEEKER.slots, course="Kok", level=2), BOOK)
    other = judge(SEEKER, another(11, slots=frozenset({(7, "evening")}), subjects_offers=SEEKER.subjects_needs), BOOK)

    found = rules.difference(first, other)

    assert found.points == other.score - first.score == 12
    assert [part.criterion for part in found.more] == ["subject", "course"]
    assert [part.criterion for part in found.less] == ["availability"]
    assert found.missing == ()


def test_difference_names_what_the_other_left_open():
    first = judge(SEEKER, another(10), BOOK)
    other = judge(SEEKER, another(11, slots=frozenset()), BOOK)

    found = rules.difference(first, other)

    assert ([p.criterion for p in found.missing], found.more, found.less) == (["availability"], (), ())


def test_needs_reason_when_somebody_stands_above():
    """Requirement 32: a human decides, and says why when it isn't the top."""
    ranked = rules.rank([judge(SEEKER, another(10, slots=SEEKER.slots), BOOK), judge(SEEKER, another(11), BOOK)])

    assert [rules.needs_reason(ranked, UUID(int=110)), rules.needs_reason(ranked, UUID(int=111))] == [False, True]


def test_needs_reason_is_not_asked_between_equals():
    ranked = rules.rank([judge(SEEKER, another(10), BOOK), judge(SEEKER, another(11), BOOK)])

    assert rules.needs_reason(ranked, UUID(int=111)) is False


def test_shared_points_are_three_and_one_honest_difference():
    parts = [
        Part("subject", 30, 45, "some", {"subjects": ["maths"]}),
        Part("availability", 25, 25, "shared", {"slots": [[1, "morning"]]}),
        Part("course", 15, 15, "same", {"course": "Kok"}),
        Part("language", 10, 10, "shared", {"languages": ["nl"]}),
        Part("site", 0, 5, "other"),
    ]

    found = rules.shared_points(parts)

    assert [part.criterion for part in found.points] == ["subject", "availability", "course"]
    assert found.difference == parts[4]


def test_shared_points_are_silent_about_answers_meant_for_coordinators():
    """Interface section 3: no sensitive criterion is shown to the other side; "only coordinators read this" holds."""
    parts = [
        Part("experience", 20, 20, "shared", {"answers": ["went_through", "moved_country"]}),
        Part("wish", 0, 25, "unmet", {"answers": ["wish"]}),
        Part("history", 0, 5, "new"),
        Part("interests", None, 35, "unknown", {"who": ["seeker"]}),
    ]

    assert rules.shared_points(parts) == SharedPoints((), None)


def test_shared_points_of_nothing_are_nothing():
    assert rules.shared_points([]) == SharedPoints((), None)


def test_part_survives_being_stored():
    part = Part("subject", 23, 45, "some", {"subjects": ["maths"]})

    assert rules.part_of(part.stored()) == part


def test_stored_parts_hold_what_the_columns_promise():
    assert set(Part("a", 1, 2).stored()) == {"criterion", "got", "of", "reason", "values"}


@pytest.mark.parametrize(
    ("pick_from", "fitting", "expected"), [(3, 9, 3), (3, 3, 3), (3, 2, 2), (3, 0, 0), (None, 4, 1)]
)
def test_least_offered_is_a_real_choice_or_all_there_is(pick_from: int | None, fitting: int, expected: int):
    """Domain section 3: at least three to pick from; where fewer fit, all of them, so that nobody is stuck."""
    assert rules.least_offered(pick_from, fitting) == expected


@pytest.mark.parametrize(
    ("courses", "places", "size", "expected"),
    [
        (["Kok"], 8, 8, None),
        (["Kok"] * 8, 8, 8, None),
        (["Kok"] * 9, 9, 8, "too_many"),
        (["Kok"] * 3, 2, 8, "too_many"),
        ([], 8, 8, "nobody"),
        (["Kok", "Kapper"], 8, 8, "other_course"),
        (["Kok", None], 8, 8, "other_course"),
        (["Kok"], 8, None, "no_circles"),
    ],
)
def test_circle_is_of_one_course_and_at_most_eight(
    courses: list[str | None], places: int, size: int | None, expected: str | None
):
    """Issue 2.7: a mentor with a circle of up to eight first-years of one course."""
    seekers = [replace(SEEKER, participation_id=UUID(int=n), course=course) for n, course in enumerate(courses)]

    assert rules.circle_problem(replace(SUPPORTER, places_left=places), seekers, size) == expected


# What must hold for any people at all.

SLOTS = st.frozensets(st.tuples(st.integers(1, 7), st.sampled_from(["morning", "afternoon", "evening"])), max_size=4)
KEYS = st.frozensets(st.sampled_from(["maths", "english", "dutch", "computers"]), max_size=3)
LANGUAGES = st.frozensets(st.sampled_from(["nl", "en", "ar", "fy"]), max_size=3)


@st.composite
def supporters(draw: st.DrawFn, number: int = 50) -> Facts:
    return another(
        draw(st.integers(number, number + 40)),
        site_id=draw(st.sampled_from([SITE, OTHER_SITE, None])),
        course=draw(st.sampled_from(["Kok", "Software developer", None])),
        level=draw(st.sampled_from([2, 4, None])),
        year=draw(st.sampled_from([1, 2, 3, None])),
        languages=draw(LANGUAGES),
        slots=draw(SLOTS),
        subjects_offers=draw(KEYS),
        certified=draw(st.booleans()),
        places_left=draw(st.integers(0, 2)),
        ties=draw(st.sampled_from([frozenset(), frozenset({SEEKER.person_id})])),
        ready=draw(st.booleans()),
    )


@st.composite
def seekers(draw: st.DrawFn) -> Facts:
    return replace(
        SEEKER,
        languages=draw(LANGUAGES),
        slots=draw(SLOTS),
        subjects_needs=draw(KEYS),
        own_yes=draw(st.sampled_from([True, True, False, None])),
        course=draw(st.sampled_from(["Kok", "Software developer", None])),
    )


@given(seekers(), st.lists(supporters(), max_size=5), supporters(number=91))
def test_adding_a_supporter_never_lowers_the_best_score(seeker: Facts, others: list[Facts], added: Facts):
    before = rules.rank([judge(seeker, one, BOOK) for one in others])
    after = rules.rank([judge(seeker, one, BOOK) for one in [*others, added]])

    assert max((one.score for one in after), default=-1) >= max((one.score for one in before), default=-1)
    assert [one for one in after if one.supporter != added] == before


@given(seekers(), supporters())
def test_score_lies_within_its_bounds_and_adds_up(seeker: Facts, supporter: Facts):
    found = judge(seeker, supporter, BOOK)

    assert 0 <= found.score <= found.score_most <= 100
    assert sum(part.of for part in found.parts) == 100
    assert all(part.got is None or 0 <= part.got <= part.of for part in found.parts)


ERASED: Mapping[str, Any] = {
    "slots": frozenset(),
    "languages": frozenset(),
    "subjects_offers": frozenset(),
    "course": None,
}


@given(seekers(), supporters(), st.sampled_from(sorted(ERASED)))
def test_a_missing_answer_never_counts(seeker: Facts, supporter: Facts, left_open: str):
    """Interface section 3: never 0 and never agreement: the range holds whatever the answer would have given."""
    whole = judge(seeker, supporter, BOOK)
    silent = judge(seeker, replace(supporter, **{left_open: ERASED[left_open]}), BOOK)

    assert silent.score <= whole.score <= whole.score_most <= silent.score_most
    assert not silent.fits or whole.fits


@given(seekers(), supporters())
def test_reasons_are_the_same_seen_from_either_side(seeker: Facts, supporter: Facts):
    """What one reads of shared times and languages is the other's too: no one is told another story."""
    book = Rulebook((), (fits.interests(60), fits.availability(40)), {"interests": 60, "availability": 40})

    there, back = judge(seeker, supporter, book), judge(supporter, seeker, book)

    assert rules.shared_points(there.parts) == rules.shared_points(back.parts)
    assert [(p.got, p.reason) for p in there.parts] == [(p.got, p.reason) for p in back.parts]


@given(seekers(), supporters())
def test_participants_never_read_a_number(seeker: Facts, supporter: Facts):
    found = rules.shared_points(judge(seeker, supporter, BOOK).parts)

    assert len(found.points) <= 3
    assert all("answers" not in part.values for part in found.points)
    assert all(part.got is not None and part.share >= 0.5 for part in found.points)


@given(seekers(), supporters())
def test_nobody_is_proposed_past_a_hard_condition(seeker: Facts, supporter: Facts):
    """Requirements 4, 6 and 104: own yes, certificate, place, no tie, consents, language, site, subject: all hold."""
    fits_by_hand = (
        seeker.own_yes is True
        and supporter.ready
        and supporter.certified
        and supporter.places_left > 0
        and seeker.person_id not in supporter.ties
        and len(seeker.languages & supporter.languages) > 0
        and supporter.site_id == SITE
        and len(seeker.subjects_needs & supporter.subjects_offers) > 0
    )

    assert judge(seeker, supporter, BOOK).fits is fits_by_hand
