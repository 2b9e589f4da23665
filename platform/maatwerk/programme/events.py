"""What happens to programmes that others may want to hear."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ParticipationMoved:
    """Someone's part in a programme went to another state; `before` is empty when they came in."""

    outside: ClassVar[bool] = True

    participation_id: UUID
    person_id: UUID
    programme_id: UUID
    side: str
    before: str
    after: str
