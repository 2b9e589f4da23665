"""The pages of nominating, as people meet them."""

from __future__ import annotations

import re
from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import select

from maatwerk.access import limits
from maatwerk.access.model import Draft, Pass
from maatwerk.ground.database import db
from maatwerk.intake.model import Nomination
from maatwerk.intake.nominations.actions import nominate
from maatwerk.programme.actions import choose_settings
from tests.factories import intake
from tests.factories.intake import TUTOR, a_nomination, fresh

SECRET = ("risk", "severity", "care", "multiple", "problem", "triage")


def filled(programme_id, **changes):
    return {
        "programme": str(programme_id),
        "name": "Anna de Wit",
        "email": f"{uuid4().hex}@school.example",
        "relation": "teacher",
        "knows": "yes",
        "given_name": "Noor",
        "family_name": "van den Berg",
        "contact": "noor@post.example",
        "birth_date": "01-03-2009",
        "themes": ["planning"],
        "why": "She explains things kindly.",
        **changes,
    }


@pytest.fixture
def visitor(client_for):
    """Somebody without an account, who reads English."""
    browser = client_for(None)
    browser.get("/nominate?lang=en")
    return browser


def test_teacher_signals_doubt_by_one_link_and_one_short_form(client_for, noord, inside):
    """Requirements 20 and 21: the moment is chosen by the link, and may be left open."""
    browser = client_for(None)
    page = browser.get("/nominate?moment=doubt&lang=en").text
    strange = browser.get("/nominate?moment=else&lang=en").text

    assert re.findall(r'name="moment"[^>]*value="(\w+)" checked', page) == ["doubt"]
    assert re.findall(r'name="moment"[^>]* checked', strange) == []


def test_nomination_says_what_changes_for_the_student(client_for, noord, inside):
    """Requirement 20."""
    with inside(noord):
        teacher = intake.a_teacher()
        nominate(noord.programmes[TUTOR], replace(intake.typed(), moment="doubt"), by=teacher)
        [found] = db.session.scalars(select(Nomination).where(Nomination.by_person_id == teacher.person_id))
        nomination_id, moment = found.id, found.moment

    page = client_for(noord["coordinator"]).get(f"/nominations/{nomination_id}").text

    assert (moment, "Doubts about the course, or not in the right place" in page) == ("doubt", True)


def test_desk_lists_good_moments_to_invite(client_for, noord):
    """Requirement 20."""
    page = client_for(noord["coordinator"]).get("/intake?lang=en").text

    assert re.findall(r"/nominate\?moment=(\w+)", page) == ["start", "doubt", "internship", "transfer", "diploma"]


def test_nominate_says_what_a_programme_is_for(app, client_for, noord, inside):
    """Requirement 19."""
    with inside(noord):
        choose_settings(noord.programmes[TUTOR], {"aims": ["talent"]}, reason="test", by=noord["administrator"])
    app.extensions["maatwerk.directory"].forget()  # visitors see it half a minute later
    pages = [client_for(None).get(f"/{path}?lang=en").text for path in ("nominate", "apply")]
    with inside(noord):
        choose_settings(noord.programmes[TUTOR], {"aims": []}, reason="test", by=noord["administrator"])

    assert ["What it is for: Finding out what you are good at." in page for page in pages] == [True, True]


def test_nominate_is_one_public_page_with_one_form(visitor):
    page = visitor.get("/nominate").text

    assert (page.count("<h1"), page.count('<form method="post"')) == (1, 1)


def test_nominate_by_a_visitor_waits_until_the_address_is_proven(visitor, noord, inside):
    sent = filled(noord.programmes[TUTOR])

    answer = visitor.submit("/nominate", sent)

    assert (answer.status_code, answer.location) == (303, "/nominate/sent")
    with inside(noord):
        held = db.session.scalars(select(Pass).where(Pass.email == sent["email"])).one()
        assert (
            db.session.scalars(select(Draft).where(Draft.holder_id == held.id)).one().form.startswith("/nominations/")
        )


def test_nominate_keeps_everything_typed_when_something_needs_another_look(visitor, noord):
    answer = visitor.submit("/nominate", filled(noord.programmes[TUTOR], birth_date="31-02-2009"))

    assert answer.status_code == 422
    for typed in ("Anna de Wit", "van den Berg", "31-02-2009", "noor@post.example", "She explains things kindly."):
        assert typed in answer.text


