"""One whole journey, from an organisation's first screen to the talk after the farewell, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from maatwerk.access.actor import Actor, Grant
from maatwerk.access.model import Account, Pass
from maatwerk.ground import clock
from maatwerk.ground.database import db
from maatwerk.intake.applications import actions as applications
from maatwerk.intake.applications.queries import open_parts
from maatwerk.intake.model import Application
from maatwerk.intake.rules import Check, Rubric, Selection
from maatwerk.intake.talks import actions as talks
from maatwerk.intake.talks.actions import Heard
from maatwerk.people.model import LikelySame
from maatwerk.people.same import actions as same
from maatwerk.programme.model import Participation
from maatwerk.programme.queries import open_programmes, settings_of
from maatwerk.programme.values import Side
from maatwerk.tenancy import resolve, scope
from maatwerk.tenancy.jobs import in_tenant
from tests.journeys.site import Site
from tests.journeys.steps import Browse, Cast, Walker, later

ROSTER = Path(__file__).resolve().parents[1] / "data" / "roster-waddenkust.csv"
ADMINISTRATOR = "f.visser@waddenkust.example"
COORDINATOR = "r.bakker@waddenkust.example"
COACH = "h.postma@waddenkust.example"
TEACHER = "a.hiemstra@waddenkust.example"
WHY = "Esmée werkt hard en helpt anderen. Rekenen kost haar veel tijd; samen oefenen zou helpen."
LEAD = "i.dijkstra@waddenkust.example"
JELTE, DAAN, FROUKJE, ESMEE = (f"{n}@student.waddenkust.example" for n in (100136, 100143, 100185, 100080))


def moment(month: int, day: int, hour: int = 9, *, year: int = 2026) -> datetime:
    """A morning of the school year 2026-2027."""
    return datetime(year, month, day, hour, tzinfo=UTC)


@pytest.fixture(scope="module")
def cast(site: Site, browse: Browse) -> Cast:
    """Everybody who plays a part."""
    site.play(moment(9, 1, 8))
    return Cast(site, browse, "waddenkust")


def test_an_administrator_opens_an_organisation_in_six_screens(cast: Cast) -> None:
    femke = cast.enter("femke", ADMINISTRATOR, "desk", "en")
    femke.slug = ""

    femke.go("/").follow("Open a trial organisation").fresh()
    femke.fill("What is your organisation called?", "Waddenkust College Peer")
    femke.fill("Short name in the address", "waddenkust").press("Go on")
    femke.fill("Your first name", "Femke").fill("Your family name", "Visser")
    femke.fill("Your work e-mail address", ADMINISTRATOR).press("Go on")
    femke.choose("Peer tutor").press("Go on")
    femke.choose("Nederlands").press("Go on")
    femke.choose("Teal").press("Go on")
    femke.press("Open the organisation").heading("Waddenkust College Peer is open")
    assert femke.clicks == 6


def test_the_letter_lets_her_in_and_the_list_says_what_is_next(cast: Cast) -> None:
    femke = cast["femke"]
    femke.slug = cast.slug

    femke.opens_letter("is open").heading("Link an authenticator app").links_app()
    femke.heading("Set-up list").says("2 of 8 done")
    femke.press("Send me a test letter").says("A letter is on its way to you.")
    assert cast.site.letter(ADMINISTRATOR)["Subject"] == "A test letter from Waddenkust College Peer"
    femke.go("/set-up").says("3 of 8 done")
    femke.press("Start now").says("Before you start, name a safeguarding lead")


def test_she_names_the_lead_and_invites_colleagues_in_three_clicks(cast: Cast) -> None:
    femke = cast["femke"]

    femke.follow("Name a safeguarding lead")
    _colleague(femke, "Ilse", "Dijkstra", LEAD).press("Name this person").heading("Set-up list")
    femke.fresh().follow("People and roles").follow("Invite a colleague")
    _colleague(femke, "Renate", "Bakker", COORDINATOR).choose("Coordinator").press("Send the invitation")
    assert femke.clicks == 3
    femke.follow("Invite a colleague")
    _colleague(femke, "Hylke", "Postma", COACH).choose("Teacher coach").press("Send the invitation")
    femke.says("This role is always for a programme, a school or a site. Choose which.")
    femke.pick("Where", re.compile("tutor", re.IGNORECASE)).press("Send the invitation")
    femke.says("The invitation is on its way to Hylke.")


def _colleague(walker: Walker, given: str, family: str, email: str) -> Walker:
    return walker.fill("First name", given).fill("Family name", family).fill("Work e-mail address", email)


def test_she_records_the_coachs_certificate_as_brought_along(cast: Cast) -> None:
    femke = cast["femke"]

    femke.go("/set-up").follow("Record a teacher coach's certificate").follow("Record a certificate")
    femke.pick("Whose certificate is it?", "Hylke Postma").pick("For which role?", "teacher coach")
    femke.fill("Who gave it out, and for what?", "Course train-the-trainer, 2025").fill("Given out on", "2025-11-03")
    femke.press("Record").heading("Training certificate").says("Hylke Postma", "3 November 2028")


def test_she_brings_in_the_roster_in_four_clicks_and_starts(cast: Cast) -> None:
    femke = cast["femke"]

    femke.go("/set-up").fresh().follow("Bring in your students")
    femke.page.get_by_label("The file").set_input_files(ROSTER)
    femke.press("Look at the file").press("Try it").says("1,182", "18 rows come back")
    femke.press(re.compile("Take in")).heading("The people are in")
    assert femke.clicks == 4
    femke.go("/set-up").says("8 of 8 done").press("Start now").says("You have started.")


def test_the_coordinator_signs_in_and_nothing_waits(cast: Cast) -> None:
    renate = cast.enter("renate", COORDINATOR)

    renate.opens_letter("Je plek bij").links_app()
    renate.heading("Goedemorgen, Renate").says("Er wacht niets op je")


def test_a_student_applies_as_tutor_on_a_phone_and_goes_on_elsewhere(cast: Cast) -> None:
    jelte = cast.enter("jelte", JELTE, "phone")

    jelte.go("/apply").choose("Ik word graag een van de tutors").fill("Je e-mailadres", JELTE).press("Beginnen")
    jelte.heading("Kijk in je mail").opens_letter().heading("Hoe heet je?")
    jelte.fill("Voornaam", "Jelte").fill("Achternaam", "Postma").press("Verder")
    _write(jelte, "03-05-2008")
    jelte.choose("Rekenen en wiskunde", "Technisch tekenen").press("Verder")
    jelte.choose("Iemand helpen", "Zelf iets leren").press("Verder")
    jelte = _on_another_device(cast, jelte)
    jelte.heading("Zeg in één regel hallo")
    _write(jelte, "Hoi! Ik doe bouwkunde en teken veel.")
    jelte.choose("Ongeveer twee uur").press("Verder")
    jelte.choose("Dinsdag middag", "Donderdag middag").press("Verder")
    jelte.choose("Nederlands", "Engels").press("Verder").press("Verder")
    _write(jelte, "Mijn docent bouwkunde.")
    jelte.says("Rekenen en wiskunde en Technisch tekenen", "Ongeveer twee uur")
    jelte.choose("Ik wil dit zelf").press("Mijn aanmelding versturen").says("Je aanmelding is binnen. Goed gedaan!")


def _write(walker: Walker, text: str) -> None:
    """Answer the one question of a page in words."""
    walker.page.get_by_role("textbox").fill(text)
    walker.press("Verder")


def _on_another_device(cast: Cast, walker: Walker) -> Walker:
    """In the evening, at home: the same door, asked for once more."""
    other = cast.enter("jelte", walker.email, "phone")
    later(cast.site, moment(9, 1, 19))
    other.go("/apply").choose("Ik word graag een van de tutors").fill("Je e-mailadres", other.email).press("Beginnen")
    return other.opens_letter()


def test_two_more_apply(cast: Cast) -> None:
    _applies(cast, DAAN, "Daan", "Algra", date(2007, 2, 20), ["maths", "dutch"])
    _applies(cast, FROUKJE, "Froukje", "Asante-Boadu", date(2008, 4, 20), ["maths", "programming"])

    cast["renate"].comes_in("/today").says("Daan Algra", "Froukje Asante-Boadu", "Jelte Postma")


@contextmanager
def _at_home(cast: Cast) -> Iterator[None]:
    """Inside the organisation, without a browser."""
    with cast.site.app.test_request_context():
        found = resolve.by_slug(cast.slug)
        assert found is not None
        with in_tenant(found.id):
            yield
            db.session.remove()


def _applies(cast: Cast, email: str, given: str, family: str, born: date, subjects: list[str]) -> None:
    """What happened above, by the verbs that the pages use."""
    answers = {
        "offers": subjects,
        "motives": ["helping"],
        "hello": "Hoi!",
        "hours": "one",
        "slots": ["2-afternoon", "3-afternoon"],
        "languages": ["nl"],
        "learning_goal": "",
        "reference": "Mijn docent.",
    }
    with _at_home(cast):
        applications.ask_to_apply(next(one for one in open_parts() if one.side is Side.SUPPORTER), email)
        found = db.session.execute(
            select(Application.id, Application.person_id, Pass.id.label("pass_id"))
            .join(Pass, (Pass.tenant_id == Application.tenant_id) & (Pass.person_id == Application.person_id))
            .where(Pass.email == email)
        ).one()
        by = Actor(
            tenant_id=scope.tenant_id(),
            person_id=found.person_id,
            pass_id=found.pass_id,
            pass_kind="applicant",
            roles=frozenset({"person", "applicant"}),
            factors=1,
        )
        applications.save_name(found.id, given, family, by=by)
        applications.save_birth(found.id, born, by=by)
        for key, value in answers.items():
            applications.save_answer(found.id, key, value, by=by)
        applications.send(found.id, by=by)


def _staff(email: str, role: str) -> Actor:
    """Somebody with an account and a role."""
    account = db.session.execute(select(Account.id, Account.person_id).where(Account.email == email)).one()
    db.session.rollback()
    return Actor(
        tenant_id=scope.tenant_id(),
        person_id=account.person_id,
        account_id=account.id,
        grants=frozenset({Grant(role)}),
        roles=frozenset({"person", "member", role}),
        factors=2,
    )


def test_the_coordinator_confirms_who_he_is_and_plans_a_talk(cast: Cast) -> None:
    renate = cast["renate"]

    renate.follow("Jelte").says("Is dit één persoon?").press("Ja, één persoon").heading("Jelte Postma")
    renate.go("/today").follow("Jelte Postma").says("Iemand helpen en Zelf iets leren")
    renate.follow("Gesprek plannen").fill("Dag", "2026-09-03").fill("Tijd", "15:30").fill("Plek", "Lokaal 2.14")
    renate.press("Gesprek plannen").says("Gepland: Jelte, donderdag 3 september, 15:30.")
    text = cast.site.letter(JELTE).get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "donderdag 3 september om 15:30 uur, hier: Lokaal 2.14." in text


def test_she_says_how_the_talk_went_and_he_is_welcome(cast: Cast) -> None:
    later(cast.site, moment(9, 3, 14))
    renate = cast["renate"]

    renate.comes_in("/today").says("Had een gesprek op donderdag 3 september: hoe ging het?").follow("Jelte Postma")
    renate.answer("Wil deze persoon het zelf?", "Ja")
    for skill in ("Luisteren", "Zich inleven", "Structuur bieden"):
        renate.answer(skill, "Sterk")
    for skill in ("Grenzen stellen", "Zoeken naar wat werkt", "Eigen ervaring en kennis"):
        renate.answer(skill, "Goed")
    renate.choose("Referentie", "Overeenkomst getekend", "Welkom: door naar de training").press("Afronden")
    renate.says("Jelte", "krijgt een e-mail over de training.")


def test_the_others_are_welcome_too(cast: Cast) -> None:
    with _at_home(cast):
        by = _staff(COORDINATOR, "coordinator")
        for double in db.session.scalars(select(LikelySame.id).where(LikelySame.answer.is_(None))).all():
            same.confirm_same(double, by=by)
        rubric = Rubric(
            {key.key: 3 for key in settings_of(open_programmes()[0]).variant.selection_rubric or ()}, own_yes=True
        )
        for part in db.session.scalars(select(Participation.id).where(Participation.state == "applied")).all():
            talk = talks.plan_talk(part, clock.now() + clock.days(1), "Lokaal 2.14", by=by)
            seen = (Check.REFERENCE, Check.AGREEMENT)
            talks.conclude_selection(talk, rubric, Selection.ADMITTED, seen, Heard("", (), None), by=by)


def test_the_coach_plans_a_training_in_three_clicks(cast: Cast) -> None:
    hylke = cast.enter("hylke", COACH)
    hylke.opens_letter("Je plek bij").links_app()

    hylke.fresh().follow("Trainingen").says("Geldig").follow("Training plannen")
    hylke.fill("Waar?", "Lokaal 1.12").press("Plan deze training").says("De training staat gepland.")
    assert hylke.clicks == 3


def test_the_tutor_takes_a_place_in_two_taps_and_others_are_given_one(cast: Cast) -> None:
    jelte = cast.enter("jelte", JELTE, "phone")

    jelte.opens_letter("Kies je training").fresh().press("Kies deze").says("Je hebt een plek.")
    assert jelte.clicks <= 2
    renate = cast["renate"].comes_in("/today").follow("Trainingen").follow(re.compile("Tutor, "))
    renate.press("Geef een plek").press("Geef een plek").says("3 van 12 plekken")


def test_the_coach_ticks_who_was_there_and_certifies_in_two_clicks(cast: Cast) -> None:
    hylke = cast["hylke"]

    for month, day in ((9, 17), (9, 24), (10, 1)):
        later(cast.site, moment(month, day, 16))
        hylke.comes_in("/today").fresh().follow(re.compile("Wie was er op donderdag"))
        hylke.choose("Daan Algra", "Froukje Asante-Boadu", "Jelte Postma").press("Bewaren")
        assert hylke.clicks == 2
    hylke.fresh().follow("Certificaten uitreiken").press("Reik 3 certificaten uit")
    assert hylke.clicks == 2


def test_the_tutor_shows_his_certificate(cast: Cast) -> None:
    jelte = cast["jelte"].comes_in("/training")

    jelte.follow("Bekijk je certificaat").says("Jelte Postma", "tutor")


def test_a_teacher_nominates_a_student_on_one_page(cast: Cast) -> None:
    later(cast.site, moment(10, 5, 9))
    teacher = cast.enter("teacher", TEACHER)

    teacher.go("/nominate").fresh()
    teacher.fill("Voor- en achternaam", "Aafke Hiemstra").fill("E-mailadres van het werk", TEACHER).choose("Docent")
    teacher.answer("Weet de student dat u dit vraagt?", "Ja")
    teacher.fill("Voornaam", "Esmée").fill("Achternaam", "van Oosterwoud")
    teacher.fill("E-mailadres of studentnummer", ESMEE).fill("Geboortedatum", "14-08-2009")
    teacher.choose("Een vak bijspijkeren").fill("Vertel er iets meer over", WHY).press("Versturen")
    assert teacher.clicks == 1
    teacher.heading("Kijk in je mail").opens_letter().says("Esmée van Oosterwoud", WHY)
    teacher.press("Mijn voordracht versturen").says("Ontvangen: we vertellen het de student snel")


def test_the_student_reads_who_thought_of_her_and_says_yes_on_a_phone(cast: Cast) -> None:
    renate = cast["renate"].comes_in("/today")
    renate.follow("Esmée van Oosterwoud").says(WHY).press("Esmée schrijven").says("De e-mail is onderweg.")
    esmee = cast.enter("esmee", ESMEE, "phone")

    esmee.opens_letter("Iemand heeft aan jou gedacht").says("Aafke Hiemstra, je docent", WHY)
    esmee.fill("Wil je er iets aan toevoegen?", "Samen oefenen lijkt me fijn.")
    esmee.choose("Ja, ik wil graag een gesprek").press("Mijn antwoord versturen").fresh()
    esmee.choose("Rekenen en wiskunde").press("Verder")
    _write(esmee, "Ik teken goed. Ik wil rekenen zonder stress.")
    _write(esmee, "Procenten en breuken.")
    esmee.choose("Dinsdag middag").press("Verder").choose("Nederlands").press("Verder")
    esmee.choose("Ik wil dit zelf").press("Mijn aanmelding versturen").says("Je aanmelding is binnen. Goed gedaan!")
    assert esmee.clicks <= 6


def test_after_a_talk_she_stands_on_the_waiting_list(cast: Cast) -> None:
    renate = cast["renate"]
    renate.go("/today").follow("Esmée").press("Ja, één persoon")
    renate.go("/today").follow("Esmée van Oosterwoud").follow("Gesprek plannen")
    renate.fill("Dag", "2026-10-06").fill("Tijd", "15:30").fill("Plek", "Kamer 1").press("Gesprek plannen")
    later(cast.site, moment(10, 6, 15))

    renate.comes_in("/today").follow("Esmée van Oosterwoud")
    renate.answer("Wil deze jongere het zelf?", "Ja").answer("Hoe graag wil de jongere dit?", "Ja, heel graag")
    renate.answer("Was het gesprek zonder degene die heeft voorgedragen?", "Ja")
    renate.answer("Is er meer dan één ding tegelijk moeilijk?", "Nee")
    renate.answer("Vraagt dit meer hulp dan wij hier kunnen geven?", "Nee").press("Afronden")
    renate.heading("Esmée kan meedoen").follow("Naar de wachtlijst").says("Esmée van Oosterwoud")


def test_the_coordinator_offers_three_tutors_in_four_clicks(cast: Cast) -> None:
    renate = cast["renate"].go("/today").fresh()

    renate.follow("Wachtlijst").follow("Esmée van Oosterwoud").says("Kan bij alles helpen: Rekenen en wiskunde.")
    renate.press("Bied deze keuze aan").heading("Wachtlijst")
    assert renate.clicks <= 4


def test_the_student_picks_one_in_two_taps_and_he_says_yes(cast: Cast) -> None:
    later(cast.site, moment(10, 6, 16))
    esmee, jelte = cast["esmee"], cast["jelte"]

    esmee.opens_letter().heading("Wie past bij jou?").fresh()
    esmee.choose("Jelte").press("Vraag deze persoon").heading("Je koos Jelte")
    assert esmee.clicks + esmee.taps == 2
    jelte.opens_letter().heading("Maak kennis met Esmée").fresh()
    jelte.press("Ja, kennismaken").says("We hebben je antwoord. Dank je wel!")
    assert jelte.clicks == 1


def test_the_coach_agrees_in_one_click_and_both_hear_it(cast: Cast) -> None:
    hylke = cast["hylke"].comes_in("/approvals").fresh()

    hylke.press(re.compile("^Akkoord")).says("Er wacht niets op je")
    assert hylke.clicks == 1
