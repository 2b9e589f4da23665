"""The commands that people are told of are there, and a plain checkout can run them."""

from __future__ import annotations

import os
import re
import subprocess

import pytest

from setup import browser, install
from tests.house import source

TARGETS = {"audit", "bench", "check", "demo", "demo-reset", "docs", "migration", "test", "trust"}


def test_every_command_of_the_contract_is_there() -> None:
    assert set(re.findall(r"^([a-z-]+):", source.text("Makefile"), re.MULTILINE)) >= TARGETS


def test_machine_runs_what_the_readme_says() -> None:
    assert ("make test" in source.text(".ci/run"), "make test" in source.text("README.md")) == (True, True)
    assert os.access(source.ROOT / ".ci" / "run", os.X_OK)


def test_port_can_be_chosen() -> None:
    said = subprocess.run(
        ["make", "--dry-run", "demo", "PORT=8123"], cwd=source.ROOT, capture_output=True, text=True, check=True
    )
    assert "maatwerk demo --port 8123" in said.stdout


def test_all_state_is_in_one_folder_that_git_ignores() -> None:
    assert "/var/" in source.text(".gitignore").splitlines()
    assert [name for name in source.files() if name.startswith(("var/", "node_modules/")) or "/vendor/" in name] == []


def test_installer_knows_every_package_of_the_checkout() -> None:
    plugins = sorted(
        name.split("/")[1] for name in source.files() if name.endswith("/pyproject.toml") and "plugins/" in name
    )
    assert [member.name for member in install.members()] == ["platform", *plugins]


def test_installer_takes_a_pin_with_its_hashes() -> None:
    lines = install.pins({"uv"}).splitlines()
    assert re.fullmatch(r"uv==[\d.]+ \\", lines[0])
    assert all(line.strip().startswith(("--hash=sha256:", "#")) for line in lines[1:]), lines


def test_missing_browser_is_answered_with_one_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(browser.NoBrowser, match=r"Run: sudo apt-get update && sudo apt-get install -y chromium"):
        browser.executable()
