"""What the demo's organisations are, made once: two colleges with months of history, and who to be in them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from typing import Any

from flask import Flask

from maatwerk.access.actor import SYSTEM
from maatwerk.access.work import unit_of_work
from maatwerk.app import create_app
from maatwerk.commands import db as database
from maatwerk.commands import home, opened, users
from maatwerk.commands.output import table
from maatwerk.demo import load, standing
from maatwerk.demo.standing import Ground
from maatwerk.ground.database import db
from maatwerk.language.terminal import gettext as _
from maatwerk.tenancy import resolve, upgrade

Tick = Callable[[int, int, str], None]
KEPT = "loaded.json"


@contextmanager
def opened_on(ground: Ground) -> Iterator[Flask]:
    """The application inside the demo's own process, on a migrated database."""
    complete = (ground.state / KEPT).exists()
    made_with = migrations()
    if complete:
        standing.check_made_with(ground.state, made_with)
    standing.make_database(ground, complete=complete)
    standing.keep_made_with(ground.state, made_with)
    # Its commits need not wait for the disk: after a crash while loading, loading starts over.
    app = create_app(replace(ground.settings, database_url=hasty(ground.settings.database_url)))
    with app.app_context():
        upgrade.upgrade(ground.settings, app.extensions["maatwerk.histories"], prepare_roles=True)
        database.make_platform(ground.settings.bare_host)
        standing.add_host(ground, "127.0.0.1", database.PLATFORM)
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()


def migrations() -> dict[str, str]:
    """The core's migrations by name, each with a fingerprint of what it does."""
    folder = upgrade.core().folder / "versions"
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in sorted(folder.glob("*.py"))}


def hasty(url: str) -> str:
    """The same address, with commits that do not wait for the disk."""
    return f"{url}{'&' if '?' in url else '?'}options=-c%20synchronous_commit%3Doff"


def listing(ground: Ground, mail_url: str, tick: Tick, only: str | None = None) -> dict[str, Any]:
    """Load the organisations (or `only` one) at the first start; the demo as programs read it (contract.md)."""
    kept = ground.state / KEPT
    if not kept.exists():
        sizes = {slug: size for slug, size in load.SIZES.items() if only in (None, slug)}
        home.write_private(kept, json.dumps(load.everything(tick, sizes)))
    people = json.loads(kept.read_text())
    tenants = [_tenant(ground, slug, found) for slug, found in people.items()]
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


def fresh_links(found: dict[str, Any]) -> dict[str, dict[str, str]]:
    """A one-time address for everybody who is listed, by organisation and e-mail address."""
    return {tenant["slug"]: _links(tenant) for tenant in found["tenants"]}


def _links(tenant: dict[str, Any]) -> dict[str, str]:
    with opened.inside(tenant["slug"]) as organisation, unit_of_work(SYSTEM) as work:
        emails = dict.fromkeys(person["email"] for person in tenant["people"])
        return {email: users.fresh_link(work, organisation, email) for email in emails}


SHOWN = 2  # of each role on the terminal; all are in var/demo.json


def table_of(found: dict[str, Any], links: dict[str, dict[str, str]]) -> list[str]:
    """The table on the terminal: organisation, address, person, role, one-time sign-in link."""
    rows = []
    for tenant in found["tenants"]:
        seen: dict[str, int] = {}
        for person in tenant["people"]:
            seen[person["role"]] = seen.get(person["role"], 0) + 1
            if seen[person["role"]] <= SHOWN:
                link = links[tenant["slug"]][person["email"]]
                rows.append([tenant["name"], tenant["url"], person["name"], person["role"], link])
    return table((_("organisation"), _("address"), _("person"), _("role"), _("sign in once by")), rows)
