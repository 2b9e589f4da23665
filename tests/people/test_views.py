"""Pages about people over HTTP: the list, one person, forms, and what parents and young people are asked."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from maatwerk import testing
from maatwerk.access.actor import SYSTEM, Actor
from maatwerk.access.model import Account, AuditEntry, Pass, RoleGrant
from maatwerk.access.work import unit_of_work
from maatwerk.ground import clock
from maatwerk.ground.database import db
from maatwerk.people.imports.columns import recognise
from maatwerk.people.model import Affiliation, Consent, Guardianship, Permission, Person, Tie
from tests.factories import people as made
from tests.factories.world import coach_of

Browser = Callable[..., testing.Client]
Inside = Callable[[testing.TenantFixture], AbstractContextManager[None]]
Count = Callable[[], AbstractContextManager[testing.Statements]]


def _person(tenant: testing.TenantFixture, person_id: UUID) -> Person:
    db.session.rollback()
    return db.session.get_one(Person, (tenant.id, person_id))


def _heading(page: str) -> str:
    found = re.findall(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)
    assert len(found) == 1
    return re.sub(r"<[^>]+>", "", found[0]).strip()


def _limited(tenant: testing.TenantFixture, **scope: UUID) -> Actor:
    """A coordinator of one programme, partner or site, with an account."""
    person_id = made.a_person("Eva", "Limiet")
    with unit_of_work(SYSTEM) as work:
        account = work.add(
            Account(person_id=person_id, email=f"{uuid4().hex}@post.example", state="active", made_at=work.now)
        )
        work.add(RoleGrant(account_id=account.id, role="coordinator", valid_from=date(2026, 1, 1), **scope))
        return Actor(tenant_id=tenant.id, person_id=person_id, account_id=account.id)


def test_list_narrows_by_what_stands_in_the_address(noord: Any, client_for: Browser, inside: Inside) -> None:
    with inside(noord):
        site = made.a_site("Waddenlaan")
        for name, year in (("Filterjan", 2), ("Filterpiet", 3)):
            made.an_affiliation(made.a_person(name, "Filtersma"), site_id=site, year=year, course="Kok")
    browser = client_for(noord["coordinator"])
    page = browser.get(f"/people?group=student&site={site}&year=2").text

    assert _heading(page) == "People"
    assert ("Filterjan Filtersma" in page, "Filterpiet" in page) == (True, False)


@pytest.mark.parametrize("query", ["?group=nonsense", "?site=x", "?year=abc", "?page=999", "?look=nonsense"])
def test_list_forgives_nonsense_in_the_address(noord: Any, client_for: Browser, query: str) -> None:
    assert client_for(noord["coordinator"]).get(f"/people{query}").status_code == 200


def test_search_by_name_forgets_accents_and_stands_in_no_address(
    noord: Any, client_for: Browser, inside: Inside
) -> None:
    with inside(noord):
        made.a_person("Şirin", "Öztürkan", prefix="van der")
    answer = client_for(noord["coordinator"]).submit("/people", {"q": "ozturkan SIRIN"})

    assert (answer.status_code, answer.location) == (200, None)
    assert "Şirin van der Öztürkan" in answer.text


def test_search_for_signs_of_the_database_finds_them_only_literally(noord: Any, client_for: Browser) -> None:
    answer = client_for(noord["coordinator"]).submit("/people", {"q": "%_\\"})

    assert _heading(answer.text) == "People found"
    assert "Nobody with this name" in answer.text


def test_search_without_a_name_shows_the_list(noord: Any, client_for: Browser) -> None:
    assert _heading(client_for(noord["coordinator"]).submit("/people", {"q": "  "}).text) == "People"


def test_list_costs_as_many_statements_for_one_as_for_three(
    noord: Any, client_for: Browser, inside: Inside, statements: Count
) -> None:
    """Ruling 2: at most four, the session's one included; the audit append is apart."""
    counts = []
    for number in (1, 3):
        with inside(noord):
            site = made.a_site()
            for at in range(number):
                made.an_affiliation(made.a_person(f"Tel{at}"), site_id=site)
        browser = client_for(noord["coordinator"])
        with statements() as said:
            assert browser.get(f"/people?site={site}").status_code == 200
        counts.append(len([one for one in said.said if "audit_append" not in one]))

    assert counts[0] == counts[1]
    assert counts[0] <= 4


