"""Who waits and who fits, read in a constant number of statements."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from maatwerk.access.actor import SYSTEM, Grant
from maatwerk.access.work import NotFound, unit_of_work
from maatwerk.ground import clock
from maatwerk.ground.database import db
from maatwerk.intake.model import ScreeningCheck
from maatwerk.matching import actions, queries
from maatwerk.matching.facts import people, places_left
from maatwerk.matching.steps import Given
from maatwerk.programme.queries import settings_of
from maatwerk.programme.values import Side
from tests.factories import matching as make
from tests.factories.people import a_coordinator, a_guardian, a_site


def test_facts_hold_what_each_room_knows(at_school: Any):
    programme = make.a_programme(make.TUTOR)
    site = a_site("Facts")
    one = make.a_seeker(
        programme,
        needs=("maths", "english"),
        languages=("nl", "fy"),
        site_id=site,
        group="SD1A",
        answers={"wish": ["doer"]},
    )

    found = people(settings_of(programme).variant, [one.id])[one.id]

    facts = found.facts
    assert (facts.side, facts.course, facts.level, facts.year, facts.group) == (Side.SEEKER, make.COURSE, 4, 1, "SD1A")
    assert (facts.site_id, found.site, facts.partner_id) == (site, "Facts", at_school.partner_id)
    assert facts.subjects_needs == {"maths", "english"}
    assert (facts.subjects_offers, facts.languages) == (frozenset(), {"nl", "fy"})
    assert facts.slots == {make.MORNING, make.AFTERNOON}
    assert (facts.interests, facts.answers) == ({"football", "gaming"}, {"wish": ["doer"]})
    assert (facts.own_yes, facts.ready, facts.age) == (True, True, 20)


def test_facts_hold_the_checks_of_a_supporter_that_hold_today(at_school: Any):
    programme = make.a_programme()
    sem = make.a_supporter(programme)
    today = clock.today()
    with unit_of_work(SYSTEM) as work:
        for kind, seen_on, until in (
            ("reference", today, None),
            ("agreement", None, None),
            ("vog", today - timedelta(days=1100), today - timedelta(days=1)),
        ):
            work.add(
                ScreeningCheck(
                    participation_id=sem.id,
                    person_id=sem.person_id,
                    kind=kind,
                    asked_on=today,
                    seen_on=seen_on,
                    valid_until=until,
                )
            )

    facts = people(settings_of(programme).variant, [sem.id])[sem.id].facts

    assert facts.seen == {"reference"}


def test_facts_of_someone_who_answered_nothing_are_empty_and_unknown(at_school: Any):
    programme = make.a_programme()
    one = make.a_seeker(programme, interests=(), languages=(), slots=(), needs=(), own_yes=None)

    facts = people(settings_of(programme).variant, [one.id])[one.id].facts

    assert (facts.interests, facts.languages, facts.slots, facts.subjects_needs) == (frozenset(),) * 4
    assert (facts.own_yes, facts.answers) == (None, {})


def test_facts_of_a_child_without_consent_are_not_ready(at_school: Any):
    programme = make.a_programme()
    child = make.a_seeker(programme, birth_date=clock.today() - timedelta(days=15 * 365))
    parent = a_guardian(child.person_id, "Marieke")

    found = people(settings_of(programme).variant, [child.id])[child.id]

    assert found.facts.ready is False
    assert [missing.of for missing in found.readiness.missing] == [(parent,)]
    assert found.names[parent] == "Marieke"


def test_facts_know_the_tie_from_both_sides(at_school: Any):
    programme = make.a_programme()
    one, other = make.a_seeker(programme), make.a_supporter(programme)
    make.a_tie(one, other)

    found = people(settings_of(programme).variant, [one.id, other.id])

    assert found[one.id].facts.ties == {other.person_id}
    assert found[other.id].facts.ties == {one.person_id}


@pytest.mark.parametrize("changes", [{"certified": False}, {"role": "tutor"}])
def test_facts_count_only_a_certificate_for_this_role(at_school: Any, changes: dict[str, Any]):
    """Requirement 104: a tutor's certificate makes nobody a buddy."""
    programme = make.a_programme()
    good = make.a_supporter(programme)
    other = make.a_supporter(programme, **{"role": "buddy", **changes})
    if changes.get("role"):
        make.change(other, role_key="buddy")

    found = people(settings_of(programme).variant, [good.id, other.id])

    assert [found[good.id].facts.certified, found[other.id].facts.certified] == [True, False]


