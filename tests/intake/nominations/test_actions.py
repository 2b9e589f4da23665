"""Nominating, telling, answering."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from sqlalchemy import func, select, text

from maatwerk.access.actor import SYSTEM
from maatwerk.access.model import Draft, Pass
from maatwerk.access.work import Clash, NotFound, Refused, unit_of_work
from maatwerk.ground.database import db
from maatwerk.intake.model import Application, Nomination
from maatwerk.intake.nominations import actions
from maatwerk.people.model import ExternalNumber, Person
from maatwerk.programme.model import Participation
from tests.factories import intake, people
from tests.factories.intake import MENTOR, TUTOR, a_nomination, a_nominee, fresh, typed

THURSDAY = datetime(2026, 11, 26, 10, tzinfo=UTC)


def newest(by_person_id):
    db.session.rollback()
    return db.session.scalars(
        select(Nomination).where(Nomination.by_person_id == by_person_id).order_by(Nomination.made_at.desc()).limit(1)
    ).one()


def count(model, *where):
    db.session.rollback()
    return db.session.execute(select(func.count()).select_from(model).where(*where)).scalar_one()


def test_nominate_keeps_who_why_and_by_when_the_student_hears(here, at, sent_letters):
    """Ruling 9: within five working days."""
    at(THURSDAY)
    coach = intake.a_teacher()

    actions.nominate(here.programmes[TUTOR], typed(), by=coach)

    found = newest(coach.person_id)
    student = intake.person(found.person_id)
    assert (found.state, found.knows, found.tell_by) == ("sent", True, date(2026, 12, 3))
    assert (student.given_name, student.prefix, student.family_name) == ("Noor", "van den", "Berg")
    assert fresh(Nomination, found.id).why == intake.WHY
    part = fresh(Participation, found.participation_id)
    assert (part.person_id, part.side, part.state) == (found.person_id, "seeker", "interested")
    thanks = sent_letters(to=coach.person_id)[-1]
    assert (thanks.kind, thanks.values["day"]) == ("nomination_received", "Thursday 3 December")


def test_nominate_without_the_student_knowing_names_nobody(here):
    """Ruling 9: a draft that names nobody, in no table at all."""
    coach = intake.a_teacher()
    word = f"x{uuid4().hex}"
    before = count(Person)

    actions.nominate(
        here.programmes[TUTOR],
        typed(knows=False, given_name=word, family_name=word, email=f"{word}@post.example", number=word),
        by=coach,
    )

    found = newest(coach.person_id)
    row = db.session.execute(text("SELECT * FROM nomination WHERE id = :id"), {"id": found.id}).mappings().one()
    assert (row["state"], row["person_id"], row["participation_id"]) == ("draft", None, None)
    assert (row["why_sealed"], row["addition_sealed"], row["tell_by"]) == (None, None, None)
    assert word not in str(dict(row))
    assert count(Person) == before


def test_keep_until_proven_is_a_draft_that_only_its_maker_can_open(here, sent_letters):
    email = f"{uuid4().hex}@school.example"
    nominations = count(Nomination)

    actions.keep_until_proven(here.programmes[TUTOR], typed(), name="Anna de Wit", email=email)

    held = db.session.scalars(select(Pass).where(Pass.email == email)).one()
    draft = db.session.scalars(select(Draft).where(Draft.holder_id == held.id)).one()
    assert actions.unpacked(draft.values)[1].nominee.family_name == "van den Berg"
    assert count(Nomination) == nominations
    letter = sent_letters(to=held.person_id)[-1]
    assert (letter.kind, letter.link_kind, letter.goes_to) == (
        "nomination_confirm",
        "nomination",
        f"/nominations/send/{draft.id}",
    )


def test_keep_until_proven_keeps_no_name_the_student_does_not_know_of(here):
    email = f"{uuid4().hex}@school.example"

    actions.keep_until_proven(here.programmes[TUTOR], typed(knows=False), name="Anna de Wit", email=email)

    held = db.session.scalars(select(Pass).where(Pass.email == email)).one()
    draft = db.session.scalars(select(Draft).where(Draft.holder_id == held.id)).one()
    kept = actions.unpacked(draft.values)[1]
    assert (kept.nominee, kept.why) == (a_nominee(given_name="", family_name="", email="", birth_date=None), "")


def test_keep_until_proven_knows_whoever_nominated_before_from_the_same_address(here):
    email = f"{uuid4().hex}@school.example"
    actions.keep_until_proven(here.programmes[TUTOR], typed(), name="Anna de Wit", email=email)
    held = db.session.scalars(select(Pass).where(Pass.email == email)).one()
    confirm(held.id)

    actions.keep_until_proven(here.programmes[TUTOR], typed(), name="Somebody Else", email=email)

    assert count(Pass, Pass.email == email) == 1
    assert intake.person(held.person_id).full_name == "Anna de Wit"


def confirm(pass_id):
    with unit_of_work(SYSTEM) as work:
        work.get(Pass, pass_id).confirmed_at = work.now


def sent_by_visitor(here, **changes):
    email = f"{uuid4().hex}@school.example"
    actions.keep_until_proven(here.programmes[TUTOR], typed(**changes), name="Anna de Wit", email=email)
    held = db.session.scalars(select(Pass).where(Pass.email == email)).one()
    draft_id = db.session.scalars(select(Draft.id).where(Draft.holder_id == held.id)).one()
    return intake.by_pass(here, held.id), draft_id


def test_send_draft_makes_the_nomination_and_forgets_the_draft(here):
    visitor, draft_id = sent_by_visitor(here)

    actions.send_draft(draft_id, by=visitor)

    found = newest(visitor.person_id)
    assert (found.state, found.by_pass_id) == ("sent", visitor.pass_id)
    assert count(Draft, Draft.id == draft_id) == 0


def test_send_draft_twice_clashes(here):
    visitor, draft_id = sent_by_visitor(here)
    actions.send_draft(draft_id, by=visitor)

    with pytest.raises(Clash):
        actions.send_draft(draft_id, by=visitor)


def test_send_draft_of_somebody_else_does_nothing(here):
    _visitor, draft_id = sent_by_visitor(here)
    other, _draft = sent_by_visitor(here)

    with pytest.raises(Clash):
        actions.send_draft(draft_id, by=other)
    assert count(Draft, Draft.id == draft_id) == 1


def test_nominate_recognises_a_student_by_number_and_birth_date(here):
    """Ruling 4: people are recognised by their number, never by name or e-mail."""
    number = uuid4().hex
    known = people.a_person("Sanne", "Hoekstra", birth_date=date(2009, 3, 1))
    people.a_number(known, f"roster-{number}", number)

    coach = intake.a_teacher()
    actions.nominate(here.programmes[TUTOR], typed(email="", number=number), by=coach)

    assert newest(coach.person_id).person_id == known


def test_nominate_with_another_birth_date_is_somebody_else(here):
    number = uuid4().hex
    known = people.a_person("Sanne", "Hoekstra", birth_date=date(2008, 3, 1))
    people.a_number(known, f"roster-{number}", number)

    coach = intake.a_teacher()
    actions.nominate(here.programmes[TUTOR], typed(email="", number=number), by=coach)

    found = newest(coach.person_id)
    assert found.person_id != known
    kept = db.session.scalars(select(ExternalNumber).where(ExternalNumber.person_id == found.person_id)).one()
    assert (kept.source, kept.number) == ("nomination", number)


def test_nominate_who_takes_part_already_adds_no_second_part(here):
    number = uuid4().hex
    part = intake.a_participation(here.programmes[TUTOR], state="waiting", birth_date=date(2009, 3, 1))
    people.a_number(part.person_id, f"roster-{number}", number)

    coach = intake.a_teacher()
    actions.nominate(here.programmes[TUTOR], typed(email="", number=number), by=coach)

    assert newest(coach.person_id).participation_id == part.id


def test_finish_names_the_student_once_they_know(here, at):
    at(THURSDAY)
    coach = intake.a_teacher()
    draft = a_nomination(here.programmes[TUTOR], coach.person_id, state="draft")

    actions.finish(draft.id, a_nominee(), "She explains well.", by=coach)

    found = fresh(Nomination, draft.id)
    assert (found.state, found.knows, found.tell_by, found.why) == (
        "sent",
        True,
        date(2026, 12, 3),
        "She explains well.",
    )


def test_finish_is_for_its_maker_only(here):
    draft = a_nomination(here.programmes[TUTOR], here["teacher_coach"].person_id, state="draft")

    with pytest.raises(NotFound):
        actions.finish(draft.id, a_nominee(), "…", by=here["trainer"])


def test_finish_twice_clashes(here):
    coach = intake.a_teacher()
    sent = a_nomination(here.programmes[TUTOR], coach.person_id)

    with pytest.raises(Clash):
        actions.finish(sent.id, a_nominee(), "…", by=coach)


def test_tell_writes_to_the_student_without_a_word_of_the_text(here, sent_letters):
    """Ruling 12: no dossier text in letters, ever."""
    sent = a_nomination(here.programmes[TUTOR], here["teacher_coach"].person_id)

    actions.tell(sent.id, by=here["coordinator"])

    found = fresh(Nomination, sent.id)
    letter = sent_letters(to=found.person_id)[-1]
    assert found.state == "told"
    assert (letter.kind, letter.goes_to, letter.values) == (
        "nomination_told",
        "/my/nomination",
        {"programme": TUTOR},
    )
    assert fresh(Pass, letter.pass_id).person_id == found.person_id


def test_tell_twice_clashes_and_sends_one_letter(here, sent_letters):
    sent = a_nomination(here.programmes[TUTOR], here["teacher_coach"].person_id)
    actions.tell(sent.id, by=here["coordinator"])

    with pytest.raises(Clash):
        actions.tell(sent.id, by=here["coordinator"])
    assert len(sent_letters(to=sent.person_id)) == 1


@pytest.mark.parametrize("changes", [{"email": None}, {"birth_date": date(2016, 3, 1)}])
def test_tell_a_child_or_who_has_no_address_is_done_in_a_talk(here, changes):
    """Domain section 4: under 12 there is no account, the child's yes is given in the talk."""
    sent = a_nomination(here.programmes[TUTOR], here["teacher_coach"].person_id, **changes)

    with pytest.raises(Refused):
        actions.tell(sent.id, by=here["coordinator"])
    assert fresh(Nomination, sent.id).state == "sent"


