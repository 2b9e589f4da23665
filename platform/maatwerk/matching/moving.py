"""What a proposal does when it is made and when somebody says something; always inside somebody's unit of work."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import and_, select

from maatwerk.access.model import Account
from maatwerk.access.work import Clash, Work
from maatwerk.correspondence import outbox
from maatwerk.correspondence.values import Letter, Link
from maatwerk.matching import letters, say, steps
from maatwerk.matching.events import BothSaidYes
from maatwerk.matching.facts import Someone, places_left
from maatwerk.matching.model import Answer, Circle, Proposal
from maatwerk.matching.rules import Judged
from maatwerk.matching.steps import Move, State
from maatwerk.people.model import Person
from maatwerk.programme.model import Participation
from maatwerk.programme.queries import settings_of
from maatwerk.programme.values import Act, Side, Step, Who
from maatwerk.training.model import Enrolment, TrainingRun

UNDO = timedelta(seconds=60)  # a coordinator may take a proposal back before its letter leaves


def steps_of(programme_id: UUID) -> Sequence[Step]:
    """Who decides what in this programme, in order."""
    return settings_of(programme_id).variant.matching_steps or ()


def locked(work: Work, seeker_ids: Sequence[UUID], supporter_id: UUID) -> Participation:
    """Lock the seekers in order, then the supporter, so that two people never wait for each other; the supporter."""
    for seeker_id in sorted(seeker_ids):
        work.get(Participation, seeker_id, lock=True)
    return work.get(Participation, supporter_id, lock=True)


def lock_of(work: Work, proposal: Proposal) -> Proposal:
    """Lock both people and then the proposal; read anew, for somebody may have been first."""
    locked(work, [proposal.seeker_id], proposal.supporter_id)
    return work.get(Proposal, proposal.id, lock=True)


def made(
    work: Work,
    seeker: Someone,
    supporter: Someone,
    judged: Judged,
    move: Move,
    *,
    programme_id: UUID,
    rank: int = 1,
    reason: str = "",
    circle: Circle | None = None,
) -> Proposal:
    """Write a proposal with the reasons as they are now."""
    step = steps.step_of(steps_of(programme_id), move.step)
    proposal = Proposal(
        programme_id=programme_id,
        seeker_id=seeker.id,
        supporter_id=supporter.id,
        seeker_person_id=seeker.facts.person_id,
        supporter_person_id=supporter.facts.person_id,
        circle_id=circle.id if circle else None,
        state=move.state,
        step=move.step,
        waits_for=step.who,
        score=judged.score,
        score_most=judged.score_most,
        parts=[part.stored() for part in judged.parts],
        rank=rank,
        proposed_by=work.by.person_id,
        proposed_at=work.now,
        expires_at=move.until,
    )
    if reason:
        proposal.decision_reason = reason
    _told(proposal, step, work.now)
    return work.add(proposal)


def _told(proposal: Proposal, step: Step, now: datetime) -> None:
    side = steps.side_of(step)
    if side == Side.SEEKER:
        proposal.seeker_told_at = proposal.seeker_told_at or now
    elif side == Side.SUPPORTER:
        proposal.supporter_told_at = proposal.supporter_told_at or now


def place(work: Work, proposal: Proposal) -> None:
    """Clash when the supporter's last place went to somebody else; the supporter is locked by now."""
    needed = 0 if proposal.state == State.OPEN else 1  # an open proposal holds its own place
    if places_left(work.session, proposal.supporter_id) < needed:
        raise Clash(say.GONE)


def moved(work: Work, proposal: Proposal, move: Move) -> None:
    """Take a proposal to where an answer leads, tell who comes next, and make the match after the last yes."""
    proposal.state, proposal.step, proposal.expires_at = move.state, move.step, move.until
    if move.state in steps.RUNNING:
        step = steps.step_of(steps_of(proposal.programme_id), move.step)
        proposal.waits_for = step.who
        _told(proposal, step, work.now)
        work.session.flush()
        ask(work, proposal, step)
        return
    proposal.waits_for, proposal.ended_at = None, work.now
    work.session.flush()
    if move.state == State.ACCEPTED:
        _accepted(work, proposal)


def ask(work: Work, proposal: Proposal, step: Step, *, due: datetime | None = None) -> None:
    """Send the question to whoever the step waits for."""
    if step.what == Act.PICK:
        return  # one letter for all that are offered: see `offered`
    if step.who == Who.SEEKER:
        letter = letters.to_answer(letters.PROPOSED_SEEKER, proposal, proposal.seeker_person_id)
    elif step.who == Who.SUPPORTER:
        if proposal.circle_id is not None:
            return  # one letter for the whole circle
        letter = letters.to_answer(letters.PROPOSED_SUPPORTER, proposal, proposal.supporter_person_id)
    elif (coach := _coach(work, proposal)) is not None:
        letter = letters.to_answer(letters.CONFIRM, proposal, coach)
    else:
        return
    send(work, replace(letter, due=due))


