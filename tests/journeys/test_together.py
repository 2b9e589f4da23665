"""After the match, in a real browser: from the first meeting to the question how it goes, six weeks after the farewell.

The months pass by the clock; who was away signs in anew. A second pair ends early, a third never starts, and
another organisation on the same installation sees nothing of it.
"""

from __future__ import annotations

import re
from datetime import datetime
from uuid import UUID

import pytest
from sqlalchemy import select

from maatwerk.ground.database import db
from maatwerk.safeguarding.model import Concern
from tests.factories import trajectory as road
from tests.journeys.site import Site
from tests.journeys.steps import IDS, Browse, Walker, later
from tests.journeys.together import Together, gathered, moment

LOG_WORDS = "Breuken gelijknamig gemaakt, met taartpunten op papier."
WORRY = "Ze zei dat ze thuis niet meer naar binnen mag en bij een nicht slaapt."
ANSWER = "Dank je wel. Ik bel haar vandaag; jij hoeft verder niets te doen."
CLOSE = "Sluit het traject af"


@pytest.fixture(scope="module")
def cast(site: Site, browse: Browse) -> Together:
    """Three students and three tutors, each two with both their yes."""
    return gathered(site, browse)


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
    renate.go("/today").says("Iemand wil je graag spreken").fresh().follow("Esmée · Jelte")
    renate.says("Jelte wil iets overleggen").fill(
        "Wat hoorde je, in één zin?", "Hij zoekt opgaven op maat; ik stuur ze."
    ).press("Opslaan")
    assert (renate.clicks, renate.typed) == (2, 1)
    renate.says("Besproken op").go("/today").lacks("link", "Esmée · Jelte")


def _text(cast: Together, to: str, subject: str) -> str:
    return str(cast.site.letter(to, subject).get_body(("plain",)).get_content())  # type: ignore[union-attr]


def test_what_everybody_reads_before_a_worry_is_told(cast: Together) -> None:
    cast.sits("administrator").comes_in("/organisation")
    cast.site.deliver()

    cast.before = _read(cast)
    assert all("Esmée" in text for path, text in cast.before.items() if "matches" in path)


def _read(cast: Together) -> dict[str, str]:
    """What stands on every page where something of the two may stand, by reader."""
    person = f"/people/{cast.who['Esmée'].person_id}"
    pages = {
        "coordinator": ("/today", "/matches", cast.match("Esmée"), "/people", person, "/waiting"),
        "teacher_coach": ("/today", "/matches", cast.match("Esmée"), person, "/approvals"),
        "administrator": ("/organisation", "/people", person, "/programmes"),
        "Esmée": ("/my", "/my/plan", "/my/looking-back", "/who-sees-what", cast.match("Esmée")),
        "Jelte": ("/my/plan", "/my/looking-back", cast.match("Esmée")),
    }
    return {f"{who} {path}": _words(cast[who], path) for who, paths in pages.items() for path in paths}


def _words(reader: Walker, path: str) -> str:
    assert reader.finds(path) == 200
    return reader.words()


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
        cast[role].go("/people").searches("nicht slaapt").press("Zoek").says("Niemand met deze naam")


def test_the_lead_reads_it_in_one_click_and_answers(cast: Together) -> None:
    ilse = cast.sits("safeguarding_lead").comes_in("/worries")

    ilse.fresh().follow("Esmée van Oosterwoud").says(WORRY, "Jelte Postma")
    assert ilse.clicks == 1
    ilse.press("Ik heb het gelezen").says("Er staat nu dat je het gelezen hebt.")
    ilse.fill("Je antwoord", ANSWER).fresh().press("Antwoord versturen").says("Je antwoord staat bij de zorg.")
    ilse.says("hebt alles beantwoord")
    assert ilse.clicks == 1
    cast["Jelte"].go("/my").follow(re.compile("^De zorg die ik meldde")).says(ANSWER)
    assert _read(cast) == cast.before


