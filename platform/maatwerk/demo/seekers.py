"""Students who ask for support: applied or nominated, heard, allowed, matched."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from sqlalchemy import select

from maatwerk.access.actor import SYSTEM, Actor
from maatwerk.access.work import Clash, Refused
from maatwerk.demo import entering, roads
from maatwerk.demo.entering import SUBJECTS
from maatwerk.demo.roads import Pair
from maatwerk.demo.roster import Student
from maatwerk.demo.world import Somebody, World
from maatwerk.ground.database import db
from maatwerk.matching import actions as matching
from maatwerk.matching.model import Proposal
from maatwerk.matching.steps import Given
from maatwerk.matching.waiting.queries import Candidate, candidates
from maatwerk.programme.model import Participation
from maatwerk.programme.values import Side
from maatwerk.training.model import Enrolment, TrainingRun

PLUGIN = "peer_support"
TUTOR, MENTOR, BUDDY = (f"{PLUGIN}/{name}" for name in ("tutor", "mentor", "buddy"))
FIRST, LAST = 16, 103  # days between which students come


def gather(world: World, variant: str, number: int, *, last: int = LAST) -> list[Somebody]:
    """So many students who apply themselves, spread over the months."""
    found = []
    for at in range(number):
        who = world.pick(lambda student: student.year == 1 and student.age_on(world.today) >= 16)
        found.append(who)
        come(world, who, variant, FIRST + round((last - FIRST) * (at / max(1, number)) ** 1.3), at)
    return found


def come(
    world: World, who: Somebody, variant: str, day: int, at: int, after: Callable[[Somebody, str], None] | None = None
) -> None:
    """A student applies on a day; everything else follows."""
    world.calendar.at(day, 9 + at % 8, lambda: _apply(world, who, variant, at, after), minute=(7 * at) % 60)


def _apply(world: World, who: Somebody, variant: str, at: int, after: Callable[[Somebody, str], None] | None) -> None:
    chosen = {"needs": [SUBJECTS[at % len(SUBJECTS)]]}
    part = entering.apply(world, who, variant, Side.SEEKER, chosen)
    world.list(who, "mentee", "seeker", PLUGIN)
    world.calendar.at(world.calendar.day + 1, 10, lambda: talk(world, who, variant, part, after), minute=at % 60)


def talk(
    world: World, who: Somebody, variant: str, part: UUID, after: Callable[[Somebody, str], None] | None = None
) -> None:
    """The coordinator plans the talk and hears a yes; what age asks for is allowed a day later."""
    chance, by = world.chance("intake", who.email), world.staff_actor("coordinator")
    interview = entering.plan_talk(world, part, by, chance)
    day = world.calendar.day
    # Who carries more goes to one experienced person, not into a circle.
    heard = {"multi_problem": False} if variant == MENTOR else {}
    world.calendar.at(day + 3, 10, lambda: entering.admit_seeker(world, interview, by, chance, **heard))
    world.calendar.at(day + 3 + chance.randint(1, 2), 19, lambda: entering.allow(world, who))
    follow = after or partial(find, world)
    world.calendar.at(day + 6, 9, lambda: follow(who, variant))


def state_of(who: Somebody, variant: str) -> str:
    """Where a participation stands."""
    found: str = db.session.scalars(select(Participation.state).where(Participation.id == who.parts[variant])).one()
    return found


def find(world: World, who: Somebody, variant: str, tries: int = 8) -> None:
    """The coordinator looks for somebody who fits; when nobody is free, again some days later."""
    state = state_of(who, variant)
    if state not in ("admitted", "waiting"):
        return
    ranked = _ranked(world, who.parts[variant]) if state == "waiting" else []
    try:
        if variant == TUTOR and len(ranked) >= 3:
            _offer(world, who, ranked[:3])
            return
        if variant == BUDDY and ranked:
            _propose(world, who, ranked[0])
            return
    except (Refused, Clash):
        db.session.rollback()
    if tries:
        world.calendar.at(world.calendar.day + 5, 9, lambda: find(world, who, variant, tries - 1))


def _ranked(world: World, part: UUID) -> list[Candidate]:
    """The best first; of equals the one with the lower number, so that the same day gives the same demo."""
    order = {somebody.person_id: at for at, somebody in enumerate(world.students.values())}
    found = candidates(part, by=SYSTEM).ranked
    return sorted(found, key=lambda one: (-one.judged.score, order.get(one.someone.facts.person_id, 0)))


def _by_person(world: World, person_id: UUID) -> Somebody:
    return next(somebody for somebody in world.students.values() if somebody.person_id == person_id)


def _offer(world: World, who: Somebody, three: list[Candidate]) -> None:
    offered = matching.offer_choice(
        who.parts[TUTOR], [one.someone.id for one in three], by=world.staff_actor("coordinator")
    )
    tutor = _by_person(world, three[0].someone.facts.person_id)
    day = world.calendar.day
    chance = world.chance("pick", who.email)
    thinks = 8 if chance.random() < 0.1 else 1  # some take their time
    world.calendar.at(day + thinks, 16, lambda: _pick(world, who, tutor, offered[0]))


def _pick(world: World, who: Somebody, tutor: Somebody, proposal: UUID) -> None:
    try:
        matching.pick(proposal, by=who.acts("seeker"))
    except Clash:
        db.session.rollback()
        return  # the last place had just gone
    world.calendar.at(world.calendar.day + 1, 12, lambda: _tutor_answers(world, who, tutor, proposal))


def _tutor_answers(world: World, who: Somebody, tutor: Somebody, proposal: UUID) -> None:
    matching.answer(proposal, Given.YES, by=tutor.acts("supporter"))
    world.calendar.at(world.calendar.day + 1, 15, lambda: _coach_confirms(world, who, tutor, proposal))


def _coach_confirms(world: World, who: Somebody, tutor: Somebody, proposal: UUID) -> None:
    matching.confirm(proposal, Given.YES, by=_coach_of(world, tutor))
    pair = Pair(roads.match_of(proposal), who, tutor, TUTOR)
    world.pairs.append(pair)
    day = world.calendar.day
    if len(world.pairs) - 1 == world.unwilling:
        world.calendar.at(day + 11, 10, lambda: roads.never_begin(world, pair))
        return
    world.calendar.at(day + 4, 15, lambda: roads.start_with_session(world, pair))
    world.calendar.at(day + 4 + 57, 15, lambda: roads.end_well(world, pair))


def _coach_of(world: World, tutor: Somebody) -> Actor:
    """Who trained this tutor; for a certificate that was brought along the coordinator agrees."""
    from_run = (
        select(TrainingRun.trainer_id)
        .join(Enrolment, Enrolment.run_id == TrainingRun.id)
        .where(Enrolment.person_id == tutor.person_id, Enrolment.state == "completed")
    )
    trainer = db.session.scalars(from_run).first()
    coaches = [coach for coach in world.staff["teacher_coach"] if coach.person_id == trainer]
    return (coaches or world.staff["coordinator"])[0].acts()


def _propose(world: World, who: Somebody, best: Candidate) -> None:
    proposal = matching.propose(who.parts[BUDDY], best.someone.id, by=world.staff_actor("coordinator"))
    buddy = _by_person(world, best.someone.facts.person_id)
    day = world.calendar.day
    world.calendar.at(day + 1, 17, lambda: matching.answer(proposal, Given.YES, by=buddy.acts("supporter")))
    world.calendar.at(day + 3, 17, lambda: _student_answers(world, who, buddy, proposal))


def _student_answers(world: World, who: Somebody, buddy: Somebody, proposal: UUID) -> None:
    matching.answer(proposal, Given.YES, by=who.acts("seeker"))
    pair = Pair(roads.match_of(proposal), who, buddy, BUDDY)
    world.pairs.append(pair)
    world.calendar.at(world.calendar.day + 2, 9, lambda: roads.plan_kickoff(world, pair))


def gather_circle(world: World, course: str, size: int, mentor: Somebody, day: int) -> None:
    """First-years of one course apply, are heard, and become a circle of their mentor."""
    seekers = []
    for at in range(size):
        try:
            who = world.pick(
                lambda student: student.year == 1 and student.course == course and student.age_on(world.today) >= 16
            )
        except LookupError:
            break
        seekers.append(who)
        come(world, who, MENTOR, day + at % 4, at, after=lambda who, variant: None)
    world.calendar.at(day + 14, 11, lambda: _form(world, seekers, mentor))


def _form(world: World, seekers: list[Somebody], mentor: Somebody) -> None:
    waiting = [who for who in seekers if MENTOR in who.parts and state_of(who, MENTOR) == "waiting"]
    if len(waiting) < 2 or state_of(mentor, MENTOR) != "active":
        return
    circle = matching.form_circle(
        mentor.parts[MENTOR], [who.parts[MENTOR] for who in waiting], by=world.staff_actor("coordinator")
    )
    day = world.calendar.day
    world.calendar.at(day + 1, 17, lambda: _mentor_answers(world, circle, waiting, mentor))


def _mentor_answers(world: World, circle: UUID, seekers: list[Somebody], mentor: Somebody) -> None:
    proposals = dict(
        db.session.execute(select(Proposal.seeker_person_id, Proposal.id).where(Proposal.circle_id == circle)).all()
    )
    matching.answer(next(iter(proposals.values())), Given.YES, by=mentor.acts("supporter"))
    day, pairs = world.calendar.day, []  # type: ignore[var-annotated]
    for at, who in enumerate(seekers):
        world.calendar.at(
            day + 1 + at % 3,
            16,
            partial(_first_year_answers, world, who, mentor, proposals[who.person_id], pairs),
            minute=at,
        )
    # Later than the last answer, also around a weekend.
    world.calendar.at(day + 8, 9, lambda: _begin_circle(world, pairs))


def _first_year_answers(world: World, who: Somebody, mentor: Somebody, proposal: UUID, pairs: list[Pair]) -> None:
    matching.answer(proposal, Given.YES, by=who.acts("seeker"))
    pairs.append(Pair(roads.match_of(proposal), who, mentor, MENTOR))


def _begin_circle(world: World, pairs: list[Pair]) -> None:
    if pairs:
        world.pairs += pairs
        first = pairs[0]
        first.others = pairs[1:]
        roads.plan_kickoff(world, first)


def courses(world: World) -> list[str]:
    """The courses with the most first-years, the largest first; of those with later years too."""
    counted: dict[str, int] = {}
    for somebody in world.students.values():
        student = somebody.student
        if student is not None and student.year == 1 and student.level > 1:
            counted[student.course] = counted.get(student.course, 0) + 1
    return sorted(counted, key=lambda course: (-counted[course], course))


def is_of(course: str) -> Callable[[Student], bool]:
    """Students of one course."""
    return lambda student: student.course == course
