"""Ways in, and the trace they leave."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, Boolean, Date, DateTime, LargeBinary, SmallInteger, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped

from maatwerk.tenancy.columns import Basis, FieldClass, Keep, held, plain
from maatwerk.tenancy.sealed import Sealed
from maatwerk.tenancy.tables import TenantRow, belongs, linked, only_one, unique


class Account(TenantRow):
    """Someone's way in, in this tenant only; the same person elsewhere has another account."""

    __tablename__ = "account"
    about = ("person_id",)

    person_id: Mapped[UUID] = plain(Uuid)
    email: Mapped[str] = held(FieldClass.ACCOUNT, "account.email", Text, keep=Keep.ACCOUNT)
    password_hash: Mapped[str | None] = held(FieldClass.ACCOUNT, "account.has_password", Text, keep=Keep.ACCOUNT)
    authenticator = Sealed(FieldClass.ACCOUNT, "account.has_authenticator", keep=Keep.ACCOUNT)
    authenticator_since: Mapped[datetime | None] = plain(DateTime(timezone=True))
    authenticator_step: Mapped[int] = plain(BigInteger, default=0)  # the last code's time step: none works twice
    state: Mapped[str] = plain(Text, default="invited")  # invited, active, blocked
    made_at: Mapped[datetime] = plain(DateTime(timezone=True))

    person = linked("Person", "person_id")

    __table_args__ = (unique("email"), *belongs("person_id", "person"))


class RoleGrant(TenantRow):
    """A role, where it holds, from and until when, and who gave it."""

    __tablename__ = "role_grant"

    account_id: Mapped[UUID] = plain(Uuid)
    role: Mapped[str] = plain(Text)
    programme_id: Mapped[UUID | None] = plain(Uuid)
    partner_id: Mapped[UUID | None] = plain(Uuid)
    site_id: Mapped[UUID | None] = plain(Uuid)
    valid_from: Mapped[date] = plain(Date)
    until: Mapped[date | None] = plain(Date)
    given_by: Mapped[UUID | None] = plain(Uuid)  # an account; None for the first administrator
    reason: Mapped[str | None] = held(FieldClass.ACCOUNT, "role.reason", Text, keep=Keep.ACCOUNT)  # of one's own role
    ended_at: Mapped[datetime | None] = plain(DateTime(timezone=True))

    account = linked("Account", "account_id")

    __table_args__ = (
        *belongs("account_id", "account"),
        *belongs("programme_id", "programme"),
        *belongs("partner_id", "partner"),
        *belongs("site_id", "site"),
    )


class RoleProposal(TenantRow):
    """A role that opens nothing until somebody who has it already says yes."""

    __tablename__ = "role_proposal"

    account_id: Mapped[UUID] = plain(Uuid)
    role: Mapped[str] = plain(Text)
    until: Mapped[date | None] = plain(Date)
    asked_by: Mapped[UUID | None] = plain(Uuid)  # an account
    asked_at: Mapped[datetime] = plain(DateTime(timezone=True))
    settled_by: Mapped[UUID | None] = plain(Uuid)  # an account
    settled_at: Mapped[datetime | None] = plain(DateTime(timezone=True))
    agreed: Mapped[bool | None] = plain(Boolean)

    account = linked("Account", "account_id")

    __table_args__ = (
        only_one("uq_role_proposal_open", "account_id", "role", where=text("settled_at IS NULL")),
        *belongs("account_id", "account"),
    )


class Pass(TenantRow):
    """A way in for someone without an account: limited to one person or partner, and to a while."""

    __tablename__ = "pass"
    about = ("person_id",)

    kind: Mapped[str] = plain(Text)  # guardian, nominator, applicant, participant
    person_id: Mapped[UUID | None] = plain(Uuid)  # who holds it
    child_id: Mapped[UUID | None] = plain(Uuid)  # a guardian's: about whom
    partner_id: Mapped[UUID | None] = plain(Uuid)
    email: Mapped[str] = held(FieldClass.ACCOUNT, "pass.email", Text, keep=Keep.ACCOUNT)
    confirmed_at: Mapped[datetime | None] = plain(DateTime(timezone=True))  # the e-mail was proven by a link
    until: Mapped[datetime] = plain(DateTime(timezone=True))
    ended_at: Mapped[datetime | None] = plain(DateTime(timezone=True))

    person = linked("Person", "person_id")

    __table_args__ = (
        *belongs("person_id", "person"),
        *belongs("child_id", "person"),
        *belongs("partner_id", "partner"),
    )


