"""The blueprint that access's pages share."""

from __future__ import annotations

from maatwerk.access.requests import page_blueprint

page = page_blueprint("access", __name__)
