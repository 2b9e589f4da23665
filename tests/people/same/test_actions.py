"""Two records of one human being, put together or kept apart."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from maatwerk import testing
from maatwerk.access.actor import SYSTEM, Grant
from maatwerk.access.model import AuditEntry
from maatwerk.access.work import Clash, NotFound, Refused, unit_of_work
from maatwerk.ground.database import db
from maatwerk.people.model import Affiliation, ExternalNumber, Guardianship, Interest, LikelySame, Person, Tie
from maatwerk.people.same import actions, queries
from maatwerk.programme.model import Participation
from maatwerk.safeguarding.model import Concern
from tests.factories import people as made

BORN = date(2008, 5, 6)


def _double(**values: Any) -> tuple[UUID, UUID, UUID]:
    """Who applied, whom we knew, and the question whether they are one."""
    email = f"{uuid4().hex}@post.example"
    known = made.a_person("Lotte", "Kowalczewski", email=email, birth_date=BORN)
    made.an_affiliation(known, group="PE41A")
    made.a_number(known, f"s{uuid4().hex[:6]}", "100003")
    applied = made.a_person("Lot", "Kowal", email=email, birth_date=BORN, **{"phone": "+31600000055", **values})
    with unit_of_work(SYSTEM) as work:
        question = work.add(LikelySame(person_id=applied, known_id=known, found_at=work.now)).id
    return applied, known, question


def _person(here: testing.TenantFixture, person_id: UUID) -> Person:
    db.session.rollback()
    return db.session.get_one(Person, (here.id, person_id))


def test_one_person_gets_everything_of_who_applied(here: testing.TenantFixture) -> None:
    applied, known, question = _double()
    programme = made.a_programme()
    part = made.a_participation(applied, programme)
    parent = made.a_guardian(applied)
    with unit_of_work(SYSTEM) as work:
        work.add_all([Interest(person_id=applied, key="music"), Interest(person_id=applied, key="sport")])
        work.add(Interest(person_id=known, key="music"))
        work.add(Tie(person_id=applied, other_id=known, kind="relative"))
    kept = actions.confirm_same(question, by=here["coordinator"])
    person = _person(here, known)

    assert kept == known
    assert (person.full_name, person.phone, person.by_hand) == ("Lotte Kowalczewski", "+31600000055", ["phone"])
    assert db.session.get_one(Participation, (here.id, part)).person_id == known
    assert db.session.scalars(select(Guardianship.child_id).where(Guardianship.guardian_id == parent)).one() == known
    assert sorted(db.session.scalars(select(Interest.key).where(Interest.person_id == known))) == ["music", "sport"]
    assert db.session.scalars(select(Tie).where(Tie.person_id.in_((applied, known)))).all() == []
    assert db.session.scalars(select(Affiliation.group).where(Affiliation.person_id == known)).all() == ["PE41A"]
    assert db.session.scalars(select(ExternalNumber.number).where(ExternalNumber.person_id == known)).all() == [
        "100003"
    ]


def test_record_that_is_left_holds_nothing_of_anyone(here: testing.TenantFixture) -> None:
    applied, _known, question = _double()
    actions.confirm_same(question, by=here["coordinator"])
    left = _person(here, applied)

    assert (left.given_name, left.family_name, left.email, left.phone, left.birth_date) == (None,) * 5
    assert (left.search_key, left.by_hand, left.erased_at is not None) == ("", [], True)


def test_notes_open_after_the_move_with_the_other_key(here: testing.TenantFixture) -> None:
    """What was sealed with one person's key is sealed again with the other's."""
    applied, known, question = _double()
    with unit_of_work(SYSTEM) as work:
        concern = Concern(
            person_id=applied, raised_by=here["coordinator"].person_id, urgency="today", state="received",
            received_at=work.now,
        )  # fmt: skip
        concern.words = "Iets om te lezen"
        concern_id = work.add(concern).id
    actions.confirm_same(question, by=here["coordinator"])
    db.session.rollback()
    moved = db.session.get_one(Concern, (here.id, concern_id))

    assert (moved.person_id, moved.words) == (known, "Iets om te lezen")


def test_a_name_with_a_lost_letter_is_mended_by_what_the_applicant_typed(here: testing.TenantFixture) -> None:
    applied, known, question = _double()
    with unit_of_work(SYSTEM) as work:
        work.get(Person, known).family_name = "Kowalczewsk?"
        work.get(Person, applied).family_name = "Kowalczewskı"
    actions.confirm_same(question, by=here["coordinator"])

    assert _person(here, known).family_name == "Kowalczewskı"


def test_two_parts_in_one_programme_are_refused_and_nothing_moves(here: testing.TenantFixture) -> None:
    applied, known, question = _double()
    programme = made.a_programme()
    part = made.a_participation(applied, programme)
    made.a_participation(known, programme)
    with pytest.raises(Refused):
        actions.confirm_same(question, by=here["coordinator"])
    db.session.rollback()

    assert db.session.get_one(Participation, (here.id, part)).person_id == applied
    assert db.session.get_one(LikelySame, (here.id, question)).answer is None
    assert _person(here, applied).family_name == "Kowal"


def test_two_people_stay_two_and_nobody_is_asked_again(here: testing.TenantFixture) -> None:
    applied, known, question = _double()
    actions.confirm_other(question, by=here["coordinator"])
    row = db.session.get_one(LikelySame, (here.id, question))

    assert (row.answer, row.answered_by) == ("other", here["coordinator"].person_id)
    assert [_person(here, one).erased_at for one in (applied, known)] == [None, None]


@pytest.mark.parametrize("verb", [actions.confirm_same, actions.confirm_other])
def test_an_answer_is_given_once(here: testing.TenantFixture, verb: Any) -> None:
    _applied, _known, question = _double()
    actions.confirm_other(question, by=here["coordinator"])

    with pytest.raises(Clash):
        verb(question, by=here["coordinator"])


@pytest.mark.parametrize("role", ["administrator", "teacher_coach", "seeker"])
def test_only_a_coordinator_answers(here: testing.TenantFixture, role: str) -> None:
    _applied, _known, question = _double()

    with pytest.raises(NotFound):
        actions.confirm_same(question, by=here[role])


def test_coordinator_elsewhere_does_not_answer_and_is_not_asked(here: testing.TenantFixture) -> None:
    _applied, _known, question = _double()
    elsewhere = made.a_coordinator(here.id, made.a_person(), Grant("coordinator", site_id=made.a_site()))

    with pytest.raises(NotFound):
        actions.confirm_same(question, by=elsewhere)
    assert queries.waits_for(elsewhere) == []


def test_today_lists_it_with_days_waiting(here: testing.TenantFixture) -> None:
    _applied, _known, question = _double()
    waits = [one for one in queries.waits_for(here["coordinator"]) if one.args == {"likely_same_id": question}]

    assert [(one.person, one.days, one.endpoint) for one in waits] == [("Lot", 0, "people.likely_same")]
    assert queries.waits_for(here["administrator"]) == []


def test_putting_together_is_written_down(here: testing.TenantFixture) -> None:
    applied, known, question = _double()
    actions.confirm_same(question, by=here["coordinator"])
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "merge").order_by(AuditEntry.seq)).all()

    assert set(entry[-1].ids) == {applied, known}


def test_both_records_stand_side_by_side(here: testing.TenantFixture, client_for: Any) -> None:
    _applied, known, question = _double()
    browser = client_for(here["coordinator"])
    page = browser.get(f"/likely-same/{question}").text
    done = browser.submit(f"/likely-same/{question}/same")

    assert ("Lot Kowal" in page, "Lotte Kowalczewski" in page, "PE41A" in page) == (True, True, True)
    assert (done.status_code, done.location) == (303, f"/people/{known}")
    assert browser.submit(f"/likely-same/{question}/other").status_code == 409
    assert client_for(here["teacher_coach"]).get(f"/likely-same/{question}").status_code == 404
