"""Five hundred attacks inside one organisation: every route and method, as everybody of one lane, on the other's rows.

Made from the routes themselves, so a new page is attacked the day it is written. With MAATWERK_TRUST=full all of
them are tried, else five hundred, spread over routes and people.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import create_engine, text
from werkzeug.routing import Rule

from maatwerk.access.model import SignInSession
from maatwerk.ground.database import db
from maatwerk.tenancy.columns import of_a_tenant
from maatwerk.testing import Client
from tests.access import journey
from tests.access.journey import Lane, Scene
from tests.tenancy.test_crawl import address, asked, routes

FULL = os.environ.get("MAATWERK_TRUST") == "full"
NUMBER = 500
ATTACKERS = (
    "seeker",
    "supporter",
    "guardian",
    "nominator",
    "applicant",
    "asked_seeker",
    "asked_supporter",
    "coach",
    "trainer",
    "care_coordinator",
    "coordinator_elsewhere",
    "teacher_coach_elsewhere",
)
# A programme and what is switched on are nobody's own.
NOBODYS = {"programme", "enablement"}
ROWS = {"party": "kickoff_party", "question": "permission"}
# A care coordinator of the whole school may be worried about any of its students (domain.md section 7).
GIVEN = {("care_coordinator", "safeguarding.raise_worry")}
# It leads who may nominate to their own list, whatever the id.
LEADS_ON = {"intake.send_nomination"}


@pytest.fixture
def found(battered: Scene) -> Scene:
    """Two lanes in an organisation of their own."""
    return battered


@pytest.fixture
def browsers(app: Flask, found: Scene) -> dict[str, Client]:
    """A signed-in browser of each attacker."""
    return {role: journey.sign_in(app, found, journey.actor_of(found, found.own, role)) for role in ATTACKERS}


def names_of(rule: Rule) -> list[str]:
    """The ids in a route, without `_id`."""
    return [
        name.removesuffix("_id")
        for name, converter in rule._converters.items()
        if type(converter).__name__ == "UUIDConverter"
    ]


def row_of(lane: Lane, name: str) -> UUID:
    """The lane's row that a part of an address names."""
    kind = name.removesuffix("_id")
    return lane.rows[ROWS.get(kind, kind)]


def attacks(app: Flask) -> list[tuple[str, Rule, str]]:
    """(who, route, method) of every attack there is."""
    return [
        (role, rule, method)
        for rule, method in routes(app)
        if names_of(rule) and not set(names_of(rule)) & NOBODYS
        for role in ATTACKERS
        if (role, rule.endpoint) not in GIVEN
    ]


def chosen(app: Flask) -> list[tuple[str, Rule, str]]:
    """All attacks, or five hundred spread evenly."""
    every = attacks(app)
    return every if FULL else [every[at * len(every) // NUMBER] for at in range(NUMBER)]


@pytest.fixture
def fingerprint(app: Flask, found: Scene) -> Iterator[Callable[..., dict[str, str]]]:
    """What the rows of the organisation come to; `of(lane)` only that lane's rows."""
    engine = create_engine(app.extensions["maatwerk.settings"].database_admin_url)
    spared = {"audit_entry", SignInSession.__tablename__}
    names = [t.name for t in db.metadata.sorted_tables if of_a_tenant(t) and t.name not in spared]

    def take(lane: Lane | None = None) -> dict[str, str]:
        ids = list(lane.rows.values()) if lane else None
        where = "AND t.id = ANY(:ids)" if ids else ""
        with engine.connect() as connection:
            return {
                name: connection.execute(
                    text(
                        f"SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t.id), '')) "
                        f'FROM "{name}" t WHERE tenant_id = :t {where}'
                    ),
                    {"t": found.tenant.id} | ({"ids": ids} if ids else {}),
                ).scalar_one()
                for name in names
            }

    yield take
    engine.dispose()


def test_there_are_five_hundred_and_every_route_and_person_is_among_them(app):
    every, some = attacks(app), chosen(app)

    assert len(every) >= 2 * NUMBER
    assert len(some) == (len(every) if FULL else NUMBER)
    assert {rule.endpoint for _r, rule, _m in some} == {rule.endpoint for _r, rule, _m in every}
    assert {role for role, _rule, _m in some} == set(ATTACKERS)


def test_the_rows_of_another_are_as_if_they_never_were(app, found, browsers, fingerprint):
    before, leaked, differing, tried = fingerprint(), [], [], 0
    for role, rule, method in chosen(app):
        theirs = address(app, rule, lambda name: row_of(found.other, name))
        never = address(app, rule, lambda _name: uuid4())
        answer, nothing = (asked(browsers[role], method, url, {}) for url in (theirs, never))
        tried += 1
        if answer[0] != 404 and not (answer[0] == 303 and rule.endpoint in LEADS_ON):
            leaked.append((role, method, rule.rule, answer[0]))
        elif answer != nothing:
            differing.append((role, method, rule.rule))

    assert (leaked, differing) == ([], [])
    assert tried == len(chosen(app))
    assert fingerprint() == before


def test_the_own_row_with_anothers_second_id_is_as_if_it_never_was(app, found, browsers):
    """Addresses with two ids: one's own first, the other lane's second, and the other way round."""
    leaked, tried = [], 0
    for rule, method in routes(app):
        names = names_of(rule)
        if len(names) < 2:
            continue
        for role in ("seeker", "supporter", "coach"):
            for mine in names:
                url = address(app, rule, lambda name, mine=mine: row_of(
                    found.own if name.removesuffix("_id") == mine else found.other, name))  # fmt: skip
                status = asked(browsers[role], method, url, {})[0]
                tried += 1
                if status != 404:
                    leaked.append((role, method, rule.rule, mine, status))

    assert leaked == []
    assert tried >= 40


def test_ids_of_another_in_the_fields_of_a_form_change_nothing_of_theirs(app, found, browsers, fingerprint):
    """Every unsafe route on one's own rows, with every name of an id in its fields pointing at the other lane."""
    before, broken, tried = fingerprint(found.other), [], 0
    stolen = {name: str(row) for kind, row in found.other.rows.items() for name in (f"{kind}_id", kind)}
    stolen |= {"other": str(found.other.rows["person"]), "supporter": str(found.other.rows["participation_supporter"]),
               "present": str(found.other.rows["match"]), "row": str(uuid4()), "id": str(uuid4())}  # fmt: skip
    ends = {"access.sign_out", "access.sign_out_everywhere"}
    for rule, method in routes(app):
        if method == "GET" or rule.endpoint in ends or set(names_of(rule)) & NOBODYS:
            continue
        for role in ("seeker", "supporter", "guardian", "applicant", "coach"):
            url = address(app, rule, lambda name: found.own.rows.get(
                ROWS.get(name.removesuffix("_id"), name.removesuffix("_id")), uuid4()))  # fmt: skip
            tried += 1
            status = asked(browsers[role], method, url, stolen)[0]
            if status >= 500:
                broken.append((role, method, rule.rule, status))

    assert broken == []
    assert tried > 200
    assert fingerprint(found.other) == before
