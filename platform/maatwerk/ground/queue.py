"""The doorbell: Redis Queue carries ids only and is never the record (trust.md section 4)."""

from __future__ import annotations

from flask import Flask, current_app
from redis import Redis
from redis.exceptions import RedisError
from rq import Queue
from rq.serializers import JSONSerializer

NAME = "maatwerk"


def install(app: Flask, url: str) -> None:
    """Remember where the queue's store is; nothing is connected yet."""
    app.extensions["maatwerk.redis"] = Redis.from_url(url, socket_timeout=2, socket_connect_timeout=1)


def store() -> Redis:
    """The store of the running app: HMACs and ids only (ruling 13)."""
    return current_app.extensions["maatwerk.redis"]


def queue() -> Queue:
    """The one queue, JSON only, so that a pickle in it is refused."""
    return Queue(NAME, connection=store(), serializer=JSONSerializer)


def ring(job: str, **ids: str) -> bool:
    """Ask a worker to look now; False when the store is gone, in which case the sweeper finds it within a minute."""
    try:
        queue().enqueue(job, kwargs=ids, result_ttl=0, failure_ttl=86_400)
    except RedisError:
        return False
    return True
