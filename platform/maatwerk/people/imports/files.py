"""A file that came in, as we keep it and read it."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from maatwerk.access.work import Refused
from maatwerk.people import say
from maatwerk.people.imports import columns, reading, rules
from maatwerk.people.imports.reading import Layout, Opener, UnreadableFile
from maatwerk.people.imports.rules import Plan, Row
from maatwerk.people.model import ImportBatch


@dataclass(frozen=True, slots=True)
class File:
    """A file that came in, and how it is laid out."""

    opened: Opener
    name: str
    layout: Layout

    def rows(self) -> Iterator[Row]:
        """Its rows, from the start."""
        return reading.rows(self.opened, self.layout)


def look(opened: Opener, name: str) -> File:
    """A file as we read it.

    Raises:
        Refused: it is no sheet, or it holds numbers that we may not keep; nothing of it was kept.
    """
    try:
        found = File(opened, name[:200], reading.look(opened))
        forbidden = rules.forbidden_columns(found.layout.headings, found.rows())
    except UnreadableFile as error:
        raise Refused(say.FILE_REASONS[str(error)]) from error
    if forbidden:
        raise Refused(say.forbidden_columns(forbidden))
    return found


def file_of(batch: ImportBatch) -> File:
    """The file that was kept with a batch."""
    data = base64.b64decode(batch.content)
    return File(lambda: io.BytesIO(data), batch.filename, reading.look(lambda: io.BytesIO(data)))


def plan_of(batch: ImportBatch, today: date) -> Plan:
    """How the rows of a batch are read."""
    headings = batch.mapping["headings"]
    return rules.plan(headings, columns.checked(batch.mapping["columns"], len(headings)), today)
