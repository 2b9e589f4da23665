"""Every page there is, found: each route with ids of real rows, for somebody who may open it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, product
from typing import Any
from uuid import UUID

from flask import Flask, current_app, g, url_for
from sqlalchemy import Table, false, or_, select
from sqlalchemy.sql import ColumnElement
from werkzeug.routing import Rule

from maatwerk import testing
from maatwerk.access import links, policy
from maatwerk.access.actor import GRANTED, SYSTEM, Actor
from maatwerk.access.model import Account, Draft, Pass, RoleGrant
from maatwerk.access.requests import rule_of
from maatwerk.access.work import unit_of_work
from maatwerk.ground import clock
from maatwerk.ground.database import Base, db
from maatwerk.intake.applications.queries import road
from maatwerk.opening.rules import SCREENS
from maatwerk.people.model import Consent, Permission
from maatwerk.programme.model import Participation
from maatwerk.tenancy.jobs import in_tenant
from maatwerk.trajectory.model import Match

# Words that stand in an address for something that is not a row.
WORDS: dict[str, tuple[str, ...]] = {
    "side": ("seeker", "supporter"),
    "plugin": ("peer_support", "walks"),
    "name": ("buddy",),
    "key": ("people.permission_16_17", "people.purposes_by_consent", "people.consent_age", "trajectory.holidays"),
    "question": ("own_travel",),
}
TELLING = ("state", "kind", "side", "outcome", "phase", "step", "answer")  # columns that make a page another page
ENOUGH = 6  # rows of one kind, each in a state of its own
MOST = 24  # pages of one route for one person
NOT_PAGES = ("static_files.file", "frame.theme_css")
Cookies = tuple[tuple[str, str], ...]
Who = tuple[str, Actor | None, str | None]


@dataclass(frozen=True)
class Found:
    """A page as somebody opens it."""

    endpoint: str
    path: str
    role: str
    slug: str = ""  # of the organisation; "" is the bare host
    state: str = ""
    cookies: Cookies = ()
    status: int = 200

    @property
    def name(self) -> str:
        """What to call it in a list and in the name of a picture."""
        return " ".join(filter(None, (self.endpoint, self.role, self.state)))


def pages(app: Flask, tenant: testing.TenantFixture) -> list[Found]:
    """Each page, once for each role that may open it and each state of what it shows."""
    found: dict[tuple[str, str, str], Found] = {}
    with app.app_context(), in_tenant(tenant.id):
        g.person_locale = "en"
        casts = cast(tenant)
        for route in sorted(app.url_map.iter_rules(), key=lambda one: (one.rule, one.endpoint)):
            if "GET" in (route.methods or ()) and route.endpoint not in NOT_PAGES:
                for one in _of(app, tenant, route, casts):
                    found.setdefault((one.endpoint, one.role, one.state), one)
        db.session.remove()
    return list(found.values())


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
    for kind in db.session.scalars(select(Pass.kind).distinct().order_by(Pass.kind)).all():
        query = select(Pass.id).where(Pass.kind == kind, Pass.until > clock.now()).order_by(Pass.confirmed_at.desc())
        for pass_id in db.session.scalars(query.limit(2)).all():
            people.append((kind, *testing.signed_in(_app(), tenant, pass_id=pass_id)))
    return people


def _app() -> Flask:
    return current_app._get_current_object()  # type: ignore[attr-defined, no-any-return]


def _signed_in(tenant: testing.TenantFixture, role: str, accounts: Any) -> list[Who]:
    return [(role, *testing.signed_in(_app(), tenant, account_id=account)) for account in accounts]


def _of(app: Flask, tenant: testing.TenantFixture, route: Rule, people: list[Who]) -> Iterator[Found]:
    rule = rule_of(app, route.endpoint)
    assert rule is not None
    if rule.public:
        people = [("anybody", None, None)]
    for role, actor, token in people:
        if actor is not None and not (policy.may(actor, rule.action, rule.kind) and (actor.account_id or rule.passes)):
            continue
        cookies = (("maatwerk", token),) if token else ()
        for values, state in islice(_values(route, rule, actor), 0, MOST):
            with app.test_request_context(base_url=f"http://{tenant.host}"):
                path = url_for(route.endpoint, **values)
            yield Found(route.endpoint, path, role, tenant.slug, state, cookies)


def _values(route: Rule, rule: Any, actor: Actor | None) -> Iterator[tuple[dict[str, Any], str]]:
    """What stands in an address: a row of its kind in each state, with rows that hang on it; words each in turn."""
    names = sorted(route.arguments)
    ids = [name for name in names if name.endswith("_id")]
    for rows, state in _rows(ids, rule, actor):
        words = [[(name, word) for word in _words(name, rows)] for name in names if name not in ids]
        for chosen in product(*words):
            yield {**rows, **dict(chosen)}, "/".join(filter(None, [state, *(word for _name, word in chosen)]))


def _words(name: str, rows: dict[str, Any]) -> tuple[str, ...]:
    """What may stand in an address under this name; an application has steps of its own."""
    if name == "step":
        return road(rows["application_id"]).order
    return WORDS.get(name, ())


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
        others = [_hanging(name, table, row) for name in names if name != first]
        for hanging in product(*others):
            state = " ".join(filter(None, [_state(row), *(told for _name, _id, told in hanging)]))
            seen.setdefault(state, {first: row["id"]} | {name: row_id for name, row_id, _told in hanging})
    yield from ((values, state) for state, values in islice(seen.items(), ENOUGH * 2 if len(names) > 1 else ENOUGH))


def _state(row: Any) -> str:
    return " ".join(str(row[name]) for name in TELLING if row.get(name))


def _hanging(name: str, parent: Table, row: Any) -> list[tuple[str, UUID, str]]:
    """Rows of another table that point at this one, one in each state, with their own name in the address."""
    table = Base.metadata.tables[{"party_id": "kickoff_party"}.get(name, name.removesuffix("_id"))]
    column = next((c for c in (f"{parent.name}_id", "run_id") if c in table.c), None)
    pointing: ColumnElement[bool] = table.c[column] == row["id"] if column else false()
    if column is None and table.name in parent.c:
        pointing = table.c.id == row[f"{table.name}_id"]
    if parent.name == "run_session" and table.name == "training_run":
        pointing = table.c.id == row["run_id"]
    seen: dict[str, UUID] = {}
    for found in db.session.execute(select(table).where(pointing).order_by(table.c.id)).mappings():
        seen.setdefault(_state(found), found["id"])
    return [(name, row_id, state) for state, row_id in seen.items()]


def _special(names: list[str], actor: Actor | None) -> Iterator[tuple[dict[str, Any], str]]:
    """Rows that are looked up by whoever holds them."""
    if actor is None:
        return
    if names == ["question_id"]:
        for model in (Permission, Consent):
            query = select(model.id).where(policy.visible(actor, "withdraw", model), model.answer == "yes")
            yield from (({"question_id": row}, "yes") for row in db.session.scalars(query.limit(1)))
    if names == ["draft_id"]:
        query = select(Draft.id).where(or_(Draft.holder_id == actor.pass_id, Draft.holder_id == actor.account_id))
        yield from (({"draft_id": row}, "") for row in db.session.scalars(query.limit(1)))


def doors(app: Flask, tenant: testing.TenantFixture) -> Iterator[Found]:
    """What stands open to anybody and is in no list: a link from a letter, an address that leads nowhere."""
    with app.app_context(), in_tenant(tenant.id), unit_of_work(SYSTEM) as work:
        account = work.one(select(Account.id).where(Account.person_id == tenant["coordinator"].person_id))
        token = links.mint(work, "invitation", links.Way(account), "/")
    yield Found("access.link", f"/link/{token}", "anybody", tenant.slug, "works")
    yield Found("access.link", "/link/used", "anybody", tenant.slug, "used", status=410)
    yield Found("opening.opened", "/opened", "anybody", tenant.slug, "gone", status=404)


def opening_screens(app: Flask) -> Iterator[Found]:
    """The bare host: what Maatwerk is, the six screens of a trial organisation, and what comes after them."""
    yield Found("opening.front", "/", "anybody", state="front")
    filled = (
        {"name": "Waddenkust College voor Techniek", "slug": "waddenkust"},
        {"given_name": "Femke", "family_name": "Visser", "email": "f.visser@waddenkust.example"},
        {"variants": "peer_support/tutor"},
        {"locale": "nl"},
        {"colour": "#0f766e"},
        {},
    )
    app.test_client_class = testing.Client
    client = app.test_client()
    assert isinstance(client, testing.Client)
    for screen, values in zip(SCREENS, filled, strict=True):
        path = "/open" if screen == SCREENS[0] else f"/open/{screen}"
        yield Found("opening.trial", path, "anybody", state=screen, cookies=_form_cookies(client))
        answer = client.submit(path, values)
        assert answer.status_code == 303, answer.text
    yield Found("opening.opened", "/opened", "anybody", state="opened", cookies=_form_cookies(client))


def _form_cookies(client: testing.Client) -> Cookies:
    found = client.get_cookie("form", domain=client.host)
    return (("form", found.value),) if found else ()
