"""Rows into the database, thousands at a time, and what came of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, text

from maatwerk.access import audit, policy
from maatwerk.access.work import Work
from maatwerk.people import rules as names
from maatwerk.people.imports import rules
from maatwerk.people.imports.rules import Bad, Good, Outcome, Plan
from maatwerk.people.imports.statement import BRING_IN, BY_INDEX, COLUMNS, NAMES
from maatwerk.people.model import ExternalNumber, Person
from maatwerk.tenancy import scope

CHUNK = 2000  # one statement each: at most one for every thousand rows, whatever stands around it


@dataclass(frozen=True, slots=True)
class Target:
    """Where the rows go: which source names them, and what the people in it are."""

    source: str
    partner_id: UUID
    kind: str = "student"
    write: bool = True


@dataclass(frozen=True, slots=True)
class Difference:
    """What a file says of somebody otherwise than what was changed by hand: ours and theirs, by field."""

    line: int
    person_id: UUID
    fields: dict[str, list[Any]]


@dataclass(slots=True)
class Result:
    """What came of a file."""

    outcome: Outcome = field(default_factory=Outcome)
    new: int = 0
    changed: int = 0
    same: int = 0
    gone: int = 0
    numbers: int = 0
    absent: int = 0
    differences: int = 0

    def counts(self) -> dict[str, Any]:
        """As numbers to keep and to show; nothing of anyone."""
        return {
            "good": self.outcome.good,
            "bad": self.outcome.bad,
            "reasons": dict(sorted(self.outcome.reasons.items())),
            "lost": self.outcome.lost,
            "new": self.new,
            "changed": self.changed,
            "same": self.same,
            "differences": self.differences,
            "absent": self.absent,
            "erased": self.gone,
            "passed": self.outcome.passed.counts(),
        }


Keep = Callable[["Sequence[Bad | Difference]"], None]


def bring_in(
    work: Work,
    judged: Iterable[Good | Bad],
    how: Plan,
    target: Target,
    result: Result,
    keep: Keep,
    tell: Callable[[int], None] = lambda number: None,
) -> Result:
    """Write (or only compare) all good rows; `keep` gets what asks for an eye, `tell` how many were read."""
    work.session.execute(BY_INDEX)
    for some in _chunks(judged):
        aside: list[Bad | Difference] = [one for one in some if isinstance(one, Bad)]
        good = [one for one in some if isinstance(one, Good)]
        if good:
            aside += _write(work, good, how, target, result)
        keep(aside)
        tell(len(some))
    return result


def _chunks(judged: Iterable[Good | Bad]) -> Iterator[list[Good | Bad]]:
    rest = iter(judged)
    while some := list(islice(rest, CHUNK)):
        yield some


def _write(work: Work, good: Sequence[Good], how: Plan, target: Target, result: Result) -> list[Bad | Difference]:
    good, aside = _within_reach(work, good, how, result)
    row = work.session.execute(BRING_IN, _parameters(work, good, how, target)).one()
    result.new += row.new
    result.changed += row.changed
    result.same += row.same
    result.gone += row.gone
    result.numbers += row.numbers
    if row.rekey and target.write:
        _rekey(work, row.rekey)
    if row.by_sheet and target.write:
        work.note("import", "person", row.by_sheet)
    differing = [Difference(one["line"], UUID(one["person"]), one["fields"]) for one in row.differences or ()]
    result.differences += len(differing)
    return [*aside, *differing]


def _within_reach(
    work: Work, good: Sequence[Good], how: Plan, result: Result
) -> tuple[list[Good], list[Bad | Difference]]:
    """Of a sheet of ours: the rows of people whom `work.by` may change; the others go back."""
    if how.key != "id":
        return list(good), []
    wanted = [one.values["id"] for one in good]
    known = select(Person.id).where(
        Person.id.in_(wanted), Person.erased_at.is_(None), policy.visible(work.by, "edit", Person)
    )
    reach = {str(person_id) for person_id in work.find(known)}
    unknown = [Bad(one.line, _as_cells(one, how), ("person_unknown",)) for one in good if one.values["id"] not in reach]
    result.outcome.good -= len(unknown)
    for bad in unknown:
        result.outcome.count(bad)
    return [one for one in good if one.values["id"] in reach], [*unknown]


def _as_cells(good: Good, how: Plan) -> tuple[str, ...]:
    cells = [""] * len(how.headings)
    for name, at in how.mapping.items():
        value = good.values.get(name)
        cells[at] = "" if value is None else str(value)
    return tuple(cells)


def _parameters(work: Work, good: Sequence[Good], how: Plan, target: Target) -> dict[str, Any]:
    found: dict[str, list[Any]] = {name: [one.values.get(name) for one in good] for name in COLUMNS}
    found["line"] = [one.line for one in good]
    found["lost"] = [one.lost for one in good]
    found["person"] = [one.values.get("id") for one in good]
    keys = [rules.keys(one.values) for one in good]
    found["sort_key"], found["search_key"] = [key[0] for key in keys], [key[1] for key in keys]
    return {
        **found,
        **{f"has_{name}": name in how.fields for name in NAMES},
        "tenant": scope.tenant_id(),
        "source": target.source,
        "partner": target.partner_id,
        "kind": target.kind,
        "sheet": how.key == "id",
        "write": target.write,
        "now": work.now,
        "today": work.today,
    }


def _rekey(work: Work, person_ids: Sequence[UUID]) -> None:
    """Sort and search keys of people of whose name the file knows a part only."""
    work.session.expire_all()
    for person in work.find(select(Person).where(Person.id.in_(person_ids))):
        person.sort_key, person.search_key = names.name_keys(
            person.given_name, person.preferred_name, person.prefix, person.family_name
        )
    work.session.flush()


def mark_absent(work: Work, target: Target) -> int:
    """List who is no longer in this source's newest file; nobody is ended by it (ruling 4)."""
    work.session.execute(
        text(
            "UPDATE external_number SET absent_since = :now WHERE tenant_id = :tenant AND source = :source "
            "AND seen_at < :now AND absent_since IS NULL"
        ),
        {"now": work.now, "tenant": scope.tenant_id(), "source": target.source},
    )
    return absent(work, target)


def absent(work: Work, target: Target) -> int:
    """How many of this source are listed as absent."""
    return int(
        work.session.execute(
            select(func.count())
            .select_from(ExternalNumber)
            .where(ExternalNumber.source == target.source, ExternalNumber.absent_since.is_not(None))
        ).scalar_one()
    )


def would_be_absent(work: Work, target: Target, matched: int) -> int:
    """How many of this source the file does not name."""
    known = select(func.count()).select_from(ExternalNumber).where(ExternalNumber.source == target.source)
    return int(work.session.execute(known).scalar_one()) - matched


_NOTE = text(
    """
    SELECT maatwerk.audit_append(jsonb_build_array(jsonb_build_object(
        'at', CAST(:now AS timestamptz), 'actor', CAST(:actor AS uuid), 'action', 'import', 'kind', 'person',
        'reference', CAST(:reference AS text),
        'ids', coalesce((SELECT jsonb_agg(DISTINCT n.person_id) FROM external_number n
            WHERE n.tenant_id = :tenant AND n.source = :source AND n.seen_at = :now), '[]'))))
    """
)


def note_everyone(work: Work, target: Target) -> None:
    """One audit row for the whole file with everyone in it; the list never passes through here (ruling 4)."""
    work.session.execute(
        _NOTE,
        {
            "now": work.now,
            "actor": work.by.person_id,
            "reference": audit.reference(),
            "tenant": scope.tenant_id(),
            "source": target.source,
        },
    )
