"""The main journeys in a browser that runs no scripts at all."""

from __future__ import annotations

from functools import partial

import pytest

from tests.factories import world
from tests.journeys import main_roads
from tests.journeys.at_work import Work
from tests.journeys.main_roads import ROADS, Hands, People
from tests.journeys.site import Site
from tests.journeys.steps import Browse


@pytest.fixture(scope="module")
def here(site: Site, browse: Browse) -> People:
    """A college whose people all have scripts switched off."""
    tenant = world.organisation(site.app, "noord", "Noorderlicht College")
    return People(main_roads.named(Work(site, tenant, partial(browse, scripts=False))), Hands)


@pytest.mark.parametrize("road", ROADS, ids=[road.__name__ for road in ROADS])
def test_a_road_is_walked_without_scripts(here, road):
    road(here)


def test_scripts_are_off_indeed(here):
    page = here.comes("nobody@post.example").go("/sign-in").page
    page.set_content("<p id=p>off</p><script>document.getElementById('p').textContent = 'on'</script>")

    assert page.locator("#p").inner_text() == "off"
