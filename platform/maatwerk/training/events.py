"""What training tells the house and the plug-ins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class TrainingCompleted:
    """Someone was there for all that their role asks."""

    outside: ClassVar[bool] = True
    person_id: UUID
    role_key: str
    programme_id: UUID


@dataclass(frozen=True, slots=True)
class CertificateIssued:
    """Someone may act in a role from now on: trained here, or brought along."""

    outside: ClassVar[bool] = True
    certificate_id: UUID
    person_id: UUID
    role_key: str
    plugin: str
