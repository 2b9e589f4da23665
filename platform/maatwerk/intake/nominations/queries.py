"""Nominations as their makers, the young people themselves and staff see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from maatwerk.access import audit
from maatwerk.access.actor import Actor
from maatwerk.access.model import Draft
from maatwerk.access.paging import Page, page_of
from maatwerk.access.work import NotFound
from maatwerk.ground.database import db
from maatwerk.intake import rules
from maatwerk.intake.model import Nomination, open_talk
from maatwerk.intake.rules import Seen
from maatwerk.programme.model import Participation, Programme


@dataclass(frozen=True, slots=True)
class MyNomination:
    """A nomination as its maker sees it: whom, for what, how far. Nothing else."""

    id: UUID
    called: str | None
    programme: str
    made_at: datetime
    seen: Seen


def my_nominations(actor: Actor, *, number: int = 1) -> Page[MyNomination]:
    """The nominations that somebody made, newest first: two statements."""
    statement = (
        select(
            Nomination.id,
            Nomination.state,
            Nomination.made_at,
            Nomination.person_id,
            Nomination.called,  # as they typed it: who guesses a number learns nobody's name
            Programme.name.label("programme"),
            Participation.state.label("participation"),
            open_talk(Nomination.participation_id, planned=True).label("planned"),
        )
        .join(Programme, Programme.id == Nomination.programme_id)
        .outerjoin(Participation, Participation.id == Nomination.participation_id)
        .where(Nomination.by_person_id == actor.person_id)
        .order_by(Nomination.made_at.desc(), Nomination.id)
    )
    page = page_of(cast("Select[Any]", statement), number=number, scalars=False)
    audit.shown("nomination", (row.person_id for row in page.items))
    rows = [
        MyNomination(
            row.id,
            row.called,
            row.programme,
            row.made_at,
            rules.shown_to_nominator(row.state, row.participation, row.planned),
        )
        for row in page.items
    ]
    return Page(rows, page.number, page.pages, page.total)


def unsent(actor: Actor, draft_id: UUID) -> str | None:
    """The nomination that waits for its maker's press of the button, as kept; None when it was sent or isn't theirs."""
    draft = db.session.scalars(
        select(Draft).where(Draft.id == draft_id, Draft.holder_id == actor.holder_id)
    ).one_or_none()
    return None if draft is None else str(draft.values)


def nomination(nomination_id: UUID) -> Nomination:
    """A nomination with its people; NotFound if there is none."""
    found = db.session.scalars(
        select(Nomination)
        .where(Nomination.id == nomination_id)
        .options(
            joinedload(Nomination.person),
            joinedload(Nomination.nominator),
            joinedload(Nomination.programme),
            joinedload(Nomination.participation),
        )
    ).one_or_none()
    if found is None:
        raise NotFound("no nomination")
    return found


def told_to(person_id: UUID) -> Nomination | None:
    """The nomination that somebody should read now: the newest unanswered, else the newest."""
    return db.session.scalars(
        select(Nomination)
        .where(Nomination.person_id == person_id, Nomination.state.in_(("told", "answered")))
        .options(joinedload(Nomination.nominator), joinedload(Nomination.programme))
        .order_by((Nomination.state == "told").desc(), Nomination.told_at.desc())
        .limit(1)
    ).one_or_none()
