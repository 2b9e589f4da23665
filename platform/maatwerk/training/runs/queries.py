"""Reading trainings: which there are, when they meet, who is in them and who was there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, and_, exists, func, select, true
from sqlalchemy.orm import joinedload

from maatwerk.access import audit
from maatwerk.access.actor import Actor
from maatwerk.access.paging import Page
from maatwerk.access.policy import fields, in_scope, visible
from maatwerk.ground import clock
from maatwerk.ground.database import db
from maatwerk.language.formats import local_day, today
from maatwerk.people.model import Person
from maatwerk.programme import queries as programmes
from maatwerk.programme.model import Participation, Programme
from maatwerk.programme.values import Curriculum
from maatwerk.tenancy.columns import FieldClass
from maatwerk.training.model import Attendance, Enrolment, RunSession, TrainingRun

CALLED = func.coalesce(Person.preferred_name, Person.given_name, "–")
IN = ("enrolled", "completed")  # states that take a seat
MOST_PAGES = 100_000  # beyond that no list goes
STAFF = frozenset({"coordinator", "teacher_coach", "trainer"})


@dataclass(frozen=True, slots=True)
class RunRow:
    """A training as a list shows it."""

    id: UUID
    programme_id: UUID
    role_key: str
    trainer_id: UUID
    trainer: str
    place: str
    seats: int
    state: str
    first_at: datetime
    last_at: datetime
    sessions: int
    ticked: int
    taken: int
    waiting: int

    @property
    def ahead(self) -> bool:
        """Has it not begun yet?"""
        return self.first_at > clock.now()

    @property
    def over(self) -> bool:
        """Is the last meeting's day here?"""
        return local_day(self.last_at) <= today()

    @property
    def full(self) -> bool:
        """Is every place taken?"""
        return self.taken >= self.seats


def _run_rows() -> Select[Any]:
    times, seats = _times(), _seats()
    return (
        select(
            TrainingRun.id,
            TrainingRun.programme_id,
            TrainingRun.role_key,
            TrainingRun.trainer_id,
            CALLED.label("trainer"),
            TrainingRun.place,
            TrainingRun.seats,
            TrainingRun.state,
            times.c.first_at,
            times.c.last_at,
            times.c.sessions,
            times.c.ticked,
            func.coalesce(seats.c.taken, 0),
            func.coalesce(seats.c.waiting, 0),
        )
        .join(Person, Person.id == TrainingRun.trainer_id)
        .join(times, times.c.run_id == TrainingRun.id)
        .outerjoin(seats, seats.c.run_id == TrainingRun.id)
        .order_by(times.c.first_at, TrainingRun.id)
    )


def _times() -> Subquery:
    return (
        select(
            RunSession.run_id,
            func.min(RunSession.starts_at).label("first_at"),
            func.max(RunSession.starts_at).label("last_at"),
            func.count().label("sessions"),
            func.count().filter(exists().where(Attendance.session_id == RunSession.id)).label("ticked"),
        )
        .group_by(RunSession.run_id)
        .subquery()
    )


def _seats() -> Subquery:
    return (
        select(
            Enrolment.run_id,
            func.count().filter(Enrolment.state.in_(IN)).label("taken"),
            func.count().filter(Enrolment.state == "waiting").label("waiting"),
        )
        .group_by(Enrolment.run_id)
        .subquery()
    )


