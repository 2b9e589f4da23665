"""What people do in matching; each verb is one unit of work."""

from __future__ import annotations

from maatwerk.matching.circles.actions import form_circle
from maatwerk.matching.proposals.actions import answer, confirm, expire, pick, remind
from maatwerk.matching.waiting.actions import (
    lift_refusal,
    offer_choice,
    on_moved,
    propose,
    refuse_pair,
    withdraw_offers,
    withdraw_proposal,
)

__all__ = [
    "answer",
    "confirm",
    "every_hour",
    "expire",
    "form_circle",
    "lift_refusal",
    "offer_choice",
    "on_moved",
    "pick",
    "propose",
    "refuse_pair",
    "remind",
    "withdraw_offers",
    "withdraw_proposal",
]


def every_hour() -> tuple[int, int]:
    """What the clock does: end what is over, remind of what is nearly over; how many of each."""
    return expire(), remind()
