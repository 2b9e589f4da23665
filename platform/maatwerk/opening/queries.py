"""How far an organisation is with its set-up."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select

from maatwerk.access.model import Account, RoleGrant
from maatwerk.correspondence.model import Letter
from maatwerk.ground import clock
from maatwerk.ground.database import db
from maatwerk.opening.rules import Standing
from maatwerk.people.model import ExternalNumber, Partner, Site
from maatwerk.people.settings import SETTINGS as PEOPLE_SETTINGS
from maatwerk.programme.model import Programme
from maatwerk.tenancy import resolve
from maatwerk.tenancy.model import TenantSetting
from maatwerk.tenancy.settings import Setting, current
from maatwerk.training.model import Certificate
from maatwerk.trajectory.settings import SETTINGS as ROAD_SETTINGS

LOOKED = Setting("opening.looked", False)
SETTINGS: tuple[Setting, ...] = (*PEOPLE_SETTINGS, *ROAD_SETTINGS)


def _count(of: Any, *where: Any) -> Any:
    return select(func.count(of)).where(*where).scalar_subquery()


def _with_role(role: str) -> Any:
    return _count(
        RoleGrant.id,
        RoleGrant.role == role,
        RoleGrant.ended_at.is_(None),
        or_(RoleGrant.until.is_(None), RoleGrant.until >= clock.today()),
        RoleGrant.account_id.in_(select(Account.id).where(Account.state != "blocked")),
    )


def standing() -> Standing:
    """What of the set-up is there: one statement."""
    row = db.session.execute(
        select(
            _count(TenantSetting.id, TenantSetting.key == LOOKED.key).label("looked"),
            _with_role("safeguarding_lead").label("lead"),
            _count(Site.id).label("sites"),
            _count(Programme.id, Programme.state == "open").label("programmes"),
            _count(ExternalNumber.id).label("people"),
            _with_role("coordinator").label("coordinators"),
            _count(Certificate.id, Certificate.role_key == "teacher_coach").label("coaches"),
            _count(Letter.id, Letter.kind == "test", Letter.state == "sent").label("letters"),
        )
    ).one()
    return Standing(
        looked=row.looked > 0,
        lead=row.lead > 0,
        sites=row.sites,
        programmes=row.programmes,
        people=row.people,
        coordinators=row.coordinators,
        coaches=row.coaches,
        letter_sent=row.letters > 0,
    )


def is_taken(slug: str) -> bool:
    """Whether some organisation has this short name already."""
    return resolve.by_slug(slug) is not None


def sites() -> list[Site]:
    """The organisation's own places, by name."""
    return list(
        db.session.scalars(
            select(Site)
            .join(Partner, (Partner.tenant_id == Site.tenant_id) & (Partner.id == Site.partner_id))
            .where(Partner.own)
            .order_by(Site.name)
        )
    )


def chosen_settings() -> list[tuple[Setting, Any]]:
    """Each setting with what holds now."""
    found = current(db.session())
    return [(setting, found.get(setting.key, setting.default)) for setting in SETTINGS]


def setting(key: str) -> Setting | None:
    """A setting by its key."""
    return next((s for s in SETTINGS if s.key == key), None)


def own_email(account_id: UUID) -> str:
    """The address an account signs in with."""
    return str(db.session.execute(select(Account.email).where(Account.id == account_id)).scalar_one())
