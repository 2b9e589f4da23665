"""The first meeting is planned, and held."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from maatwerk.access.actor import Actor
from maatwerk.access.work import Clash, NotFound, Refused, Work, unit_of_work, zone
from maatwerk.people.model import Person
from maatwerk.people.rules import age_on
from maatwerk.programme.queries import settings_of
from maatwerk.trajectory import letters
from maatwerk.trajectory.kickoff.queries import guardians_of, kickoff_of, of_one_kickoff, parties_of
from maatwerk.trajectory.matches.actions import begin, keep_watch, move_match, who_is_not_ready
from maatwerk.trajectory.matches.queries import roads_with
from maatwerk.trajectory.model import Kickoff, KickoffParty, Match
from maatwerk.trajectory.rules.kickoff import (
    Came,
    Held,
    Party,
    catch_up_by,
    first_session_starts,
    held,
    is_first_session,
    parties,
)
from maatwerk.trajectory.rules.road import BEFORE, State


@dataclass(frozen=True, slots=True)
class Plan:
    """When and where the first meeting is, and for which young people a parent is wished there."""

    starts_at: datetime
    place: str
    wants_parent: frozenset[UUID] = frozenset()  # matches


def plan(match_id: UUID, wanted: Plan, *, by: Actor, version: int | None = None) -> UUID:
    """Plan the first meeting of a match, or of its whole circle at once; planned again, it moves.

    Raises:
        Refused: the day has passed, or this programme begins without a meeting of its own.
        Clash: the two have begun already, or somebody moved it meanwhile.
    """
    with unit_of_work(by) as work:
        match = work.get(Match, match_id, lock=True, to="kickoff")
        variant = settings_of(match.programme_id).variant
        if is_first_session(variant.kickoff):
            raise Refused(_("Here the two plan their first meeting themselves."))
        if wanted.starts_at <= work.now:
            raise Refused(_("Choose a day and a time that are still ahead."))
        if State(match.state) not in BEFORE:
            raise Clash(_("The two have begun already."))
        kickoff = _ahead(work, match, version)
        kickoff.starts_at, kickoff.place = wanted.starts_at, wanted.place
        work.session.flush()
        matches = of_one_kickoff(match, work.session)
        _invite(work, kickoff, matches, wanted)
        for one in matches:
            if one.state == State.ACCEPTED:
                move_match(one, State.KICKOFF_PLANNED, work)
        keep_watch(work, [one.id for one in matches])
    return kickoff.id


def _ahead(work: Work, match: Match, version: int | None) -> Kickoff:
    """The kick-off that is still ahead, or a new one."""
    found = kickoff_of(match, work.session)
    if found is not None and found.held_on is None:
        work.same_version(found, version)
        return found
    of = {"circle_id": match.circle_id} if match.circle_id else {"match_id": match.id}
    return work.add(Kickoff(**of))


def _invite(work: Work, kickoff: Kickoff, matches: Collection[Match], wanted: Plan) -> None:
    """Write down who belongs there, keep who did already, and tell everybody."""
    known = {(row.party, row.person_id): row for row in parties_of(kickoff, work.session)}
    people = _people(work, matches, wanted)
    for key, row in known.items():
        if key not in people:
            work.remove(row)
    new = [
        KickoffParty(kickoff_id=kickoff.id, party=party, person_id=person, gate=gate)
        for (party, person), gate in people.items()
        if (party, person) not in known
    ]
    work.add_all(new)
    for party, person_id in people:
        if person_id is not None and person_id != work.by.person_id:
            reader = work.get(Person, person_id)
            formal = party in (Party.GUARDIAN, Party.CARE_COORDINATOR)
            due = work.now + letters.UNDO
            work.send(letters.kickoff_planned(kickoff, reader, formal=formal, due=due))


def _people(work: Work, matches: Collection[Match], wanted: Plan) -> dict[tuple[str, UUID | None], bool]:
    """(party, person) → gate: staff and supporter once, young people and their parents each."""
    found: dict[tuple[str, UUID | None], bool] = {}
    for match in matches:
        variant = settings_of(match.programme_id).variant
        wish = match.id in wanted.wants_parent
        born, day = match.seeker_person.birth_date, wanted.starts_at.astimezone(zone()).date()
        age = age_on(born, day) if born else None
        for invited in parties(variant.kickoff, age=age, wants_parent=wish):
            for person in _who(work, match, invited.party):
                found[invited.party.value, person] = invited.gate
    return found


def _who(work: Work, match: Match, party: Party) -> tuple[UUID | None, ...]:
    if party is Party.SEEKER:
        return (match.seeker_person_id,)
    if party is Party.SUPPORTER:
        return (match.supporter_person_id,)
    if party in (Party.COORDINATOR, Party.TEACHER_COACH):
        return (match.coordinator_id or work.by.person_id,)
    if party is Party.GUARDIAN:
        return tuple(person.id for person in guardians_of(match.seeker_person_id, work.session)) or (None,)
    return (None,)


def record(
    match_id: UUID,
    on: date,
    present: Mapping[UUID, bool],
    *,
    by: Actor,
    override_reason: str = "",
    version: int | None = None,
) -> Mapping[UUID, Held]:
    """Write down who came: matches begin when the gate was there, absent parents and schools become tasks.

    Args:
        present: kick-off party id → were they there.
        override_reason: why a match begins although somebody of the gate was absent; never the young person.

    Returns:
        For each match: whether it began, and who of the gate was missing.

    Raises:
        Refused: the day lies ahead, or there is no planned first meeting.
        Clash: it was written down already.
    """
    with unit_of_work(by) as work:
        match = work.get(Match, match_id, lock=True, to="kickoff")
        kickoff = kickoff_of(match, work.session)
        if kickoff is None:
            raise Refused(_("Plan the first meeting before you write down who came."))
        if kickoff.held_on is not None:
            raise Clash(_("Who came was written down already."))
        work.same_version(kickoff, version)
        if on > work.today:
            raise Refused(_("This day is still ahead. Write down who came once you have met."))
        return _held(work, kickoff, match, on, present, override_reason)


def _held(
    work: Work, kickoff: Kickoff, match: Match, on: date, present: Mapping[UUID, bool], override_reason: str
) -> dict[UUID, Held]:
    rows = parties_of(kickoff, work.session)
    for row in rows:
        row.present = present.get(row.id, False)
        row.catch_up_by = catch_up_by(Party(row.party), present=row.present, on=on)
    kickoff.held_on, kickoff.override_reason = on, override_reason.strip() or None
    work.session.flush()
    shared = [Came(Party(row.party), row.gate, bool(row.present)) for row in rows if row.party != Party.SEEKER]
    answers: dict[UUID, Held] = {}
    matches = of_one_kickoff(match, work.session)
    for one in matches:
        own = [row for row in rows if row.party == Party.SEEKER and row.person_id == one.seeker_person_id]
        came = [Came(Party.SEEKER, True, bool(row.present)) for row in own] or [Came(Party.SEEKER, True, False)]
        answers[one.id] = held([*came, *shared], override_reason=override_reason)
        if answers[one.id].starts:
            begin(work, one, on)
        elif one.state == State.KICKOFF_PLANNED:
            move_match(one, State.ACCEPTED, work)
    keep_watch(work, answers)
    return answers


def caught_up(party_id: UUID, *, by: Actor, match_id: UUID | None = None) -> None:
    """Staff spoke to somebody who missed the first meeting (of this match, when one is named).

    Raises:
        NotFound: nobody of that match, or out of reach.
        Clash: it was noted before.
    """
    with unit_of_work(by) as work:
        row = work.get(KickoffParty, party_id, lock=True, to="catch_up")
        matches = _matches(work, work.get(Kickoff, row.kickoff_id))
        if match_id not in (None, *matches):
            raise NotFound("no such party")
        if row.caught_up_on is not None or row.catch_up_by is None:
            raise Clash(_("This was done already."))
        row.caught_up_on = work.today
        work.session.flush()
        keep_watch(work, matches)


def _matches(work: Work, kickoff: Kickoff) -> list[UUID]:
    whose = Match.circle_id == kickoff.circle_id if kickoff.circle_id else Match.id == kickoff.match_id
    return work.find(select(Match.id).where(whose))


def begin_at_first_session(work: Work, match: Match) -> bool:
    """Where the first session is the kick-off: the road begins once the two met and both said yes to an agreement."""
    variant = settings_of(match.programme_id).variant
    if State(match.state) not in BEFORE or not is_first_session(variant.kickoff):
        return False
    (road,) = roads_with([match.id], work.session)
    if not first_session_starts(met=match.meetings_held > 0, agreed=road.agreed):
        return False
    if who_is_not_ready(work, match) is not None:
        return False
    on = match.last_contact_on or work.today
    kickoff = work.add(Kickoff(match_id=match.id, held_on=on))
    people = {Party.SEEKER: match.seeker_person_id, Party.SUPPORTER: match.supporter_person_id}
    work.add_all(
        KickoffParty(kickoff_id=kickoff.id, party=party.value, person_id=person, gate=True, present=True)
        for party, person in people.items()
    )
    begin(work, match, on)
    return True
