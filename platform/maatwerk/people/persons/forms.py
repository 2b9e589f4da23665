"""What someone fills in about a person, and about a parent or carer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField
from wtforms.validators import ValidationError

from maatwerk.ground import clock
from maatwerk.interface.forms import AtMost, Choice, DayField, Email, Form, Needed, Phone, PostcodeNL, Select, Version
from maatwerk.people import cells, say
from maatwerk.people.model import Affiliation, Person
from maatwerk.people.persons.rules import OF_PERSON, OF_PLACE, Details, Guard, Place
from maatwerk.people.rules import age_on

NOTHING = ("", _l("Not chosen"))
LANGUAGES = (("nl", "Nederlands"), ("en", "English"))
OLDEST = 110


def _number(value: Any) -> int | None:
    return int(value) if value not in (None, "", "None") else None


def _id(value: Any) -> UUID | None:
    if value in (None, "", "None"):
        return None
    return value if isinstance(value, UUID) else UUID(str(value))


class NameForm(Form):
    """What everybody has: names, a way to reach them, a language."""

    preferred_name = StringField(_l("Name to call by"), [Needed(), AtMost(200)])
    given_name = StringField(_l("First names"), [AtMost(200)])
    prefix = StringField(_l("Prefix, such as van der"), [AtMost(50)])
    family_name = StringField(_l("Family name"), [Needed(), AtMost(200)])
    form_of_address = StringField(_l("Form of address"), [AtMost(50)])
    email = Email(_l("E-mail"), [AtMost(254)])
    phone = Phone(_l("Phone"))
    locale = Select(_l("Language of letters"), choices=[NOTHING, *LANGUAGES], default="")

    def details(self) -> Details:
        """What was typed, as the actions take it."""
        values: dict[str, Any] = {
            name: self[name].data or None for name in OF_PERSON if name in self and name != "channel"
        }
        values["email"] = values["email"].lower() if values["email"] else None
        return Details(**values)


class PersonForm(NameForm):
    """A person and what they are at the organisation itself."""

    birth_date = DayField(_l("Birth date"))
    postcode = PostcodeNL(_l("Postcode"))
    kind = Select(_l("What is this person here?"), choices=[NOTHING, *say.AFFILIATIONS.items()], default="")
    site_id = Select(_l("Site"), coerce=_id, choices=[], default="")
    group = StringField(_l("Group"), [AtMost(100)])
    course = StringField(_l("Course"), [AtMost(200)])
    level = Select(_l("Level"), coerce=_number, choices=[NOTHING, *((n, str(n)) for n in range(1, 5))], default="")
    track = Select(_l("Track, BOL or BBL"), choices=[NOTHING, ("BOL", "BOL"), ("BBL", "BBL")], default="")
    year = Select(_l("Year"), coerce=_number, choices=[NOTHING, *((n, str(n)) for n in range(1, 9))], default="")
    version = Version()

    def offer(self, sites: list[tuple[UUID, str]]) -> PersonForm:
        """Offer these sites."""
        self.site_id.choices = [NOTHING, *sites]
        return self

    def show(self, person: Person, place: Affiliation | None) -> PersonForm:
        """Start from what stands there."""
        for name in OF_PERSON:
            if name in self:
                self[name].data = getattr(person, name)
        if place is not None:
            for name in ("kind", *OF_PLACE):
                self[name].data = getattr(place, name)
        self.version.data = person.version
        return self

    def validate_birth_date(self, field: DayField) -> None:
        """A day in the past on which somebody who lives can be born."""
        if field.data and not 0 <= age_on(field.data, clock.today()) <= OLDEST:
            raise ValidationError(_("This birth date can't be right."))

    def validate_postcode(self, field: PostcodeNL) -> None:
        """A postcode that the post gives out."""
        try:
            field.data = cells.postcode(field.data) if field.data else None
        except cells.Unreadable as error:
            raise ValidationError(_("This postcode does not exist.")) from error

    def validate_group(self, field: StringField) -> None:
        """Never a citizen service number."""
        if field.data and cells.looks_like_bsn(field.data):
            raise ValidationError(_("This looks like a citizen service number. We may not keep it."))

    def place(self) -> Place:
        """What they are here, as the actions take it."""
        return Place(kind=self.kind.data or None, **{name: self[name].data or None for name in OF_PLACE})


class GuardForm(Form):
    """What a parent or carer may."""

    may_consent = BooleanField(_l("May give consent and permission"))
    may_read = BooleanField(_l("May read what is shared about this young person"))
    shielded = BooleanField(_l("Shield: gets no letter and no way in"))

    def may(self) -> Guard:
        """As the actions take it."""
        shielded = bool(self.shielded.data)
        return Guard(bool(self.may_consent.data) and not shielded, bool(self.may_read.data) and not shielded, shielded)


class ParentForm(NameForm, GuardForm):
    """A parent or carer that is added."""


class TieForm(Form):
    """What two people are of each other."""

    kind = Choice(_l("What is the other person?"), [Needed()], choices=list(say.TIES.items()))


class SearchForm(Form):
    """A search by name; posted, so that no name stands in an address."""

    q = StringField(_l("Name"), [AtMost(200)])
