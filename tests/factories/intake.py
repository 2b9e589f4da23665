"""People at the door, brought as far as a test asks: plain functions that add rows."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from maatwerk import testing
from maatwerk.access.actor import SYSTEM, Actor
from maatwerk.access.model import Pass
from maatwerk.access.work import Work, unit_of_work
from maatwerk.ground import clock
from maatwerk.ground.database import db
from maatwerk.intake.model import Application, Interview, Nomination
from maatwerk.intake.rules import Nominated, Nominee
from maatwerk.people.model import Person
from maatwerk.programme.model import Participation
from tests.factories.people import a_person
from tests.factories.world import a_person as named
from tests.factories.world import an_account

TUTOR, MENTOR, BUDDY = "peer_support/tutor", "peer_support/mentor", "peer_support/buddy"
WHY = "She explains things kindly. Help with planning would do her good."


def a_nominee(**changes: Any) -> Nominee:
    """A student as somebody types one: nobody we know yet."""
    values = {
        "given_name": "Noor",
        "family_name": "van den Berg",
        "email": f"noor.{uuid4().hex}@post.example",
        "number": "",
        "birth_date": date(2009, 3, 1),
    }
    return Nominee(**{**values, **changes})  # type: ignore[arg-type]


def typed(*, knows: bool = True, **changes: Any) -> Nominated:
    """What somebody types on the page for nominating."""
    return Nominated(knows, "teacher", ("planning",), WHY, a_nominee(**changes))


def a_participation(
    programme_id: UUID, *, side: str = "seeker", state: str = "applied", days_ago: float = 0, **person: Any
) -> Participation:
    """Somebody at the door of a programme, since so many days."""
    person.setdefault("email", f"{uuid4().hex}@post.example")
    person_id = person.pop("person_id", None) or a_person(person.pop("given", "Noor"), "Veenhuis", **person)
    with unit_of_work(SYSTEM) as work:
        since = work.now - timedelta(days=days_ago)
        row = Participation(
            programme_id=programme_id,
            person_id=person_id,
            side=side,
            role_key="mentee" if side == "seeker" else "tutor",
            state=state,
            since=since,
            entered_at=since,
        )
        work.add(row)
        row_id = row.id
    return as_made(Participation, row_id)


def a_nomination(
    programme_id: UUID, by_person_id: UUID, *, state: str = "sent", days_ago: float = 0, **person: Any
) -> Nomination:
    """A nomination, its student known and interested; a draft names nobody."""
    part = None if state == "draft" else a_participation(programme_id, state="interested", days_ago=days_ago, **person)
    with unit_of_work(SYSTEM) as work:
        row = Nomination(
            programme_id=programme_id,
            state=state,
            knows=part is not None,
            person_id=part.person_id if part else None,
            called=person.get("given", "Noor") if part else None,
            participation_id=part.id if part else None,
            by_person_id=by_person_id,
            relation="teacher",
            themes=["planning"],
            made_at=work.now - timedelta(days=days_ago),
            tell_by=work.today + timedelta(days=5 - days_ago) if part else None,
            told_at=work.now if state == "told" else None,
        )
        if part:
            row.why = WHY
        work.add(row)
        row_id = row.id
    return as_made(Nomination, row_id)


def an_application(part: Participation, *, submitted: bool = True, days_ago: float = 0) -> Application:
    """The application of somebody at the door."""
    with unit_of_work(SYSTEM) as work:
        moment = work.now - timedelta(days=days_ago)
        row = Application(
            programme_id=part.programme_id,
            person_id=part.person_id,
            participation_id=part.id,
            side=part.side,
            questions_version=1000,
            started_at=moment,
            saved_at=moment,
            submitted_at=moment if submitted else None,
        )
        work.add(row)
        row_id = row.id
    return as_made(Application, row_id)


def an_interview(part: Participation, *, at: datetime | None = None, next: str | None = None) -> Interview:
    """A talk; with `next` it was concluded, and that is what is still to do."""
    with unit_of_work(SYSTEM) as work:
        row = Interview(
            participation_id=part.id,
            person_id=part.person_id,
            kind="intake" if part.side == "seeker" else "selection",
            planned_at=at or work.now - timedelta(days=1),
            place="Room 2.14",
            concluded_at=work.now - timedelta(days=1) if next else None,
            next=next,
        )
        work.add(row)
        row_id = row.id
    return as_made(Interview, row_id)


def a_teacher() -> Actor:
    """A teacher with an account, who nominates."""
    with unit_of_work(SYSTEM) as work:
        account = an_account(work, a_known(work), f"{uuid4().hex}@school.example")
        return Actor(
            person_id=account.person_id,
            account_id=account.id,
            roles=frozenset({"member", "person"}),
            factors=1,
        )


def a_known(work: Work) -> Person:
    """Somebody who works at the school."""
    return named(work, "Anna de Wit")


def fresh(model: Any, row_id: UUID) -> Any:
    """A row as it stands in the database now."""
    db.session.rollback()
    return db.session.scalars(select(model).where(model.id == row_id)).one()


def as_made(model: Any, row_id: UUID) -> Any:
    """A row as it was made, readable after its session is gone."""
    found = fresh(model, row_id)
    db.session.expunge(found)
    return found


def person(person_id: UUID | None) -> Person:
    """A person as they stand in the database now."""
    found: Person = fresh(Person, person_id)  # type: ignore[arg-type]
    return found


def pass_holder(person_id: UUID, kind: str = "applicant") -> Actor:
    """Somebody who came in by a pass of their own."""
    email = person(person_id).email or f"{uuid4().hex}@post.example"
    with unit_of_work(SYSTEM) as work:
        row = Pass(kind=kind, person_id=person_id, email=email, confirmed_at=work.now, until=work.now + clock.days(30))
        work.add(row)
        pass_id = row.id
    return Actor(person_id=person_id, pass_id=pass_id, pass_kind=kind, roles=frozenset({"person", kind}), factors=1)


def by_pass(tenant: testing.TenantFixture, pass_id: UUID) -> Actor:
    """Whoever opens a link with this pass."""
    found: Pass = fresh(Pass, pass_id)
    return Actor(
        tenant_id=tenant.id,
        person_id=found.person_id,
        pass_id=pass_id,
        pass_kind=found.kind,
        roles=frozenset({"person", found.kind}),
        factors=1,
    )
