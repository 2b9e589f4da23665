"""What stands in the cells of the list of matches."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup

from maatwerk.interface.rows import pair, pill, row_url
from maatwerk.trajectory.matches.lines import Line
from maatwerk.trajectory.matches.said import Said, said
from maatwerk.trajectory.rules.road import State


def cells_of(lines: Iterable[Line], view: str) -> list[list[Any]]:
    """For each line: who the two are, their phase or how it ended, when they last met, and what it asks of staff."""
    words, address = said(), row_url("trajectory.match", "match_id")
    calm = pill(_("Nothing needed now"), "ok")
    return [
        [
            _who(words, line, address(line.id)),
            words.label(line.state) if view == "over" else words.bar(line.programme_id, line.phase),
            words.last_contact(line.last_contact_on),
            _now(words, line, calm),
        ]
        for line in lines
    ]


def _who(words: Said, line: Line, url: str) -> Markup:
    names = words.both(line.seeker, line.supporter)
    return pair(line.seeker, line.supporter, url=url, label=names, note=words.programme(line.programme_id))


def _now(words: Said, line: Line, calm: Markup) -> Markup:
    if line.asks:
        return words.alert(line.programme_id, line.asks[0], len(line.asks))
    return calm if line.state == State.ACTIVE else words.label(line.state)
