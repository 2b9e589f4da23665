"""`maatwerk.plugin` is the front door: sorted, whole, and the only way in."""

from __future__ import annotations

import ast
from pathlib import Path

from maatwerk import plugin
from maatwerk.programme import values

PLUGINS = Path(__file__).resolve().parents[2] / "plugins"


def test_front_door_is_sorted_as_the_linter_sorts() -> None:
    constants = [name for name in plugin.__all__ if name.isupper()]
    classes = [name for name in plugin.__all__ if name[0].isupper() and not name.isupper()]
    functions = [name for name in plugin.__all__ if name[0].islower()]
    assert plugin.__all__ == [*sorted(constants), *sorted(classes), *sorted(functions)]


def test_front_door_opens_on_everything_it_names_and_names_everything_it_imports() -> None:
    tree = ast.parse(Path(plugin.__file__ or "").read_text())
    imported = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module != "__future__"
        for alias in node.names
    }
    assert imported == set(plugin.__all__)
    assert [name for name in plugin.__all__ if not hasattr(plugin, name)] == []


def test_front_door_has_every_value_that_a_variant_is_made_of() -> None:
    made_of = {name for name in values.__all__ if name[0].isupper()} - {"API", "Lazy", "PhaseKey", "Slot"}
    assert made_of - set(plugin.__all__) == set()


def test_api_is_the_version_of_the_values() -> None:
    assert plugin.api == values.API == 1


def test_plugins_of_the_house_come_in_by_the_front_door() -> None:
    found = {
        (file.name, node.module)
        for file in PLUGINS.glob("*/maatwerk_*/**/*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("maatwerk.")
    }
    assert {module for _file, module in found} == {"maatwerk.plugin"}
