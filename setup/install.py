"""Makes var/venv: every pinned package, and this checkout's own packages on top; a second run finds it done.

Runs with any Python 3.11 or later and nothing but the standard library.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
VENV = VAR / "venv"
LOCK = ROOT / "requirements-dev.lock"
DONE = VENV / "maatwerk-installed"
OLDEST = (3, 11)


def members() -> list[Path]:
    """The folders of this checkout that are packages of their own: the platform and every plug-in."""
    return [ROOT / "platform", *sorted(p.parent for p in (ROOT / "plugins").glob("*/pyproject.toml"))]


def fingerprint() -> str:
    """What the virtual environment was made from: locks, packages' descriptions, place and Python version."""
    found = hashlib.sha256(f"{ROOT}\n{sys.version}".encode())
    for path in (Path(__file__), LOCK, *(member / "pyproject.toml" for member in members())):
        found.update(path.read_bytes())
    return found.hexdigest()


def run(*command: str | Path) -> None:
    """Runs one step; if it fails, its own message is the last thing on the screen."""
    environment = {"UV_CACHE_DIR": str(VAR / "cache" / "uv"), "UV_NO_CONFIG": "1", "UV_LINK_MODE": "hardlink"}
    subprocess.run([str(part) for part in command], check=True, cwd=ROOT, env={**environment, **os.environ})


def pins(names: set[str]) -> str:
    """The part of the lock about these packages, hashes included."""
    kept: list[str] = []
    keep = False
    for line in LOCK.read_text().splitlines():
        if line and not line[0].isspace():
            keep = line.split("==")[0] in names
        if keep:
            kept.append(line)
    return "\n".join(kept) + "\n"


def install_uv(python: Path) -> Path:
    """Brings the pinned uv into the virtual environment by plain pip, its hashes checked."""
    wanted = VAR / "uv.lock.txt"
    wanted.write_text(pins({"uv"}))
    run(python, "-m", "pip", "install", "--quiet", "--require-hashes", "--no-deps", "-r", wanted)
    wanted.unlink()
    return VENV / "bin" / "uv"


def sync(python: Path) -> None:
    """Installs what the lock names: by uv in seconds, or by plain pip where uv does not get through."""
    packages = [part for member in members() for part in ("-e", member)]
    local = ["--no-deps", "--no-build-isolation", *packages]
    try:
        uv = install_uv(python)
        run(uv, "pip", "sync", "--quiet", "--require-hashes", "--python", python, LOCK)
        run(uv, "pip", "install", "--quiet", "--python", python, *local)
    except (subprocess.CalledProcessError, OSError):
        print("uv did not get through; installing with pip, which takes a minute or two", flush=True)
        run(python, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", LOCK)
        run(python, "-m", "pip", "install", "--quiet", *local)


def make_venv() -> Path:
    """A new, empty virtual environment with pip."""
    shutil.rmtree(VENV, ignore_errors=True)
    run(sys.executable, "-m", "venv", VENV)
    return VENV / "bin" / "python"


@contextmanager
def alone() -> Iterator[None]:
    """Two starts at once: the second waits until the first has installed."""
    VAR.mkdir(exist_ok=True)
    with (VAR / "install.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def main() -> int:
    """Installs when something changed; prints one line about it, or nothing when all is there."""
    if sys.version_info[:2] < OLDEST:
        print(f"Maatwerk needs Python 3.11 or later; {sys.executable} is {sys.version.split()[0]}.", file=sys.stderr)
        return 1
    try:
        with alone():
            wanted = fingerprint()
            if DONE.is_file() and DONE.read_text() == wanted:
                return 0
            began = time.monotonic()
            print("Installing Maatwerk's packages into var/venv ...", flush=True)
            existing = VENV / "bin" / "python"
            sync(existing if DONE.is_file() else make_venv())
            DONE.write_text(wanted)
            print(f"Installed in {time.monotonic() - began:.0f} s.", flush=True)
    except PermissionError as problem:
        print(f"No right to write {problem.filename}: was it made by another user? Remove var/.", file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as problem:
        shown = " ".join(str(part) for part in problem.cmd)
        print(f"This step of the installation failed: {shown}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
