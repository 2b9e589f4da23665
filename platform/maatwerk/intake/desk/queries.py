"""What waits at the door for a coordinator: one list, each line with its reason and its next step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Date, DateTime, Integer, Select, cast, func, literal, select, true, union_all
from sqlalchemy import null as sql_null

from maatwerk.access import audit
from maatwerk.access.actor import Actor
from maatwerk.access.policy import may, visible
from maatwerk.ground import clock
from maatwerk.ground.database import db
from maatwerk.intake import say
from maatwerk.intake.model import Application, Interview, Nomination, open_talk
from maatwerk.intake.rules import Wait, missing_checks, working_days_left
from maatwerk.intake.talks import queries as talks
from maatwerk.people import queries as people
from maatwerk.people.model import Person
from maatwerk.people.rules import readiness
from maatwerk.people.settings import read as settings_read
from maatwerk.programme import queries as programmes
from maatwerk.programme import snapshot
from maatwerk.programme.model import Participation, Programme
from maatwerk.programme.values import Side

TABS: Mapping[str, tuple[Wait, ...]] = {
    "tell": (Wait.TELL,),
    "read": (Wait.READ,),
    "plan": (Wait.PLAN,),
    "conclude": (Wait.CONCLUDE, Wait.HAND_OVER),
    "ready": (Wait.CONSENT, Wait.CHECKS),
}
SIZE, MOST_PAGES = 25, 100_000  # beyond that no list goes


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody at the door, and since when."""

    wait: Wait
    id: UUID  # of the nomination, application, participation or interview that the next step is about
    participation_id: UUID
    person_id: UUID
    name: str
    programme: str
    programme_id: UUID
    side: str
    since: datetime
    due: date | None  # the day by which it should be done
    at: datetime | None  # of a talk

    def days(self, now: datetime) -> int:
        """How many days this waits."""
        return max(0, (now - self.since).days)


@dataclass(frozen=True, slots=True)
class Desk:
    """A page of one tab, with how many wait on each."""

    lines: list[Waiting]
    counts: Mapping[str, int]  # by tab
    number: int
    pages: int


@dataclass(frozen=True, slots=True)
class Line:
    """Something that waits for a coordinator, for the list of today."""

    kind: str
    reason: str
    person: str
    days: int
    endpoint: str
    args: dict[str, Any] = field(default_factory=dict)
    urgency: int = 1  # to 5
    person_id: UUID | None = None

    @property
    def key(self) -> str:
        """How a put-off line is remembered."""
        return f"intake:{self.kind}:{next(iter(self.args.values()), '')}"


def _row(wait: Any, row_id: Any, participation: Any, since: Any, due: Any = None, at: Any = None) -> Select[Any]:
    return select(
        (literal(wait) if isinstance(wait, Wait) else wait).label("wait"),
        row_id.label("id"),
        participation.label("participation_id"),
        Person.id.label("person_id"),
        func.concat_ws(
            " ",
            func.coalesce(Person.preferred_name, Person.given_name, "–"),
            func.nullif(Person.prefix, ""),
            func.nullif(Person.family_name, ""),
        ).label("name"),
        Programme.name.label("programme"),
        Programme.id.label("programme_id"),
        (Participation.side).label("side"),
        since.label("since"),
        (cast(sql_null(), Date) if due is None else due).label("due"),
        (cast(sql_null(), DateTime(timezone=True)) if at is None else at).label("at"),
    )


def _part(statement: Select[Any]) -> Select[Any]:
    """Join the person and the programme of a participation."""
    return statement.join(Person, Person.id == Participation.person_id).join(
        Programme, Programme.id == Participation.programme_id
    )


def _everything(actor: Actor) -> Any:
    """Everybody at the door within reach, one row for each wait."""
    within = visible(actor, "plan_talk", Participation)
    no_talk = ~open_talk(Participation.id)
    told = (
        _row(Wait.TELL, Nomination.id, Participation.id, Nomination.made_at, Nomination.tell_by)
        .select_from(Nomination)
        .join(Participation, Participation.id == Nomination.participation_id)
        .where(Nomination.state == "sent", visible(actor, "tell", Nomination))
    )
    sent = Application.submitted_at.is_not(None)
    read = (
        _row(Wait.READ, Application.id, Participation.id, Application.submitted_at)
        .select_from(Participation)
        .join(Application, (Application.participation_id == Participation.id) & sent)
        .where(within, Participation.state == "applied", no_talk)
    )
    applied = (
        _row(Wait.PLAN, Participation.id, Participation.id, Participation.since)
        .select_from(Participation)
        .outerjoin(Application, (Application.participation_id == Participation.id) & sent)
        .where(within, Participation.state == "applied", no_talk, Application.id.is_(None))
    )
    talks = (
        _row(Wait.CONCLUDE, Interview.id, Participation.id, Interview.planned_at, at=Interview.planned_at)
        .select_from(Interview)
        .join(Participation, Participation.id == Interview.participation_id)
        .where(
            visible(actor, "conclude", Interview),
            Interview.concluded_at.is_(None),
            Participation.state.in_(("applied", "interviewed")),
        )
    )
    admitted = _row(Wait.CONSENT, Participation.id, Participation.id, Participation.since).select_from(Participation)
    admitted = admitted.where(within, Participation.state == "admitted", Participation.side == Side.SEEKER)
    found = [told, read, applied, talks, admitted, *_after_talk(actor)]
    return union_all(*(_part(statement) for statement in found)).cte("desk")


