"""The commands of rooms get the application without changing what the rooms made."""

from __future__ import annotations

from maatwerk.commands import rooms
from maatwerk.programme.commands import group


def test_gathering_the_commands_leaves_each_room_its_own():
    before = {name: command.callback for name, command in group.commands.items()}
    gathered = next(found for found in rooms.groups() if found.name == group.name)

    assert {name: command.callback for name, command in group.commands.items()} == before
    assert set(gathered.commands) == set(before)
    assert all(gathered.commands[name].callback is not callback for name, callback in before.items())
