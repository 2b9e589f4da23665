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
    *("programme enable", "programme disable", "import people"),
}
LATER = {"db backup", "db restore", "tenant import", "tenant remove", "match run", "match solve", "who-saw"}


def commands(group: click.Group, above: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, by its words."""
    for name, command in group.commands.items():
        words = f"{above} {name}".strip()
        if isinstance(command, click.Group):
            yield from commands(command, words)
        else:
            yield words, command


ALL = dict(commands(main))


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
