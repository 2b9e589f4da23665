"""The meetings of a match, and who was there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from maatwerk.access.work import NotFound
from maatwerk.ground.database import db
from maatwerk.trajectory.model import Match, Meeting, MeetingPresence
from maatwerk.trajectory.rules.meetings import Kept


def whose(match: Match, of: Any = Meeting) -> ColumnElement[bool]:
    """The meetings of a match and of its circle; for who left a circle, up to the day they left."""
    own: ColumnElement[bool] = of.match_id == match.id
    if match.circle_id is None:
        return own
    circles = of.circle_id == match.circle_id
    if match.ended_on is not None:
        circles = and_(circles, of.on <= match.ended_on)
    return or_(own, circles)


def meetings(match: Match, *, limit: int = 60) -> list[Meeting]:
    """The meetings of a match and of its circle, newest first; moved ones are left out."""
    statement = select(Meeting).where(whose(match), Meeting.state != Kept.MOVED)
    found = db.session().scalars(statement.order_by(Meeting.on.desc(), Meeting.number.desc()).limit(limit))
    return list(found.all())


def next_planned(match: Match, session: Session | None = None) -> Meeting | None:
    """The earliest meeting that is planned, also when its day has passed."""
    statement = select(Meeting).where(whose(match), Meeting.state == Kept.PLANNED)
    return (session or db.session()).scalars(statement.order_by(Meeting.on, Meeting.number).limit(1)).one_or_none()


def all_next_planned(matches: Sequence[Match]) -> dict[UUID, Meeting]:
    """The earliest planned meeting of each match (its circle's too): one statement for all."""
    if not matches:
        return {}
    circles = [match.circle_id for match in matches if match.circle_id is not None]
    whose = or_(Meeting.match_id.in_([match.id for match in matches]), Meeting.circle_id.in_(circles))
    statement = select(Meeting).where(whose, Meeting.state == Kept.PLANNED)
    rows = db.session().scalars(statement.order_by(Meeting.on.desc(), Meeting.number.desc())).all()
    of = {row.match_id or row.circle_id: row for row in rows}
    found = {match.id: of.get(match.id) or of.get(match.circle_id) for match in matches}
    return {match_id: meeting for match_id, meeting in found.items() if meeting is not None}


def meeting_of(match: Match, meeting_id: UUID, session: Session | None = None, *, lock: bool = False) -> Meeting:
    """One meeting of this match or its circle; NotFound for any other."""
    statement = select(Meeting).where(Meeting.id == meeting_id, whose(match))
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    found = (session or db.session()).scalars(statement).one_or_none()
    if found is None:
        raise NotFound("no meeting")
    return found


def presence_of(match: Match, meeting_ids: Iterable[UUID]) -> dict[UUID, MeetingPresence]:
    """This young person's presence and look back, by meeting."""
    statement = select(MeetingPresence).where(
        MeetingPresence.match_id == match.id, MeetingPresence.meeting_id.in_(list(meeting_ids))
    )
    return {row.meeting_id: row for row in db.session().scalars(statement).all()}


def to_look_back_on(match: Match, session: Session | None = None) -> MeetingPresence | None:
    """The last meeting this young person was at and has said nothing about yet."""
    statement = (
        select(MeetingPresence)
        .join(Meeting, Meeting.id == MeetingPresence.meeting_id)
        .where(
            MeetingPresence.match_id == match.id,
            MeetingPresence.present.is_(True),
            MeetingPresence.reflected_at.is_(None),
            Meeting.state == Kept.HELD,
        )
        .order_by(Meeting.on.desc(), Meeting.number.desc())
        .limit(1)
    )
    return (session or db.session()).scalars(statement).one_or_none()
