"""The first meeting as a page: plan it, then write down who came."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, url_for
from flask_babel import gettext as _

from maatwerk.access.audit import shown
from maatwerk.access.requests import allowed, current_actor
from maatwerk.access.work import Clash, Refused, zone
from maatwerk.interface.render import clash, done, invalid, show
from maatwerk.people.rules import age_on
from maatwerk.trajectory import say
from maatwerk.trajectory.kickoff import actions, queries
from maatwerk.trajectory.kickoff.forms import CameForm, PlanForm, came_form, plan_form
from maatwerk.trajectory.matches.opened import Opened, open_match
from maatwerk.trajectory.model import Kickoff, KickoffParty
from maatwerk.trajectory.page import page
from maatwerk.trajectory.rules.kickoff import Held, is_first_session, parent_invited

BOX = "trajectory/kickoff.html"


@page.get("/matches/<uuid:match_id>/kickoff")
@allowed("kickoff", "match")
def kickoff(match_id: UUID) -> Response:
    """The first meeting: who belongs there, when it is, who came."""
    return show(BOX, **_values(open_match(match_id)))


def _values(here: Opened, *, plan: PlanForm | None = None, came: CameForm | None = None) -> dict[str, Any]:
    found = queries.kickoff_of(here.match)
    rows = queries.parties_of(found) if found else []
    shown("kickoff_party", [row.person_id for row in rows])
    ahead = found is not None and found.held_on is None
    return {
        "here": here,
        "kickoff": found,
        "ahead": ahead,
        "parties": [(row, _party(here, row)) for row in rows],
        "plan": plan or _plan_form(here, found if ahead else None),
        "came": came or (_came_form(here, found, rows) if found is not None and ahead else None),
        "circle": len(queries.of_one_kickoff(here.match)) if here.match.circle_id else 0,
        "first_session": is_first_session(here.road.variant.kickoff),
        "say": say,
    }


def _party(here: Opened, row: KickoffParty) -> str:
    part = say.party(row.party, here.road.variant)
    return f"{row.person.called} ({part})" if row.person else part.capitalize()


def _plan_form(here: Opened, found: Kickoff | None) -> PlanForm:
    starts = found.starts_at.astimezone(zone()) if found and found.starts_at else None
    values = {
        "version": found.version if found else None,
        "day": starts.date() if starts else None,
        "at": starts.time() if starts else None,
        "place": found.place if found else None,
    }
    return plan_form(_asked(here), **{key: value for key, value in values.items() if value is not None})


def _asked(here: Opened) -> list[tuple[UUID, str]]:
    """Whose parents come only if they ask: everybody whose age does not invite them already."""
    plan, found = here.road.variant.kickoff, []
    for match in queries.of_one_kickoff(here.match):
        born = match.seeker_person.birth_date
        age = age_on(born, here.today) if born else None
        if not parent_invited(plan, age=age, wants_parent=False):
            found.append((match.id, match.seeker_person.called))
    return found


def _came_form(here: Opened, found: Kickoff, rows: list[KickoffParty]) -> CameForm:
    on = min(found.starts_at.astimezone(zone()).date(), here.today) if found.starts_at else here.today
    return came_form([(row.id, _party(here, row)) for row in rows], on, found.version)


def _again(refused: Refused, values: dict[str, Any]) -> Response:
    """The form with what was typed; after a clash it carries the fresh version, so that saving once more works."""
    if not isinstance(refused, Clash):
        return invalid(BOX, **values)
    found: Kickoff | None = values["kickoff"]
    return clash(BOX, now=found.version if found else None, **values)


@page.post("/matches/<uuid:match_id>/kickoff/plan")
@allowed("kickoff", "match")
def plan_kickoff(match_id: UUID) -> Response:
    """Plan or move the first meeting; everybody who belongs there gets a letter."""
    here = open_match(match_id)
    form = _plan_form(here, None)
    if not form.validate():
        return invalid(BOX, **_values(here, plan=form))
    wanted = actions.Plan(form.starts_at(), form.place.data or "", form.wishes())
    try:
        actions.plan(match_id, wanted, by=current_actor(), version=form.version.data)
    except Refused as refused:
        form.form_errors.append(str(refused.message))
        return _again(refused, _values(open_match(match_id), plan=form))
    message = _("Planned. Everybody gets a letter in a minute.")
    return done(message, url_for("trajectory.match", match_id=match_id))


@page.post("/matches/<uuid:match_id>/kickoff/came")
@allowed("kickoff", "match")
def record_kickoff(match_id: UUID) -> Response:
    """Write down who came; the two begin when the gate was there."""
    here = open_match(match_id)
    found = queries.kickoff_of(here.match)
    rows = queries.parties_of(found) if found else []
    form = came_form([(row.id, _party(here, row)) for row in rows], here.today, 0)
    if not form.validate():
        return invalid(BOX, **_values(here, came=form))
    present = {row.id: str(row.id) in (form.present.data or ()) for row in rows}
    try:
        answers = actions.record(
            match_id,
            form.on.data,  # type: ignore[arg-type]
            present,
            by=current_actor(),
            override_reason=form.override_reason.data or "",
            version=form.version.data,
        )
    except Refused as refused:
        form.form_errors.append(str(refused.message))
        return _again(refused, _values(open_match(match_id), came=form))
    return done(_outcome(answers), url_for("trajectory.match", match_id=match_id))


def _outcome(answers: Any) -> str:
    found: list[Held] = list(answers.values())
    started = sum(one.starts for one in found)
    if started == len(found):
        return _("Written down. They are on their way.")
    if started:
        return _("Written down. %(num)s of %(all)s are on their way.", num=started, all=len(found))
    return _("Written down. They have not begun yet: plan a new first meeting.")


@page.post("/matches/<uuid:match_id>/kickoff/<uuid:party_id>/spoken")
@allowed("kickoff", "match")
def caught_up(match_id: UUID, party_id: UUID) -> Response:
    """Staff spoke to somebody who missed the first meeting."""
    actions.caught_up(party_id, by=current_actor(), match_id=match_id)
    return done(_("Noted."), url_for("trajectory.kickoff", match_id=match_id))
