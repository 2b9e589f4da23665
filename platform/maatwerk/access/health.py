"""Is it alive, is it ready: for whoever runs the installation, on every host."""

from __future__ import annotations

import logging
import threading

from flask import Flask, Response, current_app, request
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from maatwerk.access.requests import public
from maatwerk.ground import queue
from maatwerk.ground.database import db
from maatwerk.interface import assets
from maatwerk.tenancy import upgrade

log = logging.getLogger("maatwerk.health")
_lock = threading.Lock()


def install(app: Flask) -> None:
    """Serve /healthz and /readyz; until the database is as it must be, every page is 503."""
    app.extensions["maatwerk.ready"] = False
    app.add_url_rule("/healthz", "healthz", healthz)
    app.add_url_rule("/readyz", "readyz", readyz)
    app.before_request_funcs.setdefault(None, []).insert(0, _wait_until_ready)


def make_sure() -> None:
    """Check server, roles, revisions, policies and built assets; raises NotReady with what to do."""
    with _lock:
        if current_app.extensions["maatwerk.ready"]:
            return
        upgrade.check(db.engine, current_app.extensions["maatwerk.histories"])
        assets.check()
        current_app.extensions["maatwerk.ready"] = True


def _wait_until_ready() -> Response | None:
    if request.path in ("/healthz", "/readyz") or current_app.extensions["maatwerk.ready"]:
        return None
    return None if _ready() else _plain("Maatwerk is starting or being renewed.", 503)


def _ready() -> bool:
    try:
        make_sure()
    except (upgrade.NotReady, SQLAlchemyError, assets.AssetsMissing) as error:
        log.error("not ready: %s", str(error).splitlines()[0])
        return False
    return True


@public("it tells that the process lives, nothing else", everywhere=True)
def healthz() -> Response:
    """The process lives."""
    return _plain("alive", 200)


@public("it tells whether the database is as the code needs it", everywhere=True)
def readyz() -> Response:
    """The database and its revisions are there; the queue is reported, not required."""
    try:
        queue_state = "queue up" if queue.store().ping() else "queue down"
    except RedisError:
        queue_state = "queue down"
    return _plain(f"ready, {queue_state}", 200) if _ready() else _plain(f"not ready, {queue_state}", 503)


def _plain(text: str, status: int) -> Response:
    return Response(text + "\n", status=status, content_type="text/plain; charset=utf-8")
