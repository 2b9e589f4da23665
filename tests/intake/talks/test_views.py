"""The pages of the talk, as a coordinator meets them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from maatwerk.ground import clock
from maatwerk.ground.database import db
from maatwerk.intake.model import Interview, Triage
from maatwerk.programme.actions import choose_settings
from maatwerk.programme.lists import RUBRIC
from maatwerk.programme.model import Participation
from tests.factories import intake, people
from tests.factories.intake import BUDDY, TUTOR, a_participation, an_interview, fresh

HEARD = {
    "own_yes": "yes",
    "motivation": "4",
    "support_now": ["family"],
    "multi_problem": "no",
    "too_heavy": "no",
    "note": "Wants to learn to plan.",
}
SEEN = {f"skill_{skill.key}": "3" for skill in RUBRIC} | {
    "own_yes": "yes",
    "checks": ["reference", "agreement"],
    "chosen": "admitted",
    "note": "Plays chess.",
}


@pytest.fixture
def desk(client_for, noord):
    """The coordinator's."""
    return client_for(noord["coordinator"])


@pytest.fixture
def talk(noord, inside):
    """A talk that was held yesterday, with a seeker unless said otherwise."""

    def make(**more):
        with inside(noord):
            part = a_participation(noord.programmes[TUTOR], **{"birth_date": people.born(17), "given": "Sanne", **more})
            return an_interview(part)

    return make


def test_plan_talk_asks_when_and_where(desk, noord, inside):
    with inside(noord):
        part = a_participation(noord.programmes[TUTOR], given="Sanne")

    page = desk.get(f"/participations/{part.id}/talk").text
    sent = desk.submit(f"/participations/{part.id}/talk", {"day": "12-01-2027", "time": "15.30", "place": "Room 2.14"})
    again = desk.get(f"/participations/{part.id}/talk").text

    assert (page.count("<h1"), "Plan a talk with Sanne" in page) == (1, True)
    assert (sent.status_code, sent.location) == (303, "/intake?tab=plan")
    assert ("Move the talk with Sanne" in again, 'value="15:30"' in again, 'value="Room 2.14"' in again) == (
        True,
        True,
        True,
    )


def test_plan_talk_in_the_past_keeps_what_was_typed(desk, noord, inside):
    with inside(noord):
        part = a_participation(noord.programmes[TUTOR])

    answer = desk.submit(
        f"/participations/{part.id}/talk", {"day": "12-01-2026", "time": "15:30", "place": "Room 2.14"}
    )

    assert (answer.status_code, 'value="Room 2.14"' in answer.text) == (422, True)


@pytest.mark.parametrize("role", ["administrator", "teacher_coach", "seeker", "supporter"])
def test_plan_talk_is_for_coordinators(client_for, noord, inside, role):
    with inside(noord):
        part = a_participation(noord.programmes[TUTOR])

    assert client_for(noord[role]).get(f"/participations/{part.id}/talk").status_code == 404


def test_interview_asks_how_it_went_and_says_what_comes_next(desk, talk, noord, inside):
    interview = talk()

    page = desk.get(f"/interviews/{interview.id}").text
    sent = desk.submit(f"/interviews/{interview.id}", {**HEARD, "version": interview.version})
    after = desk.get(sent.location).text

    assert ("How did the talk with Sanne go?" in page, page.count("Only coordinators read this.")) == (True, 3)
    assert (sent.status_code, sent.location) == (303, f"/interviews/{interview.id}")
    assert ("Sanne can take part" in after, after.count("btn-main"), after.count("<h1")) == (True, 1, 1)
    with inside(noord):
        assert fresh(Interview, interview.id).note == "Wants to learn to plan."


def test_interview_is_led_by_the_two_questions_and_begins_with_what_goes_well(desk, talk):
    """Requirements 13 and 22."""
    page = desk.get(f"/interviews/{talk().id}").text

    order = [
        "who are you, and who would you like to be?",
        "What can you do,",
        "Begin with what goes well.",
        "multi_problem",
    ]
    assert sorted(order, key=page.index) == order


