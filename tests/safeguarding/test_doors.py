"""Where somebody finds the door to a worry, and the way back to what they told."""

from __future__ import annotations

from uuid import uuid4

import pytest

from maatwerk.access.actor import SYSTEM
from maatwerk.access.work import unit_of_work
from tests.factories import safeguarding as worries
from tests.factories import trajectory as make
from tests.factories.world import a_person


def _href(path: str) -> str:
    return f'href="{path}"'


@pytest.mark.parametrize(
    ("role", "door"), [("coordinator", 1), ("teacher_coach", 1), ("administrator", 0), ("safeguarding_lead", 0)]
)
def test_page_of_a_person_has_the_door_for_whoever_may_tell_a_worry(here, client_for, role, door):
    """Ruling 7: a page apart, for those near enough."""
    pair = make.road(here)
    page = client_for(here[role]).get(f"/people/{pair.seeker.person_id}")

    assert page.text.count(_href(f"/worries/about/{pair.seeker.person_id}")) == door


@pytest.mark.parametrize("side", ["seeker", "supporter"])
def test_first_page_leads_back_to_what_somebody_told(here, client_for, side):
    pair = make.road(here)
    actor = getattr(pair, side)
    client = client_for(actor)
    before = client.get("/my").text.count(_href("/worries/mine"))

    worries.a_worry(pair.seeker.person_id, actor)
    after = [client.get(path).text.count(_href("/worries/mine")) for path in ("/my", "/my/plan")]

    assert (before, after) == (0, [1, 0])


def test_what_one_told_shows_to_nobody_else(here, client_for):
    """Ruling 7: nothing of it in log, timeline or other pages; not even that it was told."""
    pair = make.road(here)
    worries.a_worry(pair.seeker.person_id, pair.supporter)

    assert client_for(pair.seeker).get("/my").text.count(_href("/worries/mine")) == 0


def test_today_leads_staff_back_to_what_they_told(here, client_for):
    with unit_of_work(SYSTEM) as work:
        person = a_person(work, f"Sanne{uuid4().hex[:6]} Post", birth_year=2009)
    client = client_for(here["coordinator"])

    worries.a_worry(person.id, here["coordinator"])

    assert client.get("/today").text.count(_href("/worries/mine")) == 1
