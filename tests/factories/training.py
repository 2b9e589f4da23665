"""Coaches, helpers and trainings, made by the verbs that people use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from uuid import UUID, uuid4

from sqlalchemy import select

from maatwerk import testing
from maatwerk.access.actor import BOUND, SYSTEM, Actor, Grant
from maatwerk.access.model import RoleGrant
from maatwerk.access.work import unit_of_work
from maatwerk.ground import clock
from maatwerk.ground.database import db
from maatwerk.programme import snapshot
from maatwerk.programme.model import Participation, Programme
from maatwerk.training import actions
from maatwerk.training.model import Certificate, Enrolment, RunSession, TrainingRun
from maatwerk.training.rules import Plan
from tests.factories.world import a_person, an_account

TUTOR = "peer_support/tutor"
PLUGIN = "peer_support"
# The days of a training: planned on the first, held on the other three.
PLANNED = datetime(2027, 9, 1, 9, 0, tzinfo=UTC)
STARTS = tuple(datetime(2027, 9, day, 11, 30, tzinfo=UTC) for day in (14, 21, 28))
AFTER = datetime(2027, 9, 28, 16, 0, tzinfo=UTC)
_numbers = count(1)


@dataclass(frozen=True)
class Helper:
    """Someone on the supporter's side of a programme."""

    actor: Actor
    participation_id: UUID
    called: str

    @property
    def id(self) -> UUID:
        """The person."""
        assert self.actor.person_id is not None
        return self.actor.person_id

    @property
    def state(self) -> str:
        """How far they are, as the database has it now."""
        db.session.rollback()
        found = select(Participation.state).where(Participation.id == self.participation_id)
        return str(db.session.execute(found).scalar_one())


def a_programme(variant: str = TUTOR) -> UUID:
    """A programme of its own, so that nobody else's trainings are in the way."""
    with unit_of_work(SYSTEM) as work:
        row = Programme(variant=variant, name=f"Training {uuid4().hex[:8]}", season="2026-2027", made_at=work.now)
        programme_id = work.add(row).id
        snapshot.changed(work)
    return programme_id


def a_staff_member(tenant: testing.TenantFixture, role: str, programme_id: UUID | None = None) -> Actor:
    """A colleague in one role, for one programme or else for all they may: the whole organisation or its school."""
    partner_id = tenant.partner_id if role in BOUND and programme_id is None else None
    with unit_of_work(SYSTEM) as work:
        person = a_person(work, f"Staff{next(_numbers)} Member")
        account = an_account(work, person, f"{uuid4().hex}@staff.example")
        limits = {"programme_id": programme_id, "partner_id": partner_id}
        work.add(RoleGrant(account_id=account.id, role=role, valid_from=date(2020, 1, 1), **limits))
        person_id, account_id = person.id, account.id
    return Actor(
        tenant_id=tenant.id,
        person_id=person_id,
        account_id=account_id,
        grants=frozenset({Grant(role, programme_id, partner_id)}),
        roles=frozenset({role, "person", "member"}),
        factors=2,
    )


def a_coach(
    tenant: testing.TenantFixture, *, issued: date = date(2025, 9, 1), until: date | None = date(2028, 9, 1)
) -> Actor:
    """A teacher coach whose certificate an administrator recorded."""
    coach = a_staff_member(tenant, "teacher_coach")
    a_certificate(tenant, coach, issued=issued, until=until)
    return coach


def a_certificate(
    tenant: testing.TenantFixture,
    holder: Actor,
    role: str = "teacher_coach",
    *,
    issued: date = date(2025, 9, 1),
    until: date | None = date(2028, 9, 1),
) -> UUID:
    """A certificate brought along, recorded on the day it was given out."""
    assert holder.person_id is not None
    with clock.at(datetime(issued.year, issued.month, issued.day, 10, tzinfo=UTC)):
        return actions.bring_along(
            actions.BroughtAlong(holder.person_id, PLUGIN, role, "Course elsewhere", issued, until),
            by=tenant["administrator"],
        )


def certificate_row(person_id: UUID, role: str = "tutor") -> Certificate:
    """A certificate as an earlier season left it, by itself."""
    return Certificate(
        person_id=person_id,
        plugin=PLUGIN,
        role_key=role,
        ground="training",
        issuer="Noorderlicht College",
        code=uuid4().hex,
        issued_on=date(2025, 11, 1),
        issued_by=person_id,
    )


def a_helper(
    tenant: testing.TenantFixture, programme_id: UUID, *, state: str = "admitted", role: str = "tutor"
) -> Helper:
    """Someone who was admitted as a supporter."""
    with unit_of_work(SYSTEM) as work:
        person = a_person(work, f"Helper{next(_numbers)} Tutor", birth_year=2008)
        account = an_account(work, person, f"{uuid4().hex}@helper.example")
        part = Participation(
            programme_id=programme_id,
            person_id=person.id,
            side="supporter",
            role_key=role,
            state=state,
            since=work.now,
            entered_at=work.now,
        )
        work.add(part)
        found = (person.id, account.id, part.id, person.called)
    actor = Actor(
        tenant_id=tenant.id,
        person_id=found[0],
        account_id=found[1],
        roles=frozenset({"person", "member", "supporter"}),
        factors=2,
    )
    return Helper(actor, found[2], found[3])


def a_plan(programme_id: UUID, coach: Actor, *, starts: Sequence[datetime] = STARTS, seats: int = 12) -> Plan:
    """A training as somebody fills it in."""
    assert coach.person_id is not None
    return Plan(programme_id, coach.person_id, "Sneek, room 1.12", seats, tuple(starts))


def a_run(
    programme_id: UUID, coach: Actor, *, starts: Sequence[datetime] = STARTS, seats: int = 12, by: Actor | None = None
) -> UUID:
    """A planned training of three meetings, planned two weeks before the first."""
    with clock.at(starts[0] - timedelta(days=14)):
        return actions.plan_run(a_plan(programme_id, coach, starts=starts, seats=seats), by=by or coach)


def joined(run_id: UUID, *helpers: Helper, on: datetime = PLANNED) -> None:
    """These take a place, one after another."""
    for number, helper in enumerate(helpers):
        with clock.at(on + timedelta(minutes=number)):
            actions.join(run_id, by=helper.actor)


def held(run_id: UUID, coach: Actor, *there: Sequence[Helper]) -> None:
    """The meetings so far are held; each names who was there."""
    for meeting, present in zip(sessions_of(run_id), there, strict=False):
        with clock.at(meeting.starts_at + timedelta(hours=4)):
            actions.tick_attendance(meeting.id, [helper.id for helper in present], by=coach)


def sessions_of(run_id: UUID) -> list[RunSession]:
    """The meetings of a training, in order."""
    db.session.rollback()
    found = select(RunSession).where(RunSession.run_id == run_id).order_by(RunSession.number)
    return list(db.session.scalars(found).all())


def places_of(run_id: UUID) -> dict[UUID, str]:
    """Who has which place in a training."""
    db.session.rollback()
    found = select(Enrolment.person_id, Enrolment.state).where(Enrolment.run_id == run_id)
    return {row.person_id: row.state for row in db.session.execute(found)}


def run_of(run_id: UUID) -> TrainingRun:
    """The training as it stands now."""
    db.session.rollback()
    return db.session.execute(select(TrainingRun).where(TrainingRun.id == run_id)).scalar_one()


def certificates_of(person_id: UUID | None) -> list[Certificate]:
    """Someone's certificates, oldest first."""
    db.session.rollback()
    found = select(Certificate).where(Certificate.person_id == person_id).order_by(Certificate.issued_on)
    return list(db.session.scalars(found).all())
