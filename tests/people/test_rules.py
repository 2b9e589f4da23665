"""Age, names, and who must allow what."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maatwerk.people.rules import (
    Asked,
    Asks,
    ConsentSettings,
    Guardian,
    Kind,
    Missing,
    Need,
    Readiness,
    Standing,
    State,
    Why,
    age_on,
    answerers,
    fold,
    holds_until,
    lost_letters,
    name_keys,
    needs,
    needs_guardian_consent,
    needs_permission,
    readiness,
    standing,
    state_of,
    to_ask,
    turns_on,
)

CHILD, MOTHER, FATHER = UUID(int=1), UUID(int=2), UUID(int=3)
BORN = date(2010, 11, 25)
EVE, BIRTHDAY = date(2026, 11, 24), date(2026, 11, 25)
PERMISSION = Need(Kind.PERMISSION, None, Asks.GUARDIAN)
MATCHING = ConsentSettings(purposes=("matching",))
days = st.dates(min_value=date(1930, 1, 1), max_value=date(2026, 11, 24))


def _asked(of: UUID, answer: str | None = None, **more: object) -> Asked:
    values: dict[str, object] = {"kind": Kind.PERMISSION, "purpose": None, "order": 1.0, **more}
    return Asked(of=of, answer=answer, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (BORN, EVE, 15),
        (BORN, BIRTHDAY, 16),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2008, 2, 29), date(2028, 2, 28), 19),
        (date(2008, 2, 29), date(2028, 2, 29), 20),
    ],
)
def test_age_turns_on_the_birthday_and_for_leap_days_on_the_first_of_march(born: date, day: date, age: int) -> None:
    assert age_on(born, day) == age


@given(born=days, age=st.integers(0, 60))
def test_day_someone_turns_an_age_is_the_first_day_at_that_age(born: date, age: int) -> None:
    day = turns_on(born, age)

    assert (age_on(born, day), age_on(born, day - timedelta(days=1))) == (age, age - 1)


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Çelik", "celik"), ("Łukasz  Ørsted", "lukasz orsted"), ("Yıldırımer", "yildirimer"), ("  ANNA ", "anna")],
)
def test_names_fold_to_plain_small_letters(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(max_size=40))
def test_folding_a_folded_name_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_sort_key_ignores_the_prefix() -> None:
    assert name_keys("Johanna", "Anne", "van den", "Berg") == ("berg anne van den", "anne johanna van den berg")


def test_keys_of_a_person_without_names_are_empty() -> None:
    assert name_keys(None, None, None, None) == ("", "")


def test_a_name_that_is_said_twice_is_found_once() -> None:
    assert name_keys("Zoë", "Zoë", None, "Ypma") == ("ypma zoe", "zoe ypma")


@pytest.mark.parametrize(("names", "lost"), [(("D?browik",), True), ((None, "Ay?e"), True), (("Noor", None), False)])
def test_a_question_mark_in_a_name_is_a_lost_letter(names: tuple[str | None, ...], lost: bool) -> None:
    assert lost_letters(*names) is lost


@pytest.mark.parametrize(
    ("age", "by_default", "when_chosen"),
    [(None, True, True), (9, True, True), (15, True, True), (16, False, True), (17, False, True), (18, False, False)],
)
def test_permission_is_always_asked_under_sixteen_and_by_choice_at_sixteen_and_seventeen(
    age: int | None, by_default: bool, when_chosen: bool
) -> None:
    chosen = ConsentSettings(permission_16_17=True)

    assert (needs_permission(age), needs_permission(age, chosen)) == (by_default, when_chosen)


@pytest.mark.parametrize(("age", "guardian"), [(None, True), (15, True), (16, False), (40, False)])
def test_a_legal_representative_consents_under_sixteen_only(age: int | None, guardian: bool) -> None:
    assert needs_guardian_consent(age) is guardian


def test_needs_of_a_child_go_to_the_guardian_and_of_a_young_person_to_themselves() -> None:
    settings = ConsentSettings(permission_16_17=True, purposes=("matching", "evaluation"))
    consent = [Need(Kind.CONSENT, purpose, Asks.SELF) for purpose in settings.purposes]

    assert needs(15, settings) == (
        PERMISSION,
        Need(Kind.CONSENT, "matching", Asks.GUARDIAN),
        Need(Kind.CONSENT, "evaluation", Asks.GUARDIAN),
    )
    assert needs(17, settings) == (PERMISSION, *consent)
    assert needs(18, settings) == tuple(consent)


def test_nothing_is_asked_of_an_adult_when_no_purpose_rests_on_consent() -> None:
    assert needs(18) == ()


def test_shielded_parent_and_parent_without_authority_are_never_asked() -> None:
    family = [Guardian(MOTHER), Guardian(FATHER, shielded=True), Guardian(UUID(int=4), may_consent=False)]

    assert answerers(PERMISSION, CHILD, family) == (MOTHER,)


def test_who_consents_for_themselves_is_asked_alone() -> None:
    need = Need(Kind.CONSENT, "matching", Asks.SELF)

    assert answerers(need, CHILD, [Guardian(MOTHER)]) == (CHILD,)


@pytest.mark.parametrize(
    ("asked", "state"),
    [
        (_asked(MOTHER), State.OPEN),
        (_asked(MOTHER, "yes"), State.YES),
        (_asked(MOTHER, "no"), State.NO),
        (_asked(MOTHER, "yes", until=EVE), State.YES),
        (_asked(MOTHER, "yes", until=EVE - timedelta(days=1)), State.OVER),
        (_asked(MOTHER, "yes", withdrawn=True), State.WITHDRAWN),
    ],
)
def test_state_of_one_question(asked: Asked, state: State) -> None:
    assert state_of(asked, EVE) == state


@pytest.mark.parametrize(
    ("mother", "father", "together"),
    [
        ("yes", "yes", State.YES),
        ("yes", None, State.YES),
        ("yes", "no", State.NO),
        ("no", "yes", State.NO),
        (None, None, State.OPEN),
    ],
)
def test_one_yes_is_enough_and_one_no_closes_when_parents_differ(
    mother: str | None, father: str | None, together: State
) -> None:
    asked = [_asked(MOTHER, mother), _asked(FATHER, father)]

    assert standing(PERMISSION, asked, (MOTHER, FATHER), EVE) == together


def test_withdrawal_of_one_parent_closes_whatever_the_other_said() -> None:
    asked = [_asked(MOTHER, "yes", withdrawn=True), _asked(FATHER, "yes")]

    assert standing(PERMISSION, asked, (MOTHER, FATHER), EVE) == State.WITHDRAWN


def test_later_question_to_the_same_person_counts() -> None:
    asked = [_asked(MOTHER, "yes", order=2.0), _asked(MOTHER, "no", order=1.0)]

    assert standing(PERMISSION, asked, (MOTHER,), EVE) == State.YES


def test_answer_of_who_may_no_longer_answer_is_not_heard() -> None:
    assert standing(PERMISSION, [_asked(FATHER, "yes")], (MOTHER,), EVE) == State.NOT_ASKED


def test_nobody_without_a_birth_date_is_ready_and_nobody_is_asked() -> None:
    person = Standing(CHILD, None, (Guardian(MOTHER),))

    assert readiness(person, MATCHING, EVE) == Readiness(False, (Missing(Why.NO_BIRTH_DATE),))
    assert to_ask(person, MATCHING, EVE) == ()


def test_child_without_a_parent_on_file_misses_a_guardian() -> None:
    assert readiness(Standing(CHILD, BORN), ConsentSettings(), EVE) == Readiness(
        False, (Missing(Why.NO_GUARDIAN, Kind.PERMISSION),)
    )


def test_list_says_of_whom_an_answer_is_awaited() -> None:
    person = Standing(CHILD, BORN, (Guardian(MOTHER), Guardian(FATHER)), (_asked(MOTHER),))

    assert readiness(person, ConsentSettings(), EVE).missing == (
        Missing(Why.OPEN, Kind.PERMISSION, None, (MOTHER, FATHER)),
    )


def test_consent_of_the_parent_ends_at_the_midnight_at_which_the_child_turns_sixteen() -> None:
    """UAVG article 5: from sixteen the young person decides; the parent's yes stops counting that day."""
    need = Need(Kind.CONSENT, "matching", Asks.GUARDIAN)
    until = holds_until(need, BORN, MATCHING)
    asked = (
        _asked(MOTHER, "yes"),
        _asked(MOTHER, "yes", kind=Kind.CONSENT, purpose="matching", until=until),
    )
    person = Standing(CHILD, BORN, (Guardian(MOTHER),), asked)

    assert until == EVE
    assert readiness(person, MATCHING, EVE) == Readiness(True)
    assert readiness(person, MATCHING, BIRTHDAY) == Readiness(
        False, (Missing(Why.NOT_ASKED, Kind.CONSENT, "matching", (CHILD,)),)
    )
    assert to_ask(person, MATCHING, BIRTHDAY) == ((Need(Kind.CONSENT, "matching", Asks.SELF), CHILD),)


