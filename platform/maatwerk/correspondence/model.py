"""The outbox: what to whom, once; and what plug-ins hear afterwards."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, Integer, SmallInteger, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped

from maatwerk.tenancy.columns import FieldClass, Keep, held, plain
from maatwerk.tenancy.tables import TenantRow, belongs, linked, unique


class Letter(TenantRow):
    """One letter to one person: written in the transaction of what it tells, sent once by its key."""

    __tablename__ = "letter"
    about = ("to_person_id",)

    kind: Mapped[str] = plain(Text)
    key: Mapped[str] = plain(Text)  # names this letter: a reminder is kind, subject, recipient and day
    subject_id: Mapped[UUID | None] = plain(Uuid)
    to_person_id: Mapped[UUID] = plain(Uuid)
    to_email: Mapped[str | None] = held(FieldClass.CONTACT, "letter.to", Text, keep=Keep.BATCH)  # else the person's own
    account_id: Mapped[UUID | None] = plain(Uuid)  # whom the link signs in; or
    pass_id: Mapped[UUID | None] = plain(Uuid)
    values: Mapped[dict[str, Any]] = plain(JSONB, default=dict)  # placeholders without dossier text
    link_kind: Mapped[str | None] = plain(Text)
    goes_to: Mapped[str | None] = plain(Text)
    security: Mapped[int] = plain(
        SmallInteger, default=0
    )  # 1: at least once (a sign-in); 0: once at most after a crash
    due_at: Mapped[datetime] = plain(DateTime(timezone=True))
    state: Mapped[str] = plain(Text, default="queued")  # queued, sending, sent, uncertain, failed, cancelled
    attempts: Mapped[int] = plain(Integer, default=0)
    sending_since: Mapped[datetime | None] = plain(DateTime(timezone=True))
    sent_at: Mapped[datetime | None] = plain(DateTime(timezone=True))
    failure: Mapped[str | None] = plain(Text)
    made_at: Mapped[datetime] = plain(DateTime(timezone=True))

    person = linked("Person", "to_person_id")

    __table_args__ = (
        unique("key"),
        *belongs("to_person_id", "person"),
        *belongs("account_id", "account"),
        *belongs("pass_id", "pass"),
    )


class Announcement(TenantRow):
    """Something happened that plug-ins may want to hear: ids only, delivered at least once."""

    __tablename__ = "announcement"

    event: Mapped[str] = plain(Text)
    values: Mapped[dict[str, Any]] = plain(JSONB)
    at: Mapped[datetime] = plain(DateTime(timezone=True))
    delivered_at: Mapped[datetime | None] = plain(DateTime(timezone=True))
    attempts: Mapped[int] = plain(Integer, default=0)
