"""A mentor with a circle, and a buddy one-to-one, walked in a real browser."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from maatwerk.access.actor import SYSTEM
from maatwerk.access.work import unit_of_work
from maatwerk.ground import clock
from maatwerk.ground.database import db
from maatwerk.matching.model import Proposal
from maatwerk.trajectory.model import Match, Meeting
from tests.factories import matching as make
from tests.factories import trajectory, world
from tests.factories.matching import Who
from tests.journeys.at_work import Work
from tests.journeys.site import Site
from tests.journeys.steps import Browse, Walker

FIRST_YEARS = ("Noor", "Fenna", "Jelte")


@pytest.fixture(scope="module")
def work(site: Site, browse: Browse) -> Work:
    """A college at work, with its staff."""
    return Work(site, world.organisation(site.app, "noord", "Noorderlicht College"), browse)


@pytest.fixture(scope="module")
def coordinator(work: Work) -> Walker:
    """The coordinator at her desk."""
    return work.sits(work.tenant["coordinator"])


@pytest.fixture(scope="module")
def circle(work: Work) -> dict[str, Who]:
    """A trained mentor and three first-years of one course who wait."""
    with work.inside() as tenant:
        mentors = tenant.programmes[make.MENTOR]
        mentor = make.a_supporter(mentors, "Sem", role="mentor", places=8)
        return {"Sem": mentor} | {name: make.a_seeker(mentors, name) for name in FIRST_YEARS}


def _days(number: int) -> str:
    return (clock.today() + timedelta(days=number)).isoformat()


def test_a_coordinator_forms_a_circle_of_first_years(work, coordinator, circle):
    coordinator.go("/waiting").follow("peer_support/mentor 3").follow("Form a circle").fresh()
    coordinator.pick("Who leads the circle?", "Sem").choose(*(_line(coordinator, name) for name in FIRST_YEARS))
    coordinator.press("Form the circle").heading("The circle of Sem").says(make.COURSE)

    assert (coordinator.clicks, coordinator.taps) == (1, 3)


def _line(walker: Walker, name: str) -> str:
    """What stands beside a tick box that begins with a name."""
    return str(walker.page.locator(".option").filter(has_text=name).first.inner_text()).strip()


def test_the_mentor_says_yes_once_for_the_whole_circle(work, coordinator, circle):
    work.site.deliver()
    sem = work.sits(circle["Sem"].actor, "phone")
    sem.go("/my").says("We have a circle for you").fresh().follow("Read and answer")
    sem.says(*FIRST_YEARS).press("Yes, I want to lead it").says("Thank you! Now each student is asked.")

    assert sem.clicks == 2


@pytest.mark.parametrize("name", FIRST_YEARS)
def test_each_first_year_says_their_own_yes_on_a_phone_in_dutch(work, circle, name):
    student = work.sits(circle[name].actor, "phone", "nl")
    student.go("/my").fresh().follow("Lezen en antwoorden").heading("Maak kennis met Sem")
    student.press("Ja, kennismaken").says("Het is een match")

    assert student.clicks == 2


def test_the_circle_has_one_kick_off(work, coordinator, circle):
    match = _match(work, circle["Noor"])
    coordinator.go(f"/matches/{match}/kickoff").says("3 people of the circle")
    coordinator.fill("Which day?", _days(1)).fill("What time?", "09:00").fill("Where?", "Room 2.14").fresh()
    coordinator.press("Plan the first meeting").says("Planned. Everybody gets a letter in a minute.")
    coordinator.follow("First meeting").press("Write down who came").says("Written down. They are on their way.")

    assert coordinator.clicks == 3
    assert {_state(work, circle[name]) for name in FIRST_YEARS} == {"active"}


def _match(work: Work, who: Who) -> str:
    with work.inside():
        found = select(Match.id).where((Match.seeker_id == who.id) | (Match.supporter_id == who.id))
        return str(db.session.scalars(found.order_by(Match.made_at.desc())).first())


def _state(work: Work, who: Who) -> str:
    with work.inside():
        found = select(Match.state).where((Match.seeker_id == who.id) | (Match.supporter_id == who.id))
        return str(db.session.scalars(found.order_by(Match.made_at.desc())).first())


def test_the_mentor_tells_about_one_meeting_for_all_with_who_was_there(work, circle):
    match = _match(work, circle["Noor"])
    sem = work.sits(circle["Sem"].actor, "phone")
    sem.go("/my").heading("You and your circle").go(f"/matches/{match}/log")
    sem.heading("How was it with your circle?").fresh()
    sem.choose("Jelte").page.get_by_role("checkbox", name="Jelte", exact=True).uncheck(force=True)
    sem.answer("How was the mood?", "Good").choose("1 hour").press("Save").says("Saved. Thank you!")
    assert sem.clicks == 1

    with work.inside():
        meetings = db.session.scalars(select(Meeting).where(Meeting.state == "held")).all()
        held = {row.seeker_id: row.meetings_held for row in db.session.scalars(select(Match)).all()}
    assert len(meetings) == 1
    assert [held[circle[name].id] for name in FIRST_YEARS] == [1, 1, 0]


@pytest.fixture(scope="module")
def two(work: Work) -> dict[str, Who]:
    """A newcomer who waits for a buddy, and two buddies with room."""
    with work.inside() as tenant:
        buddies = tenant.programmes[make.BUDDY]
        return {
            "Mila": make.a_seeker(buddies, "Mila"),
            "Yara": make.a_supporter(buddies, "Yara"),
            "Bram": make.a_supporter(buddies, "Bram", interests=("cooking",)),
        }


def test_a_coordinator_proposes_a_buddy_in_four_clicks(work, coordinator, two):
    coordinator.fresh().go("/waiting").follow("peer_support/buddy 1").follow(re.compile("Compare candidates"))
    coordinator.choose("Choose Yara").press("Send the proposal").says("Yara is asked first.")

    assert coordinator.clicks + coordinator.taps == 4


def test_both_say_yes_in_two_taps(work, two):
    for name, other in (("Yara", "Mila"), ("Mila", "Yara")):
        walker = work.sits(two[name].actor, "phone")
        walker.go("/my").fresh().follow("Read and answer").heading(f"Meet {other}").press("Yes, I'd like to meet")
        assert walker.clicks == 2

    assert _state(work, two["Mila"]) == "accepted_by_both"


def test_the_kick_off_with_who_came_lets_them_begin(work, coordinator, two):
    match = _match(work, two["Mila"])
    coordinator.go(f"/matches/{match}").follow("First meeting")
    coordinator.fill("Which day?", _days(1)).fill("What time?", "09:30").fill("Where?", "Canteen")
    coordinator.press("Plan the first meeting").follow("First meeting").press("Write down who came")

    coordinator.says("Written down. They are on their way.")
    assert _state(work, two["Mila"]) == "active"


def test_they_make_their_agreement_together_and_the_first_meeting_is_told(work, two):
    match = _match(work, two["Mila"])
    yara = work.sits(two["Yara"].actor, "phone")
    yara.go(f"/matches/{match}/agreement/change").choose("Every week", "1 hour").fill("Where?", "Library")
    yara.choose("We sit together and both say yes now").press("Save the agreement")
    yara.go(f"/matches/{match}/log").fresh().answer("How was the mood?", "Very good").choose("45 min").press(
        "Save"
    ).says("Saved. Thank you!")
    assert (yara.clicks, yara.taps) == (1, 2)

    with work.inside():
        held = db.session.scalars(select(Match.meetings_held).where(Match.id == match)).one()
    assert held == 1


def test_another_match_is_asked_in_three_taps_without_typing(work, coordinator, two):
    mila = work.sits(two["Mila"].actor, "phone")
    mila.go("/my").fresh().follow("Ask the coordinator (Yara)").choose("I'd like another match").press("Ask it")
    assert mila.clicks + mila.taps == 3

    coordinator.go("/today").says("Somebody asks to talk to you").follow("Mila · Yara")
    coordinator.says(re.compile("would like another match|I'd like another match"))


def test_ended_early_with_the_reasons_of_both_she_waits_again_for_somebody_else(work, coordinator, two):
    match = _match(work, two["Mila"])
    coordinator.go(f"/matches/{match}").follow("Closing").choose("Earlier than planned")
    coordinator.fill("When is the last meeting?", _days(0)).press("Start the closing")
    coordinator.fill("When was the last meeting?", _days(0)).choose("They did something together").press(
        "They said goodbye"
    )
    for _side in ("seeker", "supporter"):
        coordinator.unfold("Leave this out").fill("Why is this left out?", "By telephone").press("Leave it out")
    coordinator.fill("When do you ask how it goes?", _days(28)).press("Agree on this day")
    coordinator.press("Close the road").says("Choose the reason why it ended.")
    coordinator.pick("Why did it end, as you see it?", "There was no click")
    coordinator.pick("What does Mila say?", "There was no click")
    coordinator.choose("Goes back to the waiting list, for another match").press("Close the road")

    coordinator.go("/waiting").follow("peer_support/buddy 1").says("Mila", "Ready")
    coordinator.follow(re.compile("Compare candidates")).choose("Choose Bram")
    coordinator.fill("Why this choice?", "They both like to cook").press("Send the proposal").says(
        "Bram is asked first."
    )
    with work.inside():
        reasons = db.session.execute(select(Match.end_reason, Match.end_reason_seeker).where(Match.id == match)).one()
        again = db.session.scalars(select(Proposal.state).where(Proposal.supporter_id == two["Bram"].id)).all()
    assert tuple(reasons) == ("no_click", "no_click")
    assert again == ["open"]


def test_never_started_says_that_the_young_person_did_not_want_it(work, coordinator):
    with work.inside() as tenant:
        pair = trajectory.a_pair(tenant)
        with unit_of_work(SYSTEM) as unit:
            name = unit.get(world.Person, pair.seeker.person_id).called
    coordinator.go(f"/matches/{pair.match_id}").follow("It never started").press("Write it down")
    coordinator.says("Choose the reason why it ended.")
    coordinator.pick("Why did it end, as you see it?", "did not want it after all").press("Write it down")
    coordinator.go(f"/matches/{pair.match_id}").says("Never started")

    assert name
    with work.inside():
        found = db.session.execute(
            select(Match.state, Match.end_reason, Match.ended_on).where(Match.id == pair.match_id)
        ).one()
    assert tuple(found) == ("never_started", "no_motivation", date.today())
