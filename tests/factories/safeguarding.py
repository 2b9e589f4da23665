"""Worries, raised as people raise them."""

from __future__ import annotations

from uuid import UUID

from maatwerk.access.actor import Actor
from maatwerk.safeguarding import actions
from maatwerk.safeguarding.rules import Urgency

WORDS = "Sanne came in with a bruise and said nothing."


def a_worry(about: UUID, by: Actor, *, words: str = WORDS, urgency: Urgency = Urgency.THIS_WEEK) -> UUID:
    """A worry of `by` about somebody they are tied to."""
    return actions.raise_worry(about, words, urgency, by=by)
