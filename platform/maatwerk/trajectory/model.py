"""Two people on a road together."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, Date, DateTime, Index, Integer, SmallInteger, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped

from maatwerk.tenancy.columns import FieldClass, held, plain
from maatwerk.tenancy.sealed import Sealed
from maatwerk.tenancy.tables import TenantRow, belongs, linked, only_one, unique

PLANNING, LOG, EVALUATION = FieldClass.PLANNING, FieldClass.LOG, FieldClass.EVALUATION


class Match(TenantRow):
    """Two people on a road together. Its state changes only through trajectory.actions."""

    __tablename__ = "match"
    about = ("seeker_person_id", "supporter_person_id")

    programme_id: Mapped[UUID] = plain(Uuid)
    proposal_id: Mapped[UUID | None] = plain(Uuid)
    seeker_id: Mapped[UUID] = plain(Uuid)  # a participation
    supporter_id: Mapped[UUID] = plain(Uuid)
    seeker_person_id: Mapped[UUID] = plain(Uuid)
    supporter_person_id: Mapped[UUID] = plain(Uuid)
    coordinator_id: Mapped[UUID | None] = plain(Uuid)  # a person
    circle_id: Mapped[UUID | None] = plain(Uuid)
    one_at_a_time: Mapped[bool] = plain(Boolean, default=True)  # the variant allows a seeker one match
    state: Mapped[str] = held(PLANNING, "match.state", Text)
    phase: Mapped[str] = held(PLANNING, "match.phase", Text)  # preparation, start_up, guidance, deepening, closure
    since: Mapped[datetime] = plain(DateTime(timezone=True))
    made_at: Mapped[datetime] = plain(DateTime(timezone=True))
    started_on: Mapped[date | None] = plain(Date)
    planned_end: Mapped[date | None] = plain(Date)
    ended_on: Mapped[date | None] = plain(Date)
    end_reason: Mapped[str | None] = held(PLANNING, "match.end_reason", Text)  # staff's own
    end_reason_seeker: Mapped[str | None] = held(PLANNING, "match.end_reason_seeker", Text)
    end_reason_supporter: Mapped[str | None] = held(PLANNING, "match.end_reason_supporter", Text)
    last_contact_on: Mapped[date | None] = held(LOG, "match.last_contact", Date)
    meetings_held: Mapped[int] = plain(Integer, default=0)
    look_from: Mapped[date | None] = plain(Date)  # from this day on something asks staff to look; kept by each verb
    version: Mapped[int] = plain(Integer, default=1)

    seeker_person = linked("Person", "seeker_person_id")
    supporter_person = linked("Person", "supporter_person_id")
    programme = linked("Programme", "programme_id")

    __table_args__ = (
        *belongs("programme_id", "programme"),
        *belongs("proposal_id", "proposal"),
        *belongs("seeker_id", "participation"),
        *belongs("supporter_id", "participation"),
        *belongs("seeker_person_id", "person"),
        *belongs("supporter_person_id", "person"),
        *belongs("coordinator_id", "person"),
        *belongs("circle_id", "circle"),
        Index("ix_match_look_from", "tenant_id", "look_from"),
        only_one(
            "uq_match_one_active",
            "seeker_id",
            where=text("one_at_a_time AND state IN ('accepted_by_both', 'kickoff_planned', 'active', 'closing')"),
        ),
    )
    __mapper_args__ = {"version_id_col": version}


class Kickoff(TenantRow):
    """The first meeting with its parties (a circle has one for all its matches)."""

    __tablename__ = "kickoff"

    match_id: Mapped[UUID | None] = plain(Uuid)
    circle_id: Mapped[UUID | None] = plain(Uuid)
    starts_at: Mapped[datetime | None] = plain(DateTime(timezone=True))
    place: Mapped[str | None] = plain(Text)
    held_on: Mapped[date | None] = plain(Date)
    override_reason: Mapped[str | None] = held(PLANNING, "kickoff.override_reason", Text)
    version: Mapped[int] = plain(Integer, default=1)

    __table_args__ = (*belongs("match_id", "match"), *belongs("circle_id", "circle"))
    __mapper_args__ = {"version_id_col": version}


class KickoffParty(TenantRow):
    """Someone who belongs at a kick-off, and whether they came; an absent parent or school becomes a task."""

    __tablename__ = "kickoff_party"
    about = ("person_id",)

    kickoff_id: Mapped[UUID] = plain(Uuid)
    person_id: Mapped[UUID | None] = plain(Uuid)
    party: Mapped[str] = plain(Text)  # seeker, supporter, coordinator, guardian, care_coordinator
    gate: Mapped[bool] = plain(Boolean)  # without them the match does not become active
    present: Mapped[bool | None] = held(PLANNING, "kickoff.present", Boolean)
    catch_up_by: Mapped[date | None] = plain(Date)
    caught_up_on: Mapped[date | None] = plain(Date)

    person = linked("Person", "person_id")

    __table_args__ = (*belongs("kickoff_id", "kickoff"), *belongs("person_id", "person"))


class Agreement(TenantRow):
    """What the two agreed, as versions; each change is dated and visible (requirement 10)."""

    __tablename__ = "agreement"
    about = ("seeker_person_id",)

    match_id: Mapped[UUID] = plain(Uuid)
    seeker_person_id: Mapped[UUID] = plain(Uuid)
    number: Mapped[int] = plain(Integer)
    rhythm: Mapped[str] = held(PLANNING, "agreement.rhythm", Text)  # weekly, biweekly, monthly, freely
    weekday: Mapped[int | None] = held(PLANNING, "agreement.weekday", SmallInteger)
    at_time: Mapped[str | None] = held(PLANNING, "agreement.time", Text)
    minutes: Mapped[int] = held(PLANNING, "agreement.minutes", SmallInteger)
    place: Mapped[str | None] = held(PLANNING, "agreement.place", Text)
    activities: Mapped[list[str]] = held(PLANNING, "agreement.activities", ARRAY(Text))
    contact: Mapped[str] = held(PLANNING, "agreement.contact", Text)  # how the two reach each other
    words = Sealed(FieldClass.NOTE, "agreement.words")  # what else the two want to say to each other
    made_by: Mapped[UUID] = plain(Uuid)
    made_at: Mapped[datetime] = plain(DateTime(timezone=True))
    seeker_yes_at: Mapped[datetime | None] = plain(DateTime(timezone=True))
    supporter_yes_at: Mapped[datetime | None] = plain(DateTime(timezone=True))

    __table_args__ = (
        unique("match_id", "number"),
        *belongs("match_id", "match"),
        *belongs("seeker_person_id", "person"),
        *belongs("made_by", "person"),
    )


class Phase(TenantRow):
    """A stretch of the road: when it was entered, when it should end."""

    __tablename__ = "phase"

    match_id: Mapped[UUID] = plain(Uuid)
    key: Mapped[str] = held(PLANNING, "phase", Text)
    number: Mapped[int] = plain(SmallInteger)
    entered_on: Mapped[date | None] = plain(Date)
    due_on: Mapped[date | None] = plain(Date)
    left_on: Mapped[date | None] = plain(Date)

    __table_args__ = (unique("match_id", "key"), *belongs("match_id", "match"))


class ChecklistTick(TenantRow):
    """One thing of a phase's checklist that is done."""

    __tablename__ = "checklist_tick"

    match_id: Mapped[UUID] = plain(Uuid)
    phase: Mapped[str] = plain(Text)
    item: Mapped[str] = plain(Text)
    done_at: Mapped[datetime] = plain(DateTime(timezone=True))
    by_person_id: Mapped[UUID] = plain(Uuid)

    __table_args__ = (
        unique("match_id", "phase", "item"),
        *belongs("match_id", "match"),
        *belongs("by_person_id", "person"),
    )


