"""Lists as a sheet to take along: what people typed can never run as a formula in it."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Literal

import xlsxwriter
from flask import Response, send_file

# What a spreadsheet may take for the start of a formula (also in its full-width form), behind any blank or line end.
_DANGER = "=+\\-@\t\r\x00\uff1d\uff0b\uff0d\uff20"
_BLANK = " \t\u00a0\u00ad\u1680\u180e\u2000-\u200f\u202f\u205f\u2060\u3000\ufeff"
_LINE = "\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029"
_STARTS = re.compile(f"(^|[{_LINE}])(?='*[{_BLANK}]*[{_DANGER}])")
_STARTED = re.compile(f"(^|[{_LINE}])'(?='*[{_BLANK}]*[{_DANGER}])")

Cell = str | int | float | bool | date | datetime | None


def harmless(text: str) -> str:
    """`text` with an apostrophe before each line that a spreadsheet might run as a formula."""
    return _STARTS.sub(r"\1'", text)


def as_typed(text: str) -> str:
    """What `harmless` was given: for sheets that come back in."""
    return _STARTED.sub(r"\1", text)


def cell_text(value: Cell) -> str:
    """A value as it stands in a cell; numbers and days can hold no formula."""
    if value is None:
        return ""
    if isinstance(value, (bool, int, float, date)):
        return str(value)
    return harmless(str(value))


def sheet(
    filename: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    format: Literal["csv", "xlsx"] = "csv",
) -> Response:
    """A list as a file to save: `csv` (UTF-8, semicolons) or `xlsx` with every cell as text.

    `columns` are the headings, each row has as many values; `filename` without extension.
    """
    made, kind = (_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    if format == "csv":
        made, kind = (_csv, "text/csv")
    body = made(columns, rows)
    return send_file(BytesIO(body), mimetype=kind, as_attachment=True, download_name=f"{filename}.{format}")


def _csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    out = StringIO(newline="")
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([harmless(str(column)) for column in columns])
    writer.writerows([cell_text(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _xlsx(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "constant_memory": True}) as book:
        page = book.add_worksheet()
        bold = book.add_format({"bold": True})
        for across, column in enumerate(columns):
            page.write_string(0, across, harmless(str(column)), bold)
        for down, row in enumerate(rows, start=1):
            for across, value in enumerate(row):
                page.write_string(down, across, cell_text(value))
        page.freeze_panes(1, 0)
        page.set_column(0, max(len(columns) - 1, 0), 22)
    return out.getvalue()
