"""Who waits and how long, and who fits them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, literal, or_, select
from sqlalchemy.orm import joinedload

from maatwerk.access.actor import Actor
from maatwerk.access.audit import shown
from maatwerk.access.policy import visible
from maatwerk.access.work import NotFound
from maatwerk.ground.database import db
from maatwerk.language.formats import local_day, today
from maatwerk.matching import rules
from maatwerk.matching.facts import Someone, gathered, read
from maatwerk.matching.model import Proposal, Refusal
from maatwerk.matching.rules import Between, Judged, Rulebook
from maatwerk.programme.model import Participation
from maatwerk.programme.queries import ProgrammeSettings, RunningProgramme, open_programmes, programme, settings_of

ON_THE_LIST = ("admitted", "waiting")
PAGE = 25
RUNNING = ("offered", "open")
CANDIDATES = ("active", "paused")


@dataclass(frozen=True, slots=True)
class Tab:
    """One programme with how many wait in it."""

    programme: RunningProgramme
    count: int


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """One young person on the waiting list."""

    someone: Someone
    days: int
    late: bool  # longer than we promised
    running: str | None  # offered or open: a proposal waits for an answer
    returned: bool  # an earlier proposal did not become a match: first in line


@dataclass(frozen=True, slots=True)
class WaitingList:
    """One programme's waiting list."""

    tabs: tuple[Tab, ...]
    programme: RunningProgramme | None  # None: no programme within reach
    settings: ProgrammeSettings | None
    lines: tuple[WaitingLine, ...]
    number: int
    pages: int


