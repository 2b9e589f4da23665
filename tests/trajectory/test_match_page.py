"""The page of one match: what it shows, to whom, and how often it asks the database."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import select

from maatwerk.access.model import AuditEntry
from maatwerk.ground.database import db
from maatwerk.trajectory.plan import actions as plan
from maatwerk.trajectory.rules.support import AskKind, With
from maatwerk.trajectory.support import actions as support
from tests.factories import trajectory as make

READERS = ("coordinator", "teacher_coach", "seeker", "supporter")


def _full(here, times: int) -> make.Pair:
    """A road on which so many of everything happened."""
    pair = make.road(here)
    for number in range(times):
        make.met(pair, note=f"note {number}", audience=make.Audience.COORDINATOR)
        plan.set_goal(pair.match_id, f"goal {number}", by=pair.seeker, first_step=f"step {number}")
        support.check_in(pair.match_id, With.BOTH, f"line {number}", by=pair.coordinator)
        for kind in (AskKind.TALK, AskKind.ANOTHER, AskKind.STOP)[:times]:
            support.ask(pair.match_id, kind, by=pair.seeker)
    return pair


def _reader(here, pair: make.Pair, role: str):
    return getattr(pair, role, None) or here[role]


@pytest.mark.parametrize("role", READERS)
@pytest.mark.parametrize("path", ["/matches/{}", "/my/plan"])
def test_page_asks_as_often_for_one_as_for_three_and_ten_times_at_most(here, client_for, statements, role, path):
    counts = []
    for times in (1, 3):
        pair = _full(here, times)
        client, url = client_for(_reader(here, pair, role)), path.format(pair.match_id)
        if client.get(url).status_code == 404:
            assert (path, role in ("seeker", "supporter")) == ("/my/plan", False)
            return
        with statements() as said:
            body = client.get(url).get_data(as_text=True)
        counts.append(len(said))
        assert f"goal {times - 1}" in body

    assert counts[0] == counts[1]
    assert counts[0] <= 10


def _opened(tenant_id: UUID, actor: UUID) -> set[tuple[str, UUID]]:
    """Which notes this person opened, by the audit."""
    db.session.rollback()
    rows = db.session.scalars(
        select(AuditEntry).where(AuditEntry.actor == actor, AuditEntry.action == "open_note")
    ).all()
    return {(row.kind, person) for row in rows for person in row.ids}


def test_page_tells_the_audit_which_notes_were_opened(here, client_for):
    """One statement for everything loses no look: each kind of note that was read is there, and no other."""
    pair = _full(here, 1)
    about = pair.seeker.person_id
    before = _opened(here.id, pair.supporter.person_id)

    client_for(pair.supporter).get(f"/matches/{pair.match_id}")

    assert before == set()
    assert _opened(here.id, pair.supporter.person_id) == {("goal", about), ("goal_step", about), ("meeting", about)}


def test_page_of_a_coordinator_opens_lines_and_what_is_shared_with_them(here, client_for):
    pair = _full(here, 1)
    about = pair.seeker.person_id
    with_own = make.road(here)
    make.met(with_own, note="only mine")

    client_for(here["coordinator"]).get(f"/matches/{pair.match_id}")
    client_for(here["coordinator"]).get(f"/matches/{with_own.match_id}")

    opened = _opened(here.id, here["coordinator"].person_id)
    assert {kind for kind, person in opened if person == about} == {"goal", "goal_step", "meeting", "check_in"}
    assert {kind for kind, person in opened if person == with_own.seeker.person_id} == set()


def test_page_shows_everything_once_and_in_order(here, client_for):
    pair = _full(here, 3)

    body = client_for(here["coordinator"]).get(f"/matches/{pair.match_id}").get_data(as_text=True)

    assert [body.count(f"note {number}") for number in range(3)] == [1, 1, 1]
    assert [body.count(f"line {number}") for number in range(3)] == [1, 1, 1]
    assert [body.count(f"<h3>goal {number}") for number in range(3)] == [1, 1, 1]
    assert body.index("goal 0") < body.index("goal 1") < body.index("goal 2")
