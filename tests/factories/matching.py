"""Two sides of a programme, ready to be put before each other: plain functions that add rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import func, select

from maatwerk.access.actor import SYSTEM, Actor
from maatwerk.access.model import Account
from maatwerk.access.work import Work, unit_of_work
from maatwerk.ground import clock
from maatwerk.ground.database import db
from maatwerk.intake.model import Application, Interview
from maatwerk.matching.model import Proposal
from maatwerk.people.model import (
    Affiliation,
    AvailabilitySlot,
    Interest,
    LanguageSpoken,
    Partner,
    Person,
    Site,
    Subject,
    Tie,
)
from maatwerk.programme import snapshot
from maatwerk.programme.actions import move
from maatwerk.programme.model import Participation, Programme
from maatwerk.tenancy import scope
from maatwerk.training.model import Certificate, Enrolment, TrainingRun

TUTOR, MENTOR, BUDDY = "peer_support/tutor", "peer_support/mentor", "peer_support/buddy"
COURSE = "Software developer"
MORNING, AFTERNOON = (1, "morning"), (3, "afternoon")
_numbers = count(1)


@dataclass(frozen=True)
class Who:
    """Someone on one side of a programme, and a way to act as them."""

    actor: Actor
    id: UUID  # the participation
    called: str

    @property
    def person_id(self) -> UUID:
        """The person."""
        assert self.actor.person_id is not None
        return self.actor.person_id

    @property
    def state(self) -> str:
        """How far they are, as the database has it now."""
        db.session.rollback()
        return str(db.session.execute(select(Participation.state).where(Participation.id == self.id)).scalar_one())


def a_programme(variant: str = BUDDY) -> UUID:
    """A running programme of its own."""
    with unit_of_work(SYSTEM) as work:
        row = Programme(variant=variant, name=f"Match {uuid4().hex[:6]}", season="2026-2027", made_at=work.now)
        work.add(row)
        snapshot.changed(work)
        return row.id


def a_seeker(programme_id: UUID, given: str = "Noor", **values: Any) -> Who:
    """A first-year who waits: nl, Monday morning and Wednesday afternoon, needs maths, likes football."""
    values = {"year": 1, "needs": ("maths",), "state": "waiting", **values}
    return _someone(programme_id, given, "seeker", "mentee", values)


def a_supporter(programme_id: UUID, given: str = "Sem", *, role: str = "buddy", **values: Any) -> Who:
    """A third-year who is trained and active, with one place, the same times and interests, offers maths."""
    values = {"year": 3, "offers": ("maths",), "state": "active", "certified": True, **values}
    return _someone(programme_id, given, "supporter", role, values)


def _someone(programme_id: UUID, given: str, side: str, role: str, values: Mapping[str, Any]) -> Who:
    number = next(_numbers)
    with unit_of_work(SYSTEM) as work:
        family = f"Proef{number:04d}"
        person = work.add(
            Person(
                given_name=given,
                family_name=family,
                sort_key=f"{family} {given}".lower(),
                search_key=f"{given} {family}".lower(),
                birth_date=values.get("birth_date", date(2006, 3, 14)),
                email=values.get("email", f"{given}.{number}@post.example".lower()),
                locale="en",
                made_at=work.now,
            )
        )
        account = None
        if values.get("account", True):
            account = work.add(
                Account(person_id=person.id, email=f"acc{number}@post.example", state="active", made_at=work.now)
            )
        part = work.add(
            Participation(
                programme_id=programme_id,
                person_id=person.id,
                side=side,
                role_key=role,
                state=values["state"],
                since=values.get("since", work.now),
                entered_at=work.now,
                places=values.get("places", 1),
                experienced=values.get("experienced", False),
                needs_experienced=values.get("needs_experienced", False),
            )
        )
        _school(work, person.id, values)
        _likes(work, person.id, values)
        if side == "seeker" and values.get("own_yes", True) is not None:
            _talk(work, part, values.get("own_yes", True))
        if values.get("certified"):
            _certificate(work, part, number)
        if "answers" in values or "words" in values:
            _application(work, part, values)
        actor = Actor(
            tenant_id=scope.tenant_id(),
            person_id=person.id,
            account_id=account.id if account else None,
            roles=frozenset({"person", "member", side}),
            factors=1,
            called=given,
        )
        return Who(actor, part.id, given)


def _school(work: Work, person_id: UUID, values: Mapping[str, Any]) -> None:
    own = work.one(select(Partner.id).where(Partner.own))
    site = values.get("site_id") or work.find(select(Site.id).where(Site.partner_id == own).order_by(Site.id))[0]
    work.add(
        Affiliation(
            person_id=person_id,
            partner_id=values.get("partner_id", own),
            site_id=site,
            kind="student",
            group=values.get("group"),
            course=values.get("course", COURSE),
            level=4,
            year=values["year"],
            valid_from=date(2026, 8, 1),
        )
    )


def _likes(work: Work, person_id: UUID, values: Mapping[str, Any]) -> None:
    keys: Iterable[str] = values.get("interests", ("football", "gaming"))
    rows: list[Any] = [Interest(person_id=person_id, key=key) for key in keys]
    rows += [LanguageSpoken(person_id=person_id, code=code) for code in values.get("languages", ("nl",))]
    slots = values.get("slots", (MORNING, AFTERNOON))
    rows += [AvailabilitySlot(person_id=person_id, weekday=day, part=part) for day, part in slots]
    rows += [Subject(person_id=person_id, key=key, stance="needs") for key in values.get("needs", ())]
    rows += [Subject(person_id=person_id, key=key, stance="offers") for key in values.get("offers", ())]
    for row in rows:
        work.add(row)


def _talk(work: Work, part: Participation, own_yes: bool) -> None:
    work.add(
        Interview(
            participation_id=part.id,
            person_id=part.person_id,
            kind="intake",
            own_yes=own_yes,
            motivation=4,
            concluded_at=work.now,
        )
    )


def _certificate(work: Work, part: Participation, number: int) -> None:
    work.add(
        Certificate(
            person_id=part.person_id,
            plugin="peer_support",
            role_key=part.role_key,
            ground="brought_along",
            issuer="Test",
            code=f"match-{number}-{uuid4().hex[:6]}",
            issued_on=clock.today() - clock.days(30),
            issued_by=part.person_id,
        )
    )


def _application(work: Work, part: Participation, values: Mapping[str, Any]) -> None:
    row = Application(
        programme_id=part.programme_id,
        person_id=part.person_id,
        participation_id=part.id,
        side=part.side,
        questions_version=1,
        answers=values.get("answers", {}),
        started_at=work.now,
        saved_at=work.now,
        submitted_at=work.now,
    )
    if "words" in values:
        row.words = values["words"]
    work.add(row)


def a_tie(one: Who, other: Who, kind: str = "teacher") -> None:
    """One is the other's teacher, counsellor, manager or relative."""
    with unit_of_work(SYSTEM) as work:
        work.add(Tie(person_id=one.person_id, other_id=other.person_id, kind=kind))


