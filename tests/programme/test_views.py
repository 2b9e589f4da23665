"""The pages of programmes, as their users open them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from flask import Blueprint, Flask
from sqlalchemy import select

from maatwerk import schedule, testing
from maatwerk.access.actor import SYSTEM
from maatwerk.access.model import AuditEntry
from maatwerk.access.requests import page_blueprint, public
from maatwerk.access.work import unit_of_work
from maatwerk.app import create_app
from maatwerk.ground.database import db
from maatwerk.programme import actions, queries, registry, snapshot
from maatwerk.programme.hookspecs import hookimpl
from maatwerk.programme.model import Enablement, Programme
from maatwerk.programme.values import Job
from maatwerk.tenancy import scope
from maatwerk.tenancy.settings import Setting
from tests.factories import world
from tests.factories.programme import a_programme

Tenant = testing.TenantFixture
Client = Callable[..., testing.Client]


@pytest.fixture
def fresh(app: Flask) -> Iterator[Tenant]:
    """An organisation of its own with nothing switched on."""
    slug = f"v{uuid4().hex[:10]}"
    found = world.organisation(app, slug, f"School {slug}")
    with app.app_context(), scope.within(found.id):
        with unit_of_work(SYSTEM) as work:
            for row in work.find(select(Enablement)):
                row.until = work.now
            for programme in work.find(select(Programme)):
                programme.state = "closed"
            snapshot.changed(work)
        db.session.remove()
    app.extensions["maatwerk.directory"].forget()
    return found


@pytest.fixture
def admin(client_for: Client, fresh: Tenant) -> testing.Client:
    """The administrator's browser at the fresh organisation."""
    return client_for(fresh["administrator"], tenant=fresh)


def _hidden(page: str) -> dict[str, str]:
    return {
        name: value
        for name, value in re.findall(r'name="(\w+)"[^>]*type="hidden"[^>]*value="([^"]*)"', page)
        + re.findall(r'type="hidden"[^>]*name="(\w+)"[^>]*value="([^"]*)"', page)
        if name != "csrf_token"
    }


def _switched_on(admin: testing.Client) -> str:
    answer = admin.submit(
        "/programmes/peer_support/on", {"where": "everywhere", "variants": ["peer_support/tutor", "peer_support/buddy"]}
    )
    assert (answer.status_code, answer.location) == (303, "/programmes")
    return admin.get("/programmes").text


def _first_programme(page: str) -> str:
    found = re.search(r"/programmes/([0-9a-f-]{36})/settings", page[page.index("2026-2027") - 400 :])
    assert found is not None
    return found[1]


def test_a_programme_is_switched_on_in_two_clicks_with_a_preview(admin: testing.Client) -> None:
    first = admin.get("/programmes").text
    assert 'href="/programmes/peer_support/on"' in first
    preview = admin.get("/programmes/peer_support/on")
    assert preview.status_code == 200
    assert "Nobody gets a letter yet." in preview.text
    page = _switched_on(admin)
    assert page.count(">Peertutor</a>") == 1
    assert page.count(">Peerbuddy</a>") == 1
    assert page.count(">Peermentor</a>") == 0


def test_switching_on_twice_keeps_the_form_and_answers_409(admin: testing.Client) -> None:
    _switched_on(admin)
    answer = admin.submit("/programmes/peer_support/on", {"where": "everywhere", "variants": ["peer_support/mentor"]})
    assert answer.status_code == 409
    assert re.search(r'value="peer_support/mentor" checked', answer.text)
    assert "This programme is switched on there already." in answer.text


def test_switching_on_somewhere_unknown_answers_422(admin: testing.Client) -> None:
    assert admin.submit("/programmes/peer_support/on", {"where": str(uuid4())}).status_code == 422
    assert admin.submit("/programmes/peer_support/on", {}).status_code == 422


def test_a_programme_nobody_installed_does_not_exist(admin: testing.Client) -> None:
    assert admin.get("/programmes/swimming/on").status_code == 404
    assert admin.get("/programmes/start/swimming/lane").status_code == 404
    assert admin.get(f"/programmes/off/{uuid4()}").status_code == 404


