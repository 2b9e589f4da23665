"""The pages of trainings and certificates: clicks, refusals over HTTP, statements."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from maatwerk.ground import clock
from maatwerk.training import actions, queries
from tests.factories import training as made
from tests.factories.training import AFTER, PLANNED, STARTS

FORM = {
    "place": "Sneek, room 1.12",
    "seats": "12",
    "starts": "13:30",
    "days-0": "14-09-2027",
    "days-1": "21-09-2027",
    "days-2": "28-09-2027",
}


@pytest.fixture
def make(noord, inside):
    """Do something as people do it, apart from any browser."""

    def do(verb, *args, **kwargs):
        with inside(noord):
            return verb(*args, **kwargs)

    return do


@pytest.fixture
def programme(make):
    return make(made.a_programme)


@pytest.fixture
def coach(noord, make):
    return make(made.a_coach, noord)


@pytest.fixture
def run(make, programme, coach):
    return make(made.a_run, programme, coach)


@pytest.fixture
def helpers(noord, make, programme):
    return [make(made.a_helper, noord, programme) for _number in range(3)]


def heading(page):
    return re.findall(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)


def main_buttons(page):
    return re.findall(r'class="btn btn-main[^"]*"[^>]*>(?:<svg.*?</svg>)?<span>(.*?)</span>', page, re.DOTALL)


def reading(said):
    return [one for one in said.said if "audit_append" not in one and "UPDATE sign_in_session" not in one]


def test_coach_plans_a_training_in_three_clicks(make, coach, programme, client_for, at):
    """The menu's page, the role, and one page on which everything is filled in."""
    at(PLANNED)
    client = client_for(coach)
    first = client.get("/training").text
    assert main_buttons(first) == ["Plan a training"]
    second = client.get("/training/runs/new").text
    assert f'href="/training/runs/new?programme={programme}"' in second
    third = client.get(f"/training/runs/new?programme={programme}").text
    assert re.findall(r'name="days-\d" type="date" value="([^"]*)"|value="([^"]*)"[^>]*name="days-\d"', third) != []
    assert main_buttons(third) == ["Plan this training"]

    answer = client.submit(f"/training/runs/new?programme={programme}", {**FORM, "trainer_id": coach.person_id})
    assert (answer.status_code, answer.location.rsplit("/", 1)[0]) == (303, "/training/runs")
    page = client.get(answer.location).text
    assert heading(page) == ["Training tutor"]
    assert page.count("/attendance") == 0  # nothing to tick yet


def test_proposed_days_are_two_weeks_ahead_and_weekly(make, coach, programme, client_for, at):
    at(PLANNED)
    page = client_for(coach).get(f"/training/runs/new?programme={programme}").text

    days = re.findall(r'<input[^>]*name="days-\d"[^>]*>', page)
    assert [re.search(r'value="([^"]*)"', day)[1] for day in days] == ["2027-09-15", "2027-09-22", "2027-09-29"]


def test_coach_without_certificate_is_refused_over_http(noord, make, programme, client_for, at):
    """Requirement 104: the form offers only certified coaches, and who forges another is refused."""
    at(PLANNED)
    bare = make(made.a_staff_member, noord, "teacher_coach")
    client, path = client_for(bare), f"/training/runs/new?programme={programme}"
    answer = client.submit(path, {**FORM, "trainer_id": bare.person_id})

    assert answer.status_code == 422
    assert FORM["place"] in answer.text
    assert make(queries.may_act_as, bare.person_id, "teacher_coach", "peer_support", PLANNED.date()).yes is False


