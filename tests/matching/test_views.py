"""The pages over HTTP: who may open them, what each shows and hides, and what a form that fails keeps."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from typing import Any
from uuid import UUID, uuid4

import pytest

from maatwerk import testing
from maatwerk.access.actor import SYSTEM, Actor
from maatwerk.access.work import unit_of_work
from maatwerk.matching import actions, queries
from maatwerk.matching.steps import Given
from maatwerk.people.model import Person
from tests.factories import matching as make
from tests.factories.world import a_pass, coach_of


@pytest.fixture
def by(at_school: Any) -> Any:
    """The coordinator."""
    return at_school["coordinator"]


@pytest.fixture
def as_(client_for: Any, at_school: Any) -> Any:
    """`as_(actor)`: signed in at the school."""
    return lambda actor, **more: client_for(actor, tenant=at_school, **more)


def text_of(answer: Any) -> str:
    """The page's words, without its tags."""
    plain = re.sub(r"<(script|style|head)\b.*?</\1>", " ", answer.get_data(as_text=True), flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", plain)).split())


def a_pair(by: Any, **values: Any) -> tuple[make.Who, make.Who, UUID]:
    programme = make.a_programme()
    noor, sem = make.a_seeker(programme, **values), make.a_supporter(programme)
    return noor, sem, actions.propose(noor.id, sem.id, by=by)


def an_offer(by: Any, **values: Any) -> tuple[make.Who, list[make.Who], list[UUID]]:
    programme = make.a_programme(make.TUTOR)
    noor = make.a_seeker(programme)
    sems = [make.a_supporter(programme, f"Sem{n}", role="tutor", **values) for n in range(3)]
    return noor, sems, actions.offer_choice(noor.id, [sem.id for sem in sems], by=by)


# Who may open what.


@pytest.mark.parametrize(
    "role", ["administrator", "teacher_coach", "trainer", "safeguarding_lead", "care_coordinator", "seeker"]
)
def test_waiting_list_is_the_coordinators(at_school: Any, as_: Any, role: str):
    assert as_(at_school[role]).get("/waiting").status_code == 404


@pytest.mark.parametrize(
    "role", ["administrator", "teacher_coach", "trainer", "safeguarding_lead", "seeker", "supporter"]
)
def test_candidates_are_the_coordinators(at_school: Any, as_: Any, role: str):
    noor = make.a_seeker(make.a_programme())

    assert as_(at_school[role]).get(f"/waiting/{noor.id}").status_code == 404


def test_candidates_of_nobody_are_404(by: Any, as_: Any):
    assert as_(by).get(f"/waiting/{uuid4()}").status_code == 404


def test_coordinator_without_a_second_factor_is_sent_to_it(by: Any, as_: Any):
    assert as_(by, factors=1).get("/waiting").status_code == 303


def test_proposal_is_404_for_everyone_else(by: Any, at_school: Any, as_: Any):
    """Domain section 7: what is not in the table is no."""
    _noor, _sem, proposal = a_pair(by)
    stranger = make.a_seeker(make.a_programme())

    others = [stranger.actor, at_school["administrator"], at_school["teacher_coach"], at_school["seeker"]]
    assert [as_(actor).get(f"/proposals/{proposal}").status_code for actor in others] == [404] * 4


def test_proposal_of_another_organisation_is_404(by: Any, as_: Any, client_for: Any, zuid: Any):
    _noor, _sem, proposal = a_pair(by)

    assert client_for(zuid["coordinator"], tenant=zuid).get(f"/proposals/{proposal}").status_code == 404


def test_proposal_is_404_for_the_seeker_until_they_are_asked(by: Any, as_: Any):
    noor, sem, proposal = a_pair(by)
    early = as_(noor.actor).get(f"/proposals/{proposal}").status_code
    actions.answer(proposal, Given.YES, by=sem.actor)

    assert (early, as_(noor.actor).get(f"/proposals/{proposal}").status_code) == (404, 200)


@pytest.mark.parametrize("what", ["confirm", "withdraw"])
def test_staff_verbs_are_404_for_the_two_themselves(by: Any, as_: Any, what: str):
    noor, sem, proposal = a_pair(by)

    found = [as_(who.actor).submit(f"/proposals/{proposal}/{what}", {"answer": "yes"}) for who in (noor, sem)]

    assert [answer.status_code for answer in found] == [404, 404]


def test_answer_of_the_coordinator_in_their_place_is_404(by: Any, as_: Any):
    """The own yes is the young person's own."""
    _noor, _sem, proposal = a_pair(by)

    assert as_(by).submit(f"/proposals/{proposal}/answer", {"answer": "yes"}).status_code == 404


# The waiting list and the candidates.


def test_waiting_list_tells_days_and_why_not_ready(by: Any, as_: Any):
    programme = make.a_programme()
    make.a_seeker(programme, "Noor")
    make.a_seeker(programme, "Kind", state="admitted", birth_date=None)

    words = text_of(as_(by).get(f"/waiting?programme={programme}"))

    assert "since today" in words
    assert "The birth date is missing." in words
    assert words.count("Compare candidates") == 1


def test_waiting_list_goes_along_as_a_sheet(by: Any, as_: Any):
    programme = make.a_programme()
    make.a_seeker(programme, "Noor")
    make.a_seeker(programme, "Kind", state="admitted", birth_date=None)

    answer = as_(by).get(f"/waiting/sheet?programme={programme}")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))

    assert rows[0] == ["Who", "Course", "Site", "Days", "Stands", "What is missing"]
    assert [(row[0].split()[0], row[3], row[4]) for row in rows[1:]] == [
        ("Noor", "0", "Ready"),
        ("Kind", "0", "Not ready yet"),
    ]
    assert rows[2][5].startswith("The birth date is missing.")


