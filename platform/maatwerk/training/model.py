"""What people learn, and what they may therefore do."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Boolean, Date, DateTime, Integer, SmallInteger, Text, Uuid
from sqlalchemy.orm import Mapped

from maatwerk.tenancy.columns import Basis, FieldClass, Keep, held, plain
from maatwerk.tenancy.tables import TenantRow, belongs, linked, unique

PLANNING = FieldClass.PLANNING


class TrainingRun(TenantRow):
    """One time a role training is given; only a certified teacher coach may lead one (requirement 104)."""

    __tablename__ = "training_run"

    programme_id: Mapped[UUID] = plain(Uuid)
    role_key: Mapped[str] = plain(Text)
    curriculum_version: Mapped[int] = plain(Integer)
    trainer_id: Mapped[UUID] = plain(Uuid)  # a person
    place: Mapped[str] = plain(Text)
    seats: Mapped[int] = plain(SmallInteger)
    state: Mapped[str] = plain(Text, default="planned")  # planned, done, cancelled
    version: Mapped[int] = plain(Integer, default=1)

    trainer = linked("Person", "trainer_id")
    programme = linked("Programme", "programme_id")

    __table_args__ = (*belongs("programme_id", "programme"), *belongs("trainer_id", "person"))
    __mapper_args__ = {"version_id_col": version}


class RunSession(TenantRow):
    """One meeting of a training run, with the modules it covers."""

    __tablename__ = "run_session"

    run_id: Mapped[UUID] = plain(Uuid)
    number: Mapped[int] = plain(SmallInteger)
    modules: Mapped[str] = plain(Text)  # keys, separated by a space
    starts_at: Mapped[datetime] = plain(DateTime(timezone=True))
    minutes: Mapped[int] = plain(SmallInteger)

    __table_args__ = (unique("run_id", "number"), *belongs("run_id", "training_run"))


class Enrolment(TenantRow):
    """A person in a training run."""

    __tablename__ = "enrolment"
    about = ("person_id",)

    run_id: Mapped[UUID] = plain(Uuid)
    person_id: Mapped[UUID] = plain(Uuid)
    participation_id: Mapped[UUID | None] = plain(Uuid)
    state: Mapped[str] = held(PLANNING, "enrolment.state", Text)  # enrolled, waiting, completed, left
    at: Mapped[datetime] = plain(DateTime(timezone=True))

    person = linked("Person", "person_id")

    __table_args__ = (
        unique("run_id", "person_id"),
        *belongs("run_id", "training_run"),
        *belongs("person_id", "person"),
        *belongs("participation_id", "participation"),
    )


class Attendance(TenantRow):
    """Who was there at one meeting of a run."""

    __tablename__ = "attendance"
    about = ("person_id",)

    session_id: Mapped[UUID] = plain(Uuid)
    person_id: Mapped[UUID] = plain(Uuid)
    present: Mapped[bool] = held(PLANNING, "attendance.present", Boolean)
    ticked_by: Mapped[UUID] = plain(Uuid)
    at: Mapped[datetime] = plain(DateTime(timezone=True))

    __table_args__ = (
        unique("session_id", "person_id"),
        *belongs("session_id", "run_session"),
        *belongs("person_id", "person"),
        *belongs("ticked_by", "person"),
    )


class Certificate(TenantRow):
    """Who may act as what, on what ground, until when."""

    __tablename__ = "certificate"
    about = ("person_id",)

    person_id: Mapped[UUID] = plain(Uuid)
    plugin: Mapped[str] = plain(Text)
    role_key: Mapped[str] = plain(Text)  # teacher_coach, tutor, mentor, buddy …
    curriculum_version: Mapped[int | None] = plain(Integer)
    run_id: Mapped[UUID | None] = plain(Uuid)
    ground: Mapped[str] = held(PLANNING, "certificate.ground", Text, keep=Keep.PROOF)  # training, brought_along
    ground_note: Mapped[str | None] = held(PLANNING, "certificate.ground_note", Text, keep=Keep.PROOF)
    issuer: Mapped[str] = plain(Text)
    issuer_certificate_id: Mapped[UUID | None] = plain(Uuid)  # the coach's own: the chain
    code: Mapped[str] = held(PLANNING, "certificate.code", Text, basis=Basis.AGREEMENT, keep=Keep.PROOF)
    issued_on: Mapped[date] = plain(Date)
    valid_until: Mapped[date | None] = plain(Date)
    issued_by: Mapped[UUID] = plain(Uuid)
    withdrawn_on: Mapped[date | None] = plain(Date)

    person = linked("Person", "person_id")

    __table_args__ = (
        unique("code"),
        *belongs("person_id", "person"),
        *belongs("run_id", "training_run"),
        *belongs("issuer_certificate_id", "certificate"),
        *belongs("issued_by", "person"),
    )
