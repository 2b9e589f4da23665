"""A match is made, begins, and moves from phase to phase."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from maatwerk.access.actor import Actor
from maatwerk.access.work import Clash, Refused, Work, unit_of_work
from maatwerk.matching.model import Proposal
from maatwerk.people.model import Person
from maatwerk.programme import rules as programme_rules
from maatwerk.programme.actions import move
from maatwerk.programme.model import Participation
from maatwerk.programme.queries import settings_of
from maatwerk.programme.values import Variant
from maatwerk.trajectory import letters
from maatwerk.trajectory.events import MatchStarted
from maatwerk.trajectory.matches.queries import roads_with
from maatwerk.trajectory.model import ChecklistTick, Match, Phase
from maatwerk.trajectory.rules import road as rules
from maatwerk.trajectory.rules.support import look_from


def on_both_said_yes(event: Any, work: Work) -> Match:
    """Both said yes: the match is made and the place is taken, in the transaction of the last yes."""
    proposal = work.get(Proposal, event.proposal_id)
    made = work.one(select(Match).where(Match.proposal_id == proposal.id))
    if made is not None:
        return made
    seeker = work.get(Participation, proposal.seeker_id, lock=True)
    settings = settings_of(proposal.programme_id)
    match = work.add(
        Match(
            programme_id=proposal.programme_id,
            proposal_id=proposal.id,
            seeker_id=proposal.seeker_id,
            supporter_id=proposal.supporter_id,
            seeker_person_id=proposal.seeker_person_id,
            supporter_person_id=proposal.supporter_person_id,
            coordinator_id=seeker.coordinator_id or proposal.proposed_by,
            circle_id=proposal.circle_id,
            one_at_a_time=settings.variant.one_at_a_time,
            state=rules.State.ACCEPTED,
            phase=rules.Phase.PREPARATION,
            since=work.now,
            made_at=work.now,
            meetings_held=0,
        )
    )
    work.add_all(_phases(match, settings.variant, work.today))
    move(work, seeker, "matched")
    for letter in letters.match_made(match, settings.variant):
        work.send(letter)
    keep_watch(work, [match.id])
    return match


def _phases(match: Match, variant: Variant, today: date) -> list[Phase]:
    """The five phases, of which preparation has begun."""
    weeks = _shares(variant).get(rules.Phase.PREPARATION, 2)
    rows = [Phase(match_id=match.id, key=key, number=n) for n, key in enumerate(rules.PHASES, start=1)]
    rows[0].entered_on, rows[0].due_on = today, today + timedelta(weeks=weeks)
    return rows


def _shares(variant: Variant) -> dict[str, int]:
    return {plan.key: plan.share for plan in variant.trajectory_phases or ()}


def begin(work: Work, match: Match, on: date) -> None:
    """The two really began: the end is fixed and the phases get their dates (requirements 3, 40 and 41).

    Raises:
        Refused: one of the two takes no part now, or may not yet.
    """
    missing = who_is_not_ready(work, match)
    if missing is not None:
        person = work.get(Person, getattr(match, f"{missing}_person_id"))
        raise Refused(_NOT_READY[missing]() % {"name": person.called})
    _move(match, rules.State.ACTIVE, work)
    variant = settings_of(match.programme_id).variant
    match.started_on = on
    match.planned_end = programme_rules.planned_end(variant, on, variant.length_weeks)
    plan_phases(work, match, variant, on)
    enter(work, match, rules.Phase.START_UP, on)
    work.announce(MatchStarted(match.id))


def who_is_not_ready(work: Work, match: Match) -> rules.Reader | None:
    """Who of the two can't begin now; None when both can: one statement."""
    found = select(Participation.id, Participation.state).where(
        Participation.id.in_([match.seeker_id, match.supporter_id])
    )
    states = {row.id: row.state for row in work.session.execute(found).all()}
    return rules.not_ready(states[match.seeker_id], states[match.supporter_id])