class SignInSession(TenantRow):
    """A sign-in on one device; only the token's hash is kept."""

    __tablename__ = "sign_in_session"

    account_id: Mapped[UUID | None] = plain(Uuid)
    pass_id: Mapped[UUID | None] = plain(Uuid)
    token_hash: Mapped[bytes] = plain(LargeBinary)
    staff: Mapped[bool] = plain(Boolean)
    came_by: Mapped[str] = plain(Text)  # link, invitation (both prove the mailbox), password
    factors: Mapped[int] = plain(SmallInteger)  # 1: link or password; 2: an authenticator too
    made_at: Mapped[datetime] = plain(DateTime(timezone=True))
    fresh_at: Mapped[datetime] = plain(DateTime(timezone=True))  # when the person last proved who they are
    seen_at: Mapped[datetime] = plain(DateTime(timezone=True))
    ends_at: Mapped[datetime] = plain(DateTime(timezone=True))
    ended_at: Mapped[datetime | None] = plain(DateTime(timezone=True))
    device: Mapped[str] = held(FieldClass.ACCOUNT, "session.device", Text, keep=Keep.ACCOUNT)

    __table_args__ = (
        unique("token_hash"),
        *belongs("account_id", "account"),
        *belongs("pass_id", "pass"),
    )


class OneTimeLink(TenantRow):
    """A link that works once, for one thing; only the token's hash is kept."""

    __tablename__ = "one_time_link"

    kind: Mapped[str] = plain(Text)  # sign_in, invitation, answer, consent, kickoff, application, nomination
    account_id: Mapped[UUID | None] = plain(Uuid)
    pass_id: Mapped[UUID | None] = plain(Uuid)
    token_hash: Mapped[bytes] = plain(LargeBinary)
    goes_to: Mapped[str] = plain(Text)  # a path on the tenant's own host
    both_factors: Mapped[bool] = plain(Boolean, default=False)  # the demo's links only
    made_at: Mapped[datetime] = plain(DateTime(timezone=True))
    until: Mapped[datetime] = plain(DateTime(timezone=True))
    used_at: Mapped[datetime | None] = plain(DateTime(timezone=True))
    voided_at: Mapped[datetime | None] = plain(DateTime(timezone=True))

    __table_args__ = (
        unique("token_hash"),
        *belongs("account_id", "account"),
        *belongs("pass_id", "pass"),
    )


class Draft(TenantRow):
    """What someone typed and has not sent yet: theirs alone, sealed with a key of their own."""

    __tablename__ = "draft"

    holder_id: Mapped[UUID] = plain(Uuid)  # an account or a pass
    form: Mapped[str] = plain(Text)  # the path it was typed on
    values = Sealed(FieldClass.NOTE, "draft", about="holder_id", keep=Keep.BATCH)
    saved_at: Mapped[datetime] = plain(DateTime(timezone=True))

    __table_args__ = (unique("holder_id", "form"),)


class Snooze(TenantRow):
    """A line of Today that someone put off."""

    __tablename__ = "snooze"

    account_id: Mapped[UUID] = plain(Uuid)
    line: Mapped[str] = plain(Text)
    until: Mapped[date] = plain(Date)

    __table_args__ = (unique("account_id", "line"), *belongs("account_id", "account"))


class AuditEntry(TenantRow):
    """Who did or saw what of whom; appended by `maatwerk.audit_append` only, each row chained to the one before."""

    __tablename__ = "audit_entry"

    seq: Mapped[int] = plain(BigInteger)
    at: Mapped[datetime] = plain(DateTime(timezone=True))
    actor: Mapped[UUID | None] = plain(Uuid)  # a person; None is the platform itself
    action: Mapped[str] = plain(Text)
    kind: Mapped[str] = plain(Text)
    ids: Mapped[list[UUID]] = held(FieldClass.ACCOUNT, "audit.shown", ARRAY(Uuid), basis=Basis.LAW, keep=Keep.AUDIT)
    reference: Mapped[str] = plain(Text)
    previous: Mapped[bytes] = plain(LargeBinary)
    hash: Mapped[bytes] = plain(LargeBinary)

    __table_args__ = (unique("seq"),)
