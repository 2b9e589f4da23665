"""Organisations, their hosts, their settings and their keys."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import DateTime, ForeignKey, Integer, LargeBinary, SmallInteger, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from maatwerk.ground.database import Model
from maatwerk.tenancy.columns import plain
from maatwerk.tenancy.tables import TenantRow, unique


class Tenant(Model):
    """An organisation that runs its own Maatwerk. Global; changed only through functions."""

    __tablename__ = "tenant"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    slug: Mapped[str] = mapped_column(Text, unique=True)
    name: Mapped[str] = mapped_column(Text)
    locale: Mapped[str] = mapped_column(Text)
    languages: Mapped[list[str]] = mapped_column(ARRAY(Text))
    zone: Mapped[str] = mapped_column(Text)
    colour: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)  # trial, open, closed
    version: Mapped[int] = mapped_column(Integer)  # counts every change that a page may have cached
    opened_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class TenantHost(Model):
    """A host name, without port, that is one tenant's. Global."""

    __tablename__ = "tenant_host"

    host: Mapped[str] = mapped_column(Text, primary_key=True)
    tenant_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("tenant.id"), index=True)


class TenantSetting(TenantRow):
    """One version of a typed setting; the newest that is valid counts, reports use the one valid then."""

    __tablename__ = "tenant_setting"

    key: Mapped[str] = plain(Text)
    scope_id: Mapped[UUID | None] = plain(Uuid)  # a programme, or None for the whole tenant
    version: Mapped[int] = plain(Integer)
    value: Mapped[Any] = plain(JSONB)
    valid_from: Mapped[datetime] = plain(DateTime(timezone=True))
    set_by: Mapped[UUID | None] = plain(Uuid)
    reason: Mapped[str] = plain(Text)

    __table_args__ = (unique("key", "scope_id", "version", postgresql_nulls_not_distinct=True),)


class DataKey(TenantRow):
    """The wrapped key of one owner (a person, a circle, the tenant itself); None once it was shredded."""

    __tablename__ = "data_key"

    owner_id: Mapped[UUID] = plain(Uuid)
    wrapped: Mapped[bytes | None] = plain(LargeBinary)
    master_version: Mapped[int] = plain(SmallInteger)
    made_at: Mapped[datetime] = plain(DateTime(timezone=True))
    shredded_at: Mapped[datetime | None] = plain(DateTime(timezone=True))

    __table_args__ = (unique("owner_id"),)


class Erasure(TenantRow):
    """The ledger of what was shredded, replayed after a restore."""

    __tablename__ = "erasure"

    owner_id: Mapped[UUID] = plain(Uuid)
    at: Mapped[datetime] = plain(DateTime(timezone=True))
    reason: Mapped[str] = plain(Text)
