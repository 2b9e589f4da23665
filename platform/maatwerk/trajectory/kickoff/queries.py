"""A kick-off with its parties, for one match or a whole circle."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from maatwerk.ground.database import db
from maatwerk.people.model import Guardianship, Person
from maatwerk.trajectory.matches.queries import circle_matches
from maatwerk.trajectory.model import Kickoff, KickoffParty, Match
from maatwerk.trajectory.rules.road import BEFORE

FIRST = datetime.min.replace(tzinfo=UTC)


def kickoff_of(match: Match, session: Session | None = None) -> Kickoff | None:
    """The kick-off of this match or its circle: the one still ahead, else the last."""
    own = Kickoff.match_id == match.id
    whose = own if match.circle_id is None else or_(own, Kickoff.circle_id == match.circle_id)
    statement = select(Kickoff).where(whose).order_by(Kickoff.held_on.desc().nulls_first(), Kickoff.starts_at.desc())
    return (session or db.session()).scalars(statement.limit(1)).one_or_none()


def parties_of(kickoff: Kickoff, session: Session | None = None) -> list[KickoffParty]:
    """Everybody who belongs at it: the gate first, then by name."""
    statement = select(KickoffParty).where(KickoffParty.kickoff_id == kickoff.id)
    return in_order((session or db.session()).scalars(statement.options(joinedload(KickoffParty.person))))


def in_order(parties: Iterable[KickoffParty]) -> list[KickoffParty]:
    """Parties as a page lists them: the gate first, then by name."""
    return sorted(parties, key=lambda p: (not p.gate, p.party, p.person.sort_key if p.person else "", str(p.id)))


def the_kickoff(found: Sequence[Kickoff]) -> Kickoff | None:
    """Of several, the one still ahead, else the last that was held."""
    ahead = [one for one in found if one.held_on is None]
    held = [one for one in found if one.held_on is not None]
    return max(ahead or held, key=lambda one: (one.held_on or date.min, one.starts_at or FIRST), default=None)


def of_one_kickoff(match: Match, session: Session | None = None) -> list[Match]:
    """The matches that begin at one kick-off: the circle's that did not begin yet, or just this one."""
    here = session or db.session()
    if match.circle_id is not None:
        return circle_matches(here, match.circle_id, states=sorted(BEFORE))
    statement = select(Match).where(Match.id == match.id).options(joinedload(Match.seeker_person))
    return list(here.scalars(statement).all())


def guardians_of(child_id: UUID, session: Session | None = None) -> tuple[Person, ...]:
    """Parents and carers who may be asked; a shielded one never is."""
    statement = (
        select(Guardianship)
        .where(Guardianship.child_id == child_id, Guardianship.shielded.is_(False))
        .options(joinedload(Guardianship.guardian))
    )
    found = (session or db.session()).scalars(statement).all()
    return tuple(sorted((row.guardian for row in found), key=lambda person: (person.sort_key, str(person.id))))
