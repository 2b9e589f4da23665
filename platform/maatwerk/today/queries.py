"""What needs whom today."""

from __future__ import annotations

from flask import url_for
from sqlalchemy import select

from maatwerk.access.actor import Actor
from maatwerk.access.model import Snooze
from maatwerk.ground import clock
from maatwerk.ground.database import db
from maatwerk.intake.queries import waits_for as intake_waits
from maatwerk.matching.queries import waits_for as matching_waits
from maatwerk.people.same.queries import waits_for as people_waits
from maatwerk.safeguarding.queries import waits_for as safeguarding_waits
from maatwerk.today.rules import Line, Wait, in_order, part_of, who_of
from maatwerk.training.queries import waits_for as training_waits
from maatwerk.trajectory.queries import waits_for as trajectory_waits

ROOMS = (safeguarding_waits, trajectory_waits, matching_waits, intake_waits, training_waits, people_waits)


def lines(actor: Actor) -> list[Line]:
    """The work list of this person, in order; one statement a room, and one for what was put off."""
    put_off = db.session.scalars(
        select(Snooze.line).where(Snooze.account_id == actor.account_id, Snooze.until > clock.today())
    ).all()
    waits: list[Wait] = [wait for room in ROOMS for wait in room(actor)]
    return [
        Line(w.key, who_of(w), str(w.reason), w.days, url_for(w.endpoint, **w.args), part_of(w.urgency))
        for w in in_order(waits, put_off)
    ]
