"""The talk and what follows from it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, text

from maatwerk.access.actor import SYSTEM
from maatwerk.access.model import Account, SignInSession
from maatwerk.access.work import Clash, NotFound, Refused, unit_of_work
from maatwerk.correspondence.model import Announcement
from maatwerk.ground import clock
from maatwerk.ground.database import db
from maatwerk.intake.model import Interview, ProtocolRead, ScreeningCheck, Triage
from maatwerk.intake.rules import Check, Findings, Rubric, Selection
from maatwerk.intake.talks import actions, queries
from maatwerk.intake.talks.actions import Heard
from maatwerk.people.model import Permission, Person
from maatwerk.programme.actions import choose_settings
from maatwerk.programme.lists import RUBRIC
from maatwerk.programme.model import Participation, ParticipationChange
from maatwerk.programme.queries import settings_of
from maatwerk.programme.values import Outcome
from tests.factories import intake, people
from tests.factories.intake import MENTOR, TUTOR, a_participation, an_interview, fresh
from tests.factories.world import an_account

GOOD = Findings(own_yes=True, motivation=4, without_referrer=True, multi_problem=False, too_heavy=False)
HEARD = Heard("Wants to learn to plan.", ("counsellor", "family"))
ALL = (Check.REFERENCE, Check.AGREEMENT, Check.PROTOCOL)


def findings(**changes):
    values = {name: getattr(GOOD, name) for name in GOOD.__slots__}
    return Findings(**{**values, **changes})


def rubric(own_yes=True, **scores):
    return Rubric({skill.key: scores.get(skill.key, 3) for skill in RUBRIC}, own_yes)


def all_of(statement):
    db.session.rollback()
    return list(db.session.scalars(statement))


def kinds(letters):
    return [letter.kind for letter in letters]


def ways(letters):
    return [(letter.kind, letter.link_kind, letter.goes_to) for letter in letters]


@pytest.fixture
def asks_consent(here):
    """Matching rests on consent at this organisation."""
    people.choose(purposes=("matching",))
    yield
    people.choose()


def seeker(here, **more):
    part = a_participation(here.programmes[TUTOR], **{"birth_date": people.born(17), **more})
    return part, an_interview(part)


def supporter(here, variant=TUTOR, **more):
    part = a_participation(here.programmes[variant], side="supporter", **{"birth_date": people.born(19), **more})
    return part, an_interview(part)


def test_plan_talk_invites_by_letter_in_the_readers_language(here, sent_letters):
    part = a_participation(here.programmes[TUTOR], locale="nl")
    moment = clock.instant(date(2027, 1, 12), 15, 30)

    interview_id = actions.plan_talk(part.id, moment, "Room 2.14", by=here["coordinator"])

    found = fresh(Interview, interview_id)
    assert (found.kind, found.planned_at, found.place) == ("intake", moment, "Room 2.14")
    assert found.interviewer_id == here["coordinator"].person_id
    letter = sent_letters(to=part.person_id)[-1]
    assert (letter.kind, letter.values) == (
        "interview_planned",
        {"day": "dinsdag 12 januari 2027", "time": "15:30", "place": "Room 2.14"},
    )


def test_plan_talk_with_who_has_no_address_sends_nothing_that_can_not_arrive(here, sent_letters):
    part = a_participation(here.programmes[TUTOR], email=None)

    actions.plan_talk(part.id, clock.instant(date(2027, 1, 12)), "A", by=here["coordinator"])

    assert sent_letters(to=part.person_id) == []


def test_plan_talk_again_moves_it_and_writes_again(here, sent_letters):
    part = a_participation(here.programmes[TUTOR])
    first = actions.plan_talk(part.id, clock.instant(date(2027, 1, 12)), "A", by=here["coordinator"])

    second = actions.plan_talk(part.id, clock.instant(date(2027, 1, 13)), "B", by=here["coordinator"])

    assert first == second
    assert kinds(sent_letters(to=part.person_id)) == ["interview_planned"] * 2


@pytest.mark.parametrize("state", ["interested", "admitted", "waiting"])
def test_plan_talk_comes_between_application_and_door(here, state):
    part = a_participation(here.programmes[TUTOR], state=state)

    with pytest.raises(Refused):
        actions.plan_talk(part.id, clock.instant(date(2027, 1, 12)), "A", by=here["coordinator"])


def test_plan_talk_in_the_past_is_refused(here):
    part = a_participation(here.programmes[TUTOR])

    with pytest.raises(Refused):
        actions.plan_talk(part.id, clock.now() - timedelta(hours=1), "A", by=here["coordinator"])


def test_plan_talk_is_for_coordinators(here):
    part = a_participation(here.programmes[TUTOR])

    with pytest.raises(NotFound):
        actions.plan_talk(part.id, clock.instant(date(2027, 1, 12)), "A", by=here["teacher_coach"])


def test_conclude_interview_lets_a_motivated_student_wait_for_a_match(here, sent_letters):
    part, talk = seeker(here)

    verdict = actions.conclude_interview(talk.id, GOOD, HEARD, by=here["coordinator"])

    assert verdict.outcome == Outcome.SUITABLE
    assert fresh(Participation, part.id).state == "waiting"
    found = fresh(Interview, talk.id)
    assert (found.own_yes, found.motivation, found.support_now, found.note) == (
        True,
        4,
        ["counsellor", "family"],
        "Wants to learn to plan.",
    )
    assert ways(sent_letters(to=part.person_id)) == [("intake_welcome", "invitation", "/my")]
    assert [row.person_id for row in all_of(select(Account).where(Account.person_id == part.person_id))] == [
        part.person_id
    ]


def test_admission_of_who_must_still_consent_is_one_letter_with_the_way_to_it(here, sent_letters, asks_consent):
    part, talk = seeker(here)

    actions.conclude_interview(talk.id, GOOD, HEARD, by=here["coordinator"])

    assert fresh(Participation, part.id).state == "admitted"
    assert ways(sent_letters(to=part.person_id)) == [("intake_welcome_consent", "invitation", "/consent")]


def test_admission_of_a_child_is_one_letter_to_them_and_one_to_the_parent(here, sent_letters, asks_consent):
    part, talk = seeker(here, birth_date=people.born(15))
    parent = people.a_guardian(part.person_id)

    actions.conclude_interview(talk.id, GOOD, HEARD, by=here["coordinator"])

    assert kinds(sent_letters(to=part.person_id)) == ["intake_welcome"]
    assert kinds(sent_letters(to=parent)) == ["consent_asked"]


def test_admission_of_who_has_no_account_and_gets_none_is_told_without_a_button(here, sent_letters):
    part, talk = seeker(here, birth_date=people.born(11))

    actions.conclude_interview(talk.id, GOOD, HEARD, by=here["coordinator"])

    assert ways(sent_letters(to=part.person_id)) == [("intake_concluded", None, None)]


def test_admission_of_who_came_in_before_signs_in_with_the_button(here, sent_letters):
    part, talk = seeker(here)
    with unit_of_work(SYSTEM) as work:
        account = an_account(work, work.get(Person, part.person_id), f"{part.id.hex}@post.example")
        since = {"made_at": work.now, "fresh_at": work.now, "seen_at": work.now, "ends_at": work.now}
        how = {"token_hash": part.id.bytes, "staff": False, "came_by": "link", "factors": 1, "device": ""}
        work.add(SignInSession(account_id=account.id, **since, **how))

    actions.conclude_interview(talk.id, GOOD, HEARD, by=here["coordinator"])

    assert ways(sent_letters(to=part.person_id)) == [("intake_welcome", "sign_in", "/my")]


def test_supporter_who_must_consent_hears_of_it_a_day_after_the_welcome(here, sent_letters, asks_consent):
    part, talk = supporter(here)

    actions.conclude_selection(talk.id, rubric(), Selection.ADMITTED, ALL, Heard(), by=here["coordinator"])

    found = {letter.kind: letter.due_at - letter.made_at for letter in sent_letters(to=part.person_id)}
    assert found == {"training_welcome_soon": timedelta(), "consent_asked_self": timedelta(days=1)}


def test_conclude_interview_walks_through_every_state(here):
    part, talk = seeker(here)

    actions.conclude_interview(talk.id, GOOD, HEARD, by=here["coordinator"])

    walked = all_of(select(ParticipationChange.to_state).where(ParticipationChange.participation_id == part.id))
    assert sorted(walked) == ["admitted", "interviewed", "waiting"]


def test_conclude_interview_of_a_fourteen_year_old_waits_for_permission(here):
    """Issue 2, item 8: without consent and permission nobody is admitted to the waiting list."""
    part, talk = seeker(here, birth_date=people.born(14))
    parent = people.a_guardian(part.person_id)

    actions.conclude_interview(talk.id, GOOD, HEARD, by=here["coordinator"])

    assert fresh(Participation, part.id).state == "admitted"
    asked = all_of(select(Permission).where(Permission.person_id == part.person_id))
    assert [(row.asked_of, row.answer) for row in asked] == [(parent, None)]


def test_conclude_interview_with_multiple_problems_asks_for_experience(here):
    """Requirement 37."""
    part, talk = seeker(here)

    verdict = actions.conclude_interview(talk.id, findings(multi_problem=True), HEARD, by=here["coordinator"])

    assert verdict.outcome == Outcome.EXPERIENCED
    assert fresh(Participation, part.id).needs_experienced is True


def test_conclude_interview_with_doubts_takes_a_second_talk(here, sent_letters):
    part, talk = seeker(here)

    actions.conclude_interview(talk.id, findings(motivation=2), HEARD, by=here["coordinator"])

    assert (fresh(Participation, part.id).state, fresh(Interview, talk.id).next) == ("interviewed", "talk")
    assert kinds(sent_letters(to=part.person_id)) == ["intake_second_talk"]
    second = actions.plan_talk(part.id, clock.instant(date(2027, 1, 12)), "A", by=here["coordinator"])
    assert (second != talk.id, fresh(Interview, talk.id).next) == (True, None)


def test_conclude_interview_too_heavy_sends_nothing_before_the_hand_over(here, sent_letters):
    """Requirement 38: a warm hand-over, then the closing letter."""
    part, talk = seeker(here)

    verdict = actions.conclude_interview(talk.id, findings(too_heavy=True), HEARD, by=here["coordinator"])

    assert (verdict.outcome, fresh(Interview, talk.id).next) == (Outcome.CARE, "hand_over")
    assert (fresh(Participation, part.id).state, kinds(sent_letters(to=part.person_id))) == ("interviewed", [])


def test_hand_over_closes_with_a_letter_that_names_no_problem(here, sent_letters):
    part, talk = seeker(here)
    actions.conclude_interview(talk.id, findings(too_heavy=True), HEARD, by=here["coordinator"])

    actions.hand_over(talk.id, "School social work, Monday, together.", by=here["coordinator"])

    triage = all_of(select(Triage).where(Triage.interview_id == talk.id))[0]
    assert triage.handover == "School social work, Monday, together."
    assert fresh(Participation, part.id).state == "referred"
    letter = sent_letters(to=part.person_id)[-1]
    assert (letter.kind, set(letter.values)) == ("intake_referred", {"programme", "role"})


def test_hand_over_twice_clashes(here):
    _part, talk = seeker(here)
    actions.conclude_interview(talk.id, findings(too_heavy=True), HEARD, by=here["coordinator"])
    actions.hand_over(talk.id, "School social work.", by=here["coordinator"])

    with pytest.raises(Clash):
        actions.hand_over(talk.id, "Again.", by=here["coordinator"])


def test_conclude_interview_twice_clashes_and_changes_nothing(here):
    part, talk = seeker(here)
    actions.conclude_interview(talk.id, GOOD, HEARD, by=here["coordinator"])

    with pytest.raises(Clash):
        actions.conclude_interview(talk.id, findings(too_heavy=True), HEARD, by=here["coordinator"])
    assert fresh(Participation, part.id).state == "waiting"


def test_conclude_interview_typed_on_an_older_page_clashes(here):
    _part, talk = seeker(here)

    with pytest.raises(Clash):
        actions.conclude_interview(talk.id, GOOD, Heard(version=talk.version + 1), by=here["coordinator"])


def test_conclude_interview_keeps_the_threshold_of_the_programme(here):
    """Ruling 20: the threshold is the organisation's."""
    programme_id = here.programmes[MENTOR]
    choose_settings(programme_id, {"motivation_least": 5}, reason="test", by=here["administrator"])
    part = a_participation(programme_id, birth_date=people.born(17))

    verdict = actions.conclude_interview(an_interview(part).id, GOOD, HEARD, by=here["coordinator"])

    choose_settings(programme_id, {"motivation_least": 3}, reason="test", by=here["administrator"])
    assert verdict.outcome == Outcome.SECOND_TALK


