"""What was typed about a person, and in what two versions differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

NAMES = ("given_name", "preferred_name", "prefix", "family_name")
OF_PERSON = (*NAMES, "form_of_address", "birth_date", "locale", "email", "phone", "postcode", "channel")
OF_PLACE = ("group", "course", "level", "track", "year", "site_id")


@dataclass(frozen=True, slots=True)
class Details:
    """What someone typed about a person; None is nothing."""

    given_name: str | None = None
    preferred_name: str | None = None
    prefix: str | None = None
    family_name: str | None = None
    form_of_address: str | None = None
    birth_date: date | None = None
    locale: str | None = None
    email: str | None = None
    phone: str | None = None
    postcode: str | None = None
    channel: str = "email"


@dataclass(frozen=True, slots=True)
class Place:
    """What someone is at the organisation itself."""

    kind: str | None = None
    group: str | None = None
    course: str | None = None
    level: int | None = None
    track: str | None = None
    year: int | None = None
    site_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Guard:
    """What a parent or carer may."""

    may_consent: bool = True
    may_read: bool = False
    shielded: bool = False


def differences(stored: Any, typed: Details) -> Mapping[str, tuple[object, object]]:
    """After a clash: what stands there now beside what was typed, for each field in which they differ."""
    return {
        name: (getattr(stored, name), getattr(typed, name))
        for name in OF_PERSON
        if (getattr(stored, name) or None) != (getattr(typed, name) or None)
    }
