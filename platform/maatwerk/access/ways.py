"""Ways in, made inside a unit of work: accounts, roles, passes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import exists, select

from maatwerk.access import letters
from maatwerk.access.model import Account, Pass, RoleGrant, SignInSession
from maatwerk.correspondence.values import Link
from maatwerk.ground import clock

if TYPE_CHECKING:
    from maatwerk.access.work import Work


def invite(work: Work, person_id: UUID, email: str) -> UUID:
    """Give a person an account and send the invitation; who has one keeps it and gets no letter."""
    known = work.session.execute(select(Account.id).where(Account.person_id == person_id)).scalar()
    if known is not None:
        return known
    account = _open(work, person_id, email)
    work.send(
        letters.invitation(person_id, account.id, account.email, f"invitation:{account.id}:{work.now:%Y%m%d%H%M}")
    )
    return account.id


def _open(work: Work, person_id: UUID, email: str) -> Account:
    return work.add(Account(person_id=person_id, email=email.strip().lower(), state="active", made_at=work.now))


def open_account(work: Work, person_id: UUID, email: str) -> UUID:
    """Give a person an account without a letter: the one that tells why lets them in (`way_in`)."""
    known = work.session.execute(select(Account.id).where(Account.person_id == person_id)).scalar()
    return _open(work, person_id, email).id if known is None else known


def way_in(work: Work, person_id: UUID, path: str) -> Link | None:
    """The button of a letter to somebody with an account; it works for a week until they came in once.

    None for who has no account: they are let in by a pass, or not at all.
    """
    came = exists().where(SignInSession.account_id == Account.id)
    found = work.session.execute(select(came).where(Account.person_id == person_id)).scalar()
    return None if found is None else Link("sign_in" if found else "invitation", path)


def grant(
    work: Work,
    account_id: UUID,
    role: str,
    *,
    programme_id: UUID | None = None,
    partner_id: UUID | None = None,
    site_id: UUID | None = None,
    until: date | None = None,
) -> UUID:
    """Give an account a role from today; the same role twice in one scope stays one."""
    same = work.session.execute(
        select(RoleGrant.id).where(
            RoleGrant.account_id == account_id,
            RoleGrant.role == role,
            RoleGrant.ended_at.is_(None),
            RoleGrant.programme_id.is_not_distinct_from(programme_id),
            RoleGrant.partner_id.is_not_distinct_from(partner_id),
            RoleGrant.site_id.is_not_distinct_from(site_id),
        )
    ).scalar()
    if same is not None:
        return same
    row = RoleGrant(
        account_id=account_id,
        role=role,
        programme_id=programme_id,
        partner_id=partner_id,
        site_id=site_id,
        valid_from=work.today,
        until=until,
        given_by=work.by.account_id,
    )
    return work.add(row).id


def give_pass(
    work: Work,
    kind: str,
    person_id: UUID,
    email: str,
    *,
    child_id: UUID | None = None,
    partner_id: UUID | None = None,
    days: float = 60,
    confirmed: bool = False,
) -> UUID:
    """Give someone without an account a way in; an open one of the same kind, person and address is lengthened."""
    found: Pass | None = work.one(
        select(Pass)
        .where(
            Pass.kind == kind,
            Pass.person_id == person_id,
            Pass.email == email.strip().lower(),
            Pass.child_id.is_not_distinct_from(child_id),
            Pass.ended_at.is_(None),
        )
        .limit(1)
    )
    until = work.now + clock.days(days)
    if found is not None:
        found.until = max(found.until, until)
        return found.id
    return work.add(
        Pass(
            kind=kind,
            person_id=person_id,
            child_id=child_id,
            partner_id=partner_id,
            email=email.strip().lower(),
            confirmed_at=work.now if confirmed else None,
            until=until,
        )
    ).id
