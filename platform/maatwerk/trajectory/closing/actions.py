"""A road ends: with its steps, its reviews and its reasons."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from maatwerk.access.actor import Actor
from maatwerk.access.work import Clash, Refused, Work, unit_of_work
from maatwerk.matching.model import Circle
from maatwerk.people.model import Person
from maatwerk.programme.actions import move
from maatwerk.programme.model import Participation
from maatwerk.programme.queries import settings_of
from maatwerk.programme.values import Kind as AnswerKind
from maatwerk.trajectory import letters
from maatwerk.trajectory.closing.queries import closure_of, questions, reviews_of, steps_of
from maatwerk.trajectory.events import MatchEnded
from maatwerk.trajectory.matches.actions import enter, keep_watch, move_match, plan_phases
from maatwerk.trajectory.model import Ask, Closure, Match, Meeting, Review
from maatwerk.trajectory.plan.actions import side_of
from maatwerk.trajectory.rules.closing import (
    After,
    Farewell,
    Kind,
    Missing,
    Step,
    Steps,
    end_state,
    may_close,
    may_open,
    participation_after,
    reasons_for,
    review_moment,
)
from maatwerk.trajectory.rules.road import RUNNING, Phase, State

EXTEND_MOST = 26  # weeks at a time: then the two decide again

_MISSING: Mapping[Missing, Callable[[], str]] = {
    Missing.STEPS: lambda: _("Some steps are still open. Do them, or say why they are left out."),
    Missing.REASON: lambda: _("Choose the reason why it ended."),
    Missing.STARTED: lambda: _("The two have begun, so close the road in its steps."),
    Missing.NOT_STARTED: lambda: _("The two have not begun yet. Choose: it never started."),
    Missing.OVER: lambda: _("This road is closed already."),
    Missing.NOT_CLOSING: lambda: _("Open the closing first."),
}


def _refuse(why: Missing | None) -> None:
    if why is Missing.OVER:
        raise Clash(_MISSING[why]())
    if why is not None:
        raise Refused(_MISSING[why]())


def open_closing(match_id: UUID, kind: Kind, last_on: date, *, by: Actor) -> None:
    """Open the closing with the day of the last meeting; both are asked to look back (requirement 45).

    Raises:
        Refused: the two have not begun.
        Clash: the road is closed already, or its closing is open.
    """
    with unit_of_work(by) as work:
        match = work.get(Match, match_id, lock=True, to="close")
        open_inside(work, match, kind, last_on)


def open_inside(work: Work, match: Match, kind: Kind, last_on: date | None) -> Closure:
    """The same inside a unit of work: the calendar opens it too, four weeks before the end."""
    _refuse(may_open(State(match.state), kind))
    closure = closure_of(match, work.session)
    if closure is None:
        closure = work.add(Closure(match_id=match.id, kind=kind, opened_at=work.now, skipped={}))
    closure.kind, closure.planned_last_on = kind, last_on or closure.planned_last_on
    if match.state == State.ACTIVE:
        move_match(match, State.CLOSING, work)
        enter(work, match, Phase.CLOSURE, work.today)
        for person_id in (match.seeker_person_id, match.supporter_person_id):
            work.send(letters.closing_near(match, work.get(Person, person_id)))
            work.send(letters.review_asked(match, "final", person_id))
    keep_watch(work, [match.id])
    return closure


def say_goodbye(match_id: UUID, last_on: date, farewell: Farewell, *, by: Actor) -> None:
    """The last meeting was, and this is how they said goodbye."""
    with unit_of_work(by) as work:
        match, closure = _closing(work, match_id)
        if last_on > work.today:
            raise Refused(_("The last meeting is still ahead. Come back after it."))
        closure.last_meeting_on, closure.farewell, closure.farewell_on = last_on, farewell, work.today
        work.session.flush()
        keep_watch(work, [match.id])


def follow_up_on(match_id: UUID, day: date, *, by: Actor) -> None:
    """Agree when staff ask how it goes after the farewell."""
    with unit_of_work(by) as work:
        match, closure = _closing(work, match_id)
        if day <= work.today:
            raise Refused(_("Choose a day that is still ahead."))
        closure.follow_up_on = day
        work.session.flush()
        keep_watch(work, [match.id])


def leave_out(match_id: UUID, step: Step, reason: str, *, by: Actor) -> None:
    """Leave a step of the closing out, with the reason; it stays visible."""
    with unit_of_work(by) as work:
        match, closure = _closing(work, match_id)
        if not reason.strip():
            raise Refused(_("Say in a few words why this step is left out."))
        closure.skipped = {**(closure.skipped or {}), step.value: reason.strip()[:200]}
        work.session.flush()
        keep_watch(work, [match.id])


def _closing(work: Work, match_id: UUID) -> tuple[Match, Closure]:
    match = work.get(Match, match_id, lock=True, to="close")
    closure = closure_of(match, work.session)
    if closure is None or match.state != State.CLOSING:
        _refuse(Missing.OVER if State(match.state) not in RUNNING else Missing.NOT_CLOSING)
    assert closure is not None
    return match, closure


@dataclass(frozen=True, slots=True)
class Ending:
    """Why a road ends, told by each side (keys of the variant's reasons), and what the young person does next."""

    reason: str | None = None
    reason_seeker: str | None = None
    reason_supporter: str | None = None
    after: After = After.DONE


def close(match_id: UUID, ending: Ending, *, by: Actor) -> State:
    """Close the road: every step is done or has its reason.

    Raises:
        Refused: a step is open, or an early end has no reason.
        Clash: it is closed already.
    """
    with unit_of_work(by) as work:
        match, closure = _closing(work, match_id)
        steps = steps_of(closure, reviews_of(match, work.session), work.today)
        return _end(work, match, closure, ending, steps)


def never_started(match_id: UUID, ending: Ending, *, by: Actor) -> State:
    """The two never began: a formal end with its reason (requirement 29).

    Raises:
        Refused: no reason, or they did begin.
    """
    with unit_of_work(by) as work:
        match = work.get(Match, match_id, lock=True, to="close")
        _refuse(may_close(State(match.state), Kind.NEVER_STARTED, Steps(), reason=ending.reason))
        closure = closure_of(match, work.session) or work.add(
            Closure(match_id=match.id, kind=Kind.NEVER_STARTED, opened_at=work.now, skipped={})
        )
        return _end(work, match, closure, ending, Steps())


def _end(work: Work, match: Match, closure: Closure, ending: Ending, steps: Steps) -> State:
    kind = Kind(closure.kind)
    _refuse(may_close(State(match.state), kind, steps, reason=ending.reason))
    match.end_reason = _known(match, kind, "coordinator", ending.reason)
    match.end_reason_seeker = _known(match, kind, "seeker", ending.reason_seeker)
    match.end_reason_supporter = _known(match, kind, "supporter", ending.reason_supporter)
    match.ended_on = work.today
    state = end_state(kind, ending.after)
    move_match(match, state, work)
    closure.closed_at, closure.closed_by = work.now, work.by.person_id
    work.session.flush()
    _others(work, match, kind, ending)
    if kind is not Kind.NEVER_STARTED:
        for letter in letters.farewell(match):
            work.send(letter)
    work.announce(MatchEnded(match.id, match.seeker_id, match.supporter_id, kind.value))
    keep_watch(work, [match.id])
    return state


def _known(match: Match, kind: Kind, who: str, key: str | None) -> str | None:
    """A reason that may be given by this side; anything else is none."""
    known = reasons_for(settings_of(match.programme_id).variant.end_reasons or (), kind, who)
    return key if any(reason.key == key for reason in known) else None


def _others(work: Work, match: Match, kind: Kind, ending: Ending) -> None:
    """What goes with an end: the young person's part, planned meetings, open asks, and an empty circle."""
    part = work.get(Participation, match.seeker_id, lock=True)
    if part.state == "matched":
        move(work, part, participation_after(kind, ending.after), ending.reason)
    for meeting in work.find(select(Meeting).where(Meeting.match_id == match.id, Meeting.state == "planned")):
        work.remove(meeting)
    for ask in work.find(select(Ask).where(Ask.match_id == match.id, Ask.done_at.is_(None))):
        ask.done_at, ask.done_by = work.now, work.by.person_id
    if match.circle_id is not None:
        left = select(Match.id).where(Match.circle_id == match.circle_id, Match.ended_on.is_(None)).limit(1)
        if work.one(left) is None:
            work.get(Circle, match.circle_id, lock=True).state = "closed"
    work.session.flush()


def extend(match_id: UUID, weeks: int, *, by: Actor) -> date:
    """Go on longer: the planned end moves, and a closing that had opened waits (requirement 10)."""
    with unit_of_work(by) as work:
        match = work.get(Match, match_id, lock=True, to="close")
        state = State(match.state)
        if state not in (State.ACTIVE, State.CLOSING) or match.planned_end is None or match.started_on is None:
            raise Refused(_("Only a road that has begun can be made longer."))
        if not 1 <= weeks <= EXTEND_MOST:
            raise Refused(_("Choose one to twenty-six weeks."))
        match.planned_end = max(match.planned_end, work.today) + timedelta(weeks=weeks)
        plan_phases(work, match, settings_of(match.programme_id).variant, match.started_on)
        closure = closure_of(match, work.session)
        if state is State.CLOSING:
            move_match(match, State.ACTIVE, work)
            enter(work, match, Phase.DEEPENING, work.today)
        if closure is not None:
            work.remove(closure)
        keep_watch(work, [match.id])
    return match.planned_end


def follow_up_done(match_id: UUID, *, by: Actor) -> None:
    """Staff asked how it goes after the farewell."""
    with unit_of_work(by) as work:
        match = work.get(Match, match_id, lock=True, to="close")
        closure = closure_of(match, work.session)
        if closure is None or closure.follow_up_on is None:
            raise Refused(_("No day was agreed to ask how it goes."))
        if closure.follow_up_done_on is not None:
            raise Clash(_("This was done already."))
        closure.follow_up_done_on = work.today
        work.session.flush()
        keep_watch(work, [match.id])


def review(match_id: UUID, answers: Mapping[str, Any], *, by: Actor) -> UUID:
    """Look back from one's own side: midway, or at the end.

    Args:
        answers: question key → 1 to 5, a choice's key, or words; what is not asked is left out.

    Raises:
        Refused: there is no look back to give now.
        Clash: this side looked back already.
    """
    with unit_of_work(by) as work:
        match = work.get(Match, match_id, lock=True, to="review")
        side = side_of(match, by)
        moment = review_moment(State(match.state), work.today, match.started_on, match.planned_end)
        if moment is None:
            raise Refused(_("There is no look back to give now. We ask you halfway and at the end."))
        if (moment, side.value) in reviews_of(match, work.session):
            raise Clash(_("You looked back already. Thank you."))
        asked = questions(settings_of(match.programme_id).variant, moment, side)
        typed = {q.key: str(answers[q.key]) for q in asked if q.kind is AnswerKind.TEXT and answers.get(q.key)}
        told = {q.key: answers[q.key] for q in asked if q.kind is not AnswerKind.TEXT and answers.get(q.key)}
        row = Review(match_id=match.id, moment=moment, side=side, by_person_id=by.person_id, answers=told, at=work.now)
        row.words = json.dumps(typed, ensure_ascii=False) if typed else ""
        work.add(row)
        keep_watch(work, [match.id])
    return row.id
