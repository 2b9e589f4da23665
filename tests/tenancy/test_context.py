"""A signed context cannot be forged, replayed, or chosen by injected SQL; without one there are no rows."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from flask import Flask
from sqlalchemy import make_url, select, text
from sqlalchemy.exc import DBAPIError

from maatwerk.ground import clock
from maatwerk.ground.database import db
from maatwerk.people.model import Person
from maatwerk.tenancy import scope, upgrade
from maatwerk.testing import TenantFixture


@pytest.fixture
def raw(app: Flask) -> Iterator[psycopg.Connection[Any]]:
    """A connection as the app role, as an attacker with SQL would have it."""
    url = make_url(app.extensions["maatwerk.settings"].database_url).set(drivername="postgresql")
    with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as connection:
        yield connection


def context(
    app: Flask, raw: psycopg.Connection[Any], tenant: TenantFixture, *, pid: int | None = None, seconds: float = 0
) -> str:
    """A context as the app signs it, perhaps for another backend or moment."""
    key = upgrade.context_key(app.extensions["maatwerk.settings"].secret)
    return scope.signed(key, tenant.id, pid or raw.info.backend_pid, seconds)


def people_seen(raw: psycopg.Connection[Any], signed: str | None) -> int:
    """How many persons one transaction with this context sees."""
    try:
        raw.execute("BEGIN" if signed is None else f"BEGIN; SET LOCAL maatwerk.ctx = '{signed}'")
        return int(raw.execute("SELECT count(*) FROM person").fetchone()[0])  # type: ignore[index]
    finally:
        raw.execute("ROLLBACK")


def test_a_true_context_sees_its_own_people(app, raw, noord, zuid):
    here, there = people_seen(raw, context(app, raw, noord)), people_seen(raw, context(app, raw, zuid))

    assert (here > 0, there > 0) == (True, True)


def test_no_context_no_rows_in_any_table(raw, noord):
    names = [table.name for table in db.metadata.sorted_tables if table.name not in ("tenant", "tenant_host")]
    raw.execute("BEGIN")
    seen = {name: raw.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in names}
    raw.execute("ROLLBACK")

    assert {name: count for name, count in seen.items() if count} == {}


def test_an_empty_context_is_no_context(raw, noord):
    assert people_seen(raw, "") == 0


@pytest.mark.parametrize("seconds", [-6.0, 6.0, -3600.0, 3600.0])
def test_a_context_outside_five_seconds_is_refused(app, raw, noord, seconds):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        people_seen(raw, context(app, raw, noord, seconds=seconds))


def test_a_context_of_another_backend_is_refused(app, raw, noord):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        people_seen(raw, context(app, raw, noord, pid=raw.info.backend_pid + 1))


def test_the_tenant_in_a_context_cannot_be_swapped(app, raw, noord, zuid):
    signed = context(app, raw, noord).replace(str(noord.id), str(zuid.id))

    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        people_seen(raw, signed)


def test_five_hundred_forged_contexts_open_nothing(app, raw, noord):
    """Signatures, shapes and clocks made up by an attacker: none of them sees a row."""
    won = 0
    for number in range(500):
        true = context(app, raw, noord).split("|")
        forged = [
            f"{true[0]}|{true[1]}|{secrets.token_hex(32)}",
            f"{uuid4()}|{true[1]}|{true[2]}",
            f"{true[0]}|{int(true[1]) + 1}|{true[2]}",
            f"{true[0]}|{true[1]}",
            f"{true[0]}|x|{true[2]}",
        ][number % 5]
        try:
            won += people_seen(raw, forged) > 0
        except psycopg.errors.InsufficientPrivilege:
            continue
    assert won == 0


@pytest.mark.parametrize(
    "attack",
    [
        "SET LOCAL row_security = off",
        "SET ROLE maatwerk_owner",
        "SET SESSION AUTHORIZATION postgres",
        "SELECT * FROM maatwerk.context_key",
        "ALTER TABLE person DISABLE ROW LEVEL SECURITY",
        "DROP POLICY tenant_shuts ON person",
        "CREATE FUNCTION public.leak() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE TABLE public.mine (id int)",
        "CREATE TEMP TABLE mine AS SELECT 1",
        "TRUNCATE person",
        "COPY person FROM STDIN",
        "SELECT * FROM pg_stat_activity",
        "SELECT pg_stat_get_live_tuples('person'::regclass)",
        "SELECT pg_read_file('/etc/passwd')",
        "UPDATE tenant SET slug = 'mine'",
        "INSERT INTO audit_entry SELECT * FROM audit_entry",
        "UPDATE audit_entry SET action = 'nothing'",
        "DELETE FROM audit_entry",
    ],
)
def test_injected_sql_gets_no_further(app, raw, noord, zuid, attack):
    """Whatever is run inside noord's own transaction, zuid stays shut."""
    raw.execute(f"BEGIN; SET LOCAL maatwerk.ctx = '{context(app, raw, noord)}'")
    with pytest.raises(psycopg.Error):
        raw.execute(attack)
        raw.execute("SELECT * FROM person").fetchall()
    raw.execute("ROLLBACK")