class Goal(TenantRow):
    """What the young person wants to reach, in their own words."""

    __tablename__ = "goal"
    about = ("seeker_person_id",)

    match_id: Mapped[UUID] = plain(Uuid)
    seeker_person_id: Mapped[UUID] = plain(Uuid)
    words = Sealed(FieldClass.NOTE, "goal.words")
    theme: Mapped[str | None] = held(PLANNING, "goal.theme", Text)
    competency: Mapped[str | None] = held(PLANNING, "goal.competency", Text)
    progress: Mapped[int] = held(PLANNING, "goal.progress", SmallInteger, default=0)  # 0 to 4
    state: Mapped[str] = held(PLANNING, "goal.state", Text, default="open")  # open, reached, let_go
    made_by: Mapped[UUID] = plain(Uuid)
    made_at: Mapped[datetime] = plain(DateTime(timezone=True))
    ended_at: Mapped[datetime | None] = plain(DateTime(timezone=True))
    version: Mapped[int] = plain(Integer, default=1)

    __table_args__ = (
        *belongs("match_id", "match"),
        *belongs("seeker_person_id", "person"),
        *belongs("made_by", "person"),
    )
    __mapper_args__ = {"version_id_col": version}


class GoalStep(TenantRow):
    """A step towards a goal, or the progress somebody saw on a day."""

    __tablename__ = "goal_step"
    about = ("seeker_person_id",)

    goal_id: Mapped[UUID] = plain(Uuid)
    seeker_person_id: Mapped[UUID] = plain(Uuid)
    meeting_id: Mapped[UUID | None] = plain(Uuid)
    words = Sealed(FieldClass.NOTE, "goal_step.words")
    progress: Mapped[int | None] = held(PLANNING, "goal_step.progress", SmallInteger)
    due_on: Mapped[date | None] = plain(Date)
    done_on: Mapped[date | None] = plain(Date)
    at: Mapped[datetime] = plain(DateTime(timezone=True))
    by_person_id: Mapped[UUID] = plain(Uuid)

    __table_args__ = (
        *belongs("goal_id", "goal"),
        *belongs("seeker_person_id", "person"),
        *belongs("meeting_id", "meeting"),
        *belongs("by_person_id", "person"),
    )


