"""What a participation may do next, when a variant is whole, and how a length becomes dates."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maatwerk.programme import fits, rules
from maatwerk.programme.default_road import PHASES
from maatwerk.programme.registry import complete
from maatwerk.programme.values import (
    Act,
    ChecklistItem,
    Choice,
    Condition,
    Curriculum,
    EndReason,
    Kind,
    Module,
    PhasePlan,
    Question,
    Side,
    Step,
    Who,
)
from tests.factories.programme import a_variant

SEEKER_ROAD = ("interested", "applied", "interviewed", "admitted", "waiting", "matched", "finished")
SUPPORTER_ROAD = ("interested", "applied", "interviewed", "admitted", "active", "finished")
STATES = sorted({*SEEKER_ROAD, *SUPPORTER_ROAD, "paused", "withdrawn", "declined", "referred", "never_started"})


@pytest.mark.parametrize(("side", "road"), [("seeker", SEEKER_ROAD), ("supporter", SUPPORTER_ROAD)])
def test_participation_walks_its_whole_road(side: str, road: tuple[str, ...]) -> None:
    steps = zip((None, *road), road, strict=False)
    assert [rules.may_move(side, before, after) for before, after in steps] == [True] * len(road)


@pytest.mark.parametrize("side", list(Side))
def test_nobody_leaves_an_end(side: Side) -> None:
    assert {state: rules.next_states(side, state) for state in rules.ENDED} == dict.fromkeys(rules.ENDED, frozenset())


def test_no_seeker_is_matched_without_having_waited() -> None:
    """Requirement 41: consents and permission stand between admission and a match."""
    assert [state for state in STATES if rules.may_move("seeker", state, "matched")] == ["waiting"]


def test_no_supporter_is_active_without_admission_or_a_pause() -> None:
    assert [state for state in STATES if rules.may_move("supporter", state, "active")] == ["admitted", "paused"]


def test_only_seekers_are_referred_to_care() -> None:
    """Requirement 38: a warm hand-over is for young people, a supporter is declined."""
    assert [state for state in STATES if rules.may_move("supporter", state, "referred")] == []
    assert [state for state in STATES if rules.may_move("seeker", state, "referred")] == [
        "admitted",
        "interviewed",
        "matched",
        "waiting",
    ]


def test_everyone_may_withdraw_at_any_moment() -> None:
    """Requirement 4: either can stop."""
    for side, road in (("seeker", SEEKER_ROAD), ("supporter", SUPPORTER_ROAD)):
        assert [rules.may_move(side, state, "withdrawn") for state in road[:-1]] == [True] * (len(road) - 1)


@pytest.mark.parametrize(
    ("day", "season"),
    [
        (date(2026, 7, 31), "2025-2026"),
        (date(2026, 8, 1), "2026-2027"),
        (date(2026, 12, 31), "2026-2027"),
        (date(2027, 1, 1), "2026-2027"),
    ],
)
def test_season_turns_on_the_first_of_august(day: date, season: str) -> None:
    assert rules.season_of(day) == season


def test_planned_end_is_so_many_weeks_later() -> None:
    """Requirement 3: the end is fixed at the start."""
    assert rules.planned_end(a_variant(), date(2026, 9, 7), 8) == date(2026, 11, 2)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (date(2026, 8, 31), date(2026, 12, 31)),  # 18 weeks would end in January
        (date(2026, 8, 3), date(2026, 12, 7)),  # 18 weeks come first
        (date(2026, 12, 31), date(2027, 5, 6)),  # the day itself is no end of what starts on it
    ],
)
def test_planned_end_stops_at_the_variants_day(start: date, end: date) -> None:
    assert rules.planned_end(a_variant(ends_by=(12, 31)), start, 18) == end


def test_phases_divide_eight_weeks_as_one_five_one_one() -> None:
    start = date(2026, 9, 7)
    due = rules.phase_dates(PHASES, start, start + timedelta(weeks=8))
    assert due == (
        ("preparation", date(2026, 9, 7)),
        ("start_up", date(2026, 9, 14)),
        ("guidance", date(2026, 10, 19)),
        ("deepening", date(2026, 10, 26)),
        ("closure", date(2026, 11, 2)),
    )


@given(
    st.lists(st.integers(1, 52), min_size=5, max_size=5),
    st.dates(date(2020, 1, 1), date(2035, 1, 1)),
    st.integers(1, 700),
)
def test_phases_follow_each_other_and_end_with_the_match(shares: list[int], start: date, days: int) -> None:
    plans = [PhasePlan(plan.key, plan.label, share) for plan, share in zip(PHASES, shares, strict=True)]
    end = start + timedelta(days=days)
    due = [day for _key, day in rules.phase_dates(plans, start, end)]
    assert due == sorted(due)
    assert (due[0], due[-1]) == (start, end)


def test_smallest_variant_is_whole_once_the_core_answered() -> None:
    assert rules.refused("walks", complete(a_variant())) is None


PICK = Step("pick", Who.SEEKER, Act.PICK, "Pick", pick_from=3)
ANSWER = Step("answer", Who.SUPPORTER, Act.ANSWER, "Answer")
OWN = EndReason("own", "Own", ("never_started",), own_motivation=True)
BROKEN: list[tuple[dict[str, Any], str]] = [
    ({"api": 2}, "it was made for version 2 of the values, this core serves 1"),
    ({"api": 0}, "it was made for version 0 of the values, this core serves 1"),
    ({"key": "swims/forest"}, "its key must be walks/ and a name of small letters"),
    ({"key": "walks/Forest"}, "its key must be walks/ and a name of small letters"),
    ({"staff_roles": (a_variant().seeker_role,)}, "it has 2 of the role walker"),
    (
        {"intake_questions": {Side.SEEKER: (Question("a", Kind.TEXT, "A"), Question("a", Kind.TEXT, "A"))}},
        "it has 2 of the seeker question a",
    ),
    (
        {"intake_questions": {Side.SEEKER: (Question("a", Kind.CHOICE, "A"),)}},
        "the question a needs choices exactly when one chooses",
    ),
    (
        {"intake_questions": {Side.SEEKER: (Question("a", Kind.TEXT, "A", choices=(Choice("b", "B"),)),)}},
        "the question a needs choices exactly when one chooses",
    ),
    (
        {"training_modules": Curriculum(1, (Module("role", "Role", 1, 60),), sessions=1)},
        "its training has no compulsory module `closing` (requirement 49)",
    ),
    (
        {"training_modules": Curriculum(1, (Module("closing", "Closing", 1, 60, compulsory=False),), sessions=1)},
        "its training has no compulsory module `closing` (requirement 49)",
    ),
    (
        {"training_modules": Curriculum(1, (Module("closing", "Closing", 4, 60),), sessions=3)},
        "a module of its training is in none of the 3 meetings",
    ),
    ({"matching_criteria": (fits.interests(60), fits.interests(40))}, "it has 2 of the criterion interests"),
    ({"matching_criteria": (fits.interests(99),)}, "the weights of its criteria do not sum to 100"),
    ({"matching_conditions": (Condition("x", "X", lambda a, b: True),) * 2}, "it has 2 of the condition x"),
    ({"matching_steps": (ANSWER,)}, "its steps do not ask both sides for their own yes (requirement 4)"),
    ({"matching_steps": (PICK,)}, "its steps do not ask both sides for their own yes (requirement 4)"),
    ({"circle_size": 8}, "a circle needs both a size and a step that forms it"),
    (
        {"matching_steps": (PICK, ANSWER, Step("c", Who.COORDINATOR, Act.CONFIRM, "C", pick_from=2))},
        "a step that picks says from how many, and no other step does",
    ),
    ({"trajectory_phases": PHASES[:4]}, "its phases must be preparation, start_up, guidance, deepening, closure"),
    (
        {
            "trajectory_phases": (
                *PHASES[:4],
                PhasePlan("closure", "Closing", 1, checklist=(ChecklistItem("a", "A", Who.SEEKER),) * 2),
            )
        },
        "it has 2 of the closure checklist item a",
    ),
    ({"end_reasons": (OWN, OWN)}, "it has 2 of the end reason own"),
    ({"end_reasons": (EndReason("faded", "Faded", ("ended_early",)),)}, "exactly one of its end reasons"),
]


@pytest.mark.parametrize(("answers", "reason"), BROKEN)
def test_broken_variants_are_refused_with_the_reason(answers: dict[str, Any], reason: str) -> None:
    said = rules.refused("walks", complete(a_variant(**answers)))
    assert said is not None
    assert said[: len(reason)] == reason


def test_a_variant_without_certificate_needs_no_training() -> None:
    role = a_variant().seeker_role
    free = a_variant(supporter_role=type(role)("guide", role.words), training_modules=Curriculum(1, (), sessions=0))
    assert rules.refused("walks", complete(free)) is None
