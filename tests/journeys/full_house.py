"""A college with something of everything in it, made by the rooms' own verbs: what every page has to show."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import cycle
from pathlib import Path
from uuid import uuid4

from flask import Flask, g
from sqlalchemy import select, update

from maatwerk import testing
from maatwerk.access import accounts, signing
from maatwerk.access.actor import SYSTEM, Actor
from maatwerk.access.model import Account, Pass, RoleProposal
from maatwerk.access.work import unit_of_work
from maatwerk.ground import clock
from maatwerk.intake.model import Interview, Triage
from maatwerk.intake.nominations import actions as nominating
from maatwerk.intake.rules import Findings
from maatwerk.intake.talks import actions as talks
from maatwerk.matching.circles import actions as circles
from maatwerk.matching.proposals import actions as answering
from maatwerk.matching.steps import Given
from maatwerk.matching.waiting import actions as waiting
from maatwerk.opening import actions as opening
from maatwerk.people import rules
from maatwerk.people.actions import answer
from maatwerk.people.imports import actions as importing
from maatwerk.people.model import Guardianship, ImportBatch, LikelySame, Person, Tie
from maatwerk.programme import actions as tailoring
from maatwerk.programme import snapshot
from maatwerk.programme.model import Programme
from maatwerk.safeguarding import actions as worries
from maatwerk.tenancy.jobs import in_tenant
from maatwerk.training.runs import actions as runs
from maatwerk.trajectory.closing import actions as closing
from maatwerk.trajectory.meetings import actions as meetings
from maatwerk.trajectory.plan import actions as planning
from maatwerk.trajectory.rules.closing import After, Farewell, Kind
from maatwerk.trajectory.rules.support import AskKind
from maatwerk.trajectory.support import actions as support
from tests.factories import intake, people, safeguarding, training, trajectory, world
from tests.factories import matching as sides

TUTOR, MENTOR, BUDDY = world.VARIANTS
ROSTER = Path(__file__).resolve().parents[1] / "data" / "roster-waddenkust.csv"
LONG = ("Aaltje-Wilhelmina", "van der", "Oosterwoud-Benhaddou")
NAMES = (
    LONG,
    ("Noor", "", "Hettema"),
    ("Sem", "van den", "Brinkhorst"),
    ("Zoë", "", "Çelikbaş"),
    ("Jelte", "", "Wiardinga"),
    ("Ştefan", "de", "Graafland-Oosterhout"),
    ("Fenna", "", "Ruiterkamp"),
    ("Yusuf", "el", "Amranizadeh"),
    ("Mila", "", "Duinstra"),
    ("Tjitske", "van 't", "Hofland"),
)
PROGRAMMES = {
    TUTOR: ("Tutoren", "Tutors"),
    MENTOR: ("Mentoren voor eerstejaars", "Mentors for first-years"),
    BUDDY: ("Buddy's voor nieuwkomers", "Buddies for newcomers"),
}
GOAL = "Ik wil leren plannen, zodat ik op tijd begin en niet alles op de laatste avond komt. " * 4
PROTOCOL = (
    "Wij spreken af op school.\n\nWij vertellen niets door, behalve als iemand gevaar loopt.",
    "We meet at school.\n\nWe pass nothing on, unless somebody is in danger.",
)
LINES = ("We maakten samen een planning voor de toetsweek.", "We made a plan for the test week together.")


def filled(app: Flask, slug: str, name: str, locale: str, colour: str) -> testing.TenantFixture:
    """A college in one language and one colour, with everybody in it."""
    found = world.organisation(app, slug, name)
    with app.app_context(), in_tenant(found.id) as organisation:
        g.person_locale = locale
        opening.change_look(organisation, name=name, locale=locale, colour=colour, by=found["administrator"])
        _training(found)
        _at_the_door(found)
        _families(found)
        _before_each_other(found)
        _on_the_road(found)
        _worries(found)
        _tailored(found)
        _linked(found["coordinator"])
        _named(locale, found)
    return found


def speak(found: testing.TenantFixture, locale: str) -> None:
    """From here on everybody reads this language."""
    with in_tenant(found.id) as organisation:
        look = {"name": organisation.name, "locale": locale, "colour": organisation.colour}
        opening.change_look(organisation, **look, by=found["administrator"])
        with unit_of_work(SYSTEM) as work:
            work.session.execute(update(Person).values(locale=locale))


def _linked(actor: Actor) -> None:
    """Somebody with an authenticator app; the others have none yet."""
    with unit_of_work(SYSTEM) as work:
        account = work.get(Account, actor.account_id)
        account.authenticator, account.authenticator_since = signing.new_secret(), work.now


def _days(number: int, hour: int = 13) -> datetime:
    return clock.instant(clock.today() + timedelta(days=number), hour)


def _training(found: testing.TenantFixture) -> None:
    """One training that is planned, one that waits for its last ticks, one that is done."""
    coach, programme = found["teacher_coach"], found.programmes[TUTOR]
    training.a_certificate(found, coach)
    soon = tuple(_days(at) for at in (14, 21, 28))
    run = training.a_run(programme, coach, starts=soon)
    helpers = [training.a_helper(found, programme) for _ in range(3)]
    training.joined(run, *helpers[:2], on=clock.now())
    past = tuple(_days(at) for at in (-21, -14, -7))
    others = [training.a_helper(found, programme) for _ in range(3)]
    for done in (False, True):
        run = training.a_run(programme, coach, starts=past)
        joined = others[:2] if done else [others[2], helpers[2]]
        training.joined(run, *joined, on=_days(-30))
        training.held(run, coach, *([joined] * (3 if done else 2)))
        if done:
            runs.certify(run, by=coach)


def _at_the_door(found: testing.TenantFixture) -> None:
    """Nominated, applying, talked with: each as far as can be."""
    programme, coordinator = found.programmes[BUDDY], found["coordinator"]
    nominator, applicant = found["nominator"], found["applicant"]
    assert nominator.person_id is not None
    for state in ("sent", "told", "draft"):
        made = intake.a_nomination(programme, nominator.person_id, state=state, days_ago=6)
        if state == "told":
            intake.pass_holder(made.person_id, "participant")
    nominating.keep_until_proven(programme, intake.typed(), name="Anna de Wit", email="anna.dewit@school.example")
    part = intake.a_participation(programme, person_id=applicant.person_id)
    intake.an_application(part, submitted=False)
    part = intake.a_participation(found.programmes[TUTOR], side="supporter")
    intake.an_application(part, submitted=False)
    intake.pass_holder(part.person_id)
    for at in range(3):
        part = intake.a_participation(programme, days_ago=3, given=f"Applicant{at}")
        intake.an_application(part, days_ago=3)
        if at:
            talk = intake.an_interview(part, at=_days(1 if at == 1 else -1))
        if at == 2:
            heard = talks.Heard("Slaapt slecht, thuis is het druk.", ("care",))
            talks.conclude_interview(talk.id, Findings(True, 4, True, False, True), heard, by=coordinator)
    helper = intake.a_participation(programme, side="supporter", days_ago=25)
    intake.an_application(helper, days_ago=25)
    intake.an_interview(helper, at=_days(-1))
    interviewed = intake.a_participation(programme, side="supporter", state="interviewed", days_ago=4)
    intake.an_application(interviewed, days_ago=9)
    _rosters(coordinator)


def _rosters(by: Actor) -> None:
    """A file that was taken in, with rows that were not, and one that waits for its columns to be looked at."""
    lines = ROSTER.read_bytes().splitlines(keepends=True)
    data = b"".join([*lines[:60], b"240099;;;;31-02-2009\r\n"])
    for name, taken in (("deelnemers-september.csv", True), ("deelnemers-november.csv", False)):
        batch = importing.receive(data, name, source="roster", kind="student", by=by)
        with unit_of_work(by) as work:
            mapping = work.get(ImportBatch, batch).mapping["columns"]
        importing.choose_columns(batch, mapping, by=by)
        if taken:
            importing.take(batch, by=by)


def _families(found: testing.TenantFixture) -> None:
    """A child of fifteen whose parent was asked, a young person who answered, two who may be one."""
    programme = found.programmes[BUDDY]
    people.choose(permission_16_17=True, purposes=("evaluation", "school"))
    guardian = found["guardian"]
    child = people.a_person("Mila", birth_date=people.born(15), email="mila@post.example")
    people.a_participation(child, programme, state="admitted")
    with unit_of_work(SYSTEM) as work:
        work.add(Guardianship(child_id=child, guardian_id=guardian.person_id))
        work.get(Pass, guardian.pass_id).child_id = child
        seeker = found.things["person_seeker"]
        work.add(Tie(person_id=seeker, other_id=found["teacher_coach"].person_id, kind="teacher"))
        work.add(LikelySame(person_id=child, known_id=seeker, found_at=work.now))
    people.asked(child, programme)
    people.asked(seeker, found.programmes[TUTOR])
    mine = [row.id for row in people.questions(child) if row.asked_of == guardian.person_id]
    answer({mine[0]: True}, by=replace(guardian, child_id=child))


def _before_each_other(found: testing.TenantFixture) -> None:
    """A proposal for two, a choice of three, a circle, and people who wait."""
    coordinator = found["coordinator"]
    buddies, tutors, mentors = (found.programmes[key] for key in (BUDDY, TUTOR, MENTOR))
    seekers = [sides.a_seeker(buddies, answers={"wish": "quiet"}) for _ in range(4)]
    helpers = [sides.a_supporter(buddies) for _ in range(4)]
    proposal = waiting.propose(seekers[0].id, helpers[0].id, "Beiden voetballen.", by=coordinator)
    answering.answer(proposal, Given.YES, by=helpers[0].actor)
    waiting.propose(seekers[1].id, helpers[1].id, by=coordinator)
    waiting.refuse_pair(seekers[2].id, helpers[2].id, "Ze zitten in één klas.", by=coordinator)
    pupils = [sides.a_seeker(tutors) for _ in range(3)]
    three = [sides.a_supporter(tutors, role="tutor", places=2) for _ in range(4)]
    waiting.offer_choice(pupils[0].id, [one.id for one in three[:3]], by=coordinator)
    coach = found["teacher_coach"]
    assert coach.person_id is not None
    sides.trained_by(coach.person_id, three[3])
    offered = waiting.offer_choice(pupils[1].id, [one.id for one in (three[3], *three[:2])], by=coordinator)
    answering.pick(offered[0], by=pupils[1].actor)
    answering.answer(offered[0], Given.YES, by=three[3].actor)
    first_years = [sides.a_seeker(mentors) for _ in range(4)]
    leaders = [sides.a_supporter(mentors, role="mentor", places=8) for _ in range(2)]
    circles.form_circle(leaders[0].id, [one.id for one in first_years[:3]], by=coordinator)


def _on_the_road(found: testing.TenantFixture) -> None:
    """Pairs in each state of a road, and one circle."""
    coordinator = found["coordinator"]
    trajectory.a_pair(found, birth_year=2010, parent=True)
    trajectory.planned(trajectory.a_pair(found, birth_year=2010, parent=True), wants_parent=True)
    trajectory.begun(trajectory.a_pair(found))
    for variant in (BUDDY, TUTOR):
        pair = trajectory.a_pair(found, variant)
        if variant == BUDDY:
            trajectory.begun(pair)
        trajectory.agreed(pair)
        planning.set_goal(pair.match_id, GOAL[:320], by=pair.seeker, first_step="Een agenda kopen")
        for _ in range(2):
            trajectory.met(pair, note=LINES[0])
        meetings.plan_meeting(pair.match_id, _days(3, 15), by=pair.supporter, form_key=uuid4().hex, place="Kantine")
        support.ask(pair.match_id, AskKind.TALK, by=pair.seeker)
    for ends in (False, True):
        pair = trajectory.road(found)
        trajectory.met(pair, note=LINES[1])
        closing.open_closing(pair.match_id, Kind.COMPLETE, clock.today(), by=coordinator)
        if ends:
            for actor in (pair.seeker, pair.supporter):
                trajectory.looked_back(pair, actor)
            closing.say_goodbye(pair.match_id, clock.today(), Farewell.TOGETHER, by=coordinator)
            closing.follow_up_on(pair.match_id, clock.today() + timedelta(days=42), by=coordinator)
            closing.close(pair.match_id, closing.Ending(), by=coordinator)
    pair = trajectory.a_pair(found)
    closing.never_started(pair.match_id, closing.Ending("no_motivation", after=After.WAIT_AGAIN), by=coordinator)
    several = trajectory.pairs(found, MENTOR, seekers=3, circle=True)
    present = {pair.match_id: at < 2 for at, pair in enumerate(several)}
    trajectory.met(trajectory.agreed(trajectory.begun(several[0])), note=LINES[0], present=present)


def _worries(found: testing.TenantFixture) -> None:
    """One that nobody read yet, one that the lead did, and a colleague who is proposed to read them too."""
    by = found["coordinator"]
    safeguarding.a_worry(found.things["person_seeker"], by)
    worry = safeguarding.a_worry(found.things["person_supporter"], by)
    worries.mark_read(worry, by=found["safeguarding_lead"])
    about, asks = found["trainer"].account_id, found["administrator"].account_id
    with unit_of_work(SYSTEM) as work:
        role = "safeguarding_deputy"
        work.add(RoleProposal(account_id=about, role=role, asked_by=asks, asked_at=work.now))
    accounts.give_role(found["trainer"].account_id, "safeguarding_deputy", by=found["administrator"])


def _tailored(found: testing.TenantFixture) -> None:
    """A question and a protocol of the organisation's own."""
    label = {"nl": "Hoe reis je naar school?", "en": "How do you travel to school?"}
    question = {"key": "own_travel", "kind": "text", "label": label}
    values = {
        "questions.seeker": [question],
        "questions.supporter": [question],
        "protocol": {"nl": PROTOCOL[0], "en": PROTOCOL[1]},
    }
    for programme in found.programmes.values():
        tailoring.choose_settings(programme, values, reason="Zo werken wij hier.", by=found["administrator"])


def _named(locale: str, found: testing.TenantFixture) -> None:
    """Everybody gets a name as people have them, one of them long, and reads this language."""
    with unit_of_work(SYSTEM) as work:
        for variant, (dutch, english) in PROGRAMMES.items():
            work.get(Programme, found.programmes[variant]).name = dutch if locale == "nl" else english
        snapshot.changed(work)
        names = cycle(NAMES)
        for person in work.find(select(Person).where(Person.locale == "en").order_by(Person.made_at, Person.id)):
            person.locale = locale
            person.given_name, prefix, person.family_name = next(names)
            person.prefix = prefix or None
            person.sort_key, person.search_key = rules.name_keys(person.given_name, None, prefix, person.family_name)
        judged = select(Triage.interview_id)
        for talk in work.find(
            select(Interview).where(Interview.concluded_at.is_not(None), Interview.id.not_in(judged))
        ):
            about = {"participation_id": talk.participation_id, "person_id": talk.person_id, "interview_id": talk.id}
            work.add(Triage(**about, outcome="suitable", reasons=[], decided_by=talk.person_id, at=work.now))
