"""Bringing the database up to date, and looking whether it is."""

from __future__ import annotations

import click
from sqlalchemy.exc import SQLAlchemyError

from maatwerk.commands import opened, trouble
from maatwerk.commands.output import Failed, tell, with_json
from maatwerk.ground.database import db
from maatwerk.ground.reason import N_
from maatwerk.language.terminal import gettext as _
from maatwerk.tenancy import resolve, upgrade
from maatwerk.tenancy.actions import open_tenant

PLATFORM = "platform"


@click.group("db", help=N_("The database: bring it up to date, or check it."))
def group() -> None:
    """The database: bring it up to date, or check it."""


@group.command("upgrade", help=N_("Take the core and every plug-in to their newest revision; write the context key."))
@click.option("--prepare", is_flag=True, help=N_("Make the roles first; once, with a superuser's address."))
@with_json
def upgrade_(prepare: bool, as_json: bool) -> None:
    """Take the core and every plug-in to their newest revision, and write the context key."""
    with opened.app() as app:
        histories = app.extensions["maatwerk.histories"]
        try:
            made = upgrade.upgrade(app.extensions["maatwerk.settings"], histories, prepare_roles=prepare)
        except SQLAlchemyError as error:
            raise Failed(trouble.of_database(error, admin=True)) from error
        done = [_(one.sentence, **one.values) for one in made]
        if make_platform(app.extensions["maatwerk.settings"].bare_host):
            done.append(_("the public front page has its place"))
    tell({"done": done}, done, as_json=as_json)


@group.command("check", help=N_("Say whether server, roles, revisions and policies are as the code needs them."))
@with_json
def check(as_json: bool) -> None:
    """Say whether server, roles, revisions and policies are as the code needs them."""
    with opened.app() as app:
        upgrade.check(db.engine, app.extensions["maatwerk.histories"])
    tell({"ready": True}, [_("The database is ready.")], as_json=as_json)


def make_platform(host: str) -> bool:
    """Open the reserved organisation at the bare host, where the public front page lives; False if it is there."""
    if resolve.by_slug(PLATFORM) is not None:
        return False
    open_tenant(PLATFORM, "Maatwerk", host=host, locale="nl", reserved=True)
    return True