def test_a_pair_that_never_began_is_ended_with_the_reasons_of_both(cast: Together) -> None:
    cast.site.go_round()
    renate = cast["coordinator"].go("/today").says(re.compile("geen eerste bijeenkomst gepland"))

    renate.follow("Lotte · Froukje").follow("Het is nooit gestart").press("Noteer het")
    renate.says("Kies de reden waarom het stopte.").pick("Waarom stopte het, zoals jij het ziet?", "Geen tijd")
    renate.pick("Wat zegt Lotte?", "Geen tijd").pick("Wat zegt Froukje?", "Zeg ik liever niet")
    renate.choose("Gaat terug naar de wachtlijst").press("Noteer het").says("Genoteerd: het is nooit gestart.")
    renate.go(cast.match("Lotte")).says("Nooit begonnen").lacks("link", "Het is nooit gestart")
    renate.go("/waiting").says("Lotte Wiarda")


def test_a_road_that_ends_early_goes_through_its_steps_and_says_why_from_both_sides(cast: Together) -> None:
    with cast.inside():
        yusuf, daan = cast.who["Yusuf"].actor, cast.who["Daan"].actor
        pair = road.Pair(UUID(cast.matches["Yusuf"]), yusuf, daan, cast.noord["coordinator"])
        road.agreed(pair)
        road.met(pair)
    renate = cast["coordinator"].go(cast.match("Yusuf")).says("Onderweg").follow("Afsluiting")

    renate.choose("Eerder dan gepland").fill("Wanneer is de laatste bijeenkomst?", "2026-10-27")
    renate.press("Start de afsluiting").choose("Per telefoon").press("Ze namen afscheid")
    for name in ("Yusuf", "Daan"):
        renate.says(re.compile(f"^{name} kreeg een")).unfold("Deze stap overslaan").press("Sla de stap over")
        renate.says(re.compile(f"^{name} kreeg een")).fill("Waarom vervalt dit?", "Verteld aan de telefoon").press(
            "Sla de stap over"
        )
    renate.press("Spreek deze dag af").press("Sluit het traject af").says("Kies de reden waarom het stopte.")
    renate.pick("Waarom stopte het, zoals jij het ziet?", "Het klikte niet").pick("Wat zegt Yusuf?", "Het klikte niet")
    renate.pick("Wat zegt Daan?", "Geen tijd").press("Sluit het traject af").says("Eerder gestopt")


def test_week_after_week_they_meet_and_he_tells_it(cast: Together) -> None:
    for day in (3, 10):
        _they_met(cast, moment(11, day, 16))


def _they_met(cast: Together, at: datetime) -> None:
    """A meeting without a plan, told afterwards; what is done by the clock was done."""
    later(cast.site, at)
    cast.site.go_round()
    jelte = cast["Jelte"].comes_in(f"{cast.match('Esmée')}/log")
    jelte.answer("Hoe was de sfeer?", "Goed").choose("Aan een opdracht gewerkt").press("Opslaan").heading(
        "Jij en Esmée"
    )
    jelte.says("Bewaard. Dank je wel!")


def test_halfway_both_look_back_each_for_the_coordinator_alone(cast: Together) -> None:
    esmee, jelte = cast["Esmée"], cast["Jelte"]

    esmee.opens_letter("Hoe was het tot nu toe?").heading("Halverwege terugkijken").answer_each("4")
    esmee.answer("Hoe ver ben je gekomen met wat je wilde bereiken?", "3")
    esmee.fill("Wat moet er anders?", "Liever eerst oefenen, dan uitleg.").press("Klaar")
    esmee.says("Dank je wel voor het terugkijken.")
    jelte.opens_letter("Hoe was het tot nu toe?").answer_each("4").press("Klaar")
    jelte.says("Dank je wel voor het terugkijken.")
    hers = f"{cast.match('Esmée')}/review?moment=midway&side=seeker"
    assert [jelte.finds(hers), cast["teacher_coach"].comes_in("/today").finds(hers)] == [404, 404]
    renate = cast["coordinator"].comes_in(cast.match("Esmée")).follow("Esmée keek halverwege terug")
    renate.heading("Hoe Esmée terugkeek").says("3 / 5", "Liever eerst oefenen, dan uitleg.")


def test_the_fourth_phase_comes_when_its_time_is_there(cast: Together) -> None:
    for day in (17, 24):
        _they_met(cast, moment(11, day, 16))
    later(cast.site, moment(11, 25, 9))
    renate = cast["coordinator"].comes_in("/matches").follow(re.compile("^Esmée"))

    renate.says("De volgende fase kan beginnen").press("Door naar de volgende fase").says("Nu in fase: Verdieping.")
    cast["Esmée"].comes_in("/my/plan").press(re.compile("^Eén opdracht is helemaal zelf gemaakt")).says("Afgevinkt.")


