"""What tailoring a programme asks; the fields follow the programme's variant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, IntegerField, StringField, TextAreaField
from wtforms.validators import NumberRange

from maatwerk.interface.forms import AtMost, Chips, Choice, Needed
from maatwerk.programme import lists, say, tailoring
from maatwerk.programme.forms import ReasonForm
from maatwerk.programme.roles import RoleForms, RoleWords
from maatwerk.programme.values import Kind, Variant
from maatwerk.tenancy.settings import Setting

LANGUAGE_NAMES = {"nl": _("Dutch"), "en": _("English")}


def words_form(**options: Any) -> ReasonForm:
    """Six forms of a role's word in each language."""
    fields = {
        f"{language}_{name}": StringField(label, [Needed(), AtMost(40)])
        for language in tailoring.LANGUAGES
        for name, label in say.FORM_LABELS.items()
    }
    made: ReasonForm = type("WordsForm", (ReasonForm,), fields)(**options)
    return made


def show_words(form: ReasonForm, words: RoleWords) -> None:
    """Fill in what the role is called now."""
    for language in tailoring.LANGUAGES:
        forms = words.forms(language)
        for name in say.FORM_LABELS:
            form[f"{language}_{name}"].data = getattr(forms, name)


def typed_words(form: ReasonForm) -> dict[str, dict[str, str]]:
    """What was typed, by language, as the setting keeps it."""
    return {
        language: {name: form[f"{language}_{name}"].data or "" for name in say.FORM_LABELS}
        for language in tailoring.LANGUAGES
    }


def own_words(form: ReasonForm, words: RoleWords) -> dict[str, dict[str, str]]:
    """Of what was typed, the languages that differ from the programme's own words."""
    return {
        language: typed for language, typed in typed_words(form).items() if as_forms(typed) != words.forms(language)
    }


def as_forms(typed: dict[str, str]) -> RoleForms:
    """One language's words, for the sentences that show them."""
    return RoleForms(**typed)


def weights_form(variant: Variant) -> ReasonForm:
    """A number for each criterion."""
    return _numbers("WeightsForm", {c.key: c.label for c in variant.matching_criteria or ()}, 0, 100)


def phases_form(variant: Variant) -> ReasonForm:
    """Weeks for each phase."""
    return _numbers("PhasesForm", {plan.key: plan.label for plan in variant.trajectory_phases or ()}, 1, 52)


def practical_form() -> ReasonForm:
    """The handful of numbers."""
    fields = {s.key: IntegerField(s.label, [Needed(), NumberRange(s.least, s.most)]) for s in tailoring.PRACTICAL}
    made: ReasonForm = type("PracticalForm", (ReasonForm,), fields)()
    return made


def _numbers(name: str, labels: dict[str, Any], least: int, most: int) -> ReasonForm:
    fields = {f"n_{key}": IntegerField(label, [Needed(), NumberRange(least, most)]) for key, label in labels.items()}
    made: ReasonForm = type(name, (ReasonForm,), fields)()
    return made


def numbers(form: ReasonForm) -> dict[str, int]:
    """What was filled in, by key."""
    return {field.name.removeprefix("n_"): field.data for field in form if field.name.startswith("n_")}


def plugin_form(settings: Sequence[Setting]) -> ReasonForm:
    """A field for each of a plug-in's own settings, by its type."""
    made: ReasonForm = type("PluginForm", (ReasonForm,), {f"s{at}": _field(s) for at, s in enumerate(settings)})()
    return made


def _field(setting: Setting) -> Any:
    label = setting.label or setting.key
    if isinstance(setting.default, bool):
        return BooleanField(label)
    if isinstance(setting.default, int):
        return IntegerField(label, [Needed(), NumberRange(setting.least, setting.most)])
    if setting.options:
        return Choice(label, [Needed()], choices=[(option, option) for option in setting.options])
    return StringField(label, [AtMost(200)])


class AimsForm(ReasonForm):
    """What the programme is for (requirement 19), and what a look back asks after (requirement 17)."""

    aims = Chips(_("What it is for"), choices=[(aim.key, aim.label) for aim in lists.AIMS])
    outcomes = Chips(tailoring.OUTCOMES.label, choices=[(outcome.key, outcome.label) for outcome in lists.OUTCOMES])


class ProtocolForm(ReasonForm):
    """The protocol in both languages."""

    nl = TextAreaField(_("Protocol in Dutch"), [AtMost(20_000)])
    en = TextAreaField(_("Protocol in English"), [AtMost(20_000)])


class QuestionForm(ReasonForm):
    """One extra question."""

    nl = StringField(_("The question in Dutch"), [AtMost(140)])
    en = StringField(_("The question in English"), [AtMost(140)])
    kind = Choice(_("How is it answered?"), [Needed()], choices=[*say.KINDS.items()])
    answers = TextAreaField(
        _("The answers to choose from"),
        [AtMost(600)],
        description=_("One on each line: Dutch, then a slash, then English. One language is enough."),
    )
    needed = BooleanField(_("Everyone must answer this"))

    def question(self) -> dict[str, Any]:
        """What was typed, as the setting keeps it."""
        wants = self.kind.data in (Kind.CHOICE, Kind.CHOICES)
        lines = [line for line in (self.answers.data or "").splitlines() if line.strip()]
        return {
            "key": f"own_{uuid4().hex[:8]}",
            "kind": self.kind.data,
            "label": _labels(self.nl.data, self.en.data),
            "required": bool(self.needed.data),
            "choices": [
                {"key": f"answer_{at}", "label": _labels(*_halves(line))} for at, line in enumerate(lines, start=1)
            ]
            if wants
            else [],
        }


def _halves(line: str) -> tuple[str, str]:
    dutch, _slash, english = line.partition("/")
    return dutch.strip(), english.strip()


def _labels(dutch: str | None, english: str | None) -> dict[str, str]:
    return {language: text for language, text in (("nl", dutch), ("en", english)) if text}