@pytest.mark.parametrize("role", ["administrator", "teacher_coach", "seeker", "supporter"])
def test_waiting_sheet_is_the_coordinators(at_school: Any, as_: Any, role: str):
    assert as_(at_school[role]).get("/waiting/sheet").status_code == 404


def test_waiting_list_of_nobody_says_why_it_is_empty(by: Any, as_: Any):
    assert "Nobody waits here" in text_of(as_(by).get(f"/waiting?programme={make.a_programme()}"))


def test_waiting_list_of_an_unknown_programme_is_404(by: Any, as_: Any):
    assert as_(by).get(f"/waiting?programme={uuid4()}").status_code == 404


def test_candidates_show_conditions_before_points(by: Any, as_: Any):
    """Interface section 3: conditions first, then points with reasons and both answers, then what argues against."""
    programme = make.a_programme()
    noor = make.a_seeker(programme)
    make.a_supporter(programme, "Sem", interests=("football", "reading"))

    words = text_of(as_(by).get(f"/waiting/{noor.id}"))

    order = ["What must hold", "Right: Trained", "How well it fits", "Shared interests", "Both like: football."]
    assert sorted(order, key=words.index) == order
    assert "football and gaming" in words
    assert "football and reading" in words
    assert "no answer: between 0 and 25 of 25" in words
    assert "No answer yet from Noor and Sem. Ask." in words
    assert "between 32 and 77 of 100" in words


def test_candidates_explain_the_difference_and_why_not_others(by: Any, as_: Any):
    programme = make.a_programme()
    noor = make.a_seeker(programme)
    make.a_supporter(programme, "Best")
    make.a_supporter(programme, "Less", interests=("football",))
    make.a_supporter(programme, "Vol", places=0)

    words = text_of(as_(by).get(f"/waiting/{noor.id}"))

    assert "The difference: Less scores 11 points lower. Fits less in: shared interests." in words
    assert "Why not someone else? 1 person can't be proposed now." in words
    assert "All places are taken." in words


def test_four_clicks_from_waiting_list_to_a_sent_proposal(by: Any, as_: Any):
    """Persona 2: open, compare three, choose, send."""
    programme = make.a_programme()
    noor, sem = make.a_seeker(programme), make.a_supporter(programme)
    client = as_(by)
    page = client.get(f"/waiting?programme={programme}").get_data(as_text=True)
    link = re.search(rf'href="(/waiting/{noor.id})"', page)
    assert link is not None
    form = client.get(link[1]).get_data(as_text=True)

    answer = client.submit(link[1], {"supporter": str(sem.id)})

    assert f'name="supporter" value="{sem.id}"' in form
    assert answer.status_code == 303
    assert make.stored(UUID(answer.headers["Location"].rpartition("/")[2])).supporter_id == sem.id


