"""Pairs and circles, brought as far on their road as a test asks: by the same verbs that people use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from uuid import UUID, uuid4

from sqlalchemy import select

from maatwerk import testing
from maatwerk.access.actor import SYSTEM, Actor
from maatwerk.access.work import Work, unit_of_work
from maatwerk.ground import clock
from maatwerk.ground.database import db
from maatwerk.matching.events import BothSaidYes
from maatwerk.matching.model import Circle, Proposal
from maatwerk.people.model import Guardianship
from maatwerk.programme.model import Participation
from maatwerk.programme.queries import settings_of
from maatwerk.trajectory.actions import on_both_said_yes
from maatwerk.trajectory.closing import actions as closing
from maatwerk.trajectory.closing.queries import questions
from maatwerk.trajectory.kickoff import actions as kickoff
from maatwerk.trajectory.kickoff.queries import kickoff_of, parties_of
from maatwerk.trajectory.meetings import actions as meetings
from maatwerk.trajectory.model import Match
from maatwerk.trajectory.plan import actions as plan
from maatwerk.trajectory.rules.meetings import Audience, Mood, Said
from maatwerk.trajectory.rules.plan import Rhythm, Terms
from tests.factories.world import CANARY, a_person, an_account

BUDDY, MENTOR, TUTOR = "peer_support/buddy", "peer_support/mentor", "peer_support/tutor"
TERMS = Terms(rhythm=Rhythm.WEEKLY, minutes=60, weekday=3, place="The library", activities=("talk",))
_numbers = count(1)


@dataclass(frozen=True)
class Pair:
    """A match with its two people, ready to act."""

    match_id: UUID
    seeker: Actor
    supporter: Actor
    coordinator: Actor
    circle_id: UUID | None = None

    @property
    def match(self) -> Match:
        """The match as it stands in the database now."""
        db.session.rollback()
        found: Match = db.session.execute(select(Match).where(Match.id == self.match_id)).scalar_one()
        return found


def someone(work: Work, tenant: testing.TenantFixture, name: str, role: str, *, birth_year: int = 2008) -> Actor:
    """A person with an account, who acts in this role."""
    person = a_person(work, f"{name}{next(_numbers)} Post", birth_year=birth_year)
    account = an_account(work, person, f"{uuid4().hex}@post.example")
    return Actor(
        tenant_id=tenant.id,
        person_id=person.id,
        account_id=account.id,
        roles=frozenset({"person", "member", role}),
        factors=1,
        locale="en",
        called=person.called,
    )


def a_part(work: Work, programme_id: UUID, actor: Actor, side: str, state: str, places: int = 1) -> Participation:
    """A part in a programme, in a state."""
    return work.add(
        Participation(
            programme_id=programme_id,
            person_id=actor.person_id,
            side=side,
            role_key="mentee" if side == "seeker" else "buddy",
            state=state,
            since=work.now,
            entered_at=work.now,
            places=places,
        )
    )


def pairs(
    tenant: testing.TenantFixture,
    variant: str = BUDDY,
    *,
    seekers: int = 1,
    circle: bool = False,
    birth_year: int = 2008,
    parent: bool = False,
    coordinated: bool = True,
) -> list[Pair]:
    """One supporter and so many seekers, each pair with both their yes; in one circle if asked."""
    coordinator = tenant["coordinator"]
    with unit_of_work(SYSTEM) as work:
        programme_id = tenant.programmes[variant]
        supporter = someone(work, tenant, "Bo", "supporter", birth_year=2005)
        part = a_part(work, programme_id, supporter, "supporter", "active", places=8)
        circle_id = _circle(work, part) if circle else None
        found = []
        for _ in range(seekers):
            seeker = someone(work, tenant, "Noor", "seeker", birth_year=birth_year)
            if parent:
                guardian = a_person(work, f"Parent{next(_numbers)} Post")
                work.add(Guardianship(child_id=seeker.person_id, guardian_id=guardian.id))
            own = a_part(work, programme_id, seeker, "seeker", "waiting")
            own.coordinator_id = coordinator.person_id if coordinated else None
            proposal = _proposal(work, own, part, circle_id)
            match = on_both_said_yes(BothSaidYes(proposal.id), work)
            found.append(Pair(match.id, seeker, supporter, coordinator, circle_id))
    return found


def a_pair(tenant: testing.TenantFixture, variant: str = BUDDY, **more: object) -> Pair:
    """One of them."""
    return pairs(tenant, variant, **more)[0]  # type: ignore[arg-type]


def _circle(work: Work, part: Participation) -> UUID:
    row = Circle(
        programme_id=part.programme_id, supporter_id=part.id, supporter_person_id=part.person_id,
        course="Bakery", state="open", made_at=work.now,
    )  # fmt: skip
    return work.add(row).id


def _proposal(work: Work, seeker: Participation, supporter: Participation, circle_id: UUID | None) -> Proposal:
    return work.add(
        Proposal(
            programme_id=seeker.programme_id,
            seeker_id=seeker.id,
            supporter_id=supporter.id,
            seeker_person_id=seeker.person_id,
            supporter_person_id=supporter.person_id,
            circle_id=circle_id,
            state="accepted",
            step="answers",
            score=80,
            score_most=80,
            parts=[],
            rank=1,
            proposed_at=work.now,
        )
    )


def tomorrow(hour: int = 15) -> datetime:
    """A moment that is still ahead."""
    return clock.instant(clock.today() + timedelta(days=1), hour)


def planned(pair: Pair, wants_parent: bool = False) -> Pair:
    """Its first meeting is planned for tomorrow."""
    wish = frozenset({pair.match_id}) if wants_parent else frozenset()
    kickoff.plan(pair.match_id, kickoff.Plan(tomorrow(), "Room 12", wish), by=pair.coordinator)
    return pair


def came(pair: Pair, *absent: str) -> dict[UUID, bool]:
    """Who was at its first meeting: everybody but these parties."""
    found = kickoff_of(pair.match)
    assert found is not None
    return {row.id: row.party not in absent for row in parties_of(found)}


def begun(pair: Pair) -> Pair:
    """The two have begun: the first meeting was held, everybody was there."""
    planned(pair)
    kickoff.record(pair.match_id, clock.today(), came(pair), by=pair.coordinator)
    return pair


def agreed(pair: Pair, words: str = "") -> Pair:
    """They made an agreement and both said yes."""
    terms = Terms(TERMS.rhythm, TERMS.minutes, TERMS.weekday, TERMS.at_time, TERMS.place, TERMS.activities, words=words)
    plan.make_agreement(pair.match_id, terms, by=pair.supporter, in_person=True)
    return pair


def met(
    pair: Pair, on: date | None = None, *, note: str = CANARY, audience: Audience = Audience.OWN, **more: object
) -> UUID:
    """They met, and the supporter said how it was."""
    said = Said(on or clock.today(), Mood.GOOD, 60, topics=("planning",), note=note, audience=audience)
    return meetings.log_meeting(pair.match_id, said, by=pair.supporter, form_key=uuid4().hex, **more)  # type: ignore[arg-type]


def looked_back(pair: Pair, actor: Actor) -> UUID:
    """One of the two looks back, on every question their side is asked."""
    side = "seeker" if actor is pair.seeker else "supporter"
    variant = settings_of(pair.match.programme_id).variant
    asked = [*questions(variant, "final", side), *questions(variant, "midway", side)]
    answers = {one.key: one.choices[0].key if one.choices else "4" for one in asked if one.kind != "text"}
    return closing.review(pair.match_id, {**answers, "good": CANARY}, by=actor)


def road(tenant: testing.TenantFixture, variant: str = BUDDY, **more: object) -> Pair:
    """A pair on the road, with an agreement."""
    return agreed(begun(a_pair(tenant, variant, **more)))


def roads(tenant: testing.TenantFixture, how_many: int) -> Sequence[Pair]:
    """So many pairs on the road, each with a supporter of its own."""
    return [road(tenant) for _ in range(how_many)]
