"""What happens with a worry: raised, read, acknowledged. Each verb is one unit of work."""

from __future__ import annotations

from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from maatwerk.access import accounts
from maatwerk.access.actor import SYSTEM, Actor
from maatwerk.access.work import Clash, Refused, Work, unit_of_work, zone
from maatwerk.ground import clock
from maatwerk.language.formats import local_day
from maatwerk.people.model import Person
from maatwerk.safeguarding import letters, queries, rules, say
from maatwerk.safeguarding.model import Concern
from maatwerk.safeguarding.rules import State, Urgency

MORNING = 8  # a reminder is read at the start of the day, not in the night


def raise_worry(person_id: UUID, words: str, urgency: Urgency, *, by: Actor) -> UUID:
    """Tell lead and deputy, and nobody else, what worries someone (ruling 7); gives the worry's id.

    Raises:
        NotFound: nobody by that id is near enough to `by`.
        Refused: there is neither lead nor deputy who may read it.
    """
    with unit_of_work(by) as work:
        person = work.get(Person, person_id, to="worry")
        listeners = rules.hear(queries.readers(), about=person.id)
        if not listeners:
            raise Refused(say.nobody_reads())
        concern = Concern(
            person_id=person.id,
            raised_by=by.person_id,
            urgency=urgency.value,
            state=State.RECEIVED.value,
            received_at=work.now,
        )
        concern.words = words
        work.add(concern)
        for reader in listeners:
            work.send(letters.worry_waits(concern.id, reader.person_id))
        concern_id = concern.id
    return concern_id


def mark_read(concern_id: UUID, *, by: Actor) -> None:
    """Lead or deputy says: I have read it. From then on no more letters go out.

    Raises:
        NotFound: no such worry for `by`.
        Clash: somebody read it before.
    """
    with unit_of_work(by) as work:
        concern = work.get(Concern, concern_id, lock=True, to="mark")
        if not rules.may_become(State(concern.state), State.READ):
            raise Clash(_("Your colleague has read it already. You see below how far it is."))
        _read(concern, work)


def acknowledge(concern_id: UUID, answer: str, *, by: Actor) -> None:
    """Answer who raised it: what happens now. They see it with their own worry.

    Raises:
        NotFound: no such worry for `by`.
        Clash: it was answered before; nothing is changed.
    """
    with unit_of_work(by) as work:
        concern = work.get(Concern, concern_id, lock=True, to="acknowledge")
        if not rules.may_become(State(concern.state), State.ACKNOWLEDGED):
            raise Clash(_("This was answered already. Your text is kept: compare the two."))
        if State(concern.state) is State.RECEIVED:
            _read(concern, work)
        concern.state = State.ACKNOWLEDGED.value
        concern.acknowledged_at, concern.acknowledged_by = work.now, work.by.person_id
        concern.answer = answer


def _read(concern: Concern, work: Work) -> None:
    concern.state = State.READ.value
    concern.read_at, concern.read_by = work.now, work.by.person_id


def remind(*, by: Actor = SYSTEM) -> int:
    """Write to lead and deputy again about what nobody has read, one letter a day to each; gives how many."""
    with unit_of_work(by) as work:
        morning = clock.instant(work.today, MORNING, zone=zone())
        due = {reader.person_id for reader in _still_to_tell(work)}
        for person_id in sorted(due):
            work.send(letters.worry_still_waits(person_id, work.today, morning))
    return len(due)


def _still_to_tell(work: Work) -> list[rules.Reader]:
    waiting = work.session.execute(
        select(Concern.person_id, Concern.received_at).where(Concern.state == State.RECEIVED.value)
    ).all()
    about = [
        row.person_id for row in waiting if rules.asks_again(State.RECEIVED, local_day(row.received_at), work.today)
    ]
    readers = queries.readers() if about else []
    return [reader for person_id in about for reader in rules.hear(readers, about=person_id)]


def name_lead(work: Work, person_id: UUID, email: str, *, deputy: bool = False) -> bool:
    """Name who reads worries here, and invite them if they have no account yet; naming twice changes nothing.

    False when it first waits for a yes of who reads them now.
    """
    account_id = work.invite(person_id, email)
    return accounts.grant(work, account_id, rules.DEPUTY if deputy else rules.LEAD)
