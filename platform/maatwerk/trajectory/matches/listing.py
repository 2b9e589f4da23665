"""The list of matches for staff: filters that stand in the address, attention first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Date,
    Select,
    Text,
    Uuid,
    and_,
    any_,
    bindparam,
    case,
    func,
    literal,
    select,
    true,
)

from maatwerk.access.actor import Actor
from maatwerk.access.paging import Page
from maatwerk.access.policy import visible
from maatwerk.access.work import zone
from maatwerk.ground import clock
from maatwerk.ground.database import columns_of
from maatwerk.interface.paths import path_to
from maatwerk.language import formats
from maatwerk.trajectory.matches.lines import Line, lines, lines_of, lines_with
from maatwerk.trajectory.matches.said import said
from maatwerk.trajectory.model import Match
from maatwerk.trajectory.rules.road import BEFORE, OVER, RUNNING, State

SIZE = 25
MOST_IN_A_SHEET = 5000


@dataclass(frozen=True, slots=True)
class Asked:
    """Which part of the list somebody wants to see."""

    view: str = "running"
    programme: UUID | None = None
    mine: bool = False
    number: int = 1


def asked_of(args: Mapping[str, str]) -> Asked:
    """The filters of an address; what makes no sense is left out."""
    view = args.get("view", "running")
    number = args.get("page", "1")
    return Asked(
        view=view if view in VIEWS else "running",
        programme=_uuid(args.get("programme", "")),
        mine=args.get("mine") == "1",
        number=int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 1,
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def _in(states: Iterable[str]) -> ColumnElement[bool]:
    """As one list, so that the statement need not be written anew for its length."""
    return Match.state == any_(literal(sorted(states), ARRAY(Text)))


_TODAY: ColumnElement[date] = bindparam("today", type_=Date)  # given when a statement is sent
_VIEWS = {
    "attention": Match.look_from <= _TODAY,
    "running": _in(RUNNING),
    "starting": _in(BEFORE),
    "on_the_road": Match.state == State.ACTIVE,
    "closing": Match.state == State.CLOSING,
    "over": _in(OVER),
}
_COUNTS = tuple(func.count().filter(condition).label(view) for view, condition in _VIEWS.items())
_WAITING = (
    case((Match.look_from <= _TODAY, 0), else_=1),
    Match.look_from,
    Match.last_contact_on.nulls_first(),
    Match.id,
)
_LAST_FIRST = (Match.ended_on.desc(), Match.id)


VIEWS = tuple(_VIEWS)


def _labels() -> dict[str, str]:
    return {
        "attention": _("Ask for attention"),
        "running": _("All running"),
        "starting": _("Starting"),
        "on_the_road": _("On the road"),
        "closing": _("Closing"),
        "over": _("Finished"),
    }


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of the list with how many stand in each tab."""

    rows: list[Line]
    paging: Page[Any]
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        """How many there are in this view."""
        return self.paging.total


def _within(actor: Actor, asked: Asked) -> ColumnElement[bool]:
    found = [visible(actor, "overview", Match)]
    if asked.programme is not None:
        found.append(Match.programme_id == asked.programme)
    if asked.mine:
        found.append(Match.coordinator_id == actor.person_id)
    return and_(true(), *found)


def listed(actor: Actor, asked: Asked) -> Listed:
    """One page, those that wait longest first: two statements, however many there are."""
    today, within = clock.today(zone()), _within(actor, asked)
    row = _counted(within, today, asked, asked.number)
    total = getattr(row, asked.view)
    pages = max(1, -(-total // SIZE))
    number = min(max(1, asked.number), pages)
    if number != asked.number:
        row = _counted(within, today, asked, number)
    rows = lines_with(row.ids, today)
    return Listed(rows, Page(rows, number, pages, total), {view: getattr(row, view) for view in VIEWS})


def _counted(within: ColumnElement[bool], today: date, asked: Asked, number: int) -> Any:
    """How many there are in each view, and which are on this page of the one that was asked for."""
    page = _ordered(select(Match.id).where(within, _VIEWS[asked.view]), asked)
    ids = page.limit(SIZE).offset(max(0, number - 1) * SIZE).correlate(None).scalar_subquery()
    statement = select(*_COUNTS, func.array(ids, type_=ARRAY(Uuid)).label("ids")).select_from(Match).where(within)
    (row,) = columns_of(statement, {"today": today})
    return row


def _ordered(statement: Select[Any], asked: Asked) -> Select[Any]:
    return statement.order_by(*(_LAST_FIRST if asked.view == "over" else _WAITING))


def tabs(counts: Mapping[str, int], asked: Asked) -> list[dict[str, Any]]:
    """The saved filters with their counts, as links that can be kept."""
    keep: dict[str, Any] = {
        "programme": str(asked.programme) if asked.programme else None,
        "mine": "1" if asked.mine else None,
    }
    kept = {key: value for key, value in keep.items() if value}
    path = path_to("trajectory.list")
    return [
        {
            "label": label,
            "url": f"{path}?{urlencode({'view': view, **kept})}",
            "current": view == asked.view,
            "count": counts[view],
        }
        for view, label in _labels().items()
    ]


def as_sheet(actor: Actor, asked: Asked) -> tuple[list[str], list[list[Any]], list[UUID]]:
    """Headings, rows and the persons in them, of the whole view (five thousand rows at most)."""
    today = clock.today(zone())
    statement = _ordered(lines_of().where(_within(actor, asked), _VIEWS[asked.view]), asked)
    found = lines(statement.limit(MOST_IN_A_SHEET), today, {"today": today})
    columns = [
        _("Young person"), _("Supporter"), _("Programme"), _("State"), _("Phase"), _("Began on"), _("Planned end"),
        _("Last contact"), _("Meetings"), _("Asks for attention"),
    ]  # fmt: skip
    words = said()
    rows = [
        [
            line.seeker,
            line.supporter,
            words.programme(line.programme_id),
            words.state(line.state),
            words.phase(line.programme_id, line.phase),
            formats.day(line.started_on),
            formats.day(line.planned_end),
            formats.day(line.last_contact_on),
            line.meetings_held,
            "; ".join(words.reason(line.programme_id, one) for one in line.asks),
        ]
        for line in found
    ]
    return columns, rows, [person for line in found for person in (line.seeker_id, line.supporter_id)]
