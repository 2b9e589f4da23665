"""Pages carry no code and no style of their own, so that the strictest content policy holds."""

from __future__ import annotations

import re

import pytest

from tests.house import source

INLINE = re.compile(
    r"<style\b"
    r"|<[^>]*\sstyle\s*="
    r"|<[^>]*\son[a-z]+\s*="
    r"|javascript:"
    r"|<script\b(?![^>]*\bsrc\s*=)"
    r"|<script\b[^>]*>\s*[^<\s]",
    re.IGNORECASE,
)
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)


def _inline(page: str) -> list[str]:
    return [hit.group()[:60] for hit in INLINE.finditer(COMMENT.sub("", page))]


def test_pages_hold_no_inline_code_or_style() -> None:
    pages = {name: _inline(source.text(name)) for name in source.code(".html", ".svg")}
    assert {name: found for name, found in pages.items() if found} == {}


def test_code_writes_no_inline_code_or_style() -> None:
    found = {name: _inline(source.text(name)) for name in source.code(".py")}
    assert {name: hits for name, hits in found.items() if hits} == {}


@pytest.mark.parametrize(
    ("page", "caught"),
    [
        ('<p style="color:red">', True),
        ("<p class=a\n style='x'>", True),
        ("<style>p{}</style>", True),
        ('<button onclick="go()">', True),
        ("<a href='javascript:go()'>", True),
        ("<script>go()</script>", True),
        ('<script type="application/json">{}</script>', True),
        ('<script src="/a.js">go()</script>', True),
        ('<script src="/a.js" defer></script>', False),
        ('<p class="lifestyle" data-only="1">one = 1</p>', False),
        ("{# <p style=''> #}", False),
    ],
)
def test_inline_code_and_style_are_seen(page: str, caught: bool) -> None:
    assert bool(_inline(page)) is caught


def test_pages_are_free_of_other_hosts() -> None:
    fetched = re.compile(
        r"""<(?:script|link|img|iframe|source)\b[^>]*(?:src|href)\s*=\s*["']?(?:https?:)?//""", re.IGNORECASE
    )
    assert [name for name in source.code(".html", ".svg") if fetched.search(source.text(name))] == []
