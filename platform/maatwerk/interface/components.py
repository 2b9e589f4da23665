"""What the macros of components.html need to know of form fields and names."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from flask import Flask, request, url_for
from flask_babel import get_locale
from markupsafe import Markup
from wtforms import (
    BooleanField,
    Field,
    FieldList,
    Form,
    FormField,
    RadioField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.validators import Length

from maatwerk.interface import icons, rows
from maatwerk.interface.forms import DayField, attributes, typed_day
from maatwerk.interface.names import initials


@dataclass(frozen=True, slots=True)
class Wrong:
    """An answer that needs another look: what it is about, what is wrong, and where it stands on the page."""

    label: str
    message: str
    anchor: str | None


def install(app: Flask) -> None:
    """Give templates the filters, tests and functions that the components use."""
    app.jinja_env.filters.update(
        control=control,
        first_error=first_error,
        initials=initials,
        longest=longest,
        short_key=short_key,
        wrong_fields=wrong_fields,
    )
    app.jinja_env.tests.update(
        grouped=lambda field: isinstance(field, (RadioField, SelectMultipleField)),
        several=lambda field: isinstance(field, SelectMultipleField),
        ticked=lambda field: isinstance(field, BooleanField),
        long_text=lambda field: isinstance(field, TextAreaField),
    )
    app.jinja_env.globals.update(
        here=here,
        lang=lang,
        row_url=rows.row_url,
        drawn_icon=icons.icon,
        drawn_face=icons.face,
        drawn_pill=rows.pill,
        drawn_avatar=rows.avatar,
        drawn_pair=rows.pair,
        drawn_phase_bar=rows.phase_bar,
        drawn_row_cells=rows.row_cells,
    )


def control(
    field: Field, described: str = "", rows: int | None = None, count: int | None = None, native: bool = True
) -> Markup:
    """The input itself, tied to its hint, its audience and its error."""
    added = attributes(field, described.strip(), native)
    if isinstance(field, BooleanField):
        added.pop("class_")
    if isinstance(field, TextAreaField):
        added["rows"] = rows or (field.render_kw or {}).get("rows") or 4
    if count:
        added["data-count"] = str(count)
    if isinstance(field, DayField) and not native:
        return typed_day(field, added)
    return field(**added)


def first_error(errors: Any) -> str:
    """The first thing wrong with an answer; one at a time is enough."""
    if not isinstance(errors, (list, tuple, dict)):
        return str(errors)
    inner = errors.values() if isinstance(errors, dict) else errors
    return next((found for error in inner if (found := first_error(error))), "")


def wrong_fields(form: Form) -> list[Wrong]:
    """All answers of `form` that need another look, in the order of the page."""
    found = [Wrong("", str(message), None) for message in form.form_errors]
    for field in form:
        if field.errors:
            found.extend(_wrong(field))
    return found


def _wrong(field: Field) -> list[Wrong]:
    if isinstance(field, FormField):
        return wrong_fields(field.form)
    if isinstance(field, FieldList):
        inner = [wrong for entry in field.entries if entry.errors for wrong in _wrong(entry)]
        return inner or [Wrong(_asked(field), first_error(field.errors), None)]
    anchor = f"{field.id}-0" if isinstance(field, (RadioField, SelectMultipleField)) else field.id
    return [Wrong(_asked(field), first_error(field.errors), anchor)]


def _asked(field: Field) -> str:
    label = str(field.label.text).strip()
    return label if label.endswith(("?", ".", "!", ":")) else f"{label}:"


def longest(field: Field) -> int | None:
    """How many characters fit in the answer, when it has a limit."""
    limits = [check.max for check in field.validators if isinstance(check, Length) and check.max > 0]
    return min(limits) if limits else None


def short_key(value: object) -> str:
    """A short name for an element, the same for the same value."""
    return sha256(str(value).encode()).hexdigest()[:8]


def lang() -> str:
    """The language of this page, for `<html lang>`."""
    found = get_locale()
    return str(found.language) if found else "nl"


def here(**changes: object) -> str:
    """This page's address with other filters: `here(page=2)`; None takes a filter out."""
    asked: dict[str, Any] = {key: values for key, values in request.args.lists() if key not in changes}
    asked.update({key: value for key, value in changes.items() if value is not None})
    # Never through url_for: an address may hold names such as `_scheme` that mean something there.
    path = url_for(request.endpoint or "", **(request.view_args or {}))
    return f"{path}?{urlencode(asked, doseq=True)}" if asked else path
