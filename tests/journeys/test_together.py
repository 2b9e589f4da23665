"""After the match, in a real browser: from the first meeting to the question how it goes, six weeks after the farewell.

The months pass by the clock; who was away signs in anew. A second pair ends early, a third never starts, and
another organisation on the same installation sees nothing of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from maatwerk import testing
from maatwerk.access.actor import SYSTEM, Actor
from maatwerk.access.model import Account
from maatwerk.access.work import unit_of_work
from maatwerk.ground.database import db
from maatwerk.matching.model import Proposal
from maatwerk.matching.proposals.actions import confirm, pick
from maatwerk.matching.proposals.actions import answer as answers
from maatwerk.matching.steps import Given
from maatwerk.matching.waiting.actions import offer_choice
from maatwerk.people.model import Person
from maatwerk.programme import snapshot
from maatwerk.programme.model import Programme
from maatwerk.safeguarding.model import Concern
from maatwerk.tenancy.jobs import in_tenant
from maatwerk.trajectory.model import Match
from tests.factories import matching as make
from tests.factories import trajectory as road
from tests.factories import world
from tests.factories.matching import Who
from tests.journeys.site import Site
from tests.journeys.steps import Browse, Cast, Walker, later

LOG_WORDS = "Breuken gelijknamig gemaakt, met taartpunten op papier."
WORRY = "Ze zei dat ze thuis niet meer naar binnen mag en bij een nicht slaapt."
ANSWER = "Dank je wel. Ik bel haar vandaag; jij hoeft verder niets te doen."
STAFF = {
    "administrator": "Femke Visser",
    "coordinator": "Renate Bakker",
    "safeguarding_deputy": "Sjoerd Rinsma",
    "safeguarding_lead": "Ilse Dijkstra",
    "teacher_coach": "Hylke Postma",
}
TUTORS = {"Jelte": "Postma", "Daan": "Algra", "Froukje": "Asante-Boadu"}
STUDENTS = {"Esmée": "van Oosterwoud", "Yusuf": "Demirhan", "Lotte": "Wiarda"}


def moment(month: int, day: int, hour: int = 15, *, year: int = 2026) -> datetime:
    """An afternoon of the school year 2026-2027."""
    return datetime(year, month, day, hour, tzinfo=UTC)


@dataclass
class Together(Cast):
    """Two students and who stands around them."""

    noord: testing.TenantFixture = field(default=None)  # type: ignore[assignment]
    zuid: testing.TenantFixture = field(default=None)  # type: ignore[assignment]
    who: dict[str, Who] = field(default_factory=dict)
    matches: dict[str, str] = field(default_factory=dict)  # the student's name → the match
    before: dict[str, str] = field(default_factory=dict)  # what pages said before a worry was told

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Inside the organisation, without a browser."""
        with self.site.app.test_request_context(), in_tenant(self.noord.id):
            yield
            db.session.remove()

    def sits(self, role: str, width: str = "desk") -> Walker:
        """A colleague, who signs in when a page is asked for."""
        return self.enter(role, f"{role}@noord.example", width)

    def match(self, name: str) -> str:
        """Where a student's match is."""
        return f"/matches/{self.matches[name]}"


@pytest.fixture(scope="module")
def cast(site: Site, browse: Browse) -> Together:
    """Three students and three tutors of one college, each two with both their yes."""
    site.play(moment(10, 6))
    noord = world.organisation(site.app, "noord", "Noorderlicht College")
    zuid = world.organisation(site.app, "zuid", "Zuiderzee College")
    found = Together(site, browse, "noord", noord=noord, zuid=zuid)
    with found.inside():
        tutors = noord.programmes[make.TUTOR]
        for name in TUTORS:
            found.who[name] = make.a_supporter(tutors, name, role="tutor", places=3)
            make.trained_by(noord["teacher_coach"].person_id, found.who[name])
        for name in STUDENTS:
            found.who[name] = make.a_seeker(tutors, name)
        _named(found)
        for student, tutor in zip(STUDENTS, TUTORS, strict=True):
            found.matches[student] = _matched(found, student, tutor)
    for name in ("Jelte", "Esmée"):
        found.enter(name, _address(found, name), "phone")
    return found