def test_coach_whose_certificate_lapses_meanwhile_is_refused_with_the_reason(noord, make, programme, client_for, at):
    at(PLANNED)
    short = make(made.a_coach, noord, until=STARTS[1].date())
    answer = client_for(short).submit(
        f"/training/runs/new?programme={programme}", {**FORM, "trainer_id": short.person_id}
    )

    assert answer.status_code == 422
    assert "the certificate has ended by then" in answer.text


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"days-1": "14-09-2027"}, "Each meeting comes after the one before"),
        ({"days-0": "31-08-2027"}, "lies in the past"),
        ({"days-2": "31-09-2027"}, "day-month-year"),
        ({"seats": "0"}, "from 1 to 60"),
        ({"place": " "}, "still empty"),
    ],
)
def test_plan_that_cannot_be_right_keeps_what_was_typed(coach, programme, client_for, at, changes, says):
    at(PLANNED)
    answer = client_for(coach).submit(
        f"/training/runs/new?programme={programme}", {**FORM, "trainer_id": coach.person_id, **changes}
    )

    assert (answer.status_code, says in answer.text) == (422, True)
    assert 'value="13:30"' in answer.text


@pytest.mark.parametrize("role", ["administrator", "trainer", "supporter", "seeker", "safeguarding_lead"])
def test_planning_is_for_coordinators_and_coaches(noord, client_for, role):
    assert client_for(noord[role]).get("/training/runs/new").status_code == 404


def test_helper_joins_in_two_clicks(make, run, helpers, client_for, at):
    at(PLANNED)
    client = client_for(helpers[0].actor)
    page = client.get("/training").text
    assert main_buttons(page) == ["Take this one"]
    assert f'action="/training/runs/{run}/join"' in page

    answer = client.submit(f"/training/runs/{run}/join")
    assert (answer.status_code, answer.location) == (303, "/training")
    page = client.get("/training").text
    assert "You have a place" in page
    assert main_buttons(page) == []
    assert page.count('class="line-done"') == 2  # admitted, a place


def test_helper_sees_no_names_of_others(make, run, helpers, client_for, at):
    at(PLANNED)
    make(made.joined, run, *helpers)
    page = client_for(helpers[0].actor).get(f"/training/runs/{run}").text

    assert heading(page) == ["Training tutor"]
    assert [helper.called in page for helper in helpers] == [True, False, False]


def test_coach_sees_names_of_own_trainings_only(noord, make, run, helpers, coach, client_for, at):
    at(PLANNED)
    make(made.joined, run, helpers[0])
    other = make(made.a_coach, noord)

    assert "Who takes part" in client_for(coach).get(f"/training/runs/{run}").text
    assert client_for(other).get(f"/training/runs/{run}").status_code == 404


def test_helper_gives_the_place_up_and_can_undo_it(make, run, helpers, client_for, at):
    at(PLANNED)
    client = client_for(helpers[0].actor)
    client.submit(f"/training/runs/{run}/join")
    client.submit(f"/training/runs/{run}/leave")
    page = client.get("/training").text
    assert f'action="/training/runs/{run}/join"' in page

    client.submit(f"/training/runs/{run}/join")
    assert make(made.places_of, run) == {helpers[0].id: "enrolled"}


def test_joining_twice_is_a_clash(make, run, helpers, client_for, at):
    at(PLANNED)
    client = client_for(helpers[0].actor)
    client.submit(f"/training/runs/{run}/join")

    assert client.submit(f"/training/runs/{run}/join").status_code == 409


def test_coordinator_gives_a_place(noord, make, run, helpers, client_for, at):
    at(PLANNED)
    client = client_for(noord["coordinator"])
    assert "Give someone a place" in client.get(f"/training/runs/{run}").text
    answer = client.submit(f"/training/runs/{run}/place", {"participation_id": helpers[0].participation_id})

    assert (answer.status_code, make(made.places_of, run)) == (303, {helpers[0].id: "enrolled"})
    assert client.submit(f"/training/runs/{run}/place", {"participation_id": "nobody"}).status_code == 400


def attendance(run, meeting):
    return f"/training/runs/{run}/sessions/{meeting.id}/attendance"


def test_attendance_is_one_tap_a_person_on_one_page(make, run, helpers, coach, client_for, at):
    make(made.joined, run, *helpers)
    at(STARTS[0] + timedelta(hours=4))
    client, [first, second, _third] = client_for(coach), make(made.sessions_of, run)
    page = client.get(attendance(run, first)).text
    assert page.count('type="checkbox"') == 3
    assert (main_buttons(page), page.count("checked")) == (["Keep"], 0)

    answer = client.submit(attendance(run, first), {"present": [helpers[0].id, helpers[2].id]})
    assert (answer.status_code, answer.location) == (303, f"/training/runs/{run}")
    assert client.get(attendance(run, first)).text.count(" checked") == 2
    assert client.submit(attendance(run, second), {"present": []}).status_code == 422  # still ahead


