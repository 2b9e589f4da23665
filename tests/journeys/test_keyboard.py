"""The main journeys with a keyboard alone: what has the focus is seen at each step, and nothing needs a mouse."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import ElementHandle, Locator, expect

from tests.factories import world
from tests.journeys import main_roads
from tests.journeys.at_work import Work
from tests.journeys.main_roads import ROADS, Hands, People
from tests.journeys.site import Site
from tests.journeys.steps import Browse

MOST = 150  # steps with Tab on one page
# Where the focus is: what it is on, whether that is what is looked for, and whether it can be seen there.
FOCUS = """wanted => {
  const at = document.activeElement, style = one => getComputedStyle(one);
  if (at === document.body) return {on: '(the page itself)', there: false, seen: true};
  const ringed = one => one && style(one).outlineStyle !== 'none' && parseFloat(style(one).outlineWidth) > 0;
  // The little calendar inside a field for a day is the browser's own, and so is the ring that it draws around it.
  const own = at.matches('input[type=date], input[type=time]') && !at.matches(':focus-visible');
  const around = [at, at.nextElementSibling, at.closest('.option'), at.closest('.search')].filter(ringed);
  const shown = around[0], box = (shown || at).getBoundingClientRect();
  const inside = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
  const x = Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 1);
  const spots = [.1, .5, .9].map(part => document.elementFromPoint(x, box.top + box.height * part)).filter(Boolean);
  const over = spots.some(spot => spot.contains(at) || at.contains(spot) || (shown && shown.contains(spot)));
  return {
    on: `${at.tagName.toLowerCase()} ${(at.labels?.[0] || at).textContent.trim().replace(/\\s+/g, ' ').slice(0, 60)}`,
    there: at === wanted || (at.tagName === 'SUMMARY' && at.contains(wanted)),
    group: at.type === 'radio' && wanted.type === 'radio' && at.name === wanted.name && at.form === wanted.form,
    seen: Boolean(own || shown || style(at).boxShadow !== 'none') && inside && over}; }"""
BEFORE = """wanted => { const at = document.activeElement;
  return at !== document.body && Boolean(at.compareDocumentPosition(wanted) & Node.DOCUMENT_POSITION_PRECEDING); }"""


class Keys(Hands):
    """A walker without a mouse: Tab, Enter, Space, arrows and letters are all there is."""

    def press(self, name: str | re.Pattern[str], nth: int = 0) -> Keys:
        """Press a button."""
        return self.to(self.one("button", name, nth)).enters()

    def follow(self, name: str | re.Pattern[str], nth: int = 0) -> Keys:
        """Follow a link."""
        return self.to(self.one("link", name, nth)).enters()

    def choose(self, *names: str) -> Keys:
        """Choose answers by their words."""
        for name in names:
            self.take(self.option(self.page, name))
        return self

    def answer(self, question: str | re.Pattern[str], name: str) -> Keys:
        """Choose an answer to one question of several."""
        return self.take(self.option(self.page.get_by_role("group", name=question).first, name))

    def fill(self, name: str, text: str) -> Keys:
        """Type into a field."""
        return self.write(self.page.get_by_label(re.compile(rf"^\s*{re.escape(name)}( \(|\s*$)")).first, text)

    def unfold(self, words: str) -> Keys:
        """Open what is folded away."""
        self.to(self.page.get_by_text(words, exact=True).first)
        self.page.keyboard.press("Enter")
        return self

    def opens_letter(self, subject: str | re.Pattern[str] | None = None) -> Keys:
        """Open the link in the newest letter, and press its one button."""
        self.page.goto(self.site.link(self.email, subject))
        return self.to(self.page.get_by_role("main").get_by_role("button").first).enters()

    def enters(self) -> Keys:
        """Enter, on what leads to another page."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        return self

    def to(self, wanted: Locator) -> Keys:
        """Step to something, seeing each step."""
        self._step(wanted, "there")
        return self

    def _step(self, wanted: Locator, until: str) -> ElementHandle:
        found = wanted.element_handle()
        assert found is not None
        key = "Shift+Tab" if self.page.evaluate(BEFORE, found) else "Tab"
        passed: list[str] = []
        for _step in range(MOST):
            focus: dict[str, Any] = self.page.evaluate(FOCUS, found)
            assert focus["seen"], f"the focus can't be seen on {focus['on']} at {self.page.url}"
            if focus["there"] or focus.get(until):
                return found
            passed.append(focus["on"])
            self.page.keyboard.press(key)
        raise AssertionError(f"no way to {wanted} at {self.page.url}, only past {passed}")

    def take(self, option: Locator) -> Keys:
        """Choose an answer: Tab to its question, an arrow to the answer, Space when it is not chosen yet."""
        found = self._step(option, "group")
        for _arrow in range(MOST):
            if self.page.evaluate(FOCUS, found)["there"]:
                break
            self.page.keyboard.press("ArrowDown")
        if not found.is_checked():
            self.page.keyboard.press("Space")
        expect(option).to_be_checked()
        return self

    def write(self, field: Locator, text: str) -> Keys:
        """Type into a field; a day or a time as the browser wants it."""
        self.to(field)
        kind = field.get_attribute("type")
        if kind == "date":
            return self._day(field, date.fromisoformat(text))
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)
        expect(field).to_have_value(text)
        return self

    def _day(self, field: Locator, day: date) -> Keys:
        """The parts of a day stand in the order of the browser's own language."""
        for order in ("%d%m%Y", "%m%d%Y"):
            for _part in range(3):
                self.page.keyboard.press("ArrowLeft")
            self.page.keyboard.type(day.strftime(order))
            if field.input_value() == day.isoformat():
                return self
        raise AssertionError(f"{day} can't be typed at {self.page.url}")


@pytest.fixture(scope="module")
def here(site: Site, browse: Browse) -> People:
    """A college whose people have no mouse."""
    tenant = world.organisation(site.app, "noord", "Noorderlicht College")
    return People(main_roads.named(Work(site, tenant, browse)), Keys)


@pytest.mark.parametrize("road", ROADS, ids=[road.__name__ for road in ROADS])
def test_a_road_is_walked_by_keyboard_alone(here, road):
    road(here)


def test_a_focus_that_is_not_seen_is_told(here):
    walker = here.comes("nobody@post.example").go("/sign-in")
    walker.page.evaluate(
        "() => { const sheet = new CSSStyleSheet(); "
        "sheet.replaceSync(':focus-visible { outline: 0 !important; box-shadow: none !important }'); "
        "document.adoptedStyleSheets = [sheet]; }"
    )

    with pytest.raises(AssertionError, match="the focus can't be seen on a "):
        walker.to(walker.page.get_by_role("button").last)


def test_what_tab_does_not_reach_is_told_with_what_was_passed(here):
    walker = here.comes("nobody@post.example").go("/sign-in")
    walker.page.get_by_role("button").last.evaluate("one => { one.tabIndex = -1; }")

    with pytest.raises(AssertionError, match=r"no way to .* only past .*a "):
        walker.to(walker.page.get_by_role("button").last)
