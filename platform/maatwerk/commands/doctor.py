"""Is this installation well? Every setting, tried."""

from __future__ import annotations

import smtplib
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from email.message import EmailMessage
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click
from cryptography.exceptions import InvalidTag
from flask import Flask
from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.exc import SQLAlchemyError

from maatwerk.app import create_app
from maatwerk.commands import opened, trouble
from maatwerk.commands.output import first_line, reasons, said, table, tell, with_json
from maatwerk.correspondence import sending
from maatwerk.ground.database import db
from maatwerk.ground.reason import N_, Reason
from maatwerk.ground.settings import Settings
from maatwerk.interface import assets
from maatwerk.language.terminal import gettext as _
from maatwerk.language.terminal import ngettext
from maatwerk.tenancy import resolve, sealed, upgrade

TROUBLE = (
    upgrade.NotReady,
    SQLAlchemyError,
    RedisError,
    smtplib.SMTPException,
    OSError,
    ValueError,
    LookupError,
    assets.AssetsMissing,
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: its setting, what it is, whether it is well."""

    name: str
    value: str
    well: bool
    says: str


@click.command(
    "doctor",
    help=N_("List every setting and try it: database, roles, policies, keys, store, mail, time zone, files."),
)
@click.option("--to", metavar="EMAIL", help=N_("Send a test letter to this address."))
@with_json
def command(to: str | None, as_json: bool) -> None:
    """List every setting and try it: database, roles, policies, keys, store, mail, time zone, files."""
    with reasons():
        settings = opened.settings()
        app = create_app(settings)
    with app.app_context():
        try:
            found = list(findings(app, settings, to))
        finally:
            db.session.remove()
            db.engine.dispose()
    rows = [[_("well") if one.well else _("WRONG"), _(one.name), one.value, one.says] for one in found]
    tell([asdict(one) for one in found], table(("", _("what"), _("is"), _("says")), rows), as_json=as_json)
    raise SystemExit(0 if all(one.well for one in found) else 1)


def findings(app: Flask, settings: Settings, to: str | None) -> Iterator[Finding]:
    """Everything there is to look at, in the order in which one would mend it."""
    histories = app.extensions["maatwerk.histories"]
    yield from _plain_settings(settings)
    yield _tried("MAATWERK_DATABASE_URL", shown(settings.database_url), lambda: _database(db.engine, histories))
    worker = create_engine(settings.database_worker_url, connect_args={"autocommit": True})
    yield _tried(
        "MAATWERK_DATABASE_WORKER_URL", shown(settings.database_worker_url), lambda: _database(worker, histories)
    )
    worker.dispose()
    if settings.database_admin_url:
        yield _tried("MAATWERK_DATABASE_ADMIN_URL", shown(settings.database_admin_url), lambda: _owner(settings))
    yield _tried(N_("context key"), "", _context)
    yield _tried(N_("keys of organisations"), "", _keys_open)
    yield _tried("MAATWERK_REDIS_URL", shown(settings.redis_url), lambda: _store(settings))
    yield _tried("MAATWERK_SMTP_URL", shown(settings.smtp_url), lambda: _mail(settings, to))
    yield _tried(N_("time zones"), "Europe/Amsterdam", _zones)
    yield _tried(N_("typefaces and scripts"), "", _files)


def _plain_settings(settings: Settings) -> Iterator[Finding]:
    yield Finding("MAATWERK_BASE_URL", settings.base_url, *_base(settings))
    yield Finding("MAATWERK_SECRET", "***", True, _("%(number)s characters", number=len(settings.secret)))
    versions = ", ".join(map(str, sorted(settings.keys)))
    yield Finding(
        "MAATWERK_KEYS",
        _("versions %(versions)s", versions=versions),
        True,
        _("new keys are wrapped by version %(version)s", version=settings.newest_key),
    )
    yield Finding("MAATWERK_MAIL_FROM", settings.mail_from, True, "")
    yield Finding("MAATWERK_TRUSTED_PROXIES", str(settings.trusted_proxies), True, "")


def _base(settings: Settings) -> tuple[bool, str]:
    if settings.secure:
        return True, _("cookies are for this host only")
    return settings.demo, _("without https: for a demo only")


def shown(address: str) -> str:
    """An address without its password."""
    found = urlsplit(address)
    if not found.password:
        return address
    place = found.netloc.rpartition("@")[2]
    return found._replace(netloc=f"{found.username or ''}:***@{place}").geturl()


def _tried(name: str, value: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(name, value, True, look())
    except TROUBLE as error:
        return Finding(name, value, False, _why(error))


def _why(error: Exception) -> str:
    if isinstance(error, Reason):
        return first_line(said(error))
    return trouble.of_database(error) if isinstance(error, SQLAlchemyError) else first_line(error)


def _database(engine: Engine, histories: tuple[upgrade.History, ...]) -> str:
    upgrade.check(engine, histories)
    with engine.connect() as connection:
        version = connection.execute(text("SHOW server_version")).scalar_one()
        pooled = connection.execute(text("SELECT pg_backend_pid()")).scalar_one() != _pid(connection)
    if pooled:
        raise upgrade.NotReady(N_("a pooler stands between; connect to PostgreSQL itself"))
    return _("PostgreSQL %(version)s; revisions, roles and policies are right", version=version)


def _pid(connection: object) -> int:
    driver = connection.connection.driver_connection  # type: ignore[attr-defined]
    return int(driver.info.backend_pid)


def _owner(settings: Settings) -> str:
    engine = create_engine(str(settings.database_admin_url))
    try:
        with engine.connect() as connection:
            connection.execute(text("SET ROLE maatwerk_owner"))
    except SQLAlchemyError as error:
        raise LookupError(trouble.of_database(error, admin=True)) from error
    finally:
        engine.dispose()
    return _("%(login)s may act as the owner", login=make_url(str(settings.database_admin_url)).username)


def _context() -> str:
    tenants = resolve.all_tenants()
    if not tenants:
        return _("no organisation yet")
    with opened.inside(tenants[0].slug):
        known = db.session.execute(text("SELECT maatwerk.tenant()")).scalar()
        db.session.remove()
    if known != tenants[0].id:
        raise upgrade.NotReady(N_("the database does not know MAATWERK_SECRET; run `maatwerk db upgrade`"))
    return _("the database recognises our signature")


def _keys_open() -> str:
    """Unwrap each organisation's own key with the master keys of the file."""
    tenants = resolve.all_tenants()
    for tenant in tenants:
        with opened.inside(tenant.slug):
            try:
                sealed.prefetch(db.session(), [tenant.id])
            except (InvalidTag, KeyError) as error:
                raise LookupError(_("MAATWERK_KEYS does not open the key of %(slug)s", slug=tenant.slug)) from error
            finally:
                db.session.remove()
    return ngettext("the key of %(num)s organisation opens", "the keys of %(num)s organisations open", len(tenants))


def _store(settings: Settings) -> str:
    with Redis.from_url(settings.redis_url, socket_connect_timeout=2, socket_timeout=2) as store:
        return _("version %(version)s", version=store.info("server")["redis_version"])


def _mail(settings: Settings, to: str | None) -> str:
    if to is None:
        found = urlsplit(settings.smtp_url)
        kind = smtplib.SMTP_SSL if found.scheme == "smtps" else smtplib.SMTP
        with kind(found.hostname or "localhost", found.port or 25, timeout=10) as server:
            server.noop()
        return _("answers; --to EMAIL sends a letter")
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = _("A test letter from Maatwerk"), settings.mail_from, to
    message.set_content(_("If you can read this, letters arrive.") + "\n")
    sending.deliver(message)
    return _("a letter is on its way to %(email)s", email=to)


def _zones() -> str:
    try:
        ZoneInfo("Europe/Amsterdam")
    except ZoneInfoNotFoundError as error:
        raise LookupError(_("time zones are missing; install tzdata")) from error
    return _("known")


def _files() -> str:
    assets.check()
    return _("all there")
