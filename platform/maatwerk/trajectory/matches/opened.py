"""A match as a page opens it: with where it stands, who reads it, and the audit told whom it shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from maatwerk.access import policy
from maatwerk.access.actor import Actor
from maatwerk.access.audit import shown
from maatwerk.access.requests import current_actor
from maatwerk.access.work import NotFound
from maatwerk.people.model import Person
from maatwerk.trajectory import say
from maatwerk.trajectory.matches.queries import Road, roads_with
from maatwerk.trajectory.model import Match
from maatwerk.trajectory.rules.road import OVER, Next, Phase, Reader, State, Step, after_that, may_meet, next_step


@dataclass(frozen=True, slots=True)
class Opened:
    """One road as its reader sees it."""

    road: Road
    actor: Actor
    reader: Reader
    names: say.Names
    seeker: Person
    supporter: Person

    @property
    def match(self) -> Match:
        """The match."""
        return self.road.match

    @property
    def today(self) -> date:
        """The day it is."""
        return self.road.position.today

    @property
    def state(self) -> State:
        """Where it stands."""
        return State(self.match.state)

    @property
    def phase(self) -> Phase:
        """In which phase the two are."""
        return Phase(self.match.phase)

    @property
    def is_staff(self) -> bool:
        """Is the reader neither of the two?"""
        return self.reader is Reader.STAFF

    @property
    def coordinates(self) -> bool:
        """Does the reader look after this match as its coordinator? One statement, none for a teacher coach."""
        return self.is_staff and policy.can(self.actor, "close", "match", self.match.id)

    @property
    def is_seeker(self) -> bool:
        """Is the reader the young person?"""
        return self.reader is Reader.SEEKER

    @property
    def is_supporter(self) -> bool:
        """Is the reader the supporter?"""
        return self.reader is Reader.SUPPORTER

    @property
    def over(self) -> bool:
        """Has the road ended?"""
        return self.state in OVER

    @property
    def may_meet(self) -> bool:
        """May the two plan a meeting by themselves: on the road, or where the first session is the start?"""
        return may_meet(self.state, first_session_is_kickoff=self.road.position.first_session_is_kickoff)

    @property
    def other(self) -> str:
        """What the other of the two is called."""
        return self.names.supporter if self.is_seeker else self.names.seeker

    @property
    def both(self) -> str:
        """Both, as they are called."""
        return f"{self.names.seeker} & {self.names.supporter}"

    @property
    def next(self) -> Next:
        """What this reader is told to do, or waits for."""
        return next_step(self.road.position, self.reader)

    @property
    def next_words(self) -> str:
        """The same in words."""
        return say.next_step(self.next, self.reader, self.names)

    @property
    def then_words(self) -> str:
        """What comes after the look back that the page asks for already."""
        then = after_that(self.road.position, self.reader, but=Step.LOOK_BACK)
        return say.next_step(then, self.reader, self.names)

    @property
    def phase_label(self) -> str:
        """What the phase is called."""
        return say.phase_label(self.road.variant, self.match.phase)

    @property
    def phase_number(self) -> int:
        """Which of the five."""
        return say.phase_number(self.match.phase)

    @property
    def tip(self) -> str:
        """What this phase is for, in a sentence."""
        plans = {plan.key: plan for plan in self.road.variant.trajectory_phases or ()}
        found = plans.get(self.match.phase)  # type: ignore[call-overload]
        return str(found.goal) if found else ""


def as_read(road: Road, actor: Actor) -> Opened:
    """A road from this person's side."""
    seeker, supporter = road.match.seeker_person, road.match.supporter_person
    names = say.Names(seeker.called, supporter.called)
    return Opened(road, actor, road.reader(actor.person_id), names, seeker, supporter)


def open_match(match_id: UUID) -> Opened:
    """The match of the address, for whoever asks; who it shows goes to the audit."""
    found = roads_with([match_id])
    if not found:
        raise NotFound("no match")
    shown("match", [found[0].match.seeker_person_id, found[0].match.supporter_person_id])
    return as_read(found[0], current_actor())