def test_interview_asks_about_the_referrer_only_when_there_is_one(desk, talk, noord, inside):
    """Requirement 30."""
    alone = talk()
    with inside(noord):
        nomination = intake.a_nomination(noord.programmes[TUTOR], intake.a_teacher().person_id, state="answered")
        nominated = an_interview(fresh(Participation, nomination.participation_id))

    assert "without_referrer" not in desk.get(f"/interviews/{alone.id}").text
    assert "without_referrer" in desk.get(f"/interviews/{nominated.id}").text
    assert desk.submit(f"/interviews/{nominated.id}", HEARD).status_code == 422


def test_interview_with_an_open_question_keeps_the_note(desk, talk):
    interview = talk()

    answer = desk.submit(f"/interviews/{interview.id}", {**HEARD, "motivation": ""})

    assert (answer.status_code, "Wants to learn to plan." in answer.text) == (422, True)


def test_interview_concluded_by_somebody_else_is_409_with_the_form_kept(desk, talk):
    """Ruling 20."""
    interview = talk()
    desk.submit(f"/interviews/{interview.id}", HEARD)

    answer = desk.submit(f"/interviews/{interview.id}", {**HEARD, "note": "My own words."})

    assert (answer.status_code, "My own words." in answer.text) == (409, True)


def test_interview_moved_meanwhile_is_409_and_saving_once_more_works(desk, talk):
    interview = talk()
    typed = {**HEARD, "version": str(interview.version), "note": "My own words."}
    desk.submit(
        f"/participations/{interview.participation_id}/talk", {"day": "12-01-2027", "time": "15.30", "place": "Room 1"}
    )

    late = desk.submit(f"/interviews/{interview.id}", typed)
    version = re.findall(r'name="version"[^>]* value="(\d+)"', late.text)

    assert (late.status_code, late.text.count("My own words."), version) == (409, 1, [str(interview.version + 1)])
    assert desk.submit(f"/interviews/{interview.id}", {**typed, "version": version[0]}).status_code == 303


def test_interview_too_heavy_asks_for_a_warm_hand_over(desk, talk, noord, inside):
    """Requirement 38."""
    interview = talk()
    desk.submit(f"/interviews/{interview.id}", {**HEARD, "too_heavy": "yes"})

    page = desk.get(f"/interviews/{interview.id}").text
    empty = desk.submit(f"/interviews/{interview.id}/hand-over", {"handover": ""})
    sent = desk.submit(f"/interviews/{interview.id}/hand-over", {"handover": "School social work, together."})
    again = desk.submit(f"/interviews/{interview.id}/hand-over", {"handover": "Once more."})

    assert ("We bring Sanne to other help" in page, page.count("btn-main")) == (True, 1)
    assert (empty.status_code, sent.status_code, again.status_code) == (422, 303, 409)
    assert "Once more." in again.text
    with inside(noord):
        assert fresh(Participation, interview.participation_id).state == "referred"


def test_interview_second_talk_leads_to_planning_it(desk, talk):
    interview = talk()
    desk.submit(f"/interviews/{interview.id}", {**HEARD, "motivation": "1"})

    page = desk.get(f"/interviews/{interview.id}").text

    assert f'href="/participations/{interview.participation_id}/talk"' in page


def test_interview_of_a_supporter_scores_every_skill_of_the_variant(desk, talk):
    """Requirement 25."""
    interview = talk(side="supporter")

    page = desk.get(f"/interviews/{interview.id}").text

    assert [skill.key for skill in RUBRIC if page.count(f'name="skill_{skill.key}"') != 4] == []


def test_interview_of_a_supporter_leads_on_to_the_training(desk, talk, noord, inside):
    interview = talk(side="supporter")

    sent = desk.submit(f"/interviews/{interview.id}", SEEN)
    after = desk.get(sent.location).text

    assert (sent.status_code, "Sanne is welcome" in after, "Plays chess." in after) == (303, True, True)
    with inside(noord):
        assert fresh(Participation, interview.participation_id).state == "admitted"


