"""Who may see whom: the list holds exactly those whose page opens."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from maatwerk import testing
from maatwerk.access import policy
from maatwerk.access.actor import Actor, Grant
from maatwerk.ground.database import db
from maatwerk.people.model import Consent, Guardianship, ImportBatch, LikelySame, Permission, Person
from maatwerk.people.persons import lists, queries
from maatwerk.people.persons.lists import Filter
from maatwerk.people.persons.rules import Details, differences
from maatwerk.tenancy.columns import FieldClass
from tests.factories import people as made


def _world(here: testing.TenantFixture) -> dict[str, UUID]:
    """A child with a parent at one site and in one programme, and a stranger elsewhere."""
    site, other, programme = made.a_site(), made.a_site(), made.a_programme()
    child, stranger = made.a_person("Kind", birth_date=made.born(14)), made.a_person("Vreemd")
    made.an_affiliation(child, site_id=site)
    made.an_affiliation(stranger, site_id=other)
    made.a_guardian(child)
    made.a_participation(child, programme)
    made.asked(child, programme)
    return {
        "site": site,
        "programme": programme,
        "partner": made.own_partner_id(),
        "child": child,
        "stranger": stranger,
    }


def _actors(here: testing.TenantFixture, world: dict[str, UUID]) -> list[Actor]:
    limited = [
        Grant("coordinator", site_id=world["site"]),
        Grant("coordinator", programme_id=world["programme"]),
        Grant("coordinator", partner_id=world["partner"]),
        Grant("coordinator", programme_id=world["programme"], site_id=uuid4()),
        Grant("coordinator", site_id=uuid4()),
    ]
    return [*here.people.values(), *(made.a_coordinator(here.id, made.a_person(), grant) for grant in limited)]


@pytest.mark.parametrize("model", [Person, Guardianship, Consent, Permission, LikelySame, ImportBatch])
@pytest.mark.parametrize("action", ["read", "edit", "answer", "list"])
def test_list_is_exactly_whom_one_may(here: testing.TenantFixture, model: Any, action: str) -> None:
    """One rule yields the list filter and the yes or no: they never differ."""
    world = _world(here)
    ids = [*db.session.scalars(select(model.id).order_by(model.id).limit(60))]
    for actor in _actors(here, world):
        seen = set(db.session.scalars(select(model.id).where(model.id.in_(ids), policy.visible(actor, action, model))))
        can = {one for one in ids if policy.can(actor, action, model.__tablename__, one)}
        assert seen == can


@pytest.mark.parametrize(
    ("scope", "sees_child", "sees_stranger"),
    [
        ({}, True, True),
        ({"site_id": "site"}, True, False),
        ({"programme_id": "programme"}, True, False),
        ({"partner_id": "partner"}, True, True),
        ({"programme_id": "programme", "site_id": "site"}, True, False),
    ],
)
def test_coordinator_reaches_as_far_as_the_grant(
    here: testing.TenantFixture, scope: dict[str, str], sees_child: bool, sees_stranger: bool
) -> None:
    world = _world(here)
    grant = Grant("coordinator", **{name: world[key] for name, key in scope.items()})
    actor = made.a_coordinator(here.id, made.a_person(), grant)
    can = [policy.can(actor, "read", "person", world[name]) for name in ("child", "stranger")]

    assert can == [sees_child, sees_stranger]


def test_grants_limited_twice_hold_only_where_both_do(here: testing.TenantFixture) -> None:
    world = _world(here)
    actor = made.a_coordinator(
        here.id, made.a_person(), Grant("coordinator", programme_id=world["programme"], site_id=made.a_site())
    )

    assert policy.can(actor, "read", "person", world["child"]) is False


def test_record_of_who_may_see_little_holds_little(here: testing.TenantFixture) -> None:
    world = _world(here)
    child = world["child"]
    granted = Grant("teacher_coach", programme_id=world["programme"])
    coaching = replace(made.a_coordinator(here.id, made.a_person(), granted), roles=frozenset({"teacher_coach"}))
    coach = queries.record(child, coaching)
    administrator = queries.record(child, here["administrator"])

    assert coach.fields == {FieldClass.NAME, FieldClass.CONSENT}
    assert (coach.parents, coach.ties, len(coach.allowed)) == ([], [], 1)
    assert (len(administrator.parents), administrator.allowed, administrator.missing) == (1, [], [])


def test_who_was_erased_stands_in_no_list(here: testing.TenantFixture) -> None:
    name = f"Gewist{uuid4().hex[:6]}"
    person = made.a_person("Oud", name)
    actor = here["coordinator"]
    before = [line.id for line in lists.found(actor, name)]
    with made.unit_of_work(made.SYSTEM) as work:
        work.get(Person, person).erased_at = work.now

    assert (before, lists.found(actor, name)) == ([person], [])


def test_looks_of_the_list_find_what_needs_an_eye(here: testing.TenantFixture) -> None:
    lost, birthless = made.a_person("Ay?e", "D?browik"), made.a_person("Zonder", "Datum", birth_date=None)
    absent = made.a_person("Weg", "Gegaan")
    with made.unit_of_work(made.SYSTEM) as work:
        now = work.now
    made.a_number(absent, f"s{uuid4().hex[:6]}", "1", absent_since=now)
    actor = here["coordinator"]
    found = {}
    for look in lists.LOOKS:
        pages = range(1, lists.people(actor, Filter(look=look)).pages + 1)
        found[look] = {line.id for page in pages for line in lists.people(actor, Filter(look=look), number=page).lines}

    assert {look: {lost, birthless, absent} & ids for look, ids in found.items()} == {
        "lost": {lost}, "birthless": {birthless}, "absent": {absent},
    }  # fmt: skip


def test_counts_of_the_tabs_add_up(here: testing.TenantFixture) -> None:
    site = made.a_site()
    for kind, number in (("student", 3), ("teacher", 1)):
        for _one in range(number):
            made.an_affiliation(made.a_person(), site_id=site, kind=kind)
    everybody = lists.people(here["coordinator"], Filter(site_id=site))
    students = lists.people(here["coordinator"], Filter(site_id=site, group="student"))

    assert everybody.facets.groups == {"student": 3, "staff": 1, "parent": 0, "other": 0}
    assert (everybody.total, students.total, len(students.lines)) == (4, 3, 3)
    assert students.facets.groups == everybody.facets.groups


def test_old_affiliation_does_not_count(here: testing.TenantFixture) -> None:
    site, person = made.a_site(), made.a_person()
    with made.unit_of_work(made.SYSTEM) as work:
        yesterday = work.today - made.clock.days(1)
    made.an_affiliation(person, site_id=site, until=yesterday)

    assert lists.people(here["coordinator"], Filter(site_id=site)).lines == []


def test_differences_name_what_two_versions_say() -> None:
    stored, typed = Details(family_name="Bakker", email=None), Details(family_name="Jager", email="", phone=None)

    assert differences(stored, typed) == {"family_name": ("Bakker", "Jager")}