def test_conclude_interview_seals_the_note(here):
    _part, talk = seeker(here)

    actions.conclude_interview(talk.id, GOOD, HEARD, by=here["coordinator"])

    row = db.session.execute(text("SELECT * FROM interview WHERE id = :id"), {"id": talk.id}).one()
    assert b"Wants to learn" not in bytes(row.note_sealed)


def test_conclude_interview_tells_plug_ins_who_was_admitted_and_nothing_of_the_talk(here):
    part, talk = seeker(here)

    actions.conclude_interview(talk.id, GOOD, HEARD, by=here["coordinator"])

    told = all_of(select(Announcement).where(Announcement.values["participation_id"].astext == str(part.id)))
    assert "Admitted" in {row.event for row in told}
    assert [row.values for row in told if "suitable" in str(row.values)] == []


def test_conclude_interview_is_for_coordinators(here):
    _part, talk = seeker(here)

    with pytest.raises(NotFound):
        actions.conclude_interview(talk.id, GOOD, HEARD, by=here["teacher_coach"])


def test_conclude_interview_of_a_supporters_talk_is_not_found(here):
    _part, talk = supporter(here)

    with pytest.raises(NotFound):
        actions.conclude_interview(talk.id, GOOD, HEARD, by=here["coordinator"])


def test_conclude_selection_with_everything_seen_opens_the_door(here, sent_letters):
    part, talk = supporter(here)

    verdict = actions.conclude_selection(
        talk.id, rubric(), Selection.ADMITTED, ALL, Heard("Plays chess."), by=here["coordinator"]
    )

    assert verdict.outcome == Selection.ADMITTED
    assert fresh(Participation, part.id).state == "admitted"
    assert ways(sent_letters(to=part.person_id)) == [("training_welcome_soon", "invitation", "/training")]
    assert fresh(Interview, talk.id).rubric == dict(rubric().scores)


