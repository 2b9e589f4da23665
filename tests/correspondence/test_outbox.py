"""A letter is a row in the transaction of what it tells, and leaves once."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any
from uuid import uuid4

import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from flask_babel import lazy_gettext as _
from redis.exceptions import RedisError
from sqlalchemy import select

from maatwerk.access import postman
from maatwerk.access.actor import SYSTEM
from maatwerk.access.work import unit_of_work
from maatwerk.correspondence import jobs, outbox
from maatwerk.correspondence.model import Letter as Row
from maatwerk.correspondence.values import Letter, LetterKind, Link
from maatwerk.ground import clock, queue
from maatwerk.ground.database import db
from maatwerk.tenancy.jobs import NoTenant
from tests.factories import world

KIND = LetterKind("test_kind", _("Hello %(programme)s"), (_("Kind regards,"),), button=_("Sign in"))


@dataclass
class Mailbox:
    """What a real mail server on this machine received."""

    letters: list[EmailMessage]
    answer: str = "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        """Take a letter, or refuse it."""
        if self.answer.startswith("250"):
            self.letters.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        return self.answer


@pytest.fixture
def mailbox(app: Flask) -> Iterator[Mailbox]:
    """A real SMTP server for one test."""
    found = Mailbox([])
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(found, hostname="127.0.0.1", port=port)
    controller.start()
    settings = app.extensions["maatwerk.settings"]
    app.extensions["maatwerk.settings"] = replace(settings, smtp_url=f"smtp://127.0.0.1:{port}")
    app.extensions["maatwerk.letters"][KIND.key] = KIND
    yield found
    controller.stop()
    app.extensions["maatwerk.settings"] = settings
    del app.extensions["maatwerk.letters"][KIND.key]


def put(
    key: str | None = None, *, email: str | None = None, link: Link | None = None, account: bool = False, **more: Any
) -> Any:
    """One letter in the outbox; its id, or None when the key was used."""
    with unit_of_work(SYSTEM) as work:
        person = world.a_person(work, "Reader Own")
        if account:
            world.an_account(work, person, f"{person.id}@noord.example")
        letter = Letter(
            KIND,
            to=person.id,
            key=key or secrets.token_hex(8),
            email=email,
            link=link,
            values={"programme": "buddies"},
            **more,
        )
        return outbox.put(work.session, letter, work.now)


def state(letter_id: Any) -> str:
    db.session.rollback()
    return db.session.execute(select(Row.state).where(Row.id == letter_id)).scalar_one()


def test_a_letter_arrives_in_words_with_its_link(here, mailbox):
    letter_id = put(email="lezer@post.example", link=Link("sign_in", "/account"), account=True)
    assert postman.carry(letter_id) == "sent"
    letter = mailbox.letters[0]

    assert (letter["To"], letter["Subject"]) == ("lezer@post.example", "Hello buddies")
    assert "http://noord.maatwerk.localhost/link/" in letter.get_body(("plain",)).get_content()
    assert "Dear Reader," in letter.get_body(("html",)).get_content()


def test_the_same_key_is_sent_once(here):
    key = secrets.token_hex(8)

    assert (put(key) is not None, put(key)) == (True, None)


def test_the_same_letter_has_the_same_message_id(here, mailbox):
    letter_id = put(email="a@post.example")
    postman.carry(letter_id)
    with unit_of_work(SYSTEM) as work:
        work.get(Row, letter_id).state = "queued"
    postman.carry(letter_id)

    assert len({letter["Message-ID"] for letter in mailbox.letters}) == 1


def test_two_postmen_send_it_once(app, here, mailbox, noord):
    from concurrent.futures import ThreadPoolExecutor

    letter_id = put(email="b@post.example")

    def carry(_n: int) -> str:
        with app.app_context():
            return jobs.send(str(noord.id), str(letter_id))

    with ThreadPoolExecutor(6) as pool:
        answers = sorted(pool.map(carry, range(6)))
    assert (answers, len(mailbox.letters)) == (["not waiting"] * 5 + ["sent"], 1)


def test_a_server_that_is_away_is_tried_again_later(here, mailbox, at):
    mailbox.answer = "451 later"
    letter_id = put(email="c@post.example")
    assert postman.carry(letter_id) == "queued"
    assert postman.carry(letter_id) == "not waiting"
    mailbox.answer = "250 OK"
    at(clock.now() + timedelta(minutes=5))
    assert postman.carry(letter_id) == "sent"


def test_without_an_address_it_fails_and_says_so(here, mailbox):
    with unit_of_work(SYSTEM) as work:
        person = world.a_person(work, "Nobody Home")
        person.email = None
        letter_id = outbox.put(work.session, Letter(KIND, to=person.id, key=secrets.token_hex(8)), work.now)

    assert (postman.carry(letter_id), state(letter_id)) == ("failed", "failed")


@pytest.mark.parametrize(("security", "attempts", "after"), [(1, 5, "queued"), (0, 1, "queued"), (0, 2, "uncertain")])
def test_after_a_crash_a_sign_in_is_sent_again_and_a_reminder_once_at_most(here, at, security, attempts, after):
    letter_id = put(due=clock.now() + timedelta(days=1))
    with unit_of_work(SYSTEM) as work:
        row = work.get(Row, letter_id)
        row.state, row.sending_since, row.security, row.attempts = "sending", work.now, security, attempts
    at(clock.now() + timedelta(minutes=11))
    postman.sweep()

    assert state(letter_id) == after


def test_the_sweeper_finds_what_the_doorbell_missed(here, mailbox):
    letter_id = put(email="d@post.example")
    postman.sweep()

    assert state(letter_id) == "sent"


def test_a_letter_can_be_taken_back_before_it_leaves(here):
    key = secrets.token_hex(8)
    put(key, due=clock.now() + timedelta(seconds=60))
    with unit_of_work(SYSTEM) as work:
        assert outbox.cancel(work.session, key) is True
    with unit_of_work(SYSTEM) as work:
        assert outbox.cancel(work.session, key) is False


def test_names_and_values_cannot_break_a_header(here, mailbox):
    with unit_of_work(SYSTEM) as work:
        person = world.a_person(work, "X\r\nBcc:evil@evil.example Own")
        letter = Letter(
            KIND,
            to=person.id,
            key=secrets.token_hex(8),
            email="e@post.example",
            values={"programme": "a\r\nBcc: evil@evil.example"},
        )
        letter_id = outbox.put(work.session, letter, work.now)
    assert postman.carry(letter_id) == "sent"

    assert mailbox.letters[0]["Bcc"] is None


@pytest.mark.parametrize("tenant", ["", "no-uuid", "00000000-0000-4000-8000-000000000009", None])
def test_a_job_without_a_tenant_is_refused_and_counted(app, tenant):
    with app.app_context():
        before = app.extensions.get("maatwerk.refused_jobs", 0)
        with pytest.raises(NoTenant):
            jobs.send(tenant, str(uuid4()))
        assert app.extensions["maatwerk.refused_jobs"] == before + 1


def test_a_job_of_one_tenant_cannot_send_a_letter_of_another(app, here, mailbox, zuid):
    letter_id = put(email="f@post.example")
    with app.app_context():
        assert jobs.send(str(zuid.id), str(letter_id)) == "not waiting"

    assert (mailbox.letters, state(letter_id)) == ([], "queued")


def test_without_the_store_nothing_is_lost(here, app, mailbox, monkeypatch):
    def gone(*_args: Any, **_kwargs: Any) -> None:
        raise RedisError

    monkeypatch.setattr(queue, "queue", gone)
    assert queue.ring("maatwerk.correspondence.jobs.send", tenant="x", letter="y") is False
    letter_id = put(email="g@post.example")
    postman.sweep()
    assert state(letter_id) == "sent"


def test_the_doorbell_carries_ids_only_as_json(here, app, noord):
    """A pickle in the queue is refused: the one serializer is JSON (trust.md, rq 2389)."""
    with unit_of_work(SYSTEM) as work:
        person = world.a_person(work, "Bell Own")
        work.send(Letter(KIND, to=person.id, key=secrets.token_hex(8)))
    job = queue.queue().jobs[-1]

    assert (sorted(job.kwargs), job.kwargs["tenant"]) == (["letter", "tenant"], str(noord.id))
    assert job.serializer.__name__ == "JSONSerializer"
