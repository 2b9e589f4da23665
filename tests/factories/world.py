"""An organisation with someone in every role, programmes of each variant, and the two sides of a match."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from flask import Flask, g

from maatwerk import testing
from maatwerk.access.actor import SYSTEM, Actor, Grant
from maatwerk.access.model import Account, Pass, RoleGrant
from maatwerk.access.work import Work, unit_of_work
from maatwerk.ground import clock
from maatwerk.people.model import Guardianship, Partner, Person, Site
from maatwerk.programme.model import Enablement, Participation, Programme
from maatwerk.tenancy import scope
from maatwerk.tenancy.actions import open_tenant
from maatwerk.tenancy.settings import choose
from maatwerk.trajectory.settings import HOLIDAYS

STAFF = (
    "administrator",
    "coordinator",
    "safeguarding_lead",
    "safeguarding_deputy",
    "teacher_coach",
    "trainer",
    "care_coordinator",
)
VARIANTS = ("peer_support/tutor", "peer_support/mentor", "peer_support/buddy")
# A word that stands in every free text of a tenant: it must turn up nowhere else.
CANARY = "kanarie"


def language_of_tests() -> None:
    """Sentences in tests are the English ones."""
    g.person_locale = "en"


def organisation(app: Flask, slug: str, name: str) -> testing.TenantFixture:
    """Open it and let everybody in."""
    with app.app_context():
        tenant_id = open_tenant(slug, name, locale="nl")
        found = testing.TenantFixture(tenant_id, slug, f"{slug}.maatwerk.localhost")
        with scope.within(tenant_id):
            language_of_tests()
            with unit_of_work(SYSTEM) as work:
                ids = _people(work, found)
    for role, (account_id, pass_id) in ids.items():
        found.people[role], _token = testing.signed_in(app, found, account_id=account_id, pass_id=pass_id)
    return found


def _people(work: Work, found: testing.TenantFixture) -> dict[str, tuple[UUID | None, UUID | None]]:
    own = work.add(Partner(kind="school", name=f"{found.slug} college", own=True))
    found.partner_id = own.id
    found.things["site"] = work.add(Site(partner_id=own.id, name="Sneek")).id
    work.add(Enablement(plugin="peer_support", since=work.now))
    choose(work.session, HOLIDAYS, [], by=None, reason="A test runs on any day of the year")
    for variant in VARIANTS:
        programme = work.add(Programme(variant=variant, name=variant, season="2026-2027", made_at=work.now))
        found.programmes[variant] = programme.id
    ids: dict[str, tuple[UUID | None, UUID | None]] = {}
    for role in STAFF:
        person = a_person(work, f"{role.title()} {found.slug}")
        account = an_account(work, person, f"{role}@{found.slug}.example")
        for where in _places_of(role, found):
            work.add(RoleGrant(account_id=account.id, role=role, valid_from=clock.today(), **where))
        ids[role] = (account.id, None)
    return ids | _participants(work, found)


def _places_of(role: str, found: testing.TenantFixture) -> list[dict[str, UUID | None]]:
    """Where a role holds: a coach in each programme, a care coordinator at the school, all others everywhere."""
    if role == "teacher_coach":
        return [{"programme_id": programme} for programme in found.programmes.values()]
    return [{"partner_id": found.partner_id}] if role == "care_coordinator" else [{}]


def coach_of(coach: Actor, programme_id: UUID) -> Actor:
    """The teacher coach, given their role for one more programme."""
    with unit_of_work(SYSTEM) as work:
        work.add(
            RoleGrant(
                account_id=coach.account_id, role="teacher_coach", valid_from=clock.today(), programme_id=programme_id
            )
        )
    return replace(coach, grants=coach.grants | {Grant("teacher_coach", programme_id)})


def _participants(work: Work, found: testing.TenantFixture) -> dict[str, tuple[UUID | None, UUID | None]]:
    ids: dict[str, tuple[UUID | None, UUID | None]] = {}
    tutors = found.programmes["peer_support/tutor"]
    for role, side, role_key, state in (
        ("seeker", "seeker", "mentee", "waiting"),
        ("supporter", "supporter", "tutor", "active"),
    ):
        person = a_person(work, f"{role.title()} {found.slug}", birth_year=2009)
        account = an_account(work, person, f"{role}@{found.slug}.example")
        part = Participation(
            programme_id=tutors,
            person_id=person.id,
            side=side,
            role_key=role_key,
            state=state,
            since=work.now,
            entered_at=work.now,
            places=2,
        )
        found.things[f"participation_{role}"] = work.add(part).id
        ids[role] = (account.id, None)
        found.things[f"person_{role}"] = person.id
    child = found.things["person_seeker"]
    for kind in ("guardian", "nominator", "applicant"):
        person = a_person(work, f"{kind.title()} {found.slug}")
        ids[kind] = (None, a_pass(work, person, kind, child if kind == "guardian" else None).id)
        if kind == "guardian":
            work.add(Guardianship(child_id=child, guardian_id=person.id))
    return ids


def a_person(work: Work, name: str, *, birth_year: int = 1985) -> Person:
    """A person by given and family name."""
    given, _, family = name.partition(" ")
    person = Person(
        given_name=given,
        family_name=family,
        sort_key=family.lower(),
        search_key=name.lower(),
        birth_date=clock.today().replace(year=birth_year, month=3, day=14),
        locale="en",
        made_at=work.now,
        email=f"{given}.{family}@post.example".lower(),
    )
    return work.add(person)


def an_account(work: Work, person: Person, email: str) -> Account:
    """An account that works."""
    return work.add(Account(person_id=person.id, email=email, state="active", made_at=work.now))


def a_pass(work: Work, person: Person, kind: str, child_id: UUID | None = None) -> Pass:
    """A pass that works for a month."""
    return work.add(
        Pass(
            kind=kind,
            person_id=person.id,
            child_id=child_id,
            email=person.email or "",
            confirmed_at=work.now,
            until=work.now + clock.days(30),
        )
    )
