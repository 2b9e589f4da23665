"""The whole way in, by the links of real letters, each person on a browser of their own."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from sqlalchemy import select

from maatwerk.access import links
from maatwerk.access.actor import SYSTEM
from maatwerk.access.work import unit_of_work
from maatwerk.correspondence.model import Letter
from maatwerk.ground.database import db
from maatwerk.intake.model import Application
from maatwerk.people.model import Person
from maatwerk.programme.model import Participation
from tests.factories.intake import TUTOR

ANSWERS = {
    "needs": {"answer": ["maths"]},
    "what_can_i": {"answer": ""},
    "hard": {"answer": ""},
    "slots": {"answer": ["1-morning"]},
    "languages": {"answer": ["nl"]},
}
HEARD = {"own_yes": "yes", "motivation": "5", "multi_problem": "no", "too_heavy": "no"}


@pytest.fixture
def opened(client_for, noord, inside):
    """A fresh browser in which somebody pressed the button of the newest letter to this address."""

    def press(email, kind):
        with inside(noord), unit_of_work(SYSTEM) as work:
            person = select(Person.id).where(Person.email == email)
            letter = db.session.scalars(
                select(Letter)
                .where(Letter.to_person_id.in_(person), Letter.kind == kind)
                .order_by(Letter.made_at.desc())
                .limit(1)
            ).one()
            token = links.for_letter(work, letter)
        browser = client_for(None)
        looked = browser.get(f"/link/{token}?lang=en")
        assert looked.status_code == 200
        pressed = browser.submit(f"/link/{token}")
        assert pressed.status_code == 303
        return browser, pressed.location

    return press


def test_a_student_comes_in_from_a_nomination_to_the_waiting_list(client_for, opened, noord, inside):
    """Ruling 9 from the teacher's page to the student's own yes; requirements 4, 11, 30, 71."""
    teacher_email, student_email = f"{uuid4().hex}@school.example", f"{uuid4().hex}@post.example"
    family_name = f"Veen{uuid4().hex}"
    client_for(None).submit(
        "/nominate?lang=en",
        {
            "programme": str(noord.programmes[TUTOR]),
            "name": "Anna de Wit",
            "email": teacher_email,
            "relation": "teacher",
            "knows": "yes",
            "given_name": "Noor",
            "family_name": family_name,
            "contact": student_email,
            "birth_date": "01-03-2008",
            "why": "She explains things kindly.",
        },
    )
    teacher, address = opened(teacher_email, "nomination_confirm")
    assert "She explains things kindly." in teacher.get(address).text
    teacher.submit(address)

    coordinator = client_for(noord["coordinator"])
    coordinator.submit(f"{next_step(coordinator, 'tell', family_name)}/tell")

    student, address = opened(student_email, "nomination_told")
    assert address == "/my/nomination"
    yes = student.submit(address, {"addition": "I like numbers.", "wants": "yes"})
    where = student.get(yes.location).location
    while not where.endswith("/check"):
        where = student.submit(where, ANSWERS[where.rsplit("/", 1)[1]]).location
    student.submit(where, {"own_yes": "y"})

    participation_id = of(inside, noord, student_email)
    talk = {"day": "12-01-2027", "time": "15:30", "place": "Room 2.14"}
    coordinator.submit(f"/participations/{participation_id}/talk", talk)
    interview = next_step(coordinator, "conclude", family_name)
    coordinator.submit(interview, {**HEARD, "without_referrer": "yes"})

    assert state(inside, noord, participation_id) == "waiting"
    assert "We are looking for someone who fits" in teacher.get("/nominations?lang=en").text


def next_step(coordinator, tab, name):
    """Where the list leads for somebody."""
    return re.search(rf'href="([^"]+)">[^<]+<span class="vh">: Noor {name}', listed(coordinator, tab))[1]


def listed(coordinator, tab):
    """Everybody on a tab, all pages of it."""
    first = coordinator.get(f"/intake?tab={tab}").text
    pages = max([1, *map(int, re.findall(r"[?&;]page=(\d+)", first))])
    return first + "".join(coordinator.get(f"/intake?tab={tab}&page={page}").text for page in range(2, pages + 2))


def of(inside, tenant, email):
    with inside(tenant):
        return db.session.scalars(
            select(Participation.id).join(Person, Person.id == Participation.person_id).where(Person.email == email)
        ).one()


def state(inside, tenant, participation_id):
    with inside(tenant):
        return db.session.scalars(select(Participation.state).where(Participation.id == participation_id)).one()


def test_an_application_goes_on_in_another_browser(client_for, opened, noord, inside):
    """Issue 2, item 8: saved at each step, resumable on another device by a fresh link."""
    email = f"{uuid4().hex}@post.example"
    part = {"part": f"{noord.programmes[TUTOR]}:seeker", "email": email}
    client_for(None).submit("/apply?lang=en", part)
    phone, address = opened(email, "application_link")
    phone.submit(f"{address}/name", {"given_name": "Noor", "family_name": "Veenhuis"})

    client_for(None).submit("/apply", part)
    laptop, again = opened(email, "application_link")

    assert again == address
    assert laptop.get(address).location == f"{address}/birth"
    with inside(noord):
        found = select(Application.done).join(Person, Person.id == Application.person_id).where(Person.email == email)
        assert db.session.scalars(found).all() == [["name"]]