def _named(cast: Together) -> None:
    """Everybody has a name of their own and reads Dutch."""
    with unit_of_work(SYSTEM) as work:
        for person in work.find(select(Person)):
            person.locale = "nl"
        for role, name in STAFF.items():
            person = work.get(Person, cast.noord[role].person_id)
            person.given_name, _, person.family_name = name.partition(" ")
        for name, family in (TUTORS | STUDENTS).items():
            person = work.get(Person, cast.who[name].person_id)
            person.family_name, person.sort_key = family, f"{family} {name}".lower()
            person.search_key = f"{name} {family}".lower()
        work.get(Programme, cast.noord.programmes[make.TUTOR]).name = "Tutoren"
        snapshot.changed(work)


def _matched(cast: Together, student: str, tutor: str) -> str:
    """What the first chapters show: offered, picked, answered, agreed."""
    seeker, tutors = cast.who[student], [cast.who[name] for name in TUTORS]
    offer_choice(seeker.id, [one.id for one in tutors], by=cast.noord["coordinator"])
    mine = (Proposal.seeker_id == seeker.id, Proposal.supporter_id == cast.who[tutor].id)
    proposal = db.session.scalars(select(Proposal.id).where(*mine)).one()
    pick(proposal, by=seeker.actor)
    answers(proposal, Given.YES, by=cast.who[tutor].actor)
    confirm(proposal, Given.YES, by=cast.noord["teacher_coach"])
    return str(db.session.scalars(select(Match.id).where(Match.proposal_id == proposal)).one())


def _address(cast: Together, name: str) -> str:
    with cast.inside():
        return str(db.session.scalars(select(Account.email).where(Account.person_id == cast.who[name].person_id)).one())


def test_the_two_read_that_they_are_matched_and_plan_their_first_meeting_in_three_taps(cast: Together) -> None:
    esmee, jelte = cast["Esmée"], cast["Jelte"]

    esmee.opens_letter("plan je eerste bijeenkomst").heading("Jij en Jelte").says("Plan samen jullie eerste").fresh()
    esmee.follow("Plan de eerste bijeenkomst").choose("dinsdag 13 oktober").press("Plan het")
    assert esmee.clicks + esmee.taps == 3
    esmee.says("Gepland. Jelte krijgt over een minuut een e-mail.").heading("Jij en Jelte")
    later(cast.site, moment(10, 6, 16))
    jelte.opens_letter("Er is een bijeenkomst gepland").heading("Jij en Esmée").says("dinsdag 13 oktober")


def test_after_the_first_session_the_tutor_tells_it_and_writes_the_agreement(cast: Together) -> None:
    later(cast.site, moment(10, 13))
    jelte = cast["Jelte"].comes_in("/my").says("Vertel hoe de bijeenkomst van dinsdag 13 oktober was.")

    jelte.follow("Vertel hoe het was").heading("Hoe was het met Esmée?").says("Bijeenkomst 1 · dinsdag 13 oktober")
    jelte.answer("Hoe was de sfeer?", "Goed").choose("Het vak uitgelegd").press("Opslaan").says("Bewaard. Dank je wel!")
    jelte.follow("Maak de afspraken").heading("Maak jullie afspraken").fresh()
    jelte.pick("Op welke dag?", "Dinsdag").fill("Hoe laat dan?", "15:30").fill("Waar?", "De bibliotheek")
    jelte.answer("Hoe bereiken jullie elkaar?", "Per bericht").press("Bewaar de afspraken")
    jelte.says("Bewaard. Esmée krijgt een e-mail en zegt ja.", "Esmée moet nog ja zeggen.")
    assert jelte.clicks == 1


def test_they_are_on_their_way_once_the_student_says_her_own_yes(cast: Together) -> None:
    renate = cast.sits("coordinator").comes_in("/matches").follow(re.compile("^Esmée")).says("Allebei zeiden ja")
    renate.says("Esmée moet nog ja zeggen tegen de afspraken.").lacks("button", "Door naar de volgende fase")
    esmee = cast["Esmée"]

    esmee.opens_letter("Jullie afspraken staan klaar").heading("Onze afspraken").says("Dinsdag 15:30", "De bibliotheek")
    esmee.fresh().press("Ja, zo doen we het").says("Jullie zeiden allebei ja. Jullie zijn op weg!")
    assert esmee.clicks == 1
    renate.go(cast.match("Esmée")).says("Onderweg", "Kennismaking", "Elke week, 45 min, De bibliotheek.")


