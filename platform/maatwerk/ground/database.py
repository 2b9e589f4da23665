"""The database: one engine and one session an app context, owned by Flask-SQLAlchemy."""

from __future__ import annotations

import select
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Engine, Executable, MetaData, Row, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import DeclarativeBase, Session

from maatwerk.ground import clock

NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}


class Base(DeclarativeBase):
    """What every table of the house starts from."""

    metadata = MetaData(naming_convention=NAMES)


db = SQLAlchemy(model_class=Base, disable_autonaming=True)

if TYPE_CHECKING:

    class Model(Base):
        """What Flask-SQLAlchemy makes of Base, for the type checker."""

        __abstract__ = True
else:
    Model = db.Model

RESTED_SECONDS = 60.0


def watch(engine: Engine) -> None:
    """Replace a connection whose server went away before anybody uses it, without asking the server each time.

    The server says goodbye when it stops, so there is something to read on a connection that nobody used; after a
    minute of rest it is asked all the same, for networks that drop silent connections.
    """

    @event.listens_for(engine, "checkin")
    def _rests(_driver: Any, record: Any) -> None:
        record.info["rested"] = clock.steady_seconds()

    @event.listens_for(engine, "checkout")
    def _wakes(driver: Any, record: Any, _fairy: Any) -> None:
        rested = clock.steady_seconds() - record.info.get("rested", clock.steady_seconds())
        if (rested > RESTED_SECONDS or _has_something_to_say(driver)) and not _answers(engine, driver):
            raise DisconnectionError("the server went away")


def _has_something_to_say(driver: Any) -> bool:
    if driver.closed:
        return True
    look = select.poll()
    look.register(driver.fileno(), select.POLLIN)
    return bool(look.poll(0))


def _answers(engine: Engine, driver: Any) -> bool:
    try:
        return bool(engine.dialect.do_ping(driver))
    except engine.dialect.loaded_dbapi.Error:
        return False


def columns_of(statement: Executable, values: Mapping[str, Any] | None = None) -> Sequence[Row[Any]]:
    """The rows of a statement that asks for plain columns: in the session's transaction, without the ORM's own work."""
    return db.session().connection().execute(statement, values or {}).all()


def end_reading(session: Session) -> None:
    """End a transaction in which nothing was changed.

    By COMMIT: at a ROLLBACK the driver forgets every statement it prepared, and the server plans them all anew.
    """
    if session.is_active and not (session.new or session.dirty or session.deleted):
        session.commit()
    else:
        session.rollback()