def test_candidates_form_that_fails_keeps_what_was_typed(by: Any, as_: Any):
    programme = make.a_programme()
    noor, best = make.a_seeker(programme), make.a_supporter(programme, "Best")
    less = make.a_supporter(programme, "Less", interests=("dancing",))

    none = as_(by).submit(f"/waiting/{noor.id}", {"reason": "Because"})
    why = as_(by).submit(f"/waiting/{noor.id}", {"supporter": str(less.id), "reason": ""})

    assert (none.status_code, why.status_code) == (422, 422)
    assert "Choose one of the candidates first." in text_of(none)
    assert ">Because</textarea>" in none.get_data(as_text=True).replace("\r\n", "").replace(">\nBecause", ">Because")
    assert "Somebody else stands above." in text_of(why)
    assert f'value="{less.id}" checked' in why.get_data(as_text=True)
    assert f'value="{best.id}" checked' not in why.get_data(as_text=True)


def test_proposal_of_someone_whose_place_just_went_is_409(by: Any, as_: Any):
    programme = make.a_programme()
    noor, bo, sem = make.a_seeker(programme), make.a_seeker(programme, "Bo"), make.a_supporter(programme)
    actions.propose(bo.id, sem.id, by=by)

    answer = as_(by).submit(f"/waiting/{noor.id}", {"supporter": str(sem.id), "reason": "x"})

    assert answer.status_code == 409
    assert "This place was just given to someone else." in text_of(answer)


def test_offer_has_the_best_three_ticked_and_sends_the_choice(by: Any, as_: Any):
    programme = make.a_programme(make.TUTOR)
    noor = make.a_seeker(programme)
    sems = [make.a_supporter(programme, f"Sem{n}", role="tutor") for n in range(4)]
    client = as_(by)

    page = client.get(f"/waiting/{noor.id}").get_data(as_text=True)
    answer = client.submit(f"/waiting/{noor.id}", {"chosen": [str(sem.id) for sem in sems[:3]]})
    few = client.submit(f"/waiting/{make.a_seeker(programme).id}", {"chosen": [str(sems[0].id)]})

    assert page.count('name="chosen"') == 4
    assert len(re.findall(r'name="chosen" value="[^"]+" checked', page)) == 3
    assert (answer.status_code, few.status_code) == (303, 422)


def test_refuse_and_lift_over_http(by: Any, as_: Any):
    programme = make.a_programme()
    noor, sem = make.a_seeker(programme), make.a_supporter(programme)
    client, where = as_(by), f"/waiting/{noor.id}"

    empty = client.submit(f"{where}/refuse", {"supporter": str(sem.id), "reason": ""})
    said = client.submit(f"{where}/refuse", {"supporter": str(sem.id), "reason": "They quarrelled."})
    words = text_of(client.get(where))
    lifted = client.submit(f"{where}/lift", {"supporter": str(sem.id)})

    assert [empty.status_code, said.status_code, lifted.status_code] == [422, 303, 303]
    assert "A coordinator decided: not these two." in words
    assert "They quarrelled." not in words
    assert client.submit(f"{where}/lift", {"supporter": "nonsense"}).status_code == 404


# The two themselves.


def test_participants_read_no_number_and_no_family_name(by: Any, as_: Any):
    """Interface section 3: three shared points in words, one honest difference, first name only."""
    noor, sem, proposal = a_pair(by)
    actions.answer(proposal, Given.YES, by=sem.actor)

    words = text_of(as_(noor.actor).get(f"/proposals/{proposal}"))
    main = words[words.index("Meet") : words.index("What happens next?")]

    assert "Meet Sem" in main
    assert "Both like: football and gaming." in main
    assert "Proef" not in main
    assert re.findall(r"\d+ of \d+|%|score", main) == []
    assert all(button in main for button in ("Yes, I'd like to meet", "Rather someone else", "I want to talk first"))


def test_supporter_sees_the_same_points(by: Any, as_: Any):
    noor, sem, proposal = a_pair(by)
    theirs = text_of(as_(sem.actor).get(f"/proposals/{proposal}"))
    actions.answer(proposal, Given.YES, by=sem.actor)
    ours = text_of(as_(noor.actor).get(f"/proposals/{proposal}"))

    for point in ("Both like: football and gaming.", "Both are free: Monday morning and Wednesday afternoon."):
        assert (point in theirs, point in ours) == (True, True)


