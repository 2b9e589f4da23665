"""What runs here, in whose words, read once for each version of the organisation's choices."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask, g

from maatwerk import testing
from maatwerk.access.actor import SYSTEM
from maatwerk.access.work import NotFound, unit_of_work
from maatwerk.people.model import Partner, Site
from maatwerk.people.settings import PERMISSION_16_17
from maatwerk.programme import actions, queries, snapshot
from maatwerk.programme.model import Programme
from maatwerk.programme.values import Side
from maatwerk.tenancy import settings
from tests.factories import world
from tests.factories.programme import a_participation, a_programme

Tenant = testing.TenantFixture
Statements = Callable[[], AbstractContextManager[testing.Statements]]


@pytest.fixture
def tutors(here: Tenant) -> Any:
    """A tutor programme that only this test knows."""
    with unit_of_work(SYSTEM) as work:
        programme_id = a_programme(work).id
    return programme_id


def test_settings_of_an_untouched_programme_are_the_variants(here: Tenant, tutors: Any) -> None:
    chosen = queries.settings_of(tutors)
    assert (chosen.seeker.key, chosen.supporter.key) == ("mentee", "tutor")
    assert chosen.weights == {"subject": 45, "availability": 25, "course": 15, "language": 10, "history": 5}
    assert (chosen.places.default, chosen.variant.length_weeks, chosen.questions_version) == (2, 8, 2000)
    assert (chosen.waiting_promise_days, chosen.nomination_days, chosen.motivation_least) == (21, 5, 3)
    assert (dict(chosen.protocol), chosen.protocol_version) == ({}, 0)


def test_settings_are_those_of_one_programme_only(here: Tenant, tutors: Any) -> None:
    weights = {"subject": 60, "availability": 20, "course": 10, "language": 5, "history": 5}
    actions.choose_settings(tutors, {"weights": weights}, reason="Subject first", by=here["administrator"])
    assert queries.settings_of(tutors).weights == weights
    assert queries.settings_of(here.programmes["peer_support/tutor"]).weights["subject"] == 45


def test_an_extra_question_raises_the_version_of_the_questions(here: Tenant, tutors: Any) -> None:
    """Answers are kept with the version of the questions that asked for them."""
    question = {"key": "own_1", "kind": "text", "label": {"en": "Do you cycle?"}}
    actions.choose_settings(tutors, {"questions.seeker": [question]}, reason="Asked for", by=here["administrator"])
    chosen = queries.settings_of(tutors)
    assert chosen.questions_version == 2001
    assert [q.key for q in chosen.questions("seeker")] == [
        "needs",
        "what_can_i",
        "hard",
        "slots",
        "languages",
        "own_1",
    ]
    assert "own_1" not in [q.key for q in chosen.questions(Side.SUPPORTER)]


def test_permission_at_sixteen_is_the_organisations_choice(here: Tenant, tutors: Any) -> None:
    with unit_of_work(SYSTEM) as work:
        settings.choose(work.session, PERMISSION_16_17, True, by=None, reason="Our rule")
        snapshot.changed(work)
    assert queries.settings_of(tutors).permission_16_17 is True
    with unit_of_work(SYSTEM) as work:
        settings.choose(work.session, PERMISSION_16_17, False, by=None, reason="Back again")
        snapshot.changed(work)
    assert queries.settings_of(tutors).permission_16_17 is False


def test_a_protocol_is_published_in_versions(here: Tenant, tutors: Any) -> None:
    """Requirement 39."""
    by = here["administrator"]
    for text in ("First", "Second"):
        actions.choose_settings(tutors, {"protocol": {"en": text, "nl": " "}}, reason=text, by=by)
    chosen = queries.settings_of(tutors)
    assert (dict(chosen.protocol), chosen.protocol_version) == ({"en": "Second"}, 2)


def test_words_give_every_placeholder(here: Tenant, tutors: Any) -> None:
    words = queries.settings_of(tutors).words
    assert (words["The_supporter"], words["seekers"], words["your_supporter"]) == (
        "The tutor",
        "students",
        "your tutor",
    )


def test_a_programme_that_does_not_exist_is_not_found(here: Tenant, zuid: Tenant) -> None:
    for programme_id in (uuid4(), zuid.programmes["peer_support/tutor"]):
        with pytest.raises(NotFound):
            queries.programme(programme_id)
        with pytest.raises(NotFound):
            queries.settings_of(programme_id)


def test_open_programmes_leave_out_what_is_closed_or_unknown(here: Tenant) -> None:
    with unit_of_work(SYSTEM) as work:
        closed = a_programme(work, state="closed").id
        gone = a_programme(work, "swimming/lane").id
        opened = a_programme(work).id
    found = {programme.id for programme in queries.open_programmes()}
    assert [programme_id in found for programme_id in (closed, gone, opened)] == [False, False, True]


def test_places_name_each_school_and_its_sites(here: Tenant) -> None:
    name = f"School {uuid4().hex[:6]}"
    with unit_of_work(SYSTEM) as work:
        school = work.add(Partner(kind="school", name=name))
        for site in ("South", "North"):
            work.add(Site(partner_id=school.id, name=site))
    assert [(p.partner, p.site) for p in queries.places() if p.partner == name] == [
        (name, None),
        (name, "North"),
        (name, "South"),
    ]


def test_counts_tell_how_many_are_in_each_state(here: Tenant, tutors: Any) -> None:
    with unit_of_work(SYSTEM) as work:
        programme = work.get(Programme, tutors)
        for states in ((), ("applied",), ("applied",)):
            a_participation(work, programme, world.a_person(work, "Femke Bakker").id, "seeker", *states)
    assert queries.counts()[tutors] == {"interested": 1, "applied": 2}


def test_participation_of_finds_only_what_runs(here: Tenant, tutors: Any) -> None:
    with unit_of_work(SYSTEM) as work:
        person = world.a_person(work, "Bram Mulder").id
        row = a_participation(work, work.get(Programme, tutors), person, "seeker")
        row_id = row.id
    found = queries.participation_of(person, tutors, "seeker")
    assert found is not None
    assert found.id == row_id
    assert queries.participation_of(person, tutors, "supporter") is None


def test_choices_are_read_once_for_each_version(app: Flask, here: Tenant, statements: Statements, tutors: Any) -> None:
    """Ruling 2: in a request whose session knows the version, settings cost no statement."""
    g.pop("programme_changed", None)
    queries.settings_of(tutors)
    g.organisation = type("Known", (), {"version": snapshot.current().version})()
    with statements() as said:
        queries.settings_of(tutors)
        queries.open_programmes()
        queries.enabled_plugins()
    assert len(said) == 0


def test_what_is_not_committed_is_kept_for_nobody(app: Flask, here: Tenant, inside: Any, tutors: Any) -> None:
    with pytest.raises(RuntimeError, match="undone"), unit_of_work(SYSTEM) as work:
        work.add(Programme(variant="peer_support/tutor", name="Undone", season="2026-2027", made_at=work.now))
        snapshot.changed(work)
        assert "Undone" in [p.name for p in queries.programmes()]
        raise RuntimeError("undone")
    assert "Undone" not in [p.name for p in queries.programmes()]
    kept = app.extensions["maatwerk.programme.snapshots"].get(here.id)
    assert kept is None or "Undone" not in [p.name for p in kept.programmes.values()]


@pytest.mark.parametrize("number", [1, 3])
def test_history_is_one_statement_for_any_number_of_changes(
    here: Tenant, statements: Statements, tutors: Any, number: int
) -> None:
    for days in range(1, number + 1):
        actions.choose_settings(tutors, {"gap_days": days}, reason="x", by=here["administrator"])
    with statements() as said:
        found = queries.history(tutors)
    assert (len(found), len(said)) == (number, 1)
