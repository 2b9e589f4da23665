"""The components in a real browser: accessible, within the screen, large enough to touch, within the policy."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

PAGES = ["gallery", "log", "question", "error", "paper", "public"]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
SMALL = """() => [...document.querySelectorAll('a, button, summary, input:not([type=hidden]), select, textarea')]
  .filter((e) => e.checkVisibility({ checkOpacity: false }) && !e.closest('.vh') && !e.matches('.skip'))
  .map((e) => [e, (e.closest('label') || e).getBoundingClientRect()])
  .filter(([e, r]) => r.width < 24 || r.height < 24)
  .map(([e, r]) => `${e.outerHTML.slice(0, 80)} ${r.width}x${r.height}`)"""
HIDDEN_FOCUS = """() => {
  const e = document.activeElement;
  if (e === document.body) return null;
  e.scrollIntoView({ block: 'nearest' });
  const r = (e.closest('label') || e).getBoundingClientRect();
  const top = document.elementFromPoint(r.left + Math.min(r.width, 40) / 2, r.top + r.height / 2);
  const host = e.closest('label') || e;
  return host.contains(top) || top?.contains(host) ? '' : e.outerHTML.slice(0, 80);
}"""


def opened(page: Page, site: str, name: str, width: int, theme: str = "blue", language: str = "nl") -> list[str]:
    """Opens a page at `width`; returns what the browser complains of."""
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{site}/{name}?theme={theme}&lang={language}")
    expect(page.locator("main")).to_be_visible()
    return [complaint for complaint in complaints if "404 (NOT FOUND)" not in complaint]


def violations(page: Page) -> list[Any]:
    """What axe finds wrong, each with where."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [(rule["id"], [node["html"][:100] for node in rule["nodes"]]) for rule in found]


@pytest.mark.parametrize("theme", ["blue", "green", "red"])
@pytest.mark.parametrize("width", [1440, 390, 320])
def test_pages_are_accessible_fit_and_can_be_touched(page: Page, site: str, theme: str, width: int) -> None:
    found = {}
    for name in PAGES:
        complaints = opened(page, site, name, width, theme, "en" if theme == "green" else "nl")
        page.evaluate("document.querySelectorAll('main details').forEach((fold) => { fold.open = true; })")
        found[name] = (
            complaints,
            violations(page),
            page.evaluate("document.documentElement.scrollWidth") > width,
            page.evaluate(SMALL),
        )

    assert found == {name: ([], [], False, []) for name in PAGES}


def test_form_with_errors_is_accessible_and_leads_to_the_first(page: Page, site: str) -> None:
    opened(page, site, "gallery", 390)
    page.get_by_role("button", name="Bewaar verslag").click()

    expect(page.locator("#errors")).to_be_focused()
    assert violations(page) == []
    page.get_by_role("link", name="E-mailadres: Dit is nog leeg").click()
    expect(page.get_by_label("E-mailadres")).to_be_focused()


@pytest.mark.parametrize("width", [1440, 390])
def test_whatever_has_the_focus_can_be_seen(page: Page, site: str, width: int) -> None:
    opened(page, site, "log", width)
    hidden = []
    for _ in range(40):
        page.keyboard.press("Tab")
        seen = page.evaluate(HIDDEN_FOCUS)
        if seen is None:
            break
        hidden += [seen] if seen else []

    assert hidden == []


