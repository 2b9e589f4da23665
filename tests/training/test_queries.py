"""What the database answers is what the rules say; what waits is on Today; lists ask as often for one as for three."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from maatwerk.access.actor import SYSTEM
from maatwerk.access.policy import can, visible
from maatwerk.access.work import unit_of_work
from maatwerk.ground import clock
from maatwerk.ground.database import db
from maatwerk.people.model import Person
from maatwerk.training import actions, queries, rules
from maatwerk.training.certificates import queries as certificates
from maatwerk.training.model import Certificate, TrainingRun
from maatwerk.training.places.queries import mine
from maatwerk.training.rules import Paper
from maatwerk.training.runs import queries as runs
from tests.factories import training as made
from tests.factories.training import AFTER, PLANNED, PLUGIN, STARTS
from tests.factories.world import a_person

DAY = date(2027, 9, 1)
NEAR = [DAY + timedelta(days=days) for days in (-1, 0, 1)]


@pytest.fixture
def programme(here):
    return made.a_programme()


@pytest.fixture
def coach(here):
    return made.a_coach(here)


@pytest.fixture
def run(programme, coach):
    return made.a_run(programme, coach)


@pytest.fixture
def helpers(here, programme):
    with clock.at(PLANNED):
        return [made.a_helper(here, programme) for _number in range(3)]


def papers_around(day):
    """Certificates that start, end and are withdrawn on the day, the one before and the one after."""
    ends = [None, *[day + timedelta(days=days) for days in (-1, 0, 1)]]
    return [
        Paper(issued, until, withdrawn)
        for issued in (day + timedelta(days=days) for days in (-1, 0, 1))
        for until in ends
        for withdrawn in ends
    ]


def test_database_says_of_every_certificate_what_the_rules_say(here):
    """`holds_certificate` in lists and `may_act_as` on pages never differ, around each of their days."""
    found = papers_around(DAY)
    with unit_of_work(SYSTEM) as work:
        people = [a_person(work, f"Paper{number} Holder").id for number in range(len(found))]
        for person_id, paper in zip(people, found, strict=True):
            row = made.certificate_row(person_id, "buddy")
            row.issued_on, row.valid_until, row.withdrawn_on = paper.issued_on, paper.valid_until, paper.withdrawn_on
            work.add(row)

    listed = set(
        db.session.scalars(
            select(Person.id).where(Person.id.in_(people), queries.holds_certificate(Person.id, "buddy", PLUGIN, DAY))
        ).all()
    )
    assert listed == {one for one, paper in zip(people, found, strict=True) if rules.counts(paper, DAY)}
    standings = queries.standings(people, "buddy", PLUGIN, DAY)
    assert standings == {one: rules.may_act_as([paper], DAY) for one, paper in zip(people, found, strict=True)}
    assert {one for one in people if queries.may_act_as(one, "buddy", PLUGIN, DAY).yes} == listed


def test_certificate_is_for_its_role_and_plugin_alone(coach):
    assert queries.may_act_as(coach.person_id, "teacher_coach", PLUGIN, DAY).yes is True
    assert queries.may_act_as(coach.person_id, "tutor", PLUGIN, DAY).yes is False
    assert queries.may_act_as(coach.person_id, "teacher_coach", "another_plugin", DAY).yes is False


@pytest.mark.parametrize("number", [1, 3])
def test_standings_ask_once(here, statements, number):
    people = [made.a_coach(here).person_id for _one in range(number)]
    with statements() as said:
        found = queries.standings(people, "teacher_coach", PLUGIN, DAY)

    assert (len(said), {standing.yes for standing in found.values()}) == (1, {True})


def test_standings_of_nobody_ask_nothing(here, statements):
    with statements() as said:
        assert queries.standings([], "tutor", PLUGIN, DAY) == {}

    assert len(said) == 0


def test_coaches_are_who_holds_a_certificate_now(here, coach):
    lapsed = made.a_coach(here, until=date(2027, 8, 31))
    bare = made.a_staff_member(here, "teacher_coach")
    found = {one.person_id for one in queries.coaches(PLUGIN, DAY)}

    assert [one.person_id in found for one in (coach, lapsed, bare)] == [True, False, False]


def test_coach_with_two_certificates_is_offered_once(here, coach):
    made.a_certificate(here, coach, issued=date(2027, 1, 1), until=date(2030, 1, 1))
    [found] = [one for one in queries.coaches(PLUGIN, DAY) if one.person_id == coach.person_id]

    assert found.valid_until == date(2030, 1, 1)


ROLES = (
    "administrator",
    "coordinator",
    "teacher_coach",
    "trainer",
    "care_coordinator",
    "supporter",
    "seeker",
    "safeguarding_lead",
)


def test_lists_are_what_may_be_read(here, run, coach, helpers):
    """list == {x: can(x)}, for trainings and certificates, as every role."""
    made.joined(run, helpers[0])
    actors = [*(here[role] for role in ROLES), coach, helpers[0].actor, helpers[1].actor]
    for model, kind in ((TrainingRun, "training_run"), (Certificate, "certificate")):
        ids = db.session.scalars(select(model.id)).all()
        for actor in actors:
            for action in ("list", "read"):
                listed = set(db.session.scalars(select(model.id).where(visible(actor, action, model))).all())
                assert listed == {one for one in ids if can(actor, action, kind, one)}


def test_coordinator_of_one_programme_sees_its_trainings_only(here, run, programme, coach):
    other = made.a_run(made.a_programme(), coach)
    coordinator = made.a_staff_member(here, "coordinator", programme)

    assert [row.id for row in runs.runs(coordinator).items] == [run]
    assert [can(coordinator, "read", "training_run", one) for one in (run, other)] == [True, False]


def test_list_counts_places_meetings_and_ticks(here, programme, coach, helpers):
    run = made.a_run(programme, coach, seats=2)
    made.joined(run, *helpers)
    made.held(run, coach, helpers[:1])
    [row] = [one for one in runs.runs(coach).items if one.id == run]

    assert (row.taken, row.waiting, row.seats, row.full) == (2, 1, 2, True)
    assert (row.sessions, row.ticked, row.first_at, row.last_at) == (3, 1, STARTS[0], STARTS[2])
    assert (row.role_key, row.place) == ("tutor", "Sneek, room 1.12")


def test_list_ahead_and_past_divide_all_trainings(here, programme, coach, helpers):
    ahead = made.a_run(programme, coach)
    past = made.a_run(programme, coach, starts=[start - timedelta(days=100) for start in STARTS])
    with clock.at(PLANNED):
        actions.cancel_run(past, by=coach)

    assert [row.id for row in runs.runs(coach).items] == [ahead]
    assert [row.id for row in runs.runs(coach, past=True).items] == [past]


def test_page_beyond_the_last_is_the_first(coach, programme):
    made.a_run(programme, coach)
    found = runs.runs(coach, number=9)

    assert (found.number, found.pages, found.total, len(found.items)) == (1, 1, 1, 1)


@pytest.mark.parametrize("number", [1, 3])
def test_list_of_trainings_asks_once(programme, coach, statements, number):
    for _one in range(number):
        made.a_run(programme, coach)
    with statements() as said:
        assert runs.runs(coach).total == number

    assert len(said) == 1


@pytest.mark.parametrize("number", [1, 3])
def test_roster_and_sheet_ask_once(run, coach, helpers, statements, number):
    made.joined(run, *helpers[:number])
    meeting_id = made.sessions_of(run)[0].id
    training, first = runs.run(run), runs.session(meeting_id)
    with statements() as said:
        assert len(runs.roster(training)) == number
        assert len(runs.attendance_sheet(first)) == number

    assert len(said) == 2


def test_roster_shows_what_was_attended(run, coach, helpers):
    made.joined(run, *helpers[:2])
    made.held(run, coach, helpers[:2], helpers[:1])
    found = {one.person_id: one.present for one in runs.roster(made.run_of(run))}

    assert found == {helpers[0].id: frozenset({1, 2}), helpers[1].id: frozenset({1})}


def test_own_training_says_how_far_it_is(here, run, coach, helpers):
    made.joined(run, helpers[0])
    made.held(run, coach, helpers[:1])
    with clock.at(STARTS[0] + timedelta(days=1)):
        [found] = mine(helpers[0].actor)

    assert (found.place, found.certificate_id) == ("enrolled", None)
    assert found.run is not None
    assert found.run.id == run
    assert [(met.number, met.present) for met in found.met] == [(1, True), (2, None), (3, None)]
    assert found.choice == ()


def test_own_training_offers_what_is_still_ahead(run, programme, coach, helpers):
    later = made.a_run(programme, coach, starts=[start + timedelta(days=35) for start in STARTS])
    with clock.at(STARTS[0] + timedelta(hours=1)):
        [found] = mine(helpers[0].actor)
    assert [one.id for one in found.choice] == [later]

    with clock.at(PLANNED):
        [found] = mine(helpers[0].actor)
    assert [one.id for one in found.choice] == [run, later]


def test_own_training_ends_with_the_certificate(here, helpers):
    paper = made.a_certificate(here, helpers[0].actor, "tutor", until=None)
    with clock.at(PLANNED):
        [found] = mine(helpers[0].actor)

    assert (found.certificate_id, found.issued_on, found.choice) == (paper, date(2025, 9, 1), ())


def test_who_waits_for_a_training_is_who_was_admitted_and_has_no_place(here, run, programme, helpers):
    coordinator = made.a_staff_member(here, "coordinator", programme)
    made.a_helper(here, programme, state="applied")
    made.joined(run, helpers[0])
    with clock.at(PLANNED + timedelta(days=5)):
        found = queries.untrained(coordinator)
        days = {one.days for one in found}

    assert ({one.person_id for one in found}, days) == ({helpers[1].id, helpers[2].id}, {5})
    assert queries.untrained(made.a_staff_member(here, "coordinator", made.a_programme())) == []


def waits(actor, what, ref):
    return [wait for wait in queries.waits_for(actor) if wait.key == f"{what}:{ref}"]


def test_today_asks_a_coach_to_tick_and_then_to_certify(run, coach, helpers):
    made.joined(run, helpers[0])
    first = made.sessions_of(run)[0]
    with clock.at(STARTS[0] + timedelta(days=2)):
        [wait] = waits(coach, "tick", first.id)
    assert (wait.days, wait.endpoint) == (2, "training.attendance")
    assert wait.args == {"training_run_id": run, "run_session_id": first.id}
    assert wait.reason == "Who was there on Tuesday 14 September? Tick it, then it counts."

    made.held(run, coach, helpers[:1], helpers[:1], helpers[:1])
    with clock.at(AFTER + timedelta(days=1)):
        assert waits(coach, "tick", first.id) == []
        [wait] = waits(coach, "certify", run)
        assert (wait.days, wait.urgency, wait.args) == (1, 4, {"training_run_id": run})
        actions.certify(run, by=coach)
        assert waits(coach, "certify", run) == []


def test_today_warns_of_a_training_without_a_certified_coach(here, run, coach):
    """The edge case: certificate expired with a training planned (requirement 104)."""
    [paper] = made.certificates_of(coach.person_id)
    with clock.at(PLANNED):
        assert waits(here["coordinator"], "coach", run) == []
        actions.withdraw(paper.id, by=here["administrator"])
        for actor in (here["coordinator"], coach):
            [wait] = waits(actor, "coach", run)
            assert (wait.urgency, wait.endpoint, wait.args) == (5, "training.run", {"training_run_id": run})
            assert wait.reason.endswith("ends on Tuesday 28 September. Choose another coach or renew it.")


def test_today_warns_of_a_certificate_that_ends(here):
    coach = made.a_coach(here, until=date(2027, 11, 1))
    [paper] = made.certificates_of(coach.person_id)
    for actor in (here["administrator"], coach):
        with clock.at(PLANNED):
            [wait] = waits(actor, "lapses", paper.id)
        assert (wait.endpoint, wait.args) == ("training.certificate", {"certificate_id": paper.id})
        assert wait.reason.endswith("ends in 61 days.")
        with clock.at(PLANNED - timedelta(days=60)):
            assert waits(actor, "lapses", paper.id) == []


def test_today_forgets_a_certificate_that_was_renewed(here):
    coach = made.a_coach(here, until=date(2027, 11, 1))
    [paper] = made.certificates_of(coach.person_id)
    made.a_certificate(here, coach, issued=date(2027, 8, 1), until=date(2030, 8, 1))

    with clock.at(PLANNED):
        assert waits(coach, "lapses", paper.id) == []


def test_today_tells_a_coordinator_who_waits_for_a_training(here, programme, helpers):
    coordinator = made.a_staff_member(here, "coordinator", programme)
    with clock.at(PLANNED + timedelta(days=9)):
        [wait] = waits(coordinator, "untrained", programme)

    assert (wait.days, wait.endpoint, wait.args) == (9, "training.plan", {"programme": programme})
    assert wait.reason == "3 tutors wait for a training."


@pytest.mark.parametrize("role", ["supporter", "seeker", "safeguarding_lead", "care_coordinator"])
def test_today_of_others_asks_nothing(here, statements, role):
    with statements() as said:
        assert queries.waits_for(here[role]) == []

    assert len(said) == 0


@pytest.mark.parametrize("number", [1, 3])
def test_today_asks_once_however_much_waits(here, programme, coach, statements, number):
    coordinator = made.a_staff_member(here, "coordinator", programme)
    for _one in range(number):
        made.a_run(programme, coach)
        with clock.at(PLANNED):
            made.a_helper(here, programme)
    with clock.at(AFTER), statements() as said:
        assert len(queries.waits_for(coach)) >= 3 * number
    with clock.at(AFTER), statements() as said_too:
        assert len(queries.waits_for(coordinator)) == 1

    # The words for roles come from the organisation's choices, which a request keeps and a test reads anew.
    asked = [[one for one in found.said if "UNION ALL" in one or "training_run" in one] for found in (said, said_too)]
    assert [len(found) for found in asked] == [1, 1]


def test_chain_leads_from_student_to_coach(run, coach, helpers):
    """Requirement 104: the chain is traceable."""
    made.joined(run, helpers[0])
    made.held(run, coach, helpers[:1], helpers[:1], helpers[:1])
    with clock.at(AFTER):
        actions.certify(run, by=coach)
    [paper] = made.certificates_of(helpers[0].id)
    [of_coach] = made.certificates_of(coach.person_id)

    assert [link.certificate_id for link in certificates.chain(paper.id)] == [paper.id, of_coach.id]
    assert certificates.given_under(of_coach.id) == 1
    assert [link.certificate_id for link in certificates.chain(of_coach.id)] == [of_coach.id]


def test_chain_names_a_coach_in_full(here, coach):
    """A coach is staff: on paper with first and family name."""
    with unit_of_work(SYSTEM) as work:
        person = work.get(Person, coach.person_id)
        person.given_name, person.prefix, person.family_name = "Hylke", "van der", "Postma"
    [of_coach] = made.certificates_of(coach.person_id)

    assert [link.holder for link in certificates.chain(of_coach.id)] == ["Hylke van der Postma"]


def test_lists_of_certificates_divide_by_their_days(here):
    soon, late = made.a_coach(here, until=date(2027, 11, 1)), made.a_coach(here, until=date(2028, 9, 1))
    gone, ended = made.a_coach(here), made.a_coach(here, until=date(2027, 8, 1))
    [paper] = made.certificates_of(gone.person_id)
    with clock.at(PLANNED):
        actions.withdraw(paper.id, by=here["administrator"])
        found = {
            show: {
                one.person_id for one in certificates.certificates(here["administrator"], show=show, size=5000).items
            }
            for show in certificates.SHOWN
        }

    people = (soon, late, gone, ended)
    assert [one.person_id in found["all"] for one in people] == [True, True, False, False]
    assert [one.person_id in found["lapsing"] for one in people] == [True, False, False, False]
    assert [one.person_id in found["ended"] for one in people] == [False, False, True, True]


def test_certificate_can_be_recorded_for_staff_and_helpers_not_for_seekers(here, helpers):
    found = dict(certificates.may_hold())

    assert [one in found for one in (here["teacher_coach"].person_id, helpers[0].id)] == [True, True]
    assert here["seeker"].person_id not in found


def test_coach_comes_first_among_the_roles_to_record(here):
    choices = certificates.role_choices()

    assert choices[0] == ("peer_support/teacher_coach", "teacher coach")
    assert {key for key, _word in choices} >= {"peer_support/tutor", "peer_support/mentor", "peer_support/buddy"}
