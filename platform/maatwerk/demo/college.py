"""A college before its first student takes part: staff, their certificates, the roster."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from uuid import UUID

from sqlalchemy import select

from maatwerk.access import accounts, roles
from maatwerk.access.actor import SYSTEM, Grant
from maatwerk.access.model import Account, RoleGrant, RoleProposal
from maatwerk.access.rules import READERS
from maatwerk.access.work import unit_of_work
from maatwerk.demo import roster
from maatwerk.demo.roster import Student
from maatwerk.demo.world import Somebody, World
from maatwerk.ground import clock
from maatwerk.ground.database import db
from maatwerk.opening import actions as opening
from maatwerk.people.imports import actions as imports
from maatwerk.people.model import ExternalNumber, Partner, Person
from maatwerk.people.persons import actions as persons
from maatwerk.people.persons.rules import OF_PERSON, Details, Place
from maatwerk.tenancy import resolve
from maatwerk.training import actions as training

PLUGIN = "peer_support"
ENDS_SOON = 2  # the place of the coach whose certificate is nearly over
SPECIAL = 3  # students at the head of the roster whose birthdays were chosen


def found(world: World) -> None:
    """Let staff in and record what coaches may do; then take in the roster."""
    _known(world)
    for at, role in enumerate(_staff_of(world)):
        world.calendar.at(0, 9, partial(_invite, world, role), minute=at)
    world.calendar.at(0, 12, lambda: _set_up(world))
    world.calendar.at(1, 10, lambda: _coaches(world))
    world.calendar.at(2, 9, lambda: _import(world))


def _staff_of(world: World) -> list[str]:
    sizes = world.sizes
    some = [*["teacher_coach"] * sizes.coaches, *["trainer"] * sizes.trainers]
    return ["coordinator", "coordinator", "safeguarding_deputy", *some, "care_coordinator"]


def _set_up(world: World) -> None:
    """The first lines of the set-up list: looked at name and colour, and sent a letter to oneself."""
    by, here = world.staff_actor("administrator"), resolve.by_slug(world.slug)
    assert here is not None
    opening.change_look(here, name=here.name, locale=here.locale, colour=here.colour, by=by)
    opening.send_test_letter(by=by)


def _known(world: World) -> None:
    """The administrator and the safeguarding lead stand in the college's file."""
    rows = db.session.execute(
        select(Account.id, Account.email, Account.person_id, Person).join(Person, Person.id == Account.person_id)
    )
    for account_id, email, person_id, person in rows.all():
        role = (
            db.session.scalars(select(RoleGrant.role).where(RoleGrant.account_id == account_id)).first()
            or "administrator"
        )
        _staff(world, Somebody(person_id, person.full_name, email, (role,), account_id), role)


def _staff(world: World, somebody: Somebody, role: str) -> None:
    world.staff.setdefault(role, []).append(somebody)
    side = "partner" if role == "care_coordinator" else "staff"
    programme = None if role in ("administrator", "safeguarding_lead", "safeguarding_deputy") else PLUGIN
    world.list(somebody, role, side, programme)


def _invite(world: World, role: str) -> None:
    name = replace(world.people.next(), prefix="", preferred="")
    email = f"{name.mailbox}@{world.domain}.example"
    by, (first, *more) = world.staff_actor("administrator"), _grants(world, role)
    account_id = accounts.invite_colleague(name.given, name.family, email, role, **_limits(first), by=by)
    for grant in more:
        accounts.give_role(account_id, role, programme_id=grant.programme_id, by=by)
    person_id = db.session.execute(select(Account.person_id).where(Account.id == account_id)).scalar_one()
    known = Somebody(person_id, f"{name.given} {name.family}", email, (role,), account_id, grants=(first, *more))
    if role in READERS:
        waits = db.session.scalars(select(RoleProposal.id).where(RoleProposal.account_id == account_id)).one()
        roles.settle(waits, True, by=world.staff_actor("safeguarding_lead"))
    _staff(world, known, role)


def _grants(world: World, role: str) -> list[Grant]:
    """Where a role holds: a coach in the programmes whose students they train, a care coordinator at the school."""
    if role == "teacher_coach":
        tutors = len(world.staff.get(role, ())) % 3 != 1  # as `supporters.gather` lets them lead
        own = [part for variant, part in world.programmes.items() if variant.endswith("tutor") is tutors]
        return [Grant(role, programme_id=part) for part in own]
    if role == "care_coordinator":
        return [Grant(role, partner_id=db.session.scalars(select(Partner.id).where(Partner.own)).one())]
    return [Grant(role)]


