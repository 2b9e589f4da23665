"""Applications with their steps."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import joinedload

from maatwerk.access.model import Account, Pass
from maatwerk.access.work import NotFound
from maatwerk.ground import clock
from maatwerk.ground.database import db
from maatwerk.intake import rules
from maatwerk.intake.model import Application, Interview
from maatwerk.people.model import (
    AvailabilitySlot,
    Guardianship,
    Interest,
    LanguageSpoken,
    Person,
    Subject,
)
from maatwerk.people.rules import age_on, needs_permission
from maatwerk.people.settings import consent_settings
from maatwerk.programme import queries as programmes
from maatwerk.programme.model import Participation
from maatwerk.programme.queries import ProgrammeSettings
from maatwerk.programme.values import Kind, Question, Role, Side, WritesTo


@dataclass(frozen=True, slots=True)
class Part:
    """Something one can apply for: a side of an open programme."""

    programme_id: UUID
    side: Side
    programme: str
    role: Role
    description: Any  # of the variant

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.programme_id}:{self.side}"


def open_parts() -> tuple[Part, ...]:
    """Everything one can apply for: no statement."""
    found = []
    for programme in programmes.open_programmes():
        variant = programmes.settings_of(programme).variant
        for side in (Side.SEEKER, Side.SUPPORTER):
            if side is Side.SUPPORTER or "self" in variant.ways_in:
                found.append(Part(programme.id, side, programme.name, variant.role_of(side), variant.description))
    return tuple(found)


def part_of(key: str) -> Part:
    """The part that a form names; NotFound when it isn't open (any more)."""
    for part in open_parts():
        if part.key == key:
            return part
    raise NotFound("no such part")


def to_nominate_for() -> tuple[programmes.RunningProgramme, ...]:
    """The open programmes for which somebody may nominate: no statement."""
    return tuple(
        programme
        for programme in programmes.open_programmes()
        if "nomination" in programmes.settings_of(programme).variant.ways_in
    )


def reachable(person: Person) -> bool:
    """Can a letter reach this person?"""
    return bool(person.email) or account_of(person.id) is not None


def pass_of(person_id: UUID) -> UUID | None:
    """The living pass of someone who applies; None for who has an account (that signs in) or no way in."""
    found = db.session.execute(
        select(Pass.id)
        .where(
            Pass.person_id == person_id,
            Pass.kind == "applicant",
            Pass.ended_at.is_(None),
            Pass.until > clock.now(),
            ~exists(select(Account.id).where(Account.person_id == person_id)),
        )
        .order_by(Pass.until.desc())
        .limit(1)
    )
    return found.scalar_one_or_none()


def account_of(person_id: UUID) -> UUID | None:
    """The account of a person, or None."""
    return db.session.scalars(select(Account.id).where(Account.person_id == person_id)).first()


@dataclass(frozen=True, slots=True)
class Road:
    """An application with its steps: what is asked, what was answered, where someone is."""

    application: Application
    person: Person  # who applies
    settings: ProgrammeSettings
    order: tuple[str, ...]
    parent_id: UUID | None  # the parent or carer whom we know

    @property
    def role(self) -> Role:
        """As what."""
        return self.settings.variant.role_of(self.application.side)

    @property
    def questions(self) -> dict[str, Question]:
        """The programme's questions by key."""
        return {question.key: question for question in self.settings.questions(self.application.side)}

    @property
    def next(self) -> str:
        """Where someone continues."""
        return rules.next_step(self.order, self.application.done)

    @property
    def words(self) -> dict[str, str]:
        """The free texts, opened."""
        found: dict[str, str] = json.loads(self.application.words or "{}")
        return found


def road(application_id: UUID) -> Road:
    """An application with its steps, as they are for this person's age: at most three statements."""
    application = db.session.scalars(
        select(Application)
        .where(Application.id == application_id)
        .options(joinedload(Application.person), joinedload(Application.programme))
    ).one_or_none()
    if application is None:
        raise NotFound("no application")
    return road_of(application, application.person)


