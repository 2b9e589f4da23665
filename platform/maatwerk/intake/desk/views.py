"""The list of what waits at the door."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, request, url_for
from flask_babel import gettext as _

from maatwerk.access.requests import allowed, current_actor
from maatwerk.ground import clock
from maatwerk.intake import say
from maatwerk.intake.desk import queries
from maatwerk.intake.desk.queries import TABS, Waiting
from maatwerk.intake.pages import page
from maatwerk.interface.render import sheet, show
from maatwerk.programme import lists

MOST_IN_A_SHEET = 5000


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


@page.get("/intake/sheet")
@allowed("read", "intake")
def list_sheet() -> Response:
    """One tab of the same list as a sheet to take along."""
    tab = request.args.get("tab", "tell")
    if tab not in TABS:
        abort(404)
    desk = queries.desk(current_actor(), tab, size=MOST_IN_A_SHEET)
    missing = queries.missing(desk.lines) if tab == "ready" else {}
    columns = [_("Who"), _("Why"), _("Days"), _("Programme"), _("Next step")]
    lines = [(line, _row(line, missing)) for line in desk.lines]
    rows = [[line.name, row["why"], row["days"], line.programme, str(row["next"])] for line, row in lines]
    return sheet(_("intake"), columns, rows, "xlsx" if request.args.get("format") == "xlsx" else "csv")


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
