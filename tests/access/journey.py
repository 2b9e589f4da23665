"""Two whole lanes of one organisation: everything that may lie between a first word and a farewell, twice.

Each lane is somebody's own; the other lane is what they must never reach. Every free text of a lane holds
its own word, so that a leak says whose text it is and from which column.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import select

from maatwerk import testing
from maatwerk.access.actor import SYSTEM, Actor, Grant
from maatwerk.access.model import Draft, RoleGrant, RoleProposal
from maatwerk.access.work import Work, unit_of_work
from maatwerk.ground import clock
from maatwerk.ground.database import db
from maatwerk.intake.model import Application, Interview, Nomination, ScreeningCheck, Triage
from maatwerk.matching.model import Answer, Circle, Proposal, Refusal
from maatwerk.people import model as of_people
from maatwerk.people.model import Consent, Guardianship, ImportBatch, LikelySame, Permission, Person, Tie
from maatwerk.programme.model import Participation
from maatwerk.safeguarding.model import Concern
from maatwerk.tenancy import scope
from maatwerk.tenancy.jobs import in_tenant
from maatwerk.training.model import Attendance, Certificate, Enrolment, RunSession, TrainingRun
from maatwerk.trajectory.closing import actions as closing
from maatwerk.trajectory.kickoff.queries import kickoff_of, parties_of
from maatwerk.trajectory.meetings import actions as meetings
from maatwerk.trajectory.model import (
    Agreement,
    ChecklistTick,
    Closure,
    GoalStep,
    MeetingPresence,
    Phase,
)
from maatwerk.trajectory.plan import actions as plans
from maatwerk.trajectory.rules.closing import Kind
from maatwerk.trajectory.rules.meetings import Audience, Mood
from maatwerk.trajectory.rules.support import AskKind, With
from maatwerk.trajectory.support import actions as support
from tests.factories import trajectory as roads
from tests.factories import world
from tests.factories.training import a_staff_member

BUDDY, MENTOR = "peer_support/buddy", "peer_support/mentor"
Words = Callable[[str], str]  # the name of a free text → what is typed there


@dataclass
class Lane:
    """One person's whole journey: who takes part, and a row of every kind."""

    name: str
    actors: dict[str, Actor] = field(default_factory=dict)
    rows: dict[str, UUID] = field(default_factory=dict)

    def person(self, role: str) -> UUID:
        """The person in a role of this lane."""
        found = self.actors[role].person_id
        assert found is not None
        return found


@dataclass
class Scene:
    """An organisation with two lanes, and staff for all of it, for their own programme, or for another one."""

    app: Flask
    tenant: testing.TenantFixture
    own: Lane
    other: Lane
    staff: dict[str, Actor]


def scene(app: Flask, slug: str, words: Callable[[str], Words] | None = None) -> Scene:
    """Open an organisation and let two lanes be walked in it; `words(lane)` says what is typed."""
    tenant = world.organisation(app, slug, f"{slug.title()} College")
    say = words or (lambda lane: lambda name: f"{lane} {name}")
    with app.app_context(), scope.within(tenant.id):
        world.language_of_tests()
        own = Walk(tenant, "own", say("own")).lane()
        other = Walk(tenant, "other", say("other")).lane()
        staff = {role: tenant[role] for role in world.STAFF}
        for role in ("coordinator", "teacher_coach"):
            staff[f"{role}_elsewhere"] = a_staff_member(tenant, role, tenant.programmes["peer_support/tutor"])
        db.session.remove()
    return Scene(app, tenant, own, other, staff)


@contextmanager
def inside(found: Scene) -> Iterator[None]:
    """Inside the organisation of a scene, with a session of its own."""
    with found.app.app_context(), in_tenant(found.tenant.id):
        world.language_of_tests()
        yield
        db.session.remove()


def sign_in(app: Flask, scene: Scene, actor: Actor, *, factors: int = 2) -> testing.Client:
    """A browser of somebody of the scene."""
    return testing.client_of(app, scene.tenant, actor, factors=factors)


