"""What the demo stands on: its folder, its ports, its secrets, and a database that is its own."""

from __future__ import annotations

import os
import signal
import socket
import stat
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from maatwerk import testing
from maatwerk.commands import home
from maatwerk.demo import standing
from maatwerk.ground.embedded import InUse
from maatwerk.ground.settings import from_environment


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def ground(services: testing.Services, tmp_path: Path) -> Iterator[standing.Ground]:
    """A demo's ground on the servers of this test run, with its database gone afterwards."""
    yield standing.Ground(tmp_path, services.postgres, {"MAATWERK_BASE_URL": "http://localhost:8000"}, 8000)
    with psycopg.connect(services.postgres.admin_url, autocommit=True) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {standing.DATABASE} WITH (FORCE)")


def there(ground: standing.Ground) -> bool:
    with psycopg.connect(ground.postgres.admin_url) as admin:
        found = admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", (standing.DATABASE,)).fetchone()
    return found is not None


def test_two_demos_do_not_share_a_folder(tmp_path: Path) -> None:
    with standing.held(tmp_path, reset=False), pytest.raises(InUse), standing.held(tmp_path, reset=True):
        pass


def test_reset_empties_the_folder(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "data").touch()
    (tmp_path / "loaded.json").touch()
    with standing.held(tmp_path, reset=True):
        assert [path.name for path in tmp_path.iterdir()] == ["lock"]


def test_without_reset_the_folder_is_kept(tmp_path: Path) -> None:
    (tmp_path / "loaded.json").touch()
    with standing.held(tmp_path, reset=False):
        assert (tmp_path / "loaded.json").exists()


def test_taken_port_is_named_before_anything_is_made() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(standing.PortTaken, match=rf"port {port} is taken.*--port"):
            standing.check_port(port)
        assert standing.free(port) not in (0, port)


def test_secrets_are_made_once_and_read_by_their_owner_only(tmp_path: Path) -> None:
    made = home.kept_secrets(tmp_path)
    assert home.kept_secrets(tmp_path) == made
    assert (mode(tmp_path / "secrets.json"), mode(home.keys(tmp_path))) == (0o600, 0o600)
    assert min(map(len, made.values())) >= 32


def test_settings_are_kept_for_commands_beside_the_demo(tmp_path: Path) -> None:
    home.keep_environment(tmp_path, {"MAATWERK_DEMO": "1"})
    assert (home.kept_environment(tmp_path), mode(tmp_path / "settings.json")) == ({"MAATWERK_DEMO": "1"}, 0o600)


def test_folder_without_a_demo_has_no_settings(tmp_path: Path) -> None:
    assert home.kept_environment(tmp_path) is None


def test_private_file_is_never_half_written(tmp_path: Path) -> None:
    home.write_private(tmp_path / "x.json", "one")
    home.write_private(tmp_path / "x.json", "two")
    assert ((tmp_path / "x.json").read_text(), [path.name for path in tmp_path.iterdir()]) == ("two", ["x.json"])


def test_checkout_is_found_from_anywhere_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    root = home.root()
    monkeypatch.chdir(root / "platform" / "maatwerk")
    assert (home.root(), home.listing(home.default())) == (root, root / "var" / "demo.json")


def test_database_of_somebody_else_is_left_alone(ground: standing.Ground) -> None:
    with psycopg.connect(ground.postgres.admin_url, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {standing.DATABASE}")
    with pytest.raises(standing.NotADemo, match="not made by a demo"):
        standing.make_database(ground, complete=False)
    assert there(ground) is True


def test_half_loaded_database_is_made_anew(ground: standing.Ground) -> None:
    standing.make_database(ground, complete=False)
    with psycopg.connect(ground.postgres.admin_url_for(standing.DATABASE), autocommit=True) as inside:
        inside.execute("CREATE TABLE half (a int)")
    standing.make_database(ground, complete=True)
    with psycopg.connect(ground.postgres.admin_url_for(standing.DATABASE)) as inside:
        assert inside.execute("SELECT count(*) FROM half").fetchone() == (0,)
    standing.make_database(ground, complete=False)
    with psycopg.connect(ground.postgres.admin_url_for(standing.DATABASE)) as inside:
        assert inside.execute("SELECT to_regclass('half')").fetchone() == (None,)


def test_data_of_other_migrations_is_refused_in_one_line(tmp_path: Path) -> None:
    standing.keep_made_with(tmp_path, {"0001_ground.py": "a", "0002_rooms.py": "b"})
    with pytest.raises(standing.OlderDemo, match="make demo-reset"):
        standing.check_made_with(tmp_path, {"0001_ground.py": "a", "0002_rooms.py": "c"})


def test_data_that_only_lacks_a_newer_migration_is_kept(tmp_path: Path) -> None:
    standing.keep_made_with(tmp_path, {"0001_ground.py": "a"})
    standing.check_made_with(tmp_path, {"0001_ground.py": "a", "0002_rooms.py": "b"})


def test_settings_of_a_ground_are_a_demos(services: testing.Services, tmp_path: Path) -> None:
    kept = home.kept_secrets(tmp_path)
    environment = {
        "MAATWERK_BASE_URL": "http://localhost:8000",
        "MAATWERK_SECRET": kept["secret"],
        "MAATWERK_KEYS": str(home.keys(tmp_path)),
        "MAATWERK_DATABASE_URL": services.postgres.url_for("maatwerk_app", kept["app"], standing.DATABASE),
        "MAATWERK_DATABASE_WORKER_URL": services.postgres.url_for("maatwerk_worker", kept["worker"], standing.DATABASE),
        "MAATWERK_REDIS_URL": services.store,
        "MAATWERK_SMTP_URL": "smtp://127.0.0.1:1",
        "MAATWERK_DEMO": "1",
    }
    found = from_environment(environment)
    assert (found.demo, found.bare_host, found.secure) == (True, "localhost", False)


def test_stop_is_heard_and_ends_something_long() -> None:
    before = {name: signal.getsignal(name) for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        stop, steps = standing.Stop(), []
        step = stop.before(lambda done, of, what: steps.append(done))
        step(1, 2, "x")
        assert stop.wait(0) is False
        os.kill(os.getpid(), signal.SIGTERM)
        assert stop.wait(5) is True
        with pytest.raises(SystemExit):
            step(2, 2, "x")
        assert steps == [1]
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)
