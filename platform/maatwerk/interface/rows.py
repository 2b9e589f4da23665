"""What stands in every row of a list. A page has a hundred of each, so they are drawn here instead of by a macro.

Whatever is given is text and is escaped, unless it is markup already.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup, escape

from maatwerk.interface import icons
from maatwerk.interface.names import initials

SIGNS = {"ok": "tick", "warn": "warning", "bad": "warning", "new": "star"}
_ANY = UUID(int=0)


def _html(content: Any) -> str:
    """As it goes into the page; what is markup already need not be made so again."""
    return content if isinstance(content, Markup) else escape(content)


def pill(label: Any, tone: str = "quiet", icon_name: str | None = None) -> Markup:
    """How something stands, in a word or two."""
    sign = icon_name or SIGNS.get(tone)
    drawn = icons.icon(sign) if sign else ""
    return Markup(f'<span class="pill tone-{_html(tone)}">{drawn}<span>{_html(label)}</span></span>')


def avatar(name: str) -> Markup:
    """A face without a picture."""
    return _face(initials(name))


@lru_cache(maxsize=1024)
def _face(letters: str) -> Markup:
    return Markup(f'<span class="avatar" aria-hidden="true">{escape(letters)}</span>')


def pair(first: str, second: str | None = None, url: str | None = None, label: Any = None, note: Any = None) -> Markup:
    """One or two people, as a link to what is between them."""
    words = _html(label) if label else both()(first, second) if second else _html(first)
    named = f'<a href="{_html(url)}">{words}</a>' if url else f"<strong>{words}</strong>"
    below = f'<span class="note">{_html(note)}</span>' if note else ""
    faces = f"{avatar(first)}{avatar(second) if second else ''}"
    shown = f'<span class="pair-faces">{faces}</span><span class="pair-words">{named}{below}</span>'
    return Markup(f'<span class="pair">{shown}</span>')


def both() -> Callable[[str, str], Markup]:
    """`both()(first, second)`: two names in a sentence of the reader's language, looked up once for a list."""
    sentence = _("%(first)s and %(second)s")
    return lambda first, second: Markup(sentence % {"first": _html(first), "second": _html(second)})


def phase_bar(label: Any, at: int, of: int, *, goal: bool = False) -> Markup:
    """Which of so many stretches somebody is in, or (`goal`) how far a goal is."""
    words = _("step %(at)s of %(of)s", at=at, of=of) if goal else _("phase %(at)s of %(of)s", at=at, of=of)
    said = escape(words)
    name = f'<span class="phase-name">{_html(label)}<span class="vh"> ({said})</span></span>'
    return Markup(f'<span class="phase">{name}{icons.phases(at, of)}</span>')


def row_cells(columns: Sequence[Any], cells: Sequence[Any], kinds: Mapping[int, str] | None = None) -> Markup:
    """The cells of one row, the first of which says whom or what it is about; on a phone each has its column's label.

    `kinds` gives some cells, by their place from 0, the look "number" or "nowrap".
    """
    made = [f'<th scope="row" role="rowheader">{_html(cells[0])}</th>']
    for place in range(1, len(cells)):
        look = f' class="{_html(kinds[place])}"' if kinds and place in kinds else ""
        made.append(f'<td role="cell" data-label="{_html(columns[place])}"{look}>{_html(cells[place])}</td>')
    return Markup("".join(made))


def row_url(endpoint: str, name: str) -> Callable[[UUID], str]:
    """`row_url("trajectory.match", "match_id")(row.id)`: the address of each row's page, worked out once for a list."""
    values: dict[str, Any] = {name: _ANY}
    before, after = url_for(endpoint, **values).split(str(_ANY))
    return lambda row_id: f"{before}{row_id}{after}"
