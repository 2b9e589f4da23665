"""What happens at the door, for the rest of the house."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class InterviewConcluded:
    """An intake or selection talk came to an outcome; stays in the house, for what it came to is nobody else's."""

    participation_id: UUID
    outcome: str


@dataclass(frozen=True, slots=True)
class Admitted:
    """Someone may take part: a seeker as soon as consent is there, a supporter as soon as trained."""

    participation_id: UUID
    person_id: UUID
    programme_id: UUID
    side: str

    outside: ClassVar[bool] = True
