"""A worry is raised, read and answered, and leaves nothing anywhere else (ruling 7)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from maatwerk.access.actor import SYSTEM
from maatwerk.access.model import RoleGrant
from maatwerk.access.work import Clash, NotFound, Refused, unit_of_work
from maatwerk.ground.clock import AMSTERDAM
from maatwerk.ground.database import db
from maatwerk.programme.model import Participation
from maatwerk.safeguarding import actions, queries
from maatwerk.safeguarding.model import Concern
from maatwerk.safeguarding.rules import State, Urgency
from tests.factories import people
from tests.factories.safeguarding import WORDS, a_worry
from tests.factories.world import a_person, an_account

DAY = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
STILL = "something_still_waits"


def concern(concern_id):
    db.session.rollback()
    return db.session.execute(select(Concern).where(Concern.id == concern_id)).scalar_one()


def test_worry_is_received_with_its_words(here):
    found = concern(a_worry(here["supporter"].person_id, here["supporter"], urgency=Urgency.TODAY))

    assert (found.state, found.urgency, found.words) == ("received", "today", WORDS)
    assert (found.person_id, found.raised_by) == (here["supporter"].person_id, here["supporter"].person_id)
    assert (found.read_at, found.acknowledged_at) == (None, None)


def test_words_are_sealed_in_the_database(here):
    found = concern(a_worry(here["supporter"].person_id, here["supporter"]))

    assert WORDS.encode() not in bytes(found.words_sealed)


def test_lead_and_deputy_get_a_letter_that_says_only_that_something_waits(here, sent_letters):
    worry = a_worry(here["supporter"].person_id, here["supporter"])
    keys = {letter.key: letter for letter in sent_letters() if str(worry) in letter.key}

    heard = {letter.to_person_id for letter in keys.values()}
    assert heard == {here["safeguarding_lead"].person_id, here["safeguarding_deputy"].person_id}
    assert {(letter.kind, letter.goes_to, letter.subject_id) for letter in keys.values()} == {
        ("something_waits", "/worries", None)
    }
    assert [letter.values for letter in keys.values()] == [{}, {}]


def test_worry_about_the_lead_goes_past_the_lead(here, sent_letters):
    worry = a_worry(here["safeguarding_lead"].person_id, here["safeguarding_lead"])

    heard = [letter.to_person_id for letter in sent_letters() if str(worry) in letter.key]
    assert heard == [here["safeguarding_deputy"].person_id]
    with pytest.raises(NotFound):
        actions.mark_read(worry, by=here["safeguarding_lead"])


def test_nobody_raises_a_worry_about_a_stranger(here):
    with pytest.raises(NotFound):
        a_worry(here["applicant"].person_id, here["supporter"])


@pytest.mark.parametrize("role", ["coordinator", "teacher_coach", "care_coordinator"])
def test_staff_raise_a_worry_about_whom_they_see(here, role):
    pupil = a_pupil(here)

    assert concern(a_worry(pupil, here[role])).raised_by == here[role].person_id


def a_pupil(here):
    """A student of the school itself who takes part."""
    pupil = people.a_person()
    people.an_affiliation(pupil)
    with unit_of_work(SYSTEM) as work:
        work.add(
            Participation(
                programme_id=here.programmes["peer_support/tutor"],
                person_id=pupil,
                side="seeker",
                role_key="mentee",
                state="waiting",
                since=work.now,
                entered_at=work.now,
                places=1,
            )
        )
    return pupil


def test_parent_raises_a_worry_about_the_child(here):
    assert concern(a_worry(here["seeker"].person_id, here["guardian"])).raised_by == here["guardian"].person_id


@pytest.mark.parametrize("role", ["administrator", "trainer", "applicant", "nominator"])
def test_who_has_no_tie_raises_none(here, role):
    with pytest.raises(NotFound):
        a_worry(here["seeker"].person_id, here[role])


def test_without_lead_and_deputy_nothing_is_kept(here):
    """No tenant without a named lead: a worry that nobody may read is refused, with what to do instead."""
    before = db.session.execute(select(func.count()).select_from(Concern)).scalar_one()
    ended = _end_grants()
    try:
        assert queries.lead_named() is False
        with pytest.raises(Refused, match="0800-2000"):
            a_worry(here["supporter"].person_id, here["supporter"])
    finally:
        _give_back(ended)
    assert queries.lead_named() is True
    assert db.session.execute(select(func.count()).select_from(Concern)).scalar_one() == before


def _end_grants():
    with unit_of_work(SYSTEM) as work:
        grants = work.find(
            select(RoleGrant).where(
                RoleGrant.role.in_(("safeguarding_lead", "safeguarding_deputy")), RoleGrant.ended_at.is_(None)
            )
        )
        for grant in grants:
            grant.ended_at = work.now
        return [grant.id for grant in grants]


def _give_back(ids):
    with unit_of_work(SYSTEM) as work:
        for grant in work.find(select(RoleGrant).where(RoleGrant.id.in_(ids))):
            grant.ended_at = None


@pytest.mark.parametrize("role", ["safeguarding_lead", "safeguarding_deputy"])
def test_reading_says_who_and_when(here, role, at):
    worry = a_worry(here["supporter"].person_id, here["supporter"])
    at(DAY)
    actions.mark_read(worry, by=here[role])

    found = concern(worry)
    assert (found.state, found.read_by, found.read_at) == ("read", here[role].person_id, DAY)


def test_reading_twice_is_a_clash(here):
    worry = a_worry(here["supporter"].person_id, here["supporter"])
    actions.mark_read(worry, by=here["safeguarding_lead"])

    with pytest.raises(Clash):
        actions.mark_read(worry, by=here["safeguarding_deputy"])
    assert concern(worry).read_by == here["safeguarding_lead"].person_id


ROLES = ["administrator", "coordinator", "teacher_coach", "trainer", "care_coordinator", "supporter", "seeker"]


@pytest.mark.parametrize("role", [*ROLES, "guardian", "nominator", "applicant"])
def test_nobody_else_reads_or_answers(here, role):
    worry = a_worry(here["seeker"].person_id, here["seeker"])

    with pytest.raises(NotFound):
        actions.mark_read(worry, by=here[role])
    with pytest.raises(NotFound):
        actions.acknowledge(worry, "Thank you", by=here[role])
    assert concern(worry).state == "received"


def test_answer_reaches_who_raised_it_with_their_own_worry(here):
    worry = a_worry(here["supporter"].person_id, here["supporter"])
    actions.mark_read(worry, by=here["safeguarding_lead"])
    actions.acknowledge(worry, "Thank you. I talk with her today.", by=here["safeguarding_deputy"])

    [mine] = [found for found in queries.mine(here["supporter"]) if found.id == worry]
    assert (mine.state, mine.answer) == ("acknowledged", "Thank you. I talk with her today.")
    assert mine.acknowledged_by == here["safeguarding_deputy"].person_id
    assert [found.id for found in queries.mine(here["seeker"]) if found.id == worry] == []


def test_answering_at_once_counts_as_reading(here):
    worry = a_worry(here["supporter"].person_id, here["supporter"])
    actions.acknowledge(worry, "Thank you", by=here["safeguarding_lead"])

    found = concern(worry)
    assert (found.state, found.read_by) == ("acknowledged", here["safeguarding_lead"].person_id)


def test_answering_twice_is_a_clash_and_keeps_the_first(here):
    worry = a_worry(here["supporter"].person_id, here["supporter"])
    actions.acknowledge(worry, "Thank you", by=here["safeguarding_lead"])

    with pytest.raises(Clash):
        actions.acknowledge(worry, "Again", by=here["safeguarding_deputy"])
    assert concern(worry).answer == "Thank you"


def reminders(sent_letters):
    return sorted(letter.key for letter in sent_letters() if letter.kind == STILL)


def test_letters_go_out_every_day_until_read(here, sent_letters, at):
    """Ruling 7: at once and daily until read; once a day however often the clock comes by."""
    _answer_all(here)
    start = datetime.now(UTC)
    worry = a_worry(here["supporter"].person_id, here["supporter"])
    known = reminders(sent_letters)

    assert actions.remind() == 0
    for day in (1, 2):
        at(start + timedelta(days=day))
        assert [actions.remind(), actions.remind()] == [2, 2]
    assert len(reminders(sent_letters)) == len(known) + 4
    assert {letter.due_at.astimezone(AMSTERDAM).hour for letter in sent_letters() if letter.kind == STILL} == {8}
    actions.mark_read(worry, by=here["safeguarding_lead"])
    at(start + timedelta(days=3))
    assert actions.remind() == 0
    assert len(reminders(sent_letters)) == len(known) + 4


def _answer_all(here):
    with unit_of_work(SYSTEM) as work:
        for found in work.find(select(Concern).where(Concern.state == "received")):
            found.state = State.READ.value


def test_naming_a_lead_invites_and_gives_the_role_once(here):
    with unit_of_work(SYSTEM) as work:
        person = a_person(work, "Femke Lead")
        actions.name_lead(work, person.id, "femke@lead.example")
        actions.name_lead(work, person.id, "femke@lead.example")
        person_id = person.id
    try:
        assert [reader.role for reader in queries.readers() if reader.person_id == person_id] == ["safeguarding_lead"]
    finally:
        with unit_of_work(SYSTEM) as work:
            for grant in work.find(select(RoleGrant).where(RoleGrant.role == "safeguarding_lead")):
                if grant.account_id != here["safeguarding_lead"].account_id:
                    grant.ended_at = work.now


def test_lead_who_was_shut_out_is_no_lead(here):
    with unit_of_work(SYSTEM) as work:
        person = a_person(work, "Gone Lead")
        account = an_account(work, person, "gone@lead.example")
        work.add(RoleGrant(account_id=account.id, role="safeguarding_deputy", valid_from=work.today))
        account.state = "blocked"
        person_id = person.id

    assert person_id not in {reader.person_id for reader in queries.readers()}