def test_the_last_phase_opens_by_itself_and_asks_both_to_round_off(cast: Together) -> None:
    later(cast.site, moment(12, 2, 9))
    cast.site.go_round()

    for name in ("Esmée", "Jelte"):
        assert "dinsdag 8 december" in _text(cast, cast[name].email, "loopt bijna af")
    renate = cast["coordinator"].comes_in("/matches").follow(re.compile("^Esmée")).says("Afsluiting")
    renate.lacks("button", "Door naar de volgende fase")


def test_the_student_looks_back_on_the_whole_road_from_the_letter(cast: Together) -> None:
    esmee = cast["Esmée"].opens_letter("Hoe was het tot nu toe?").heading("Terugkijken op het traject")

    esmee.answer_each("5")
    esmee.answer("Zou je het een vriend aanraden?", "Ja").press("Klaar").says("Dank je wel voor het terugkijken.")


def test_a_closing_has_no_way_round_its_steps(cast: Together) -> None:
    renate = cast["coordinator"].follow("Afsluiting").heading("Sluit dit traject af").lacks("button", CLOSE)

    renate.fill("Wanneer was de laatste bijeenkomst?", "2026-12-08").press("Ze namen afscheid")
    renate.says("De laatste bijeenkomst is nog niet geweest. Kom daarna terug.").lacks("button", CLOSE)
    renate.unfold("Deze stap overslaan").press("Sla de stap over").lacks("button", CLOSE)
    later(cast.site, moment(12, 8, 16))
    renate.comes_in(f"{cast.match('Esmée')}/close").choose("Ze deden samen iets").press("Ze namen afscheid")
    renate.says(re.compile("^Jelte kreeg een")).lacks("button", CLOSE)


def test_the_tutor_looks_back_from_his_own_first_page(cast: Together) -> None:
    jelte = cast["Jelte"].comes_in("/my").follow("Kijk terug").heading("Terugkijken op het traject")

    jelte.answer_each("5").answer("Zou je dit nog eens doen?", "Ja").press("Klaar")
    jelte.says("Dank je wel voor het terugkijken.")


def test_the_road_is_closed_and_both_are_thanked(cast: Together) -> None:
    renate = cast["coordinator"].go(f"{cast.match('Esmée')}/close").lacks("button", CLOSE).fresh()

    renate.press("Spreek deze dag af").press(CLOSE).says(re.compile("^Afgesloten."), "Klaar")
    assert renate.clicks == 2
    for name in ("Esmée", "Jelte"):
        cast[name].opens_letter("Dank je wel, en alle goeds").says(
            "Achter de rug", "Je coördinator vraagt hoe het gaat"
        )
    renate.go("/today").lacks("link", "Esmée · Jelte")


def test_six_weeks_later_somebody_asks_how_it_goes(cast: Together) -> None:
    later(cast.site, moment(1, 19, 9, year=2027))
    cast.site.go_round()
    renate = cast["coordinator"].comes_in("/today").says("Vraag na het afscheid hoe het gaat")

    renate.follow("Esmée · Jelte").press("Ik vroeg hoe het gaat").says("Genoteerd.")
    renate.go("/today").lacks("link", "Esmée · Jelte")


def test_another_organisation_sees_none_of_it(cast: Together) -> None:
    other = cast.enter("zuid", "coordinator@zuid.example", locale="en")
    other.slug = "zuid"
    seen = sorted({path for one in cast.people.values() for path in one.paths if IDS.search(path)})
    paths = [path for path in seen if "/close/" not in path]  # those take forms only

    other.comes_in("/matches").says("No matches yet")
    assert len(paths) > 12
    assert {path: other.finds(path) for path in paths} == dict.fromkeys(paths, 404)
    texts = [_words(other, path) for path in ("/today", "/matches", "/waiting", "/people", "/intake", "/training")]
    assert [name for name in ("Esmée", "Jelte", "Lotte", "Yusuf", "Oosterwoud") if name in "".join(texts)] == []
    other.go("/people").searches("Oosterwoud").press("Search").says("Nobody with this name")
