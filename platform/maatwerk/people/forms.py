"""What someone answers for consent, and which sheet someone takes along."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from maatwerk.interface.forms import Choice, Form, Needed, YesNo
from maatwerk.people import say
from maatwerk.people.queries import Family, Question
from maatwerk.people.rules import Kind


class AnswerForm(Form):
    """Yes or no for each thing that is asked; nothing is chosen beforehand."""

    def answers(self) -> dict[UUID, bool]:
        """What was answered, by question."""
        return {UUID(field.name[2:]): field.data for field in self if field.name.startswith("q_")}


def answer_form(families: Sequence[Family]) -> AnswerForm:
    """A form with every open question."""
    asked = {
        f"q_{one.id.hex}": YesNo(words(one, family), [Needed(_l("Choose yes or no."))])
        for family in families
        for one in family.open
    }
    made: AnswerForm = type("AnswersOfOne", (AnswerForm,), asked)()
    return made


def words(question: Question, family: Family) -> str:
    """The question itself, so that it reads alone."""
    if question.kind is Kind.PERMISSION:
        return _("May %(name)s take part in %(programme)s?", name=family.called, programme=question.programme)
    what = say.asked(question.kind, question.purpose)
    return _("May we do this? %(what)s.", what=what)


class ExportForm(Form):
    """Which people, in which kind of file."""

    group = Choice(_l("Whom?"), [Needed()], choices=[("all", _l("Everybody")), *say.GROUPS.items()], default="all")
    format = Choice(
        _l("Which kind of file?"), [Needed()], choices=[("xlsx", _l("Excel")), ("csv", _l("CSV"))], default="xlsx"
    )
