"""A command speaks as it is asked to, else as the terminal is set."""

from __future__ import annotations

import gettext as system
import os

import pytest

from maatwerk.language import terminal


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "nl_NL.UTF-8"}, "nl"),
        ({"LANG": "nl"}, "nl"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANG": "nl_NL.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "nl_NL.UTF-8"}, "nl"),
        ({"LANG": "nl_NL.UTF-8", "LC_ALL": ""}, "nl"),
    ],
)
def test_terminal_says_the_language(environment: dict[str, str], language: str) -> None:
    assert terminal.of(environment) == language


@pytest.mark.parametrize(
    ("arguments", "language"),
    [
        (["tenant", "list"], "en"),
        (["--language", "nl", "tenant", "list"], "nl"),
        (["--language=nl", "tenant", "list"], "nl"),
        (["-h", "--language", "nl"], "nl"),
        (["tenant", "add", "x", "--language", "nl"], "en"),  # that is the organisation's
        (["--language", "fr", "tenant"], "en"),
        (["--language"], "en"),
    ],
)
def test_option_before_the_first_word_wins(arguments: list[str], language: str) -> None:
    assert terminal.asked(arguments, {"LANG": "C"}) == language


def test_sentence_is_said_and_filled_in() -> None:
    with terminal.speaking("nl"):
        assert terminal.gettext("Front page: %(address)s", address="x") == "Voorpagina: x"
        assert terminal.ngettext("%(num)s chore done.", "%(num)s chores done.", 2) == "2 klussen gedaan."
        assert terminal.gettext("nobody translated this: %") == "nobody translated this: %"
    with terminal.speaking("en"):
        assert terminal.gettext("Front page: %(address)s", address="x") == "Front page: x"
        assert terminal.ngettext("%(num)s chore done.", "%(num)s chores done.", 1) == "1 chore done."


def test_system_words_are_taught_for_a_while_only() -> None:
    before = os.environ.get("LANGUAGE")
    with terminal.speaking("nl", ("Usage:",)):
        assert system.gettext("Usage:") == "Gebruik:"
    assert (system.gettext("Usage:"), os.environ.get("LANGUAGE")) == ("Usage:", before)
