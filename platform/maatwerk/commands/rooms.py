"""The commands that rooms bring: each room writes its own, here they get the application and their place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import copy
from functools import wraps
from importlib.util import find_spec
from pkgutil import resolve_name
from typing import Any

import click

from maatwerk.commands import opened
from maatwerk.ground.reason import N_

# Where a room keeps its commands, and the group they belong to (None: they are a group themselves).
_ROOMS = (("maatwerk.programme.commands", None), ("maatwerk.people.commands", "import"))


def groups() -> Iterator[click.Group]:
    """Every group that a room brings, each command inside an open app."""
    for place, name in _ROOMS:
        if find_spec(place) is None:
            continue
        brought = [found for found in vars(resolve_name(place)).values() if isinstance(found, click.Command)]
        own = [found for found in brought if isinstance(found, click.Group)]
        if name is not None and name not in {group.name for group in own}:
            own = [click.Group(name, commands=brought, help=N_("Take in a file from another system."))]
        for group in own:
            opened_group = _open_for(group)
            assert isinstance(opened_group, click.Group)
            yield opened_group


def _open_for(command: click.Command) -> click.Command:
    """The same command inside an open app; the room's own object stays as the room made it."""
    made = copy(command)
    if isinstance(made, click.Group):
        made.commands = {name: _open_for(child) for name, child in made.commands.items()}
    elif made.callback is not None:
        made.callback = _with_app(made.callback)
    return made


def _with_app(callback: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(callback)
    def run(*args: Any, **kwargs: Any) -> Any:
        with opened.app():
            return callback(*args, **kwargs)

    return run
