"""Who is who, how old, and what must be allowed by whom: decisions without a database."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

CONSENT_AGE = 16  # UAVG article 5: below it a legal representative consents
ADULT = 18  # below it someone with authority may have to permit taking part
# Letters that are one sign of their own and lose no accent by decomposing.
_OWN_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t", "’": "'"}
)


def age_on(birth_date: date, day: date) -> int:
    """How old someone is on `day`; who was born on 29 February turns a year older on 1 March."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def turns_on(birth_date: date, age: int) -> date:
    """The day on which someone turns `age`."""
    year = birth_date.year + age
    try:
        return birth_date.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def fold(text: str) -> str:
    """`text` in small letters without accents, so that *Çelik* is found by *celik*."""
    if text.isascii():
        return " ".join(text.lower().split())
    plain = unicodedata.normalize("NFKD", text.casefold()).translate(_OWN_LETTERS)
    return " ".join("".join(sign for sign in plain if not unicodedata.combining(sign)).split())


def called(given: str | None, preferred: str | None) -> str:
    """The name somebody is called by."""
    return preferred or given or "–"


def full_name(given: str | None, preferred: str | None, prefix: str | None, family: str | None) -> str:
    """Called, prefix, family name."""
    return " ".join(part for part in (called(given, preferred), prefix, family) if part)


def name_keys(given: str | None, preferred: str | None, prefix: str | None, family: str | None) -> tuple[str, str]:
    """The keys by which a person is sorted (*van den Berg* under B) and found (any part of the name)."""
    called = fold(preferred or given or "")
    first = [called, fold(given)] if given and preferred and fold(given) != called else [called]
    parts = [*first, fold(prefix or ""), fold(family or "")]
    sort_key = " ".join(part for part in (fold(family or ""), called, fold(prefix or "")) if part)
    return sort_key, " ".join(part for part in parts if part)


def lost_letters(*names: str | None) -> bool:
    """Did an export write a question mark where a letter was?"""
    return any("?" in name for name in names if name)


@dataclass(frozen=True, slots=True)
class ConsentSettings:
    """What the organisation chose: the age of consent, permission at 16 and 17, the purposes that rest on consent."""

    consent_age: int = CONSENT_AGE
    permission_16_17: bool = False
    purposes: tuple[str, ...] = ()


DEFAULTS = ConsentSettings()


def needs_permission(age: int | None, settings: ConsentSettings = DEFAULTS) -> bool:
    """Must someone with authority permit that this person takes part? Who has no known age counts as a child."""
    if age is None or age < settings.consent_age:
        return True
    return age < ADULT and settings.permission_16_17


def needs_guardian_consent(age: int | None, settings: ConsentSettings = DEFAULTS) -> bool:
    """Does a legal representative consent for this person (UAVG article 5)?"""
    return age is None or age < settings.consent_age


class Kind(StrEnum):
    """What is asked: permission to take part, or consent for one purpose."""

    PERMISSION = "permission"
    CONSENT = "consent"


