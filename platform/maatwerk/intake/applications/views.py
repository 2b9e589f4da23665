"""The pages of applying: e-mail first, then one question a page, resumable on any device."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, abort, redirect, request, url_for
from flask_babel import gettext as _

from maatwerk.access import limits, policy
from maatwerk.access.limits import TooMany
from maatwerk.access.requests import allowed, current_actor, current_organisation, public
from maatwerk.access.work import Clash, Refused
from maatwerk.intake import forms, rules, say
from maatwerk.intake.applications import actions, queries
from maatwerk.intake.applications.queries import Part, Road, open_parts, part_of
from maatwerk.intake.forms import ApplyForm, BirthForm, CloseForm, NameForm, ParentForm, SendForm
from maatwerk.intake.pages import page
from maatwerk.intake.rules import Close
from maatwerk.interface.forms import Form
from maatwerk.interface.render import clash, done, invalid, show
from maatwerk.language import formats
from maatwerk.people.model import Person
from maatwerk.programme import lists
from maatwerk.programme.defaults import audience_of
from maatwerk.programme.queries import settings_of
from maatwerk.programme.values import Kind, Question, Side


@page.route("/apply", methods=["GET", "POST"])
@public("anyone may apply, without an account")
def apply() -> Response:
    """What would you like, and where do we write to?"""
    parts, actor = open_parts(), current_actor()
    if not parts or current_organisation().state != "open":
        return show("intake/apply_closed.html")
    form = ApplyForm(part=request.args.get("part"))
    form.part.choices = [(part.key, _label(part)) for part in parts]
    if actor.account_id is not None:
        del form.email
    values: dict[str, Any] = {
        "form": form,
        "notes": {part.key: _note(part) for part in parts},
        "learning": [say.learning(settings_of(part.programme_id)) for part in parts if part.side is Side.SUPPORTER],
    }
    if not form.validate_on_submit():
        return invalid("intake/apply.html", **values) if form.is_submitted() else show("intake/apply.html", **values)
    try:
        return _started(form)
    except TooMany as often:
        form.form_errors.append(str(often.message))
        return show("intake/apply.html", status=429, **values)
    except Refused as no:
        form.form_errors.append(str(no.message))
        return invalid("intake/apply.html", **values)


def _label(part: Part) -> str:
    supporters = settings_of(part.programme_id).supporter.words.plural
    if part.side is Side.SEEKER:
        return _("I am looking for one of the %(supporters)s", supporters=supporters)
    return _("I would like to become one of the %(supporters)s", supporters=supporters)


def _note(part: Part) -> str:
    texts = (f"{part.programme}.", part.role.description, part.role.gains, say.aims(settings_of(part.programme_id)))
    return " ".join(str(text) for text in texts if text)


def _started(form: ApplyForm) -> Response:
    part, actor = part_of(str(form.part.data)), current_actor()
    if actor.account_id is not None:
        application_id = actions.begin(part, by=actor)
        return redirect(url_for("intake.application", application_id=application_id), 303)  # type: ignore[return-value]
    limits.check("apply", request.remote_addr)
    limits.check("apply", str(form.email.data).lower())
    actions.ask_to_apply(part, str(form.email.data))
    return redirect(url_for("intake.apply_sent"), 303)  # type: ignore[return-value]


@page.get("/apply/sent")
@public("says the same to everybody")
def apply_sent() -> Response:
    """Look in your mail."""
    return show("intake/look_in_mail.html", what="application", again=url_for("intake.apply"))


@page.get("/applications/<uuid:application_id>")
@allowed("read", "application", passes=True)
def application(application_id: UUID) -> Response:
    """Where my application stands; to staff: what somebody answered, and the next step."""
    road = queries.road(application_id)
    mine = current_actor().person_id == road.application.person_id
    if road.application.submitted_at is None and mine:
        return redirect(url_for("intake.step", application_id=application_id, step=road.next), 303)  # type: ignore[return-value]
    if mine:
        return show("intake/applied.html", road=road, part=queries.state_of(road.application))
    return show(
        "intake/application.html",
        road=road,
        part=queries.state_of(road.application),
        answers=_answers(road, change=False),
        may_plan=policy.may(current_actor(), "plan_talk", "participation"),
    )


@page.route("/applications/<uuid:application_id>/<step>", methods=["GET", "POST"])
@allowed("read", "application", passes=True)
def step(application_id: UUID, step: str) -> Response:
    """One question; it is saved when you go on."""
    road = queries.road(application_id)
    if road.application.submitted_at is not None:
        return redirect(url_for("intake.application", application_id=application_id), 303)  # type: ignore[return-value]
    if step not in road.order:
        abort(404)
    if step == rules.CHECK:
        return _check(road)
    form = _form_of(road, step)
    if not form.validate_on_submit():
        again = invalid if form.is_submitted() else show
        return again("intake/step.html", **_asked(road, step, form))
    try:
        _save(road, step, form)
    except Refused as no:
        form.form_errors.append(str(no.message))
        answer = clash if isinstance(no, Clash) else invalid
        return answer("intake/step.html", **_asked(queries.road(application_id), step, form))
    following = rules.CHECK
    if request.args.get("then") != rules.CHECK:  # a birth date may bring the parent in, so we look once more
        following = rules.step_after(queries.road(application_id).order, step)
    return redirect(url_for("intake.step", application_id=application_id, step=following), 303)  # type: ignore[return-value]


def _asked(road: Road, step: str, form: Form) -> dict[str, Any]:
    return {
        "form": form,
        "road": road,
        "step": step,
        "at": road.order.index(step) + 1 if step in road.order else 1,
        "question": road.questions.get(step),
        "audience_of": audience_of,
        "before": rules.step_before(road.order, step),
        "week_days": lists.WEEKDAYS,
        "parts": lists.PARTS,
    }


@page.route("/applications/<uuid:application_id>/stop", methods=["GET", "POST"])
@allowed("stop", "application", passes=True)
def stop(application_id: UUID) -> Response:
    """I want to stop; one button, no reason needed."""
    form, road = Form(), queries.road(application_id)
    if not form.validate_on_submit():
        return show("intake/stop.html", form=form, road=road)
    actions.stop(application_id, by=current_actor())
    return done(_("You stopped. That's fine."), url_for("intake.application", application_id=application_id))


@page.route("/participations/<uuid:participation_id>/close", methods=["GET", "POST"])
@allowed("close_entry", "participation")
def close(participation_id: UUID) -> Response:
    """End somebody's way in, as a coordinator."""
    form = CloseForm()
    if form.validate_on_submit():
        actions.close(participation_id, Close(str(form.why.data)), by=current_actor())
        return done(_("Closed."), url_for("intake.list", tab="plan"))
    again = invalid if form.is_submitted() else show
    return again("intake/close.html", form=form, part=queries.entry(participation_id))


