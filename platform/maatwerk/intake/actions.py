"""What this room does when something happens elsewhere; the verbs of people stand in its sub-rooms."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from maatwerk.access.work import Work
from maatwerk.intake.talks.actions import wait_if_ready
from maatwerk.people.queries import readiness
from maatwerk.programme import actions as programmes
from maatwerk.programme.model import Participation
from maatwerk.programme.values import Side


def on_consent(event: Any, work: Work) -> None:
    """A consent or permission came in: who has everything now goes on to the waiting list."""
    for part in _seekers(work, event.person_id, "admitted"):
        wait_if_ready(work, part)


def on_withdrawn(event: Any, work: Work) -> None:
    """A consent or permission was taken back: who waits for a match stops waiting until it is there again."""
    for part in _seekers(work, event.person_id, "waiting"):
        if not readiness(part.person_id, part.programme_id).ready:
            programmes.move(work, part, "admitted", reason="consent_withdrawn")


def _seekers(work: Work, person_id: Any, state: str) -> list[Participation]:
    return work.find(
        select(Participation)
        .where(Participation.person_id == person_id, Participation.side == Side.SEEKER, Participation.state == state)
        .with_for_update()
    )
