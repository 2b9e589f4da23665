"""The list of what waits at the door."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, request, url_for

from maatwerk.access.requests import allowed, current_actor
from maatwerk.ground import clock
from maatwerk.intake import say
from maatwerk.intake.desk import queries
from maatwerk.intake.desk.queries import TABS, Waiting
from maatwerk.intake.pages import page
from maatwerk.interface.render import show
from maatwerk.programme import lists


@page.get("/intake")
@allowed("read", "intake")
def list() -> Response:
    """Everybody at the door, by what they wait for, with one next step each."""
    tab = request.args.get("tab", "tell")
    if tab not in TABS:
        abort(404)
    desk = queries.desk(current_actor(), tab, number=request.args.get("page", 1, type=int))
    missing = queries.missing(desk.lines) if tab == "ready" else {}
    return show(
        "intake/list.html",
        tab=tab,
        desk=desk,
        tabs=[
            {"label": say.TABS[key], "url": url_for("intake.list", tab=key), "current": key == tab, "count": count}
            for key, count in desk.counts.items()
        ],
        rows=[_row(line, missing) for line in desk.lines],
        empty=say.NOBODY[tab],
        moments=lists.MOMENTS,
    )


def _row(line: Waiting, missing: Any) -> dict[str, Any]:
    endpoint, arguments = queries.next_step(line)
    return {
        "line": line,
        "url": url_for(endpoint, **arguments),
        "next": say.NEXT[line.wait],
        "why": missing.get(line.participation_id) or say.waits(line.wait, line.due, line.at, clock.today()),
        "days": line.days(clock.now()),
        "late": line.due is not None and line.due < clock.today(),
    }
