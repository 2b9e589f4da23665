"""What people fill in at the door."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import ValidationError

from maatwerk.intake import rules, say
from maatwerk.intake.rules import Check, Nominated, Nominee, Rubric, Selection
from maatwerk.interface.forms import (
    AtMost,
    Chips,
    ClockField,
    DayField,
    Email,
    Form,
    Needed,
    PostcodeNL,
    Version,
    YesNo,
)
from maatwerk.interface.forms import Choice as OneOf
from maatwerk.programme import lists
from maatwerk.programme.values import Choice, Kind, Question, Variant

Validator = Callable[[Any, Any], None]


def pairs(choices: Sequence[Choice]) -> list[tuple[str, Any]]:
    """Choices as fields take them."""
    return [(choice.key, choice.label) for choice in choices]


class OnceKnown:
    """Needed only when the student knows: until then we keep nothing that names anybody (ruling 9)."""

    field_flags = {"required": True}

    def __call__(self, form: Any, field: Any) -> None:
        """Ask for an answer, unless there is nobody to name yet."""
        if form.knows.data and not field.data:
            raise ValidationError(gettext("This is still empty. Please fill it in."))


def between(least: int, most: int | None) -> Validator:
    """At least and at most so many answers."""

    def check(_form: Any, field: Any) -> None:
        number = len(field.data or [])
        if number < least:
            raise ValidationError(gettext("Choose at least %(least)s.", least=least))
        if most is not None and number > most:
            raise ValidationError(gettext("Choose at most %(most)s.", most=most))

    return check


class NominateForm(Form):
    """One page, two minutes; what is asked of the student counts only once the student knows."""

    programme = OneOf(_("Which programme?"), [Needed()])
    name = StringField(_("First and family name"), [Needed(), AtMost(120)])
    email = Email(_("Work e-mail address"), [Needed(), AtMost(254)])
    relation = OneOf(_("What are you to the student?"), [Needed()], choices=list(say.RELATIONS.items()))
    knows = YesNo(_("Does the student know that you ask this?"), [Needed()])
    given_name = StringField(_("First name"), [OnceKnown(), AtMost(80)])
    family_name = StringField(_("Family name"), [OnceKnown(), AtMost(120)])
    contact = StringField(_("E-mail address or student number"), [OnceKnown(), AtMost(254)])
    birth_date = DayField(_("Date of birth"), [OnceKnown()])
    moment = OneOf(_("Is something changing for the student now?"), choices=pairs(lists.MOMENTS))
    themes = Chips(_("What would help?"))
    why = TextAreaField(_("Tell us a little more"), [OnceKnown(), AtMost(800)])

    def nominated(self) -> Nominated:
        """What was typed, without what we may not keep."""
        email, number = rules.contact(self.contact.data or "")
        nominee = Nominee(self.given_name.data or "", self.family_name.data or "", email, number, self.birth_date.data)
        typed = Nominated(
            bool(self.knows.data),
            self.relation.data or "",
            tuple(self.themes.data or ()),
            self.why.data or "",
            nominee,
            self.moment.data or "",
        )
        return rules.kept(typed)

    def validate_contact(self, field: Any) -> None:
        """An address must look like one; a number is taken as it is."""
        if field.data and "@" in field.data:
            Email.pre_validate(field, self)


class FinishForm(Form):
    """The rest of a nomination, once the student knows."""

    given_name = StringField(_("First name"), [Needed(), AtMost(80)])
    family_name = StringField(_("Family name"), [Needed(), AtMost(120)])
    contact = StringField(_("E-mail address or student number"), [Needed(), AtMost(254)])
    birth_date = DayField(_("Date of birth"), [Needed()])
    why = TextAreaField(_("What goes well, and what would help?"), [Needed(), AtMost(800)])

    def nominee(self) -> Nominee:
        """Who it is."""
        email, number = rules.contact(self.contact.data or "")
        return Nominee(self.given_name.data or "", self.family_name.data or "", email, number, self.birth_date.data)

    def validate_contact(self, field: Any) -> None:
        """An address must look like one; a number is taken as it is."""
        if field.data and "@" in field.data:
            Email.pre_validate(field, self)


class AnswerForm(Form):
    """The young person's own words and own answer to a nomination."""

    addition = TextAreaField(_("Would you like to add something?"), [AtMost(800)])
    wants = YesNo(
        _("Would you like a talk about it?"),
        [Needed()],
        choices=[("yes", _("Yes, I would like a talk")), ("no", _("No thanks"))],
    )


class ToldForm(Form):
    """A student was told in a talk instead of by letter, and answered there."""

    addition = TextAreaField(_("What does the student say about it?"), [AtMost(800)])
    wants = YesNo(
        _("What does the student want?"),
        [Needed()],
        choices=[("yes", _("Yes, a talk")), ("no", _("No thanks"))],
    )


class ApplyForm(Form):
    """Who wants to take part, as what, and where we write to."""

    part = OneOf(_("What would you like?"), [Needed()])
    email = Email(_("Your e-mail address"), [Needed(), AtMost(254)])


class NameForm(Form):
    """What somebody is called."""

    given_name = StringField(_("First name"), [Needed(), AtMost(80)])
    family_name = StringField(_("Family name"), [Needed(), AtMost(120)])


class BirthForm(Form):
    """When somebody was born."""

    birth_date = DayField(_("When were you born?"), [Needed()])


class ParentForm(Form):
    """A parent or carer, where age asks for their permission."""

    name = StringField(_("Name of your parent or carer"), [Needed(), AtMost(120)])
    email = Email(_("Their e-mail address"), [AtMost(254)])


