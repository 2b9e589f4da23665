"""Pages of all rooms use the components as they are offered, and only looks that exist."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from inspect import Parameter, signature
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from maatwerk.interface import icons, rows

ROOT = Path(__file__).parents[2]
OWN = ROOT / "platform/maatwerk/interface/templates/interface"
STYLES = ROOT / "platform/maatwerk/interface/static/css"
# A name that is put together by the template is known by its page's own tests.
BUILT = re.compile(r"\{[{%].*?[%}]\}", re.DOTALL)
DRAWN = {
    "icon": icons.icon,
    "face": icons.face,
    "pill": rows.pill,
    "avatar": rows.avatar,
    "pair": rows.pair,
    "phase_bar": rows.phase_bar,
    "row_cells": rows.row_cells,
}

environment = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"])


def templates() -> list[Path]:
    """Every page of the core and of the plug-ins, but for the layouts themselves."""
    found = [*ROOT.glob("platform/maatwerk/*/templates/**/*.html"), *ROOT.glob("plugins/*/*/**/templates/**/*.html")]
    return sorted(path for path in found if OWN not in path.parents)


@cache
def parsed(path: Path) -> nodes.Template:
    """A template as its syntax tree."""
    return environment.parse(path.read_text("utf-8"), filename=str(path))


@cache
def offered() -> dict[str, tuple[set[str], int, int]]:
    """Each component with the names of what it takes, and how many of them at least and at most."""
    found = {name: _takes(function) for name, function in DRAWN.items()}
    for part in (OWN / "parts").glob("*.html"):
        for macro in parsed(part).find_all(nodes.Macro):
            names = [str(argument.name) for argument in macro.args]
            found[macro.name] = (set(names), len(names) - len(macro.defaults), len(names))
    return found


def _takes(function: Callable[..., object]) -> tuple[set[str], int, int]:
    taken = signature(function).parameters.values()
    needed = [one for one in taken if one.default is Parameter.empty]
    return {one.name for one in taken}, len(needed), len(taken)


def wrong_calls(path: Path) -> Iterator[str]:
    """Calls of a component with too few, too many or unknown values."""
    tree = parsed(path)
    names: dict[str, str] = {}
    for imported in tree.find_all(nodes.FromImport):
        if isinstance(imported.template, nodes.Const) and str(imported.template.value).startswith("interface/"):
            pairs = [name if isinstance(name, tuple) else (name, name) for name in imported.names]
            names.update({alias: name for name, alias in pairs})
            yield from (f"{path.name}: no component {name}" for name, _ in pairs if name not in _all(imported))
    for call in tree.find_all(nodes.Call):
        name = names.get(call.node.name) if isinstance(call.node, nodes.Name) else None
        if name not in offered() or call.dyn_args or call.dyn_kwargs:
            continue
        known, least, most = offered()[name]
        unknown = {argument.key for argument in call.kwargs} - known
        count = len(call.args) + len(call.kwargs)
        if unknown or not least <= count <= most:
            yield f"{path.name}:{call.lineno} {name}: {sorted(unknown) or count}"


def _all(imported: nodes.FromImport) -> set[str]:
    file = OWN.parent / str(imported.template.value)  # type: ignore[attr-defined]
    tree = parsed(file)
    made = {macro.name for macro in tree.find_all(nodes.Macro)}
    return made | {node.target.name for node in tree.find_all(nodes.Assign) if isinstance(node.target, nodes.Name)}


def test_components_are_called_as_they_are_offered() -> None:
    assert [wrong for path in templates() for wrong in wrong_calls(path)] == []


@pytest.mark.parametrize(
    ("page", "count"),
    [
        ('{% from "interface/components.html" import pill %}{{ pill("x", "ok") }}', 0),
        ('{% from "interface/components.html" import pill %}{{ pill() }}', 1),
        ('{% from "interface/components.html" import pill as p %}{{ p("x", colour="red") }}', 1),
        ('{% from "interface/components.html" import nothing %}', 1),
        ('{% from "interface/components.html" import icon %}{{ icon("a", "b", "c") }}', 1),
    ],
)
def test_wrong_calls_are_seen(tmp_path: Path, page: str, count: int) -> None:
    (tmp_path / "page.html").write_text(page)

    assert len(list(wrong_calls(tmp_path / "page.html"))) == count


def test_looks_that_pages_ask_for_exist() -> None:
    styled = {name for file in STYLES.glob("*.css") for name in re.findall(r"\.([a-z][\w-]*)", file.read_text("utf-8"))}
    unknown = {}
    for path in templates():
        asked = {
            name
            for value in re.findall(r'class="([^"]*)"', BUILT.sub("~", path.read_text("utf-8")))
            for name in value.split()
            if "~" not in name
        }
        if asked - styled:
            unknown[path.name] = sorted(asked - styled)

    assert unknown == {}


def test_every_page_stands_in_a_layout() -> None:
    """A page extends one of the layouts, or is a part that another page takes in."""
    loose = []
    for path in templates():
        tree = parsed(path)
        whole = any(True for _ in tree.find_all(nodes.Extends))
        if not whole and "<html" in path.read_text("utf-8"):
            loose.append(path.name)

    assert loose == []