def test_nominate_asks_for_the_student_only_once_the_student_knows(visitor, noord):
    """Ruling 9."""
    empty = {"given_name": "", "family_name": "", "contact": "", "birth_date": "", "why": ""}

    assert visitor.submit("/nominate", filled(noord.programmes[TUTOR], knows="no", **empty)).status_code == 303
    assert visitor.submit("/nominate", filled(noord.programmes[TUTOR], knows="yes", **empty)).status_code == 422
    assert visitor.submit("/nominate", filled(noord.programmes[TUTOR], knows="")).status_code == 422


def test_nominate_answers_the_same_whoever_is_known(visitor, noord):
    strange = visitor.submit("/nominate", filled(noord.programmes[TUTOR]))
    known = visitor.submit("/nominate", filled(noord.programmes[TUTOR], email="coordinator@noord.example"))

    assert (strange.status_code, strange.location) == (known.status_code, known.location)


def test_nominate_too_often_is_429_with_everything_kept(visitor, noord, monkeypatch):
    monkeypatch.setitem(limits.LIMITS, "nominate", limits.Limit(0, 3600))

    answer = visitor.submit("/nominate", filled(noord.programmes[TUTOR]))

    assert answer.status_code == 429
    assert "van den Berg" in answer.text


def test_nominate_with_an_account_asks_for_no_name_and_sends_at_once(client_for, noord, inside):
    with inside(noord):
        coach = intake.a_teacher()
    browser = client_for(coach, factors=1)

    page = browser.get("/nominate").text
    answer = browser.submit("/nominate", filled(noord.programmes[TUTOR]))

    assert ('name="email"' in page, 'name="relation"' in page) == (False, True)
    assert (answer.status_code, answer.location) == (303, "/nominations")
    with inside(noord):
        found = db.session.scalars(select(Nomination).where(Nomination.by_person_id == coach.person_id)).one()
        assert found.state == "sent"


def test_send_nomination_shows_what_was_typed_and_sends_it_with_one_button(visitor, client_for, noord, inside):
    sent = filled(noord.programmes[TUTOR])
    visitor.submit("/nominate", sent)
    with inside(noord):
        held = db.session.scalars(select(Pass).where(Pass.email == sent["email"])).one()
        draft_id = db.session.scalars(select(Draft.id).where(Draft.holder_id == held.id)).one()
        maker = intake.by_pass(noord, held.id)
    browser = client_for(maker)

    page = browser.get(f"/nominations/send/{draft_id}")
    answer = browser.submit(f"/nominations/send/{draft_id}")
    again = browser.get(f"/nominations/send/{draft_id}")

    assert (page.status_code, "Noor van den Berg" in page.text) == (200, True)
    assert (answer.status_code, answer.location) == (303, "/nominations")
    assert (again.status_code, again.location) == (303, "/nominations")
    assert "Received: we tell the student soon" in browser.get("/nominations").text


def test_nominations_show_how_far_and_nothing_secret(client_for, noord, inside):
    """Requirement 71; domain section 7."""
    with inside(noord):
        coach = intake.a_teacher()
        found = a_nomination(noord.programmes[TUTOR], coach.person_id, given="Sanne", state="told")
        part = fresh(intake.Participation, found.participation_id)
        intake.an_interview(part, next="hand_over")

    page = client_for(coach, factors=1).get("/nominations").text

    rows = page[page.index("<tbody") : page.index("</tbody>")].lower()
    assert "sanne" in rows
    assert [word for word in SECRET if word in rows] == []


@pytest.mark.parametrize("number", [1, 3])
def test_nominations_take_the_same_statements_for_one_and_three(client_for, noord, inside, statements, number):
    with inside(noord):
        coach = intake.a_teacher()
        for _ in range(number):
            a_nomination(noord.programmes[TUTOR], coach.person_id)
    browser = client_for(coach, factors=1)
    browser.get("/nominations")

    with statements() as said:
        page = browser.get("/nominations")

    assert page.text.count('scope="row"') == number
    assert len(reads(said)) == 3  # the session, the count, the rows


def reads(said):
    """What a page itself reads, without the audit's line afterwards."""
    return [statement for statement in said.said if "audit_append" not in statement]


def test_nominations_of_somebody_else_are_not_listed(client_for, noord, inside):
    with inside(noord):
        a_nomination(noord.programmes[TUTOR], intake.a_teacher().person_id, given="Wietske")
        other = intake.a_teacher()

    page = client_for(other, factors=1).get("/nominations").text

    assert ("Wietske" in page, "You have not nominated anybody yet" in page) == (False, True)


def test_finish_nomination_of_somebody_else_is_404(client_for, noord, inside):
    with inside(noord):
        draft = a_nomination(noord.programmes[TUTOR], intake.a_teacher().person_id, state="draft")
        other = intake.a_teacher()

    assert client_for(other, factors=1).get(f"/nominations/{draft.id}/finish").status_code == 404


