"""What a list page of 25 rows costs beside the same page in bare Flask + SQLAlchemy + Jinja (ruling 2).

20,000 people in the tenant, 50 tenants, 2,000 matches in it. Processor time of this process, median, one page after the
other in one run, so that the ratio holds whatever the machine does. `bare_page.py` says what "bare" is.
"""

from __future__ import annotations

import json
import re
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import create_engine, text

from maatwerk import testing
from maatwerk.access import requests, sessions
from maatwerk.ground.database import db
from maatwerk.programme.queries import settings_of
from maatwerk.tenancy import scope
from maatwerk.tenancy.actions import open_tenant
from maatwerk.trajectory.matches import listing
from maatwerk.trajectory.settings import calendar
from tests.bench import bare_page
from tests.factories import world

PEOPLE, MATCHES, TENANTS, ROUNDS = 20_000, 2_000, 50, 200
VARIANT = "peer_support/buddy"
# ruff: noqa: E501
FIGURES = Path(__file__).parents[2] / "var/bench/list_page.json"

_PEOPLE = text(
    "INSERT INTO person (tenant_id, id, given_name, family_name, sort_key, search_key, channel, by_hand, made_at, version) "
    "SELECT :t, gen_random_uuid(), 'Naam' || n, 'Bos' || n, 'bos' || n, 'naam' || n, 'email', '{}', now(), 1 "
    "FROM generate_series(1, :n) n"
)
_PARTS = text(
    "INSERT INTO participation (tenant_id, id, programme_id, person_id, side, role_key, state, since, entered_at, places, "
    "experienced, needs_experienced, version) SELECT :t, gen_random_uuid(), :p, id, "
    "CASE WHEN row_number() OVER (ORDER BY id) % 2 = 0 THEN 'seeker' ELSE 'supporter' END, 'buddy', 'matched', now(), "
    "now(), 1, false, false, 1 FROM person WHERE tenant_id = :t ORDER BY id LIMIT :n"
)
# Every fortieth match waits equally long for attention, and their last contact lies on many days.
_MATCHES = text(
    "WITH s AS (SELECT id, person_id, row_number() OVER (ORDER BY id) n FROM participation WHERE tenant_id = :t AND side = "
    "'seeker' AND programme_id = :p), u AS (SELECT id, person_id, row_number() OVER (ORDER BY id) n FROM participation "
    "WHERE tenant_id = :t AND side = 'supporter' AND programme_id = :p) "
    "INSERT INTO match (tenant_id, id, programme_id, seeker_id, supporter_id, seeker_person_id, supporter_person_id, "
    "one_at_a_time, state, phase, since, made_at, started_on, planned_end, meetings_held, version, look_from, last_contact_on) "
    "SELECT :t, gen_random_uuid(), :p, s.id, u.id, s.person_id, u.person_id, true, 'active', 'guidance', now(), now(), "
    "current_date - 60, current_date + 60, 8, 1, current_date + 10 - (s.n % 40)::int, current_date - (s.n * 7 % 41)::int "
    "FROM s JOIN u ON u.n = s.n"
)


def _fill(settings: Any, tenant: testing.TenantFixture) -> None:
    engine = create_engine(settings.database_admin_url)
    values = {"t": tenant.id, "p": tenant.programmes[VARIANT]}
    with engine.begin() as connection:
        connection.execute(_PEOPLE, {**values, "n": PEOPLE})
        connection.execute(_PARTS, {**values, "n": 2 * MATCHES})
        connection.execute(_MATCHES, values)
        reader = {"t": tenant.id, "r": tenant["coordinator"].person_id}
        connection.execute(text("UPDATE person SET locale = 'nl' WHERE tenant_id = :t AND id = :r"), reader)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
    engine.dispose()


def _bare(app: Flask, settings: Any, tenant: testing.TenantFixture) -> Flask:
    with app.app_context(), scope.within(tenant.id):
        variant, holidays = settings_of(tenant.programmes[VARIANT]).variant, calendar()
        db.session.remove()
    programmes = [(str(key), name) for name, key in tenant.programmes.items()]
    return bare_page.bare_app(settings.database_admin_url, tenant.id, variant, holidays, programmes)


def _cpu(ask: Callable[[], object]) -> float:
    began = time.process_time()
    ask()
    return (time.process_time() - began) * 1000


