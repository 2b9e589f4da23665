"""The worker: answers the queue's bell, and goes round by itself for whatever the bell missed."""

from __future__ import annotations

import logging
import signal
import threading
from types import FrameType
from typing import Any

import click
from flask import Flask, current_app
from redis import Redis
from redis.exceptions import RedisError
from rq import Queue, SimpleWorker
from rq.job import Job
from rq.serializers import JSONSerializer

from maatwerk.access import health
from maatwerk.commands import opened
from maatwerk.commands.output import tell, with_json
from maatwerk.ground import queue
from maatwerk.ground.database import db
from maatwerk.ground.reason import N_
from maatwerk.language.terminal import ngettext
from maatwerk.schedule import Rounds

log = logging.getLogger("maatwerk.worker")
ROUND_SECONDS = 30
WAIT_FOR_STORE = 5


class NotOurs(RuntimeError):
    """The queue asked for something that is no job of the house: whoever can write to the store must not choose."""


class OwnJob(Job):
    """A job of one of the rooms, or none at all."""

    def perform(self) -> Any:
        """Do it, inside an app context of its own."""
        name = str(self.func_name)
        room, _dot, door = name.removeprefix("maatwerk.").partition(".jobs.")
        if name.startswith("maatwerk.") and room.isidentifier() and door.isidentifier():
            return super().perform()
        raise NotOurs("a job was refused: it is none of ours")


class Worker(SimpleWorker):
    """Runs jobs in this process, each in an app context of its own, and stops at a signal."""

    app: Flask
    stopping: threading.Event
    job_class = OwnJob

    def perform_job(self, job: Job, queue: Queue, *rest: Any) -> bool:
        """Run one job."""
        with self.app.app_context():
            try:
                return bool(super().perform_job(job, queue, *rest))
            finally:
                db.session.remove()

    def request_stop(self, signum: int, frame: FrameType | None) -> None:
        """A signal said stop."""
        self.stopping.set()
        super().request_stop(signum, frame)


@click.command("worker", help=N_("Do the jobs of the queue, and go round every half minute, until stopped."))
@click.option("--once", is_flag=True, help=N_("Do everything that waits now, then stop."))
@with_json
def command(once: bool, as_json: bool) -> None:
    """Do the jobs of the queue, and go round every half minute, until stopped."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    logging.getLogger("rq").setLevel(logging.WARNING)
    with opened.app(worker=True) as app:
        health.make_sure()
        if once:
            rounds = Rounds()
            done = rounds.go()
            tell(
                {"done": done, "failed": rounds.failures},
                [ngettext("%(num)s chore done.", "%(num)s chores done.", done)],
                as_json=as_json,
            )
            raise SystemExit(1 if rounds.failures else 0)
        run(app)


def run(app: Flask) -> None:
    """Serve bell and clock until a signal says stop; without a store the clock alone goes on."""
    stopping = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopping.set())
    clockwork = threading.Thread(target=go_round, args=(app, stopping), name="rounds")
    clockwork.start()
    try:
        while not stopping.is_set():
            _answer_the_bell(app, stopping)
            stopping.wait(WAIT_FOR_STORE)
    finally:
        stopping.set()
        clockwork.join()


def go_round(app: Flask, stopping: threading.Event, every: float = ROUND_SECONDS) -> None:
    """Do what the clock asks, each half minute."""
    rounds = Rounds()
    while not stopping.is_set():
        with app.app_context():
            try:
                rounds.go()
            except Exception:
                log.exception("a round went wrong; the next one tries again")
            finally:
                db.session.remove()
        stopping.wait(every)


def _answer_the_bell(app: Flask, stopping: threading.Event) -> None:
    """Work for as long as the store is there; RQ itself stops at a signal."""
    store = Redis.from_url(current_app.extensions["maatwerk.settings"].redis_url)
    try:
        store.ping()
        bell = Queue(queue.NAME, connection=store, serializer=JSONSerializer)
        worker = Worker([bell], connection=store, serializer=JSONSerializer)
        worker.app, worker.stopping = app, stopping
        worker.work(logging_level="WARNING")
    except RedisError as error:
        log.warning("the queue's store does not answer (%s); going on by the clock", type(error).__name__)
    finally:
        store.close()
