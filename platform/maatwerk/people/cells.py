"""What stands in one cell: a value, nothing, or something that can't be read, with the reason as a key."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache

import phonenumbers

from maatwerk.interface.forms import parsed_day, parsed_phone
from maatwerk.people.rules import age_on

LONGEST = 200
_EMAIL = re.compile(r"[^@\s,;:<>()\[\]\"\\]{1,64}@[^@\s,;:<>()\[\]\"\\.]+(\.[^@\s,;:<>()\[\]\"\\.]+)+")
_POSTCODE = re.compile(r"[1-9][0-9]{3} ?(?!S[ADS])[A-Z]{2}")
_LEVEL = re.compile(r"(?:mbo|niveau|niv|level)?[ .-]*([1-4])", re.IGNORECASE)
_YEAR = re.compile(r"(?:leerjaar|jaar|year)?[ .-]*([1-8])", re.IGNORECASE)
_DIGITS = re.compile(r"0[1-9][0-9]{8}")
_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._/-]{0,49}")
_FORMULA = tuple("=+-@\uff1d\uff0b\uff0d\uff20")
_PARTICLE = re.compile(r"[A-Z' ]+")
# What people write where there is nothing to write.
_NOTHING = frozenset(("geen", "-", "--", "n.v.t.", "nvt", "onbekend", "none", "unknown", "n/a", "null", "x"))
_MAY_BE_NOTHING = frozenset(("email", "phone", "postcode", "prefix"))


class Unreadable(ValueError):
    """This cell can't be taken as it stands; the argument is the reason's key."""


def clean(text: str) -> str:
    """The cell without blanks around it.

    Raises Unreadable for line ends and signs that no keyboard types.
    """
    text = text.replace("\u00a0", " ").strip(" \t\r\n\ufeff")
    if text.isascii() and text.isprintable():
        return text
    if "\n" in text or "\r" in text:
        raise Unreadable("line_break" if text.count("\n") < 4 else "open_quote")
    if any(unicodedata.category(sign) in ("Cc", "Cf", "Co", "Cs", "Zl", "Zp") for sign in text):
        raise Unreadable("control_character")
    return unicodedata.normalize("NFC", text)


def value(field: str, text: str, today: date) -> str | int | date | None:
    """What a cleaned cell means for a field; None for nothing. Raises Unreadable."""
    if not text or (field in _MAY_BE_NOTHING and text.lower() in _NOTHING):
        return None
    if len(text) > LONGEST:
        raise Unreadable("too_long")
    if text.startswith(_FORMULA) and field != "phone":
        raise Unreadable("formula")
    if looks_like_bsn(text) and field not in ("number", "phone"):
        raise Unreadable("bsn")
    if field == "birth_date":
        return _birth_date(text, today)
    return _READERS.get(field, _as_it_stands)(text)


def _as_it_stands(text: str) -> str:
    return " ".join(text.split())


@lru_cache(maxsize=20_000)
def _birth_date(text: str, today: date) -> date:
    found = parsed_day(text)
    if found is None:
        shape = re.fullmatch(r"\d{1,2}[-/. ]\d{1,2}[-/. ]\d{4}|\d{4}-\d{1,2}-\d{1,2}", text)
        raise Unreadable("birth_date_impossible" if shape else "birth_date_unreadable")
    if found > today:
        raise Unreadable("birth_date_future")
    if not 4 <= age_on(found, today) <= 110:
        raise Unreadable("birth_date_unlikely")
    return found


def _email(text: str) -> str:
    if len(text) > 254 or not _EMAIL.fullmatch(text):
        raise Unreadable("email_unreadable")
    return text.lower()


def phone(text: str) -> str:
    """A telephone number as +31600000001; any possible one is right (ruling 4). Raises Unreadable."""
    digits = text.replace(" ", "").replace("-", "")
    if _DIGITS.fullmatch(digits):
        return "+31" + digits[1:]
    found = parsed_phone(text)
    if found is None:
        raise Unreadable("phone_impossible")
    return phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164)


def postcode(text: str) -> str:
    """A Dutch postcode as `1234 AB` (domain.md section 4). Raises Unreadable."""
    upper = " ".join(text.upper().split())
    if not _POSTCODE.fullmatch(upper):
        raise Unreadable("postcode_impossible")
    return upper if " " in upper else f"{upper[:4]} {upper[4:]}"


def _level(text: str) -> int:
    found = _LEVEL.fullmatch(text)
    if found is None:
        raise Unreadable("level_unknown")
    return int(found[1])


def _year(text: str) -> int:
    found = _YEAR.fullmatch(text)
    if found is None:
        raise Unreadable("year_unknown")
    return int(found[1])


def _track(text: str) -> str:
    upper = text.upper()
    if upper not in ("BOL", "BBL"):
        raise Unreadable("track_unknown")
    return upper


def _number(text: str) -> str:
    if not _NUMBER.fullmatch(text):
        raise Unreadable("number_unreadable")
    return text


def _id(text: str) -> str:
    if not re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", text.lower()):
        raise Unreadable("id_unreadable")
    return text.lower()


def _prefix(text: str) -> str:
    text = _as_it_stands(text)
    return text.lower() if _PARTICLE.fullmatch(text) else text


def _name(text: str) -> str:
    text = _as_it_stands(text)
    if not any(sign.isalpha() or sign == "?" for sign in text):
        raise Unreadable("name_unreadable")
    return text


def looks_like_bsn(text: str) -> bool:
    """Does this look like a citizen service number: eight or nine digits that pass the eleven test?"""
    digits = text.replace(".", "").replace(" ", "")
    if not (digits.isascii() and digits.isdigit() and len(digits) in (8, 9)):
        return False
    digits = digits.zfill(9)
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return digits != "000000000" and sum(w * int(d) for w, d in zip(weights, digits, strict=True)) % 11 == 0


_READERS: Mapping[str, Callable[[str], str | int]] = {
    "number": _number,
    "id": _id,
    "given_name": _name,
    "preferred_name": _name,
    "family_name": _name,
    "prefix": _prefix,
    "email": _email,
    "phone": phone,
    "postcode": postcode,
    "level": _level,
    "track": _track,
    "year": _year,
}
