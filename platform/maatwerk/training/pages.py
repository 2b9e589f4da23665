"""The blueprint that the pages of this room share."""

from __future__ import annotations

from maatwerk.access.requests import page_blueprint

page = page_blueprint("training", __name__)
