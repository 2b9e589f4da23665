"""The pages of a training: all of them, one, planning it, who was there, the group's certificates."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, abort, request, url_for
from flask_babel import gettext as _

from maatwerk.access import policy
from maatwerk.access.actor import Actor
from maatwerk.access.requests import allowed, current_actor
from maatwerk.access.work import Clash, Refused, zone
from maatwerk.interface.render import clash, done, invalid, sheet, show
from maatwerk.language.formats import local_day, today
from maatwerk.programme import queries as programmes
from maatwerk.training import rules, say
from maatwerk.training.certificates.queries import coaches
from maatwerk.training.pages import page
from maatwerk.training.runs import actions, queries
from maatwerk.training.runs.forms import STARTS, AttendanceForm, CoachForm, PlanForm, proposed_days

MOST_IN_A_SHEET = 5000
SAID: dict[str, Any] = {"run_states": say.RUN_STATES, "states": say.STATES, "tones": say.TONES}


@page.route("/training/runs/new", methods=["GET", "POST"])
@allowed("plan", "training_run")
def plan() -> Response:
    """Plan a training: which role, then one page with everything filled in."""
    open_ones = {found.id: found for found in programmes.open_programmes()}
    chosen = request.args.get("programme", type=UUID) or (next(iter(open_ones)) if len(open_ones) == 1 else None)
    if chosen is None:
        return show("training/choose.html", programmes=open_ones.values(), settings=programmes.settings_of)
    if chosen not in open_ones:
        abort(404)
    settings = programmes.settings_of(chosen)
    variant, curriculum = settings.variant, settings.variant.training_modules
    if curriculum is None:
        abort(404)
    form = PlanForm()
    leaders = coaches(variant.plugin, today())
    form.offer(leaders, curriculum)
    values = {"form": form, "programme": open_ones[chosen], "settings": settings, "curriculum": curriculum}
    if form.validate_on_submit():
        try:
            run_id = actions.plan_run(form.plan(chosen, zone()), by=current_actor())
        except Refused as refused:
            form.form_errors.append(str(refused.message))
        else:
            return done(_("The training is planned. Whoever waits gets a letter."), _run(run_id))
    elif not form.is_submitted():
        _propose(form, curriculum)
    return show("training/plan.html", status=422 if form.is_submitted() else 200, leaders=leaders, **values)


def _propose(form: PlanForm, curriculum: Any) -> None:
    actor = current_actor()
    form.trainer_id.data = str(actor.person_id)
    form.place.data = queries.last_place(actor)
    form.seats.data, form.starts.data = rules.SEATS, STARTS
    for entry, day in zip(form.days.entries, proposed_days(today(), curriculum), strict=True):
        entry.data = day


def _run(run_id: UUID) -> str:
    return url_for("training.run", training_run_id=run_id)


@page.get("/training/sheet")
@allowed("list", "training_run")
def list_sheet() -> Response:
    """The trainings that somebody leads or coordinates, as a sheet to take along."""
    actor = current_actor()
    if not policy.may(actor, "list", "training_run", roles=actor.effective_roles & queries.STAFF):
        abort(404)
    found = queries.runs(actor, past=request.args.get("show") == "past", size=MOST_IN_A_SHEET).items
    columns = [
        _("Role"), _("Coach"), _("First meeting"), _("Last meeting"), _("Place"), _("Places"), _("Taken"),
        _("Waiting"), _("State"),
    ]  # fmt: skip
    rows: list[list[Any]] = [
        [
            programmes.settings_of(run.programme_id).supporter.words.singular,
            run.trainer,
            local_day(run.first_at),
            local_day(run.last_at),
            run.place,
            run.seats,
            run.taken,
            run.waiting,
            str(say.RUN_STATES[run.state]),
        ]
        for run in found
    ]
    return sheet(_("trainings"), columns, rows, "xlsx" if request.args.get("format") == "xlsx" else "csv")


@page.get("/training/runs/<uuid:training_run_id>")
@allowed("read", "training_run")
def run(training_run_id: UUID) -> Response:
    """One training: with names for who leads or coordinates it, with one's own attendance for who follows it."""
    actor = current_actor()
    if not queries.sees_names(actor, training_run_id):
        return show("training/my_run.html", **_own(training_run_id, actor))
    return show("training/run.html", **_whole(training_run_id, actor, CoachForm()))


def _own(run_id: UUID, actor: Actor) -> dict[str, Any]:
    found = queries.run(run_id)
    return {
        "run": found,
        "settings": programmes.settings_of(found.programme_id),
        "curriculum": queries.curriculum_of(found),
        "sessions": queries.sessions(run_id, of=actor.person_id),
        "place": queries.place_of(run_id, actor.person_id),
        **SAID,
    }


