"""What somebody did here as a supporter, and whether staff marked them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, joinedload

from maatwerk.access.audit import shown
from maatwerk.ground.database import db
from maatwerk.programme.model import Participation
from maatwerk.trajectory.model import Experience, Match, Review
from maatwerk.trajectory.rules.road import State


@dataclass(frozen=True, slots=True)
class Standing:
    """A supporter's part, how many roads they finished here, and the mark with its ground (None: none known)."""

    part: Participation
    finished: int
    mark: Experience | None


def finished(person_id: UUID, session: Session | None = None) -> int:
    """Roads that somebody finished here as planned, on which both looked back: one statement."""
    looked_back = [
        exists(select(Review.id).where(Review.match_id == Match.id, Review.moment == "final", Review.side == side))
        for side in ("seeker", "supporter")
    ]
    found = select(func.count(Match.id)).where(Match.supporter_person_id == person_id, Match.state == State.CLOSED)
    return int((session or db.session()).scalar(found.where(*looked_back)) or 0)


def mark_of(participation_id: UUID, session: Session | None = None) -> Experience | None:
    """The mark that holds now."""
    found = select(Experience).where(Experience.participation_id == participation_id, Experience.ended_at.is_(None))
    return (session or db.session()).scalars(found.options(joinedload(Experience.marker))).one_or_none()


def standing(participation_id: UUID) -> Standing:
    """One supporter's part as the page shows it; the page has been allowed already."""
    part = db.session.scalars(
        select(Participation).where(Participation.id == participation_id).options(joinedload(Participation.person))
    ).one()
    shown("participation", [part.person_id])
    return Standing(part, finished(part.person_id), mark_of(part.id))
