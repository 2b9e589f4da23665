"""The application as a command opens it: with the environment's settings, or else the running demo's."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from flask import Flask, g

from maatwerk.app import create_app
from maatwerk.commands import home
from maatwerk.commands.output import Failed, reasons
from maatwerk.ground.database import db
from maatwerk.ground.settings import Settings, from_environment
from maatwerk.language import terminal
from maatwerk.language.terminal import gettext as _
from maatwerk.tenancy import jobs, resolve
from maatwerk.tenancy.resolve import Organisation


def environment() -> Mapping[str, str]:
    """The settings of this environment; without any, those of the demo in this checkout."""
    if any(name.startswith("MAATWERK_") for name in os.environ):
        return os.environ
    return home.kept_environment(home.default()) or os.environ


def settings() -> Settings:
    """The settings, or one clear line about which is wrong."""
    with reasons():
        return from_environment(environment())


@contextmanager
def app(*, worker: bool = False) -> Iterator[Flask]:
    """An app context for the length of a command; what the house refuses becomes one line."""
    with reasons():
        found = create_app(settings(), worker=worker)
        with found.app_context():
            try:
                yield found
            finally:
                db.session.remove()
                db.engine.dispose()


@contextmanager
def tenant(slug: str) -> Iterator[Organisation]:
    """Inside one organisation, by its short name."""
    with app(), inside(slug) as found:
        # What a room refuses is said in the reader's language, not in the organisation's.
        g.person_locale = terminal.language()
        yield found


@contextmanager
def inside(slug: str) -> Iterator[Organisation]:
    """Inside one organisation of the open app."""
    known = resolve.by_slug(slug)
    if known is None or known.state == "closed":
        raise Failed(_("There is no organisation %(slug)s; `maatwerk tenant list` names them.", slug=slug))
    with jobs.in_tenant(known.id) as found:
        yield found
