"""Our own small drawings, in the colour of the text around them."""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup, escape

# Lines on a field of 20 by 20.
DRAWINGS = {
    "today": (
        '<circle cx="10" cy="10" r="3.4"/>'
        '<path d="M10 2v2M10 16v2M2 10h2M16 10h2M4.4 4.4l1.4 1.4M14.2 14.2l1.4 1.4M4.4 15.6l1.4-1.4'
        'M14.2 5.8l1.4-1.4"/>'
    ),
    "match": '<circle cx="7.5" cy="10" r="4.8"/><circle cx="12.5" cy="10" r="4.8"/>',
    "waiting": '<circle cx="10" cy="10" r="7.2"/><path d="M10 5.8V10l2.8 1.8"/>',
    "people": (
        '<circle cx="7.2" cy="7" r="3"/>'
        '<path d="M1.8 16.2c.5-3 2.7-4.6 5.4-4.6s4.9 1.6 5.4 4.6M12.6 4.3a3 3 0 0 1 0 5.4M15 12.2'
        'c1.7.6 2.8 2 3.2 4"/>'
    ),
    "person": '<circle cx="10" cy="6.6" r="3.4"/><path d="M3.6 17c.6-3.6 3.1-5.4 6.4-5.4s5.8 1.8 6.4 5.4"/>',
    "training": (
        '<path d="M1.8 7.6 10 3.8l8.2 3.8L10 11.4z"/>'
        '<path d="M5.2 9.4v4c1.3 1.4 3 2.1 4.8 2.1s3.5-.7 4.8-2.1v-4M18.2 7.6v4.6"/>'
    ),
    "plan": '<path d="M5 3h10v14H5z"/><path d="m7.5 7.2 1 1 1.7-2M12 7.3h1M7.5 12.2l1 1 1.7-2M12 12.3h1"/>',
    "log": '<path d="M3.5 16.5 4.4 13 13 4.4l2.6 2.6L7 15.6z"/><path d="M11.4 6 14 8.6"/>',
    "look-back": '<path d="M3 10a7 7 0 1 0 2.2-5.1L3 7"/><path d="M3 3v4h4M10 6.5V10l2.6 1.6"/>',
    "eye": (
        '<path d="M1.8 10S4.8 4.6 10 4.6 18.2 10 18.2 10 15.2 15.4 10 15.4 1.8 10 1.8 10z"/>'
        '<circle cx="10" cy="10" r="2.4"/>'
    ),
    "question": (
        '<circle cx="10" cy="10" r="7.4"/>'
        '<path d="M7.8 8c0-1.3 1-2.1 2.2-2.1s2.2.8 2.2 2c0 1.6-2.2 1.7-2.2 3.3M10 14v.1"/>'
    ),
    "chat": '<path d="M3 4h14v9.5H9L5.5 16.5v-3H3z"/>',
    "school": '<path d="M3 17V8l7-4.5L17 8v9zM8 17v-4.5h4V17M6.2 10h.1M13.7 10h.1"/>',
    "worry": (
        '<path d="M10 2.6 16.4 5v4.6c0 3.7-2.6 6.6-6.4 7.9-3.8-1.3-6.4-4.2-6.4-7.9V5z"/>'
        '<path d="M10 6.6v4M10 13.3v.1"/>'
    ),
    "organisation": (
        '<path d="M3.5 17V4.5h8V17M11.5 8.5h5V17M2 17h16M6 7.5h.1M9 7.5h.1M6 10.5h.1M9 10.5h.1M6 13.5'
        'h.1M9 13.5h.1M14 11.5h.1M14 14h.1"/>'
    ),
    "programme": (
        '<path d="M3 3.5h5.5V9H3zM11.5 3.5H17V9h-5.5zM3 11.5h5.5V17H3z"/><path d="M14.2 11.5V17M11.5 14.2H17"/>'
    ),
    "partner": (
        '<path d="m2 9 3.5-3.5L10 7l4.5-1.5L18 9l-6.5 6.5a2 2 0 0 1-3 0z"/><path d="m10 7-3 3.5 2 1 2.5-1.5 3 3"/>'
    ),
    "privacy": '<path d="M5 9h10v7.5H5z"/><path d="M7 9V6.5a3 3 0 0 1 6 0V9M10 12v1.8"/>',
    "lock": '<path d="M5 9h10v7.5H5z"/><path d="M7 9V6.5a3 3 0 0 1 6 0V9"/>',
    "report": '<path d="M3 17h14M5.5 17v-6M10 17V4M14.5 17V8"/>',
    "certificate": '<circle cx="10" cy="8" r="5"/><path d="m7.2 12.4-1.2 5 4-2 4 2-1.2-5M8 8l1.5 1.5L12.3 6.8"/>',
    "calendar": '<path d="M3 5h14v12H3zM3 8.7h14M6.7 3v3.5M13.3 3v3.5"/>',
    "settings": '<path d="M3 6h8M15 6h2M3 14h2M9 14h8"/><circle cx="13" cy="6" r="2"/><circle cx="7" cy="14" r="2"/>',
    "letter": '<path d="M2.5 4.5h15v11h-15z"/><path d="m3 5.5 7 5.5 7-5.5"/>',
    "phone": (
        '<path d="M5 2.8 7.6 2l1.7 4-1.9 1.5a11 11 0 0 0 5 5l1.6-1.8 4 1.7-.8 2.6'
        'C16.8 16.3 15.6 17 14 17 8 16.6 3.4 12 3 6c0-1.6.7-2.8 2-3.2z"/>'
    ),
    "home": '<path d="M2.5 9.5 10 3l7.5 6.5M4.5 8v9h11V8"/>',
    "search": '<circle cx="8.7" cy="8.7" r="5.2"/><path d="m12.7 12.7 4.8 4.8"/>',
    "filter": '<path d="M2.5 4h15l-5.7 7v5.5L8.2 15v-4z"/>',
    "plus": '<path d="M10 3.5v13M3.5 10h13"/>',
    "tick": '<path d="m3.5 10.5 4.2 4.2L16.5 5.5"/>',
    "cross": '<path d="m5 5 10 10M15 5 5 15"/>',
    "back": '<path d="M12.5 4 6.5 10l6 6"/>',
    "next": '<path d="m7.5 4 6 6-6 6"/>',
    "down": '<path d="m4 7.5 6 6 6-6"/>',
    "menu": '<path d="M3 5.5h14M3 10h14M3 14.5h14"/>',
    "more": '<path d="M4.5 10h.1M10 10h.1M15.5 10h.1"/>',
    "copy": '<path d="M7 7h10v10H7z"/><path d="M13 7V3H3v10h4"/>',
    "print": '<path d="M6 7V3h8v4M6 14H3V7h14v7h-3M6 11.5h8V17H6z"/>',
    "download": '<path d="M10 3v10M5.5 9l4.5 4.5L14.5 9M3 17h14"/>',
    "upload": '<path d="M10 14V4M5.5 8 10 3.5 14.5 8M3 17h14"/>',
    "undo": '<path d="M7 4 3 8l4 4"/><path d="M3 8h9a5 5 0 0 1 0 10H8"/>',
    "info": '<circle cx="10" cy="10" r="7.4"/><path d="M10 9v5M10 6v.1"/>',
    "warning": '<path d="M10 3 18 16.5H2z"/><path d="M10 8v4M10 14.3v.1"/>',
    "heart": (
        '<path d="M10 16.5C4 12.5 2.5 9.8 2.5 7.3A3.8 3.8 0 0 1 10 6a3.8 3.8 0 0 1 7.5 1.3c0 2.5-1.5 5.2-7.5 9.2z"/>'
    ),
    "star": '<path d="m10 2.8 2.2 4.7 5.1.6-3.8 3.5 1 5.1L10 14.2l-4.5 2.5 1-5.1L2.7 8.1l5.1-.6z"/>',
    "flag": '<path d="M4.5 18V3h10l-2 3.5 2 3.5h-10"/>',
    "out": '<path d="M8 3H3.5v14H8M8.5 10H17M13.5 6.5 17 10l-3.5 3.5"/>',
    "language": (
        '<circle cx="10" cy="10" r="7.4"/>'
        '<path d="M2.6 10h14.8M10 2.6c2.3 2 3.3 4.5 3.3 7.4s-1 5.4-3.3 7.4c-2.3-2-3.3-4.5-3.3-7.4'
        's1-5.4 3.3-7.4z"/>'
    ),
    "clock": '<circle cx="10" cy="10" r="7.2"/><path d="M10 5.8V10l2.8 1.8"/>',
    "place": (
        '<path d="M10 18c-3.7-4.2-5.5-7.2-5.5-9.8a5.5 5.5 0 0 1 11 0c0 2.6-1.8 5.6-5.5 9.8z"/>'
        '<circle cx="10" cy="8.2" r="2"/>'
    ),
    "leaf": (
        '<path d="M16.5 3.5C8 3.5 4 7 4 12c0 1 .2 2 .5 3 5.5 1.5 12-1 12-11.5z"/><path d="M3 17.5c2-4.5 5-7.5 9-9.5"/>'
    ),
}
DOT = '<circle cx="10" cy="10" r="2.5"/>'