class Meeting(TenantRow):
    """One contact of a match, or of a circle (then logged once). The note belongs to one seeker or to the circle."""

    __tablename__ = "meeting"

    match_id: Mapped[UUID | None] = plain(Uuid)
    circle_id: Mapped[UUID | None] = plain(Uuid)
    note_about: Mapped[UUID] = plain(Uuid)  # the seeker's person, or the circle: whose key seals the note
    number: Mapped[int] = plain(Integer)
    state: Mapped[str] = held(LOG, "meeting.state", Text)  # planned, held, moved, missed
    starts_at: Mapped[datetime | None] = plain(DateTime(timezone=True))
    on: Mapped[date] = held(LOG, "meeting.on", Date)
    minutes: Mapped[int | None] = held(LOG, "meeting.minutes", SmallInteger)
    place: Mapped[str | None] = held(LOG, "meeting.place", Text)
    mood: Mapped[str | None] = held(LOG, "meeting.mood", Text)  # great, good, so_so, hard
    topics: Mapped[list[str]] = held(LOG, "meeting.topics", ARRAY(Text), default=list)
    initiative: Mapped[str | None] = held(LOG, "meeting.initiative", Text)  # seeker, supporter, both (req. 8)
    note = Sealed(FieldClass.NOTE, "meeting.note", about="note_about")
    audience: Mapped[str] = plain(Text, default="own")  # own, shared (with the seeker), coordinator
    planned_by: Mapped[UUID | None] = plain(Uuid)  # who proposed it (requirement 8)
    logged_by: Mapped[UUID | None] = plain(Uuid)
    logged_at: Mapped[datetime | None] = plain(DateTime(timezone=True))
    version: Mapped[int] = plain(Integer, default=1)

    __table_args__ = (
        *belongs("match_id", "match"),
        *belongs("circle_id", "circle"),
        *belongs("planned_by", "person"),
        *belongs("logged_by", "person"),
    )
    __mapper_args__ = {"version_id_col": version}


class MeetingPresence(TenantRow):
    """One seeker at one meeting, and their own two-tap look back."""

    __tablename__ = "meeting_presence"
    about = ("seeker_person_id",)

    meeting_id: Mapped[UUID] = plain(Uuid)
    match_id: Mapped[UUID] = plain(Uuid)
    seeker_person_id: Mapped[UUID] = plain(Uuid)
    present: Mapped[bool | None] = held(LOG, "meeting.present", Boolean)
    mood: Mapped[str | None] = held(LOG, "meeting.own_mood", Text)
    line = Sealed(FieldClass.NOTE, "meeting.own_line")
    reflected_at: Mapped[datetime | None] = plain(DateTime(timezone=True))

    __table_args__ = (
        unique("meeting_id", "seeker_person_id"),
        *belongs("meeting_id", "meeting"),
        *belongs("match_id", "match"),
        *belongs("seeker_person_id", "person"),
    )


