"""A variant, a plug-in that brings it, facts about two people, and rows of this room."""

from __future__ import annotations

from types import ModuleType
from typing import Any
from uuid import UUID, uuid4

from maatwerk.access.work import Work
from maatwerk.programme import actions, snapshot
from maatwerk.programme.hookspecs import hookimpl
from maatwerk.programme.model import Participation, Programme
from maatwerk.programme.values import Facts, Role, RoleForms, RoleWords, Side, Variant

WALKER = RoleForms("walker", "walkers", "the walker", "your walker", "your walker", "The walker")
DUTCH_WALKER = RoleForms("wandelaar", "wandelaars", "de wandelaar", "je wandelaar", "uw wandelaar", "De wandelaar")
GUIDE = RoleForms("guide", "guides", "the guide", "your guide", "your guide", "The guide")


def a_variant(key: str = "walks/forest", **answers: Any) -> Variant:
    """The smallest variant there is: two roles and a name; all else the core answers."""
    values: dict[str, Any] = {
        "name": "Forest walks",
        "description": "Walk and talk.",
        "seeker_role": Role("walker", RoleWords(en=WALKER, nl=DUTCH_WALKER)),
        "supporter_role": Role("guide", RoleWords(en=GUIDE), needs_certificate=True),
    }
    return Variant(key=key, **(values | answers))


def a_plugin(*variants: Variant, **hooks: Any) -> ModuleType:
    """A plug-in that isn't installed, with these variants and answers to other hooks."""
    made = ModuleType("tests.made_plugin")
    made.programme_variants = hookimpl(_named("programme_variants", lambda: [*variants]))  # type: ignore[attr-defined]
    for name, answer in hooks.items():
        setattr(made, name, hookimpl(_named(name, answer)))
    return made


def _named(name: str, function: Any) -> Any:
    function.__name__ = name
    return function


def a_seeker(**known: Any) -> Facts:
    """What we know of someone who asks for support, everything that always must hold included."""
    return _facts(Side.SEEKER, {"own_yes": True, "languages": frozenset({"nl"})} | known)


def a_supporter(**known: Any) -> Facts:
    """What we know of someone who gives it."""
    return _facts(Side.SUPPORTER, {"certified": True, "languages": frozenset({"nl"})} | known)


def _facts(side: Side, known: dict[str, Any]) -> Facts:
    return Facts(**{"person_id": uuid4(), "participation_id": uuid4(), "side": side, **known})


def a_programme(work: Work, variant: str = "peer_support/tutor", **values: Any) -> Programme:
    """A running programme with a name of its own, so that no test meets another's."""
    row = Programme(
        **{"variant": variant, "name": f"Test {uuid4().hex[:8]}", "season": "2026-2027", "made_at": work.now, **values}
    )
    work.add(row)
    snapshot.changed(work)
    return row


def a_participation(
    work: Work, programme: Programme, person_id: UUID, side: str = "seeker", *states: str, **values: Any
) -> Participation:
    """Someone's part in a programme, taken through `states` one by one."""
    row = actions.enter(work, programme, person_id, side, **values)
    for state in states:
        actions.move(work, row, state)
    return row
