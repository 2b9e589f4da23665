"""Who stands how to a training, an attendance sheet and a certificate."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import aliased

from maatwerk.access.actor import Actor
from maatwerk.access.policy import in_scope, kind, relation
from maatwerk.ground import clock
from maatwerk.people.model import Affiliation
from maatwerk.programme.model import Participation
from maatwerk.training.model import Attendance, Certificate, Enrolment, RunSession, TrainingRun

kind("training_run", TrainingRun)
kind("run_session", RunSession)
kind("enrolment", Enrolment)
kind("attendance", Attendance)
kind("certificate", Certificate)


@relation("training_run", "trainer")
def _run_trainer(actor: Actor, role: str) -> ColumnElement[bool]:
    """Who leads it."""
    return TrainingRun.trainer_id == actor.person_id


@relation("training_run", "in_scope")
def _run_in_scope(actor: Actor, role: str) -> ColumnElement[bool]:
    """Of a programme the role was given for, or led by someone of that school or site."""
    programme = TrainingRun.programme_id
    at = aliased(Affiliation)  # a name of its own: a list may join affiliations too
    here = select(at.person_id).where(
        or_(at.until.is_(None), at.until >= clock.today()),
        in_scope(actor, role, programme=programme, partner=at.partner_id, site=at.site_id),
    )
    return or_(in_scope(actor, role, programme=programme), TrainingRun.trainer_id.in_(here))


@relation("training_run", "mine")
def _run_mine(actor: Actor, role: str) -> ColumnElement[bool]:
    """Someone who has, had or waits for a place in it."""
    return TrainingRun.id.in_(
        select(Enrolment.run_id).where(Enrolment.person_id == actor.person_id, Enrolment.state != "left")
    )


@relation("training_run", "offered")
def _run_offered(actor: Actor, role: str) -> ColumnElement[bool]:
    """Still ahead, in a programme where this person was admitted as a supporter."""
    mine = select(Participation.programme_id).where(
        Participation.person_id == actor.person_id,
        Participation.side == "supporter",
        Participation.state.in_(("admitted", "active", "paused")),
    )
    return (TrainingRun.state == "planned") & TrainingRun.programme_id.in_(mine)


@relation("run_session", "trainer")
def _session_trainer(actor: Actor, role: str) -> ColumnElement[bool]:
    return RunSession.run_id.in_(_runs(_run_trainer(actor, role)))


@relation("certificate", "self")
def _certificate_self(actor: Actor, role: str) -> ColumnElement[bool]:
    """Its holder."""
    return Certificate.person_id == actor.person_id


@relation("certificate", "trainer")
def _certificate_trainer(actor: Actor, role: str) -> ColumnElement[bool]:
    """Given out after a training that this person led."""
    return Certificate.run_id.in_(_runs(_run_trainer(actor, role)))


@relation("certificate", "in_scope")
def _certificate_in_scope(actor: Actor, role: str) -> ColumnElement[bool]:
    """Of someone who takes part, or leads a training, where the role was given for."""
    runs = _run_in_scope(actor, role)
    takes_part = select(Participation.person_id).where(in_scope(actor, role, programme=Participation.programme_id))
    leads = select(TrainingRun.trainer_id).where(runs)
    return or_(
        Certificate.run_id.in_(_runs(runs)),
        Certificate.person_id.in_(takes_part),
        Certificate.person_id.in_(leads),
    )


def _runs(condition: ColumnElement[bool]) -> Select[Any]:
    return select(TrainingRun.id).where(condition)
