"""The worker: our own jobs only, the clock by itself, no harm when the store is gone."""

from __future__ import annotations

import smtplib
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from redis import Redis
from rq import Queue
from rq.job import JobStatus
from rq.serializers import JSONSerializer
from sqlalchemy import select

from maatwerk import testing
from maatwerk.app import create_app
from maatwerk.commands import opened, worker
from maatwerk.commands.worker import Worker
from maatwerk.correspondence.model import Letter
from maatwerk.ground.database import db
from maatwerk.ground.settings import from_environment
from maatwerk.schedule import Chore, Rounds


@pytest.fixture
def bell(services: testing.Services) -> Iterator[Queue]:
    """A queue of this test's own."""
    store = Redis.from_url(services.store)
    found = Queue(f"test-{time.monotonic_ns()}", connection=store, serializer=JSONSerializer)
    yield found
    found.empty()
    store.close()


def done(app: Flask, bell: Queue, name: str, **kwargs: str) -> JobStatus | None:
    """What becomes of a job that somebody put in the queue."""
    job = bell.enqueue(name, kwargs=kwargs, result_ttl=60, failure_ttl=60)
    hand = Worker([bell], connection=bell.connection, serializer=JSONSerializer)
    hand.app, hand.stopping = app, threading.Event()
    hand.work(burst=True, logging_level="CRITICAL")
    return job.get_status()


def test_worker_does_a_job_of_a_room(app: Flask, bell: Queue, noord: testing.TenantFixture) -> None:
    status = done(app, bell, "maatwerk.matching.jobs.hourly", tenant=str(noord.id))
    assert status is JobStatus.FINISHED


def test_job_without_an_open_tenant_is_refused(app: Flask, bell: Queue) -> None:
    assert done(app, bell, "maatwerk.matching.jobs.hourly", tenant="nobody") is JobStatus.FAILED


@pytest.mark.parametrize(
    "name", ["os.system", "maatwerk.app.create_app", "maatwerk.tenancy.jobs.in_tenant.x", "os.jobs.remove"]
)
def test_whoever_writes_to_the_store_cannot_choose_what_runs(
    app: Flask, bell: Queue, tmp_path: Path, name: str
) -> None:
    mark = tmp_path / "mark"
    assert done(app, bell, name, command=f"touch {mark}") is JobStatus.FAILED
    assert not mark.exists()


def test_round_goes_on_when_one_chore_fails(app: Flask, noord: testing.TenantFixture) -> None:
    seen: list[str] = []

    def breaks(tenant: str) -> None:
        raise smtplib.SMTPException("gone")

    rounds = Rounds(chores=(Chore("breaks", 0, breaks), Chore("works", 0, seen.append)))
    with app.app_context():
        rounds.go()
    assert (str(noord.id) in seen, rounds.failures >= 1) == (True, True)


def test_chore_waits_for_its_time(app: Flask, noord: testing.TenantFixture) -> None:
    seen: list[str] = []
    rounds = Rounds(chores=(Chore("hourly", 3600, seen.append),))
    with app.app_context():
        rounds.go()
        first = len(seen)
        rounds.go()
    assert (first >= 1, len(seen)) == (True, first)


def test_rounds_send_letters_without_a_store(environment: dict[str, str], run: Any, answer: Any) -> None:
    """The bell is lost when the store is gone; a round finds the letter all the same."""
    gone = {"MAATWERK_REDIS_URL": "redis://127.0.0.1:1/0"}
    run("tenant", "add", "zonderbel", "--admin", "baas@zonderbel.example", env=gone)
    words = ("user", "invite", "roos@zonderbel.example", "--tenant", "zonderbel", "--given", "Roos", "--family", "Veen")
    run(*words, "--role", "coordinator", env=gone)
    run("worker", "--once", env=gone)

    def letters() -> list[tuple[str, int]]:
        with create_app(from_environment(environment)).app_context():
            with opened.inside("zonderbel"):
                found = db.session.execute(
                    select(Letter.state, Letter.attempts).where(Letter.kind == "invitation")
                ).all()
                db.session.remove()
            db.engine.dispose()
        return [tuple(row) for row in found]  # type: ignore[misc]

    # No mail server answers at that address, so it waits for another try.
    assert letters() == [("queued", 1)]


def test_worker_stops_at_a_word(app: Flask) -> None:
    stopping = threading.Event()
    thread = threading.Thread(target=worker.go_round, args=(app, stopping, 60.0))
    thread.start()
    stopping.set()
    thread.join(60)
    assert thread.is_alive() is False


def test_store_that_is_gone_is_no_end(services: testing.Services, caplog: pytest.LogCaptureFixture) -> None:
    app = testing.create_app(testing.settings_for(services, redis_url="redis://127.0.0.1:1/0"))
    with app.app_context():
        worker._answer_the_bell(app, threading.Event())
        db.engine.dispose()
    assert "going on by the clock" in caplog.text
