"""What other rooms read of trainings: who may act as what, and what waits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Date, DateTime, Integer, Select, Text, Uuid, cast, exists, func, literal, null, select, union_all

from maatwerk.access import audit
from maatwerk.access.actor import Actor
from maatwerk.access.policy import in_scope, may, visible
from maatwerk.ground import clock
from maatwerk.ground.database import db
from maatwerk.language.formats import local_day, today
from maatwerk.people.model import Person
from maatwerk.programme import queries as programmes
from maatwerk.programme.model import Participation, Programme
from maatwerk.programme.registry import registry
from maatwerk.training import rules, say
from maatwerk.training.certificates.queries import coaches, counts, holds_certificate, may_act_as, papers, standings
from maatwerk.training.model import Attendance, Certificate, RunSession, TrainingRun
from maatwerk.training.runs.queries import CALLED, STAFF, untrained, waits_for_training

__all__ = ["coaches", "holds_certificate", "may_act_as", "papers", "standings", "untrained", "waits_for"]


@dataclass(frozen=True, slots=True)
class Wait:
    """A line for Today: what waits, since how many days, and where it is done."""

    key: str
    reason: str
    days: int
    endpoint: str
    args: dict[str, Any]
    urgency: int  # 1 to 5


def waits_for(actor: Actor) -> list[Wait]:
    """For Today: groups to certify, attendance to tick, certificates that lapse, people without a training.

    One statement, none for someone who does none of this.
    """
    asked = list(_questions(actor))
    if not asked:
        return []
    rows = db.session.execute(union_all(*asked)).all()
    audit.shown("certificate", [row.person_id for row in rows if row.name])
    return sorted((_wait(row) for row in rows), key=lambda wait: (-wait.urgency, -wait.days, wait.key))


def _questions(actor: Actor) -> Iterator[Select[Any]]:
    now, on = clock.now(), today()
    if may(actor, "certify", "training_run"):
        yield from (_to_certify(actor, now), _to_tick(actor, now))
    if may(actor, "list", "training_run", roles=actor.effective_roles & STAFF):
        yield _without_coach(actor, now, on)
    if actor.has("coordinator"):
        yield _untrained(actor)
    if may(actor, "list", "certificate"):
        yield _lapsing(actor, on)


def _line(what: str, ref: Any, person: Any, name: Any, at: Any, number: Any) -> tuple[Any, ...]:
    return (
        literal(what, Text).label("what"),
        cast(ref, Uuid).label("ref"),
        cast(person, Uuid).label("person_id"),
        cast(name, Text).label("name"),
        cast(at, DateTime(timezone=True)).label("at"),
        cast(number, Integer).label("number"),
    )


def _last_meeting() -> Any:
    return (
        select(func.max(RunSession.starts_at))
        .where(RunSession.run_id == TrainingRun.id)
        .correlate(TrainingRun)
        .scalar_subquery()
    )


def _to_certify(actor: Actor, now: datetime) -> Select[Any]:
    last = _last_meeting()
    unticked = exists().where(
        RunSession.run_id == TrainingRun.id, ~exists().where(Attendance.session_id == RunSession.id)
    )
    return select(*_line("certify", TrainingRun.id, null(), null(), last, TrainingRun.seats)).where(
        TrainingRun.state == "planned", last < now, ~unticked, visible(actor, "certify", TrainingRun)
    )


def _to_tick(actor: Actor, now: datetime) -> Select[Any]:
    return (
        select(*_line("tick", RunSession.id, RunSession.run_id, null(), RunSession.starts_at, RunSession.number))
        .join(TrainingRun, TrainingRun.id == RunSession.run_id)
        .where(
            TrainingRun.state == "planned",
            RunSession.starts_at < now,
            ~exists().where(Attendance.session_id == RunSession.id),
            visible(actor, "tick", RunSession),
        )
    )


def _without_coach(actor: Actor, now: datetime, on: date) -> Select[Any]:
    """A planned training whose coach's certificate lapses before its last meeting (requirement 104)."""
    last = _last_meeting()
    certified = exists().where(
        Certificate.person_id == TrainingRun.trainer_id,
        Certificate.role_key == rules.COACH,
        counts(on),
        Certificate.valid_until.is_(None) | (Certificate.valid_until >= cast(last, Date)),
    )
    variants = [variant.key for variant in registry().variants() if rules.led_by(variant)]
    coached = select(Programme.id).where(Programme.variant.in_(variants))
    return (
        select(*_line("coach", TrainingRun.id, TrainingRun.trainer_id, CALLED, last, TrainingRun.seats))
        .join(Person, Person.id == TrainingRun.trainer_id)
        .where(
            TrainingRun.state == "planned",
            TrainingRun.programme_id.in_(coached),
            ~certified,
            visible(actor, "list", TrainingRun, roles=actor.effective_roles & STAFF),
        )
    )


def _untrained(actor: Actor) -> Select[Any]:
    return (
        select(
            *_line(
                "untrained",
                Participation.programme_id,
                null(),
                null(),
                func.min(Participation.since),
                func.count(),
            )
        )
        .where(waits_for_training(), in_scope(actor, "coordinator", programme=Participation.programme_id))
        .group_by(Participation.programme_id)
    )


def _lapsing(actor: Actor, on: date) -> Select[Any]:
    """A coach's certificate that ends within ninety days and has no successor: one's own, or within reach."""
    roles = actor.effective_roles if actor.has("teacher_coach") else actor.effective_roles - {"person"}
    later = counts(on + timedelta(days=rules.LAPSES_WITHIN))
    renewed = select(Certificate.person_id).where(Certificate.role_key == rules.COACH, later)
    mine = Certificate.person_id == actor.person_id
    return (
        select(
            *_line("lapses", Certificate.id, Person.id, CALLED, Certificate.valid_until, Certificate.valid_until - on)
        )
        .join(Person, Person.id == Certificate.person_id)
        .where(
            Certificate.role_key == rules.COACH,
            counts(on),
            Certificate.valid_until <= on + timedelta(days=rules.LAPSES_WITHIN),
            Certificate.person_id.not_in(renewed),
            visible(actor, "list", Certificate, roles=roles) | mine,
        )
    )


def _wait(row: Any) -> Wait:
    days = max(0, (today() - local_day(row.at)).days)
    run = ("training.run", {"training_run_id": row.ref})
    match row.what:
        case "certify":
            return Wait(f"certify:{row.ref}", say.to_certify(), days, *run, 4)
        case "tick":
            where = {"training_run_id": row.person_id, "run_session_id": row.ref}
            return Wait(f"tick:{row.ref}", say.to_tick(row.at), days, "training.attendance", where, 3)
        case "coach":
            return Wait(f"coach:{row.ref}", say.without_coach(row.name, row.at), 0, *run, 5)
        case "untrained":
            role = programmes.settings_of(row.ref).supporter.words
            reason = say.untrained(row.number, role.singular, role.plural)
            return Wait(f"untrained:{row.ref}", reason, days, "training.plan", {"programme": row.ref}, 3)
    paper = {"certificate_id": row.ref}
    return Wait(f"lapses:{row.ref}", say.lapses(row.name, row.number), 0, "training.certificate", paper, 2)
