"""A database of one's own that is not right yet: each command says in one line what is wrong and what to do."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from sqlalchemy import make_url

from maatwerk.demo.standing import free
from maatwerk.tenancy import upgrade

NAMES = ("MAATWERK_DATABASE_URL", "MAATWERK_DATABASE_WORKER_URL")
Admin = Callable[..., None]


@pytest.fixture
def admin(environment: dict[str, str]) -> Iterator[Admin]:
    """`admin("CREATE …")` as the server's superuser."""
    with psycopg.connect(environment["MAATWERK_DATABASE_ADMIN_URL"], autocommit=True) as connection:
        yield lambda *statements: [connection.execute(one) for one in statements] and None


@pytest.fixture
def login(admin: Admin) -> Iterator[Callable[[str], str]]:
    """`login("NOSUPERUSER")` makes a role of a kind and gives its name; gone afterwards."""
    made: list[str] = []

    def make(kind: str = "") -> str:
        made.append(f"someone_{secrets.token_hex(4)}")
        admin(f"CREATE ROLE {made[-1]} LOGIN {kind} PASSWORD 'known'")
        return made[-1]

    yield make
    for role in made:
        admin(f"DROP OWNED BY {role}", f"DROP ROLE {role}")


@pytest.fixture
def empty(admin: Admin) -> Iterator[str]:
    """A database without anything in it, open to all as a fresh one is."""
    name = f"empty_{secrets.token_hex(4)}"
    admin(f"CREATE DATABASE {name}")
    yield name
    admin(f"DROP DATABASE {name} WITH (FORCE)")


def address(url: str, **other: Any) -> str:
    return make_url(url).set(drivername="postgresql", **other).render_as_string(hide_password=False)


def said(run: Any, env: dict[str, str]) -> str:
    """What `db check`, `serve` and the worker say, which is the same one line."""
    both = {**env, **({NAMES[1]: env[NAMES[0]]} if NAMES[0] in env else {})}
    found = {run(*words, env=both, code=1).stderr for words in (("db", "check"), ("serve",), ("worker", "--once"))}
    (line,) = found
    assert line.count("\n") == 1
    return line.rstrip("\n")


def of_doctor(answer: Any, env: dict[str, str], name: str = NAMES[0]) -> str:
    """What `doctor` says about one setting."""
    found = {one["name"]: one for one in answer("doctor", env=env, code=1)}
    assert found[name]["well"] is False
    return str(found[name]["says"])


def test_server_that_does_not_answer(run: Any, answer: Any, environment: dict[str, str]) -> None:
    port = free()
    env = {NAMES[0]: address(environment[NAMES[0]], host="127.0.0.1", port=port)}
    line = f"No PostgreSQL answers at 127.0.0.1, port {port}. Is it running, and is the address right?"
    assert (said(run, env), of_doctor(answer, env)) == (line, line)


def test_database_that_is_not_there(run: Any, answer: Any, environment: dict[str, str]) -> None:
    env = {NAMES[0]: address(environment[NAMES[0]], database="nowhere")}
    line = "There is no database nowhere on that server. Make it, then run `maatwerk db upgrade`"
    assert (said(run, env), of_doctor(answer, env)) == (line, line)


@pytest.mark.parametrize("other", [{"username": "nobody_knows"}, {"password": "another"}])
def test_role_that_is_not_let_in(run: Any, answer: Any, environment: dict[str, str], other: dict[str, str]) -> None:
    env = {NAMES[0]: address(environment[NAMES[0]], **other)}
    name = other.get("username", "maatwerk_app")
    line = said(run, env)
    assert line.startswith(f"The database does not let {name} in: the role is missing or its password is another.")
    assert "maatwerk db upgrade --prepare" in line
    assert of_doctor(answer, env) == line


def test_role_that_may_not_connect(run: Any, answer: Any, environment: dict[str, str], login: Any) -> None:
    env = {NAMES[0]: address(environment[NAMES[0]], username=login(), password="known")}
    line = "The role may not connect to the database commands. `maatwerk db upgrade --prepare` gives that right"
    assert (said(run, env), of_doctor(answer, env)) == (line, line)


def test_role_without_rights(run: Any, answer: Any, environment: dict[str, str], admin: Admin, login: Any) -> None:
    role = login()
    admin(f"GRANT CONNECT ON DATABASE commands TO {role}")
    env = {NAMES[0]: address(environment[NAMES[0]], username=role, password="known")}
    line = said(run, env)
    assert line.startswith("The database refuses this to our role (permission denied for schema public). ")
    assert line.endswith("`maatwerk db upgrade` gives the rights")
    assert of_doctor(answer, env) == line


@pytest.mark.parametrize("kind", ["SUPERUSER", "BYPASSRLS"])
def test_role_that_may_see_everything(
    run: Any, answer: Any, environment: dict[str, str], admin: Admin, login: Any, kind: str
) -> None:
    role = login(kind)
    admin(f"GRANT CONNECT ON DATABASE commands TO {role}")
    env = {NAMES[0]: address(environment[NAMES[0]], username=role, password="known")}
    line = f"the database role may pass row-level security (through {role}); use maatwerk_app"
    assert (said(run, env), of_doctor(answer, env)) == (line, line)


def test_server_that_is_too_old(
    run: Any, answer: Any, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The check's own table says which versions are mended; here it asks for more than there is."""
    with psycopg.connect(environment["MAATWERK_DATABASE_ADMIN_URL"]) as connection:
        major, minor = divmod(connection.info.server_version, 10_000)
    monkeypatch.setitem(upgrade.OLDEST, major, minor + 1)
    line = f"PostgreSQL {major}.{minor} is too old; 15.14, 16.10, 17.6 or 18 and later are safe"
    assert (said(run, {}), of_doctor(answer, {})) == (line, line)


def test_database_that_is_empty(run: Any, answer: Any, environment: dict[str, str], empty: str) -> None:
    env = {name: address(environment[name], database=empty) for name in NAMES}
    line = "the database of core is empty; run `maatwerk db upgrade`"
    assert (said(run, env), of_doctor(answer, env)) == (line, line)


def test_upgrade_by_a_login_that_is_not_the_owner(
    run: Any, answer: Any, environment: dict[str, str], admin: Admin, login: Any
) -> None:
    role = login()
    admin(f"GRANT CONNECT ON DATABASE commands TO {role}")
    env = {
        "MAATWERK_DATABASE_ADMIN_URL": address(
            environment["MAATWERK_DATABASE_ADMIN_URL"], username=role, password="known"
        )
    }
    line = run("db", "upgrade", env=env, code=1).stderr
    assert line.startswith("MAATWERK_DATABASE_ADMIN_URL: this login may not do that (permission denied to set role")
    assert of_doctor(answer, env, "MAATWERK_DATABASE_ADMIN_URL") == line.rstrip("\n")


def test_prepare_by_a_login_that_is_no_superuser(
    run: Any, environment: dict[str, str], admin: Admin, login: Any
) -> None:
    role = login()
    admin(f"GRANT CONNECT ON DATABASE commands TO {role}")
    env = {
        "MAATWERK_DATABASE_ADMIN_URL": address(
            environment["MAATWERK_DATABASE_ADMIN_URL"], username=role, password="known"
        )
    }
    line = run("db", "upgrade", "--prepare", env=env, code=1).stderr
    assert line.startswith("MAATWERK_DATABASE_ADMIN_URL: this login may not do that (permission denied to alter role")
    assert line.endswith("; `--prepare` needs a superuser, once\n")
