"""Who saw what of whom: each read and write once, in a chain that shows any change."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import create_engine, select, text

from maatwerk.access import audit
from maatwerk.access.actor import SYSTEM
from maatwerk.access.model import AuditEntry
from maatwerk.access.work import unit_of_work
from maatwerk.ground import clock
from maatwerk.ground.database import db
from maatwerk.tenancy import scope
from maatwerk.testing import TenantFixture
from tests.factories import world


def recomputed(row: AuditEntry) -> bytes:
    """A row's hash by the written recipe: instant, actor, action, kind, ids, reference, previous hash."""
    parts = (
        str(round(row.at.timestamp() * 1_000_000)),
        str(row.actor or ""),
        row.action,
        row.kind,
        ",".join(str(i) for i in row.ids),
        row.reference,
        row.previous.hex(),
    )
    return hashlib.sha256("\x1f".join(parts).encode()).digest()


def broken(rows: list[AuditEntry]) -> list[int]:
    """The sequence numbers at which a chain does not hold."""
    found, previous = [], b""
    for number, row in enumerate(rows, 1):
        if row.seq != number or row.previous != previous or row.hash != recomputed(row):
            found.append(number)
        previous = row.hash
    return found


def chain() -> list[AuditEntry]:
    db.session.rollback()
    return list(db.session.scalars(select(AuditEntry).order_by(AuditEntry.seq)).all())


@pytest.fixture(scope="module")
def noord(app: Flask) -> TenantFixture:
    """An organisation of its own: its chain is as long as these tests make it, whatever ran before."""
    return world.organisation(app, "noord-audited", "Noorderdam College")


def test_the_chain_holds_from_the_first_row(here):
    rows = chain()

    assert (len(rows) > 10, broken(rows)) == (True, [])


def test_a_write_leaves_one_row_for_each_kind_with_whom_it_is_about(here):
    before = len(chain())
    with unit_of_work(SYSTEM) as work:
        person = world.a_person(work, "Trace Me")
        world.an_account(work, person, f"{person.id}@noord.example")
        person_id = person.id
    rows = chain()[before:]

    assert [(row.action, row.kind, row.ids) for row in rows] == [
        ("add", "account", [person_id]),
        ("add", "person", [person_id]),
    ]


def test_what_was_undone_leaves_no_trace(here):
    before = len(chain())
    with pytest.raises(ZeroDivisionError), unit_of_work(SYSTEM) as work:
        world.a_person(work, "Never Was")
        raise ZeroDivisionError

    assert len(chain()) == before


def test_a_page_that_shows_somebody_leaves_one_row_before_it_answers(here, client_for, noord):
    client = client_for(noord["administrator"])
    before = len(chain())
    assert client.get("/people-and-roles").status_code == 200
    rows = chain()[before:]

    assert [(row.action, row.kind) for row in rows] == [("read", "account")]
    assert rows[0].actor == noord["administrator"].person_id
    assert noord["coordinator"].person_id in rows[0].ids


def test_when_the_trace_cannot_be_left_the_page_is_not_sent(here, client_for, noord, monkeypatch):
    client = client_for(noord["administrator"])
    monkeypatch.setattr(audit, "_APPEND", "SELECT maatwerk.audit_append(%s::jsonb, 'no such function')")

    assert client.get("/people-and-roles").status_code == 500


def test_concurrent_writers_make_one_chain(app, noord):
    from concurrent.futures import ThreadPoolExecutor

    def write(number: int) -> None:
        with app.app_context(), scope.within(noord.id), unit_of_work(SYSTEM) as work:
            work.note("test", "person", [uuid4()])

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(80)))
    with app.app_context(), scope.within(noord.id):
        assert broken(chain()) == []
        db.session.remove()


@pytest.fixture
def tampering(app, noord) -> Iterator[object]:
    """The server's administrator, who can change anything; nothing of it stays."""
    engine = create_engine(app.extensions["maatwerk.settings"].database_admin_url)
    with engine.connect() as connection:
        connection.execute(text("SET session_replication_role = replica"))
        yield connection
        connection.rollback()
    engine.dispose()


def test_a_thousand_tamperings_are_found(tampering, noord):
    """Changed, removed, added, swapped: the chain shows each (trust.md 22)."""
    rows = [
        AuditEntry(**row._mapping)
        for row in tampering.execute(
            text(
                "SELECT tenant_id, id, seq, at, actor, action, kind, ids, reference, previous, hash "
                "FROM audit_entry WHERE tenant_id = :t ORDER BY seq"
            ),
            {"t": noord.id},
        )
    ]
    chance, unseen = random.Random(7), 0
    for _n in range(1000):
        copy = [AuditEntry(**{c: getattr(r, c) for c in AuditEntry.__table__.columns.keys()}) for r in rows]  # noqa: SIM118
        at = chance.randrange(len(copy) - 1)
        match chance.randrange(5):
            case 0:
                copy[at].action = "nothing"
            case 1:
                copy[at].ids = [uuid4()]
            case 2:
                del copy[at]
            case 3:
                copy[at], copy[at + 1] = copy[at + 1], copy[at]
            case 4:
                copy[at].at = clock.now()
        unseen += not broken(copy)
    assert unseen == 0


def test_the_app_can_append_but_not_change(here):
    for statement in (
        "UPDATE audit_entry SET action = 'x'",
        "DELETE FROM audit_entry",
        "INSERT INTO audit_entry SELECT * FROM audit_entry",
    ):
        db.session.rollback()
        with scope.writing(), pytest.raises(Exception, match="permission denied"):
            db.session.execute(text(statement))
        db.session.rollback()


def test_everyone_sees_who_saw_them(here, client_for, noord):
    client_for(noord["administrator"]).get("/people-and-roles")
    page = client_for(noord["coordinator"]).get("/account/who-saw-me?lang=en")

    assert (page.status_code, b"Administrator" in page.data) == (200, True)
