"""The students and tutors of one college, matched, with who stands around them; and another college beside it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import select

from maatwerk import testing
from maatwerk.access.actor import SYSTEM
from maatwerk.access.model import Account
from maatwerk.access.work import unit_of_work
from maatwerk.ground.database import db
from maatwerk.matching.model import Proposal
from maatwerk.matching.proposals import actions as proposals
from maatwerk.matching.steps import Given
from maatwerk.matching.waiting.actions import offer_choice
from maatwerk.people.model import Person
from maatwerk.programme import snapshot
from maatwerk.programme.model import Programme
from maatwerk.tenancy.jobs import in_tenant
from maatwerk.trajectory.model import Match
from tests.factories import matching as make
from tests.factories import world
from tests.factories.matching import Who
from tests.journeys.site import Site
from tests.journeys.steps import Browse, Cast, Walker

STAFF = {
    "administrator": "Femke Visser",
    "coordinator": "Renate Bakker",
    "safeguarding_deputy": "Sjoerd Rinsma",
    "safeguarding_lead": "Ilse Dijkstra",
    "teacher_coach": "Hylke Postma",
}
TUTORS = {"Jelte": "Postma", "Daan": "Algra", "Froukje": "Asante-Boadu"}
STUDENTS = {"Esmée": "van Oosterwoud", "Yusuf": "Demirhan", "Lotte": "Wiarda"}


def moment(month: int, day: int, hour: int = 15, *, year: int = 2026) -> datetime:
    """An afternoon of the school year 2026-2027."""
    return datetime(year, month, day, hour, tzinfo=UTC)


@dataclass
class Together(Cast):
    """Who walks the road together, and who stands around them."""

    noord: testing.TenantFixture = field(kw_only=True)
    who: dict[str, Who] = field(default_factory=dict)
    matches: dict[str, str] = field(default_factory=dict)  # the student's name → the match
    before: dict[str, str] = field(default_factory=dict)  # what pages said before a worry was told

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Inside the organisation, without a browser."""
        with self.site.app.test_request_context(), in_tenant(self.noord.id):
            yield
            db.session.remove()

    def sits(self, role: str, width: str = "desk") -> Walker:
        """A colleague, who signs in when a page is asked for."""
        return self.enter(role, f"{role}@noord.example", width)

    def match(self, name: str) -> str:
        """Where a student's match is."""
        return f"/matches/{self.matches[name]}"


def gathered(site: Site, browse: Browse) -> Together:
    """Three students and three tutors of one college, each two with both their yes."""
    site.play(moment(10, 6))
    noord = world.organisation(site.app, "noord", "Noorderlicht College")
    world.organisation(site.app, "zuid", "Zuiderzee College")
    found = Together(site, browse, "noord", noord=noord)
    with found.inside():
        tutors = noord.programmes[make.TUTOR]
        for name in TUTORS:
            found.who[name] = make.a_supporter(tutors, name, role="tutor", places=3)
            make.trained_by(noord["teacher_coach"].person_id, found.who[name])
        for name in STUDENTS:
            found.who[name] = make.a_seeker(tutors, name)
        _named(found)
        for student, tutor in zip(STUDENTS, TUTORS, strict=True):
            found.matches[student] = _matched(found, student, tutor)
    for name in ("Jelte", "Esmée"):
        found.enter(name, _address(found, name), "phone")
    return found


def _named(cast: Together) -> None:
    """Everybody has a name of their own and reads Dutch."""
    with unit_of_work(SYSTEM) as work:
        for person in work.find(select(Person)):
            person.locale = "nl"
        for role, name in STAFF.items():
            person = work.get(Person, cast.noord[role].person_id)
            person.given_name, _, person.family_name = name.partition(" ")
        for name, family in (TUTORS | STUDENTS).items():
            person = work.get(Person, cast.who[name].person_id)
            person.family_name, person.sort_key = family, f"{family} {name}".lower()
            person.search_key = f"{name} {family}".lower()
        work.get(Programme, cast.noord.programmes[make.TUTOR]).name = "Tutoren"
        snapshot.changed(work)


def _matched(cast: Together, student: str, tutor: str) -> str:
    """What the first chapters show: offered, picked, answered, agreed."""
    seeker, tutors = cast.who[student], [cast.who[name] for name in TUTORS]
    offer_choice(seeker.id, [one.id for one in tutors], by=cast.noord["coordinator"])
    mine = (Proposal.seeker_id == seeker.id, Proposal.supporter_id == cast.who[tutor].id)
    proposal = db.session.scalars(select(Proposal.id).where(*mine)).one()
    proposals.pick(proposal, by=seeker.actor)
    proposals.answer(proposal, Given.YES, by=cast.who[tutor].actor)
    proposals.confirm(proposal, Given.YES, by=cast.noord["teacher_coach"])
    return str(db.session.scalars(select(Match.id).where(Match.proposal_id == proposal)).one())


def _address(cast: Together, name: str) -> str:
    """The e-mail address somebody signs in with."""
    with cast.inside():
        return str(db.session.scalars(select(Account.email).where(Account.person_id == cast.who[name].person_id)).one())
