"""Each rule of tenancy, for each table there is, plug-ins' tables too; and planted faults that it must find."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import Connection, create_engine, text

from maatwerk.ground.database import db
from maatwerk.tenancy.columns import BareColumn, check, of_a_tenant
from tests.tenancy.rules_of_tables import GLOBAL, OURS, RULES, breakers


@pytest.fixture
def owner(app: Flask) -> Iterator[Connection]:
    """The database as its administrator sees it; nothing that a test does there stays."""
    engine = create_engine(app.extensions["maatwerk.settings"].database_admin_url)
    with engine.connect() as connection:
        yield connection
        connection.rollback()
    engine.dispose()


@pytest.mark.parametrize("rule", list(RULES))
def test_every_table_of_a_tenant(owner: Connection, rule: str):
    assert breakers(owner, rule) == []


def test_there_are_tables_to_judge(owner: Connection):
    """A sweep over nothing proves nothing: every table of the models is in the database."""
    found = set(owner.execute(text("SELECT relname FROM pg_class WHERE relkind = 'r'")).scalars())

    assert {table.name for table in db.metadata.sorted_tables} - found == set()


def test_global_tables_are_only_those_with_a_reason(owner: Connection):
    found = owner.execute(
        text(
            "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
            f"WHERE c.relkind IN ('r', 'p') AND {OURS} AND NOT c.relrowsecurity"
        )
    ).scalars()

    assert set(found) - set(GLOBAL) == set()


FAULTS = {
    "has row-level security enabled and forced": "ALTER TABLE person NO FORCE ROW LEVEL SECURITY",
    "has one permissive and one restrictive policy, for all commands and everyone": (
        "DROP POLICY tenant_shuts ON person"
    ),
    "has policies that ask for the signed context and nothing else": (
        "ALTER POLICY tenant_opens ON person USING (tenant_id = current_setting('app.tenant')::uuid)"
    ),
    "has only unique indexes that lead with tenant_id": (
        "CREATE UNIQUE INDEX planted ON person (email) WHERE id IS NULL"
    ),
    "has foreign keys that carry the tenant on both sides": (
        "ALTER TABLE person ADD CONSTRAINT planted_u UNIQUE (id); "
        "ALTER TABLE letter ADD CONSTRAINT planted FOREIGN KEY (to_person_id) REFERENCES person (id)"
    ),
    "deletes nothing by cascade": (
        "ALTER TABLE letter ADD CONSTRAINT planted FOREIGN KEY (tenant_id, to_person_id) "
        "REFERENCES person (tenant_id, id) ON DELETE CASCADE"
    ),
    "is owned by maatwerk_owner": "ALTER TABLE person OWNER TO CURRENT_USER",
    "gives the app and the worker exactly what they need": "GRANT TRUNCATE ON person TO maatwerk_app",
    "has a tenant_id that is NOT NULL": "CREATE TABLE planted (id uuid PRIMARY KEY)",
    "has tenant_id first in its primary key": (
        "CREATE TABLE planted (id uuid, tenant_id uuid, PRIMARY KEY (id, tenant_id))"
    ),
    "has no column that counts for all tenants together": "ALTER TABLE person ADD COLUMN planted bigserial",
}


@pytest.mark.parametrize("rule", list(FAULTS))
def test_a_planted_fault_is_found_and_named(owner: Connection, rule: str):
    for statement in FAULTS[rule].split("; "):
        owner.execute(text(statement))

    assert set(breakers(owner, rule)) & {"person", "planted", "letter"} != set()


def test_every_rule_has_its_planted_fault():
    assert set(FAULTS) == set(RULES)


def test_roles_own_nothing_and_cannot_pass_row_security(owner: Connection):
    rows = owner.execute(
        text(
            "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolcanlogin, "
            "(SELECT count(*) FROM pg_class WHERE relowner = r.oid), "
            "(SELECT count(*) FROM pg_auth_members WHERE member = r.oid) "
            "FROM pg_roles r WHERE rolname IN ('maatwerk_app', 'maatwerk_owner', 'maatwerk_worker') ORDER BY rolname"
        )
    ).all()

    assert [(row[0], *row[1:6], row[7]) for row in rows] == [
        ("maatwerk_app", False, False, False, False, True, 0),
        ("maatwerk_owner", False, False, False, False, False, 0),
        ("maatwerk_worker", False, False, False, False, True, 0),
    ]
    assert [row[6] for row in rows if row[0] != "maatwerk_owner"] == [0, 0]


def test_definer_functions_are_the_listed_ones_and_fix_their_path(owner: Connection):
    rows = owner.execute(
        text(
            "SELECT p.proname, p.proconfig::text, has_function_privilege('public', p.oid, 'EXECUTE') FROM pg_proc p "
            "WHERE p.prosecdef AND pg_get_userbyid(p.proowner) = 'maatwerk_owner' ORDER BY p.proname"
        )
    ).all()

    path = "{search_path=pg_catalog}"
    assert [tuple(row) for row in rows] == [
        (name, path, False) for name in ("audit_append", "open_tenant", "set_tenant_look", "tenant", "touch_tenant")
    ]


def test_no_view_and_no_materialised_view_is_reachable(owner: Connection):
    found = owner.execute(
        text(
            "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
            f"WHERE c.relkind IN ('v', 'm') AND {OURS}"
        )
    ).scalars()

    assert list(found) == []


def test_a_bare_column_stops_the_start():
    person = db.metadata.tables["person"]
    kept = dict(person.c.email.info)
    person.c.email.info.clear()
    try:
        with pytest.raises(BareColumn, match=r"person\.email"):
            check(db.metadata)
    finally:
        person.c.email.info.update(kept)


def test_every_model_of_a_tenant_is_declared():
    check(db.metadata)
    assert sum(of_a_tenant(table) for table in db.metadata.sorted_tables) == len(db.metadata.sorted_tables) - 2
