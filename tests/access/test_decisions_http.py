"""The same table over HTTP: one for each role, kind, action and outcome; who may not gets what a random id gets."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from flask import Flask
from werkzeug.routing import Rule

from maatwerk.access.requests import rule_of
from maatwerk.testing import Client
from tests.access import journey
from tests.access.decision_table import Cells, lines
from tests.access.journey import Scene
from tests.access.test_decisions import PEOPLE, actor_of, expected, row_of
from tests.tenancy.test_crawl import address, masked, routes

# The crawl inside one organisation asks these of everybody else (test_attacks_crawl).
REFUSED = ("administrator", "safeguarding_lead", "safeguarding_deputy", "coordinator_elsewhere", "seeker", "guardian")
# Pages that answer by where their row stands, whoever may open them: a draft that was sent, a step that is done.
BY_STATE = {"matching.candidates", "trajectory.print_agreement", "trajectory.calendar", "people.import_columns"}


@pytest.fixture
def browsers(app: Flask, calm: Scene) -> dict[str, Client]:
    """A signed-in browser of everybody."""
    return {who: journey.sign_in(app, calm, actor_of(calm, who)) for who in PEOPLE}


def pages(app: Flask, method: str) -> list[tuple[Rule, str, str, Cells]]:
    """(route, kind, action, who) of every route about one row, with this method."""
    known = {(kind, action): cells for kind, action, cells in lines()}
    found = []
    for rule, verb in routes(app):
        said = rule_of(app, rule.endpoint)
        names = [name for name, part in rule._converters.items() if type(part).__name__ == "UUIDConverter"]
        if verb != method or said is None or names != [f"{said.kind}_id"] or rule.endpoint in BY_STATE:
            continue
        if (said.kind, said.action) in known:
            found.append((rule, said.kind, said.action, known[said.kind, said.action]))
    return found


def url_of(app: Flask, rule: Rule, row: object) -> str:
    return address(app, rule, lambda _name: UUID(str(row)))


@pytest.mark.parametrize("own_lane", [True, False])
def test_who_may_open_a_page_opens_it(app, calm, browsers, own_lane):
    """One yes for each role, kind and action."""
    lane, seen, wrong = calm.own if own_lane else calm.other, set(), []
    for rule, kind, action, cells in pages(app, "GET"):
        row = row_of(lane, kind, action)
        for who in PEOPLE:
            if row is None or (who, kind, action) in seen:
                continue
            if not expected(who, kind, action, cells, own_lane=own_lane):
                continue
            answer = browsers[who].get(url_of(app, rule, row))
            passes = rule_of(app, rule.endpoint).passes or actor_of(calm, who).account_id is not None
            if answer.status_code not in ((200, 303) if passes else (404,)):
                wrong.append((who, rule.rule, answer.status_code))
            seen.add((who, kind, action))

    assert wrong == []
    assert len(seen) >= (60 if own_lane else 35)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_who_may_not_gets_what_a_random_id_gets(app, calm, browsers, method):
    """One no for each role, kind and action: the same page not found, whoever's row it is."""
    seen, wrong = set(), []
    for rule, kind, action, cells in pages(app, method):
        for who in REFUSED:
            for lane in (calm.other, calm.own):
                row = row_of(lane, kind, action)
                may = row is None or expected(who, kind, action, cells, own_lane=lane is calm.own)
                if may or (who, kind, action) in seen:
                    continue
                seen.add((who, kind, action))
                answers = [ask(browsers[who], method, url_of(app, rule, one)) for one in (row, uuid4())]
                if answers[0][0] != 404 or answers[0] != answers[1]:
                    wrong.append((who, method, rule.rule, answers[0][0], answers[1][0]))

    assert wrong == []
    assert len(seen) >= 60


def ask(client: Client, method: str, url: str) -> tuple[int, str]:
    answer = client.get(url) if method == "GET" else client.submit(url)
    return answer.status_code, masked(answer.data)


@pytest.mark.parametrize("who", ["coordinator", "administrator", "safeguarding_lead", "teacher_coach"])
def test_with_one_factor_staff_are_led_to_the_second_for_what_they_may_see_only(app, calm, who):
    half = journey.sign_in(app, calm, actor_of(calm, who), factors=1)
    wrong = []
    for rule, kind, action, cells in pages(app, "GET"):
        row = row_of(calm.own, kind, action)
        if row is None:
            continue
        answer = half.get(url_of(app, rule, row))
        may = expected(who, kind, action, cells, own_lane=True)
        there = answer.headers.get("Location", "").startswith("/sign-in/code?")
        if (answer.status_code, there) != ((303, True) if may else (404, False)):
            wrong.append((rule.rule, answer.status_code, may))

    assert wrong == []
