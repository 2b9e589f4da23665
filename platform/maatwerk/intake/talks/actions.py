"""The talk and what follows from it. Each verb is one unit of work."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from maatwerk.access.actor import Actor
from maatwerk.access.work import Clash, NotFound, Refused, Work, unit_of_work
from maatwerk.correspondence.values import LetterKind, Link
from maatwerk.intake import letters, rules, say
from maatwerk.intake.applications.queries import reachable
from maatwerk.intake.events import Admitted, InterviewConcluded
from maatwerk.intake.model import Interview, ProtocolRead, ScreeningCheck, Triage
from maatwerk.intake.rules import Check, Findings, Rubric, Selection, SelectionVerdict
from maatwerk.intake.talks import queries
from maatwerk.language import formats
from maatwerk.people import actions as people
from maatwerk.people.model import Person
from maatwerk.people.queries import readiness
from maatwerk.people.rules import age_on
from maatwerk.programme import actions as programmes
from maatwerk.programme.model import Participation
from maatwerk.programme.queries import ProgrammeSettings, participation_of, programme, settings_of
from maatwerk.programme.values import Outcome, Side, Verdict

A_DAY = timedelta(days=1)
TALK, HAND_OVER, CHECKS = "talk", "hand_over", "checks"  # what is still to do after a talk


@dataclass(frozen=True, slots=True)
class Heard:
    """What else came up in a talk."""

    note: str = ""
    support_now: tuple[str, ...] = ()
    version: int | None = None  # of the page on which it was typed


def plan_talk(participation_id: UUID, moment: datetime, place: str, *, by: Actor) -> UUID:
    """Plan the talk, or move the one that was planned; the person gets a letter.

    Raises:
        NotFound: nobody within reach of `by`.
        Refused: this person has not applied, or is in already.
    """
    with unit_of_work(by) as work:
        part = work.get(Participation, participation_id, lock=True, to="plan_talk")
        if part.state not in ("applied", "interviewed"):
            raise Refused(_("A talk comes after the application and before someone takes part."))
        if moment <= work.now:
            raise Refused(_("This moment is over. Choose a later one."))
        interview = _open_talk(work, part)
        interview.planned_at, interview.place, interview.interviewer_id = moment, place, by.person_id
        work.session.flush()
        person = work.get(Person, part.person_id)
        if reachable(person):
            with say.to_reader(person.locale):
                day, time = formats.weekday(moment), formats.clock_time(moment)
            work.send(letters.interview_planned(interview.id, person.id, moment, day, time, place))
        return interview.id


def _open_talk(work: Work, part: Participation) -> Interview:
    found = select(Interview).where(Interview.participation_id == part.id)
    interview: Interview | None = work.one(found.where(Interview.concluded_at.is_(None)).with_for_update())
    if interview is not None:
        return interview
    for earlier in work.find(found.where(Interview.next == TALK)):
        earlier.next = None
    kind = "intake" if part.side == Side.SEEKER else "selection"
    return work.add(Interview(participation_id=part.id, person_id=part.person_id, kind=kind))


def _to_conclude(work: Work, interview_id: UUID, kind: str, version: int | None) -> tuple[Interview, Participation]:
    interview = work.get(Interview, interview_id, lock=True, to="conclude")
    if interview.kind != kind:
        raise NotFound("no such talk")
    if interview.concluded_at is not None:
        raise Clash(_("Somebody concluded this talk already. Your text is kept; look at what was decided."))
    work.same_version(interview, version)
    part = work.get(Participation, interview.participation_id, lock=True)
    if part.state == "applied":
        programmes.move(work, part, "interviewed")
    elif part.state != "interviewed":
        raise Clash(_("This person is not waiting for a talk any more. Look at what changed."))
    return interview, part


def conclude_interview(interview_id: UUID, found: Findings, heard: Heard, *, by: Actor) -> Verdict:
    """Close the intake talk: the young person waits for a match, talks once more, or is helped to care.

    Raises:
        NotFound: no such interview within reach of `by`.
        Clash: somebody closed it before; nothing is changed.
    """
    with unit_of_work(by) as work:
        interview, part = _to_conclude(work, interview_id, "intake", heard.version)
        chosen = settings_of(part.programme_id)
        verdict = rules.triage(found, queries.intake_settings(chosen), _ask(chosen))
        _note(work, interview, found, heard)
        decided_by = by.person_id or part.person_id
        work.add(
            Triage(
                participation_id=part.id,
                person_id=part.person_id,
                interview_id=interview.id,
                outcome=str(verdict.outcome),
                reasons=[str(reason) for reason in verdict.reasons],
                decided_by=decided_by,
                at=work.now,
            )
        )
        _follow(work, interview, part, verdict)
        work.announce(InterviewConcluded(part.id, str(verdict.outcome)))
        return verdict


def _ask(chosen: ProgrammeSettings) -> rules.Ask:
    ask = chosen.variant.intake_verdict
    assert ask is not None  # the registry answers for a variant that has none of its own
    return ask


def _note(work: Work, interview: Interview, found: Findings, heard: Heard) -> None:
    interview.own_yes, interview.motivation = found.own_yes, found.motivation
    interview.without_referrer = found.without_referrer
    interview.multi_problem, interview.too_heavy = found.multi_problem, found.too_heavy
    interview.support_now, interview.note = list(heard.support_now), heard.note
    interview.concluded_at = work.now


def _follow(work: Work, interview: Interview, part: Participation, verdict: Verdict) -> None:
    if rules.admits(verdict.outcome):
        part.needs_experienced = verdict.outcome == Outcome.EXPERIENCED
        _let_in(work, interview, part)
    elif verdict.outcome == Outcome.SECOND_TALK:
        interview.next = TALK
        _tell(work, letters.SECOND_TALK, interview, part)
    else:
        interview.next = HAND_OVER  # the closing letter follows with the hand-over


def _tell(work: Work, kind: LetterKind, interview: Interview, part: Participation, link: Link | None = None) -> None:
    person = work.get(Person, part.person_id)
    if not reachable(person):
        return  # told in person
    running, chosen = programme(part.programme_id), settings_of(part.programme_id)
    with say.to_reader(person.locale):
        role = chosen.supporter.words.singular  # whom a seeker gets, what a supporter becomes
    work.send(letters.concluded(kind, interview.id, person.id, running.name, role, link))


def _let_in(work: Work, interview: Interview, part: Participation) -> None:
    """The door opens for a seeker, with one letter: thanks, what is still asked, what comes next, the way in."""
    programmes.move(work, part, "admitted")
    _give_account(work, part)
    found = people.ask_consents(work, part.person_id, part.programme_id, quiet=True)
    wait_if_ready(work, part)
    work.announce(Admitted(part.id, part.person_id, part.programme_id, part.side))
    asked = any(part.person_id in one.of for one in found.missing)
    link = work.way_in(part.person_id, "/consent" if asked else "/my")
    if link is None:
        _tell(work, letters.INTAKE_CONCLUDED, interview, part)
    else:
        _tell(work, letters.INTAKE_WELCOME_CONSENT if asked else letters.INTAKE_WELCOME, interview, part, link)


def _give_account(work: Work, part: Participation) -> None:
    person = work.get(Person, part.person_id)
    old_enough = person.birth_date is None or age_on(person.birth_date, work.today) >= rules.OWN_ACCOUNT_FROM
    if person.email and old_enough:
        work.open_account(person.id, person.email)


def wait_if_ready(work: Work, part: Participation) -> None:
    """Put an admitted seeker on the waiting list once every consent and permission is there."""
    if readiness(part.person_id, part.programme_id).ready:
        programmes.move(work, part, "waiting")


def conclude_selection(
    interview_id: UUID, rubric: Rubric, chosen: Selection, seen: Collection[Check], heard: Heard, *, by: Actor
) -> SelectionVerdict:
    """Close the selection talk: on to the training, a second talk, or not now (requirements 24, 25).

    Raises:
        NotFound: no such interview within reach of `by`.
        Clash: somebody closed it before; nothing is changed.
    """
    with unit_of_work(by) as work:
        interview, part = _to_conclude(work, interview_id, "selection", heard.version)
        verdict = rules.select(rubric, chosen)
        interview.own_yes, interview.rubric = rubric.own_yes, dict(rubric.scores)
        interview.note, interview.outcome = heard.note, str(verdict.outcome)
        interview.concluded_at = work.now
        for check in seen:
            _see(work, part, check, work.today, None)
        if verdict.outcome == Selection.ADMITTED:
            _welcome(work, interview, part)
        elif verdict.outcome == Selection.SECOND_TALK:
            interview.next = TALK
            _tell(work, letters.SECOND_TALK, interview, part)
        else:
            programmes.move(work, part, "declined", reason="not_now")
            _tell(work, letters.SELECTION_NOT_NOW, interview, part)
        work.announce(InterviewConcluded(part.id, str(verdict.outcome)))
        return verdict


def _welcome(work: Work, interview: Interview, part: Participation) -> None:
    """Admit a supporter of whom everything was seen; else say what is still needed."""
    work.session.flush()
    if missing_checks(work, part):
        interview.next = CHECKS
        _ask_to_read(work, interview, part)
        return
    interview.next = None
    programmes.move(work, part, "admitted")
    _give_account(work, part)
    # The training's letter welcomes them and says when it is; what else is asked follows a day later.
    people.ask_consents(work, part.person_id, part.programme_id, later=A_DAY)
    work.announce(Admitted(part.id, part.person_id, part.programme_id, part.side))


def _ask_to_read(work: Work, interview: Interview, part: Participation) -> None:
    """One letter that lets in: to the protocol if there is one to agree to, else to the first page."""
    person = work.get(Person, part.person_id)
    if Check.PROTOCOL not in missing_checks(work, part):
        if person.email:
            work.invite(person.id, person.email)
        return
    _give_account(work, part)
    running = programme(part.programme_id)
    path = letters.protocol_of(running.id)
    link = work.way_in(person.id, path) or Link("sign_in", path)
    work.send(letters.protocol_to_read(interview.id, person.id, running.name, link))


def missing_checks(work: Work, part: Participation) -> tuple[Check, ...]:
    """What still has to be seen of a supporter."""
    seen = {row.kind: row.valid_until for row in queries.checks([part.id])[part.id]}
    return rules.missing_checks(queries.checks_needed(settings_of(part.programme_id)), seen, work.today)


def see_check(
    participation_id: UUID, check: Check, seen_on: date, valid_until: date | None = None, *, by: Actor
) -> None:
    """Note that something was seen of a supporter; the last one opens the door.

    Raises:
        NotFound: nobody within reach of `by`.
        Refused: seen in the future.
    """
    with unit_of_work(by) as work:
        part = work.get(Participation, participation_id, lock=True, to="screen")
        if seen_on > work.today:
            raise Refused(_("This day is still to come. When did you see it?"))
        _see(work, part, check, seen_on, valid_until)
        _welcome_selected(work, part)


def agree_protocol(programme_id: UUID, version: int, *, by: Actor) -> None:
    """Somebody read the protocol of their programme and agrees to it (requirement 39).

    Raises:
        Clash: there is a newer text.
        NotFound: they have no part in it.
    """
    with unit_of_work(by) as work:
        chosen = settings_of(programme_id)
        if version != chosen.protocol_version:
            raise Clash(_("There is a newer text. Please read that one."))
        part = participation_of(by.person_id, programme_id, Side.SUPPORTER) if by.person_id else None
        if part is None:
            raise NotFound("no participation")
        _see(work, work.get(Participation, part.id, lock=True), Check.PROTOCOL, work.today, None)
        _welcome_selected(work, part)


def _see(work: Work, part: Participation, check: Check, seen_on: date, valid_until: date | None) -> None:
    row: ScreeningCheck | None = work.one(
        select(ScreeningCheck).where(ScreeningCheck.participation_id == part.id, ScreeningCheck.kind == check)
    )
    if row is None:
        row = ScreeningCheck(participation_id=part.id, person_id=part.person_id, kind=str(check), asked_on=work.today)
    row.seen_on, row.seen_by, row.valid_until = seen_on, work.by.person_id, valid_until
    if check is Check.PROTOCOL:
        row.protocol_version = settings_of(part.programme_id).protocol_version
        _read(work, part, row.protocol_version)
    work.add(row)


def _read(work: Work, part: Participation, version: int) -> None:
    """That this version was read and agreed to stays, also when a newer one is (requirement 39)."""
    same = select(ProtocolRead).where(
        ProtocolRead.person_id == part.person_id,
        ProtocolRead.programme_id == part.programme_id,
        ProtocolRead.protocol_version == version,
    )
    if work.one(same) is None:
        work.add(
            ProtocolRead(
                person_id=part.person_id, programme_id=part.programme_id, protocol_version=version, at=work.now
            )
        )


def _welcome_selected(work: Work, part: Participation) -> None:
    waiting = select(Interview).where(Interview.participation_id == part.id, Interview.next == CHECKS)
    interview: Interview | None = work.one(waiting.with_for_update())
    if interview is not None and part.state == "interviewed" and not missing_checks(work, part):
        _welcome(work, interview, part)


def hand_over(interview_id: UUID, text: str, *, by: Actor) -> None:
    """Bring someone to other help, warmly, and close the application with a letter (requirement 38).

    Raises:
        NotFound: no such talk within reach of `by`.
        Clash: it was done already.
    """
    with unit_of_work(by) as work:
        interview = work.get(Interview, interview_id, lock=True, to="conclude")
        if interview.next != HAND_OVER:
            raise Clash(_("This was done already. Your text is kept; look at what was written."))
        part = work.get(Participation, interview.participation_id, lock=True)
        triage = work.one(select(Triage).where(Triage.interview_id == interview.id))
        triage.handover, interview.next = text, None
        programmes.move(work, part, "referred", reason="care")
        _tell(work, letters.INTAKE_REFERRED, interview, part)
