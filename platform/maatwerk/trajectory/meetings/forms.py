"""What is asked about a meeting: few taps, big choices, and words only for who wants them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID, uuid4

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, IntegerField, StringField, TextAreaField
from wtforms.validators import ValidationError

from maatwerk.access.work import zone
from maatwerk.interface.forms import AtMost, Chips, Choice, ClockField, DayField, Form, Needed, Version
from maatwerk.language import formats
from maatwerk.programme.values import Choice as Option
from maatwerk.trajectory import say
from maatwerk.trajectory.rules.meetings import LENGTHS, NOTE_MOST, Audience, Initiative, Mood, Said

OTHER = "other"
GOAL = "goal_"


def fresh_key() -> str:
    """Names a form, so that sending it twice is one meeting."""
    return uuid4().hex


class Minutes(IntegerField):
    """A number of minutes; left open it is none."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read it."""
        super().process_formdata(valuelist if any(value.strip() for value in valuelist) else [])


class LogForm(Form):
    """How a meeting was, in under a minute."""

    key = HiddenField(default=fresh_key)
    on = DayField(_("When did you meet?"), validators=[Needed()])
    present = Chips(_("Who was there?"))
    mood = Choice(_("How was the mood?"), validators=[Needed()], choices=list(say.MOODS.items()))
    minutes = Choice(_("How long were you together?"), validators=[Needed()])
    minutes_other = Minutes(_("How many minutes?"))
    topics = Chips(_("What did you do?"))
    initiative = Choice(_("Who came up with it?"))
    note = TextAreaField(_("Would you like to write something down?"), validators=[AtMost(NOTE_MOST)])
    audience = Choice(_("Who may read it?"), validators=[Needed()], default=Audience.OWN.value)
    talk = Choice(
        _("Would you like to talk it over?"),
        validators=[Needed()],
        default="no",
        choices=[("no", _("No, thanks")), ("yes", _("Yes, please"))],
    )

    def validate_minutes_other(self, field: IntegerField) -> None:
        """Another length is a number of minutes."""
        if self.minutes.data == OTHER and field.data is None:
            raise ValidationError(_("Write how many minutes it was."))

    def said(self) -> Said:
        """What was filled in."""
        length = self.minutes_other.data if self.minutes.data == OTHER else int(str(self.minutes.data))
        return Said(
            on=self.on.data,  # type: ignore[arg-type]  # Needed
            mood=Mood(str(self.mood.data)),
            minutes=length,
            topics=tuple(self.topics.data or ()),
            initiative=Initiative(self.initiative.data) if self.initiative.data else None,
            note=self.note.data or "",
            audience=Audience(self.audience.data or Audience.OWN),
        )

    def there(self) -> dict[UUID, bool]:
        """Match → was this young person there; empty when it was not asked."""
        return {UUID(value): value in (self.present.data or ()) for value, _label in self.present.choices or ()}

    def goals(self) -> list[Any]:
        """The fields about goals."""
        return [field for field in self if field.name.startswith(GOAL)]

    def progress(self) -> dict[UUID, int]:
        """Goal → where it stands, for the goals that were looked at."""
        return {UUID(field.name.removeprefix(GOAL)): int(field.data) for field in self.goals() if field.data}


def log_form(
    *,
    names: say.Names,
    topics: Iterable[Option],
    usual: int,
    today: date,
    goals: Iterable[tuple[UUID, str]] = (),
    together: Sequence[tuple[UUID, str]] = (),
) -> LogForm:
    """The form for these two, or for the circle in `together` (match, name): with their topics and goals."""
    steps = [(str(n), label) for n, label in enumerate(say.PROGRESS)]
    fields = {f"{GOAL}{goal}": Choice(words, choices=steps) for goal, words in goals}
    form: LogForm = type("LogForm", (LogForm,), fields)()
    lengths = sorted({*LENGTHS, usual})
    form.minutes.choices = [*((str(n), formats.duration(n)) for n in lengths), (OTHER, _("Another length"))]
    form.topics.choices = [(topic.key, topic.label) for topic in topics]
    form.initiative.choices = [(key, say.named(words, names)) for key, words in say.INITIATIVE.items()]
    form.audience.choices = _audiences(names, circle=bool(together))
    form.present.choices = [(str(match), name) for match, name in together]
    if form.on.data is None and not form.is_submitted():
        form.on.data = today
    if form.minutes.data is None and not form.is_submitted():
        form.minutes.data = str(usual)
    if not form.is_submitted():
        form.present.data = [str(match) for match, _name in together]
    return form


def _audiences(names: say.Names, *, circle: bool) -> list[tuple[str, Any]]:
    shared = _("Everyone in the circle") if circle else _("%(name)s too", name=names.seeker)
    return [
        (Audience.OWN.value, _("Only me")),
        (Audience.SHARED.value, shared),
        (Audience.COORDINATOR.value, _("My coordinator too")),
    ]


class TimeForm(Form):
    """A moment for a meeting: one of three, or another."""

    key = HiddenField(default=fresh_key)
    version = Version()
    moment = Choice(_("When do you meet?"), validators=[Needed()])
    day = DayField(_("Which day?"))
    at = ClockField(_("What time?"))
    place = StringField(_("Where?"), validators=[AtMost(120)])

    def validate_day(self, field: DayField) -> None:
        """Another time has a day and an hour."""
        if self.moment.data == OTHER and (field.data is None or self.at.data is None):
            raise ValidationError(_("Choose a day and a time."))

    def starts_at(self) -> datetime:
        """The moment that was chosen."""
        if self.moment.data == OTHER:
            return datetime.combine(self.day.data or formats.today(), self.at.data or time(15, 30), tzinfo=zone())
        return datetime.fromisoformat(str(self.moment.data))


def time_form(suggested: Iterable[datetime], **values: Any) -> TimeForm:
    """The form with these moments to choose from."""
    form = TimeForm(data=values)
    form.moment.choices = [
        *((moment.isoformat(), formats.moment(moment)) for moment in suggested),
        (OTHER, _("Another time")),
    ]
    return form


class ReflectForm(Form):
    """How it was, by the young person: a face, and a line if they like."""

    mood = Choice(_("How was it?"), validators=[Needed()], choices=list(say.MOODS.items()))
    line = StringField(_("Something you want to remember?"), validators=[AtMost(200)])


class MissedForm(Form):
    """A planned meeting that did not happen."""

    version = Version()
