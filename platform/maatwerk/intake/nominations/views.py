"""The pages of nominating: one public page, its maker's list, the young person's own page, the coordinator's."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, redirect, request, url_for
from flask_babel import gettext as _

from maatwerk.access import limits
from maatwerk.access.actor import Actor
from maatwerk.access.limits import TooMany
from maatwerk.access.requests import allowed, current_actor, current_organisation, public
from maatwerk.access.work import Clash, NotFound
from maatwerk.intake import say
from maatwerk.intake.applications.queries import account_of, to_nominate_for
from maatwerk.intake.forms import AnswerForm, FinishForm, NominateForm, ToldForm, pairs
from maatwerk.intake.nominations import actions, queries
from maatwerk.intake.pages import page
from maatwerk.interface.forms import Form
from maatwerk.interface.render import clash, done, invalid, show
from maatwerk.language import formats
from maatwerk.programme import lists
from maatwerk.programme.queries import RunningProgramme, programme, runs_for, settings_of
from maatwerk.programme.values import Choice


@page.route("/nominate", methods=["GET", "POST"])
@public("anyone who knows a student may nominate, without an account")
def nominate() -> Response:
    """One page, two minutes; what was typed stays when something needs another look."""
    open_now, actor = to_nominate_for(), current_actor()
    if not open_now or current_organisation().state != "open":
        return show("intake/nominate_closed.html")
    form = _nominate_form(open_now, actor)
    if not form.is_submitted() and request.args.get("moment") in {moment.key for moment in lists.MOMENTS}:
        form.moment.data = request.args["moment"]  # a link to share: "not in the right place?"
    values: dict[str, Any] = {
        "form": form,
        "days": settings_of(open_now[0]).nomination_days,
        "notes": {str(found.id): say.aims(settings_of(found)) for found in open_now},
    }
    if not form.validate_on_submit():
        return (
            invalid("intake/nominate.html", **values) if form.is_submitted() else show("intake/nominate.html", **values)
        )
    try:
        return _sent(form, open_now, actor)
    except TooMany as often:
        form.form_errors.append(str(often.message))
        return show("intake/nominate.html", status=429, **values)


def proven(actor: Actor) -> bool:
    """Do we know who nominates: an account, or a pass whose address was proven?"""
    return actor.account_id is not None or actor.pass_kind == "nominator"


def _nominate_form(open_now: tuple[RunningProgramme, ...], actor: Actor) -> NominateForm:
    form = NominateForm()
    form.programme.choices = [(str(found.id), found.name) for found in open_now]
    form.themes.choices = pairs(_themes(open_now))
    if len(open_now) == 1:
        del form.programme
    if proven(actor):
        del form.name
        del form.email
    return form


def _themes(open_now: tuple[RunningProgramme, ...]) -> list[Choice]:
    """What any of the open programmes is about, each once."""
    found = {theme.key: theme for each in open_now for theme in settings_of(each).variant.themes or ()}
    return list(found.values())


def _sent(form: NominateForm, open_now: tuple[RunningProgramme, ...], actor: Actor) -> Response:
    programme_id = UUID(form.programme.data) if form.programme else open_now[0].id
    limits.check("nominate", request.remote_addr)
    if proven(actor):
        actions.nominate(programme_id, form.nominated(), by=actor)
        return done(_nominated(bool(form.knows.data)), url_for("intake.nominations"))
    email = str(form.email.data).lower()
    limits.check("nominate", email)
    actions.keep_until_proven(programme_id, form.nominated(), name=str(form.name.data), email=email)
    return redirect(url_for("intake.nominate_sent"), 303)  # type: ignore[return-value]


def _nominated(knows: bool) -> str:
    if knows:
        return _("Thank you. We tell the student who asked and why. Here you see how far it is.")
    return _("Thank you. We kept nothing that names the student. Tell them first, then finish it here.")


@page.get("/nominate/sent")
@public("says the same to everybody")
def nominate_sent() -> Response:
    """Look in your mail."""
    return show("intake/look_in_mail.html", what="nomination", again=url_for("intake.nominate"))


@page.get("/nominations")
@allowed("list", "nomination", passes=True)
def nominations() -> Response:
    """My nominations, and how far they are."""
    number = request.args.get("page", 1, type=int)
    return show(
        "intake/nominations.html",
        found=queries.my_nominations(current_actor(), number=number),
        seen=say.SEEN,
        tones=say.SEEN_TONES,
    )


@page.route("/nominations/send/<uuid:draft_id>", methods=["GET", "POST"])
@allowed("finish", "nomination", passes=True)
def send_nomination(draft_id: UUID) -> Response:
    """Look once more at what you typed, and send it."""
    kept = queries.unsent(current_actor(), draft_id)
    if kept is None:
        return redirect(url_for("intake.nominations"), 303)  # type: ignore[return-value]
    form = Form()
    programme_id, typed = actions.unpacked(kept)
    if form.validate_on_submit():
        actions.send_draft(draft_id, by=current_actor())
        return done(_nominated(typed.knows), url_for("intake.nominations"))
    asked = programme(programme_id)
    themes = say.chosen(settings_of(asked).variant.themes or (), typed.themes)
    return show(
        "intake/send_nomination.html",
        form=form,
        typed=typed,
        programme=asked,
        relation=say.relation(typed.relation),
        themes=formats.listing(themes),
        moment=say.moment(typed.moment),
    )


@page.route("/nominations/<uuid:nomination_id>/finish", methods=["GET", "POST"])
@allowed("finish", "nomination", passes=True)
def finish_nomination(nomination_id: UUID) -> Response:
    """Name the student, now that they know."""
    form = FinishForm()
    found = queries.nomination(nomination_id)
    if found.state != "draft" and not form.is_submitted():
        return redirect(url_for("intake.nominations"), 303)  # type: ignore[return-value]
    template = "intake/finish_nomination.html"
    if not form.validate_on_submit():
        again = invalid if form.is_submitted() else show
        return again(template, form=form, nomination=found)
    try:
        actions.finish(nomination_id, form.nominee(), form.why.data or "", by=current_actor())
    except Clash as late:
        form.form_errors.append(str(late.message))
        return clash(template, form=form, nomination=queries.nomination(nomination_id))
    return done(_nominated(True), url_for("intake.nominations"))


@page.get("/nominations/<uuid:nomination_id>")
@allowed("read", "nomination")
def nomination(nomination_id: UUID) -> Response:
    """A nomination as the coordinator reads it, with its next step."""
    found = queries.nomination(nomination_id)
    return show("intake/nomination.html", **_read(found))


def _read(found: Any) -> dict[str, Any]:
    reachable = found.person is not None and actions.may_write_to(found.person, account_of(found.person_id))
    themes = say.chosen(settings_of(found.programme_id).variant.themes or (), found.themes)
    return {
        "nomination": found,
        "person": found.person,
        "nominator": found.nominator,
        "relation": say.relation(found.relation),
        "themes": formats.listing(themes),
        "moment": say.moment(found.moment),
        "reachable": reachable,
        "elsewhere": found.person is not None and not runs_for(programme(found.programme_id).plugin, found.person_id),
    }


@page.post("/nominations/<uuid:nomination_id>/tell")
@allowed("tell", "nomination")
def tell(nomination_id: UUID) -> Response:
    """Write to the student."""
    actions.tell(nomination_id, by=current_actor())
    return done(_("The letter is on its way."), url_for("intake.list", tab="tell"))


@page.route("/nominations/<uuid:nomination_id>/answer", methods=["GET", "POST"])
@allowed("tell", "nomination")
def note_answer(nomination_id: UUID) -> Response:
    """Told in a talk: what the student said."""
    form, found = ToldForm(), queries.nomination(nomination_id)
    if found.person is None:
        raise NotFound("no student yet")
    template = "intake/note_answer.html"
    if not form.validate_on_submit():
        again = invalid if form.is_submitted() else show
        return again(template, form=form, nomination=found, person=found.person)
    try:
        actions.note_answer(nomination_id, form.addition.data or "", wants=bool(form.wants.data), by=current_actor())
    except Clash as late:
        form.form_errors.append(str(late.message))
        found = queries.nomination(nomination_id)
        return clash(template, form=form, nomination=found, person=found.person)
    return done(_("Noted."), url_for("intake.list", tab="plan" if form.wants.data else "tell"))


@page.route("/my/nomination", methods=["GET", "POST"])
@allowed("answer", "nomination", passes=True)
def my_nomination() -> Response:
    """Who thought of me and why; my own words and my own answer."""
    form, values = AnswerForm(), _my_nomination()
    template = "intake/my_nomination.html"
    if not form.validate_on_submit():
        again = invalid if form.is_submitted() else show
        return again(template, form=form, **values)
    nomination_id, wants = values["nomination"].id, bool(form.wants.data)
    try:
        application_id = actions.answer(nomination_id, form.addition.data or "", wants=wants, by=current_actor())
    except Clash as late:
        form.form_errors.append(str(late.message))
        return clash(template, form=form, **_my_nomination())
    if application_id is None:
        return done(_("Thank you for your answer. That's fine!"), url_for("intake.my_nomination"))
    said = _("Nice! A few short questions help us to have a good talk.")
    return done(said, url_for("intake.application", application_id=application_id))


def _my_nomination() -> dict[str, Any]:
    person_id = current_actor().person_id
    found = queries.told_to(person_id) if person_id else None
    if found is None:
        raise NotFound("no nomination")
    chosen = settings_of(found.programme_id)
    return {
        "nomination": found,
        "relation": say.RELATION_TO_YOU.get(found.relation, say.RELATION_TO_YOU["other"]),
        "chosen": chosen,
        "themes": say.chosen(chosen.variant.themes or (), found.themes),
    }
