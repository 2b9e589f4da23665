"""Doors that anybody may try: public pages, addresses, second ids, fields nobody should send."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from maatwerk.access import limits
from maatwerk.access.model import RoleGrant
from maatwerk.correspondence.model import Letter
from maatwerk.ground.database import db
from maatwerk.safeguarding.model import Concern
from maatwerk.tenancy.model import Tenant
from maatwerk.testing import Client, TenantFixture, client_of
from maatwerk.training.model import Enrolment
from maatwerk.trajectory.model import Ask, KickoffParty
from tests.access import journey
from tests.access.journey import Scene


@pytest.fixture
def found(battered: Scene) -> Scene:
    """Two lanes in an organisation of their own."""
    return battered


@pytest.fixture
def browse(app: Flask, found: Scene) -> Callable[[str], Client]:
    """`browse(role)` is the browser of somebody of the first lane, or of the staff."""
    return lambda role: journey.sign_in(app, found, journey.actor_of(found, found.own, role))


@pytest.fixture
def visitor(app: Flask, found: Scene) -> Client:
    """Somebody who is not signed in."""
    return client_of(app, found.tenant, None)


HOSTILE_PATHS = ("//evil.example/x", "//evil.example", "/\\evil.example", "///evil.example", "/%2f/evil.example")


@pytest.mark.parametrize("path", HOSTILE_PATHS)
@pytest.mark.parametrize("role", ["coordinator", None])
def test_no_link_or_redirect_leads_to_another_host(browse, visitor, path, role):
    answer = (browse(role) if role else visitor).get(path)
    said = answer.get_data(as_text=True)
    links = re.findall(r'(?:href|action|src)="([^"]*)"', said)
    target = answer.headers.get("Location", "/")
    away = [link for link in (*links, target) if link.startswith(("//", "/\\")) or "://evil" in link]

    assert away == []


@pytest.mark.parametrize("path", HOSTILE_PATHS)
def test_who_signs_in_stays_on_this_host(app, found, visitor, path):
    """Whatever `next` says, the letter's link goes to a path of this organisation."""
    with journey.inside(found):
        email = db.session.scalars(select(Letter.to_email).limit(0)).first() or "coordinator@belaagd.example"
    visitor.submit(f"/sign-in?next={path}", {"email": email})
    with journey.inside(found):
        goes_to = db.session.scalars(
            select(Letter.goes_to).where(Letter.kind == "sign_in").order_by(Letter.made_at.desc()).limit(1)
        ).first()
        limits.clear("link.account", email)

    assert goes_to is not None
    assert not goes_to.startswith(("//", "/\\"))


def test_a_secret_that_one_person_saw_is_not_the_next_ones(app, found):
    """Two people at one computer: the second gets an authenticator secret of their own."""
    one, other = (journey.sign_in(app, found, found.own.actors[role]) for role in ("seeker", "supporter"))
    seen = one.get("/account/authenticator").get_data(as_text=True)
    cookie = one.get_cookie("form", domain=found.tenant.host)
    other.set_cookie("form", cookie.value, domain=found.tenant.host)
    shown = other.get("/account/authenticator").get_data(as_text=True)
    secrets = [set(re.findall(r"\b[A-Z2-7]{32}\b", said.replace(" ", ""))) for said in (seen, shown)]

    assert (len(secrets[0]) > 0, len(secrets[1]) > 0, secrets[0] & secrets[1]) == (True, True, set())


@pytest.fixture
def not_started(app: Flask, found: Scene) -> Iterator[None]:
    """The organisation has not opened its doors."""
    directory = app.extensions["maatwerk.directory"]

    def put(state: str) -> None:
        from sqlalchemy import create_engine  # the app may not write this table

        engine = create_engine(app.extensions["maatwerk.settings"].database_admin_url)
        with engine.begin() as connection:
            connection.execute(update(Tenant).where(Tenant.id == found.tenant.id).values(state=state))
        engine.dispose()
        directory.forget()

    put("trial")
    yield
    put("open")


