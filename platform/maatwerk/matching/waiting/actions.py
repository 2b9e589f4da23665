"""Putting two people before each other. Each verb is one unit of work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from maatwerk.access.actor import Actor
from maatwerk.access.work import Clash, Refused, Work, unit_of_work
from maatwerk.matching import letters, moving, rules, say, steps
from maatwerk.matching.model import Proposal, Refusal
from maatwerk.matching.rules import Judged
from maatwerk.matching.steps import State, WrongStep
from maatwerk.matching.waiting.queries import Candidate, Candidates, candidates
from maatwerk.programme.model import Participation
from maatwerk.programme.values import Act, Side


def propose(seeker_id: UUID, supporter_id: UUID, reason: str = "", *, by: Actor) -> UUID:
    """Put one supporter before one seeker; the first of the two to answer is asked (requirements 32 and 84).

    The parts of the score are kept with it, and the coordinator's own reason when somebody else stood above.

    Raises:
        NotFound: one of the two is out of reach.
        Refused: a condition does not hold, the reason is missing, or matches begin another way here.
        Clash: the last place was just given, or a proposal runs already.
    """
    with unit_of_work(by) as work:
        found = _looked_at(work, seeker_id, [supporter_id])
        chosen = found.of(supporter_id)
        _may_be(chosen)
        if not reason and rules.needs_reason(found.judged, supporter_id):
            raise Refused(_("Somebody else stands above. Write in a line why you choose this one."))
        move = _begin(found, Act.PROPOSE, work)
        proposal = moving.made(
            work,
            found.seeker,
            chosen.someone,
            chosen.judged,
            move,
            programme_id=found.programme.id,
            rank=found.rank_of(supporter_id),
            reason=reason,
        )
        step = steps.step_of(found.settings.variant.matching_steps or (), move.step)
        moving.ask(work, proposal, step, due=work.now + moving.UNDO)
        return proposal.id


def offer_choice(seeker_id: UUID, supporter_ids: Sequence[UUID], *, by: Actor) -> list[UUID]:
    """Offer several supporters, of whom the seeker picks one: their own yes. An offer holds no place yet.

    Raises:
        NotFound: one of them is out of reach.
        Refused: too few for a real choice, a condition does not hold, or matches begin another way here.
        Clash: somebody's last place was just given, or a choice runs already.
    """
    with unit_of_work(by) as work:
        found = _looked_at(work, seeker_id, supporter_ids)
        move = _begin(found, Act.PICK, work)
        chosen = [found.of(supporter_id) for supporter_id in dict.fromkeys(supporter_ids)]
        for candidate in chosen:
            _may_be(candidate)
        _enough(found, len(chosen), move.step)
        made = [
            moving.made(
                work,
                found.seeker,
                candidate.someone,
                candidate.judged,
                move,
                programme_id=found.programme.id,
                rank=found.rank_of(candidate.someone.id),
            )
            for candidate in chosen
        ]
        letter = letters.to_pick(letters.CHOICE, seeker_id, found.seeker.facts.person_id, made[0].id)
        moving.send(work, replace(letter, due=work.now + moving.UNDO))
        return [proposal.id for proposal in made]


def _enough(found: Candidates, number: int, step: str) -> None:
    pick_from = steps.step_of(found.settings.variant.matching_steps or (), step).pick_from
    least = rules.least_offered(pick_from, len(found.ranked))
    if number < least:
        raise Refused(
            ngettext(
                "Offer at least %(num)d person, so that there is a choice.",
                "Offer at least %(num)d people, so that there is a real choice.",
                least,
            )
        )
    if number == 0:
        raise Refused(_("Nobody fits yet. Look below at why not."))


def _looked_at(work: Work, seeker_id: UUID, supporter_ids: Sequence[UUID]) -> Candidates:
    """Lock everyone and judge anew; the seeker must wait, without a proposal that runs."""
    seeker = work.get(Participation, seeker_id, to="match")
    for supporter_id in supporter_ids:
        work.get(Participation, supporter_id, to="match")
    work.get(Participation, seeker_id, lock=True)
    for supporter_id in sorted(set(supporter_ids)):
        work.get(Participation, supporter_id, lock=True)
    if moving.running(work, seeker_id):
        raise Clash(_("A proposal for this person waits for an answer already. Take it back first."))
    if seeker.state != "waiting":
        raise Refused(_("This person does not wait for a match now."))
    return candidates(seeker_id, by=work.by)


def _begin(found: Candidates, act: Act, work: Work) -> steps.Move:
    plan = found.settings.variant.matching_steps or ()
    try:
        return steps.begin(plan, act, work.now)
    except WrongStep:
        first = steps.first_act(plan)
        if first == Act.PICK:
            raise Refused(_("In this programme the young person picks. Offer several people.")) from None
        if first == Act.FORM_CIRCLE:
            raise Refused(_("In this programme you form a circle.")) from None
        raise Refused(_("In this programme you propose one person.")) from None


def _may_be(candidate: Candidate) -> None:
    """Clash when only the place went meanwhile, Refused with the condition's own sentence otherwise."""
    obstacles = candidate.judged.in_the_way
    if not obstacles:
        return
    if [checked.key for checked in obstacles] == ["place"]:
        raise Clash(say.GONE)
    raise Refused(why_not(candidate.judged, candidate.someone.called))


