"""The one set of pages of this room; each sub-subject adds its own."""

from __future__ import annotations

from maatwerk.access.requests import page_blueprint

page = page_blueprint("people", "maatwerk.people")