def test_coordinator_of_one_site_sees_its_people_and_their_parents_only(
    noord: Any, client_for: Browser, inside: Inside
) -> None:
    with inside(noord):
        site, other = made.a_site(), made.a_site()
        mine = made.a_person("Binnen", "Veld", birth_date=made.born(14))
        parent = made.a_guardian(mine, "Ouder", "Veld")
        beyond = made.a_person("Buiten", "Veld")
        made.an_affiliation(mine, site_id=site)
        made.an_affiliation(beyond, site_id=other)
        actor = _limited(noord, site_id=site)
    browser = client_for(actor)
    page = browser.get("/people").text

    assert ("Binnen Veld" in page, "Ouder Veld" in page, "Buiten Veld" in page) == (True, True, False)
    assert [browser.get(f"/people/{one}").status_code for one in (mine, parent, beyond)] == [200, 200, 404]
    assert browser.get(f"/people/{beyond}/edit").status_code == 404


def test_coordinator_of_one_programme_sees_who_takes_part(noord: Any, client_for: Browser, inside: Inside) -> None:
    with inside(noord):
        programme = made.a_programme()
        inside_it, outside = made.a_person("Deel"), made.a_person("Geen")
        made.a_participation(inside_it, programme)
        actor = _limited(noord, programme_id=programme)
    browser = client_for(actor)

    assert [browser.get(f"/people/{one}").status_code for one in (inside_it, outside)] == [200, 404]


@pytest.mark.parametrize("role", ["seeker", "supporter", "guardian", "nominator", "applicant", "care_coordinator"])
def test_who_is_no_staff_finds_no_list_no_import_and_no_sheet(noord: Any, client_for: Browser, role: str) -> None:
    browser = client_for(noord[role])

    assert {
        browser.get(path).status_code for path in ("/people", "/people/new", "/people/import", "/people/export")
    } == {404}


def test_everybody_sees_their_own_page(noord: Any, client_for: Browser) -> None:
    seeker = noord["seeker"]

    assert client_for(seeker).get(f"/people/{seeker.person_id}").status_code == 200
    assert client_for(seeker).get(f"/people/{noord['supporter'].person_id}").status_code == 404


def test_mask_hides_contact_from_a_teacher_coach_and_consent_from_an_administrator(
    noord: Any, client_for: Browser, inside: Inside
) -> None:
    with inside(noord):
        child = made.a_person("Masker", birth_date=made.born(15), phone="+31600000099")
        programme = made.a_programme()
        made.a_guardian(child)
        made.a_participation(child, programme)
        made.asked(child, programme)
        coach_of(noord["teacher_coach"], programme)
    pages = {
        role: client_for(noord[role]).get(f"/people/{child}").text
        for role in ("coordinator", "administrator", "teacher_coach")
    }
    seen = {role: ("06 00000099" in page, "Permission to take part" in page) for role, page in pages.items()}

    assert seen == {"coordinator": (True, True), "administrator": (True, False), "teacher_coach": (False, True)}


def test_looking_at_a_person_is_written_down(noord: Any, client_for: Browser, inside: Inside) -> None:
    with inside(noord):
        person = made.a_person("Bekeken")
    client_for(noord["coordinator"]).get(f"/people/{person}")
    with inside(noord):
        entry = db.session.scalars(
            select(AuditEntry).where(AuditEntry.ids.contains([person]), AuditEntry.action == "read")
        ).all()

    assert [(one.kind, one.actor) for one in entry] == [("person", noord["coordinator"].person_id)]


def _typed(**more: str) -> dict[str, str]:
    return {
        "preferred_name": "Fenna",
        "family_name": "Graaffland",
        "birth_date": "31-03-2009",
        "kind": "student",
        **more,
    }


