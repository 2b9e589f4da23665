"""Planning, moving, telling and looking back on meetings: as few taps as it takes."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from flask import Response, abort, request, url_for
from flask_babel import gettext as _
from icalendar import Calendar, Event

from maatwerk.access.requests import allowed, current_actor
from maatwerk.access.work import Clash, Refused, zone
from maatwerk.ground import clock
from maatwerk.ground.database import db
from maatwerk.interface.render import clash, done, invalid, show
from maatwerk.tenancy.sealed import prefetch
from maatwerk.trajectory import say
from maatwerk.trajectory.matches.opened import Opened, open_match
from maatwerk.trajectory.matches.queries import circle_matches
from maatwerk.trajectory.meetings import actions, queries
from maatwerk.trajectory.meetings.forms import LogForm, MissedForm, ReflectForm, TimeForm, log_form, time_form
from maatwerk.trajectory.model import Agreement, Meeting
from maatwerk.trajectory.page import page
from maatwerk.trajectory.plan.queries import agreements, holding, open_goals
from maatwerk.trajectory.rules.meetings import RHYTHM_DAYS, Audience, Kept, Mood, may_read_note, suggestions
from maatwerk.trajectory.rules.road import ON_THE_ROAD

BACK = "trajectory.mine"


@page.route("/matches/<uuid:match_id>/log", methods=["GET", "POST"])
@allowed("log", "match", passes=True)
def log(match_id: UUID) -> Response:
    """Say how a meeting was, in under a minute on a phone."""
    here = open_match(match_id)
    form = _log_form(here)
    planned = queries.next_planned(here.match)
    if not form.is_submitted() and planned is not None and planned.on <= here.today:
        form.on.data = planned.on
    values: dict[str, Any] = {"form": form, "here": here, "number": here.match.meetings_held + 1, "goals": form.goals()}
    if not form.validate_on_submit():
        return show("trajectory/log.html", status=422 if form.is_submitted() else 200, **values)
    try:
        actions.log_meeting(
            match_id,
            form.said(),
            by=current_actor(),
            form_key=form.key.data or "",
            present=form.there() or None,
            progress=form.progress(),
            talk_it_over=form.talk.data == "yes",
        )
    except Clash as refused:
        form.form_errors.append(str(refused.message))
        return clash("trajectory/log.html", **values)
    except Refused as refused:
        form.form_errors.append(str(refused.message))
        return invalid("trajectory/log.html", **values)
    message = _("Saved. Thank you!")
    if form.talk.data == "yes":
        message = _("Saved. Your coordinator calls you this week.")
    return done(message, url_for(BACK))


def _log_form(here: Opened) -> LogForm:
    match, topics = here.match, here.road.variant.meeting_topics
    circle = []
    if match.circle_id is not None:
        members = circle_matches(db.session(), match.circle_id, states=sorted(ON_THE_ROAD))
        circle = [(one.id, one.seeker_person.called) for one in members]
    goals = []
    if match.circle_id is None:
        found = open_goals(match.id)
        prefetch(db.session(), [match.seeker_person_id] if found else [])
        goals = [(goal.id, goal.words) for goal in found]
    usual = holding(agreements(match.id))
    return log_form(
        names=here.names,
        topics=topics.choices if topics else (),
        usual=usual.minutes if usual else here.road.variant.rhythm.minutes,
        today=here.today,
        goals=goals,
        together=circle,
    )


def _suggested(here: Opened, but: datetime | None = None) -> tuple[datetime, ...]:
    """Three moments on the day and hour the two agreed, or on those of their last meeting; never the one it is now."""
    agreement: Agreement | None = holding(agreements(here.match.id))
    at = _clock(agreement.at_time) if agreement else None
    weekday = agreement.weekday if agreement else None
    is_off = here.road.facts.calendar.is_off
    every = RHYTHM_DAYS[agreement.rhythm if agreement else here.road.variant.rhythm.every]
    after = clock.now().astimezone(zone())
    found = suggestions(weekday, at, after=after, every_days=every, is_off=is_off, count=4)
    return tuple(moment for moment in found if moment != but)[:3]


def _clock(text: str | None) -> time | None:
    return time.fromisoformat(text) if text else None


@page.route("/matches/<uuid:match_id>/meetings/plan", methods=["GET", "POST"])
@allowed("plan", "match", passes=True)
def plan_meeting(match_id: UUID) -> Response:
    """Plan the next meeting: open, choose, save."""
    here = open_match(match_id)
    agreement = holding(agreements(match_id))
    form = time_form(_suggested(here), place=agreement.place if agreement else None)
    values: dict[str, Any] = {"form": form, "here": here}
    if not form.validate_on_submit():
        return show("trajectory/plan_meeting.html", status=422 if form.is_submitted() else 200, **values)
    try:
        actions.plan_meeting(
            match_id, form.starts_at(), by=current_actor(), form_key=form.key.data or "", place=form.place.data or None
        )
    except Refused as refused:
        form.form_errors.append(str(refused.message))
        return invalid("trajectory/plan_meeting.html", **values)
    message = _("Planned. %(name)s gets a letter in a minute.", name=here.other)
    return done(message, _home(here))


def _home(here: Opened) -> str:
    return url_for("trajectory.match", match_id=here.match.id) if here.is_staff else url_for(BACK)


@page.route("/matches/<uuid:match_id>/meetings/<uuid:meeting_id>", methods=["GET", "POST"])
@allowed("read", "match", passes=True)
def meeting(match_id: UUID, meeting_id: UUID) -> Response:
    """One meeting: moved in three taps while it is planned, told when it was held."""
    here = open_match(match_id)
    found = queries.meeting_of(here.match, meeting_id)
    but = None if request.method == "POST" else found.starts_at  # sent twice, it is still one of the choices
    form = time_form(_suggested(here, but), place=found.place, version=found.version)
    if not form.is_submitted() or found.state != Kept.PLANNED:
        return _shown(here, found, form)
    return _moved(here, found, form)


def _shown(here: Opened, found: Meeting, form: TimeForm, status: int = 200) -> Response:
    own = queries.presence_of(here.match, [found.id]).get(found.id)
    reads = found.note_sealed is not None and may_read_note(  # type: ignore[attr-defined]
        here.actor.person_id,  # type: ignore[arg-type]
        writer=found.logged_by,
        audience=found.audience,
        seeker=here.is_seeker,
        coordinator=found.audience == Audience.COORDINATOR and here.coordinates,
    )
    topics = here.road.variant.meeting_topics
    return show(
        "trajectory/meeting.html",
        status=status,
        here=here,
        meeting=found,
        form=form,
        missed=MissedForm(version=found.version),
        own=own,
        own_line=own.line if own is not None and here.is_seeker else "",
        note=found.note if reads else "",
        topics=say.labels(topics.choices if topics else (), found.topics),
        passed=found.on <= here.today,
        planned_by=_name(here, found.planned_by),
        say=say,
    )


def _name(here: Opened, person_id: UUID | None) -> str:
    """What one of the two is called; nothing for anybody else (in a circle: another young person)."""
    known = {here.match.seeker_person_id: here.names.seeker, here.match.supporter_person_id: here.names.supporter}
    return known.get(person_id, "") if person_id else ""


def _moved(here: Opened, found: Meeting, form: TimeForm) -> Response:
    if not form.validate():
        return _shown(here, found, form, 422)
    try:
        actions.move_meeting(here.match.id, found.id, form.starts_at(), by=here.actor, version=form.version.data)
    except Clash as refused:
        form.form_errors.append(str(refused.message))
        now = queries.meeting_of(here.match, found.id)
        form.version.data = now.version
        return _shown(here, now, form, 409)
    except Refused as refused:
        form.form_errors.append(str(refused.message))
        return _shown(here, queries.meeting_of(here.match, found.id), form, 422)
    return done(_("Moved. %(name)s gets a letter in a minute.", name=here.other), _home(here))


@page.post("/matches/<uuid:match_id>/meetings/<uuid:meeting_id>/missed")
@allowed("plan", "match", passes=True)
def missed(match_id: UUID, meeting_id: UUID) -> Response:
    """A planned meeting that did not happen: nobody's fault."""
    form = MissedForm()
    actions.did_not_happen(match_id, meeting_id, by=current_actor(), version=form.version.data)
    here = open_match(match_id)
    return done(_("Noted. Plan a new one together."), url_for("trajectory.plan_meeting", match_id=here.match.id))


