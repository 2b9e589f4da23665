"""Every command of the contract is there, explains itself, answers in JSON, and says 0, 1 or 2."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from maatwerk.cli import main

CONTRACT = {
    *("demo", "serve", "worker", "doctor", "db upgrade", "db check", "tenant add", "tenant apply", "tenant list"),
    *("tenant export", "user invite", "user link", "user list", "programme list", "programme show"),
    *("programme enable", "programme disable", "import people", "match solve"),
}
LATER = {"db backup", "db restore", "tenant import", "tenant remove", "match run", "who-saw"}


def commands(group: click.Group, above: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, by its words."""
    for name, command in group.commands.items():
        words = f"{above} {name}".strip()
        if isinstance(command, click.Group):
            yield from commands(command, words)
        else:
            yield words, command


ALL = dict(commands(main))


@pytest.fixture(autouse=True)
def _plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests may have a Dutch terminal."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


def test_every_command_of_the_contract_is_there() -> None:
    assert set(ALL) >= CONTRACT


def test_what_is_not_built_yet_is_absent() -> None:
    assert set(ALL) & LATER == set()


@pytest.mark.parametrize("words", sorted(ALL))
def test_command_explains_itself(words: str) -> None:
    done = CliRunner().invoke(main, [*words.split(), "--help"])
    assert (done.exit_code, done.stdout.startswith(f"Usage: main {words}")) == (0, True)
    assert (ALL[words].help or "").strip() != ""


@pytest.mark.parametrize("words", sorted(ALL))
def test_command_can_answer_in_json(words: str) -> None:
    assert "--json" in {option for parameter in ALL[words].params for option in parameter.opts}


@pytest.mark.parametrize("words", sorted(ALL))
def test_wrong_use_is_code_two(words: str) -> None:
    done = CliRunner().invoke(main, [*words.split(), "--no-such-option"])
    assert (done.exit_code, done.stdout) == (2, "")


def test_missing_setting_is_one_clear_line() -> None:
    done = CliRunner().invoke(main, ["tenant", "list"], env={"MAATWERK_SECRET": "x" * 40})
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == "MAATWERK_BASE_URL is not set; Maatwerk cannot start without it\n"


def test_unknown_setting_is_named() -> None:
    done = CliRunner().invoke(main, ["db", "check"], env={"MAATWERK_SECERT": "x"})
    assert (done.exit_code, done.stderr.startswith("MAATWERK_SECERT is no setting of Maatwerk")) == (1, True)


def test_commands_without_settings_take_the_demos(tmp_path: Path) -> None:
    """In a checkout whose demo is not running the reason is said, and nothing else."""
    (tmp_path / "platform" / "maatwerk").mkdir(parents=True)
    (tmp_path / "pyproject.toml").touch()
    plain = {name: value for name, value in os.environ.items() if not name.startswith("MAATWERK_")}
    command = [sys.executable, "-m", "maatwerk.cli", "tenant", "list"]
    done = subprocess.run(command, cwd=tmp_path, env=plain, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "MAATWERK_BASE_URL is not set; Maatwerk cannot start without it\n"


def said(command: click.Command) -> list[str]:
    """Everything a command and its options explain."""
    helps = [command.help, *(getattr(parameter, "help", None) for parameter in command.params)]
    return [text for text in helps if text]


@pytest.mark.parametrize("words", sorted(ALL))
def test_every_command_explains_itself_in_dutch(words: str) -> None:
    english = said(ALL[words])
    done = CliRunner().invoke(main, [*words.split(), "--help"], env={"LC_ALL": "nl_NL.UTF-8"})
    dutch = said(ALL[words])
    assert (done.exit_code, done.stdout.startswith(f"Gebruik: main {words}")) == (0, True)
    assert [text for text in english if text in dutch and text != "Show this message and exit."] == []
    # The next one who asks in English gets English.
    assert CliRunner().invoke(main, [*words.split(), "--help"]).stdout.startswith("Usage: ")
    assert said(ALL[words]) == english


def test_wrong_use_is_said_in_dutch() -> None:
    done = CliRunner().invoke(main, ["--language", "nl", "tenant", "listt"])
    assert done.exit_code == 2
    assert done.stderr.splitlines()[0] == "Gebruik: main tenant [OPTIONS] COMMAND [ARGS]..."
    assert "De opdracht 'listt' is er niet." in done.stderr


def test_reason_is_said_in_dutch() -> None:
    done = CliRunner().invoke(main, ["tenant", "list"], env={"MAATWERK_SECRET": "x" * 40, "LC_ALL": "nl_NL.UTF-8"})
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == "MAATWERK_BASE_URL is niet gezet; zonder kan Maatwerk niet starten\n"
