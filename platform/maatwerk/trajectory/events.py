"""What happens on a road that other rooms and plug-ins may want to hear: ids only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class MatchStarted:
    """Two people really began: their kick-off was held."""

    outside: ClassVar[bool] = True

    match_id: UUID


@dataclass(frozen=True, slots=True)
class MatchEnded:
    """A road ended: complete, early, or before it began (`kind`)."""

    outside: ClassVar[bool] = True

    match_id: UUID
    seeker_id: UUID
    supporter_id: UUID
    kind: str


@dataclass(frozen=True, slots=True)
class MeetingHeld:
    """A meeting was logged, of one match or of a circle."""

    outside: ClassVar[bool] = True

    meeting_id: UUID
