"""Bringing the database to where the code is: roles, histories, the context key, and the checks at start."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, make_url, text

from maatwerk.ground import crypto
from maatwerk.ground.reason import N_, Reason, Sentence
from maatwerk.ground.settings import Settings

# CVE-2025-8713, -8714 and -8715 are mended from these on (trust.md R23).
OLDEST = {15: 14, 16: 10, 17: 6}


class NotReady(Reason):
    """The database is not as the code needs it; the message says what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class History:
    """One line of migrations: the core's, or a plug-in's own."""

    name: str
    folder: Path
    version_table: str
    schema: str


def core() -> History:
    """The core's own history."""
    return History("core", _home() / "migrations", "alembic_version", "public")


def of_plugin(key: str, package: str) -> History | None:
    """A plug-in's history, or None when it keeps no tables."""
    folder = Path(str(resources.files(package))) / "migrations"
    return History(key, folder, f"alembic_version_{key}", f"plugin_{key}") if folder.is_dir() else None


def _home() -> Path:
    return Path(__file__).resolve().parents[3]


def context_key(secret: bytes) -> bytes:
    """The key that signs tenant contexts."""
    return crypto.derive(secret, "tenant context")


def prepare(connection: Connection, app_url: str, worker_url: str) -> None:
    """Make the three roles and take from PUBLIC what it need not have; once, as a superuser."""
    for role, url in (("maatwerk_app", app_url), ("maatwerk_worker", worker_url)):
        _role(connection, role, "LOGIN NOINHERIT", str(make_url(url).password or ""))
    _role(connection, "maatwerk_owner", "NOLOGIN", "")
    connection.execute(text("GRANT maatwerk_owner TO CURRENT_USER"))
    database = connection.execute(text("SELECT quote_ident(current_database())")).scalar_one()
    for statement in (
        f"REVOKE ALL ON DATABASE {database} FROM PUBLIC",
        f"GRANT CONNECT ON DATABASE {database} TO maatwerk_app, maatwerk_worker",
        f"GRANT CONNECT, CREATE ON DATABASE {database} TO maatwerk_owner",
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
        "GRANT ALL ON SCHEMA public TO maatwerk_owner",
        "GRANT USAGE ON SCHEMA public TO maatwerk_app, maatwerk_worker",
        "REVOKE ALL ON pg_catalog.pg_stat_activity FROM PUBLIC",
    ):
        connection.execute(text(statement))
    _revoke_statistics(connection)
    for role in ("maatwerk_app", "maatwerk_worker"):
        for limit in (
            "statement_timeout = '30s'",
            "lock_timeout = '10s'",
            "idle_in_transaction_session_timeout = '60s'",
        ):
            connection.execute(text(f"ALTER ROLE {role} SET {limit}"))


def _role(connection: Connection, role: str, kind: str, password: str) -> None:
    known = connection.execute(text("SELECT 1 FROM pg_roles WHERE rolname = :r"), {"r": role}).scalar()
    verb = "ALTER" if known else "CREATE"
    connection.execute(text(f"{verb} ROLE {role} {kind} NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE"))
    if password:
        quoted = password.replace("'", "''")
        connection.execute(text(f"ALTER ROLE {role} PASSWORD '{quoted}'"))


def _revoke_statistics(connection: Connection) -> None:
    """Statistics count every tenant's rows, so nobody but the owner of the server reads them (ruling 1)."""
    names = connection.execute(
        text(
            "SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace "
            "WHERE n.nspname = 'pg_catalog' AND p.proname LIKE 'pg\\_stat\\_get\\_%'"
        )
    ).scalars()
    for name in list(names):
        connection.execute(text(f"REVOKE EXECUTE ON FUNCTION {name} FROM PUBLIC"))


def upgrade(settings: Settings, histories: Iterable[History] = (), *, prepare_roles: bool = False) -> list[Sentence]:
    """Take the core, then each plug-in, to its newest revision, and write the context key; says what it did."""
    if settings.database_admin_url is None:
        raise NotReady(N_("MAATWERK_DATABASE_ADMIN_URL is not set; `db` commands need it"))
    engine = create_engine(settings.database_admin_url)
    done: list[Sentence] = []
    try:
        with engine.begin() as connection:
            if prepare_roles:
                prepare(connection, settings.database_url, settings.database_worker_url)
                done.append(Sentence(N_("roles made")))
            connection.execute(text("SET ROLE maatwerk_owner"))
            _schema(connection, "maatwerk")
        for history in (core(), *histories):
            done.append(_run(engine, history))
        with engine.begin() as connection:
            connection.execute(text("SET ROLE maatwerk_owner"))
            _write_keys(connection, settings)
            _reserve_platform(connection, settings)
    finally:
        engine.dispose()
    return done


def _schema(connection: Connection, name: str) -> None:
    connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {name}"))
    connection.execute(text(f"GRANT USAGE ON SCHEMA {name} TO maatwerk_app, maatwerk_worker"))


