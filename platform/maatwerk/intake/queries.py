"""What people look at, at the door."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select

from maatwerk.access.actor import Actor
from maatwerk.access.model import Account, Pass
from maatwerk.access.work import NotFound
from maatwerk.ground import clock
from maatwerk.ground.database import db
from maatwerk.intake import say
from maatwerk.intake.desk.queries import Line, Wait, Waiting, waiting
from maatwerk.programme import queries as programmes
from maatwerk.programme.values import Role, Side


@dataclass(frozen=True, slots=True)
class Part:
    """Something one can apply for: a side of an open programme."""

    programme_id: UUID
    side: Side
    programme: str
    role: Role
    description: Any  # of the variant

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.programme_id}:{self.side}"


def open_parts() -> tuple[Part, ...]:
    """Everything one can apply for: no statement."""
    found = []
    for programme in programmes.open_programmes():
        variant = programmes.settings_of(programme).variant
        for side in (Side.SEEKER, Side.SUPPORTER):
            if side is Side.SUPPORTER or "self" in variant.ways_in:
                found.append(Part(programme.id, side, programme.name, variant.role_of(side), variant.description))
    return tuple(found)


def part_of(key: str) -> Part:
    """The part that a form names; NotFound when it isn't open (any more)."""
    for part in open_parts():
        if part.key == key:
            return part
    raise NotFound("no such part")


def to_nominate_for() -> tuple[programmes.RunningProgramme, ...]:
    """The open programmes for which somebody may nominate: no statement."""
    return tuple(
        programme
        for programme in programmes.open_programmes()
        if "nomination" in programmes.settings_of(programme).variant.ways_in
    )


def pass_of(person_id: UUID) -> UUID | None:
    """The living pass of someone who applies; None for who has an account (that signs in) or no way in."""
    found = db.session.execute(
        select(Pass.id)
        .where(
            Pass.person_id == person_id,
            Pass.kind == "applicant",
            Pass.ended_at.is_(None),
            Pass.until > clock.now(),
            ~exists(select(Account.id).where(Account.person_id == person_id)),
        )
        .order_by(Pass.until.desc())
        .limit(1)
    )
    return found.scalar_one_or_none()


def account_of(person_id: UUID) -> UUID | None:
    """The account of a person, or None."""
    return db.session.scalars(select(Account.id).where(Account.person_id == person_id)).first()


# Where the next step of each wait is done, and how much it presses.
_NEXT = {
    Wait.TELL: ("intake.nomination", "nomination_id", 60),
    Wait.READ: ("intake.application", "application_id", 50),
    Wait.PLAN: ("intake.plan_talk", "participation_id", 50),
    Wait.CONCLUDE: ("intake.interview", "interview_id", 70),
    Wait.HAND_OVER: ("intake.interview", "interview_id", 90),
    Wait.CONSENT: ("people.person", "person_id", 30),
    Wait.CHECKS: ("intake.checks", "participation_id", 30),
}


def waits_for(actor: Actor) -> list[Line]:
    """What waits for this actor at the door, with reasons in words, the most urgent first: one statement."""
    lines = [_line(found) for found in waiting(actor)]
    return sorted(lines, key=lambda line: (-line.urgency, -line.days, line.person))


def next_step(found: Waiting) -> tuple[str, dict[str, UUID]]:
    """Where the next step for somebody at the door is done, as endpoint and arguments."""
    endpoint, argument, _urgency = _NEXT[found.wait]
    return endpoint, {argument: found.person_id if found.wait is Wait.CONSENT else found.id}


def _line(found: Waiting) -> Line:
    endpoint, arguments = next_step(found)
    days = found.days(clock.now())
    late = found.due is not None and found.due < clock.today()
    urgency = min(99, _NEXT[found.wait][2] + days + 30 * late)
    reason = say.waits(found, clock.today())
    return Line(str(found.wait), reason, found.name, days, endpoint, arguments, urgency, found.person_id)
