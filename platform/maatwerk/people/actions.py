"""What people do with consent and permission: ask, remind, answer, take back. Each verb is one unit of work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import exists, select

from maatwerk.access import policy
from maatwerk.access.actor import SYSTEM, Actor
from maatwerk.access.model import Account
from maatwerk.access.work import Clash, NotFound, Refused, Work, unit_of_work
from maatwerk.correspondence import outbox
from maatwerk.ground import clock
from maatwerk.language import formats
from maatwerk.people import letters, queries, rules, settings
from maatwerk.people.above import ENDED, PARTICIPATION, PROGRAMME
from maatwerk.people.events import ConsentGiven, ConsentWithdrawn, PermissionGiven
from maatwerk.people.model import Consent, ExternalNumber, LikelySame, Permission, Person
from maatwerk.people.rules import Kind, Need, Readiness

Row = Consent | Permission
REMIND_AFTER, MOST_REMINDERS = 7, 2  # days; after that a coordinator calls
PASS_DAYS = 400  # a parent can look and take back as long as a programme runs


def ask_consents(
    work: Work, person_id: UUID, programme_id: UUID, *, quiet: bool = False, later: timedelta = timedelta()
) -> Readiness:
    """Ask everything that this person's age asks for, of everyone who may answer; says what is missing afterwards.

    Asked before is not asked again; who can't be reached by letter is asked all the same, and the list says so.
    `quiet`: the caller's own letter to this person leads to the questions. `later`: so long after another letter
    theirs leaves, and it stays at home if they answered meanwhile. Letters to parents leave at once.
    """
    person = queries.standings([person_id], programme_id)[person_id]
    chosen = settings.consent_settings(work.session)
    asked: dict[UUID, list[Row]] = {}
    for need, who in rules.to_ask(person, chosen, work.today):
        until = rules.holds_until(need, person.birth_date, chosen)
        asked.setdefault(who, []).append(work.add(_question(work, need, who, person_id, programme_id, until)))
    for who, rows in asked.items():
        if who != person_id:
            _write_to(work, who, person_id, programme_id, rows[0].id)
        elif not quiet:
            _write_to(work, who, person_id, programme_id, rows[0].id, due=work.now + later)
    return queries.readiness(person_id, programme_id)


def _question(work: Work, need: Need, who: UUID, person_id: UUID, programme_id: UUID, until: Any) -> Row:
    if need.kind is Kind.PERMISSION:
        return Permission(person_id=person_id, programme_id=programme_id, asked_of=who, asked_at=work.now)
    return Consent(person_id=person_id, purpose=need.purpose, asked_of=who, asked_at=work.now, until=until)


def _write_to(
    work: Work,
    who: UUID,
    person_id: UUID,
    programme_id: UUID | None,
    row_id: UUID,
    *,
    number: int = 0,
    due: datetime | None = None,
) -> None:
    """The question by letter, or its reminder `number`; nothing when there is no address."""
    way = _way_in(work, who, person_id)
    if way is None:
        return
    child = None if who == person_id else queries.name_of(person_id)
    programme = _programme(work, programme_id, person_id)
    if number:
        work.send(letters.reminder(row_id, who, number, child=child, programme=programme, pass_id=way.pass_id))
    else:
        letter = letters.asked(row_id, who, child=child, programme=programme, pass_id=way.pass_id)
        work.send(replace(letter, due=due))


class _Way:
    """How somebody comes in: by their account, or by a pass."""

    def __init__(self, pass_id: UUID | None = None) -> None:
        self.pass_id = pass_id


def _way_in(work: Work, who: UUID, about: UUID) -> _Way | None:
    found = work.session.execute(
        select(Person.email, Account.id)
        .outerjoin(Account, (Account.tenant_id == Person.tenant_id) & (Account.person_id == Person.id))
        .where(Person.id == who)
        .limit(1)
    ).one()
    if found.id is not None:
        return _Way()
    if not found.email:
        return None
    if who == about:
        return _Way(work.give_pass("participant", who, found.email, days=PASS_DAYS))
    return _Way(work.give_pass("guardian", who, found.email, child_id=about, days=PASS_DAYS))


def _programme(work: Work, programme_id: UUID | None, person_id: UUID) -> str:
    """The programme's name; of a consent, which belongs to none, that of what the person takes part in."""
    wanted = select(PROGRAMME.c.name).where(
        PROGRAMME.c.id == programme_id
        if programme_id
        else PROGRAMME.c.id.in_(
            select(PARTICIPATION.c.programme_id).where(
                PARTICIPATION.c.person_id == person_id, PARTICIPATION.c.state.not_in(ENDED)
            )
        )
    )
    return str(work.session.execute(wanted.order_by(PROGRAMME.c.name).limit(1)).scalar() or "Maatwerk")


