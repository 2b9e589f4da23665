"""An agreement made by two, and goals in the young person's own words."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import func, select

from maatwerk.access.actor import Actor
from maatwerk.access.work import Clash, NotFound, Refused, Work, unit_of_work
from maatwerk.programme.queries import settings_of
from maatwerk.trajectory import letters
from maatwerk.trajectory.kickoff.actions import begin_at_first_session
from maatwerk.trajectory.matches.actions import keep_watch
from maatwerk.trajectory.matches.queries import circle_matches
from maatwerk.trajectory.model import Agreement, Goal, GoalStep, Match
from maatwerk.trajectory.plan.queries import agreements
from maatwerk.trajectory.rules.plan import Side, Terms, progress_after, reached, room_for_a_goal, yes_of
from maatwerk.trajectory.rules.road import OVER, RUNNING, State


def side_of(match: Match, by: Actor) -> Side:
    """Which of the two this is; NotFound for anybody else."""
    if by.person_id == match.seeker_person_id:
        return Side.SEEKER
    if by.person_id == match.supporter_person_id:
        return Side.SUPPORTER
    raise NotFound("not one of the two")


def running(match: Match) -> Match:
    """The match, unless its road is over."""
    if State(match.state) in OVER:
        raise Refused(_("This road is finished, so nothing changes any more."))
    return match


def make_agreement(match_id: UUID, terms: Terms, *, by: Actor, number: int = 0, in_person: bool = False) -> UUID:
    """Write a new version of the agreement: who writes it says yes, the other reads it and says yes or changes it.

    Args:
        number: the newest version the writer saw; when there is a newer one, nothing is overwritten.
        in_person: the two sit together and the other says yes here and now (requirement 42: in dialogue).

    Raises:
        Clash: the other wrote a version meanwhile.
        Refused: the road is over.
    """
    with unit_of_work(by) as work:
        match = running(work.get(Match, match_id, lock=True, to="agree"))
        side = side_of(match, by)
        newest = work.session.scalar(select(func.max(Agreement.number)).where(Agreement.match_id == match.id)) or 0
        if newest != number:
            raise Clash(_("The other one wrote something meanwhile. Read that version first; yours is kept here."))
        together = in_person and match.circle_id is None
        yes = (work.now, work.now) if together else yes_of(side, work.now)
        row = work.add(_version(work, match, newest + 1, terms, yes))
        if match.circle_id is not None and side is Side.SUPPORTER:
            _for_the_circle(work, match, terms)
        other = match.supporter_person_id if side is Side.SEEKER else match.seeker_person_id
        work.send(letters.agreement_written(match, row.id, other, in_person=together))
        begin_at_first_session(work, match)
        keep_watch(work, [match.id])
    return row.id


def _for_the_circle(work: Work, match: Match, terms: Terms) -> None:
    """A supporter's agreement with a circle goes to everybody in it; each says their own yes."""
    assert match.circle_id is not None
    for other in circle_matches(work.session, match.circle_id, states=sorted(RUNNING)):
        if other.id == match.id:
            continue
        newest = next(iter(agreements(other.id, work.session)), None)
        yes = yes_of(Side.SUPPORTER, work.now)
        row = work.add(_version(work, other, newest.number + 1 if newest else 1, terms, yes))
        work.send(letters.agreement_written(other, row.id, other.seeker_person_id, in_person=False))
        keep_watch(work, [other.id])


def _version(
    work: Work, match: Match, number: int, terms: Terms, yes: tuple[datetime | None, datetime | None]
) -> Agreement:
    row = Agreement(
        match_id=match.id,
        seeker_person_id=match.seeker_person_id,
        number=number,
        rhythm=terms.rhythm,
        weekday=terms.weekday,
        at_time=terms.at_time.strftime("%H:%M") if terms.at_time else None,
        minutes=terms.minutes,
        place=terms.place,
        activities=list(terms.activities),
        contact=terms.contact,
        made_by=work.by.person_id,
        made_at=work.now,
        seeker_yes_at=yes[0],
        supporter_yes_at=yes[1],
    )
    row.words = terms.words
    return row


