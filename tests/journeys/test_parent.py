"""A young person of fifteen, a parent without an account, a teacher without one: who is asked, who reads what."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from maatwerk import testing
from maatwerk.access.actor import SYSTEM
from maatwerk.access.work import unit_of_work
from maatwerk.ground import clock
from maatwerk.opening import actions as opening
from maatwerk.people.model import Person
from maatwerk.programme import snapshot
from maatwerk.programme.model import Programme
from tests.factories import people, world
from tests.factories.matching import BUDDY, TUTOR
from tests.journeys.at_work import Quick, Work
from tests.journeys.site import Site
from tests.journeys.steps import Browse, Walker

TEACHER, PUPIL, PARENT = "anna.dewit@school.example", "mila@post.example", "j.wachter@post.example"
WHY = "Mila tekent graag en is eerlijk. Iemand die meeleest zou helpen."
YES = "Yes"


@pytest.fixture(scope="module")
def work(site: Site, browse: Browse) -> Work:
    """A college at work, with its staff; only what the law asks for is asked."""
    made = Work(site, world.organisation(site.app, "noord", "Noorderlicht College"), browse)
    with made.inside() as tenant:
        people.choose()
        for variant, name in ((BUDDY, "Buddies"), (TUTOR, "Tutors"), ("peer_support/mentor", "Mentors")):
            _rename(tenant, variant, name)
    return made


def _rename(tenant: testing.TenantFixture, variant: str, name: str) -> None:
    with unit_of_work(SYSTEM) as unit:
        unit.get(Programme, tenant.programmes[variant]).name = name
        snapshot.changed(unit)


@pytest.fixture(scope="module")
def coordinator(work: Work) -> Walker:
    """The coordinator at her desk."""
    return work.sits(work.tenant["coordinator"])


@pytest.fixture(scope="module")
def teacher(work: Work) -> Walker:
    """A teacher who has no account."""
    return Quick(work.browse("desk", "nl"), work.site, work.tenant.slug, TEACHER)


@pytest.fixture(scope="module")
def pupil(work: Work) -> Walker:
    """A pupil of fifteen with a phone, and no account."""
    return Quick(work.browse("phone", "nl"), work.site, work.tenant.slug, PUPIL)


@pytest.fixture(scope="module")
def parent(work: Work) -> Walker:
    """A parent who reads English only, on a phone, without an account."""
    return Quick(work.browse("phone", "en"), work.site, work.tenant.slug, PARENT)


def _born(age: int) -> str:
    return people.born(age).strftime("%d-%m-%Y")


def test_a_teacher_without_an_account_nominates_on_one_page(teacher):
    teacher.go("/nominate").choose("Buddies", "Docent", "Ja", "Plannen en leren")
    teacher.fill("Voor- en achternaam", "Anna de Wit").fill("E-mailadres van het werk", TEACHER)
    teacher.fill("Voornaam", "Mila").fill("Achternaam", "Wachter").fill("E-mailadres of studentnummer", PUPIL)
    teacher.fill("Geboortedatum", _born(15)).fill("Vertel er iets meer over", WHY)
    teacher.press("Versturen").heading("Kijk in je mail")
    teacher.opens_letter().says("Klopt dit?").press("Mijn voordracht versturen")
    teacher.heading("Mijn voordrachten").says("Mila")


def test_the_coordinator_writes_to_the_pupil_who_reads_it_and_says_yes(coordinator, pupil):
    coordinator.go("/intake?tab=tell").follow(re.compile("Mila")).says(WHY).press("Write to Mila")

    pupil.opens_letter().heading("Iemand heeft aan jou gedacht").says(WHY).choose("Ja, ik wil graag een gesprek")
    pupil.press("Mijn antwoord versturen").heading("Wie is je ouder of verzorger?")
    pupil.fill("Naam van je ouder of verzorger", "Joan Wachter").fill(
        "Het e-mailadres van je ouder of verzorger", PARENT
    ).press("Verder")
    for _question in range(8):
        if _answered(pupil):
            break
        pupil.press("Verder")
    pupil.choose("Ik wil dit zelf").press("Mijn aanmelding versturen").says("Je aanmelding is binnen. Goed gedaan!")


def _answered(walker: Walker) -> bool:
    """Give the first answer there is; true on the page that shows all of them."""
    main = walker.page.get_by_role("main")
    if main.get_by_role("button", name="Mijn aanmelding versturen").count():
        return True
    options = main.get_by_role("radio").or_(main.get_by_role("checkbox"))
    if options.count():
        options.first.check(force=True)
    else:
        main.get_by_role("textbox").first.fill("Tekenen en lezen")
    return False


def test_the_teacher_sees_how_far_it_is_and_nothing_else(teacher):
    teacher.go("/nominations").says("Mila", "De student wil een gesprek; wij plannen het")

    said = teacher.words()
    assert (WHY in said, "Wachter" in said, PUPIL in said) == (False, False, False)


def test_a_talk_is_held_and_without_a_permission_nobody_waits(work, coordinator):
    with work.inside(), unit_of_work(SYSTEM) as unit:
        unit.one(select(Person).where(Person.email == PARENT)).locale = "en"
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    coordinator.go("/intake?tab=read").follow(re.compile("Mila")).follow("Plan a talk")
    coordinator.fill("Day", tomorrow).fill("Time", "15:30").fill("Place", "Room 2.14").press("Plan the talk")
    coordinator.go("/intake?tab=conclude").follow(re.compile("Mila"))
    for question, given in (
        ("Does this young person want it themselves?", "Yes"),
        ("How much do they want it?", "Yes, very much"),
        ("Was the talk held without whoever nominated?", "Yes"),
        ("Is more than one thing difficult at the same time?", "No"),
        ("Does this ask for more help than we can give here?", "No"),
    ):
        coordinator.answer(question, given)
    coordinator.press("Conclude").heading("Mila can take part")

    coordinator.go("/waiting").follow(re.compile("Buddies"))
    coordinator.says("Mila Wachter", "Not ready yet", "Permission to take part: waits for an answer of Joan.")


def test_a_parent_who_reads_english_gets_an_english_letter(work):
    letter = work.site.letter(PARENT)
    text = letter.get_body(("plain",)).get_content()
    assert letter["Subject"] == "We ask for your permission"
    assert text.startswith("Dear Joan,")
    assert "Mila would like to take part in Buddies at Noorderlicht College." in text


def test_the_parent_permits_in_three_clicks_without_an_account(parent, coordinator):
    parent.fresh().page.goto(parent.site.link(PARENT))
    parent.press("Go on").heading("We ask for your permission").choose(YES).press("Send my answer")
    parent.heading("We have your answer")

    assert parent.clicks + parent.taps == 3
    coordinator.go("/waiting").follow(re.compile("Buddies")).follow("Mila Wachter").heading("Who fits Mila?")


def test_the_parent_withdraws_in_two_and_the_pupil_waits_no_longer(parent, coordinator):
    parent.go("/consent").fresh().follow("Take back").press("Yes, take it back")
    parent.says("Your answer is taken back. What rested on it has stopped.")
    assert parent.clicks == 2

    coordinator.go("/waiting").follow(re.compile("Buddies")).says(
        "Not ready yet", "Permission to take part: withdrawn."
    )
    assert coordinator.page.get_by_role("link", name="Mila Wachter", exact=True).count() == 0


@pytest.mark.parametrize("age", [16, 17])
def test_at_sixteen_and_seventeen_the_organisation_decides_whether_a_parent_is_asked(work, coordinator, age):
    with work.inside() as tenant:
        tutors = tenant.programmes[TUTOR]
        young = people.a_person(f"Fenna{age}", "Hoekema", birth_date=people.born(age), email=f"f{age}@post.example")
        people.a_guardian(young, "Tine", "Hoekema")
        people.a_participation(young, tutors, state="admitted")
    said = {}
    for asks in (False, True):
        with work.inside() as tenant:
            opening.choose_setting("people.permission_16_17", asks, "We decided so.", by=tenant["administrator"])
            people.asked(young, tutors)
        coordinator.go("/waiting").follow(re.compile("Tutors"))
        row = coordinator.page.get_by_role("row").filter(has_text=f"Fenna{age}").inner_text()
        said[asks] = " ".join(row.split()).partition("Not ready yet ")[2]

    assert said == {
        False: "Everything is there; this starts by itself.",
        True: "Permission to take part: waits for an answer of Tine.",
    }


def test_an_application_goes_on_at_another_device(work):
    email = "noor@post.example"
    phone = Quick(work.browse("phone", "nl"), work.site, work.tenant.slug, email)
    phone.go("/apply").choose("Ik zoek een van de tutors").fill("Je e-mailadres", email).press("Beginnen")
    phone.opens_letter().heading("Hoe heet je?")
    phone.fill("Voornaam", "Noor").fill("Achternaam", "van den Berg").press("Verder")
    phone.page.get_by_role("textbox").fill(date(2008, 3, 1).strftime("%d-%m-%Y"))
    phone.press("Verder")
    at = phone.page.get_by_role("heading", level=1).inner_text()

    work.site.play(clock.now() + timedelta(minutes=10))
    laptop = Quick(work.browse("desk", "nl"), work.site, work.tenant.slug, email)
    laptop.go("/apply").choose("Ik zoek een van de tutors").fill("Je e-mailadres", email).press("Beginnen")
    laptop.opens_letter().heading(at)
    laptop.follow("Terug").follow("Terug").heading("Hoe heet je?")

    assert laptop.page.get_by_label("Voornaam").input_value() == "Noor"