def test_permission_and_own_consent_know_no_last_day() -> None:
    assert holds_until(PERMISSION, BORN, MATCHING) is None
    assert holds_until(Need(Kind.CONSENT, "matching", Asks.SELF), BORN, MATCHING) is None


def test_every_parent_who_may_consent_is_asked_once() -> None:
    person = Standing(CHILD, BORN, (Guardian(MOTHER), Guardian(FATHER)), (_asked(MOTHER, "no"),))

    assert to_ask(person, ConsentSettings(), EVE) == ((PERMISSION, FATHER),)


@given(
    age=st.integers(4, 30),
    answers=st.lists(
        st.tuples(st.sampled_from([MOTHER, FATHER]), st.sampled_from([None, "yes", "no"]), st.booleans()), max_size=6
    ),
)
def test_nobody_is_ready_while_someone_entitled_said_no_last(
    age: int, answers: list[tuple[UUID, str | None, bool]]
) -> None:
    asked = tuple(
        _asked(of, answer, order=float(order), withdrawn=withdrawn)
        for order, (of, answer, withdrawn) in enumerate(answers)
    )
    born = date(EVE.year - age, 1, 1)
    last = {one.of: one for one in asked}
    closed = any(one.withdrawn or one.answer == "no" for one in last.values())
    allowed = any(one.answer == "yes" and not one.withdrawn for one in last.values())
    person = Standing(CHILD, born, (Guardian(MOTHER), Guardian(FATHER)), asked)

    assert readiness(person, ConsentSettings(), EVE).ready == (age >= 16 or (allowed and not closed))
