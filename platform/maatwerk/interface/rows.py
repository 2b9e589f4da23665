"""What stands in every row of a list. A page has a hundred of each, so they are drawn here instead of by a macro.

Whatever is given is text and is escaped, unless it is markup already.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup, escape

from maatwerk.interface import icons
from maatwerk.interface.names import initials

SIGNS = {"ok": "tick", "warn": "warning", "bad": "warning", "new": "star"}
_ANY = UUID(int=0)


def pill(label: Any, tone: str = "quiet", icon_name: str | None = None) -> Markup:
    """How something stands, in a word or two."""
    sign = icon_name or SIGNS.get(tone)
    drawn = icons.icon(sign) if sign else ""
    return Markup(f'<span class="pill tone-{escape(tone)}">{drawn}<span>{escape(label)}</span></span>')


def avatar(name: str) -> Markup:
    """A face without a picture."""
    return Markup(f'<span class="avatar" aria-hidden="true">{escape(initials(name))}</span>')


def pair(first: str, second: str | None = None, url: str | None = None, label: Any = None, note: Any = None) -> Markup:
    """One or two people, as a link to what is between them."""
    words = escape(label) if label else _both(first, second)
    named = f'<a href="{escape(url)}">{words}</a>' if url else f"<strong>{words}</strong>"
    below = f'<span class="note">{escape(note)}</span>' if note else ""
    faces = avatar(first) + (avatar(second) if second else "")
    shown = f'<span class="pair-faces">{faces}</span><span class="pair-words">{named}{below}</span>'
    return Markup(f'<span class="pair">{shown}</span>')


def _both(first: str, second: str | None) -> Markup:
    if not second:
        return escape(first)
    return Markup(_("%(first)s and %(second)s", first=escape(first), second=escape(second)))


def phase_bar(label: Any, at: int, of: int) -> Markup:
    """Which of so many stretches somebody is in."""
    said = escape(_("phase %(at)s of %(of)s", at=at, of=of))
    name = f'<span class="phase-name">{escape(label)}<span class="vh"> ({said})</span></span>'
    return Markup(f'<span class="phase">{name}{icons.phases(at, of)}</span>')


def row_head(content: Any) -> Markup:
    """The first cell of a row: whom or what it is about."""
    return Markup(f'<th scope="row" role="rowheader">{escape(content)}</th>')


def row_cell(label: Any, content: Any, kind: str | None = None) -> Markup:
    """Another cell of a row; on a phone its column's label stands before it."""
    look = f' class="{escape(kind)}"' if kind else ""
    return Markup(f'<td role="cell" data-label="{escape(label)}"{look}>{escape(content)}</td>')


def row_url(endpoint: str, name: str) -> Callable[[UUID], str]:
    """`row_url("trajectory.match", "match_id")(row.id)`: the address of each row's page, worked out once for a list."""
    before, after = url_for(endpoint, **{name: _ANY}).split(str(_ANY))
    return lambda row_id: f"{before}{row_id}{after}"
