"""The agreement and the goals as pages."""

from __future__ import annotations

from datetime import time
from typing import Any
from uuid import UUID

from flask import Response, abort, url_for
from flask_babel import gettext as _

from maatwerk.access.requests import allowed, current_actor
from maatwerk.access.work import Clash, NotFound, Refused
from maatwerk.interface.render import clash, done, invalid, show
from maatwerk.trajectory import say
from maatwerk.trajectory.matches.opened import Opened, open_match
from maatwerk.trajectory.model import Agreement
from maatwerk.trajectory.page import page
from maatwerk.trajectory.plan import actions, queries
from maatwerk.trajectory.plan.forms import AgreementForm, LookForm, YesForm, agreement_form, goal_form
from maatwerk.trajectory.rules.plan import agreed


@page.get("/matches/<uuid:match_id>/agreement")
@allowed("read", "match", passes=True)
def agreement(match_id: UUID) -> Response:
    """What the two agreed, and the version that waits for a yes."""
    here = open_match(match_id)
    versions = queries.agreements(match_id)
    if not versions and not here.is_staff and not here.over:
        return change_agreement(match_id)
    newest = versions[0] if versions else None
    waits = newest is not None and not agreed(newest.seeker_yes_at, newest.supporter_yes_at)
    own_yes = newest is not None and not here.is_staff and getattr(newest, f"{here.reader}_yes_at") is not None
    return show(
        "trajectory/agreement.html",
        here=here,
        newest=newest,
        terms=terms(here, newest),
        waits=waits,
        own_yes=own_yes,
        versions=versions,
        form=YesForm(number=str(newest.number) if newest else "0"),
        say=say,
    )


def terms(here: Opened, found: Agreement | None) -> list[dict[str, Any]]:
    """The agreement as lines to read and print."""
    if found is None:
        return []
    activities = say.labels(here.road.variant.activities or (), found.activities)
    when = [str(say.WEEKDAYS[found.weekday]) if found.weekday else "", found.at_time or ""]
    lines = [
        (_("How often"), str(say.RHYTHMS[found.rhythm])),
        (_("How long"), say.length(found.minutes)),
        (_("When"), " ".join(part for part in when if part)),
        (_("Where"), found.place or ""),
        (_("What we do"), activities),
        (_("How we reach each other"), str(say.REACH[found.contact])),
        (_("What else we say to each other"), found.words if not here.is_staff else ""),
    ]
    return [{"term": term, "text": text} for term, text in lines if text]


@page.get("/matches/<uuid:match_id>/agreement/print")
@allowed("read", "match", passes=True)
def print_agreement(match_id: UUID) -> Response:
    """The agreement on paper, with room for two signatures."""
    here = open_match(match_id)
    found = queries.holding(queries.agreements(match_id))
    if found is None:
        abort(404)
    return show("trajectory/agreement_print.html", here=here, found=found, terms=terms(here, found))


@page.route("/matches/<uuid:match_id>/agreement/change", methods=["GET", "POST"])
@allowed("agree", "match", passes=True)
def change_agreement(match_id: UUID) -> Response:
    """Make the agreement together, or a next version of it."""
    here = open_match(match_id)
    newest = next(iter(queries.agreements(match_id)), None)
    form = _agreement_form(here, newest)
    values: dict[str, Any] = {"here": here, "form": form, "newest": newest}
    if not form.validate_on_submit():
        return show("trajectory/agreement_form.html", status=422 if form.is_submitted() else 200, **values)
    try:
        actions.make_agreement(
            match_id, form.terms(), by=current_actor(), number=form.seen(), in_person=bool(form.in_person.data)
        )
    except Refused as refused:
        form.form_errors.append(str(refused.message))
        answer = clash if isinstance(refused, Clash) else invalid
        return answer("trajectory/agreement_form.html", **values)
    message = _("Saved. Both of you said yes.")
    if here.match.circle_id is not None and here.is_supporter:
        message = _("Saved. Everyone in the circle gets a letter and says yes.")
    elif not form.in_person.data:
        message = _("Saved. %(name)s gets a letter and says yes.", name=here.other)
    return done(message, url_for("trajectory.agreement", match_id=match_id))


