"""The pages of this room: each sub-room adds its own to the one blueprint."""

from __future__ import annotations

from maatwerk.intake.applications import views as applications
from maatwerk.intake.desk import views as desk
from maatwerk.intake.nominations import views as nominations
from maatwerk.intake.pages import page
from maatwerk.intake.talks import views as talks

__all__ = ["applications", "desk", "nominations", "page", "talks"]