def test_switching_off_shows_whom_it_touches_and_then_does_it(admin: testing.Client) -> None:
    page = _switched_on(admin)
    off = re.search(r"/programmes/off/[0-9a-f-]{36}", page)
    assert off is not None
    preview = admin.get(off[0])
    assert "2 programmes take nobody new." in preview.text
    shown = _hidden(preview.text)
    assert shown == {"programmes": "2", "entering": "0", "waiting": "0", "matched": "0"}
    late = admin.submit(off[0], {**shown, "waiting": "7"})
    assert late.status_code == 409
    done = admin.submit(off[0], shown)
    assert (done.status_code, done.location) == (303, "/programmes")
    assert "Start a new" not in admin.get("/programmes").text
    assert admin.get(off[0]).status_code == 404


def test_a_programme_starts_under_its_own_name(admin: testing.Client) -> None:
    _switched_on(admin)
    page = admin.get("/programmes/start/peer_support/mentor").text
    assert 'value="Peer mentor"' in page
    wrong = admin.submit("/programmes/start/peer_support/mentor", {"name": "Mentors", "season": "this year"})
    assert wrong.status_code == 422
    assert 'value="Mentors"' in wrong.text
    answer = admin.submit("/programmes/start/peer_support/mentor", {"name": "Mentors", "season": "2026-2027"})
    assert answer.status_code == 303
    assert "<h1>Mentors</h1>" in admin.get(answer.location).text
    again = admin.submit("/programmes/start/peer_support/mentor", {"name": "Mentors", "season": "2026-2027"})
    assert again.status_code == 409


@pytest.fixture
def own(app: Flask, noord: Tenant) -> UUID:
    """A tutor programme at noord that only this test knows."""
    with app.app_context(), scope.within(noord.id):
        with unit_of_work(SYSTEM) as work:
            programme_id = a_programme(work).id
        db.session.remove()
    return programme_id


@pytest.fixture
def noord_admin(client_for: Client, noord: Tenant) -> testing.Client:
    """The administrator's browser at noord."""
    return client_for(noord["administrator"])


MATE = ("maatje", "maatjes", "het maatje", "je maatje", "uw maatje", "Het maatje")
NAMES = ("singular", "plural", "with_article", "with_je", "with_uw", "starting")
TUTOR = ("tutor", "tutors", "the tutor", "your tutor", "your tutor", "The tutor")
WORDS = {
    f"{language}_{name}": form
    for language, forms in (("nl", MATE), ("en", TUTOR))
    for name, form in zip(NAMES, forms, strict=True)
}


def test_words_show_the_sentences_they_stand_in_while_typing(noord_admin: testing.Client, own: UUID) -> None:
    preview = noord_admin.submit(f"/programmes/{own}/settings/words/supporter/preview", WORDS)
    assert preview.status_code == 200
    assert '<ul lang="nl"><li>Dinsdag zie je je maatje.</li>' in preview.text
    assert "Het maatje heeft nog niet geantwoord." in preview.text
    assert "U mag ons altijd bellen over uw maatje." in preview.text


def test_words_become_a_version_with_their_reason(noord_admin: testing.Client, own: UUID) -> None:
    url = f"/programmes/{own}/settings/words/supporter"
    answer = noord_admin.submit(url, {**WORDS, "reason": "So we say it here", "version": "0"})
    assert (answer.status_code, answer.location) == (303, f"/programmes/{own}/settings")
    page = noord_admin.get(answer.location).text
    assert "What we call who gives support: maatje" in page
    assert "So we say it here" in page
    dutch = noord_admin.get(f"/programmes/{own}/settings?lang=nl").text
    assert "Het maatje antwoordt binnen een dag" in dutch
    noord_admin.get("/programmes?lang=en")


def test_who_changed_something_is_in_the_trace_of_who_saw_whom(
    app: Flask, noord: Tenant, noord_admin: testing.Client, own: UUID
) -> None:
    noord_admin.submit(f"/programmes/{own}/settings/words/supporter", {**WORDS, "reason": "x", "version": "0"})
    assert noord_admin.get(f"/programmes/{own}/settings").status_code == 200
    with app.app_context(), scope.within(noord.id):
        newest = select(AuditEntry).where(AuditEntry.action == "read").order_by(AuditEntry.seq.desc()).limit(1)
        entry = db.session.scalars(newest).one()
        assert (entry.kind, entry.ids) == ("programme", [noord["administrator"].person_id])
        db.session.remove()


