"""The first page after sign-in: what needs me now?"""

from __future__ import annotations

from flask import Response, request, url_for
from flask_babel import gettext as _

from maatwerk.access.requests import allowed, current_actor, page_blueprint
from maatwerk.access.work import zone
from maatwerk.ground import clock
from maatwerk.interface.render import done, show
from maatwerk.safeguarding.queries import told
from maatwerk.today import actions, queries
from maatwerk.today.rules import When

page = page_blueprint("today", __name__)


@page.get("/today")
@allowed("read", "today")
def list() -> Response:
    """What waits for me, most urgent first, each line with its reason."""
    actor = current_actor()
    lines = queries.lines(actor)
    parts = [(when, [line for line in lines if line.when is when]) for when in When]
    return show(
        "today/list.html",
        called=actor.called,
        total=len(lines),
        parts=parts,
        greeting=_greeting(),
        intake=actor.has("coordinator"),
        told_a_worry=told(actor),
    )


def _greeting() -> str:
    hour = clock.now().astimezone(zone()).hour
    if hour < 12:
        return _("Good morning")
    return _("Good afternoon") if hour < 18 else _("Good evening")


@page.post("/today/put-off")
@allowed("snooze", "today")
def put_off() -> Response:
    """Put a line off for three days, or a week."""
    line = request.form.get("line", "")
    actions.put_off(line, request.form.get("days", 3, type=int), by=current_actor())
    return done(
        _("Put off. It comes back by itself."), url_for("today.list"), undo=url_for("today.bring_back", line=line)
    )


@page.post("/today/bring-back")
@allowed("snooze", "today")
def bring_back() -> Response:
    """Show a line again."""
    actions.bring_back(request.args.get("line", ""), by=current_actor())
    return done(_("It is back in the list."), url_for("today.list"))
