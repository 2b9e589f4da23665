"""One supporter's experience as a page for staff: no one else sees it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, abort, url_for
from flask_babel import gettext as _

from maatwerk.access.requests import allowed, current_actor
from maatwerk.access.work import Clash, Refused
from maatwerk.interface.render import done, invalid, show
from maatwerk.trajectory import say
from maatwerk.trajectory.experience import actions, queries
from maatwerk.trajectory.experience.forms import MarkForm, mark_form
from maatwerk.trajectory.page import page
from maatwerk.trajectory.rules.experience import ENOUGH, Ground


@page.route("/supporters/<uuid:participation_id>/experience", methods=["GET", "POST"])
@allowed("screen", "participation")
def experience(participation_id: UUID) -> Response:
    """Whether a supporter counts as experienced with several problems at once, why, and the way to say so."""
    found = queries.standing(participation_id)
    if found.part.side != "supporter":
        abort(404)
    form = mark_form(found.finished)
    values: dict[str, Any] = {"found": found, "form": form, "enough": ENOUGH, "say": say}
    values["programme_ids"] = [found.part.programme_id]
    if not form.validate_on_submit():
        return show("trajectory/experience.html", status=422 if form.is_submitted() else 200, **values)
    return _marked(participation_id, form, values)


def _marked(participation_id: UUID, form: MarkForm, values: dict[str, Any]) -> Response:
    here = url_for("trajectory.experience", participation_id=participation_id)
    prepared = bool(form.prepared.data)
    try:
        actions.mark(participation_id, Ground(str(form.ground.data)), prepared=prepared, by=current_actor())
    except Clash as late:
        return done(str(late.message), here, tone="warn")
    except Refused as refused:
        form.form_errors.append(str(refused.message))
        return invalid("trajectory/experience.html", **{**values, "found": queries.standing(participation_id)})
    return done(_("Noted. From now on they may be proposed to who needs experience."), here)


@page.post("/supporters/<uuid:participation_id>/experience/take-back")
@allowed("screen", "participation")
def take_back_experience(participation_id: UUID) -> Response:
    """The mark holds no longer."""
    actions.take_back(participation_id, by=current_actor())
    return done(
        _("Taken back. Matches that run go on."), url_for("trajectory.experience", participation_id=participation_id)
    )
