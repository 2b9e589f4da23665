"""Shells that a worker calls: a letter, or everything that waits."""

from __future__ import annotations

from uuid import UUID

from flask import current_app

from maatwerk.tenancy import jobs, resolve


def send(tenant: str, letter: str) -> str:
    """Send one letter of one tenant now, if it still waits."""
    with jobs.in_tenant(tenant):
        return str(current_app.extensions["maatwerk.postman"](UUID(letter)))


def sweep() -> int:
    """Send what the doorbell missed, in every tenant; how many letters left."""
    left = 0
    for tenant in resolve.all_tenants():
        with jobs.in_tenant(tenant.id):
            left += current_app.extensions["maatwerk.sweeper"]()
    return left