def test_she_says_how_it_was_in_two_taps_and_writes_down_her_goal(cast: Together) -> None:
    esmee = cast["Esmée"].go("/my").fresh()

    esmee.choose("Goed").press("Klaar").says("Dank je wel. Alleen jij leest wat je schreef.")
    assert esmee.clicks + esmee.taps == 2
    esmee.go("/my").follow("Schrijf een doel op").heading("Mijn doelen")
    esmee.fill("Wat wil je bereiken?", "Ik wil breuken zonder rekenmachine kunnen.").press("Zet het in het plan")
    esmee.says("Je doel staat in je plan.", "Ik wil breuken zonder rekenmachine kunnen.")
    cast["coordinator"].go(cast.match("Esmée")).says("Ik wil breuken zonder rekenmachine kunnen.")


def test_each_ticks_what_is_done_and_the_coordinator_goes_on_to_the_second_of_four(cast: Together) -> None:
    esmee, renate = cast["Esmée"].go("/my/plan"), cast["coordinator"].go(cast.match("Esmée"))

    for words in ("Je hebt het boek of de opdracht bij de hand", "Er is een eerste doel"):
        esmee.press(re.compile(f"^{words}")).says("Afgevinkt.").ticked(re.compile(f"^{words}"))
    renate.fresh().press("Door naar de volgende fase").says("Nu in fase: Begeleiding.")
    assert renate.clicks == 1
    esmee.go("/my").says("Begeleiding · fase 3 van 5")


def test_a_meeting_is_planned_in_three_taps_and_moved_in_three(cast: Together) -> None:
    jelte, esmee = cast["Jelte"], cast["Esmée"]

    jelte.go("/my").fresh().follow("Plan een bijeenkomst").choose("dinsdag 20 oktober").press("Plan het")
    assert jelte.clicks + jelte.taps == 3
    later(cast.site, moment(10, 13, 16))
    esmee.opens_letter("Er is een bijeenkomst gepland op dinsdag 20 oktober").fresh()
    esmee.follow(re.compile("dinsdag 20 oktober")).choose("dinsdag 27 oktober").press("Verzetten")
    assert esmee.clicks + esmee.taps == 3
    later(cast.site, moment(10, 13, 17))
    jelte.opens_letter("verzet naar dinsdag 27 oktober").says(re.compile("dinsdag 27 oktober"))


def test_a_meeting_is_told_on_a_phone_in_four_taps_with_what_was_seen_of_the_goal(cast: Together) -> None:
    later(cast.site, moment(10, 27, 16))
    jelte = cast["Jelte"].comes_in("/my").says("Vertel hoe de bijeenkomst van dinsdag 27 oktober was.").fresh()

    jelte.follow("Vertel hoe het was").answer("Hoe was de sfeer?", "Heel goed").choose("Aan een opdracht gewerkt")
    assert (jelte.clicks, jelte.taps, jelte.typed) == (1, 2, 0)  # the rest is filled in already; what follows is extra
    jelte.fill("Wil je iets opschrijven?", LOG_WORDS).unfold("Een andere dag, een andere duur of een doel")
    jelte.answer("Ik wil breuken zonder rekenmachine kunnen.", "Halverwege").press("Opslaan").heading("Jij en Esmée")
    jelte.go("/my/looking-back").says(LOG_WORDS)
    cast["Esmée"].go("/my/plan").says("Halverwege")


def test_the_tutors_own_words_are_read_by_nobody_else(cast: Together) -> None:
    coach = cast.sits("teacher_coach").comes_in(cast.match("Esmée"))

    for reader in (cast["coordinator"].comes_in(cast.match("Esmée")), coach, cast["Esmée"].go(cast.match("Esmée"))):
        reader.follow("Bijeenkomst 2").heading("Bijeenkomst 2").says("Aan een opdracht gewerkt")
        assert LOG_WORDS not in reader.words()
    cast["Jelte"].go(cast.match("Esmée")).follow("Bijeenkomst 2").says(LOG_WORDS)


