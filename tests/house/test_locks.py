"""Everything installed is pinned with its hash, asked for with a reason, and free to use."""

from __future__ import annotations

import json
import re
import tomllib

import pytest

from setup import licences
from tests.house import source

LOCKS = ("requirements.lock", "requirements-dev.lock", "package-lock.json")


def _pins(lock: str) -> set[str]:
    return set(re.findall(r"^([a-z0-9][a-z0-9.-]*(?:\[\w+\])?==[^\s;\\]+)", source.text(lock), re.MULTILINE))


def _wishes(name: str) -> dict[str, str]:
    """What a list of wishes asks for, with the reason of each."""
    found = {}
    for line in source.text(name).splitlines():
        if line and not line.startswith(("#", "-r")):
            wish, _, reason = line.partition("#")
            found[wish.strip()] = reason.strip()
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_locks_name_no_host(lock: str) -> None:
    assert re.findall(r"\w+://\S+|\bindex-url\b|\bresolved\b", source.text(lock)) == []


@pytest.mark.parametrize("lock", LOCKS[:2])
def test_every_python_pin_has_a_hash(lock: str) -> None:
    blocks = re.split(r"\n(?=[a-z0-9])", source.text(lock).strip())
    pinned = [block for block in blocks if re.match(r"[a-z0-9]", block)]
    assert [block.splitlines()[0] for block in pinned if "--hash=sha256:" not in block] == []
    assert len(pinned) == len(_pins(lock)) > 40


def test_what_runs_is_what_was_tested() -> None:
    assert _pins("requirements.lock") - _pins("requirements-dev.lock") == set()


@pytest.mark.parametrize("name", ["requirements.in", "requirements-dev.in"])
def test_every_wish_has_its_reason(name: str) -> None:
    assert [wish for wish, reason in _wishes(name).items() if not reason] == []


@pytest.mark.parametrize(("name", "lock"), [("requirements.in", LOCKS[0]), ("requirements-dev.in", LOCKS[1])])
def test_every_wish_is_pinned(name: str, lock: str) -> None:
    pinned = {pin.split("==")[0] for pin in _pins(lock)}
    assert {re.sub(r"\[.*", "", wish) for wish in _wishes(name)} - pinned == set()


def test_package_asks_for_what_the_wishes_say() -> None:
    package = tomllib.loads(source.text("platform/pyproject.toml"))
    assert sorted(package["project"]["dependencies"]) == sorted(_wishes("requirements.in"))


def test_npm_packages_are_pinned_exactly() -> None:
    wanted = json.loads(source.text("package.json"))["dependencies"]
    locked = json.loads(source.text("package-lock.json"))["packages"]
    assert [name for name, version in wanted.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []
    assert {name: locked[f"node_modules/{name}"]["version"] for name in wanted} == wanted
    assert [
        name for name, found in locked.items() if name and not found.get("integrity", "").startswith("sha512-")
    ] == []


def test_licences_leave_us_free() -> None:
    assert licences.problems() == []


@pytest.mark.parametrize(
    ("said", "free"),
    [
        ("MIT", True),
        ("Apache-2.0 OR BSD-3-Clause", True),
        ("MPL-2.0", True),
        ("LGPL-3.0-only", True),
        ("PSF-2.0 AND MIT", True),
        ("OFL-1.1", True),
        ("GPL-3.0-or-later", False),
        ("AGPL-3.0", False),
        ("MIT AND GPL-2.0-only", False),
        ("MIT OR GPL-2.0-only", True),
        ("Proprietary", False),
        ("", False),
    ],
)
def test_licence_is_judged_by_its_words(said: str, free: bool) -> None:
    assert licences.is_free(said) is free
