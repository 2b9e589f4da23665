"""Applying, step by step."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import func, select, text

from maatwerk.access.actor import SYSTEM
from maatwerk.access.model import Account, Pass
from maatwerk.access.work import Clash, NotFound, Refused, unit_of_work
from maatwerk.ground.database import db
from maatwerk.intake.applications import actions, queries
from maatwerk.intake.applications.queries import part_of
from maatwerk.intake.model import Application
from maatwerk.intake.rules import Close
from maatwerk.people.model import (
    AvailabilitySlot,
    Guardianship,
    LanguageSpoken,
    LikelySame,
    Partner,
    Person,
    Subject,
)
from maatwerk.people.settings import PERMISSION_16_17
from maatwerk.programme import actions as programmes
from maatwerk.programme.model import Participation
from maatwerk.tenancy import settings
from tests.factories import intake, people, world
from tests.factories.intake import BUDDY, TUTOR, fresh

ANSWERS = {
    "needs": ["maths", "english"],
    "what_can_i": "",
    "hard": "Fractions",
    "slots": ["1-morning", "3-evening"],
    "languages": ["nl"],
}


def part(here, side="seeker", variant=TUTOR):
    return part_of(f"{here.programmes[variant]}:{side}")


def address():
    return f"{uuid4().hex}@post.example"


def begun(here, email=None, **more):
    """The application that a visitor began, and the visitor with the pass from their letter."""
    email = email or address()
    actions.ask_to_apply(part(here, **more), email)
    held = db.session.scalars(select(Pass).where(Pass.email == email)).one()
    visitor = intake.by_pass(here, held.id)
    application = db.session.scalars(select(Application).where(Application.person_id == visitor.person_id)).one()
    return application.id, visitor


def filled(here, born=date(2008, 3, 1), **more):
    """An application of which only the check is left."""
    application_id, visitor = begun(here, **more)
    actions.save_name(application_id, "Noor", "van den Berg", by=visitor)
    actions.save_birth(application_id, born, by=visitor)
    for key, value in ANSWERS.items():
        actions.save_answer(application_id, key, value, by=visitor)
    return application_id, visitor


def all_of(statement):
    db.session.rollback()
    return list(db.session.scalars(statement))


def test_ask_to_apply_writes_a_letter_with_the_way_in(here, sent_letters):
    application_id, visitor = begun(here)

    letter = sent_letters(to=visitor.person_id)[-1]
    assert (letter.kind, letter.link_kind, letter.goes_to, letter.pass_id) == (
        "application_link",
        "application",
        f"/applications/{application_id}",
        visitor.pass_id,
    )


def test_ask_to_apply_again_goes_on_with_the_same_application(here, sent_letters):
    """Resumable on another device: a fresh link by e-mail."""
    email = address()
    application_id, visitor = begun(here, email)
    actions.save_name(application_id, "Noor", "Veenhuis", by=visitor)

    actions.ask_to_apply(part(here), email.upper())

    letters = sent_letters(to=visitor.person_id)
    assert [letter.goes_to for letter in letters] == [f"/applications/{application_id}"] * 2
    assert all_of(select(func.count()).select_from(Person).where(Person.email == email)) == [1]


def test_ask_to_apply_for_another_part_is_another_person_until_somebody_says_they_are_one(here):
    """Ruling 4: siblings and parents share addresses."""
    email = address()
    begun(here, email)

    actions.ask_to_apply(part(here, "supporter"), email)

    assert len({held.person_id for held in all_of(select(Pass).where(Pass.email == email))}) == 2


def test_ask_to_apply_with_the_address_of_an_account_sends_to_its_sign_in(here, sent_letters):
    account = all_of(select(Account).where(Account.id == here["supporter"].account_id))[0]

    actions.ask_to_apply(part(here), account.email)

    letter = sent_letters(to=account.person_id)[-1]
    chosen = part(here).key
    assert (letter.kind, letter.link_kind, letter.goes_to) == ("application_known", "sign_in", f"/apply?part={chosen}")
    assert all_of(select(Pass).where(Pass.email == account.email)) == []


def test_begin_gives_a_member_their_own_application(here):
    coach = intake.a_teacher()

    application_id = actions.begin(part(here, "supporter"), by=coach)

    assert actions.begin(part(here, "supporter"), by=coach) == application_id
    assert fresh(Application, application_id).person_id == coach.person_id


def test_begin_refuses_who_goes_to_a_school_where_it_is_off(app, inside):
    """Requirement 106: a programme may be on for named schools only."""
    slug = f"w{uuid4().hex[:10]}"
    tenant = world.organisation(app, slug, "Where it is on")
    with inside(tenant):
        by = tenant["administrator"]
        with unit_of_work(SYSTEM) as work:
            there, elsewhere = (work.add(Partner(kind="school", name=name)).id for name in ("There", "Elsewhere"))
        programmes.enable("peer_support", by=by, partner_id=there, variants=())
        programmes.disable("peer_support", by=by)
        mine, theirs = (intake.a_teacher() for _one in range(2))
        people.an_affiliation(mine.person_id, partner_id=there, kind="student")
        people.an_affiliation(theirs.person_id, partner_id=elsewhere, kind="student")
        asked = part(tenant, "supporter")

        assert actions.begin(asked, by=mine) is not None
        with pytest.raises(Refused):
            actions.begin(asked, by=theirs)


def test_begin_refuses_who_takes_part_already(here):
    with pytest.raises(Refused):
        actions.begin(part(here), by=here["seeker"])


def test_save_name_splits_the_prefix_off(here):
    application_id, visitor = begun(here)

    actions.save_name(application_id, "Noor", "van den Berg", by=visitor)

    person = intake.person(visitor.person_id)
    assert (person.given_name, person.prefix, person.family_name) == ("Noor", "van den", "Berg")
    assert person.sort_key.startswith("berg")
    assert fresh(Application, application_id).done == ["name"]


def test_save_birth_under_sixteen_brings_the_parent_in(here):
    """Domain section 4: under 16 permission always."""
    application_id, visitor = begun(here)

    actions.save_birth(application_id, people.born(15), by=visitor)

    assert queries.road(application_id).order[:3] == ("name", "birth", "parent")


def test_save_birth_from_sixteen_asks_no_parent(here):
    application_id, visitor = begun(here)

    actions.save_birth(application_id, people.born(16), by=visitor)

    assert "parent" not in queries.road(application_id).order


def test_save_birth_at_sixteen_asks_a_parent_where_the_organisation_chose_so(zuid, inside):
    with inside(zuid):
        choose_permission(True)
        application_id, visitor = begun(zuid)

        actions.save_birth(application_id, people.born(16), by=visitor)

        assert "parent" in queries.road(application_id).order
        choose_permission(False)


def choose_permission(asked):
    with unit_of_work(SYSTEM) as work:
        settings.choose(work.session, PERMISSION_16_17, asked, by=None, reason="test")


@pytest.mark.parametrize("age", [8, 11])
def test_save_birth_under_twelve_asks_a_grown_up_to_write(here, age):
    """Domain section 4: under 12 no own account."""
    application_id, visitor = begun(here)

    with pytest.raises(Refused):
        actions.save_birth(application_id, people.born(age), by=visitor)
    assert intake.person(visitor.person_id).birth_date is None


def test_save_birth_of_a_child_may_be_noted_by_the_coordinator(here):
    nominated = intake.a_participation(here.programmes[TUTOR], birth_date=None)
    application = intake.an_application(nominated, submitted=False)

    actions.save_birth(application.id, people.born(10), by=here["coordinator"])

    assert intake.person(nominated.person_id).birth_date == people.born(10)


def test_save_parent_twice_corrects_the_same_parent(here):
    application_id, visitor = begun(here)
    actions.save_birth(application_id, people.born(14), by=visitor)
    actions.save_parent(application_id, "Marieke de Wit", "marieke@post.example", by=visitor)

    actions.save_parent(application_id, "Marijke de Wit", None, by=visitor)

    found = all_of(
        select(Person)
        .join(Guardianship, Guardianship.guardian_id == Person.id)
        .where(Guardianship.child_id == visitor.person_id)
    )
    assert [(parent.full_name, parent.email) for parent in found] == [("Marijke de Wit", None)]


def test_save_parent_is_not_asked_of_an_adult(here):
    application_id, visitor = begun(here)
    actions.save_birth(application_id, people.born(19), by=visitor)

    with pytest.raises(Clash):
        actions.save_parent(application_id, "Marieke de Wit", None, by=visitor)


def test_save_answer_writes_what_matching_reads_to_columns(here):
    _application_id, visitor = filled(here)
    me = visitor.person_id

    assert sorted(all_of(select(Subject.key).where(Subject.person_id == me, Subject.stance == "needs"))) == [
        "english",
        "maths",
    ]
    slots = all_of(select(AvailabilitySlot).where(AvailabilitySlot.person_id == me))
    assert sorted((slot.weekday, slot.part) for slot in slots) == [(1, "morning"), (3, "evening")]
    assert all_of(select(LanguageSpoken.code).where(LanguageSpoken.person_id == me)) == ["nl"]


def test_save_answer_again_takes_the_place_of_the_first(here):
    application_id, visitor = filled(here)

    actions.save_answer(application_id, "needs", ["maths"], by=visitor)

    assert all_of(select(Subject.key).where(Subject.person_id == visitor.person_id)) == ["maths"]


def test_save_answer_seals_free_words(here):
    application_id, visitor = begun(here)
    word = uuid4().hex

    actions.save_answer(application_id, "hard", word, by=visitor)

    row = db.session.execute(text("SELECT * FROM application WHERE id = :id"), {"id": application_id}).one()
    assert word.encode() not in bytes(row.words_sealed)
    assert word not in str(row.answers)
    assert queries.road(application_id).words == {"hard": word}


def test_save_answer_keeps_choices_with_the_application(here):
    application_id, visitor = begun(here, variant=BUDDY)

    actions.save_answer(application_id, "wish", ["listener"], by=visitor)

    assert fresh(Application, application_id).answers == {"wish": ["listener"]}


def test_save_answer_of_somebody_else_is_not_found(here):
    application_id, _visitor = begun(here)
    _other, stranger = begun(here)

    with pytest.raises(NotFound):
        actions.save_answer(application_id, "hard", "x", by=stranger)


def test_save_answer_of_a_visitor_is_not_for_the_coordinator_until_it_is_sent(here):
    application_id, _visitor = begun(here)

    with pytest.raises(NotFound):
        actions.save_answer(application_id, "hard", "x", by=here["coordinator"])


def test_road_continues_at_the_first_open_question(here):
    application_id, visitor = begun(here)
    actions.save_name(application_id, "Noor", "Veenhuis", by=visitor)

    assert queries.road(application_id).next == "birth"


def test_road_does_not_ask_again_who_we_know(here):
    coach = intake.a_teacher()
    application_id = actions.begin(part(here, "supporter"), by=coach)

    assert queries.road(application_id).order[0] == "offers"


def test_send_enters_the_programme_with_an_own_yes(here, sent_letters):
    """Requirement 4."""
    application_id, visitor = filled(here)

    actions.send(application_id, by=visitor)

    sent = fresh(Application, application_id)
    entered = fresh(Participation, sent.participation_id)
    assert sent.submitted_at is not None
    assert sent.answers["own_yes"] is True
    assert (entered.person_id, entered.side, entered.state, entered.role_key) == (
        visitor.person_id,
        "seeker",
        "applied",
        "mentee",
    )
    assert sent_letters(to=visitor.person_id)[-1].kind == "application_received"


def test_send_keeps_the_version_of_the_questions(here):
    application_id, _visitor = begun(here)

    assert fresh(Application, application_id).questions_version == queries.questions_version(here.programmes[TUTOR])


def test_send_with_an_open_question_is_refused(here):
    application_id, visitor = begun(here)

    with pytest.raises(Refused):
        actions.send(application_id, by=visitor)


def test_send_twice_is_not_found(here):
    application_id, visitor = filled(here)
    actions.send(application_id, by=visitor)

    with pytest.raises(NotFound):
        actions.send(application_id, by=visitor)


def test_send_after_a_nomination_moves_the_same_participation(here):
    nominated = intake.a_participation(here.programmes[TUTOR], state="interested", birth_date=date(2008, 3, 1))
    application = intake.an_application(nominated, submitted=False)
    student = intake.pass_holder(nominated.person_id)
    for key, value in ANSWERS.items():
        actions.save_answer(application.id, key, value, by=student)

    actions.send(application.id, by=student)

    assert fresh(Application, application.id).participation_id == nominated.id
    assert fresh(Participation, nominated.id).state == "applied"


def test_send_finds_the_imported_person_that_fits_alone(here):
    """Issue 2, item 8: a proven e-mail and birth date that fit exactly one; a coordinator says whether they are one."""
    email = address()
    known = people.a_person("Noor", "van den Berg", email=email, birth_date=date(2008, 3, 1))
    people.a_number(known, f"roster-{uuid4().hex}", uuid4().hex)
    application_id, visitor = filled(here, email=email)

    actions.send(application_id, by=visitor)

    found = all_of(select(LikelySame).where(LikelySame.person_id == visitor.person_id))
    assert [(row.known_id, row.answer) for row in found] == [(known, None)]


@pytest.mark.parametrize("state", ["applied", "interviewed", "admitted", "waiting"])
def test_stop_is_possible_until_there_is_a_match(here, state):
    """Requirements 4 and 12: without blame, by themselves."""
    entered = intake.a_participation(here.programmes[TUTOR], state=state)
    application = intake.an_application(entered)

    actions.stop(application.id, by=intake.pass_holder(entered.person_id))

    assert fresh(Participation, entered.id).state == "withdrawn"


def test_stop_twice_clashes(here):
    entered = intake.a_participation(here.programmes[TUTOR])
    application, me = intake.an_application(entered), intake.pass_holder(entered.person_id)
    actions.stop(application.id, by=me)

    with pytest.raises(Clash):
        actions.stop(application.id, by=me)


def test_stop_for_somebody_else_is_not_found(here):
    application = intake.an_application(intake.a_participation(here.programmes[TUTOR]))

    with pytest.raises(NotFound):
        actions.stop(application.id, by=here["seeker"])


@pytest.mark.parametrize(
    ("why", "state"),
    [(Close.OWN_WISH, "withdrawn"), (Close.NO_ANSWER, "withdrawn"), (Close.NOT_FOR_US, "declined")],
)
def test_close_ends_the_way_in_with_a_letter(here, sent_letters, why, state):
    entered = intake.a_participation(here.programmes[TUTOR])

    actions.close(entered.id, why, by=here["coordinator"])

    assert fresh(Participation, entered.id).state == state
    assert [letter.kind for letter in sent_letters(to=entered.person_id)] == ["application_closed"]


def test_close_sends_nothing_to_who_has_no_address(here, sent_letters):
    entered = intake.a_participation(here.programmes[TUTOR], email=None)

    actions.close(entered.id, Close.NO_ANSWER, by=here["coordinator"])

    assert sent_letters(to=entered.person_id) == []


def test_close_is_for_coordinators(here):
    entered = intake.a_participation(here.programmes[TUTOR])

    with pytest.raises(NotFound):
        actions.close(entered.id, Close.NOT_FOR_US, by=here["administrator"])


def test_close_of_who_has_a_match_clashes(here):
    entered = intake.a_participation(here.programmes[TUTOR], state="matched")

    with pytest.raises(Clash):
        actions.close(entered.id, Close.OWN_WISH, by=here["coordinator"])