def runs(actor: Actor, *, past: bool = False, number: int = 1, size: int = 25) -> Page[RunRow]:
    """The trainings that someone leads or coordinates, ahead or past: one statement."""
    wanted = TrainingRun.state != "planned" if past else TrainingRun.state == "planned"
    staff = visible(actor, "list", TrainingRun, roles=actor.effective_roles & STAFF)
    statement = _run_rows().add_columns(func.count().over()).where(staff, wanted)
    number = min(max(1, number), MOST_PAGES)
    rows = db.session.execute(statement.limit(size).offset((number - 1) * size)).all()
    if not rows and number > 1:
        return runs(actor, past=past, number=1, size=size)
    total = rows[0][-1] if rows else 0
    found = [RunRow(*row[:-1]) for row in rows]
    audit.shown("training_run", [run.trainer_id for run in found])
    return Page(found, number, max(1, -(-total // size)), total)


def offered(actor: Actor, programme_ids: Iterable[UUID]) -> list[RunRow]:
    """The planned trainings of a person's programmes, begun ones too, soonest first."""
    wanted = list(programme_ids)
    statement = _run_rows().where(visible(actor, "join", TrainingRun), TrainingRun.programme_id.in_(wanted))
    return [RunRow(*row) for row in db.session.execute(statement).all()] if wanted else []


def run(run_id: UUID) -> TrainingRun:
    """One training, with who leads it."""
    return db.session.execute(
        select(TrainingRun).where(TrainingRun.id == run_id).options(joinedload(TrainingRun.trainer))
    ).scalar_one()


def last_place(actor: Actor) -> str:
    """Where this person's last training was planned: most meet in one room all year."""
    found = db.session.execute(
        select(TrainingRun.place)
        .join(RunSession, RunSession.run_id == TrainingRun.id)
        .where(visible(actor, "list", TrainingRun))
        .order_by(RunSession.starts_at.desc())
        .limit(1)
    ).scalar()
    return found or ""


def place_of(run_id: UUID, person_id: UUID | None) -> str | None:
    """Someone's place in a training: enrolled, waiting, completed; None for none."""
    return db.session.execute(
        select(Enrolment.state).where(
            Enrolment.run_id == run_id, Enrolment.person_id == person_id, Enrolment.state != "left"
        )
    ).scalar()


def sees_names(actor: Actor, run_id: UUID) -> bool:
    """May this person see who else is in the training?"""
    return FieldClass.NAME in fields(actor, "training_run", run_id)


def curriculum_of(found: TrainingRun | RunRow) -> Curriculum:
    """What the training covers."""
    curriculum = programmes.settings_of(found.programme_id).variant.training_modules
    assert curriculum is not None  # the registry completes every variant
    return curriculum


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One meeting of a training; `present` counts those who were there, None while nobody ticked."""

    id: UUID
    number: int
    modules: tuple[str, ...]
    starts_at: datetime
    minutes: int
    present: int | None

    @property
    def here(self) -> bool:
        """Is its day here, so that attendance can be ticked?"""
        return local_day(self.starts_at) <= today()


def sessions(run_id: UUID, *, of: UUID | None = None) -> list[SessionRow]:
    """The meetings of a training in order; with `of`, whether that one person was there (0 or 1)."""
    there = func.count(Attendance.id).filter(Attendance.present)
    joined = and_(Attendance.session_id == RunSession.id, Attendance.person_id == of if of else true())
    rows = db.session.execute(
        select(RunSession, func.count(Attendance.id), there)
        .outerjoin(Attendance, joined)
        .where(RunSession.run_id == run_id)
        .group_by(RunSession.tenant_id, RunSession.id)
        .order_by(RunSession.number)
    ).all()
    return [
        SessionRow(s.id, s.number, tuple(s.modules.split()), s.starts_at, s.minutes, there if ticked else None)
        for s, ticked, there in rows
    ]


def session(session_id: UUID) -> RunSession:
    """One meeting."""
    return db.session.execute(select(RunSession).where(RunSession.id == session_id)).scalar_one()


@dataclass(frozen=True, slots=True)
class Trainee:
    """Someone in a training: their place, and the meetings they were at, caught-up ones of other runs too."""

    person_id: UUID
    called: str
    full_name: str
    state: str
    present: frozenset[int]


def roster(found: TrainingRun) -> list[Trainee]:
    """Who is in a training, by name; who left is not: one statement."""
    been = attended_numbers(found.programme_id, found.role_key, found.curriculum_version)
    rows = db.session.execute(
        select(Person, Enrolment.state, been.label("present"))
        .join(Enrolment, Enrolment.person_id == Person.id)
        .where(Enrolment.run_id == found.id, Enrolment.state != "left")
        .order_by((Enrolment.state == "waiting"), Person.sort_key, Person.id)
    ).all()
    audit.shown("enrolment", [person.id for person, _state, _present in rows])
    return [Trainee(p.id, p.called, p.full_name, state, frozenset(been or ())) for p, state, been in rows]


def attended_numbers(programme_id: UUID, role_key: str, curriculum_version: int) -> Any:
    """The numbers of the meetings that an enrolled person was at, in any run of this training."""
    return (
        select(func.array_agg(RunSession.number))
        .join(Attendance, Attendance.session_id == RunSession.id)
        .join(TrainingRun, TrainingRun.id == RunSession.run_id)
        .where(
            Attendance.person_id == Enrolment.person_id,
            Attendance.present,
            TrainingRun.programme_id == programme_id,
            TrainingRun.role_key == role_key,
            TrainingRun.curriculum_version == curriculum_version,
        )
        .correlate(Enrolment)
        .scalar_subquery()
    )


@dataclass(frozen=True, slots=True)
class Tick:
    """One line of an attendance sheet."""

    person_id: UUID
    called: str
    full_name: str
    present: bool | None


def attendance_sheet(found: RunSession) -> list[Tick]:
    """Who is expected at one meeting, and who was there: one statement."""
    ticked = and_(Attendance.session_id == found.id, Attendance.person_id == Person.id)
    rows = db.session.execute(
        select(Person, Attendance.present)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .outerjoin(Attendance, ticked)
        .where(Enrolment.run_id == found.run_id, Enrolment.state.in_(IN))
        .order_by(Person.sort_key, Person.id)
    ).all()
    audit.shown("attendance", [person.id for person, _present in rows])
    return [Tick(person.id, person.called, person.full_name, present) for person, present in rows]


@dataclass(frozen=True, slots=True)
class Untrained:
    """A supporter who was admitted and waits for a training."""

    participation_id: UUID
    person_id: UUID
    called: str
    full_name: str
    programme_id: UUID
    since: datetime

    @property
    def days(self) -> int:
        """How long they wait."""
        return (today() - local_day(self.since)).days


def untrained(actor: Actor, programme_id: UUID | None = None) -> list[Untrained]:
    """Admitted supporters without a place in a training, who wait longest first: one statement."""
    rows = db.session.execute(
        select(Participation.id, Person, Participation.programme_id, Participation.since)
        .join(Person, Person.id == Participation.person_id)
        .where(waits_for_training(), in_scope(actor, "coordinator", programme=Participation.programme_id))
        .where(Participation.programme_id == programme_id if programme_id else true())
        .order_by(Participation.since, Participation.id)
    ).all()
    audit.shown("participation", [person.id for _id, person, _programme, _since in rows])
    return [Untrained(part, p.id, p.called, p.full_name, programme, since) for part, p, programme, since in rows]


def waits_for_training() -> ColumnElement[bool]:
    """An admitted supporter of an open programme who is in no training that is still ahead."""
    placed = (
        select(Enrolment.person_id)
        .join(TrainingRun, TrainingRun.id == Enrolment.run_id)
        .where(
            TrainingRun.state == "planned",
            TrainingRun.programme_id == Participation.programme_id,
            Enrolment.person_id == Participation.person_id,
            Enrolment.state.in_(("enrolled", "waiting")),
        )
        .correlate(Participation)
    )
    return and_(
        Participation.side == "supporter",
        Participation.state == "admitted",
        Participation.programme_id.in_(select(Programme.id).where(Programme.state == "open")),
        ~placed.exists(),
    )
