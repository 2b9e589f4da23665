"""People and their roles: who gets in, who may what, who no longer."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from maatwerk.access import letters, roles, ways
from maatwerk.access.actor import Actor
from maatwerk.access.model import Account, RoleGrant, SignInSession
from maatwerk.access.rules import READERS
from maatwerk.access.work import Clash, Refused, Work, unit_of_work
from maatwerk.ground.database import Model, db

grant = roles.give
invite = ways.invite
give_pass = ways.give_pass


def new_person(work: Work, given_name: str, family_name: str, email: str) -> UUID:
    """A person by name, made where people's own room is not reached (the first administrator, a colleague)."""
    person = db.metadata.tables["person"]
    model = next(m.class_ for m in Model.registry.mappers if m.local_table is person)
    row = model(
        given_name=given_name,
        family_name=family_name,
        sort_key=f"{family_name} {given_name}".lower(),
        search_key=f"{given_name} {family_name}".lower(),
        email=email.strip().lower(),
        made_at=work.now,
    )
    found: UUID = work.add(row).id
    return found


def first_administrator(work: Work, *, given_name: str, family_name: str, email: str) -> UUID:
    """Whoever opens an organisation is its first administrator; returns the account."""
    person_id = new_person(work, given_name, family_name, email)
    account = work.add(Account(person_id=person_id, email=email.strip().lower(), state="active", made_at=work.now))
    ways.grant(work, account.id, "administrator")
    return account.id


def invite_colleague(
    given_name: str,
    family_name: str,
    email: str,
    role: str,
    *,
    programme_id: UUID | None = None,
    partner_id: UUID | None = None,
    site_id: UUID | None = None,
    by: Actor,
) -> UUID:
    """Invite a colleague in one role: three clicks.

    Raises:
        Clash: this e-mail address has an account already.
        Refused: the role needs a place.
    """
    with unit_of_work(by) as work:
        if _account_by_email(work.session, email) is not None:
            raise Clash(_("This e-mail address has an account already. Give it a role in the list."))
        person_id = new_person(work, given_name, family_name, email)
        account_id = ways.invite(work, person_id, email)
        roles.give(work, account_id, role, programme_id=programme_id, partner_id=partner_id, site_id=site_id)
        return account_id


def _account_by_email(session: Session, email: str) -> UUID | None:
    return session.execute(select(Account.id).where(Account.email == email.strip().lower())).scalar()


def give_role(
    account_id: UUID,
    role: str,
    *,
    programme_id: UUID | None = None,
    partner_id: UUID | None = None,
    site_id: UUID | None = None,
    until: date | None = None,
    reason: str = "",
    by: Actor,
) -> bool:
    """Give an account one more role; False when it first waits for somebody's yes.

    Raises:
        Refused: it needs a place or a reason, or nobody gives it to themselves.
    """
    with unit_of_work(by) as work:
        limits = {"programme_id": programme_id, "partner_id": partner_id, "site_id": site_id}
        return roles.give(work, account_id, role, until=until, reason=reason, **limits)


end_role = roles.end


def block(account_id: UUID, *, by: Actor) -> None:
    """Shut someone out everywhere, now."""
    with unit_of_work(by) as work:
        account = work.get(Account, account_id, lock=True)
        if account.id == by.account_id:
            raise Refused(_("You can't shut yourself out. Ask another administrator."))
        account.state = "blocked"
        end_sessions(work, account.id)
        if _reads_worries(work, account.id):
            roles.tell_of_end(work, account.person_id)


def _reads_worries(work: Work, account_id: UUID) -> bool:
    held = select(RoleGrant.id).where(
        RoleGrant.account_id == account_id, RoleGrant.role.in_(READERS), RoleGrant.ended_at.is_(None)
    )
    return work.one(held.limit(1)) is not None


def unblock(account_id: UUID, *, by: Actor) -> None:
    """Let someone in again."""
    with unit_of_work(by) as work:
        work.get(Account, account_id, lock=True).state = "active"


def reset_authenticator(account_id: UUID, *, by: Actor) -> None:
    """Unlink a lost authenticator app; its owner is warned and signs in anew."""
    with unit_of_work(by) as work:
        account = work.get(Account, account_id, lock=True)
        account.authenticator, account.authenticator_since = "", None
        end_sessions(work, account.id)
        work.send(
            letters.authenticator_reset(
                account.person_id, account.id, f"authenticator_reset:{account.id}:{work.now:%Y%m%d%H%M}"
            )
        )


def send_invitation_again(account_id: UUID, *, by: Actor) -> None:
    """Send the invitation once more; the earlier link stops working."""
    with unit_of_work(by) as work:
        account = work.get(Account, account_id)
        key = f"invitation:{account.id}:{work.now:%Y%m%d%H%M}"
        work.send(letters.invitation(account.person_id, account.id, account.email, key))


def end_sessions(work: Work, account_id: UUID, *, but: UUID | None = None) -> None:
    """Sign an account out everywhere, except perhaps here."""
    statement = update(SignInSession).where(SignInSession.account_id == account_id, SignInSession.ended_at.is_(None))
    if but is not None:
        statement = statement.where(SignInSession.id != but)
    work.session.execute(statement.values(ended_at=work.now))
