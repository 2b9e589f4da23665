"""Roles: given, proposed, answered, ended; and whoever should hear of it hears at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from flask import g, has_app_context
from flask_babel import gettext as _
from sqlalchemy import Select, or_, select

from maatwerk.access import letters, rules
from maatwerk.access.actor import BOUND, GRANTED, Actor, Grant
from maatwerk.access.model import Account, RoleGrant, RoleProposal
from maatwerk.access.rules import READERS, Answer
from maatwerk.access.work import Clash, Refused, Work, unit_of_work
from maatwerk.correspondence.values import Letter
from maatwerk.ground import crypto

LIMITS = ("programme_id", "partner_id", "site_id")


def give(
    work: Work,
    account_id: UUID,
    role: str,
    *,
    programme_id: UUID | None = None,
    partner_id: UUID | None = None,
    site_id: UUID | None = None,
    until: date | None = None,
    reason: str = "",
) -> bool:
    """Give a role, or propose it where that is needed; True when it holds from now on.

    Raises:
        Refused: there is no such role, it needs a place, or nobody gives it to themselves (so).
    """
    if role not in GRANTED:
        raise Refused(_("Choose one of the roles in the list."))
    grant, account = Grant(role, programme_id, partner_id, site_id), work.get(Account, account_id)
    if _held(work, account.id, grant):
        return True
    own = account.id == work.by.account_id or account.person_id == work.by.person_id
    sitting = _holders(work, READERS)
    answer = rules.may_give(grant, own=own, explained=bool(reason.strip()), sitting=len(sitting), system=work.by.system)
    if answer is Answer.WAITS:
        _propose(work, account, role, until, sitting)
        return False
    if answer is not Answer.GIVEN:
        raise Refused(_why_not(answer, role))
    _add(work, account.id, grant, until, by=work.by.account_id, reason=reason.strip() if own else "")
    work.note("give_role", "account", [account.person_id])
    _tell_of_gift(work, account, role, own=own)
    return True


def _held(work: Work, account_id: UUID, grant: Grant) -> bool:
    """Is it theirs already, in this very scope?"""
    same = select(RoleGrant.id).where(
        RoleGrant.account_id == account_id,
        *_now(work, (grant.role,)),
        *(getattr(RoleGrant, name).is_not_distinct_from(getattr(grant, name)) for name in LIMITS),
    )
    return work.one(same.limit(1)) is not None


def _add(work: Work, account_id: UUID, grant: Grant, until: date | None, *, by: UUID | None, reason: str = "") -> None:
    limits = {name: getattr(grant, name) for name in LIMITS}
    row = RoleGrant(account_id=account_id, role=grant.role, valid_from=work.today, until=until, given_by=by, **limits)
    row.reason = reason or None
    work.add(row)


def _why_not(answer: Answer, role: str) -> str:
    if answer is Answer.OWN:
        return _("Nobody names themselves for this role. Ask a colleague to be it.")
    if answer is Answer.UNEXPLAINED:
        return _("You give this role to yourself. Write why; the other administrators hear of it.")
    if "programme" in BOUND[role]:
        return _("This role is always for a programme, a school or a site. Choose which.")
    return _("This role is always for a school or a site. Choose which.")


def _propose(work: Work, account: Account, role: str, until: date | None, sitting: Iterable[UUID]) -> None:
    """Write down what waits for a yes, once, and tell those who can say it."""
    asked = select(RoleProposal.id).where(
        RoleProposal.account_id == account.id, RoleProposal.role == role, RoleProposal.settled_at.is_(None)
    )
    if work.one(asked) is not None:
        return
    row = work.add(
        RoleProposal(account_id=account.id, role=role, until=until, asked_by=work.by.account_id, asked_at=work.now)
    )
    work.note("propose_role", "account", [account.person_id])
    for reader in sitting:
        work.send(letters.reader_proposed(reader, row.id))


def settle(proposal_id: UUID, yes: bool, *, by: Actor) -> None:
    """Say yes or no to one more reader of worries.

    Raises:
        NotFound: `by` reads no worries, or it is about `by`.
        Clash: a colleague answered before.
    """
    with unit_of_work(by) as work:
        row = work.get(RoleProposal, proposal_id, lock=True, to="settle")
        if row.settled_at is not None:
            raise Clash(_("Your colleague has answered already."))
        row.settled_at, row.settled_by, row.agreed = work.now, by.account_id, yes
        account = work.get(Account, row.account_id)
        work.note("give_role" if yes else "refuse_role", "account", [account.person_id])
        if yes:
            if not _held(work, account.id, Grant(row.role)):
                _add(work, account.id, Grant(row.role), row.until, by=row.asked_by)
            work.send(letters.reads_from_now(account.person_id, row.id))
            _tell_of_gift(work, account, row.role, own=False)


def end(grant_id: UUID, *, by: Actor) -> None:
    """End a role at once; the very next click of its holder is refused.

    Raises:
        Refused: nobody would be administrator any more, or nobody would read worries.
    """
    with unit_of_work(by) as work:
        row = work.get(RoleGrant, grant_id, lock=True)
        alike = READERS if row.role in READERS else (row.role,)
        others = work.session.scalars(
            select(RoleGrant.id)
            .join(Account, (Account.tenant_id == RoleGrant.tenant_id) & (Account.id == RoleGrant.account_id))
            .where(*_now(work, alike), RoleGrant.id != row.id, Account.state != "blocked")
            .with_for_update(of=RoleGrant)
        ).all()
        if not rules.may_end(row.role, others=len(others), open_doors=_doors_are_open(), system=by.system):
            raise Refused(_last_one(row.role))
        row.ended_at = work.now
        person_id = work.get(Account, row.account_id).person_id
        work.note("end_role", "account", [person_id])
        if row.role in READERS:
            tell_of_end(work, person_id)


def _last_one(role: str) -> str:
    if role == "administrator":
        return _("You are the only administrator. Make someone else administrator first.")
    return _("Nobody else reads worries. Name someone else first; who reads them now says yes to that.")


def _doors_are_open() -> bool:
    """Has the organisation started? What is being set up may be set right; without a page to ask, it has."""
    organisation = g.get("organisation") if has_app_context() else None
    return organisation is None or organisation.state != "trial"


def _now(work: Work, roles: Iterable[str]) -> tuple[Any, ...]:
    return (
        RoleGrant.role.in_(tuple(roles)),
        RoleGrant.ended_at.is_(None),
        RoleGrant.valid_from <= work.today,
        or_(RoleGrant.until.is_(None), RoleGrant.until >= work.today),
    )


def _holders(work: Work, roles: Iterable[str]) -> list[UUID]:
    """The persons who have one of these roles now; an account that is shut for a while keeps its say."""
    holders: Select[Any] = (
        select(Account.person_id)
        .join(RoleGrant, (Account.tenant_id == RoleGrant.tenant_id) & (Account.id == RoleGrant.account_id))
        .where(*_now(work, roles))
    )
    return sorted(set(work.find(holders)))


def _tell_of_gift(work: Work, account: Account, role: str, *, own: bool) -> None:
    """Who reads worries hears of each new reader; administrators hear of each other, and of what one takes."""
    others = [one for one in _holders(work, ("administrator",)) if one not in (work.by.person_id, account.person_id)]
    readers = [one for one in _holders(work, READERS) if one not in (work.by.person_id, account.person_id)]
    if role in READERS:
        _write(work, readers, letters.reader_named)
        if not readers and not work.by.system:
            _write(work, others, letters.reader_named)
    elif own and not work.by.system:
        _write(work, others or readers, letters.role_taken)
    elif role == "administrator":
        _write(work, others, letters.administrator_named)


def tell_of_end(work: Work, person_id: UUID) -> None:
    """Who reads worries hears that somebody no longer does; so does that person."""
    _write(work, sorted({person_id, *_holders(work, READERS)}), letters.reader_ended)


def _write(work: Work, persons: Iterable[UUID], kind: Any) -> None:
    for person_id in persons:
        letter: Letter = kind(person_id, crypto.token()[:16])
        work.send(letter)
