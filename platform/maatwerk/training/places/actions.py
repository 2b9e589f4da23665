"""Getting a place in a training, giving it up, moving up from the waiting list."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import func, select

from maatwerk.access.actor import Actor
from maatwerk.access.work import Clash, NotFound, Refused, Work, unit_of_work, zone
from maatwerk.correspondence.values import LetterKind
from maatwerk.ground import clock
from maatwerk.people.model import Person
from maatwerk.programme import actions as programme_actions
from maatwerk.programme import queries as programmes
from maatwerk.programme.model import Participation
from maatwerk.training import letters, rules, say
from maatwerk.training.certificates import queries as certificates
from maatwerk.training.model import Enrolment, RunSession, TrainingRun
from maatwerk.training.rules import Sign

IN = ("enrolled", "completed")
HELPS = ("admitted", "active", "paused")
MORNING = 8  # a reminder is read at the start of the day, not in the night


class Admission(Protocol):
    """What intake announces when someone may take part."""

    participation_id: UUID
    person_id: UUID
    programme_id: UUID
    side: str


def on_admitted(event: Admission, work: Work) -> None:
    """A supporter who was admitted gets the one training that is ahead, or the choice; in one letter.

    Who holds the role's certificate already, or needs none, is active at once.
    """
    if event.side != "supporter":
        return
    variant = programmes.settings_of(event.programme_id).variant
    participation = work.get(Participation, event.participation_id, lock=True)
    role = variant.supporter_role
    standing = certificates.may_act_as(event.person_id, participation.role_key, variant.plugin, work.today)
    if standing.yes or not role.needs_certificate:
        programme_actions.move(work, participation, "active", "certified" if standing.yes else "no_training_needed")
        _welcome(work, letters.WELCOME_READY, participation, "/my")
        return
    ahead = runs_ahead(work, event.programme_id)
    if len(ahead) == 1:
        _welcome_to(work, ahead[0], participation)
    else:
        _welcome(work, letters.WELCOME_CHOOSE if ahead else letters.WELCOME_SOON, participation)


def _welcome_to(work: Work, run: TrainingRun, participation: Participation) -> None:
    """A place in the only training that is ahead, or on its waiting list."""
    if _sign_up(work, run, participation.person_id, participation.id).state == Sign.PLACE:
        _welcome(work, letters.WELCOME_PLACE, participation, f"/training/runs/{run.id}", run)
    else:
        _welcome(work, letters.WELCOME_WAITING, participation, run=run)


def _welcome(
    work: Work, kind: LetterKind, part: Participation, path: str = "/training", run: TrainingRun | None = None
) -> None:
    settings = programmes.settings_of(part.programme_id)
    locale = work.session.execute(select(Person.locale).where(Person.id == part.person_id)).scalar()
    values = {"role": say.word(settings.supporter, locale), "programme": programmes.programme(part.programme_id).name}
    if run is not None:
        values |= say.letter_values(_starts(work, run), run.place, locale)
    work.send(letters.welcome(kind, part.person_id, part.id, values, work.way_in(part.person_id, path)))


def runs_ahead(work: Work, programme_id: UUID) -> list[TrainingRun]:
    """The planned trainings of a programme that have not begun, locked, in the order of their ids."""
    first = (
        select(func.min(RunSession.starts_at))
        .where(RunSession.run_id == TrainingRun.id)
        .correlate(TrainingRun)
        .scalar_subquery()
    )
    return work.find(
        select(TrainingRun)
        .where(TrainingRun.programme_id == programme_id, TrainingRun.state == "planned", first > work.now)
        .order_by(TrainingRun.id)
        .with_for_update()
    )


def join(run_id: UUID, *, by: Actor) -> Sign:
    """Take a place in a training, or stand on its waiting list; a place in another one of the same kind is given up.

    Raises:
        NotFound: no such training is open to `by`.
        Refused: it has begun, or `by` holds the certificate already.
        Clash: `by` has a place in it already.
    """
    with unit_of_work(by) as work:
        wanted = work.get(TrainingRun, run_id, to="join")
        return _take(work, wanted, _participation(work, by.person_id, wanted.programme_id))


def _take(work: Work, wanted: TrainingRun, participation: Participation) -> Sign:
    locked = {run.id: run for run in runs_ahead(work, wanted.programme_id)}
    run = locked.get(wanted.id)
    if run is None:
        raise Refused(_("This training has begun. Choose one that is still ahead."))
    _needs_it(work, participation, wanted.programme_id)
    sign = _enrol(work, run, participation.person_id, participation.id)
    _give_up_others(work, participation.person_id, run, locked)
    return sign


def _participation(work: Work, person_id: UUID | None, programme_id: UUID) -> Participation:
    found: Participation | None = work.one(
        select(Participation).where(
            Participation.person_id == person_id,
            Participation.programme_id == programme_id,
            Participation.side == "supporter",
            Participation.state.in_(HELPS),
        )
    )
    if found is None:
        raise NotFound("no training")
    return found


def _needs_it(work: Work, participation: Participation, programme_id: UUID) -> None:
    plugin = programmes.programme(programme_id).plugin
    if certificates.may_act_as(participation.person_id, participation.role_key, plugin, work.today).yes:
        raise Refused(_("There is a certificate for this role already, so no training is needed."))


def place(run_id: UUID, participation_id: UUID, *, by: Actor) -> Sign:
    """A coordinator gives someone who waits a place in a training.

    Raises:
        NotFound: no such training within reach, or nobody who was admitted to its programme.
        Refused: it has begun, or they hold the certificate already.
        Clash: they have a place in it already.
    """
    with unit_of_work(by) as work:
        run = work.get(TrainingRun, run_id, to="enrol")
        participation = work.get(Participation, participation_id, to="read")
        helps = participation.side == "supporter" and participation.state in HELPS
        if participation.programme_id != run.programme_id or not helps:
            raise NotFound("no training")
        return _take(work, run, participation)


def leave(run_id: UUID, *, by: Actor) -> None:
    """Give up a place; who waits longest moves up.

    Raises:
        NotFound: no such training of `by`.
        Refused: it is over.
    """
    with unit_of_work(by) as work:
        run = work.get(TrainingRun, run_id, lock=True, to="leave")
        if run.state != "planned":
            raise Refused(_("This training is over. Choose one that is still ahead."))
        row = _enrolment(work, run.id, by.person_id)
        if row is None or row.state not in ("enrolled", "waiting"):
            raise NotFound("no training")
        row.state = "left"
        work.session.flush()
        move_up(work, run)


def _give_up_others(work: Work, person_id: UUID, kept: TrainingRun, locked: dict[UUID, TrainingRun]) -> None:
    others = work.find(
        select(Enrolment).where(
            Enrolment.person_id == person_id,
            Enrolment.run_id.in_([run_id for run_id in locked if run_id != kept.id]),
            Enrolment.state.in_(("enrolled", "waiting")),
        )
    )
    for row in others:
        row.state = "left"
    work.session.flush()
    for row in others:
        move_up(work, locked[row.run_id])


def _enrolment(work: Work, run_id: UUID, person_id: UUID | None) -> Enrolment | None:
    found: Enrolment | None = work.one(
        select(Enrolment).where(Enrolment.run_id == run_id, Enrolment.person_id == person_id)
    )
    return found


def _enrol(work: Work, run: TrainingRun, person_id: UUID, participation_id: UUID) -> Sign:
    row = _sign_up(work, run, person_id, participation_id)
    _tell(work, run, row)
    return Sign(row.state)


def _sign_up(work: Work, run: TrainingRun, person_id: UUID, participation_id: UUID) -> Enrolment:
    row = _enrolment(work, run.id, person_id)
    if row is not None and row.state != "left":
        raise Clash(_("There is a place in this training already."))
    sign = rules.sign_up(run.seats, _taken(work, run.id))
    if row is None:
        row = Enrolment(run_id=run.id, person_id=person_id)
    row.participation_id, row.state, row.at = participation_id, sign.value, work.now
    return work.add(row)


def _taken(work: Work, run_id: UUID) -> int:
    return int(
        work.session.execute(
            select(func.count()).where(Enrolment.run_id == run_id, Enrolment.state.in_(IN))
        ).scalar_one()
    )


def move_up(work: Work, run: TrainingRun) -> None:
    """Free places go to who waits longest (the run is locked)."""
    waiting = work.find(
        select(Enrolment)
        .where(Enrolment.run_id == run.id, Enrolment.state == "waiting")
        .order_by(Enrolment.at, Enrolment.id)
    )
    for row in rules.moves_up(run.seats, _taken(work, run.id), waiting):
        row.state = "enrolled"
        work.session.flush()
        _tell(work, run, row)


def _starts(work: Work, run: TrainingRun) -> datetime:
    first: datetime = work.session.execute(
        select(func.min(RunSession.starts_at)).where(RunSession.run_id == run.id)
    ).scalar_one()
    return first


def _tell(work: Work, run: TrainingRun, row: Enrolment) -> None:
    locale = work.session.execute(select(Person.locale).where(Person.id == row.person_id)).scalar()
    values = say.letter_values(_starts(work, run), run.place, locale)
    turn = f"{row.at.timestamp():.6f}"
    letter = letters.place if row.state == "enrolled" else letters.on_waiting_list
    work.send(letter(row.person_id, run.id, values, turn))


def reminders(work: Work, ahead: float = 2) -> int:
    """Write to everybody with a place in a training that meets in two days; gives how many letters."""
    day = work.today + clock.days(ahead)
    start, morning = clock.instant(day, 0, zone=zone()), clock.instant(work.today, MORNING, zone=zone())
    rows = work.session.execute(
        select(RunSession, TrainingRun.place, Enrolment.person_id, Person.locale)
        .join(TrainingRun, TrainingRun.id == RunSession.run_id)
        .join(Enrolment, Enrolment.run_id == TrainingRun.id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(
            TrainingRun.state == "planned",
            Enrolment.state == "enrolled",
            RunSession.starts_at >= start,
            RunSession.starts_at < start + clock.days(1),
        )
    ).all()
    for meeting, where, person_id, locale in rows:
        values = say.letter_values(meeting.starts_at, where, locale)
        work.send(letters.reminder(person_id, meeting.id, meeting.run_id, values, morning))
    return len(rows)
