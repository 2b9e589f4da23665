"""Every check that needs no database and no network, side by side; prints one line each, and all of what failed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PLACES = ("platform", "plugins", "setup", "tests", "migrations/env.py", "wsgi.py")
HERE = tuple(place for place in PLACES if (ROOT / place).exists())
CHECKS: dict[str, list[str | Path]] = {
    "types": [BIN / "mypy"],
    "formatting": [BIN / "ruff", "format", "--check", "--quiet", "--output-format", "concise", *HERE],
    "lint": [BIN / "ruff", "check", "--quiet", "--output-format", "concise", *HERE],
    "import contracts": [BIN / "lint-imports", "--cache-dir", "var/cache/imports"],
    "catalogues": [sys.executable, "-m", "setup.words", "--check"],
    "Dutch sentences and words": [sys.executable, "-m", "setup.dutch"],
    "licences": [sys.executable, "-m", "setup.licences"],
}


def run(name: str) -> tuple[str, int, str, float]:
    """One check: its name, code, what it said, and how long it took."""
    began = time.monotonic()
    command = [str(part) for part in CHECKS[name]]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    return name, done.returncode, done.stdout, time.monotonic() - began


def main() -> int:
    """Runs all; 1 when one of them found something."""
    failed = []
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for name, code, said, seconds in pool.map(run, CHECKS):
            print(f"{'ok    ' if code == 0 else 'FAILED'} {name} ({seconds:.1f} s)", flush=True)
            if code:
                failed.append(name)
                print(said, flush=True)
    print(f"Failed: {', '.join(failed)}" if failed else f"All {len(CHECKS)} checks are well.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
