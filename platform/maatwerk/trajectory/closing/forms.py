"""What is asked when a road ends, one step at a time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import StringField, TextAreaField
from wtforms.validators import ValidationError

from maatwerk.interface.forms import AtMost, Chips, Choice, DayField, Form, Needed, Select
from maatwerk.programme.values import EndReason, ReviewQuestion
from maatwerk.programme.values import Kind as AnswerKind
from maatwerk.trajectory import say
from maatwerk.trajectory.rules.closing import After, Kind, reasons_for


class OpenForm(Form):
    """The first click: how it ends, and the day of the last meeting."""

    kind = Choice(
        _("How does it end?"),
        validators=[Needed()],
        default=Kind.COMPLETE.value,
        choices=[
            (Kind.COMPLETE.value, _("As planned: the road is finished")),
            (Kind.ENDED_EARLY.value, _("Earlier than planned")),
        ],
    )
    last_on = DayField(_("When is the last meeting?"), validators=[Needed()])


class GoodbyeForm(Form):
    """The second click: the last meeting was, and how they said goodbye."""

    last_on = DayField(_("When was the last meeting?"), validators=[Needed()])
    farewell = Choice(_("How did they say goodbye?"), validators=[Needed()], choices=list(say.FAREWELLS.items()))


class FollowUpForm(Form):
    """The last click but one: when staff ask how it goes."""

    day = DayField(_("When do you ask how it goes?"), validators=[Needed()])


class LeaveOutForm(Form):
    """A step that is left out, with the reason."""

    reason = StringField(_("Why is this left out?"), validators=[Needed(), AtMost(200)])


class EndForm(Form):
    """The reasons from both sides, and what the young person does next."""

    reason = Select(_("Why did it end, as you see it?"))
    reason_seeker = Select(_("What does the young person say?"))
    reason_supporter = Select(_("What does the supporter say?"))
    after = Choice(_("What does the young person do next?"), validators=[Needed()], default=After.DONE.value)

    needs_reason = True

    def validate_reason(self, field: Select) -> None:
        """An end before its time has a reason."""
        if self.needs_reason and not field.data:
            raise ValidationError(_("Choose the reason why it ended."))


def end_form(reasons: Iterable[EndReason], kind: Kind, names: say.Names) -> EndForm:
    """The form, with the reasons that fit such an end and each side."""
    known = list(reasons)
    form = EndForm()
    form.needs_reason = form.reason.flags.required = kind is not Kind.COMPLETE
    for field, who in (
        (form.reason, "coordinator"),
        (form.reason_seeker, "seeker"),
        (form.reason_supporter, "supporter"),
    ):
        found = [(reason.key, reason.label) for reason in reasons_for(known, kind, who)]
        field.choices = [("", _("Choose") if field is form.reason else _("Not asked")), *found]
    form.reason_seeker.label.text = _("What does %(name)s say?", name=names.seeker)
    form.reason_supporter.label.text = _("What does %(name)s say?", name=names.supporter)
    form.after.label.text = _("What does %(name)s do next?", name=names.seeker)
    choices = [After.DONE] if kind is Kind.COMPLETE else list(After)
    form.after.choices = [(after.value, say.AFTER[after]) for after in choices]
    return form


class ExtendForm(Form):
    """How much longer."""

    weeks = Choice(
        _("How much longer?"),
        validators=[Needed()],
        choices=[
            ("2", _("Two weeks")),
            ("4", _("Four weeks")),
            ("8", _("Eight weeks")),
            ("13", _("A quarter of a year")),
        ],
    )


class ReviewForm(Form):
    """A look back; its questions come from the programme."""

    def answers(self) -> dict[str, Any]:
        """Question → answer, for what was answered."""
        found = {}
        for field in self:
            if field.name.startswith("q_") and field.data not in (None, "", []):
                found[field.name.removeprefix("q_")] = field.data
        return found


SCALE = [(str(n), str(n)) for n in range(1, 6)]


def review_form(questions: Iterable[ReviewQuestion]) -> ReviewForm:
    """The form with this side's questions of this moment."""
    fields = {f"q_{question.key}": _field(question) for question in questions}
    made: ReviewForm = type("ReviewForm", (ReviewForm,), fields)()
    return made


def _field(question: ReviewQuestion) -> Any:
    needed = [Needed()] if question.required else []
    options: dict[str, Any] = {"validators": needed, "description": question.hint}
    if question.kind is AnswerKind.SCALE:
        options["description"] = question.hint or _("1 is the least, 5 the most.")
        return Choice(question.label, choices=SCALE, **options)
    choices = [(choice.key, choice.label) for choice in question.choices]
    if question.kind is AnswerKind.CHOICES:
        return Chips(question.label, choices=choices, **options)
    if question.kind is AnswerKind.CHOICE:
        return Choice(question.label, choices=choices, **options)
    return TextAreaField(question.label, validators=[*needed, AtMost(1000)], description=question.hint)