def _after_talk(actor: Actor) -> Sequence[Select[Any]]:
    """Those whose talk left something to do: another talk, a hand-over, something to see."""
    steps = {"talk": Wait.PLAN, "hand_over": Wait.HAND_OVER, "checks": Wait.CHECKS}
    statements = []
    for key, wait in steps.items():
        row_id = Interview.id if wait is Wait.HAND_OVER else Participation.id
        statements.append(
            _row(wait, row_id, Participation.id, Interview.concluded_at)
            .select_from(Interview)
            .join(Participation, Participation.id == Interview.participation_id)
            .where(visible(actor, "conclude", Interview), Interview.next == key, Participation.state == "interviewed")
        )
    return statements


def desk(actor: Actor, tab: str, *, number: int = 1, size: int = SIZE) -> Desk:
    """A page of one tab, who waits longest first, and the counts of all tabs: one statement."""
    everything, number = _everything(actor), min(max(1, number), MOST_PAGES)
    counts = select(everything.c.wait, func.count().label("n")).group_by(everything.c.wait).subquery()
    totals = select(func.json_object_agg(counts.c.wait, counts.c.n)).scalar_subquery()
    here = everything.c.wait.in_(TABS[tab])
    rows = (
        select(everything)
        .where(here)
        .order_by(func.coalesce(everything.c.due, cast(everything.c.since, Date)), everything.c.since, everything.c.id)
        .limit(size)
        .offset((number - 1) * size)
        .subquery()
    )
    found = db.session.execute(
        select(totals.label("totals"), rows).select_from(select(literal(1, Integer)).subquery()).outerjoin(rows, true())
    ).all()
    by_wait = found[0].totals or {}
    by_tab = {name: sum(by_wait.get(wait, 0) for wait in waits) for name, waits in TABS.items()}
    lines = [_read(row) for row in found if row.id is not None]
    audit.shown("person", (line.person_id for line in lines))
    return Desk(lines, by_tab, number, max(1, -(-by_tab[tab] // size)))


def _read(row: Any) -> Waiting:
    return Waiting(
        Wait(row.wait),
        row.id,
        row.participation_id,
        row.person_id,
        row.name,
        row.programme,
        row.programme_id,
        row.side,
        row.since,
        row.due,
        row.at,
    )


def waiting(actor: Actor, *, limit: int = 200) -> list[Waiting]:
    """Everything that waits for this actor now; talks that are still to come are left out: one statement."""
    if not may(actor, "read", "intake"):
        return []
    everything = _everything(actor)
    later = (everything.c.wait == Wait.CONCLUDE) & (func.coalesce(everything.c.at, clock.now()) > clock.now())
    rows = db.session.execute(select(everything).where(~later).order_by(everything.c.since).limit(limit))
    lines = [_read(row) for row in rows]
    audit.shown("person", (line.person_id for line in lines))
    return lines


# Where the next step of each wait is done, and how much it presses by itself, of 5.
_NEXT = {
    Wait.TELL: ("intake.nomination", "nomination_id", 3),
    Wait.READ: ("intake.application", "application_id", 3),
    Wait.PLAN: ("intake.plan_talk", "participation_id", 3),
    Wait.CONCLUDE: ("intake.interview", "interview_id", 4),
    Wait.HAND_OVER: ("intake.interview", "interview_id", 5),
    Wait.CONSENT: ("people.person", "person_id", 2),
    Wait.CHECKS: ("intake.checks", "participation_id", 2),
}
LONG = 7  # days after which anything presses more


def waits_for(actor: Actor) -> list[Line]:
    """What waits for this actor at the door, with reasons in words, the most urgent first: one statement."""
    lines = [_today_line(found) for found in waiting(actor)]
    return sorted(lines, key=lambda line: (-line.urgency, -line.days, line.person))


def next_step(found: Waiting) -> tuple[str, dict[str, Any]]:
    """Where the next step for somebody at the door is done, as endpoint and arguments."""
    endpoint, argument, _urgency = _NEXT[found.wait]
    return endpoint, {argument: found.person_id if found.wait is Wait.CONSENT else found.id}


def urgency(found: Waiting) -> int:
    """How much somebody at the door presses, 1 to 5: a promise that ends today comes before all but a hand-over."""
    own, today = _NEXT[found.wait][2], clock.today()
    if found.due is not None:
        left = working_days_left(today, found.due)
        return 5 if left < 0 else own + (left <= 1)
    return min(5, own + (found.days(clock.now()) > LONG))


def _today_line(found: Waiting) -> Line:
    endpoint, arguments = next_step(found)
    reason = say.waits(found.wait, found.due, found.at, clock.today())
    days = found.days(clock.now())
    return Line(str(found.wait), reason, found.name, days, endpoint, arguments, urgency(found), found.person_id)


def missing(lines: Sequence[Waiting]) -> dict[UUID, str]:
    """What keeps admitted people from going on, in words, by participation: at most three statements."""
    return {**_consents(lines), **_checks(lines)}


def _consents(lines: Sequence[Waiting]) -> dict[UUID, str]:
    wanted = [line for line in lines if line.wait is Wait.CONSENT]
    if not wanted:
        return {}
    chosen = {key: found.value for (scope, key), found in snapshot.current().chosen.items() if scope is None}
    settings, day = settings_read(chosen), clock.today()
    standings = people.standings([line.person_id for line in wanted], None)
    found = {person_id: readiness(standing, settings, day) for person_id, standing in standings.items()}
    return {line.participation_id: say.lacking(found[line.person_id].missing) for line in wanted}


def _checks(lines: Sequence[Waiting]) -> dict[UUID, str]:
    wanted = [line for line in lines if line.wait is Wait.CHECKS]
    if not wanted:
        return {}
    seen = talks.checks([line.participation_id for line in wanted])
    found = {}
    for line in wanted:
        until = {row.kind: row.valid_until for row in seen[line.participation_id]}
        needed = talks.checks_needed(programmes.settings_of(line.programme_id))
        found[line.participation_id] = say.still_to_see(missing_checks(needed, until, clock.today()))
    return found
