"""Forms that keep what was typed, forgive how it was typed, and speak the reader's language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

import phonenumbers
from flask_babel import LazyString, gettext, lazy_gettext, ngettext
from flask_wtf import FlaskForm
from markupsafe import Markup
from wtforms import (
    DateField,
    Field,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TimeField,
)
from wtforms.validators import InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, DateInput, EmailInput, HiddenInput, TelInput, TextInput, TimeInput

# What WTForms says, as we say it.
_OURS: dict[str, LazyString] = {
    "This field is required.": lazy_gettext("This is still empty. Please fill it in."),
    "Not a valid choice.": lazy_gettext("Choose one of the answers."),
    "Not a valid integer value.": lazy_gettext("Write a whole number, such as 12."),
    "Not a valid decimal value.": lazy_gettext("Write a number, such as 12."),
    "Not a valid float value.": lazy_gettext("Write a number, such as 12."),
    "Not a valid date value.": lazy_gettext("Write the date as day-month-year, such as 31-03-2009."),
    "Not a valid time value.": lazy_gettext("Write the time as 15:30."),
    "Invalid input.": lazy_gettext("This can't be right. Please look again."),
    "Invalid email address.": lazy_gettext("Write an e-mail address such as name@example.org."),
    "Invalid Choice: could not coerce.": lazy_gettext("Choose one of the answers."),
    "Invalid CSRF Token.": lazy_gettext("This page was open too long. Load it again and send it once more."),
    "CSRF token missing.": lazy_gettext("This page was open too long. Load it again and send it once more."),
    "Not a valid datetime value.": lazy_gettext("Write the date as day-month-year, such as 31-03-2009."),
    "'%(value)s' is not a valid choice for this field.": lazy_gettext("Choose one of the answers."),
    "'%(value)s' are not valid choices for this field.": lazy_gettext("Choose one of the answers."),
    "Number must be at least %(min)s.": lazy_gettext("Write a number of at least %(min)s."),
    "Number must be at most %(max)s.": lazy_gettext("Write a number of at most %(max)s."),
    "Number must be between %(min)s and %(max)s.": lazy_gettext("Write a number from %(min)s to %(max)s."),
}

_EMAIL = re.compile(r"[^@\s,;:<>()\[\]\"\\]{1,64}@[^@\s,;:<>()\[\]\"\\.]+(\.[^@\s,;:<>()\[\]\"\\.]+)+")
_POSTCODE = re.compile(r"([1-9][0-9]{3})\s*([A-Za-z]{2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_CLOCK = re.compile(r"([01]?\d|2[0-3])[:.h]?([0-5]\d)(?::[0-5]\d)?")


class _Words:
    """Hands WTForms' own messages to our catalogues."""

    def gettext(self, string: str) -> str:
        ours = _OURS.get(string)
        return gettext(string) if ours is None else str(ours)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        chosen = singular if n == 1 else plural
        return str(_OURS.get(chosen, chosen))


def stripped(value: str | None) -> str | None:
    """Without the blanks around it; of nothing but blanks nothing remains."""
    return value.strip() if isinstance(value, str) else value


class Form(FlaskForm):
    """The form that every page's form is made of.

    Place `{{ form.hidden_tag() }}` first in the page's form: it carries the token against forged posts and a `Version`.
    """

    class Meta(FlaskForm.Meta):
        def get_translations(self, form: Any) -> _Words:
            return _Words()

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Field:
            """Text loses the blanks around it before anything looks at it."""
            if issubclass(unbound_field.field_class, StringField) and not unbound_field.kwargs.get("filters"):
                unbound_field.kwargs["filters"] = (stripped,)
            return unbound_field.bind(form=form, **options)


class Needed(InputRequired):
    """This must be answered."""

    def __init__(self, message: str | LazyString | None = None) -> None:
        super().__init__(message or lazy_gettext("This is still empty. Please fill it in."))

    def __call__(self, form: Any, field: Field) -> None:
        if isinstance(field.data, str) and not field.data.strip():
            field.raw_data = []
        super().__call__(form, field)


class AtMost(Length):
    """No longer than so many characters; the page counts along."""

    def __init__(self, max: int) -> None:
        super().__init__(max=max)

    def __call__(self, form: Any, field: Field) -> None:
        over = len(field.data or "") - self.max
        if over > 0:
            text = ngettext("Make this %(num)d character shorter.", "Make this %(num)d characters shorter.", over)
            raise ValidationError(text)


class Version(IntegerField):
    """Which version of the record the page showed, so that nobody overwrites another's change unseen."""

    widget = HiddenInput()

    def __init__(self, label: str | None = None, **options: Any) -> None:
        super().__init__(label, **options)

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        text = valuelist[0] if valuelist else ""
        self.data = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None

    def _value(self) -> str:
        # Never what was posted: after a clash the page carries the fresh version, or saving again would clash for ever.
        return "" if self.data is None else str(self.data)


class Email(StringField):
    """An e-mail address, as typed but for blanks around it."""

    data: str | None
    widget = EmailInput()

    def pre_validate(self, form: Any) -> None:
        if self.data and not (len(self.data) <= 254 and _EMAIL.fullmatch(self.data)):
            raise ValidationError(gettext("Write an e-mail address such as name@example.org."))


