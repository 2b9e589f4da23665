"""What runs here, and who has which part in it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Boolean, DateTime, Integer, SmallInteger, Text, Uuid, text
from sqlalchemy.orm import Mapped

from maatwerk.tenancy.columns import FieldClass, held, plain
from maatwerk.tenancy.tables import TenantRow, belongs, linked, only_one

ENDED = ("finished", "withdrawn", "declined", "referred", "never_started")


class Enablement(TenantRow):
    """A plug-in switched on: for the whole tenant, a partner or a site."""

    __tablename__ = "enablement"

    plugin: Mapped[str] = plain(Text)
    partner_id: Mapped[UUID | None] = plain(Uuid)
    site_id: Mapped[UUID | None] = plain(Uuid)
    since: Mapped[datetime] = plain(DateTime(timezone=True))
    until: Mapped[datetime | None] = plain(DateTime(timezone=True))
    by_person_id: Mapped[UUID | None] = plain(Uuid)

    __table_args__ = (
        *belongs("partner_id", "partner"),
        *belongs("site_id", "site"),
        only_one(
            "uq_enablement_open",
            "plugin",
            "partner_id",
            "site_id",
            where=text("until IS NULL"),
        ),
    )


class Programme(TenantRow):
    """A running programme of one variant, such as the tutors of this school year."""

    __tablename__ = "programme"

    variant: Mapped[str] = plain(Text)  # peer_support/tutor
    name: Mapped[str] = plain(Text)
    season: Mapped[str] = plain(Text)  # 2026-2027
    state: Mapped[str] = plain(Text, default="open")  # open, closed
    target: Mapped[int | None] = plain(Integer)
    made_at: Mapped[datetime] = plain(DateTime(timezone=True))

    __table_args__ = (only_one("uq_programme_open", "variant", "season", "name", where=text("state = 'open'")),)


class Participation(TenantRow):
    """The spine: a person's part in a programme, on one side. Its state changes only through programme.actions.move."""

    __tablename__ = "participation"
    about = ("person_id",)

    programme_id: Mapped[UUID] = plain(Uuid)
    person_id: Mapped[UUID] = plain(Uuid)
    side: Mapped[str] = plain(Text)  # seeker, supporter
    role_key: Mapped[str] = plain(Text)  # mentee, tutor, mentor, buddy …
    state: Mapped[str] = held(FieldClass.PLANNING, "participation.state", Text)
    since: Mapped[datetime] = plain(DateTime(timezone=True))
    entered_at: Mapped[datetime] = plain(DateTime(timezone=True))
    coordinator_id: Mapped[UUID | None] = plain(Uuid)  # a person
    places: Mapped[int] = plain(SmallInteger, default=1)  # a supporter's; taken ones are counted, never stored
    experienced: Mapped[bool] = plain(Boolean, default=False)  # a supporter's: with multiple problems (req. 37)
    needs_experienced: Mapped[bool] = held(
        FieldClass.SEVERITY, "participation.needs_experienced", Boolean, default=False
    )
    version: Mapped[int] = plain(Integer, default=1)

    person = linked("Person", "person_id")
    programme = linked("Programme", "programme_id")

    __table_args__ = (
        *belongs("programme_id", "programme"),
        *belongs("person_id", "person"),
        *belongs("coordinator_id", "person"),
        only_one(
            "uq_participation_running",
            "programme_id",
            "person_id",
            "side",
            where=text("state NOT IN ('finished', 'withdrawn', 'declined', 'referred', 'never_started')"),
        ),
    )
    __mapper_args__ = {"version_id_col": version}


class ParticipationChange(TenantRow):
    """One change of state: who, when, from, to, why."""

    __tablename__ = "participation_change"

    participation_id: Mapped[UUID] = plain(Uuid)
    at: Mapped[datetime] = plain(DateTime(timezone=True))
    by_person_id: Mapped[UUID | None] = plain(Uuid)
    from_state: Mapped[str | None] = plain(Text)
    to_state: Mapped[str] = held(FieldClass.PLANNING, "participation.change", Text)
    reason: Mapped[str | None] = held(FieldClass.PLANNING, "participation.change_reason", Text)  # a key

    __table_args__ = belongs("participation_id", "participation")
