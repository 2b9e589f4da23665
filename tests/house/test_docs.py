"""The documentation keeps up: commands, settings, targets and paths that it names are there, and none is left out."""

from __future__ import annotations

import re

import click
import pytest

from maatwerk.cli import main
from maatwerk.ground import settings
from tests.house import source

PAGES = ("README.md", *(name for name in source.files() if name.startswith("docs/") and name.endswith(".md")))
LINK = re.compile(r"\]\(((?!https?:)[^)#]+)")
OF_DEMO = {"MAATWERK_DEMO", "MAATWERK_MAIL_URL"}


def _commands(group: click.Group, above: str) -> list[str]:
    found = []
    for name, command in group.commands.items():
        words = f"{above} {name}"
        found += _commands(command, words) if isinstance(command, click.Group) else [words]
    return found


def test_page_of_commands_names_each() -> None:
    told = set(re.findall(r"`(maatwerk(?: [a-z]+)+)", source.text("docs/commands.md")))
    assert {words for words in told if words not in _commands(main, "maatwerk")} == set()
    assert set(_commands(main, "maatwerk")) == told


def test_page_for_operators_names_each_setting() -> None:
    told = set(re.findall(r"MAATWERK_[A-Z_]+[A-Z]", source.text("docs/operators.md")))
    assert told == set(settings._NAMES)


@pytest.mark.parametrize("page", PAGES)
def test_targets_that_a_page_names_are_there(page: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", source.text("Makefile"), re.MULTILINE))
    code = re.findall(r"`([^`\n]+)`|^(make .*)$", source.text(page), re.MULTILINE)
    told = {word for pair in code for word in re.findall(r"\bmake ([a-z-]+)", " ".join(pair))}
    assert told - targets == set()


@pytest.mark.parametrize("page", PAGES)
def test_paths_that_a_page_links_to_are_there(page: str) -> None:
    folder = (source.ROOT / page).parent
    assert [link for link in LINK.findall(source.text(page)) if not (folder / link).exists()] == []