class Phone(StringField):
    """A telephone number, written any way people do; `data` becomes +31600000001.

    Any possible number is accepted; `doubtful` hints that no network gives it out (ruling 4).
    """

    data: str | None
    widget = TelInput()

    def __init__(self, *arguments: Any, region: str = "NL", **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.region = region

    def pre_validate(self, form: Any) -> None:
        if not self.data:
            self.data = None
            return
        number = parsed_phone(self.data, self.region)
        if number is None:
            raise ValidationError(gettext("Write a telephone number such as 06-00 00 00 01."))
        self.data = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

    @property
    def doubtful(self) -> bool:
        """Whether no network gives out this number: a hint, never a refusal."""
        number = parsed_phone(self.data or "", self.region)
        return number is None or not phonenumbers.is_valid_number(number)


def parsed_phone(text: str, region: str = "NL") -> phonenumbers.PhoneNumber | None:
    """The number in `text`, or None when no such number is possible."""
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_possible_number(number) else None


class PostcodeNL(StringField):
    """A Dutch postcode, with or without the blank; `data` becomes `1234 AB`."""

    data: str | None

    def pre_validate(self, form: Any) -> None:
        if not self.data:
            return
        found = _POSTCODE.fullmatch(self.data)
        if found is None:
            raise ValidationError(gettext("Write a postcode such as 1234 AB."))
        self.data = f"{found[1]} {found[2].upper()}"


class DayField(DateField):
    """A day, as 31-03-2009, 31/3/2009 or 2009-03-31."""

    widget = DateInput()

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        text = (valuelist[0] if valuelist else "").strip()
        self.data = None
        if not text:
            return
        self.data = parsed_day(text)
        if self.data is None:
            raise ValueError(gettext("Write the date as day-month-year, such as 31-03-2009."))

    def _value(self) -> str:
        # A browser's date field takes only this form, whatever was typed before.
        return self.data.isoformat() if self.data else (self.raw_data or [""])[0]

    def typed_value(self) -> str:
        """The day as people in the Netherlands write it, or what was typed."""
        return self.data.strftime("%d-%m-%Y") if self.data else (self.raw_data or [""])[0]


def parsed_day(text: str) -> date | None:
    """The day that `text` means, or None when there is no such day."""
    year_first, day_first = _YEAR_FIRST.fullmatch(text), _DAY_FIRST.fullmatch(text)
    if year_first:
        year, month, day = map(int, year_first.groups())
    elif day_first:
        day, month, year = map(int, day_first.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


class ClockField(TimeField):
    """A time of day, as 15:30, 15.30 or 1530."""

    widget = TimeInput()

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        text = (valuelist[0] if valuelist else "").strip()
        self.data = None
        if not text:
            return
        found = _CLOCK.fullmatch(text)
        if found is None:
            raise ValueError(gettext("Write the time as 15:30."))
        self.data = time(int(found[1]), int(found[2]))


def _offered(choices: Any) -> Any:
    """(value, label) pairs as WTForms wants them; None and callables stay."""
    if choices is None or callable(choices):
        return choices
    return [SelectChoice(*choice) if type(choice) is tuple else choice for choice in choices]


class Select(SelectField):
    """One of many answers, from a list that drops down."""

    def __init__(self, label: Any = None, validators: Any = None, choices: Any = None, **options: Any) -> None:
        super().__init__(label, validators, choices=_offered(choices), **options)


class Choice(RadioField):
    """One of several answers; no answer is None, and fine unless it is `Needed`."""

    def __init__(self, label: Any = None, validators: Any = None, choices: Any = None, **options: Any) -> None:
        super().__init__(label, validators, choices=_offered(choices), **options)

    def process_data(self, value: Any) -> None:
        self.data = None if value is None else self.coerce(value)

    def pre_validate(self, form: Any) -> None:
        if self.data is not None and self.data != "":
            super().pre_validate(form)


class YesNo(Choice):
    """Yes or no; `data` is True, False, or None without an answer."""

    def __init__(self, label: Any = None, validators: Any = None, **options: Any) -> None:
        options.setdefault("choices", [("yes", lazy_gettext("Yes")), ("no", lazy_gettext("No"))])
        super().__init__(label, validators, coerce=_yes_or_no, **options)

    def pre_validate(self, form: Any) -> None:
        if self.raw_data and self.data is None:
            raise ValidationError(gettext("Choose one of the answers."))


def _yes_or_no(value: Any) -> bool | None:
    return value if isinstance(value, bool) else {"yes": True, "no": False}.get(value)


class Chips(SelectMultipleField):
    """More of several answers, each a box to tick."""

    option_widget = CheckboxInput()

    def __init__(self, label: Any = None, validators: Any = None, choices: Any = None, **options: Any) -> None:
        super().__init__(label, validators, choices=_offered(choices), **options)

    def pre_validate(self, form: Any) -> None:
        if self.data:
            super().pre_validate(form)


def attributes(field: Field, described: str, native: bool) -> dict[str, Any]:
    """What the page adds to a field's own input: its hints and errors, and no limits that silently cut text off."""
    added: dict[str, Any] = {"required": False, "maxlength": False, "minlength": False}
    added["class_"] = " ".join(filter(None, ("input", (field.render_kw or {}).get("class"))))
    if described:
        added["aria-describedby"] = described
    if field.errors:
        added["aria-invalid"] = "true"
    if field.flags.required:
        added["aria-required"] = "true"
    if not native and isinstance(field, DayField):
        added["inputmode"] = "numeric"
        added["placeholder"] = gettext("dd-mm-yyyy")
    return added


def typed_day(field: DayField, added: dict[str, Any]) -> Markup:
    """A day as a line to type in: for birth dates quicker than a calendar."""
    return TextInput()(field, **{**(field.render_kw or {}), **added, "value": field.typed_value()})


def as_day(value: date | datetime | None) -> date | None:
    """A day for a `DayField`, of a day or a moment."""
    return value.date() if isinstance(value, datetime) else value
