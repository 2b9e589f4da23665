"""What every table of a tenant starts from: the tenant leads its key, and every reference carries it."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, Uuid, and_
from sqlalchemy.orm import Mapped, declared_attr, foreign, relationship, remote

from maatwerk.ground.database import Model
from maatwerk.tenancy import scope
from maatwerk.tenancy.columns import plain


class TenantRow(Model):
    """A row that belongs to one tenant; primary key (tenant_id, id).

    `about` names the columns with the persons the row is about: the audit records them when the row is
    written, and `Sealed` notes are sealed with the first one's key.
    """

    __abstract__ = True
    about: tuple[str, ...] = ()

    @declared_attr
    def tenant_id(cls) -> Mapped[UUID]:
        """Whose row this is."""
        return plain(Uuid, ForeignKey("tenant.id"), primary_key=True, default=scope.tenant_id, sort_order=-2)

    @declared_attr
    def id(cls) -> Mapped[UUID]:
        """Random, so that it tells nothing."""
        return plain(Uuid, primary_key=True, default=uuid4, sort_order=-1)


def belongs(column: str, table: str, **kwargs: Any) -> tuple[ForeignKeyConstraint, Index]:
    """A reference to a row of the same tenant, with the index that follows it."""
    target = [f"{table}.tenant_id", f"{table}.id"]
    return ForeignKeyConstraint(["tenant_id", column], target, **kwargs), Index(None, "tenant_id", column)


def unique(*columns: str, **kwargs: Any) -> UniqueConstraint:
    """Unique within the tenant."""
    return UniqueConstraint("tenant_id", *columns, **kwargs)


def only_one(name: str, *columns: str, where: Any) -> Index:
    """Unique within the tenant among the rows where `where` (SQL text) holds."""
    return Index(name, "tenant_id", *columns, unique=True, postgresql_where=where)


def linked(target: str, column: str) -> Any:
    """Read the row that `column` points at (view only: writing goes by ids)."""

    def join(cls: Any) -> Any:
        def condition() -> Any:
            other: Any = Model.registry._class_registry[target]
            return and_(
                foreign(cls.tenant_id) == remote(other.tenant_id),
                foreign(getattr(cls, column)) == remote(other.id),
            )

        return relationship(target, primaryjoin=condition, viewonly=True, lazy="raise", uselist=False)

    return declared_attr(join)
