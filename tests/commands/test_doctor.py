"""`maatwerk doctor` lists every setting, tries each, and hides what is secret."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from aiosmtpd.controller import Controller

from maatwerk.access.actor import SYSTEM
from maatwerk.access.model import Draft
from maatwerk.access.work import unit_of_work
from maatwerk.app import create_app
from maatwerk.commands import opened, tenant_file
from maatwerk.commands.doctor import shown
from maatwerk.demo import standing
from maatwerk.ground import crypto
from maatwerk.ground.database import db
from maatwerk.ground.settings import from_environment, write_keys

SETTINGS = {
    *("MAATWERK_BASE_URL", "MAATWERK_SECRET", "MAATWERK_KEYS", "MAATWERK_MAIL_FROM", "MAATWERK_TRUSTED_PROXIES"),
    *("MAATWERK_DATABASE_URL", "MAATWERK_DATABASE_WORKER_URL", "MAATWERK_DATABASE_ADMIN_URL"),
    *("MAATWERK_REDIS_URL", "MAATWERK_SMTP_URL"),
}


class Box:
    """Keeps what a mail server was given."""

    def __init__(self) -> None:
        self.letters: list[tuple[list[str], str]] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        await asyncio.sleep(0)
        self.letters.append((envelope.rcpt_tos, envelope.content.decode()))
        return "250 OK"


@pytest.fixture
def mailbox() -> Iterator[tuple[Box, str]]:
    """A real mail server, and its address."""
    box = Box()
    server = Controller(box, hostname="127.0.0.1", port=standing.free())
    server.start()
    yield box, f"smtp://127.0.0.1:{server.port}"
    server.stop()


def found(answer: Any, *arguments: str, **more: Any) -> dict[str, dict[str, Any]]:
    return {one["name"]: one for one in answer("doctor", *arguments, **more)}


def test_doctor_tries_every_setting(answer: Any, run: Any, mailbox: tuple[Box, str]) -> None:
    run("tenant", "add", "dokter", "--admin", "baas@dokter.example")
    said = found(answer, env={"MAATWERK_BASE_URL": "https://maatwerk.example", "MAATWERK_SMTP_URL": mailbox[1]})
    assert {name for name, one in said.items() if not one["well"]} == set()
    assert set(said) >= SETTINGS | {"context key", "keys of organisations", "time zones", "typefaces and scripts"}


def test_doctor_sends_a_letter(answer: Any, mailbox: tuple[Box, str]) -> None:
    box, address = mailbox
    env = {"MAATWERK_BASE_URL": "https://maatwerk.example", "MAATWERK_SMTP_URL": address}
    said = found(answer, "--to", "beheer@post.example", env=env)
    assert said["MAATWERK_SMTP_URL"]["says"] == "a letter is on its way to beheer@post.example"
    ((to, text),) = box.letters
    assert (to, "Subject: A test letter from Maatwerk" in text) == (["beheer@post.example"], True)


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("MAATWERK_SMTP_URL", "smtp://127.0.0.1:1"),
        ("MAATWERK_REDIS_URL", "redis://127.0.0.1:1/0"),
        ("MAATWERK_DATABASE_WORKER_URL", "postgresql://maatwerk_worker:wrong@127.0.0.1:1/commands"),
        ("MAATWERK_BASE_URL", "http://maatwerk.example"),
    ],
)
def test_doctor_names_the_setting_that_is_wrong(answer: Any, mailbox: Any, setting: str, value: str) -> None:
    env = {"MAATWERK_BASE_URL": "https://maatwerk.example", "MAATWERK_SMTP_URL": mailbox[1], setting: value}
    said = found(answer, env=env, code=1)
    assert {name for name, one in said.items() if not one["well"]} == {setting}


def test_doctor_sees_another_secret(answer: Any, run: Any, mailbox: Any) -> None:
    run("tenant", "add", "geheim", "--admin", "baas@geheim.example")
    env = {"MAATWERK_BASE_URL": "https://maatwerk.example", "MAATWERK_SMTP_URL": mailbox[1]}
    said = found(answer, env={**env, "MAATWERK_SECRET": "another secret than the database knows"}, code=1)
    assert said["context key"]["well"] is False


def test_doctor_sees_other_master_keys(
    answer: Any, environment: Any, college: Any, mailbox: Any, tmp_path: Any
) -> None:
    env = {"MAATWERK_BASE_URL": "https://maatwerk.example", "MAATWERK_SMTP_URL": mailbox[1]}
    seal_something(environment, college)
    write_keys(tmp_path / "keys.json", {1: crypto.new_key()})
    said = found(answer, env={**env, "MAATWERK_KEYS": str(tmp_path / "keys.json")}, code=1)
    assert {name for name, one in said.items() if not one["well"]} == {"keys of organisations"}


def seal_something(environment: dict[str, str], college: Any) -> None:
    """The college's own key is made with its first sealed text."""
    app = create_app(from_environment(environment))
    with app.app_context():
        with opened.inside(tenant_file.read(college).slug), unit_of_work(SYSTEM) as work:
            draft = Draft(holder_id=uuid4(), form="/nominate", saved_at=work.now)
            draft.values = "something"
            work.add(draft)
        db.session.remove()
        db.engine.dispose()


def test_passwords_are_not_shown(run: Any, environment: dict[str, str], mailbox: Any) -> None:
    said = run("doctor", env={"MAATWERK_BASE_URL": "https://maatwerk.example", "MAATWERK_SMTP_URL": mailbox[1]}).stdout
    secrets = [environment["MAATWERK_SECRET"], environment["MAATWERK_DATABASE_URL"].split(":")[2].split("@")[0]]
    assert [secret for secret in secrets if secret in said] == []
    assert shown("redis://:pass@127.0.0.1:6379/0") == "redis://:***@127.0.0.1:6379/0"
    assert shown("smtp://127.0.0.1:25") == "smtp://127.0.0.1:25"
