"""What an organisation may make its own without code: typed settings, and how a variant looks with them.

Words per role, extra questions, weights, phase lengths, aims and a handful of numbers (requirement 106: always
tailor-made). Each is a typed setting of one programme (a few of the whole organisation), kept as versions with a
reason; here values are checked and applied.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from flask_babel import get_locale
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from maatwerk.programme import lists
from maatwerk.programme.roles import RoleForms, RoleWords
from maatwerk.programme.values import Choice, Kind, Question, Side, Signal, Variant
from maatwerk.programme.wording import worded
from maatwerk.tenancy.settings import Setting, WrongSetting

FORM_NAMES = ("singular", "plural", "with_article", "with_je", "with_uw", "starting")
LANGUAGES = ("nl", "en")
EXTRA_KINDS = (Kind.TEXT, Kind.SCALE, Kind.CHOICE, Kind.CHOICES)


def _wrong(text: Any) -> WrongSetting:
    return WrongSetting(text)


@dataclass(frozen=True, slots=True)
class WordsSetting(Setting):
    """All forms of one role in each language that differs from the variant's (requirement 1)."""

    def read(self, value: Any) -> Any:
        """{"nl": {"singular": "maatje", … all six}}; an empty dict means: the variant's own."""
        if not isinstance(value, Mapping) or not set(value) <= set(LANGUAGES):
            raise _wrong(_("Give the words in Dutch, in English, or both."))
        for forms in value.values():
            if set(forms) != set(FORM_NAMES) or not all(isinstance(f, str) and f.strip() for f in forms.values()):
                raise _wrong(_("Fill in all six forms of the word, or none."))
            if any(len(form.strip()) > 40 for form in forms.values()):
                raise _wrong(_("A word has forty characters at most."))
            if any(sign in form for form in forms.values() for sign in "%<>{}"):
                raise _wrong(_("A word holds no percent sign, <, >, { or }."))
        return {language: {name: forms[name].strip() for name in FORM_NAMES} for language, forms in value.items()}


@dataclass(frozen=True, slots=True)
class QuestionsSetting(Setting):
    """Questions that an organisation adds to one side's application."""

    def read(self, value: Any) -> Any:
        """[{"key", "kind", "label": {"nl", "en"}, "required", "choices": [{"key", "label": {…}}]}]"""
        if not isinstance(value, list) or len(value) > 5:
            raise _wrong(_("Add five questions at most: people fill this in on a phone."))
        if len({question["key"] for question in value}) != len(value):
            raise _wrong(_("Two questions have the same key."))
        for question in value:
            if question["kind"] not in EXTRA_KINDS:
                raise _wrong(_("Choose one of the kinds of question."))
            if not any(question["label"].get(language, "").strip() for language in LANGUAGES):
                raise _wrong(_("Write the question in at least one language."))
            wants = question["kind"] in (Kind.CHOICE, Kind.CHOICES)
            if wants and len(question.get("choices", ())) < 2:
                raise _wrong(_("Give at least two answers to choose from."))
        return value


@dataclass(frozen=True, slots=True)
class WeightsSetting(Setting):
    """How much each criterion counts, of 100."""

    def read(self, value: Any) -> Any:
        """{criterion key: weight}; empty means: the variant's own."""
        if not isinstance(value, Mapping) or any(
            not isinstance(weight, int) or isinstance(weight, bool) or not 0 <= weight <= 100
            for weight in value.values()
        ):
            raise _wrong(_("Each weight is a whole number from 0 to 100."))
        if value and sum(value.values()) != 100:
            raise _wrong(_("The weights must add up to 100."))
        return dict(value)


@dataclass(frozen=True, slots=True)
class PhasesSetting(Setting):
    """How long each phase takes, in weeks."""

    def read(self, value: Any) -> Any:
        """{phase key: weeks}; empty means: the variant's own."""
        if not isinstance(value, Mapping) or any(
            not isinstance(weeks, int) or isinstance(weeks, bool) or not 1 <= weeks <= 52 for weeks in value.values()
        ):
            raise _wrong(_("Each phase takes 1 to 52 weeks."))
        return dict(value)


