"""Two people's road through a programme, from nomination to farewell, by the verbs that pages use."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from maatwerk import testing
from maatwerk.access.actor import Actor
from maatwerk.ground import clock
from maatwerk.ground.database import db
from maatwerk.intake.applications import actions as applications
from maatwerk.intake.applications.queries import Part
from maatwerk.intake.model import Application, Interview, Nomination
from maatwerk.intake.nominations import actions as nominations
from maatwerk.intake.rules import Check, Findings, Nominated, Nominee, Rubric, Selection
from maatwerk.intake.talks import actions as talks
from maatwerk.matching.model import Proposal
from maatwerk.matching.proposals import actions as answers
from maatwerk.matching.steps import Given
from maatwerk.matching.waiting import actions as waiting
from maatwerk.programme import actions as programmes
from maatwerk.programme import queries, snapshot
from maatwerk.programme.model import Participation
from maatwerk.programme.registry import registry
from maatwerk.programme.values import Curriculum, Side
from maatwerk.training.certificates import actions as certificates
from maatwerk.training.places import actions as places
from maatwerk.training.rules import Plan as TrainingPlan
from maatwerk.training.runs import actions as runs
from maatwerk.trajectory.closing import actions as closing
from maatwerk.trajectory.kickoff import actions as kickoff
from maatwerk.trajectory.meetings import actions as meetings
from maatwerk.trajectory.model import KickoffParty, Match
from maatwerk.trajectory.plan import actions as plan
from maatwerk.trajectory.rules.closing import Farewell, Kind
from maatwerk.trajectory.rules.meetings import Mood, Said
from maatwerk.trajectory.rules.plan import Rhythm, Terms
from tests.factories import training as training_factory

START = datetime(2026, 11, 24, 9, tzinfo=UTC)


class Journey:
    """A seeker and a supporter of one variant; `said` tells how far they are at each turn."""

    def __init__(self, tenant: testing.TenantFixture, variant: str) -> None:
        self.tenant, self.variant = tenant, variant
        self.admin, self.coordinator = tenant["administrator"], tenant["coordinator"]
        self.programme_id = UUID(int=0)
        self.day = START
        self.said: dict[str, Any] = {}

    @contextmanager
    def later(self, **time: float) -> Iterator[None]:
        """Some time goes by."""
        self.day += timedelta(**time)
        with clock.at(self.day):
            yield
        db.session.remove()

    def switched_on(self) -> None:
        plugin, _slash, _name = self.variant.partition("/")
        with self.later():
            if plugin not in snapshot.enabled_plugins():
                programmes.enable(plugin, by=self.admin, variants=(self.variant,))
            self.programme_id = next(p.id for p in queries.open_programmes() if p.variant == self.variant)
            chosen = queries.settings_of(self.programme_id)
            self.said["programme"] = queries.programme(self.programme_id).name
            self.said["words"] = [chosen.seeker.words.singular, chosen.supporter.words.singular]
            self.said["steps"] = [str(step.label) for step in chosen.variant.matching_steps or ()]

    def nominated(self) -> tuple[UUID, UUID]:
        nominee = Nominee("Selam", "Tesfaye", "selam@post.example", "", date(2005, 3, 1))
        with self.later(hours=1):
            typed = Nominated(True, "teacher", ("language",), "She wants to speak Dutch more.", nominee)
            nominations.nominate(self.programme_id, typed, by=self.coordinator)
            found = db.session.scalars(select(Nomination).where(Nomination.programme_id == self.programme_id)).one()
            person_id, nomination_id = found.person_id, found.id
        assert person_id is not None
        with self.later(hours=1):
            nominations.tell(nomination_id, by=self.coordinator)
        self.said["nominated"] = self.state(person_id)
        with self.later(hours=1):
            by = self.themselves(person_id, "seeker")
            application_id = nominations.answer(nomination_id, "Yes please.", wants=True, by=by)
        assert application_id is not None
        return person_id, application_id

    def themselves(self, person_id: UUID, side: str) -> Actor:
        """Someone with an account, who acts for themselves."""
        return Actor(
            tenant_id=self.tenant.id,
            person_id=person_id,
            account_id=person_id,
            roles=frozenset({"person", "member", side}),
            factors=1,
        )

    def part(self, side: str) -> Part:
        """What someone applies for."""
        variant, running = queries.settings_of(self.programme_id).variant, queries.programme(self.programme_id)
        return Part(self.programme_id, Side(side), running.name, variant.role_of(side), variant.description)

    def applied(self, person_id: UUID, side: str, choices: dict[str, Any], begun: UUID | None = None) -> UUID:
        by = self.themselves(person_id, side)
        with self.later(hours=1):
            application_id = begun or applications.begin(self.part(side), by=by)
            for key, value in choices.items():
                applications.save_answer(application_id, key, value, by=by)
            applications.send(application_id, by=by)
            found = db.session.scalars(select(Application).where(Application.id == application_id)).one()
            part_id = found.participation_id
        assert part_id is not None
        self.said[f"{side} applied"] = self.state(person_id)
        return part_id

    def talked(self, part_id: UUID, side: str) -> None:
        with self.later(hours=1):
            talks.plan_talk(part_id, self.day + timedelta(days=1), "Room 1", by=self.coordinator)
            talk_id = db.session.scalars(select(Interview.id).where(Interview.participation_id == part_id)).one()
        with self.later(days=2):
            if side == "seeker":
                found = Findings(
                    own_yes=True, motivation=5, without_referrer=True, multi_problem=False, too_heavy=False
                )
                talks.conclude_interview(talk_id, found, talks.Heard(), by=self.coordinator)
            else:
                skills = [choice.key for choice in registry().variant(self.variant).selection_rubric or ()]
                rubric = Rubric(dict.fromkeys(skills, 3), own_yes=True)
                talks.conclude_selection(
                    talk_id, rubric, Selection.ADMITTED, list(Check), talks.Heard(), by=self.coordinator
                )
        person_id = self.row(Participation, part_id).person_id
        self.said[f"{side} talked"] = self.state(person_id)

    def trained(self, person_id: UUID) -> None:
        plugin = self.variant.partition("/")[0]
        with self.later(hours=1):
            coach = training_factory.a_staff_member(self.tenant, "teacher_coach")
            assert coach.person_id is not None
            paper = certificates.BroughtAlong(coach.person_id, plugin, "teacher_coach", "Elsewhere", date(2026, 1, 5))
            certificates.bring_along(paper, by=self.admin)
            meetings_of_it = (registry().variant(self.variant).training_modules or Curriculum(1, (), 1)).sessions
            starts = tuple(self.day + timedelta(days=7 * week) for week in range(1, meetings_of_it + 1))
            wanted = TrainingPlan(self.programme_id, coach.person_id, "Room 2", 12, starts)
            run_id = runs.plan_run(wanted, by=coach)
        if person_id not in training_factory.places_of(run_id):
            with self.later(hours=1):
                places.join(run_id, by=self.themselves(person_id, "supporter"))
        with self.later(days=1 + 7 * len(starts)):
            for meeting in training_factory.sessions_of(run_id):
                runs.tick_attendance(meeting.id, [person_id], by=coach)
            runs.certify(run_id, by=coach)
        self.said["trained"] = self.state(person_id)

    def matched(self, seeker: UUID, supporter: UUID) -> UUID:
        parts = {row.person_id: row.id for row in self.rows(Participation) if row.programme_id == self.programme_id}
        with self.later(hours=1):
            proposal_id = waiting.propose(parts[seeker], parts[supporter], by=self.coordinator)
            proposal = self.row(Proposal, proposal_id)
            self.said["score"] = [proposal.score, sorted(part["criterion"] for part in proposal.parts)]
        for person_id, side in ((supporter, "supporter"), (seeker, "seeker")):
            with self.later(hours=1):
                answers.answer(proposal_id, Given.YES, by=self.themselves(person_id, side))
        self.said["matched"] = [self.state(seeker), self.state(supporter)]
        return self.row(Match, None, Match.proposal_id == proposal_id).id

    def walked(self, match_id: UUID, seeker: UUID, supporter: UUID) -> None:
        mate, newcomer = self.themselves(supporter, "supporter"), self.themselves(seeker, "seeker")
        with self.later(hours=1):
            kickoff.plan(match_id, kickoff.Plan(self.day + timedelta(days=1), "Room 3"), by=self.coordinator)
            parties = {row.id: True for row in self.rows(KickoffParty)}
        with self.later(days=2):
            kickoff.record(match_id, self.day.date(), parties, by=self.coordinator)
            plan.make_agreement(match_id, Terms(Rhythm.WEEKLY, 60), by=mate, in_person=True)
        with self.later(days=7):
            meetings.log_meeting(match_id, Said(self.day.date(), Mood.GOOD, 60), by=mate, form_key="one")
            self.said["on the road"] = self.row(Match, match_id).state
        with self.later(weeks=25):
            closing.open_closing(match_id, Kind.COMPLETE, self.day.date(), by=self.coordinator)
        for actor, side in ((newcomer, "seeker"), (mate, "supporter")):
            with self.later(hours=1):
                closing.review(match_id, self.looked_back(side), by=actor)
        with self.later(days=1):
            closing.say_goodbye(match_id, self.day.date(), Farewell.TOGETHER, by=self.coordinator)
            closing.follow_up_on(match_id, self.day.date() + timedelta(days=60), by=self.coordinator)
            closing.close(match_id, closing.Ending(reason="time_over"), by=self.coordinator)
            self.said["closed"] = [self.row(Match, match_id).state, self.state(seeker)]

    def looked_back(self, side: str) -> dict[str, Any]:
        asked = queries.settings_of(self.programme_id).variant.review_questions or ()
        mine = [q for q in asked if side in q.sides and "final" in q.moments]
        return {q.key: 4 if q.kind == "scale" else q.choices[0].key if q.choices else "Good." for q in mine}

    def row(self, model: Any, row_id: UUID | None, *where: Any) -> Any:
        db.session.rollback()
        return db.session.scalars(select(model).where(model.id == row_id if row_id else True, *where)).one()  # type: ignore[arg-type]

    def rows(self, model: Any) -> list[Any]:
        db.session.rollback()
        return list(db.session.scalars(select(model)).all())

    def state(self, person_id: UUID) -> str:
        """How far someone is."""
        found = self.row(
            Participation,
            None,
            Participation.person_id == person_id,
            Participation.programme_id == self.programme_id,
        )
        return str(found.state)
