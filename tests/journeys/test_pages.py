"""Every page, as whoever may open it, in a real browser: nothing that axe, a ruler or the console finds wrong."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser

from maatwerk import testing
from maatwerk.access.actor import GRANTED
from maatwerk.programme import registry
from maatwerk.programme.hookspecs import hookimpl
from maatwerk.programme.registry import Registry
from maatwerk.tenancy.settings import Setting
from tests.factories import world
from tests.journeys import everywhere, full_house
from tests.journeys.conftest import ROOT
from tests.journeys.everywhere import Found
from tests.journeys.looking import ALL, DRESS, Looker
from tests.journeys.site import Site

FULL = os.environ.get("MAATWERK_TRUST") == "full"
SHOTS = os.environ.get("MAATWERK_SHOTS")  # keep pictures of all pages below var/shots
ROLES = (*GRANTED, "seeker", "supporter", "guardian", "nominator", "applicant", "participant", "anybody")
FILES = {"text/csv", "text/calendar", "text/plain", "text/css", "application/json"}
# Pages that are another page in each state; the others ask the same in all of them.
VARIED = {
    "access.link",
    "intake.interview",
    "intake.nomination",
    "intake.step",
    "matching.candidates",
    "matching.proposal",
    "opening.trial",
    "people.import_batch",
    "programme.questions",
    "safeguarding.read",
    "training.run",
    "trajectory.agreement",
    "trajectory.close",
    "trajectory.kickoff",
    "trajectory.match",
    "trajectory.meeting",
    "trajectory.mine",
}
# Pages that say something else to these.
EACH = {
    "today.list": set(GRANTED),
    "people.consent": {"seeker", "guardian"},
    "people.person": {"coordinator", "safeguarding_lead", "teacher_coach", "seeker"},
    "training.list": {"coordinator", "teacher_coach", "supporter"},
    "trajectory.match": {"coordinator", "teacher_coach", "seeker", "supporter"},
    "trajectory.plan": {"seeker", "supporter"},
}
ENDS_THE_SESSION = {"access.account"}
FORM = re.compile(r"<main.*<form[^>]*method=.post", re.DOTALL)


class Walks:
    """A plug-in with settings of its own, which those of the house have none of: one of each type."""

    @hookimpl
    def programme_settings(self) -> list[Setting]:
        """A number, a yes or no, one of several."""
        return [
            Setting("walks.kilometres", 5, "Kilometres", least=1, most=20),
            Setting("walks.dogs", False, "Dogs"),
            Setting("walks.pace", "slow", "Pace", options=("slow", "quick")),
        ]


@pytest.fixture(scope="module")
def college(site: Site) -> testing.TenantFixture:
    """A full one, in Dutch and in the house's own colours."""
    site.app.extensions["maatwerk.registry"] = Registry({**registry.found(), "walks": Walks()})
    return full_house.filled(site.app, "noord", "Noorderlicht College voor Techniek en Zorg", "nl", "#1d4ed8")


class Pages:
    """What was found: pages to look over, those with a form by their endpoint, and endpoints that give a file."""

    def __init__(self, site: Site, found: Iterable[Found]) -> None:
        self.chosen: list[Found] = []
        self.forms: dict[str, Found] = {}
        self.files: set[str] = set()
        seen: set[tuple[str, ...]] = set()
        for one in found:
            keys = {(one.endpoint, one.state if one.endpoint in VARIED else ""), ("the first of", one.role)}
            keys |= {(one.endpoint, "for", one.role)} if one.role in EACH.get(one.endpoint, ()) else set()
            if keys <= seen and not FULL:
                continue
            answer = ask(site, one)
            assert answer.status_code < 500, one
            if answer.mimetype in FILES:
                self.files.add(one.endpoint)
            elif answer.status_code == one.status:
                self.chosen.append(one)
                seen |= keys
                if FORM.search(answer.text) and one.endpoint not in ENDS_THE_SESSION:
                    self.forms.setdefault(one.endpoint, one)

    def of(self, role: str) -> list[Found]:
        """Those that somebody in this role looks at."""
        return [one for one in self.chosen if one.role == role]


def ask(site: Site, one: Found) -> testing.TestResponse:
    """The page without a browser."""
    client = testing.client_of(site.app, testing.TenantFixture(None, one.slug, _host(one)))  # type: ignore[arg-type]
    for name, value in one.cookies:
        client.set_cookie(name, value, domain=client.host)
    return client.get(one.path)


def _host(one: Found) -> str:
    return f"{one.slug}.maatwerk.localhost" if one.slug else "maatwerk.localhost"


@pytest.fixture(scope="module")
def pages(site: Site, college: testing.TenantFixture) -> Pages:
    """Every page that answers with a page."""
    found = [*everywhere.pages(site.app, college), *everywhere.doors(site.app, college)]
    return Pages(site, [*found, *everywhere.opening_screens(site.app)])


@pytest.fixture
def looker(browser: Browser, site: Site) -> Iterator[Looker]:
    """A browser that looks."""
    made = Looker(browser, site)
    yield made
    made.close()


def _wrong(pages: Iterable[Found], look: Callable[[Found], list[str]]) -> dict[str, list[str]]:
    found = {f"{one.name} {one.path}": look(one) for one in pages}
    return {name: bad for name, bad in found.items() if bad}