def test_i_would_like_to_talk_it_over_goes_to_the_coordinator_alone(cast: Together) -> None:
    jelte, renate, coach = cast["Jelte"], cast["coordinator"], cast["teacher_coach"]

    jelte.go("/my").fresh().follow(re.compile("^Vraag het de coördinator")).choose("Ik wil graag overleggen")
    jelte.press("Vraag het").says("Je coördinator belt je deze week. Tot dan verandert er niets.")
    assert jelte.clicks + jelte.taps == 3
    later(cast.site, moment(10, 27, 17))
    assert "Esmée" not in _text(cast, "coordinator@noord.example", "Iemand wil je graag spreken")
    assert "overleggen" not in coach.go(cast.match("Esmée")).words()
    renate.go("/today").says("Iemand wil je graag spreken").follow("Esmée · Jelte").says("Jelte wil iets overleggen")
    renate.fresh().follow("Noteer een voortgangsgesprek")
    renate.fill("Wat hoorde je, in één zin?", "Hij zoekt opgaven op maat; ik stuur ze.").press("Opslaan")
    assert (renate.clicks, renate.typed) == (2, 1)
    renate.says("Besproken op").go("/today").lacks("link", "Esmée · Jelte")


def _text(cast: Together, to: str, subject: str) -> str:
    return str(cast.site.letter(to, subject).get_body(("plain",)).get_content())  # type: ignore[union-attr]


def test_what_everybody_reads_before_a_worry_is_told(cast: Together) -> None:
    cast.sits("administrator").comes_in("/organisation")

    cast.before = _read(cast)
    assert all("Esmée" in text for path, text in cast.before.items() if "matches" in path)


def _read(cast: Together) -> dict[str, str]:
    """What stands on every page where something of the two may stand, by reader."""
    person = f"/people/{cast.who['Esmée'].person_id}"
    pages = {
        "coordinator": ("/today", "/matches", cast.match("Esmée"), "/people", person, "/waiting"),
        "teacher_coach": ("/today", "/matches", cast.match("Esmée"), person, "/approvals"),
        "administrator": ("/organisation", "/people", person, "/people-and-roles", "/programmes"),
        "Esmée": ("/my", "/my/plan", "/my/looking-back", "/who-sees-what", cast.match("Esmée")),
        "Jelte": ("/my", "/my/plan", "/my/looking-back", cast.match("Esmée")),
    }
    return {f"{who} {path}": cast[who].go(path).words() for who, paths in pages.items() for path in paths}


def test_a_worry_is_told_apart_beside_the_log(cast: Together) -> None:
    jelte = cast["Jelte"].go(f"{cast.match('Esmée')}/log").follow("Meld het apart")

    jelte.heading("Wat is de zorg over Esmée?").says(re.compile("112"), re.compile("0800-2000"), "Wie leest dit")
    jelte.fill("Wat is de zorg?", WORRY).choose("Iemand moet er vandaag naar kijken").press("Versturen")
    jelte.says("Het is ontvangen. Hieronder staat hoe het verder gaat.", WORRY)


def test_only_who_looks_after_safety_hears_that_something_waits(cast: Together) -> None:
    sent = len(cast.site.letters)
    cast.site.deliver()
    new = cast.site.letters[sent:]

    assert {str(letter["To"]) for letter in new} == {
        "safeguarding_lead@noord.example",
        "safeguarding_deputy@noord.example",
    }
    texts = "".join(f"{letter['Subject']} {letter.get_body(('plain',)).get_content()}" for letter in new)  # type: ignore[union-attr]
    assert [word for word in ("Esmée", "Jelte", "Oosterwoud", WORRY) if word in texts] == []


def test_coordinator_coach_administrator_and_student_read_what_they_read_before_word_for_word(cast: Together) -> None:
    assert _read(cast) == cast.before


@pytest.mark.parametrize("role", ["administrator", "coordinator", "teacher_coach"])
def test_no_door_and_no_search_leads_them_to_it(cast: Together, role: str) -> None:
    with cast.inside():
        worry = db.session.scalars(select(Concern.id)).one()

    assert [cast[role].finds(path) for path in ("/worries", f"/worries/{worry}")] == [404, 404]
    if role != "teacher_coach":
        cast[role].go("/people").fill("Zoek op naam of nummer", "nicht slaapt").press("Zoek").says("Niemand gevonden")


def test_the_lead_reads_it_in_one_click_and_answers(cast: Together) -> None:
    ilse = cast.sits("safeguarding_lead").comes_in("/worries")

    ilse.fresh().follow("Esmée van Oosterwoud").says(WORRY, "Jelte Postma").press("Ik heb het gelezen")
    assert ilse.clicks == 2
    ilse.fill("Je antwoord", ANSWER).fresh().press("Antwoord versturen").says(ANSWER)
    assert ilse.clicks == 1
    cast["Jelte"].go("/worries/mine").says(ANSWER)
    assert _read(cast) == cast.before
