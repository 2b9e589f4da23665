"""Every route, each method, as every role of noord, with the ids of zuid: the answer is that for an id that never was.

The routes, methods and roles are found, not listed: a new page is attacked the day it is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import create_engine, text
from werkzeug.routing import Rule

from maatwerk.access.actor import SYSTEM
from maatwerk.access.work import unit_of_work
from maatwerk.ground.database import db
from maatwerk.tenancy.columns import of_a_tenant
from maatwerk.testing import Client, TenantFixture
from tests.factories import filler, world

WORD = "zuiderkanarie"
ROLES = (
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
    None,
)
# Signing out ends the session that crawls; the rest is attacked.
SPARED = {"access.sign_out", "access.sign_out_everywhere", "static_files.file"}
# What differs between any two answers: the reference, tokens against forged posts, the id itself, moments.
MASKS = (
    (re.compile(r'(<span class="reference">)[^<]*'), r"\1"),
    (re.compile(r'(name="csrf_token" value=")[^"]*'), r"\1"),
    (re.compile(r'(X-CSRFToken": ")[^"]*'), r"\1"),
    (re.compile(r'(id="csrf_token"[^>]*value=")[^"]*'), r"\1"),
    (re.compile(r'(name="form_key"[^>]*value=")[^"]*'), r"\1"),
    (re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"), "ID"),
)


@pytest.fixture(scope="module")
def noord(app: Flask) -> TenantFixture:
    """An organisation of this test's own: whoever crawls also changes what is theirs."""
    return world.organisation(app, "noord-crawled", "Noorderdam College")


@pytest.fixture(scope="module")
def full_zuid(app: Flask, zuid: TenantFixture) -> TenantFixture:
    """Zuid with a row in every table, each full of its word."""
    from maatwerk.tenancy import scope  # the fixture enters the tenant itself

    with app.app_context(), scope.within(zuid.id), unit_of_work(SYSTEM) as work:
        filler.fill(work, zuid, WORD)
    return zuid


@pytest.fixture
def fingerprint(app: Flask, full_zuid: TenantFixture) -> Iterator[Callable[[], dict[str, str]]]:
    """What all of zuid's rows come to, table by table, as the server's administrator sees them."""
    engine = create_engine(app.extensions["maatwerk.settings"].database_admin_url)
    names = [table.name for table in db.metadata.sorted_tables if of_a_tenant(table)]

    def take() -> dict[str, str]:
        with engine.connect() as connection:
            return {
                name: connection.execute(
                    text(
                        f"SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t.id), '')) "
                        f'FROM "{name}" t WHERE tenant_id = :t'
                    ),
                    {"t": full_zuid.id},
                ).scalar_one()
                for name in names
            }

    yield take
    engine.dispose()


def routes(app: Flask) -> list[tuple[Rule, str]]:
    """Every route with each of its methods."""
    return [
        (rule, method)
        for rule in sorted(app.url_map.iter_rules(), key=lambda r: (r.rule, r.endpoint))
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        if rule.endpoint not in SPARED
    ]


def address(app: Flask, rule: Rule, pick: Callable[[str], UUID]) -> str:
    """The route with an id for each of its parts."""
    values: dict[str, Any] = {}
    for name, part in rule._converters.items():
        converter = type(part).__name__
        values[name] = (
            pick(name) if converter == "UUIDConverter" else 1 if converter == "IntegerConverter" else "seeker"
        )
    with app.test_request_context(base_url="http://noord.maatwerk.localhost"):
        from flask import url_for  # needs the context just made

        return url_for(rule.endpoint, **values)


def masked(body: bytes) -> str:
    """An answer without what differs between any two."""
    said = body.decode(errors="replace")
    for pattern, instead in MASKS:
        said = pattern.sub(instead, said)
    return said


