"""Addresses that stand on every page, worked out once."""

from __future__ import annotations

from flask import current_app, request, url_for

_KNOWN = "maatwerk.paths"


def path_to(endpoint: str) -> str:
    """The address of a page that has nothing of a row in it: the same for everybody, as long as the app runs."""
    known: dict[tuple[str, str], str] = current_app.extensions.setdefault(_KNOWN, {})
    key = (request.script_root, endpoint)
    if key not in known:
        known[key] = url_for(endpoint)
    return known[key]