@pytest.mark.parametrize("role", ROLES)
def test_every_page_is_fine_at_every_width_in_both_colours(pages, looker, role):
    mine = pages.of(role)
    assert mine != []
    assert _wrong(mine, lambda one: _kept(looker, one, wholly=FULL or one is mine[0])) == {}


def _kept(looker: Looker, one: Found, *, wholly: bool) -> list[str]:
    found = looker.over(one, wholly=wholly)
    if SHOTS:
        folder = ROOT / "var" / "shots"
        folder.mkdir(parents=True, exist_ok=True)
        for width in ("desk", "phone"):
            looker.size(width)
            name = re.sub(r"[^a-z0-9_.-]+", "-", f"{one.name} {width}".lower())[:90]
            looker.page.screenshot(path=folder / f"{name}.png", full_page=True)
    return found


def test_every_route_was_looked_at(site, pages):
    """A new page is looked at the day it is written."""
    opened = {one.endpoint for one in pages.chosen} | pages.files | set(everywhere.NOT_PAGES)
    routes = {rule.endpoint for rule in site.app.url_map.iter_rules() if "GET" in (rule.methods or ())}

    assert sorted(routes - opened) == []


TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
LANG = re.compile(r'<html lang="([a-z-]+)"')
HEADING = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)


def _told(answer: testing.TestResponse) -> tuple[str, bool, int]:
    """In which language a page is, whether its title says something, how many headings of the first level."""
    text = answer.text
    language, title = LANG.search(text), TITLE.search(text)
    return (language[1] if language else "", bool(title and title[1].strip(" –\n")), len(HEADING.findall(text)))


@pytest.mark.parametrize("locale", ["nl", "en"])
def test_every_page_says_its_language_and_its_title(site, college, pages, locale):
    chosen = [one for one in pages.chosen if one.slug]
    with site.app.app_context():
        full_house.speak(college, locale)
    try:
        found = {one.name: _told(ask(site, one)) for one in chosen}
    finally:
        with site.app.app_context():
            full_house.speak(college, "nl")

    assert {name: told for name, told in found.items() if told != (locale, True, 1)} == {}


def test_an_address_that_leads_nowhere_has_a_page(site, college, pages, looker):
    lost = [replace(one, path="/nothing-here", status=404) for one in pages.of("coordinator")[:1]]

    assert [ask(site, one).status_code for one in lost] == [404]
    assert _wrong(lost, looker.over) == {}


def test_what_goes_wrong_on_our_side_has_a_page(site, college, pages, looker, monkeypatch):
    def broken() -> str:
        raise RuntimeError("a fault of ours")

    broken.rule = site.app.view_functions["access.help_now"].rule
    monkeypatch.setitem(site.app.view_functions, "access.help_now", broken)
    faults = [replace(one, status=500) for one in pages.of("anybody") if one.endpoint == "access.help_now"]

    assert [ask(site, one).status_code for one in faults] == [500]
    assert _wrong(faults, looker.over) == {}


def test_an_empty_organisation_says_why_and_what_to_do(site, looker):
    """What the staff look at on the first day, when there is nobody yet; forms ask the same as later on."""
    tenant = world.organisation(site.app, "leeg", "Leeg College")
    opened: dict[str, Found] = {}
    for one in everywhere.pages(site.app, tenant):
        if one.role in GRANTED and one.endpoint not in opened:
            answer = ask(site, one)
            if answer.status_code == 200 and answer.mimetype not in FILES and not FORM.search(answer.text):
                opened[one.endpoint] = one

    def narrowly(one: Found) -> list[str]:
        looker.open(one, "narrow")
        return looker.here("narrow", ALL)

    assert len(opened) > 15
    assert _wrong(opened.values(), narrowly) == {}


BREAK = """() => { document.querySelector('main').append(document.createElement('h1'));
  const thing = document.createElement('button'); thing.textContent = 'x'; thing.id = 'tiny';
  document.querySelector('main').append(thing); }"""
BAD = """p { color: oklch(92% 0 0) } h1 { width: 700px }
  #tiny { all: unset; display: block; inline-size: 9px; block-size: 9px }"""


def test_what_is_wrong_on_a_page_is_seen(pages, looker):
    page = looker.open(pages.of("anybody")[0], "narrow")
    assert looker.here("narrow", ALL) == []
    page.evaluate(BREAK)
    page.evaluate(DRESS, BAD)
    page.evaluate("setTimeout(() => console.error('an error'), 0)")
    page.wait_for_function("true")

    found = {told.removeprefix("narrow: ").partition(":")[0] for told in looker.here("narrow", ALL)}
    assert found >= {"color-contrast", "small target", "scrolls sideways", "2 headings of the first level", "console"}


def test_forms_that_need_another_look_are_fine(pages, looker):
    """Every form, sent empty: what comes back says what is wrong, on a phone. Comes last: some may be sent so."""
    wrong, looked = {}, 0
    for one in pages.forms.values():
        looker.open(one)
        if looker.sends_empty() and looker.page.get_by_role("alert").count():
            looked += 1
            wrong[f"{one.name} {one.path}"] = looker.here("phone", ALL)
    assert {name: bad for name, bad in wrong.items() if bad} == {}
    assert looked > 20