@pytest.mark.parametrize("path", ["/nominate", "/apply"])
def test_an_organisation_that_has_not_started_takes_nobody_in(found, visitor, not_started, path):
    with journey.inside(found):
        before = db.session.scalar(select(func.count()).select_from(Letter))
    seen = visitor.get(path)
    part = f"{found.tenant.programmes['peer_support/buddy']}:seeker"
    sent = visitor.submit(
        path,
        {"part": part, "email": "new@post.example", "name": "X Y", "programme": part[:36], "relation": "teacher",
         "knows": "", "why": "because", "themes": "planning"},
    )  # fmt: skip
    with journey.inside(found):
        after = db.session.scalar(select(func.count()).select_from(Letter))

    assert (seen.status_code, sent.status_code, after - before) == (200, 200, 0)
    assert ("<form" in seen.get_data(as_text=True).split("<main", 1)[1].split("</main", 1)[0]) is False


def test_a_signed_in_colleague_can_nominate_nobody_before_the_start(found, browse, not_started):
    said = browse("coordinator").get("/nominate").get_data(as_text=True)

    assert 'name="why"' not in said


SECOND_IDS = (
    ("coordinator", "/matches/{own[match]}/kickoff/{other[kickoff_party]}/spoken"),
    ("coordinator", "/matches/{own[match]}/asks/{other[ask]}/answered"),
    ("coordinator", "/matches/{own[match]}/meetings/{other[meeting]}/missed"),
    ("supporter", "/matches/{own[match]}/meetings/{other[meeting]}"),
    ("supporter", "/matches/{own[match]}/meetings/{other[meeting]}/missed"),
    ("supporter", "/matches/{own[match]}/goals/{other[goal]}"),
    ("supporter", "/matches/{own[match]}/goals/{other[goal]}/let-go"),
    ("seeker", "/matches/{own[match]}/goals/{other[goal]}/let-go"),
    ("coach", "/training/runs/{own[training_run]}/sessions/{other[run_session]}/attendance"),
    ("coach", "/training/runs/{other[training_run]}/sessions/{own[run_session]}/attendance"),
    ("coordinator", "/people/{own[match]}/ties/{own[tie]}/remove"),
    ("administrator", "/people/{own[person]}/ties/{other[tie]}/remove"),
    ("coordinator", "/people/{own[person]}/ties/{other[tie]}/remove"),
)


@pytest.mark.parametrize(("role", "pattern"), SECOND_IDS)
def test_a_second_id_belongs_to_the_first(found, browse, role, pattern):
    url = pattern.format(own=found.own.rows, other=found.other.rows)

    assert browse(role).submit(url, {"progress": "2", "version": "1"}).status_code == 404


def test_nothing_of_another_match_changed_by_its_second_id(found):
    with journey.inside(found):
        ask = db.session.get_one(Ask, (found.tenant.id, found.other.rows["ask"]))
        party = db.session.get_one(KickoffParty, (found.tenant.id, found.other.rows["kickoff_party"]))

        assert (ask.done_at, party.caught_up_on) == (None, None)


@pytest.mark.parametrize("which", ["participation", "participation_asked_seeker"])
def test_a_place_in_a_training_is_for_supporters(found, browse, which):
    run = found.own.rows["training_run"]
    answer = browse("coordinator").submit(
        f"/training/runs/{run}/place", {"participation_id": str(found.own.rows[which])}
    )
    with journey.inside(found):
        held = db.session.scalars(select(Enrolment.person_id).where(Enrolment.run_id == run)).all()

    assert (answer.status_code, set(held)) == (404, {found.own.person("supporter")})


@pytest.mark.parametrize("programme", ["garbage", "00000000-0000-4000-8000-000000000009", "0" * 32])
def test_a_role_is_given_in_a_programme_of_this_organisation(found, browse, programme):
    account = found.own.actors["supporter"].account_id
    answer = browse("administrator").submit(
        f"/people-and-roles/{account}/role", {"role": "coordinator", "where": f"programme:{programme}"}
    )
    with journey.inside(found):
        given = db.session.scalars(select(RoleGrant.id).where(RoleGrant.account_id == account)).all()

    assert (answer.status_code, given) == (422, [])


