"""Ways in from the command line: an account, a pass, and nothing for who has no part."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select

from maatwerk.access.actor import SYSTEM
from maatwerk.access.links import find
from maatwerk.access.model import OneTimeLink, Pass
from maatwerk.access.work import Work, unit_of_work
from maatwerk.app import create_app
from maatwerk.commands import opened, tenant_file
from maatwerk.correspondence.model import Letter
from maatwerk.ground import clock
from maatwerk.ground.database import db
from maatwerk.ground.settings import from_environment
from maatwerk.people.model import Guardianship, Person
from maatwerk.programme import queries
from maatwerk.programme.model import Participation


def within(environment: dict[str, str], path: Path, do: Callable[[Work], Any]) -> Any:
    """Something in one unit of work of the college."""
    app: Flask = create_app(from_environment(environment))
    with app.app_context():
        with opened.inside(tenant_file.read(path).slug), unit_of_work(SYSTEM) as work:
            found = do(work)
        db.session.remove()
        db.engine.dispose()
    return found


def a_person(work: Work, email: str) -> Person:
    return work.add(
        Person(
            given_name="Jelte",
            family_name="Tolsma",
            sort_key="tolsma",
            search_key="jelte",
            email=email,
            made_at=work.now,
        )
    )


def link(run: Any, college: Path, email: str) -> str:
    slug = tenant_file.read(college).slug
    done = run("user", "link", email, "--tenant", slug)
    assert re.fullmatch(rf"http://{slug}\.maatwerk\.example/link/\S{{40,}}\n", done.stdout)
    return str(done.stdout.strip().rpartition("/")[2])


def test_account_gets_a_sign_in_that_voids_the_one_before(college: Path, run: Any, environment: dict[str, str]) -> None:
    first, second = (link(run, college, "YTSJE@klaverland.example") for _ in range(2))

    def look(work: Work) -> list[Any]:
        found = [find(work.session, token, work.now) for token in (first, second)]
        return [one and (one.kind, one.both_factors, one.goes_to, one.until - one.made_at) for one in found]

    # Elsewhere than in a demo it lives ten minutes and leads to the second step.
    assert within(environment, college, look) == [None, ("sign_in", False, "/", clock.days(10 / 24 / 60))]


def test_parent_gets_a_pass_about_their_child(college: Path, run: Any, environment: dict[str, str]) -> None:
    def make(work: Work) -> Any:
        child, parent = a_person(work, "kind@post.example"), a_person(work, "ouder@post.example")
        work.add(Guardianship(child_id=child.id, guardian_id=parent.id))
        return child.id, parent.id

    child_id, parent_id = within(environment, college, make)
    token = link(run, college, "ouder@post.example")

    def look(work: Work) -> Any:
        found = find(work.session, token, work.now)
        assert found is not None
        held = work.one(select(Pass).where(Pass.id == found.pass_id))
        return found.kind, found.account_id, held.kind, held.person_id, held.child_id

    assert within(environment, college, look) == ("consent", None, "guardian", parent_id, child_id)
    link(run, college, "ouder@post.example")
    assert within(environment, college, lambda work: len(work.find(select(Pass)))) == 1


def test_participant_without_account_gets_a_pass(college: Path, run: Any, environment: dict[str, str]) -> None:
    def make(work: Work) -> None:
        person = a_person(work, "jelte@post.example")
        part = {"side": "seeker", "role_key": "mentee", "state": "waiting", "since": work.now, "entered_at": work.now}
        work.add(Participation(programme_id=queries.programmes()[0].id, person_id=person.id, **part))

    within(environment, college, make)
    token = link(run, college, "jelte@post.example")
    kinds = within(
        environment, college, lambda work: work.find(select(OneTimeLink.kind).where(OneTimeLink.pass_id.is_not(None)))
    )
    assert (len(token) >= 40, kinds) == (True, ["answer"])


def test_who_has_no_part_gets_no_way_in(college: Path, run: Any, environment: dict[str, str]) -> None:
    slug = tenant_file.read(college).slug
    within(environment, college, lambda work: a_person(work, "alleen@post.example").id)
    within(environment, college, lambda work: [a_person(work, "twee@post.example").id for _ in range(2)])
    says = {"niemand": "Nobody here has", "twee": "More people than one", "alleen": "has no part in anything yet"}
    for name, reason in says.items():
        done = run("user", "link", f"{name}@post.example", "--tenant", slug, code=1)
        assert (done.stdout, reason in done.stderr) == ("", True)


def test_invited_colleague_has_a_role_and_a_letter(college: Path, run: Any, answer: Any, environment: Any) -> None:
    slug = tenant_file.read(college).slug
    words = ("user", "invite", "roos@klaverland.example", "--tenant", slug, "--given", "Roos", "--family", "Beukering")
    run(*words, "--role", "coordinator")
    users = {user["email"]: (user["name"], user["roles"]) for user in answer("user", "list", "--tenant", slug)}
    assert users["roos@klaverland.example"] == ("Roos Beukering", "coordinator")
    kinds = within(environment, college, lambda work: work.find(select(Letter.kind).where(Letter.kind == "invitation")))
    assert len(kinds) >= 1
    done = run(*words, "--role", "trainer", code=1)
    assert done.stdout == ""
    run(*words, "--role", "king", code=2)