def test_conclude_selection_without_a_reference_keeps_the_door_shut_until_it_is_seen(here):
    part, talk = supporter(here)
    by = here["coordinator"]

    actions.conclude_selection(talk.id, rubric(), Selection.ADMITTED, [Check.AGREEMENT], Heard(), by=by)

    assert (fresh(Participation, part.id).state, fresh(Interview, talk.id).next) == ("interviewed", "checks")
    actions.see_check(part.id, Check.REFERENCE, date(2026, 11, 20), by=by)
    assert (fresh(Participation, part.id).state, fresh(Interview, talk.id).next) == ("admitted", None)


def test_conclude_selection_lets_nobody_be_milder_than_the_scores(here, sent_letters):
    part, talk = supporter(here)

    actions.conclude_selection(talk.id, rubric(boundaries=1), Selection.ADMITTED, ALL, Heard(), by=here["coordinator"])

    assert fresh(Participation, part.id).state == "declined"
    assert kinds(sent_letters(to=part.person_id)) == ["selection_not_now"]


def test_conclude_selection_second_talk_stays_before_the_door(here):
    part, talk = supporter(here)

    actions.conclude_selection(talk.id, rubric(), Selection.SECOND_TALK, (), Heard(), by=here["coordinator"])

    assert (fresh(Participation, part.id).state, fresh(Interview, talk.id).next) == ("interviewed", "talk")


