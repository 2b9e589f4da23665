"""Applying, step by step. Each verb is one unit of work."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy import delete, select

from maatwerk.access.actor import SYSTEM, Actor
from maatwerk.access.model import Account, Pass
from maatwerk.access.work import Clash, NotFound, Refused, Work, unit_of_work
from maatwerk.intake import letters, rules
from maatwerk.intake.applications import queries
from maatwerk.intake.applications.queries import Part, Road, pass_of
from maatwerk.intake.model import Application
from maatwerk.intake.rules import Close
from maatwerk.people import actions as people
from maatwerk.people.model import (
    AvailabilitySlot,
    Guardianship,
    Interest,
    LanguageSpoken,
    Person,
    Subject,
)
from maatwerk.people.rules import age_on, name_keys
from maatwerk.programme import actions as programmes
from maatwerk.programme.model import Participation, Programme
from maatwerk.programme.queries import participation_of, programme, runs_for
from maatwerk.programme.values import Kind, WritesTo

PASS_DAYS = 60
OWN_YES = "own_yes"  # stands among the answers once the application is sent


def new_person(
    work: Work,
    given: str,
    family: str,
    *,
    email: str | None = None,
    birth_date: date | None = None,
    locale: str | None = None,
) -> Person:
    """Somebody we did not know; without `locale` letters come in the organisation's language."""
    person = Person(email=email, birth_date=birth_date, locale=locale, made_at=work.now)
    _call(person, given, family)
    return work.add(person)


def reading() -> str | None:
    """The language in which whoever is typing reads this page."""
    locale = get_locale()
    return locale.language if locale else None


def _call(person: Person, given: str, family: str) -> None:
    prefix, rest = rules.split_family(family)
    person.given_name, person.prefix, person.family_name = given or None, prefix or None, rest or None
    person.sort_key, person.search_key = name_keys(given, person.preferred_name, prefix, rest)


def ask_to_apply(part: Part, email: str) -> None:
    """Send the way to an application to this address; who asks gets the same answer whoever is known."""
    email = email.strip().lower()
    with unit_of_work(SYSTEM) as work:
        account = work.one(select(Account).where(Account.email == email, Account.state != "blocked"))
        if account is not None:
            work.send(letters.application_known(account.person_id, account.id, part.key, part.programme, work.now))
            return
        application = _known(work, part, email) or _begin(
            work, new_person(work, "", "", email=email, locale=reading()).id, part
        )
        pass_id = work.give_pass("applicant", application.person_id, email, days=PASS_DAYS)
        work.send(letters.application_link(application.id, application.person_id, pass_id, part.programme, work.now))


def _known(work: Work, part: Part, email: str) -> Application | None:
    """The application that somebody began from this address; never a person's by their address alone (ruling 4)."""
    found = (
        select(Application)
        .join(Pass, (Pass.tenant_id == Application.tenant_id) & (Pass.person_id == Application.person_id))
        .where(
            Pass.kind == "applicant",
            Pass.email == email,
            Application.programme_id == part.programme_id,
            Application.side == part.side,
        )
        .order_by(Application.started_at.desc())
        .limit(1)
    )
    application: Application | None = work.one(found)
    return application


def _begin(work: Work, person_id: UUID, part: Part, participation_id: UUID | None = None) -> Application:
    return open_application(work, person_id, part.programme_id, part.side, participation_id)


def open_application(
    work: Work, person_id: UUID, programme_id: UUID, side: str, participation_id: UUID | None = None
) -> Application:
    """The application that someone is filling in for this side of a programme, or a fresh one."""
    found: Application | None = work.one(
        select(Application).where(
            Application.person_id == person_id,
            Application.programme_id == programme_id,
            Application.side == side,
            Application.submitted_at.is_(None),
        )
    )
    if found is not None:
        found.participation_id = found.participation_id or participation_id
        return found
    return work.add(
        Application(
            programme_id=programme_id,
            person_id=person_id,
            participation_id=participation_id,
            side=side,
            questions_version=queries.questions_version(programme_id),
            started_at=work.now,
            saved_at=work.now,
        )
    )