def test_nomination_shows_the_coordinator_the_text_and_one_next_step(client_for, noord, inside):
    with inside(noord):
        found = a_nomination(noord.programmes[TUTOR], intake.a_teacher().person_id, given="Sanne")
    browser = client_for(noord["coordinator"])

    page = browser.get(f"/nominations/{found.id}").text
    answer = browser.submit(f"/nominations/{found.id}/tell")

    assert (intake.WHY in page, page.count("btn-main")) == (True, 1)
    assert (answer.status_code, answer.location) == (303, "/intake?tab=tell")
    assert browser.submit(f"/nominations/{found.id}/tell").status_code == 409


@pytest.mark.parametrize("role", ["teacher_coach", "administrator", "seeker", "supporter", "nominator"])
def test_nomination_is_for_coordinators_only(client_for, noord, inside, role):
    with inside(noord):
        found = a_nomination(noord.programmes[TUTOR], intake.a_teacher().person_id)

    assert client_for(noord[role]).get(f"/nominations/{found.id}").status_code == 404


def test_my_nomination_shows_who_and_why_and_takes_my_answer(client_for, noord, inside):
    """Requirement 11: talk with, not about."""
    with inside(noord):
        found = a_nomination(noord.programmes[TUTOR], intake.a_teacher().person_id, state="told")
        student = intake.pass_holder(found.person_id)
    browser = client_for(student)

    page = browser.get("/my/nomination").text
    answer = browser.submit("/my/nomination", {"addition": "I like numbers.", "wants": "yes"})

    assert ("Anna de Wit" in page, intake.WHY in page, page.count("btn-main")) == (True, True, 1)
    assert [word for word in SECRET if word in page.lower()] == []
    assert (answer.status_code, answer.location.startswith("/applications/")) == (303, True)
    with inside(noord):
        assert fresh(Nomination, found.id).addition == "I like numbers."


def test_my_nomination_without_a_choice_keeps_the_words(client_for, noord, inside):
    with inside(noord):
        found = a_nomination(noord.programmes[TUTOR], intake.a_teacher().person_id, state="told")
        student = intake.pass_holder(found.person_id)

    answer = client_for(student).submit("/my/nomination", {"addition": "I like numbers."})

    assert (answer.status_code, "I like numbers." in answer.text) == (422, True)


def test_my_nomination_answered_twice_is_409_with_the_words_kept(client_for, noord, inside):
    """Ruling 20: the form is kept."""
    with inside(noord):
        found = a_nomination(noord.programmes[TUTOR], intake.a_teacher().person_id, state="told")
        student = intake.pass_holder(found.person_id)
    browser = client_for(student)
    browser.submit("/my/nomination", {"wants": "yes"})

    answer = browser.submit("/my/nomination", {"addition": "I like numbers.", "wants": "no"})

    assert (answer.status_code, "I like numbers." in answer.text) == (409, True)


def test_finish_nomination_twice_is_409_with_everything_kept(client_for, noord, inside):
    with inside(noord):
        coach = intake.a_teacher()
        sent = a_nomination(noord.programmes[TUTOR], coach.person_id)

    answer = client_for(coach, factors=1).submit(
        f"/nominations/{sent.id}/finish",
        {
            "given_name": "Noor",
            "family_name": "van den Berg",
            "contact": "noor@post.example",
            "birth_date": "01-03-2009",
            "why": "She explains well.",
        },
    )

    assert (answer.status_code, "van den Berg" in answer.text) == (409, True)


def test_my_nomination_after_no_thanks_says_that_it_is_fine(client_for, noord, inside):
    with inside(noord):
        found = a_nomination(noord.programmes[TUTOR], intake.a_teacher().person_id, state="told")
        student = intake.pass_holder(found.person_id)
    browser = client_for(student)

    answer = browser.submit("/my/nomination", {"wants": "no"}, follow_redirects=True)

    assert (answer.status_code, "No thanks" in answer.text) == (200, True)


def test_my_nomination_of_who_was_not_nominated_is_404(client_for, noord):
    assert client_for(noord["applicant"]).get("/my/nomination").status_code == 404


def test_note_answer_keeps_what_the_student_said_in_a_talk(client_for, noord, inside):
    with inside(noord):
        found = a_nomination(noord.programmes[TUTOR], intake.a_teacher().person_id, email=None)
    browser = client_for(noord["coordinator"])

    page = browser.get(f"/nominations/{found.id}").text
    answer = browser.submit(f"/nominations/{found.id}/answer", {"addition": "Yes!", "wants": "yes"})

    assert f"/nominations/{found.id}/answer" in page
    assert (answer.status_code, answer.location) == (303, "/intake?tab=plan")