def test_a_block_of_code_cannot_change_the_tenant(app, raw, noord, zuid):
    raw.execute(f"BEGIN; SET LOCAL maatwerk.ctx = '{context(app, raw, noord)}'")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        raw.execute(
            f"DO $$ BEGIN PERFORM set_config('maatwerk.ctx', replace(current_setting('maatwerk.ctx'), '{noord.id}', "
            f"'{zuid.id}'), true); PERFORM count(*) FROM person; END $$"
        )
    raw.execute("ROLLBACK")


def test_a_row_for_another_tenant_is_refused(app, raw, noord, zuid):
    raw.execute(f"BEGIN; SET LOCAL maatwerk.ctx = '{context(app, raw, noord)}'")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        raw.execute(
            "INSERT INTO site (tenant_id, id, partner_id, name) VALUES (%s, %s, %s, 'x')",
            (zuid.id, uuid4(), zuid.partner_id),
        )
    raw.execute("ROLLBACK")


def test_a_row_cannot_point_at_another_tenants_row(here, zuid):
    """The composite key makes it impossible, not only invisible (trust.md R12)."""
    with scope.writing(), pytest.raises(DBAPIError, match="fk_site_tenant_id_partner_id"):
        db.session.rollback()
        db.session.execute(
            text("INSERT INTO site (tenant_id, id, partner_id, name) VALUES (:t, :i, :p, 'x')"),
            {"t": here.id, "i": uuid4(), "p": zuid.partner_id},
        )
    db.session.rollback()


@pytest.mark.parametrize(
    "statement", ["SELECT count(*) FROM person", "UPDATE person SET locale = 'nl'", "DELETE FROM snooze"]
)
def test_a_forgotten_where_stays_inside(app, raw, noord, zuid, statement):
    before = people_seen(raw, context(app, raw, zuid))
    raw.execute(f"BEGIN; SET LOCAL maatwerk.ctx = '{context(app, raw, noord)}'")
    touched = raw.execute(statement)
    seen = touched.fetchone()[0] if statement.startswith("SELECT") else touched.rowcount
    own = raw.execute("SELECT count(*) FROM person WHERE tenant_id = %s", (noord.id,)).fetchone()[0]
    raw.execute("ROLLBACK")

    assert seen in (own, 0)
    assert people_seen(raw, context(app, raw, zuid)) == before


def test_a_reading_transaction_cannot_write(here):
    with pytest.raises(DBAPIError, match="read-only"):
        db.session.execute(text("UPDATE person SET locale = 'nl'"))
    db.session.rollback()


def test_the_context_signs_the_machines_clock_whatever_day_a_test_plays(here, at):
    at(clock.now() - clock.days(400))
    db.session.rollback()

    assert db.session.scalars(select(Person.id).limit(1)).first() is not None


def test_one_session_serves_one_tenant(app, noord, zuid):
    with app.app_context(), scope.within(noord.id):
        db.session.execute(text("SELECT 1"))
        with pytest.raises(scope.ScopeChanged), scope.within(zuid.id):
            db.session.execute(text("SELECT 1"))
        db.session.rollback()
        with pytest.raises(scope.ScopeChanged), scope.within(zuid.id):
            db.session.execute(text("SELECT 1"))


def test_a_savepoint_keeps_the_context(here):
    before = db.session.scalars(select(Person.id)).all()
    with db.session.begin_nested():
        inside = db.session.scalars(select(Person.id)).all()

    assert (len(inside), len(db.session.scalars(select(Person.id)).all())) == (len(before), len(before))