def test_first_tab_skips_to_the_content(page: Page, site: str) -> None:
    opened(page, site, "gallery", 1440)
    page.keyboard.press("Tab")

    expect(page.get_by_role("link", name="Naar de inhoud")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_meeting_is_logged_by_name_and_role_alone(page: Page, site: str) -> None:
    opened(page, site, "log", 390)
    page.get_by_role("radio", name="Goed", exact=True).check()
    page.get_by_role("radio", name="1 uur").check()
    page.get_by_role("checkbox", name="Gepraat").check()
    page.get_by_role("textbox", name="Wil je iets opschrijven?").fill("x" * 520)

    expect(page.locator("#note-count")).to_have_text("20 tekens te veel")
    page.get_by_role("textbox", name="Wil je iets opschrijven?").fill("x" * 490)
    expect(page.locator("#note-count")).to_have_text("10 tekens over")


def test_one_box_chooses_all_rows_and_the_bar_counts(page: Page, site: str) -> None:
    opened(page, site, "gallery", 1440)
    page.get_by_role("checkbox", name="Kies alles op deze pagina").check()

    expect(page.locator("[data-bulk-count]")).to_have_text("4 gekozen")
    page.get_by_role("checkbox", name="Kies Daan Verhoeven").uncheck()
    expect(page.locator("[data-bulk-count]")).to_have_text("3 gekozen")


def test_draft_is_kept_while_people_type(page: Page, site: str) -> None:
    kept: list[str] = []
    page.route("**/draft", lambda route: (kept.append(route.request.post_data or ""), route.fulfill(status=204))[1])
    opened(page, site, "gallery", 390)
    page.get_by_role("textbox", name="Waarom doe je mee?").fill("Omdat ik wil.")

    expect(page.locator("[data-draft-state]")).to_contain_text("Concept bewaard om")
    assert "why=Omdat+ik+wil." in kept[-1]
    assert "csrf_token=" in kept[-1]


def test_draft_that_could_not_be_kept_says_so(page: Page, site: str) -> None:
    page.route("**/draft", lambda route: route.abort())
    opened(page, site, "gallery", 390)
    page.get_by_role("textbox", name="Waarom doe je mee?").fill("Omdat ik wil.")

    expect(page.locator("[data-draft-state]")).to_have_text("Nog niet bewaard. We proberen het opnieuw.")


def test_list_shows_another_choice_at_once(page: Page, site: str) -> None:
    opened(page, site, "gallery", 1440)
    page.get_by_label("Fase", exact=True).select_option("")
    page.wait_for_url("**/gallery?tab=all")

    expect(page.get_by_label("Fase", exact=True)).to_be_focused()


def test_menu_and_dialog_close_with_escape_and_give_the_focus_back(page: Page, site: str) -> None:
    opened(page, site, "gallery", 1440)
    menu = page.locator("details.menu")
    menu.locator("summary").click()
    expect(page.get_by_role("link", name="Exporteer")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Exporteer")).to_be_hidden()
    expect(menu.locator("summary")).to_be_focused()

    opener = page.get_by_role("link", name="Zoek", exact=True)
    opener.click()
    expect(page.get_by_role("dialog", name="Zoek")).to_be_visible()
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()


def test_parts_are_swapped_in_with_their_token_and_errors_too(page: Page, site: str) -> None:
    complaints = opened(page, site, "swap", 390)
    page.get_by_role("button", name="Stuur").click()
    expect(page.locator("#part")).to_have_text("Nog leeg")
    page.get_by_label("Naam").fill("Noor")
    page.get_by_role("button", name="Stuur").click()

    expect(page.locator("#part")).to_have_text("Gelukt")
    assert [said for said in complaints if "Content Security Policy" in said] == []


def test_page_works_without_scripts(browser: Any, site: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{site}/gallery?lang=nl")
    page.get_by_role("radio", name="Goed", exact=True).check()
    page.get_by_role("button", name="Bewaar verslag").click()

    expect(page.get_by_role("heading", name="Kijk nog eens naar 4 antwoorden")).to_be_visible()
    expect(page.get_by_role("radio", name="Goed", exact=True)).to_be_checked()
    for mute in ("Afdrukken", "Kopieer"):
        expect(page.get_by_role("button", name=mute)).to_have_count(0)
    context.close()


def test_forced_colours_keep_bars_and_what_was_chosen(page: Page, site: str) -> None:
    opened(page, site, "gallery", 1440)
    page.emulate_media(forced_colors="active")
    fill = page.evaluate("getComputedStyle(document.querySelector('.bar-fill')).fill")
    track = page.evaluate("getComputedStyle(document.querySelector('.bar-track')).fill")
    current = page.evaluate("getComputedStyle(document.querySelector('.nav a[aria-current]')).outlineStyle")

    assert fill != track
    assert current == "solid"


def test_print_leaves_out_what_paper_cannot_do(page: Page, site: str) -> None:
    opened(page, site, "gallery", 1440)
    page.emulate_media(media="print")

    expect(page.get_by_role("navigation", name="Hoofdmenu")).to_be_hidden()
    expect(page.get_by_role("button", name="Bewaar verslag")).to_be_hidden()
    expect(page.get_by_role("table", name="Matches, gesorteerd op aandacht")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('.bar')).printColorAdjust") == "exact"
