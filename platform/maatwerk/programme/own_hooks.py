"""The core's own answers to the hooks, after every plug-in's: it eats its own food."""

from __future__ import annotations

from flask import Blueprint

from maatwerk.access.policy import Rule
from maatwerk.correspondence.values import LetterKind
from maatwerk.programme.hookspecs import hookimpl
from maatwerk.programme.values import About, Happening, Job, Variant
from maatwerk.tenancy.settings import Setting


@hookimpl(trylast=True)
def programme_about() -> About | None:
    """Nothing: then the plug-in's key names it."""
    return None


@hookimpl(trylast=True)
def programme_variants() -> list[Variant]:
    """None: the core knows no programme."""
    return []


@hookimpl(trylast=True)
def programme_pages() -> list[Blueprint]:
    """None."""
    return []


@hookimpl(trylast=True)
def programme_permissions() -> list[Rule]:
    """None."""
    return []


@hookimpl(trylast=True)
def programme_settings() -> list[Setting]:
    """None."""
    return []


@hookimpl(trylast=True)
def programme_letters() -> list[LetterKind]:
    """None: the rooms have their own."""
    return []


@hookimpl(trylast=True)
def programme_jobs() -> list[Job]:
    """Nothing."""
    return []


@hookimpl(trylast=True)
def happened(event: Happening) -> None:
    """Nothing: the rooms hear events within the transaction."""
