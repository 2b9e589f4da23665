"""What people do with a file: hand it in, say which column is which, take it, decide what differs.

Each verb is one unit of work. An import sends no letter and ends nobody (ruling 4).
"""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import delete, select

from maatwerk.access import policy
from maatwerk.access.actor import SYSTEM, Actor
from maatwerk.access.work import Clash, NotFound, Refused, Work, unit_of_work
from maatwerk.ground import clock
from maatwerk.people import rules as names
from maatwerk.people import say
from maatwerk.people.imports import columns, rules, writing
from maatwerk.people.imports.files import File, file_of, look, plan_of
from maatwerk.people.imports.reading import Opener
from maatwerk.people.imports.rules import Bad, Plan
from maatwerk.people.imports.writing import Difference, Result, Target
from maatwerk.people.model import ImportBatch, ImportRow, Person
from maatwerk.people.persons import queries as persons
from maatwerk.people.persons.actions import own_partner
from maatwerk.people.persons.rules import NAMES, OF_PLACE
from maatwerk.people.relations import everywhere

MOST_BYTES = 8 * 1024 * 1024  # through the page; the command takes any size
SHEET = "sheet"  # the source of our own people sheet
KINDS = ("student", "teacher", "counsellor", "care_coordinator")


def receive(data: bytes, name: str, *, source: str, kind: str, by: Actor) -> UUID:
    """Keep a file, sealed, until it is taken or dropped; gives its batch.

    Raises:
        NotFound: `by` imports nobody.
        Refused: it can't be read, is too big, or holds what we may not keep.
    """
    with unit_of_work(by) as work:
        _may_import(work)
        if len(data) > MOST_BYTES:
            raise Refused(say.FILE_REASONS["too_big"])
        file = look(lambda: io.BytesIO(data), name)
        mapping = columns.recognise(file.layout.headings)
        _within_reach(work, mapping)
        batch = _batch(work, file, SHEET if "id" in mapping else source, kind, mapping, "previewed")
        batch.content = base64.b64encode(data).decode()
        return work.add(batch).id


def _may_import(work: Work) -> None:
    if not policy.may(work.by, "import", "person"):
        raise NotFound("no import")


def _within_reach(work: Work, mapping: Mapping[str, int]) -> None:
    """A file that names people by number may touch anybody: only who may see everybody takes one in."""
    if "id" in mapping or work.by.system:
        return  # our own sheet goes back row by row, each as far as their own scope
    roles = {line.role for line in policy.policy().lines(work.by.effective_roles, "import", "person")}
    if not any(everywhere(work.by, role) for role in roles):
        raise Refused(_("A school's own file is taken in by somebody who works for the whole organisation. Ask them."))


def _batch(work: Work, file: File, source: str, kind: str, mapping: Mapping[str, int], state: str) -> ImportBatch:
    kept = {"headings": list(file.layout.headings), "columns": dict(mapping), "kind": kind}
    return ImportBatch(
        source=source, filename=file.name, mapping=kept, state=state, by_person_id=work.by.person_id, at=work.now
    )


def choose_columns(batch_id: UUID, mapping: Mapping[str, int], *, by: Actor) -> None:
    """Say which column is which, and try the whole file without changing anybody.

    Raises:
        NotFound: no such file within reach of `by`.
        Clash: it was taken already.
        Refused: something is missing that a file can't do without.
    """
    with unit_of_work(by) as work:
        batch = _open_batch(work, batch_id)
        chosen = columns.checked(mapping, len(batch.mapping["headings"]))
        if lacks := columns.lacking(chosen):
            raise Refused(say.lacking(lacks))
        _within_reach(work, chosen)
        batch.mapping = {**batch.mapping, "columns": chosen}
        batch.source = SHEET if "id" in chosen else ("roster" if batch.source == SHEET else batch.source)
        result = _run(work, file_of(batch), plan_of(batch, work.today), _target(work, batch, write=False), _ignore)
        batch.counts = result.counts()


def _open_batch(work: Work, batch_id: UUID) -> ImportBatch:
    batch = work.get(ImportBatch, batch_id, lock=True, to="take")
    if batch.state != "previewed":
        raise Clash(_("This file was taken or put away already. You see below what came of it."))
    return batch


def _target(work: Work, batch: ImportBatch, *, write: bool) -> Target:
    kind = batch.mapping.get("kind")
    return Target(batch.source, own_partner(work), kind if kind in KINDS else "student", write)


def _ignore(aside: Sequence[Bad | Difference]) -> None:
    """A try keeps nothing."""


def _run(
    work: Work,
    file: File,
    how: Plan,
    target: Target,
    keep: writing.Keep,
    tell: Callable[[int], None] = lambda number: None,
) -> Result:
    """Read a whole file and write it, or only compare."""
    result = Result()
    judged = rules.judge(file.rows, how, result.outcome)
    writing.bring_in(work, judged, how, target, result, keep, tell)
    if how.key == "number":
        if target.write:
            result.absent = writing.mark_absent(work, target) if result.outcome.good else writing.absent(work, target)
            writing.note_everyone(work, target)
        else:
            result.absent = writing.would_be_absent(work, target, result.numbers)
    return result


def take(batch_id: UUID, *, by: Actor) -> Result:
    """Take the good rows in; the bad ones and what differs are kept aside, and the file itself is thrown away.

    Raises:
        NotFound: no such file within reach of `by`.
        Clash: it was taken already.
        Refused: the columns were not chosen yet.
    """
    with unit_of_work(by) as work:
        batch = _open_batch(work, batch_id)
        if not batch.counts:
            raise Refused(_("Look at the columns first."))
        _within_reach(work, batch.mapping["columns"])
        file, how, target = file_of(batch), plan_of(batch, work.today), _target(work, batch, write=True)
        result = _run(work, file, how, target, lambda aside: _set_aside(work, batch.id, aside))
        batch.state, batch.counts, batch.content = "taken", result.counts(), None
        return result


