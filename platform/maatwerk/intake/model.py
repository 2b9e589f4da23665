"""How someone enters: asked for by somebody, or asking themselves."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, ColumnElement, Date, DateTime, Integer, SmallInteger, Text, Uuid, exists, select, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped

from maatwerk.tenancy.columns import FieldClass, Keep, held, plain
from maatwerk.tenancy.sealed import Sealed
from maatwerk.tenancy.tables import TenantRow, belongs, linked, only_one, unique

PLANNING, SEVERITY = FieldClass.PLANNING, FieldClass.SEVERITY


class Nomination(TenantRow):
    """Somebody asks for somebody. Until the young person knows, it is a draft that names nobody (ruling 9)."""

    __tablename__ = "nomination"
    about = ("person_id",)

    programme_id: Mapped[UUID] = plain(Uuid)
    state: Mapped[str] = plain(Text)  # draft, sent, told, answered
    knows: Mapped[bool] = plain(Boolean)  # does the young person know?
    person_id: Mapped[UUID | None] = plain(Uuid)  # None while it is a draft
    participation_id: Mapped[UUID | None] = plain(Uuid)
    called: Mapped[str | None] = held(FieldClass.NAME, "nomination.called", Text)  # as who nominated typed it
    by_person_id: Mapped[UUID] = plain(Uuid)
    by_pass_id: Mapped[UUID | None] = plain(Uuid)
    relation: Mapped[str] = held(PLANNING, "nomination.relation", Text)  # teacher, counsellor, care_coordinator, …
    themes: Mapped[list[str]] = held(PLANNING, "nomination.themes", ARRAY(Text))
    moment: Mapped[str | None] = held(PLANNING, "nomination.moment", Text)  # start, doubt, … (requirement 20)
    why = Sealed(FieldClass.NOTE, "nomination.why")  # about the young person, who reads it; empty in a draft
    addition = Sealed(FieldClass.NOTE, "nomination.addition")  # what the young person adds
    made_at: Mapped[datetime] = plain(DateTime(timezone=True))
    tell_by: Mapped[date | None] = plain(Date)  # five working days
    told_at: Mapped[datetime | None] = plain(DateTime(timezone=True))
    answer: Mapped[str | None] = held(PLANNING, "nomination.answer", Text)  # the young person's own: yes, no
    answered_at: Mapped[datetime | None] = plain(DateTime(timezone=True))

    programme = linked("Programme", "programme_id")
    participation = linked("Participation", "participation_id")
    person = linked("Person", "person_id")
    nominator = linked("Person", "by_person_id")

    __table_args__ = (
        *belongs("programme_id", "programme"),
        *belongs("person_id", "person"),
        *belongs("participation_id", "participation"),
        *belongs("by_person_id", "person"),
        *belongs("by_pass_id", "pass"),
    )


class Application(TenantRow):
    """Answers of someone who wants to take part, saved step by step, resumable on another device."""

    __tablename__ = "application"
    about = ("person_id",)

    programme_id: Mapped[UUID] = plain(Uuid)
    person_id: Mapped[UUID] = plain(Uuid)
    participation_id: Mapped[UUID | None] = plain(Uuid)
    side: Mapped[str] = plain(Text)
    questions_version: Mapped[int] = plain(Integer)
    answers: Mapped[dict[str, Any]] = held(PLANNING, "application.answers", JSONB, default=dict)  # choices
    words = Sealed(FieldClass.NOTE, "application.words", keep=Keep.APPLICANT)  # JSON of the free texts
    done: Mapped[list[str]] = plain(ARRAY(Text), default=list)  # the steps that have their answer
    started_at: Mapped[datetime] = plain(DateTime(timezone=True))
    saved_at: Mapped[datetime] = plain(DateTime(timezone=True))
    submitted_at: Mapped[datetime | None] = plain(DateTime(timezone=True))

    person = linked("Person", "person_id")
    programme = linked("Programme", "programme_id")

    __table_args__ = (
        *belongs("programme_id", "programme"),
        *belongs("person_id", "person"),
        *belongs("participation_id", "participation"),
        only_one("uq_application_open", "programme_id", "person_id", "side", where=text("submitted_at IS NULL")),
    )


class Interview(TenantRow):
    """The intake talk of a seeker, or the selection talk of a supporter."""

    __tablename__ = "interview"
    about = ("person_id",)

    participation_id: Mapped[UUID] = plain(Uuid)
    person_id: Mapped[UUID] = plain(Uuid)
    kind: Mapped[str] = plain(Text)  # intake, selection
    planned_at: Mapped[datetime | None] = plain(DateTime(timezone=True))
    place: Mapped[str | None] = plain(Text)
    interviewer_id: Mapped[UUID | None] = plain(Uuid)  # a person
    own_yes: Mapped[bool | None] = held(PLANNING, "interview.own_yes", Boolean)
    motivation: Mapped[int | None] = held(PLANNING, "interview.motivation", SmallInteger)
    without_referrer: Mapped[bool | None] = plain(Boolean)  # the talk was held without who nominated (req. 30)
    multi_problem: Mapped[bool | None] = held(SEVERITY, "interview.multi_problem", Boolean)
    too_heavy: Mapped[bool | None] = held(SEVERITY, "interview.too_heavy", Boolean)
    support_now: Mapped[list[str]] = held(PLANNING, "interview.support_now", ARRAY(Text), default=list)  # req. 5
    rubric: Mapped[dict[str, Any]] = held(PLANNING, "interview.rubric", JSONB, default=dict)  # req. 25
    outcome: Mapped[str | None] = held(PLANNING, "interview.outcome", Text)  # a selection talk's; else see triage
    next: Mapped[str | None] = held(SEVERITY, "interview.next", Text)  # what is still to do: talk, hand_over, checks
    note = Sealed(FieldClass.NOTE, "interview.note")
    concluded_at: Mapped[datetime | None] = plain(DateTime(timezone=True))
    version: Mapped[int] = plain(Integer, default=1)

    person = linked("Person", "person_id")
    participation = linked("Participation", "participation_id")

    __table_args__ = (
        *belongs("participation_id", "participation"),
        *belongs("person_id", "person"),
        *belongs("interviewer_id", "person"),
        only_one("uq_interview_open", "participation_id", "kind", where=text("concluded_at IS NULL")),
    )
    __mapper_args__ = {"version_id_col": version}


class ScreeningCheck(TenantRow):
    """Something of a supporter that must be seen: a reference, an agreement, a certificate of conduct. No scan."""

    __tablename__ = "screening_check"
    about = ("person_id",)

    participation_id: Mapped[UUID] = plain(Uuid)
    person_id: Mapped[UUID] = plain(Uuid)
    kind: Mapped[str] = plain(Text)  # reference, agreement, vog, protocol
    asked_on: Mapped[date] = plain(Date)
    seen_on: Mapped[date | None] = held(FieldClass.CONSENT, "screening.seen_on", Date)
    seen_by: Mapped[UUID | None] = plain(Uuid)
    valid_until: Mapped[date | None] = plain(Date)
    protocol_version: Mapped[int | None] = plain(Integer)  # which text was read and agreed to

    __table_args__ = (
        unique("participation_id", "kind"),
        *belongs("participation_id", "participation"),
        *belongs("person_id", "person"),
        *belongs("seen_by", "person"),
    )


class ProtocolRead(TenantRow):
    """Read and agreed to, which version of the programme's protocol (requirement 39)."""

    __tablename__ = "protocol_read"
    about = ("person_id",)

    person_id: Mapped[UUID] = plain(Uuid)
    programme_id: Mapped[UUID] = plain(Uuid)
    protocol_version: Mapped[int] = plain(Integer)
    at: Mapped[datetime] = plain(DateTime(timezone=True))

    __table_args__ = (
        unique("person_id", "programme_id", "protocol_version"),
        *belongs("person_id", "person"),
        *belongs("programme_id", "programme"),
    )