def test_words_without_a_reason_or_a_form_keep_what_was_typed(noord_admin: testing.Client, own: UUID) -> None:
    url = f"/programmes/{own}/settings/words/supporter"
    without = noord_admin.submit(url, {**WORDS, "version": "0"})
    assert without.status_code == 422
    assert 'value="het maatje"' in without.text
    half = noord_admin.submit(url, {**WORDS, "nl_plural": "", "reason": "x", "version": "0"})
    assert half.status_code == 422
    assert "More than one: This is still empty. Please fill it in." in half.text


def test_words_of_the_programme_itself_are_no_choice(noord_admin: testing.Client, own: UUID) -> None:
    url = f"/programmes/{own}/settings/words/supporter"
    assert noord_admin.submit(url, {**WORDS, "reason": "First", "version": "0"}).status_code == 303
    tutor = ("tutor", "tutors", "de tutor", "je tutor", "uw tutor", "De tutor")
    dutch = {f"nl_{name}": form for name, form in zip(NAMES, tutor, strict=True)}
    back = noord_admin.submit(url, {**WORDS, **dutch, "reason": "Back again", "version": "1"})
    assert back.status_code == 303
    assert "What we call who gives support: As the programme has it" in noord_admin.get(back.location).text


def test_an_earlier_form_is_a_clash(noord_admin: testing.Client, own: UUID) -> None:
    url = f"/programmes/{own}/settings/words/supporter"
    assert noord_admin.submit(url, {**WORDS, "reason": "First", "version": "0"}).status_code == 303
    late = noord_admin.submit(url, {**WORDS, "nl_singular": "gids", "reason": "Second", "version": "0"})
    assert late.status_code == 409
    assert 'value="gids"' in late.text
    again = {**WORDS, "nl_singular": "gids", "reason": "Second", "version": _hidden(late.text)["version"]}
    assert (again["version"], noord_admin.submit(url, again).status_code) == ("1", 303)


def test_aims_are_chosen_from_a_catalogue_and_a_look_back_follows(noord_admin: testing.Client, own: UUID) -> None:
    """Requirements 17 and 19."""
    url = f"/programmes/{own}/settings/aims"
    page = noord_admin.get(url).text
    assert len(re.findall(r'name="aims"', page)) == 6
    assert len(re.findall(r'name="outcomes"[^>]* checked', page)) == 2

    answer = noord_admin.submit(
        url, {"aims": ["talent", "choosing"], "outcomes": ["person"], "reason": "Our choice", "version": "0"}
    )
    overview = noord_admin.get(answer.location).text

    assert answer.status_code == 303
    assert "Choosing a course or a job; Finding out what you are good at" in overview
    assert "What a look back asks after: The person: who I am and what I can do" in overview


def test_kind_of_programme_is_explained_where_it_is_chosen(admin: testing.Client) -> None:
    """Requirements 2 and 7."""
    page = admin.get("/programmes/peer_support/on").text

    assert "Coaching: it is about a skill or a result. A student helps a student, one-to-one." in page
    assert "they grow. A student helps a student, in a circle of up to 8." in page


def test_weights_must_sum_to_a_hundred(noord_admin: testing.Client, own: UUID) -> None:
    url = f"/programmes/{own}/settings/weights"
    weights = {"n_subject": "60", "n_availability": "20", "n_course": "10", "n_language": "5", "n_history": "4"}
    wrong = noord_admin.submit(url, {**weights, "reason": "x", "version": "0"})
    assert wrong.status_code == 422
    assert "The weights must add up to 100." in wrong.text
    right = noord_admin.submit(url, {**weights, "n_history": "5", "reason": "Subject first", "version": "0"})
    assert right.status_code == 303
    assert "Subject 60, Free at the same time 20, Course 10" in noord_admin.get(right.location).text


def test_phases_and_practical_numbers_are_saved(noord_admin: testing.Client, own: UUID) -> None:
    weeks = {"n_preparation": 2, "n_start_up": 1, "n_guidance": 7, "n_deepening": 1, "n_closure": 1}
    saved = noord_admin.submit(f"/programmes/{own}/settings/phases", {**weeks, "reason": "Longer", "version": "0"})
    assert saved.status_code == 303
    page = noord_admin.get(f"/programmes/{own}/settings/practical").text
    assert re.findall(r"It is (\d+) now\.", page) == ["10", "45", "2", "3", "14"]  # the last: days without contact
    fields = dict(re.findall(r'name="(\w+)"[^>]*type="number"[^>]*value="(\d+)"', page))
    fields |= dict(re.findall(r'type="number"[^>]*name="(\w+)"[^>]*value="(\d+)"', page))
    assert (fields["waiting_promise_days"], fields["places"], len(fields)) == ("21", "0", 9)
    answer = noord_admin.submit(
        f"/programmes/{own}/settings/practical", {**fields, "places": "1", "reason": "Small start", "version": "0"}
    )
    assert answer.status_code == 303
    assert "10 weeks, 45 minutes a meeting, places: 1" in noord_admin.get(answer.location).text


