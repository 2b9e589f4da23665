"""What the demo's organisations are, made once: two colleges with months of history, and who to be in them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from flask import Flask

from maatwerk.access.actor import SYSTEM
from maatwerk.access.work import unit_of_work
from maatwerk.app import create_app
from maatwerk.commands import db as database
from maatwerk.commands import home, opened, users
from maatwerk.commands.output import table
from maatwerk.demo import load, services
from maatwerk.demo.services import Ground
from maatwerk.ground.database import db
from maatwerk.tenancy import resolve, upgrade

Tick = Callable[[int, int, str], None]
KEPT = "loaded.json"


def made_ready(ground: Ground, mail_url: str, tick: Tick) -> dict[str, Any]:
    """Migrate, and at the first start load the organisations; what `var/demo.json` says."""
    kept = ground.state / KEPT
    services.make_database(ground, complete=kept.exists())
    app = create_app(ground.settings)
    with app.app_context():
        upgrade.upgrade(ground.settings, app.extensions["maatwerk.histories"], prepare_roles=True)
        database.make_platform(ground.settings.bare_host)
        services.add_host(ground, "127.0.0.1", database.PLATFORM)
        db.engine.dispose()
    if not kept.exists():
        people = load.everything(ground, tick)
        home.write_private(kept, json.dumps(people))
    return listing(ground, mail_url, json.loads(kept.read_text()))


def listing(ground: Ground, mail_url: str, people: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """The demo as programs read it (contract.md)."""
    app = create_app(ground.settings)
    with app.app_context():
        tenants = [_tenant(ground, slug, found) for slug, found in people.items()]
        db.engine.dispose()
    return {"base_url": ground.base_url, "mail_url": mail_url, "tenants": tenants}


def _tenant(ground: Ground, slug: str, people: list[dict[str, Any]]) -> dict[str, Any]:
    organisation = resolve.by_slug(slug)
    assert organisation is not None
    programmes = sorted({person["programme"] for person in people if person["programme"]})
    return {
        "slug": slug,
        "name": organisation.name,
        "url": f"http://{resolve.host_of(organisation.id)}:{ground.port}",
        "locale": organisation.locale,
        "programmes": programmes,
        "people": people,
    }


def as_json(found: dict[str, Any]) -> str:
    """The contents of `var/demo.json`."""
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def fresh_links(ground: Ground, found: dict[str, Any]) -> dict[str, dict[str, str]]:
    """A one-time address for everybody who is listed, by organisation and e-mail address."""
    app = create_app(ground.settings)
    with app.app_context():
        links = {tenant["slug"]: _links(app, tenant) for tenant in found["tenants"]}
        db.engine.dispose()
    return links


def _links(app: Flask, tenant: dict[str, Any]) -> dict[str, str]:
    with opened.inside(tenant["slug"]) as organisation, unit_of_work(SYSTEM) as work:
        emails = dict.fromkeys(person["email"] for person in tenant["people"])
        return {email: users.fresh_link(work, organisation, email) for email in emails}


def table_of(found: dict[str, Any], links: dict[str, dict[str, str]]) -> list[str]:
    """The table on the terminal: tenant, address, person, role, one-time sign-in link."""
    rows = [
        [tenant["name"], tenant["url"], person["name"], person["role"], links[tenant["slug"]][person["email"]]]
        for tenant in found["tenants"]
        for person in tenant["people"]
    ]
    return table(("organisation", "address", "person", "role", "sign in once by"), rows)
