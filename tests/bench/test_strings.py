"""What 200 translated strings on a page cost: ours, Flask-Babel's own way, and untranslated (ruling 2)."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from flask import Flask, render_template_string
from flask_babel import Babel, get_translations

from maatwerk.language import catalogues, choice

STRINGS, PAGES, LIMIT_MS = 200, 120, 1.0
FIGURES = Path(__file__).parents[2] / "var/bench/strings.json"
MESSAGES = (
    "Back",
    "Cancel",
    "Main menu",
    "Need help now?",
    "What happens next?",
    "Not started yet",
    "Choose one of the answers.",
    "Is someone in danger now?",
    "Skip to the content",
    "Sign out",
)


def _page(number: int) -> str:
    """A page of `number` strings: one in ten with a value in it."""
    parts = []
    for at in range(number):
        if at % 10 == 0:
            parts.append('{{ _("Choose %(name)s", name=name) }}')
        else:
            parts.append(f'{{{{ _("{MESSAGES[at % len(MESSAGES)]}") }}}}')
    return "<p>" + "</p><p>".join(parts) + "</p>"


def _plain() -> str:
    return "<p>" + "</p><p>".join("{{ name }}" for _ in range(STRINGS)) + "</p>"


def _ours() -> Flask:
    app = Flask("ours")
    catalogues.install(app)
    return app


def _theirs() -> Flask:
    """Flask-Babel with our catalogue, but its own way of finding it for each string."""
    app = Flask("theirs")
    words = catalogues.install(Flask("words"))
    babel = Babel(app, default_locale="nl", locale_selector=choice.current)
    babel.domain_instance = words
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda text: get_translations().ugettext(text),
        ngettext=lambda one, many, number: get_translations().ungettext(one, many, number),
        newstyle=True,
    )
    return app


def _milliseconds(app: Flask, source: str) -> float:
    """The median time to render `source` once in a request of its own."""
    template = app.jinja_env.from_string(source)
    render: Callable[..., str] = template.render
    taken = []
    for _ in range(PAGES):
        with app.test_request_context("/?lang=nl"):
            begin = time.perf_counter()
            render(name="Noor <El> Amrani")
            taken.append((time.perf_counter() - begin) * 1000)
    return statistics.median(taken)


def measure() -> dict[str, float]:
    """Milliseconds for a page of 200 strings, each way, and how many times the untranslated page ours costs."""
    ours, theirs = _ours(), _theirs()
    with ours.test_request_context("/?lang=nl"):
        assert render_template_string('{{ _("Choose %(name)s", name="<") }}') == "Kies &lt;"
    found = {
        "ours_ms": _milliseconds(ours, _page(STRINGS)),
        "flask_babel_ms": _milliseconds(theirs, _page(STRINGS)),
        "untranslated_ms": _milliseconds(ours, _plain()),
    }
    found["times_untranslated"] = found["ours_ms"] / found["untranslated_ms"]
    return {name: round(value, 3) for name, value in found.items()}


def test_200_strings_cost_at_most_a_millisecond() -> None:
    found = measure()
    print()
    for name, value in found.items():
        print(f"{name:20} {value:8.3f}")
    FIGURES.parent.mkdir(parents=True, exist_ok=True)
    FIGURES.write_text(json.dumps(found, indent=1))

    assert found["ours_ms"] <= LIMIT_MS