def waiting_list(actor: Actor, *, programme_id: UUID | None = None, number: int = 1, size: int = PAGE) -> WaitingList:
    """Who waits, those first in line on top, with days and why not ready: two statements."""
    mine = and_(
        Participation.side == "seeker",
        Participation.state.in_(ON_THE_LIST),
        visible(actor, "match", Participation),
    )
    rows = db.session.execute(
        select(Participation.programme_id, func.count()).where(mine).group_by(Participation.programme_id)
    ).all()
    counts = {row[0]: row[1] for row in rows}
    tabs = tuple(Tab(p, counts.get(p.id, 0)) for p in _within_reach(actor))
    by_id = {tab.programme.id: tab for tab in tabs}
    tab = by_id.get(programme_id) if programme_id else max(tabs, key=lambda one: one.count, default=None)
    if tab is None:
        if programme_id:
            raise NotFound("no programme")
        return WaitingList(tabs, None, None, (), 1, 1)
    pages = max(1, -(-tab.count // size))
    number, settings = min(max(1, number), pages), settings_of(tab.programme)
    lines = _lines(settings, and_(mine, Participation.programme_id == tab.programme.id), number, size)
    shown("participation", [line.someone.facts.person_id for line in lines])
    return WaitingList(tabs, tab.programme, settings, lines, number, pages)


def _within_reach(actor: Actor) -> list[RunningProgramme]:
    """The open programmes that this coordinator's role was given for."""
    grants = actor.scope_of("coordinator")
    only = {grant.programme_id for grant in grants if grant.programme_id is not None}
    everywhere = any(grant.programme_id is None for grant in grants)
    return [found for found in open_programmes() if everywhere or found.id in only]


def _lines(settings: ProgrammeSettings, where: Any, number: int, size: int) -> tuple[WaitingLine, ...]:
    running, returned = running_state(), returned_before()
    statement = (
        gathered(settings.variant, today(), running.label("running"), returned.label("returned"))
        .where(where)
        .order_by((Participation.state == "waiting").desc(), returned.desc(), Participation.since, Participation.id)
        .limit(size)
        .offset((number - 1) * size)
    )
    found = read(statement, settings.variant, ("running", "returned"))
    return tuple(_line(one, settings) for one in found)


def _line(one: Someone, settings: ProgrammeSettings) -> WaitingLine:
    days = max(0, (today() - local_day(one.since)).days)
    late = one.state == "waiting" and days > settings.waiting_promise_days
    return WaitingLine(one, days, late, one.extra["running"], one.extra["returned"])


def running_state() -> Any:
    """SQL beside a seeker's participation: the state of their running proposal, open before offered; else NULL."""
    return (
        select(func.max(Proposal.state))
        .where(
            Proposal.tenant_id == Participation.tenant_id,
            Proposal.seeker_id == Participation.id,
            Proposal.state.in_(RUNNING),
        )
        .correlate(Participation)
        .scalar_subquery()
    )


def returned_before() -> ColumnElement[bool]:
    """SQL beside a seeker's participation: an earlier proposal of this wait ended without a match."""
    return exists(
        select(1).where(
            Proposal.tenant_id == Participation.tenant_id,
            Proposal.seeker_id == Participation.id,
            Proposal.state.in_(("declined", "expired")),
            Proposal.ended_at >= Participation.since,
        )
    )


@dataclass(frozen=True, slots=True)
class Candidate:
    """One supporter beside the seeker: who they are and how they were judged."""

    someone: Someone
    judged: Judged


@dataclass(frozen=True, slots=True)
class Candidates:
    """Everyone who could be this seeker's, best first, and everyone else with the reason why not."""

    programme: RunningProgramme
    settings: ProgrammeSettings
    book: Rulebook
    seeker: Someone
    ranked: tuple[Candidate, ...]
    excluded: tuple[Candidate, ...]

    def of(self, supporter_id: UUID) -> Candidate:
        """The candidate by their participation; NotFound when they are none."""
        for candidate in (*self.ranked, *self.excluded):
            if candidate.someone.id == supporter_id:
                return candidate
        raise NotFound("no candidate")

    def rank_of(self, supporter_id: UUID) -> int:
        """Where they stand, from 1; one past the last for who may not be proposed."""
        ids = [candidate.someone.id for candidate in self.ranked]
        return ids.index(supporter_id) + 1 if supporter_id in ids else len(ids) + 1

    @property
    def judged(self) -> list[Judged]:
        """The ranked ones as the rules saw them."""
        return [candidate.judged for candidate in self.ranked]


def candidates(seeker_id: UUID, *, by: Actor) -> Candidates:
    """Judge every supporter of the seeker's programme within reach of `by`: three statements, however many."""
    programme_id = db.session.execute(
        select(Participation.programme_id).where(Participation.id == seeker_id, Participation.side == "seeker")
    ).scalar()
    if programme_id is None:
        raise NotFound("no participation")
    settings = settings_of(programme_id)
    supporters = and_(
        Participation.programme_id == programme_id,
        Participation.side == "supporter",
        Participation.state.in_(CANDIDATES),
        visible(by, "match", Participation),
    )
    statement = gathered(settings.variant, today()).where(or_(Participation.id == seeker_id, supporters))
    found = {one.id: one for one in read(statement, settings.variant)}
    seeker = found.pop(seeker_id)
    book, between = rules.rulebook(settings.variant, settings.weights), before(seeker_id)
    judged = [
        rules.judge(seeker.facts, one.facts, book, with_state(between.get((seeker_id, one.id)), one))
        for one in found.values()
    ]
    shown("participation", [one.facts.person_id for one in (seeker, *found.values())])
    return Candidates(
        programme(programme_id),
        settings,
        book,
        seeker,
        tuple(Candidate(found[j.supporter.participation_id], j) for j in rules.rank(judged)),
        tuple(Candidate(found[j.supporter.participation_id], j) for j in rules.excluded(judged)),
    )


def with_state(between: Between | None, one: Someone) -> Between:
    """The same, knowing whether the supporter takes part now."""
    return replace(between or Between(), active=one.state == "active")


BEFORE = {
    "refused": "refused",
    "declined": "declined",
    "expired": "unanswered",
    "open": "running",
    "offered": "running",
}


def before(*seeker_ids: UUID) -> dict[tuple[UUID, UUID], Between]:
    """What happened before between these seekers and each supporter: one statement."""
    refused = select(Refusal.seeker_id, Refusal.supporter_id, literal("refused").label("state")).where(
        Refusal.seeker_id.in_(seeker_ids), Refusal.lifted.is_(False)
    )
    earlier = select(Proposal.seeker_id, Proposal.supporter_id, Proposal.state).where(
        Proposal.seeker_id.in_(seeker_ids)
    )
    found: dict[tuple[UUID, UUID], Between] = {}
    for seeker_id, supporter_id, state in db.session.execute(refused.union_all(earlier)).all():
        if state in BEFORE:
            pair = seeker_id, supporter_id
            found[pair] = replace(found.get(pair, Between()), **{BEFORE[state]: True})
    return found


def running_of(seeker_id: UUID) -> Sequence[Proposal]:
    """A seeker's running proposals with the supporters: one statement."""
    return db.session.scalars(
        select(Proposal)
        .options(joinedload(Proposal.supporter_person))
        .where(Proposal.seeker_id == seeker_id, Proposal.state.in_(RUNNING))
        .order_by(Proposal.rank, Proposal.id)
    ).all()


def with_circles() -> tuple[RunningProgramme, ...]:
    """The programmes whose supporters lead a circle."""
    return tuple(p for p in open_programmes() if settings_of(p).variant.circle_size is not None)
