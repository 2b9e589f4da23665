"""Whether everything we install leaves us free to choose our own licence: by what each package says of itself."""

from __future__ import annotations

import json
import re
import sys
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FREE = re.compile(
    r"(0BSD|AFL|Apache|BSD|BlueOak|CC0|ISC|LGPL|Lesser General Public|MIT|MPL|Mozilla Public|OFL|PSF|"
    r"Python Software Foundation|Public Domain|Unlicense|Zlib)",
    re.IGNORECASE,
)
BOUND = re.compile(r"(?<!L)GPL|GNU General Public|GNU Affero|SSPL|BUSL|Proprietary", re.IGNORECASE)
# What says nothing useful of itself, read by a person.
READ = {
    "axe-playwright-python": "MIT, says its LICENSE file; nothing in its description",
    "docutils": "public domain and BSD; the GPL is for an Emacs mode that nobody here runs",
    "text-unidecode": "Artistic or GPL, as one chooses; only for naming test artefacts",
}


def is_free(said: str) -> bool:
    """Whether a licence, or a choice or sum of several, is permissive, MPL, LGPL, OFL or PSF."""
    said = said.replace("(", " ").replace(")", " ")
    choices = re.split(r"\s+OR\s+", said)
    return any(all(_one_is_free(part) for part in re.split(r"\s+AND\s+", choice)) for choice in choices)


def _one_is_free(said: str) -> bool:
    return bool(FREE.search(said)) and not BOUND.search(said)


def said_by(name: str) -> str | None:
    """What an installed package says of its licence; None when it isn't installed on this kind of machine."""
    try:
        said = metadata.metadata(name).json
    except metadata.PackageNotFoundError:
        return None
    if "license_expression" in said:
        return str(said["license_expression"])
    lines = [line.split("::")[-1].strip() for line in said.get("classifier", []) if line.startswith("License")]
    named = " AND ".join(line for line in lines if line != "OSI Approved")
    return named or str(said.get("license", "")).split("\n")[0]


def problems() -> list[str]:
    """The packages whose licence binds us or is unknown, a line each."""
    wrong = []
    for name in re.findall(r"^([a-z0-9][a-z0-9.-]*)==", (ROOT / "requirements-dev.lock").read_text(), re.MULTILINE):
        said = said_by(name)
        if said is not None and not is_free(said) and name not in READ:
            wrong.append(f"{name}: {said or 'says nothing of its licence'}")
    for place, package in json.loads((ROOT / "package-lock.json").read_text())["packages"].items():
        if place and not is_free(package.get("license", "")):
            wrong.append(f"{place}: {package.get('license', 'says nothing of its licence')}")
    return wrong


def main() -> int:
    """Prints what is wrong, or one line that all is well."""
    wrong = problems()
    print("\n".join(wrong) or "Every package is permissive, MPL, LGPL, OFL or PSF.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
