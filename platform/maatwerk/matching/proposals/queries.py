"""Where a proposal stands, and what waits for whom."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import joinedload

from maatwerk.access.actor import Actor
from maatwerk.access.policy import visible
from maatwerk.access.work import NotFound
from maatwerk.ground.database import db
from maatwerk.intake.model import Application
from maatwerk.matching import rules
from maatwerk.matching.facts import Someone, people
from maatwerk.matching.model import Answer, Proposal
from maatwerk.matching.rules import Rulebook
from maatwerk.people.model import Person
from maatwerk.programme.defaults import BOTH
from maatwerk.programme.queries import ProgrammeSettings, RunningProgramme, programme, settings_of
from maatwerk.programme.values import Kind
from maatwerk.tenancy.sealed import prefetch

RUNNING = ("offered", "open")
STAFF = ("teacher_coach", "coordinator")


@dataclass(frozen=True, slots=True)
class Given:
    """One answer to a proposal."""

    step: str
    by_person_id: UUID
    called: str
    answer: str
    reason: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Seen:
    """A proposal with its people and its answers."""

    proposal: Proposal
    programme: RunningProgramme
    settings: ProgrammeSettings
    book: Rulebook
    answers: tuple[Given, ...]

    @property
    def seeker(self) -> Person:
        """Who asks for support."""
        return self.proposal.seeker_person

    @property
    def supporter(self) -> Person:
        """Who would give it."""
        return self.proposal.supporter_person

    @property
    def parts(self) -> list[rules.Part]:
        """The parts of the score as they were when it was proposed."""
        return [rules.part_of(part) for part in self.proposal.parts]

    @property
    def talk(self) -> Given | None:
        """Someone wants to talk first, at the step that waits now."""
        at_step = [one for one in self.answers if one.step == self.proposal.step and one.answer == "talk"]
        return at_step[-1] if at_step else None


def proposal(proposal_id: UUID) -> Seen:
    """One proposal: two statements; NotFound when there is none."""
    row = db.session.scalars(
        select(Proposal)
        .options(
            joinedload(Proposal.seeker_person), joinedload(Proposal.supporter_person), joinedload(Proposal.proposer)
        )
        .where(Proposal.id == proposal_id)
    ).one_or_none()
    if row is None:
        raise NotFound("no proposal")
    return _seen([row])[0]


def _seen(rows: list[Proposal]) -> list[Seen]:
    given = _given([row.id for row in rows])
    settings = {key: settings_of(key) for key in {row.programme_id for row in rows}}
    books = {key: rules.rulebook(chosen.variant, chosen.weights) for key, chosen in settings.items()}
    return [
        Seen(
            row,
            programme(row.programme_id),
            settings[row.programme_id],
            books[row.programme_id],
            tuple(given.get(row.id, ())),
        )
        for row in rows
    ]


def _given(proposal_ids: list[UUID]) -> dict[UUID, list[Given]]:
    name = func.coalesce(Person.preferred_name, Person.given_name, "–")
    rows = db.session.execute(
        select(Answer.proposal_id, Answer.step, Answer.by_person_id, name, Answer.answer, Answer.reason, Answer.at)
        .join(Person, and_(Person.tenant_id == Answer.tenant_id, Person.id == Answer.by_person_id))
        .where(Answer.proposal_id.in_(proposal_ids))
        .order_by(Answer.at, Answer.id)
    ).all()
    found: dict[UUID, list[Given]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(Given(*row[1:]))
    return found


def _listed(actor: Actor, action: str, *where: Any) -> list[Proposal]:
    """The proposals with which this actor may do `action`, with both people: one statement."""
    return list(
        db.session.scalars(
            select(Proposal)
            .options(joinedload(Proposal.seeker_person), joinedload(Proposal.supporter_person))
            .where(visible(actor, action, Proposal), *where)
            .order_by(Proposal.rank, Proposal.proposed_at, Proposal.id)
        ).all()
    )


def approvals(actor: Actor) -> list[Seen]:
    """What waits for this teacher coach (or coordinator) to agree: two statements."""
    found = _listed(actor, "confirm", Proposal.state == "open", Proposal.waits_for.in_(STAFF))
    return _seen(found) if found else []


def waiting_for_me(actor: Actor) -> list[Proposal]:
    """What waits for this participant's own answer, a whole circle as one: one statement."""
    me = actor.person_id
    seeker = and_(Proposal.waits_for == "seeker", Proposal.seeker_person_id == me)
    supporter = and_(Proposal.waits_for == "supporter", Proposal.supporter_person_id == me)
    found = _listed(actor, "answer", or_(seeker, supporter), Proposal.state.in_(RUNNING))
    once = {one.circle_id if one.circle_id and one.waits_for == "supporter" else one.id: one for one in found[::-1]}
    return [*once.values()][::-1]


@dataclass(frozen=True, slots=True)
class Offer:
    """One of several a young person may pick from."""

    proposal: Proposal
    someone: Someone
    line: str  # what they say of themselves, for whoever they are proposed to


@dataclass(frozen=True, slots=True)
class Offers:
    """What a young person may pick from in one programme."""

    programme: RunningProgramme
    settings: ProgrammeSettings
    book: Rulebook
    offers: tuple[Offer, ...]
    asked: Proposal | None  # the one they picked, whose answer is awaited


def offers(actor: Actor) -> Offers | None:
    """From whom this young person may pick now, and whom they picked: four statements, one when there is nothing."""
    mine = _listed(actor, "pick", Proposal.state.in_(RUNNING), Proposal.seeker_person_id == actor.person_id)
    if not mine:
        return None
    newest = max(mine, key=lambda row: row.proposed_at).programme_id
    mine = [row for row in mine if row.programme_id == newest]
    settings = settings_of(newest)
    offered = [row for row in mine if row.state == "offered"]
    someone = people(settings.variant, [row.supporter_id for row in offered])
    lines = _lines(settings, someone.values()) if offered else {}
    asked = next((row for row in mine if row.state == "open"), None)
    return Offers(
        programme(newest),
        settings,
        rules.rulebook(settings.variant, settings.weights),
        tuple(Offer(row, someone[row.supporter_id], lines.get(row.supporter_id, "")) for row in offered),
        asked,
    )


def _lines(settings: ProgrammeSettings, found: Iterable[Someone]) -> dict[UUID, str]:
    """What supporters wrote for whoever they are proposed to: the one text meant for the other side."""
    keys = [q.key for q in settings.questions("supporter") if q.kind == Kind.TEXT and str(q.audience) == str(BOTH)]
    if not keys:
        return {}
    ids = {one.id: one.facts.person_id for one in found}
    rows = db.session.scalars(
        select(Application)
        .where(Application.participation_id.in_(ids), Application.submitted_at.is_not(None))
        .order_by(Application.submitted_at)  # the newest wins
    ).all()
    prefetch(db.session(), ids.values())
    said: dict[UUID, str] = {}
    for row in rows:
        words = json.loads(row.words or "{}")
        if row.participation_id is not None:
            said[row.participation_id] = next((words[key] for key in keys if words.get(key)), "")
    return said
