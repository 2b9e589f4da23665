"""Sentences about trainings and certificates that several pages use."""

from __future__ import annotations

from datetime import date, datetime

from flask import g
from flask_babel import LazyString, force_locale, lazy_gettext, ngettext
from flask_babel import gettext as _

from maatwerk.language import formats
from maatwerk.programme.values import Role
from maatwerk.training.rules import Missing, Standing, State, WrongDays

STATES: dict[str, LazyString] = {
    State.VALID.value: lazy_gettext("Valid"),
    State.LAPSING.value: lazy_gettext("Ends soon"),
    State.NOT_YET.value: lazy_gettext("Not valid yet"),
    State.LAPSED.value: lazy_gettext("Ended"),
    State.WITHDRAWN.value: lazy_gettext("Withdrawn"),
}
TONES = {
    State.VALID.value: "ok",
    State.LAPSING.value: "warn",
    State.NOT_YET.value: "new",
    State.LAPSED.value: "bad",
    State.WITHDRAWN.value: "bad",
}
RUN_STATES: dict[str, LazyString] = {
    "planned": lazy_gettext("Planned"),
    "done": lazy_gettext("Done"),
    "cancelled": lazy_gettext("Called off"),
}
GROUNDS: dict[str, LazyString] = {
    "training": lazy_gettext("Followed the training here"),
    "brought_along": lazy_gettext("Brought along from elsewhere"),
}
MISSING: dict[str, LazyString] = {
    Missing.NO_CERTIFICATE.value: lazy_gettext("there is no certificate"),
    Missing.NOT_YET.value: lazy_gettext("the certificate is not valid yet"),
    Missing.LAPSED.value: lazy_gettext("the certificate has ended by then"),
    Missing.WITHDRAWN.value: lazy_gettext("the certificate was withdrawn"),
}


def why_not_leading(called: str, standing: Standing) -> str:
    """Why someone can't lead a training, and what to do (requirement 104)."""
    reason = str(MISSING[standing.missing[0]])
    return _(
        "%(name)s can't lead this training: %(reason)s. Only a certified teacher coach leads a training of students. "
        "Choose another coach, or let an administrator record a certificate.",
        name=called,
        reason=reason,
    )


def days_left(days: int) -> str:
    """How long a certificate still holds."""
    if days == 0:
        return _("Ends today")
    return ngettext("Ends in %(num)s day", "Ends in %(num)s days", days)


def enrolled(state: str) -> str:
    """What signing up came to."""
    if state == "enrolled":
        return _("You have a place. We sent you a letter with the dates.")
    return _("The training is full. You are on the waiting list and hear from us when a place comes free.")


def people(number: int) -> str:
    """So many people."""
    return ngettext("%(num)s person", "%(num)s people", number)


def given_out(number: int) -> str:
    """After certifying a group."""
    return ngettext(
        "%(num)s certificate was given out. A letter is on its way.",
        "%(num)s certificates were given out. The letters are on their way.",
        number,
    )


def letter_values(starts_at: datetime, place: str, locale: str | None) -> dict[str, str]:
    """Day, time and place of a meeting, in the language of who reads the letter."""
    with force_locale(_language(locale)):
        return {"day": formats.weekday(starts_at), "time": formats.clock_time(starts_at), "place": place}


def word(role: Role, locale: str | None) -> str:
    """What a role is called, in the language of who reads the letter."""
    with force_locale(_language(locale)):
        return role.words.singular


def letter_day(day: date, locale: str | None) -> dict[str, str]:
    """A day, in the language of who reads the letter."""
    with force_locale(_language(locale)):
        return {"day": formats.day(day)}


def _language(locale: str | None) -> str:
    return locale or g.get("tenant_locale") or "nl"


def to_certify() -> str:
    """On Today: the last meeting was held and everybody ticked."""
    return _("The training is over. Give out the certificates.")


def to_tick(starts_at: datetime) -> str:
    """On Today: a meeting was held and nobody ticked who was there."""
    return _("Who was there on %(day)s? Tick it, then it counts.", day=formats.weekday(starts_at))


def without_coach(name: str, last_at: datetime) -> str:
    """On Today: a training without someone who may lead it."""
    return _(
        "%(name)s holds no certificate for the training that ends on %(day)s. Choose another coach or renew it.",
        name=name,
        day=formats.weekday(last_at),
    )


def untrained(number: int, role: str, roles: str) -> str:
    """On Today: admitted, and nowhere in a training."""
    return ngettext(
        "%(num)s %(role)s waits for a training.",
        "%(num)s %(roles)s wait for a training.",
        number,
        role=role,
        roles=roles,
    )


def lapses(name: str, days: int) -> str:
    """On Today: a coach's certificate ends soon."""
    return ngettext(
        "The certificate of %(name)s ends in %(num)s day.",
        "The certificate of %(name)s ends in %(num)s days.",
        days,
        name=name,
    )


def wrong_days(wrong: WrongDays, until: date | None) -> str:
    """What is wrong with the days of a certificate brought along."""
    if wrong is WrongDays.NOT_YET_ISSUED:
        return _("The certificate was given out in the future. Look at the day again.")
    if wrong is WrongDays.ENDS_BEFORE:
        return _("The certificate ends before it was given out. Look at both days again.")
    return _("The certificate ended on %(day)s. Record it after it is renewed.", day=formats.day(until))


def tick_first(starts_at: datetime) -> str:
    """Why a group can't be certified yet."""
    return _("Nobody ticked who was there on %(day)s. Do that first.", day=formats.weekday(starts_at))
