"""An installation of its own for commands: another database on the same server, made by the commands themselves."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import make_url

from maatwerk import testing
from maatwerk.cli import main
from maatwerk.ground import crypto
from maatwerk.ground.settings import write_keys

Run = Callable[..., Result]


@pytest.fixture(scope="session")
def environment(
    app: Flask, services: testing.Services, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, str]]:
    """Its settings; the roles are the run's own, the database is not."""
    settings = app.extensions["maatwerk.settings"]
    keys = tmp_path_factory.mktemp("commands") / "keys.json"
    write_keys(keys, {1: crypto.new_key()})
    with psycopg.connect(services.postgres.admin_url, autocommit=True) as admin:
        admin.execute("CREATE DATABASE commands")

    def there(url: str) -> str:
        return make_url(url).set(database="commands", drivername="postgresql").render_as_string(hide_password=False)

    found = {
        "MAATWERK_BASE_URL": "http://maatwerk.example",
        "MAATWERK_SECRET": "a secret of the commands' own, long enough",
        "MAATWERK_KEYS": str(keys),
        "MAATWERK_DATABASE_URL": there(settings.database_url),
        "MAATWERK_DATABASE_WORKER_URL": there(settings.database_worker_url),
        "MAATWERK_DATABASE_ADMIN_URL": services.postgres.admin_url_for("commands"),
        "MAATWERK_REDIS_URL": services.store,
        "MAATWERK_SMTP_URL": "smtp://127.0.0.1:1",
    }
    done = CliRunner().invoke(main, ["db", "upgrade", "--prepare"], env=found)
    assert done.exit_code == 0, done.output
    yield found
    with psycopg.connect(services.postgres.admin_url, autocommit=True) as admin:
        admin.execute("DROP DATABASE commands WITH (FORCE)")


@pytest.fixture
def run(environment: dict[str, str]) -> Run:
    """`run("tenant", "list")` is what the command line does with these words."""

    def invoke(*arguments: str, env: dict[str, str | None] | None = None, code: int = 0) -> Result:
        done = CliRunner().invoke(
            main, list(arguments), env={"LC_ALL": "C.UTF-8", **environment, **(env or {})}, catch_exceptions=False
        )
        assert done.exit_code == code, done.output
        return done

    return invoke


@pytest.fixture
def answer(run: Run) -> Callable[..., Any]:
    """The same with --json: its answer as values."""
    return lambda *arguments, **more: json.loads(run(*arguments, "--json", **more).stdout)


@pytest.fixture
def college(run: Run, tmp_path: Path) -> Path:
    """A college's file, open under a short name of its own."""
    path = tmp_path / "college.toml"
    slug = f"college-{abs(hash(tmp_path)) % 10**9}"
    path.write_text(FILE.replace("SLUG", slug))
    run("tenant", "apply", str(path), "--yes")
    return path


FILE = """\
slug = "SLUG"
name = "Klaverland College"
languages = ["nl", "en"]
zone = "Europe/Amsterdam"
colour = "#0f766e"
state = "open"
plugins = ["peer_support"]

[school]
name = "Klaverland College"
kind = "school"
sites = ["Noord", "Zuid"]

[administrator]
given_name = "Ytsje"
family_name = "Galema"
email = "ytsje@klaverland.example"

[safeguarding_lead]
given_name = "Koen"
family_name = "Roosdorp"
email = "koen@klaverland.example"

[settings]
"people.consent_age" = 16

[[programmes]]
variant = "peer_support/tutor"
name = "Tutors"
season = "2026-2027"
target = 40
[programmes.settings]
gap_days = 21
[programmes.settings."words.supporter".nl]
singular = "maatje"
plural = "maatjes"
with_article = "het maatje"
with_je = "je maatje"
with_uw = "uw maatje"
starting = "Het maatje"
"""
