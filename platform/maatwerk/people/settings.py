"""What an organisation decides about consent and permission."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from maatwerk.people.rules import ADULT, CONSENT_AGE, ConsentSettings
from maatwerk.tenancy.settings import Setting, current

PERMISSION_16_17 = Setting(
    "people.permission_16_17", False, _("At 16 and 17 a parent or carer permits taking part as well")
)
CONSENT_AGE_SETTING = Setting(
    "people.consent_age", CONSENT_AGE, _("From this age young people consent themselves"), least=CONSENT_AGE, most=ADULT
)
# Everything that could rest on consent; what does is the organisation's choice, with its data protection officer.
PURPOSES = {
    "matching": _("Use the answers to find someone who fits, and show that person a first name and the question"),
    "school": _("Tell the school how it goes: whether they meet and how often, never what they talk about"),
    "evaluation": _("Use answers without a name to learn what the programme brings"),
    "afterwards": _("Ask once, within a year after the end, how it goes now"),
}
PURPOSES_BY_CONSENT = Setting("people.purposes_by_consent", [], _("What we do only with consent"))
SETTINGS = (PERMISSION_16_17, CONSENT_AGE_SETTING, PURPOSES_BY_CONSENT)


def consent_settings(session: Session) -> ConsentSettings:
    """What holds for consent now: one statement."""
    return read(current(session))


def read(chosen: dict[str, Any]) -> ConsentSettings:
    """The consent settings among all that the organisation chose."""
    purposes = chosen.get(PURPOSES_BY_CONSENT.key, PURPOSES_BY_CONSENT.default)
    return ConsentSettings(
        consent_age=chosen.get(CONSENT_AGE_SETTING.key, CONSENT_AGE_SETTING.default),
        permission_16_17=chosen.get(PERMISSION_16_17.key, PERMISSION_16_17.default),
        purposes=tuple(purpose for purpose in PURPOSES if purpose in purposes),
    )
