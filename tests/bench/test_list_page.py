"""What a list page of 25 rows costs beside the same page in bare Flask + SQLAlchemy + Jinja (ruling 2).

20,000 people in the tenant, 50 tenants, 2,000 matches in it. Processor time, median, one after the other in
one run, so that the ratio holds whatever the machine does.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask, render_template_string, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import create_engine, event, text

from maatwerk import testing
from maatwerk.ground import crypto
from maatwerk.ground.database import db
from maatwerk.tenancy.actions import open_tenant
from tests.factories import world

PEOPLE, MATCHES, TENANTS, ROUNDS = 20_000, 2_000, 50, 150
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
_MATCHES = text(
    "WITH s AS (SELECT id, person_id, row_number() OVER (ORDER BY id) n FROM participation WHERE tenant_id = :t AND side = "
    "'seeker' AND programme_id = :p), u AS (SELECT id, person_id, row_number() OVER (ORDER BY id) n FROM participation "
    "WHERE tenant_id = :t AND side = 'supporter' AND programme_id = :p) "
    "INSERT INTO match (tenant_id, id, programme_id, seeker_id, supporter_id, seeker_person_id, supporter_person_id, "
    "one_at_a_time, state, phase, since, made_at, started_on, planned_end, meetings_held, version, look_from) "
    "SELECT :t, gen_random_uuid(), :p, s.id, u.id, s.person_id, u.person_id, true, 'active', 'guidance', now(), now(), "
    "current_date - 60, current_date + 60, 8, 1, current_date + 5 FROM s JOIN u ON u.n = s.n"
)
_BARE_SESSION = text(
    "SELECT s.id, s.account_id, a.person_id FROM sign_in_session s JOIN account a ON a.tenant_id = s.tenant_id AND "
    "a.id = s.account_id WHERE s.token_hash = :h AND s.ended_at IS NULL AND s.ends_at > now()"
)
_BARE_ROWS = text(
    "SELECT m.id, m.state, m.phase, m.last_contact_on, m.meetings_held, a.given_name AS one, a.family_name AS one_family, "
    "b.given_name AS other, b.family_name AS other_family, p.name AS programme FROM match m "
    "JOIN person a ON a.tenant_id = m.tenant_id AND a.id = m.seeker_person_id "
    "JOIN person b ON b.tenant_id = m.tenant_id AND b.id = m.supporter_person_id "
    "JOIN programme p ON p.tenant_id = m.tenant_id AND p.id = m.programme_id "
    "WHERE m.tenant_id = :t AND m.state = 'active' ORDER BY m.look_from, m.id LIMIT 25"
)
_BARE_PAGE = """<!doctype html><html lang="nl"><title>Matches</title><nav>{% for n in range(5) %}<a href="/{{ n }}">{{ n }}</a>
{% endfor %}</nav><h1>Matches</h1><p>{{ total }}</p><table>{% for row in rows %}<tr><td><a href="/matches/{{ row.id }}">
{{ row.one }} {{ row.one_family }} en {{ row.other }} {{ row.other_family }}</a> {{ row.programme }}</td><td>{{ row.phase }}
</td><td>{{ row.last_contact_on }} {{ row.meetings_held }}</td><td>{{ row.state }}</td></tr>{% endfor %}</table></html>"""


def _fill(settings: Any, tenant: testing.TenantFixture) -> None:
    engine = create_engine(settings.database_admin_url)
    values = {"t": tenant.id, "p": tenant.programmes["peer_support/buddy"]}
    with engine.begin() as connection:
        connection.execute(_PEOPLE, {**values, "n": PEOPLE})
        connection.execute(_PARTS, {**values, "n": 2 * MATCHES})
        connection.execute(_MATCHES, values)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
    engine.dispose()


def _bare(settings: Any, tenant: testing.TenantFixture) -> Flask:
    """The same page as somebody would write it without a house: no tenant in the database, no audit, no words."""
    app = Flask("bare")
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_admin_url
    plain = SQLAlchemy(app)
    app.extensions["plain"] = plain

    @app.get("/matches")
    def matches() -> str:
        row = plain.session.execute(_BARE_SESSION, {"h": crypto.digest(request.cookies["maatwerk"])}).one()
        assert row.person_id
        total = plain.session.execute(
            text("SELECT count(*) FROM match WHERE tenant_id = :t AND state = 'active'"), {"t": tenant.id}
        ).scalar_one()
        rows = plain.session.execute(_BARE_ROWS, {"t": tenant.id}).all()
        return render_template_string(_BARE_PAGE, rows=rows, total=total)

    return app


def _cpu(ask: Callable[[], object]) -> float:
    began = time.process_time()
    ask()
    return (time.process_time() - began) * 1000


class Clock:
    """Where the time goes: statements, templates, the trace at the end; the rest is Python around them."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}

    def wrap(self, owner: Any, name: str, label: str) -> None:
        """Time a function by another name."""
        real = getattr(owner, name)

        def timed(*args: Any, **kwargs: Any) -> Any:
            began = time.perf_counter()
            try:
                return real(*args, **kwargs)
            finally:
                self.spent[label] = self.spent.get(label, 0.0) + (time.perf_counter() - began) * 1000

        setattr(owner, name, timed)


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
        plain = _bare(settings, tenant)
        bare = plain.test_client()
        bare.set_cookie("maatwerk", client.get_cookie("maatwerk", domain=tenant.host).value)  # type: ignore[union-attr]
        figures = _measured(app, client, bare)
        testing.closed(app)
        with plain.app_context():
            plain.extensions["plain"].engine.dispose()
    FIGURES.parent.mkdir(parents=True, exist_ok=True)
    FIGURES.write_text(json.dumps(figures, indent=2))
    print("\n" + "\n".join(f"{name:34} {value}" for name, value in figures.items()))
    assert figures["statements while reading"] <= 4


