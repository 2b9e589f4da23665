"""The matches of staff as a list, and one match as a page for whoever may read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from flask import Response, request, url_for
from flask_babel import gettext as _

from maatwerk.access import policy
from maatwerk.access.audit import shown
from maatwerk.access.requests import allowed, current_actor
from maatwerk.intake.queries import versions_read
from maatwerk.interface.render import done, sheet, show
from maatwerk.language import formats
from maatwerk.programme.queries import open_programmes, settings_of
from maatwerk.programme.values import Road as RoadValues
from maatwerk.tenancy.columns import FieldClass
from maatwerk.trajectory import say
from maatwerk.trajectory.matches import actions, listing
from maatwerk.trajectory.matches.cells import cells_of
from maatwerk.trajectory.matches.opened import Opened, open_match
from maatwerk.trajectory.model import Phase
from maatwerk.trajectory.overview import file
from maatwerk.trajectory.overview.timeline import known_to, timeline
from maatwerk.trajectory.page import page
from maatwerk.trajectory.plan import queries as plans
from maatwerk.trajectory.rules import road as rules
from maatwerk.trajectory.rules.meetings import initiatives


@page.get("/matches")
@allowed("overview", "match")
def list() -> Response:
    """The matches in reach, those that ask for attention first."""
    actor = current_actor()
    asked = listing.asked_of(request.args)
    found = listing.listed(actor, asked)
    shown("match", (person for line in found.rows for person in (line.seeker_id, line.supporter_id)))
    return show(
        "trajectory/list.html",
        found=found,
        asked=asked,
        tabs_list=listing.tabs(found.counts, asked),
        programmes=[(str(one.id), one.name) for one in open_programmes()],
        rows=cells_of(found.rows, asked.view),
    )


@page.get("/matches/sheet")
@allowed("export", "match")
def export() -> Response:
    """The same list as a sheet to take along."""
    columns, rows, people = listing.as_sheet(current_actor(), listing.asked_of(request.args))
    shown("match", people)
    return sheet(_("matches"), columns, rows, "xlsx" if request.args.get("format") == "xlsx" else "csv")


@page.get("/matches/<uuid:match_id>")
@allowed("read", "match", passes=True)
def match(match_id: UUID) -> Response:
    """One match: where the two stand, what comes next, and what happened."""
    here = open_match(match_id)
    mask = policy.fields(current_actor(), "match", match_id)
    may_do = partial(policy.may, current_actor(), name="match")
    plan = file.planned(here.match)
    known = known_to(here, mask)
    from_whom = initiatives(row.initiative for row in known.meetings) if FieldClass.LOG in mask else {}
    return show(
        "trajectory/match.html",
        here=here,
        entries=timeline(here, mask, plan.agreements, known),
        may=may_do,
        agreed_to=agreed_to(here),
        initiative=say.initiative(from_whom, here.names),
        **around(here, plan),
    )


def agreed_to(here: Opened) -> str:
    """For staff: whether the supporter agreed to the protocol as it is now (requirement 39); empty without one."""
    programme_id = here.match.programme_id
    version = settings_of(programme_id).protocol_version
    if not version or not here.is_staff:
        return ""
    found = versions_read(here.match.supporter_person_id, [programme_id]).get(programme_id)
    if found is None:
        return _("not yet")
    return _("yes, to this version") if found == version else _("to an earlier version")


def around(here: Opened, plan: file.Planned) -> dict[str, Any]:
    """What the pages of one match show of its plan."""
    ticked = {(row.phase, row.item): row.done_at.date() for row in plan.ticks}
    return {
        "phases": phase_steps(here, plan.phases),
        "checklist": checklist(here, ticked),
        "phase_step": phase_step(here, ticked),
        "goals": plans.with_steps(plan.goals, plan.steps),
        "agreement": plans.holding(plan.agreements),
        "written": bool(plan.agreements),  # there is a version, perhaps one that still waits for a yes
        "may_go_on": here.is_staff and rules.hindrance(here.state, here.phase, agreed=here.road.agreed) is None,
        "say": say,
    }


Ticked = Mapping[tuple[str, str], date]  # (phase, item) → the day


def phase_steps(here: Opened, phases: Sequence[Phase]) -> list[dict[str, Any]]:  # type: ignore[valid-type]
    """The five phases for the stepper, each with its date."""
    at = say.phase_number(here.match.phase)
    over = here.state in rules.OVER
    found = []
    for row in phases:
        state = "done" if row.number < at or over else "now" if row.number == at else "next"
        note = _until(row.due_on) if state != "done" else formats.day_short(row.left_on or here.match.ended_on)
        found.append({"label": say.phase_label(here.road.variant, row.key), "state": state, "note": note, "url": None})
    return found


def _until(due: Any) -> str:
    return _("until %(day)s", day=formats.day_short(due)) if due else ""


def checklist(here: Opened, ticked: Ticked) -> list[dict[str, Any]]:  # type: ignore[valid-type]
    """What this phase asks, and what is done of it."""
    plan = next((one for one in here.road.variant.trajectory_phases or () if one.key == here.match.phase), None)
    return [
        {
            "key": item.key,
            "phase": here.match.phase,
            "label": item.label,
            "who": say.who(item.who, here.names),
            "done": (here.match.phase, item.key) in ticked,
            "on": formats.day_short(ticked.get((here.match.phase, item.key))),
        }
        for item in (plan.checklist if plan else ())
    ]


def phase_step(here: Opened, ticked: Ticked) -> str:
    """What the programme itself says is next in this phase; nothing once the road is over."""
    ask, facts = here.road.variant.trajectory_next_step, here.road.facts
    if ask is None or here.over:
        return ""
    met, due = facts.last_contact_on, facts.phase_due
    found = ask(
        RoadValues(
            state=here.state.value,
            phase=here.phase.value,
            ticked=frozenset(item for phase, item in ticked if phase == here.match.phase),
            meetings_held=here.match.meetings_held,
            days_since_contact=(here.today - met).days if met else None,
            phase_due_in_days=(due - here.today).days if due else None,
        )
    )
    return str(found.label) if found else ""


@page.post("/matches/<uuid:match_id>/next-phase")
@allowed("move_on", "match")
def next_phase(match_id: UUID) -> Response:
    """Go on to the next phase."""
    phase = actions.enter_next_phase(match_id, by=current_actor())
    here = open_match(match_id)
    label = say.phase_label(here.road.variant, phase)
    return done(_("Now in phase: %(phase)s.", phase=label), url_for("trajectory.match", match_id=match_id))


@page.post("/matches/<uuid:match_id>/tick")
@allowed("tick", "match", passes=True)
def tick(match_id: UUID) -> Response:
    """Tick one thing of the checklist, or take the tick away."""
    wanted = request.form.get("done") == "1"
    phase, item = request.form.get("phase", ""), request.form.get("item", "")
    actions.tick(match_id, phase, item, done=wanted, by=current_actor())
    here = open_match(match_id)
    where = "trajectory.match" if here.is_staff else "trajectory.plan"
    message = _("Ticked.") if wanted else _("Not ticked any more.")
    return done(message, url_for(where, match_id=match_id))