def test_somebody_is_added_by_hand_and_what_was_typed_is_theirs(
    noord: Any, client_for: Browser, inside: Inside
) -> None:
    family = f"Typ{uuid4().hex[:6]}"
    answer = client_for(noord["coordinator"]).submit(
        "/people/new", _typed(family_name=family, prefix="de", email="Fenna@Post.Example", postcode="8401ab", level="3")
    )
    person_id = UUID(answer.location.rsplit("/", 1)[1])
    with inside(noord):
        person = _person(noord, person_id)
        place = db.session.scalars(select(Affiliation).where(Affiliation.person_id == person_id)).one()

        assert answer.status_code == 303
        assert (person.full_name, person.email, person.postcode) == (
            f"Fenna de {family}",
            "fenna@post.example",
            "8401 AB",
        )
        assert person.by_hand == ["preferred_name", "prefix", "family_name", "birth_date", "email", "postcode"]
        assert (place.kind, place.level, place.by_hand) == ("student", 3, ["level"])


@pytest.mark.parametrize(
    ("field", "typed"),
    [("birth_date", "31-02-2009"), ("birth_date", "01-01-2031"), ("email", "geen"), ("postcode", "8401 SS"),
     ("phone", "12"), ("family_name", "  "), ("group", "111222333"), ("level", "9"), ("site_id", "x")],
)  # fmt: skip
def test_a_form_that_needs_another_look_keeps_what_was_typed(
    noord: Any, client_for: Browser, field: str, typed: str
) -> None:
    answer = client_for(noord["coordinator"]).submit("/people/new", {**_typed(given_name="Blijft Staan"), field: typed})

    assert answer.status_code == 422
    assert "Blijft Staan" in answer.text
    assert _heading(answer.text) == "Add somebody"


def test_the_same_name_and_birth_date_asks_once_more(noord: Any, client_for: Browser, inside: Inside) -> None:
    family = f"Dub{uuid4().hex[:6]}"
    with inside(noord):
        made.a_person("Fenna", family, birth_date=date(2009, 3, 31))
    browser = client_for(noord["coordinator"])
    first = browser.submit("/people/new", _typed(family_name=family))
    second = browser.submit("/people/new", _typed(family_name=family, anyway="1"))

    assert (first.status_code, second.status_code) == (422, 303)
    assert "This name and birth date are known here already" in first.text


def test_a_change_by_hand_is_kept_and_marked(noord: Any, client_for: Browser, inside: Inside) -> None:
    with inside(noord):
        person = made.a_person("Anna", "Bakker", preferred_name="Anna", email="anna@post.example")
    browser = client_for(noord["coordinator"])
    typed = {"preferred_name": "Anna", "given_name": "Anna", "family_name": "Jager", "birth_date": "14-03-2008"}
    rest = {"email": "anna@post.example", "locale": "en", "version": "1"}
    answer = browser.submit(f"/people/{person}/edit", typed | rest)
    with inside(noord):
        stored = _person(noord, person)

        assert answer.status_code == 303
        assert (stored.family_name, stored.by_hand, stored.search_key) == ("Jager", ["family_name"], "anna jager")


def test_a_clash_shows_both_texts_and_keeps_what_was_typed(noord: Any, client_for: Browser, inside: Inside) -> None:
    with inside(noord):
        person = made.a_person("Anna", "Bakker", preferred_name="Anna")
    browser = client_for(noord["coordinator"])
    typed = {"preferred_name": "Anna", "family_name": "Eerst", "birth_date": "14-03-2008", "version": "1"}
    browser.submit(f"/people/{person}/edit", typed)
    late = browser.submit(f"/people/{person}/edit", {**typed, "family_name": "Tweede"})
    with inside(noord):
        assert _person(noord, person).family_name == "Eerst"

    assert late.status_code == 409
    assert ("Eerst" in late.text, "Tweede" in late.text) == (True, True)
    assert 'name="version" type="hidden" value="2"' in late.text