def _form_of(road: Road, step: str) -> Form:
    person = road.person
    if step == rules.NAME:
        family = " ".join(part for part in (person.prefix, person.family_name) if part)
        return NameForm(given_name=person.given_name, family_name=family)
    if step == rules.BIRTH:
        return BirthForm(birth_date=person.birth_date)
    if step == rules.PARENT:
        parent = queries.parent(road.parent_id)
        return ParentForm(name=parent.full_name, email=parent.email) if parent else ParentForm()
    question = road.questions[step]
    known = queries.answer_of(question, road) if step in road.application.done else None
    return forms.question_form(question, road.settings.variant)(answer=known)


def _save(road: Road, step: str, form: Any) -> None:
    application_id, by = road.application.id, current_actor()
    if step == rules.NAME:
        actions.save_name(application_id, form.given_name.data, form.family_name.data, by=by)
    elif step == rules.BIRTH:
        actions.save_birth(application_id, form.birth_date.data, by=by)
    elif step == rules.PARENT:
        actions.save_parent(application_id, form.name.data, form.email.data or None, by=by)
    else:
        actions.save_answer(application_id, step, form.answer.data, by=by)


def _check(road: Road) -> Response:
    """Look at all answers, then send."""
    application_id = road.application.id
    if road.next != rules.CHECK:
        return redirect(url_for("intake.step", application_id=application_id, step=road.next), 303)  # type: ignore[return-value]
    form = SendForm()
    if not form.validate_on_submit():
        again = invalid if form.is_submitted() else show
        return again("intake/check.html", form=form, road=road, answers=_answers(road, change=True))
    try:
        actions.send(application_id, by=current_actor())
    except Refused as no:
        form.form_errors.append(str(no.message))
        road = queries.road(application_id)
        return invalid("intake/check.html", form=form, road=road, answers=_answers(road, change=True))
    return done(_("Your application is in. Well done!"), url_for("intake.application", application_id=application_id))


def _answers(road: Road, *, change: bool) -> list[dict[str, Any]]:
    """All questions with what was answered, in words."""
    found = []
    for key in road.order[:-1]:
        url = url_for("intake.step", application_id=road.application.id, step=key, then=rules.CHECK) if change else None
        question = road.questions.get(key)
        text = _words(question, road) if question else _of_person(key, road)
        label = question.label if question else _ASKED[key]()
        found.append({"question": label, "answer": text, "url": url})
    return found


_ASKED = {
    rules.NAME: lambda: _("What are you called?"),
    rules.BIRTH: lambda: _("When were you born?"),
    rules.PARENT: lambda: _("Your parent or carer"),
}


def _of_person(key: str, road: Road) -> str:
    if key == rules.NAME:
        return road.person.full_name
    if key == rules.BIRTH:
        return formats.day(road.person.birth_date)
    parent: Person | None = queries.parent(road.parent_id)
    return ", ".join(part for part in (parent.full_name, parent.email) if part) if parent else ""


def _words(question: Question, road: Road) -> str:
    answer = queries.answer_of(question, road)
    if question.kind in (Kind.TEXT, Kind.POSTCODE):
        return str(answer or "")
    keys = answer if isinstance(answer, list) else [] if answer is None else [str(answer)]
    return formats.listing(say.chosen(forms.offered(question, road.settings.variant), keys))