class Asks(StrEnum):
    """Of whom it is asked."""

    SELF = "self"
    GUARDIAN = "guardian"


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that must be allowed before someone takes part, and who allows it."""

    kind: Kind
    purpose: str | None
    asks: Asks


def needs(age: int | None, settings: ConsentSettings = DEFAULTS) -> tuple[Need, ...]:
    """Everything that must be allowed at this age, permission first."""
    found = [Need(Kind.PERMISSION, None, Asks.GUARDIAN)] if needs_permission(age, settings) else []
    asks = Asks.GUARDIAN if needs_guardian_consent(age, settings) else Asks.SELF
    return (*found, *(Need(Kind.CONSENT, purpose, asks) for purpose in settings.purposes))


@dataclass(frozen=True, slots=True)
class Guardian:
    """A parent or carer as the rules see them."""

    person_id: UUID
    may_consent: bool = True
    shielded: bool = False

    @property
    def answers(self) -> bool:
        """May this one answer? Someone who is shielded gets nothing, not even the question."""
        return self.may_consent and not self.shielded


def answerers(need: Need, person_id: UUID, guardians: Iterable[Guardian]) -> tuple[UUID, ...]:
    """Who may answer: the person themselves, or every parent or carer who may consent."""
    if need.asks is Asks.SELF:
        return (person_id,)
    return tuple(guardian.person_id for guardian in guardians if guardian.answers)


class State(StrEnum):
    """How one question stands."""

    NOT_ASKED = "not_asked"
    OPEN = "open"
    YES = "yes"
    NO = "no"
    WITHDRAWN = "withdrawn"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Asked:
    """One question put to one person; of two to the same person the later counts."""

    kind: Kind
    purpose: str | None
    of: UUID
    order: float  # when it was asked, as a number that grows
    answer: str | None = None
    until: date | None = None
    withdrawn: bool = False


def state_of(asked: Asked, today: date) -> State:
    """How this one question stands today; a withdrawal closes at once, an answer is over after its last day."""
    if asked.withdrawn:
        return State.WITHDRAWN
    if asked.until is not None and asked.until < today:
        return State.OVER
    return {"yes": State.YES, "no": State.NO}.get(asked.answer or "", State.OPEN)


# Of several answers the one that closes counts: nobody starts while one parent says no.
_CLOSES_FIRST = (State.WITHDRAWN, State.NO, State.YES, State.OPEN, State.OVER)


def standing(need: Need, asked: Sequence[Asked], who: Iterable[UUID], today: date) -> State:
    """How a need stands with those who may answer it: a no or a withdrawal of one closes, else one yes opens."""
    states = []
    for person_id in who:
        theirs = [one for one in asked if (one.kind, one.purpose, one.of) == (need.kind, need.purpose, person_id)]
        if theirs:
            states.append(state_of(max(theirs, key=lambda one: one.order), today))
    return next((state for state in _CLOSES_FIRST if state in states), State.NOT_ASKED)


class Why(StrEnum):
    """Why a need is not met."""

    NO_BIRTH_DATE = "no_birth_date"
    NO_GUARDIAN = "no_guardian"
    NOT_ASKED = "not_asked"
    OPEN = "open"
    NO = "no"
    WITHDRAWN = "withdrawn"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that is still missing, why, and of whom an answer is awaited."""

    why: Why
    kind: Kind | None = None
    purpose: str | None = None
    of: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Readiness:
    """May this person take part as far as consent and permission go, and what is missing if not."""

    ready: bool
    missing: tuple[Missing, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """Whom a question of readiness is about."""

    person_id: UUID
    birth_date: date | None
    guardians: tuple[Guardian, ...] = ()
    asked: tuple[Asked, ...] = field(default=())


def readiness(person: Standing, settings: ConsentSettings, today: date) -> Readiness:
    """Say whether everything that this person's age asks for is there, and what is not (issue 2, item 8).

    Without a birth date nobody is ready: we can't know who must be asked.
    """
    if person.birth_date is None:
        return Readiness(False, (Missing(Why.NO_BIRTH_DATE),))
    missing = []
    for need in needs(age_on(person.birth_date, today), settings):
        who = answerers(need, person.person_id, person.guardians)
        state = standing(need, person.asked, who, today)
        if state is not State.YES:
            why = Why(state) if who else Why.NO_GUARDIAN
            missing.append(Missing(why, need.kind, need.purpose, who))
    return Readiness(not missing, tuple(missing))


def holds_until(need: Need, birth_date: date | None, settings: ConsentSettings) -> date | None:
    """The last day of a consent given for a child: from the age of consent they decide themselves."""
    if need.kind is Kind.PERMISSION or need.asks is Asks.SELF or birth_date is None:
        return None
    return date.fromordinal(turns_on(birth_date, settings.consent_age).toordinal() - 1)


def to_ask(person: Standing, settings: ConsentSettings, today: date) -> tuple[tuple[Need, UUID], ...]:
    """Which questions to put to whom now: never asked, or over; a no is not asked again by itself."""
    if person.birth_date is None:
        return ()
    found = []
    for need in needs(age_on(person.birth_date, today), settings):
        for who in answerers(need, person.person_id, person.guardians):
            if standing(need, person.asked, (who,), today) in (State.NOT_ASKED, State.OVER):
                found.append((need, who))
    return tuple(found)
