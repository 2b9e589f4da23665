"""How an organisation begins: decisions without a database."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

SCREENS = ("organisation", "you", "programmes", "language", "look", "check")
MOST_OF_SLUG = 40


def slug_of(name: str) -> str:
    """A short name for an address out of an organisation's name: small letters, digits and dashes."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    words = re.sub(r"^[^a-z]+", "", words)[:MOST_OF_SLUG].strip("-")
    return words if len(words) >= 3 else ""


@dataclass(frozen=True, slots=True)
class Standing:
    """What of the set-up is there already."""

    looked: bool
    lead: bool
    sites: int
    programmes: int
    people: int
    coordinators: int
    coaches: int
    letter_sent: bool


@dataclass(frozen=True, slots=True)
class Task:
    """One line of the set-up list."""

    key: str
    done: bool


def tasks(found: Standing) -> tuple[Task, ...]:
    """The set-up list, in the order in which it goes best."""
    return (
        Task("look", found.looked),
        Task("letter", found.letter_sent),
        Task("lead", found.lead),
        Task("sites", found.sites > 0),
        Task("programmes", found.programmes > 0),
        Task("coordinator", found.coordinators > 0),
        Task("people", found.people > 0),
        Task("coach", found.coaches > 0),
    )


def may_start(found: Standing) -> tuple[str, ...]:
    """What still keeps an organisation from starting; no organisation starts without a named lead (ruling 7)."""
    missing = []
    if not found.lead:
        missing.append("lead")
    if not found.programmes:
        missing.append("programmes")
    if not found.coordinators:
        missing.append("coordinator")
    return tuple(missing)