def test_parent_is_added_changed_and_shut_out(noord: Any, client_for: Browser, inside: Inside) -> None:
    with inside(noord):
        child = made.a_person("Kind", birth_date=made.born(14))
        made.a_participation(child, made.a_programme())
    browser = client_for(noord["coordinator"])
    typed = {"preferred_name": "Ans", "family_name": "Ouderma", "email": "ans@post.example", "may_consent": "y"}
    codes = [browser.submit(f"/people/{child}/guardians/new", typed).status_code for _again in range(2)]
    browser.submit(f"/people/{child}/ask")
    with inside(noord):
        tie = db.session.scalars(select(Guardianship).where(Guardianship.child_id == child)).one()
        way = db.session.scalars(select(Pass).where(Pass.person_id == tie.guardian_id)).one()
        tie_id, way_id = tie.id, way.id

        assert codes == [303, 409]
        assert (way.kind, way.child_id, way.ended_at) == ("guardian", child, None)
    browser.submit(f"/people/guardianships/{tie_id}", {"shielded": "y", "may_consent": "y"})
    with inside(noord):
        tie = db.session.get_one(Guardianship, (noord.id, tie_id))
        assert (tie.may_consent, tie.shielded) == (False, True)
        assert db.session.get_one(Pass, (noord.id, way_id)).ended_at is not None


def test_a_tie_that_was_a_mistake_is_taken_away(noord: Any, client_for: Browser, inside: Inside) -> None:
    with inside(noord):
        child = made.a_person("Kind", birth_date=made.born(14))
        made.a_guardian(child)
        tie_id = db.session.scalars(select(Guardianship.id).where(Guardianship.child_id == child)).one()
    browser = client_for(noord["coordinator"])

    assert _heading(browser.get(f"/people/guardianships/{tie_id}").text) == "What Marieke may"
    assert browser.submit(f"/people/guardianships/{tie_id}", {"remove": "1"}).status_code == 303
    assert browser.get(f"/people/guardianships/{tie_id}").status_code == 404


@pytest.mark.parametrize(
    ("age", "typed", "status", "said"),
    [
        (18, {"email": "a@post.example", "may_consent": "y"}, 422, "18 or older"),
        (14, {"may_consent": "y"}, 422, "Write an e-mail address"),
        (14, {"shielded": "y"}, 303, ""),
    ],
)
def test_who_can_be_a_parent_that_consents(
    noord: Any, client_for: Browser, inside: Inside, age: int, typed: dict[str, str], status: int, said: str
) -> None:
    with inside(noord):
        child = made.a_person("Kind", birth_date=made.born(age))
    answer = client_for(noord["coordinator"]).submit(
        f"/people/{child}/guardians/new", {"preferred_name": "Ans", "family_name": "Ouderma", **typed}
    )

    assert answer.status_code == status
    assert said in answer.text


def test_somebody_is_kept_apart_and_the_tie_is_taken_back(noord: Any, client_for: Browser, inside: Inside) -> None:
    with inside(noord):
        student, teacher = made.a_person("Leerling"), made.a_person("Docent", f"Vak{uuid4().hex[:6]}")
        name = _person(noord, teacher).family_name
    browser = client_for(noord["coordinator"])
    found = browser.submit(f"/people/{student}/ties", {"q": name})
    chosen = browser.submit(f"/people/{student}/ties", {"other": str(teacher)})
    missing = browser.submit(f"/people/{student}/ties", {"other": str(teacher), "kind": "nonsense"})
    done = browser.submit(f"/people/{student}/ties", {"other": str(teacher), "kind": "teacher"})

    assert [answer.status_code for answer in (found, chosen, missing, done)] == [200, 200, 422, 303]
    assert f"Docent {name}" in found.text
    with inside(noord):
        tie = db.session.scalars(select(Tie).where(Tie.person_id == student)).one()
        assert (tie.other_id, tie.kind) == (teacher, "teacher")
        tie_id = tie.id
    assert browser.submit(f"/people/{student}/ties/{tie_id}/remove").status_code == 303
    assert browser.submit(f"/people/{student}/ties/{tie_id}/remove").status_code == 404


