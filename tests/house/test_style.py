"""Small files, small functions, a sentence for each public thing, and nothing left lying about."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.house import source

FILE, FUNCTION = 400, 40
# Written in halves, so that this file does not find itself.
LEFT_LYING = re.compile("|".join(("TO" + "DO", "FIX" + "ME", "X" + "XX", "NotImplemented" + "Error")))
PASSED_OVER = re.compile(r"pytest\.(mark\.)?(sk" + r"ip|xf" + r"ail)|unittest\.sk" + "ip|importor" + "skip")
MACHINE = re.compile(
    "|".join(rf"(?<![\w.~-])/{place}/" for place in ("wo" + "rk", "ro" + "ot", "fa" + "rm", "ho" + "me"))
)
REGISTRIES = re.compile("|".join(("registry.npm" + "js", "files.python" + "hosted", "/simple" + "/")))


def _parts(name: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    for node in source.tree(name).body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
            yield node


def test_files_are_small() -> None:
    sizes = {name: len(source.text(name).splitlines()) for name in source.code(".py", ".html", ".js", ".css")}
    assert {name: size for name, size in sizes.items() if size > FILE} == {}


def test_functions_are_small() -> None:
    large = {}
    for name in source.code(".py"):
        for function in source.functions(name):
            size = (function.end_lineno or 0) - function.lineno + 1
            if size > FUNCTION:
                large[f"{name}:{function.name}"] = size
    assert large == {}


def test_public_things_say_what_they_mean() -> None:
    silent = [
        f"{name}:{part.name}" for name in source.code(".py") for part in _parts(name) if not ast.get_docstring(part)
    ]
    assert silent == []


def test_functions_say_what_they_take_and_give() -> None:
    bare = []
    for name in source.code(".py"):
        for function in source.functions(name):
            takes = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
            untyped = [taken.arg for taken in takes if taken.annotation is None and taken.arg not in ("self", "cls")]
            if untyped or function.returns is None:
                bare.append(f"{name}:{function.lineno} {function.name}")
    assert bare == []


def test_nothing_is_left_lying_about() -> None:
    assert [name for name in source.code("") if LEFT_LYING.search(source.text(name))] == []


def test_no_test_is_passed_over() -> None:
    tests = [name for name in source.files() if name.endswith(".py") and ("tests/" in name)]
    assert [name for name in tests if PASSED_OVER.search(source.text(name))] == []


def test_no_place_of_a_machine_is_written_down() -> None:
    found = [f"{name}: {hit.group()}" for name in source.files() if (hit := MACHINE.search(source.text(name)))]
    assert found == []


def test_no_registry_is_written_down() -> None:
    assert [name for name in source.files() if REGISTRIES.search(source.text(name))] == []


def test_mail_and_phones_are_invented() -> None:
    address = re.compile(r"[\w.+-]+@((?:[\w-]+\.)+[a-z]{2,})", re.IGNORECASE)
    invented = re.compile(r"(^|\.)(example\.(org|com|net|nl)|example|test|localhost|invalid)$", re.IGNORECASE)
    found = []
    for name in source.files():
        if name.endswith((".py", ".html", ".txt", ".toml", ".csv", ".md", ".po")):
            found += [
                f"{name}: {hit.group()}" for hit in address.finditer(source.text(name)) if not invented.search(hit[1])
            ]
    assert found == []