def _run(engine: Engine, history: History) -> Sentence:
    with engine.connect() as connection:
        connection.execute(text("SET ROLE maatwerk_owner"))
        if history.schema != "public":
            _schema(connection, history.schema)
        connection.commit()
        command.upgrade(_config(history, connection), "head")
        connection.execute(
            text(f"GRANT SELECT ON {history.schema}.{history.version_table} TO maatwerk_app, maatwerk_worker")
        )
        connection.commit()
    return Sentence(N_("%(name)s is at its newest revision"), {"name": history.name})


def _config(history: History, connection: Any) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_home() / "migrations"))
    config.set_main_option(
        "version_locations", str(history.folder / "versions" if history.name == "core" else history.folder)
    )
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    config.attributes["history"] = history
    return config


def _write_keys(connection: Connection, settings: Settings) -> None:
    """The current context key, and during a rotation the previous one."""
    connection.execute(text("DELETE FROM maatwerk.context_key"))
    for name, secret in (("current", settings.secret), ("previous", settings.previous_secret)):
        if secret:
            inner, outer = crypto.padded_keys(context_key(secret))
            connection.execute(
                text("INSERT INTO maatwerk.context_key VALUES (:name, :inner, :outer)"),
                {"name": name, "inner": inner, "outer": outer},
            )


def _reserve_platform(connection: Connection, settings: Settings) -> None:
    """The installation's own host: its public front page, trial drafts and operators live in a reserved tenant."""
    connection.execute(
        text(
            "INSERT INTO tenant (id, slug, name, locale, languages, zone, colour, state, version, opened_at) VALUES "
            "(gen_random_uuid(), 'platform', 'Maatwerk', 'nl', '{nl,en}', 'Europe/Amsterdam', '#1d4ed8', 'open', 1, "
            "now()) "
            "ON CONFLICT (slug) DO NOTHING"
        )
    )
    connection.execute(
        text(
            "INSERT INTO tenant_host (host, tenant_id) SELECT :host, id FROM tenant WHERE slug = 'platform' "
            "ON CONFLICT (host) DO NOTHING"
        ),
        {"host": settings.bare_host},
    )


def check(engine: Engine, histories: Iterable[History] = ()) -> None:
    """Raise NotReady when server, role, revisions or policies are not as they must be; asked before serving."""
    with engine.connect() as connection:
        _check_server(connection)
        _check_role(connection)
        for history in (core(), *histories):
            _check_revision(connection, history)
        _check_tables(connection)


def _check_server(connection: Connection) -> None:
    number = int(connection.execute(text("SHOW server_version_num")).scalar_one())
    major, minor = divmod(number, 10_000)
    if major < 15 or minor < OLDEST.get(major, 0):
        raise NotReady(
            N_("PostgreSQL %(version)s is too old; 15.14, 16.10, 17.6 or 18 and later are safe"),
            version=f"{major}.{minor}",
        )


def _check_role(connection: Connection) -> None:
    bad = connection.execute(
        text(
            "WITH RECURSIVE mine(oid) AS (SELECT oid FROM pg_roles WHERE rolname = current_user UNION "
            "SELECT m.roleid FROM pg_auth_members m JOIN mine ON mine.oid = m.member) "
            "SELECT r.rolname FROM pg_roles r JOIN mine ON mine.oid = r.oid "
            "WHERE r.rolsuper OR r.rolbypassrls OR EXISTS (SELECT 1 FROM pg_class c WHERE c.relowner = r.oid)"
        )
    ).scalar()
    if bad:
        raise NotReady(
            N_("the database role may pass row-level security (through %(role)s); use maatwerk_app"), role=bad
        )


def _check_revision(connection: Connection, history: History) -> None:
    config = _config(history, None)
    head = ScriptDirectory.from_config(config).get_current_head()
    known = connection.execute(
        text("SELECT to_regclass(:t)"), {"t": f"{history.schema}.{history.version_table}"}
    ).scalar()
    if known is None:
        raise NotReady(N_("the database of %(name)s is empty; run `maatwerk db upgrade`"), name=history.name)
    options = {"version_table": history.version_table, "version_table_schema": history.schema}
    current = MigrationContext.configure(connection, opts=options).get_current_revision()
    if current != head:
        raise NotReady(
            N_("the database of %(name)s is at %(old)s, the code at %(new)s; run `maatwerk db upgrade`"),
            name=history.name,
            old=current,
            new=head,
        )


def _check_tables(connection: Connection) -> None:
    naked = connection.execute(
        text(
            "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' "
            "WHERE c.relkind IN ('r', 'p') AND NOT (c.relrowsecurity AND c.relforcerowsecurity) "
            "AND c.relname <> 'tenant_host'"
        )
    ).scalar()
    if naked:
        raise NotReady(N_("row-level security is not forced on %(table)s"), table=naked)
