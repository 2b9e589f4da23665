"""Somebody's own pages: what needs me now, my plan, looking back."""

from __future__ import annotations

from typing import Any

from flask import Response, request, url_for
from flask_babel import gettext as _

from maatwerk.access.audit import shown
from maatwerk.access.requests import allowed, current_actor
from maatwerk.interface.render import show
from maatwerk.programme.queries import settings_of
from maatwerk.safeguarding.queries import told
from maatwerk.trajectory import say
from maatwerk.trajectory.matches.opened import Opened, as_read
from maatwerk.trajectory.matches.queries import mine as roads_of_mine
from maatwerk.trajectory.meetings.forms import ReflectForm
from maatwerk.trajectory.mine import queries
from maatwerk.trajectory.overview.file import planned
from maatwerk.trajectory.overview.views import around
from maatwerk.trajectory.page import page, protocols
from maatwerk.trajectory.rules.road import Step


@page.get("/my")
@allowed("read", "my_road", passes=True)
def mine() -> Response:
    """The first page: what needs me now, and what happens next."""
    actor = current_actor()
    cards = queries.cards(actor)
    shown("match", [p for c in cards for p in (c.here.match.seeker_person_id, c.here.match.supporter_person_id)])
    answers, may_pick = queries.questions(actor)
    running = [card for card in cards if not card.here.over]
    waiting = [] if running else queries.parts(actor)
    return show(
        "trajectory/mine.html",
        programme_ids=[*(card.here.match.programme_id for card in running), *(part.programme_id for part in waiting)],
        running=running,
        over=[card for card in cards if card.here.over],
        answers=answers,
        may_pick=may_pick,
        parts=[
            (part, settings_of(part.programme_id).variant)
            for part in waiting
            if not any(part.id in (one.seeker_id, one.supporter_id) for one in answers)
        ],
        buttons={card.here.match.id: main_button(card.here) for card in running},
        reflect=ReflectForm(),
        asks_look_back=one_question(running),
        told_a_worry=told(actor),
        to_agree=protocols(queries.to_agree(actor, running, waiting)),
        say=say,
    )


_BUTTONS = {
    Step.FIRST_SESSION: ("trajectory.plan_meeting", lambda: _("Plan the first meeting")),
    Step.MAKE_AGREEMENT: ("trajectory.change_agreement", lambda: _("Make the agreement")),
    Step.CONFIRM_AGREEMENT: ("trajectory.agreement", lambda: _("Read the agreement")),
    Step.SET_GOAL: ("trajectory.goals", lambda: _("Write down a goal")),
    Step.LOG_MEETING: ("trajectory.log", lambda: _("Say how it was")),
    Step.REVIEW_MIDWAY: ("trajectory.review", lambda: _("Look back halfway")),
    Step.REVIEW_FINAL: ("trajectory.review", lambda: _("Look back")),
    Step.PLAN_MEETING: ("trajectory.plan_meeting", lambda: _("Plan a meeting")),
}


def main_button(here: Opened) -> dict[str, str] | None:
    """The one main button of a road: the reader's own next step."""
    step = here.next
    if not step.mine(here.reader) or step.step not in _BUTTONS:
        return None
    endpoint, label = _BUTTONS[step.step]
    return {"url": url_for(endpoint, match_id=here.match.id), "label": label()}


def one_question(running: list[queries.Card]) -> Opened | None:
    """The road whose last meeting a young person has said nothing about: one question at most."""
    asked = (card.here for card in running if card.here.is_seeker and card.here.road.position.look_back_waits)
    return next(asked, None)


def _chosen(cards: list[queries.Card]) -> Opened | None:
    """The road that the address names, else the first one."""
    wanted = request.args.get("match_id", "")
    named = (card.here for card in cards if str(card.here.match.id) == wanted)
    return next(named, cards[0].here if cards else None)


@page.get("/my/plan")
@allowed("read", "my_road", passes=True)
def plan() -> Response:
    """My plan: goals, agreement, phases, and who sees what (requirement 11: talk with, not about)."""
    cards = queries.cards(current_actor())
    here = _chosen(cards)
    if here is None:
        return show("trajectory/no_plan.html")
    shown("match", [here.match.seeker_person_id, here.match.supporter_person_id])
    others = [card for card in cards if card.here.match.id != here.match.id]
    return show("trajectory/plan.html", here=here, others=others, **around(here, planned(here.match)))


@page.get("/my/looking-back")
@allowed("read", "my_road", passes=True)
def looking_back() -> Response:
    """What was: one's own moods, words and hours."""
    actor = current_actor()
    everything = [as_read(road, actor) for road in roads_of_mine(actor)]
    memories = queries.memories(actor, everything)
    count, minutes = queries.minutes_together([here.match for here in everything]) if everything else (0, 0)
    shown("match", [p for here in everything for p in (here.match.seeker_person_id, here.match.supporter_person_id)])
    return show(
        "trajectory/looking_back.html",
        memories=[(memory, _entry(memory)) for memory in memories],
        count=count,
        minutes=minutes,
        roads=everything,
        programme_ids=[here.match.programme_id for here in everything],
        say=say,
    )


def _entry(memory: queries.Memory) -> dict[str, Any]:
    parts = [say.length(memory.meeting.minutes), str(say.MOODS.get(memory.mood or "", ""))]
    return {
        "when": memory.on,
        "facts": " · ".join(part for part in parts if part),
        "url": url_for("trajectory.meeting", match_id=memory.match_id, meeting_id=memory.meeting.id),
    }