def test_yes_in_two_taps(by: Any, as_: Any):
    """Persona 4: read, yes."""
    _noor, sem, proposal = a_pair(by)
    client = as_(sem.actor)
    page = client.get(f"/proposals/{proposal}").get_data(as_text=True)
    version = re.search(r'name="version"[^>]* value="(\d+)"', page)
    assert version is not None

    answer = client.submit(f"/proposals/{proposal}/answer", {"answer": "yes", "version": version[1]})

    assert answer.status_code == 303
    assert make.stored(proposal).waits_for == "seeker"
    assert "We have your answer. Thank you!" in text_of(client.get(f"/proposals/{proposal}"))


def test_rather_not_without_a_reason_is_enough(by: Any, as_: Any):
    _noor, sem, proposal = a_pair(by)

    answer = as_(sem.actor).submit(f"/proposals/{proposal}/answer", {"answer": "rather_not"})

    assert (answer.status_code, make.stored(proposal).state) == (303, "declined")


@pytest.mark.parametrize("sent", [{}, {"answer": "perhaps"}])
def test_answer_without_a_choice_is_422(by: Any, as_: Any, sent: dict[str, str]):
    _noor, sem, proposal = a_pair(by)

    assert as_(sem.actor).submit(f"/proposals/{proposal}/answer", sent).status_code == 422
    assert make.stored(proposal).state == "open"


def test_answer_twice_is_409_with_a_kind_sentence(by: Any, as_: Any):
    _noor, sem, proposal = a_pair(by)
    client = as_(sem.actor)
    client.submit(f"/proposals/{proposal}/answer", {"answer": "yes"})

    again = client.submit(f"/proposals/{proposal}/answer", {"answer": "rather_not"})

    assert again.status_code == 409
    assert "We have your answer already. Thank you!" in text_of(again)


def test_answer_by_pass_works_like_an_account(app: Any, by: Any, at_school: Any, as_: Any):
    """Issue 2.8: a young person without an account answers from the letter."""
    noor, sem, proposal = a_pair(by, account=False)
    actions.answer(proposal, Given.YES, by=sem.actor)
    with unit_of_work(SYSTEM) as work:
        pass_id = a_pass(work, work.get(Person, noor.person_id), "participant").id
    actor, _token = testing.signed_in(app, at_school, pass_id=pass_id)
    client = as_(actor)

    page = client.get(f"/proposals/{proposal}")
    answer = client.submit(f"/proposals/{proposal}/answer", {"answer": "yes"})

    assert (page.status_code, answer.status_code) == (200, 303)
    assert make.stored(proposal).state == "accepted"
    assert client.get("/waiting").status_code == 404


def test_ended_proposal_reads_kindly_for_both(by: Any, as_: Any):
    noor, sem, proposal = a_pair(by)
    actions.answer(proposal, Given.YES, by=sem.actor)
    actions.answer(proposal, Given.RATHER_NOT, "other_wish", by=noor.actor)

    for who in (noor, sem):
        words = text_of(as_(who.actor).get(f"/proposals/{proposal}"))
        assert "That has nothing to do with you." in words
        assert "I hoped for someone else" not in words


# What staff see of it.


def test_coordinator_reads_reasons_timeline_and_own_reason(by: Any, as_: Any):
    programme = make.a_programme()
    noor, _best = make.a_seeker(programme), make.a_supporter(programme, "Best")
    less = make.a_supporter(programme, "Less", interests=("dancing",))
    proposal = actions.propose(noor.id, less.id, "They live near each other.", by=by)
    actions.answer(proposal, Given.RATHER_NOT, "times", by=less.actor)

    words = text_of(as_(by).get(f"/proposals/{proposal}"))

    assert "They live near each other." in words
    assert "The times don't suit me" in words
    assert "No interests in common." in words


def test_withdraw_from_the_page(by: Any, as_: Any):
    noor, _sem, proposal = a_pair(by)

    answer = as_(by).submit(f"/proposals/{proposal}/withdraw", {})
    again = as_(by).submit(f"/proposals/{proposal}/withdraw", {})

    assert (answer.status_code, answer.headers["Location"]) == (303, f"/waiting/{noor.id}")
    assert again.status_code == 409


