"""Yes, rather not, or talk first: what both say to a proposal. Each verb is one unit of work."""

from __future__ import annotations

from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from maatwerk.access.actor import SYSTEM, Actor
from maatwerk.access.work import Clash, Work, unit_of_work
from maatwerk.ground import clock
from maatwerk.ground.database import db
from maatwerk.matching import letters, moving, say, steps
from maatwerk.matching.model import Answer, Circle, Proposal
from maatwerk.matching.steps import DECLINE_REASONS, Given, State
from maatwerk.people.model import Person
from maatwerk.programme.values import Act, Side, Step


def pick(proposal_id: UUID, *, by: Actor) -> None:
    """The young person picks one of those offered: from now on it holds a place, and the supporter is asked.

    Raises:
        NotFound: not theirs.
        Clash: the last place just went to somebody else, they picked already, or it is over.
    """
    answer(proposal_id, Given.YES, by=by)


def answer(
    proposal_id: UUID, given: Given, reason: str | None = None, *, by: Actor, version: int | None = None
) -> State:
    """One of the two says yes, rather not, or talk first (requirement 4); no free text, no blame.

    The last yes makes the match in the same transaction. In a circle the supporter answers for the whole of it.

    Raises:
        NotFound: not theirs.
        Clash: they answered before, it is over, or the last place just went to somebody else.
    """
    with unit_of_work(by) as work:
        asked = work.get(Proposal, proposal_id, to="answer")
        side = Side.SEEKER if asked.seeker_person_id == by.person_id else Side.SUPPORTER
        proposal = moving.lock_of(work, asked)
        if proposal.state not in steps.RUNNING or proposal.waits_for != side:
            raise moving.already(proposal, side)
        work.same_version(proposal, version)
        for one in _together(work, proposal, side):
            _say(work, one, given, reason, side)
        return State(proposal.state)


def confirm(proposal_id: UUID, given: Given, *, by: Actor, version: int | None = None) -> State:
    """Staff agree that two people start, or say that they had better not.

    Raises:
        NotFound: not theirs to confirm.
        Clash: somebody did it before, or it is over.
    """
    with unit_of_work(by) as work:
        proposal = moving.lock_of(work, work.get(Proposal, proposal_id, to="confirm"))
        if proposal.state != State.OPEN or _step(proposal).what != Act.CONFIRM:
            raise moving.already(proposal, None)
        work.same_version(proposal, version)
        _say(work, proposal, given, None, None)
        return State(proposal.state)


def _step(proposal: Proposal) -> Step:
    return steps.step_of(moving.steps_of(proposal.programme_id), proposal.step)


def _together(work: Work, proposal: Proposal, side: Side) -> list[Proposal]:
    """All of a circle that wait for its supporter's one answer; else the proposal alone."""
    if proposal.circle_id is None or side != Side.SUPPORTER:
        return [proposal]
    return work.find(
        select(Proposal)
        .where(Proposal.circle_id == proposal.circle_id, Proposal.state == State.OPEN, Proposal.step == proposal.step)
        .order_by(Proposal.id)
        .with_for_update()
    )


def _say(work: Work, proposal: Proposal, given: Given, reason: str | None, side: Side | None) -> None:
    """Keep the answer and take the proposal to where it leads."""
    if given == Given.YES:
        _still_possible(work, proposal)
    _keep(work, proposal, given, reason if reason in DECLINE_REASONS else None)
    moving.moved(work, proposal, steps.after(moving.steps_of(proposal.programme_id), proposal.step, given, work.now))
    if proposal.state == State.DECLINED:
        moving.kindly(work, proposal, by=side)
        _close_empty_circle(work, proposal)


def _still_possible(work: Work, proposal: Proposal) -> None:
    """A yes needs a place, given under the lock on the supporter; and one pick at a time."""
    moving.place(work, proposal)
    if proposal.state == State.OFFERED:
        picked = [one for one in moving.running(work, proposal.seeker_id) if one.state == State.OPEN]
        if picked:
            raise Clash(_("You picked someone already. Wait for the answer; you can always pick again if it is no."))


