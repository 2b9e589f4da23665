"""Forming a circle, and what has come of it."""

from __future__ import annotations

from uuid import UUID

from flask import Response, abort, request, url_for
from flask_babel import gettext as _

from maatwerk.access.requests import allowed, current_actor
from maatwerk.access.work import Clash, Refused
from maatwerk.interface.render import done, show
from maatwerk.matching import say
from maatwerk.matching.circles import actions, queries
from maatwerk.matching.facts import Someone
from maatwerk.matching.forms import AnswerForm, CircleForm, as_id
from maatwerk.matching.pages import page
from maatwerk.matching.proposals.actions import answer
from maatwerk.matching.steps import Given, State
from maatwerk.matching.waiting.queries import with_circles


@page.route("/circles/new", methods=["GET", "POST"])
@allowed("form", "circle")
def circle_new() -> Response:
    """Choose one supporter and up to eight seekers of one course."""
    programmes = with_circles()
    asked = request.args.get("programme", type=UUID)
    chosen = next((p.id for p in programmes if asked in (None, p.id)), None)
    if chosen is None:
        if asked is not None:
            abort(404)
        return show("matching/circle_none.html")
    choice = queries.for_a_circle(current_actor(), chosen)
    form = CircleForm()
    form.fill(
        [(one.id, _lead(one)) for one in choice.supporters],
        [(one.id, say.of_course(one.full_name, one.facts)) for one in choice.seekers],
    )
    supporter_id, status = as_id(form.supporter.data), 422 if form.is_submitted() else 200
    if form.validate_on_submit() and supporter_id is not None:
        try:
            circle_id = actions.form_circle(supporter_id, form.seeker_ids, by=current_actor())
        except Refused as refused:
            form.form_errors.append(str(refused.message))
            status = 409 if isinstance(refused, Clash) else 422
        else:
            said = _("The circle is formed. The letter leaves in a minute.")
            return done(said, url_for("matching.circle", circle_id=circle_id))
    return show("matching/circle_new.html", status=status, choice=choice, form=form, programmes=programmes)


def _lead(one: Someone) -> str:
    return say.of_course(one.full_name, one.facts, places=one.facts.places_left)


@page.get("/circles/<uuid:circle_id>")
@allowed("read", "circle", passes=True)
def circle(circle_id: UUID) -> Response:
    """Who is in it and what each said; for its supporter: whether they want to lead it."""
    return _circle(circle_id, AnswerForm())


def _circle(circle_id: UUID, form: AnswerForm, status: int = 200) -> Response:
    found = queries.circle(circle_id)
    mine = found.circle.supporter_person_id == current_actor().person_id
    waits = [one for one in found.proposals if one.state == State.OPEN and one.waits_for == "supporter"]
    return show(
        "matching/circle_mine.html" if mine else "matching/circle.html",
        status=status,
        narrow=mine,
        found=found,
        form=form,
        my_turn=mine and bool(waits),
        words=say.STATE_WORDS,
        tones=say.STATE_TONES,
        until=min((one.expires_at for one in waits if one.expires_at), default=None),
    )


@page.post("/circles/<uuid:circle_id>/answer")
@allowed("answer", "circle", passes=True)
def circle_answer(circle_id: UUID) -> Response:
    """The supporter answers once for the whole circle."""
    form = AnswerForm()
    found = queries.circle(circle_id)
    waits = [one for one in found.proposals if one.state == State.OPEN and one.waits_for == "supporter"]
    if not form.validate_on_submit() or form.answer.data not in set(Given):
        form.form_errors.append(_("Choose one of the three buttons."))
        return _circle(circle_id, form, 422)
    if not waits:
        form.form_errors.append(_("This was answered already. You need do nothing."))
        return _circle(circle_id, form, 409)
    try:
        answer(waits[0].id, Given(form.answer.data), form.reason.data, by=current_actor())
    except Clash as clashed:
        form.form_errors.append(str(clashed.message))
        return _circle(circle_id, form, 409)
    thanks = {
        Given.YES: _("Thank you! Now each student is asked."),
        Given.RATHER_NOT: _("Thank you. That is fine: we look on."),
        Given.TALK: _("Thank you. Someone calls or writes you within a few days."),
    }
    return done(thanks[Given(form.answer.data)], url_for("matching.circle", circle_id=circle_id))
