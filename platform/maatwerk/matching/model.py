"""Two people side by side, the reasons, and what both answered."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, DateTime, Integer, SmallInteger, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped

from maatwerk.tenancy.columns import FieldClass, held, plain
from maatwerk.tenancy.sealed import Sealed
from maatwerk.tenancy.tables import TenantRow, belongs, linked, only_one, unique

PLANNING = FieldClass.PLANNING


class Circle(TenantRow):
    """One supporter's matches that meet together: a peer mentor and up to eight first-years of one course."""

    __tablename__ = "circle"
    about = ("supporter_person_id",)

    programme_id: Mapped[UUID] = plain(Uuid)
    supporter_id: Mapped[UUID] = plain(Uuid)  # a participation
    supporter_person_id: Mapped[UUID] = plain(Uuid)
    course: Mapped[str] = held(PLANNING, "circle.course", Text)
    state: Mapped[str] = plain(Text, default="open")  # open, closed
    made_at: Mapped[datetime] = plain(DateTime(timezone=True))

    supporter_person = linked("Person", "supporter_person_id")

    __table_args__ = (
        *belongs("programme_id", "programme"),
        *belongs("supporter_id", "participation"),
        *belongs("supporter_person_id", "person"),
    )


class Proposal(TenantRow):
    """These two, because: parts of the score with reasons, and where the decision stands.

    `parts` is a list of {"criterion", "got", "of", "reason", "values"}; `state` is one of offered (one of
    several a seeker may pick from), open (waits for answers and holds a place), accepted, declined, expired, withdrawn.
    """

    __tablename__ = "proposal"
    about = ("seeker_person_id", "supporter_person_id")

    programme_id: Mapped[UUID] = plain(Uuid)
    seeker_id: Mapped[UUID] = plain(Uuid)  # a participation
    supporter_id: Mapped[UUID] = plain(Uuid)
    seeker_person_id: Mapped[UUID] = plain(Uuid)
    supporter_person_id: Mapped[UUID] = plain(Uuid)
    circle_id: Mapped[UUID | None] = plain(Uuid)
    state: Mapped[str] = plain(Text)
    step: Mapped[str] = plain(Text)  # the key of the variant's step that waits
    waits_for: Mapped[str | None] = plain(Text)  # seeker, supporter, coordinator, teacher_coach; None once it ended
    score: Mapped[int] = plain(SmallInteger)  # 0 to 100
    score_most: Mapped[int] = plain(SmallInteger)  # what it could be if the missing answers were there
    parts: Mapped[list[dict[str, Any]]] = held(PLANNING, "proposal.parts", JSONB)
    rank: Mapped[int] = plain(SmallInteger, default=1)
    decision_reason = Sealed(FieldClass.NOTE, "proposal.decision_reason")
    proposed_by: Mapped[UUID | None] = plain(Uuid)  # a person
    proposed_at: Mapped[datetime] = plain(DateTime(timezone=True))
    expires_at: Mapped[datetime | None] = plain(DateTime(timezone=True))
    seeker_told_at: Mapped[datetime | None] = plain(DateTime(timezone=True))  # from then on they may read it
    supporter_told_at: Mapped[datetime | None] = plain(DateTime(timezone=True))
    ended_at: Mapped[datetime | None] = plain(DateTime(timezone=True))
    version: Mapped[int] = plain(Integer, default=1)

    seeker_person = linked("Person", "seeker_person_id")
    supporter_person = linked("Person", "supporter_person_id")
    proposer = linked("Person", "proposed_by")

    __table_args__ = (
        *belongs("programme_id", "programme"),
        *belongs("seeker_id", "participation"),
        *belongs("supporter_id", "participation"),
        *belongs("seeker_person_id", "person"),
        *belongs("supporter_person_id", "person"),
        *belongs("circle_id", "circle"),
        *belongs("proposed_by", "person"),
        only_one("uq_proposal_running", "seeker_id", "supporter_id", where=text("state IN ('offered', 'open')")),
    )
    __mapper_args__ = {"version_id_col": version}


class Answer(TenantRow):
    """One side's yes, rather not, or talk first."""

    __tablename__ = "answer"
    about = ("by_person_id",)

    proposal_id: Mapped[UUID] = plain(Uuid)
    step: Mapped[str] = plain(Text)  # the variant's step it answers
    by_person_id: Mapped[UUID] = plain(Uuid)
    answer: Mapped[str] = held(PLANNING, "answer", Text)  # yes, rather_not, talk
    reason: Mapped[str | None] = held(PLANNING, "answer.reason", Text)  # a key; free text is not needed
    at: Mapped[datetime] = plain(DateTime(timezone=True))

    __table_args__ = (
        unique("proposal_id", "step"),
        *belongs("proposal_id", "proposal"),
        *belongs("by_person_id", "person"),
    )


class Refusal(TenantRow):
    """A coordinator's "not these two", with the reason, so that they are not proposed again."""

    __tablename__ = "refusal"
    about = ("seeker_person_id",)

    seeker_id: Mapped[UUID] = plain(Uuid)
    supporter_id: Mapped[UUID] = plain(Uuid)
    seeker_person_id: Mapped[UUID] = plain(Uuid)
    reason = Sealed(FieldClass.NOTE, "refusal.reason")
    by_person_id: Mapped[UUID] = plain(Uuid)
    at: Mapped[datetime] = plain(DateTime(timezone=True))
    lifted: Mapped[bool] = plain(Boolean, default=False)

    __table_args__ = (
        *belongs("seeker_id", "participation"),
        *belongs("supporter_id", "participation"),
        *belongs("seeker_person_id", "person"),
        *belongs("by_person_id", "person"),
    )
