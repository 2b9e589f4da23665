"""Every page, as whoever may open it, in a real browser: nothing that axe, a ruler or the console finds wrong."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from maatwerk import testing
from maatwerk.access.requests import rule_of
from tests.journeys import everywhere, full_house
from tests.journeys.conftest import ROOT, WIDTHS
from tests.journeys.everywhere import Found
from tests.journeys.site import Site, problems

FULL = os.environ.get("MAATWERK_TRUST") == "full"
SHOTS = os.environ.get("MAATWERK_SHOTS")  # keep pictures of all pages below var/shots
COLLEGES = {
    "noord": ("Noorderlicht College", "nl", "#1d4ed8"),
    "zuid": ("Zuidhoek College voor Techniek, Zorg en Welzijn", "en", "#c8102e"),
}
FILES = {"text/csv", "text/calendar", "text/plain", "text/css", "application/json"}


@pytest.fixture(scope="module")
def colleges(site: Site) -> dict[str, testing.TenantFixture]:
    """Two of them, full: a Dutch one in blue, an English one in red."""
    return {slug: full_house.filled(site.app, slug, *look) for slug, look in COLLEGES.items()}


@pytest.fixture(scope="module")
def found(site: Site, colleges: dict[str, testing.TenantFixture]) -> dict[str, list[Found]]:
    """Every page that answers with a page, per college."""
    return {slug: list(_answering(site, tenant)) for slug, tenant in colleges.items()}


def _answering(site: Site, tenant: testing.TenantFixture) -> Iterator[Found]:
    clients: dict[str | None, testing.Client] = {}
    for one in everywhere.pages(site.app, tenant):
        client = clients.get(one.token)
        if client is None:
            client = clients[one.token] = testing.client_of(site.app, tenant)
            if one.token:
                client.set_cookie("maatwerk", one.token, domain=tenant.host)
        answer = client.get(one.path)
        assert answer.status_code < 500, one
        if answer.status_code == 200 and answer.mimetype not in FILES:
            yield one


class Looker:
    """Browsers of everybody, one each, that hear what the console says."""

    def __init__(self, browser: Browser, site: Site, slug: str, locale: str) -> None:
        self.browser, self.site, self.slug, self.locale = browser, site, slug, locale
        self.pages: dict[str | None, Page] = {}
        self.contexts: list[BrowserContext] = []
        self.said: list[str] = []

    def page(self, token: str | None) -> Page:
        """The browser of whoever holds this session."""
        if token not in self.pages:
            context = self.browser.new_context(
                locale=f"{self.locale}-NL" if self.locale == "nl" else "en-GB", reduced_motion="reduce"
            )
            self.contexts.append(context)
            if token:
                url = self.site.url(self.slug)
                context.add_cookies([{"name": "maatwerk", "value": token, "url": url}])
            page = self.pages[token] = context.new_page()
            page.on("console", lambda told: self.said.append(told.text) if told.type == "error" else None)
            page.on("pageerror", lambda told: self.said.append(str(told)))
        return self.pages[token]

    def open(self, one: Found, width: str) -> Page:
        """Open a page at a width."""
        page = self.page(one.token)
        size = WIDTHS[width]
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.goto(self.site.url(self.slug, one.path))
        return page

    def wrong(self, page: Page) -> list[str]:
        """What is wrong on the page that is open, and what the console said since the last time."""
        found, self.said = [*problems(page), *(f"console: {told}" for told in self.said)], []
        return found

    def close(self) -> None:
        """Close all browsers."""
        for context in self.contexts:
            context.close()


@pytest.fixture
def look(browser: Browser, site: Site, request: pytest.FixtureRequest) -> Iterator[Any]:
    """`look("noord")` gives browsers at a college."""
    made: list[Looker] = []

    def at(slug: str) -> Looker:
        made.append(Looker(browser, site, slug, COLLEGES[slug][1]))
        return made[-1]

    yield at
    for one in made:
        one.close()


def _chosen(pages: list[Found]) -> list[Found]:
    """Each page in each state, once; for everybody who may open it when there is time."""
    if FULL:
        return pages
    seen: dict[tuple[str, str], Found] = {}
    for one in pages:
        seen.setdefault((one.endpoint, one.state), one)
    return list(seen.values())


def _keep(page: Page, slug: str, one: Found, width: str) -> None:
    name = re.sub(r"[^a-z0-9_.-]+", "-", f"{one.endpoint} {one.role} {one.state}".lower())[:90]
    folder: Path = ROOT / "var" / "shots" / f"{COLLEGES[slug][1]}-{width}"
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{name}.png", full_page=True)


@pytest.mark.parametrize("slug", COLLEGES)
def test_every_page_is_fine_on_a_phone_and_at_another_width(found, look, slug):
    """At 390 px each; at 1440 and 320 px by turns, at both when everything is looked at."""
    looker, wrong = look(slug), {}
    for at, one in enumerate(_chosen(found[slug])):
        page = looker.open(one, "phone")
        for width in ("phone", *(("desk", "narrow") if FULL or SHOTS else (("desk", "narrow")[at % 2],))):
            size = WIDTHS[width]
            page.set_viewport_size({"width": size[0], "height": size[1]})
            if SHOTS and width != "narrow":
                _keep(page, slug, one, width)
            if bad := looker.wrong(page):
                wrong[f"{one.name} {one.path} at {width}"] = bad
    assert wrong == {}


def test_every_route_was_opened(site, found):
    """A new page is looked at the day it is written, or stands here with the reason."""
    pages = {
        route.endpoint
        for route in site.app.url_map.iter_rules()
        if "GET" in (route.methods or ()) and rule_of(site.app, route.endpoint) is not None
    }
    opened = {one.endpoint for slug in COLLEGES for one in found[slug]}

    assert pages - opened == set()
