"""What someone fills in about a file: which one, who is in it, which column is which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import StringField

from maatwerk.interface.forms import AtMost, Choice, Form, Needed, Select
from maatwerk.people import say
from maatwerk.people.imports.columns import FIELDS


class UploadForm(Form):
    """A file, and who is in it."""

    file = FileField(_l("The file"), [FileRequired(say.FILE_REASONS["no_file"])])
    kind = Choice(
        _l("Who are in it?"),
        [Needed()],
        choices=[
            ("student", _l("Students")),
            ("teacher", _l("Teachers")),
            ("counsellor", _l("Study career counsellors")),
            ("care_coordinator", _l("Care coordinators")),
        ],
        default="student",
    )
    source = StringField(_l("Name of the system it comes from"), [Needed(), AtMost(40)], default="roster")


class ColumnsForm(Form):
    """Which column is which; one list for each column of the file."""

    @property
    def lists(self) -> list[Any]:
        """The list of each column, in the order of the file."""
        return [field for field in self if field.name.startswith("column_")]

    def mapping(self) -> dict[str, int]:
        """Which field stands in which column."""
        return {field.data: at for at, field in enumerate(self.lists) if field.data}

    def validate(self, extra_validators: Any = None) -> bool:
        """No two columns can be the same thing."""
        fine = bool(super().validate(extra_validators))
        twice = [
            name for name, number in Counter(field.data for field in self.lists if field.data).items() if number > 1
        ]
        for name in twice:
            self.form_errors.append(_("Two columns are %(field)s. Keep one of them.", field=say.FIELDS[name]))
        return fine and not twice


def columns_form(headings: Sequence[str], mapping: Mapping[str, int]) -> ColumnsForm:
    """A form with a list for each column of this file, set to what was recognised."""
    known = {at: name for name, at in mapping.items()}
    choices = [("", _l("Leave out")), *((name, say.FIELDS[name]) for name in FIELDS)]
    lists = {
        f"column_{at}": Select(heading or str(at + 1), choices=choices, default=known.get(at, ""))
        for at, heading in enumerate(headings)
    }
    made: ColumnsForm = type("ColumnsOfFile", (ColumnsForm,), lists)()
    return made
