"""What an organisation decides about its roads: the holidays in which nobody is reminded of a meeting."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from maatwerk.programme import snapshot
from maatwerk.tenancy.settings import Setting, WrongSetting
from maatwerk.trajectory.rules.calendar import DAY, Calendar

MOST = 60  # holidays in the list: some years ahead
LONGEST = 100  # days of one holiday


@dataclass(frozen=True, slots=True)
class HolidaysSetting(Setting):
    """A list of holidays, each with a name and its first and last day."""

    def read(self, value: Any) -> Any:
        """[{"name": text, "first": "2026-10-10", "last": "2026-10-18"}, …]; an empty list: none."""
        if not isinstance(value, list) or len(value) > MOST:
            raise WrongSetting(gettext("Give sixty holidays at most."))
        for one in value:
            if not isinstance(one, Mapping) or set(one) != {"name", "first", "last"}:
                raise WrongSetting(gettext("A holiday has a name, a first day and a last day."))
            first, last = _iso(one["first"]), _iso(one["last"])
            named = isinstance(one["name"], str) and 0 < len(one["name"]) <= 80
            if not named or first is None or last is None or not first <= last <= first + LONGEST * DAY:
                raise WrongSetting(gettext("A holiday has a name, a first day and a last day."))
        return value


def _iso(text: Any) -> date | None:
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        return None


def _holiday(name: str, first: date, last: date) -> dict[str, str]:
    return {"name": name, "first": first.isoformat(), "last": last.isoformat()}


# The advised dates of region north; a college sets its own, so everybody looks at them once (domain.md section 4).
NAMES = {
    "autumn": _("Autumn holiday"),
    "christmas": _("Christmas holiday"),
    "spring": _("Spring holiday"),
    "may": _("May holiday"),
    "summer": _("Summer holiday"),
}
HOLIDAYS = HolidaysSetting(
    "trajectory.holidays",
    [
        _holiday("autumn", date(2026, 10, 10), date(2026, 10, 18)),
        _holiday("christmas", date(2026, 12, 19), date(2027, 1, 3)),
        _holiday("spring", date(2027, 2, 20), date(2027, 2, 28)),
        _holiday("may", date(2027, 4, 24), date(2027, 5, 9)),
        _holiday("summer", date(2027, 7, 10), date(2027, 8, 22)),
    ],
    _("Holidays, in which nobody is reminded of a meeting"),
)


def calendar_of(value: Sequence[Mapping[str, str]]) -> Calendar:
    """The setting's value as a calendar."""
    return Calendar.of((date.fromisoformat(one["first"]), date.fromisoformat(one["last"])) for one in value)


def calendar() -> Calendar:
    """The holidays of this organisation; no statement, they are kept with its other choices."""
    now = snapshot.current()
    found: Calendar | None = now.worked_out.get(HOLIDAYS.key)
    if found is None:
        chosen = now.chosen.get((None, HOLIDAYS.key))
        found = now.worked_out[HOLIDAYS.key] = calendar_of(chosen.value if chosen else HOLIDAYS.default)
    return found


def as_text(value: Sequence[Mapping[str, str]]) -> str:
    """The list as somebody types it: a line a holiday."""
    lines = []
    for one in value:
        days = [f"{date.fromisoformat(text):%d-%m-%Y}" for text in dict.fromkeys((one["first"], one["last"]))]
        lines.append(f"{' – '.join(days)} {NAMES.get(one['name'], one['name'])}")
    return "\n".join(lines)


_DAY = r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}"
_LINE = re.compile(rf"\s*({_DAY})(?:\s*(?:-|–|t/m|tot en met|to|until)?\s*({_DAY}))?\s+(\S.*?)\s*")


def typed(text: str) -> list[dict[str, str]]:
    """What somebody typed, a line a holiday: first day, last day, name.

    Raises:
        WrongSetting: a line is no holiday; the message holds that line.
    """
    return [_line(line) for line in text.splitlines() if line.strip()]


def _line(line: str) -> dict[str, str]:
    found = _LINE.fullmatch(line)
    first = _day_of(found.group(1)) if found else None
    last = _day_of(found.group(2) or found.group(1)) if found else None
    if found is None or first is None or last is None or not first <= last <= first + LONGEST * DAY:
        raise WrongSetting(
            gettext(
                "Write each holiday on a line: first day, last day, name. This one is not clear: %(line)s",
                line=line.strip(),
            )
        )
    return _holiday(found.group(3)[:80], first, last)


def _day_of(text: str) -> date | None:
    """2026-10-10, or day first: 10-10-2026."""
    numbers = [int(part) for part in re.split(r"[-/.]", text)]
    year, month, day = numbers if numbers[0] > 31 else numbers[::-1]
    try:
        return date(year, month, day)
    except ValueError:
        return None


SETTINGS: tuple[Setting, ...] = (HOLIDAYS,)