def question_form(question: Question, variant: Variant) -> type[Form]:
    """The form of one question of an application; its one field is called `answer`."""

    class QuestionForm(Form):
        answer = _field(question, variant)

    return QuestionForm


def offered(question: Question, variant: Variant) -> Sequence[Choice]:
    """What a question lets people choose from."""
    return {
        Kind.INTERESTS: variant.interests or lists.INTERESTS,
        Kind.LANGUAGES: lists.LANGUAGES,
        Kind.SUBJECTS: variant.subjects or lists.SUBJECTS,
        Kind.SLOTS: slots(),
        Kind.SCALE: SCALE,
    }.get(question.kind, question.choices)


def slots() -> tuple[Choice, ...]:
    """The parts of the week, Monday morning first."""
    return tuple(
        Choice(f"{day.key}-{part.key}", _("%(day)s %(part)s", day=day.label, part=part.label))
        for day in lists.WEEKDAYS
        for part in lists.PARTS
    )


# The happiest face comes first.
SCALE = (
    Choice("5", _("Yes, very much")),
    Choice("4", _("Yes")),
    Choice("3", _("So-so")),
    Choice("2", _("A little")),
    Choice("1", _("Not really")),
)


def _field(question: Question, variant: Variant) -> Any:
    needed = [Needed()] if question.required else []
    if question.kind is Kind.TEXT:
        return TextAreaField(question.label, [*needed, AtMost(800)])
    if question.kind is Kind.POSTCODE:
        return PostcodeNL(question.label, needed)
    options = pairs(offered(question, variant))
    if question.kind in (Kind.CHOICE, Kind.SCALE):
        return OneOf(question.label, needed, choices=options)
    least = max(question.least, int(question.required))
    return Chips(question.label, [between(least, question.most)], choices=options)


class SendForm(Form):
    """The own yes that sends an application (requirement 4)."""

    own_yes = BooleanField(_("I want this myself"), [Needed(_("Only apply if you want this yourself."))])


class PlanForm(Form):
    """When and where the talk is."""

    day = DayField(_("Day"), [Needed()])
    time = ClockField(_("Time"), [Needed()])
    place = StringField(_("Place"), [Needed(), AtMost(120)])


class ConcludeForm(Form):
    """What the interviewer heard in an intake talk."""

    version = Version()
    own_yes = YesNo(_("Does this young person want it themselves?"), [Needed()])
    motivation = OneOf(_("How much do they want it?"), [Needed()], choices=pairs(SCALE), coerce=int)
    without_referrer = YesNo(_("Was the talk held without whoever nominated?"), [Needed()])
    support_now = Chips(_("Which support is already there?"), choices=pairs(say.SUPPORT))
    multi_problem = YesNo(_("Is more than one thing difficult at the same time?"), [Needed()])
    too_heavy = YesNo(_("Does this ask for more help than we can give here?"), [Needed()])
    note = TextAreaField(_("What else did you hear?"), [AtMost(2000)])

    def findings(self) -> rules.Findings:
        """What was heard, for the triage."""
        return rules.Findings(
            bool(self.own_yes.data),
            int(self.motivation.data or 0),
            bool(self.without_referrer.data) if "without_referrer" in self else True,
            bool(self.multi_problem.data),
            bool(self.too_heavy.data),
        )


def _score(text: Any) -> int | None:
    return int(text) if text is not None else None


def selection_form(rubric: Sequence[Choice]) -> type[SelectionForm]:
    """The form of a selection talk, with the skills that the variant scores."""
    return type(
        "RubricForm",
        (SelectionForm,),
        {
            f"skill_{skill.key}": OneOf(skill.label, [Needed()], choices=pairs(lists.RUBRIC_SCALE), coerce=_score)
            for skill in rubric
        },
    )


class SelectionForm(Form):
    """What the interviewer saw in a selection talk (requirement 25)."""

    version = Version()
    own_yes = YesNo(_("Does this person want it themselves?"), [Needed()])
    chosen = OneOf(_("What is your conclusion?"), [Needed()], choices=list(say.SELECTIONS.items()))
    checks = Chips(
        _("What did you see in this talk?"),
        choices=[(check, say.CHECKS[check]) for check in (Check.REFERENCE, Check.AGREEMENT, Check.PROTOCOL)],
    )
    note = TextAreaField(_("What do they bring along?"), [AtMost(2000)])

    def rubric(self) -> Rubric:
        """The scores, by skill."""
        scores: Mapping[str, int] = {
            name.removeprefix("skill_"): field.data for name, field in self._fields.items() if name.startswith("skill_")
        }
        return Rubric(scores, bool(self.own_yes.data))

    def conclusion(self) -> Selection:
        """What the interviewer decides."""
        return Selection(str(self.chosen.data))


class HandOverForm(Form):
    """A warm hand-over to care (requirement 38)."""

    version = Version()
    handover = TextAreaField(_("To whom, and how do you bring them into touch?"), [Needed(), AtMost(2000)])


class CheckForm(Form):
    """Something was seen of a supporter."""

    kind = OneOf(_("What did you see?"), [Needed()], choices=list(say.CHECKS.items()))
    seen_on = DayField(_("Seen on"), [Needed()])
    valid_until = DayField(_("Valid until"))


class CloseForm(Form):
    """Why the way in ends here."""

    why = OneOf(_("Why does it end here?"), [Needed()], choices=list(say.CLOSES.items()))