def road_of(application: Application, person: Person) -> Road:
    """The steps of an application that is at hand."""
    chosen = programmes.settings_of(application.programme_id)
    parent_id = db.session.scalars(
        select(Guardianship.guardian_id).where(Guardianship.child_id == person.id, Guardianship.may_consent)
    ).first()
    questions = [question.key for question in chosen.questions(application.side)]
    asked = set(application.done)
    order = rules.steps(
        questions,
        name=rules.NAME in asked or not (person.given_name and person.family_name),
        birth=rules.BIRTH in asked or person.birth_date is None,
        parent=rules.PARENT in asked or (parent_id is None and parent_needed(person)),
    )
    return Road(application, person, chosen, order, parent_id)


def answer_of(question: Question, road: Road) -> Any:
    """What was answered to a question, as its field shows it: a string, a list or a number."""
    if question.writes_to is WritesTo.POSTCODE:
        return road.person.postcode or ""
    if question.writes_to is not None:
        return chosen_by(road.application.person_id, question.writes_to)
    if question.kind is Kind.TEXT:
        return road.words.get(question.key, "")
    return road.application.answers.get(question.key)


def chosen_by(person_id: UUID, column: WritesTo) -> list[str]:
    """What a person chose before in one of their columns, as a question's keys: one statement."""
    statements = {
        WritesTo.INTERESTS: select(Interest.key).where(Interest.person_id == person_id),
        WritesTo.LANGUAGES: select(LanguageSpoken.code).where(LanguageSpoken.person_id == person_id),
        WritesTo.SLOTS: select(func.concat(AvailabilitySlot.weekday, "-", AvailabilitySlot.part)).where(
            AvailabilitySlot.person_id == person_id
        ),
        WritesTo.NEEDS: select(Subject.key).where(Subject.person_id == person_id, Subject.stance == "needs"),
        WritesTo.OFFERS: select(Subject.key).where(Subject.person_id == person_id, Subject.stance == "offers"),
    }
    return sorted(db.session.scalars(statements[column]))


def questions_version(programme_id: UUID) -> int:
    """Which version of the questions a programme asks now."""
    return programmes.settings_of(programme_id).questions_version


def parent_needed(person: Person) -> bool:
    """Does this person's age ask for a parent or carer? While we don't know the age: not yet."""
    if person.birth_date is None:
        return False
    return needs_permission(age_on(person.birth_date, clock.today()), consent_settings(db.session()))


def application_of(participation_id: UUID) -> Application | None:
    """The newest application that belongs to a participation."""
    return db.session.scalars(
        select(Application)
        .where(Application.participation_id == participation_id)
        .order_by(Application.started_at.desc())
        .limit(1)
    ).one_or_none()


def parent(parent_id: UUID | None) -> Person | None:
    """The parent or carer whom we know."""
    return None if parent_id is None else db.session.scalars(select(Person).where(Person.id == parent_id)).one()


@dataclass(frozen=True, slots=True)
class State:
    """Where somebody who applied is now."""

    participation_id: UUID
    state: str
    planned_at: datetime | None  # of the talk that is to come
    place: str | None


def state_of(application: Application) -> State | None:
    """Where an application led to: one statement; None while nobody takes part by it."""
    if application.participation_id is None:
        return None
    row = db.session.execute(
        select(Participation.id, Participation.state, Interview.planned_at, Interview.place)
        .outerjoin(Interview, (Interview.participation_id == Participation.id) & Interview.concluded_at.is_(None))
        .where(Participation.id == application.participation_id)
    ).one()
    return State(*row)


def entry(participation_id: UUID) -> Participation:
    """A participation with its person and programme; NotFound if there is none."""
    found = db.session.scalars(
        select(Participation)
        .where(Participation.id == participation_id)
        .options(joinedload(Participation.person), joinedload(Participation.programme))
    ).one_or_none()
    if found is None:
        raise NotFound("no participation")
    return found
