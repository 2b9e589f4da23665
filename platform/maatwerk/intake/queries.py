"""What other rooms read of this one."""

from __future__ import annotations

from maatwerk.intake.desk.queries import Line, waits_for

__all__ = ["Line", "waits_for"]