def test_tell_is_not_for_the_maker(here):
    sent = a_nomination(here.programmes[TUTOR], here["teacher_coach"].person_id)

    with pytest.raises(NotFound):
        actions.tell(sent.id, by=here["teacher_coach"])


def told(here):
    nomination = a_nomination(here.programmes[TUTOR], here["teacher_coach"].person_id, state="told")
    return nomination, intake.pass_holder(nomination.person_id)


def test_answer_yes_opens_the_application(here):
    nomination, student = told(here)

    application_id = actions.answer(nomination.id, "I like numbers.", wants=True, by=student)

    found = fresh(Nomination, nomination.id)
    assert (found.state, found.answer, found.addition) == ("answered", "yes", "I like numbers.")
    assert fresh(Participation, nomination.participation_id).state == "applied"
    application = fresh(Application, application_id)
    assert (application.person_id, application.participation_id) == (student.person_id, nomination.participation_id)


def test_answer_no_thanks_closes_it_kindly(here):
    nomination, student = told(here)

    assert actions.answer(nomination.id, "", wants=False, by=student) is None
    assert fresh(Participation, nomination.participation_id).state == "withdrawn"


def test_answer_twice_clashes(here):
    nomination, student = told(here)
    actions.answer(nomination.id, "", wants=False, by=student)

    with pytest.raises(Clash):
        actions.answer(nomination.id, "", wants=True, by=student)


def test_answer_for_somebody_else_is_not_found(here):
    nomination, _student = told(here)
    _other, stranger = told(here)

    with pytest.raises(NotFound):
        actions.answer(nomination.id, "", wants=True, by=stranger)


def test_answer_before_being_told_is_not_found(here):
    nomination = a_nomination(here.programmes[TUTOR], here["teacher_coach"].person_id)

    with pytest.raises(NotFound):
        actions.answer(nomination.id, "", wants=True, by=intake.pass_holder(nomination.person_id))


def test_note_answer_is_how_a_child_answers_in_a_talk(here):
    nomination = a_nomination(
        here.programmes[MENTOR], here["teacher_coach"].person_id, birth_date=date(2016, 3, 1), email=None
    )

    actions.note_answer(nomination.id, "Football!", wants=True, by=here["coordinator"])

    found = fresh(Nomination, nomination.id)
    assert (found.state, found.answer, found.told_at is not None) == ("answered", "yes", True)
    assert fresh(Participation, nomination.participation_id).state == "applied"
