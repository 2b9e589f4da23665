"""The pages of applying, as people meet them."""

from __future__ import annotations

import re
from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import select

from maatwerk.access import limits
from maatwerk.access.model import Pass
from maatwerk.ground import clock
from maatwerk.ground.database import db
from maatwerk.intake.model import Application
from maatwerk.programme.values import Kind
from tests.factories import intake
from tests.factories.intake import BUDDY, MENTOR, TUTOR, fresh

STEPS = {
    "name": {"given_name": "Noor", "family_name": "van den Berg"},
    "birth": {"birth_date": "01-03-2008"},
    "needs": {"answer": ["maths"]},
    "what_can_i": {"answer": ""},
    "hard": {"answer": "Fractions"},
    "slots": {"answer": ["1-morning", "3-evening"]},
    "languages": {"answer": ["nl", "en"]},
}


def part(tenant, side="seeker", variant=TUTOR):
    return f"{tenant.programmes[variant]}:{side}"


@pytest.fixture
def applicant(client_for, noord, inside):
    """A visitor who applied and came back by the letter's button: (browser, id of the application)."""

    def apply(**more):
        email = f"{uuid4().hex}@post.example"
        client_for(None).submit("/apply?lang=en", {"part": part(noord, **more), "email": email})
        with inside(noord):
            held = db.session.scalars(select(Pass).where(Pass.email == email)).one()
            found = db.session.scalars(select(Application).where(Application.person_id == held.person_id)).one()
            return client_for(intake.by_pass(noord, held.id)), found.id

    return apply


def test_apply_offers_every_part_of_every_open_programme(client_for, noord):
    page = client_for(None).get("/apply?lang=en").text

    offered = set(re.findall(r'name="part" value="([^"]+)"', page))
    assert {
        part(noord, side, variant) for side in ("seeker", "supporter") for variant in (TUTOR, MENTOR, BUDDY)
    } <= offered


def test_apply_says_what_a_supporter_gains(client_for):
    """Requirement 26."""
    assert "You learn to explain, and you get a certificate" in client_for(None).get("/apply?lang=en").text


def test_apply_shows_the_training_and_the_support_as_the_programme_is_set_up(client_for):
    """Requirements 5, 26 and 28."""
    page = client_for(None).get("/apply?lang=en").text

    assert "Before you start: a training of 3 meetings of 3 hours 30 min each." in page
    assert re.findall(r"<li>(Safety, and asking for help[^<]*)</li>", page)[0].endswith("prepared and practised")
    assert "After 2 meetings someone asks you how it goes. After that every 30 days." in page
    assert page.count("It does not replace career guidance, lessons or care.") == 1


def test_apply_answers_the_same_whoever_is_known(client_for, noord):
    browser = client_for(None)

    strange = browser.submit("/apply", {"part": part(noord), "email": f"{uuid4().hex}@post.example"})
    known = browser.submit("/apply", {"part": part(noord), "email": "supporter@noord.example"})

    assert (strange.status_code, strange.location) == (303, "/apply/sent")
    assert (known.status_code, known.location) == (303, "/apply/sent")


def test_apply_too_often_is_429(client_for, noord, monkeypatch):
    monkeypatch.setitem(limits.LIMITS, "apply", limits.Limit(0, 3600))

    answer = client_for(None).submit("/apply", {"part": part(noord), "email": "noor@post.example"})

    assert (answer.status_code, "noor@post.example" in answer.text) == (429, True)


def test_apply_for_what_is_not_open_needs_another_look(client_for):
    answer = client_for(None).submit("/apply", {"part": f"{uuid4()}:seeker", "email": "noor@post.example"})

    assert answer.status_code == 422


def test_apply_with_an_account_goes_to_the_first_question(client_for, noord, inside):
    with inside(noord):
        coach = intake.a_teacher()
    browser = client_for(coach, factors=1)

    page = browser.get("/apply").text
    answer = browser.submit("/apply", {"part": part(noord, "supporter")})
    first = browser.get(answer.location)

    assert 'name="email"' not in page
    assert (answer.status_code, first.status_code, first.location.endswith("/offers")) == (303, 303, True)


def test_apply_by_the_letter_to_an_account_has_the_choice_made(client_for, noord, inside):
    with inside(noord):
        coach = intake.a_teacher()
    chosen = part(noord, "supporter")

    page = client_for(coach, factors=1).get(f"/apply?part={chosen}").text

    assert f'value="{chosen}" checked' in page


