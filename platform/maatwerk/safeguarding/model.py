"""A worry, apart from all else: one role reads it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, Text, Uuid
from sqlalchemy.orm import Mapped

from maatwerk.tenancy.columns import FieldClass, plain
from maatwerk.tenancy.sealed import Sealed
from maatwerk.tenancy.tables import TenantRow, belongs, linked


class Concern(TenantRow):
    """Something worries someone. Received, read, acknowledged; seen by lead and deputy and by who raised it."""

    __tablename__ = "concern"
    about = ("person_id",)

    person_id: Mapped[UUID] = plain(Uuid)  # about whom
    raised_by: Mapped[UUID] = plain(Uuid)
    words = Sealed(FieldClass.SAFETY, "concern.words")
    urgency: Mapped[str] = plain(Text)  # today, this_week, unsure
    state: Mapped[str] = plain(Text, default="received")  # received, read, acknowledged
    received_at: Mapped[datetime] = plain(DateTime(timezone=True))
    read_at: Mapped[datetime | None] = plain(DateTime(timezone=True))
    read_by: Mapped[UUID | None] = plain(Uuid)
    acknowledged_at: Mapped[datetime | None] = plain(DateTime(timezone=True))
    acknowledged_by: Mapped[UUID | None] = plain(Uuid)
    answer = Sealed(FieldClass.SAFETY, "concern.answer")  # to who raised it: what happens now

    person = linked("Person", "person_id")
    raiser = linked("Person", "raised_by")

    __table_args__ = (
        *belongs("person_id", "person"),
        *belongs("raised_by", "person"),
        *belongs("read_by", "person"),
        *belongs("acknowledged_by", "person"),
    )