def _child_with_parent(age: int = 14) -> tuple[UUID, UUID, UUID]:
    child, programme = made.a_person("Mila", birth_date=made.born(age)), made.a_programme()
    parent = made.a_guardian(child)
    made.a_participation(child, programme)
    made.asked(child, programme)
    return child, parent, programme


def _as_parent(tenant: testing.TenantFixture, parent: UUID) -> Actor:
    way = db.session.scalars(select(Pass).where(Pass.person_id == parent)).one()
    return Actor(tenant_id=tenant.id, person_id=parent, pass_id=way.id)


def test_parent_consents_in_three_clicks_and_withdraws_in_two(noord: Any, client_for: Browser, inside: Inside) -> None:
    """Persona 5: the link, yes, send; and back: take back, yes take it back."""
    with inside(noord):
        child, parent, _programme = _child_with_parent()
        question = made.questions(child)[0].id
        actor = _as_parent(noord, parent)
    browser = client_for(actor)
    asked = browser.get("/consent")

    assert _heading(asked.text) == "We ask for your permission"
    assert asked.text.count("May Mila take part in Peer tutor") == 1
    assert browser.submit("/consent", {f"q_{question.hex}": "yes"}).status_code == 303
    answered = browser.get("/consent").text
    assert _heading(answered) == "We have your answer"
    assert f"/consent/{question}/withdraw" in answered
    assert _heading(browser.get(f"/consent/{question}/withdraw").text) == "Take your answer back?"
    assert browser.submit(f"/consent/{question}/withdraw").status_code == 303
    assert browser.submit(f"/consent/{question}/withdraw").status_code == 409
    with inside(noord):
        row = db.session.get_one(Permission, (noord.id, question))
        assert (row.answer, row.withdrawn_at is not None) == ("yes", True)


def test_what_a_parent_may_no_longer_answer_is_no_longer_asked(noord: Any, client_for: Browser, inside: Inside) -> None:
    """From the sixteenth birthday the young person decides: nothing is asked, and an old form changes nothing."""
    with inside(noord):
        made.choose(purposes=("matching",))
        child, programme = made.a_person("Mila", birth_date=made.born(15)), made.a_programme()
        parent = made.a_guardian(child)
        made.a_participation(child, programme)
        made.asked(child, programme)
        made.choose()
        question = next(row for row in made.questions(child) if isinstance(row, Consent))
        question_id, last_day = question.id, question.until
        actor = _as_parent(noord, parent)
    assert last_day is not None
    browser = client_for(actor)
    field = f"q_{question_id.hex}"
    assert browser.get("/consent").text.count(field) > 0

    with inside(noord), unit_of_work(SYSTEM) as work:
        work.get(Consent, question_id).until = work.today - timedelta(days=1)
    page = browser.get("/consent").text
    late = browser.submit(f"/consent/{question_id}/give")

    assert (page.count(field), page.count(str(question_id)), late.status_code) == (0, 0, 303)
    with inside(noord):
        assert db.session.get_one(Consent, (noord.id, question_id)).answer is None


def test_nothing_is_chosen_beforehand_and_every_thing_needs_an_answer(
    noord: Any, client_for: Browser, inside: Inside
) -> None:
    with inside(noord):
        child, parent, _programme = _child_with_parent()
        actor = _as_parent(noord, parent)
        question = made.questions(child)[0].id
    browser = client_for(actor)

    assert " checked" not in browser.get("/consent").text
    assert browser.submit("/consent", {}).status_code == 422
    assert browser.submit("/consent", {f"q_{question.hex}": "maybe"}).status_code == 422


def test_a_no_can_become_a_yes_after_all(noord: Any, client_for: Browser, inside: Inside) -> None:
    with inside(noord):
        child, parent, _programme = _child_with_parent()
        actor = _as_parent(noord, parent)
        question = made.questions(child)[0].id
    browser = client_for(actor)
    browser.submit("/consent", {f"q_{question.hex}": "no"})
    browser.submit(f"/consent/{question}/give")
    with inside(noord):
        rows = db.session.scalars(select(Permission).where(Permission.person_id == child)).all()

        assert sorted(row.answer or "" for row in rows) == ["no", "yes"]


