"""Non-interference: noord's answers do not depend on zuid's data at all (trust.md 0.1).

The same requests of noord run in two worlds that differ only in what zuid holds; each pair of answers is
byte-equal once moments and tokens are masked.
"""

from __future__ import annotations

import os
import random
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import create_engine, text

from maatwerk.access.actor import SYSTEM
from maatwerk.access.work import unit_of_work
from maatwerk.ground import clock
from maatwerk.ground.database import db
from maatwerk.tenancy import scope
from maatwerk.tenancy.columns import of_a_tenant
from maatwerk.tenancy.keys import store_key
from maatwerk.testing import TenantFixture
from tests.factories import filler, world
from tests.tenancy.test_crawl import ROLES, address, asked, routes

SEQUENCES = 10_000 if os.environ.get("MAATWERK_TRUST") == "full" else 300
LENGTH = 3
# Pages that show what their own reader did a moment ago differ with every visit.
STILL = {"access.who_saw_me", "access.account", "access.people_and_roles", "access.authenticator", "healthz", "readyz"}


@pytest.fixture(scope="module")
def noord(app: Any) -> TenantFixture:
    """An organisation of this test's own: forms without an id change what is their sender's."""
    return world.organisation(app, "noord-twice", "Noorderdam College")


@pytest.fixture(scope="module")
def zuid(app: Any) -> TenantFixture:
    """The other one: all its data is changed on the way."""
    return world.organisation(app, "zuid-twice", "Zuiderdam College")


def steps(app: Any, noord: Any, chance: random.Random) -> list[tuple[str | None, str, str]]:
    """A few requests of somebody at noord: reads, and forms about an id of nobody, which change nothing."""
    able = [
        (rule, method)
        for rule, method in routes(app)
        if rule.endpoint not in STILL and (method == "GET" or "UUIDConverter" in str(list(rule._converters.values())))
    ]
    found = []
    for _n in range(LENGTH):
        rule, method = chance.choice(able)
        own = noord.things if method == "GET" else {}
        url = address(app, rule, lambda name, own=own: own.get(name.removesuffix("_id"), UUID(int=7)))  # type: ignore[misc]
        found.append((chance.choice(ROLES), method, url))
    return found


@pytest.fixture(scope="module")
def frozen() -> Any:
    """One moment for both worlds."""
    moment = clock.now()
    clock.reset(moment)
    yield moment
    clock.reset(None)


def change_zuid(app: Any, zuid: Any, chance: random.Random) -> None:
    """Another world: rows more, rows fewer, other words in all that is left."""
    with app.app_context(), scope.within(zuid.id), unit_of_work(SYSTEM) as work:
        filler.fill(work, zuid, f"anders{chance.random()}")
    engine = create_engine(app.extensions["maatwerk.settings"].database_admin_url)
    with engine.begin() as connection:
        for name in ("snooze", "interest", "subject", "announcement"):
            connection.execute(text(f"DELETE FROM {name} WHERE tenant_id = :t"), {"t": zuid.id})
        connection.execute(
            text("UPDATE person SET given_name = given_name || 'x', email = 'z@' || id WHERE tenant_id = :t"),
            {"t": zuid.id},
        )
        connection.execute(text("ANALYZE"))
    engine.dispose()


def test_answers_are_the_same_whatever_another_organisation_holds(app, noord, zuid, client_for, frozen):
    chance = random.Random(20261124)
    sequences = [steps(app, noord, chance) for _n in range(SEQUENCES)]
    clients = {role: client_for(noord[role] if role else None) for role in ROLES}

    def answers() -> list[tuple[int, str, str]]:
        return [asked(clients[role], method, url, {}) for sequence in sequences for role, method, url in sequence]

    answers()  # messages and drafts settle
    one = answers()
    change_zuid(app, zuid, chance)
    other = answers()
    differing = [
        (step, before[0], after[0])
        for step, before, after in zip([s for q in sequences for s in q], one, other, strict=True)
        if before != after
    ]

    assert differing == []
    assert len({answer[0] for answer in one}) > 3


def test_a_name_in_the_store_carries_its_tenant(app, here, zuid, inside):
    ours = store_key("limit", "same")
    with inside(zuid):
        theirs = store_key("limit", "same")

    assert (ours != theirs, str(here.id) in ours, str(zuid.id) in theirs) == (True, True, True)


def test_without_a_tenant_there_is_no_name_in_the_store(app):
    with app.app_context(), pytest.raises(scope.NoScope):
        store_key("limit", "same")


def test_the_same_mail_address_may_live_in_both(app, noord, zuid, inside):
    """Unique within a tenant only: a clash would tell that the other has it (trust.md R14)."""
    from maatwerk.access.model import Account
    from tests.factories import world as factory

    email = f"{uuid4()}@both.example"
    for tenant in (noord, zuid):
        with inside(tenant), unit_of_work(SYSTEM) as work:
            person = factory.a_person(work, "Both Places")
            assert factory.an_account(work, person, email).email == email
    assert Account.__table__.c.email.unique is None


def test_every_table_can_be_filled_for_a_tenant(app, zuid, inside):
    with inside(zuid), unit_of_work(SYSTEM) as work:
        filler.fill(work, zuid, "vol")

    assert {t.name for t in db.metadata.sorted_tables if of_a_tenant(t)} - {"audit_entry"} <= set(zuid.things)
