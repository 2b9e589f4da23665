"""A meeting is planned, moved, held, missed, and looked back on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import func, select

from maatwerk.access.actor import Actor
from maatwerk.access.work import Clash, NotFound, Refused, Work, unit_of_work, zone
from maatwerk.people.model import Person
from maatwerk.programme.queries import settings_of
from maatwerk.trajectory import letters
from maatwerk.trajectory.events import MeetingHeld
from maatwerk.trajectory.kickoff.actions import begin_at_first_session
from maatwerk.trajectory.matches.actions import keep_watch
from maatwerk.trajectory.matches.queries import circle_matches
from maatwerk.trajectory.meetings.queries import meeting_of, next_planned, to_look_back_on
from maatwerk.trajectory.model import Goal, Match, Meeting, MeetingPresence
from maatwerk.trajectory.plan.actions import running, see_progress, side_of
from maatwerk.trajectory.rules.kickoff import is_first_session
from maatwerk.trajectory.rules.meetings import Kept, Mood, Said, Wrong, log_id, wrong
from maatwerk.trajectory.rules.plan import Side
from maatwerk.trajectory.rules.road import ON_THE_ROAD, State, may_meet
from maatwerk.trajectory.rules.support import AskKind
from maatwerk.trajectory.support.actions import ask_inside

_WRONG = {
    Wrong.IN_FUTURE: lambda: _("This day is still ahead. Say how it was once you have met."),
    Wrong.TOO_EARLY: lambda: _("On this day you were not matched yet. Look at the date again."),
    Wrong.LENGTH: lambda: _("Choose a length between five minutes and eight hours."),
    Wrong.NOBODY: lambda: _("Tick who was there. Was nobody there? Then say that it did not happen."),
}


def together(work: Work, match: Match) -> list[Match]:
    """The matches that meet together: the circle's that are on the road, or just this one."""
    if match.circle_id is None:
        return [match]
    found = circle_matches(work.session, match.circle_id, states=sorted(ON_THE_ROAD))
    return found if any(one.id == match.id for one in found) else [match]


def log_meeting(
    match_id: UUID,
    said: Said,
    *,
    by: Actor,
    form_key: str,
    present: Mapping[UUID, bool] | None = None,
    progress: Mapping[UUID, int] | None = None,
    talk_it_over: bool = False,
) -> UUID:
    """Say how a meeting was and how far each goal is (requirement 43), for a circle once; gives the meeting's id.

    Args:
        form_key: names the form that was filled in: sent twice, it is one meeting.
        present: match id → was this young person there; for one match nothing need be said.
        progress: goal id → where it stands now, 0 to 4.
        talk_it_over: the supporter would like the coordinator to call; goes to the coordinator only.

    Raises:
        Refused: the day or length can't be right, nobody was there, or the road has not begun or is over.
    """
    with unit_of_work(by) as work:
        match = running(work.get(Match, match_id, lock=True, to="log"))
        meeting_id = log_id(match.circle_id or match.id, form_key)
        if work.one(select(Meeting.id).where(Meeting.id == meeting_id)) is not None:
            return meeting_id
        _may_meet(match)
        matches = together(work, match)
        there = {one.id: (present or {}).get(one.id, len(matches) == 1) for one in matches}
        _check(match, said, there, work)
        meeting = _write(work, match, meeting_id, said)
        _presence(work, meeting, matches, there)
        _goals(work, matches, meeting, progress or {})
        begin_at_first_session(work, match)
        if talk_it_over:
            ask_inside(work, match, AskKind.TALK, None)
        work.announce(MeetingHeld(meeting.id))
        keep_watch(work, there)
    return meeting.id


def _check(match: Match, said: Said, there: Mapping[UUID, bool], work: Work) -> None:
    since = match.made_at.astimezone(zone()).date()
    why = wrong(said, since=since, today=work.today, present=there.values())
    if why is not None:
        raise Refused(_WRONG[why]())


def _may_meet(match: Match) -> None:
    variant = settings_of(match.programme_id).variant
    if not may_meet(State(match.state), first_session_is_kickoff=is_first_session(variant.kickoff)):
        raise Refused(_("You start at the first meeting with your coordinator. After that you can tell how it was."))


def _write(work: Work, match: Match, meeting_id: UUID, said: Said) -> Meeting:
    """The planned meeting of that day becomes the one that was held, else a new one is."""
    planned = next_planned(match, work.session)
    meeting = planned if planned is not None and planned.on == said.on else None
    if meeting is not None:
        work.remove(meeting)
    row = Meeting(
        id=meeting_id,
        **_whose(match),
        number=meeting.number if meeting else _number(work, match),
        state=Kept.HELD,
        starts_at=meeting.starts_at if meeting else None,
        on=said.on,
        minutes=said.minutes,
        place=said.place or (meeting.place if meeting else None),
        mood=said.mood,
        topics=list(said.topics),
        initiative=said.initiative,
        audience=said.audience,
        planned_by=meeting.planned_by if meeting else None,
        logged_by=work.by.person_id,
        logged_at=work.now,
    )
    row.note = said.note
    return work.add(row)


def _whose(match: Match) -> dict[str, UUID | None]:
    if match.circle_id is not None:
        return {"circle_id": match.circle_id, "note_about": match.circle_id}
    return {"match_id": match.id, "note_about": match.seeker_person_id}


