"""Who plays which part, and what it is called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from flask_babel import get_locale
from flask_babel.speaklater import LazyString

Lazy: TypeAlias = str | LazyString  # a sentence in the reader's language: flask_babel.lazy_gettext


class Side(StrEnum):
    """Which of the two: who has the question, or who has the experience."""

    SEEKER = "seeker"
    SUPPORTER = "supporter"


class Who(StrEnum):
    """Who acts in a step or does a checklist item."""

    SEEKER = "seeker"
    SUPPORTER = "supporter"
    COORDINATOR = "coordinator"
    TEACHER_COACH = "teacher_coach"


@dataclass(frozen=True, slots=True)
class RoleForms:
    """One role in one language, in all forms that sentences use; no adjective, *deze* or *dit* goes before them."""

    singular: str  # tutor
    plural: str  # tutors
    with_article: str  # de tutor · the tutor
    with_je: str  # je tutor · your tutor (to young people and supporters)
    with_uw: str  # uw tutor · your tutor (to parents and partners)
    starting: str  # De tutor · The tutor (at a sentence's start)


@dataclass(frozen=True, slots=True)
class RoleWords:
    """One role in every language the variant speaks; read a form as an attribute for the reader's language."""

    en: RoleForms  # what is shown where a language is missing
    nl: RoleForms | None = None  # Dutch
    others: Mapping[str, RoleForms] = field(default_factory=dict)  # further languages by code

    def forms(self, locale: str | None = None) -> RoleForms:
        """The forms in `locale` (default: the reader's language), English where the variant lacks it."""
        code = locale or _language()
        return (self.nl if code == "nl" else self.others.get(code)) or self.en

    @property
    def singular(self) -> str:
        """*tutor*."""
        return self.forms().singular

    @property
    def plural(self) -> str:
        """*tutors*."""
        return self.forms().plural

    @property
    def with_article(self) -> str:
        """*de tutor*, *the tutor*."""
        return self.forms().with_article

    @property
    def with_je(self) -> str:
        """*je tutor*, *your tutor*."""
        return self.forms().with_je

    @property
    def with_uw(self) -> str:
        """*uw tutor*, *your tutor*."""
        return self.forms().with_uw

    @property
    def starting(self) -> str:
        """*De tutor*, *The tutor*."""
        return self.forms().starting


def _language() -> str:
    locale = get_locale()
    return locale.language if locale else "en"


@dataclass(frozen=True, slots=True)
class Role:
    """A part that people play: tutor, mentee, teacher coach."""

    key: str  # tutor; unique within the plug-in
    words: RoleWords  # what it is called, in all forms
    description: Lazy = ""  # one sentence for someone who considers it
    gains: Lazy = ""  # what it brings the person themselves (requirement 26)
    needs_certificate: bool = False  # nobody acts in it without a valid role certificate
    certificate_months: int | None = None  # how long that certificate is valid; None: no end
    least_age: int | None = None  # from this age
    most_age: int | None = None  # until and including this age
    checks: tuple[str, ...] = ("reference", "agreement")  # what must be seen of a supporter: these, or vog


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several: an answer, a topic, an interest, a reason."""

    key: str
    label: Lazy
    hint: Lazy = ""
