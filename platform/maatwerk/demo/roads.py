"""A road walked by two: the first meeting, an agreement, goals, meetings, looking back, farewell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import select

from maatwerk.demo.world import Somebody, World
from maatwerk.ground import clock
from maatwerk.ground.database import db
from maatwerk.people.model import Person
from maatwerk.programme.queries import settings_of
from maatwerk.programme.values import Kind, Variant
from maatwerk.trajectory.closing import actions as closing
from maatwerk.trajectory.closing.queries import questions
from maatwerk.trajectory.kickoff import actions as kickoffs
from maatwerk.trajectory.matches import actions as matches
from maatwerk.trajectory.meetings import actions as meetings
from maatwerk.trajectory.model import Kickoff, KickoffParty, Match
from maatwerk.trajectory.plan import actions as plans
from maatwerk.trajectory.rules.closing import After, Farewell, Step
from maatwerk.trajectory.rules.closing import Kind as EndKind
from maatwerk.trajectory.rules.meetings import Audience, Initiative, Mood, Said
from maatwerk.trajectory.rules.plan import Reach, Rhythm, Terms
from maatwerk.trajectory.rules.support import With
from maatwerk.trajectory.support import actions as support

EVERY = {"weekly": 7, "biweekly": 14}


@dataclass(slots=True)
class Pair:
    """Two on a road; in a circle one of its first-years, with the others beside."""

    match_id: UUID
    seeker: Somebody
    supporter: Somebody
    variant: str
    others: list[Pair] = field(default_factory=list)  # of the same circle
    goals: list[UUID] = field(default_factory=list)
    number: int = 0  # meetings held
    ended: bool = False

    @property
    def circle(self) -> list[Pair]:
        """Everybody who meets together."""
        return [self, *self.others]


def match_of(proposal_id: UUID) -> UUID:
    """The match that a proposal became."""
    found: UUID = db.session.scalars(select(Match.id).where(Match.proposal_id == proposal_id)).one()
    return found


def _variant(world: World, pair: Pair) -> Variant:
    return settings_of(world.programmes[pair.variant]).variant


def plan_kickoff(world: World, pair: Pair, days: int = 6) -> None:
    """The coordinator plans the first meeting; some days later they meet."""
    by = world.staff_actor("coordinator")
    chance = world.chance("kickoff", pair.seeker.email)
    moment = clock.instant(world.calendar.moment.date() + timedelta(days=days), 14)
    kickoffs.plan(pair.match_id, kickoffs.Plan(moment, world.texts.one("places", chance)), by=by)
    world.calendar.on(moment.date(), 16, lambda: _meet_first(world, pair))


def _meet_first(world: World, pair: Pair) -> None:
    parties = db.session.execute(
        select(KickoffParty.id, KickoffParty.gate, KickoffParty.party, Person.email)
        .join(Kickoff, Kickoff.id == KickoffParty.kickoff_id)
        .join(Match, (Match.id == Kickoff.match_id) | (Match.circle_id == Kickoff.circle_id))
        .outerjoin(Person, Person.id == KickoffParty.person_id)
        .where(Match.id == pair.match_id)
    ).all()
    # Whoever must be there comes; of ten parents and schools three do not.
    present = {
        row.id: row.gate or world.chance("came", pair.seeker.email, row.party, row.email).random() > 0.3
        for row in parties
    }
    kickoffs.record(pair.match_id, world.calendar.moment.date(), present, by=world.staff_actor("coordinator"))
    for party_id in (party_id for party_id, came in present.items() if not came):
        world.calendar.at(world.calendar.day + 5, 11, partial(_speak_after_all, world, party_id))
    world.calendar.at(world.calendar.day + 1, 12, partial(agree, world, pair))
    for one in pair.circle:
        world.calendar.at(world.calendar.day + 1, 13, partial(name_goal, world, one))
    keep_meeting(world, pair, first_in=3)


def _speak_after_all(world: World, party_id: UUID) -> None:
    kickoffs.caught_up(party_id, by=world.staff_actor("coordinator"))


def start_with_session(world: World, pair: Pair) -> None:
    """A tutor and a student begin at their first session, with the agreement made there."""
    log(world, pair)
    agree(world, pair)
    name_goal(world, pair)
    keep_meeting(world, pair, first_in=7)


def agree(world: World, pair: Pair) -> None:
    """The two agree how they work; with a circle the mentor writes it once, and each first-year says yes."""
    chance, variant = world.chance("agreement", pair.seeker.email), _variant(world, pair)
    terms = Terms(
        rhythm=Rhythm(variant.rhythm.every),
        minutes=variant.rhythm.minutes,
        weekday=chance.randint(1, 5),
        place=world.texts.one("places", chance),
        activities=("talk",),
        contact=Reach.MESSAGES,
        words=world.texts.one("agreement", chance),
    )
    alone = not pair.others
    plans.make_agreement(pair.match_id, terms, by=pair.supporter.acts("supporter"), in_person=alone)
    if not alone:
        for one in pair.circle:
            plans.say_yes(one.match_id, 1, by=one.seeker.acts("seeker"))


def name_goal(world: World, pair: Pair) -> None:
    """The young person says what they want to reach."""
    chance, variant = world.chance("goal", pair.seeker.email), _variant(world, pair)
    theme = chance.choice(variant.themes or ()).key if variant.themes else None
    words = world.texts.one("goal", chance)
    pair.goals.append(plans.set_goal(pair.match_id, words, by=pair.seeker.acts("seeker"), theme=theme))


def keep_meeting(world: World, pair: Pair, *, first_in: int) -> None:
    """Meetings in their rhythm until the planned end, phases as they come, and staff who call now and then."""
    variant = _variant(world, pair)
    every, start = EVERY[variant.rhythm.every], world.calendar.day
    chance = world.chance("rhythm", pair.seeker.email)
    day = start + first_in
    while day < start + variant.length_weeks * 7 - 7 and day < (world.today - world.calendar.start).days:
        if chance.random() < 0.85:
            world.calendar.at(day, 15 + chance.randint(0, 2), lambda: log(world, pair), minute=chance.randint(0, 50))
        day += every
    _phases(world, pair, variant, start)
    for week in (3, 7, 11) if pair.others else (2, 5, 9, 13):
        day = start + week * 7 + chance.randint(0, 3)
        for one in pair.circle:
            world.calendar.at(day, 9, partial(check_in, world, one))
    world.calendar.at((world.today - world.calendar.start).days - 1, 17, lambda: plan_next(world, pair))


def _phases(world: World, pair: Pair, variant: Variant, start: int) -> None:
    """Start-up gives way to guidance, guidance to deepening, each at its share of the road."""
    shares = {plan.key: plan.share for plan in variant.trajectory_phases or ()}
    total = sum(share for key, share in shares.items() if key != "preparation")
    passed = 0
    for key in ("start_up", "guidance"):
        passed += shares.get(key, 1)
        day = start + round(variant.length_weeks * 7 * passed / total) + 1
        world.calendar.at(day, 9, lambda: _move_on(world, pair), minute=30)


def _move_on(world: World, pair: Pair) -> None:
    if not pair.ended:
        for one in pair.circle:
            matches.enter_next_phase(one.match_id, by=world.staff_actor("coordinator"))


def log(world: World, pair: Pair) -> None:
    """The supporter tells how a meeting was; a circle's once, with who was there."""
    if pair.ended:
        return
    chance, variant = world.chance("meeting", pair.seeker.email, pair.number), _variant(world, pair)
    topics = variant.meeting_topics.choices if variant.meeting_topics else ()
    said = Said(
        on=world.calendar.moment.date(),
        mood=chance.choices([Mood.GREAT, Mood.GOOD, Mood.SO_SO, Mood.HARD], [3, 5, 2, 1])[0],
        minutes=min(120, max(25, 5 * round(chance.gauss(variant.rhythm.minutes, 8) / 5))),
        topics=tuple(choice.key for choice in chance.sample(list(topics), min(2, len(topics)))),
        initiative=chance.choice(list(Initiative)),
        place=world.texts.one("places", chance),
        note=world.texts.one("note", chance) if chance.random() < 0.6 else "",
        audience=chance.choice((Audience.OWN, Audience.SHARED, Audience.COORDINATOR)),
    )
    present = {one.match_id: chance.random() < 0.85 for one in pair.circle} if pair.others else None
    if present is not None:
        present[pair.match_id] = True
    progress = {pair.goals[0]: min(3, 1 + pair.number // 2)} if pair.goals and chance.random() < 0.3 else None
    meetings.log_meeting(
        pair.match_id,
        said,
        by=pair.supporter.acts("supporter"),
        form_key=f"demo {pair.number}",
        present=present,
        progress=progress,
    )
    pair.number += 1
    if chance.random() < 0.3:
        meetings.look_back(
            pair.match_id, chance.choice((Mood.GREAT, Mood.GOOD, Mood.SO_SO)), by=pair.seeker.acts("seeker"),
            line=world.texts.one("line", chance) if chance.random() < 0.4 else "",
        )  # fmt: skip


def check_in(world: World, pair: Pair) -> None:
    """Staff call, write a line, and say when they call again."""
    if pair.ended:
        return
    chance = world.chance("check_in", pair.seeker.email, world.calendar.day)
    today = world.calendar.moment.date()
    support.check_in(
        pair.match_id, chance.choice((With.SEEKER, With.SUPPORTER, With.BOTH)), world.texts.one("check_in", chance),
        by=world.staff_actor("coordinator"), next_on=today + timedelta(days=28),
    )  # fmt: skip


def plan_next(world: World, pair: Pair) -> None:
    """Most pairs have their next meeting in the calendar."""
    chance = world.chance("next", pair.seeker.email)
    if pair.ended or chance.random() > 0.6:
        return
    day = world.today + timedelta(days=chance.randint(1, 6))
    meetings.plan_meeting(
        pair.match_id, clock.instant(day, 15, chance.choice((0, 15, 30))), by=pair.supporter.acts("supporter"),
        form_key="demo next", place=world.texts.one("places", chance),
    )  # fmt: skip


def review(world: World, pair: Pair, moment: str) -> None:
    """Both look back, each from their own side."""
    for side, who in (("seeker", pair.seeker), ("supporter", pair.supporter)):
        asked = questions(_variant(world, pair), moment, side)
        chance = world.chance("review", moment, side, pair.seeker.email)
        closing.review(pair.match_id, _answers(world, asked, chance), by=who.acts(side))


def _answers(world: World, asked: Any, chance: Random) -> Mapping[str, Any]:
    answers: dict[str, Any] = {}
    for question in asked:
        if question.kind is Kind.SCALE:
            answers[question.key] = chance.choice((3, 4, 4, 5))
        elif question.kind is Kind.CHOICE:
            answers[question.key] = question.choices[0].key
        elif chance.random() < 0.5:
            answers[question.key] = world.texts.one("line", chance)
    return answers


def end_well(world: World, pair: Pair) -> None:
    """Look back together, say goodbye, agree when somebody asks how it goes, and close."""
    if pair.ended:
        return
    by, today = world.staff_actor("coordinator"), world.calendar.moment.date()
    state = db.session.scalars(select(Match.state).where(Match.id == pair.match_id)).one()
    if state == "active":
        closing.open_closing(pair.match_id, EndKind.COMPLETE, today, by=by)
    review(world, pair, "final")
    closing.say_goodbye(pair.match_id, today, Farewell.TOGETHER, by=by)
    closing.follow_up_on(pair.match_id, today + timedelta(days=42), by=by)
    reached = world.chance("end", pair.seeker.email).random() < 0.6
    closing.close(pair.match_id, closing.Ending(reason="reached" if reached else "time_over"), by=by)
    pair.ended = True


def end_early(world: World, pair: Pair, ending: closing.Ending) -> None:
    """It stops before its time: the reviews are left out with a reason, the rest is done."""
    by, today = world.staff_actor("coordinator"), world.calendar.moment.date()
    closing.open_closing(pair.match_id, EndKind.ENDED_EARLY, today, by=by)
    closing.say_goodbye(pair.match_id, today, Farewell.CALL, by=by)
    closing.follow_up_on(pair.match_id, today + timedelta(days=42), by=by)
    for step in (Step.SEEKER_REVIEW, Step.SUPPORTER_REVIEW):
        closing.leave_out(
            pair.match_id, step, world.texts.one("check_in", world.chance("left", pair.seeker.email)), by=by
        )
    closing.close(pair.match_id, ending, by=by)
    pair.ended = True


def never_begin(world: World, pair: Pair) -> None:
    """The student did not want it after all: the two never begin."""
    ending = closing.Ending(reason="no_motivation", reason_seeker="no_motivation", after=After.DONE)
    closing.never_started(pair.match_id, ending, by=world.staff_actor("coordinator"))
    pair.ended = True
