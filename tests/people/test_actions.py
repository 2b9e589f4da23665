"""Consent and permission: asked by age, answered once each, withdrawn at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from maatwerk import testing
from maatwerk.access.actor import SYSTEM, Actor
from maatwerk.access.model import Account, Pass, RoleGrant
from maatwerk.access.work import Clash, NotFound, Refused, unit_of_work
from maatwerk.correspondence.model import Letter
from maatwerk.ground import clock
from maatwerk.ground.database import db
from maatwerk.people import actions, queries
from maatwerk.people.actions import ask_consents
from maatwerk.people.model import Consent, LikelySame, Permission, Person
from maatwerk.people.rules import Kind, Missing, Readiness, Why
from tests.factories import people as made

Letters = Callable[..., list[Letter]]


@pytest.fixture(autouse=True)
def _by_default(here: testing.TenantFixture) -> Any:
    """Each test starts from what an organisation has that chose nothing."""
    yield
    db.session.rollback()
    made.choose()


def _kinds(letters: list[Letter]) -> list[str]:
    return [letter.kind for letter in letters]


def _someone(age: int = 14, **values: Any) -> tuple[UUID, UUID]:
    person = made.a_person("Mila", birth_date=made.born(age), **values)
    programme = made.a_programme()
    made.a_participation(person, programme)
    return person, programme


def _as(here: testing.TenantFixture, person_id: UUID, **more: Any) -> Actor:
    return Actor(tenant_id=here.id, person_id=person_id, roles=frozenset({"person"}), factors=1, **more)


def _ids(person: UUID) -> list[UUID]:
    return [row.id for row in made.questions(person)]


def test_child_is_not_ready_and_every_parent_who_may_answer_is_asked_by_letter(
    here: testing.TenantFixture, sent_letters: Letters
) -> None:
    person, programme = _someone()
    mother, father = made.a_guardian(person, "Moeder"), made.a_guardian(person, "Vader")
    shielded = made.a_guardian(person, "Ander", shielded=True)
    readiness = made.asked(person, programme)

    assert readiness == Readiness(False, (Missing(Why.OPEN, Kind.PERMISSION, None, tuple(sorted((mother, father)))),))
    assert {row.asked_of for row in made.questions(person)} == {mother, father}
    assert [_kinds(sent_letters(to=one)) for one in (mother, father, shielded)] == [
        ["consent_asked"], ["consent_asked"], [],
    ]  # fmt: skip
    letter = sent_letters(to=mother)[0]
    assert (letter.link_kind, letter.goes_to, letter.values["child"]) == ("consent", "/consent", "Mila")
    assert db.session.get_one(Pass, (here.id, letter.pass_id)).child_id == person


def test_asking_again_asks_nobody_twice(here: testing.TenantFixture, sent_letters: Letters) -> None:
    person, programme = _someone()
    parent = made.a_guardian(person)
    made.asked(person, programme)
    made.asked(person, programme)

    assert len(made.questions(person)) == 1
    assert _kinds(sent_letters(to=parent)) == ["consent_asked"]


def test_one_letter_asks_for_everything_at_once(here: testing.TenantFixture, sent_letters: Letters) -> None:
    made.choose(purposes=("matching", "evaluation"))
    person, programme = _someone()
    parent = made.a_guardian(person)
    made.asked(person, programme)

    assert [type(row) for row in made.questions(person)] == [Permission, Consent, Consent]
    assert _kinds(sent_letters(to=parent)) == ["consent_asked"]


def test_parent_without_an_address_is_asked_without_a_letter(
    here: testing.TenantFixture, sent_letters: Letters
) -> None:
    person, programme = _someone()
    parent = made.a_guardian(person, email=None)

    assert made.asked(person, programme).missing[0].why is Why.OPEN
    assert sent_letters(to=parent) == []


def test_who_has_an_account_is_led_there(here: testing.TenantFixture, sent_letters: Letters) -> None:
    person, programme = _someone()
    parent = made.a_guardian(person)
    with unit_of_work(SYSTEM) as work:
        work.add(Account(person_id=parent, email=f"{uuid4().hex}@post.example", state="active", made_at=work.now))
    made.asked(person, programme)

    assert [letter.pass_id for letter in sent_letters(to=parent)] == [None]


def test_at_seventeen_nothing_is_asked_unless_the_organisation_says_so(here: testing.TenantFixture) -> None:
    person, programme = _someone(17)
    made.a_guardian(person)

    assert made.asked(person, programme) == Readiness(True)
    made.choose(permission_16_17=True)
    assert [one.why for one in made.asked(person, programme).missing] == [Why.OPEN]


def test_without_a_birth_date_nobody_is_asked_and_nobody_is_ready(here: testing.TenantFixture) -> None:
    person, programme = made.a_person(birth_date=None), made.a_programme()
    made.a_guardian(person)

    assert made.asked(person, programme) == Readiness(False, (Missing(Why.NO_BIRTH_DATE),))
    assert made.questions(person) == []


def test_yes_of_a_parent_makes_ready_and_is_thanked_for(here: testing.TenantFixture, sent_letters: Letters) -> None:
    person, programme = _someone()
    parent = made.a_guardian(person)
    made.asked(person, programme)
    actions.answer({_ids(person)[0]: True}, by=_as(here, parent))

    assert queries.readiness(person, programme) == Readiness(True)
    assert _kinds(sent_letters(to=parent)) == ["consent_asked", "consent_thanks"]


def test_permission_for_one_programme_says_nothing_about_another(here: testing.TenantFixture) -> None:
    person, programme = _someone()
    parent = made.a_guardian(person)
    made.asked(person, programme)
    actions.answer({_ids(person)[0]: True}, by=_as(here, parent))

    assert queries.readiness(person, made.a_programme()).missing[0].why is Why.NOT_ASKED


def test_parents_who_differ_keep_it_closed_until_the_one_who_said_no_says_yes(here: testing.TenantFixture) -> None:
    person, programme = _someone()
    parents = {made.a_guardian(person, "Moeder"): True, made.a_guardian(person, "Vader"): False}
    made.asked(person, programme)
    questions = {row.asked_of: row.id for row in made.questions(person)}
    for parent, yes in parents.items():
        actions.answer({questions[parent]: yes}, by=_as(here, parent))
    no = next(parent for parent, yes in parents.items() if not yes)

    assert queries.readiness(person, programme).missing[0].why is Why.NO
    actions.answer({questions[no]: True}, by=_as(here, no))
    assert queries.readiness(person, programme) == Readiness(True)
    assert [row.answer for row in made.questions(person) if row.asked_of == no] == ["no", "yes"]


def _coordinator_of(person: UUID, programme: UUID) -> UUID:
    coordinator = made.a_person("Coor")
    with unit_of_work(SYSTEM) as work:
        account = work.add(
            Account(person_id=coordinator, email=f"{uuid4().hex}@post.example", state="active", made_at=work.now)
        )
        work.add(
            RoleGrant(account_id=account.id, role="coordinator", programme_id=programme, valid_from=date(2026, 1, 1))
        )
    return coordinator


def test_withdrawal_closes_at_once_and_tells_the_coordinator_without_a_name(
    here: testing.TenantFixture, sent_letters: Letters
) -> None:
    person, programme = _someone()
    parent = made.a_guardian(person)
    coordinator, stranger = _coordinator_of(person, programme), _coordinator_of(person, made.a_programme())
    made.asked(person, programme)
    question = _ids(person)[0]
    actions.answer({question: True}, by=_as(here, parent))
    actions.withdraw(question, by=_as(here, parent))
    letter = sent_letters(to=coordinator)[0]

    assert queries.readiness(person, programme).missing[0].why is Why.WITHDRAWN
    assert (letter.kind, letter.values, letter.goes_to) == ("consent_withdrawn", {}, f"/people/{person}")
    assert sent_letters(to=stranger) == []
    with pytest.raises(Clash):
        actions.withdraw(question, by=_as(here, parent))


def test_withdrawal_of_one_parent_closes_though_the_other_said_yes(here: testing.TenantFixture) -> None:
    person, programme = _someone()
    parents = [made.a_guardian(person, "Moeder"), made.a_guardian(person, "Vader")]
    made.asked(person, programme)
    for row_id, of in [(row.id, row.asked_of) for row in made.questions(person)]:
        actions.answer({row_id: True}, by=_as(here, of))
    first = next(row.id for row in made.questions(person) if row.asked_of == parents[0])
    actions.withdraw(first, by=_as(here, parents[0]))

    assert queries.readiness(person, programme).missing[0].why is Why.WITHDRAWN


def test_a_no_tells_the_coordinator(here: testing.TenantFixture, sent_letters: Letters) -> None:
    person, programme = _someone()
    parent, coordinator = made.a_guardian(person), _coordinator_of(person, programme)
    made.asked(person, programme)
    actions.answer({_ids(person)[0]: False}, by=_as(here, parent))

    assert _kinds(sent_letters(to=coordinator)) == ["consent_refused"]


def test_the_same_answer_twice_changes_nothing(here: testing.TenantFixture, sent_letters: Letters) -> None:
    person, programme = _someone()
    parent = made.a_guardian(person)
    made.asked(person, programme)
    question = _ids(person)[0]
    actions.answer({question: True}, by=_as(here, parent))
    actions.answer({question: True}, by=_as(here, parent))

    assert len(made.questions(person)) == 1
    assert _kinds(sent_letters(to=parent)) == ["consent_asked", "consent_thanks"]


def test_pass_of_one_child_does_not_open_a_brother(here: testing.TenantFixture) -> None:
    person, programme = _someone()
    parent = made.a_guardian(person)
    made.asked(person, programme)
    other = _as(here, parent, child_id=made.a_person("Broer"))

    with pytest.raises(NotFound):
        actions.answer({_ids(person)[0]: True}, by=other)


def test_young_person_cannot_permit_for_themselves(here: testing.TenantFixture) -> None:
    person, programme = _someone()
    made.a_guardian(person)
    made.asked(person, programme)

    with pytest.raises(NotFound):
        actions.answer({_ids(person)[0]: True}, by=_as(here, person))


def test_turning_sixteen_ends_the_parents_consent_at_midnight_and_asks_the_young_person(
    here: testing.TenantFixture, at: Any, sent_letters: Letters
) -> None:
    made.choose(purposes=("matching",))
    today = clock.today()
    birthday = today + timedelta(days=1)
    born = birthday.replace(year=birthday.year - 16)
    person = made.a_person("Mila", birth_date=born, email=f"{uuid4().hex}@post.example")
    programme = made.a_programme()
    made.a_participation(person, programme)
    parent = made.a_guardian(person)
    made.asked(person, programme)
    actions.answer(dict.fromkeys(_ids(person), True), by=_as(here, parent))
    at(clock.instant(today, 23, 59))
    before = queries.readiness(person, programme)
    at(clock.instant(birthday, 0, 1))
    after = queries.readiness(person, programme)
    number = actions.ask_who_turned()

    assert before == Readiness(True)
    assert after == Readiness(False, (Missing(Why.NOT_ASKED, Kind.CONSENT, "matching", (person,)),))
    assert number == 1
    assert _kinds(sent_letters(to=person)) == ["consent_asked_self"]
    own = next(row.id for row in made.questions(person) if row.asked_of == person)
    actions.answer({own: True}, by=_as(here, person))
    assert queries.readiness(person, programme) == Readiness(True)


def test_nobody_who_came_of_age_is_asked_where_nothing_rests_on_consent(here: testing.TenantFixture) -> None:
    assert actions.ask_who_turned() == 0


def test_reminders_come_after_a_week_and_two_and_then_stop(
    here: testing.TenantFixture, at: Any, sent_letters: Letters
) -> None:
    made.choose(purposes=("matching",))
    person, programme = _someone()
    parent = made.a_guardian(person)
    made.asked(person, programme)
    start = clock.now()
    counts = []
    for days in (6, 7, 7, 13, 14, 21, 60):
        at(start + clock.days(days))
        actions.remind()
        counts.append(len(sent_letters(to=parent)) - 1)

    assert counts == [0, 1, 1, 1, 2, 2, 2]
    assert _kinds(sent_letters(to=parent))[1:] == ["consent_reminder", "consent_reminder"]


def test_who_answered_is_not_reminded(here: testing.TenantFixture, at: Any, sent_letters: Letters) -> None:
    person, programme = _someone()
    parent = made.a_guardian(person)
    made.asked(person, programme)
    actions.answer({_ids(person)[0]: False}, by=_as(here, parent))
    at(clock.now() + clock.days(8))
    actions.remind()

    assert "consent_reminder" not in _kinds(sent_letters(to=parent))


def test_coordinator_asks_and_asks_once_more_the_next_day(
    here: testing.TenantFixture, at: Any, sent_letters: Letters
) -> None:
    person, _programme = _someone()
    parent = made.a_guardian(person)
    asked = [actions.ask(person, by=here["coordinator"]) for _again in range(2)]
    at(clock.now() + clock.days(1.1))
    actions.ask(person, by=here["coordinator"])

    assert asked == [1, 1]
    assert _kinds(sent_letters(to=parent)) == ["consent_asked", "consent_reminder"]


def test_there_is_nothing_to_ask_of_who_takes_part_in_nothing_or_has_no_parent(here: testing.TenantFixture) -> None:
    alone, _programme = _someone()
    for person in (made.a_person(birth_date=made.born(14)), alone):
        with pytest.raises(Refused):
            actions.ask(person, by=here["coordinator"])
    with pytest.raises(NotFound):
        actions.ask(alone, by=here["administrator"])


def test_readiness_of_three_costs_as_many_statements_as_of_one(here: testing.TenantFixture, statements: Any) -> None:
    programme = made.a_programme()
    people = [_someone()[0] for _one in range(3)]
    for person in people:
        made.a_guardian(person)
        made.asked(person, programme)
    counts = []
    for some in (people[:1], people):
        db.session.rollback()
        with statements() as said:
            queries.readinesses(some, programme)
        counts.append(len(said))

    assert counts == [3, 3]


def _applicant(**values: Any) -> UUID:
    return made.a_person("Lotte", "Kowal", **values)


def _found(person: UUID) -> UUID | None:
    with unit_of_work(SYSTEM) as work:
        return actions.find_likely_same(work, work.get(Person, person))


def test_applicant_who_fits_one_imported_person_is_put_before_a_coordinator(
    here: testing.TenantFixture, sent_letters: Letters
) -> None:
    email, born = f"{uuid4().hex}@post.example", date(2008, 5, 6)
    known = made.a_person("Lotte", "Kowalczewski", email=email, birth_date=born)
    made.a_number(known, f"s{uuid4().hex[:6]}", "1")
    applied = _applicant(email=email.upper(), birth_date=born)
    found = _found(applied)
    row = db.session.scalars(select(LikelySame).where(LikelySame.person_id == applied)).one()

    assert (row.id, row.known_id, row.answer) == (found, known, None)
    assert _found(applied) == found
    letters = [letter for letter in sent_letters(to=here["coordinator"].person_id) if letter.subject_id == found]
    assert _kinds(letters) == ["likely_same"]


@pytest.mark.parametrize("fits", [0, 2])
def test_nobody_is_asked_when_nobody_or_more_than_one_fits(here: testing.TenantFixture, fits: int) -> None:
    """Ruling 4: brothers and sisters share an address, twins a birth date too."""
    email, born = f"{uuid4().hex}@post.example", date(2008, 5, 6)
    for at in range(fits):
        made.a_number(made.a_person(f"Tweeling{at}", email=email, birth_date=born), f"s{uuid4().hex[:6]}", "1")
    made.a_person("Niet", "Ingelezen", email=email, birth_date=born)

    assert _found(_applicant(email=email, birth_date=born)) is None


@pytest.mark.parametrize("values", [{"email": None}, {"email": "x@post.example", "birth_date": None}])
def test_who_has_no_proven_address_or_birth_date_is_never_taken_for_another(
    here: testing.TenantFixture, values: dict[str, Any]
) -> None:
    assert _found(_applicant(**values)) is None


def test_question_that_waits_for_tomorrow_stays_at_home_once_it_is_answered(
    here: testing.TenantFixture, sent_letters: Letters
) -> None:
    made.choose(purposes=("matching",))
    person, programme = _someone(17, email=f"{uuid4().hex}@post.example")
    with unit_of_work(SYSTEM) as work:
        ask_consents(work, person, programme, later=timedelta(days=1))
    before = [(letter.kind, letter.state) for letter in sent_letters(to=person)]

    actions.answer(dict.fromkeys(_ids(person), True), by=_as(here, person))

    assert before == [("consent_asked_self", "queued")]
    assert [(letter.kind, letter.state) for letter in sent_letters(to=person)] == [("consent_asked_self", "cancelled")]


def test_ask_consents_runs_inside_the_work_of_another(here: testing.TenantFixture) -> None:
    person, programme = _someone(18)
    with unit_of_work(SYSTEM) as work:
        assert ask_consents(work, person, programme) == Readiness(True)