def test_approvals_take_one_click(by: Any, at_school: Any, as_: Any):
    """Persona 9; without reason keys and notes, which are the coordinator's."""
    noor, sems, offered = an_offer(by)
    coach = coach_of(at_school["teacher_coach"], make.stored(offered[0]).programme_id)
    make.trained_by(coach.person_id, sems[0])
    actions.pick(offered[0], by=noor.actor)
    actions.answer(offered[0], Given.YES, by=sems[0].actor)
    client = as_(coach)
    page = client.get("/approvals").get_data(as_text=True)
    version = re.search(rf'/proposals/{offered[0]}/confirm.*?name="version" value="(\d+)"', page, flags=re.S)
    assert version is not None

    look = client.get(f"/proposals/{offered[0]}")
    answer = client.submit(f"/proposals/{offered[0]}/confirm", {"answer": "yes", "version": version[1]})

    assert (look.status_code, answer.status_code) == (200, 303)
    assert make.stored(offered[0]).state == "accepted"
    assert str(offered[0]) not in client.get("/approvals").get_data(as_text=True)


# Picking.


def test_pick_shows_who_helps_with_what_and_their_own_line(by: Any, as_: Any):
    """A first name, subjects, shared times and a line about themselves; no score and no family name."""
    line = {"words": json.dumps({"hello": "I like puzzles too.", "why": "Only for coordinators."})}
    noor, _sems, _offered = an_offer(by, **line)

    words = text_of(as_(noor.actor).get("/pick"))
    main = words[words.index("Who suits you?") :]

    assert "Sem0" in main
    assert "Helps with: Maths and arithmetic" in main
    assert "Both are free: Monday morning and Wednesday afternoon." in main
    assert "I like puzzles too." in main
    assert "Only for coordinators." not in main
    assert "Proef" not in main[: main.index("What happens next") if "What happens next" in main else None]
    assert "of 100" not in main


def test_pick_asks_the_one_who_was_picked(by: Any, as_: Any):
    noor, _sems, offered = an_offer(by)
    client = as_(noor.actor)

    nobody = client.submit("/pick", {})
    answer = client.submit("/pick", {"proposal": str(offered[1])})

    assert (nobody.status_code, answer.status_code) == (422, 303)
    assert make.stored(offered[1]).state == "open"
    assert "You picked Sem1" in text_of(client.get("/pick"))


def test_pick_of_another_students_offer_is_404(by: Any, as_: Any):
    _noor, _sems, offered = an_offer(by)
    stranger = make.a_seeker(make.a_programme(make.TUTOR))

    assert as_(stranger.actor).submit("/pick", {"proposal": str(offered[0])}).status_code == 404


def test_pick_of_who_was_just_taken_is_409_and_keeps_the_others(by: Any, as_: Any):
    noor, sems, offered = an_offer(by)
    make.change(sems[0], places=0)

    answer = as_(noor.actor).submit("/pick", {"proposal": str(offered[0])})

    assert answer.status_code == 409
    assert "This place was just given to someone else. You stay first in line." in text_of(answer)
    assert answer.get_data(as_text=True).count('name="proposal"') == 3


def test_pick_of_nothing_says_what_comes(by: Any, as_: Any):
    noor = make.a_seeker(make.a_programme(make.TUTOR))

    assert "There is nothing to pick now" in text_of(as_(noor.actor).get("/pick"))


@pytest.mark.parametrize("number", [3, 5])
def test_pick_takes_the_same_number_of_statements(by: Any, as_: Any, statements: Any, number: int):
    programme = make.a_programme(make.TUTOR)
    noor = make.a_seeker(programme)
    sems = [make.a_supporter(programme, role="tutor", words="{}") for _ in range(number)]
    actions.offer_choice(noor.id, [sem.id for sem in sems], by=by)
    client = as_(noor.actor)
    client.get("/pick")

    with statements() as said:
        client.get("/pick")

    reading = [text for text in said.said if "audit_append" not in text and not text.startswith("UPDATE")]
    assert len(reading) == 5  # session, proposals, people, what they wrote, keys


# Circles.


def test_circle_is_formed_from_one_page(by: Any, as_: Any):
    programme = make.a_programme(make.MENTOR)
    sem = make.a_supporter(programme, role="mentor", places=8)
    noors = [make.a_seeker(programme, f"Noor{n}") for n in range(3)]
    client, where = as_(by), f"/circles/new?programme={programme}"

    page = text_of(client.get(where))
    nobody = client.submit(where, {"supporter": str(sem.id)})
    answer = client.submit(where, {"supporter": str(sem.id), "seekers": [str(noor.id) for noor in noors]})
    circle = client.get(answer.headers["Location"])

    assert "room for 8" in page
    assert (nobody.status_code, answer.status_code, circle.status_code) == (422, 303, 200)
    assert text_of(circle).count("Waits for an answer") == 3


