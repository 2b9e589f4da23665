"""Switching on and off, starting, tailoring, and how a participation enters and moves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from maatwerk import testing
from maatwerk.access.actor import SYSTEM
from maatwerk.access.work import Clash, NotFound, Refused, unit_of_work
from maatwerk.correspondence.model import Announcement
from maatwerk.ground.database import db
from maatwerk.people.model import Affiliation, Partner, Site
from maatwerk.programme import actions, queries, rules
from maatwerk.programme.model import Enablement, Participation, ParticipationChange, Programme
from maatwerk.programme.queries import Touched
from maatwerk.tenancy import scope
from tests.factories import world
from tests.factories.programme import a_participation, a_programme

Tenant = testing.TenantFixture


@pytest.fixture
def fresh(app: Flask) -> Iterator[Tenant]:
    """The whole test runs inside an organisation of its own, with nothing switched on."""
    slug = f"t{uuid4().hex[:10]}"
    found = world.organisation(app, slug, f"School {slug}")
    with app.app_context(), scope.within(found.id):
        world.language_of_tests()
        with unit_of_work(SYSTEM) as work:
            for row in work.find(select(Enablement)):
                row.until = work.now
            for programme in work.find(select(Programme)):
                programme.state = "closed"
        yield found
        db.session.remove()


def test_switching_on_starts_the_chosen_variants_this_school_year(fresh: Tenant, at: Any) -> None:
    actions.enable("peer_support", by=fresh["administrator"], variants=("peer_support/tutor", "peer_support/buddy"))
    running = [(p.variant, p.name, p.season) for p in queries.open_programmes()]
    season = rules.season_of(_today())
    assert running == [("peer_support/buddy", "Peer buddy", season), ("peer_support/tutor", "Peer tutor", season)]
    assert queries.enabled_plugins() == {"peer_support"}


def _today() -> Any:
    with unit_of_work(SYSTEM) as work:
        return work.today


def test_switching_on_twice_is_a_clash_and_changes_nothing(fresh: Tenant) -> None:
    actions.enable("peer_support", by=fresh["administrator"])
    with pytest.raises(Clash):
        actions.enable("peer_support", by=fresh["administrator"], variants=("peer_support/tutor",))
    assert (len(queries.switched_on()), queries.open_programmes()) == (1, ())


def test_switching_on_again_starts_nothing_twice(fresh: Tenant) -> None:
    by = fresh["administrator"]
    actions.enable("peer_support", by=by, variants=("peer_support/tutor",))
    actions.disable("peer_support", by=by)
    actions.enable("peer_support", by=by, variants=("peer_support/tutor",))
    assert [p.variant for p in queries.open_programmes()] == ["peer_support/tutor"]


@pytest.mark.parametrize("role", ["coordinator", "teacher_coach", "seeker", "supporter", "guardian"])
def test_nobody_but_an_administrator_switches_on_off_or_starts(fresh: Tenant, role: str) -> None:
    with pytest.raises(NotFound):
        actions.enable("peer_support", by=fresh[role])
    with pytest.raises(NotFound):
        actions.disable("peer_support", by=fresh[role])
    with pytest.raises(NotFound):
        actions.start_programme("peer_support/tutor", name="Tutors", by=fresh[role])
    assert queries.enabled_plugins() == frozenset()


def test_what_is_not_installed_cannot_be_switched_on(fresh: Tenant) -> None:
    with pytest.raises(NotFound):
        actions.enable("swimming", by=fresh["administrator"])


def test_a_plugin_is_on_for_a_site_its_school_or_everyone(fresh: Tenant) -> None:
    with unit_of_work(SYSTEM) as work:
        school = work.add(Partner(kind="school", name="Second school"))
        sites = [work.add(Site(partner_id=school.id, name=name)) for name in ("North", "South")]
        school_id, (north, south) = school.id, [site.id for site in sites]
    actions.enable("peer_support", by=fresh["administrator"], site_id=north)
    places = [(None, None), (school_id, north), (school_id, south), (uuid4(), None)]
    assert [queries.is_on("peer_support", *place) for place in places] == [True, True, False, False]
    actions.enable("peer_support", by=fresh["administrator"], partner_id=school_id)
    assert [queries.is_on("peer_support", *place) for place in places] == [True, True, True, False]
    actions.enable("peer_support", by=fresh["administrator"])
    assert [queries.is_on("peer_support", *place) for place in places] == [True, True, True, True]


def test_another_organisations_site_does_not_exist(fresh: Tenant, zuid: Tenant) -> None:
    with pytest.raises(NotFound):
        actions.enable("peer_support", by=fresh["administrator"], site_id=zuid.things["site"])
    with pytest.raises(NotFound):
        actions.enable("peer_support", by=fresh["administrator"], partner_id=zuid.partner_id)


def test_switching_off_counts_whom_it_touches_and_lets_nobody_in_any_more(fresh: Tenant) -> None:
    actions.enable("peer_support", by=fresh["administrator"], variants=("peer_support/tutor",))
    programme_id = queries.open_programmes()[0].id
    with unit_of_work(SYSTEM) as work:
        programme = work.get(Programme, programme_id)
        people = [world.a_person(work, f"Person {n}").id for n in range(3)]
        a_participation(work, programme, people[0], "seeker", "applied")
        a_participation(work, programme, people[1], "seeker", "applied", "interviewed", "admitted", "waiting")
        a_participation(
            work, programme, people[2], "seeker", "applied", "interviewed", "admitted", "waiting", "matched"
        )
    expected = Touched(programmes=1, entering=1, waiting=1, matched=1)
    assert queries.touched("peer_support") == expected
    assert actions.disable("peer_support", by=fresh["administrator"], expected=expected) == expected
    assert queries.open_programmes() == ()
    assert queries.programme(programme_id).state == "open"  # running matches go on


def _two_schools(work: Any) -> tuple[list[UUID], list[UUID]]:
    """Two schools, and somebody at each."""
    schools = [work.add(Partner(kind="school", name=f"School {n}")).id for n in "AB"]
    people = []
    for school_id in schools:
        person = world.a_person(work, "Person")
        work.add(Affiliation(person_id=person.id, partner_id=school_id, kind="student", valid_from=work.today))
        people.append(person.id)
    return schools, people


def test_switching_off_at_one_school_touches_only_who_is_there(fresh: Tenant) -> None:
    """Requirement 106: on for named institutions, each with its own people."""
    with unit_of_work(SYSTEM) as work:
        schools, people = _two_schools(work)
        nowhere = world.a_person(work, "Person").id
    for school_id in schools:
        actions.enable("peer_support", by=fresh["administrator"], partner_id=school_id)
    with unit_of_work(SYSTEM) as work:
        programme = a_programme(work)
        for person_id in (*people, nowhere):
            a_participation(work, programme, person_id, "seeker", "applied")

    assert queries.touched("peer_support", schools[0], None) == Touched(0, 1, 0, 0)
    actions.disable("peer_support", by=fresh["administrator"], partner_id=schools[0])
    assert queries.touched("peer_support", schools[1], None).entering == 3  # the last place: nobody can enter any more
    actions.enable("peer_support", by=fresh["administrator"])
    assert queries.touched("peer_support", schools[1], None) == Touched(0, 0, 0, 0)  # on for all anyway
    assert queries.touched("peer_support").entering == 2  # all but those at the school where it stays on


def test_who_goes_to_school_where_it_is_off_does_not_come_in(fresh: Tenant) -> None:
    """Requirement 106; of whom no school is known, a talk tells."""
    with unit_of_work(SYSTEM) as work:
        schools, people = _two_schools(work)
        nowhere = world.a_person(work, "Person").id
    actions.enable("peer_support", by=fresh["administrator"], partner_id=schools[0])

    assert [queries.runs_for("peer_support", person_id) for person_id in (*people, nowhere)] == [True, False, True]
    actions.enable("peer_support", by=fresh["administrator"])
    assert queries.runs_for("peer_support", people[1])


def test_switching_off_is_a_clash_when_others_are_touched_than_was_shown(fresh: Tenant) -> None:
    actions.enable("peer_support", by=fresh["administrator"])
    with pytest.raises(Clash):
        actions.disable("peer_support", by=fresh["administrator"], expected=Touched(9, 0, 0, 0))
    assert queries.enabled_plugins() == {"peer_support"}


def test_what_is_not_on_cannot_be_switched_off(fresh: Tenant) -> None:
    with pytest.raises(NotFound):
        actions.disable("peer_support", by=fresh["administrator"])


def test_a_programme_starts_only_when_its_plugin_is_on(fresh: Tenant) -> None:
    with pytest.raises(Refused):
        actions.start_programme("peer_support/tutor", name="Tutors", by=fresh["administrator"])
    actions.enable("peer_support", by=fresh["administrator"])
    made = actions.start_programme("peer_support/tutor", name="Tutors", by=fresh["administrator"], target=40)
    assert queries.programme(made.id) == made
    assert (made.name, made.target, made.plugin) == ("Tutors", 40, "peer_support")


def test_the_same_programme_does_not_run_twice_a_year(fresh: Tenant) -> None:
    by = fresh["administrator"]
    actions.enable("peer_support", by=by)
    actions.start_programme("peer_support/tutor", name="Tutors", by=by, season="2026-2027")
    with pytest.raises(Clash):
        actions.start_programme("peer_support/tutor", name="Tutors", by=by, season="2026-2027")
    actions.start_programme("peer_support/tutor", name="Tutors", by=by, season="2027-2028")
    assert [p.season for p in queries.open_programmes()] == ["2026-2027", "2027-2028"]


def test_a_variant_nobody_brings_does_not_start(fresh: Tenant) -> None:
    with pytest.raises(NotFound):
        actions.start_programme("peer_support/swimmer", name="Swimmers", by=fresh["administrator"])


def _tutors(work: Any) -> tuple[UUID, UUID]:
    programme = a_programme(work)
    return programme.id, world.a_person(work, "Sanne Visser").id


def test_choices_are_versions_with_their_reason(here: Tenant) -> None:
    with unit_of_work(SYSTEM) as work:
        programme_id, _person = _tutors(work)
    by = here["administrator"]
    first = actions.choose_settings(programme_id, {"gap_days": 10, "places": 1}, reason="Small start", by=by)
    second = actions.choose_settings(programme_id, {"gap_days": 12, "places": 1}, reason="Too soon", by=by)
    assert (first, second) == ({"gap_days": 1, "places": 1}, {"gap_days": 2})
    assert [(c.key, c.version, c.value, c.by, c.reason) for c in queries.history(programme_id)] == [
        ("gap_days", 2, 12, "Administrator", "Too soon"),
        ("places", 1, 1, "Administrator", "Small start"),
        ("gap_days", 1, 10, "Administrator", "Small start"),
    ]


def test_choosing_what_holds_already_writes_no_version(here: Tenant) -> None:
    with unit_of_work(SYSTEM) as work:
        programme_id, _person = _tutors(work)
    assert actions.choose_settings(programme_id, {"gap_days": 0}, reason="None", by=here["administrator"]) == {}
    assert queries.history(programme_id) == []


def test_a_choice_that_does_not_fit_is_refused_whole(here: Tenant) -> None:
    with unit_of_work(SYSTEM) as work:
        programme_id, _person = _tutors(work)
    with pytest.raises(Refused) as refused:
        actions.choose_settings(
            programme_id, {"places": 1, "weights": {"subject": 99}}, reason="x", by=here["administrator"]
        )
    assert str(refused.value.message) == "The weights must add up to 100."
    assert queries.history(programme_id) == []


def test_a_choice_made_meanwhile_is_a_clash(here: Tenant) -> None:
    with unit_of_work(SYSTEM) as work:
        programme_id, _person = _tutors(work)
    by = here["administrator"]
    shown = queries.version_of(programme_id, ["gap_days"])
    actions.choose_settings(programme_id, {"gap_days": 10}, reason="First", by=by, seen=shown)
    with pytest.raises(Clash):
        actions.choose_settings(programme_id, {"gap_days": 12}, reason="Second", by=by, seen=shown)
    assert queries.settings_of(programme_id).chosen["gap_days"] == 10


def test_a_setting_that_does_not_exist_is_not_found(here: Tenant) -> None:
    with unit_of_work(SYSTEM) as work:
        programme_id, _person = _tutors(work)
    with pytest.raises(NotFound):
        actions.choose_settings(programme_id, {"price": 10}, reason="x", by=here["administrator"])


@pytest.mark.parametrize("role", ["coordinator", "supporter", "guardian"])
def test_nobody_but_an_administrator_tailors_or_closes(here: Tenant, role: str) -> None:
    programme_id = here.programmes["peer_support/tutor"]
    with pytest.raises(NotFound):
        actions.choose_settings(programme_id, {"gap_days": 10}, reason="x", by=here[role])
    with pytest.raises(NotFound):
        actions.close_programme(programme_id, by=here[role])


def test_another_organisations_programme_cannot_be_tailored(here: Tenant, zuid: Tenant) -> None:
    with pytest.raises(NotFound):
        actions.choose_settings(
            zuid.programmes["peer_support/tutor"], {"gap_days": 10}, reason="x", by=here["administrator"]
        )


def test_a_programme_closes_only_when_nobody_is_in_it(here: Tenant) -> None:
    with unit_of_work(SYSTEM) as work:
        programme_id, person_id = _tutors(work)
        row_id = actions.enter(work, programme_id, person_id, "seeker").id
    with pytest.raises(Refused) as refused:
        actions.close_programme(programme_id, by=here["administrator"])
    assert str(refused.value.message) == "1 person still takes part. Finish that first, then close the programme."
    with unit_of_work(SYSTEM) as work:
        actions.move(work, work.get(Participation, row_id), "withdrawn")
    actions.close_programme(programme_id, by=here["administrator"])
    assert queries.programme(programme_id).state == "closed"
    with pytest.raises(Clash):
        actions.close_programme(programme_id, by=here["administrator"])


def test_entering_takes_role_and_places_from_the_programme(here: Tenant) -> None:
    with unit_of_work(SYSTEM) as work:
        programme_id, person_id = _tutors(work)
        seeker = actions.enter(work, programme_id, person_id, "seeker")
        tutor = actions.enter(work, programme_id, world.a_person(work, "Jelte Hoekstra").id, "supporter", places=9)
        assert (seeker.role_key, seeker.state) == ("mentee", "interested")
        assert (tutor.role_key, tutor.places) == ("tutor", 3)  # the variant's most


def test_entering_twice_is_a_clash_that_leaves_the_work_whole(here: Tenant) -> None:
    with unit_of_work(SYSTEM) as work:
        programme_id, person_id = _tutors(work)
        actions.enter(work, programme_id, person_id, "seeker")
        with pytest.raises(Clash):
            actions.enter(work, programme_id, person_id, "seeker")
        actions.enter(work, programme_id, person_id, "supporter")
    found = db.session.scalars(select(Participation.side).where(Participation.person_id == person_id))
    assert sorted(found) == ["seeker", "supporter"]


def test_who_left_may_enter_again(here: Tenant) -> None:
    with unit_of_work(SYSTEM) as work:
        programme_id, person_id = _tutors(work)
        actions.move(work, actions.enter(work, programme_id, person_id, "seeker"), "withdrawn")
        again = actions.enter(work, programme_id, person_id, "seeker").id
    found = queries.participation_of(person_id, programme_id, "seeker")
    assert found is not None
    assert found.id == again


def test_nobody_enters_halfway(here: Tenant) -> None:
    with unit_of_work(SYSTEM) as work:
        programme_id, person_id = _tutors(work)
        with pytest.raises(ValueError, match="nobody enters as waiting"):
            actions.enter(work, programme_id, person_id, "seeker", state="waiting")


def test_moving_writes_who_when_from_to_and_why(here: Tenant) -> None:
    with unit_of_work(SYSTEM) as work:
        programme_id, person_id = _tutors(work)
        row_id = actions.enter(work, programme_id, person_id, "seeker").id
    with unit_of_work(here["coordinator"]) as work:
        actions.move(work, work.get(Participation, row_id), "declined", "too_young")
        moment = work.now
    db.session.rollback()
    told = [(c.by_person_id, c.from_state, c.to_state, c.reason) for c in queries.changes(row_id)]
    assert told == [
        (None, None, "interested", None),
        (here["coordinator"].person_id, "interested", "declined", "too_young"),
    ]
    row = db.session.scalars(select(Participation).where(Participation.id == row_id)).one()
    assert (row.state, row.since) == ("declined", moment)


def test_a_step_that_does_not_exist_is_refused_and_a_step_taken_is_a_clash(here: Tenant) -> None:
    with unit_of_work(SYSTEM) as work:
        programme_id, person_id = _tutors(work)
        row = actions.enter(work, programme_id, person_id, "seeker")
        with pytest.raises(Refused):
            actions.move(work, row, "matched")
        with pytest.raises(Clash):
            actions.move(work, row, "interested")
        row_id = row.id
    states = select(ParticipationChange.to_state).where(ParticipationChange.participation_id == row_id)
    assert list(db.session.scalars(states)) == ["interested"]


def test_plugins_hear_of_every_move_by_ids_only(here: Tenant) -> None:
    with unit_of_work(SYSTEM) as work:
        programme_id, person_id = _tutors(work)
        row_id = a_participation(work, work.get(Programme, programme_id), person_id, "seeker", "applied").id
    said = select(Announcement).where(Announcement.values["participation_id"].astext == str(row_id))
    rows = db.session.scalars(said.order_by(Announcement.at, Announcement.values["after"].astext)).all()
    heard = [(row.event, row.values["before"], row.values["after"]) for row in rows]
    assert sorted(heard) == [("ParticipationMoved", "", "interested"), ("ParticipationMoved", "interested", "applied")]
    assert set(rows[0].values) == {"participation_id", "person_id", "programme_id", "side", "before", "after"}