class Triage(TenantRow):
    """What an intake talk came to: suitable, with an experienced mentor, a second talk, or helped to care."""

    __tablename__ = "triage"
    about = ("person_id",)

    participation_id: Mapped[UUID] = plain(Uuid)
    person_id: Mapped[UUID] = plain(Uuid)
    interview_id: Mapped[UUID] = plain(Uuid)
    outcome: Mapped[str] = held(SEVERITY, "triage.outcome", Text)
    reasons: Mapped[list[str]] = held(SEVERITY, "triage.reasons", ARRAY(Text))
    handover = Sealed(FieldClass.NOTE, "triage.handover")  # to whom, how: a warm hand-over (req. 38)
    decided_by: Mapped[UUID] = plain(Uuid)
    at: Mapped[datetime] = plain(DateTime(timezone=True))

    __table_args__ = (
        unique("interview_id"),
        *belongs("participation_id", "participation"),
        *belongs("person_id", "person"),
        *belongs("interview_id", "interview"),
        *belongs("decided_by", "person"),
    )


def open_talk(participation_id: Any, *, planned: bool = False) -> ColumnElement[bool]:
    """The SQL of: this participation has a talk that is not concluded (and has a date, if `planned`)."""
    found = select(Interview.id).where(Interview.participation_id == participation_id, Interview.concluded_at.is_(None))
    return exists(found.where(Interview.planned_at.is_not(None)) if planned else found)