def test_attendance_is_refused_once_the_coach_holds_no_certificate(noord, make, run, helpers, coach, client_for, at):
    """Requirement 104 over HTTP, with the training under way."""
    make(made.joined, run, helpers[0])
    at(STARTS[0] - timedelta(days=1))
    [paper] = make(made.certificates_of, coach.person_id)
    make(actions.withdraw, paper.id, by=noord["administrator"])
    at(STARTS[0] + timedelta(hours=4))
    [first, *_others] = make(made.sessions_of, run)
    answer = client_for(coach).submit(attendance(run, first), {"present": [helpers[0].id]})

    assert (answer.status_code, "the certificate was withdrawn" in answer.text) == (422, True)


def test_meeting_of_another_training_is_not_found(make, run, programme, coach, client_for, at):
    at(STARTS[0])
    other = make(made.a_run, programme, coach, starts=tuple(start + timedelta(days=70) for start in STARTS))
    [first, *_others] = make(made.sessions_of, other)

    assert client_for(coach).get(attendance(run, first)).status_code == 404


def test_group_is_certified_in_two_clicks(make, run, helpers, coach, client_for, at):
    make(made.joined, run, *helpers)
    make(made.held, run, coach, helpers, helpers, helpers[:2])
    at(AFTER)
    client = client_for(coach)
    assert main_buttons(client.get(f"/training/runs/{run}").text) == ["Give out certificates"]
    page = client.get(f"/training/runs/{run}/certify").text
    assert main_buttons(page) == ["Give out 2 certificates"]

    assert client.submit(f"/training/runs/{run}/certify").status_code == 303
    assert make(lambda: [helper.state for helper in helpers]) == ["active", "active", "admitted"]
    assert client.submit(f"/training/runs/{run}/certify").status_code == 409


def test_certifying_too_early_says_why(make, run, helpers, coach, client_for, at):
    make(made.joined, run, helpers[0])
    at(AFTER)
    answer = client_for(coach).submit(f"/training/runs/{run}/certify")

    assert (answer.status_code, "Tuesday 14 September" in answer.text) == (422, True)


def test_training_is_called_off_after_one_question(make, run, helpers, coach, client_for, at):
    at(PLANNED)
    make(made.joined, run, *helpers)
    client = client_for(coach)
    assert "3 people are in it." in client.get(f"/training/runs/{run}/cancel").text
    assert client.submit(f"/training/runs/{run}/cancel").status_code == 303
    assert client.submit(f"/training/runs/{run}/cancel").status_code == 409
    assert make(made.run_of, run).state == "cancelled"


def test_coordinator_puts_another_coach_before_the_training(noord, make, run, client_for, at):
    at(PLANNED)
    other = make(made.a_coach, noord)
    bare = make(made.a_staff_member, noord, "teacher_coach")
    client, path = client_for(noord["coordinator"]), f"/training/runs/{run}/coach"
    version = make(made.run_of, run).version

    assert client.submit(path, {"trainer_id": bare.person_id, "version": version}).status_code == 422
    late = client.submit(path, {"trainer_id": other.person_id, "version": version + 1})
    shown = re.findall(r'name="version"[^>]* value="(\d+)"', late.text)
    assert (late.status_code, shown) == (409, [str(version)])
    assert client.submit(path, {"trainer_id": other.person_id, "version": version}).status_code == 303
    assert make(made.run_of, run).trainer_id == other.person_id


def test_calendar_file_names_first_names_only(make, run, helpers, client_for, at):
    at(PLANNED)
    make(made.joined, run, helpers[0])
    answer = client_for(helpers[0].actor).get(f"/training/runs/{run}/calendar.ics")

    assert answer.content_type == "text/calendar; charset=utf-8"
    events = list(Calendar.from_ical(answer.data).walk("VEVENT"))
    assert [event.decoded("dtstart") for event in events] == list(STARTS)
    assert {re.sub(r"\d+", "", str(event["summary"])) for event in events} == {"Training tutor with Staff"}
    assert "Member" not in answer.text


