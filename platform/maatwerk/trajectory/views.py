"""The pages of this room, gathered."""

from __future__ import annotations

from maatwerk.trajectory.page import page

__all__ = ["page"]