def ask(person_id: UUID, *, by: Actor) -> int:
    """Ask for every programme that somebody is in what is still to be asked, once more by hand where no answer came.

    Gives how many programmes it was asked for.

    Raises:
        NotFound: nobody by that id within reach of `by`.
        Refused: this person takes part in no programme, or nobody can be asked.
    """
    with unit_of_work(by) as work:
        person = work.get(Person, person_id, to="ask")
        programmes = _running(work, person.id)
        if not programmes:
            raise Refused(_("This person takes part in no programme yet, so there is nothing to ask."))
        for programme_id in programmes:
            missing = ask_consents(work, person.id, programme_id).missing
            if any(one.why in (rules.Why.NO_GUARDIAN, rules.Why.NO_BIRTH_DATE) for one in missing):
                raise Refused(_("Add the birth date and a parent or carer first. Then we can ask."))
            _again(work, person.id, programme_id)
    return len(programmes)


def _again(work: Work, person_id: UUID, programme_id: UUID) -> None:
    """The letter once more to whoever has not answered, at most once a day."""
    for who, rows in _open(work, person_id).items():
        if rows[0].asked_at.date() < work.now.date():
            _write_to(work, who, person_id, programme_id, rows[0].id, number=100 + work.today.toordinal())


def _running(work: Work, person_id: UUID) -> list[UUID]:
    return work.find(
        select(PARTICIPATION.c.programme_id)
        .where(PARTICIPATION.c.person_id == person_id, PARTICIPATION.c.state.not_in(ENDED))
        .distinct()
    )


def _open(work: Work, person_id: UUID | None = None) -> dict[UUID, list[Row]]:
    """The questions without an answer by who was asked, the oldest first."""
    found: dict[UUID, list[Row]] = {}
    for model in (Permission, Consent):
        statement = select(model).where(model.answer.is_(None), model.withdrawn_at.is_(None))
        statement = statement if person_id is None else statement.where(model.person_id == person_id)
        for row in work.find(statement.order_by(model.asked_at, model.id)):
            found.setdefault(row.asked_of, []).append(row)
    return found


def remind(*, by: Actor = SYSTEM) -> int:
    """Write again to whoever has not answered after a week, and after two; gives to how many."""
    with unit_of_work(by) as work:
        number = 0
        for who, rows in _open(work).items():
            for row in _first_of_each(rows):
                weeks = (work.now - row.asked_at).days // REMIND_AFTER
                if 1 <= weeks <= MOST_REMINDERS:
                    programme_id = getattr(row, "programme_id", None)
                    _write_to(work, who, row.person_id, programme_id, row.id, number=weeks)
                    number += 1
    return number


def _first_of_each(rows: Sequence[Row]) -> list[Row]:
    """One question for each person it is about: one letter, not one for each purpose."""
    first: dict[UUID, Row] = {}
    for row in rows:
        first.setdefault(row.person_id, row)
    return list(first.values())


def ask_who_turned(*, by: Actor = SYSTEM) -> int:
    """Ask those who came of the age of consent this week themselves; gives how many people."""
    with unit_of_work(by) as work:
        chosen = settings.consent_settings(work.session)
        if not chosen.purposes:
            return 0
        newest = work.today.replace(year=work.today.year - chosen.consent_age, day=min(work.today.day, 28))
        born = (newest - clock.days(10), newest + clock.days(3))
        rows = work.session.execute(
            select(Person.id, Person.birth_date, PARTICIPATION.c.programme_id)
            .join(PARTICIPATION, PARTICIPATION.c.person_id == Person.id)
            .where(Person.birth_date.between(*born), PARTICIPATION.c.state.not_in(ENDED))
            .order_by(Person.id)
        ).all()
        turned = [row for row in rows if rules.age_on(row.birth_date, work.today) >= chosen.consent_age]
        for row in turned:
            ask_consents(work, row.id, row.programme_id)
    return len({row.id for row in turned})


