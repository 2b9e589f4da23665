"""What others hear of: consent and permission, given or withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ConsentGiven:
    """A purpose was consented to, by the person or by who represents them."""

    person_id: UUID


@dataclass(frozen=True, slots=True)
class ConsentWithdrawn:
    """A consent or a permission was taken back: what rests on it stops now."""

    person_id: UUID


@dataclass(frozen=True, slots=True)
class PermissionGiven:
    """Somebody with authority permits that this person takes part in a programme."""

    person_id: UUID
    programme_id: UUID


@dataclass(frozen=True, slots=True)
class SamePerson:
    """Two records turned out to be one human being; everything is `known_id`'s now."""

    person_id: UUID
    known_id: UUID
