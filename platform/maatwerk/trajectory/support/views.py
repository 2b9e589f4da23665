"""Asking, and checking in, as pages."""

from __future__ import annotations

from uuid import UUID

from flask import Response, url_for
from flask_babel import gettext as _

from maatwerk.access.requests import allowed, current_actor
from maatwerk.access.work import Refused
from maatwerk.interface.render import done, invalid, show
from maatwerk.language import formats
from maatwerk.trajectory import say
from maatwerk.trajectory.matches.opened import Opened, open_match
from maatwerk.trajectory.page import page
from maatwerk.trajectory.rules.support import AskKind, AskWhy, With, next_check_in
from maatwerk.trajectory.support import actions, queries
from maatwerk.trajectory.support.forms import AskForm, CheckInForm, check_in_form


@page.route("/matches/<uuid:match_id>/ask", methods=["GET", "POST"])
@allowed("ask", "match", passes=True)
def ask(match_id: UUID) -> Response:
    """Ask the coordinator to talk, to stop or for another match: three taps."""
    here = open_match(match_id)
    form = AskForm()
    waiting = queries.open_asks(queries.asks(here.match, only_of=here.actor.person_id))
    values = {"here": here, "form": form, "waiting": waiting, "say": say}
    if not form.validate_on_submit():
        return show("trajectory/ask.html", status=422 if form.is_submitted() else 200, **values)
    reason = AskWhy(form.reason.data) if form.reason.data else None
    actions.ask(match_id, AskKind(str(form.kind.data)), by=current_actor(), reason=reason)
    return done(_("Your coordinator calls you this week. Until then nothing changes."), url_for("trajectory.mine"))


@page.route("/matches/<uuid:match_id>/check-in", methods=["GET", "POST"])
@allowed("check_in", "match")
def check_in(match_id: UUID) -> Response:
    """Log a check-in: two clicks and a line."""
    here = open_match(match_id)
    coordinates = here.coordinates
    form = _form(here, coordinates=coordinates)
    earlier = queries.check_ins(here.match, None if coordinates else here.actor.person_id)
    values = {"here": here, "form": form, "reasons": _reasons(here), "say": say}
    values["earlier"] = [one for one in earlier if one.summary][:3]
    if not form.validate_on_submit():
        return show("trajectory/check_in.html", status=422 if form.is_submitted() else 200, **values)
    try:
        actions.check_in(
            match_id,
            With(str(form.with_whom.data)),
            form.summary.data or "",
            by=current_actor(),
            on=form.on.data,
            next_on=form.next_on.data,
            asks_done=[UUID(value) for value in form.asks_done.data or ()],
        )
    except Refused as refused:
        form.form_errors.append(str(refused.message))
        return invalid("trajectory/check_in.html", **values)
    message = _("Written down.")
    if form.next_on.data:
        message = _("Written down. You speak again on %(day)s.", day=formats.weekday(form.next_on.data))
    return done(message, url_for("trajectory.match", match_id=match_id))


def _form(here: Opened, *, coordinates: bool) -> CheckInForm:
    waiting = queries.open_asks(queries.asks(here.match)) if coordinates else []
    known = {here.match.seeker_person_id: here.names.seeker, here.match.supporter_person_id: here.names.supporter}
    asks = [(ask.id, f"{known.get(ask.by_person_id, '–')} {say.ASKS[ask.kind]}") for ask in waiting]
    done_before = here.road.facts.check_ins
    next_on = next_check_in(here.today, done_before=done_before, plan=here.road.variant.check_ins)
    return check_in_form(here.names, here.today, next_on, asks)


def _reasons(here: Opened) -> list[str]:
    return [say.attention(one, here.road.variant) for one in here.road.asks]


@page.post("/matches/<uuid:match_id>/asks/<uuid:ask_id>/answered")
@allowed("check_in", "match")
def answer_ask(match_id: UUID, ask_id: UUID) -> Response:
    """Staff talked it over."""
    actions.answer_ask(ask_id, by=current_actor(), match_id=match_id)
    return done(_("Noted."), url_for("trajectory.match", match_id=match_id))
