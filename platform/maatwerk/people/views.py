"""Pages about people: the list, the sheet to take along, and what a parent or young person is asked."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, request, url_for
from flask_babel import gettext as _

from maatwerk.access import policy
from maatwerk.access.requests import allowed, current_actor
from maatwerk.access.work import Clash, Refused
from maatwerk.interface.render import clash, done, invalid, sheet, show
from maatwerk.people import actions, queries, say
from maatwerk.people.forms import ExportForm, answer_form, words
from maatwerk.people.imports import views as import_pages
from maatwerk.people.pages import page
from maatwerk.people.persons import exports, lists
from maatwerk.people.persons import views as person_pages
from maatwerk.people.persons.forms import SearchForm
from maatwerk.people.persons.lists import GROUPS, LOOKS, Filter
from maatwerk.people.same import views as same_pages

PAGES = (page,)
# Each adds its pages to the one set of this room.
SUBJECTS = (person_pages, import_pages, same_pages)


@page.route("/people", methods=["GET", "POST"])
@allowed("list", "person")
def list() -> Response:
    """Everybody within reach; a search by name is posted, so that no name stands in an address."""
    actor, search = current_actor(), SearchForm()
    may = {name: policy.may(actor, name, "person") for name in ("add", "import", "export")}
    if search.is_submitted() and (search.q.data or "").strip():
        found = lists.found(actor, search.q.data or "")
        return show("people/found.html", lines=found, words=search.q.data, may=may, say=say, most=lists.MOST_FOUND)
    group, look = request.args.get("group"), request.args.get("look")
    chosen = Filter(
        group if group in GROUPS else None,
        request.args.get("site", type=UUID),
        request.args.get("year", type=int),
        look if look in LOOKS else None,
    )
    people = lists.people(actor, chosen, number=request.args.get("page", 1, type=int))
    return show("people/list.html", people=people, chosen=chosen, may=may, say=say)


@page.route("/people/export", methods=["GET", "POST"])
@allowed("export", "person", fresh=True)
def export() -> Response:
    """The people sheet, to take along and to bring back in."""
    form = ExportForm()
    if not form.validate_on_submit():
        return (
            invalid("people/export.html", form=form) if form.is_submitted() else show("people/export.html", form=form)
        )
    rows = exports.take_along(form.group.data or None, by=current_actor())
    kind = "csv" if form.format.data == "csv" else "xlsx"
    return sheet(_("people"), [str(say.HEADINGS[name]) for name in exports.COLUMNS], rows, kind)  # type: ignore[arg-type]


@page.route("/consent", methods=["GET", "POST"])
@allowed("answer", "consent", passes=True)
def consent() -> Response:
    """What is asked, by whom, until when, what is shared; yes or no for each thing."""
    actor = current_actor()
    families = queries.asked_of(actor)
    form = answer_form(families)
    if form.validate_on_submit():
        answers = form.answers()
        actions.answer(answers, by=actor)
        return done(say.answered(all(answers.values())), url_for("people.consent"))
    values: dict[str, Any] = {
        "families": families,
        "form": form,
        "words": words,
        "say": say,
        "coordinators": queries.to_talk_to([family.person_id for family in families]),
    }
    return invalid("people/consent.html", **values) if form.is_submitted() else show("people/consent.html", **values)


@page.route("/consent/<uuid:question_id>/withdraw", methods=["GET", "POST"])
@allowed("withdraw", "consent", passes=True)
def consent_withdraw(question_id: UUID) -> Response:
    """Take an answer back: look once more, then it stops at once."""
    actor = current_actor()
    found = queries.question(actor, question_id)
    if request.method == "GET":
        return show("people/consent_withdraw.html", family=found[0], question=found[1], say=say)
    try:
        actions.withdraw(question_id, by=actor)
    except Clash as late:
        return clash("people/consent_withdraw.html", family=found[0], question=found[1], say=say, late=late.message)
    return done(_("Your answer is taken back. What rested on it has stopped."), url_for("people.consent"))


@page.post("/consent/<uuid:question_id>/give")
@allowed("answer", "consent", passes=True)
def consent_give(question_id: UUID) -> Response:
    """Change a no, or an answer that was taken back, into a yes."""
    try:
        actions.answer({question_id: True}, by=current_actor())
    except Refused as refused:
        return done(str(refused.message), url_for("people.consent"), tone="warn")
    return done(say.answered(True), url_for("people.consent"))
