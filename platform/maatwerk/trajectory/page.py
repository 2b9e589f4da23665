"""The one set of pages of this room; each sub-subject adds its own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask import url_for

from maatwerk.access.requests import page_blueprint
from maatwerk.programme.queries import programme, settings_of

page = page_blueprint("trajectory", "maatwerk.trajectory")


def protocols(programme_ids: Iterable[UUID]) -> list[dict[str, Any]]:
    """What these programmes ask of everybody, for those that wrote it down (requirement 39); no statement."""
    written = [of for of in dict.fromkeys(programme_ids) if settings_of(of).protocol_version]
    return [{"name": programme(of).name, "url": url_for("intake.protocol", programme_id=of)} for of in written]


@page.context_processor
def _on_every_page() -> dict[str, Any]:
    return {"protocols": protocols}
