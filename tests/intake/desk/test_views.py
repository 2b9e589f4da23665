"""The coordinator's list at the door."""

from __future__ import annotations

import csv
import io

import pytest

from maatwerk.access.actor import SYSTEM
from maatwerk.access.model import RoleGrant
from maatwerk.access.work import unit_of_work
from maatwerk.ground import clock
from maatwerk.intake.desk.queries import TABS
from maatwerk.programme.actions import begin_programme
from tests.factories import intake, people


@pytest.fixture
def desk(noord, inside, client_for):
    """A programme of its own and the browser of its coordinator."""
    with inside(noord):
        coordinator = intake.a_teacher()
        with unit_of_work(SYSTEM) as work:
            found = begin_programme(work, "peer_support/tutor", name=f"D{clock.now().timestamp()}")
            work.add(
                RoleGrant(
                    account_id=coordinator.account_id,
                    role="coordinator",
                    programme_id=found.id,
                    valid_from=clock.today(),
                )
            )
    return found.id, client_for(coordinator)


def reads(said):
    """What a page itself reads, without the audit's line afterwards."""
    return [statement for statement in said.said if "audit_append" not in statement]


@pytest.mark.parametrize("tab", list(TABS))
def test_list_is_empty_with_a_reason_and_a_next_step(desk, tab):
    _programme_id, browser = desk

    page = browser.get(f"/intake?tab={tab}")

    assert (page.status_code, page.text.count("<h1"), 'class="empty"' in page.text) == (200, 1, True)


@pytest.mark.parametrize("tab", list(TABS))
def test_list_goes_along_as_a_sheet(desk, noord, inside, tab):
    programme_id, browser = desk
    with inside(noord):
        for _ in range(3):
            somebody(programme_id, tab)

    page = browser.get(f"/intake?tab={tab}").text
    answer = browser.get(f"/intake/sheet?tab={tab}")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))

    assert rows[0] == ["Who", "Why", "Days", "Programme", "Next step"]
    assert (len(rows), f"/intake/sheet?tab={tab}" in page) == (4, True)


@pytest.mark.parametrize("role", ["administrator", "teacher_coach", "seeker", "supporter"])
def test_sheet_is_the_coordinators(client_for, noord, role):
    assert client_for(noord[role]).get("/intake/sheet").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("tab", list(TABS))
def test_list_takes_at_most_four_statements_for_one_and_three(desk, noord, inside, statements, tab, number):
    programme_id, browser = desk
    with inside(noord):
        for _ in range(number):
            somebody(programme_id, tab)
    browser.get(f"/intake?tab={tab}")

    with statements() as said:
        page = browser.get(f"/intake?tab={tab}")

    assert page.text.count('scope="row"') == number
    assert len(reads(said)) == {"ready": 4}.get(tab, 2)


def somebody(programme_id, tab):
    if tab == "tell":
        intake.a_nomination(programme_id, intake.a_teacher().person_id)
        return
    state = {"ready": "admitted"}.get(tab, "applied")
    part = intake.a_participation(programme_id, state=state, birth_date=people.born(14))
    if tab == "read":
        intake.an_application(part)
    if tab == "conclude":
        intake.an_interview(part)


def test_list_has_one_next_step_in_each_row_that_opens(desk, noord, inside):
    programme_id, browser = desk
    with inside(noord):
        for tab in TABS:
            somebody(programme_id, tab)

    for tab in TABS:
        page = browser.get(f"/intake?tab={tab}").text
        row = page[page.index("<tbody") : page.index("</tbody>")]
        address = row.split('href="')[1].split('"')[0]
        assert (row.count("href="), browser.get(address).status_code) == (1, 200), tab


def test_list_of_an_unknown_tab_is_404(desk):
    _programme_id, browser = desk

    assert browser.get("/intake?tab=nonsense").status_code == 404


@pytest.mark.parametrize(
    "role", ["administrator", "teacher_coach", "trainer", "care_coordinator", "seeker", "supporter"]
)
def test_list_is_for_coordinators(client_for, noord, role):
    assert client_for(noord[role]).get("/intake").status_code == 404


def test_list_without_the_second_step_leads_to_it(client_for, noord):
    assert client_for(noord["coordinator"], factors=1).get("/intake").status_code == 303