def test_circle_of_two_courses_says_why_and_keeps_the_form(by: Any, as_: Any):
    programme = make.a_programme(make.MENTOR)
    sem = make.a_supporter(programme, role="mentor", places=8)
    noor, bo = make.a_seeker(programme), make.a_seeker(programme, "Bo", course="Kok")
    sent = {"supporter": str(sem.id), "seekers": [str(noor.id), str(bo.id)]}

    answer = as_(by).submit(f"/circles/new?programme={programme}", sent)

    assert answer.status_code == 422
    assert "A circle is of one course." in text_of(answer)
    assert len(re.findall(r'name="seekers" value="[^"]+" checked', answer.get_data(as_text=True))) == 2


def test_a_mentor_is_asked_about_a_circle_as_a_whole(by: Any, as_: Any):
    programme = make.a_programme(make.MENTOR)
    noors = [make.a_seeker(programme, given) for given in ("Noor", "Fenna", "Jelte")]
    sem = make.a_supporter(programme, role="mentor", places=8)
    circle = actions.form_circle(sem.id, [noor.id for noor in noors], by=by)

    answer = as_(sem.actor).get(f"/proposals/{queries.waiting_for_me(sem.actor)[0].id}")

    assert (answer.status_code, answer.headers["Location"]) == (303, f"/circles/{circle}")


def test_circle_is_answered_once_by_its_mentor(by: Any, as_: Any):
    programme = make.a_programme(make.MENTOR)
    sem = make.a_supporter(programme, role="mentor", places=8)
    noors = [make.a_seeker(programme, f"Noor{n}") for n in range(3)]
    circle = actions.form_circle(sem.id, [noor.id for noor in noors], by=by)
    client = as_(sem.actor)

    page = text_of(client.get(f"/circles/{circle}"))
    answer = client.submit(f"/circles/{circle}/answer", {"answer": "yes"})
    again = client.submit(f"/circles/{circle}/answer", {"answer": "yes"})

    assert ("Noor0" in page, "Proef" in page) == (True, False)
    assert (answer.status_code, again.status_code) == (303, 409)
    assert as_(noors[0].actor).get(f"/circles/{circle}").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_circle_page_takes_the_same_number_of_statements(by: Any, as_: Any, statements: Any, number: int):
    programme = make.a_programme(make.MENTOR)
    sem = make.a_supporter(programme, role="mentor", places=8)
    circle = actions.form_circle(sem.id, [make.a_seeker(programme).id for _ in range(number)], by=by)
    client = as_(by)
    client.get(f"/circles/{circle}")

    with statements() as said:
        client.get(f"/circles/{circle}")

    reading = [text for text in said.said if "audit_append" not in text and not text.startswith("UPDATE")]
    assert len(reading) == 4  # session, may they, the circle, its proposals


def test_circles_of_a_programme_without_them_are_404(by: Any, as_: Any):
    assert as_(by).get(f"/circles/new?programme={make.a_programme()}").status_code == 404


PAGES = ["/waiting", "/waiting/{seeker}", "/proposals/{proposal}", "/approvals", "/circles/new", "/pick"]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_one_heading_in_both_languages(by: Any, as_: Any, path: str):
    noor, _sem, proposal = a_pair(by)
    client = as_(noor.actor if path == "/pick" else by)
    where = path.format(seeker=noor.id, proposal=proposal)

    pages = {code: client.get(f"{where}?lang={code}").get_data(as_text=True) for code in ("nl", "en")}

    assert [page.count("<h1") for page in pages.values()] == [1, 1]
    assert [f'<html lang="{code}">' in page for code, page in pages.items()] == [True, True]
    assert re.findall(r' style="|<script>| on[a-z]+="', "".join(pages.values())) == []


def test_actor_of_a_test_is_who_is_signed_in(by: Actor, as_: Any):
    """A guard for this file: the signed-in person is the one the factory made."""
    noor, _sem, _proposal = a_pair(by)

    assert as_(noor.actor).get("/waiting").status_code == 404