def test_apply_again_with_an_account_says_kindly_that_it_is_in(client_for, noord):
    answer = client_for(noord["seeker"]).submit("/apply", {"part": part(noord)})

    assert (answer.status_code, "You hear from us" in answer.text) == (422, True)


def test_step_is_one_question_with_one_heading_and_one_button(applicant):
    browser, application_id = applicant()

    for step in STEPS:
        page = browser.get(f"/applications/{application_id}/{step}").text
        assert (page.count("<h1"), page.count('type="submit" class="btn btn-main"')) == (1, 1), step


def test_steps_lead_from_one_to_the_next_and_to_the_check(applicant):
    browser, application_id = applicant()
    address, seen = f"/applications/{application_id}", []

    where = browser.get(address).location
    while not where.endswith("/check"):
        step = where.rsplit("/", 1)[1]
        seen.append(step)
        where = browser.submit(where, STEPS[step]).location

    assert seen == list(STEPS)
    assert "van den Berg" in browser.get(where).text


def test_step_goes_on_where_it_was_on_another_device(applicant, client_for, noord, inside):
    """Issue 2, item 8: saved at each step, resumable on another device."""
    browser, application_id = applicant()
    browser.submit(f"/applications/{application_id}/name", STEPS["name"])
    with inside(noord):
        me = fresh(Application, application_id).person_id
        elsewhere = intake.pass_holder(me)

    other = client_for(elsewhere)

    assert other.get(f"/applications/{application_id}").location.endswith("/birth")
    assert 'value="van den Berg"' in other.get(f"/applications/{application_id}/name").text


@pytest.mark.parametrize(
    ("step", "wrong"),
    [("name", {"given_name": "Noor", "family_name": ""}), ("birth", {"birth_date": "31-02-2008"}), ("needs", {})],
)
def test_step_that_needs_another_look_keeps_what_was_typed(applicant, step, wrong):
    browser, application_id = applicant()

    answer = browser.submit(f"/applications/{application_id}/{step}", wrong)

    assert answer.status_code == 422
    assert all(value in answer.text for value in wrong.values())


def test_step_may_be_skipped_where_the_question_may(applicant):
    browser, application_id = applicant()

    answer = browser.submit(f"/applications/{application_id}/hard", {"answer": ""})

    assert (answer.status_code, answer.location.endswith("/slots")) == (303, True)


def test_step_birth_of_a_child_says_who_can_help(applicant):
    browser, application_id = applicant()

    answer = browser.submit(f"/applications/{application_id}/birth", {"birth_date": "01-03-2017"})

    assert (answer.status_code, "Ask a parent or your teacher" in answer.text) == (422, True)


def test_step_birth_under_sixteen_leads_to_the_parent(applicant):
    browser, application_id = applicant()

    answer = browser.submit(f"/applications/{application_id}/birth", {"birth_date": "01-03-2012"})

    assert answer.location.endswith("/parent")
    assert browser.get(answer.location).status_code == 200


def test_step_that_is_no_question_is_404(applicant):
    browser, application_id = applicant()

    assert browser.get(f"/applications/{application_id}/nonsense").status_code == 404


def test_step_of_somebody_else_is_404(applicant):
    _browser, application_id = applicant()
    stranger, _own = applicant()

    assert stranger.get(f"/applications/{application_id}/name").status_code == 404
    assert stranger.submit(f"/applications/{application_id}/name", STEPS["name"]).status_code == 404


@pytest.mark.parametrize("variant", [TUTOR, MENTOR, BUDDY])
@pytest.mark.parametrize("side", ["seeker", "supporter"])
def test_step_shows_every_question_of_every_variant(applicant, variant, side, app):
    browser, application_id = applicant(side=side, variant=variant)

    for question in app.extensions["maatwerk.registry"].variant(variant).intake_questions[side]:
        page = browser.get(f"/applications/{application_id}/{question.key}")
        kind = {Kind.TEXT: "<textarea", Kind.CHOICE: 'type="radio"'}.get(question.kind, 'type="checkbox"')
        assert (page.status_code, kind in page.text) == (200, True), question.key


def filled(applicant):
    browser, application_id = applicant()
    for step, values in STEPS.items():
        browser.submit(f"/applications/{application_id}/{step}", values)
    return browser, application_id


def test_check_shows_all_answers_with_a_way_to_change_each(applicant):
    browser, application_id = filled(applicant)

    page = browser.get(f"/applications/{application_id}/check").text

    for words in ("Noor van den Berg", "1 March 2008", "Maths and arithmetic", "Fractions", "Monday morning", "Dutch"):
        assert words in page
    assert page.count("summary-change") == len(STEPS)


