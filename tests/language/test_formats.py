"""How days, times, numbers and lists are written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from flask import Flask, g, render_template_string
from markupsafe import Markup

from maatwerk.ground import clock
from maatwerk.language import catalogues, formats

NOW = datetime(2026, 11, 24, 22, 30, tzinfo=UTC)  # 23:30 in Amsterdam


@pytest.fixture
def app() -> Flask:
    app = Flask(__name__)
    catalogues.install(app)
    return app


@pytest.fixture(params=["nl", "en"])
def language(request: pytest.FixtureRequest, app: Flask) -> Iterator[str]:
    with app.test_request_context(f"/?lang={request.param}"), clock.at(NOW):
        yield request.param


def said(language: str, dutch: str, english: str) -> str:
    return {"nl": dutch, "en": english}[language]


def test_day_is_written_out(language: str) -> None:
    assert formats.day(date(2026, 3, 5)) == said(language, "5 maart 2026", "5 March 2026")


def test_day_of_a_moment_is_the_day_where_the_tenant_is(language: str) -> None:
    """Half past eleven at night in London is already tomorrow in Amsterdam."""
    late = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)

    assert formats.day(late) == said(language, "25 november 2026", "25 November 2026")
    g.zone = ZoneInfo("America/New_York")
    assert formats.day(late) == said(language, "24 november 2026", "24 November 2026")


@pytest.mark.parametrize(
    ("value", "dutch", "english"),
    [
        (date(2026, 11, 3), "3 nov", "3 Nov"),
        (date(2025, 9, 3), "3 sep 2025", "3 Sept 2025"),
        (date(2026, 3, 3), "3 mrt", "3 Mar"),
        (date(2026, 5, 3), "3 mei", "3 May"),
    ],
)
def test_short_day_leaves_out_this_year_and_has_no_dots(language: str, value: date, dutch: str, english: str) -> None:
    assert formats.day_short(value) == said(language, dutch, english)


def test_weekday_names_the_year_only_when_it_is_another(language: str) -> None:
    assert formats.weekday(date(2026, 11, 25)) == said(language, "woensdag 25 november", "Wednesday 25 November")
    assert formats.weekday(date(2027, 1, 4)) == said(language, "maandag 4 januari 2027", "Monday 4 January 2027")


def test_moment_is_told_on_the_tenants_clock(language: str) -> None:
    summer, winter = datetime(2026, 7, 1, 13, 5, tzinfo=UTC), datetime(2026, 11, 25, 14, 30, tzinfo=UTC)

    assert formats.moment(winter) == said(language, "woensdag 25 november, 15:30", "Wednesday 25 November, 15:30")
    assert formats.clock_time(summer) == "15:05"
    assert formats.clock_time(time(9, 0)) == "09:00"


@pytest.mark.parametrize(
    ("value", "dutch", "english"),
    [
        (date(2026, 11, 24), "vandaag", "today"),
        (date(2026, 11, 23), "gisteren", "yesterday"),
        (date(2026, 11, 25), "morgen", "tomorrow"),
        (date(2026, 11, 21), "3 dagen geleden", "3 days ago"),
        (date(2026, 10, 24), "31 dagen geleden", "31 days ago"),
        (date(2026, 12, 1), "over 7 dagen", "in 7 days"),
        (date(2026, 8, 24), "3 maanden geleden", "3 months ago"),
        (date(2027, 5, 24), "over 6 maanden", "in 6 months"),
        (date(2023, 11, 24), "3 jaar geleden", "3 years ago"),
        (datetime(2026, 11, 24, 23, 30, tzinfo=UTC), "morgen", "tomorrow"),
    ],
)
def test_days_from_today_are_told_in_words(language: str, value: date, dutch: str, english: str) -> None:
    assert formats.ago(value) == said(language, dutch, english)


@pytest.mark.parametrize(
    ("minutes", "dutch", "english"),
    [
        (0, "0 min", "0 min"),
        (45, "45 min", "45 min"),
        (60, "1 uur", "1 hour"),
        (75, "1 uur 15 min", "1 hour 15 min"),
        (150, "2 uur 30 min", "2 hours 30 min"),
    ],
)
def test_duration_is_told_as_people_say_it(language: str, minutes: int, dutch: str, english: str) -> None:
    assert formats.duration(minutes) == said(language, dutch, english)


def test_numbers_follow_the_language(language: str) -> None:
    assert formats.number(1234.5) == said(language, "1.234,5", "1,234.5")
    assert formats.number(1234.5, 0) == said(language, "1.234", "1,234")
    assert formats.number(2, 1) == said(language, "2,0", "2.0")
    assert formats.percent(0.664) == "66%"
    assert formats.percent(0.664, 1) == said(language, "66,4%", "66.4%")
    assert formats.hours(12.5) == said(language, "12,5 uur", "12.5 hours")
    assert formats.hours(1) == said(language, "1 uur", "1 hour")
    assert formats.days_long(1) == said(language, "1 dag", "1 day")
    assert formats.days_long(31) == said(language, "31 dagen", "31 days")


@pytest.mark.parametrize(
    ("items", "dutch", "english"),
    [([], "", ""), (["a"], "a", "a"), (["a", "b"], "a en b", "a and b"), (["a", "b", "c"], "a, b en c", "a, b and c")],
)
def test_lists_are_joined_as_in_a_sentence(language: str, items: list[str], dutch: str, english: str) -> None:
    assert formats.listing(items) == said(language, dutch, english)


def test_lists_escape_text_and_keep_markup(language: str) -> None:
    joined = formats.listing([Markup("<a>x</a>"), "<b>"])

    assert joined == said(language, "<a>x</a> en &lt;b&gt;", "<a>x</a> and &lt;b&gt;")
    assert isinstance(joined, Markup)


@pytest.mark.parametrize("filter", sorted(set(formats.FILTERS) - {"relative", "days_long", "listing"}))
def test_nothing_is_written_as_nothing(app: Flask, filter: str) -> None:
    with app.test_request_context():
        assert render_template_string(f"{{{{ none|{filter} }}}}") == ""


def test_filters_are_there_for_templates(app: Flask) -> None:
    with app.test_request_context("/?lang=nl"), clock.at(NOW):
        page = "{{ d|day }}, {{ d|ago }}, {{ 75|duration }}, {{ ['a', '<']|listing }}"
        assert render_template_string(page, d=date(2026, 11, 25)) == "25 november 2026, morgen, 1 uur 15 min, a en &lt;"


def test_zone_outside_a_request_is_amsterdam() -> None:
    assert formats.zone() == ZoneInfo("Europe/Amsterdam")