_NOT_READY = {
    rules.Reader.SEEKER: lambda: _("%(name)s takes no part any more. Choose “It never started” at this match first."),
    rules.Reader.SUPPORTER: lambda: _("%(name)s may not start now: look at the training, or whether it is a break."),
}


def plan_phases(work: Work, match: Match, variant: Variant, start: date) -> None:
    """Give the phases after preparation their dates between the start and the planned end."""
    if match.planned_end is None:
        return
    end = max(match.planned_end, start + timedelta(days=len(rules.AFTER_THE_START)))
    dates = {found.phase: found.due for found in rules.stretches(start, end, _shares(variant))}
    for row in work.find(select(Phase).where(Phase.match_id == match.id)):
        if row.key in dates:
            row.due_on = dates[rules.Phase(row.key)]
    work.session.flush()


def enter(work: Work, match: Match, phase: rules.Phase, on: date) -> None:
    """Leave the phases before this one and be in it."""
    number = rules.PHASES.index(phase) + 1
    for row in work.find(select(Phase).where(Phase.match_id == match.id, Phase.number <= number)):
        if row.number < number:
            row.left_on = row.left_on or on
        else:
            row.entered_on = row.entered_on or on
    match.phase = phase
    work.session.flush()


def _move(match: Match, to: rules.State, work: Work) -> None:
    """The only line that changes a match's state, for all of this room."""
    if not rules.may_move(rules.State(match.state), to):
        raise Clash(_("This was done already. Look at the page again to see where the two stand."))
    match.state = to
    match.since = work.now


move_match = _move

_HINDRANCES = {
    rules.Hindrance.NOT_STARTED: lambda: _("The two have not begun yet. Plan the first meeting, then go on."),
    rules.Hindrance.NO_AGREEMENT: lambda: _("First make the agreement: both say yes to it. Then the next phase opens."),
    rules.Hindrance.OVER: lambda: _("This match is over, so no phase follows."),
    rules.Hindrance.LAST: lambda: _("This is the last phase. Go through the closing steps."),
}


def enter_next_phase(match_id: UUID, *, by: Actor) -> rules.Phase:
    """Go on to the next phase, once nothing stands in the way.

    Raises:
        Refused: an agreement is missing, or the road has no next phase.
    """
    with unit_of_work(by) as work:
        match = work.get(Match, match_id, lock=True, to="move_on")
        (road,) = roads_with([match.id], work.session)
        phase = rules.Phase(match.phase)
        why = rules.hindrance(rules.State(match.state), phase, agreed=road.agreed)
        if why is not None:
            raise Refused(_HINDRANCES[why]())
        following = rules.after(phase)
        assert following is not None
        enter(work, match, following, work.today)
        keep_watch(work, [match.id])
    return following


def tick(match_id: UUID, phase: str, item: str, *, done: bool, by: Actor) -> None:
    """Tick one thing of a phase's checklist, or take the tick away."""
    with unit_of_work(by) as work:
        match = work.get(Match, match_id, lock=True, to="tick")
        variant = settings_of(match.programme_id).variant
        known = {(plan.key, entry.key) for plan in variant.trajectory_phases or () for entry in plan.checklist}
        if (phase, item) not in known or by.person_id is None:
            raise Refused(_("This is not on the list any more. Look at the page again."))
        row = work.one(
            select(ChecklistTick).where(
                ChecklistTick.match_id == match.id, ChecklistTick.phase == phase, ChecklistTick.item == item
            )
        )
        if done and row is None:
            work.add(
                ChecklistTick(match_id=match.id, phase=phase, item=item, done_at=work.now, by_person_id=by.person_id)
            )
        elif not done and row is not None:
            work.remove(row)


def keep_watch(work: Work, ids: Iterable[UUID]) -> None:
    """Write down from which day on each match asks for attention: every verb of this room ends with it."""
    work.session.flush()
    for road in roads_with(ids, work.session):
        road.match.look_from = look_from(road.facts, road.variant.attention_rules or (), road.variant.check_ins)
    work.session.flush()
