"""What a database says no with, in one line that says what to do."""

from __future__ import annotations

import re
from collections.abc import Callable

import psycopg
from sqlalchemy.exc import SQLAlchemyError

from maatwerk.language.terminal import gettext as _

NO_RIGHT, NO_SUCH_ROLE = "42501", "22023"


def _not_let_in(found: re.Match[str]) -> str:
    return _(
        "The database does not let %(role)s in: the role is missing or its password is another. "
        "`maatwerk db upgrade --prepare` makes the roles, once, with a superuser's address",
        role=found[1],
    )


def _no_database(found: re.Match[str]) -> str:
    return _("There is no database %(name)s on that server. Make it, then run `maatwerk db upgrade`", name=found[1])


def _may_not_connect(found: re.Match[str]) -> str:
    return _(
        "The role may not connect to the database %(name)s. `maatwerk db upgrade --prepare` gives that right",
        name=found[1],
    )


def _unreachable(found: re.Match[str]) -> str:
    return _(
        "No PostgreSQL answers at %(host)s, port %(port)s. Is it running, and is the address right?",
        host=found[1],
        port=found[2],
    )


# What a server answers before it lets anybody in carries no code, only words.
_AT_THE_DOOR: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
    (r'password authentication failed for user "([^"]+)"', _not_let_in),
    (r'role "([^"]+)" (?:does not exist|is not permitted to log in)', _not_let_in),
    (r'database "([^"]+)" does not exist', _no_database),
    (r'permission denied for database "([^"]+)"', _may_not_connect),
    (r'server at "([^"]+)"(?: \([^)]*\))?, port (\d+) failed: (?!FATAL)', _unreachable),
)


def of_database(error: SQLAlchemyError, *, admin: bool = False) -> str:
    """One line: what is wrong, and what to do about it; `admin`: with the login of `db` commands."""
    cause = getattr(error, "orig", None)
    words = str(cause or error).strip()
    if isinstance(cause, psycopg.OperationalError) and cause.sqlstate is None:
        for pattern, say in _AT_THE_DOOR:
            found = re.search(pattern, words)
            if found is not None:
                return say(found)
    first = (words.splitlines() or [type(error).__name__])[0]
    code = getattr(cause, "sqlstate", None)
    if code == NO_RIGHT and admin:
        return _(
            "MAATWERK_DATABASE_ADMIN_URL: this login may not do that (%(why)s). "
            "It must be allowed to `SET ROLE maatwerk_owner`; `--prepare` needs a superuser, once",
            why=first,
        )
    if code == NO_RIGHT:
        return _("The database refuses this to our role (%(why)s). `maatwerk db upgrade` gives the rights", why=first)
    if code == NO_SUCH_ROLE and "maatwerk_owner" in first:
        return _("The roles are not there yet. Run `maatwerk db upgrade --prepare` once, with a superuser's address")
    return _("The database does not do this: %(why)s", why=first)
