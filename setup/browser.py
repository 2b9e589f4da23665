"""The browser that the journeys are tested in: finds it; as root, installs it from the system's packages."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium", "fonts-liberation", "fonts-noto-color-emoji")
COMMAND = f"sudo apt-get update && sudo apt-get install -y {' '.join(PACKAGES)}"
ARGUMENTS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class NoBrowser(RuntimeError):
    """There is no browser here; the message is the one command that brings it."""


def executable() -> Path:
    """Where the browser is; raises NoBrowser with the command to run."""
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return Path(found)
    raise NoBrowser(f"The browser journeys need a browser. Run: {COMMAND}")


def launch_arguments() -> dict[str, object]:
    """What Playwright starts it with; pytest's fixture `browser_type_launch_args` returns this."""
    # Chromium's sandbox cannot be used by root.
    root = ("--no-sandbox",) if os.geteuid() == 0 else ()
    return {"executable_path": str(executable()), "args": [*ARGUMENTS, *root]}


def install() -> bool:
    """Installs the browser with its fonts, waiting for others who are installing; False when it did not work."""
    print("Installing a browser for the journeys ...", flush=True)
    apt = ["apt-get", "-o", "DPkg::Lock::Timeout=300", "-qq"]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update"], ["install", "-y", "--no-install-recommends", *PACKAGES]):
        done = subprocess.run(
            [*apt, *step], env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        if done.returncode:
            print(done.stdout.decode(errors="replace")[-2000:], file=sys.stderr)
    return any(shutil.which(name) for name in NAMES)


def main() -> int:
    """Brings a browser if it can; if it cannot, all other tests still run and the journeys say what to do."""
    try:
        executable()
    except NoBrowser as problem:
        if os.geteuid() != 0 or shutil.which("apt-get") is None or not install():
            print(problem, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