def why_not(judged: Judged, called: str) -> str:
    """Why this person may not be proposed, in a sentence."""
    return _("%(name)s can't be proposed: look at the conditions.", name=called) if judged.in_the_way else ""


def refuse_pair(seeker_id: UUID, supporter_id: UUID, reason: str, *, by: Actor) -> UUID:
    """Not these two, with the reason: they are not proposed again, and a running proposal is taken back.

    Raises:
        NotFound: one of them is out of reach.
        Clash: it was said before.
    """
    with unit_of_work(by) as work:
        seeker = work.get(Participation, seeker_id, to="match")
        work.get(Participation, supporter_id, to="match")
        moving.locked(work, [seeker_id], supporter_id)
        if _refusal(work, seeker_id, supporter_id) is not None:
            raise Clash(_("This was decided before."))
        for proposal in moving.running(work, seeker_id):
            if proposal.supporter_id == supporter_id:
                take_back(work, proposal)
        assert by.person_id is not None  # the pages let nobody else in
        row = Refusal(
            seeker_id=seeker_id,
            supporter_id=supporter_id,
            seeker_person_id=seeker.person_id,
            by_person_id=by.person_id,
            at=work.now,
        )
        row.reason = reason
        return work.add(row).id


def lift_refusal(seeker_id: UUID, supporter_id: UUID, *, by: Actor) -> None:
    """These two may be proposed after all.

    Raises:
        NotFound: one of them is out of reach, or nobody spoke against them.
    """
    with unit_of_work(by) as work:
        work.get(Participation, seeker_id, to="match", lock=True)
        row = _refusal(work, seeker_id, supporter_id)
        if row is None:
            raise Clash(_("This was done already."))
        row.lifted = True


def _refusal(work: Work, seeker_id: UUID, supporter_id: UUID) -> Refusal | None:
    found: Refusal | None = work.one(
        select(Refusal).where(
            Refusal.seeker_id == seeker_id, Refusal.supporter_id == supporter_id, Refusal.lifted.is_(False)
        )
    )
    return found


def withdraw_proposal(proposal_id: UUID, *, by: Actor, version: int | None = None) -> None:
    """Take a running proposal back; whoever heard of it is told kindly, letters that have not left stay here.

    Raises:
        NotFound: out of reach.
        Clash: it ended meanwhile.
    """
    with unit_of_work(by) as work:
        proposal = moving.lock_of(work, work.get(Proposal, proposal_id, to="withdraw"))
        if proposal.state not in steps.RUNNING:
            raise moving.already(proposal, None)
        work.same_version(proposal, version)
        take_back(work, proposal)


def withdraw_offers(seeker_id: UUID, *, by: Actor) -> None:
    """Take back everything a seeker may pick from.

    Raises:
        NotFound: out of reach.
        Clash: there is nothing to take back any more.
    """
    with unit_of_work(by) as work:
        work.get(Participation, seeker_id, to="match", lock=True)
        offered = [one for one in moving.running(work, seeker_id) if one.state == State.OFFERED]
        if not offered:
            raise Clash(_("This was done already."))
        for proposal in offered:
            take_back(work, proposal)


def take_back(work: Work, proposal: Proposal, *, left: Side | None = None) -> None:
    """End a running proposal on the coordinator's decision, or because one of the two left."""
    unheard = moving.unsend(work, proposal)
    was = State(proposal.state)
    moving.end(work, proposal, State.WITHDRAWN)
    if was == State.OPEN:
        moving.kindly(work, proposal, by=left, unheard=unheard)


def on_moved(event: Any, work: Work) -> None:
    """Whoever leaves the waiting list, pauses or stops leaves their running proposals too; the other is told kindly."""
    if event.after in ("waiting", "active") or event.before not in ("waiting", "active"):
        return
    mine = Proposal.seeker_id if event.side == Side.SEEKER else Proposal.supporter_id
    running = select(Proposal).where(mine == event.participation_id, Proposal.state.in_(steps.RUNNING))
    for proposal in work.find(running.order_by(Proposal.id)):
        take_back(work, proposal, left=Side(event.side))
