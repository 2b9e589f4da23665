"""What a room says when it wants a letter sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class LetterKind:
    """A kind of letter: its subject, paragraphs and button, as lazily translated text with %(placeholders)s.

    `register` says how the reader is addressed (je or u); `security` letters (a sign-in) are sent again
    after a crash rather than lost, all others at most once.
    """

    key: str
    subject: Any
    body: tuple[Any, ...]
    button: Any = None
    register: str = "je"
    security: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """Where the button of a letter leads; its token is minted while the letter is being sent.

    Kinds: sign_in, invitation, answer, consent, kickoff, application, nomination.
    """

    kind: str
    goes_to: str


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter to one person. `key` names it: the same key is sent once. `values` never hold dossier text."""

    kind: LetterKind
    to: UUID
    key: str
    subject: UUID | None = None
    link: Link | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    email: str | None = None
    account_id: UUID | None = None
    pass_id: UUID | None = None
    due: datetime | None = None
