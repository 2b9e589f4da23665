"""Reading one's own training: how far it is, and what there is to choose from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.dialects.postgresql import distinct_on

from maatwerk.access.actor import Actor
from maatwerk.ground.database import db
from maatwerk.language.formats import today
from maatwerk.programme.model import Participation, Programme
from maatwerk.training.certificates.queries import counts
from maatwerk.training.model import Attendance, Certificate, Enrolment, RunSession, TrainingRun
from maatwerk.training.runs.queries import RunRow, offered

OPEN = ("admitted", "active", "paused")


@dataclass(frozen=True, slots=True)
class Met:
    """One meeting of one's own training; `present` is None while nobody ticked."""

    run_id: UUID
    number: int
    starts_at: datetime
    present: bool | None


@dataclass(frozen=True, slots=True)
class MyTraining:
    """One role that somebody learns: how far, what place, what choice."""

    programme_id: UUID
    role_key: str
    admitted_at: datetime
    certificate_id: UUID | None
    issued_on: date | None
    run_id: UUID | None
    place: str | None  # enrolled, waiting
    run: RunRow | None = None
    met: tuple[Met, ...] = ()
    choice: tuple[RunRow, ...] = ()


def mine(actor: Actor) -> list[MyTraining]:
    """Each role of one's own: at most three statements, one when there is none."""
    found = _roles(actor)
    open_ones = [one for one in found if one.certificate_id is None]
    runs = offered(actor, {one.programme_id for one in open_ones})
    met = _met(actor, [one.run_id for one in open_ones if one.run_id])
    return [_with(one, runs, met) if one.certificate_id is None else one for one in found]


def _roles(actor: Actor) -> list[MyTraining]:
    paper = and_(
        Certificate.person_id == Participation.person_id,
        Certificate.role_key == Participation.role_key,
        func.starts_with(Programme.variant, Certificate.plugin + "/"),
        counts(today()),
    )
    here = (
        select(Enrolment.run_id, Enrolment.state, Enrolment.person_id, TrainingRun.programme_id)
        .join(TrainingRun, TrainingRun.id == Enrolment.run_id)
        .where(TrainingRun.state == "planned", Enrolment.state.in_(("enrolled", "waiting")))
        .where(Enrolment.person_id == actor.person_id)
        .subquery()
    )
    rows = db.session.execute(
        select(Participation, Certificate.id, Certificate.issued_on, here.c.run_id, here.c.state)
        .join(Programme, Programme.id == Participation.programme_id)
        .outerjoin(Certificate, paper)
        .outerjoin(here, here.c.programme_id == Participation.programme_id)
        .where(Participation.person_id == actor.person_id, Participation.side == "supporter")
        .where(Participation.state.in_(OPEN))
        .ext(distinct_on(Participation.entered_at, Participation.id))
        .order_by(Participation.entered_at, Participation.id, Certificate.issued_on, here.c.run_id)
    ).all()
    return [
        MyTraining(part.programme_id, part.role_key, part.since, paper_id, issued_on, run_id, state)
        for part, paper_id, issued_on, run_id, state in rows
    ]


def _met(actor: Actor, run_ids: list[UUID]) -> list[Met]:
    if not run_ids:
        return []
    ticked = and_(Attendance.session_id == RunSession.id, Attendance.person_id == actor.person_id)
    rows = db.session.execute(
        select(RunSession.run_id, RunSession.number, RunSession.starts_at, Attendance.present)
        .outerjoin(Attendance, ticked)
        .where(RunSession.run_id.in_(run_ids))
        .order_by(RunSession.run_id, RunSession.number)
    ).all()
    return [Met(*row) for row in rows]


def _with(one: MyTraining, runs: list[RunRow], met: list[Met]) -> MyTraining:
    here = [run for run in runs if run.programme_id == one.programme_id]
    return replace(
        one,
        run=next((run for run in here if run.id == one.run_id), None),
        met=tuple(meeting for meeting in met if meeting.run_id == one.run_id),
        choice=tuple(run for run in here if run.id != one.run_id and run.ahead),
    )
