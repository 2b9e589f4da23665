"""Planning a training, ticking who was there, certifying the group."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import func, select

from maatwerk.access.actor import Actor
from maatwerk.access.work import Clash, NotFound, Refused, Work, unit_of_work
from maatwerk.correspondence.values import Letter
from maatwerk.language.formats import local_day
from maatwerk.people.model import Person
from maatwerk.programme import queries as programmes
from maatwerk.programme.model import Participation
from maatwerk.programme.values import Curriculum, Variant
from maatwerk.training import letters, rules, say
from maatwerk.training.certificates import actions as certificates
from maatwerk.training.certificates.queries import paper_counts, paper_of
from maatwerk.training.events import TrainingCompleted
from maatwerk.training.model import Attendance, Certificate, Enrolment, RunSession, TrainingRun
from maatwerk.training.rules import Plan
from maatwerk.training.runs import queries


def plan_run(plan: Plan, *, by: Actor) -> UUID:
    """Plan a training of a programme's role from its curriculum; whoever waits for one gets a letter.

    Raises:
        NotFound: no such programme runs, or `by` may not plan for it.
        Refused: the coach holds no certificate on every day of it (requirement 104), or the days can't be right.
    """
    if all(found.id != plan.programme_id for found in programmes.open_programmes()):
        raise NotFound("no programme")
    variant = programmes.settings_of(plan.programme_id).variant
    curriculum = _curriculum(variant)
    with unit_of_work(by) as work:
        _days_right(plan.starts, curriculum, work.now)
        run = work.add(
            TrainingRun(
                programme_id=plan.programme_id,
                role_key=variant.supporter_role.key,
                curriculum_version=curriculum.version,
                trainer_id=plan.trainer_id,
                place=plan.place,
                seats=plan.seats,
            )
        )
        # Only within reach: asked of the row as it stands now, so that one rule decides.
        work.get(TrainingRun, run.id, to="plan")
        _certified(work, variant, plan.trainer_id, [local_day(start) for start in plan.starts])
        work.add_all(_meetings(run.id, curriculum, plan.starts))
        if plan.trainer_id != by.person_id:
            _tell_coach(work, run, plan.starts[0])
        _invite(work, run)
        return run.id


def _curriculum(variant: Variant) -> Curriculum:
    if variant.training_modules is None:
        raise NotFound("no training")
    return variant.training_modules


def _days_right(starts: Sequence[datetime], curriculum: Curriculum, now: datetime) -> None:
    if len(starts) != curriculum.sessions:
        raise Refused(_("This training has %(number)s meetings. Give a day for each.", number=curriculum.sessions))
    if not rules.in_order(starts):
        raise Refused(_("Each meeting comes after the one before. Look at the days again."))
    if starts[0] <= now:
        raise Refused(_("The first meeting lies in the past. Choose a day that is still ahead."))


def _meetings(run_id: UUID, curriculum: Curriculum, starts: Sequence[datetime]) -> list[RunSession]:
    return [
        RunSession(
            run_id=run_id,
            number=number,
            modules=" ".join(module.key for module in curriculum.of_session(number)),
            starts_at=start,
            minutes=curriculum.session_minutes,
        )
        for number, start in enumerate(starts, start=1)
    ]


def _certified(work: Work, variant: Variant, person_id: UUID, days: Sequence[date]) -> Certificate | None:
    """The certificate under which someone leads on all these days; Refused without one (requirement 104)."""
    person = work.get(Person, person_id)
    key = rules.led_by(variant)
    if key is None:
        return None
    held = work.find(
        select(Certificate)
        .where(Certificate.person_id == person_id, Certificate.role_key == key, Certificate.plugin == variant.plugin)
        .order_by(Certificate.valid_until.desc().nulls_first(), Certificate.id)
    )
    standing = rules.may_lead([paper_of(row) for row in held], days)
    if not standing.yes:
        raise Refused(say.why_not_leading(person.called, standing))
    return next(row for row in held if paper_counts(row, max(days)))


def _tell_coach(work: Work, run: TrainingRun, first: datetime) -> None:
    locale = work.session.execute(select(Person.locale).where(Person.id == run.trainer_id)).scalar()
    work.send(letters.leads(run.trainer_id, run.id, say.letter_values(first, run.place, locale)))


def _invite(work: Work, run: TrainingRun) -> None:
    waiting = work.find(
        select(Participation).where(queries.waits_for_training(), Participation.programme_id == run.programme_id)
    )
    for participation in waiting:
        work.send(letters.invited(participation.person_id, participation.id, run.id))


def change_coach(run_id: UUID, trainer_id: UUID, *, by: Actor, version: int | None = None) -> None:
    """Put another certified coach before a training.

    Raises:
        NotFound: no such training within reach, or no such person.
        Refused: the training is over, or the coach may not lead it (requirement 104).
        Clash: somebody changed the training meanwhile.
    """
    with unit_of_work(by) as work:
        run = work.get(TrainingRun, run_id, lock=True, to="change")
        work.same_version(run, version)
        _still_planned(run)
        ahead = [day for day in _days(work, run.id) if day >= work.today] or [work.today]
        _certified(work, programmes.settings_of(run.programme_id).variant, trainer_id, ahead)
        run.trainer_id = trainer_id
        work.session.flush()
        _tell_coach(work, run, _starts(work, run.id)[0])


def _still_planned(run: TrainingRun) -> None:
    if run.state != "planned":
        raise Clash(_("This training is over or off. Nothing was changed."))


def _starts(work: Work, run_id: UUID) -> list[datetime]:
    return work.find(select(RunSession.starts_at).where(RunSession.run_id == run_id).order_by(RunSession.number))


def _days(work: Work, run_id: UUID) -> list[date]:
    return [local_day(start) for start in _starts(work, run_id)]


def cancel_run(run_id: UUID, *, by: Actor) -> None:
    """A training does not take place; everybody in it gets a letter and may choose another.

    Raises:
        NotFound: no such training within reach.
        Clash: it is over or off already.
    """
    with unit_of_work(by) as work:
        run = work.get(TrainingRun, run_id, lock=True, to="cancel")
        _still_planned(run)
        run.state = "cancelled"
        first = _starts(work, run.id)[0]
        for row in _of(work, run.id, "enrolled", "waiting"):
            row.state = "left"
            locale = work.session.execute(select(Person.locale).where(Person.id == row.person_id)).scalar()
            work.send(letters.cancelled(row.person_id, run.id, say.letter_values(first, run.place, locale)))


def _of(work: Work, run_id: UUID, *states: str) -> list[Enrolment]:
    return work.find(
        select(Enrolment)
        .where(Enrolment.run_id == run_id, Enrolment.state.in_(states))
        .order_by(Enrolment.at, Enrolment.id)
    )


def tick_attendance(session_id: UUID, present: Iterable[UUID], *, by: Actor) -> int:
    """Write down who was at a meeting, of everybody with a place; gives how many were there.

    Raises:
        NotFound: no such meeting of a training that `by` leads.
        Refused: its day is still ahead, or the coach held no certificate on that day (requirement 104).
        Clash: the group was certified already.
    """
    with unit_of_work(by) as work:
        meeting = work.get(RunSession, session_id, to="tick")
        run = work.get(TrainingRun, meeting.run_id, lock=True)
        _still_planned(run)
        day = local_day(meeting.starts_at)
        if day > work.today:
            raise Refused(_("This meeting is still ahead. Tick who was there on the day itself."))
        _certified(work, programmes.settings_of(run.programme_id).variant, run.trainer_id, [day])
        expected = [row.person_id for row in _of(work, run.id, *queries.IN)]
        there = set(present) & set(expected)
        known = {row.person_id: row for row in work.find(select(Attendance).where(Attendance.session_id == meeting.id))}
        for person_id in expected:
            row = known.get(person_id) or Attendance(session_id=meeting.id, person_id=person_id)
            row.present, row.ticked_by, row.at = person_id in there, work.by.person_id or run.trainer_id, work.now
            work.session.add(row)
    return len(there)


def certify(run_id: UUID, *, by: Actor) -> int:
    """Close a training: who was there for all of it gets the role's certificate, the others may catch up elsewhere.

    Gives how many certificates were given out.

    Raises:
        NotFound: no such training that `by` leads.
        Refused: a meeting is still ahead or not ticked, or the coach holds no certificate (requirement 104).
        Clash: it was done already.
    """
    with unit_of_work(by) as work:
        run = work.get(TrainingRun, run_id, lock=True, to="certify")
        if run.state != "planned":
            raise Clash(_("The certificates of this training were given out already."))
        days = _days(work, run.id)
        if not rules.may_certify(run.state, days[-1], work.today):
            raise Refused(_("The last meeting is still ahead. After it you can give out the certificates."))
        _all_ticked(work, run)
        variant = programmes.settings_of(run.programme_id).variant
        under = _certified(work, variant, run.trainer_id, [work.today])
        given = _close(work, run, variant, under)
        run.state = "done"
    return given


def _all_ticked(work: Work, run: TrainingRun) -> None:
    ticked = select(func.count(Attendance.id)).where(Attendance.session_id == RunSession.id).scalar_subquery()
    missing = work.find(
        select(RunSession.starts_at).where(RunSession.run_id == run.id, ticked == 0).order_by(RunSession.number)
    )
    if missing and _of(work, run.id, *queries.IN):
        raise Refused(say.tick_first(missing[0]))


def _close(work: Work, run: TrainingRun, variant: Variant, under: Certificate | None) -> int:
    curriculum, given = _curriculum(variant), 0
    been = queries.attended_numbers(run.programme_id, run.role_key, run.curriculum_version)
    rows = work.session.execute(
        select(Enrolment, been).where(Enrolment.run_id == run.id, Enrolment.state.in_(("enrolled", "waiting")))
    ).all()
    for row, numbers in sorted(rows, key=lambda found: str(found[0].person_id)):
        if row.state == "enrolled" and rules.completed(variant, curriculum, numbers or ()):
            row.state, given = "completed", given + 1
            work.announce(TrainingCompleted(row.person_id, run.role_key, run.programme_id))
            certificates.issue(
                work, run, row.person_id, plugin=variant.plugin, role=variant.supporter_role, under=under
            )
        else:
            was_there, row.state = row.state == "enrolled", "left"
            work.session.flush()
            letter = letters.not_complete(row.person_id, run.id) if was_there else _again(row, run)
            work.send(letter)
    return given


def _again(row: Enrolment, run: TrainingRun) -> Letter:
    return letters.invited(row.person_id, row.participation_id or row.id, run.id)