def _number(work: Work, match: Match) -> int:
    whose = Meeting.circle_id == match.circle_id if match.circle_id else Meeting.match_id == match.id
    return int(work.session.scalar(select(func.coalesce(func.max(Meeting.number), 0)).where(whose)) or 0) + 1


def _presence(work: Work, meeting: Meeting, matches: Sequence[Match], there: Mapping[UUID, bool]) -> None:
    """Who was there; for them it counts as contact."""
    work.add_all(
        MeetingPresence(
            meeting_id=meeting.id, match_id=one.id, seeker_person_id=one.seeker_person_id, present=there[one.id]
        )
        for one in matches
    )
    for one in matches:
        if there[one.id]:
            one.last_contact_on = max(one.last_contact_on or meeting.on, meeting.on)
            one.meetings_held += 1
    work.session.flush()


def _goals(work: Work, matches: Sequence[Match], meeting: Meeting, progress: Mapping[UUID, int]) -> None:
    if not progress:
        return
    ids = [match.id for match in matches]
    for goal in work.find(select(Goal).where(Goal.id.in_(progress), Goal.match_id.in_(ids), Goal.state == "open")):
        see_progress(work, goal, progress[goal.id], meeting_id=meeting.id)


def plan_meeting(match_id: UUID, starts_at: datetime, *, by: Actor, form_key: str, place: str | None = None) -> UUID:
    """Plan the next meeting, from either side (requirements 8 and 12); the other gets a letter. Twice is once.

    Raises:
        Refused: the moment has passed, or the road has not begun.
    """
    with unit_of_work(by) as work:
        match = running(work.get(Match, match_id, lock=True, to="plan"))
        meeting_id = log_id(match.circle_id or match.id, form_key)
        if work.one(select(Meeting.id).where(Meeting.id == meeting_id)) is not None:
            return meeting_id
        _may_meet(match)
        _ahead(work, starts_at)
        meeting = Meeting(
            id=meeting_id,
            **_whose(match),
            number=_number(work, match),
            state=Kept.PLANNED,
            starts_at=starts_at,
            on=starts_at.astimezone(zone()).date(),
            place=place,
            planned_by=by.person_id,
            topics=[],
            audience="own",
        )
        work.add(meeting)
        _tell(work, match, meeting, moved=False)
        keep_watch(work, [one.id for one in together(work, match)])
    return meeting.id


def _ahead(work: Work, starts_at: datetime) -> None:
    if starts_at <= work.now:
        raise Refused(_("Choose a day and a time that are still ahead."))


def move_meeting(
    match_id: UUID, meeting_id: UUID, starts_at: datetime, *, by: Actor, version: int | None = None
) -> None:
    """Move a planned meeting to another time; who did not move it gets a letter."""
    with unit_of_work(by) as work:
        match = running(work.get(Match, match_id, lock=True, to="plan"))
        meeting = meeting_of(match, meeting_id, work.session, lock=True)
        if meeting.state != Kept.PLANNED:
            raise Clash(_("This meeting is not planned any more."))
        work.same_version(meeting, version)
        _ahead(work, starts_at)
        meeting.starts_at, meeting.on = starts_at, starts_at.astimezone(zone()).date()
        work.session.flush()
        _tell(work, match, meeting, moved=True)
        keep_watch(work, [one.id for one in together(work, match)])


def did_not_happen(match_id: UUID, meeting_id: UUID, *, by: Actor, version: int | None = None) -> None:
    """A planned meeting was missed: nobody's fault, and it counts."""
    with unit_of_work(by) as work:
        match = running(work.get(Match, match_id, lock=True, to="plan"))
        meeting = meeting_of(match, meeting_id, work.session, lock=True)
        if meeting.state != Kept.PLANNED:
            raise Clash(_("This meeting is not planned any more."))
        work.same_version(meeting, version)
        if meeting.on > work.today:
            raise Refused(_("This meeting is still ahead. Move it if it doesn't suit you."))
        meeting.state, meeting.logged_by, meeting.logged_at = Kept.MISSED, by.person_id, work.now
        work.session.flush()
        keep_watch(work, [one.id for one in together(work, match)])


def _tell(work: Work, match: Match, meeting: Meeting, *, moved: bool) -> None:
    """A letter to everybody of the meeting but who planned it; it waits a minute, so that a slip can be undone."""
    people = {one.seeker_person_id for one in together(work, match)} | {match.supporter_person_id}
    for person_id in sorted(people - {work.by.person_id}, key=str):
        reader = work.get(Person, person_id)
        work.send(letters.meeting_planned(meeting, reader, moved=moved, due=work.now + letters.UNDO))


def look_back(match_id: UUID, mood: Mood, *, by: Actor, line: str = "") -> UUID:
    """The young person's own two taps about the last meeting, with a line if they like; theirs alone.

    Raises:
        Clash: there is no meeting left to look back on.
    """
    with unit_of_work(by) as work:
        match = work.get(Match, match_id, to="reflect")
        if side_of(match, by) is not Side.SEEKER:
            raise NotFound("not the young person")
        found = to_look_back_on(match, work.session)
        if found is None:
            raise Clash(_("You looked back on your last meeting already."))
        row = work.get(MeetingPresence, found.id, lock=True)
        if row.reflected_at is not None:
            raise Clash(_("You looked back on your last meeting already."))
        row.mood, row.reflected_at = mood, work.now
        row.line = line
        work.session.flush()
        return row.meeting_id
