"""Today: who waits for a match, who wants to talk, who has not picked, what waits for a yes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import (
    ColumnElement,
    DateTime,
    Select,
    Text,
    Uuid,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from maatwerk.access.actor import Actor
from maatwerk.access.audit import shown
from maatwerk.access.policy import may, visible
from maatwerk.ground import clock
from maatwerk.ground.database import db
from maatwerk.language.formats import local_day, today
from maatwerk.matching.facts import called_of
from maatwerk.matching.model import Answer, Proposal
from maatwerk.matching.waiting.queries import RUNNING, returned_before, running_state
from maatwerk.people.model import Person
from maatwerk.programme.model import Participation
from maatwerk.programme.queries import ProgrammeSettings, open_programmes, settings_of

STAFF = ("teacher_coach", "coordinator")


@dataclass(frozen=True, slots=True)
class Waits:
    """One line of Today: who, why in words, for how many days, and the page where it is done."""

    key: str  # names the line, to put it off
    people: tuple[str, ...]  # as they are called
    person_ids: tuple[UUID, ...]
    reason: str
    days: int
    urgency: int  # 1 to 5
    endpoint: str
    args: dict[str, Any] = field(default_factory=dict)


NOT_PICKED_DAYS = 5  # after so many days a coordinator asks why nobody was picked


def waits_for(actor: Actor, *, limit: int = 100) -> list[Waits]:
    """For Today: who waits for a match, who wants to talk, who has not picked, what waits for a yes: one statement.

    None for someone who does none of this.
    """
    settings = _Settings()
    asked = list(_questions(actor, settings))
    if not asked:
        return []
    rows = db.session.execute(union_all(*asked).order_by("at").limit(limit)).all()
    found = [_wait(row, settings[row.programme_id]) for row in rows if row.what != "circle"]
    found += _circle_lines([row for row in rows if row.what == "circle"], settings)
    shown("proposal", [person_id for line in found for person_id in line.person_ids])
    return sorted(found, key=lambda line: (-line.urgency, -line.days, line.key))


class _Settings(dict[UUID, ProgrammeSettings]):
    """Each programme's settings, worked out once for the whole list."""

    def __missing__(self, programme_id: UUID) -> ProgrammeSettings:
        self[programme_id] = found = settings_of(programme_id)
        return found


def _questions(actor: Actor, settings: _Settings) -> Iterator[Select[Any]]:
    if may(actor, "match", "participation"):
        yield _to_match(actor, settings)
        yield _not_picked(actor)
    if may(actor, "withdraw", "proposal"):
        yield _to_talk(actor)
    if may(actor, "confirm", "proposal"):
        yield _to_confirm(actor)


def _row(what: Any, ref: Any, programme_id: Any, at: Any, person: Any, name: Any, other: Any, more: Any) -> Any:
    return select(
        cast(what, Text).label("what"),
        cast(ref, Uuid).label("ref"),
        cast(programme_id, Uuid).label("programme_id"),
        cast(at, DateTime(timezone=True)).label("at"),
        cast(person, Uuid).label("person_id"),
        cast(name, Text).label("name"),
        cast(other, Text).label("other"),
        cast(more, Text).label("more"),
    )


def _to_match(actor: Actor, settings: _Settings) -> Select[Any]:
    """Young people who wait while no proposal runs."""
    programmes = [programme.id for programme in open_programmes()]
    circles = [key for key in programmes if settings[key].variant.circle_size is not None]
    what = case((Participation.programme_id.in_(circles), "circle"), else_="match")
    returned = case((returned_before(), "returned"), else_="")
    row = _row(
        what,
        Participation.id,
        Participation.programme_id,
        Participation.since,
        Participation.person_id,
        called_of(),
        null(),
        returned,
    )
    return row.join(Person, _person_of(Participation.person_id, Participation)).where(
        Participation.side == "seeker",
        Participation.state == "waiting",
        Participation.programme_id.in_(programmes),
        running_state().is_(None),
        visible(actor, "match", Participation),
    )


def _person_of(column: Any, of: Any, person: Any = Person) -> ColumnElement[bool]:
    return and_(person.tenant_id == of.tenant_id, person.id == column)


