"""The pages of this room, mounted once: each sub-subject adds its own."""

from __future__ import annotations

from maatwerk.access.requests import page_blueprint

page = page_blueprint("programme", __name__)
