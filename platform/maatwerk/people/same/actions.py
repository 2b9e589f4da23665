"""What is done with a double: say that they are one, or that they are two. Each verb is one unit of work."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import ForeignKeyConstraint, Table, UniqueConstraint, and_, delete, exists, select, update
from sqlalchemy.exc import IntegrityError

from maatwerk.access.actor import Actor
from maatwerk.access.work import Clash, Refused, Work, unit_of_work
from maatwerk.ground.database import Base
from maatwerk.people import rules
from maatwerk.people.events import SamePerson
from maatwerk.people.model import LikelySame, Person, Tie
from maatwerk.tenancy import scope
from maatwerk.tenancy.sealed import sealed_fields

# What an applicant typed themselves and a school's roster often lacks.
NAMES = ("given_name", "preferred_name", "prefix", "family_name")
FILLED = (
    *NAMES,
    "form_of_address",
    "locale",
    "email",
    "phone",
    "postcode",
)


def confirm_other(likely_same_id: UUID, *, by: Actor) -> UUID:
    """They are two people: nothing is put together and nobody is asked again. Gives who applied.

    Raises:
        NotFound: no such question within reach of `by`.
        Clash: it was answered before.
    """
    with unit_of_work(by) as work:
        double = _unanswered(work, likely_same_id)
        _answer(work, double, "other")
        return double.person_id


def confirm_same(likely_same_id: UUID, *, by: Actor) -> UUID:
    """They are one: everything of who applied moves to the person we knew. Gives the person we knew.

    What the applicant typed fills what was empty; what was known stays. There is no way back.

    Raises:
        NotFound: no such question within reach of `by`.
        Clash: it was answered before.
        Refused: both take part in the same programme on the same side.
    """
    with unit_of_work(by) as work:
        double = _unanswered(work, likely_same_id)
        applied = work.get(Person, double.person_id, lock=True)
        known = work.get(Person, double.known_id, lock=True)
        _answer(work, double, "same")
        try:
            with work.session.begin_nested():
                _move_everything(work, applied.id, known.id)
        except IntegrityError as error:
            raise Refused(
                _("Both take part in the same programme. End one of the two parts first. Then put them together.")
            ) from error
        _fill(known, applied)
        _empty(work, applied)
        work.note("merge", "person", [applied.id, known.id])
        work.session.flush()
        work.announce(SamePerson(applied.id, known.id))
        return known.id


def _unanswered(work: Work, likely_same_id: UUID) -> LikelySame:
    double = work.get(LikelySame, likely_same_id, lock=True, to="settle")
    if double.answer is not None:
        raise Clash(_("Somebody answered this already."))
    return double


def _answer(work: Work, double: LikelySame, answer: str) -> None:
    double.answer, double.answered_by, double.answered_at = answer, work.by.person_id, work.now
    work.session.flush()


def _move_everything(work: Work, source: UUID, target: UUID) -> None:
    """Every row of every room that points at one person points at the other: found from the tables themselves."""
    work.session.execute(delete(Tie).where(Tie.person_id.in_((source, target)), Tie.other_id.in_((source, target))))
    _reseal(work, source, target)
    for table, column in _references():
        if table.name == LikelySame.__tablename__:
            continue
        _drop_doubles(work, table, column, source, target)
        work.session.execute(
            update(table)
            .where(table.c.tenant_id == scope.tenant_id(), table.c[column] == source)
            .values({column: target}),
            execution_options={"synchronize_session": False},
        )
    work.session.expire_all()


def _references() -> Iterator[tuple[Table, str]]:
    """Every column of every table that holds a person."""
    for table in Base.metadata.sorted_tables:
        for constraint in table.constraints:
            if isinstance(constraint, ForeignKeyConstraint) and constraint.referred_table.name == "person":
                yield table, next(name for name in constraint.column_keys if name != "tenant_id")


def _reseal(work: Work, source: UUID, target: UUID) -> None:
    """Notes are sealed with the key of whom they are about: they are opened and sealed again with the other's."""
    for mapper in Base.registry.mappers:
        model: Any = mapper.class_
        owners: dict[str, list[str]] = {}
        for one in sealed_fields(model):
            owners.setdefault(one.about or model.about[0], []).append(one.name)
        for column, names in owners.items():
            for row in work.find(select(model).where(getattr(model, column) == source)):
                texts = {name: getattr(row, name) for name in names}
                setattr(row, column, target)
                for name, words in texts.items():
                    setattr(row, name, words)
    work.session.flush()


def _drop_doubles(work: Work, table: Table, column: str, source: UUID, target: UUID) -> None:
    """What both have once only: an interest, a language, an hour that suits."""
    for constraint in table.constraints:
        names = [one.name for one in constraint.columns] if isinstance(constraint, UniqueConstraint) else []
        if column not in names:
            continue
        other = table.alias()
        rest = [name for name in names if name not in ("tenant_id", column)]
        same = exists().where(
            and_(
                other.c.tenant_id == table.c.tenant_id,
                other.c[column] == target,
                *(other.c[name].is_not_distinct_from(table.c[name]) for name in rest),
            )
        )
        work.session.execute(
            delete(table).where(table.c.tenant_id == scope.tenant_id(), table.c[column] == source, same),
            execution_options={"synchronize_session": False},
        )


def _fill(known: Person, applied: Person) -> None:
    filled = [name for name in FILLED if not getattr(known, name) and getattr(applied, name)]
    if rules.lost_letters(known.preferred_name, known.given_name, known.prefix, known.family_name):
        filled += [name for name in NAMES if getattr(applied, name)]
    for name in filled:
        setattr(known, name, getattr(applied, name))
    known.by_hand = sorted({*known.by_hand, *filled})
    known.sort_key, known.search_key = rules.name_keys(
        known.given_name, known.preferred_name, known.prefix, known.family_name
    )


def _empty(work: Work, applied: Person) -> None:
    """The record that is left over holds nothing of anyone."""
    for name in (*FILLED, "birth_date"):
        setattr(applied, name, None)
    applied.sort_key = applied.search_key = ""
    applied.by_hand, applied.erased_at = [], work.now