def say_yes(match_id: UUID, number: int, *, by: Actor) -> bool:
    """One of the two agrees with the newest version; the answer is whether the road began with it.

    Raises:
        Clash: there is a newer version, or this side said yes already.
    """
    with unit_of_work(by) as work:
        match = running(work.get(Match, match_id, lock=True, to="agree"))
        side = side_of(match, by)
        newest = next(iter(agreements(match.id, work.session)), None)
        if newest is None or newest.number != number:
            raise Clash(_("There is a newer version. Read that one first."))
        column = f"{side}_yes_at"
        if getattr(newest, column) is not None:
            raise Clash(_("You said yes already."))
        setattr(newest, column, work.now)
        work.session.flush()
        began = begin_at_first_session(work, match)
        keep_watch(work, [match.id])
    return began


def set_goal(match_id: UUID, words: str, *, by: Actor, theme: str | None = None, first_step: str = "") -> UUID:
    """Write down a goal in the young person's own words (requirements 11 and 12), with a first step if there is one.

    Raises:
        Refused: there are five open goals, or the road is over.
    """
    with unit_of_work(by) as work:
        match = running(work.get(Match, match_id, lock=True, to="set_goals"))
        side_of(match, by)
        count = work.session.scalar(
            select(func.count()).select_from(Goal).where(Goal.match_id == match.id, Goal.state == "open")
        )
        if not room_for_a_goal(count or 0):
            raise Refused(_("There are five goals already. Finish one or let one go first."))
        known = {choice.key for choice in settings_of(match.programme_id).variant.themes or ()}
        goal = Goal(
            match_id=match.id,
            seeker_person_id=match.seeker_person_id,
            theme=theme if theme in known else None,
            progress=0,
            state="open",
            made_by=by.person_id,
            made_at=work.now,
        )
        goal.words = words
        work.add(goal)
        if first_step:
            add_step(work, goal, first_step, progress=None)
        keep_watch(work, [match.id])
    return goal.id


def look_at_goal(
    goal_id: UUID, *, by: Actor, progress: int | None, words: str = "", version: int | None = None
) -> None:
    """Say where a goal stands, or add a step; the fourth step of progress means: reached."""
    with unit_of_work(by) as work:
        goal = _own_goal(work, goal_id)
        work.same_version(goal, version)
        if goal.state != "open":
            raise Clash(_("This goal is finished already."))
        see_progress(work, goal, progress, words=words)


def let_go(goal_id: UUID, *, by: Actor, version: int | None = None) -> None:
    """This goal is not needed any more."""
    with unit_of_work(by) as work:
        goal = _own_goal(work, goal_id)
        work.same_version(goal, version)
        if goal.state != "open":
            raise Clash(_("This goal is finished already."))
        goal.state, goal.ended_at = "let_go", work.now
        work.session.flush()


def _own_goal(work: Work, goal_id: UUID) -> Goal:
    goal = work.get(Goal, goal_id, lock=True)
    match = running(work.get(Match, goal.match_id, to="set_goals"))
    side_of(match, work.by)
    return goal


def see_progress(
    work: Work, goal: Goal, progress: int | None, *, words: str = "", meeting_id: UUID | None = None
) -> None:
    """Write down what was seen of a goal, at a log or on its own page."""
    after = progress_after(goal.progress, progress)
    if after == goal.progress and not words:
        return
    goal.progress = after
    if reached(after):
        goal.state, goal.ended_at = "reached", work.now
    add_step(work, goal, words, progress=after, meeting_id=meeting_id)


def add_step(work: Work, goal: Goal, words: str, *, progress: int | None, meeting_id: UUID | None = None) -> None:
    """Add a dated step to a goal."""
    step = GoalStep(
        goal_id=goal.id,
        seeker_person_id=goal.seeker_person_id,
        meeting_id=meeting_id,
        progress=progress,
        at=work.now,
        by_person_id=work.by.person_id,
    )
    step.words = words
    work.add(step)
