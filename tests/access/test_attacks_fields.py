"""What a page must not show somebody who may open it: notes, names and looks that domain.md section 7 does not give."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from maatwerk.access import queries as access_queries
from maatwerk.access.actor import SYSTEM, Actor, Grant
from maatwerk.access.work import unit_of_work
from maatwerk.ground import clock
from maatwerk.ground.database import db
from maatwerk.matching.waiting.queries import candidates
from maatwerk.people.model import Affiliation, ExternalNumber, Partner, Person
from maatwerk.programme.model import Participation
from maatwerk.testing import Client
from maatwerk.trajectory.model import Match, Meeting
from tests.access import journey
from tests.access.journey import Scene
from tests.factories import matching
from tests.factories.intake import a_nominee
from tests.factories.trajectory import a_pair, met, pairs


@pytest.fixture
def found(battered: Scene) -> Scene:
    """Two lanes in an organisation of their own."""
    return battered


@pytest.fixture
def browse(app: Flask, found: Scene) -> Callable[[str], Client]:
    """`browse(role)` is the browser of somebody of the first lane, or of the staff."""
    return lambda role: journey.sign_in(app, found, journey.actor_of(found, found.own, role))


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


NOTES = {
    "seeker": {"note_shared"},
    "supporter": {"note_own", "note_shared", "note_coordinator"},
    "coordinator": {"note_coordinator"},
    "teacher_coach": set(),
}


@pytest.mark.parametrize("role", NOTES)
def test_a_note_is_read_by_its_audience_only(found, browse, role):
    client, match = browse(role), found.own.rows["match"]
    pages = [f"/matches/{match}", *(f"/matches/{match}/meetings/{found.own.rows[f'meeting_{a}']}"
             for a in ("own", "shared", "coordinator"))]  # fmt: skip
    for page in (pages[0], "".join(pages[1:2]), pages[2], pages[3]):
        said = text(client, page)
        shown = {name for name in ("note_own", "note_shared", "note_coordinator") if f"own {name}" in said}
        assert shown <= NOTES[role]
    whole = "".join(text(client, page) for page in pages)

    assert {name for name in ("note_own", "note_shared", "note_coordinator") if f"own {name}" in whole} == NOTES[role]


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        ("seeker", []),
        ("supporter", []),
        ("teacher_coach", ["own check_in_coach"]),
        ("coordinator", ["own check_in", "own check_in_coach"]),
    ],
)
def test_a_coach_reads_the_check_ins_of_their_own_only(found, browse, role, seen):
    said = text(browse(role), f"/matches/{found.own.rows['match']}").replace("own check_in_coach", "<coach>")
    shown = [word for word, mark in (("own check_in", "own check_in"), ("own check_in_coach", "<coach>"))
             if mark in said]  # fmt: skip

    assert shown == seen


def test_the_form_of_a_check_in_shows_a_coach_no_other_check_in_and_no_ask(found, browse):
    page = f"/matches/{found.own.rows['match']}/check-in"
    coach, coordinator = text(browse("teacher_coach"), page), text(browse("coordinator"), page)

    assert ("own check_in<" in coach, "own check_in<" in coordinator) == (False, True)
    assert (str(found.own.rows["ask"]) in coach, str(found.own.rows["ask"]) in coordinator) == (False, True)


@pytest.mark.parametrize(
    ("role", "status"), [("seeker", 200), ("supporter", 404), ("coordinator", 200), ("teacher_coach", 404)]
)
def test_a_look_back_is_read_by_its_writer_and_the_coordinator(found, browse, role, status):
    url = f"/matches/{found.own.rows['match']}/review?moment=final&side=seeker"

    assert browse(role).get(url).status_code == status


@pytest.mark.parametrize("role", ["seeker", "supporter"])
def test_the_agreement_on_paper_names_the_other_by_what_they_are_called(found, browse, role):
    said = text(browse(role), f"/matches/{found.own.rows['match']}/agreement/print")
    other = "supporter" if role == "seeker" else "seeker"

    assert (f"own called_{other}" in said, f"own family_{other}" in said) == (True, False)


@pytest.mark.parametrize("role", ["seeker", "supporter"])
def test_the_two_of_a_road_never_see_each_others_family_name_or_address(found, browse, role):
    client, other = browse(role), "supporter" if role == "seeker" else "seeker"
    with journey.inside(found):
        person = db.session.get_one(Person, (found.tenant.id, found.own.person(other)))
        hidden = [person.family_name, person.email, str(person.birth_date.year)]
    match = found.own.rows["match"]
    pages = ["/my", "/my/plan", "/my/looking-back", f"/matches/{match}", f"/matches/{match}/agreement"]
    whole = "".join(text(client, page) for page in pages)

    assert [word for word in hidden if word and word in whole] == []


@pytest.mark.parametrize("role", ["seeker", "supporter", "guardian", "nominator", "applicant"])
def test_nobody_of_the_two_sides_ever_sees_a_severity(found, browse, role):
    client = browse(role)
    pages = ("/my", "/my/plan", "/nominations", "/consent", "/my/nomination", "/account", "/who-sees-what",
             f"/applications/{found.own.rows['application']}")  # fmt: skip
    bodies = [client.get(page).get_data(as_text=True).lower() for page in pages]
    words = ("interview_note", "triage_handover", "risicojongere", "problematiek", "refer_to_care", "too heavy")

    assert [word for word in words if any(word in body for body in bodies)] == []


def test_a_coach_sees_of_a_person_the_name_and_how_consents_stand(found, browse):
    said = text(browse("teacher_coach"), f"/people/{found.own.person('seeker')}")

    assert ("own called_seeker" in said, "own course" in said, "own group" in said) == (True, False, False)


def test_a_coordinator_of_one_programme_sees_no_part_in_another(found):
    with journey.inside(found):
        from maatwerk.people.persons.queries import record  # needs the app's tables

        person_id = found.own.person("seeker")
        with unit_of_work(SYSTEM) as work:
            tutor = found.tenant.programmes["peer_support/tutor"]
            work.add(
                Participation(
                    programme_id=tutor, person_id=person_id, side="seeker", role_key="mentee", state="referred",
                    since=work.now, entered_at=work.now,
                )
            )  # fmt: skip
        buddy = found.tenant.programmes["peer_support/buddy"]
        here = record(person_id, limited(found, Grant("coordinator", buddy)))
        whole = record(person_id, found.staff["coordinator"])

    assert {part.programme_id for part in here.parts} == {buddy}
    assert len({part.programme_id for part in whole.parts}) == 2


def limited(found: Scene, *grants: Grant) -> Actor:
    """A coordinator within these grants only."""
    return Actor(
        tenant_id=found.tenant.id, person_id=found.staff["coordinator"].person_id,
        account_id=found.staff["coordinator"].account_id, grants=frozenset(grants), factors=2,
        roles=frozenset({"coordinator"}),
    )  # fmt: skip


def test_candidates_are_those_within_reach_of_who_looks(found):
    with journey.inside(found):
        programme = matching.a_programme()
        with unit_of_work(SYSTEM) as work:
            school = work.add(Partner(kind="school", name="Another school")).id
        seeker = matching.a_seeker(programme, partner_id=school)
        near, far = matching.a_supporter(programme, partner_id=school), matching.a_supporter(programme)
        seen = candidates(seeker.id, by=limited(found, Grant("coordinator", partner_id=school)))
        whole = candidates(seeker.id, by=found.staff["coordinator"])

    assert {one.someone.id for one in (*seen.ranked, *seen.excluded)} == {near.id}
    assert {one.someone.id for one in (*whole.ranked, *whole.excluded)} == {near.id, far.id}


def test_a_grant_with_two_limits_gives_what_fits_both(found):
    """A programme and a school together are narrower than either, for every kind."""
    from maatwerk.access import policy  # beside the rule it tests

    with journey.inside(found):
        with unit_of_work(SYSTEM) as work:
            school = work.add(Partner(kind="school", name="A third school")).id
        actor = limited(found, Grant("coordinator", found.tenant.programmes["peer_support/buddy"], partner_id=school))
        kinds = ("match", "participation", "person", "proposal", "interview", "application", "nomination",
                 "training_run", "certificate", "consent", "meeting", "goal")  # fmt: skip
        seen = {
            kind: len(db.session.scalars(select(model.id).where(policy.visible(actor, "read", model))).all())
            for kind in kinds
            for model in (policy.model_of(kind),)
        }

    assert seen == dict.fromkeys(kinds, 0)


def test_who_left_a_school_is_no_longer_seen_there(found):
    from maatwerk.access import policy  # beside the rule it tests

    with journey.inside(found):
        programme = matching.a_programme()
        with unit_of_work(SYSTEM) as work:
            school = work.add(Partner(kind="school", name="A school one leaves")).id
        seeker = matching.a_seeker(programme, partner_id=school)
        actor = limited(found, Grant("coordinator", partner_id=school))
        before = policy.can(actor, "read", "person", seeker.person_id)
        with unit_of_work(SYSTEM) as work:
            place = work.one(select(Affiliation).where(Affiliation.person_id == seeker.person_id))
            place.until = work.today - timedelta(days=1)
        after = policy.can(actor, "read", "person", seeker.person_id)

    assert (before, after) == (True, False)


def test_a_page_for_a_worry_is_no_look_that_the_person_reads(app, found):
    client = journey.sign_in(app, found, found.own.actors["supporter"])
    child = found.own.person("seeker")
    with journey.inside(found):
        before = [look for look in access_queries.who_saw(child) if look.kind == "person"]
    assert client.get(f"/worries/about/{child}").status_code == 200
    with journey.inside(found):
        after = [look for look in access_queries.who_saw(child) if look.kind == "person"]

    assert after == before


def test_who_nominates_by_number_learns_no_name(app, found):
    """A number and a birth date open no record: the list shows what was typed."""
    from maatwerk.intake.nominations import actions, queries  # beside what it tests
    from maatwerk.intake.rules import Nominated

    with journey.inside(found):
        child = db.session.get_one(Person, (found.tenant.id, found.own.person("seeker")))
        number = db.session.scalars(select(ExternalNumber.number).where(ExternalNumber.person_id == child.id)).one()
        known = Nominated(True, "teacher", (), "why", a_nominee(
            given_name="Guessed", family_name="Someone", number=number, birth_date=child.birth_date))  # fmt: skip
        nominator = found.own.actors["nominator"]
        actions.nominate(found.tenant.programmes["peer_support/buddy"], known, by=nominator)
        listed = queries.my_nominations(nominator).items

    assert [one.called for one in listed if one.called and "called_seeker" in one.called] == []
    assert "Guessed" in [one.called for one in listed]


def test_who_left_a_circle_reads_nothing_of_its_later_meetings(found):
    from maatwerk.trajectory.meetings.queries import meetings  # beside what it tests

    with journey.inside(found):
        first, second = pairs(found.tenant, "peer_support/mentor", seekers=2, circle=True)
        with unit_of_work(SYSTEM) as work:
            for pair in (first, second):
                match = work.get(Match, pair.match_id)
                match.state, match.started_on = "active", work.today - timedelta(days=30)
                match.made_at = work.now - timedelta(days=40)
        both = {first.match_id: True, second.match_id: True}
        early = met(second, clock.today() - timedelta(days=9), present=both)
        with unit_of_work(SYSTEM) as work:
            match = work.get(Match, first.match_id)
            match.state, match.ended_on = "ended_early", work.today - timedelta(days=5)
        late = met(second, clock.today(), present={second.match_id: True})
        seen = {row.id for row in meetings(first.match)}
        stays = {row.id for row in meetings(second.match)}
        count = len(db.session.scalars(select(Meeting.id).where(Meeting.circle_id == first.circle_id)).all())

    assert (seen, stays, count) == ({early}, {early, late}, 2)


def test_a_pair_has_no_other_pairs_meetings(found):
    from maatwerk.trajectory.meetings.queries import meetings  # beside what it tests

    with journey.inside(found):
        pair = a_pair(found.tenant)

        assert meetings(pair.match) == []
