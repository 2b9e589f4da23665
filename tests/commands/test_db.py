"""The database from the command line: up to date, checked, with a place for the front page."""

from __future__ import annotations

from typing import Any

import psycopg


def test_upgrade_again_changes_nothing(run: Any, answer: Any) -> None:
    said = answer("db", "upgrade")
    assert said["done"][0] == "core is at its newest revision"
    assert "the public front page has its place" not in said["done"]


def test_check_says_the_database_is_ready(run: Any, answer: Any) -> None:
    assert run("db", "check").stdout == "The database is ready.\n"
    assert answer("db", "check") == {"ready": True}


def test_front_page_lives_at_the_bare_host(answer: Any) -> None:
    hosts = {row["slug"]: row["host"] for row in answer("tenant", "list")}
    assert hosts["platform"] == "maatwerk.example"


def test_empty_database_is_told_what_to_do(run: Any, environment: dict[str, str]) -> None:
    admin = environment["MAATWERK_DATABASE_ADMIN_URL"]
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute("CREATE DATABASE empty_one")
    try:
        names = ("MAATWERK_DATABASE_URL", "MAATWERK_DATABASE_WORKER_URL")
        env = {name: environment[name].replace("/commands", "/empty_one") for name in names}
        done = run("db", "check", env=env, code=1)
        assert "run `maatwerk db upgrade`" in done.stderr
        for command in ("serve", "worker"):
            assert "run `maatwerk db upgrade`" in run(command, env=env, code=1).stderr
    finally:
        with psycopg.connect(admin, autocommit=True) as connection:
            connection.execute("DROP DATABASE empty_one WITH (FORCE)")


def test_server_that_is_gone_is_one_line(run: Any) -> None:
    env = {"MAATWERK_DATABASE_URL": "postgresql://maatwerk_app:x@127.0.0.1:1/commands"}
    done = run("tenant", "list", env=env, code=1)
    assert (done.stdout, done.stderr.count("\n")) == ("", 1)


def test_upgrade_needs_the_admins_address(run: Any) -> None:
    done = run("db", "upgrade", env={"MAATWERK_DATABASE_ADMIN_URL": None}, code=1)
    assert done.stderr == "MAATWERK_DATABASE_ADMIN_URL is not set; `db` commands need it\n"