def _keep(work: Work, proposal: Proposal, given: Given, reason: str | None) -> None:
    """One answer for each step: a yes after "talk first" takes its place."""
    assert work.by.person_id is not None  # the pages let nobody else in
    row = work.one(select(Answer).where(Answer.proposal_id == proposal.id, Answer.step == proposal.step))
    if row is None:
        row = Answer(proposal_id=proposal.id, step=proposal.step, by_person_id=work.by.person_id)
    row.by_person_id, row.answer, row.reason, row.at = work.by.person_id, given.value, reason, work.now
    work.add(row)


def _close_empty_circle(work: Work, proposal: Proposal) -> None:
    """A circle of which nobody is left is closed."""
    if proposal.circle_id is None:
        return
    alive = select(Proposal.id).where(
        Proposal.circle_id == proposal.circle_id, Proposal.state.in_((*steps.RUNNING, State.ACCEPTED))
    )
    if not work.find(alive):
        work.get(Circle, proposal.circle_id).state = "closed"


def expire(*, by: Actor = SYSTEM) -> int:
    """Proposals whose time is over end kindly; the young person is first in line again. How many ended."""
    now = clock.now()
    due = db.session.scalars(
        select(Proposal.id).where(Proposal.state.in_(steps.RUNNING), Proposal.expires_at <= now).order_by(Proposal.id)
    ).all()
    return sum(_expire(proposal_id, by) for proposal_id in due)


def _expire(proposal_id: UUID, by: Actor) -> bool:
    with unit_of_work(by) as work:
        proposal = moving.lock_of(work, work.get(Proposal, proposal_id))
        over = proposal.expires_at is not None and proposal.expires_at <= work.now
        if proposal.state not in steps.RUNNING or not over:
            return False  # somebody answered while we looked
        side = steps.side_of(_step(proposal))
        moving.end(work, proposal, State.EXPIRED)
        silent = {Side.SEEKER: proposal.seeker_person_id, Side.SUPPORTER: proposal.supporter_person_id}.get(side)  # type: ignore[arg-type]
        if silent is not None:
            moving.send(work, letters.ended(letters.EXPIRED, proposal, silent))
        moving.kindly(work, proposal, by=side)
        _close_empty_circle(work, proposal)
        return True


def remind(*, by: Actor = SYSTEM) -> int:
    """Ask once more whoever has not answered while a third of the time is left; how many were reminded."""
    with unit_of_work(by) as work:
        waiting = work.find(
            select(Proposal)
            .where(Proposal.state.in_(steps.RUNNING), Proposal.expires_at > work.now)
            .order_by(Proposal.circle_id, Proposal.id)
        )
        return sum(_remind(work, proposal) for proposal in waiting)


def _remind(work: Work, proposal: Proposal) -> bool:
    step = _step(proposal)
    moment, side = steps.reminder_at(step, proposal.expires_at), steps.side_of(step)
    if moment is None or side is None or moment > work.now or proposal.expires_at is None:
        return False
    if _talks(work, proposal):
        return False
    to = proposal.seeker_person_id if side == Side.SEEKER else proposal.supporter_person_id
    path = f"/proposals/{proposal.id}"
    if step.what == Act.PICK:
        path = "/pick"
    elif proposal.circle_id is not None and side == Side.SUPPORTER:
        path = f"/circles/{proposal.circle_id}"
    day = say.day_for(work.get(Person, to).locale, proposal.expires_at)
    moving.send(work, letters.reminder(proposal, to, path, day))
    return True


def _talks(work: Work, proposal: Proposal) -> bool:
    """Who wants to talk first is not reminded: somebody else has to call."""
    said = select(Answer.id).where(
        Answer.proposal_id == proposal.id, Answer.step == proposal.step, Answer.answer == Given.TALK.value
    )
    return work.one(said) is not None
