"""Matches with where they stand, in one statement however many there are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, case, exists, func, or_, select, true
from sqlalchemy.dialects.postgresql import array_agg
from sqlalchemy.orm import Session, joinedload

from maatwerk.access.actor import Actor
from maatwerk.access.policy import visible
from maatwerk.access.work import zone
from maatwerk.ground import clock
from maatwerk.ground.database import db
from maatwerk.programme.queries import settings_of
from maatwerk.programme.values import Variant
from maatwerk.trajectory.model import (
    Agreement,
    Ask,
    CheckIn,
    Closure,
    Goal,
    Kickoff,
    KickoffParty,
    Match,
    Meeting,
    MeetingPresence,
    Phase,
    Review,
)
from maatwerk.trajectory.rules.calendar import NO_HOLIDAYS, Calendar
from maatwerk.trajectory.rules.closing import review_moment
from maatwerk.trajectory.rules.kickoff import is_first_session
from maatwerk.trajectory.rules.meetings import Kept, missed_in_a_row, rhythm_days
from maatwerk.trajectory.rules.road import Phase as PhaseKey
from maatwerk.trajectory.rules.road import Position, Reader, State
from maatwerk.trajectory.rules.support import Attention, Facts, attention
from maatwerk.trajectory.settings import calendar

LOOK_BACK_DAYS = 14  # so long after a meeting the young person is asked how it was


def of_match(model: Any) -> Any:
    """The rows of a match: its own, and those of the circle it is in."""
    return or_(model.match_id == Match.id, model.circle_id == Match.circle_id)


def _latest_agreement() -> Any:
    columns = (Agreement.id.label("id"), Agreement.seeker_yes_at, Agreement.supporter_yes_at)
    found = select(*columns).where(Agreement.match_id == Match.id).order_by(Agreement.number.desc()).limit(1)
    return found.lateral("agreement_now")


def _latest_check_in() -> Any:
    found = select(CheckIn.on.label("on"), CheckIn.next_on).where(CheckIn.match_id == Match.id)
    return found.order_by(CheckIn.on.desc(), CheckIn.id).limit(1).lateral("check_in_now")


def _kickoff_at() -> Any:
    found = select(Kickoff.starts_at).where(of_match(Kickoff), Kickoff.held_on.is_(None))
    return found.order_by(Kickoff.starts_at.desc()).limit(1).scalar_subquery()


def _catch_up() -> Any:
    found = select(func.min(KickoffParty.catch_up_by)).join(Kickoff, Kickoff.id == KickoffParty.kickoff_id)
    open_ones = (KickoffParty.catch_up_by.is_not(None), KickoffParty.caught_up_on.is_(None))
    return found.where(of_match(Kickoff), *open_ones).scalar_subquery()


def _recent() -> Any:
    """The states of the last meetings, newest first."""
    last = select(Meeting.state.label("state"), Meeting.on.label("on")).where(
        of_match(Meeting), Meeting.state.in_((Kept.HELD, Kept.MISSED))
    )
    some = last.order_by(Meeting.on.desc(), Meeting.number.desc()).limit(6).correlate(Match).subquery()
    return select(array_agg(some.c.state)).scalar_subquery()


def _look_back_waits(today: date) -> Any:
    found = select(MeetingPresence.id).join(Meeting, Meeting.id == MeetingPresence.meeting_id)
    return exists(
        found.where(
            MeetingPresence.match_id == Match.id,
            MeetingPresence.present.is_(True),
            MeetingPresence.reflected_at.is_(None),
            Meeting.state == Kept.HELD,
            Meeting.on >= today - timedelta(days=LOOK_BACK_DAYS),
        ).correlate(Match)
    )


def _reviews() -> Any:
    return select(array_agg(Review.moment + ":" + Review.side)).where(Review.match_id == Match.id).scalar_subquery()


def _planned() -> Any:
    return select(func.min(Meeting.on)).where(of_match(Meeting), Meeting.state == Kept.PLANNED).scalar_subquery()


def _phase(key: Any, column: Any) -> Any:
    return select(column).where(Phase.match_id == Match.id, Phase.key == key).scalar_subquery()


def _count(model: Any, *conditions: Any) -> Any:
    return select(func.count()).select_from(model).where(model.match_id == Match.id, *conditions).scalar_subquery()


def _ask() -> Any:
    return select(func.min(Ask.at)).where(Ask.match_id == Match.id, Ask.done_at.is_(None)).scalar_subquery()


def _rhythm() -> Any:
    """How often they meet by the newest agreement that both said yes to; null without one."""
    both = (Agreement.seeker_yes_at.is_not(None), Agreement.supporter_yes_at.is_not(None))
    found = select(Agreement.rhythm).where(Agreement.match_id == Match.id, *both)
    return found.order_by(Agreement.number.desc()).limit(1).scalar_subquery()


def with_facts(statement: Select[Any]) -> Select[Any]:
    """A statement over matches, with what `facts_of` looks at in each."""
    check_in = _latest_check_in()
    return (
        statement.add_columns(
            _rhythm().label("rhythm"),
            check_in.c.on.label("last_check_in"),
            check_in.c.next_on.label("next_check_in"),
            _count(CheckIn).label("check_ins"),
            _kickoff_at().label("kickoff_at"),
            _catch_up().label("catch_up_by"),
            _recent().label("recent"),
            _planned().label("next_meeting_on"),
            _phase(Match.phase, Phase.due_on).label("phase_due"),
            _phase(PhaseKey.DEEPENING, Phase.due_on).label("deepening_due"),
            _ask().label("ask_at"),
            Closure.opened_at.label("closing_at"),
            case((Closure.follow_up_done_on.is_(None), Closure.follow_up_on)).label("follow_up_on"),
        )
        .select_from(Match)
        .outerjoin(check_in, true())
        .outerjoin(Closure, Closure.match_id == Match.id)
    )


@lru_cache(maxsize=8)
def roads_of(today: date) -> Select[Any]:
    """A statement for matches with their people and where they stand; add your own conditions and order."""
    agreement = _latest_agreement()
    return (
        with_facts(select(Match))
        .add_columns(
            agreement.c.id.label("agreement_id"),
            agreement.c.seeker_yes_at,
            agreement.c.supporter_yes_at,
            _look_back_waits(today).label("look_back_waits"),
            _reviews().label("reviews"),
            _count(Goal, Goal.state == "open").label("open_goals"),
        )
        .outerjoin(agreement, true())
        .options(joinedload(Match.seeker_person), joinedload(Match.supporter_person))
    )


@dataclass(frozen=True, slots=True)
class Road:
    """A match with its people and where it stands today."""

    match: Match
    variant: Variant
    position: Position
    facts: Facts
    agreement_id: UUID | None
    open_goals: int
    reviewed: frozenset[str]  # "final:seeker" and the like

    @property
    def asks(self) -> tuple[Attention, ...]:
        """Why staff should look today, the most urgent first."""
        return attention(self.facts, self.variant.attention_rules or (), self.variant.check_ins)

    @property
    def agreed(self) -> bool:
        """Whether both said yes to an agreement."""
        return self.facts.agreed

    def reader(self, person_id: UUID | None) -> Reader:
        """From whose side this person reads."""
        if person_id == self.match.seeker_person_id:
            return Reader.SEEKER
        return Reader.SUPPORTER if person_id == self.match.supporter_person_id else Reader.STAFF


def local_day(moment: datetime | None) -> date | None:
    """The day of an instant for the organisation."""
    return None if moment is None else moment.astimezone(zone()).date()


def road_of(row: Any, today: date, variant: Variant, calendar: Calendar) -> Road:
    """A row of `roads_of` as a road."""
    match: Match = row.Match
    state, phase = State(match.state), PhaseKey(match.phase)
    first_session = is_first_session(variant.kickoff)
    reviewed = frozenset(row.reviews or ())
    moment = review_moment(state, today, match.started_on, match.planned_end)
    waits = frozenset(side for side in (Reader.SEEKER, Reader.SUPPORTER) if f"{moment}:{side}" not in reviewed)
    position = Position(
        today=today,
        state=state,
        phase=phase,
        first_session_is_kickoff=first_session,
        met=match.meetings_held > 0,
        in_circle=match.circle_id is not None,
        kickoff_on=local_day(row.kickoff_at),
        planned_end=match.planned_end,
        closing_from=_closing_from(row),
        has_agreement=row.agreement_id is not None,
        seeker_yes=row.seeker_yes_at is not None,
        supporter_yes=row.supporter_yes_at is not None,
        has_goal=row.open_goals > 0,
        next_meeting_on=row.next_meeting_on,
        look_back_waits=row.look_back_waits,
        review_waits=waits if moment else frozenset(),
        review_moment=moment,
        follow_up_on=row.follow_up_on,
    )
    facts = facts_of(row, match, today, variant, calendar)
    return Road(match, variant, position, facts, row.agreement_id, row.open_goals, reviewed)


def facts_of(row: Any, match: Any, today: date, variant: Variant, calendar: Calendar) -> Facts:
    """What the rules look at, of a row of `with_facts` and the columns of its match."""
    usual = variant.rhythm.every
    return Facts(
        today=today,
        state=State(match.state),
        phase=PhaseKey(match.phase),
        made_on=match.made_at.astimezone(zone()).date(),
        started_on=match.started_on,
        planned_end=match.planned_end,
        first_session_is_kickoff=is_first_session(variant.kickoff),
        kickoff_on=local_day(row.kickoff_at),
        last_contact_on=match.last_contact_on,
        next_meeting_on=row.next_meeting_on,
        meetings_held=match.meetings_held,
        missed_in_a_row=missed_in_a_row(row.recent or ()),
        last_check_in=row.last_check_in,
        next_check_in=row.next_check_in,
        check_ins=row.check_ins,
        ask_since=local_day(row.ask_at),
        catch_up_by=row.catch_up_by,
        agreed=row.rhythm is not None,
        phase_due=row.phase_due,
        closing_from=_closing_from(row),
        closing_since=local_day(row.closing_at),
        follow_up_on=row.follow_up_on,
        rhythm_days=rhythm_days(row.rhythm, usual),
        usual_days=rhythm_days(None, usual),
        calendar=calendar,
    )


def _closing_from(row: Any) -> date | None:
    return row.deepening_due + timedelta(days=1) if row.deepening_due else None


def roads(statement: Select[Any], today: date | None = None, session: Session | None = None) -> list[Road]:
    """The roads a statement of `roads_of` finds."""
    day = today or clock.today(zone())
    rows = (session or db.session()).execute(statement).all()
    variants = {programme: settings_of(programme).variant for programme in {row.Match.programme_id for row in rows}}
    holidays = calendar() if rows else NO_HOLIDAYS
    return [road_of(row, day, variants[row.Match.programme_id], holidays) for row in rows]


def roads_with(ids: Iterable[UUID], session: Session | None = None) -> list[Road]:
    """The roads of these matches."""
    today = clock.today(zone())
    return roads(roads_of(today).where(Match.id.in_(list(ids))), today, session)


def road(match_id: UUID) -> Road:
    """One match with where it stands; the page has been allowed already."""
    found = roads_with([match_id])
    if not found:
        raise LookupError("no match")
    return found[0]


_FIRST_RUNNING = case((Match.ended_on.is_(None), 0), else_=1)


def mine(actor: Actor) -> list[Road]:
    """A person's own roads on either side: running ones first, then what ended lately."""
    today = clock.today(zone())
    own = or_(Match.seeker_person_id == actor.person_id, Match.supporter_person_id == actor.person_id)
    statement = roads_of(today).where(and_(own, visible(actor, "read", Match)))
    return roads(statement.order_by(_FIRST_RUNNING, Match.made_at.desc(), Match.id), today)


def circle_matches(session: Session, circle_id: UUID, *, states: Sequence[str]) -> list[Match]:
    """The matches of a circle in one of these states, by name of the young person."""
    statement = select(Match).where(Match.circle_id == circle_id, Match.state.in_(states))
    found = session.scalars(statement.options(joinedload(Match.seeker_person))).all()
    return sorted(found, key=lambda match: (match.seeker_person.sort_key, str(match.id)))