def test_see_check_once_more_renews_it(here):
    part, _talk = supporter(here)
    by = here["coordinator"]
    actions.see_check(part.id, Check.VOG, date(2026, 1, 2), date(2026, 11, 1), by=by)

    actions.see_check(part.id, Check.VOG, date(2026, 11, 20), date(2029, 11, 20), by=by)

    rows = all_of(select(ScreeningCheck).where(ScreeningCheck.participation_id == part.id))
    assert [(row.kind, row.seen_on, row.valid_until, row.seen_by) for row in rows] == [
        ("vog", date(2026, 11, 20), date(2029, 11, 20), by.person_id)
    ]


def test_see_check_in_the_future_is_refused(here):
    part, _talk = supporter(here)

    with pytest.raises(Refused):
        actions.see_check(part.id, Check.VOG, clock.today() + timedelta(days=1), by=here["coordinator"])


def with_protocol(here, programme_id, text="We listen."):
    """The version of this text."""
    choose_settings(programme_id, {"protocol": {"en": text}}, reason="test", by=here["administrator"])
    return settings_of(programme_id).protocol_version


def test_agree_protocol_is_the_last_check_and_opens_the_door(zuid, inside, sent_letters):
    """Requirement 39: read and agreed, which version."""
    with inside(zuid):
        programme_id, by = zuid.programmes[MENTOR], zuid["coordinator"]
        version = with_protocol(zuid, programme_id)
        part, talk = supporter(zuid, MENTOR)
        seen = [Check.REFERENCE, Check.AGREEMENT]
        actions.conclude_selection(talk.id, rubric(), Selection.ADMITTED, seen, Heard(), by=by)
        path = f"/programmes/{programme_id}/protocol"
        assert ways(sent_letters(to=part.person_id)) == [("protocol_to_read", "invitation", path)]

        actions.agree_protocol(programme_id, version, by=intake.pass_holder(part.person_id))

        row = all_of(
            select(ScreeningCheck).where(ScreeningCheck.participation_id == part.id, ScreeningCheck.kind == "protocol")
        )
        assert [check.protocol_version for check in row] == [version]
        assert kinds(sent_letters(to=part.person_id))[1:] == ["training_welcome_soon"]
        assert fresh(Participation, part.id).state == "admitted"


