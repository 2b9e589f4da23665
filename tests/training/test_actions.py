"""Planning, joining, ticking and certifying, and who may not (requirements 41, 48, 49, 104)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from threading import Barrier
from uuid import uuid4

import pytest
from sqlalchemy import select

from maatwerk.access.actor import SYSTEM
from maatwerk.access.work import Clash, NotFound, Refused, unit_of_work
from maatwerk.correspondence.model import Announcement
from maatwerk.ground import clock
from maatwerk.ground.database import db
from maatwerk.intake.events import Admitted
from maatwerk.tenancy import scope
from maatwerk.training import actions, queries
from maatwerk.training.model import Attendance
from maatwerk.training.rules import Sign
from tests.factories import training as made
from tests.factories.training import AFTER, PLANNED, STARTS

NEXT = tuple(start + timedelta(days=35) for start in STARTS)


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
    return [made.a_helper(here, programme) for _number in range(3)]


def kinds(sent_letters, helper):
    return [letter.kind for letter in sent_letters(to=helper.id)]


def test_planning_makes_the_meetings_of_the_curriculum(run, coach, programme):
    found = made.run_of(run)

    assert (found.role_key, found.trainer_id, found.state, found.seats) == ("tutor", coach.person_id, "planned", 12)
    meetings = made.sessions_of(run)
    assert [meeting.starts_at for meeting in meetings] == list(STARTS)
    assert [meeting.number for meeting in meetings] == [1, 2, 3]
    assert "closing" in meetings[2].modules.split()


def test_coach_without_certificate_leads_no_training(here, programme):
    """Requirement 104, refused at the action: not only hidden."""
    coach = made.a_staff_member(here, "teacher_coach")

    with clock.at(PLANNED), pytest.raises(Refused, match="there is no certificate"):
        actions.plan_run(made.a_plan(programme, coach), by=coach)
    assert queries.may_act_as(coach.person_id, "teacher_coach", made.PLUGIN, PLANNED.date()).yes is False


@pytest.mark.parametrize("role", ["coordinator", "administrator", "trainer"])
def test_no_other_role_makes_up_for_the_certificate(here, programme, role):
    other = made.a_staff_member(here, role)

    with clock.at(PLANNED), pytest.raises((Refused, NotFound)):
        actions.plan_run(made.a_plan(programme, other), by=other)


def test_coach_whose_certificate_lapses_before_the_last_meeting_is_refused(here, programme):
    coach = made.a_coach(here, until=date(2027, 9, 27))

    with clock.at(PLANNED), pytest.raises(Refused, match="has ended by then"):
        actions.plan_run(made.a_plan(programme, coach), by=coach)


def test_certificate_of_another_role_is_no_coach_certificate(here, programme):
    coach = made.a_staff_member(here, "teacher_coach")
    made.a_certificate(here, coach, "tutor", until=None)

    with clock.at(PLANNED), pytest.raises(Refused):
        actions.plan_run(made.a_plan(programme, coach), by=coach)


def test_coordinator_plans_for_a_certified_coach_who_hears_of_it(here, programme, coach, sent_letters):
    run = made.a_run(programme, coach, by=here["coordinator"])

    assert made.run_of(run).trainer_id == coach.person_id
    assert [letter.kind for letter in sent_letters(to=coach.person_id)] == ["training_leads"]


def test_coach_plans_for_no_one_else(here, programme, coach):
    other = made.a_coach(here)

    with pytest.raises(NotFound):
        made.a_run(programme, other, by=coach)


def test_coordinator_of_another_programme_plans_nothing_here(here, programme, coach):
    elsewhere = made.a_staff_member(here, "coordinator", made.a_programme())

    with pytest.raises(NotFound):
        made.a_run(programme, coach, by=elsewhere)


@pytest.mark.parametrize(
    "starts",
    [STARTS[:2], (STARTS[0], STARTS[0], STARTS[2]), (STARTS[1], STARTS[0], STARTS[2])],
    ids=["too few", "twice the same", "out of order"],
)
def test_days_that_cannot_be_right_are_refused(programme, coach, starts):
    with clock.at(PLANNED), pytest.raises(Refused):
        actions.plan_run(made.a_plan(programme, coach, starts=starts), by=coach)


def test_training_in_the_past_is_refused(programme, coach):
    with clock.at(STARTS[0]), pytest.raises(Refused, match="past"):
        actions.plan_run(made.a_plan(programme, coach), by=coach)


def test_programme_that_never_was_has_no_training(coach):
    with clock.at(PLANNED), pytest.raises(NotFound):
        actions.plan_run(made.a_plan(uuid4(), coach), by=coach)


def test_planning_invites_whoever_waits(helpers, coach, programme, sent_letters):
    made.a_run(programme, coach)

    assert [kinds(sent_letters, helper) for helper in helpers] == [["training_invited"]] * 3


def test_joining_takes_a_place_and_sends_the_dates(run, helpers, sent_letters):
    made.joined(run, helpers[0])

    assert made.places_of(run) == {helpers[0].id: "enrolled"}
    [letter] = sent_letters(to=helpers[0].id)
    assert (letter.kind, letter.goes_to) == ("training_place", f"/training/runs/{run}")
    assert letter.values == {"day": "Tuesday 14 September", "time": "13:30", "place": "Sneek, room 1.12"}


def test_full_training_has_a_waiting_list_that_moves_up(programme, coach, helpers, sent_letters):
    run = made.a_run(programme, coach, seats=1)
    made.joined(run, *helpers)
    assert [made.places_of(run)[helper.id] for helper in helpers] == ["enrolled", "waiting", "waiting"]

    with clock.at(PLANNED + timedelta(hours=1)):
        actions.leave(run, by=helpers[0].actor)
    assert [made.places_of(run)[helper.id] for helper in helpers] == ["left", "enrolled", "waiting"]
    assert kinds(sent_letters, helpers[1])[-1:] == ["training_place"]


def test_joining_twice_is_a_clash(run, helpers):
    made.joined(run, helpers[0])

    with pytest.raises(Clash):
        made.joined(run, helpers[0])
    assert made.places_of(run) == {helpers[0].id: "enrolled"}


def test_joining_another_training_gives_the_first_place_up(run, programme, coach, helpers):
    other = made.a_run(programme, coach, starts=NEXT)
    made.joined(run, helpers[0])
    made.joined(other, helpers[0])

    assert (made.places_of(run), made.places_of(other)) == ({helpers[0].id: "left"}, {helpers[0].id: "enrolled"})


def test_who_left_may_come_back(run, helpers):
    made.joined(run, helpers[0])
    with clock.at(PLANNED):
        actions.leave(run, by=helpers[0].actor)
    made.joined(run, helpers[0], on=PLANNED + timedelta(days=1))

    assert made.places_of(run) == {helpers[0].id: "enrolled"}


def test_training_that_has_begun_takes_no_one_in(run, helpers):
    with pytest.raises(Refused, match="begun"):
        made.joined(run, helpers[0], on=STARTS[0] + timedelta(minutes=1))


@pytest.mark.parametrize("state", ["interested", "applied", "interviewed", "declined", "withdrawn"])
def test_who_was_not_admitted_joins_no_training(here, run, programme, state):
    helper = made.a_helper(here, programme, state=state)

    with pytest.raises(NotFound):
        made.joined(run, helper)


def test_helper_of_another_programme_joins_no_training_here(here, run):
    with pytest.raises(NotFound):
        made.joined(run, made.a_helper(here, made.a_programme()))


def test_coordinator_gives_a_place(here, run, helpers, coach):
    with clock.at(PLANNED):
        assert actions.place(run, helpers[0].participation_id, by=here["coordinator"]) == Sign.PLACE
    assert made.places_of(run) == {helpers[0].id: "enrolled"}
    with clock.at(PLANNED), pytest.raises(NotFound):
        actions.place(run, helpers[1].participation_id, by=coach)


def admitted(helper, programme, side="supporter"):
    with clock.at(PLANNED), unit_of_work(SYSTEM) as work:
        actions.on_admitted(Admitted(helper.participation_id, helper.id, programme, side), work)


def test_admitted_supporter_gets_a_place_in_the_one_training_ahead(run, helpers, programme, sent_letters):
    admitted(helpers[0], programme)

    assert made.places_of(run) == {helpers[0].id: "enrolled"}
    assert (helpers[0].state, kinds(sent_letters, helpers[0])) == ("admitted", ["training_welcome_place"])


def test_admitted_supporter_is_on_the_waiting_list_of_a_full_training(programme, coach, helpers, sent_letters):
    run = made.a_run(programme, coach, seats=1)
    admitted(helpers[0], programme)
    admitted(helpers[1], programme)

    assert made.places_of(run) == {helpers[0].id: "enrolled", helpers[1].id: "waiting"}
    letter = sent_letters(to=helpers[1].id)[-1]
    assert (letter.kind, letter.values["role"], letter.goes_to) == ("training_welcome_waiting", "tutor", "/training")


def test_admitted_supporter_chooses_from_several(run, programme, coach, helpers, sent_letters):
    other = made.a_run(programme, coach, starts=NEXT)
    before = kinds(sent_letters, helpers[0])
    admitted(helpers[0], programme)

    assert (made.places_of(run), made.places_of(other)) == ({}, {})
    assert sorted(kinds(sent_letters, helpers[0])) == sorted([*before, "training_welcome_choose"])


def test_admitted_supporter_hears_when_nothing_is_planned(helpers, programme, sent_letters):
    admitted(helpers[0], programme)

    assert kinds(sent_letters, helpers[0]) == ["training_welcome_soon"]


def test_admitted_supporter_with_a_certificate_is_active_at_once(here, run, helpers, programme, sent_letters):
    made.a_certificate(here, helpers[1].actor, "mentor", until=None)
    with clock.at(PLANNED), unit_of_work(SYSTEM) as work:
        work.add(made.certificate_row(helpers[0].id))
    admitted(helpers[0], programme)
    admitted(helpers[1], programme)

    assert [helper.state for helper in helpers[:2]] == ["active", "admitted"]
    assert kinds(sent_letters, helpers[0]) == ["training_welcome_ready"]


def test_admitted_seeker_is_none_of_our_business(run, helpers, programme, sent_letters):
    admitted(helpers[0], programme, side="seeker")

    assert (made.places_of(run), kinds(sent_letters, helpers[0])) == ({}, [])


def test_attendance_is_kept_for_everybody_with_a_place(run, coach, helpers):
    made.joined(run, *helpers[:2])
    made.held(run, coach, helpers[:1])

    [first, *_others] = made.sessions_of(run)
    rows = db.session.scalars(select(Attendance).where(Attendance.session_id == first.id)).all()
    assert {row.person_id: row.present for row in rows} == {helpers[0].id: True, helpers[1].id: False}
    assert {row.ticked_by for row in rows} == {coach.person_id}


def test_attendance_can_be_changed_and_never_doubles(run, coach, helpers):
    made.joined(run, *helpers[:2])
    made.held(run, coach, helpers[:1])
    made.held(run, coach, helpers[1:])

    [first, *_others] = made.sessions_of(run)
    rows = db.session.scalars(select(Attendance).where(Attendance.session_id == first.id)).all()
    assert {row.person_id: row.present for row in rows} == {helpers[0].id: False, helpers[1].id: True}


def test_attendance_of_a_meeting_still_ahead_is_refused(run, coach, helpers):
    made.joined(run, helpers[0])
    second = made.sessions_of(run)[1]

    with clock.at(STARTS[0]), pytest.raises(Refused, match="still ahead"):
        actions.tick_attendance(second.id, [helpers[0].id], by=coach)


def test_attendance_of_who_is_not_in_the_training_is_not_kept(here, run, coach, helpers):
    made.joined(run, helpers[0])
    made.held(run, coach, helpers)

    [first, *_others] = made.sessions_of(run)
    assert db.session.scalars(select(Attendance.person_id).where(Attendance.session_id == first.id)).all() == [
        helpers[0].id
    ]


@pytest.mark.parametrize("role", ["coordinator", "administrator", "trainer", "teacher_coach", "supporter"])
def test_only_who_leads_ticks_and_certifies(here, run, coach, helpers, role):
    made.joined(run, helpers[0])
    [first, *_others] = made.sessions_of(run)

    with clock.at(AFTER), pytest.raises(NotFound):
        actions.tick_attendance(first.id, [], by=here[role])
    with clock.at(AFTER), pytest.raises(NotFound):
        actions.certify(run, by=here[role])


def test_coach_whose_certificate_was_withdrawn_ticks_and_certifies_nothing(here, run, coach, helpers):
    """The edge case of a certificate that stops with a training under way (requirement 104)."""
    made.joined(run, helpers[0])
    made.held(run, coach, helpers[:1], helpers[:1])
    [paper] = made.certificates_of(coach.person_id)
    with clock.at(STARTS[2] - timedelta(days=1)):
        actions.withdraw(paper.id, by=here["administrator"])

    with pytest.raises(Refused, match="was withdrawn"):
        made.held(run, coach, helpers[:1], helpers[:1], helpers[:1])
    assert (helpers[0].state, made.certificates_of(helpers[0].id)) == ("admitted", [])


def whole(run, coach, helpers):
    made.joined(run, *helpers)
    made.held(run, coach, helpers, helpers, helpers)


def test_certifying_a_group_gives_each_a_certificate_in_the_chain(run, coach, helpers, sent_letters):
    """Requirement 104: trainer → coach → student is traceable."""
    whole(run, coach, helpers)
    with clock.at(AFTER):
        assert actions.certify(run, by=coach) == 3

    [of_coach] = made.certificates_of(coach.person_id)
    for helper in helpers:
        [paper] = made.certificates_of(helper.id)
        assert (paper.role_key, paper.plugin, paper.ground) == ("tutor", "peer_support", "training")
        assert (paper.run_id, paper.issuer_certificate_id) == (run, of_coach.id)
        assert (paper.issued_on, paper.valid_until, paper.issued_by) == (AFTER.date(), None, coach.person_id)
        assert helper.state == "active"
        assert kinds(sent_letters, helper).count("training_certificate") == 1
    assert made.run_of(run).state == "done"
    assert len({paper.code for helper in helpers for paper in made.certificates_of(helper.id)}) == 3


def test_certifying_tells_the_plugins(run, coach, helpers):
    whole(run, coach, helpers[:1])
    with clock.at(AFTER):
        actions.certify(run, by=coach)

    person = str(helpers[0].id)
    told = db.session.scalars(
        select(Announcement.event).where(Announcement.values["person_id"].astext == person).order_by(Announcement.event)
    ).all()
    assert [event for event in told if event != "ParticipationMoved"] == ["CertificateIssued", "TrainingCompleted"]


def test_who_missed_the_closing_meeting_gets_no_certificate(run, coach, helpers, sent_letters):
    """Requirement 49: the closing module is compulsory."""
    made.joined(run, *helpers)
    made.held(run, coach, helpers, helpers, helpers[:2])
    with clock.at(AFTER):
        assert actions.certify(run, by=coach) == 2

    assert (helpers[2].state, made.certificates_of(helpers[2].id)) == ("admitted", [])
    assert made.places_of(run)[helpers[2].id] == "left"
    assert "training_not_complete" in kinds(sent_letters, helpers[2])


def test_what_was_missed_is_caught_up_in_another_training(run, programme, coach, helpers):
    late = helpers[2]
    made.joined(run, *helpers)
    made.held(run, coach, helpers, helpers, helpers[:2])
    with clock.at(AFTER):
        actions.certify(run, by=coach)
    other = made.a_run(programme, coach, starts=NEXT)
    made.joined(other, late, on=AFTER)
    made.held(other, coach, [], [], [late])
    with clock.at(NEXT[2] + timedelta(hours=5)):
        assert actions.certify(other, by=coach) == 1

    assert (late.state, len(made.certificates_of(late.id))) == ("active", 1)


def test_certifying_twice_is_a_clash_and_gives_nothing_twice(run, coach, helpers):
    whole(run, coach, helpers[:1])
    with clock.at(AFTER):
        actions.certify(run, by=coach)
        with pytest.raises(Clash):
            actions.certify(run, by=coach)

    assert len(made.certificates_of(helpers[0].id)) == 1


def test_certifying_waits_for_the_last_meeting(run, coach, helpers):
    made.joined(run, helpers[0])
    made.held(run, coach, helpers[:1], helpers[:1])

    with clock.at(STARTS[2] - timedelta(days=1)), pytest.raises(Refused, match="still ahead"):
        actions.certify(run, by=coach)


def test_certifying_waits_for_the_ticking(run, coach, helpers):
    made.joined(run, helpers[0])
    made.held(run, coach, helpers[:1], helpers[:1])

    with clock.at(AFTER), pytest.raises(Refused, match="Tuesday 28 September"):
        actions.certify(run, by=coach)


def test_who_still_waited_for_a_place_is_invited_again(programme, coach, helpers, sent_letters):
    run = made.a_run(programme, coach, seats=1)
    made.joined(run, *helpers[:2])
    made.held(run, coach, helpers[:1], helpers[:1], helpers[:1])
    with clock.at(AFTER):
        assert actions.certify(run, by=coach) == 1

    assert made.places_of(run)[helpers[1].id] == "left"
    assert "training_not_complete" not in kinds(sent_letters, helpers[1])


def test_training_that_is_off_lets_everybody_choose_again(here, run, coach, helpers, sent_letters):
    made.joined(run, *helpers)
    with clock.at(PLANNED + timedelta(hours=1)):
        actions.cancel_run(run, by=here["coordinator"])

    assert set(made.places_of(run).values()) == {"left"}
    assert [kinds(sent_letters, helper)[-1] for helper in helpers] == ["training_cancelled"] * 3
    with clock.at(PLANNED), pytest.raises(Clash):
        actions.cancel_run(run, by=coach)


def test_another_certified_coach_takes_over(here, run, coach, helpers, sent_letters):
    other = made.a_coach(here)
    with clock.at(PLANNED):
        actions.change_coach(run, other.person_id, by=here["coordinator"])

    assert made.run_of(run).trainer_id == other.person_id
    assert [letter.kind for letter in sent_letters(to=other.person_id)] == ["training_leads"]


def test_nobody_without_certificate_takes_over(here, run):
    other = made.a_staff_member(here, "teacher_coach")

    with clock.at(PLANNED), pytest.raises(Refused):
        actions.change_coach(run, other.person_id, by=here["coordinator"])


def test_change_that_was_typed_against_another_version_is_a_clash(here, run):
    other = made.a_coach(here)
    with clock.at(PLANNED), pytest.raises(Clash):
        actions.change_coach(run, other.person_id, by=here["coordinator"], version=made.run_of(run).version + 1)


def paper_for(holder, **changes):
    found = actions.BroughtAlong(
        holder.person_id, "peer_support", "teacher_coach", "Course elsewhere", date(2027, 6, 1), date(2030, 6, 1)
    )
    return replace(found, **changes)


def test_administrator_records_a_certificate_brought_along(here):
    coach = made.a_staff_member(here, "teacher_coach")
    with clock.at(PLANNED):
        actions.bring_along(paper_for(coach), by=here["administrator"])

    [paper] = made.certificates_of(coach.person_id)
    assert (paper.ground, paper.ground_note) == ("brought_along", "Course elsewhere")
    assert (paper.issued_on, paper.valid_until) == (date(2027, 6, 1), date(2030, 6, 1))
    assert (paper.issuer, paper.issued_by) == ("Noorderlicht College", here["administrator"].person_id)
    assert paper.issuer_certificate_id is None


def test_coach_certificate_without_an_end_gets_36_months(here):
    coach = made.a_staff_member(here, "teacher_coach")
    with clock.at(PLANNED):
        actions.bring_along(paper_for(coach, valid_until=None), by=here["administrator"])

    assert made.certificates_of(coach.person_id)[0].valid_until == date(2030, 6, 1)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"issued_on": date(2027, 9, 2)}, "future"),
        ({"valid_until": date(2027, 5, 31)}, "before it was given out"),
        ({"issued_on": date(2024, 6, 1), "valid_until": date(2027, 8, 31)}, "31 August 2027"),
        ({"issued_on": date(2024, 6, 1), "valid_until": None}, "ended on 1 June 2027"),
    ],
)
def test_certificate_whose_days_cannot_be_right_is_refused(here, changes, why):
    with clock.at(PLANNED), pytest.raises(Refused, match=why):
        actions.bring_along(paper_for(here["teacher_coach"], **changes), by=here["administrator"])


@pytest.mark.parametrize("role", ["coordinator", "teacher_coach", "trainer", "safeguarding_lead", "supporter"])
def test_only_an_administrator_records_or_withdraws(here, role, coach):
    [paper] = made.certificates_of(coach.person_id)

    with clock.at(PLANNED), pytest.raises(NotFound):
        actions.bring_along(paper_for(here[role]), by=here[role])
    with clock.at(PLANNED), pytest.raises(NotFound):
        actions.withdraw(paper.id, by=here[role])


def test_role_that_no_plugin_knows_has_no_certificate(here):
    with clock.at(PLANNED), pytest.raises(NotFound):
        actions.bring_along(paper_for(here["teacher_coach"], role_key="magician"), by=here["administrator"])


def test_recording_a_role_certificate_makes_an_admitted_helper_active(here, helpers):
    made.a_certificate(here, helpers[0].actor, "tutor", until=None)

    assert [helper.state for helper in helpers] == ["active", "admitted", "admitted"]


def test_withdrawn_certificate_counts_no_more_and_its_holder_hears_it(here, coach, sent_letters):
    [paper] = made.certificates_of(coach.person_id)
    with clock.at(PLANNED):
        actions.withdraw(paper.id, by=here["administrator"])
        with pytest.raises(Clash):
            actions.withdraw(paper.id, by=here["administrator"])

    standing = queries.may_act_as(coach.person_id, "teacher_coach", made.PLUGIN, PLANNED.date())
    assert (standing.yes, standing.missing) == (False, ("withdrawn",))
    [letter] = sent_letters(to=coach.person_id)
    assert (letter.kind, letter.values) == ("certificate_withdrawn", {})


def test_reminder_comes_two_days_ahead_and_once(run, helpers, sent_letters):
    made.joined(run, *helpers[:2])
    with clock.at(STARTS[1] - timedelta(days=2)):
        actions.remind()
        actions.remind()

    assert [kinds(sent_letters, helper).count("training_reminder") for helper in helpers] == [1, 1, 0]
    with clock.at(STARTS[1] - timedelta(days=1)):
        actions.remind()
    assert kinds(sent_letters, helpers[0]).count("training_reminder") == 1


def test_coach_is_warned_ninety_and_thirty_days_ahead(here, sent_letters):
    until = date(2029, 9, 1)
    coach = made.a_coach(here, issued=date(2026, 9, 1), until=until)
    end = datetime(2029, 9, 1, 10, tzinfo=UTC)
    for days in (91, 90, 60, 31, 30, 5):
        with clock.at(end - timedelta(days=days)):
            actions.remind()

    found = [letter for letter in sent_letters(to=coach.person_id) if letter.kind == "certificate_lapses"]
    assert [letter.made_at.date() for letter in found] == [until - timedelta(days=90), until - timedelta(days=30)]
    assert {letter.values["day"] for letter in found} == {"1 September 2029"}


def test_coach_who_renewed_in_time_is_not_warned(here, sent_letters):
    coach = made.a_coach(here, issued=date(2027, 9, 1), until=date(2030, 9, 1))
    made.a_certificate(here, coach, issued=date(2030, 5, 1), until=date(2033, 5, 1))
    with clock.at(datetime(2030, 8, 1, 10, tzinfo=UTC)):
        actions.remind()

    assert [letter.kind for letter in sent_letters(to=coach.person_id)] == []


def at_once(app, tenant, *deeds):
    """Do all of these at the same moment, each with a connection of its own; what each came to."""
    gate = Barrier(len(deeds))

    def do(deed):
        with app.app_context(), scope.within(tenant.id), clock.at(PLANNED):
            gate.wait(10)
            try:
                return deed()
            except Refused as refused:
                return type(refused)
            finally:
                db.session.remove()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(do, deeds))


def test_last_places_are_given_once_however_many_reach_for_them(app, here, programme, coach):
    run = made.a_run(programme, coach, seats=2)
    helpers = [made.a_helper(here, programme) for _number in range(6)]
    db.session.rollback()
    signs = at_once(app, here, *(partial(actions.join, run, by=helper.actor) for helper in helpers))

    assert sorted(signs) == [Sign.PLACE] * 2 + [Sign.WAITING] * 4
    assert sorted(made.places_of(run).values()) == ["enrolled"] * 2 + ["waiting"] * 4


def test_swapping_trainings_at_once_loses_nobody_a_place(app, here, programme, coach, run):
    """Two who swap lock the same two trainings, in one order, so that neither waits for ever."""
    other = made.a_run(programme, coach, starts=NEXT)
    one, two = made.a_helper(here, programme), made.a_helper(here, programme)
    made.joined(run, one)
    made.joined(other, two)
    db.session.rollback()
    signs = at_once(app, here, partial(actions.join, other, by=one.actor), partial(actions.join, run, by=two.actor))

    assert signs == [Sign.PLACE, Sign.PLACE]
    assert made.places_of(run) == {one.id: "left", two.id: "enrolled"}
    assert made.places_of(other) == {one.id: "enrolled", two.id: "left"}
