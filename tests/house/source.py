"""What the house tests look at: the files of the checkout, read once."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CORE = ROOT / "platform" / "maatwerk"
CODE = ("platform/", "plugins/", "setup/")


@cache
def files() -> tuple[str, ...]:
    """Every file that git has or would take, by its place in the checkout."""
    command = [
        "git",
        "-c",
        "safe.directory=*",
        "-C",
        str(ROOT),
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
    ]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return tuple(sorted(name for name in set(listed.split("\0")) if name and (ROOT / name).is_file()))


@cache
def text(name: str) -> str:
    """A file's text; what is no text (a picture, a sheet) counts as empty."""
    try:
        return (ROOT / name).read_text()
    except UnicodeDecodeError:
        return ""


@cache
def tree(name: str) -> ast.Module:
    """A Python file as its syntax tree."""
    return ast.parse(text(name), name)


def code(*suffixes: str) -> list[str]:
    """Files of the product itself: not tests, and no migrations, which are history."""
    return [
        name
        for name in files()
        if name.startswith(CODE) and name.endswith(suffixes) and "/tests/" not in name and "/versions/" not in name
    ]


def functions(name: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a file, those inside others too."""
    for node in ast.walk(tree(name)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node


def imported(name: str) -> set[str]:
    """The top-level packages that a file imports."""
    found = set()
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found
