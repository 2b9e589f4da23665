"""`maatwerk import people`: exit codes, JSON, and the rows that come back."""

from __future__ import annotations

import csv
import json
from inspect import unwrap
from pathlib import Path
from typing import Any
from uuid import uuid4

import click
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import func, select

from maatwerk import testing
from maatwerk.ground.database import db
from maatwerk.people.commands import people
from maatwerk.people.model import ExternalNumber

ROSTER = Path(__file__).parents[1] / "data" / "roster-waddenkust.csv"


def _run(app: Flask, *arguments: str) -> Result:
    # `maatwerk` wraps the command so that it opens the installation's app; here it is the test's.
    bare = click.Command("people", params=people.params, callback=unwrap(people.callback))  # type: ignore[arg-type]
    with app.app_context():
        return CliRunner().invoke(bare, [*arguments])


def _known(source: str) -> Any:
    return db.session.scalar(select(func.count()).where(ExternalNumber.source == source))


def test_real_roster_is_tried_and_taken(app: Flask, noord: testing.TenantFixture, inside: Any, tmp_path: Path) -> None:
    source, back = f"cli-{uuid4().hex[:8]}", tmp_path / "back.csv"
    options = (str(ROSTER), "--tenant", "noord", "--source", source, "--json")
    tried = _run(app, *options, "--dry-run")
    with inside(noord):
        assert _known(source) == 0
    taken = _run(app, *options, "--bad-rows", str(back))
    said = json.loads(taken.stdout)
    rows = list(csv.reader(back.read_text("utf-8-sig").splitlines(keepends=True), delimiter=";"))

    assert (tried.exit_code, taken.exit_code, taken.stderr) == (0, 0, "")
    assert {**json.loads(tried.stdout), "batch": None, "dry_run": None} == {**said, "batch": None, "dry_run": None}
    assert (said["new"], said["bad"], said["lost"], said["absent"]) == (1182, 18, 110, 0)
    assert len(rows) == 18
    assert rows[0][-2:] == ["7", "This birth date does not exist."]
    with inside(noord):
        assert _known(source) == 1182


def test_lines_for_people_say_what_happened(app: Flask, noord: testing.TenantFixture, tmp_path: Path) -> None:
    file = tmp_path / "r.csv"
    file.write_text("Nr;Roepnaam;Achternaam\n1;Ann?;Bakker\n2;=1;Jager\n")
    said = _run(app, str(file), "--tenant", "noord", "--source", f"cli-{uuid4().hex[:8]}")

    assert said.stdout.splitlines() == [
        "1 new, 0 changed, 0 the same",
        "1 row comes back:",
        "  1 x A cell starts like a formula. Write plain text.",
        "1 name has a question mark where a letter was",
    ]


def test_what_is_refused_ends_with_one_and_a_reason(app: Flask, noord: testing.TenantFixture, tmp_path: Path) -> None:
    file = tmp_path / "r.csv"
    file.write_text("A;B\n1;2\n")
    lacking = _run(app, str(file), "--tenant", "noord")
    nowhere = _run(app, str(file), "--tenant", "nowhere")
    wrong = _run(app, str(tmp_path / "none.csv"), "--tenant", "noord")

    assert (lacking.exit_code, nowhere.exit_code, wrong.exit_code) == (1, 1, 2)
    assert lacking.stderr.startswith("Error: Tell us in which column we find: Number at school")
    assert nowhere.stderr.startswith("Error: There is no organisation nowhere")
