"""Sentences about programmes that several pages use."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from flask_babel import force_locale, lazy_gettext, ngettext
from flask_babel import gettext as _

from maatwerk.programme import lists, tailoring
from maatwerk.programme.queries import Place, SwitchedOn, Touched
from maatwerk.programme.roles import RoleForms
from maatwerk.programme.values import Choice, Nature, Side, Variant

KINDS = {
    "text": lazy_gettext("Own words"),
    "scale": lazy_gettext("1 to 5"),
    "choice": lazy_gettext("One of several"),
    "choices": lazy_gettext("More of several"),
}
STATES = {"open": lazy_gettext("Running"), "closed": lazy_gettext("Closed")}
FORM_LABELS = {
    "singular": lazy_gettext("One"),
    "plural": lazy_gettext("More than one"),
    "with_article": lazy_gettext("With “the” before it"),
    "with_je": lazy_gettext("With “your”, to a student"),
    "with_uw": lazy_gettext("With “your”, to a parent"),
    "starting": lazy_gettext("At the start of a sentence"),
}
PARTS = {
    "words": lazy_gettext("Words for roles"),
    "questions": lazy_gettext("Extra questions"),
    "weights": lazy_gettext("What counts in a match"),
    "phases": lazy_gettext("How long each phase takes"),
    "aims": lazy_gettext("What this programme is for"),
    "practical": lazy_gettext("Length, places and deadlines"),
    "protocol": lazy_gettext("Protocol"),
}
# Where a word stands in sentences of other rooms, so that whoever chooses it sees how it reads.
EXAMPLES = (
    lazy_gettext("On Tuesday you meet %(your_form)s."),
    lazy_gettext("%(starting)s has not answered yet."),
    lazy_gettext("We look for %(plural)s who are free on Friday."),
    lazy_gettext("Who may be a %(singular)s?"),
    lazy_gettext("The coordinator speaks with %(with_article)s."),
    lazy_gettext("You may always call us about %(formal_form)s."),
)


def where(on: SwitchedOn, places: list[Place]) -> str:
    """*The whole organisation*, or the name of the school or site."""
    if on.everywhere:
        return _("The whole organisation")
    for place in places:
        if (place.partner_id, place.site_id) == (on.partner_id, on.site_id):
            return place_name(place)
    return _("A place that is gone")


def place_name(place: Place) -> str:
    """*Waddenkust College, Sneek*."""
    return f"{place.partner}, {place.site}" if place.site else place.partner


def touched(found: Touched) -> list[str]:
    """What switching off would touch, a sentence each, the weightiest first."""
    lines = (
        (
            found.matched,
            ngettext(
                "%(num)d match runs. It goes on to its farewell; nothing changes for these two.",
                "%(num)d matches run. They go on to their farewell; nothing changes for these people.",
                found.matched,
            ),
        ),
        (
            found.waiting,
            ngettext(
                "%(num)d student waits for a match. You can still match this student.",
                "%(num)d students wait for a match. You can still match them.",
                found.waiting,
            ),
        ),
        (
            found.entering,
            ngettext(
                "%(num)d person is on the way in. You finish that talk or application.",
                "%(num)d people are on the way in. You finish those talks and applications.",
                found.entering,
            ),
        ),
        (
            found.programmes,
            ngettext(
                "%(num)d programme takes nobody new.",
                "%(num)d programmes take nobody new.",
                found.programmes,
            ),
        ),
    )
    said = [line for number, line in lines if number]
    return said if found.programmes else [*said, _("Elsewhere it stays on: every programme runs on there.")]


def examples(forms: RoleForms, language: str) -> list[str]:
    """Sentences in one language with the words of one role in them."""
    values = {
        "singular": forms.singular,
        "plural": forms.plural,
        "with_article": forms.with_article,
        "starting": forms.starting,
        "your_form": forms.with_je,
        "formal_form": forms.with_uw,
    }
    with force_locale(language):
        return [str(sentence) % values for sentence in EXAMPLES]


NATURES = {
    Nature.MENTORING: lazy_gettext("Mentoring: it is about the person, and how they grow."),
    Nature.COACHING: lazy_gettext("Coaching: it is about a skill or a result."),
}


def kind_of(variant: Variant) -> str:
    """What kind of help it is, between whom, how many together (requirements 2 and 7)."""
    between = _("A student helps a student") if variant.peers else _("An adult stands beside a young person")
    together = _("one-to-one")
    if variant.circle_size:
        together = _("in a circle of up to %(number)s", number=variant.circle_size)
    return f"{NATURES[variant.nature]} {between}, {together}."


def aims(chosen: Mapping[str, Any]) -> str:
    """What the programme is for, in a line; empty while nothing was chosen."""
    return _labels(lists.AIMS, chosen.get(tailoring.AIMS.key, tailoring.AIMS.default))


def outcomes(chosen: Mapping[str, Any]) -> str:
    """What a look back asks after, in a line."""
    return _labels(lists.OUTCOMES, chosen.get(tailoring.OUTCOMES.key, tailoring.OUTCOMES.default))


def _labels(choices: Iterable[Choice], keys: Collection[str]) -> str:
    return "; ".join(str(choice.label) for choice in choices if choice.key in keys)


def setting(key: str) -> str:
    """What a setting is called in the history."""
    known = tailoring.SETTINGS.get(key)
    return str(known.label) if known else key


def value(variant: Variant, key: str, chosen: Any) -> str:
    """What was chosen, in a line."""
    if key == tailoring.WEIGHTS.key and chosen:
        labels = {criterion.key: criterion.label for criterion in variant.matching_criteria or ()}
        return ", ".join(f"{labels.get(name, name)} {weight}" for name, weight in chosen.items())
    if key == tailoring.PHASES.key and chosen:
        labels = {plan.key: plan.label for plan in variant.trajectory_phases or ()}
        return ", ".join(f"{labels.get(name, name)} {weeks}" for name, weeks in chosen.items())
    if key in (own.key for own in tailoring.WORDS.values()) and chosen:
        return ", ".join(forms["singular"] for forms in chosen.values())
    if key in (own.key for own in tailoring.QUESTIONS.values()):
        return ngettext("%(num)d question", "%(num)d questions", len(chosen))
    if key == tailoring.PROTOCOL.key:
        return ngettext("In %(num)d language", "In %(num)d languages", len(chosen))
    if key == tailoring.AIMS.key and chosen:
        return _labels(lists.AIMS, chosen)
    if key == tailoring.OUTCOMES.key:
        return _labels(lists.OUTCOMES, chosen) or _("Only how the two get on")
    return str(chosen) if chosen else _("As the programme has it")


def side(variant: Variant, of: Side) -> str:
    """What one side is called here: *tutors*."""
    return variant.role_of(of).words.plural
