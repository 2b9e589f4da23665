"""The demo's own database, store, settings, worker and pages: started, watched, ended together."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from maatwerk.commands import home
from maatwerk.ground import embedded
from maatwerk.ground.embedded import EmbeddedError
from maatwerk.ground.settings import Settings, from_environment
from maatwerk.language.terminal import gettext as _

DATABASE = "maatwerk_demo"
PATIENCE = 60.0


class NotADemo(EmbeddedError):
    """This database is somebody's own: the demo leaves it alone."""


class OlderDemo(EmbeddedError):
    """The demo's data does not fit the code any more."""


class PortTaken(EmbeddedError):
    """Something else listens there already."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What a demo stands on: its folder, its running servers, its settings as an environment."""

    state: Path
    postgres: embedded.Postgres
    environment: Mapping[str, str]
    port: int

    @property
    def settings(self) -> Settings:
        """The same as settings."""
        return from_environment(self.environment)

    @property
    def base_url(self) -> str:
        """The installation's own address."""
        return self.environment["MAATWERK_BASE_URL"]


@contextmanager
def held(state: Path, *, reset: bool) -> Iterator[None]:
    """Keep the folder to ourselves; `reset` empties it first. Raises InUse while another demo runs on it."""
    state.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (state / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise embedded.InUse(
                _("a demo is running already on %(folder)s; stop that one first", folder=state)
            ) from None
        if reset:
            for path in state.iterdir():
                if path.is_dir():
                    shutil.rmtree(path)
                elif path.name != "lock":
                    path.unlink()
        yield


def check_port(port: int) -> None:
    """Raise PortTaken before anything is made, when the pages could not be served."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise PortTaken(
                _("port %(port)s is taken; choose another with --port (or PORT= for make)", port=port)
            ) from None


def free(port: int = 0) -> int:
    """`port` if nobody has it, else any other that is free."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return free()
        return int(probe.getsockname()[1])


@contextmanager
def ground(state: Path, port: int, smtp_url: str, mail_url: str) -> Iterator[Ground]:
    """Start database and store and make the settings of this demo."""
    with ExitStack() as running:
        store = running.enter_context(embedded.store(state / "store"))
        postgres = running.enter_context(embedded.postgres(state / "postgres"))
        kept = home.kept_secrets(state)
        environment = {
            "MAATWERK_BASE_URL": f"http://localhost:{port}",
            "MAATWERK_SECRET": kept["secret"],
            "MAATWERK_KEYS": str(home.keys(state)),
            "MAATWERK_DATABASE_URL": postgres.url_for("maatwerk_app", kept["app"], DATABASE),
            "MAATWERK_DATABASE_WORKER_URL": postgres.url_for("maatwerk_worker", kept["worker"], DATABASE),
            "MAATWERK_DATABASE_ADMIN_URL": postgres.admin_url_for(DATABASE),
            "MAATWERK_REDIS_URL": store,
            "MAATWERK_SMTP_URL": smtp_url,
            "MAATWERK_MAIL_FROM": "Maatwerk <no-reply@maatwerk.example>",
            "MAATWERK_MAIL_URL": mail_url,
            "MAATWERK_DEMO": "1",
        }
        home.keep_environment(state, environment)
        yield Ground(state, postgres, environment, port)


def make_database(found: Ground, *, complete: bool) -> None:
    """Make the demo's database, again if an earlier start did not get to its end.

    Raises:
        NotADemo: the server has a database of that name, but this folder never made it.
    """
    mark = found.state / "database"
    with psycopg.connect(found.postgres.admin_url, autocommit=True) as admin:
        there = admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,)).fetchone()
        if there and not mark.exists():
            raise NotADemo(_("the database %(name)s was not made by a demo; nothing is done", name=DATABASE))
        if there and not complete:
            admin.execute(f"DROP DATABASE {DATABASE} WITH (FORCE)")
            there = None
        if not there:
            mark.touch(mode=0o600)
            admin.execute(f"CREATE DATABASE {DATABASE}")


