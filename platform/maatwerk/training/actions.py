"""What people do in this room, and what it does when the house tells it something."""

from __future__ import annotations

from maatwerk.access.actor import SYSTEM, Actor
from maatwerk.access.work import Work, unit_of_work
from maatwerk.training import letters, rules, say
from maatwerk.training.certificates.actions import BroughtAlong, bring_along, withdraw
from maatwerk.training.certificates.queries import ending_soon
from maatwerk.training.places.actions import join, leave, on_admitted, place, reminders
from maatwerk.training.runs.actions import cancel_run, certify, change_coach, plan_run, tick_attendance

__all__ = [
    "BroughtAlong",
    "bring_along",
    "cancel_run",
    "certify",
    "change_coach",
    "join",
    "leave",
    "on_admitted",
    "place",
    "plan_run",
    "remind",
    "tick_attendance",
    "withdraw",
]
WARN_AT = (90, 30)  # days ahead of the end of a coach's certificate


def remind(*, by: Actor = SYSTEM) -> int:
    """By the clock, once a day: who meets in two days, and whose coach's certificate ends; gives how many letters."""
    with unit_of_work(by) as work:
        return reminders(work) + _lapses(work)


def _lapses(work: Work) -> int:
    found = ending_soon(work.today, rules.COACH)
    for certificate_id, person_id, locale, until in found:
        left = (until - work.today).days
        step = min(at for at in WARN_AT if left <= at)
        work.send(letters.lapses(person_id, certificate_id, say.letter_day(until, locale), step))
    return len(found)