class Walk:
    """Walks one lane, by the verbs that people use where they are short, else by rows."""

    def __init__(self, tenant: testing.TenantFixture, name: str, words: Words) -> None:
        self.tenant, self.words, self.found = tenant, words, Lane(name)
        self.rows, self.actors = self.found.rows, self.found.actors
        self.programme = tenant.programmes[BUDDY]

    def lane(self) -> Lane:
        """All of it."""
        self.road()
        with unit_of_work(SYSTEM) as work:
            self.family(work)
            self.door(work)
            self.matching(work)
            self.training(work)
            self.rest(work)
        with unit_of_work(SYSTEM) as work:
            self.names(work)
        return self.found

    def road(self) -> None:
        """A pair that met, agreed, asked, looked back and is about to say farewell."""
        pair = roads.begun(roads.a_pair(self.tenant, BUDDY, birth_year=2011, parent=True))
        self.actors |= {"seeker": pair.seeker, "supporter": pair.supporter}
        coach = self.tenant["teacher_coach"]
        roads.agreed(pair, self.words("agreement"))
        for audience in Audience:
            on = clock.today()
            self.rows[f"meeting_{audience}"] = roads.met(
                pair, on, note=self.words(f"note_{audience}"), audience=audience
            )
        self.rows["meeting"] = self.rows["meeting_own"]
        meetings.look_back(pair.match_id, Mood.GOOD, by=pair.seeker, line=self.words("line"))
        self.rows["goal"] = plans.set_goal(
            pair.match_id, self.words("goal"), by=pair.seeker, first_step=self.words("goal_step")
        )
        self.rows["ask"] = support.ask(pair.match_id, AskKind.TALK, by=pair.supporter)
        self.rows["check_in"] = support.check_in(
            pair.match_id, next(iter(With)), self.words("check_in"),
            by=pair.coordinator,
        )  # fmt: skip
        self.rows["check_in_coach"] = support.check_in(
            pair.match_id, next(iter(With)), self.words("check_in_coach"), by=coach
        )
        closing.open_closing(pair.match_id, Kind.COMPLETE, clock.today(), by=pair.coordinator)
        self.rows["review"] = closing.review(pair.match_id, {"good": self.words("review")}, by=pair.seeker)
        self.rows["match"] = pair.match_id
        self._rows_of_road(pair)

    def _rows_of_road(self, pair: roads.Pair) -> None:
        kickoff = kickoff_of(pair.match)
        assert kickoff is not None
        self.rows["kickoff"] = kickoff.id
        self.rows["kickoff_party"] = parties_of(kickoff)[0].id
        self.rows["participation"] = pair.match.seeker_id
        self.rows["participation_supporter"] = pair.match.supporter_id
        for model in (Agreement, Closure, Phase, ChecklistTick, MeetingPresence):
            found = db.session.scalars(select(model.id).where(model.match_id == pair.match_id).limit(1)).first()
            if found is not None:
                self.rows[model.__tablename__] = found
        self.rows["goal_step"] = db.session.scalars(
            select(GoalStep.id).where(GoalStep.goal_id == self.rows["goal"]).limit(1)
        ).one()

    def family(self, work: Work) -> None:
        """A parent with a pass, who was asked for permission and consent."""
        child = self.found.person("seeker")
        tie = work.one(select(Guardianship).where(Guardianship.child_id == child))
        self.rows["guardianship"] = tie.id
        parent = work.get(Person, tie.guardian_id)
        self.actors["guardian"] = self._by_pass(work, parent, "guardian", child)
        asked = {"person_id": child, "asked_of": parent.id, "asked_at": work.now}
        self.rows["permission"] = work.add(Permission(programme_id=self.programme, **asked)).id
        self.rows["consent"] = work.add(Consent(purpose="matching", **asked)).id
        own = {**asked, "asked_of": child}
        self.rows["consent_own"] = work.add(Consent(purpose="research", **own)).id

    def _by_pass(self, work: Work, person: Person, kind: str, child: UUID | None = None) -> Actor:
        held = world.a_pass(work, person, kind, child)
        return Actor(
            tenant_id=self.tenant.id,
            person_id=person.id,
            pass_id=held.id,
            pass_kind=kind,
            child_id=child,
            roles=frozenset({"person", kind}),
            factors=1,
            locale="en",
        )

    def door(self, work: Work) -> None:
        """Nominated by somebody with a pass, applied, talked with, too heavy for a first supporter."""
        nominator = world.a_person(work, f"Nominator{self.found.name} Door")
        self.actors["nominator"] = self._by_pass(work, nominator, "nominator")
        person = world.a_person(work, f"Applicant{self.found.name} Door", birth_year=2008)
        self.actors["applicant"] = self._by_pass(work, person, "applicant")
        part = roads.a_part(work, self.programme, self.actors["applicant"], "seeker", "interviewed")
        self.rows["participation_applicant"] = part.id
        nomination = Nomination(
            programme_id=self.programme, state="told", knows=True, called=self.words("nominee_called"),
            person_id=person.id, participation_id=part.id,
            by_person_id=nominator.id, by_pass_id=self.actors["nominator"].pass_id, relation="teacher",
            themes=["planning"], made_at=work.now, told_at=work.now,
        )  # fmt: skip
        nomination.why, nomination.addition = self.words("nomination_why"), self.words("nomination_addition")
        self.rows["nomination"] = work.add(nomination).id
        self.rows["nomination_draft"] = work.add(
            Nomination(
                programme_id=self.programme, state="draft", knows=False, by_person_id=nominator.id,
                by_pass_id=self.actors["nominator"].pass_id, relation="teacher", themes=[], made_at=work.now,
            )
        ).id  # fmt: skip
        self._applications(work, part)
        self._talk(work, part)

    def _applications(self, work: Work, part: Participation) -> None:
        common = {"programme_id": self.programme, "questions_version": 1000, "started_at": work.now}
        sent = Application(
            person_id=part.person_id, participation_id=part.id, side="seeker", answers={}, done=[],
            saved_at=work.now, submitted_at=work.now, **common,
        )  # fmt: skip
        sent.words = json.dumps({"hope": self.words("application"), "question": self.words("application")})
        self.rows["application"] = work.add(sent).id
        typing = Application(
            person_id=part.person_id, side="supporter", answers={}, done=[], saved_at=work.now, **common
        )
        typing.words = json.dumps({"hope": self.words("application_open")})
        self.rows["application_open"] = work.add(typing).id

    def _talk(self, work: Work, part: Participation) -> None:
        talk = Interview(
            participation_id=part.id, person_id=part.person_id, kind="intake", planned_at=work.now - timedelta(days=1),
            place=self.words("place"), own_yes=True, motivation=4, multi_problem=True, too_heavy=True,
            concluded_at=work.now, next="hand_over",
        )  # fmt: skip
        talk.note = self.words("interview_note")
        self.rows["interview"] = work.add(talk).id
        triage = Triage(
            participation_id=part.id, person_id=part.person_id, interview_id=talk.id, outcome="care",
            reasons=[], decided_by=self.tenant["coordinator"].person_id, at=work.now,
        )  # fmt: skip
        triage.handover = self.words("triage_handover")
        self.rows["triage"] = work.add(triage).id
        self.rows["screening_check"] = work.add(
            ScreeningCheck(
                participation_id=part.id, person_id=part.person_id, kind="protocol", asked_on=work.today,
                seen_on=work.today,
            )
        ).id  # fmt: skip

    def matching(self, work: Work) -> None:
        """A proposal that waits for a yes, a circle being formed, two who are not to be proposed."""
        for role, side, state in (("asked_seeker", "seeker", "waiting"), ("asked_supporter", "supporter", "active")):
            self.actors[role] = roads.someone(work, self.tenant, f"Asked{self.found.name}", side)
            part = roads.a_part(work, self.programme, self.actors[role], side, state, places=3)
            self.rows[f"participation_{role}"] = part.id
        self.rows["proposal"] = self._proposal(work, "asked_seeker", None)
        circle = Circle(
            programme_id=self.programme, supporter_id=self.rows["participation_asked_supporter"],
            supporter_person_id=self.found.person("asked_supporter"), course=self.words("course"), state="open",
            made_at=work.now,
        )  # fmt: skip
        self.rows["circle"] = work.add(circle).id
        self.rows["proposal_circle"] = self._proposal(work, "applicant", circle.id)
        self.rows["answer"] = work.add(
            Answer(
                proposal_id=self.rows["proposal"], step="x", by_person_id=self.found.person("asked_supporter"),
                answer="yes", at=work.now,
            )
        ).id  # fmt: skip
        refusal = Refusal(
            seeker_id=self.rows["participation_asked_seeker"], supporter_id=self.rows["participation_supporter"],
            seeker_person_id=self.found.person("asked_seeker"), by_person_id=self.tenant["coordinator"].person_id,
            at=work.now,
        )  # fmt: skip
        refusal.reason = self.words("refusal")
        self.rows["refusal"] = work.add(refusal).id

    def _proposal(self, work: Work, seeker: str, circle_id: UUID | None) -> UUID:
        row = Proposal(
            programme_id=self.programme, seeker_id=self.rows[f"participation_{seeker}"],
            supporter_id=self.rows["participation_asked_supporter"],
            seeker_person_id=self.found.person(seeker),
            supporter_person_id=self.found.person("asked_supporter"), circle_id=circle_id,
            state="open", step="answers", waits_for="seeker", score=80, score_most=80, parts=[], rank=1,
            proposed_by=self.tenant["coordinator"].person_id, proposed_at=work.now,
            expires_at=work.now + timedelta(days=7), seeker_told_at=work.now, supporter_told_at=work.now,
        )  # fmt: skip
        row.decision_reason = self.words("decision_reason")
        return work.add(row).id

    def training(self, work: Work) -> None:
        """A training that a coach of this lane leads, and what came of it."""
        person = world.a_person(work, f"Coach{self.found.name} Lane")
        account = world.an_account(work, person, f"{uuid4().hex}@staff.example")
        work.add(RoleGrant(account_id=account.id, role="teacher_coach", valid_from=work.today,
                           programme_id=self.tenant.programmes["peer_support/tutor"]))  # fmt: skip
        asked = RoleProposal(account_id=account.id, role="safeguarding_deputy", asked_at=work.now)
        self.rows["role_proposal"] = work.add(asked).id
        self.actors["coach"] = Actor(
            tenant_id=self.tenant.id, person_id=person.id, account_id=account.id, factors=2,
            grants=frozenset({Grant("teacher_coach", self.tenant.programmes["peer_support/tutor"])}),
            roles=frozenset({"person", "member", "teacher_coach"}), locale="en",
        )  # fmt: skip
        learner = self.found.person("supporter")
        # Of another programme for the other lane: what is offered in one's own is nobody's secret.
        programme = self.tenant.programmes[BUDDY if self.found.name == "own" else MENTOR]
        run = work.add(
            TrainingRun(
                programme_id=programme, role_key="buddy", curriculum_version=1, trainer_id=person.id,
                place=self.words("place"), seats=12, state="planned",
            )
        )  # fmt: skip
        starts = work.now - timedelta(days=3)
        session = work.add(RunSession(run_id=run.id, number=1, modules="goals", starts_at=starts, minutes=90))
        self.rows |= {"training_run": run.id, "run_session": session.id}
        part = self.rows["participation_supporter"]
        self.rows["enrolment"] = work.add(
            Enrolment(run_id=run.id, person_id=learner, participation_id=part, state="enrolled", at=work.now)
        ).id
        self.rows["attendance"] = work.add(
            Attendance(session_id=session.id, person_id=learner, present=True, ticked_by=person.id, at=work.now)
        ).id
        self.rows["certificate"] = work.add(
            Certificate(
                person_id=learner, plugin="peer_support", role_key="buddy", ground="training", run_id=run.id,
                issuer="Test", ground_note=self.words("ground_note"), code=uuid4().hex, issued_on=work.today,
                issued_by=person.id,
            )
        ).id  # fmt: skip

    def rest(self, work: Work) -> None:
        """A worry, a file, a double, a tie, something half typed, an account with a role."""
        child = self.found.person("seeker")
        worry = Concern(
            person_id=child, raised_by=self.found.person("supporter"), urgency="today", state="received",
            received_at=work.now,
        )  # fmt: skip
        worry.words, worry.answer = self.words("worry"), self.words("worry_answer")
        self.rows["concern"] = work.add(worry).id
        self.rows["person"] = child
        batch = ImportBatch(
            source="roster", filename="students.csv", mapping={"headings": [], "columns": {}, "kind": "student"},
            state="dropped", by_person_id=self.tenant["administrator"].person_id, at=work.now,
        )  # fmt: skip
        batch.content = self.words("import")
        self.rows["import_batch"] = work.add(batch).id
        self.rows["likely_same"] = work.add(
            LikelySame(person_id=self.found.person("applicant"), known_id=child, found_at=work.now)
        ).id
        self.rows["tie"] = work.add(Tie(person_id=child, other_id=self.found.person("applicant"), kind="teacher")).id
        self._draft(work)
        self._place(work, child)
        account = work.one(select(RoleGrant).where(RoleGrant.account_id == self.actors["coach"].account_id))
        self.rows |= {"role_grant": account.id, "account": account.account_id}

    def _draft(self, work: Work) -> None:
        holder = self.actors["nominator"].pass_id
        draft = Draft(holder_id=holder, form=f"/nominations/send/{uuid4()}", saved_at=work.now)
        nominee = {"given_name": self.words("nominee"), "family_name": "X", "email": "", "number": "", "birth_date": ""}
        draft.values = json.dumps(
            {
                "programme": str(self.programme), "knows": True, "relation": "teacher", "themes": [],
                "why": self.words("draft"), "nominee": nominee,
            }
        )  # fmt: skip
        self.rows["draft"] = work.add(draft).id

    def _place(self, work: Work, child: UUID) -> None:
        site = work.find(select(of_people.Site.id))[0]
        work.add(
            of_people.Affiliation(
                person_id=child, partner_id=self.tenant.partner_id, site_id=site, kind="student", valid_from=work.today,
                course=self.words("course"), group=self.words("group"), year=1,
            )
        )  # fmt: skip
        work.add(of_people.ExternalNumber(person_id=child, source="roster", number=uuid4().hex[:8], seen_at=work.now))

    def names(self, work: Work) -> None:
        """Everybody of the lane is called what the lane's words say."""
        for role, actor in self.actors.items():
            person = work.get(Person, actor.person_id)
            person.preferred_name = self.words(f"called_{role}")
            person.family_name = self.words(f"family_{role}")
            person.phone = "+31600000011"


def actor_of(found: Scene, lane: Lane, role: str) -> Actor:
    """Somebody in a role: of the lane if the lane has one, else of the staff."""
    return lane.actors.get(role) or found.staff[role]
