"""What access's own rows are to whom."""

from __future__ import annotations

from maatwerk.access.model import Account, RoleGrant
from maatwerk.access.policy import kind

kind("account", Account)
kind("role_grant", RoleGrant)