def _limits(grant: Grant) -> dict[str, UUID | None]:
    return {"programme_id": grant.programme_id, "partner_id": grant.partner_id}


def _coaches(world: World) -> None:
    """Coaches with years ahead of them, but one whose certificate is over within a month from today."""
    day = world.calendar.moment.date()
    for at, coach in enumerate(world.staff["teacher_coach"]):
        until = world.today + timedelta(days=24) if at == ENDS_SOON else day + timedelta(days=900 - 150 * (at % 4))
        ground = "Train de trainer" if world.locale == "nl" else "Train the trainer"
        issued = until - timedelta(days=1095)
        paper = training.BroughtAlong(coach.person_id, PLUGIN, "teacher_coach", ground, issued, until)
        training.bring_along(paper, by=world.staff_actor("administrator"))


def _import(world: World) -> None:
    """The roster comes in as it comes out of the administration, through the same import as any other."""
    invented = roster.students(
        world.chance("roster"), world.people, world.sizes.students, _sites(world), world.domain, world.today
    )
    invented = _with_birthdays(invented, world.today)
    _bring_in(world, invented, world.calendar.moment.date())
    _learn(world, {student.number: student for student in invented})


def _sites(world: World) -> tuple[str, ...]:
    return ("Drachten", "Heerenveen", "Leeuwarden", "Sneek") if world.locale == "nl" else ("Harbour", "Park")


def _bring_in(world: World, students: list[Student], day: date) -> None:
    file = roster.written(world.slug.title(), students, day)
    imports.import_file(lambda: io.BytesIO(file), f"roster-{day}.csv", by=SYSTEM)


def newer_roster(world: World) -> None:
    """Last week's export: some came, some are no longer in it, groups changed, and a phone that staff had mended."""
    day = world.today - timedelta(days=6)
    known = [found.student for found in world.students.values() if found.student is not None]
    gone = {student.number for student in known if student.number not in world.busy and student.number % 5 == 0}
    gone = set(sorted(gone)[:4])
    stayed = [
        replace(student, group=f"{student.group[:-1]}D") if at % 60 == 7 else student
        for at, student in enumerate(known)
        if student.number not in gone
    ]
    first = known[-1].number + 700
    came = roster.students(world.chance("came"), world.people, 6, _sites(world), world.domain, world.today, first)
    with clock.at(clock.instant(day - timedelta(days=20), 11)):
        _mend_phone(world, next(found for found in world.students.values() if found.student in stayed))
    with clock.at(clock.instant(day, 9)):
        _bring_in(world, [*stayed, *came], day)


def _mend_phone(world: World, somebody: Somebody) -> None:
    """Staff change a phone number by hand, so that the next file differs and is not believed."""
    person = db.session.scalars(select(Person).where(Person.id == somebody.person_id)).one()
    details = Details(**{name: getattr(person, name) for name in OF_PERSON})
    changed = replace(details, phone="06-00 00 00 00")
    version = person.version
    db.session.rollback()
    persons.change_person(somebody.person_id, changed, Place(), version=version, by=world.staff_actor("coordinator"))


def _with_birthdays(invented: list[Student], today: date) -> list[Student]:
    """Some turn 16 or 18 while they are on their road, somebody was born on a leap day."""
    leap = next(year for year in range(today.year - 16, today.year - 23, -1) if year % 4 == 0)
    special = {
        0: _turning(16, today - timedelta(days=20)),
        1: _turning(18, today - timedelta(days=12)),
        2: date(leap, 2, 29),
    }
    return [
        replace(student, born=special[at], year=1) if at in special else student for at, student in enumerate(invented)
    ]


def _turning(age: int, day: date) -> date:
    return date(day.year - age, day.month, min(day.day, 28))


def _learn(world: World, invented: dict[int, Student]) -> None:
    rows = db.session.execute(select(ExternalNumber.number, Person).join(Person, Person.id == ExternalNumber.person_id))
    for number, person in rows.all():
        student = invented.get(int(number))
        if student is not None:
            world.students[int(number)] = Somebody(person.id, person.full_name, person.email or "", student=student)
    world.students = dict(sorted(world.students.items()))
    # Those whose birthdays were chosen have a story of their own.
    world.busy.update(list(world.students)[:SPECIAL])


def prefer(world: World, person_ids: list[UUID], locale: str) -> None:
    """Write to these people in this language."""
    with unit_of_work(SYSTEM) as work:
        for person in work.find(select(Person).where(Person.id.in_(person_ids))):
            person.locale = locale