def _agreement_form(here: Opened, newest: Agreement | None) -> AgreementForm:
    variant = here.road.variant
    values: dict[str, Any] = {"minutes": str(variant.rhythm.minutes), "rhythm": variant.rhythm.every, "number": "0"}
    if newest is not None:
        values = {
            "number": str(newest.number),
            "rhythm": newest.rhythm,
            "minutes": str(newest.minutes),
            "weekday": str(newest.weekday or ""),
            "place": newest.place,
            "activities": newest.activities,
            "contact": newest.contact,
            "words": newest.words,
        }
    if newest is not None and newest.at_time:
        values["at_time"] = time.fromisoformat(newest.at_time)
    return agreement_form(variant.activities or (), variant.rhythm.minutes, values)


@page.post("/matches/<uuid:match_id>/agreement/yes")
@allowed("agree", "match", passes=True)
def say_yes(match_id: UUID) -> Response:
    """One's own yes to the version that was read."""
    form = YesForm()
    text = form.number.data or "0"
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    began = actions.say_yes(match_id, number, by=current_actor())
    message = _("Both of you said yes. You are on your way!") if began else _("You said yes.")
    return done(message, url_for("trajectory.agreement", match_id=match_id))


@page.route("/matches/<uuid:match_id>/goals", methods=["GET", "POST"])
@allowed("read", "match", passes=True)
def goals(match_id: UUID) -> Response:
    """The goals in the young person's own words, and a new one."""
    here = open_match(match_id)
    form = goal_form(here.road.variant.themes or ())
    found = queries.goals(here.match)
    looks = {shown.goal.id: _look_form(shown) for shown in found}
    values: dict[str, Any] = {"here": here, "form": form, "goals": found, "looks": looks, "say": say}
    if not form.is_submitted():
        return show("trajectory/goals.html", **values)
    if here.is_staff:
        abort(404)
    if not form.validate():
        return invalid("trajectory/goals.html", **values)
    try:
        actions.set_goal(
            match_id,
            form.words.data or "",
            by=current_actor(),
            theme=form.theme.data,
            first_step=form.first_step.data or "",
        )
    except Refused as refused:
        form.form_errors.append(str(refused.message))
        return invalid("trajectory/goals.html", **values)
    return done(_("Your goal is in your plan."), url_for("trajectory.goals", match_id=match_id))


def _look_form(shown: queries.GoalShown) -> LookForm:
    goal = shown.goal
    return LookForm(
        formdata=None, prefix=f"g{goal.id.hex[:8]}-", data={"version": goal.version, "progress": str(goal.progress)}
    )


def _goal_of(here: Opened, goal_id: UUID) -> queries.GoalShown:
    found = next((one for one in queries.goals(here.match) if one.goal.id == goal_id), None)
    if found is None:
        raise NotFound("no goal")
    return found


@page.post("/matches/<uuid:match_id>/goals/<uuid:goal_id>")
@allowed("set_goals", "match", passes=True)
def look_at_goal(match_id: UUID, goal_id: UUID) -> Response:
    """Say where a goal stands."""
    here = open_match(match_id)
    shown = _goal_of(here, goal_id)
    form = LookForm(prefix=f"g{goal_id.hex[:8]}-")
    if not form.validate():
        raise Refused(_("Choose how far it is."))
    actions.look_at_goal(
        shown.goal.id,
        by=current_actor(),
        progress=int(str(form.progress.data)),
        words=form.words.data or "",
        version=form.version.data,
    )
    return done(_("Noted in the plan."), url_for("trajectory.goals", match_id=match_id))


@page.post("/matches/<uuid:match_id>/goals/<uuid:goal_id>/let-go")
@allowed("set_goals", "match", passes=True)
def let_goal_go(match_id: UUID, goal_id: UUID) -> Response:
    """This goal is not needed any more."""
    here = open_match(match_id)
    actions.let_go(_goal_of(here, goal_id).goal.id, by=current_actor())
    return done(_("This goal is put aside."), url_for("trajectory.goals", match_id=match_id))