def _measured(app: Flask, client: Any, bare: Any) -> dict[str, Any]:
    for _n in range(20):
        assert client.get("/matches?tab=all").status_code == 200
        assert bare.get("/matches").status_code == 200
    with testing.counted(app) as said:
        page = client.get("/matches?tab=all").data
    reading = [s for s in said.said if "audit_append" not in s]
    ours, theirs = [], []
    for _n in range(ROUNDS):
        ours.append(_cpu(lambda: client.get("/matches?tab=all")))
        theirs.append(_cpu(lambda: bare.get("/matches")))
    return {
        "ours, ms of processor": round(statistics.median(ours), 2),
        "bare, ms of processor": round(statistics.median(theirs), 2),
        "ratio": round(statistics.median(ours) / statistics.median(theirs), 2),
        "statements while reading": len(reading),
        "bytes of the page": len(page),
        **_where_it_goes(app, client),
    }


def _where_it_goes(app: Flask, client: Any) -> dict[str, float]:
    """Wall time a request by part, on the average of fifty."""
    watch = Clock()
    began: list[float] = []
    with app.app_context():
        engine = db.engine

    def before(*_args: Any) -> None:
        began.append(time.perf_counter())

    def after(*_args: Any) -> None:
        watch.spent["statements"] = watch.spent.get("statements", 0.0) + (time.perf_counter() - began.pop()) * 1000

    event.listen(engine, "before_cursor_execute", before)
    event.listen(engine, "after_cursor_execute", after)
    watch.wrap(app.jinja_env.template_class, "render", "templates")
    watch.wrap(app, "process_response", "trace and headers (with its statements)")
    whole = time.perf_counter()
    for _n in range(50):
        client.get("/matches?tab=all")
    total = (time.perf_counter() - whole) * 1000 / 50
    found = {f"where: {name}, ms": round(ms / 50, 2) for name, ms in watch.spent.items()}
    return {**found, "where: all of it, ms": round(total, 2)}