@page.get("/matches/<uuid:match_id>/meetings/<uuid:meeting_id>.ics")
@allowed("read", "match", passes=True)
def calendar(match_id: UUID, meeting_id: UUID) -> Response:
    """A planned meeting for one's own calendar: first name only."""
    here = open_match(match_id)
    found = queries.meeting_of(here.match, meeting_id)
    if found.starts_at is None:
        abort(404)
    answer = Response(_calendar_file(here, found), content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="meeting.ics"'
    return answer


def _calendar_file(here: Opened, found: Meeting) -> bytes:
    assert found.starts_at is not None
    starts = found.starts_at.astimezone(zone())
    entry = Event()
    entry.add("uid", f"{found.id}@maatwerk")
    entry.add("dtstamp", clock.now())
    entry.add("dtstart", starts)
    minutes = found.minutes or here.road.variant.rhythm.minutes
    entry.add("dtend", starts + timedelta(minutes=minutes))
    entry.add("summary", _("Meeting with %(name)s", name=here.other))
    if found.place:
        entry.add("location", found.place)
    made = Calendar()
    made.add("prodid", "-//Maatwerk//EN")
    made.add("version", "2.0")
    made.add_component(entry)
    return bytes(made.to_ical())


@page.route("/matches/<uuid:match_id>/reflect", methods=["GET", "POST"])
@allowed("reflect", "match", passes=True)
def reflect(match_id: UUID) -> Response:
    """The young person says how the last meeting was: two taps."""
    here = open_match(match_id)
    form = ReflectForm()
    last = queries.to_look_back_on(here.match)
    found = queries.meeting_of(here.match, last.meeting_id) if last else None
    values: dict[str, Any] = {"form": form, "here": here, "meeting": found}
    if not form.validate_on_submit():
        return show("trajectory/reflect.html", status=422 if form.is_submitted() else 200, **values)
    try:
        actions.look_back(match_id, Mood(str(form.mood.data)), by=current_actor(), line=form.line.data or "")
    except Clash as refused:
        form.form_errors.append(str(refused.message))
        return clash("trajectory/reflect.html", **values)
    return done(_("Thank you. Only you read what you wrote."), url_for(BACK))
