"""Links that work once: minted while a letter is being sent, looked at without burning, used by one button."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flask import current_app
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from maatwerk.access.model import Account, OneTimeLink, Pass
from maatwerk.access.work import Work
from maatwerk.correspondence.model import Letter
from maatwerk.ground import crypto

LIVES = {
    "sign_in": timedelta(minutes=10),
    "invitation": timedelta(days=7),
    "application": timedelta(days=7),
    "nomination": timedelta(days=7),
    "answer": timedelta(days=21),
    "consent": timedelta(days=60),
    "kickoff": timedelta(days=60),
}
DEMO_LIFE = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Way:
    """Whom a link lets in: an account, or a pass."""

    account_id: UUID | None = None
    pass_id: UUID | None = None


def for_letter(work: Work, letter: Letter) -> str | None:
    """Mint the token of a letter's link, voiding the one minted before; None when nobody is let in by it."""
    if letter.link_kind is None:
        return None
    way = Way(letter.account_id, letter.pass_id)
    if way == Way():
        found = work.session.execute(
            select(Account.id).where(Account.person_id == letter.to_person_id, Account.state != "blocked")
        ).scalar()
        if found is None:
            return None
        way = Way(found)
    return mint(work, letter.link_kind, way, letter.goes_to or "/")


def mint(work: Work, kind: str, way: Way, goes_to: str, *, command: bool = False) -> str:
    """A fresh link of one kind to one place; earlier ones of that kind and place stop working.

    `command` links come from the command line: in the demo they count as both factors and live a day.
    """
    work.session.execute(
        update(OneTimeLink)
        .where(
            OneTimeLink.kind == kind,
            OneTimeLink.goes_to == goes_to,
            OneTimeLink.account_id == way.account_id if way.account_id else OneTimeLink.pass_id == way.pass_id,
            OneTimeLink.used_at.is_(None),
            OneTimeLink.voided_at.is_(None),
        )
        .values(voided_at=work.now)
    )
    demo = current_app.extensions["maatwerk.settings"].demo and command
    token = crypto.token()
    work.add(
        OneTimeLink(
            kind=kind,
            account_id=way.account_id,
            pass_id=way.pass_id,
            token_hash=crypto.digest(token),
            goes_to=goes_to,
            both_factors=demo and way.account_id is not None,
            made_at=work.now,
            until=work.now + (DEMO_LIFE if demo else LIVES[kind]),
        )
    )
    return token


def find(session: Session, token: str, now: datetime, *, lock: bool = False) -> OneTimeLink | None:
    """The link behind a token while it works: unused, not voided, in time, its holder let in."""
    statement = (
        select(OneTimeLink)
        .outerjoin(Account, (Account.tenant_id == OneTimeLink.tenant_id) & (Account.id == OneTimeLink.account_id))
        .outerjoin(Pass, (Pass.tenant_id == OneTimeLink.tenant_id) & (Pass.id == OneTimeLink.pass_id))
        .where(
            OneTimeLink.token_hash == crypto.digest(token),
            OneTimeLink.used_at.is_(None),
            OneTimeLink.voided_at.is_(None),
            OneTimeLink.until > now,
            OneTimeLink.account_id.is_(None) | (Account.state != "blocked"),
            OneTimeLink.pass_id.is_(None) | (Pass.ended_at.is_(None) & (Pass.until > now)),
        )
    )
    if lock:
        statement = statement.with_for_update(of=OneTimeLink)
    return session.scalars(statement).one_or_none()


def went_to(session: Session, token: str) -> str | None:
    """Where a link leads or led, also one that was used or came too late; None when it never was."""
    behind = select(OneTimeLink.goes_to).where(OneTimeLink.token_hash == crypto.digest(token))
    return session.scalars(behind).one_or_none()