def _whole(run_id: UUID, actor: Actor, form: CoachForm) -> dict[str, Any]:
    found = queries.run(run_id)
    settings = programmes.settings_of(found.programme_id)
    change = actor.has("coordinator") and found.state == "planned"
    if change:
        form.trainer_id.choices = [
            (str(coach.person_id), coach.full_name) for coach in coaches(settings.variant.plugin, today())
        ]
        form.version.data = found.version
    return {
        "run": found,
        "settings": settings,
        "curriculum": queries.curriculum_of(found),
        "sessions": queries.sessions(run_id),
        "roster": queries.roster(found),
        "untrained": queries.untrained(actor, found.programme_id) if change else [],
        "leads": found.trainer_id == actor.person_id and policy.may(actor, "certify", "training_run"),
        "form": form if change else None,
        "still_to_do": rules.still_to_do,
        "today": today(),
        **SAID,
    }


@page.post("/training/runs/<uuid:training_run_id>/coach")
@allowed("change", "training_run")
def change_coach(training_run_id: UUID) -> Response:
    """Put another coach before the training."""
    form, actor = CoachForm(), current_actor()
    version = form.version.data
    values = _whole(training_run_id, actor, form)
    if values["form"] is None or not form.validate():
        return invalid("training/run.html", **values)
    try:
        actions.change_coach(training_run_id, UUID(form.trainer_id.data), version=version, by=actor)
    except Refused as refused:
        form.form_errors.append(str(refused.message))
        answer = clash if isinstance(refused, Clash) else invalid
        return answer("training/run.html", **_whole(training_run_id, actor, form))
    return done(_("Another coach leads this training now, and has got a letter."), _run(training_run_id))


@page.route("/training/runs/<uuid:training_run_id>/cancel", methods=["GET", "POST"])
@allowed("cancel", "training_run")
def cancel(training_run_id: UUID) -> Response:
    """Call a training off, after one question."""
    if request.method == "POST":
        actions.cancel_run(training_run_id, by=current_actor())
        return done(_("The training is off. Everybody in it gets a letter."), url_for("training.list"))
    found = queries.run(training_run_id)
    if found.state != "planned":
        return done(_("This training is over or off. Nothing was changed."), _run(training_run_id), tone="warn")
    return show("training/cancel.html", run=found, roster=queries.roster(found), sessions=queries.sessions(found.id))


@page.route("/training/runs/<uuid:training_run_id>/sessions/<uuid:run_session_id>/attendance", methods=["GET", "POST"])
@allowed("tick", "run_session")
def attendance(training_run_id: UUID, run_session_id: UUID) -> Response:
    """Who was there: the whole meeting on one screen, one tap a person."""
    meeting = queries.session(run_session_id)
    if meeting.run_id != training_run_id:
        abort(404)
    form, expected = AttendanceForm(), queries.attendance_sheet(meeting)
    form.expect(expected, fresh=not form.is_submitted())
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            there = actions.tick_attendance(run_session_id, form.there(), by=current_actor())
        except Refused as refused:
            form.form_errors.append(str(refused.message))
            status = 409 if isinstance(refused, Clash) else 422
            meeting = queries.session(run_session_id)
        else:
            return done(_("Kept: %(people)s there.", people=say.people(there)), _run(training_run_id))
    found = queries.run(training_run_id)
    values = {"run": found, "meeting": meeting, "form": form, "expected": expected, "today": today()}
    return show("training/attendance.html", status=status, curriculum=queries.curriculum_of(found), **values)


@page.route("/training/runs/<uuid:training_run_id>/certify", methods=["GET", "POST"])
@allowed("certify", "training_run")
def certify(training_run_id: UUID) -> Response:
    """Who gets a certificate and who misses something; one button gives them out."""
    refused: Refused | None = None
    if request.method == "POST":
        try:
            given = actions.certify(training_run_id, by=current_actor())
        except Refused as no:
            refused = no
        else:
            return done(say.given_out(given), _run(training_run_id))
    found = queries.run(training_run_id)
    settings, curriculum = programmes.settings_of(found.programme_id), queries.curriculum_of(found)
    trainees = [trainee for trainee in queries.roster(found) if trainee.state == "enrolled"]
    ready = [one for one in trainees if rules.completed(settings.variant, curriculum, one.present)]
    missing = [(one, rules.still_to_do(curriculum, one.present)) for one in trainees if one not in ready]
    status = 200 if refused is None else 409 if isinstance(refused, Clash) else 422
    word = str(refused.message) if refused else None
    unticked = next((one for one in queries.sessions(found.id) if one.here and one.present is None), None)
    values = {"run": found, "settings": settings, "ready": ready, "missing": missing, "word": word}
    if unticked is not None and trainees:
        values |= {"unticked": unticked, "unticked_word": say.tick_first(unticked.starts_at)}
    return show("training/certify.html", status=status, **values)
