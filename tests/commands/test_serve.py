"""The same application under another server: `wsgi:application` with gunicorn."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from maatwerk.commands import home
from maatwerk.demo import standing


def test_gunicorn_serves_the_same_door(environment: dict[str, str], tmp_path: Path) -> None:
    port = standing.free()
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "wsgi:application"]
    plain = {name: value for name, value in os.environ.items() if not name.startswith("MAATWERK_")}
    with (tmp_path / "gunicorn.log").open("w") as log:
        server = subprocess.Popen(command, cwd=home.root(), env={**plain, **environment}, stdout=log, stderr=log)
    try:
        assert _asked(f"http://127.0.0.1:{port}/readyz") == b"ready, queue up\n", (
            tmp_path / "gunicorn.log"
        ).read_text()
    finally:
        server.terminate()
        server.wait(30)


def _asked(address: str) -> bytes:
    """The answer, as soon as there is one."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                found: bytes = answer.read()
                return found
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    return b"nobody answers"