def test_certificate_prints_in_the_readers_language(make, run, helpers, coach, client_for, at):
    make(made.joined, run, helpers[0])
    make(made.held, run, coach, helpers[:1], helpers[:1], helpers[:1])
    at(AFTER)
    make(actions.certify, run, by=coach)
    [paper] = make(made.certificates_of, helpers[0].id)
    client = client_for(helpers[0].actor)
    english = client.get(f"/certificates/{paper.id}").text

    assert heading(english) == ["Training certificate"]
    assert paper.code in english
    assert "It is no “certificaat” and no “praktijkverklaring”" in english
    assert len(re.findall(r"<li>Staff\d+ Member, teacher coach since", english)) == 1  # the chain: who trained them
    assert heading(client.get(f"/certificates/{paper.id}?lang=nl").text) == ["Trainingscertificaat"]


def test_certificate_of_someone_else_is_not_found(noord, make, coach, helpers, client_for):
    [paper] = make(made.certificates_of, coach.person_id)

    for actor in (helpers[0].actor, noord["trainer"], noord["safeguarding_lead"]):
        assert client_for(actor).get(f"/certificates/{paper.id}").status_code == 404


BROUGHT = {
    "role": "peer_support/teacher_coach",
    "ground": "Course at another school, 2025",
    "issued_on": "01-06-2027",
    "valid_until": "01-06-2030",
}


def test_administrator_records_a_certificate(noord, make, client_for, at):
    at(PLANNED)
    bare = make(made.a_staff_member, noord, "teacher_coach")
    client = client_for(noord["administrator"])
    page = client.get("/training/certificates/bring-along").text
    assert (main_buttons(page), str(bare.person_id) in page) == (["Record"], True)

    answer = client.submit("/training/certificates/bring-along", {**BROUGHT, "person_id": bare.person_id})
    assert answer.status_code == 303
    assert "Course at another school, 2025" in client.get(answer.location).text
    assert make(queries.may_act_as, bare.person_id, "teacher_coach", "peer_support", PLANNED.date()).yes is True


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"valid_until": "01-06-2026"}, "before it was given out"),
        ({"issued_on": "02-09-2027"}, "in the future"),
        ({"ground": ""}, "still empty"),
        ({"role": "peer_support/magician"}, "Choose one of the answers"),
        ({"person_id": ""}, "still empty"),
    ],
)
def test_record_that_cannot_be_right_keeps_what_was_typed(noord, make, client_for, at, changes, says):
    at(PLANNED)
    bare = make(made.a_staff_member, noord, "teacher_coach")
    data = {**BROUGHT, "person_id": bare.person_id, **changes}
    answer = client_for(noord["administrator"]).submit("/training/certificates/bring-along", data)

    assert (answer.status_code, says in answer.text) == (422, True)
    assert make(made.certificates_of, bare.person_id) == []


@pytest.mark.parametrize("role", ["coordinator", "teacher_coach", "trainer", "supporter"])
def test_recording_is_for_administrators(noord, client_for, role):
    client = client_for(noord[role])

    assert client.get("/training/certificates/bring-along").status_code == 404
    assert client.submit("/training/certificates/bring-along", BROUGHT).status_code == 404


def test_withdrawing_asks_once_and_then_says_so(noord, make, coach, client_for):
    [paper] = make(made.certificates_of, coach.person_id)
    client = client_for(noord["administrator"])
    assert main_buttons(client.get(f"/certificates/{paper.id}/withdraw").text) == []  # the one button is a warning
    assert client.submit(f"/certificates/{paper.id}/withdraw").status_code == 303
    assert client.submit(f"/certificates/{paper.id}/withdraw").status_code == 409

    assert "Withdrawn on" in client.get(f"/certificates/{paper.id}").text


