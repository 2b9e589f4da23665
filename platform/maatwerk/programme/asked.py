"""What an application asks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from maatwerk.programme.roles import Choice, Lazy


class Kind(StrEnum):
    """How a question is answered; the last five fill columns that matching reads, not answers."""

    CHOICE = "choice"  # one of `choices`
    CHOICES = "choices"  # some of `choices`
    SCALE = "scale"  # 1 to 5
    TEXT = "text"  # free words; kept sealed
    SLOTS = "slots"  # parts of the week
    SUBJECTS = "subjects"  # of `variant.subjects`
    INTERESTS = "interests"  # of `variant.interests`
    LANGUAGES = "languages"  # of `lists.LANGUAGES`
    POSTCODE = "postcode"  # where somebody lives: 1234 AB


class WritesTo(StrEnum):
    """Which of a person's columns an answer fills."""

    SLOTS = "slots"
    NEEDS = "subjects_needs"
    OFFERS = "subjects_offers"
    INTERESTS = "interests"
    LANGUAGES = "languages"
    POSTCODE = "postcode"


@dataclass(frozen=True, slots=True)
class Question:
    """One question of an application, one to a page."""

    key: str  # stays the same over the years: answers are kept under it
    kind: Kind
    label: Lazy  # the question itself, to *je*
    hint: Lazy = ""  # what helps someone answer
    choices: tuple[Choice, ...] = ()  # for CHOICE and CHOICES
    least: int = 0  # for the kinds that take several: at least so many
    most: int | None = None  # and at most
    required: bool = True  # may it be left open?
    audience: Lazy = ""  # who reads the answer; empty: `defaults.audience_of` says it
    writes_to: WritesTo | None = None  # None: kept with the application only
