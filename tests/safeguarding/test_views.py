"""The pages of a worry: who sees them, what they say, and that nothing of it shows anywhere else (ruling 7)."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, select, text

from maatwerk.access.actor import SYSTEM
from maatwerk.access.model import RoleGrant
from maatwerk.access.work import unit_of_work
from maatwerk.ground import clock
from maatwerk.ground.database import db
from maatwerk.safeguarding import actions
from maatwerk.safeguarding.model import Concern
from maatwerk.safeguarding.rules import Urgency
from tests.factories.safeguarding import a_worry

EVERYBODY = (
    "administrator",
    "coordinator",
    "safeguarding_lead",
    "safeguarding_deputy",
    "teacher_coach",
    "trainer",
    "care_coordinator",
    "seeker",
    "supporter",
    "guardian",
    "nominator",
    "applicant",
)
READERS = ("safeguarding_lead", "safeguarding_deputy")
# Words that stand in nothing else: wherever they turn up, a worry leaked.
CANARY = "zwaluwstaart"


def heading(page: str) -> list[str]:
    return re.findall(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)


@pytest.fixture
def make(noord, inside):
    """Do something as people do it, apart from any browser."""

    def do(verb, *args, **kwargs):
        with inside(noord):
            return verb(*args, **kwargs)

    return do


@pytest.fixture
def worry(noord, make):
    return make(a_worry, noord["seeker"].person_id, noord["guardian"], words=f"{CANARY} at home", urgency=Urgency.TODAY)


@pytest.fixture
def state_of(make):
    return lambda worry: make(lambda: db.session.query(Concern.state).filter(Concern.id == worry).scalar())


@pytest.fixture
def only_the_lead(noord, make):
    """Nobody but the lead reads worries for a while."""
    grants = RoleGrant.account_id == noord["safeguarding_deputy"].account_id

    def set_end(ended_at):
        with unit_of_work(SYSTEM) as work:
            for grant in work.find(select(RoleGrant).where(grants)):
                grant.ended_at = ended_at

    make(set_end, clock.now())
    yield noord["safeguarding_lead"]
    make(set_end, None)


def about(actor):
    return f"/worries/about/{actor.person_id}"


def test_page_shows_whom_to_call_before_the_first_question(noord, client_for):
    page = client_for(noord["supporter"]).get(about(noord["supporter"])).text

    assert heading(page) == ["What worries you?"]
    assert page.index("tel:112") < page.index("tel:08002000") < page.index('name="words"')


def test_page_names_who_reads_it(noord, client_for):
    page = client_for(noord["coordinator"]).get(about(noord["seeker"])).text

    assert heading(page) == ["What worries you about Seeker?"]
    assert "Only Safeguarding_Lead and Safeguarding_Deputy" in page


def test_sending_leads_to_what_happens_next(noord, client_for):
    client = client_for(noord["guardian"])
    answer = client.submit(about(noord["seeker"]), {"words": f"{CANARY} sent", "urgency": "today"})

    assert (answer.status_code, answer.location) == (303, "/worries/mine")
    page = client.get("/worries/mine").text
    assert f"{CANARY} sent" in page
    assert "gets word every day until it is read" in page


@pytest.mark.parametrize("data", [{}, {"words": "  ", "urgency": "today"}, {"words": CANARY}, {"urgency": "soon"}])
def test_half_a_worry_keeps_what_was_typed(noord, client_for, data):
    answer = client_for(noord["supporter"]).submit(about(noord["supporter"]), data)

    assert answer.status_code == 422
    assert (CANARY in answer.text) is (data.get("words") == CANARY)


def test_worry_without_a_reader_is_refused_with_a_number_to_call(only_the_lead, client_for, make):
    """Words that nobody here may read are not kept, and the page says whom to call instead."""
    before = make(lambda: db.session.query(Concern).count())
    client = client_for(only_the_lead)
    answer = client.submit(about(only_the_lead), {"words": CANARY, "urgency": "today"})

    assert answer.status_code == 422
    assert "Nobody here can read this now" in answer.text
    assert CANARY in answer.text  # to copy: nothing typed is lost without a word
    assert 'name="words"' not in client.get(about(only_the_lead)).text
    assert make(lambda: db.session.query(Concern).count()) == before


@pytest.mark.parametrize("role", READERS)
def test_list_shows_what_came_in(noord, client_for, worry, role):
    page = client_for(noord[role]).get("/worries").text

    assert heading(page) == ["Worries"]
    assert f"/worries/{worry}" in page
    assert CANARY not in page


@pytest.mark.parametrize("role", [role for role in EVERYBODY if role not in READERS])
def test_list_is_for_nobody_else(noord, client_for, worry, role):
    client = client_for(noord[role])

    assert client.get("/worries").status_code == 404
    assert client.get(f"/worries/{worry}").status_code == 404
    assert client.submit(f"/worries/{worry}/read").status_code == 404
    assert client.submit(f"/worries/{worry}/acknowledge", {"answer": "Thanks"}).status_code == 404


def test_signed_out_comes_to_the_sign_in_page(client_for, worry):
    client = client_for(None)

    for path in ("/worries", "/worries/mine", f"/worries/{worry}", f"/worries/about/{uuid4()}"):
        answer = client.get(path)
        assert (answer.status_code, answer.location.startswith("/sign-in")) == (303, True)


def test_lead_without_second_factor_proves_it_first(noord, client_for, worry):
    answer = client_for(noord["safeguarding_lead"], factors=1).get(f"/worries/{worry}")

    assert (answer.status_code, answer.location.startswith("/worries")) == (303, False)


def test_looking_changes_nothing_and_one_button_says_it_was_read(noord, client_for, worry, state_of):
    client = client_for(noord["safeguarding_lead"])
    page = client.get(f"/worries/{worry}").text
    assert f"{CANARY} at home" in page
    assert state_of(worry) == "received"

    answer = client.submit(f"/worries/{worry}/read")
    assert (answer.status_code, answer.location, state_of(worry)) == (303, f"/worries/{worry}", "read")
    assert client.submit(f"/worries/{worry}/read").status_code == 409


def test_answer_stands_with_the_worry_of_who_raised_it(noord, client_for, worry, make):
    make(actions.mark_read, worry, by=noord["safeguarding_deputy"])
    client = client_for(noord["safeguarding_lead"])
    assert client.submit(f"/worries/{worry}/acknowledge", {"answer": " "}).status_code == 422
    answer = client.submit(f"/worries/{worry}/acknowledge", {"answer": "Thank you, we act today."})
    assert (answer.status_code, answer.location) == (303, "/worries")

    late = client.submit(f"/worries/{worry}/acknowledge", {"answer": "Typed for nothing?"})
    assert late.status_code == 409
    assert "Thank you, we act today." in client_for(noord["guardian"]).get("/worries/mine").text


def test_who_has_no_tie_finds_no_page(noord, client_for):
    client, stranger = client_for(noord["applicant"]), f"/worries/about/{uuid4()}"

    assert client.get(about(noord["seeker"])).status_code == 404
    assert client.get(stranger).status_code == 404
    assert client.submit(about(noord["seeker"]), {"words": CANARY, "urgency": "today"}).status_code == 404


def test_procedure_is_open_to_everyone(noord, client_for):
    for actor in (None, noord["supporter"], noord["guardian"]):
        page = client_for(actor).get("/procedure?lang=en").text
        assert heading(page) == ["How we handle a worry"]
        assert page.count('class="step-next"') == 5


def routes(app):
    return sorted(
        rule.rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.rule.startswith("/static")
    )


PAGES_OF_A_WORRY = {"/worries", "/worries/mine", "/worries/<uuid:concern_id>", "/worries/about/<uuid:person_id>"}


@pytest.mark.parametrize("role", EVERYBODY)
def test_nothing_of_a_worry_shows_on_any_other_page(app, noord, client_for, worry, role, make):
    """Every page without an id, as every role; and those about the person it is about."""
    make(actions.acknowledge, worry, f"{CANARY} answered", by=noord["safeguarding_lead"])
    client, ids = client_for(noord[role]), {"person_id": noord["seeker"].person_id}
    leaked = []
    for rule in routes(app):
        names = re.findall(r"<(?:\w+:)?(\w+)>", rule)
        if rule in PAGES_OF_A_WORRY or any(name not in ids for name in names):
            continue
        path = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(ids[found[1]]), rule)
        page = client.get(path).text
        if CANARY in page or str(worry) in page:
            leaked.append(path)
    allowed = ["/today"] if role in READERS else []
    assert [path for path in leaked if path not in allowed] == []


def test_nothing_of_a_worry_stands_in_any_table_but_its_own(app, noord, worry, make):
    """Not in the letters, not in the audit, not in drafts: the words are nowhere, sealed where they belong."""
    make(actions.acknowledge, worry, f"{CANARY} answered", by=noord["safeguarding_lead"])
    engine = create_engine(app.extensions["maatwerk.settings"].database_admin_url)
    with engine.connect() as connection:
        found = [
            table.name
            for table in db.metadata.sorted_tables
            if connection.execute(
                text(f'SELECT count(*) FROM "{table.name}" t WHERE t::text LIKE :word OR t::text LIKE :hex'),
                {"word": f"%{CANARY}%", "hex": f"%{CANARY.encode().hex()}%"},
            ).scalar_one()
        ]
    engine.dispose()

    assert found == []


def test_letters_hold_no_word_and_no_name_of_it(worry, make, sent_letters):
    about_it = make(lambda: [found for found in sent_letters() if str(worry) in found.key])

    assert {(found.kind, found.subject_id, found.goes_to, str(found.values)) for found in about_it} == {
        ("something_waits", None, "/worries", "{}")
    }


@pytest.mark.parametrize("number", [1, 3])
def test_list_asks_the_database_as_often_for_one_as_for_three(noord, client_for, statements, number, make):
    for _worry in range(number):
        make(a_worry, noord["seeker"].person_id, noord["seeker"])
    client = client_for(noord["safeguarding_lead"])
    client.get("/worries")
    with statements() as said:
        assert client.get("/worries").status_code == 200

    reading = [one for one in said.said if "audit_append" not in one and "UPDATE sign_in_session" not in one]
    assert len(reading) == 3  # the session, the count, the page


@pytest.mark.parametrize("number", [1, 3])
def test_own_worries_ask_as_often_for_one_as_for_three(noord, client_for, statements, number, make):
    for _worry in range(number):
        make(a_worry, noord["seeker"].person_id, noord["seeker"])
    client = client_for(noord["seeker"])
    client.get("/worries/mine")
    with statements() as said:
        assert client.get("/worries/mine").status_code == 200

    reading = [one for one in said.said if "audit_append" not in one and "UPDATE sign_in_session" not in one]
    assert len(reading) == 3  # the session, the worries, their keys