@pytest.mark.parametrize("number", [1, 3])
def test_facts_of_many_take_one_statement(at_school: Any, statements: Any, number: int):
    programme = make.a_programme()
    ids = [make.a_supporter(programme).id for _ in range(number)]
    variant = settings_of(programme).variant
    people(variant, ids)

    with statements() as said:
        found = people(variant, ids)

    assert len(found) == number
    assert [text for text in said.said if "FROM participation" in text] == [said.said[-1]]


def test_places_left_counts_open_proposals_and_matches(at_school: Any):
    programme = make.a_programme()
    sem = make.a_supporter(programme, places=2)
    noor, bo = make.a_seeker(programme), make.a_seeker(programme, "Bo")
    left = [places_left(db.session(), sem.id)]

    first = actions.propose(noor.id, sem.id, by=at_school["coordinator"])
    left.append(places_left(db.session(), sem.id))
    actions.answer(first, Given.YES, by=sem.actor)
    actions.answer(first, Given.YES, by=noor.actor)
    left.append(places_left(db.session(), sem.id))
    actions.propose(bo.id, sem.id, by=at_school["coordinator"])
    left.append(places_left(db.session(), sem.id))

    assert left == [2, 1, 1, 0]


def test_places_come_free_again_after_a_no(at_school: Any):
    programme = make.a_programme()
    sem, noor = make.a_supporter(programme), make.a_seeker(programme)
    proposal = actions.propose(noor.id, sem.id, by=at_school["coordinator"])

    actions.answer(proposal, Given.RATHER_NOT, by=sem.actor)

    assert places_left(db.session(), sem.id) == 1


def test_an_offer_holds_no_place(at_school: Any):
    programme = make.a_programme(make.TUTOR)
    noor = make.a_seeker(programme)
    tutors = [make.a_supporter(programme, role="tutor") for _ in range(3)]

    actions.offer_choice(noor.id, [tutor.id for tutor in tutors], by=at_school["coordinator"])

    assert [places_left(db.session(), tutor.id) for tutor in tutors] == [1, 1, 1]


def test_waiting_list_has_who_waits_and_who_is_not_ready(at_school: Any):
    programme = make.a_programme()
    since = clock.now() - timedelta(days=30)
    long = make.a_seeker(programme, "Lang", since=since)
    new = make.a_seeker(programme, "Nieuw")
    child = make.a_seeker(programme, "Kind", state="admitted", birth_date=clock.today() - timedelta(days=15 * 365))
    make.a_seeker(programme, "Weg", state="withdrawn")
    make.a_supporter(programme, "Sem")

    found = queries.waiting_list(at_school["coordinator"], programme_id=programme)

    assert [(line.someone.id, line.days, line.late) for line in found.lines] == [
        (long.id, 30, True),
        (new.id, 0, False),
        (child.id, 0, False),
    ]
    assert [bool(line.someone.readiness.missing) for line in found.lines] == [False, False, True]


def test_waiting_list_puts_who_was_let_down_first(at_school: Any):
    """Issue 2: after a "rather not" the seeker is first in line."""
    programme = make.a_programme()
    old = make.a_seeker(programme, "Oud", since=clock.now() - timedelta(days=9))
    new, sem = make.a_seeker(programme, "Nieuw"), make.a_supporter(programme)
    proposal = actions.propose(new.id, sem.id, by=at_school["coordinator"])
    actions.answer(proposal, Given.RATHER_NOT, by=sem.actor)

    found = queries.waiting_list(at_school["coordinator"], programme_id=programme)

    assert [(line.someone.id, line.returned) for line in found.lines] == [(new.id, True), (old.id, False)]


def test_waiting_list_says_what_runs(at_school: Any):
    programme = make.a_programme()
    noor, sem = make.a_seeker(programme), make.a_supporter(programme)
    actions.propose(noor.id, sem.id, by=at_school["coordinator"])

    found = queries.waiting_list(at_school["coordinator"], programme_id=programme)

    assert [line.running for line in found.lines] == ["open"]


