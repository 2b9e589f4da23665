"""Pages of a file: choose it, look at its columns, see what would happen, take it, decide what differs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from maatwerk.access.requests import allowed, current_actor
from maatwerk.access.work import Clash, Refused
from maatwerk.interface.render import clash, done, invalid, sheet, show
from maatwerk.people import say
from maatwerk.people.imports import actions, queries
from maatwerk.people.imports.columns import checked
from maatwerk.people.imports.forms import UploadForm, columns_form
from maatwerk.people.pages import page


@page.route("/people/import", methods=["GET", "POST"])
@allowed("import", "person")
def import_start() -> Response:
    """Choose a file."""
    form, actor = UploadForm(), current_actor()
    values: dict[str, Any] = {"form": form, "earlier": queries.batches(actor)}
    if not form.is_submitted():
        return show("people/import_start.html", **values)
    if not form.validate():
        return invalid("people/import_start.html", **values)
    file, source, kind = form.file.data, str(form.source.data), str(form.kind.data)
    try:
        data = file.read(actions.MOST_BYTES + 1)
        batch_id = actions.receive(data, file.filename, source=source, kind=kind, by=actor)
    except Refused as refused:
        form.file.errors = [str(refused.message)]
        return invalid("people/import_start.html", **{**values, "earlier": queries.batches(actor)})
    return done(
        _("We read the file. Nobody has been changed yet."), url_for("people.import_columns", import_batch_id=batch_id)
    )


@page.route("/people/imports/<uuid:import_batch_id>/columns", methods=["GET", "POST"])
@allowed("take", "import_batch")
def import_columns(import_batch_id: UUID) -> Response:
    """Which column is which."""
    found = queries.batch(import_batch_id)
    there = url_for("people.import_batch", import_batch_id=import_batch_id)
    if found.state != "previewed":
        return done(_("This file was taken or put away already."), there, tone="warn")
    headings = found.mapping["headings"]
    form = columns_form(headings, checked(found.mapping["columns"], len(headings)))
    values: dict[str, Any] = {"form": form, "batch": found, "samples": queries.samples(found)}
    if not form.is_submitted():
        return show("people/import_columns.html", **values)
    if not form.validate():
        return invalid("people/import_columns.html", **values)
    try:
        actions.choose_columns(import_batch_id, form.mapping(), by=current_actor())
    except Refused as refused:
        form.form_errors.append(str(refused.message))
        again = clash if isinstance(refused, Clash) else invalid
        return again("people/import_columns.html", **{**values, "batch": queries.batch(import_batch_id)})
    return done(_("We tried the file. Nobody has been changed yet."), there)


@page.get("/people/imports/<uuid:import_batch_id>")
@allowed("read", "import_batch")
def import_batch(import_batch_id: UUID) -> Response:
    """What would come of a file, or what came of it."""
    return _batch_page(import_batch_id)


def _batch_page(import_batch_id: UUID, *, late: Clash | None = None) -> Response:
    found = queries.batch(import_batch_id)
    values: dict[str, Any] = {"batch": found, "counts": found.counts, "say": say, "late": late}
    if found.state == "previewed":
        template = "people/import_preview.html" if found.counts else "people/import_untried.html"
        values["rows"] = queries.first_rows(found) if found.counts else []
        values["to_spell"] = queries.to_spell(found) if found.counts else []
    else:
        template = "people/import_result.html"
        values["differences"] = queries.differences(found, number=request.args.get("page", 1, type=int))
        values["undecided"] = queries.undecided(found)
        values["absent"] = queries.absent(found) if found.state == "taken" and found.source != actions.SHEET else []
    return clash(template, **values) if late else show(template, **values)


@page.post("/people/imports/<uuid:import_batch_id>/take")
@allowed("take", "import_batch")
def import_take(import_batch_id: UUID) -> Response:
    """Take the good rows in."""
    there = url_for("people.import_batch", import_batch_id=import_batch_id)
    try:
        result = actions.take(import_batch_id, by=current_actor())
    except Clash as late:
        return _batch_page(import_batch_id, late=late)
    except Refused as refused:
        return done(
            str(refused.message), url_for("people.import_columns", import_batch_id=import_batch_id), tone="warn"
        )
    number = result.new + result.changed + result.same
    return done(ngettext("%(num)d person is in.", "%(num)d people are in.", number), there)


@page.post("/people/imports/<uuid:import_batch_id>/drop")
@allowed("take", "import_batch")
def import_drop(import_batch_id: UUID) -> Response:
    """Put a file away untaken."""
    try:
        actions.drop(import_batch_id, by=current_actor())
    except Clash as late:
        return _batch_page(import_batch_id, late=late)
    return done(_("The file is thrown away. Nobody was changed."), url_for("people.import_start"))


@page.post("/people/imports/<uuid:import_batch_id>/decide")
@allowed("take", "import_batch")
def import_decide(import_batch_id: UUID) -> Response:
    """Keep ours or take theirs, for one difference or for all that wait."""
    there = url_for("people.import_batch", import_batch_id=import_batch_id, _anchor="differences")
    theirs = request.form.get("choice") == "theirs"
    rows = None if request.form.get("all") else request.form.getlist("row", type=UUID)
    number = actions.decide(import_batch_id, rows, theirs=theirs, by=current_actor())
    if not number:
        return done(_("Choose one first, or somebody decided it already."), there, tone="warn")
    if theirs:
        return done(ngettext("We took the file's answer.", "We took the file's answer %(num)d times.", number), there)
    return done(ngettext("We kept ours.", "We kept ours %(num)d times.", number), there)


@page.get("/people/imports/<uuid:import_batch_id>/bad")
@allowed("read", "import_batch")
def import_bad(import_batch_id: UUID) -> Response:
    """The bad rows in the same form, with the reason of each behind it."""
    found = queries.batch(import_batch_id)
    headings = list(found.mapping["headings"])
    rows = [
        [*_wide(one.cells, len(headings)), str(one.line), say.reasons(one.reasons)] for one in queries.bad_rows(found)
    ]
    return sheet(_("rows to look at"), [*headings, _("Line in the file"), _("Why it came back")], rows)


def _wide(cells: list[str], width: int) -> list[str]:
    """A row as wide as the headings; what stood beyond them goes into the last cell, so that nothing is lost."""
    padded = [*cells, *[""] * (width - len(cells))]
    return [*padded[: width - 1], " ".join(filter(None, padded[width - 1 :]))]
