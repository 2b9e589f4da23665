"""Who stands in which relation to a nomination, an application, a talk: the SQL of it for the policy."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import aliased

from maatwerk.access.actor import Actor
from maatwerk.access.policy import in_scope, kind, relation
from maatwerk.intake.model import Application, Interview, Nomination, ScreeningCheck, Triage
from maatwerk.programme.model import Participation

kind("application", Application)
kind("interview", Interview)
kind("nomination", Nomination)
kind("screening_check", ScreeningCheck)
kind("triage", Triage)


@relation("nomination", "own")
def _made_by(actor: Actor, role: str) -> ColumnElement[bool]:
    return Nomination.by_person_id == actor.person_id


@relation("nomination", "self")
def _about(actor: Actor, role: str) -> ColumnElement[bool]:
    """A nomination shows itself to whom it is about once they were told."""
    return (Nomination.person_id == actor.person_id) & Nomination.state.in_(("told", "answered"))


@relation("nomination", "in_scope")
def _nominations(actor: Actor, role: str) -> ColumnElement[bool]:
    return in_scope(actor, role, programme=Nomination.programme_id)


@relation("application", "self")
def _of_self(actor: Actor, role: str) -> ColumnElement[bool]:
    return Application.person_id == actor.person_id


@relation("application", "open_self")
def _still_open(actor: Actor, role: str) -> ColumnElement[bool]:
    return (Application.person_id == actor.person_id) & Application.submitted_at.is_(None)


def _shown(actor: Actor, role: str) -> ColumnElement[bool]:
    """What someone is still typing is theirs alone, unless it follows a nomination: then staff may help."""
    shown = or_(Application.submitted_at.is_not(None), Application.participation_id.is_not(None))
    return shown & in_scope(actor, role, programme=Application.programme_id)


@relation("application", "in_scope")
def _applications(actor: Actor, role: str) -> ColumnElement[bool]:
    return _shown(actor, role)


@relation("application", "open_in_scope")
def _help(actor: Actor, role: str) -> ColumnElement[bool]:
    return Application.submitted_at.is_(None) & _shown(actor, role)


def _of_participation(actor: Actor, role: str, participation: Any) -> ColumnElement[bool]:
    spine = aliased(Participation)  # a name of its own: a page may join participations too
    programme = select(spine.programme_id).where(spine.id == participation).scalar_subquery()
    return in_scope(actor, role, programme=programme)


@relation("interview", "in_scope")
def _talks(actor: Actor, role: str) -> ColumnElement[bool]:
    return _of_participation(actor, role, Interview.participation_id)


@relation("triage", "in_scope")
def _triages(actor: Actor, role: str) -> ColumnElement[bool]:
    return _of_participation(actor, role, Triage.participation_id)


@relation("screening_check", "in_scope")
def _checks(actor: Actor, role: str) -> ColumnElement[bool]:
    return _of_participation(actor, role, ScreeningCheck.participation_id)


@relation("screening_check", "self")
def _own_checks(actor: Actor, role: str) -> ColumnElement[bool]:
    return ScreeningCheck.person_id == actor.person_id