def test_interview_of_a_supporter_with_something_to_see_leads_to_it(desk, talk):
    interview = talk(side="supporter")
    desk.submit(f"/interviews/{interview.id}", {**SEEN, "checks": ["reference"]})

    page = desk.get(f"/interviews/{interview.id}").text

    assert ("Still to see: Agreement signed" in page, page.count("btn-main")) == (True, 1)


@pytest.mark.parametrize("role", ["administrator", "teacher_coach", "trainer", "seeker", "supporter", "nominator"])
def test_interview_is_for_coordinators(client_for, talk, noord, role):
    assert client_for(noord[role]).get(f"/interviews/{talk().id}").status_code == 404


def test_verdict_never_reaches_the_young_person(desk, talk, client_for, noord, inside):
    """Domain section 7: severity is never shown to mentees."""
    interview = talk()
    with inside(noord):
        application = intake.an_application(fresh(Participation, interview.participation_id))
        student = intake.pass_holder(interview.person_id)
    desk.submit(f"/interviews/{interview.id}", {**HEARD, "multi_problem": "yes"})

    page = client_for(student).get(f"/applications/{application.id}").text.lower()

    assert [word for word in ("experience", "problem", "difficult", "severity") if word in page] == []
    with inside(noord):
        assert fresh(Participation, interview.participation_id).needs_experienced is True


def test_checks_show_what_is_seen_and_what_is_not(desk, talk):
    interview = talk(side="supporter")
    address = f"/participations/{interview.participation_id}/checks"
    today = clock.today().strftime("%d-%m-%Y")

    before = desk.get(address).text
    sent = desk.submit(address, {"kind": "reference", "seen_on": today})
    after = desk.get(address).text

    assert (before.count("condition-unmet"), sent.status_code, after.count("condition-unmet")) == (2, 303, 1)


def test_checks_seen_in_the_future_need_another_look(desk, talk):
    interview = talk(side="supporter")
    tomorrow = (clock.today() + timedelta(days=1)).strftime("%d-%m-%Y")

    answer = desk.submit(
        f"/participations/{interview.participation_id}/checks", {"kind": "reference", "seen_on": tomorrow}
    )

    assert (answer.status_code, "This day is still to come" in answer.text) == (422, True)


def test_protocol_is_there_for_everybody_and_agreed_to_by_supporters(client_for, noord, inside):
    """Requirement 39."""
    programme_id = noord.programmes[BUDDY]
    with inside(noord):
        text = {"protocol": {"en": "We listen.\n\nWe keep our word."}}
        choose_settings(programme_id, text, reason="test", by=noord["administrator"])
        supporter = intake.pass_holder(a_participation(programme_id, side="supporter").person_id)
        seeker = intake.pass_holder(a_participation(programme_id).person_id)
    address = f"/programmes/{programme_id}/protocol"

    before = client_for(supporter).get(address).text
    sent = client_for(supporter).submit(address)
    after = client_for(supporter).get(address).text

    assert ("We keep our word." in before, "I have read it and I agree" in before) == (True, True)
    assert (sent.status_code, "You agreed to this version." in after) == (303, True)
    assert "I have read it and I agree" not in client_for(seeker).get(address).text
    assert client_for(seeker).submit(address).status_code == 404


def test_protocol_that_nobody_wrote_yet_says_so(client_for, noord):
    page = client_for(noord["supporter"]).get(f"/programmes/{noord.programmes[TUTOR]}/protocol")

    assert (page.status_code, "This programme has no protocol yet" in page.text) == (200, True)


def test_triage_is_written_down_with_its_reasons(desk, talk, noord, inside):
    interview = talk()
    desk.submit(f"/interviews/{interview.id}", {**HEARD, "multi_problem": "yes"})

    with inside(noord):
        found = db.session.scalars(select(Triage).where(Triage.interview_id == interview.id)).one()
        assert (found.outcome, found.reasons) == ("experienced_mentor", ["multiple_problems"])
