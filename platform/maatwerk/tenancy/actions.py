"""Opening an organisation, and what it looks like."""

from __future__ import annotations

import re
from uuid import UUID, uuid4

from flask import current_app
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from maatwerk.ground.database import db
from maatwerk.tenancy import scope

SLUG = re.compile(r"^[a-z]([a-z0-9-]{1,38}[a-z0-9])$")
RESERVED = frozenset({"platform", "www", "mail", "api", "static", "admin", "help", "status"})

_OPEN = text(
    "SELECT maatwerk.open_tenant(:id, :slug, :name, :host, :locale, CAST(:languages AS text[]), :zone, :colour, :state)"
)
_LOOK = text("SELECT maatwerk.set_tenant_look(:name, :locale, CAST(:languages AS text[]), :colour, :state)")


class SlugTaken(ValueError):
    """Another organisation has this short name or host (an accepted, listed leak)."""


class WrongSlug(ValueError):
    """The short name must be 3 to 40 small letters, digits or dashes, and not a reserved word."""


def open_tenant(
    slug: str,
    name: str,
    *,
    host: str | None = None,
    locale: str = "nl",
    languages: tuple[str, ...] = ("nl", "en"),
    zone: str = "Europe/Amsterdam",
    colour: str = "#1d4ed8",
    state: str = "open",
    reserved: bool = False,
) -> UUID:
    """Open an organisation at `<slug>.<the installation's host>`, empty of people; returns its id.

    Raises:
        WrongSlug: not a usable short name.
        SlugTaken: somebody has it.
    """
    if not SLUG.match(slug) or (slug in RESERVED and not reserved):
        raise WrongSlug(slug)
    tenant_id = uuid4()
    bare = current_app.extensions["maatwerk.settings"].bare_host
    values = {
        "id": tenant_id,
        "slug": slug,
        "name": name,
        "host": host or f"{slug}.{bare}",
        "locale": locale,
        "languages": list(languages),
        "zone": zone,
        "colour": colour,
        "state": state,
    }
    with scope.writing(), db.engine.begin() as connection:
        try:
            connection.execute(_OPEN, values)
        except IntegrityError as error:
            raise SlugTaken(slug) from error
    return tenant_id


def set_look(*, name: str, locale: str, languages: tuple[str, ...], colour: str, state: str) -> None:
    """Change what the organisation is called, speaks and looks like (inside a unit of work)."""
    db.session.execute(
        _LOOK,
        {"name": name, "locale": locale, "languages": list(languages), "colour": colour, "state": state},
    )


def touch() -> None:
    """Tell every process that something a page may have cached has changed (inside a unit of work)."""
    db.session.execute(text("SELECT maatwerk.touch_tenant()"))
