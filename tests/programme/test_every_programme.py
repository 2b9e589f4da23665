"""Two people walk each programme beside peer support, from nomination to farewell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from maatwerk.access.actor import SYSTEM
from maatwerk.access.work import unit_of_work
from maatwerk.ground.database import db
from maatwerk.people.model import Person
from maatwerk.programme.registry import registry
from maatwerk.programme.values import Kind, Question
from tests.factories import world
from tests.programme.journey import Journey

WALKED = (
    "mentor_buddies/buddy",
    "professional_mentors/professional",
    "professional_mentors/student_mentor",
)


@pytest.fixture
def opened(app: Flask, inside: Callable[..., Any]) -> Iterator[Callable[[str], Journey]]:
    """`opened(variant)`: an organisation of its own that runs this programme; the test goes on inside it."""
    with ExitStack() as open_doors:

        def switch_on(variant: str) -> Journey:
            tenant = world.organisation(app, f"org{uuid4().hex[:8]}", variant)
            open_doors.enter_context(inside(tenant))
            journey = Journey(tenant, variant)
            journey.switched_on()
            return journey

        yield switch_on


def typical(question: Question) -> Any:
    """What somebody could answer."""
    chosen = [choice.key for choice in question.choices][: max(question.least, 1)]
    return {
        Kind.TEXT: "I would like to.",
        Kind.SCALE: 4,
        Kind.CHOICE: chosen[0] if chosen else None,
        Kind.CHOICES: chosen,
        Kind.SLOTS: ["1-afternoon", "3-afternoon"],
        Kind.SUBJECTS: ["maths"],
        Kind.INTERESTS: ["football", "music", "reading"],
        Kind.LANGUAGES: ["nl"],
        Kind.POSTCODE: "8401 AB",
    }[question.kind]


def typed(variant: str, side: str) -> dict[str, Any]:
    """A whole application."""
    questions = (registry().variant(variant).intake_questions or {})[side]  # type: ignore[index]
    return {question.key: typical(question) for question in questions}


def walked(journey: Journey) -> dict[str, Any]:
    """The whole road of two people, as the journey tells it."""
    variant = journey.variant
    seeker, begun = journey.nominated()
    part_id = journey.applied(seeker, "seeker", typed(variant, "seeker"), begun)
    journey.talked(part_id, "seeker")
    with unit_of_work(SYSTEM) as work:
        supporter = world.a_person(work, "Rens Dijkstra", birth_year=1999).id
    journey.talked(journey.applied(supporter, "supporter", typed(variant, "supporter")), "supporter")
    journey.trained(supporter)
    match_id = journey.matched(seeker, supporter)
    journey.walked(match_id, seeker, supporter)
    return journey.said


@pytest.mark.parametrize("variant", WALKED)
def test_two_people_walk_from_nomination_to_farewell(opened: Callable[[str], Journey], variant: str):
    said = walked(opened(variant))

    turns = ("nominated", "seeker applied", "seeker talked", "supporter talked", "trained", "matched", "closed")
    assert {turn: said[turn] for turn in turns} == {
        "nominated": "interested",
        "seeker applied": "applied",
        "seeker talked": "waiting",
        "supporter talked": "admitted",
        "trained": "active",
        "matched": ["matched", "active"],
        "closed": ["closed", "finished"],
    }
    weights = {criterion.key for criterion in registry().variant(variant).matching_criteria or ()}
    assert said["score"][1] == sorted(weights)


def test_every_other_variant_of_the_house_is_walked(app: Flask):
    """Peer support is walked in a browser: tests/journeys."""
    with app.app_context():
        others = [variant.key for variant in registry().variants() if variant.plugin != "peer_support"]

    assert sorted(others) == list(WALKED)


def test_where_somebody_lives_is_kept_with_the_person_and_not_with_the_application(opened: Callable[[str], Journey]):
    journey = opened("mentor_buddies/buddy")
    with unit_of_work(SYSTEM) as work:
        person_id = world.a_person(work, "Sanne Veld", birth_year=2000).id

    journey.applied(person_id, "supporter", typed(journey.variant, "supporter"))

    assert db.session.scalars(select(Person.postcode).where(Person.id == person_id)).one() == "8401 AB"