class CheckIn(TenantRow):
    """Match support by staff: with whom, what in a line, when next."""

    __tablename__ = "check_in"
    about = ("seeker_person_id",)

    match_id: Mapped[UUID] = plain(Uuid)
    seeker_person_id: Mapped[UUID] = plain(Uuid)
    with_whom: Mapped[str] = plain(Text)  # seeker, supporter, both, guardian, school
    on: Mapped[date] = held(LOG, "check_in.on", Date)
    summary = Sealed(FieldClass.NOTE, "check_in.summary")
    next_on: Mapped[date | None] = plain(Date)
    by_person_id: Mapped[UUID] = plain(Uuid)

    by_person = linked("Person", "by_person_id")

    __table_args__ = (
        *belongs("match_id", "match"),
        *belongs("seeker_person_id", "person"),
        *belongs("by_person_id", "person"),
    )


class Ask(TenantRow):
    """One of the two asks the coordinator for something: to talk it over, to stop, or for another mentor."""

    __tablename__ = "ask"
    about = ("by_person_id",)

    match_id: Mapped[UUID] = plain(Uuid)
    by_person_id: Mapped[UUID] = plain(Uuid)
    kind: Mapped[str] = held(LOG, "ask.kind", Text)  # talk, stop, another
    reason: Mapped[str | None] = held(LOG, "ask.reason", Text)  # a key; no free text needed
    at: Mapped[datetime] = plain(DateTime(timezone=True))
    done_at: Mapped[datetime | None] = plain(DateTime(timezone=True))
    done_by: Mapped[UUID | None] = plain(Uuid)

    __table_args__ = (
        *belongs("match_id", "match"),
        *belongs("by_person_id", "person"),
        *belongs("done_by", "person"),
    )


class Review(TenantRow):
    """A look back from one side: midway or final."""

    __tablename__ = "review"
    about = ("by_person_id",)

    match_id: Mapped[UUID] = plain(Uuid)
    moment: Mapped[str] = plain(Text)  # midway, final
    side: Mapped[str] = plain(Text)  # seeker, supporter
    by_person_id: Mapped[UUID] = plain(Uuid)
    answers: Mapped[dict[str, Any]] = held(EVALUATION, "review.answers", JSONB)
    words = Sealed(FieldClass.NOTE, "review.words")
    at: Mapped[datetime] = plain(DateTime(timezone=True))

    __table_args__ = (
        unique("match_id", "moment", "side"),
        *belongs("match_id", "match"),
        *belongs("by_person_id", "person"),
    )


class Closure(TenantRow):
    """The closing of a match: plan, last meeting, both reviews, farewell, follow-up; no step is skipped silently."""

    __tablename__ = "closure"

    match_id: Mapped[UUID] = plain(Uuid)
    kind: Mapped[str] = plain(Text)  # complete, ended_early, never_started
    opened_at: Mapped[datetime] = plain(DateTime(timezone=True))
    planned_last_on: Mapped[date | None] = plain(Date)
    last_meeting_on: Mapped[date | None] = plain(Date)
    farewell: Mapped[str | None] = plain(Text)  # how they said goodbye: a key
    farewell_on: Mapped[date | None] = plain(Date)
    follow_up_on: Mapped[date | None] = plain(Date)
    follow_up_done_on: Mapped[date | None] = plain(Date)
    skipped: Mapped[dict[str, Any]] = held(PLANNING, "closure.skipped", JSONB, default=dict)  # step: reason
    closed_at: Mapped[datetime | None] = plain(DateTime(timezone=True))
    closed_by: Mapped[UUID | None] = plain(Uuid)

    __table_args__ = (unique("match_id"), *belongs("match_id", "match"), *belongs("closed_by", "person"))


class Experience(TenantRow):
    """That staff took a supporter to be experienced with several problems at once, and why (requirement 37)."""

    __tablename__ = "experience"
    about = ("person_id",)

    participation_id: Mapped[UUID] = plain(Uuid)
    person_id: Mapped[UUID] = plain(Uuid)
    ground: Mapped[str] = held(PLANNING, "experience.ground", Text)  # earned, work, study
    marked_by: Mapped[UUID] = plain(Uuid)
    marked_at: Mapped[datetime] = plain(DateTime(timezone=True))
    ended_at: Mapped[datetime | None] = plain(DateTime(timezone=True))
    ended_by: Mapped[UUID | None] = plain(Uuid)

    marker = linked("Person", "marked_by")

    __table_args__ = (
        only_one("uq_experience_holds", "participation_id", where=text("ended_at IS NULL")),
        *belongs("participation_id", "participation"),
        *belongs("person_id", "person"),
        *belongs("marked_by", "person"),
        *belongs("ended_by", "person"),
    )
