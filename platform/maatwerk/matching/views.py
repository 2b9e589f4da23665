"""The pages of this room, gathered."""

from __future__ import annotations

from maatwerk.matching.circles import views as circles
from maatwerk.matching.pages import page
from maatwerk.matching.proposals import views as proposals
from maatwerk.matching.waiting import views as waiting

__all__ = ["circles", "page", "proposals", "waiting"]
