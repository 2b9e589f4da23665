"""Getting and giving up a place, and the dates for one's own calendar."""

from __future__ import annotations

from uuid import UUID

from flask import Response, abort, request, url_for
from flask_babel import gettext as _

from maatwerk.access.requests import allowed, current_actor
from maatwerk.ground import clock
from maatwerk.interface.render import done
from maatwerk.programme import queries as programmes
from maatwerk.training import say
from maatwerk.training.calendar import Entry, calendar_file
from maatwerk.training.pages import page
from maatwerk.training.places import actions
from maatwerk.training.runs import queries


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
