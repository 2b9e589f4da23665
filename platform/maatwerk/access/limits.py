"""How often somebody may try: counted in the store under names that tell nothing, in memory when it is gone."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from flask_babel import gettext as _
from redis.exceptions import RedisError

from maatwerk.access.work import Refused
from maatwerk.ground import clock, queue
from maatwerk.tenancy.keys import store_key


class TooMany(Refused):
    """Too often in too short a time; the message says when to try again (429)."""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `times` in `seconds`; `shut` ones stay closed after their number while the store is gone."""

    times: int
    seconds: int
    shut: bool = False


LIMITS = {
    "password.account": Limit(10, 900, shut=True),
    "password.address": Limit(50, 900, shut=True),
    "code": Limit(8, 900, shut=True),
    "link.account": Limit(5, 900),
    "link.address": Limit(60, 900),
    "nominate": Limit(30, 3600),
    "apply": Limit(30, 3600),
    "trial": Limit(10, 3600),
    "trial.email": Limit(3, 3600),
    "worry": Limit(20, 3600),
}
_memory: dict[str, tuple[float, int]] = {}
_lock = threading.Lock()


def check(kind: str, key: object) -> None:
    """Count one try; TooMany beyond the limit of its kind.

    Raises:
        KeyError: no limit of that kind.
    """
    limit = LIMITS[kind]
    name = store_key(f"limit.{kind}", key)
    try:
        count = _in_store(name, limit)
    except RedisError:
        count = _in_memory(name, limit)
    if count > limit.times:
        minutes = max(1, limit.seconds // 60)
        raise TooMany(_("That was too often. Wait %(minutes)s minutes and try again.", minutes=minutes))


def clear(kind: str, key: object) -> None:
    """Forget the tries: it went well."""
    name = store_key(f"limit.{kind}", key)
    with _lock:
        _memory.pop(name, None)
    try:
        queue.store().delete(name)
    except RedisError:
        return


def _in_store(name: str, limit: Limit) -> int:
    pipe = queue.store().pipeline()
    pipe.incr(name)
    pipe.expire(name, limit.seconds, nx=True)
    return int(pipe.execute()[0])


def _in_memory(name: str, limit: Limit) -> int:
    with _lock:
        since, count = _memory.get(name, (clock.steady_seconds(), 0))
        if not limit.shut and clock.steady_seconds() - since > limit.seconds:
            since, count = clock.steady_seconds(), 0
        _memory[name] = (since, count + 1)
        return count + 1