_LAUGH, _SMILE, _STRAIGHT = (
    '<path d="M10.5 20c2 6 13 6 15 0z"/>',
    '<path d="M11 21c3 4.5 11 4.5 14 0"/>',
    '<path d="M12 23h12"/>',
)
_UNSURE, _DOWN = '<path d="M12 24.5c2.5-2.5 9.5-2.5 12 0"/>', '<path d="M11 25c3-4.5 11-4.5 14 0"/>'
MOUTHS = {
    3: (_SMILE, _STRAIGHT, _DOWN),
    4: (_LAUGH, _SMILE, _STRAIGHT, _DOWN),
    5: (_LAUGH, _SMILE, _STRAIGHT, _UNSURE, _DOWN),
}


@lru_cache(maxsize=512)
def icon(name: str, label: str | None = None) -> Markup:
    """The drawing `name`, or a dot if there is none; with a label it speaks, without one it only decorates."""
    said = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return Markup(
        '<svg class="icon" width="20" height="20" viewBox="0 0 20 20" fill="none" stroke="currentColor"'
        ' stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round"'
        f' {said} focusable="false">{DRAWINGS.get(name, DOT)}</svg>'
    )


@lru_cache(maxsize=64)
def face(at: int, of: int = 4) -> Markup:
    """A face for how it was: number `at` of `of`, from best (1) to hardest."""
    mouths = MOUTHS.get(of, MOUTHS[4])
    mouth = mouths[min(max(at, 1), len(mouths)) - 1]
    return Markup(
        '<svg class="face" width="36" height="36" viewBox="0 0 36 36" fill="none" stroke="currentColor"'
        ' stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">'
        f'<circle cx="18" cy="18" r="15"/><path d="M13 14v1M23 14v1"/>{mouth}</svg>'
    )


@lru_cache(maxsize=256)
def phases(at: int, of: int) -> Markup:
    """A row of `of` small bars: those before number `at` are done, number `at` is where someone is."""
    states = ["done" if number < at else "now" if number == at else "next" for number in range(1, of + 1)]
    bars = "".join(
        f'<rect class="phase-{state}" x="{18 * number}" y="0" width="15" height="6" rx="3"/>'
        for number, state in enumerate(states)
    )
    return Markup(
        f'<svg class="phase-bar" width="{18 * of}" height="6" aria-hidden="true" focusable="false">{bars}</svg>'
    )
