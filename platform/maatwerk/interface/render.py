"""How a view answers: a page, "done, and on to the next", a form that needs another look, a clash."""

from __future__ import annotations

from flask import Response, flash, make_response, redirect, render_template

from maatwerk.interface.forms import Form, Version
from maatwerk.interface.sheets import sheet

__all__ = ["clash", "done", "invalid", "sheet", "show"]


def show(template: str, *, status: int = 200, **values: object) -> Response:
    """The page, rendered whole before anything is sent."""
    return make_response(render_template(template, **values), status)


def done(message: str, next: str, *, undo: str | None = None, tone: str = "ok") -> Response:
    """It worked: say so on the page at `next`; `undo` is the address that takes it back by POST."""
    if undo:
        flash((str(message), undo), "undo")  # type: ignore[arg-type]
    else:
        flash(str(message), tone)
    return make_response(redirect(next, 303))


def invalid(template: str, **values: object) -> Response:
    """The form again with what was typed, and what needs another look (422)."""
    return show(template, status=422, **values)


def clash(template: str, *, now: int | None = None, **values: object) -> Response:
    """Someone was first, or it was done already: the form again with what was typed, and a word about it (409).

    `now` is the record's version as the page shows it now: with it, saving once more works.
    """
    if now is not None:
        fields = (field for form in values.values() if isinstance(form, Form) for field in form)
        for version in fields:
            if isinstance(version, Version):
                version.data = now
    return show(template, status=409, **{"clashed": True, **values})