def test_an_extra_question_is_added_and_removed(noord_admin: testing.Client, own: UUID) -> None:
    url = f"/programmes/{own}/settings/questions/seeker"
    asked = {"en": "How do you come to school?", "kind": "choice", "answers": "Fiets / Bike\nBus / Bus", "reason": "x"}
    assert noord_admin.submit(url, {**asked, "version": "0"}).status_code == 303
    page = noord_admin.get(url).text
    assert "How do you come to school?" in page
    remove = re.search(rf"{url}/own_[0-9a-f]+/remove", page)
    assert remove is not None
    assert noord_admin.get(remove[0]).status_code == 200
    assert noord_admin.submit(remove[0], {"reason": "Not used", "version": "1"}).status_code == 303
    assert "How do you come to school?" not in noord_admin.get(url).text
    assert noord_admin.get(remove[0]).status_code == 404


def test_a_protocol_is_published(noord_admin: testing.Client, own: UUID) -> None:
    url = f"/programmes/{own}/settings/protocol"
    assert noord_admin.submit(url, {"en": "Be on time.", "nl": "", "reason": "New", "version": "0"}).status_code == 303
    assert "Be on time." in noord_admin.get(url).text
    assert "Version 1" in noord_admin.get(f"/programmes/{own}/settings").text


def test_a_programme_with_nobody_in_it_is_closed(noord_admin: testing.Client, own: UUID) -> None:
    answer = noord_admin.submit(f"/programmes/{own}/close")
    assert (answer.status_code, answer.location) == (303, "/programmes")
    again = noord_admin.submit(f"/programmes/{own}/close")
    assert (again.status_code, again.location) == (303, f"/programmes/{own}/settings")


PARTS = ("words/seeker", "words/supporter", "weights", "phases", "practical", "protocol", "questions/seeker")


@pytest.mark.parametrize("part", PARTS)
def test_every_part_opens_with_one_title_and_one_main_button(noord_admin: testing.Client, own: UUID, part: str) -> None:
    answer = noord_admin.get(f"/programmes/{own}/settings/{part}")
    assert (answer.status_code, answer.text.count("<h1"), answer.text.count("btn-main")) == (200, 1, 1)


@pytest.mark.parametrize("part", ["words/teacher", "questions/teacher", "price"])
def test_parts_that_do_not_exist_answer_404(noord_admin: testing.Client, own: UUID, part: str) -> None:
    assert noord_admin.get(f"/programmes/{own}/settings/{part}").status_code == 404


@pytest.mark.parametrize("role", ["seeker", "supporter", "care_coordinator", "safeguarding_lead", "guardian"])
def test_who_has_no_business_here_finds_nothing(client_for: Client, noord: Tenant, own: UUID, role: str) -> None:
    client = client_for(noord[role])
    urls = ("/programmes", "/programmes/peer_support/on", f"/programmes/{own}/settings")
    assert [client.get(url).status_code for url in urls] == [404, 404, 404]


def test_a_coordinator_reads_how_it_runs_without_changing_it(client_for: Client, noord: Tenant, own: UUID) -> None:
    client = client_for(noord["coordinator"])
    page = client.get(f"/programmes/{own}/settings")
    assert page.status_code == 200
    assert f"/programmes/{own}/settings/weights" not in page.text
    assert client.get(f"/programmes/{own}/settings/weights").status_code == 404
    assert client.submit(f"/programmes/{own}/close").status_code == 404