def test_check_before_the_last_answer_leads_to_the_open_question(applicant):
    browser, application_id = applicant()

    assert browser.get(f"/applications/{application_id}/check").location.endswith("/name")


def test_change_from_the_check_leads_back_to_it(applicant):
    browser, application_id = filled(applicant)

    answer = browser.submit(f"/applications/{application_id}/hard?then=check", {"answer": "Planning"})

    assert answer.location.endswith("/check")


def test_check_asks_for_the_own_yes(applicant):
    """Requirement 4."""
    browser, application_id = filled(applicant)

    answer = browser.submit(f"/applications/{application_id}/check")

    assert (answer.status_code, "Only apply if you want this yourself." in answer.text) == (422, True)


def test_send_shows_what_happens_now(applicant):
    browser, application_id = filled(applicant)

    sent = browser.submit(f"/applications/{application_id}/check", {"own_yes": "y"})
    page = browser.get(f"/applications/{application_id}")

    assert (sent.status_code, sent.location) == (303, f"/applications/{application_id}")
    assert (page.status_code, "What happens now" in page.text) == (200, True)
    assert browser.get(f"/applications/{application_id}/hard").location == f"/applications/{application_id}"


def test_road_to_becoming_a_helper_is_shown_step_by_step_with_its_days(client_for, noord, inside):
    """Requirement 24: application, talk, training, start; each visible and timed."""
    with inside(noord):
        made = intake.a_participation(noord.programmes[TUTOR], side="supporter", days_ago=3)
        application_id = intake.an_application(made, days_ago=3).id
        intake.an_interview(made, at=clock.instant(date(2026, 12, 1), 10))
        holder = intake.by_pass(noord, intake.pass_holder(made.person_id).pass_id)

    page = client_for(holder, factors=1).get(f"/applications/{application_id}?lang=en").text
    line = page[page.index('aria-label="Where you are"') :]

    steps = ["Applied", "Talk", "1 Dec", "Training", "Start"]
    assert sorted(steps, key=line.index) == steps


def test_application_shows_the_coordinator_the_answers_and_one_next_step(applicant, client_for, noord):
    browser, application_id = filled(applicant)
    coordinator = client_for(noord["coordinator"])
    before = coordinator.get(f"/applications/{application_id}").status_code
    browser.submit(f"/applications/{application_id}/check", {"own_yes": "y"})

    page = coordinator.get(f"/applications/{application_id}")

    assert before == 404
    assert (page.status_code, "Fractions" in page.text, page.text.count("btn-main")) == (200, True, 1)


@pytest.mark.parametrize("role", ["administrator", "teacher_coach", "supporter", "applicant"])
def test_application_is_for_its_owner_and_coordinators_only(client_for, noord, inside, role):
    with inside(noord):
        application = intake.an_application(intake.a_participation(noord.programmes[TUTOR]))

    assert client_for(noord[role]).get(f"/applications/{application.id}").status_code == 404


def test_stop_asks_once_and_then_says_that_it_is_fine(client_for, noord, inside):
    with inside(noord):
        entered = intake.a_participation(noord.programmes[TUTOR])
        application = intake.an_application(entered)
        browser = client_for(intake.pass_holder(entered.person_id))
    address = f"/applications/{application.id}"

    page = browser.get(address).text
    asked = browser.get(f"{address}/stop").text
    stopped = browser.submit(f"{address}/stop")

    assert (f"{address}/stop" in page, asked.count("<h1"), stopped.status_code) == (True, 1, 303)
    assert f"{address}/stop" not in browser.get(address).text
    assert browser.submit(f"{address}/stop").status_code == 409


def test_close_asks_the_coordinator_why(client_for, noord, inside):
    with inside(noord):
        entered = intake.a_participation(noord.programmes[TUTOR], given="Sanne")
    browser = client_for(noord["coordinator"])
    address = f"/participations/{entered.id}/close"

    page = browser.get(address).text
    empty = browser.submit(address)
    closed = browser.submit(address, {"why": "no_answer"})

    assert ("Close the application of Sanne" in page, empty.status_code, closed.status_code) == (True, 422, 303)


@pytest.mark.parametrize("role", ["administrator", "teacher_coach", "seeker", "supporter"])
def test_close_is_for_coordinators(client_for, noord, inside, role):
    with inside(noord):
        entered = intake.a_participation(noord.programmes[TUTOR])

    assert client_for(noord[role]).get(f"/participations/{entered.id}/close").status_code == 404