def test_nobody_answers_or_sees_what_another_was_asked(noord: Any, client_for: Browser, inside: Inside) -> None:
    with inside(noord):
        child, _parent, _programme = _child_with_parent()
        question = made.questions(child)[0].id
    for role in ("guardian", "seeker", "coordinator"):
        browser = client_for(noord[role])
        assert "Mila" not in browser.get("/consent").text
        assert browser.submit(f"/consent/{question}/give").status_code == 404
        assert browser.submit(f"/consent/{question}/withdraw").status_code == 404
        assert browser.get(f"/consent/{question}/withdraw").status_code == 404
    with inside(noord):
        assert db.session.get_one(Permission, (noord.id, question)).answer is None


def test_shielded_parent_is_shown_nothing(noord: Any, client_for: Browser, inside: Inside) -> None:
    with inside(noord):
        child, parent, _programme = _child_with_parent()
        with unit_of_work(SYSTEM) as work:
            tie = work.one(select(Guardianship).where(Guardianship.child_id == child))
            tie.shielded = True
        actor = _as_parent(noord, parent)

    assert "Mila" not in client_for(actor).get("/consent").text


def test_young_person_of_sixteen_chooses_for_themselves(noord: Any, client_for: Browser, inside: Inside) -> None:
    with inside(noord):
        made.choose(purposes=("matching",))
        person = made.a_person("Zelf", birth_date=made.born(16), email=f"{uuid4().hex}@post.example")
        programme = made.a_programme()
        made.a_participation(person, programme)
        made.asked(person, programme)
        made.choose()
        question = made.questions(person)[0]
        question_id = question.id
        assert (type(question), question.asked_of) == (Consent, person)
        way = db.session.scalars(select(Pass).where(Pass.person_id == person)).one()
        actor = Actor(tenant_id=noord.id, person_id=person, pass_id=way.id)
    browser = client_for(actor)

    assert _heading(browser.get("/consent").text) == "We ask for your consent"
    assert browser.submit("/consent", {f"q_{question_id.hex}": "yes"}).status_code == 303


def test_a_page_without_a_question_says_so(noord: Any, client_for: Browser) -> None:
    assert "Nothing is asked of you now" in client_for(noord["nominator"]).get("/consent").text


def test_people_sheet_comes_out_and_its_headings_are_known_when_it_comes_back(
    noord: Any, client_for: Browser, inside: Inside
) -> None:
    with inside(noord):
        person = made.a_person("=Formule", "Uitvoer", phone="+31600000001")
        made.an_affiliation(person, group="PE41A")
    answer = client_for(noord["coordinator"]).submit("/people/export", {"group": "student", "format": "csv"})
    lines = answer.data.decode("utf-8-sig").splitlines()
    row = next(line for line in lines if str(person) in line)
    headings = [heading.strip('"') for heading in lines[0].split(";")]

    assert answer.headers["Content-Disposition"] == "attachment; filename=people.csv"
    assert list(recognise(headings).values()) == list(range(16))
    assert row == (
        f'"{person}";"";"\'=Formule";"";"";"Uitvoer";"2008-03-14";"";"\'+31600000001";"";"PE41A";"";"";"";"";""'
    )
    with inside(noord):
        entry = db.session.scalars(
            select(AuditEntry).where(AuditEntry.action == "export").order_by(AuditEntry.seq.desc()).limit(1)
        ).one()
        assert (entry.kind, person in entry.ids) == ("person", True)


def test_people_sheet_asks_who_signed_in_long_ago_to_prove_it(noord: Any, client_for: Browser, at: Any) -> None:
    browser = client_for(noord["coordinator"])
    here = browser.get("/people/export")
    at(clock.now() + clock.days(0.05))
    later = browser.get("/people/export")

    assert (here.status_code, _heading(here.text)) == (200, "Take people along in a sheet")
    assert later.status_code == 303
    assert later.location.startswith("/sign-in/again")


def test_people_sheet_of_nonsense_is_not_made(noord: Any, client_for: Browser) -> None:
    assert client_for(noord["coordinator"]).submit("/people/export", {"format": "exe"}).status_code == 422
