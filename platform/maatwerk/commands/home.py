"""Where the demo lives: one folder below var/, with its secrets readable by its owner only."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from maatwerk.ground import crypto
from maatwerk.ground.settings import write_keys

NAMES = {
    "secret": "MAATWERK_SECRET",
    "app": "MAATWERK_DATABASE_URL",
    "worker": "MAATWERK_DATABASE_WORKER_URL",
    "admin": "MAATWERK_DATABASE_ADMIN_URL",
}


def root() -> Path:
    """The checkout we stand in, else the one this package was installed from, else where we stand."""
    here = Path.cwd()
    for folder in (here, *here.parents, *Path(__file__).resolve().parents):
        if (folder / "platform" / "maatwerk").is_dir() and (folder / "pyproject.toml").is_file():
            return folder
    return here


def default() -> Path:
    """The demo's own folder."""
    return root() / "var" / "demo"


def listing(state: Path) -> Path:
    """The file that tells programs who is in the demo: beside the folder."""
    return state.with_suffix(".json")


def kept_environment(state: Path) -> Mapping[str, str] | None:
    """The settings of a demo that was started here, or None."""
    try:
        found: Mapping[str, str] = json.loads((state / "settings.json").read_text())
    except (OSError, ValueError):
        return None
    return found


def keep_environment(state: Path, environment: Mapping[str, str]) -> None:
    """Keep the settings for `maatwerk` commands beside the running demo."""
    write_private(state / "settings.json", json.dumps(dict(environment), indent=2))


def kept_secrets(state: Path) -> dict[str, str]:
    """The demo's secret and its database passwords, made at the first start; the master keys are beside them."""
    path = state / "secrets.json"
    if path.exists():
        found: dict[str, str] = json.loads(path.read_text())
        return found
    made = {name: secrets.token_urlsafe(36) for name in ("secret", "app", "worker")}
    write_private(path, json.dumps(made))
    write_keys(keys(state), {1: crypto.new_key()})
    return made


def keys(state: Path) -> Path:
    """The file of master keys."""
    return state / "keys.json"


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, whole or not at all."""
    beside = path.with_name(path.name + ".new")
    beside.unlink(missing_ok=True)
    beside.touch(mode=0o600)
    beside.write_text(text)
    os.replace(beside, path)
