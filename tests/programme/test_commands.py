"""`maatwerk programme …` for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import select

from maatwerk import testing
from maatwerk.access.actor import SYSTEM
from maatwerk.access.work import unit_of_work
from maatwerk.ground.database import db
from maatwerk.programme.commands import group
from maatwerk.programme.model import Enablement
from maatwerk.programme.rules import FIVE_PHASES
from maatwerk.tenancy import scope

Tenant = testing.TenantFixture


@pytest.fixture
def run(app: Flask) -> Iterator[Any]:
    """`run("list", "--json")` as the command line does it, inside an open app."""

    def say(*words: str) -> Result:
        return CliRunner().invoke(group, list(words))

    with app.app_context():
        yield say
        db.session.remove()


def test_list_names_what_is_installed(run: Any) -> None:
    found = {row["key"]: row for row in json.loads(run("list", "--json").output)}
    assert found["peer_support"] == {
        "key": "peer_support",
        "name": "Peer support",
        "variants": ["peer_support/tutor", "peer_support/mentor", "peer_support/buddy"],
    }


def test_list_of_a_tenant_tells_what_is_on(run: Any, zuid: Tenant) -> None:
    found = {row["key"]: row for row in json.loads(run("list", "--tenant", "zuid", "--json").output)}
    assert found["peer_support"]["on"] is True
    assert set(found["peer_support"]["programmes"]) >= {"peer_support/tutor", "peer_support/mentor"}
    lines = [line.split() for line in run("list", "--tenant", "zuid").output.splitlines()]
    assert [words[1] for words in lines if words[:1] == ["peer_support"]] == ["on"]


def test_show_draws_steps_and_phases(run: Any) -> None:
    lines = run("show", "peer_support/tutor").output.splitlines()
    assert lines[0] == "Peer tutor (peer_support/tutor)"
    assert lines[3] == "  1. The student picks one of at least three  [seeker: pick]"
    shown = json.loads(run("show", "peer_support", "--json").output)
    assert [variant["key"] for variant in shown] == [
        "peer_support/tutor",
        "peer_support/mentor",
        "peer_support/buddy",
    ]
    assert [phase["key"] for phase in shown[0]["phases"]] == list(FIVE_PHASES)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("show", "swimming"), "Error: No programme is called swimming; installed are:"),
        (("show", "peer_support/swimmer"), "Error: peer_support has no variant peer_support/swimmer."),
        (("enable", "peer_support", "--tenant", "nowhere"), "Error: There is no organisation nowhere;"),
        (("enable", "peer_support", "--tenant", "zuid"), "Error: This programme is switched on there already."),
        (
            ("enable", "peer_support", "--tenant", "zuid", "--start", "swimmer"),
            "Error: peer_support has no variant peer_support/swimmer.",
        ),
    ],
)
def test_what_cannot_be_done_ends_with_1_and_a_reason(
    run: Any, zuid: Tenant, words: tuple[str, ...], said: str
) -> None:
    result = run(*words)
    assert (result.exit_code, result.output[: len(said)]) == (1, said)


def test_wrong_use_ends_with_2(run: Any) -> None:
    assert run("enable", "peer_support").exit_code == 2
    assert run("enable", "peer_support", "--tenant", "zuid", "--site", "here").exit_code == 2


def test_disable_shows_first_and_does_it_only_with_yes(run: Any, app: Flask, zuid: Tenant) -> None:
    preview = json.loads(run("disable", "peer_support", "--tenant", "zuid", "--json").output)
    assert (preview["off"], preview["programmes"] >= 3) == (False, True)
    assert _on(zuid) == 1
    done = json.loads(run("disable", "peer_support", "--tenant", "zuid", "--yes", "--json").output)
    assert (done["off"], _on(zuid)) == (True, 0)
    again = json.loads(run("enable", "peer_support", "--tenant", "zuid", "--start", "tutor", "--json").output)
    assert (again["key"], _on(zuid)) == ("peer_support", 1)


def _on(tenant: Tenant) -> int:
    with scope.within(tenant.id), unit_of_work(SYSTEM) as work:
        return len(work.find(select(Enablement).where(Enablement.until.is_(None))))
