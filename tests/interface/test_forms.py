"""Forms forgive how things are typed, refuse what can't be, and say so in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from wtforms import IntegerField, StringField, TextAreaField
from wtforms.validators import NumberRange

from maatwerk.interface.forms import (
    AtMost,
    Chips,
    Choice,
    ClockField,
    DayField,
    Email,
    Form,
    Needed,
    Phone,
    PostcodeNL,
    Select,
    Version,
    YesNo,
    as_day,
    parsed_day,
    parsed_phone,
)


class Everything(Form):
    """One field of each kind, none of them needed."""

    class Meta(Form.Meta):
        csrf = False

    version = Version()
    name = StringField("Name")
    email = Email("E-mail")
    phone = Phone("Phone")
    postcode = PostcodeNL("Postcode")
    born = DayField("Born")
    at = ClockField("At")
    mood = Choice("Mood", choices=[("good", "Good"), ("bad", "Bad")])
    level = Choice("Level", choices=[(1, "One"), (2, "Two")], coerce=int)
    wish = YesNo("Wish")
    what = Chips("What", choices=[("a", "A"), ("b", "B")])
    places = IntegerField("Places", [NumberRange(1, 8)], default=2)
    course = Select("Course", choices=[("v", "V")])
    note = TextAreaField("Note", [AtMost(10)])


class Strict(Form):
    """What must be answered."""

    class Meta(Form.Meta):
        csrf = False

    name = StringField("Name", [Needed()])
    mood = Choice("Mood", [Needed()], choices=[("good", "Good")])
    wish = YesNo("Wish", [Needed()])
    what = Chips("What", [Needed()], choices=[("a", "A")])
    born = DayField("Born", [Needed("When were you born?")])


@pytest.fixture(autouse=True)
def _speaking_dutch(gallery: Flask) -> Iterator[None]:
    with gallery.test_request_context("/?lang=nl"):
        yield


def filled(**values: Any) -> Everything:
    """The form as a browser posts it, with a course chosen."""
    given: dict[str, Any] = {"course": "v", "places": "2", **values}
    return Everything(
        MultiDict([(key, one) for key, many in given.items() for one in ([many] if isinstance(many, str) else many)])
    )


def answer(name: str, typed: Any) -> tuple[Any, list[str]]:
    """What becomes of `typed` in field `name`: the data and the complaints."""
    form = filled(**{name: typed})
    form.validate()
    return form[name].data, [str(error) for error in form[name].errors]


def test_form_without_answers_is_fine_when_nothing_is_needed() -> None:
    form = filled()

    assert form.validate(), form.errors
    assert [form[name].data for name in ("mood", "level", "wish", "born", "at", "version", "phone")] == [None] * 7
    assert form.what.data == []


def test_needed_answers_are_asked_for_in_dutch() -> None:
    form = Strict(MultiDict({"name": "  \u00a0", "born": ""}))

    assert not form.validate()
    assert {name: [str(error) for error in errors] for name, errors in form.errors.items()} == {
        "name": ["Dit is nog leeg. Vul het in."],
        "mood": ["Dit is nog leeg. Vul het in."],
        "wish": ["Dit is nog leeg. Vul het in."],
        "what": ["Dit is nog leeg. Vul het in."],
        "born": ["When were you born?"],
    }


@pytest.mark.parametrize(("typed", "given"), [("yes", True), ("no", False)])
def test_needed_yes_or_no_takes_no_for_an_answer(typed: str, given: bool) -> None:
    form = Strict(MultiDict({"name": "Noor", "mood": "good", "wish": typed, "what": "a", "born": "1-2-2009"}))

    assert form.validate(), form.errors
    assert form.wish.data is given


def test_blanks_around_text_are_taken_off() -> None:
    assert answer("name", "  Noor El Amrani ") == ("Noor El Amrani", [])


@pytest.mark.parametrize(
    "typed", ["noor@example.org", " noor.el+x@mail.example.org ", "o'brien@example.org", "zoë@example.org"]
)
def test_email_that_can_be_is_taken(typed: str) -> None:
    assert answer("email", typed) == (typed.strip(), [])


@pytest.mark.parametrize(
    "typed",
    [
        "noor",
        "noor@",
        "@example.org",
        "noor@example",
        "a b@example.org",
        "a@b@example.org",
        "a@example..org",
        "a,b@example.org",
        "x@" + "y" * 260 + ".org",
    ],
)
def test_email_that_cannot_be_is_refused(typed: str) -> None:
    assert answer("email", typed)[1] == ["Schrijf een e-mailadres, zoals naam@example.org."]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("06-00 00 00 01", "+31600000001"),
        ("0600000001", "+31600000001"),
        ("+31 6 00 00 00 01", "+31600000001"),
        ("0031600000001", "+31600000001"),
        ("020 000 0000", "+31200000000"),
        ("+32 470 00 00 00", "+32470000000"),
    ],
)
def test_phone_is_taken_however_it_is_written(typed: str, kept: str) -> None:
    assert answer("phone", typed) == (kept, [])


@pytest.mark.parametrize("typed", ["geen", "12", "06", "+31 6 00 00 00 01 23 45 67 89", "112a"])
def test_phone_that_cannot_be_is_refused_and_kept_as_typed(typed: str) -> None:
    assert answer("phone", typed) == (typed, ["Schrijf een telefoonnummer, zoals 06-00 00 00 01."])


def test_phone_that_no_network_gives_out_is_only_doubtful() -> None:
    form = filled(phone="06-00 00 00 01")

    assert form.validate()
    assert form.phone.doubtful
    assert parsed_phone("x") is None


@pytest.mark.parametrize("typed", ["1234AB", "1234 ab", "1234  Ab"])
def test_postcode_is_written_one_way(typed: str) -> None:
    assert answer("postcode", typed) == ("1234 AB", [])


@pytest.mark.parametrize("typed", ["0123 AB", "1234", "AB 1234", "1234 ABC", "१२३४ AB"])
def test_postcode_that_cannot_be_is_refused(typed: str) -> None:
    assert answer("postcode", typed)[1] == ["Schrijf een postcode, zoals 1234 AB."]


@pytest.mark.parametrize("typed", ["31-03-2009", "31-3-2009", "31/03/2009", "31.3.2009", "31 3 2009", " 2009-03-31 "])
def test_day_is_taken_however_it_is_written(typed: str) -> None:
    assert answer("born", typed) == (date(2009, 3, 31), [])


@pytest.mark.parametrize(
    "typed", ["31-02-2009", "03-31-2009", "31-03-09", "gisteren", "2009-13-01", "31032009", "0-0-0000"]
)
def test_day_that_cannot_be_is_refused_and_shown_as_typed(typed: str) -> None:
    form = filled(born=typed)

    assert not form.validate()
    assert [str(error) for error in form.born.errors] == ["Schrijf de datum als dag-maand-jaar, zoals 31-03-2009."]
    assert (form.born._value(), form.born.typed_value()) == (typed, typed)


@given(st.dates(date(1000, 1, 1)))
def test_days_survive_both_ways_of_writing(day: date) -> None:
    assert parsed_day(day.isoformat()) == day
    assert parsed_day(day.strftime("%d-%m-%Y")) == day


def test_day_is_shown_as_each_field_needs_it() -> None:
    field = filled(born="31-3-2009").born

    assert (field._value(), field.typed_value()) == ("2009-03-31", "31-03-2009")
    assert as_day(None) is None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("15:30", time(15, 30)),
        ("9.05", time(9, 5)),
        ("1530", time(15, 30)),
        ("15:30:00", time(15, 30)),
        ("23h59", time(23, 59)),
    ],
)
def test_time_is_taken_however_it_is_written(typed: str, kept: time) -> None:
    assert answer("at", typed) == (kept, [])


@pytest.mark.parametrize("typed", ["24:00", "half vier", "9", "15:60"])
def test_time_that_cannot_be_is_refused(typed: str) -> None:
    assert answer("at", typed)[1] == ["Schrijf de tijd als 15:30."]


@pytest.mark.parametrize(
    ("name", "typed"),
    [("mood", "angry"), ("level", "3"), ("level", "x"), ("wish", "maybe"), ("what", "c"), ("course", "x")],
)
def test_answer_that_was_not_offered_is_refused(name: str, typed: str) -> None:
    assert answer(name, typed)[1] == ["Kies een van de antwoorden."]


def test_more_answers_are_kept_in_order() -> None:
    assert answer("what", ["b", "a"]) == (["b", "a"], [])


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [("x", "Schrijf een heel getal, zoals 12."), ("9", "Schrijf een getal van 1 tot en met 8.")],
)
def test_numbers_are_explained_in_dutch(typed: str, complaint: str) -> None:
    assert complaint in answer("places", typed)[1]


@pytest.mark.parametrize(("extra", "complaint"), [(1, "Maak dit 1 teken korter."), (5, "Maak dit 5 tekens korter.")])
def test_text_that_is_too_long_is_kept_and_told_by_how_much(extra: int, complaint: str) -> None:
    assert answer("note", "x" * (10 + extra)) == ("x" * (10 + extra), [complaint])
    assert answer("note", "x" * 10) == ("x" * 10, [])


@pytest.mark.parametrize(
    ("typed", "kept"), [("7", 7), ("", None), ("x", None), ("-1", None), ("9" * 30, None), ("७", None)]
)
def test_version_is_a_number_or_unknown(typed: str, kept: int | None) -> None:
    assert answer("version", typed) == (kept, [])


def test_form_carries_its_version_and_token_unseen(gallery: Flask) -> None:
    class Kept(Form):
        version = Version()
        name = StringField("Name")

    tags = str(Kept(data={"version": 4}).hidden_tag())
    assert '<input id="version" name="version" type="hidden" value="4">' in tags
    assert 'name="csrf_token"' in tags
