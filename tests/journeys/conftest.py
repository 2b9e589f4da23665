"""A served installation and browsers at the widths people use."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from setup import browser as installed
from tests.journeys.site import Site, served

ROOT = Path(__file__).resolve().parents[2]
WIDTHS = {"desk": (1440, 900), "phone": (390, 844), "narrow": (320, 640)}


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The system's own browser."""
    return installed.launch_arguments()


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """An installation for the journeys of one file."""
    with served(ROOT / "var" / "test") as found:
        yield found


@pytest.fixture(scope="module")
def browse(browser: Browser) -> Iterator[Callable[..., Page]]:
    """`browse("phone", "nl")` is someone's own browser: width, language, with or without scripts."""
    opened = []

    def make(width: str = "desk", locale: str = "nl", *, scripts: bool = True) -> Page:
        wide, high = WIDTHS[width]
        context = browser.new_context(
            viewport={"width": wide, "height": high},
            locale="nl-NL" if locale == "nl" else "en-GB",
            timezone_id="Europe/Amsterdam",
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        context.set_default_timeout(15000)
        opened.append(context)
        return context.new_page()

    yield make
    for context in opened:
        context.close()
