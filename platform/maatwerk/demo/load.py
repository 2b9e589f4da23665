"""Loading the demo's organisations, one after the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from maatwerk.app import create_app
from maatwerk.commands import home, tenant_file, tenants
from maatwerk.demo.services import Ground
from maatwerk.ground.database import db

Tick = Callable[[int, int, str], None]
FILES = ("waddenkust", "meerzicht")


def everything(ground: Ground, tick: Tick) -> dict[str, list[dict[str, Any]]]:
    """Make both organisations and their history; who is in them."""
    settings = replace(ground.settings, database_url=hasty(ground.settings.database_url))
    app = create_app(settings)
    people: dict[str, list[dict[str, Any]]] = {}
    with app.app_context():
        for at, slug in enumerate(FILES):
            tick(at, len(FILES), slug)
            tenants.make(tenant_file.read(home.root() / "tenants" / f"{slug}.toml"))
            people[slug] = []
        db.engine.dispose()
    return people


def hasty(url: str) -> str:
    """An address whose commits need not wait for the disk: while loading, a crash starts over anyway."""
    return f"{url}{'&' if '?' in url else '?'}options=-c%20synchronous_commit%3Doff"