def test_waiting_list_keeps_to_the_coordinators_programmes(at_school: Any):
    mine, other = make.a_programme(), make.a_programme()
    noor = make.a_seeker(mine)
    make.a_seeker(other)
    actor = a_coordinator(at_school.id, noor.person_id, Grant("coordinator", programme_id=mine))

    found = queries.waiting_list(actor)

    assert [tab.programme.id for tab in found.tabs] == [mine]
    assert [line.someone.id for line in found.lines] == [noor.id]
    with pytest.raises(NotFound):
        queries.waiting_list(actor, programme_id=other)


def test_candidates_are_ranked_with_reasons_and_others_with_why_not(at_school: Any):
    programme = make.a_programme()
    noor = make.a_seeker(programme)
    best = make.a_supporter(programme, "Best")
    less = make.a_supporter(programme, "Less", interests=("dancing",))
    tied, full = make.a_supporter(programme, "Juf"), make.a_supporter(programme, "Vol", places=0)
    paused = make.a_supporter(programme, "Rust", state="paused")
    make.a_tie(tied, noor)

    found = queries.candidates(noor.id, by=at_school["coordinator"])

    assert [one.someone.id for one in found.ranked] == [best.id, less.id]
    why = {one.someone.id: [c.key for c in one.judged.in_the_way] for one in found.excluded}
    assert why == {tied.id: ["no_tie"], full.id: ["place"], paused.id: ["active"]}


def test_candidates_of_nobody_are_not_found(at_school: Any):
    programme = make.a_programme()
    sem = make.a_supporter(programme)

    for wrong in (uuid4(), sem.id):
        with pytest.raises(NotFound):
            queries.candidates(wrong, by=at_school["coordinator"])


def test_candidates_are_never_judged_without_saying_for_whom(at_school: Any):
    noor = make.a_seeker(make.a_programme())

    with pytest.raises(TypeError, match="by"):
        queries.candidates(noor.id)


def test_candidates_know_refusals_and_earlier_answers(at_school: Any):
    programme = make.a_programme()
    noor, by = make.a_seeker(programme), at_school["coordinator"]
    refused, declined, silent = (make.a_supporter(programme, name) for name in ("Nee", "Liever", "Stil"))
    actions.refuse_pair(noor.id, refused.id, "They quarrelled before.", by=by)
    actions.answer(actions.propose(noor.id, declined.id, "x", by=by), Given.RATHER_NOT, by=declined.actor)
    actions.propose(noor.id, silent.id, "x", by=by)
    clock.reset(clock.now() + timedelta(days=6))
    try:
        actions.expire()
    finally:
        clock.reset(None)

    found = queries.candidates(noor.id, by=at_school["coordinator"])

    why = {one.someone.id: [c.key for c in one.judged.in_the_way] for one in found.excluded}
    assert why == {refused.id: ["not_refused"], declined.id: ["not_declined"]}
    assert [(one.someone.id, one.judged.between.unanswered) for one in found.ranked] == [(silent.id, True)]


@pytest.mark.parametrize("number", [1, 3])
def test_waiting_list_takes_three_statements_with_the_sign_in(
    at_school: Any, client_for: Any, statements: Any, number: int
):
    programme = make.a_programme()
    for _ in range(number):
        make.a_seeker(programme)
    client = client_for(at_school["coordinator"], tenant=at_school)
    client.get(f"/waiting?programme={programme}")

    with statements() as said:
        answer = client.get(f"/waiting?programme={programme}")

    reading = [text for text in said.said if "audit_append" not in text and not text.startswith("UPDATE")]
    assert answer.status_code == 200
    assert len(reading) == 3


@pytest.mark.parametrize("number", [1, 3])
def test_candidates_page_takes_six_statements(at_school: Any, client_for: Any, statements: Any, number: int):
    programme = make.a_programme()
    noor = make.a_seeker(programme)
    for _ in range(number):
        make.a_supporter(programme)
    client = client_for(at_school["coordinator"], tenant=at_school)
    client.get(f"/waiting/{noor.id}")

    with statements() as said:
        answer = client.get(f"/waiting/{noor.id}")

    reading = [text for text in said.said if "audit_append" not in text and not text.startswith("UPDATE")]
    assert answer.status_code == 200
    assert len(reading) == 6  # session, may they, programme, people, what happened before, running
