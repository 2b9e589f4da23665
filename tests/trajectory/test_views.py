"""Every page of the road, opened by whoever it is for and shut for everybody else."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from maatwerk.ground import clock
from maatwerk.trajectory.closing import actions as closing
from maatwerk.trajectory.meetings import actions as meetings
from maatwerk.trajectory.meetings.queries import next_planned
from maatwerk.trajectory.rules.closing import Kind
from tests.factories import trajectory as make

OF_THE_TWO = ["", "/agreement", "/agreement/change", "/goals", "/meetings/plan", "/review", "/ask"]
END = {"reason": "", "reason_seeker": "", "reason_supporter": "", "after": "done"}
OF_STAFF = ["", "/kickoff", "/agreement", "/goals", "/check-in", "/close"]


def _titles(body: str) -> list[str]:
    return [re.sub(r"<[^>]+>", "", found).strip() for found in re.findall(r"<h1.*?</h1>", body, re.DOTALL)]


def _mains(body: str) -> int:
    """How many main buttons a page has."""
    return len(re.findall(r'class="btn btn-(?:main|danger)', body))


def _well_made(answer) -> str:
    body = answer.get_data(as_text=True)
    assert answer.status_code == 200, body[:300]
    assert len(_titles(body)) == 1
    assert _mains(body) <= 1
    assert " style=" not in body
    return body


@pytest.mark.parametrize("path", [*OF_THE_TWO, "/log"])
def test_supporter_opens_their_own_pages(here, client_for, path):
    pair = make.road(here)
    make.met(pair)

    _well_made(client_for(pair.supporter).get(f"/matches/{pair.match_id}{path}"))


@pytest.mark.parametrize("path", [*OF_THE_TWO, "/reflect"])
def test_young_person_opens_their_own_pages(here, client_for, path):
    pair = make.road(here)
    make.met(pair)

    _well_made(client_for(pair.seeker).get(f"/matches/{pair.match_id}{path}"))


@pytest.mark.parametrize("path", OF_STAFF)
def test_coordinator_opens_the_pages_of_staff(here, client_for, path):
    pair = make.road(here)
    make.met(pair)

    _well_made(client_for(here["coordinator"]).get(f"/matches/{pair.match_id}{path}"))


@pytest.mark.parametrize("path", ["", "/check-in", "/goals", "/agreement"])
def test_teacher_coach_reads_and_checks_in(here, client_for, path):
    pair = make.road(here)

    _well_made(client_for(here["teacher_coach"]).get(f"/matches/{pair.match_id}{path}"))


@pytest.mark.parametrize("path", ["/close", "/kickoff", "/log", "/ask", "/reflect", "/agreement/change"])
def test_teacher_coach_does_not_close_log_or_ask(here, client_for, path):
    pair = make.road(here)

    assert client_for(here["teacher_coach"]).get(f"/matches/{pair.match_id}{path}").status_code == 404


@pytest.mark.parametrize("path", sorted({*OF_THE_TWO, *OF_STAFF, "/log", "/reflect", "/agreement/print"}))
def test_the_other_mentor_gets_the_same_404_as_for_nothing(here, client_for, path):
    """Contract: whoever may not see a thing gets the 404 of what does not exist."""
    pair, other = make.road(here), make.road(here)
    client = client_for(other.supporter)

    shut = client.get(f"/matches/{pair.match_id}{path}")
    nothing = client.get(f"/matches/{make.uuid4()}{path}")

    assert (shut.status_code, nothing.status_code) == (404, 404)
    strip = re.compile(rb"[0-9a-zA-Z_.-]{10,}")  # tokens and the reference number
    assert strip.sub(b"", shut.data) == strip.sub(b"", nothing.data)


@pytest.mark.parametrize("role", ["administrator", "care_coordinator", "safeguarding_lead", "trainer"])
def test_other_staff_see_no_match(here, client_for, role):
    """Domain section 7: what is not in the table is no."""
    pair = make.road(here)
    client = client_for(here[role])

    assert client.get(f"/matches/{pair.match_id}").status_code == 404
    assert client.get("/matches").status_code == 404


@pytest.mark.parametrize("path", ["/my", "/my/plan", "/my/looking-back"])
@pytest.mark.parametrize("side", ["seeker", "supporter"])
def test_own_pages_open_for_both_sides(here, client_for, path, side):
    pair = make.road(here)
    make.met(pair)

    _well_made(client_for(getattr(pair, side)).get(path))


@pytest.mark.parametrize("path", ["/my", "/my/plan", "/my/looking-back"])
def test_own_pages_say_what_happens_now_without_a_match(here, client_for, path):
    _well_made(client_for(here["seeker"]).get(path))


def test_first_page_asks_one_question_and_shows_the_next_meeting(here, client_for):
    pair = make.road(here)
    make.met(pair)
    meetings.plan_meeting(pair.match_id, make.tomorrow(), by=pair.supporter, form_key="one")

    body = _well_made(client_for(pair.seeker).get("/my"))

    assert body.count('name="mood"') == 4
    assert f"You and {pair.supporter.called}" in _titles(body)
    assert str(next_planned(pair.match).id) in body


def test_circle_is_one_card_with_one_log(here, client_for):
    one, two, three = make.pairs(here, make.MENTOR, seekers=3, circle=True)
    make.begun(one)

    body = _well_made(client_for(one.supporter).get("/my"))

    assert body.count("/log") == 1
    for pair in (one, two, three):
        assert pair.seeker.called in body


def test_circle_log_asks_who_was_there(here, client_for):
    one, two = make.pairs(here, make.MENTOR, seekers=2, circle=True)
    make.begun(one)

    body = _well_made(client_for(one.supporter).get(f"/matches/{one.match_id}/log"))

    assert body.count('name="present"') == 2
    assert two.seeker.called in body


def _log(pair: make.Pair, **more: object) -> dict[str, object]:
    told = {"key": "abc", "on": clock.today().isoformat(), "mood": "good", "minutes": "60", "minutes_other": ""}
    return {**told, "audience": "own", "talk": "no", **more}


def test_log_is_saved_and_a_double_tap_is_one_meeting(here, client_for):
    pair = make.road(here)
    client = client_for(pair.supporter)

    answers = [client.submit(f"/matches/{pair.match_id}/log", _log(pair)) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert pair.match.meetings_held == 1


def test_log_without_a_mood_keeps_what_was_typed(here, client_for):
    pair = make.road(here)

    answer = client_for(pair.supporter).submit(
        f"/matches/{pair.match_id}/log", _log(pair, mood="", note="We made a plan")
    )

    assert answer.status_code == 422
    assert "We made a plan" in answer.get_data(as_text=True)
    assert pair.match.meetings_held == 0


def test_log_has_the_worry_door_and_112(here, client_for):
    """Ruling 7: beside every log, apart from it."""
    pair = make.road(here)

    body = client_for(pair.supporter).get(f"/matches/{pair.match_id}/log").get_data(as_text=True)

    assert str(pair.seeker.person_id) in body
    assert "Call 112" in body


def test_own_note_shows_to_its_writer_alone(here, client_for):
    """Domain section 7: the canary sings for nobody else."""
    pair = make.road(here)
    meeting_id = make.met(pair)
    canary = make.CANARY
    pages = ["/matches", f"/matches/{pair.match_id}", f"/matches/{pair.match_id}/meetings/{meeting_id}", "/my",
             "/my/looking-back", "/my/plan", f"/matches/{pair.match_id}/check-in", "/matches/sheet"]  # fmt: skip

    heard = {
        name: [page for page in pages if canary in client_for(actor).get(page).get_data(as_text=True)]
        for name, actor in {
            "supporter": pair.supporter,
            "seeker": pair.seeker,
            "coordinator": here["coordinator"],
            "coach": here["teacher_coach"],
        }.items()
    }

    assert heard == {
        "supporter": [pages[1], pages[2], "/my/looking-back"],
        "seeker": [],
        "coordinator": [],
        "coach": [],
    }


@pytest.mark.parametrize(
    ("audience", "readers"), [("own", set()), ("shared", {"seeker"}), ("coordinator", {"coordinator"})]
)
def test_note_is_read_by_its_audience(here, client_for, audience, readers):
    pair = make.road(here)
    meeting_id = make.met(pair, audience=make.Audience(audience))
    page = f"/matches/{pair.match_id}/meetings/{meeting_id}"
    actors = {"seeker": pair.seeker, "coordinator": here["coordinator"], "teacher_coach": here["teacher_coach"]}

    heard = {n for n, actor in actors.items() if make.CANARY in client_for(actor).get(page).get_data(as_text=True)}

    assert heard == readers


def test_young_persons_own_line_is_theirs_alone(here, client_for):
    pair = make.road(here)
    meeting_id = make.met(pair, note="")
    answer = client_for(pair.seeker).submit(f"/matches/{pair.match_id}/reflect", {"mood": "great", "line": make.CANARY})
    assert answer.status_code == 303
    pages = [f"/matches/{pair.match_id}/meetings/{meeting_id}", f"/matches/{pair.match_id}", "/my/looking-back"]

    heard = {
        name: [page for page in pages if make.CANARY in client_for(actor).get(page).get_data(as_text=True)]
        for name, actor in {"seeker": pair.seeker, "supporter": pair.supporter, "staff": here["coordinator"]}.items()
    }

    assert heard == {"seeker": [pages[0], pages[2]], "supporter": [], "staff": []}


def test_meeting_of_another_match_is_not_found_here(here, client_for):
    pair, other = make.road(here), make.road(here)
    meeting_id = make.met(other)

    assert client_for(pair.supporter).get(f"/matches/{pair.match_id}/meetings/{meeting_id}").status_code == 404


def test_meeting_is_planned_and_moved_in_three_taps(here, client_for):
    pair = make.road(here)
    client = client_for(pair.seeker)
    url = f"/matches/{pair.match_id}/meetings/plan"
    moments = re.findall(r'name="moment" value="(20[^"]+)"', client.get(url).get_data(as_text=True))

    assert client.submit(url, {"key": "k", "moment": moments[0], "place": "Canteen"}).status_code == 303
    meeting = next_planned(pair.match)
    moved = client.submit(
        f"/matches/{pair.match_id}/meetings/{meeting.id}", {"moment": moments[1], "version": meeting.version}
    )

    assert (len(moments), moved.status_code) == (3, 303)
    assert next_planned(pair.match).starts_at.isoformat()[:10] == moments[1][:10]


def test_meeting_moved_by_somebody_else_meanwhile_is_a_clash(here, client_for):
    pair = make.road(here)
    meetings.plan_meeting(pair.match_id, make.tomorrow(), by=pair.supporter, form_key="k")
    meeting = next_planned(pair.match)
    url = f"/matches/{pair.match_id}/meetings/{meeting.id}"
    page = client_for(pair.seeker).get(url).get_data(as_text=True)
    moment = re.findall(r'name="moment" value="(20[^"]+)"', page)[0]

    answer = client_for(pair.seeker).submit(url, {"moment": moment, "version": meeting.version + 7})

    assert answer.status_code == 409
    assert next_planned(pair.match).starts_at == make.tomorrow()
    shown = re.findall(r'name="version" type="hidden" value="(\d+)"', answer.text)
    assert set(shown) == {str(meeting.version)}
    assert client_for(pair.seeker).submit(url, {"moment": moment, "version": shown[0]}).status_code == 303


def test_calendar_file_holds_a_first_name_only(here, client_for):
    pair = make.road(here)
    meetings.plan_meeting(pair.match_id, make.tomorrow(), by=pair.supporter, form_key="k")
    meeting = next_planned(pair.match)

    answer = client_for(pair.seeker).get(f"/matches/{pair.match_id}/meetings/{meeting.id}.ics")

    text = answer.get_data(as_text=True)
    assert answer.content_type == "text/calendar; charset=utf-8"
    assert f"SUMMARY:Meeting with {pair.supporter.called}" in text
    assert "Post" not in text


def test_ask_is_three_taps_without_a_word(here, client_for):
    pair = make.road(here)
    url = f"/matches/{pair.match_id}/ask"

    answer = client_for(pair.seeker).submit(url, {"kind": "stop"})

    assert answer.status_code == 303
    seen = client_for(pair.supporter).get(f"/matches/{pair.match_id}").get_data(as_text=True)
    assert "wants to stop" not in seen
    staff = client_for(here["coordinator"]).get(f"/matches/{pair.match_id}").get_data(as_text=True)
    assert f"{pair.seeker.called} wants to stop" in staff


def test_check_in_is_two_clicks_and_a_line(here, client_for):
    pair = make.road(here)
    url = f"/matches/{pair.match_id}/check-in"
    data = {"with_whom": "both", "summary": "Goes well", "on": clock.today().isoformat()}

    answer = client_for(here["coordinator"]).submit(url, data)

    assert answer.status_code == 303
    assert "Goes well" in client_for(here["coordinator"]).get(f"/matches/{pair.match_id}").get_data(as_text=True)
    assert "Goes well" not in client_for(pair.supporter).get(f"/matches/{pair.match_id}").get_data(as_text=True)


def test_agreement_is_written_by_one_and_confirmed_by_the_other(here, client_for):
    pair = make.begun(make.a_pair(here))
    data = {"number": "0", "rhythm": "weekly", "minutes": "60", "contact": "phone", "at_time": "15:30", "weekday": "3"}
    wrote = client_for(pair.supporter).submit(f"/matches/{pair.match_id}/agreement/change", data)
    read = _well_made(client_for(pair.seeker).get(f"/matches/{pair.match_id}/agreement"))

    said = client_for(pair.seeker).submit(f"/matches/{pair.match_id}/agreement/yes", {"number": "1"})

    assert (wrote.status_code, said.status_code) == (303, 303)
    assert "Yes, I agree" in read
    paper = client_for(pair.seeker).get(f"/matches/{pair.match_id}/agreement/print")
    assert paper.status_code == 200


def test_agreement_written_by_both_at_once_keeps_the_second_text(here, client_for):
    pair = make.road(here)
    data = {"number": "0", "rhythm": "weekly", "minutes": "60", "contact": "phone", "place": "Under the clock"}

    answer = client_for(pair.seeker).submit(f"/matches/{pair.match_id}/agreement/change", data)

    assert answer.status_code == 409
    assert "Under the clock" in answer.get_data(as_text=True)


def test_goal_in_own_words_with_a_first_step(here, client_for):
    pair = make.road(here)
    url = f"/matches/{pair.match_id}/goals"

    answer = client_for(pair.seeker).submit(url, {"words": "Plan my own week", "first_step": "Buy a diary"})
    assert answer.status_code == 303

    body = _well_made(client_for(pair.supporter).get(url))
    assert ("Plan my own week" in body, "Buy a diary" in body) == (True, True)


def test_kickoff_is_planned_and_written_down(here, client_for):
    pair = make.a_pair(here)
    client, url = client_for(here["coordinator"]), f"/matches/{pair.match_id}/kickoff"
    day = make.tomorrow().date().isoformat()
    _well_made(client.get(url))

    planned = client.submit(f"{url}/plan", {"day": day, "at": "15:30", "place": "Room 12"})
    body = _well_made(client.get(url))
    parties = re.findall(r'name="present" value="([0-9a-f-]{36})"', body)
    version = re.findall(r'name="version" type="hidden" value="(\d+)"', body)
    came = client.submit(f"{url}/came", {"on": clock.today().isoformat(), "present": parties, "version": version[:1]})

    assert (planned.status_code, came.status_code) == (303, 303)
    assert pair.match.state == "active"


def test_kickoff_planned_by_somebody_else_meanwhile_can_be_saved_once_more(here, client_for):
    pair = make.a_pair(here)
    client, url = client_for(here["coordinator"]), f"/matches/{pair.match_id}/kickoff"
    typed = {"day": make.tomorrow().date().isoformat(), "at": "15:30", "place": "Room 12"}
    client.submit(f"{url}/plan", typed)

    late = client.submit(f"{url}/plan", {**typed, "place": "Room 14", "version": "0"})
    shown = set(re.findall(r'name="version" type="hidden" value="(\d+)"', late.text))

    assert (late.status_code, late.text.count('value="Room 14"'), len(shown)) == (409, 1, 1)
    assert client.submit(f"{url}/plan", {**typed, "place": "Room 14", "version": shown.pop()}).status_code == 303


def test_closing_in_four_guided_clicks(here, client_for):
    """Persona 2: close a match in four guided clicks."""
    pair = make.road(here)
    client, url = client_for(here["coordinator"]), f"/matches/{pair.match_id}/close"
    today = clock.today().isoformat()
    answers = [client.submit(f"{url}/open", {"kind": "complete", "last_on": today})]
    for actor in (pair.seeker, pair.supporter):
        make.looked_back(pair, actor)
    for path, data in (
        ("goodbye", {"last_on": today, "farewell": "together"}),
        ("follow-up", {"day": (clock.today() + timedelta(days=42)).isoformat()}),
        ("end", END),
    ):
        _well_made(client.get(url))
        answers.append(client.submit(f"{url}/{path}", data))

    assert [answer.status_code for answer in answers] == [303] * 4
    assert pair.match.state == "closed"
    _well_made(client.get(url))


def test_closing_refuses_to_end_with_open_steps(here, client_for):
    pair = make.road(here)
    closing.open_closing(pair.match_id, Kind.COMPLETE, clock.today(), by=pair.coordinator)

    answer = client_for(here["coordinator"]).submit(f"/matches/{pair.match_id}/close/end", END)

    assert answer.status_code == 422
    assert "Some steps are still open" in answer.get_data(as_text=True)
    assert pair.match.state == "closing"


def test_never_started_asks_for_a_reason(here, client_for):
    pair = make.a_pair(here)
    client, url = client_for(here["coordinator"]), f"/matches/{pair.match_id}/never-started"
    _well_made(client.get(url))

    refused = client.submit(url, {**END, "after": "wait_again"})
    done = client.submit(url, {**END, "reason": "no_time", "after": "wait_again"})

    assert (refused.status_code, done.status_code) == (422, 303)
    assert pair.match.state == "never_started"


def test_review_is_read_by_its_writer_and_staff_not_by_the_other(here, client_for):
    pair = make.road(here)
    closing.open_closing(pair.match_id, Kind.COMPLETE, clock.today(), by=pair.coordinator)
    make.looked_back(pair, pair.seeker)
    url = f"/matches/{pair.match_id}/review?moment=final&side=seeker"

    codes = [client_for(actor).get(url).status_code for actor in (pair.seeker, here["coordinator"], pair.supporter)]

    assert codes == [200, 200, 404]


def test_review_form_is_sent_in_one_go(here, client_for):
    pair = make.road(here)
    closing.open_closing(pair.match_id, Kind.COMPLETE, clock.today(), by=pair.coordinator)
    client, url = client_for(pair.supporter), f"/matches/{pair.match_id}/review"
    body = _well_made(client.get(url))
    answers = dict(re.findall(r'type="radio" id="[^"]+" name="(q_[a-z_]+)" value="(\w+)"', body))

    assert client.submit(url, answers).status_code == 303
    assert client.submit(url, answers).status_code == 409


def test_programme_says_what_comes_first_in_a_phase(here, client_for):
    """The variant's own answer to trajectory_next_step: the first thing that is not ticked yet."""
    pair = make.road(here)
    client = client_for(pair.seeker)
    before = client.get("/my/plan").get_data(as_text=True)

    client.submit(f"/matches/{pair.match_id}/tick", {"phase": "start_up", "item": "agreement", "done": "1"})
    after = client.get("/my/plan").get_data(as_text=True)

    assert "First in this phase: You made the agreement together" in before
    assert "First in this phase: You did something fun together" in after


