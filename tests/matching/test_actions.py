"""What people do: propose, offer, pick, answer, agree; places hold, letters are kind, nobody is blamed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from maatwerk.access.actor import SYSTEM
from maatwerk.access.model import Pass
from maatwerk.access.work import Clash, NotFound, Refused, unit_of_work
from maatwerk.correspondence.model import Letter
from maatwerk.ground import clock
from maatwerk.ground.database import db
from maatwerk.matching import actions
from maatwerk.matching.facts import places_left
from maatwerk.matching.model import Answer, Circle, Proposal
from maatwerk.matching.steps import Given, State
from maatwerk.matching.waiting.queries import before
from maatwerk.people.model import Partner
from maatwerk.programme import snapshot, tailoring
from maatwerk.tenancy import scope
from maatwerk.tenancy.settings import choose
from tests.factories import matching as make
from tests.factories.world import coach_of, language_of_tests


@pytest.fixture
def by(at_school: Any) -> Any:
    """The coordinator."""
    return at_school["coordinator"]


@pytest.fixture
def play() -> Iterator[Callable[[timedelta], None]]:
    """Go on by so much time."""

    def on(how_long: timedelta) -> None:
        clock.reset(clock.now() + how_long)

    yield on
    clock.reset(None)


def letters_to(who: make.Who, sent: Any) -> list[str]:
    return [letter.kind.removeprefix("matching_") for letter in sent(to=who.person_id) if letter.state != "cancelled"]


def letters_leave() -> None:
    """The postman was there."""
    with unit_of_work(SYSTEM) as work:
        for letter in work.find(select(Letter).where(Letter.state == "queued")):
            letter.state = "sent"


def an_offer(by: Any, tutors: int = 3, **values: Any) -> tuple[make.Who, list[make.Who], list[UUID]]:
    programme = make.a_programme(make.TUTOR)
    noor = make.a_seeker(programme)
    sems = [make.a_supporter(programme, f"Sem{n}", role="tutor", **values) for n in range(tutors)]
    return noor, sems, actions.offer_choice(noor.id, [sem.id for sem in sems], by=by)


# Proposing.


def test_propose_asks_the_supporter_and_keeps_the_reasons(by: Any, sent_letters: Any):
    """Requirement 32: explained, a human decides, the parts are kept."""
    programme = make.a_programme()
    noor, sem = make.a_seeker(programme), make.a_supporter(programme)

    found = make.stored(actions.propose(noor.id, sem.id, by=by))

    assert (found.state, found.step, found.waits_for, found.rank) == ("open", "buddy_answers", "supporter", 1)
    assert [part["criterion"] for part in found.parts] == ["interests", "wish", "availability", "experience"]
    assert (found.score, found.score_most) == (43, 88)
    assert found.expires_at - found.proposed_at == timedelta(days=5)
    assert (found.seeker_told_at, found.supporter_told_at) == (None, found.proposed_at)
    assert (letters_to(sem, sent_letters), letters_to(noor, sent_letters)) == (["proposed_supporter"], [])
    assert noor.state == "waiting"


def test_propose_gives_a_minute_to_take_it_back(by: Any, sent_letters: Any):
    programme = make.a_programme()
    noor, sem = make.a_seeker(programme), make.a_supporter(programme)

    proposal = actions.propose(noor.id, sem.id, by=by)
    letter = sent_letters(to=sem.person_id)[0]
    actions.withdraw_proposal(proposal, by=by)

    assert letter.due_at - letter.made_at == timedelta(seconds=60)
    assert [letter.state for letter in sent_letters(to=sem.person_id)] == ["cancelled"]


def test_propose_another_than_the_first_asks_why_and_keeps_it_sealed(by: Any):
    programme = make.a_programme()
    noor, _best = make.a_seeker(programme), make.a_supporter(programme, "Best")
    less = make.a_supporter(programme, "Less", interests=("dancing",))

    with pytest.raises(Refused):
        actions.propose(noor.id, less.id, by=by)
    proposal = make.stored(actions.propose(noor.id, less.id, "They live near each other.", by=by))

    assert (proposal.rank, proposal.decision_reason) == (2, "They live near each other.")
    assert b"near" not in proposal.decision_reason_sealed


@pytest.mark.parametrize(
    "changes",
    [
        {"certified": False},
        {"languages": ("ar",)},
        {"languages": ()},
        {"state": "paused"},
        {"partner_id": "other"},
    ],
)
def test_propose_refuses_past_a_hard_condition(by: Any, changes: dict[str, Any]):
    """Domain section 3: nobody is put before somebody whom the rules exclude, not even by a coordinator."""
    programme = make.a_programme()
    if changes.get("partner_id") == "other":
        changes = {"partner_id": _another_school()}
    noor, sem = make.a_seeker(programme), make.a_supporter(programme, **changes)

    with pytest.raises(Refused):
        actions.propose(noor.id, sem.id, "x", by=by)

    assert before(noor.id) == {}


def _another_school() -> UUID:
    with unit_of_work(SYSTEM) as work:
        return work.add(Partner(kind="school", name=f"School {uuid4().hex[:6]}")).id


def test_propose_refuses_a_teacher_of_the_student(by: Any):
    """Requirement 6."""
    programme = make.a_programme()
    noor, sem = make.a_seeker(programme), make.a_supporter(programme)
    make.a_tie(sem, noor)

    with pytest.raises(Refused):
        actions.propose(noor.id, sem.id, "x", by=by)


def test_propose_refuses_without_experience_where_it_is_needed(by: Any):
    """Requirement 37."""
    programme = make.a_programme()
    noor = make.a_seeker(programme, needs_experienced=True)
    new, old = make.a_supporter(programme), make.a_supporter(programme, experienced=True)

    with pytest.raises(Refused):
        actions.propose(noor.id, new.id, "x", by=by)

    assert make.stored(actions.propose(noor.id, old.id, by=by)).state == "open"


def test_propose_twice_is_a_clash(by: Any):
    programme = make.a_programme()
    noor = make.a_seeker(programme)
    sem, other = make.a_supporter(programme), make.a_supporter(programme)
    actions.propose(noor.id, sem.id, "x", by=by)

    with pytest.raises(Clash):
        actions.propose(noor.id, other.id, "x", by=by)


def test_propose_when_the_last_place_is_gone_is_a_clash_with_a_kind_sentence(by: Any):
    programme = make.a_programme()
    sem, noor, bo = make.a_supporter(programme), make.a_seeker(programme), make.a_seeker(programme, "Bo")
    actions.propose(noor.id, sem.id, by=by)

    with pytest.raises(Clash) as gone:
        actions.propose(bo.id, sem.id, "x", by=by)

    assert str(gone.value.message) == "This place was just given to someone else. You stay first in line."


@pytest.mark.parametrize("state", ["admitted", "matched"])
def test_propose_needs_someone_who_waits(by: Any, state: str):
    """Item 8: without consents nobody is admitted to the waiting list, and nobody outside it is proposed."""
    programme = make.a_programme()
    noor, sem = make.a_seeker(programme, state=state), make.a_supporter(programme)

    with pytest.raises(Refused):
        actions.propose(noor.id, sem.id, by=by)


def test_propose_is_for_coordinators(by: Any):
    programme = make.a_programme()
    noor, sem = make.a_seeker(programme), make.a_supporter(programme)

    for other in (noor.actor, sem.actor):
        with pytest.raises(NotFound):
            actions.propose(noor.id, sem.id, by=other)


@pytest.mark.parametrize("variant", [make.TUTOR, make.MENTOR])
def test_propose_only_where_the_programme_begins_that_way(by: Any, variant: str):
    programme = make.a_programme(variant)
    role = variant.rpartition("/")[2]
    noor, sem = make.a_seeker(programme), make.a_supporter(programme, role=role)

    with pytest.raises(Refused):
        actions.propose(noor.id, sem.id, by=by)


def test_propose_weighs_as_the_programme_chose(by: Any):
    """Issue 2.7: weights are tailored without code."""
    programme = make.a_programme()
    noor, sem = make.a_seeker(programme), make.a_supporter(programme)
    weights = {"interests": 70, "wish": 10, "availability": 10, "experience": 10}
    with unit_of_work(SYSTEM) as work:
        choose(work.session, tailoring.WEIGHTS, weights, by=None, reason="test", scope_id=programme)
        snapshot.changed(work)

    found = make.stored(actions.propose(noor.id, sem.id, by=by))

    assert [part["of"] for part in found.parts] == [70, 10, 10, 10]


# Answers.


def test_both_yes_make_the_match_in_the_same_breath(by: Any, sent_letters: Any):
    programme = make.a_programme()
    noor, sem = make.a_seeker(programme), make.a_supporter(programme)
    proposal = actions.propose(noor.id, sem.id, by=by)

    first = actions.answer(proposal, Given.YES, by=sem.actor)
    halfway = (make.stored(proposal).waits_for, make.matches_of(noor), letters_to(noor, sent_letters))
    second = actions.answer(proposal, Given.YES, by=noor.actor)

    assert (first, halfway) == (State.OPEN, ("seeker", 0, ["proposed_seeker"]))
    assert (second, make.matches_of(noor), noor.state) == (State.ACCEPTED, 1, "matched")
    assert make.stored(proposal).ended_at is not None


def test_rather_not_frees_the_place_and_blames_nobody(by: Any, sent_letters: Any):
    """Requirement 4: no free text; the seeker never hears of a no that was said before they were asked."""
    programme = make.a_programme()
    noor, sem = make.a_seeker(programme), make.a_supporter(programme)
    proposal = actions.propose(noor.id, sem.id, by=by)

    actions.answer(proposal, Given.RATHER_NOT, "not_now", by=sem.actor)

    found = make.stored(proposal)
    assert (found.state, found.waits_for, places_left(db.session(), sem.id)) == ("declined", None, 1)
    assert (letters_to(noor, sent_letters), letters_to(sem, sent_letters)) == ([], ["proposed_supporter"])
    assert noor.state == "waiting"


def test_rather_not_of_the_seeker_is_told_kindly_to_the_supporter(by: Any, sent_letters: Any):
    programme = make.a_programme()
    noor, sem = make.a_seeker(programme), make.a_supporter(programme)
    proposal = actions.propose(noor.id, sem.id, by=by)
    actions.answer(proposal, Given.YES, by=sem.actor)

    actions.answer(proposal, Given.RATHER_NOT, "no_say", by=noor.actor)

    assert letters_to(sem, sent_letters) == ["proposed_supporter", "not_this_time"]
    assert letters_to(noor, sent_letters) == ["proposed_seeker"]


@pytest.mark.parametrize(("sent", "kept"), [("times", "times"), ("<b>nonsense</b>", None), (None, None)])
def test_reasons_are_keys_and_nothing_else(by: Any, sent: str | None, kept: str | None):
    programme = make.a_programme()
    noor, sem = make.a_seeker(programme), make.a_supporter(programme)
    proposal = actions.propose(noor.id, sem.id, by=by)

    actions.answer(proposal, Given.RATHER_NOT, sent, by=sem.actor)

    assert db.session.scalars(select(Answer.reason).where(Answer.proposal_id == proposal)).all() == [kept]


def test_talk_first_keeps_the_place_and_a_yes_may_follow(by: Any):
    programme = make.a_programme()
    noor, sem = make.a_seeker(programme), make.a_supporter(programme)
    proposal = actions.propose(noor.id, sem.id, by=by)

    talked = actions.answer(proposal, Given.TALK, by=sem.actor)
    waits = make.stored(proposal).waits_for
    actions.answer(proposal, Given.YES, by=sem.actor)

    said = db.session.scalars(select(Answer.answer).where(Answer.proposal_id == proposal)).all()
    assert (talked, waits, said) == (State.OPEN, "supporter", ["yes"])
    assert make.stored(proposal).waits_for == "seeker"


def test_answer_twice_is_a_clash(by: Any):
    programme = make.a_programme()
    noor, sem = make.a_seeker(programme), make.a_supporter(programme)
    proposal = actions.propose(noor.id, sem.id, by=by)
    actions.answer(proposal, Given.YES, by=sem.actor)

    with pytest.raises(Clash) as twice:
        actions.answer(proposal, Given.RATHER_NOT, by=sem.actor)

    assert str(twice.value.message) == "We have your answer already. Thank you!"


def test_answer_is_not_found_before_the_seeker_was_asked(by: Any):
    """Nobody reads of a proposal that another may still decline."""
    programme = make.a_programme()
    noor, sem = make.a_seeker(programme), make.a_supporter(programme)
    proposal = actions.propose(noor.id, sem.id, by=by)

    with pytest.raises(NotFound):
        actions.answer(proposal, Given.YES, by=noor.actor)


def test_answer_of_a_stranger_is_not_found(by: Any):
    programme = make.a_programme()
    noor, sem, stranger = make.a_seeker(programme), make.a_supporter(programme), make.a_seeker(programme)
    proposal = actions.propose(noor.id, sem.id, by=by)

    for other in (stranger.actor, by):
        with pytest.raises(NotFound):
            actions.answer(proposal, Given.YES, by=other)


def test_yes_after_places_were_cut_is_a_clash(by: Any):
    programme = make.a_programme()
    noor, sem = make.a_seeker(programme), make.a_supporter(programme)
    proposal = actions.propose(noor.id, sem.id, by=by)
    make.change(sem, places=0)

    with pytest.raises(Clash):
        actions.answer(proposal, Given.YES, by=sem.actor)

    assert make.stored(proposal).state == "open"


def test_withdraw_tells_who_has_heard_and_nobody_else(by: Any, sent_letters: Any, play: Any):
    programme = make.a_programme()
    noor, sem = make.a_seeker(programme), make.a_supporter(programme)
    proposal = actions.propose(noor.id, sem.id, by=by)
    letters_leave()

    actions.withdraw_proposal(proposal, by=by)

    assert make.stored(proposal).state == "withdrawn"
    assert (letters_to(sem, sent_letters), letters_to(noor, sent_letters)) == (
        ["proposed_supporter", "not_this_time"],
        [],
    )
    with pytest.raises(Clash):
        actions.withdraw_proposal(proposal, by=by)


def test_withdraw_within_the_minute_still_thanks_who_answered(by: Any, sent_letters: Any):
    """Who saw the page said yes before the letter left: they are not left without a word."""
    programme = make.a_programme()
    noor, sem = make.a_seeker(programme), make.a_supporter(programme)
    proposal = actions.propose(noor.id, sem.id, by=by)
    actions.answer(proposal, Given.YES, by=sem.actor)

    actions.withdraw_proposal(proposal, by=by)

    assert (letters_to(sem, sent_letters), letters_to(noor, sent_letters)) == (["not_this_time"], [])


def test_someone_without_account_gets_a_pass_with_the_question(by: Any, sent_letters: Any):
    programme = make.a_programme()
    noor, sem = make.a_seeker(programme, account=False), make.a_supporter(programme)
    proposal = actions.propose(noor.id, sem.id, by=by)

    actions.answer(proposal, Given.YES, by=sem.actor)

    letter = sent_letters(to=noor.person_id)[0]
    given = db.session.scalars(select(Pass).where(Pass.person_id == noor.person_id)).one()
    assert (letter.pass_id, letter.link_kind, letter.goes_to) == (given.id, "answer", f"/proposals/{proposal}")
    assert given.kind == "participant"


def test_proposal_ends_when_the_supporter_pauses(by: Any, sent_letters: Any):
    programme = make.a_programme()
    noor, sem = make.a_seeker(programme), make.a_supporter(programme)
    proposal = actions.propose(noor.id, sem.id, by=by)
    actions.answer(proposal, Given.YES, by=sem.actor)

    letters_leave()
    make.moved(sem, "paused")

    assert make.stored(proposal).state == "withdrawn"
    assert letters_to(noor, sent_letters) == ["proposed_seeker", "first_in_line"]
    assert letters_to(sem, sent_letters) == ["proposed_supporter"]


def test_proposal_ends_when_the_seeker_leaves(by: Any, sent_letters: Any):
    """A consent that is withdrawn takes somebody off the waiting list; nobody is kept waiting for them."""
    programme = make.a_programme()
    noor, sem = make.a_seeker(programme), make.a_supporter(programme)
    proposal = actions.propose(noor.id, sem.id, by=by)
    actions.answer(proposal, Given.YES, by=sem.actor)

    letters_leave()
    make.moved(noor, "admitted")

    assert (make.stored(proposal).state, places_left(db.session(), sem.id)) == ("withdrawn", 1)
    assert letters_to(sem, sent_letters) == ["proposed_supporter", "not_this_time"]


# Not these two.


def test_refuse_pair_takes_back_what_runs_and_holds_until_lifted(by: Any):
    programme = make.a_programme()
    noor, sem = make.a_seeker(programme), make.a_supporter(programme)
    proposal = actions.propose(noor.id, sem.id, by=by)

    actions.refuse_pair(noor.id, sem.id, "Their brothers are at odds.", by=by)

    assert make.stored(proposal).state == "withdrawn"
    with pytest.raises(Refused):
        actions.propose(noor.id, sem.id, by=by)
    with pytest.raises(Clash):
        actions.refuse_pair(noor.id, sem.id, "Again.", by=by)
    actions.lift_refusal(noor.id, sem.id, by=by)
    assert make.stored(actions.propose(noor.id, sem.id, by=by)).state == "open"


# Picking one of three, and a coach who agrees.


def test_offer_of_three_sends_one_letter_and_tells_no_tutor(by: Any, sent_letters: Any):
    noor, sems, offered = an_offer(by)

    rows = [make.stored(proposal) for proposal in offered]
    assert [(row.state, row.waits_for) for row in rows] == [("offered", "seeker")] * 3
    assert sorted(row.rank for row in rows) == [1, 2, 3]
    assert letters_to(noor, sent_letters) == ["choice"]
    assert [letters_to(sem, sent_letters) for sem in sems] == [[], [], []]


@pytest.mark.parametrize(("fitting", "offered"), [(4, 2), (3, 2), (2, 1), (1, 0)])
def test_offer_too_few_is_no_choice(by: Any, fitting: int, offered: int):
    programme = make.a_programme(make.TUTOR)
    noor = make.a_seeker(programme)
    sems = [make.a_supporter(programme, role="tutor") for _ in range(fitting)]

    with pytest.raises(Refused):
        actions.offer_choice(noor.id, [sem.id for sem in sems[:offered]], by=by)


def test_offer_all_there_are_when_fewer_than_three_fit(by: Any):
    _noor, _sems, offered = an_offer(by, tutors=2)

    assert len(offered) == 2


def test_pick_holds_a_place_and_asks_the_tutor(by: Any, sent_letters: Any):
    noor, sems, offered = an_offer(by)

    actions.pick(offered[1], by=noor.actor)

    found = make.stored(offered[1])
    assert (found.state, found.step, found.waits_for) == ("open", "tutor_answers", "supporter")
    assert found.expires_at - found.supporter_told_at == timedelta(hours=24)
    assert places_left(db.session(), sems[1].id) == 0
    assert letters_to(sems[1], sent_letters) == ["proposed_supporter"]
    assert [make.stored(offered[n]).state for n in (0, 2)] == ["offered", "offered"]


def test_pick_one_at_a_time(by: Any):
    noor, _sems, offered = an_offer(by)
    actions.pick(offered[0], by=noor.actor)

    with pytest.raises(Clash):
        actions.pick(offered[1], by=noor.actor)


def test_pick_of_a_tutor_who_was_just_taken_is_a_clash(by: Any):
    noor, sems, offered = an_offer(by)
    make.change(sems[0], places=0)

    with pytest.raises(Clash) as gone:
        actions.pick(offered[0], by=noor.actor)

    assert str(gone.value.message) == "This place was just given to someone else. You stay first in line."


def test_no_of_the_tutor_lets_the_student_pick_again(by: Any, sent_letters: Any):
    noor, sems, offered = an_offer(by)
    actions.pick(offered[0], by=noor.actor)

    actions.answer(offered[0], Given.RATHER_NOT, "not_now", by=sems[0].actor)
    actions.pick(offered[1], by=noor.actor)

    assert letters_to(noor, sent_letters) == ["choice", "pick_again"]
    assert make.stored(offered[1]).state == "open"


def test_tutor_and_coach_complete_the_yes(by: Any, at_school: Any):
    """Domain section 3: the student picks, the tutor answers in a day, the teacher coach confirms."""
    noor, sems, offered = an_offer(by)
    actions.pick(offered[0], by=noor.actor)
    actions.answer(offered[0], Given.YES, by=sems[0].actor)
    waits = make.stored(offered[0]).waits_for

    state = actions.confirm(offered[0], Given.YES, by=by)

    assert (waits, state) == ("teacher_coach", State.ACCEPTED)
    assert (make.matches_of(noor), noor.state) == (1, "matched")
    assert [make.stored(proposal).state for proposal in offered[1:]] == ["withdrawn", "withdrawn"]
    with pytest.raises(Clash):
        actions.confirm(offered[0], Given.YES, by=by)


def test_confirm_waits_for_both(by: Any):
    noor, _sems, offered = an_offer(by)

    with pytest.raises(Clash):
        actions.confirm(offered[0], Given.YES, by=by)
    actions.pick(offered[0], by=noor.actor)
    with pytest.raises(Clash):
        actions.confirm(offered[0], Given.YES, by=by)


def test_confirm_is_the_coachs_of_their_own_tutors(by: Any, at_school: Any):
    noor, sems, offered = an_offer(by)
    actions.pick(offered[0], by=noor.actor)
    actions.answer(offered[0], Given.YES, by=sems[0].actor)

    coach = coach_of(at_school["teacher_coach"], make.stored(offered[0]).programme_id)
    for other in (coach, noor.actor, sems[0].actor):
        with pytest.raises(NotFound):
            actions.confirm(offered[0], Given.YES, by=other)


def test_coach_who_trained_the_tutor_is_asked_and_confirms(by: Any, at_school: Any, sent_letters: Any):
    """Persona 9: approve a tutor match in one click."""
    noor, sems, offered = an_offer(by)
    coach = coach_of(at_school["teacher_coach"], make.stored(offered[0]).programme_id)
    make.trained_by(coach.person_id, sems[0])
    actions.pick(offered[0], by=noor.actor)
    actions.answer(offered[0], Given.YES, by=sems[0].actor)

    actions.confirm(offered[0], Given.YES, by=coach)

    assert [x.subject_id for x in sent_letters(to=coach.person_id) if x.kind == "matching_confirm"] == [offered[0]]
    assert make.stored(offered[0]).state == "accepted"


def test_coach_may_say_better_not(by: Any, sent_letters: Any):
    noor, sems, offered = an_offer(by)
    actions.pick(offered[0], by=noor.actor)
    actions.answer(offered[0], Given.YES, by=sems[0].actor)

    state = actions.confirm(offered[0], Given.RATHER_NOT, by=by)

    assert state == State.DECLINED
    assert letters_to(noor, sent_letters) == ["choice", "pick_again"]
    assert letters_to(sems[0], sent_letters) == ["proposed_supporter", "not_this_time"]


def test_withdraw_offers_takes_the_whole_choice_back(by: Any, sent_letters: Any):
    noor, _sems, offered = an_offer(by)

    actions.withdraw_offers(noor.id, by=by)

    assert {make.stored(proposal).state for proposal in offered} == {"withdrawn"}
    assert letters_to(noor, sent_letters) == []
    with pytest.raises(Clash):
        actions.withdraw_offers(noor.id, by=by)


# Circles.


def a_circle(by: Any, number: int = 3, **values: Any) -> tuple[make.Who, list[make.Who], UUID]:
    programme = make.a_programme(make.MENTOR)
    sem = make.a_supporter(programme, role="mentor", places=8)
    noors = [make.a_seeker(programme, f"Noor{n}", **values) for n in range(number)]
    return sem, noors, actions.form_circle(sem.id, [noor.id for noor in noors], by=by)


def proposals_of(circle: UUID) -> list[Proposal]:
    db.session.rollback()
    found = select(Proposal).where(Proposal.circle_id == circle).order_by(Proposal.id)
    return list(db.session.scalars(found).all())


def test_circle_asks_the_mentor_once_and_then_each_student(by: Any, sent_letters: Any):
    """Requirement 101 and domain section 3: a mentor with up to eight first-years of one course."""
    sem, noors, circle = a_circle(by)
    first = proposals_of(circle)[0]

    actions.answer(first.id, Given.YES, by=sem.actor)

    assert letters_to(sem, sent_letters) == ["circle"]
    assert {row.waits_for for row in proposals_of(circle)} == {"seeker"}
    assert [letters_to(noor, sent_letters) for noor in noors] == [["proposed_seeker"]] * 3


def test_circle_becomes_matches_one_by_one(by: Any):
    sem, noors, circle = a_circle(by)
    rows = {row.seeker_id: row.id for row in proposals_of(circle)}
    actions.answer(rows[noors[0].id], Given.YES, by=sem.actor)

    actions.answer(rows[noors[0].id], Given.YES, by=noors[0].actor)
    actions.answer(rows[noors[1].id], Given.RATHER_NOT, by=noors[1].actor)
    actions.answer(rows[noors[2].id], Given.YES, by=noors[2].actor)

    assert [noor.state for noor in noors] == ["matched", "waiting", "matched"]
    assert make.matches_of(sem) == 2
    assert places_left(db.session(), sem.id) == 6


def test_circle_is_closed_when_its_mentor_would_rather_not(by: Any, sent_letters: Any):
    sem, noors, circle = a_circle(by)

    actions.answer(proposals_of(circle)[0].id, Given.RATHER_NOT, by=sem.actor)

    assert {row.state for row in proposals_of(circle)} == {"declined"}
    assert db.session.scalars(select(Circle.state).where(Circle.id == circle)).one() == "closed"
    assert [letters_to(noor, sent_letters) for noor in noors] == [[], [], []]


def test_circle_of_two_courses_is_refused(by: Any):
    programme = make.a_programme(make.MENTOR)
    sem = make.a_supporter(programme, role="mentor", places=8)
    noor, bo = make.a_seeker(programme), make.a_seeker(programme, "Bo", course="Kok")

    with pytest.raises(Refused):
        actions.form_circle(sem.id, [noor.id, bo.id], by=by)


@pytest.mark.parametrize(("places", "number"), [(8, 9), (2, 3)])
def test_circle_has_no_more_than_there_is_room_for(by: Any, places: int, number: int):
    programme = make.a_programme(make.MENTOR)
    sem = make.a_supporter(programme, role="mentor", places=places)
    noors = [make.a_seeker(programme) for _ in range(number)]

    with pytest.raises(Clash):
        actions.form_circle(sem.id, [noor.id for noor in noors], by=by)

    assert places_left(db.session(), sem.id) == places


def test_circle_names_whom_it_is_not_for(by: Any):
    programme = make.a_programme(make.MENTOR)
    sem = make.a_supporter(programme, role="mentor", places=8)
    noor, old = make.a_seeker(programme), make.a_seeker(programme, "Oud", year=2)

    with pytest.raises(Refused) as why:
        actions.form_circle(sem.id, [noor.id, old.id], by=by)

    assert str(why.value.message) == "Not for Oud: This student is not in the first year."


def test_circle_respects_a_refusal(by: Any):
    programme = make.a_programme(make.MENTOR)
    sem, noor = make.a_supporter(programme, role="mentor", places=8), make.a_seeker(programme)
    actions.refuse_pair(noor.id, sem.id, "Not these two.", by=by)

    with pytest.raises(Refused):
        actions.form_circle(sem.id, [noor.id], by=by)


def test_circle_only_where_the_programme_has_them(by: Any):
    programme = make.a_programme()
    sem, noor = make.a_supporter(programme), make.a_seeker(programme)

    with pytest.raises(Refused):
        actions.form_circle(sem.id, [noor.id], by=by)


# Time.


def test_expire_ends_kindly_and_frees_the_place(by: Any, play: Any, sent_letters: Any):
    programme = make.a_programme()
    noor, sem = make.a_seeker(programme), make.a_supporter(programme)
    proposal = actions.propose(noor.id, sem.id, by=by)

    early = (actions.expire(), make.stored(proposal).state)
    play(timedelta(days=5, minutes=1))
    actions.expire()

    found = make.stored(proposal)
    assert (early[1], found.state, found.waits_for) == ("open", "expired", None)
    assert letters_to(sem, sent_letters) == ["proposed_supporter", "expired"]
    assert (letters_to(noor, sent_letters), noor.state) == ([], "waiting")
    assert places_left(db.session(), sem.id) == 1
    with pytest.raises(Clash) as late:
        actions.answer(proposal, Given.YES, by=sem.actor)
    assert str(late.value.message) == "The time to answer is over, so we asked someone else. You need do nothing."


def test_expire_of_a_pick_lets_the_student_pick_the_next(by: Any, play: Any, sent_letters: Any):
    noor, _sems, offered = an_offer(by)
    actions.pick(offered[0], by=noor.actor)
    play(timedelta(hours=25))

    actions.expire()
    actions.pick(offered[1], by=noor.actor)

    assert letters_to(noor, sent_letters) == ["choice", "pick_again"]
    assert [make.stored(row).state for row in offered] == ["expired", "open", "offered"]


def test_expire_runs_twice_without_doubling(by: Any, play: Any, sent_letters: Any):
    programme = make.a_programme()
    noor, sem = make.a_seeker(programme), make.a_supporter(programme)
    actions.propose(noor.id, sem.id, by=by)
    play(timedelta(days=6))

    actions.expire()
    again = actions.expire()

    assert again == 0
    assert letters_to(sem, sent_letters) == ["proposed_supporter", "expired"]


def test_remind_once_when_time_is_nearly_over(by: Any, play: Any, sent_letters: Any):
    programme = make.a_programme()
    noor, sem = make.a_seeker(programme), make.a_supporter(programme)
    actions.propose(noor.id, sem.id, by=by)

    play(timedelta(days=3))
    actions.remind()
    before_it = letters_to(sem, sent_letters)
    play(timedelta(hours=9))
    actions.remind()
    actions.remind()

    assert before_it == ["proposed_supporter"]
    assert letters_to(sem, sent_letters) == ["proposed_supporter", "reminder"]
    assert letters_to(noor, sent_letters) == []


def test_remind_leaves_who_wants_to_talk_alone(by: Any, play: Any, sent_letters: Any):
    programme = make.a_programme()
    noor, sem = make.a_seeker(programme), make.a_supporter(programme)
    proposal = actions.propose(noor.id, sem.id, by=by)
    actions.answer(proposal, Given.TALK, by=sem.actor)
    play(timedelta(days=6))

    actions.remind()

    assert letters_to(sem, sent_letters) == ["proposed_supporter"]


# Many at once: real threads on the real database.


def at_once(app: Flask, tenant: Any, jobs: list[Callable[[], Any]]) -> list[Any]:
    """Do all of these at the same moment, each as its own request; what each gave or was told."""
    barrier = Barrier(len(jobs))

    def run(job: Callable[[], Any]) -> Any:
        with app.app_context(), scope.within(tenant.id):
            language_of_tests()
            try:
                db.session.execute(select(1))
                db.session.rollback()
                barrier.wait(timeout=60)
                return job()
            except Refused as refused:
                return refused
            finally:
                db.session.remove()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def test_two_hundred_answers_on_one_last_place_give_it_once(app: Flask, by: Any, at_school: Any):
    """Model page: the last place is given under a lock; the 199 others read a kind sentence."""
    programme = make.a_programme(make.TUTOR)
    sem = make.a_supporter(programme, role="tutor", places=1)
    noors = [make.a_seeker(programme) for _ in range(200)]
    offered = [actions.offer_choice(noor.id, [sem.id], by=by)[0] for noor in noors]

    jobs = [lambda p=p, n=n: actions.pick(p, by=n.actor) for p, n in zip(offered, noors, strict=True)]
    told = at_once(app, at_school, jobs)

    states = sorted(make.stored(proposal).state for proposal in offered)
    assert states == ["offered"] * 199 + ["open"]
    assert told.count(None) == 1
    assert {str(one.message) for one in told if one is not None} == {
        "This place was just given to someone else. You stay first in line."
    }
    assert {type(one) for one in told} == {type(None), Clash}
    assert places_left(db.session(), sem.id) == 0


def test_twenty_proposals_on_one_last_place_give_it_once(app: Flask, by: Any, at_school: Any):
    programme = make.a_programme()
    sem = make.a_supporter(programme)
    noors = [make.a_seeker(programme) for _ in range(20)]

    told = at_once(app, at_school, [lambda n=n: actions.propose(n.id, sem.id, "x", by=by) for n in noors])

    assert sum(isinstance(one, UUID) for one in told) == 1
    assert sum(isinstance(one, Clash) for one in told) == 19
    running = select(func.count()).where(Proposal.supporter_id == sem.id, Proposal.state == "open")
    assert db.session.execute(running).scalar_one() == 1


def test_twenty_times_the_last_yes_make_one_match(app: Flask, by: Any, at_school: Any):
    programme = make.a_programme()
    noor, sem = make.a_seeker(programme), make.a_supporter(programme)
    proposal = actions.propose(noor.id, sem.id, by=by)
    actions.answer(proposal, Given.YES, by=sem.actor)

    told = at_once(app, at_school, [lambda: actions.answer(proposal, Given.YES, by=noor.actor)] * 20)

    assert told.count(State.ACCEPTED) == 1
    assert {str(one.message) for one in told if one != State.ACCEPTED} == {
        "This was answered already. You need do nothing."
    }
    assert (make.matches_of(noor), make.matches_of(sem)) == (1, 1)
