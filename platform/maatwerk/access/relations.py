"""What access's own rows are to whom."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_

from maatwerk.access.actor import Actor
from maatwerk.access.model import Account, RoleGrant, RoleProposal
from maatwerk.access.policy import kind, relation
from maatwerk.access.rules import READERS

kind("account", Account)
kind("role_grant", RoleGrant)
kind("role_proposal", RoleProposal)


@relation("role_proposal", "of_another")
def _of_another(actor: Actor, role: str) -> ColumnElement[bool]:
    """Of somebody else who is to read worries: nobody says yes to themselves."""
    return and_(RoleProposal.role.in_(READERS), RoleProposal.account_id != actor.account_id)
