"""The end of a road as pages: four guided clicks, a look back from each side, and ends before their time."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, abort, redirect, request, url_for
from flask_babel import gettext as _

from maatwerk.access.requests import allowed, current_actor
from maatwerk.access.work import Clash, Refused
from maatwerk.interface.render import clash, done, invalid, show
from maatwerk.trajectory import say
from maatwerk.trajectory.closing import actions, queries
from maatwerk.trajectory.closing.actions import Ending
from maatwerk.trajectory.closing.forms import (
    EndForm,
    ExtendForm,
    FollowUpForm,
    GoodbyeForm,
    LeaveOutForm,
    OpenForm,
    end_form,
    review_form,
)
from maatwerk.trajectory.matches.opened import Opened, open_match
from maatwerk.trajectory.page import page
from maatwerk.trajectory.rules.closing import GUIDED, After, Farewell, Kind, Step, follow_up_day
from maatwerk.trajectory.rules.road import BEFORE, Reader, State

CLOSE = "trajectory/close.html"


@page.get("/matches/<uuid:match_id>/close")
@allowed("close", "match")
def close(match_id: UUID) -> Response:
    """The closing, step by step; the first open one is shown."""
    here = open_match(match_id)
    if here.state in BEFORE:
        return redirect(url_for("trajectory.never_started", match_id=match_id), 303)  # type: ignore[return-value]
    return show(CLOSE, **_values(here))


def _values(here: Opened, **forms: Any) -> dict[str, Any]:
    closure = queries.closure_of(here.match)
    reviews = queries.reviews_of(here.match)
    kind = Kind(closure.kind) if closure else Kind.COMPLETE
    steps = queries.steps_of(closure, reviews, here.today) if closure else None
    now = steps.now(kind) if steps and here.state is State.CLOSING else None
    last = (closure.planned_last_on if closure else None) or here.match.planned_end or here.today
    made = {
        "open": OpenForm(formdata=None, data={"last_on": max(here.match.planned_end or here.today, here.today)}),
        "goodbye": GoodbyeForm(formdata=None, data={"last_on": min(last, here.today), "farewell": "together"}),
        "follow_up": FollowUpForm(formdata=None, data={"day": follow_up_day(max(last, here.today))}),
        "leave_out": LeaveOutForm(formdata=None),
        "end": _end_form(here, kind, formdata=False),
        "extend": ExtendForm(formdata=None, data={"weeks": "4"}),
    }
    return {
        "here": here,
        "closure": closure,
        "kind": kind,
        "steps": _step_list(here, steps, kind) if steps else [],
        "now": now,
        "guided": _guided(now),
        "ready": closure is not None and here.state is State.CLOSING and now is None,
        "reviewed": {side: ("final", side) in reviews for side in ("seeker", "supporter")},
        "problem": next(iter(forms.values()), None),
        "say": say,
        **made,
        **forms,
    }


def _guided(now: Step | None) -> int:
    """Which of the four clicks this is, from 1."""
    return next((n for n, group in enumerate(GUIDED, start=1) if now in group), len(GUIDED))


def _step_list(here: Opened, steps: Any, kind: Kind) -> list[dict[str, Any]]:
    now = steps.now(kind)
    found = []
    for step in Step:
        state = "done" if step in steps.done or step in steps.skipped else "now" if step == now else "next"
        left_out = steps.skipped.get(step)
        hint = _("Left out: %(reason)s", reason=left_out) if left_out and step not in steps.done else None
        found.append(
            {"label": say.named(say.CLOSING_STEPS[step], here.names), "state": state, "hint": hint, "url": None}
        )
    return found


def _end_form(here: Opened, kind: Kind, *, formdata: bool = True) -> EndForm:
    form = end_form(here.road.variant.end_reasons or (), kind, here.names)
    if not formdata:
        form.process(formdata=None, after=After.DONE.value)
    return form


def _try(here: Opened, name: str, form: Any, act: Any, message: str) -> Response:
    """Do one step; a refusal keeps what was filled in."""
    if not form.validate():
        return invalid(CLOSE, **_values(here, **{name: form}))
    try:
        act()
    except Refused as refused:
        form.form_errors.append(str(refused.message))
        answer = clash if isinstance(refused, Clash) else invalid
        return answer(CLOSE, **_values(open_match(here.match.id), **{name: form}))
    return done(message, url_for("trajectory.close", match_id=here.match.id))


@page.post("/matches/<uuid:match_id>/close/open")
@allowed("close", "match")
def open_closing(match_id: UUID) -> Response:
    """Open the closing with the day of the last meeting."""
    form, here = OpenForm(), open_match(match_id)
    return _try(
        here,
        "open",
        form,
        lambda: actions.open_closing(match_id, Kind(form.kind.data), form.last_on.data, by=current_actor()),  # type: ignore[arg-type]
        _("The closing is open. Both are asked to look back."),
    )


@page.post("/matches/<uuid:match_id>/close/goodbye")
@allowed("close", "match")
def say_goodbye(match_id: UUID) -> Response:
    """The last meeting was, and this is how they said goodbye."""
    form, here = GoodbyeForm(), open_match(match_id)
    return _try(
        here,
        "goodbye",
        form,
        lambda: actions.say_goodbye(match_id, form.last_on.data, Farewell(form.farewell.data), by=current_actor()),  # type: ignore[arg-type]
        _("Written down."),
    )


@page.post("/matches/<uuid:match_id>/close/follow-up")
@allowed("close", "match")
def follow_up(match_id: UUID) -> Response:
    """Agree when staff ask how it goes."""
    form, here = FollowUpForm(), open_match(match_id)
    return _try(
        here,
        "follow_up",
        form,
        lambda: actions.follow_up_on(match_id, form.day.data, by=current_actor()),  # type: ignore[arg-type]
        _("You find it on Today by then."),
    )


@page.post("/matches/<uuid:match_id>/close/leave-out/<step>")
@allowed("close", "match")
def leave_out(match_id: UUID, step: str) -> Response:
    """Leave a step out, with the reason."""
    form, here = LeaveOutForm(), open_match(match_id)
    if step not in list(Step):
        abort(404)
    return _try(
        here,
        "leave_out",
        form,
        lambda: actions.leave_out(match_id, Step(step), form.reason.data or "", by=current_actor()),
        _("Left out, with your reason beside it."),
    )


@page.post("/matches/<uuid:match_id>/close/end")
@allowed("close", "match")
def end(match_id: UUID) -> Response:
    """The last click: close the road."""
    here = open_match(match_id)
    closure = queries.closure_of(here.match)
    kind = Kind(closure.kind) if closure else Kind.COMPLETE
    form = _end_form(here, kind)
    if not form.validate():
        return invalid(CLOSE, **_values(here, end=form))
    try:
        actions.close(match_id, _ending(form), by=current_actor())
    except Refused as refused:
        form.form_errors.append(str(refused.message))
        answer = clash if isinstance(refused, Clash) else invalid
        return answer(CLOSE, **_values(open_match(match_id), end=form))
    return done(_("Closed. Both get a letter to thank them."), url_for("trajectory.match", match_id=match_id))


def _ending(form: EndForm) -> Ending:
    return Ending(
        form.reason.data or None,
        form.reason_seeker.data or None,
        form.reason_supporter.data or None,
        After(str(form.after.data)),
    )


@page.route("/matches/<uuid:match_id>/never-started", methods=["GET", "POST"])
@allowed("close", "match")
def never_started(match_id: UUID) -> Response:
    """The two never began: a formal end with its reason."""
    here = open_match(match_id)
    form = _end_form(here, Kind.NEVER_STARTED)
    values: dict[str, Any] = {"here": here, "form": form}
    if not form.validate_on_submit():
        return show("trajectory/never_started.html", status=422 if form.is_submitted() else 200, **values)
    try:
        actions.never_started(match_id, _ending(form), by=current_actor())
    except Refused as refused:
        form.form_errors.append(str(refused.message))
        answer = clash if isinstance(refused, Clash) else invalid
        return answer("trajectory/never_started.html", **values)
    return done(_("Written down: it never started."), url_for("trajectory.list"))


@page.post("/matches/<uuid:match_id>/extend")
@allowed("close", "match")
def extend(match_id: UUID) -> Response:
    """Go on longer."""
    form, here = ExtendForm(), open_match(match_id)
    return _try(
        here,
        "extend",
        form,
        lambda: actions.extend(match_id, int(str(form.weeks.data)), by=current_actor()),
        _("The planned end moved. The phases moved with it."),
    )


@page.post("/matches/<uuid:match_id>/followed-up")
@allowed("close", "match")
def followed_up(match_id: UUID) -> Response:
    """Staff asked how it goes after the farewell."""
    actions.follow_up_done(match_id, by=current_actor())
    return done(_("Noted."), url_for("trajectory.match", match_id=match_id))


@page.route("/matches/<uuid:match_id>/review", methods=["GET", "POST"])
@allowed("read", "match", passes=True)
def review(match_id: UUID) -> Response:
    """Look back from one's own side, or read what was said: one's own, or both for staff."""
    here = open_match(match_id)
    asked = request.args.get("moment"), request.args.get("side")
    given = queries.reviews_of(here.match).get(asked)  # type: ignore[arg-type]
    if request.method == "GET" and given is not None:
        if given.by_person_id != here.actor.person_id and not here.coordinates:
            abort(404)
        said = queries.said(given, here.road.variant)
        return show("trajectory/review_said.html", here=here, review=given, said=said)
    if here.is_staff:
        abort(404)
    return _look_back(here)


def _look_back(here: Opened) -> Response:
    moment, side = here.road.position.review_moment, here.reader
    waits = moment is not None and side in here.road.position.review_waits
    form = review_form(queries.questions(here.road.variant, moment or "final", side))
    values: dict[str, Any] = {"here": here, "form": form, "moment": moment, "waits": waits, "other": _other(here)}
    if not form.validate_on_submit():
        return show("trajectory/review.html", status=422 if form.is_submitted() else 200, **values)
    try:
        actions.review(here.match.id, form.answers(), by=current_actor())
    except Refused as refused:
        form.form_errors.append(str(refused.message))
        answer = clash if isinstance(refused, Clash) else invalid
        return answer("trajectory/review.html", **values)
    return done(_("Thank you for looking back."), url_for("trajectory.mine"))


def _other(here: Opened) -> Reader:
    return Reader.SUPPORTER if here.is_seeker else Reader.SEEKER
