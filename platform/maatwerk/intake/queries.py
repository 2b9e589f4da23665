"""What other rooms read of this one."""

from __future__ import annotations

from maatwerk.intake.desk.queries import Line, waits_for
from maatwerk.intake.talks.queries import versions_read

__all__ = ["Line", "versions_read", "waits_for"]
