"""Notes that only open with the key of the person they are about.

A `Sealed` attribute keeps its text in a column `<name>_sealed`, closed with AES-256-GCM and bound to
tenant, owner, table, column, row and key version; moved anywhere else it does not open. A person's key is
wrapped by the tenant's, the tenant's by a master key outside the database. Shredding the key empties every
note about that person at once, in backups too. Reading one is remembered for the audit.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from cryptography.exceptions import InvalidTag
from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import LargeBinary, event, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, mapped_column, object_session

from maatwerk.ground import clock, crypto
from maatwerk.tenancy import scope
from maatwerk.tenancy.columns import Basis, FieldClass, Held, Keep
from maatwerk.tenancy.model import DataKey
from maatwerk.tenancy.tables import TenantRow

READS = "sealed_reads"


class Sealed:
    """A free text that is sealed with the key of the person in the column `about` (the row's own first by default)."""

    def __init__(self, cls: FieldClass, export: str, *, about: str | None = None, keep: Keep = Keep.FILE) -> None:
        self.held = Held(cls, Basis.AGREEMENT, keep, export)
        self.about = about

    def __set_name__(self, owner: type, name: str) -> None:
        self.name, self.column = name, f"{name}_sealed"
        setattr(owner, self.column, mapped_column(LargeBinary, nullable=True, info={"held": self.held}))

    def owner_of(self, row: Any) -> UUID:
        """The person whose key seals this note."""
        found = getattr(row, self.about or row.about[0])
        if not isinstance(found, UUID):
            raise ValueError(f"{type(row).__name__}.{self.name} is about nobody, so it cannot be sealed")
        return found

    def __get__(self, row: Any, owner: type) -> Any:
        if row is None:
            return self
        pending = row.__dict__.get("_unsealed", {})
        if self.name in pending:
            return pending[self.name]
        closed = getattr(row, self.column)
        if closed is None:
            return ""
        return self._open(row, closed)

    def __set__(self, row: Any, text: str | None) -> None:
        row.__dict__.setdefault("_unsealed", {})[self.name] = text or ""
        setattr(row, self.column, b"" if text else None)  # marks the row dirty; sealed at flush

    def _open(self, row: Any, closed: bytes) -> str:
        session, owner = object_session(row), self.owner_of(row)
        if session is None:
            raise RuntimeError("a sealed note opens only inside its session")
        session.info.setdefault(READS, set()).add((row.__tablename__, owner))
        key = key_of(session, owner)
        if key is None:
            return _("erased")
        return crypto.unseal(key, closed, _place(row, owner, self.column)).decode()


def _place(row: Any, owner: UUID, column: str) -> str:
    return f"{row.tenant_id}|{owner}|{row.__tablename__}|{column}|{row.id}|1"


def sealed_fields(model: type) -> list[Sealed]:
    """The sealed attributes of a model."""
    return [value for base in model.__mro__ for value in vars(base).values() if isinstance(value, Sealed)]


@event.listens_for(Session, "before_flush")
def _close(session: Session, _context: Any, _instances: Any) -> None:
    for row in [*session.new, *session.dirty]:
        pending = row.__dict__.pop("_unsealed", None)
        if not pending:
            continue
        for field in sealed_fields(type(row)):
            if text := pending.get(field.name):
                _seal(session, row, field, text)


def _seal(session: Session, row: TenantRow, field: Sealed, text: str) -> None:
    if row.id is None:
        row.id = uuid4()
    if row.tenant_id is None:
        row.tenant_id = scope.tenant_id()
    owner = field.owner_of(row)
    key = key_of(session, owner, make=True)
    if key is None:
        raise ErasedOwner("nothing can be written about someone who was erased")
    setattr(row, field.column, crypto.seal(key, text.encode(), _place(row, owner, field.column)))


class ErasedOwner(RuntimeError):
    """A note would be written about someone whose key was shredded."""


def key_of(session: Session, owner: UUID, *, make: bool = False) -> bytes | None:
    """The key of an owner, or None when it was shredded (or never made, unless `make`)."""
    cache = session.info.setdefault("keys", {})
    if owner not in cache:
        prefetch(session, [owner])
    if cache.get(owner) is None and make:
        _make(session, owner)
    found: bytes | None = cache.get(owner)
    return found


def prefetch(session: Session, owners: Iterable[UUID]) -> None:
    """Fetch the keys of many owners in one statement, before a list of notes is shown."""
    cache = session.info.setdefault("keys", {})
    tenant = scope.tenant_id()
    wanted = [owner for owner in {*owners, tenant} if owner not in cache]
    if not wanted:
        return
    rows = session.execute(
        select(DataKey.owner_id, DataKey.wrapped, DataKey.master_version).where(DataKey.owner_id.in_(wanted))
    ).all()
    wrapped = {row.owner_id: row for row in rows}
    if tenant in wrapped:
        cache[tenant] = _unwrap_tenant(wrapped.pop(tenant))
    for owner, row in wrapped.items():
        cache[owner] = None if row.wrapped is None else _unwrap(cache[tenant], row.wrapped, owner)


def _unwrap_tenant(row: Any) -> bytes:
    master = current_app.extensions["maatwerk.settings"].keys[row.master_version]
    return crypto.unseal(master, row.wrapped, f"tenant|{row.owner_id}|{row.master_version}")


def _unwrap(tenant_key: bytes, wrapped: bytes, owner: UUID) -> bytes:
    try:
        return crypto.unseal(tenant_key, wrapped, f"owner|{scope.tenant_id()}|{owner}")
    except InvalidTag as error:
        raise RuntimeError(f"the key of {owner} does not belong here") from error


def _make(session: Session, owner: UUID) -> None:
    """Make the owner's key, and the tenant's when it is the first; somebody else's simultaneous one wins."""
    cache, tenant = session.info["keys"], scope.tenant_id()
    settings = current_app.extensions["maatwerk.settings"]
    if cache.get(tenant) is None:
        place = f"tenant|{tenant}|{settings.newest_key}"
        _insert(session, tenant, crypto.seal(settings.keys[settings.newest_key], crypto.new_key(), place))
    wrapped = crypto.seal(cache[tenant], crypto.new_key(), f"owner|{tenant}|{owner}")
    if owner != tenant:
        _insert(session, owner, wrapped)


def _insert(session: Session, owner: UUID, wrapped: bytes) -> None:
    version = current_app.extensions["maatwerk.settings"].newest_key
    row = {"id": uuid4(), "owner_id": owner, "wrapped": wrapped, "master_version": version, "made_at": clock.now()}
    session.execute(
        insert(DataKey)
        .values(tenant_id=scope.tenant_id(), **row)
        .on_conflict_do_nothing(index_elements=["tenant_id", "owner_id"])
    )
    session.info["keys"].pop(owner, None)
    prefetch(session, [owner])
