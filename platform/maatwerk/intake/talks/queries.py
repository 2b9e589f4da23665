"""Talks, what they came to, and what was seen of supporters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import joinedload

from maatwerk.access.work import NotFound
from maatwerk.ground.database import db
from maatwerk.intake.model import Interview, Nomination, ProtocolRead, ScreeningCheck, Triage
from maatwerk.intake.rules import Check, IntakeSettings
from maatwerk.people.model import Person
from maatwerk.programme import queries as programmes
from maatwerk.programme.model import Participation
from maatwerk.programme.queries import ProgrammeSettings
from maatwerk.programme.rules import ENDED
from maatwerk.programme.values import Role, Side


def intake_settings(chosen: ProgrammeSettings) -> IntakeSettings:
    """What a programme chose for its intake."""
    return IntakeSettings(motivated=chosen.motivation_least, tell_within=chosen.nomination_days)


@dataclass(frozen=True, slots=True)
class Talk:
    """A talk with what its page needs."""

    interview: Interview
    person: Person
    participation: Participation
    settings: ProgrammeSettings
    nominated: bool
    triage: Triage | None

    @property
    def outcome(self) -> str:
        """What an intake talk came to."""
        return self.triage.outcome if self.triage else ""

    @property
    def reasons(self) -> list[str]:
        """Why, as keys."""
        return list(self.triage.reasons) if self.triage else []

    @property
    def role(self) -> Role:
        """As what this person wants to take part."""
        return self.settings.variant.role_of(self.participation.side)


def talk(interview_id: UUID) -> Talk:
    """A talk with its person, participation and outcome: two statements."""
    found = db.session.execute(
        select(Interview, Triage)
        .outerjoin(Triage, Triage.interview_id == Interview.id)
        .where(Interview.id == interview_id)
        .options(joinedload(Interview.person), joinedload(Interview.participation))
    ).one_or_none()
    if found is None:
        raise NotFound("no interview")
    interview, triage = found
    nominated = db.session.execute(
        select(exists(select(Nomination.id).where(Nomination.participation_id == interview.participation_id)))
    ).scalar_one()
    settings = programmes.settings_of(interview.participation.programme_id)
    return Talk(interview, interview.person, interview.participation, settings, nominated, triage)


def open_interview(participation_id: UUID) -> Interview | None:
    """The talk that was planned and not concluded."""
    return db.session.scalars(
        select(Interview).where(Interview.participation_id == participation_id, Interview.concluded_at.is_(None))
    ).one_or_none()


def checks_needed(chosen: ProgrammeSettings) -> tuple[Check, ...]:
    """What must be seen of a supporter, as their role says; the protocol as soon as the programme has one."""
    protocol = (Check.PROTOCOL,) if chosen.protocol_version else ()
    return (*(Check(key) for key in chosen.variant.supporter_role.checks), *protocol)


def checks(participation_ids: Iterable[UUID]) -> dict[UUID, list[ScreeningCheck]]:
    """What was seen of supporters, by participation: one statement."""
    wanted = list(participation_ids)
    found: dict[UUID, list[ScreeningCheck]] = {participation_id: [] for participation_id in wanted}
    rows = db.session.scalars(
        select(ScreeningCheck)
        .where(ScreeningCheck.participation_id.in_(wanted), ScreeningCheck.seen_on.is_not(None))
        .order_by(ScreeningCheck.kind)
    )
    for row in rows:
        found[row.participation_id].append(row)
    return found


@dataclass(frozen=True, slots=True)
class Agreed:
    """How a supporter stands to the protocol of their programme."""

    version: int | None  # which text they agreed to; None: none yet


def agreed(person_id: UUID | None, programme_id: UUID) -> Agreed | None:
    """Whether somebody agreed to the protocol; None for who has no supporter's part in the programme."""
    row = db.session.execute(
        select(Participation.id, func.max(ProtocolRead.protocol_version).label("version"))
        .outerjoin(
            ProtocolRead,
            (ProtocolRead.person_id == Participation.person_id)
            & (ProtocolRead.programme_id == Participation.programme_id),
        )
        .where(
            Participation.person_id == person_id,
            Participation.programme_id == programme_id,
            Participation.side == Side.SUPPORTER,
            Participation.state.not_in(ENDED),
        )
        .group_by(Participation.id)
    ).one_or_none()
    return None if row is None else Agreed(row.version)


def versions_read(person_id: UUID | None, programme_ids: Iterable[UUID]) -> dict[UUID, int]:
    """The newest text that somebody agreed to, for each of these programmes; one statement, none without programmes."""
    wanted = list(programme_ids)
    if not wanted:
        return {}
    rows = db.session.execute(
        select(ProtocolRead.programme_id, func.max(ProtocolRead.protocol_version).label("version"))
        .where(ProtocolRead.person_id == person_id, ProtocolRead.programme_id.in_(wanted))
        .group_by(ProtocolRead.programme_id)
    ).all()
    return {row.programme_id: row.version for row in rows}
