"""How someone enters: an application filled in, a talk, a yes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import select

from maatwerk.access.actor import Actor
from maatwerk.access.work import Work, unit_of_work
from maatwerk.demo.names import plain, postcode
from maatwerk.demo.world import Somebody, World
from maatwerk.ground.database import db
from maatwerk.intake import rules
from maatwerk.intake.applications import actions as applications
from maatwerk.intake.applications.queries import road_of
from maatwerk.intake.talks import actions as talks
from maatwerk.intake.talks.actions import Heard
from maatwerk.people import actions as people
from maatwerk.people.model import (
    AvailabilitySlot,
    Consent,
    Guardianship,
    Interest,
    LanguageSpoken,
    Permission,
    Person,
    Subject,
)
from maatwerk.programme import queries as programmes
from maatwerk.programme.lists import INTERESTS
from maatwerk.programme.values import Kind, Question, Side, WritesTo

ENGLISH = "en"
# What students ask help with; few enough that a student can pick one of three tutors.
SUBJECTS = ("maths", "dutch", "english", "planning", "reports")


def apply(world: World, who: Somebody, variant: str, side: Side, chosen: Mapping[str, Any] | None = None) -> UUID:
    """Fill in an application and send it; gives the participation."""
    actor = who.acts(side)
    with unit_of_work(actor) as work:
        application = applications.open_application(work, who.person_id, world.programmes[variant], side)
        _fill_in(world, work, application, who, dict(chosen or {}))
        application_id, asks_parent = (
            application.id,
            rules.PARENT in road_of(application, work.get(Person, who.person_id)).order,
        )
    if asks_parent:
        _name_parent(world, who, application_id, actor)
    applications.send(application_id, by=actor)
    part = programmes.participation_of(who.person_id, world.programmes[variant], side)
    assert part is not None
    who.parts[variant] = part.id
    db.session.rollback()
    return who.parts[variant]


def _name_parent(world: World, who: Somebody, application_id: UUID, actor: Actor) -> None:
    """The parent whom we ask: of the same family, with an address of their own."""
    name = world.people.next()
    family = who.student.name if who.student else name
    email = f"{name.given}.{family.family}.{who.student.number if who.student else 0}@post.example".lower()
    full = " ".join(part for part in (name.given, family.prefix, family.family) if part)
    applications.save_parent(application_id, full, plain(email), by=actor)


def _fill_in(world: World, work: Work, application: Any, who: Somebody, chosen: dict[str, Any]) -> None:
    road = road_of(application, work.get(Person, who.person_id))
    chance = world.chance("answers", application.side, who.email)
    words: dict[str, str] = {}
    answers: dict[str, Any] = {}
    for question in road.questions.values():
        value = chosen.get(question.key) or _value(world, question, chance)
        if question.writes_to is WritesTo.POSTCODE:
            work.get(Person, who.person_id).postcode = value
        elif question.writes_to is not None:
            work.add_all(_rows(who.person_id, question.writes_to, value))
        elif question.kind is Kind.TEXT:
            words[question.key] = value
        else:
            answers[question.key] = value
    application.words, application.answers = json.dumps(words, ensure_ascii=False), answers
    application.done = [step for step in road.order if step != rules.CHECK]
    application.saved_at = work.now


def _value(world: World, question: Question, chance: Random) -> Any:
    match question.kind:
        case Kind.TEXT:
            known = {"why": "why", "who_am_i": "who", "what_can_i": "can", "reference": "reference"}
            known |= {"hard": "hard", "learning_goal": "learn"}
            return world.texts.one(known.get(question.key, "hard"), chance)
        case Kind.INTERESTS:
            return sorted(chance.sample([choice.key for choice in INTERESTS], chance.randint(3, 5)))
        case Kind.LANGUAGES:
            own = ["nl", *(["fy"] if world.locale == "nl" and chance.random() < 0.5 else [])]
            return [*own, *(["en"] if world.locale == ENGLISH or chance.random() < 0.5 else [])]
        case Kind.SUBJECTS:
            return chance.sample(SUBJECTS, 2)
        case Kind.POSTCODE:
            return postcode(chance)
        case Kind.SLOTS:
            return sorted(
                {f"{chance.randint(1, 5)}-{part}" for part in ("afternoon", "afternoon", "morning", "evening")}
            )
        case Kind.CHOICES:
            keys = [choice.key for choice in question.choices]
            return chance.sample(keys, min(len(keys), max(question.least or 1, 1)))
        case Kind.CHOICE:
            return chance.choice(question.choices).key
        case _:
            return chance.randint(3, 5)


def _rows(person_id: UUID, column: WritesTo, keys: Iterable[str]) -> list[Any]:
    match column:
        case WritesTo.INTERESTS:
            return [Interest(person_id=person_id, key=key) for key in keys]
        case WritesTo.LANGUAGES:
            return [LanguageSpoken(person_id=person_id, code=key) for key in keys]
        case WritesTo.SLOTS:
            split = [key.partition("-") for key in keys]
            return [AvailabilitySlot(person_id=person_id, weekday=int(day), part=part) for day, _dash, part in split]
        case _:
            stance = "needs" if column is WritesTo.NEEDS else "offers"
            return [Subject(person_id=person_id, key=key, stance=stance) for key in keys]


def plan_talk(world: World, participation_id: UUID, by: Actor, chance: Random) -> UUID:
    """Plan the talk for a few days from now."""
    moment = world.calendar.moment + timedelta(days=chance.randint(1, 3))
    return talks.plan_talk(participation_id, moment, world.texts.one("places", chance), by=by)


def admit_seeker(world: World, interview_id: UUID, by: Actor, chance: Random, **heard: Any) -> None:
    """Conclude the intake talk; without more said, with a yes."""
    values = {
        "own_yes": True,
        "motivation": chance.choice((3, 4, 4, 5)),
        "without_referrer": True,
        "multi_problem": chance.random() < 0.04,
        "too_heavy": False,
    }
    found = rules.Findings(**(values | heard))
    talks.conclude_interview(interview_id, found, Heard(world.texts.one("talk", chance)), by=by)


def admit_supporter(world: World, interview_id: UUID, variant: str, by: Actor, chance: Random) -> None:
    """Conclude the selection talk, with everything seen."""
    rubric = programmes.settings_of(world.programmes[variant]).variant.selection_rubric or ()
    scores = {choice.key: chance.choice((3, 3, 4)) for choice in rubric}
    seen = (rules.Check.REFERENCE, rules.Check.AGREEMENT)
    talks.conclude_selection(
        interview_id,
        rules.Rubric(scores, True),
        rules.Selection.ADMITTED,
        seen,
        Heard(world.texts.one("talk", chance)),
        by=by,
    )


def allow(world: World, who: Somebody, *, yes: bool = True) -> None:
    """Everyone who was asked answers: the student, or a parent."""
    guardian = db.session.scalars(
        select(Guardianship.guardian_id).where(Guardianship.child_id == who.person_id)
    ).first()
    for asked_of, actor in ((who.person_id, who.acts()), (guardian, _parent(world, who, guardian))):
        if asked_of is None or actor is None:
            continue
        rows = [
            row_id
            for model in (Permission, Consent)
            for row_id in db.session.scalars(
                select(model.id).where(
                    model.person_id == who.person_id, model.asked_of == asked_of, model.answer.is_(None)
                )
            )
        ]
        if rows:
            people.answer(dict.fromkeys(rows, yes), by=actor)


def _parent(world: World, who: Somebody, guardian: UUID | None) -> Actor | None:
    if guardian is None:
        return None
    person = db.session.scalars(select(Person).where(Person.id == guardian)).one()
    parent = Somebody(person.id, person.full_name, person.email or "")
    world.list(parent, "guardian", "family", "peer_support")
    db.session.rollback()
    return parent.acts("guardian")
