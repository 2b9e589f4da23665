"""All pages of this room; each sub-subject holds its own."""

from __future__ import annotations

from maatwerk.training.certificates import views as certificates
from maatwerk.training.pages import page
from maatwerk.training.places import views as places
from maatwerk.training.runs import views as runs

__all__ = ["certificates", "page", "places", "runs"]
