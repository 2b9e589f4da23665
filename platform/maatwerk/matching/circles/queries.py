"""Circles, and who can be brought together in one."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import aliased, joinedload

from maatwerk.access.actor import Actor
from maatwerk.access.audit import shown
from maatwerk.access.policy import visible
from maatwerk.access.work import NotFound
from maatwerk.ground.database import db
from maatwerk.language.formats import today
from maatwerk.matching.facts import Someone, gathered, read
from maatwerk.matching.model import Circle, Proposal
from maatwerk.matching.waiting.queries import running_state
from maatwerk.people.model import Person
from maatwerk.programme.model import Participation
from maatwerk.programme.queries import ProgrammeSettings, RunningProgramme, programme, settings_of


@dataclass(frozen=True, slots=True)
class CircleSeen:
    """A circle with its supporter and its proposals."""

    circle: Circle
    programme: RunningProgramme
    settings: ProgrammeSettings
    supporter: Person
    proposals: tuple[Proposal, ...]


def circle(circle_id: UUID) -> CircleSeen:
    """One circle: two statements; NotFound when there is none."""
    row = db.session.scalars(
        select(Circle).options(joinedload(Circle.supporter_person)).where(Circle.id == circle_id)
    ).one_or_none()
    if row is None:
        raise NotFound("no circle")
    seeker = aliased(Person)
    found = db.session.scalars(
        select(Proposal)
        .options(joinedload(Proposal.seeker_person))
        .join(seeker, and_(seeker.tenant_id == Proposal.tenant_id, seeker.id == Proposal.seeker_person_id))
        .where(Proposal.circle_id == circle_id)
        .order_by(seeker.sort_key, Proposal.id)
    ).all()
    shown("circle", [one.seeker_person_id for one in found])
    return CircleSeen(
        row, programme(row.programme_id), settings_of(row.programme_id), row.supporter_person, tuple(found)
    )


@dataclass(frozen=True, slots=True)
class CircleChoice:
    """Who may form a circle: supporters with room, and seekers who wait without a proposal."""

    programme: RunningProgramme
    settings: ProgrammeSettings
    supporters: tuple[Someone, ...]
    seekers: tuple[Someone, ...]


def for_a_circle(actor: Actor, programme_id: UUID) -> CircleChoice:
    """Who can be brought together in one programme's circle: one statement."""
    settings = settings_of(programme_id)
    may = and_(Participation.programme_id == programme_id, visible(actor, "match", Participation))
    seekers = and_(Participation.side == "seeker", Participation.state == "waiting", running_state().is_(None))
    supporters = and_(Participation.side == "supporter", Participation.state == "active")
    statement = (
        gathered(settings.variant, today())
        .where(may, or_(seekers, supporters))
        .order_by(Person.sort_key, Participation.id)
    )
    found = read(statement, settings.variant)
    shown("participation", [one.facts.person_id for one in found])
    leads = [one for one in found if one.facts.side == "supporter"]
    return CircleChoice(
        programme(programme_id),
        settings,
        tuple(one for one in leads if one.facts.places_left > 0 and one.facts.certified),
        tuple(one for one in found if one.facts.side == "seeker"),
    )