def test_another_organisations_programme_does_not_exist(noord_admin: testing.Client, zuid: Tenant) -> None:
    theirs = zuid.programmes["peer_support/tutor"]
    assert noord_admin.get(f"/programmes/{theirs}/settings").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_as_much_for_three_programmes_as_for_one(
    app: Flask,
    client_for: Client,
    fresh: Tenant,
    statements: Callable[[], AbstractContextManager[testing.Statements]],
    number: int,
) -> None:
    """Ruling 2: four statements at most in the reading transaction; here the session, the counts and the places."""
    client = client_for(fresh["administrator"], tenant=fresh)
    _switched_on(client)
    for n in range(number):
        client.submit("/programmes/start/peer_support/tutor", {"name": f"Tutors {n}", "season": "2026-2027"})
    client.get("/programmes")
    with statements() as said:
        assert client.get("/programmes").status_code == 200
    assert len([statement for statement in said.said if statement.lstrip().startswith("SELECT")]) == 3


class Walks:
    """A plug-in with a page of its own, and nothing else."""

    @hookimpl
    def programme_pages(self) -> list[Blueprint]:
        """One page, open to anyone where the plug-in is on."""
        page = page_blueprint("walks", __name__)
        page.add_url_rule("/route", view_func=public("a test")(lambda: "a route"), endpoint="route")
        return [page]


def test_pages_of_a_plugin_exist_only_where_it_is_on(app: Flask, fresh: Tenant, noord: Tenant) -> None:
    """The gate around `programme_pages`."""
    own = create_app(app.extensions["maatwerk.settings"], plugins={**registry.found(), "walks": Walks()})
    with app.app_context(), scope.within(fresh.id):
        actions.enable("peer_support", by=SYSTEM)
        with unit_of_work(SYSTEM) as work:
            work.add(Enablement(plugin="walks", since=work.now))
            snapshot.changed(work)
        db.session.remove()
    answers = {tenant.slug: testing.client_of(own, tenant).get("/programme/walks/route") for tenant in (fresh, noord)}
    assert [answers[tenant.slug].status_code for tenant in (fresh, noord)] == [200, 404]
    assert answers[fresh.slug].text == "a route"
    with own.app_context():
        db.engine.dispose()


def test_jobs_of_a_plugin_run_only_where_it_is_on(app: Flask, fresh: Tenant, noord: Tenant) -> None:
    """`programme_jobs` in the rounds of the worker."""
    done: list[UUID] = []

    class Counts:
        @hookimpl
        def programme_jobs(self) -> list[Job]:
            return [Job("count", timedelta(hours=1), lambda: done.append(scope.tenant_id()))]

    own = create_app(app.extensions["maatwerk.settings"], plugins={**registry.found(), "counts": Counts()})
    with app.app_context(), scope.within(fresh.id):
        with unit_of_work(SYSTEM) as work:
            work.add(Enablement(plugin="counts", since=work.now))
            snapshot.changed(work)
        db.session.remove()
    with own.app_context():
        rounds = schedule.Rounds(chores=())
        rounds.go()
        rounds.go()  # not again within the hour
        db.session.remove()
        db.engine.dispose()
    assert done == [fresh.id]


class Kilometres:
    """A plug-in with settings of its own: one of each type."""

    @hookimpl
    def programme_settings(self) -> list[Setting]:
        """A number, a yes or no, one of several."""
        return [
            Setting("walks.kilometres", 5, "Kilometres", least=1, most=20),
            Setting("walks.dogs", False, "Dogs"),
            Setting("walks.pace", "slow", "Pace", options=("slow", "quick")),
        ]


def test_settings_of_a_plugin_are_chosen_as_versions(app: Flask, noord: Tenant) -> None:
    """`programme_settings`: a form from their types, the declared values until somebody chooses."""
    own = create_app(app.extensions["maatwerk.settings"], plugins={**registry.found(), "walks": Kilometres()})
    client = testing.client_of(own, noord, noord["administrator"])
    url = "/programmes/walks/own-settings"
    assert 'value="5"' in client.get(url).text
    wrong = client.submit(url, {"s0": "21", "s2": "slow", "reason": "Too far", "version": "0"})
    assert wrong.status_code == 422
    right = {"s0": "8", "s1": "y", "s2": "quick", "reason": "Fit people", "version": "0"}
    assert client.submit(url, right).status_code == 303
    assert client.submit(url, {**right, "s0": "9"}).status_code == 409
    assert client.get("/programmes/peer_support/own-settings").status_code == 404
    with own.app_context(), scope.within(noord.id):
        found = queries.plugin_settings("walks")
        db.session.remove()
    assert found == {"walks.kilometres": 8, "walks.dogs": True, "walks.pace": "quick"}
    with own.app_context():
        db.engine.dispose()