def begin(part: Part, *, by: Actor) -> UUID:
    """Begin, or go on with, an application as someone who is signed in.

    Raises:
        Refused: they take part already.
    """
    with unit_of_work(by) as work:
        assert by.person_id is not None  # the page lets nobody else in
        running = participation_of(by.person_id, part.programme_id, part.side)
        if running is not None and running.state != "interested":
            raise Refused(_("You have applied or take part already. You hear from us."))
        _runs_there(part.programme_id, by.person_id)
        return _begin(work, by.person_id, part, running.id if running else None).id


def _runs_there(programme_id: UUID, person_id: UUID) -> None:
    """A programme that is on for some schools or sites only takes nobody of whom we know that they go elsewhere."""
    if not runs_for(programme(programme_id).plugin, person_id):
        raise Refused(_("This is not there yet at your school or site. Look what else there is, or ask us."))


def _step(work: Work, application_id: UUID) -> Road:
    application = work.get(Application, application_id, lock=True, to="edit")
    return queries.road_of(application, work.get(Person, application.person_id))


def _done(work: Work, application: Application, step: str) -> None:
    application.done = [*(known for known in application.done if known != step), step]
    application.saved_at = work.now


def save_name(application_id: UUID, given: str, family: str, *, by: Actor) -> None:
    """Keep what someone is called."""
    with unit_of_work(by) as work:
        road = _step(work, application_id)
        _asked_here(road, rules.NAME)
        _call(road.person, given, family)
        _done(work, road.application, rules.NAME)


def _asked_here(road: Road, step: str) -> None:
    if step not in road.order:
        raise Clash(_("We know this already. Is it not right? Tell us in the talk."))


def save_birth(application_id: UUID, born: date, *, by: Actor) -> None:
    """Keep when someone was born.

    Raises:
        Refused: too young or too old for this part; the message says who can help.
    """
    with unit_of_work(by) as work:
        road = _step(work, application_id)
        _asked_here(road, rules.BIRTH)
        person = road.person
        _fits_age(road, age_on(born, work.today), by_themselves=by.person_id == person.id)
        person.birth_date = born
        _done(work, road.application, rules.BIRTH)


def _fits_age(road: Road, age: int, *, by_themselves: bool) -> None:
    role = road.role
    if not 4 <= age <= 110:
        raise Refused(_("This can't be right. Please look at the date again."))
    if by_themselves and rules.door(age, needs_parent=False) is rules.Door.GROWN_UP_ASKS:
        raise Refused(_("You are younger than 12. Ask a parent or your teacher to write to us, then we talk with you."))
    if role.least_age is not None and age < role.least_age:
        raise Refused(
            _("You can do this from the age of %(age)s. Come back then, we would love to see you.", age=role.least_age)
        )
    if role.most_age is not None and age > role.most_age:
        raise Refused(_("This is for people up to %(age)s. Ask us what else you can do.", age=role.most_age))


def save_parent(application_id: UUID, name: str, email: str | None, *, by: Actor) -> None:
    """Keep the parent or carer whom we ask for permission; an earlier answer here is corrected, not doubled."""
    with unit_of_work(by) as work:
        road = _step(work, application_id)
        _asked_here(road, rules.PARENT)
        given, _space, family = name.partition(" ")
        if road.parent_id is None:
            parent = new_person(work, given, family, email=email)
            work.add(Guardianship(child_id=road.application.person_id, guardian_id=parent.id))
        else:
            parent = work.get(Person, road.parent_id)
            _call(parent, given, family)
            parent.email = email
        _done(work, road.application, rules.PARENT)


def save_answer(application_id: UUID, key: str, value: Any, *, by: Actor) -> None:
    """Keep one answer: what matching reads goes to the person's own columns, free words are sealed."""
    with unit_of_work(by) as work:
        road = _step(work, application_id)
        question = road.questions[key]
        application = road.application
        if question.writes_to is WritesTo.POSTCODE:
            work.get(Person, application.person_id).postcode = value or None
        elif question.writes_to is not None:
            _write(work, application.person_id, question.writes_to, value or [])
        elif question.kind is Kind.TEXT:
            application.words = json.dumps({**road.words, key: value or ""})
        else:
            application.answers = {**application.answers, key: value}
        _done(work, application, key)