def _not_picked(actor: Actor) -> Select[Any]:
    """Young people who were offered a choice days ago."""
    long_ago = clock.now() - timedelta(days=NOT_PICKED_DAYS)
    row = _row(
        literal("pick"),
        Participation.id,
        Participation.programme_id,
        func.min(Proposal.proposed_at),
        Participation.person_id,
        func.min(called_of()),
        null(),
        null(),
    )
    mine = and_(Participation.tenant_id == Proposal.tenant_id, Participation.id == Proposal.seeker_id)
    return (
        row.select_from(Proposal)
        .join(Participation, mine)
        .join(Person, _person_of(Participation.person_id, Participation))
        .where(
            Proposal.state == "offered",
            Proposal.proposed_at < long_ago,
            running_state() == "offered",
            visible(actor, "match", Participation),
        )
        .group_by(Participation.tenant_id, Participation.id)
    )


def _to_talk(actor: Actor) -> Select[Any]:
    """Someone said: I want to talk first."""
    row = _row(
        literal("talk"),
        Proposal.id,
        Proposal.programme_id,
        Answer.at,
        Answer.by_person_id,
        called_of(),
        null(),
        null(),
    )
    said = and_(Answer.tenant_id == Proposal.tenant_id, Answer.proposal_id == Proposal.id, Answer.step == Proposal.step)
    return (
        row.select_from(Proposal)
        .join(Answer, said)
        .join(Person, _person_of(Answer.by_person_id, Answer))
        .where(Proposal.state.in_(RUNNING), Answer.answer == "talk", visible(actor, "withdraw", Proposal))
    )


def _to_confirm(actor: Actor) -> Select[Any]:
    """Two people said yes and wait for staff."""
    other = aliased(Person)
    row = _row(
        literal("confirm"),
        Proposal.id,
        Proposal.programme_id,
        func.coalesce(
            select(func.max(Answer.at)).where(Answer.proposal_id == Proposal.id).scalar_subquery(), Proposal.proposed_at
        ),
        Proposal.seeker_person_id,
        called_of(),
        called_of(other),
        null(),
    )
    staff = ["teacher_coach"] if actor.has("teacher_coach") and not actor.has("coordinator") else list(STAFF)
    return (
        row.select_from(Proposal)
        .join(Person, _person_of(Proposal.seeker_person_id, Proposal))
        .join(other, _person_of(Proposal.supporter_person_id, Proposal, other))
        .where(Proposal.state == "open", Proposal.waits_for.in_(staff), visible(actor, "confirm", Proposal))
    )


def _wait(row: Any, settings: ProgrammeSettings) -> Waits:
    days = max(0, (today() - local_day(row.at)).days)
    late = days > settings.waiting_promise_days
    people = tuple(name for name in (row.name, row.other) if name)
    line = partial(Waits, f"matching:{row.what}:{row.ref}", people, (row.person_id,))
    if row.what == "match":
        words = {"a_supporter": settings.supporter.words.singular}
        reason = _("Waits for a match: %(a_supporter)s", **words)
        if row.more:
            reason = _("Is first in line again: an earlier proposal did not work out")
        urgency = 5 if late else 4 if row.more else 2
        return line(reason, days, urgency, "matching.candidates", {"participation_id": row.ref})
    if row.what == "pick":
        return line(_("Has not picked anyone yet"), days, 3, "matching.candidates", {"participation_id": row.ref})
    if row.what == "talk":
        return line(_("Wants to talk before answering"), days, 5, "matching.proposal", {"proposal_id": row.ref})
    return line(_("Said yes to each other and wait for you"), days, 4, "matching.approvals", {})


def _circle_lines(rows: Sequence[Any], settings: _Settings) -> list[Waits]:
    """One line for each programme in which people wait for a circle."""
    by_programme: dict[UUID, list[Any]] = {}
    for row in rows:
        by_programme.setdefault(row.programme_id, []).append(row)
    found = []
    for programme_id, waiting in by_programme.items():
        days = max((today() - local_day(row.at)).days for row in waiting)
        reason = ngettext("%(num)d student waits for a circle", "%(num)d students wait for a circle", len(waiting))
        late = days > settings[programme_id].waiting_promise_days
        found.append(
            Waits(
                f"matching:circle:{programme_id}",
                tuple(row.name for row in waiting),
                tuple(row.person_id for row in waiting),
                reason,
                max(0, days),
                5 if late else 2,
                "matching.circle_new",
                {"programme": programme_id},
            )
        )
    return found