def test_list_shows_what_ends_within_ninety_days(noord, make, client_for, at):
    at(PLANNED)
    soon = make(made.a_coach, noord, until=datetime(2027, 11, 1, tzinfo=UTC).date())
    late = make(made.a_coach, noord)
    client = client_for(noord["administrator"])
    [soon_paper], [late_paper] = (make(made.certificates_of, one.person_id) for one in (soon, late))
    page = client.get("/training/certificates?show=lapsing").text

    assert (str(soon_paper.id) in page, str(late_paper.id) in page) == (True, False)


def test_sheet_holds_the_list(noord, make, coach, client_for):
    [paper] = make(made.certificates_of, coach.person_id)
    answer = client_for(noord["administrator"]).get("/training/certificates/sheet")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))

    assert rows[0] == ["Name", "Role", "Given out on", "Valid until", "State", "Ground", "Code"]
    [mine] = [row for row in rows if row[6] == paper.code]
    assert mine[1:6] == ["teacher coach", "2025-09-01", "2028-09-01", "Valid", "Brought along from elsewhere"]


def test_trainings_go_along_as_a_sheet(noord, make, client_for, at):
    at(PLANNED)
    programme = make(made.a_programme)
    coordinator = make(made.a_staff_member, noord, "coordinator", programme)
    make(made.a_run, programme, make(made.a_coach, noord))
    client = client_for(coordinator)
    answer = client.get("/training/sheet")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))

    assert rows[0] == ["Role", "Coach", "First meeting", "Last meeting", "Place", "Places", "Taken", "Waiting", "State"]
    assert [(row[0], row[2], row[5:]) for row in rows[1:]] == [("tutor", "2027-09-14", ["12", "0", "0", "Planned"])]
    assert client_for(noord["supporter"]).get("/training/sheet").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_training_page_of_a_coordinator_asks_four_times(noord, make, client_for, statements, at, number):
    at(PLANNED)
    programme = make(made.a_programme)
    coordinator = make(made.a_staff_member, noord, "coordinator", programme)
    coach = make(made.a_coach, noord)
    for _one in range(number):
        make(made.a_run, programme, coach)
        make(made.a_helper, noord, programme)
    client = client_for(coordinator)
    client.get("/training")
    with statements() as said:
        page = client.get("/training").text

    assert page.count('href="/training/runs/') == number + 1  # each training, and the button
    assert len(reading(said)) == 3  # the session, the trainings, who waits


@pytest.mark.parametrize("number", [1, 3])
def test_training_page_of_a_coach_asks_three_times(make, programme, coach, client_for, statements, at, number):
    at(PLANNED)
    for _one in range(number):
        make(made.a_run, programme, coach)
    client = client_for(coach)
    client.get("/training")
    with statements() as said:
        client.get("/training")

    assert len(reading(said)) == 3  # the session, the trainings, one's own certificate


@pytest.mark.parametrize("number", [1, 3])
def test_training_page_of_a_helper_asks_four_times(make, programme, coach, helpers, client_for, statements, at, number):
    at(PLANNED)
    runs = [make(made.a_run, programme, coach) for _one in range(number)]
    make(made.joined, runs[0], helpers[0])
    client = client_for(helpers[0].actor)
    client.get("/training")
    with statements() as said:
        client.get("/training")

    assert len(reading(said)) == 4  # the session, the roles, the trainings, the meetings


@pytest.mark.parametrize("number", [1, 3])
def test_certificates_page_asks_three_times(noord, make, client_for, statements, number):
    for _one in range(number):
        make(made.a_coach, noord)
    client = client_for(noord["administrator"])
    client.get("/training/certificates")
    with statements() as said:
        client.get("/training/certificates")

    assert len(reading(said)) == 3  # the session, the count, the page


@pytest.mark.parametrize("path", ["/training", "/training/certificates", "/training/runs/new"])
def test_signed_out_comes_to_the_sign_in_page(client_for, path):
    answer = client_for(None).get(path)

    assert (answer.status_code, answer.location.startswith("/sign-in")) == (303, True)


def test_clock_of_tests_is_the_machines_again():
    assert abs((clock.now() - datetime.now(UTC)).total_seconds()) < 5
