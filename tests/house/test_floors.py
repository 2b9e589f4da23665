"""The floor plan holds: imports run down, and what stands where is where it belongs."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

from tests.house import source

# What each of the client's seven packages is for is in ruling 15; one that is only installed does no part.
SEVEN = {"flask", "flask_sqlalchemy", "flask_login", "flask_babel", "pluggy", "rq", "pytest"}


def _lint_imports(config: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).parent / "lint-imports"
    command = [program, "--config", config, "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, env={"PYTHONPATH": str(folder)})


def test_import_contracts_hold() -> None:
    checked = _lint_imports(source.ROOT / ".importlinter", source.ROOT)
    assert (checked.returncode, "Contracts: 6 kept, 0 broken." in checked.stdout) == (0, True), checked.stdout


def test_platform_is_a_folder_and_no_package() -> None:
    assert [name for name in source.files() if name == "platform/__init__.py"] == []


def test_tenants_hold_data_only() -> None:
    assert [name for name in source.files() if name.startswith("tenants/") and not name.endswith(".toml")] == []


def test_only_known_things_stand_at_the_root() -> None:
    folders = {name.split("/")[0] for name in source.files() if "/" in name}
    assert folders <= {".ci", "docs", "migrations", "platform", "plugins", "setup", "tenants", "tests"}


def test_no_room_is_a_drawer() -> None:
    drawers = {"utils", "helpers", "common", "core", "base", "services", "misc", "lib"}
    assert [name for name in source.code(".py") if drawers & {*name.removesuffix(".py").split("/")}] == []


def test_wsgi_only_opens_the_door() -> None:
    lines = [line for line in source.text("wsgi.py").splitlines() if line]
    assert len(lines) <= 6


def test_inner_imports_carry_their_reason() -> None:
    bare = []
    for name in source.code(".py"):
        lines = source.text(name).splitlines()
        for function in source.functions(name):
            for node in ast.walk(function):
                if isinstance(node, (ast.Import, ast.ImportFrom)):
                    here, above = lines[node.lineno - 1], lines[node.lineno - 2].strip()
                    if "#" not in here and not above.startswith("#"):
                        bare.append(f"{name}:{node.lineno}")
    assert sorted(set(bare)) == []


def test_matching_engine_knows_nothing_of_the_house() -> None:
    allowed = {"numpy", "ortools"} | set(sys.stdlib_module_names)
    for name in source.code(".py"):
        if name.startswith("platform/maatwerk/matching/engine"):
            for node in ast.walk(source.tree(name)):
                if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("maatwerk"):
                    assert (node.module or "").startswith("maatwerk.matching.engine"), name
            assert source.imported(name) - {"maatwerk"} <= allowed, name


def test_each_of_the_clients_seven_does_its_part() -> None:
    used = {package for name in source.code(".py") if name.startswith("platform/") for package in source.imported(name)}
    assert SEVEN - used == set()


def test_only_the_clock_tells_the_time() -> None:
    telling = []
    for name in source.code(".py"):
        if name == "platform/maatwerk/ground/clock.py":
            continue
        for node in ast.walk(source.tree(name)):
            if isinstance(node, ast.Attribute) and _tells_time(node):
                telling.append(f"{name}:{node.lineno}")
    assert telling == []


def _tells_time(node: ast.Attribute) -> bool:
    owner = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
    if owner in {"datetime", "date", "dt"}:
        return node.attr in {"now", "utcnow", "today"}
    return owner == "time" and node.attr in {"time", "time_ns", "localtime", "gmtime"}


def test_clock_rule_sees_every_way_to_ask() -> None:
    asked = ["datetime.now()", "datetime.datetime.utcnow()", "date.today()", "dt.date.today()", "time.time()"]
    other = ["clock.now()", "time.monotonic()", "datetime.combine(a, b)", "date.fromisoformat(a)"]

    def seen(line: str) -> bool:
        return any(isinstance(node, ast.Attribute) and _tells_time(node) for node in ast.walk(ast.parse(line)))

    assert [seen(line) for line in [*asked, *other]] == [True] * 5 + [False] * 4