def trained_by(coach_person_id: UUID, who: Who) -> None:
    """They completed a training that this coach led."""
    with unit_of_work(SYSTEM) as work:
        part = work.get(Participation, who.id)
        run = work.add(
            TrainingRun(
                programme_id=part.programme_id,
                role_key=part.role_key,
                curriculum_version=1,
                trainer_id=coach_person_id,
                place="Sneek",
                seats=12,
                state="done",
            )
        )
        work.add(
            Enrolment(run_id=run.id, person_id=part.person_id, participation_id=part.id, state="completed", at=work.now)
        )


def change(who: Who, **values: Any) -> None:
    """Set columns of someone's participation, as a coordinator or another room would have done."""
    with unit_of_work(SYSTEM) as work:
        row = work.get(Participation, who.id, lock=True)
        for name, value in values.items():
            setattr(row, name, value)


def moved(who: Who, state: str) -> None:
    """Take someone to another state through the programme's own door."""
    with unit_of_work(SYSTEM) as work:
        move(work, work.get(Participation, who.id, lock=True), state)


def stored(proposal_id: UUID) -> Proposal:
    """A proposal as the database has it now."""
    db.session.rollback()
    return db.session.execute(select(Proposal).where(Proposal.id == proposal_id)).scalar_one()


def matches_of(who: Who) -> int:
    """How many running matches someone has."""
    db.session.rollback()
    match = db.metadata.tables["match"]
    mine = (match.c.seeker_id == who.id) | (match.c.supporter_id == who.id)
    return int(db.session.execute(select(func.count()).select_from(match).where(mine)).scalar_one())