@dataclass(frozen=True, slots=True)
class ProtocolSetting(Setting):
    """The programme's protocol in each language: published to all, read and agreed per person (requirement 39)."""

    def read(self, value: Any) -> Any:
        """{"nl": text, "en": text}"""
        if not isinstance(value, Mapping) or not set(value) <= set(LANGUAGES):
            raise _wrong(_("Give the protocol in Dutch, in English, or both."))
        if any(not isinstance(text, str) or len(text) > 20_000 for text in value.values()):
            raise _wrong(_("A protocol has 20,000 characters at most."))
        return {language: text.strip() for language, text in value.items() if text.strip()}


@dataclass(frozen=True, slots=True)
class SomeSetting(Setting):
    """Some of a list, in the order of the list."""

    def read(self, value: Any) -> Any:
        """Keys of `options`; none is fine."""
        if not isinstance(value, list) or not set(value) <= set(self.options):
            raise _wrong(_("Choose from the list."))
        return [key for key in self.options if key in value]


AIMS = SomeSetting("aims", [], _("What this programme is for"), options=tuple(aim.key for aim in lists.AIMS))
OUTCOMES = SomeSetting(
    "outcomes",
    [outcome.key for outcome in lists.OUTCOMES],
    _("What a look back asks after"),
    options=tuple(outcome.key for outcome in lists.OUTCOMES),
)
PROTOCOL = ProtocolSetting("protocol", {}, _("Protocol"))
SEEKER_WORDS = WordsSetting("words.seeker", {}, _("What we call who asks for support"))
SUPPORTER_WORDS = WordsSetting("words.supporter", {}, _("What we call who gives support"))
SEEKER_QUESTIONS = QuestionsSetting("questions.seeker", [], _("Extra questions to who asks for support"))
SUPPORTER_QUESTIONS = QuestionsSetting("questions.supporter", [], _("Extra questions to who gives support"))
WEIGHTS = WeightsSetting("weights", {}, _("What counts in a match"))
PHASES = PhasesSetting("phases", {}, _("How long each phase takes"))
# Numbers: 0 means "as the variant has it".
LENGTH = Setting("length_weeks", 0, _("Weeks from start to farewell"), least=0, most=104)
MINUTES = Setting("meeting_minutes", 0, _("Minutes of a meeting"), least=0, most=240)
PLACES = Setting("places", 0, _("Places of a supporter, at first"), least=0, most=20)
MOST_PLACES = Setting("most_places", 0, _("Places of a supporter, at most"), least=0, most=20)
ANSWER_HOURS = Setting("answer_hours", 0, _("Hours to answer a proposal"), least=0, most=720)
GAP_DAYS = Setting("gap_days", 0, _("Days without contact before we look"), least=0, most=90)
WAITING_DAYS = Setting("waiting_promise_days", 21, _("Days we promise to wait at most"), least=1, most=120)
NOMINATION_DAYS = Setting(
    "nomination_days", 5, _("Working days within which a nomination is answered"), least=1, most=20
)
MOTIVATION = Setting("motivation_least", 3, _("Least motivation, 1 to 5, without a second talk"), least=1, most=5)

WORDS = {Side.SEEKER: SEEKER_WORDS, Side.SUPPORTER: SUPPORTER_WORDS}
QUESTIONS = {Side.SEEKER: SEEKER_QUESTIONS, Side.SUPPORTER: SUPPORTER_QUESTIONS}
PRACTICAL = (
    LENGTH,
    MINUTES,
    PLACES,
    MOST_PLACES,
    ANSWER_HOURS,
    GAP_DAYS,
    WAITING_DAYS,
    NOMINATION_DAYS,
    MOTIVATION,
)
_ALL = (*WORDS.values(), *QUESTIONS.values(), WEIGHTS, PHASES, AIMS, OUTCOMES, PROTOCOL, *PRACTICAL)
SETTINGS: dict[str, Setting] = {setting.key: setting for setting in _ALL}


def fits_variant(setting: Setting, value: Any, variant: Variant) -> None:
    """Raise WrongSetting when a value names what the variant doesn't have, or leaves something out."""
    if setting is WEIGHTS and value and set(value) != {criterion.key for criterion in variant.matching_criteria or ()}:
        raise _wrong(_("Give every criterion a weight."))
    if setting is PHASES and value and set(value) != {plan.key for plan in variant.trajectory_phases or ()}:
        raise _wrong(_("Give every phase a length."))
    for side, own in QUESTIONS.items():
        if setting is own:
            taken = {question.key for question in (variant.intake_questions or {}).get(side, ())}
            if taken & {question["key"] for question in value}:
                raise _wrong(_("The programme has a question with that key already."))


