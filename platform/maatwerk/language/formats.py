"""How days, times, numbers and lists are written for the reader: `25 november 2026`, `3 dagen geleden`, `a, b en c`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date as babel_format_date
from babel.dates import format_time, format_timedelta
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent
from flask import g
from flask_babel import get_locale, gettext, ngettext
from markupsafe import Markup, escape

from maatwerk.ground import clock

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
BRITISH = Locale("en", "GB")  # 24-hour clock and the day before the month, as people in the Netherlands write it
DUTCH = Locale("nl")


@lru_cache(maxsize=4096)
def format_date(value: date, pattern: str, *, locale: Locale) -> str:
    """A day by a pattern; lists say the same days over and over."""
    return babel_format_date(value, pattern, locale=locale)


def zone() -> tzinfo:
    """The time zone of the tenant; Amsterdam unless it says otherwise."""
    try:
        return g.get("zone") or AMSTERDAM
    except RuntimeError:
        return AMSTERDAM


def locale() -> Locale:
    """How the reader's language writes dates and numbers."""
    found = get_locale()
    return BRITISH if found is not None and found.language == "en" else DUTCH


def today() -> date:
    """Today where the tenant is."""
    here = zone()
    return clock.now().astimezone(here).date()


def local_day(value: date | datetime) -> date:
    """The day that `value` falls on where the tenant is."""
    return value.astimezone(zone()).date() if isinstance(value, datetime) else value


def day(value: date | datetime | None) -> str:
    """`25 november 2026`; nothing for None."""
    return "" if value is None else format_date(local_day(value), "d MMMM y", locale=locale())


def day_short(value: date | datetime | None) -> str:
    """`25 nov`, with the year when it is another year than this."""
    if value is None:
        return ""
    found = local_day(value)
    text = format_date(found, "d MMM" if found.year == today().year else "d MMM y", locale=locale())
    return text.replace(".", "")


def weekday(value: date | datetime | None) -> str:
    """`woensdag 25 november`, with the year when it is another year than this."""
    if value is None:
        return ""
    found = local_day(value)
    pattern = "EEEE d MMMM" if found.year == today().year else "EEEE d MMMM y"
    return format_date(found, pattern, locale=locale())


def clock_time(value: datetime | time | None) -> str:
    """`15:30` where the tenant is; a bare time is taken as it stands."""
    if value is None:
        return ""
    local = value.astimezone(zone()).time() if isinstance(value, datetime) else value
    return format_time(local, "HH:mm", locale=locale())


def moment(value: datetime | None) -> str:
    """`woensdag 25 november, 15:30`."""
    return "" if value is None else f"{weekday(value)}, {clock_time(value)}"


def ago(value: date | datetime | None) -> str:
    """How long ago or ahead, in words: `vandaag`, `morgen`, `3 dagen geleden`, `over 2 maanden`."""
    if value is None:
        return ""
    return relative((local_day(value) - today()).days)


def relative(days: int) -> str:
    """`days` from today in words; negative is past. Days up to two months, then months, then years."""
    if days == 0:
        return gettext("today")
    if abs(days) == 1:
        return gettext("tomorrow") if days == 1 else gettext("yesterday")
    return _distance(days, locale())


@lru_cache(maxsize=4096)
def _distance(days: int, of: Locale) -> str:
    """The same few hundred distances stand on every list, and babel takes its time over each."""
    size = abs(days)
    unit = "day" if size <= 60 else "month" if size < 730 else "year"
    length = {"day": 1, "month": 30.4375, "year": 365.25}[unit]
    seconds = round(days / length) * {"day": 86400, "month": 2592000, "year": 31536000}[unit]
    return format_timedelta(seconds, granularity=unit, threshold=1e9, add_direction=True, locale=of)  # type: ignore[arg-type]


def days_long(days: int) -> str:
    """A stretch of days: `1 dag`, `31 dagen`."""
    return ngettext("%(num)d day", "%(num)d days", days)


def number(value: float | None, decimals: int | None = None) -> str:
    """`1.234,5` in Dutch, `1,234.5` in English; `decimals` fixes how many digits follow."""
    if value is None:
        return ""
    pattern = None if decimals is None else "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(value, pattern, locale=locale())


def percent(value: float | None, decimals: int = 0) -> str:
    """A share of one as `66%`."""
    if value is None:
        return ""
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "") + "%"
    return format_percent(value, pattern, locale=locale())


def duration(minutes: int | None) -> str:
    """Minutes as people say them: `45 min`, `1 uur`, `1 uur 15 min`."""
    if minutes is None:
        return ""
    whole, rest = divmod(int(minutes), 60)
    parts = [ngettext("%(num)d hour", "%(num)d hours", whole)] if whole else []
    if rest or not whole:
        parts.append(gettext("%(minutes)d min", minutes=rest))
    return " ".join(parts)


def hours(value: float | None) -> str:
    """Hours as a number: `1 uur`, `12,5 uur`."""
    if value is None:
        return ""
    return gettext("1 hour") if value == 1 else gettext("%(hours)s hours", hours=number(value))


def listing(items: Iterable[object]) -> str:
    """`a, b en c`; markup inside stays markup, all else stays text."""
    found = list(items)
    if any(isinstance(item, Markup) for item in found):
        return Markup(format_list([escape(item) for item in found], locale=locale()))
    return format_list([str(item) for item in found], locale=locale()) if found else ""


FILTERS: dict[str, Callable[..., str]] = {
    "day": day,
    "day_short": day_short,
    "weekday": weekday,
    "moment": moment,
    "clock_time": clock_time,
    "ago": ago,
    "relative": relative,
    "days_long": days_long,
    "number": number,
    "percent": percent,
    "duration": duration,
    "hours": hours,
    "listing": listing,
}
