"""Someone outside this repository follows docs/plugins.md, installs with pip, and two people walk the whole road."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs" / "plugins.md"
_FILE = re.compile(r"^\*\*`([^`]+)`\*\*\n```\w+\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def files() -> dict[str, str]:
    """The files of the walk-through: a path in bold, then its text."""
    return dict(_FILE.findall(DOCS.read_text()))


def test_walk_through_is_a_whole_package() -> None:
    assert sorted(files()) == [
        "language_mates/__init__.py",
        "language_mates/matching.py",
        "language_mates/migrations/0001_words.py",
        "language_mates/model.py",
        "language_mates/pages.py",
        "language_mates/programme.py",
        "language_mates/templates/language_mates/words.html",
        "language_mates/translations/nl.po",
        "pyproject.toml",
        "tests/test_language_mates.py",
    ]


def test_walk_through_comes_in_by_the_front_door_only() -> None:
    imported = re.findall(r"^\s*(?:from|import) (maatwerk[\w.]*)", "\n".join(files().values()), re.MULTILINE)
    assert set(imported) == {"maatwerk.plugin", "maatwerk"}
    tested = re.findall(r"^from maatwerk import (.+)$", "\n".join(files().values()), re.MULTILINE)
    assert tested == ["testing"]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of the walk-through, in a folder outside the repository."""
    found = tmp_path_factory.mktemp("source")
    for path, text in files().items():
        file = found / "language_mates" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return found


@pytest.fixture(scope="module")
def installed(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pip put the package: a folder of its own, beside the environment, outside the repository."""
    target = tmp_path_factory.mktemp("installed")
    _run(
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-build-isolation",
        "--no-deps",
        "--no-index",
        "--target",
        target,
        file_of(source),
    )
    return target


def file_of(source: Path) -> Path:
    """The project's folder."""
    return source / "language_mates"


def _run(*words: Any, path: str = "", folder: Path | None = None) -> str:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("MAATWERK_")}
    environment |= {"PYTHONPATH": path, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    done = subprocess.run(
        [sys.executable, *map(str, words)],
        env=environment,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    return done.stdout


def test_tests_of_the_package_find_an_installation_by_themselves(source: Path, installed: Path) -> None:
    """No conftest and no setting of ours: pytest knows `maatwerk_app` where Maatwerk is installed."""
    told = _run("-m", "pytest", "-q", "-p", "no:cacheprovider", "tests", path=str(installed), folder=file_of(source))
    assert re.search(r"^2 passed in ", told, re.MULTILINE)


@pytest.fixture(scope="module")
def journey(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What happened on the road, in a process that knows the package by its installation only."""
    script = Path(__file__).with_name("outside.py")
    path = os.pathsep.join((str(installed), str(ROOT)))
    told = _run(script, tmp_path_factory.mktemp("services"), "language_mates/conversation", path=path)
    found: dict[str, Any] = json.loads(told.splitlines()[-1])
    return found


def test_package_is_found_beside_the_one_of_the_house(journey: dict[str, Any]) -> None:
    assert journey["plugins"] == ["language_mates", "mentor_buddies", "peer_support", "professional_mentors"]


def test_words_of_the_package_stand_in_the_cores_sentences(journey: dict[str, Any]) -> None:
    assert journey["programme"] == "Language mates"
    assert journey["words"] == ["newcomer", "language mate"]
    assert journey["steps"] == ["The coordinator proposes", "The language mate answers", "The newcomer answers"]


def test_two_people_walk_from_nomination_to_farewell(journey: dict[str, Any]) -> None:
    road = {
        key: journey[key]
        for key in (
            "nominated",
            "seeker applied",
            "seeker talked",
            "supporter applied",
            "supporter talked",
            "trained",
            "matched",
            "on the road",
            "closed",
        )
    }
    assert road == {
        "nominated": "interested",
        "seeker applied": "applied",
        "seeker talked": "waiting",
        "supporter applied": "applied",
        "supporter talked": "admitted",
        "trained": "active",
        "matched": ["matched", "active"],
        "on the road": "active",
        "closed": ["closed", "finished"],
    }


def test_own_criteria_make_the_score(journey: dict[str, Any]) -> None:
    assert journey["score"] == [100, ["availability", "new_language", "topics"]]


def test_own_table_holds_one_word_however_often_it_is_told(journey: dict[str, Any]) -> None:
    assert (journey["word"], journey["held"]) == (1, ["language_mates.word"])


def test_own_table_keeps_every_rule_that_tables_of_a_tenant_keep(journey: dict[str, Any]) -> None:
    """The same sweep as over the core's tables (tests/tenancy), on a database that has the package's table too."""
    assert (journey["schema"], journey["breakers"]) == (["plugin_language_mates"], [])


def test_own_page_exists_only_where_it_is_on_and_for_whom_it_is(journey: dict[str, Any]) -> None:
    assert (journey["pages"], journey["stranger"]) == ({"on": 200, "off": 404}, 404)


def test_own_catalogue_speaks_dutch(journey: dict[str, Any]) -> None:
    assert journey["dutch"] is True


def test_own_jobs_run_where_it_is_on(journey: dict[str, Any]) -> None:
    """Once in each organisation's round, without a failure."""
    done, failed = journey["jobs"]
    assert (done > 0, failed) == (True, 0)
