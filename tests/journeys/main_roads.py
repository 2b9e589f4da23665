"""The roads that everybody walks, whatever they walk with: told once, walked by keyboard alone and without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from playwright.sync_api import Locator, Page, expect

from maatwerk.access.actor import SYSTEM, Actor
from maatwerk.access.work import unit_of_work
from maatwerk.ground import clock
from maatwerk.programme import snapshot
from maatwerk.programme.model import Programme
from tests.factories import intake, people, trajectory
from tests.factories import matching as sides
from tests.journeys.at_work import Quick, Work
from tests.journeys.site import Site

WHY = "Mila tekent graag en is eerlijk. Iemand die meeleest zou helpen."
NAMES = {sides.BUDDY: "Buddies", sides.TUTOR: "Tutors", sides.MENTOR: "Mentors"}


class Hands(Quick):
    """A walker that can also take what stands there, whatever it is called."""

    def take(self, option: Locator) -> Hands:
        """Choose an answer."""
        option.check(force=True)
        return self

    def write(self, field: Locator, text: str) -> Hands:
        """Type into a field."""
        field.fill(text)
        return self

    def reads(self, text: str | re.Pattern[str]) -> Hands:
        """The page says this somewhere."""
        expect(self.page.get_by_role("main").get_by_text(text).first).to_be_visible()
        return self


@dataclass
class People:
    """Whoever sits down at a browser here, does things in one manner."""

    work: Work
    manner: Callable[[Page, Site, str, str], Hands]

    def comes(self, email: str, width: str = "desk", locale: str = "nl") -> Hands:
        """Somebody who is not signed in."""
        return self.manner(self.work.browse(width, locale), self.work.site, self.work.tenant.slug, email)

    def sits(self, actor: Actor, width: str = "desk", locale: str = "en") -> Hands:
        """Somebody who is."""
        found = self.work.sits(actor, width, locale)
        return self.manner(found.page, found.site, found.slug, found.email)


def named(work: Work) -> Work:
    """Programmes get names as people call them, and only what the law asks for is asked."""
    with work.inside() as tenant, unit_of_work(SYSTEM) as unit:
        for variant, name in NAMES.items():
            unit.get(Programme, tenant.programmes[variant]).name = name
        snapshot.changed(unit)
    with work.inside():
        people.choose()
    return work


def days(number: int) -> str:
    """A day from today, as a field for a day takes it."""
    return (clock.today() + timedelta(days=number)).isoformat()


def signs_in_by_a_link(here: People) -> None:
    """Somebody with an account: an address, a letter, one button."""
    with here.work.inside() as tenant:
        found = people.a_person("Ruth", "Sikkema", email="ruth@post.example")
        with unit_of_work(SYSTEM) as unit:
            unit.invite(found, "ruth@post.example")
        people.a_participation(found, tenant.programmes[sides.BUDDY], "supporter", "active")
    ruth = here.comes("ruth@post.example")
    ruth.go("/sign-in").fill("Je e-mailadres", ruth.email).press("Stuur me een link")
    ruth.heading("Kijk in je mail").opens_letter(re.compile("Inloggen|Sign in")).heading("Where you are now")


def nominates(here: People) -> None:
    """A teacher without an account nominates on one page and proves the address by a letter."""
    teacher = here.comes("anna.dewit@school.example")
    teacher.go("/nominate").choose("Buddies", "Docent", "Ja", "Plannen en leren")
    teacher.fill("Voor- en achternaam", "Anna de Wit").fill("E-mailadres van het werk", teacher.email)
    teacher.fill("Voornaam", "Mila").fill("Achternaam", "Wachter").fill(
        "E-mailadres of studentnummer", "m@post.example"
    )
    teacher.fill("Geboortedatum", people.born(17).strftime("%d-%m-%Y")).fill("Vertel er iets meer over", WHY)
    teacher.press("Versturen").heading("Kijk in je mail")
    teacher.opens_letter().says("Klopt dit?").press("Mijn voordracht versturen")
    teacher.heading("Mijn voordrachten").says("Mila")


def applies_on_a_phone(here: People) -> None:
    """A student applies, one question a page, and sees all answers before they go."""
    jelte = here.comes("jelte@student.example", "phone")
    jelte.go("/apply").choose("Ik word graag een van de tutors").fill("Je e-mailadres", jelte.email).press("Beginnen")
    jelte.heading("Kijk in je mail").opens_letter().heading("Hoe heet je?")
    jelte.fill("Voornaam", "Jelte").fill("Achternaam", "Postma").press("Verder")
    jelte.write(jelte.page.get_by_role("textbox"), "03-05-2007").press("Verder")
    for _question in range(20):
        if _answers(jelte):
            break
        jelte.press("Verder")
    jelte.choose("Ik wil dit zelf").press("Mijn aanmelding versturen").says("Je aanmelding is binnen. Goed gedaan!")


def _answers(walker: Hands) -> bool:
    """Give the first answer there is; true on the page that shows all of them."""
    main = walker.page.get_by_role("main")
    if main.get_by_role("button", name="Mijn aanmelding versturen").count():
        return True
    options = main.get_by_role("radio").or_(main.get_by_role("checkbox"))
    if options.count():
        walker.take(options.first)
    else:
        walker.write(main.get_by_role("textbox").first, "Tekenen en lezen")
    return False


def is_admitted_after_a_talk(here: People) -> None:
    """The coordinator says how a talk went; the young person can take part."""
    with here.work.inside() as tenant:
        part = intake.a_participation(tenant.programmes[sides.BUDDY], given="Wieke", days_ago=3)
        intake.an_application(part, days_ago=3)
        intake.an_interview(part)
    coordinator = here.sits(here.work.tenant["coordinator"])
    coordinator.go("/intake?tab=conclude").follow(re.compile("Wieke"))
    for question, given in (
        ("Does this young person want it themselves?", "Yes"),
        ("How much do they want it?", "Yes, very much"),
        ("Is more than one thing difficult at the same time?", "No"),
        ("Does this ask for more help than we can give here?", "No"),
    ):
        coordinator.answer(question, given)
    coordinator.press("Conclude").heading("Wieke can take part")


def is_proposed_and_both_say_yes(here: People) -> None:
    """The coordinator proposes; the supporter says yes, then the young person; it is a match."""
    with here.work.inside():
        spring = sides.a_programme(sides.BUDDY)
        with unit_of_work(SYSTEM) as unit:
            unit.get(Programme, spring).name = "Spring buddies"
            snapshot.changed(unit)
        who = {"Mila": sides.a_seeker(spring, "Mila"), "Yara": sides.a_supporter(spring, "Yara")}
    coordinator = here.sits(here.work.tenant["coordinator"])
    coordinator.go("/waiting").follow(re.compile("^Spring buddies")).follow(re.compile("Compare candidates"))
    coordinator.choose("Choose Yara").press("Send the proposal").says("Yara is asked first.")
    for name, other in (("Yara", "Mila"), ("Mila", "Yara")):
        walker = here.sits(who[name].actor, "phone")
        walker.go("/my").follow("Read and answer").heading(f"Meet {other}").press("Yes, I'd like to meet")
    walker.says("It's a match")


def tells_about_a_meeting(here: People) -> None:
    """A buddy tells how a meeting was, and types some words."""
    with here.work.inside() as tenant:
        pair = trajectory.road(tenant)
    buddy = here.sits(pair.supporter, "phone")
    buddy.go("/my").follow(re.compile("^(Say how it was|Tell about a meeting)")).answer(
        "How was the mood?", "Good"
    ).choose("1 hour")
    buddy.fill("Would you like to write something down?", "We made a plan for the week.").press("Save").says(
        "Saved. Thank you!"
    )
    with here.work.inside():
        assert pair.match.meetings_held == 1


def raises_a_worry(here: People) -> None:
    """A buddy has a worry: two answers, and who reads it stands on the page."""
    with here.work.inside() as tenant:
        pair = trajectory.road(tenant)
    buddy = here.sits(pair.supporter, "phone")
    buddy.go(f"/matches/{pair.match_id}/log").follow("Tell it apart").reads("Who reads this")
    buddy.write(buddy.page.get_by_role("textbox").first, "She did not dare to go home.")
    buddy.take(buddy.page.get_by_role("main").get_by_role("radio").first).press("Send")
    buddy.go("/worries/mine").heading("What I raised").reads(re.compile("Nobody|read|Sent"))


def closes_with_a_review(here: People) -> None:
    """A road ends well: both look back, they say goodbye, the coordinator closes it."""
    with here.work.inside() as tenant:
        pair = trajectory.road(tenant)
        trajectory.met(pair, note="")
    coordinator = here.sits(pair.coordinator)
    coordinator.go(f"/matches/{pair.match_id}").follow("Closing").choose("As planned")
    coordinator.fill("When is the last meeting?", days(0)).press("Start the closing")
    for actor in (pair.seeker, pair.supporter):
        _looks_back(here.sits(actor, "phone"))
    coordinator.go(f"/matches/{pair.match_id}/close").fill("When was the last meeting?", days(0))
    coordinator.choose("They did something together").press("They said goodbye")
    coordinator.fill("When do you ask how it goes?", days(28)).press("Agree on this day").press("Close the road")
    with here.work.inside():
        assert pair.match.state == "closed"


def _looks_back(walker: Hands) -> None:
    walker.go("/my").follow(re.compile("^Look back"))
    groups = walker.page.get_by_role("main").get_by_role("group")
    for at in range(groups.count()):
        walker.take(groups.nth(at).get_by_role("radio").or_(groups.nth(at).get_by_role("checkbox")).first)
    walker.press("Done")


ROADS = (
    signs_in_by_a_link,
    nominates,
    applies_on_a_phone,
    is_admitted_after_a_talk,
    is_proposed_and_both_say_yes,
    tells_about_a_meeting,
    raises_a_worry,
    closes_with_a_review,
)
