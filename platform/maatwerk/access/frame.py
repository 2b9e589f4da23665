"""What stands around every page: the organisation, who is signed in, the menu, the languages, the theme."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Flask, Response, abort, g, has_request_context, request

from maatwerk.access import navigation
from maatwerk.access.requests import current_actor, public
from maatwerk.interface import static_files, theme
from maatwerk.interface.paths import path_to

page = Blueprint("frame", __name__)


def install(app: Flask) -> None:
    """Let templates know the page they stand on."""
    app.register_blueprint(page)
    app.context_processor(lambda: {"page": around()})


def around() -> dict[str, Any]:
    """The values of `page` that the layouts read."""
    organisation = g.get("organisation")
    if organisation is None or not has_request_context():
        return {"nav": [], "tenant": None, "actor": None, "languages": [], "help_url": None}
    actor = current_actor()
    look = theme.theme(organisation.colour)
    return {
        "nav": navigation.entries(actor) if actor.account_id else [],
        "tenant": {
            "name": organisation.name,
            "locale": organisation.locale,
            "theme_url": theme.theme_path(look.hue, look.chroma),
            "initials": organisation.name[:1],
        },
        "actor": {"called": actor.called, "roles_label": navigation.roles_label(actor)}
        if actor.is_authenticated
        else None,
        "languages": [(code, _in(code)) for code in organisation.languages] if len(organisation.languages) > 1 else [],
        "help_url": path_to("access.help_now"),
    }


def _in(code: str) -> str:
    """This very page in another language; without a path, so that no path can lead to another host."""
    kept = request.args.to_dict() if request.method == "GET" else {}
    return "?" + urlencode({**kept, "lang": code})


@page.get("/theme.<digest>.css")
@public("colours hold nothing of anyone")
def theme_css(digest: str) -> Response:
    """The organisation's colours, under an address that changes with them."""
    look = theme.theme(g.organisation.colour)
    if digest != theme.theme_hash(look.hue, look.chroma):
        abort(404)
    return static_files.forever(theme.theme_css(look.hue, look.chroma).encode(), "text/css; charset=utf-8")


def home_url() -> str:
    """The first page of whoever is signed in: what needs me now?"""
    return navigation.home(current_actor())


def tenant_locale() -> str:
    """The language the organisation speaks first."""
    return str(g.get("tenant_locale", "nl"))
