"""The set-up list: every line can be done from it, and counts once it is."""

from __future__ import annotations

import io
import re
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from sqlalchemy import select

from maatwerk import testing
from maatwerk.access.actor import SYSTEM
from maatwerk.access.model import Account
from maatwerk.correspondence import jobs
from maatwerk.demo.standing import free
from maatwerk.ground import clock
from maatwerk.ground.database import db
from maatwerk.opening import actions
from maatwerk.people.imports import actions as imports
from maatwerk.people.model import Person
from maatwerk.tenancy.jobs import in_tenant
from maatwerk.training import actions as training


@dataclass
class Mailbox:
    """A mail server that takes letters, or turns them away."""

    answer: str = "250 OK"
    letters: list[EmailMessage] = field(default_factory=list)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        if self.answer.startswith("250"):
            self.letters.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        return self.answer


@pytest.fixture
def mailbox(app: Flask) -> Iterator[Mailbox]:
    """The mail server of the installation, for one test."""
    found, settings = Mailbox(), app.extensions["maatwerk.settings"]
    server = Controller(found, hostname="127.0.0.1", port=free())
    server.start()
    app.extensions["maatwerk.settings"] = replace(settings, smtp_url=f"smtp://127.0.0.1:{server.port}")
    yield found
    server.stop()
    app.extensions["maatwerk.settings"] = settings


@pytest.fixture
def school(app: Flask) -> testing.TenantFixture:
    """An organisation that was opened a moment ago, with its administrator."""
    slug = f"nieuw-{secrets.token_hex(4)}"
    with app.app_context():
        asked = actions.Trial(
            "New", slug, "Anna", "Beheer", f"anna@{slug}.example", ["peer_support/tutor"], "en", "#0f766e"
        )
        tenant_id = actions.open_trial(asked)
    found = testing.TenantFixture(tenant_id, slug, f"{slug}.maatwerk.localhost")
    with app.app_context(), in_tenant(tenant_id):
        account_id = db.session.scalars(select(Account.id)).one()
        db.session.remove()
    found.people["administrator"], _token = testing.signed_in(app, found, account_id=account_id)
    return found


@pytest.fixture
def client(school: testing.TenantFixture, client_for: Callable[..., testing.Client]) -> testing.Client:
    """The administrator's browser."""
    return client_for(school["administrator"], tenant=school)


def count(client: testing.Client) -> str:
    """What the list says of itself."""
    page = client.get("/set-up?lang=en").data.decode()
    (said,) = re.findall(r'class="tasks-count">([^<]+)<', page)
    return said


def test_new_organisation_has_done_two_of_eight(client: testing.Client) -> None:
    """What the six screens asked: its name, language and colour, and its first programme."""
    assert count(client) == "2 of 8 done"


def test_letter_to_oneself_counts_once_it_has_left(
    client: testing.Client, app: Flask, mailbox: Mailbox, school: testing.TenantFixture
) -> None:
    assert client.submit("/set-up/letter").status_code == 303
    assert count(client) == "2 of 8 done"
    with app.app_context():
        jobs.sweep()
    mine = [letter for letter in mailbox.letters if letter["To"] == f"anna@{school.slug}.example"]

    assert "A test letter from New" in [letter["Subject"] for letter in mine]
    assert count(client) == "3 of 8 done"


def test_letter_that_does_not_leave_does_not_count(client: testing.Client, app: Flask, mailbox: Mailbox) -> None:
    mailbox.answer = "451 Come back later"
    client.submit("/set-up/letter")
    with app.app_context():
        jobs.sweep()

    assert (mailbox.letters, count(client)) == ([], "2 of 8 done")


def test_each_line_counts_when_it_is_done(client: testing.Client, app: Flask, school: testing.TenantFixture) -> None:
    lead = {"given_name": "Lies", "family_name": "Hoort", "email": "lies@nieuw.example", "deputy": "lead"}
    colleague = {"given_name": "Cor", "family_name": "Dinator", "email": "cor@nieuw.example", "role": "coordinator"}
    steps = [("/organisation/lead", lead), ("/organisation/sites", {"name": "Noord"})]
    steps.append(("/people-and-roles/invite", colleague))
    counted = []
    for path, data in steps:
        assert client.submit(path, data).status_code == 303
        counted.append(count(client))
    assert counted == ["3 of 8 done", "4 of 8 done", "5 of 8 done"]

    with app.app_context(), in_tenant(school.id):
        file = b"Deelnemernr.;Roepnaam;Achternaam;Geb.datum\r\n4711;Jelte;Postema;03-04-2009\r\n"
        imports.import_file(lambda: io.BytesIO(file), "roster.csv", by=SYSTEM)
        coach = db.session.scalars(select(Person.id).where(Person.given_name == "Cor")).one()
        today = clock.today()
        paper = training.BroughtAlong(
            coach, "peer_support", "teacher_coach", "Elsewhere", today, today + timedelta(days=900)
        )
        training.bring_along(paper, by=school["administrator"])
        db.session.remove()
    assert count(client) == "7 of 8 done"


def test_each_line_leads_to_where_it_is_done(client: testing.Client) -> None:
    page = client.get("/set-up").data.decode()
    main = page[page.index("<main") : page.index("</main")]
    paths = re.findall(r'<li class="task-[^>]*>.*?href="([^"]+)"', main, re.DOTALL)

    assert len(paths) == 7  # the letter has its button below the list
    assert [client.get(path).status_code for path in paths] == [200] * 7
    assert 'action="/set-up/letter"' in main


def test_start_says_what_is_missing_and_then_opens(client: testing.Client, school: testing.TenantFixture) -> None:
    early = client.submit("/set-up/start", follow_redirects=True).data.decode()
    assert "name a safeguarding lead" in early
    lead = {"given_name": "Lies", "family_name": "Hoort", "email": "lies@nieuw.example", "deputy": "lead"}
    client.submit("/organisation/lead", lead)
    client.submit(
        "/people-and-roles/invite",
        {"given_name": "Cor", "family_name": "Dinator", "email": "cor@nieuw.example", "role": "coordinator"},
    )
    assert client.submit("/set-up/start").location == "/organisation"
    assert "You have started" in client.get("/set-up?lang=en").data.decode()


@pytest.mark.parametrize("wrong", [{"given_name": ""}, {"email": "geen adres"}, {"deputy": "boss"}])
def test_lead_that_is_not_right_keeps_what_was_typed(client: testing.Client, wrong: dict[str, str]) -> None:
    typed = {"given_name": "Lies", "family_name": "Hoort", "email": "lies@nieuw.example", "deputy": "lead"}
    answer = client.submit("/organisation/lead", typed | wrong)

    assert (answer.status_code, 'value="Hoort"' in answer.data.decode()) == (422, True)
    assert count(client) == "2 of 8 done"
