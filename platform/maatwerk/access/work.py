"""A unit of work: everything a verb changes, tells and sends, in one transaction."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from flask import current_app, g, has_app_context
from flask_babel import gettext as _
from sqlalchemy import Select, event, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from maatwerk.access import audit, policy, ways
from maatwerk.access.actor import Actor
from maatwerk.correspondence import outbox
from maatwerk.correspondence.model import Announcement
from maatwerk.correspondence.values import Letter, Link
from maatwerk.ground import clock, queue
from maatwerk.ground.database import db, end_reading
from maatwerk.tenancy import scope
from maatwerk.tenancy.tables import TenantRow

T = TypeVar("T")
log = logging.getLogger("maatwerk.work")


class NotFound(LookupError):
    """There is no such thing within reach of who asks."""


class Refused(Exception):
    """A rule says no; `message` says in the user's language what to do next."""

    def __init__(self, message: Any) -> None:
        super().__init__(str(message))
        self.message = message


class Clash(Refused):
    """Somebody was first: done already, or changed meanwhile. Nothing is changed."""


_open: ContextVar[Work | None] = ContextVar("work", default=None)


class Work:
    """What an action uses to read under lock, write, send and announce."""

    def __init__(self, session: Session, by: Actor) -> None:
        self.session = session
        self.by = by
        self.now: datetime = clock.now()
        self.written: dict[tuple[str, str], set[UUID]] = {}
        self.bells: list[Callable[[], object]] = []

    @property
    def today(self) -> date:
        """The day it is for the organisation."""
        return clock.today(zone())

    def get(self, model: type[T], row_id: UUID, *, lock: bool = False, to: str | None = None) -> T:
        """The row, locked if asked; NotFound when it does not exist or `by` may not do `to` with it."""
        statement = select(model).where(model.id == row_id)  # type: ignore[attr-defined]
        if to is not None and not self.by.system:
            statement = statement.where(policy.visible(self.by, to, model))
        if lock:
            statement = statement.with_for_update(of=model).execution_options(populate_existing=True)
        found = self.session.execute(statement).scalar_one_or_none()
        if found is None:
            raise NotFound(f"no {model.__tablename__}")  # type: ignore[attr-defined]
        return found

    def find(self, statement: Select[Any]) -> list[Any]:
        """All rows of a statement."""
        return list(self.session.scalars(statement).all())

    def one(self, statement: Select[Any]) -> Any:
        """The row of a statement, or None."""
        return self.session.scalars(statement).one_or_none()

    def add(self, row: T) -> T:
        """Insert a row now, so that rows come into being in the order the code says."""
        self.session.add(row)
        self.session.flush()
        return row

    def add_all(self, rows: Iterable[Any]) -> None:
        """Insert many rows of one table now."""
        self.session.add_all(list(rows))
        self.session.flush()

    def remove(self, row: Any) -> None:
        """Delete a row now."""
        self.session.delete(row)
        self.session.flush()

    def same_version(self, row: Any, version: int | None) -> None:
        """Clash when the form was filled in against another version."""
        if version is not None and row.version != version:
            raise Clash(_("Someone changed this while you were typing. Your text is kept; compare and save again."))

    def note(self, action: str, kind: str, persons: Iterable[UUID | None]) -> None:
        """Write something in the audit that the rows themselves do not show (a bulk action, an export)."""
        self.written.setdefault((action, kind), set()).update(p for p in persons if p is not None)

    def send(self, letter: Letter) -> None:
        """Put a letter in the outbox; the worker's bell rings after the commit."""
        letter_id = outbox.put(self.session, letter, self.now)
        if letter_id is not None and (letter.due is None or letter.due <= self.now):
            tenant = str(scope.tenant_id())
            self.bells.append(
                lambda: queue.ring("maatwerk.correspondence.jobs.send", tenant=tenant, letter=str(letter_id))
            )

    def announce(self, happening: Any) -> None:
        """Tell the house: handlers run now, in this transaction; plug-ins hear it later, at least once."""
        for handler in current_app.extensions["maatwerk.handlers"].get(type(happening), ()):
            handler(happening, self)
        if getattr(happening, "outside", False):
            values = {name: str(value) for name, value in asdict(happening).items()}
            self.add(Announcement(event=type(happening).__name__, values=values, at=self.now))

    def invite(self, person_id: UUID, email: str) -> UUID:
        """Give a person an account and send the invitation; who has one keeps it."""
        return ways.invite(self, person_id, email)

    def open_account(self, person_id: UUID, email: str) -> UUID:
        """Give a person an account without a letter; the letter that tells why lets them in by `way_in`."""
        return ways.open_account(self, person_id, email)

    def way_in(self, person_id: UUID, path: str) -> Link | None:
        """The button of a letter to somebody with an account; None without one."""
        return ways.way_in(self, person_id, path)

    def give_pass(self, kind: str, person_id: UUID, email: str, **more: Any) -> UUID:
        """Give someone without an account a way in (see ways.give_pass)."""
        return ways.give_pass(self, kind, person_id, email, **more)

    def after_commit(self, bell: Callable[[], object]) -> None:
        """Do this once everything is safe; it may fail without harm."""
        self.bells.append(bell)


@event.listens_for(Session, "before_flush")
def _remember(session: Session, _context: Any, _instances: Any) -> None:
    """Every change of a tenant's row leaves a trace: which kind, of whom."""
    work = _open.get()
    if work is None or work.session is not session:
        return
    for action, rows in (("add", session.new), ("change", session.dirty), ("remove", session.deleted)):
        for row in rows:
            if isinstance(row, TenantRow) and (action != "change" or session.is_modified(row)):
                if row.id is None:
                    row.id = uuid4()
                persons = [getattr(row, name, None) for name in row.about] or [row.id]
                work.written.setdefault((action, row.__tablename__), set()).update(p for p in persons if p)


@contextmanager
def unit_of_work(by: Actor) -> Iterator[Work]:
    """Open the one writing transaction of a verb; it commits when the block ends and undoes all on an error.

    Raises:
        Clash: a row was changed by somebody else meanwhile.
        RuntimeError: a unit of work is open already; what runs inside one takes `work`.
    """
    if _open.get() is not None:
        raise RuntimeError("a unit of work is open already; pass it on as `work`")
    session = db.session()
    end_reading(session)
    with scope.writing():
        work = Work(session, by)
        token = _open.set(work)
        try:
            yield work
            session.flush()
            audit.append(
                session.connection(), by, work.now, work.written | audit.take_reads(session), audit.reference()
            )
            session.commit()
        except StaleDataError as error:
            session.rollback()
            raise Clash(_("Someone changed this a moment ago. Look again and save once more.")) from error
        except BaseException:
            session.rollback()
            raise
        finally:
            _open.reset(token)
    _ring(work)


def _ring(work: Work) -> None:
    for bell in work.bells:
        try:
            bell()
        except Exception:
            log.exception("something after the commit failed; the sweeper will do it")


def zone() -> ZoneInfo:
    """The organisation's own time zone."""
    return g.get("zone", clock.AMSTERDAM) if has_app_context() else clock.AMSTERDAM