def test_agree_protocol_of_an_older_version_clashes(zuid, inside):
    with inside(zuid):
        programme_id = zuid.programmes[MENTOR]
        old = with_protocol(zuid, programme_id, "We listen.")
        with_protocol(zuid, programme_id, "We listen well.")
        part, _talk = supporter(zuid, MENTOR)

        with pytest.raises(Clash):
            actions.agree_protocol(programme_id, old, by=intake.pass_holder(part.person_id))


def test_each_version_that_was_agreed_to_stays(zuid, inside):
    """Requirement 39: read and agreed per person, which version and when."""
    with inside(zuid):
        programme_id = zuid.programmes[MENTOR]
        part, _talk = supporter(zuid, MENTOR)
        reader, versions = intake.pass_holder(part.person_id), []
        for text in ("We listen.", "We listen and ask."):
            versions.append(with_protocol(zuid, programme_id, text))
            for _again in range(2):
                actions.agree_protocol(programme_id, versions[-1], by=reader)

        rows = all_of(select(ProtocolRead).where(ProtocolRead.person_id == part.person_id))
        assert sorted(row.protocol_version for row in rows) == versions
        assert queries.versions_read(part.person_id, [programme_id]) == {programme_id: versions[-1]}


def test_agree_protocol_is_for_supporters(zuid, inside):
    with inside(zuid):
        programme_id = zuid.programmes[MENTOR]
        version = with_protocol(zuid, programme_id)

        with pytest.raises(NotFound):
            actions.agree_protocol(programme_id, version, by=zuid["seeker"])


def test_plan_talk_across_the_night_the_clock_changes_keeps_the_hour(here, at):
    at(datetime(2027, 3, 20, 10, tzinfo=UTC))
    part = a_participation(here.programmes[TUTOR])

    interview_id = actions.plan_talk(part.id, clock.instant(date(2027, 3, 29), 9), "A", by=here["coordinator"])

    assert fresh(Interview, interview_id).planned_at == datetime(2027, 3, 29, 7, tzinfo=UTC)