def tailored(variant: Variant, chosen: Mapping[str, Any]) -> Variant:
    """The variant (complete, not yet worded) as this programme has it."""
    variant = replace(
        variant,
        seeker_role=replace(variant.seeker_role, words=_words(variant.seeker_role.words, chosen.get(SEEKER_WORDS.key))),
        supporter_role=replace(
            variant.supporter_role, words=_words(variant.supporter_role.words, chosen.get(SUPPORTER_WORDS.key))
        ),
    )
    return worded(_numbers(_questions(_matching(_reviews(_road(variant, chosen), chosen), chosen), chosen), chosen))


def _reviews(variant: Variant, chosen: Mapping[str, Any]) -> Variant:
    """Looks back ask after the harder and softer things that this programme looks at (requirement 17)."""
    wanted = {"", *chosen.get(OUTCOMES.key, OUTCOMES.default)}
    asked = tuple(question for question in variant.review_questions or () if question.outcome in wanted)
    return replace(variant, review_questions=asked)


def _words(own: RoleWords, chosen: Mapping[str, Any] | None) -> RoleWords:
    forms = {language: RoleForms(**words) for language, words in (chosen or {}).items()}
    return replace(own, nl=forms.get("nl", own.nl), en=forms.get("en", own.en))


def _road(variant: Variant, chosen: Mapping[str, Any]) -> Variant:
    weeks = chosen.get(PHASES.key) or {}
    length = chosen.get(LENGTH.key) or sum(w for key, w in weeks.items() if key != "preparation")
    plans = tuple(replace(plan, share=weeks.get(plan.key, plan.share)) for plan in variant.trajectory_phases or ())
    return replace(variant, trajectory_phases=plans, length_weeks=length or variant.length_weeks)


def _matching(variant: Variant, chosen: Mapping[str, Any]) -> Variant:
    weights, hours = chosen.get(WEIGHTS.key) or {}, chosen.get(ANSWER_HOURS.key)
    criteria = tuple(replace(c, weight=weights.get(c.key, c.weight)) for c in variant.matching_criteria or ())
    steps = tuple(
        replace(step, within=timedelta(hours=hours)) if hours and step.within else step
        for step in variant.matching_steps or ()
    )
    return replace(variant, matching_criteria=criteria, matching_steps=steps)


def _questions(variant: Variant, chosen: Mapping[str, Any]) -> Variant:
    own = variant.intake_questions or {}
    extra = {side: tuple(map(_question, chosen.get(setting.key) or ())) for side, setting in QUESTIONS.items()}
    return replace(variant, intake_questions={side: (*own.get(side, ()), *extra[side]) for side in Side})


def _question(stored: Mapping[str, Any]) -> Question:
    return Question(
        stored["key"],
        Kind(stored["kind"]),
        _in_language(stored["label"]),
        choices=tuple(Choice(c["key"], _in_language(c["label"])) for c in stored.get("choices", ())),
        required=bool(stored.get("required", False)),
    )


def _in_language(texts: Mapping[str, str]) -> LazyString:
    """A text in the reader's language, or in the one it was written in."""

    def chosen() -> str:
        locale = get_locale()
        own = texts.get(locale.language if locale else "en", "")
        return own or next((text for text in texts.values() if text), "")

    return LazyString(chosen)


def _numbers(variant: Variant, chosen: Mapping[str, Any]) -> Variant:
    places = variant.places
    most = chosen.get(MOST_PLACES.key) or places.most
    default = min(chosen.get(PLACES.key) or places.default, most)
    minutes, gap = chosen.get(MINUTES.key), chosen.get(GAP_DAYS.key)
    waiting = chosen.get(WAITING_DAYS.key)
    days = {Signal.NO_CONTACT: gap, Signal.WAITING: waiting}
    rules = tuple(replace(rule, days=days.get(rule.signal) or rule.days) for rule in variant.attention_rules or ())
    rhythm = replace(variant.rhythm, minutes=minutes) if minutes else variant.rhythm
    return replace(variant, places=replace(places, default=default, most=most), rhythm=rhythm, attention_rules=rules)