def test_list_page(tmp_path: Path) -> None:
    with testing.services(tmp_path) as services:
        settings = testing.settings_for(services)
        app = testing.made_ready(settings)
        tenant = world.organisation(app, "groot", "Groot College")
        with app.app_context():
            for number in range(TENANTS - 1):
                open_tenant(f"ander-{number}", f"Ander {number}")
        _fill(settings, tenant)
        client = testing.client_of(app, tenant, tenant["coordinator"])
        plain = _bare(app, settings, tenant)
        bare = plain.test_client()
        bare.set_cookie("maatwerk", client.get_cookie("maatwerk", domain=tenant.host).value)  # type: ignore[union-attr]
        figures = _measured(app, client, bare)
        testing.closed(app)
        with plain.app_context():
            plain.extensions["plain"].engine.dispose()
    FIGURES.parent.mkdir(parents=True, exist_ok=True)
    FIGURES.write_text(json.dumps(figures, indent=2))
    print("\n" + "\n".join(f"{name:56} {value}" for name, value in figures.items()))
    assert figures["statements while reading"] <= 4


def _measured(app: Flask, client: Any, bare: Any) -> dict[str, Any]:
    for _n in range(20):
        assert client.get("/matches").status_code == 200
        assert bare.get("/matches").status_code == 200
    with testing.counted(app) as said:
        page = client.get("/matches").get_data(as_text=True)
    same = bare.get("/matches").get_data(as_text=True)
    assert _who(page) == _who(same)
    reading = [s for s in said.said if "audit_append" not in s]
    ours, theirs = [], []
    for _n in range(ROUNDS):
        ours.append(_cpu(lambda: client.get("/matches")))
        theirs.append(_cpu(lambda: bare.get("/matches")))
    return {
        "ours, ms of processor": round(statistics.median(ours), 2),
        "bare, ms of processor": round(statistics.median(theirs), 2),
        "ratio": round(statistics.median(ours) / statistics.median(theirs), 2),
        "statements while reading": len(reading),
        "bytes of the page": len(page),
        "bytes of the bare page": len(same),
        **_where_it_goes(app, client, bare),
    }


def _who(page: str) -> list[str]:
    """The addresses of the matches on a page, in order: both pages must show the same rows."""
    found = re.findall(r'"/matches/([0-9a-f-]{36})"', page)
    assert len(found) == 25
    return found


def _where_it_goes(app: Flask, client: Any, bare: Any) -> dict[str, str]:
    """Milliseconds of processor a request by part, on the average of a hundred; the parts do not overlap."""
    ours = (
        (sessions, "find", "session lookup, ours with its signed BEGIN"),
        (listing, "listed", "the list: count, rows, decisions"),
        (app.jinja_env.template_class, "render", "template"),
        (requests, "_leave_trace", "end of reading, audit append, COMMIT"),
    )
    theirs = (
        (bare_page, "looked_up", "session lookup, ours with its signed BEGIN"),
        (bare_page, "listed", "the list: count, rows, decisions"),
        (app.jinja_env.template_class, "render", "template"),
    )
    left, right = _parts(client, ours), _parts(bare, theirs)
    return {f"where: {name}, ms": f"ours {ms}, bare {right.get(name, 0.0)}" for name, ms in left.items()}


def _parts(client: Any, parts: tuple[tuple[Any, str, str], ...]) -> dict[str, float]:
    spent: dict[str, float] = {}
    with _timed(spent, parts):
        total = sum(_cpu(lambda: client.get("/matches")) for _n in range(100)) / 100
    found = {name: round(spent[name] / 100, 2) for _owner, _name, name in parts}
    rest = round(total - sum(found.values()), 2)
    return {**found, "Flask, test client, the rest": rest, "all of it": round(total, 2)}


@contextmanager
def _timed(spent: dict[str, float], parts: tuple[tuple[Any, str, str], ...]) -> Iterator[None]:
    """Add up the processor time of some functions under a label."""
    real = [(owner, name, getattr(owner, name)) for owner, name, _label in parts]
    for owner, name, label in parts:
        setattr(owner, name, _watched(getattr(owner, name), label, spent))
    try:
        yield
    finally:
        for owner, name, function in real:
            setattr(owner, name, function)


def _watched(function: Callable[..., Any], label: str, spent: dict[str, float]) -> Callable[..., Any]:
    def timed(*args: Any, **kwargs: Any) -> Any:
        began = time.process_time()
        try:
            return function(*args, **kwargs)
        finally:
            spent[label] = spent.get(label, 0.0) + (time.process_time() - began) * 1000

    return timed
