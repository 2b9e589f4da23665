"""The pages of this room, gathered."""

from __future__ import annotations

from maatwerk.trajectory.closing import views as _closing
from maatwerk.trajectory.experience import views as _experience
from maatwerk.trajectory.kickoff import views as _kickoff
from maatwerk.trajectory.meetings import views as _meetings
from maatwerk.trajectory.mine import views as _mine
from maatwerk.trajectory.overview import views as _overview
from maatwerk.trajectory.page import page
from maatwerk.trajectory.plan import views as _plan
from maatwerk.trajectory.support import views as _support

# Each adds its pages to the one set.
SUBJECTS = (_overview, _mine, _kickoff, _plan, _meetings, _support, _closing, _experience)

__all__ = ["SUBJECTS", "page"]
