"""Somebody asks, and staff answer; staff check in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import or_, select

from maatwerk.access.actor import Actor
from maatwerk.access.model import Account, RoleGrant
from maatwerk.access.work import Clash, NotFound, Refused, Work, unit_of_work
from maatwerk.trajectory import letters
from maatwerk.trajectory.matches.actions import keep_watch
from maatwerk.trajectory.model import Ask, CheckIn, Match
from maatwerk.trajectory.rules.support import AskKind, AskWhy, With


def ask(match_id: UUID, kind: AskKind, *, by: Actor, reason: AskWhy | None = None) -> UUID:
    """Ask the coordinator to talk, to stop, or for another match: three taps, no free text, no blame (requirement 4).

    Asked twice, it stays one ask.
    """
    with unit_of_work(by) as work:
        match = work.get(Match, match_id, lock=True, to="ask")
        row = ask_inside(work, match, kind, reason)
        keep_watch(work, [match.id])
    return row.id


def ask_inside(work: Work, match: Match, kind: AskKind, reason: AskWhy | None) -> Ask:
    """The same inside a unit of work: a log's "I'd like to talk it over"."""
    same = select(Ask).where(
        Ask.match_id == match.id, Ask.by_person_id == work.by.person_id, Ask.kind == kind, Ask.done_at.is_(None)
    )
    waiting: Ask | None = work.session.scalars(same.limit(1)).one_or_none()
    if waiting is not None:
        return waiting
    row = work.add(Ask(match_id=match.id, by_person_id=work.by.person_id, kind=kind, reason=reason, at=work.now))
    for letter in letters.ask_received(row, who_hears(work, match)):
        work.send(letter)
    return row


def who_hears(work: Work, match: Match) -> list[UUID]:
    """The match's own coordinator; without one, every coordinator whose scope it is in."""
    if match.coordinator_id is not None:
        return [match.coordinator_id]
    found = (
        select(Account.person_id)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(
            RoleGrant.role == "coordinator",
            RoleGrant.ended_at.is_(None),
            RoleGrant.valid_from <= work.today,
            or_(RoleGrant.until.is_(None), RoleGrant.until >= work.today),
            or_(RoleGrant.programme_id.is_(None), RoleGrant.programme_id == match.programme_id),
            Account.state == "active",
        )
    )
    return sorted(set(work.find(found)), key=str)


def answer_ask(ask_id: UUID, *, by: Actor, match_id: UUID | None = None) -> UUID:
    """Staff talked it over; the answer is the match it was about.

    Raises:
        NotFound: nothing was asked on that match, or out of reach.
        Clash: somebody was first.
    """
    with unit_of_work(by) as work:
        row = work.get(Ask, ask_id, lock=True, to="answer")
        if match_id not in (None, row.match_id):
            raise NotFound("no such ask")
        if row.done_at is not None:
            raise Clash(_("Somebody talked this over already."))
        row.done_at, row.done_by = work.now, by.person_id
        work.session.flush()
        keep_watch(work, [row.match_id])
    return row.match_id


def check_in(
    match_id: UUID,
    with_whom: With,
    summary: str,
    *,
    by: Actor,
    on: date | None = None,
    next_on: date | None = None,
    asks_done: Iterable[UUID] = (),
) -> UUID:
    """Log a check-in: with whom, a line, and when next; asks that were talked over go with it.

    Raises:
        Refused: the day lies ahead, or the next one lies behind.
    """
    with unit_of_work(by) as work:
        match = work.get(Match, match_id, lock=True, to="check_in")
        day = on or work.today
        if day > work.today:
            raise Refused(_("This day is still ahead. Write the check-in down once you have spoken."))
        if next_on is not None and next_on <= day:
            raise Refused(_("Choose a next day that comes after this one."))
        row = CheckIn(
            match_id=match.id,
            seeker_person_id=match.seeker_person_id,
            with_whom=with_whom,
            on=day,
            next_on=next_on,
            by_person_id=by.person_id,
        )
        row.summary = summary
        work.add(row)
        for found in work.find(select(Ask).where(Ask.match_id == match.id, Ask.id.in_(list(asks_done)))):
            if found.done_at is None:
                found.done_at, found.done_by = work.now, by.person_id
        keep_watch(work, [match.id])
    return row.id