def _write(work: Work, person_id: UUID, column: WritesTo, keys: Iterable[str]) -> None:
    """Put what somebody chose in the place of what they chose before."""
    columns: dict[WritesTo, tuple[Any, str | None]] = {
        WritesTo.INTERESTS: (Interest, None),
        WritesTo.LANGUAGES: (LanguageSpoken, None),
        WritesTo.SLOTS: (AvailabilitySlot, None),
        WritesTo.NEEDS: (Subject, "needs"),
        WritesTo.OFFERS: (Subject, "offers"),
    }
    model, stance = columns[column]
    old = delete(model).where(model.person_id == person_id)
    work.session.execute(old if stance is None else old.where(Subject.stance == stance))
    work.add_all(_row(model, person_id, stance, key) for key in dict.fromkeys(keys))


def _row(model: Any, person_id: UUID, stance: str | None, key: str) -> Any:
    if model is AvailabilitySlot:
        weekday, _dash, part = key.partition("-")
        return AvailabilitySlot(person_id=person_id, weekday=int(weekday), part=part)
    if model is LanguageSpoken:
        return LanguageSpoken(person_id=person_id, code=key)
    if model is Subject:
        return Subject(person_id=person_id, key=key, stance=stance)
    return Interest(person_id=person_id, key=key)


def send(application_id: UUID, *, by: Actor) -> None:
    """Send the application, with the own yes that it takes (requirement 4).

    Raises:
        NotFound: it was sent already, or it is somebody else's.
        Refused: a step has no answer yet, or they take part already.
    """
    with unit_of_work(by) as work:
        road = _step(work, application_id)
        application = road.application
        if road.next != rules.CHECK:
            raise Refused(_("One question is still open. Go on from there."))
        part = _apply(work, road)
        application.participation_id, application.submitted_at = part.id, work.now
        application.answers = {**application.answers, OWN_YES: True}
        if by.person_id == application.person_id:
            people.find_likely_same(work, road.person)
        if queries.reachable(road.person):
            programme = work.get(Programme, application.programme_id)
            pass_id = pass_of(application.person_id)
            work.send(letters.application_received(application.id, application.person_id, pass_id, programme.name))


def _apply(work: Work, road: Road) -> Participation:
    application = road.application
    running = participation_of(application.person_id, application.programme_id, application.side)
    if running is None:
        _runs_there(application.programme_id, application.person_id)
        return programmes.enter(
            work, application.programme_id, application.person_id, application.side, road.role.key, state="applied"
        )
    if running.state == "interested":
        programmes.move(work, running, "applied")
    elif running.state not in ("applied", "interviewed"):
        raise Refused(_("You have applied or take part already. You hear from us."))
    return running


def stop(application_id: UUID, *, by: Actor) -> None:
    """Stop one's own application, at any moment before a match (requirement 12).

    Raises:
        NotFound: it is somebody else's, or was never sent.
        Clash: it ended already, or a match has come.
    """
    with unit_of_work(by) as work:
        application = work.get(Application, application_id, lock=True, to="stop")
        if application.participation_id is None:
            raise NotFound("no participation")
        part = work.get(Participation, application.participation_id, lock=True)
        _end(work, part, Close.OWN_WISH)


def close(participation_id: UUID, why: Close, *, by: Actor) -> None:
    """End somebody's way in as a coordinator; they get a letter.

    Raises:
        NotFound: nobody within reach of `by`.
        Clash: it ended already, or a match has come.
    """
    with unit_of_work(by) as work:
        part = work.get(Participation, participation_id, lock=True, to="close_entry")
        _end(work, part, why)
        person = work.get(Person, part.person_id)
        if queries.reachable(person):
            programme = work.get(Programme, part.programme_id)
            work.send(letters.application_closed(part.id, person.id, programme.name))


def _end(work: Work, part: Participation, why: Close) -> None:
    if not rules.may_close(part.state, why):
        raise Clash(_("This ended already, or went on meanwhile. Look at what changed."))
    programmes.move(work, part, rules.ends_as(why), reason=str(why))
