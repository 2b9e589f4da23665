"""What waits for lead and deputy, and for nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from maatwerk.access.policy import can
from maatwerk.ground import clock
from maatwerk.safeguarding import actions, queries
from maatwerk.safeguarding.rules import Urgency
from tests.factories.safeguarding import a_worry

OTHERS = ("administrator", "coordinator", "teacher_coach", "trainer", "care_coordinator", "supporter", "seeker")


def line(actor, worry):
    return [wait for wait in queries.waits_for(actor) if wait.args["concern_id"] == worry]


@pytest.mark.parametrize("role", ["safeguarding_lead", "safeguarding_deputy"])
def test_today_says_that_something_waits_without_a_name(here, role, at):
    worry = a_worry(here["seeker"].person_id, here["guardian"])
    at(clock.now() + timedelta(days=2))

    [wait] = line(here[role], worry)
    assert (wait.days, wait.urgency, wait.endpoint) == (2, 5, "safeguarding.read")
    assert wait.reason == "Something came in that only you and your deputy may read."


def test_today_says_when_an_answer_waits_and_stops_after_it(here):
    worry = a_worry(here["seeker"].person_id, here["guardian"])
    actions.mark_read(worry, by=here["safeguarding_lead"])
    [wait] = line(here["safeguarding_deputy"], worry)
    assert (wait.urgency, wait.reason) == (4, "Who came to you still waits for an answer.")

    actions.acknowledge(worry, "Thank you", by=here["safeguarding_lead"])
    assert line(here["safeguarding_deputy"], worry) == []


@pytest.mark.parametrize("role", OTHERS)
def test_today_of_others_knows_nothing_and_asks_nothing(here, role, statements):
    a_worry(here["seeker"].person_id, here["guardian"])
    with statements() as said:
        assert queries.waits_for(here[role]) == []

    assert len(said) == 0


@pytest.mark.parametrize("number", [1, 3])
def test_today_asks_once_however_much_waits(here, statements, number):
    for _worry in range(number):
        a_worry(here["seeker"].person_id, here["guardian"])
    with statements() as said:
        assert len(queries.waits_for(here["safeguarding_lead"])) >= number

    assert len(said) == 1


def test_worry_about_the_lead_is_not_on_the_leads_list(here):
    lead = here["safeguarding_lead"]
    worry = a_worry(lead.person_id, lead)

    assert line(lead, worry) == []
    assert [wait.key for wait in line(here["safeguarding_deputy"], worry)] == [f"worry:{worry}"]
    assert can(lead, "own", "concern", worry) is True


def test_list_is_what_may_be_read(here):
    """One rule for list and page: list == {x: can(x)}."""
    worries = [
        a_worry(here["seeker"].person_id, here["guardian"]),
        a_worry(here["safeguarding_lead"].person_id, here["safeguarding_lead"]),
        a_worry(here["supporter"].person_id, here["supporter"], urgency=Urgency.TODAY),
    ]
    for role in ("safeguarding_lead", "safeguarding_deputy"):
        total = queries.worries(here[role]).total
        listed = {c.id for n in range(1, total // 25 + 2) for c in queries.worries(here[role], number=n).items}
        assert {worry for worry in worries if can(here[role], "read", "concern", worry)} == listed & set(worries)


def test_unread_and_urgent_come_first(here):
    quiet = a_worry(here["seeker"].person_id, here["seeker"], urgency=Urgency.UNSURE)
    urgent = a_worry(here["seeker"].person_id, here["seeker"], urgency=Urgency.TODAY)
    ids = [wait.args["concern_id"] for wait in queries.waits_for(here["safeguarding_lead"])]

    # Today sorts by urgency and days; the list itself puts what must be looked at today first.
    assert {quiet, urgent} <= set(ids)
    assert ids.index(urgent) < ids.index(quiet)


def test_lead_is_named(here):
    assert queries.lead_named() is True
    assert {reader.role for reader in queries.readers()} == {"safeguarding_lead", "safeguarding_deputy"}
