"""What other rooms ask this one."""

from __future__ import annotations

from maatwerk.trajectory.matches.queries import Road, mine, road
from maatwerk.trajectory.support.queries import Waits, waits_for

__all__ = ["Road", "Waits", "mine", "road", "waits_for"]