def asked(client: Client, method: str, url: str, ids: dict[str, str]) -> tuple[int, str, str]:
    """Status, where it leads, and what it says."""
    if method == "GET":
        answer = client.get(url)
    else:
        answer = client.open(url, method=method, data={**ids, "csrf_token": client.token()})
    return answer.status_code, masked((answer.headers.get("Location") or "").encode()), masked(answer.data)


@pytest.mark.parametrize("role", ROLES)
def test_ids_of_another_organisation_are_as_if_they_never_were(app, noord, full_zuid, client_for, fingerprint, role):
    before = fingerprint()
    client = client_for(noord[role] if role else None)
    differing, leaked, attacks = [], [], 0
    for rule, method in routes(app):
        if not any(type(c).__name__ == "UUIDConverter" for c in rule._converters.values()):
            continue
        theirs = address(
            app, rule, lambda name: full_zuid.things.get(name.removesuffix("_id"), full_zuid.things["person"])
        )
        never = address(app, rule, lambda _name: uuid4())
        answers = [asked(client, method, url, {}) for url in (theirs, never)]
        attacks += 1
        if answers[0] != answers[1]:
            differing.append((method, rule.rule, answers[0][0], answers[1][0]))
        if WORD in answers[0][2]:
            leaked.append((method, rule.rule))
    assert (differing, leaked) == ([], [])
    assert attacks > 0
    assert fingerprint() == before


@pytest.mark.parametrize("role", ROLES)
def test_ids_of_another_organisation_in_a_form_change_nothing_there(
    app, noord, full_zuid, client_for, fingerprint, role
):
    """Every unsafe route with every name of an id in its form, pointing at zuid."""
    before = fingerprint()
    client = client_for(noord[role] if role else None)
    stolen = {name: str(row) for kind, row in full_zuid.things.items() for name in (f"{kind}_id", kind)}
    broken, leaked = [], []
    for rule, method in routes(app):
        if method == "GET":
            continue
        own = address(app, rule, lambda name: noord.things.get(name.removesuffix("_id"), uuid4()))
        status, _location, body = asked(client, method, own, stolen)
        if status >= 500:
            broken.append((method, rule.rule, status))
        if WORD in body:
            leaked.append((method, rule.rule))
    assert (broken, leaked) == ([], [])
    assert fingerprint() == before


@pytest.mark.parametrize("role", ROLES)
def test_no_page_shows_a_word_of_another_organisation(app, noord, full_zuid, client_for, role):
    """Every page without an id, as every role: no page fails, and zuid's word is on none."""
    client = client_for(noord[role] if role else None)
    failed, leaked, unmarked = [], [], []
    for rule, method in routes(app):
        if method != "GET" or rule._converters:
            continue
        answer = client.get(address(app, rule, lambda _name: uuid4()))
        if answer.status_code >= 500:
            failed.append((rule.rule, answer.status_code))
        if WORD.encode() in answer.data:
            leaked.append(rule.rule)
        if answer.status_code == 200 and answer.mimetype == "text/html" and answer.data.count(b"<h1") != 1:
            unmarked.append(rule.rule)
    assert (failed, leaked, unmarked) == ([], [], [])


def test_a_cookie_of_one_organisation_is_nobody_at_another(app, noord, zuid, client_for):
    client = client_for(noord["coordinator"])
    token = client.get_cookie("maatwerk", domain=noord.host).value
    elsewhere = client_for(None, tenant=zuid)
    elsewhere.set_cookie("maatwerk", token, domain=zuid.host)

    assert elsewhere.get("/account").status_code == 303
    assert client.get("/account").status_code == 200


def test_an_unknown_host_learns_nothing(app):
    client = app.test_client()
    answers = {
        client.get(path, base_url=f"http://{host}").status_code
        for host in ("nobody.maatwerk.localhost", "evil.example", "a:80@evil", "127.0.0.1")
        for path in ("/", "/sign-in", "/today", "/static/x.css", "/theme.x.css")
    }

    assert answers == {404}