def _coach(work: Work, proposal: Proposal) -> UUID | None:
    """Who trained the supporter last: the one to agree first."""
    found: UUID | None = work.session.execute(
        select(TrainingRun.trainer_id)
        .join(Enrolment, and_(Enrolment.tenant_id == TrainingRun.tenant_id, Enrolment.run_id == TrainingRun.id))
        .where(Enrolment.person_id == proposal.supporter_person_id, Enrolment.state == "completed")
        .order_by(Enrolment.at.desc())
        .limit(1)
    ).scalar()
    return found


def _accepted(work: Work, proposal: Proposal) -> None:
    """The last yes: other proposals of this seeker end, and the match is made in this transaction."""
    if settings_of(proposal.programme_id).variant.one_at_a_time:
        for other in running(work, proposal.seeker_id):
            end(work, other, State.WITHDRAWN)
            if other.supporter_told_at is not None:
                send(work, letters.ended(letters.NOT_THIS_TIME, other, other.supporter_person_id))
    work.announce(BothSaidYes(proposal.id))


def running(work: Work, seeker_id: UUID) -> list[Proposal]:
    """A seeker's proposals that still run."""
    return work.find(
        select(Proposal).where(Proposal.seeker_id == seeker_id, Proposal.state.in_(steps.RUNNING)).order_by(Proposal.id)
    )


def end(work: Work, proposal: Proposal, state: State) -> None:
    """A proposal ends without a match."""
    moved(work, proposal, Move(state, proposal.step))


def kindly(work: Work, proposal: Proposal, *, by: Side | None, unheard: Collection[Side] = ()) -> None:
    """Tell the other of the two how it ended; who never heard of it hears nothing, who said it knows."""
    if by != Side.SEEKER and proposal.seeker_told_at is not None and Side.SEEKER not in unheard:
        others = [other for other in running(work, proposal.seeker_id) if other.state == State.OFFERED]
        if others:
            letter = letters.to_pick(letters.PICK_AGAIN, proposal.seeker_id, proposal.seeker_person_id, proposal.id)
        else:
            letter = letters.ended(letters.FIRST_IN_LINE, proposal, proposal.seeker_person_id)
        send(work, letter)
    told = proposal.supporter_told_at is not None and proposal.circle_id is None
    if by != Side.SUPPORTER and told and Side.SUPPORTER not in unheard:
        send(work, letters.ended(letters.NOT_THIS_TIME, proposal, proposal.supporter_person_id))


def send(work: Work, letter: Letter) -> None:
    """Send a letter by whichever way in its reader has; who has no account gets a pass to answer with."""
    known = work.session.execute(
        select(Account.id).where(Account.person_id == letter.to, Account.state != "blocked")
    ).scalar()
    if known is None:
        person = work.get(Person, letter.to)
        if not person.email:
            return  # no address: the coordinator's list of proposals says who waits for whom
        pass_id = work.give_pass("participant", person.id, person.email)
        link = Link("answer", letter.link.goes_to) if letter.link else None
        letter = replace(letter, pass_id=pass_id, link=link)
    work.send(letter)


def unsend(work: Work, proposal: Proposal) -> set[Side]:
    """Take back the letters of a proposal that have not left yet; the sides that have heard nothing of it."""
    seeker, supporter = proposal.seeker_person_id, proposal.supporter_person_id
    plan = [step.key for step in steps_of(proposal.programme_id)]
    keys = {
        Side.SEEKER: [letters.question_key(letters.PROPOSED_SEEKER, proposal.id, step, seeker) for step in plan],
        Side.SUPPORTER: [
            letters.question_key(letters.PROPOSED_SUPPORTER, proposal.id, step, supporter) for step in plan
        ],
    }
    keys[Side.SEEKER].append(letters.to_pick(letters.CHOICE, proposal.seeker_id, seeker, proposal.id).key)
    answered = set(work.find(select(Answer.by_person_id).where(Answer.proposal_id == proposal.id)))
    unheard = set()
    for side, person_id in ((Side.SEEKER, seeker), (Side.SUPPORTER, supporter)):
        cancelled = [outbox.cancel(work.session, key) for key in keys[side]]
        if any(cancelled) and person_id not in answered:
            unheard.add(side)
    return unheard


def already(proposal: Proposal, side: Side | None) -> Clash:
    """The kind sentence for an answer that comes too late or twice."""
    if proposal.state == State.EXPIRED:
        return Clash(_("The time to answer is over, so we asked someone else. You need do nothing."))
    if proposal.state == State.WITHDRAWN:
        return Clash(_("This proposal was taken back. You need do nothing."))
    if proposal.state in (State.ACCEPTED, State.DECLINED):
        return Clash(_("This was answered already. You need do nothing."))
    if side is not None and proposal.waits_for != side:
        return Clash(_("We have your answer already. Thank you!"))
    return Clash(_("This was done already."))
