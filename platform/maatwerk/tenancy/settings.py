"""An organisation's typed settings: every change is a new version with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from maatwerk.ground import clock
from maatwerk.tenancy.model import TenantSetting


class UnknownSetting(KeyError):
    """No room declared a setting by this key."""


class WrongSetting(ValueError):
    """The value does not fit the setting; the message says what does."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting as its room declares it: key, what it is when nobody chose, and its bounds."""

    key: str
    default: Any
    label: Any = ""  # a lazy string in words an administrator knows
    least: int | None = None
    most: int | None = None
    options: tuple[str, ...] = ()

    def read(self, value: Any) -> Any:
        """Check a value that comes from a form or a file."""
        if isinstance(self.default, bool):
            if isinstance(value, bool):
                return value
            raise WrongSetting(f"{self.key} is yes or no")
        if isinstance(self.default, int):
            if not isinstance(value, int) or isinstance(value, bool):
                raise WrongSetting(f"{self.key} is a whole number")
            if (self.least is not None and value < self.least) or (self.most is not None and value > self.most):
                raise WrongSetting(f"{self.key} lies between {self.least} and {self.most}")
            return value
        if self.options and value not in self.options:
            raise WrongSetting(f"{self.key} is one of {', '.join(self.options)}")
        return value


def current(session: Session, *, scope_id: UUID | None = None) -> dict[str, Any]:
    """Every chosen setting of the tenant (or of one programme in it), newest version first: one statement."""
    rows = session.execute(
        select(TenantSetting.key, TenantSetting.value)
        .where(TenantSetting.scope_id.is_(None) if scope_id is None else TenantSetting.scope_id == scope_id)
        .ext(distinct_on(TenantSetting.key))
        .order_by(TenantSetting.key, TenantSetting.version.desc())
    ).all()
    return {row.key: row.value for row in rows}


def value(session: Session, setting: Setting, *, scope_id: UUID | None = None) -> Any:
    """What holds now: the programme's choice, else the tenant's, else the declared default."""
    found = current(session, scope_id=scope_id) if scope_id else {}
    if setting.key not in found:
        found = current(session)
    return found.get(setting.key, setting.default)


def choose(
    session: Session,
    setting: Setting,
    chosen: Any,
    *,
    by: UUID | None,
    reason: str,
    scope_id: UUID | None = None,
) -> TenantSetting:
    """Write a new version (inside a unit of work)."""
    last = session.execute(
        select(TenantSetting.version)
        .where(TenantSetting.key == setting.key)
        .where(TenantSetting.scope_id.is_(None) if scope_id is None else TenantSetting.scope_id == scope_id)
        .order_by(TenantSetting.version.desc())
        .limit(1)
    ).scalar()
    row = TenantSetting(
        key=setting.key,
        scope_id=scope_id,
        version=(last or 0) + 1,
        value=setting.read(chosen),
        valid_from=clock.now(),
        set_by=by,
        reason=reason,
    )
    session.add(row)
    session.flush()
    return row
