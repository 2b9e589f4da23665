"""Who hears what, in the same transaction: state that must hold together (architecture.md, "Upward needs")."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pkgutil import resolve_name
from typing import Any

Handler = Callable[[Any, Any], None]

_TABLE = (
    ("maatwerk.people.events:ConsentGiven", "maatwerk.intake.actions:on_consent"),
    ("maatwerk.people.events:ConsentWithdrawn", "maatwerk.intake.actions:on_withdrawn"),
    ("maatwerk.people.events:PermissionGiven", "maatwerk.intake.actions:on_consent"),
    ("maatwerk.intake.events:Admitted", "maatwerk.training.actions:on_admitted"),
    ("maatwerk.programme.events:ParticipationMoved", "maatwerk.matching.actions:on_moved"),
    ("maatwerk.matching.events:BothSaidYes", "maatwerk.trajectory.actions:on_both_said_yes"),
)


def handlers() -> dict[type, tuple[Handler, ...]]:
    """Event type to handlers, in order."""
    found: dict[type, list[Handler]] = {}
    for happening, handler in _TABLE:
        if find_spec(happening.split(":")[0]) and find_spec(handler.split(":")[0]):
            found.setdefault(resolve_name(happening), []).append(resolve_name(handler))
    return {event: tuple(hearing) for event, hearing in found.items()}
