"""What other rooms ask this one."""

from __future__ import annotations

from maatwerk.matching.attention.queries import Waits, waits_for
from maatwerk.matching.facts import places_left, taken
from maatwerk.matching.proposals.queries import proposal, waiting_for_me
from maatwerk.matching.waiting.queries import candidates, waiting_list

__all__ = [
    "Waits",
    "candidates",
    "places_left",
    "proposal",
    "taken",
    "waiting_for_me",
    "waiting_list",
    "waits_for",
]
