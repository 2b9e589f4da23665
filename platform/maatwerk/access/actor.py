"""Who is asking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

# Ruling 6: whoever reads problem or safety notes, or sees more than their own matches, needs a second factor.
STRONG = frozenset(
    {
        "administrator",
        "coordinator",
        "safeguarding_lead",
        "safeguarding_deputy",
        "teacher_coach",
        "trainer",
        "operator",
    }
)
# Roles that an administrator gives; all others follow from what someone is.
GRANTED = (
    "administrator",
    "coordinator",
    "safeguarding_lead",
    "safeguarding_deputy",
    "teacher_coach",
    "trainer",
    "care_coordinator",
)
# Roles that are somebody's somewhere, never everywhere: by which limits each may be bound (domain.md section 7:
# a teacher coach sees their own group, a care coordinator the pupils of their school).
BOUND = {
    "teacher_coach": ("programme", "partner", "site"),
    "care_coordinator": ("partner", "site"),
}


@dataclass(frozen=True, slots=True)
class Grant:
    """A role somebody was given, for everything or for one programme, partner or site."""

    role: str
    programme_id: UUID | None = None
    partner_id: UUID | None = None
    site_id: UUID | None = None

    @property
    def reaches(self) -> bool:
        """Does it reach anybody? A role that is bound to a place reaches nobody without one."""
        limits = BOUND.get(self.role)
        return limits is None or any(getattr(self, f"{limit}_id") is not None for limit in limits)


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone who asks for something: who they are here, in which roles, and how surely we know."""

    tenant_id: UUID | None = None
    person_id: UUID | None = None
    account_id: UUID | None = None
    pass_id: UUID | None = None
    pass_kind: str | None = None
    child_id: UUID | None = None
    partner_id: UUID | None = None
    grants: frozenset[Grant] = frozenset()
    roles: frozenset[str] = frozenset()
    factors: int = 0
    session_id: UUID | None = None
    fresh_at: datetime | None = None
    mailbox_at: datetime | None = None  # when the link came in by which this session began
    linked: bool = False  # an authenticator app
    locale: str | None = None
    called: str = ""
    system: bool = False

    @property
    def effective_roles(self) -> frozenset[str]:
        """The roles that count now: without a second factor the strong ones do not."""
        return self.roles if self.factors >= 2 else self.roles - STRONG

    @property
    def holder_id(self) -> UUID | None:
        """Whose drafts these are: the account's or the pass's."""
        return self.account_id or self.pass_id

    def has(self, role: str) -> bool:
        """Does this person act in that role now?"""
        return role in self.effective_roles

    def scope_of(self, role: str) -> list[Grant]:
        """The grants of one role that reach anybody."""
        return [grant for grant in self.grants if grant.role == role and grant.reaches]

    @property
    def is_authenticated(self) -> bool:
        """For Flask-Login: signed in by an account or a pass."""
        return self.session_id is not None

    @property
    def is_active(self) -> bool:
        """For Flask-Login."""
        return self.is_authenticated

    @property
    def is_anonymous(self) -> bool:
        """For Flask-Login."""
        return not self.is_authenticated

    def get_id(self) -> str:
        """For Flask-Login."""
        return str(self.session_id)


SYSTEM = Actor(system=True)
NOBODY = Actor()