@pytest.mark.parametrize("role", ["operator", "seeker", "owner", ""])
def test_only_roles_of_the_list_can_be_given(found, browse, role):
    account = found.own.actors["supporter"].account_id

    assert browse("administrator").submit(f"/people-and-roles/{account}/role", {"role": role}).status_code == 422


PAGED = (
    "/intake",
    "/waiting",
    "/matches",
    "/people",
    "/nominations",
    "/training",
    "/training/certificates",
    "/worries",
)


@pytest.mark.parametrize("number", ["0", "-1", "9" * 18, "9" * 30, "x"])
@pytest.mark.parametrize("path", PAGED)
def test_any_page_number_is_some_page(browse, path, number):
    role = "safeguarding_lead" if path == "/worries" else "coordinator"

    assert browse(role).get(path, query_string={"page": number}).status_code == 200


@pytest.mark.parametrize("value", ["9" * 30, "x", "-1"])
@pytest.mark.parametrize("name", ["group", "look", "site", "year", "page"])
def test_any_filter_of_people_is_some_list(browse, name, value):
    assert browse("coordinator").get("/people", query_string={name: value}).status_code == 200


NUL = ("\x00", "a\x00b")
TYPED = (
    ("visitor", "/nominate", {"name": "X Y", "email": "x@post.example", "why": "w", "relation": "teacher"}),
    ("visitor", "/sign-in", {"email": "x@post.example"}),
    ("visitor", "/sign-in/password", {"email": "x@post.example", "password": "pass"}),
    ("coordinator", "/people", {"q": "name"}),
    ("coordinator", "/today/put-off", {"line": "x", "days": "3"}),
    ("supporter", "/matches/{own[match]}/goals", {"words": "goal", "first_step": "step"}),
    ("supporter", "/matches/{own[match]}/log", {"note": "note", "minutes": "60", "mood": "good", "audience": "own"}),
    ("supporter", "/worries/about/{own[person]}", {"words": "worry", "urgency": "today"}),
    ("coordinator", "/matches/{own[match]}/check-in", {"summary": "line", "with_whom": "seeker"}),
    ("administrator", "/people-and-roles/invite", {"given_name": "A", "family_name": "B", "email": "n@x.example",
                                                    "role": "coordinator"}),
    ("administrator", "/organisation/sites", {"name": "site"}),
    ("coordinator", "/people/new", {"preferred_name": "A", "family_name": "B", "kind": "student"}),
)  # fmt: skip


@pytest.mark.parametrize("nul", NUL)
@pytest.mark.parametrize(("role", "url", "values"), TYPED)
def test_a_nul_in_any_field_breaks_nothing(found, browse, visitor, role, url, values, nul):
    client = visitor if role == "visitor" else browse(role)
    path = url.format(own=found.own.rows)
    broken = [
        name
        for name in values
        if client.submit(path, {**values, name: nul}).status_code >= 500
    ]  # fmt: skip

    assert broken == []


def test_worries_are_not_poured_out_by_the_hundred(app, found, browse):
    client, url = browse("supporter"), f"/worries/about/{found.own.rows['person']}"
    limit = limits.LIMITS["worry"].times
    statuses = [
        client.submit(url, {"words": f"worry {n}", "urgency": "this_week"}).status_code for n in range(limit + 2)
    ]
    with journey.inside(found):
        kept = db.session.scalars(select(Concern.id).where(Concern.raised_by == found.own.person("supporter"))).all()

    assert (statuses[-1], len(kept) <= limit + 3) == (429, True)


def test_a_trial_is_opened_a_few_times_for_one_address_only(app):
    """Whoever fills in another's address cannot flood them with letters."""
    assert {"trial", "trial.email"} <= set(limits.LIMITS)


def test_the_own_organisation_fixture_is_what_it_says(found: Scene, noord: TenantFixture):
    assert found.tenant.id != noord.id
