"""What happens in matching that other rooms must hear."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class BothSaidYes:
    """Every yes of the programme's steps is there: the match is made in the same transaction (requirement 4)."""

    proposal_id: UUID