def keep_made_with(state: Path, migrations: Mapping[str, str]) -> None:
    """Remember which migrations this demo's database went through."""
    home.write_private(state / "migrations.json", json.dumps(dict(migrations)))


def check_made_with(state: Path, migrations: Mapping[str, str]) -> None:
    """Raise OlderDemo when a migration that the database went through reads otherwise now; new ones are fine."""
    try:
        kept: dict[str, str] = json.loads((state / "migrations.json").read_text())
    except FileNotFoundError:
        kept = {}
    if any(migrations.get(name) != fingerprint for name, fingerprint in kept.items()):
        raise OlderDemo(
            _("this demo's data was made by other migrations than these; start over with `make demo-reset`")
        )


def add_host(found: Ground, host: str, slug: str) -> None:
    """Let an organisation answer at one more host (the front page at 127.0.0.1)."""
    with psycopg.connect(found.postgres.admin_url_for(DATABASE), autocommit=True) as admin:
        admin.execute(
            "INSERT INTO tenant_host (host, tenant_id) SELECT %s, id FROM tenant WHERE slug = %s "
            "ON CONFLICT DO NOTHING",
            (host, slug),
        )


def start(found: Ground, name: str, arguments: Sequence[str]) -> subprocess.Popen[bytes]:
    """Run a command of ours beside us: it dies with us, and Ctrl-C reaches only us."""
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        raise EmbeddedError(_("The program setpriv is missing; it is part of the system's package util-linux"))
    command = [setpriv, "--pdeathsig=TERM", "--", sys.executable, "-m", "maatwerk.cli", *arguments]
    others = {name: value for name, value in os.environ.items() if not name.startswith("MAATWERK_")}
    with (found.state / f"{name}.log").open("wb") as log:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            env={**others, **found.environment},
            start_new_session=True,
        )


@contextmanager
def beside(found: Ground) -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    """The pages, and what is put beside them, until the block ends."""
    running: dict[str, subprocess.Popen[bytes]] = {}
    try:
        running["serve"] = start(found, "serve", ["serve", "--port", str(found.port)])
        yield running
    finally:
        for process in running.values():
            process.terminate()
        for process in running.values():
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def wait_until_ready(found: Ground, running: Mapping[str, subprocess.Popen[bytes]]) -> None:
    """Until the first page can be asked for; EmbeddedError says what stopped."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        check_alive(found, running)
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{found.port}/readyz", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise EmbeddedError(_("the pages do not come up; see %(log)s", log=found.state / "serve.log"))


def check_alive(found: Ground, running: Mapping[str, subprocess.Popen[bytes]]) -> None:
    """Raise EmbeddedError with the last line of whatever stopped by itself."""
    for name, process in running.items():
        if process.poll() is not None:
            log = found.state / f"{name}.log"
            lines = log.read_text(errors="replace").strip().splitlines()
            why = lines[-1] if lines else _("it said nothing")
            raise EmbeddedError(_("%(name)s stopped: %(why)s (see %(log)s)", name=name, why=why, log=log))


class Stop:
    """A signal that says stop: Ctrl-C, or a polite kill."""

    def __init__(self) -> None:
        self._said = threading.Event()
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(name, self._heard)

    def _heard(self, *_: object) -> None:
        self._said.set()
        # Only the first is gentle; a second one ends even what is being started.
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(name, signal.default_int_handler)

    def before(self, tick: Callable[[int, int, str], None]) -> Callable[[int, int, str], None]:
        """Look whether it was said at each step of something long."""

        def step(done: int, of: int, what: str) -> None:
            if self._said.is_set():
                raise SystemExit(130)
            tick(done, of, what)

        return step

    def wait(self, seconds: float) -> bool:
        """Wait for it."""
        return self._said.wait(seconds)