def _main(body: str) -> list[str]:
    """The words on the main buttons of a page."""
    found = re.findall(r'class="btn btn-main[^"]*"[^>]*>(.*?)</(?:a|button)>', body, re.DOTALL)
    return [re.sub(r"<[^>]+>", "", one).strip() for one in found]


@pytest.mark.parametrize("side", ["seeker", "supporter"])
def test_first_page_leads_from_planning_the_first_session_to_the_agreement(here, client_for, side):
    """Requirements 41 and 42: the page asks for what the letter asks for, one thing at a time."""
    pair = make.a_pair(here, make.TUTOR)
    client = client_for(getattr(pair, side))
    told = [_main(_well_made(client.get("/my")))]

    meetings.plan_meeting(pair.match_id, make.tomorrow(), by=pair.supporter, form_key="first")
    told.append(_main(_well_made(client.get("/my"))))
    make.agreed(pair)
    told.append(_main(_well_made(client.get("/my"))))

    assert told == [["Plan the first meeting"], ["Make the agreement"], []]


def test_first_page_says_to_make_the_agreement_once_the_two_met(here, client_for):
    pair = make.a_pair(here, make.TUTOR)
    make.met(pair)
    body = _well_made(client_for(pair.supporter).get("/my"))

    assert _main(body) == ["Make the agreement"]
    assert "Plan a meeting" in body