def answer(answers: Mapping[UUID, bool], *, by: Actor) -> None:
    """Say yes or no to what was asked, each by itself; a changed mind is a new answer beside the old one.

    Raises:
        NotFound: one of them was not asked of `by`.
        Refused: one of them is over; a young person who is old enough decides since then.
    """
    with unit_of_work(by) as work:
        for row_id, yes in answers.items():
            row = _answerable(work, row_id)
            if isinstance(row, Consent) and row.until is not None and row.until < work.today:
                raise Refused(
                    _(
                        "This question is over: since %(day)s it is not yours to answer.",
                        day=formats.day(row.until + timedelta(days=1)),
                    )
                )
            word = "yes" if yes else "no"
            if row.answer == word and row.withdrawn_at is None:
                continue
            if row.answer is not None:
                row = work.add(_copy(work, row))
            row.answer, row.answered_at = word, work.now
            work.session.flush()
            outbox.cancel(work.session, letters.key_of(row_id))
            _tell(work, row, yes=yes)


def _answerable(work: Work, row_id: UUID, to: str = "answer") -> Row:
    for model in (Permission, Consent):
        if policy.may(work.by, to, model.__tablename__):
            try:
                found: Any = work.get(model, row_id, lock=True, to=to)
            except NotFound:
                continue
            return cast(Row, found)
    raise NotFound("no question")


def _copy(work: Work, row: Row) -> Row:
    """The same question once more: what was answered before stays as it was."""
    if isinstance(row, Permission):
        return Permission(
            person_id=row.person_id, programme_id=row.programme_id, asked_of=row.asked_of, asked_at=work.now
        )
    return Consent(
        person_id=row.person_id, purpose=row.purpose, asked_of=row.asked_of, asked_at=work.now, until=row.until
    )


def _tell(work: Work, row: Row, *, yes: bool) -> None:
    """Thanks to a parent, word to the coordinator when the answer is no, and the house hears a yes."""
    if row.asked_of != row.person_id and (way := _way_in(work, row.asked_of, row.person_id)):
        child = queries.name_of(row.person_id)
        work.send(letters.thanks(row.id, row.asked_of, child=child, pass_id=way.pass_id))
    if not yes:
        for coordinator_id in queries.coordinators_of(row.person_id):
            work.send(letters.refused(row.id, row.person_id, coordinator_id))
    elif isinstance(row, Permission):
        work.announce(PermissionGiven(row.person_id, row.programme_id))
    else:
        work.announce(ConsentGiven(row.person_id))


def withdraw(row_id: UUID, *, by: Actor) -> None:
    """Take an answer back: from this moment it does not count, and the coordinator hears it at once.

    Raises:
        NotFound: it was not asked of `by`.
        Clash: there is no yes to take back any more.
    """
    with unit_of_work(by) as work:
        row = _answerable(work, row_id, "withdraw")
        if row.answer != "yes" or row.withdrawn_at is not None:
            raise Clash(_("This was taken back already. It does not count any more."))
        row.withdrawn_at = work.now
        work.session.flush()
        work.announce(ConsentWithdrawn(row.person_id))
        for coordinator_id in queries.coordinators_of(row.person_id):
            work.send(letters.withdrawn(row.id, row.person_id, coordinator_id))


def find_likely_same(work: Work, person: Person) -> UUID | None:
    """Look for the one imported person with this proven e-mail and birth date; a coordinator is asked to confirm.

    Gives the id of the question, or None when nobody fits or more than one does. Asked before is not asked again.
    The caller vouches that the e-mail is proven: by a link that was opened.
    """
    if not person.email or person.birth_date is None:
        return None
    fitting = work.find(
        select(Person.id)
        .where(
            Person.email == person.email.strip().lower(),
            Person.birth_date == person.birth_date,
            Person.id != person.id,
            Person.erased_at.is_(None),
            Person.id.in_(select(ExternalNumber.person_id)),
        )
        .limit(2)
    )
    own = exists().where(ExternalNumber.person_id == person.id)
    if len(fitting) != 1 or work.session.execute(select(own)).scalar():
        return None
    known = select(LikelySame).where(LikelySame.person_id == person.id, LikelySame.known_id == fitting[0])
    found: LikelySame | None = work.one(known)
    if found is None:
        found = work.add(LikelySame(person_id=person.id, known_id=fitting[0], found_at=work.now))
        for coordinator_id in queries.coordinators_of(person.id):
            work.send(letters.double(found.id, coordinator_id))
    return found.id if found.answer is None else None
