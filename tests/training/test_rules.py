"""Who may act as what, who may lead a training, when a training is done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maatwerk.programme.values import Curriculum, Module, Role, RoleForms, RoleWords, Variant
from maatwerk.training.rules import (
    COACH,
    Missing,
    Paper,
    Sign,
    Standing,
    State,
    WrongDays,
    brought_along_wrong,
    completed,
    counts,
    in_order,
    lapses_within,
    led_by,
    may_act_as,
    may_certify,
    may_lead,
    months_on,
    moves_up,
    paper_state,
    session_days,
    sign_up,
    still_to_do,
    valid_until,
)

DAY = date(2026, 11, 24)
days = st.dates(min_value=date(2020, 1, 1), max_value=date(2032, 12, 31))


@st.composite
def papers(draw: st.DrawFn) -> Paper:
    """A certificate whose end lies after its start."""
    issued = draw(days)
    until = draw(st.none() | st.integers(0, 2000).map(lambda n: issued + timedelta(days=n)))
    withdrawn = draw(st.none() | st.integers(0, 2000).map(lambda n: issued + timedelta(days=n)))
    return Paper(issued, until, withdrawn)


def test_nobody_acts_without_a_certificate():
    """Requirement 41: a match cannot start before the supporter is trained."""
    assert may_act_as([], DAY) == Standing(False, (Missing.NO_CERTIFICATE,), None)


def test_certificate_holds_from_its_first_day_through_its_last():
    paper = Paper(date(2026, 1, 10), date(2026, 12, 31))

    assert [paper_state(paper, on) for on in (date(2026, 1, 9), date(2026, 1, 10))] == [State.NOT_YET, State.VALID]
    assert [paper_state(paper, on) for on in (date(2026, 12, 31), date(2027, 1, 1))] == [State.LAPSING, State.LAPSED]


def test_certificate_lapses_ninety_days_ahead():
    paper = Paper(date(2024, 1, 1), DAY + timedelta(days=90))

    assert lapses_within(paper, DAY) == 90
    assert lapses_within(paper, DAY - timedelta(days=1)) is None
    assert lapses_within(paper, DAY + timedelta(days=90)) == 0
    assert lapses_within(paper, DAY + timedelta(days=91)) is None


def test_certificate_without_an_end_never_lapses():
    assert lapses_within(Paper(date(2020, 1, 1)), date(2060, 1, 1)) is None


def test_withdrawn_certificate_stops_on_the_day_itself():
    paper = Paper(date(2026, 1, 10), None, withdrawn_on=DAY)

    assert may_act_as([paper], DAY - timedelta(days=1)) == Standing(True, (), None)
    assert may_act_as([paper], DAY) == Standing(False, (Missing.WITHDRAWN,), None)


@pytest.mark.parametrize(
    ("held", "why"),
    [
        ([Paper(date(2020, 1, 1), date(2023, 1, 1))], Missing.LAPSED),
        ([Paper(DAY + timedelta(days=3))], Missing.NOT_YET),
        ([Paper(date(2020, 1, 1), date(2023, 1, 1)), Paper(DAY + timedelta(days=3))], Missing.NOT_YET),
        ([Paper(date(2020, 1, 1), None, date(2022, 1, 1)), Paper(date(2018, 1, 1), date(2021, 1, 1))], Missing.LAPSED),
    ],
)
def test_why_not_is_the_nearest_reason(held, why):
    assert may_act_as(held, DAY) == Standing(False, (why,), None)


def test_longest_certificate_says_until_when():
    held = [Paper(date(2026, 1, 1), date(2027, 1, 1)), Paper(date(2026, 6, 1), date(2029, 6, 1))]

    assert may_act_as(held, DAY).valid_until == date(2029, 6, 1)
    assert may_act_as([*held, Paper(date(2026, 7, 1))], DAY) == Standing(True, (), None)


@given(st.lists(papers(), max_size=5), days)
def test_may_act_as_says_yes_exactly_when_some_certificate_counts(held, on):
    assert may_act_as(held, on).yes == any(counts(paper, on) for paper in held)


@given(st.lists(papers(), max_size=5), papers(), days)
def test_another_certificate_never_takes_a_yes_away(held, more, on):
    assert may_act_as([*held, more], on).yes >= may_act_as(held, on).yes


@given(st.lists(papers(), max_size=5), days)
def test_a_yes_holds_through_the_day_it_names(held, on):
    lasting = [Paper(paper.issued_on, paper.valid_until) for paper in held]
    standing = may_act_as(lasting, on)
    end = standing.valid_until if standing.yes else None

    if end:
        assert may_act_as(lasting, end).yes
        assert all(not counts(paper, end + timedelta(days=1)) for paper in lasting if counts(paper, on))


def test_nobody_leads_a_training_without_a_coach_certificate():
    """Requirement 104: only certified teacher coaches."""
    assert may_lead([], [DAY]) == Standing(False, (Missing.NO_CERTIFICATE,), None)


def test_coach_must_be_certified_on_every_day_of_the_training():
    """The edge case of domain section 6: certificate expired with a training planned."""
    paper = Paper(date(2023, 12, 1), date(2026, 12, 1))

    assert may_lead([paper], [DAY, DAY + timedelta(days=7)]) == Standing(True, (), date(2026, 12, 1))
    assert may_lead([paper], [DAY, DAY + timedelta(days=8)]) == Standing(False, (Missing.LAPSED,), None)


def test_nobody_leads_a_training_without_days():
    assert may_lead([Paper(date(2026, 1, 1))], []).yes is False


@given(st.lists(papers(), max_size=4), st.lists(days, min_size=1, max_size=4))
def test_leading_needs_acting_on_each_day(held, on):
    assert may_lead(held, on).yes == all(may_act_as(held, day).yes for day in on)


def words(name: str) -> RoleWords:
    return RoleWords(RoleForms(name, f"{name}s", f"the {name}", f"your {name}", f"your {name}", f"The {name}"))


MENTEE, TUTOR, TEACHER_COACH = (
    Role("mentee", words("mentee")),
    Role("tutor", words("tutor")),
    Role(COACH, words("coach")),
)


def test_coach_certificate_holds_three_years_and_a_student_one_without_end():
    assert valid_until(None, COACH, DAY) == date(2029, 11, 24)
    assert valid_until(TEACHER_COACH, COACH, DAY) == date(2029, 11, 24)
    assert valid_until(TUTOR, "tutor", DAY) is None


def test_role_may_say_how_long_its_certificate_holds():
    assert valid_until(replace(TEACHER_COACH, certificate_months=12), COACH, DAY) == date(2027, 11, 24)
    assert valid_until(replace(TUTOR, certificate_months=6), "tutor", DAY) == date(2027, 5, 24)


def variant(**changes: object) -> Variant:
    return replace(Variant("pe/tutor", "Tutor", "Helps", MENTEE, TUTOR), **changes)


def test_training_of_students_for_students_is_led_by_a_teacher_coach():
    """Requirement 104, whatever the plug-in forgets to say."""
    assert led_by(variant(peers=True)) == COACH
    assert led_by(variant(staff_roles=(TEACHER_COACH,))) == COACH
    assert led_by(variant()) is None


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2024, 2, 29), 36, date(2027, 2, 28)),
        (date(2026, 8, 31), 1, date(2026, 9, 30)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
    ],
)
def test_months_on_keeps_to_the_end_of_short_months(day, months, then):
    assert months_on(day, months) == then


@given(days, st.integers(0, 60))
def test_months_on_lands_in_the_month_meant(day, months):
    then = months_on(day, months)

    assert (then.year * 12 + then.month) - (day.year * 12 + day.month) == months
    assert day.day - 3 <= then.day <= day.day


def test_sessions_are_a_week_apart():
    assert session_days(date(2026, 12, 24), 3) == (date(2026, 12, 24), date(2026, 12, 31), date(2027, 1, 7))


def test_sessions_come_one_after_another():
    assert in_order([DAY, DAY + timedelta(days=1)]) is True
    assert in_order([DAY, DAY]) is False
    assert in_order([]) is True


CURRICULUM = Curriculum(
    version=2,
    modules=(
        Module("role", "Role", session=1, minutes=60),
        Module("listening", "Listening", session=1, minutes=90),
        Module("safety", "Safety", session=2, minutes=120),
        Module("games", "Games", session=2, minutes=30, compulsory=False),
        Module("closing", "Closing", session=3, minutes=90),
        Module("extra", "Extra", session=4, minutes=90, compulsory=False),
    ),
    sessions=4,
)


def keys(modules: Iterable[Module]) -> list[str]:
    return [module.key for module in modules]


def test_training_is_done_after_every_compulsory_module():
    assert completed(variant(), CURRICULUM, {1, 2, 3}) is True


def test_training_without_the_closing_module_is_not_done():
    """Requirement 49: closure is compulsory, because it is so often left out."""
    assert keys(still_to_do(CURRICULUM, {1, 2, 4})) == ["closing"]
    assert completed(variant(), CURRICULUM, {1, 2, 4}) is False


def test_nobody_is_done_who_was_never_there():
    assert keys(still_to_do(CURRICULUM, ())) == ["role", "listening", "safety", "closing"]


def test_variant_may_say_itself_when_its_training_is_done():
    strict = variant(training_completed=lambda attended: len(attended.sessions) == attended.curriculum.sessions)

    assert completed(strict, CURRICULUM, {1, 2, 3}) is False
    assert completed(strict, CURRICULUM, {1, 2, 3, 4}) is True


numbers = st.sets(st.integers(1, 4))


@given(numbers, numbers)
def test_being_there_more_often_never_undoes_a_training(some, others):
    assert set(still_to_do(CURRICULUM, some | others)) <= set(still_to_do(CURRICULUM, some))


def test_full_training_has_a_waiting_list():
    assert [sign_up(2, taken) for taken in (0, 1, 2, 3)] == [Sign.PLACE, Sign.PLACE, Sign.WAITING, Sign.WAITING]


def test_freed_place_goes_to_who_waits_longest():
    assert moves_up(3, 2, ["first", "second"]) == ("first",)
    assert moves_up(3, 3, ["first"]) == ()
    assert moves_up(3, 4, ["first"]) == ()


def test_group_is_certified_once_and_not_before_the_last_meeting():
    assert may_certify("planned", DAY, DAY) is True
    assert may_certify("planned", DAY + timedelta(days=1), DAY) is False
    assert may_certify("done", DAY, DAY) is False
    assert may_certify("cancelled", DAY, DAY) is False


@pytest.mark.parametrize(
    ("issued", "until", "wrong"),
    [
        (DAY, None, None),
        (DAY, DAY, None),
        (DAY - timedelta(days=9), DAY, None),
        (DAY + timedelta(days=1), None, WrongDays.NOT_YET_ISSUED),
        (DAY, DAY - timedelta(days=1), WrongDays.ENDS_BEFORE),
        (DAY - timedelta(days=9), DAY - timedelta(days=1), WrongDays.ENDED),
    ],
)
def test_days_of_a_certificate_brought_along_must_be_possible(issued, until, wrong):
    assert brought_along_wrong(issued, until, DAY) == wrong


@given(days, st.none() | days, days)
def test_certificate_brought_along_counts_on_the_day_it_is_recorded(issued, until, today):
    right = brought_along_wrong(issued, until, today) is None

    assert right == counts(Paper(issued, until), today)
