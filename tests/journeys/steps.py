"""What people do on a page, counted: press, follow, tap, fill; and what every page owes them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import pyotp
from playwright.sync_api import Locator, Page, expect

from maatwerk.ground import clock
from tests.journeys.site import Site, problems

IDS = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
THE_SAME = ("/account/authenticator", "/link", "/sign-in")  # whoever comes there
SIGN_IN = re.compile("^(Sign in at|Inloggen bij) ")
LOOKED_AT = ((390, 844), (320, 640), (1440, 900))


@dataclass
class Walker:
    """Somebody with a browser: does things by role and name alone, and counts what it takes."""

    page: Page
    site: Site
    slug: str = ""
    email: str = ""
    clicks: int = 0
    taps: int = 0
    typed: int = 0
    key: str = ""
    looked: set[str] = field(default_factory=set)
    paths: set[str] = field(default_factory=set)

    def fresh(self) -> Walker:
        """Count from here."""
        self.clicks = self.taps = self.typed = 0
        return self

    def go(self, path: str) -> Walker:
        """Open an address at one's own organisation."""
        answer = self.page.goto(self.site.url(self.slug, path))
        assert answer is not None
        assert answer.status < 400, f"{path} answers {answer.status}"
        return self.arrived()

    def press(self, name: str | re.Pattern[str], nth: int = 0) -> Walker:
        """Press a button."""
        self.clicks += 1
        self.one("button", name, nth).click()
        return self.arrived()

    def follow(self, name: str | re.Pattern[str], nth: int = 0) -> Walker:
        """Follow a link."""
        self.clicks += 1
        self.one("link", name, nth).click()
        return self.arrived()

    def choose(self, *names: str) -> Walker:
        """Choose answers, round or square, by their words or by how they begin."""
        for name in names:
            self.taps += 1
            self.option(self.page, name).check(force=True)
        return self

    def option(self, where: Any, name: str) -> Locator:
        """An answer to choose."""
        for wanted in (re.compile(f"^{re.escape(name)}$"), re.compile(f"^{re.escape(name)}")):
            found = where.get_by_role("radio", name=wanted).or_(where.get_by_role("checkbox", name=wanted))
            if found.count():
                return found.first
        raise AssertionError(f"no answer {name} at {self.page.url}")

    def answer(self, question: str | re.Pattern[str], name: str) -> Walker:
        """Choose an answer to one question of several."""
        self.taps += 1
        self.option(self.page.get_by_role("group", name=question).first, name).check(force=True)
        return self

    def answer_each(self, name: str) -> Walker:
        """Give the same answer to every question that offers it."""
        for found in self.page.get_by_role("radio", name=name, exact=True).all():
            self.taps += 1
            found.check(force=True)
        return self

    def fill(self, name: str, text: str) -> Walker:
        """Type into a field."""
        self.typed += 1
        self.page.get_by_label(re.compile(rf"^\s*{re.escape(name)}( \(|\s*$)")).first.fill(text)
        return self

    def searches(self, text: str) -> Walker:
        """Type into the one field to search with."""
        self.typed += 1
        self.page.get_by_role("searchbox").fill(text)
        return self

    def pick(self, name: str, option: str | re.Pattern[str]) -> Walker:
        """Take a line from a list that drops down."""
        box = self.page.get_by_role("combobox", name=name)
        wanted = box.get_by_role("option", name=option).first.get_attribute("value")
        box.select_option(wanted)
        return self

    def unfold(self, words: str) -> Walker:
        """Open what is folded away."""
        self.clicks += 1
        self.page.get_by_text(words, exact=True).first.click()
        return self

    def one(self, role: Any, name: str | re.Pattern[str], nth: int = 0) -> Locator:
        """Something by its role and name alone."""
        exact = isinstance(name, str)
        return self.page.get_by_role(role, name=name, exact=exact).nth(nth)

    def heading(self, text: str | re.Pattern[str]) -> Walker:
        """The page is called like this."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(text)
        return self

    def says(self, *words: str) -> Walker:
        """The page says all of this."""
        for each in words:
            expect(self.page.get_by_text(each).first).to_be_visible()
        return self

    def words(self) -> str:
        """All that the page says."""
        return str(self.page.locator("body").inner_text())

    def lacks(self, role: Any, name: str | re.Pattern[str]) -> Walker:
        """The page has no such thing to press or follow."""
        expect(self.one(role, name)).to_have_count(0)
        return self

    def ticked(self, name: str | re.Pattern[str]) -> Walker:
        """The button with this name is pressed in."""
        expect(self.page.get_by_role("button", name=name, pressed=True)).to_have_count(1)
        return self

    def finds(self, path: str) -> int:
        """With which status an address answers, whatever it is."""
        answer = self.page.goto(self.site.url(self.slug, path))
        assert answer is not None
        return answer.status

    def arrived(self) -> Walker:
        """Wait for the page, and look at it once at each width when it is new to this person."""
        self.page.wait_for_load_state()
        self.paths.add(urlsplit(self.page.url).path)
        path = IDS.sub("*", urlsplit(self.page.url).path)
        known = f"{path} {self.page.title()}"
        looked = self.site.looked if path.startswith(THE_SAME) else self.looked
        if known not in looked:
            looked.add(known)
            fine(self.page)
        return self

    def opens_letter(self, subject: str | re.Pattern[str] | None = None) -> Walker:
        """Open the link in the newest letter, and press its one button."""
        self.page.goto(self.site.link(self.email, subject))
        self.page.get_by_role("main").get_by_role("button").first.click()
        return self.arrived()

    def comes_in(self, path: str = "/") -> Walker:
        """Go somewhere after having been away: ask for a link, and type a code where the role needs one."""
        self.go(path)
        if "/sign-in" in self.page.url:
            self.page.get_by_role("textbox").first.fill(self.email)
            self.page.get_by_role("main").get_by_role("button").first.click()
            self.arrived().opens_letter(SIGN_IN)
        if "/account/authenticator" in self.page.url:
            self.links_app()
        if "/sign-in/code" in self.page.url:
            self.types_code()
        return self

    def links_app(self) -> Walker:
        """Link an authenticator app with the key that the page shows."""
        self.key = self.page.get_by_label(re.compile("Type this key|Typ deze sleutel")).first.input_value()
        return self.types_code()

    def types_code(self) -> Walker:
        """Type what the app shows now."""
        self.page.get_by_role("textbox").last.fill(pyotp.TOTP(self.key).at(clock.now()))
        self.page.get_by_role("main").get_by_role("button", name=re.compile("app|Verder|Go on")).last.click()
        return self.arrived()


def fine(page: Page) -> None:
    """A page that nobody stumbles over, on a phone, on a narrow one and at a desk."""
    before = page.viewport_size
    for width, height in LOOKED_AT:
        page.set_viewport_size({"width": width, "height": height})
        assert problems(page) == [], f"{page.url} at {width}"
    if before is not None:
        page.set_viewport_size(before)


Browse = Callable[..., Page]


@dataclass
class Cast:
    """Everybody who plays a part, by name."""

    site: Site
    browse: Browse
    slug: str
    people: dict[str, Walker] = field(default_factory=dict)

    def enter(self, name: str, email: str, width: str = "desk", locale: str = "nl", *, scripts: bool = True) -> Walker:
        """Somebody sits down at a browser of their own."""
        found = Walker(self.browse(width, locale, scripts=scripts), self.site, self.slug, email)
        self.people[name] = found
        return found

    def __getitem__(self, name: str) -> Walker:
        return self.people[name]


def later(site: Site, moment: datetime) -> None:
    """It is later now, for everybody; what was due in the meantime has left."""
    site.play(moment)
    site.forget_tries()
    site.deliver()
