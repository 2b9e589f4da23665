"""A browser that looks pages over: what axe, a ruler and the console find wrong, at each width and in two colours."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from maatwerk.interface import theme
from tests.journeys.conftest import WIDTHS
from tests.journeys.everywhere import Found
from tests.journeys.site import TARGETS, Site

ALL = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CONTRAST = ["color-contrast"]
# What another width can change: sizes, and what of a name or a landmark is hidden or shown.
LAYOUT = ["target-size", "scrollable-region-focusable", "link-name", "button-name", "region", "landmark-unique"]
OWN = theme.theme("#c8102e")  # a red that reads as an alarm: the colours that differ most from the house's own
LOOK = """async rules => {
      const wanted = {runOnly: rules, resultTypes: ['violations'], preload: false, selectors: false};
      const found = (await axe.run(document, wanted)).violations
        .map(v => `${v.id}: ${v.nodes[0].html.slice(0, 160)}`);
      if (rules.length === 1) return found;
      found.push(...(SMALL)().map(html => `small target: ${html}`));
      const root = document.documentElement, headings = document.querySelectorAll('h1').length;
      if (root.scrollWidth > root.clientWidth) found.push('scrolls sideways');
      if (headings !== 1) found.push(`${headings} headings of the first level`);
      return found; }""".replace("SMALL", TARGETS)
# A sheet that is made by script stands outside the policy that forbids a style in the page.
DRESS = """css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css);
  document.adoptedStyleSheets = css ? [sheet] : []; }"""
# Empties every field of the page's first own form; false when there is none to fill in.
CLEAR = """() => {
  window.cleared = [...document.querySelectorAll('main form[method=post]')]
    .find(f => f.querySelector('input:not([type=hidden]), textarea, select'));
  if (!window.cleared) return false;
  window.cleared.querySelectorAll('input:not([type=hidden]), textarea').forEach(f => {
    if (f.type === 'radio' || f.type === 'checkbox') f.checked = false; else f.value = ''; });
  window.cleared.noValidate = true;
  return true; }"""
SEND = "setTimeout(() => window.cleared.requestSubmit(), 0)"
SCRIPT = Axe().axe_script


class Looker:
    """One browser that everybody of an organisation sits at in turn, and that hears what the console says."""

    def __init__(self, browser: Browser, site: Site) -> None:
        self.site, self.said = site, []  # type: tuple[Site, list[str]]
        self.context = browser.new_context(locale="nl-NL", reduced_motion="reduce", timezone_id="Europe/Amsterdam")
        self.context.set_default_timeout(60000)  # a busy machine is no finding
        self.page: Page = self.context.new_page()
        self.page.on("console", lambda told: self.said.append(told.text) if told.type == "error" else None)
        self.page.on("pageerror", lambda told: self.said.append(str(told)))
        self.sits: Any = None
        self.width = ""
        self.status = 200  # what the page that is open answered, as it should

    def open(self, one: Found, width: str = "phone") -> Page:
        """Open a page as whoever it is for; the browser says what came."""
        self.size(width)
        url = self.site.url(one.slug)
        if self.sits != (one.slug, one.cookies):
            self.context.clear_cookies()
            self.context.add_cookies([{"name": name, "value": value, "url": url} for name, value in one.cookies])
            self.sits = (one.slug, one.cookies)
        answer = self.page.goto(self.site.url(one.slug, one.path))
        assert answer is not None
        assert answer.status == one.status, f"{one.path} answers {answer.status}"
        self.status = one.status
        return self.page

    def sends_empty(self) -> bool:
        """Send the first form of the page that is open without an answer; false when it has none."""
        self.said.clear()
        if not self.page.evaluate(CLEAR):
            return False
        with self.page.expect_navigation() as coming:
            self.page.evaluate(SEND)
        self.status = coming.value.status
        return True

    def size(self, width: str) -> None:
        """Make the window this wide."""
        if width != self.width:
            wide, high = WIDTHS[width]
            self.page.set_viewport_size({"width": wide, "height": high})
            self.width = width

    def over(self, one: Found, *, wholly: bool = True) -> list[str]:
        """Open a page and look it over at every width, in the house's colours and in an organisation's own.

        Not wholly: all rules on a phone and what another width can change at the others, its own colours at a desk.
        """
        widths = ["phone", "narrow", "desk"]
        if self.width == "desk":  # a window is left as it is from one page to the next
            widths.reverse()
        self.open(one, widths[0])
        found = []
        for width in widths:
            self.size(width)
            found += self.here(width, ALL if wholly or width == "phone" else LAYOUT)
            if wholly or width == "desk":
                found += self.dressed(width)
        return found

    def here(self, width: str, rules: list[str]) -> list[str]:
        """What is wrong on the page that is open, and what the console said since the last time."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(SCRIPT)
        found = self.page.evaluate(LOOK, rules)
        found += [f"console: {told}" for told in self.said if f"a status of {self.status} " not in told]
        self.said.clear()
        return [f"{width}: {told}" for told in found]

    def dressed(self, width: str) -> list[str]:
        """What can't be read on the page that is open once it wears an organisation's own colours."""
        self.page.evaluate(DRESS, theme.theme_css(OWN.hue, OWN.chroma))
        found = self.here(f"{width} in its own colours", CONTRAST)
        self.page.evaluate(DRESS, "")
        return found

    def close(self) -> None:
        """Close the browser."""
        self.context.close()
