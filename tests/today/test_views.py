"""The first page after sign-in."""

from __future__ import annotations

from sqlalchemy import select

from maatwerk.access.model import Snooze
from maatwerk.ground.database import db


def test_today_opens_for_staff_and_for_nobody_else(noord, client_for):
    answers = {role: client_for(noord[role]).get("/today").status_code for role in noord.people}

    assert {role for role, status in answers.items() if status == 200} == {
        "administrator",
        "coordinator",
        "safeguarding_lead",
        "safeguarding_deputy",
        "teacher_coach",
        "trainer",
    }
    assert set(answers.values()) == {200, 404}


def test_a_line_is_put_off_and_brought_back(here, client_for):
    client = client_for(here["coordinator"])
    answer = client.submit("/today/put-off", {"line": "gap:1", "days": "3"})
    assert answer.status_code == 303
    assert db.session.scalars(select(Snooze.line).where(Snooze.account_id == here["coordinator"].account_id)).all() == [
        "gap:1"
    ]
    client.submit("/today/bring-back?line=gap:1")
    db.session.rollback()
    assert (
        db.session.scalars(select(Snooze.line).where(Snooze.account_id == here["coordinator"].account_id)).all() == []
    )


def test_today_asks_each_room_once(noord, client_for, statements):
    client = client_for(noord["coordinator"])
    client.get("/today")
    with statements() as said:
        assert client.get("/today").status_code == 200

    assert len([s for s in said.said if "audit_append" not in s]) <= 9
