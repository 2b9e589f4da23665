"""Names in a shared store: each carries its tenant, or there is none."""

from __future__ import annotations

from flask import current_app

from maatwerk.ground import crypto
from maatwerk.tenancy import scope


def store_key(purpose: str, *parts: object) -> str:
    """The name under which a tenant's thing is kept: an HMAC that tells nothing; NoScope without a tenant."""
    tenant = scope.tenant_id()
    secret = crypto.derive(current_app.extensions["maatwerk.settings"].secret, "store keys")
    named = "|".join(str(part) for part in (tenant, purpose, *parts))
    return f"maatwerk:{tenant}:{purpose}:{crypto.sign(secret, named)[:40]}"
