"""The pages of a worry: a page apart to raise one, a list and a page for lead and deputy, one's own."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, request, url_for
from flask_babel import gettext as _

from maatwerk.access import limits
from maatwerk.access.requests import allowed, current_actor, page_blueprint, public
from maatwerk.access.work import Clash, Refused
from maatwerk.interface.render import clash, done, invalid, show
from maatwerk.safeguarding import actions, queries, say
from maatwerk.safeguarding.forms import AnswerForm, WorryForm
from maatwerk.safeguarding.rules import Urgency, hear

page = page_blueprint("safeguarding", __name__)
SAID: dict[str, Any] = {"short": say.SHORT, "states": say.STATES, "tones": say.TONES}


@page.route("/worries/about/<uuid:person_id>", methods=["GET", "POST"])
@allowed("worry", "person", passes=True)
def raise_worry(person_id: UUID) -> Response:
    """A page apart: first whom to call, then one text."""
    form, template, status = WorryForm(), "safeguarding/raise.html", 422
    if form.validate_on_submit():
        try:
            limits.check("worry", current_actor().person_id)
            actions.raise_worry(person_id, form.words.data or "", Urgency(str(form.urgency.data)), by=current_actor())
        except limits.TooMany as often:
            form.form_errors.append(str(often.message))
            status = 429
        except Refused as refused:
            form.form_errors.append(str(refused.message))
        else:
            return done(_("We received it. Below you see what happens next."), url_for("safeguarding.mine"))
    values: dict[str, Any] = {
        "form": form,
        "person": queries.person(person_id),
        "readers": hear(queries.readers(), about=person_id),
        "about_me": person_id == current_actor().person_id,
    }
    return show(template, status=status if form.is_submitted() else 200, **values)


@page.get("/worries/mine")
@allowed("own", "concern", passes=True)
def mine() -> Response:
    """What I raised, and how far it is."""
    return show("safeguarding/mine.html", worries=queries.mine(current_actor()))


@page.get("/worries", endpoint="list")
@allowed("list", "concern")
def worries() -> Response:
    """What came in, for lead and deputy only."""
    number = request.args.get("page", 1, type=int)
    return show("safeguarding/list.html", worries=queries.worries(current_actor(), number=number), **SAID)


@page.get("/worries/<uuid:concern_id>")
@allowed("read", "concern")
def read(concern_id: UUID) -> Response:
    """One worry; looking alone changes nothing."""
    return show("safeguarding/read.html", **_worry(concern_id, AnswerForm()))


@page.post("/worries/<uuid:concern_id>/read")
@allowed("mark", "concern")
def mark_read(concern_id: UUID) -> Response:
    """I have read it."""
    here = url_for("safeguarding.read", concern_id=concern_id)
    try:
        actions.mark_read(concern_id, by=current_actor())
    except Clash as late:
        return clash("safeguarding/read.html", **_worry(concern_id, AnswerForm()), word=late.message)
    return done(_("It is noted that you have read it. Now tell who wrote it what happens."), here)


@page.post("/worries/<uuid:concern_id>/acknowledge")
@allowed("acknowledge", "concern")
def acknowledge(concern_id: UUID) -> Response:
    """Answer who raised it."""
    form = AnswerForm()
    if not form.validate_on_submit():
        return invalid("safeguarding/read.html", **_worry(concern_id, form))
    try:
        actions.acknowledge(concern_id, form.answer.data, by=current_actor())
    except Clash as late:
        return clash("safeguarding/read.html", **_worry(concern_id, form), word=late.message)
    return done(_("Your answer stands with the worry. Only who wrote it sees it."), url_for("safeguarding.list"))


def _worry(concern_id: UUID, form: AnswerForm) -> dict[str, Any]:
    return {"worry": queries.concern(concern_id), "form": form, "long": dict(say.URGENCIES), **SAID}


@page.get("/procedure")
@public("how a worry is handled is no secret")
def procedure() -> Response:
    """The five steps of the reporting code, in plain words."""
    return show("safeguarding/procedure.html")
