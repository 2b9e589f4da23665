"""Every page there is, found: each route with ids of real rows, for somebody who may open it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, product
from typing import Any
from uuid import UUID

from flask import Flask, g, url_for
from sqlalchemy import Table, false, or_, select
from sqlalchemy.sql import ColumnElement
from werkzeug.routing import Rule

from maatwerk import testing
from maatwerk.access import policy
from maatwerk.access.actor import GRANTED, Actor
from maatwerk.access.model import Account, Draft, Pass, RoleGrant
from maatwerk.access.requests import rule_of
from maatwerk.ground import clock
from maatwerk.ground.database import Base, db
from maatwerk.people.model import Consent, Permission
from maatwerk.programme.model import Participation
from maatwerk.tenancy.jobs import in_tenant
from maatwerk.trajectory.model import Match

# Words that stand in an address for something that is not a row.
WORDS: dict[str, tuple[str, ...]] = {
    "side": ("seeker", "supporter"),
    "plugin": ("peer_support",),
    "name": ("buddy",),
    "key": ("people.permission_16_17", "people.purposes_by_consent", "people.consent_age"),
    "step": ("name", "birth", "check"),
    "question": ("own_travel",),
    "screen": ("organisation",),
}
TELLING = ("state", "kind", "outcome", "phase", "step", "answer")  # columns that make a page another page
ENOUGH = 6  # rows of one kind, each in a state of its own


@dataclass(frozen=True)
class Found:
    """A page as somebody opens it."""

    endpoint: str
    path: str
    token: str | None  # of the session of who opens it
    role: str
    state: str = ""

    @property
    def name(self) -> str:
        """What to call it in a list and in the name of a picture."""
        return f"{self.endpoint} {self.role}"


def pages(app: Flask, tenant: testing.TenantFixture) -> list[Found]:
    """Each page, once for each role that may open it and each state of what it shows."""
    found: dict[tuple[str, str, str], Found] = {}
    with app.app_context(), in_tenant(tenant.id):
        g.person_locale = "en"
        casts = cast(tenant)
        for route in sorted(app.url_map.iter_rules(), key=lambda one: (one.rule, one.endpoint)):
            if "GET" in (route.methods or ()) and route.endpoint != "static_files.file":
                for one in _of(app, tenant, route, casts):
                    found.setdefault((one.endpoint, one.role, one.state), one)
        db.session.remove()
    return list(found.values())


Who = tuple[str, Actor | None, str | None]


def cast(tenant: testing.TenantFixture) -> list[Who]:
    """Everybody who differs from the others in what they may open: by role, and by how far they are."""
    people: list[Who] = []
    for role in GRANTED:
        query = select(RoleGrant.account_id).where(RoleGrant.role == role, RoleGrant.ended_at.is_(None))
        people += _signed_in(tenant, role, db.session.scalars(query.limit(1)).all())
    for side, column in (("seeker", Match.seeker_id), ("supporter", Match.supporter_id)):
        query = (
            select(Account.id, Participation.state, Match.state)
            .join(Participation, Participation.person_id == Account.person_id)
            .outerjoin(Match, column == Participation.id)
            .where(Participation.side == side)
            .order_by(Account.made_at, Account.id)
        )
        one_of_each = {(row[1], row[2]): row[0] for row in db.session.execute(query)}
        people += _signed_in(tenant, side, list(one_of_each.values()))
    for kind in ("guardian", "nominator", "applicant"):
        query = select(Pass.id).where(Pass.kind == kind, Pass.until > clock.now()).order_by(Pass.confirmed_at.desc())
        for pass_id in db.session.scalars(query.limit(2)).all():
            people.append((kind, *testing.signed_in(_app(), tenant, pass_id=pass_id)))
    return people


def _app() -> Flask:
    from flask import current_app  # the proxy is of no use to whoever makes a context

    return current_app._get_current_object()  # type: ignore[attr-defined, no-any-return]


def _signed_in(tenant: testing.TenantFixture, role: str, accounts: Any) -> list[Who]:
    return [(role, *testing.signed_in(_app(), tenant, account_id=account)) for account in accounts]


def _of(
    app: Flask, tenant: testing.TenantFixture, route: Rule, people: list[Who]
) -> Iterator[Found]:
    rule = rule_of(app, route.endpoint)
    assert rule is not None
    if rule.public:
        people = [("anybody", None, None)]
    for role, actor, token in people:
        if actor is not None and not (policy.may(actor, rule.action, rule.kind) and (actor.account_id or rule.passes)):
            continue
        for values, state in islice(_values(route, rule, actor), 0, 12):
            with app.test_request_context(base_url=f"http://{tenant.host}"):
                yield Found(route.endpoint, url_for(route.endpoint, **values), token, role, state)


def _values(route: Rule, rule: Any, actor: Actor | None) -> Iterator[tuple[dict[str, Any], str]]:
    """What stands in an address: a row of its kind in each state, with rows that hang on it; words each in turn."""
    names = sorted(route.arguments)
    words = [[(name, word) for word in WORDS[name]] for name in names if name in WORDS]
    ids = [name for name in names if name not in WORDS]
    for rows, state in _rows(ids, rule, actor):
        for chosen in product(*words):
            yield {**rows, **dict(chosen)}, "/".join([state, *(word for _name, word in chosen)])


def _rows(names: list[str], rule: Any, actor: Actor | None) -> Iterator[tuple[dict[str, Any], str]]:
    if not names:
        yield {}, str(actor.person_id) if actor and rule.kind == "my_road" else ""
        return
    first = f"{rule.kind}_id"
    model = policy.model_of(rule.kind) if first in names else None
    if model is None or actor is None:
        yield from _special(names, actor)
        return
    table: Table = model.__table__
    allowed = select(table).where(policy.visible(actor, rule.action, model))
    seen: dict[str, dict[str, Any]] = {}
    for row in db.session.execute(allowed.order_by(table.c.id)).mappings():
        values = {first: row["id"]}
        for name in names:
            if name != first:
                values[name] = _hanging(name, table, row)
        if None not in values.values():
            seen.setdefault(" ".join(str(row[name] or "") for name in TELLING if name in row), values)
    yield from ((values, state) for state, values in islice(seen.items(), ENOUGH))


def _hanging(name: str, parent: Table, row: Any) -> UUID | None:
    """A row of another table that points at this one."""
    table = Base.metadata.tables[{"party_id": "kickoff_party"}.get(name, name.removesuffix("_id"))]
    column = next((c for c in (f"{parent.name}_id", "run_id") if c in table.c), None)
    pointing: ColumnElement[bool] = table.c[column] == row["id"] if column else false()
    if column is None and table.name in parent.c.keys():
        pointing = table.c.id == row[f"{table.name}_id"]
    if parent.name == "run_session" and table.name == "training_run":
        pointing = table.c.id == row["run_id"]
    return db.session.execute(select(table.c.id).where(pointing).limit(1)).scalar()  # type: ignore[no-any-return]


def _special(names: list[str], actor: Actor | None) -> Iterator[tuple[dict[str, Any], str]]:
    """Rows that are looked up by whoever holds them."""
    if actor is None:
        return
    if names == ["question_id"]:
        for model in (Permission, Consent):
            query = select(model.id).where(model.asked_of == actor.person_id, model.answer == "yes")
            yield from (({"question_id": row}, "yes") for row in db.session.scalars(query.limit(1)))
    if names == ["draft_id"]:
        query = select(Draft.id).where(or_(Draft.holder_id == actor.pass_id, Draft.holder_id == actor.account_id))
        yield from (({"draft_id": row}, "") for row in db.session.scalars(query.limit(1)))