def _set_aside(work: Work, batch_id: UUID, aside: Iterable[Bad | Difference]) -> None:
    """Keep rows that ask for an eye, sealed, a few hundred at a time."""
    rest = iter(aside)
    while some := list(islice(rest, 500)):
        rows = [_row(batch_id, one) for one in some]
        work.add_all(rows)
        for row in rows:
            work.session.expunge(row)


def _row(batch_id: UUID, one: Bad | Difference) -> ImportRow:
    if isinstance(one, Bad):
        row = ImportRow(batch_id=batch_id, number=one.line, outcome="bad", reasons=list(one.reasons))
        row.values = json.dumps(list(one.cells), ensure_ascii=False)
        return row
    row = ImportRow(
        batch_id=batch_id, number=one.line, outcome="difference", reasons=sorted(one.fields), person_id=one.person_id
    )
    row.values = json.dumps(one.fields, ensure_ascii=False)
    return row


def drop(batch_id: UUID, *, by: Actor) -> None:
    """Put a file away without taking it; nothing of it is kept.

    Raises:
        NotFound: no such file within reach of `by`.
        Clash: it was taken already.
    """
    with unit_of_work(by) as work:
        batch = _open_batch(work, batch_id)
        batch.state, batch.content = "dropped", None


def import_file(
    opened: Opener,
    name: str,
    *,
    source: str = "roster",
    kind: str = "student",
    dry_run: bool = False,
    mapping: Mapping[str, int] | None = None,
    by: Actor = SYSTEM,
    tell: Callable[[int], None] = lambda number: None,
    see: writing.Keep = _ignore,
) -> tuple[UUID | None, Result]:
    """Take a file of any size in one go, row by row; gives its batch (None for a try) and what came of it.

    `tell` hears how many rows were read, `see` gets the rows that ask for an eye.

    Raises:
        Refused: it can't be read, or something is missing that a file can't do without.
    """
    with unit_of_work(by) as work:
        _may_import(work)
        file = look(opened, name)
        chosen = columns.recognise(file.layout.headings) if mapping is None else dict(mapping)
        if lacks := columns.lacking(chosen):
            raise Refused(say.lacking(lacks))
        _within_reach(work, chosen)
        how = rules.plan(file.layout.headings, chosen, work.today)
        batch = _batch(work, file, SHEET if how.key == "id" else source, kind, chosen, "taken")
        if dry_run:
            return None, _run(work, file, how, _target(work, batch, write=False), see, tell)
        batch_id = work.add(batch).id

        def keep(aside: Sequence[Bad | Difference]) -> None:
            see(aside)
            _set_aside(work, batch_id, aside)

        result = _run(work, file, how, _target(work, batch, write=True), keep, tell)
        batch.counts = result.counts()
        return batch_id, result


def decide(batch_id: UUID, row_ids: Sequence[UUID] | None, *, theirs: bool, by: Actor) -> int:
    """Keep what was changed by hand, or take what the file says, for these differences (None: all); gives how many.

    What is taken from the file is no longer by hand: the next file may change it.

    Raises:
        NotFound: no such file within reach of `by`.
    """
    with unit_of_work(by) as work:
        batch = work.get(ImportBatch, batch_id, to="take")
        rows = [row for row in _undecided(work, batch.id) if row_ids is None or row.id in row_ids]
        for row in rows:
            row.decided = "theirs" if theirs else "ours"
            if theirs and row.person_id is not None:
                _take_theirs(work, row.person_id, json.loads(row.values))
        return len(rows)


def _undecided(work: Work, batch_id: UUID) -> list[ImportRow]:
    return work.find(
        select(ImportRow)
        .where(ImportRow.batch_id == batch_id, ImportRow.outcome == "difference", ImportRow.decided.is_(None))
        .with_for_update()
    )


def _take_theirs(work: Work, person_id: UUID, fields: Mapping[str, Sequence[Any]]) -> None:
    person = work.get(Person, person_id, lock=True, to="edit")
    place = persons.own_affiliation(person_id)
    for name, (_ours, theirs) in fields.items():
        if name in OF_PLACE:
            if place is not None:
                setattr(place, name, UUID(theirs) if name == "site_id" and theirs else theirs)
                place.by_hand = [kept for kept in place.by_hand if kept != name]
        else:
            setattr(person, name, date.fromisoformat(theirs) if name == "birth_date" and theirs else theirs)
            person.by_hand = [kept for kept in person.by_hand if kept != name]
    if set(fields) & set(NAMES):
        person.by_hand = [kept for kept in person.by_hand if kept not in NAMES]
        person.sort_key, person.search_key = names.name_keys(
            person.given_name, person.preferred_name, person.prefix, person.family_name
        )


def forget_old(*, by: Actor = SYSTEM, days: int = 90) -> int:
    """Throw away what was kept of files after ninety days: bad rows, differences, and files nobody took."""
    with unit_of_work(by) as work:
        old = select(ImportBatch.id).where(ImportBatch.at < work.now - clock.days(days))
        gone = work.session.execute(delete(ImportRow).where(ImportRow.batch_id.in_(old)).returning(ImportRow.id)).all()
        left = select(ImportBatch).where(ImportBatch.id.in_(old), ImportBatch.state == "previewed")
        for batch in work.find(left):
            batch.state, batch.content = "dropped", None
        return len(gone)
