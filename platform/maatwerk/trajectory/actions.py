"""What other rooms set going here, and what the calendar does by itself."""

from __future__ import annotations

from sqlalchemy import or_, select

from maatwerk.access.actor import SYSTEM
from maatwerk.access.work import Work, unit_of_work
from maatwerk.trajectory import letters
from maatwerk.trajectory.closing.actions import open_inside
from maatwerk.trajectory.matches.actions import keep_watch, on_both_said_yes
from maatwerk.trajectory.matches.queries import roads, roads_of
from maatwerk.trajectory.model import Match, Meeting, Phase
from maatwerk.trajectory.rules.calendar import Calendar
from maatwerk.trajectory.rules.closing import Kind
from maatwerk.trajectory.rules.meetings import Kept
from maatwerk.trajectory.rules.road import RUNNING, State
from maatwerk.trajectory.rules.road import Phase as PhaseKey
from maatwerk.trajectory.settings import calendar

__all__ = ["every_day", "on_both_said_yes"]

REMIND_DAYS = 3  # so long after a planned meeting its log is asked for, once


def every_day() -> int:
    """Open the closings whose day has come, ask for look backs and logs, and look again at every match.

    Done twice on a day it changes and sends nothing more. In a holiday nobody is asked for anything; that waits
    for the first day after it. The answer is how many closings opened.
    """
    with unit_of_work(SYSTEM) as work:
        opened = _open_closings(work)
        holidays = calendar()
        if not holidays.is_off(work.today):
            _ask_midway(work)
            _remind(work, holidays)
        keep_watch(work, work.find(select(Match.id).where(Match.state.in_(sorted(RUNNING)))))
    return opened


def _open_closings(work: Work) -> int:
    due = (
        select(Match)
        .join(Phase, (Phase.match_id == Match.id) & (Phase.key == PhaseKey.DEEPENING))
        .where(Match.state == State.ACTIVE, Phase.due_on < work.today)
        .order_by(Match.id)
    )
    matches = work.find(due)
    for match in matches:
        open_inside(work, match, Kind.COMPLETE, match.planned_end)
    return len(matches)


def _ask_midway(work: Work) -> None:
    statement = roads_of(work.today).where(Match.state == State.ACTIVE)
    for road in roads(statement, work.today, work.session):
        if road.position.review_moment != "midway":
            continue
        for side in road.position.review_waits:
            person = getattr(road.match, f"{side}_person_id")
            work.send(letters.review_asked(road.match, "midway", person))


def _remind(work: Work, holidays: Calendar) -> None:
    """One letter for each planned meeting that passed without a word; the letter's key sends it once."""
    passed = (
        select(Meeting, Match.supporter_person_id)
        .join(Match, or_(Match.id == Meeting.match_id, Match.circle_id == Meeting.circle_id))
        .where(
            Meeting.state == Kept.PLANNED,
            Meeting.on < work.today,
            Meeting.on >= holidays.before(work.today, REMIND_DAYS),
            Match.ended_on.is_(None),
        )
        .distinct()
    )
    for meeting, supporter in work.session.execute(passed).all():
        work.send(letters.log_reminder(meeting, supporter))
