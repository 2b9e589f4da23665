"""All trainings and one's own, getting and giving up a place, and the dates for one's own calendar."""

from __future__ import annotations

from uuid import UUID

from flask import Response, abort, request, url_for
from flask_babel import gettext as _

from maatwerk.access import policy
from maatwerk.access.actor import Actor
from maatwerk.access.requests import allowed, current_actor
from maatwerk.ground import clock
from maatwerk.interface.render import done, show
from maatwerk.language.formats import today
from maatwerk.programme import queries as programmes
from maatwerk.training import say
from maatwerk.training.calendar import Entry, calendar_file
from maatwerk.training.certificates.queries import may_act_as
from maatwerk.training.pages import page
from maatwerk.training.places import actions
from maatwerk.training.places import queries as places
from maatwerk.training.rules import COACH, Standing, led_by
from maatwerk.training.runs import queries
from maatwerk.training.runs.views import SAID


@page.get("/training", endpoint="list")
@allowed("list", "training_run")
def trainings() -> Response:
    """What is ahead: for who leads or coordinates trainings, and for who follows one."""
    actor, past = current_actor(), request.args.get("show") == "past"
    staff = policy.may(actor, "list", "training_run", roles=actor.effective_roles & queries.STAFF)
    return show(
        "training/list.html",
        runs=queries.runs(actor, past=past, number=request.args.get("page", 1, type=int)) if staff else None,
        past=past,
        settings=programmes.settings_of,
        may_plan=policy.may(actor, "plan", "training_run"),
        untrained=queries.untrained(actor) if actor.has("coordinator") else [],
        standing=_own_standing(actor) if actor.has("teacher_coach") else None,
        mine=places.mine(actor) if actor.has("supporter") else [],
        **SAID,
    )


def _own_standing(actor: Actor) -> list[tuple[str, Standing]]:
    """How one's own coach's certificate stands, for the first plug-in that asks for one."""
    found = [programmes.settings_of(one).variant for one in programmes.open_programmes()]
    plugins = sorted({variant.plugin for variant in found if led_by(variant)})
    assert actor.person_id is not None
    return [(plugin, may_act_as(actor.person_id, COACH, plugin, today())) for plugin in plugins[:1]]


@page.post("/training/runs/<uuid:training_run_id>/join")
@allowed("join", "training_run")
def join(training_run_id: UUID) -> Response:
    """Take a place: the second tap."""
    sign = actions.join(training_run_id, by=current_actor())
    return done(say.enrolled(sign.value), url_for("training.list"), tone="ok" if sign.value == "enrolled" else "new")


@page.post("/training/runs/<uuid:training_run_id>/leave")
@allowed("leave", "training_run")
def leave(training_run_id: UUID) -> Response:
    """Give the place up."""
    actions.leave(training_run_id, by=current_actor())
    back = url_for("training.join", training_run_id=training_run_id)
    return done(_("You gave up your place. Choose another training."), url_for("training.list"), undo=back)


@page.post("/training/runs/<uuid:training_run_id>/place")
@allowed("enrol", "training_run")
def place(training_run_id: UUID) -> Response:
    """Give somebody who waits a place."""
    participation_id = request.form.get("participation_id", type=UUID)
    if participation_id is None:
        abort(400)
    sign = actions.place(training_run_id, participation_id, by=current_actor())
    said = _("A place was given. The letter with the dates is on its way.")
    if sign.value != "enrolled":
        said = _("The training is full: now on the waiting list.")
    return done(said, url_for("training.run", training_run_id=training_run_id))


@page.get("/training/runs/<uuid:training_run_id>/calendar.ics")
@allowed("read", "training_run")
def calendar(training_run_id: UUID) -> Response:
    """All meetings as a file for one's own calendar."""
    found = queries.run(training_run_id)
    role = programmes.settings_of(found.programme_id).supporter.words.singular
    title = _("Training %(role)s with %(name)s", role=role, name=found.trainer.called)
    entries = [
        Entry(meeting.id, meeting.starts_at, meeting.minutes, title, found.place)
        for meeting in queries.sessions(training_run_id)
    ]
    answer = Response(calendar_file(entries, made_at=clock.now()), content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="training.ics"'
    return answer
