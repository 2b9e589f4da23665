"""Sentences about fitting together: reasons in words, what is missing, what differs. Several pages use them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from babel.dates import format_date
from flask_babel import get_locale, lazy_gettext, ngettext, pgettext
from flask_babel import gettext as _

from maatwerk.language.formats import BRITISH, DUTCH, listing, local_day
from maatwerk.matching.rules import Against, Checked, Difference, Part, Rulebook, SharedPoints
from maatwerk.matching.steps import Given, State
from maatwerk.programme import fits, lists
from maatwerk.programme.values import Choice, Criterion, Facts, Variant

DECLINE_WORDS = {
    "times": lazy_gettext("The times don't suit me"),
    "know_each_other": lazy_gettext("We know each other already"),
    "other_wish": lazy_gettext("I hoped for someone else"),
    "not_now": lazy_gettext("I have no time just now"),
    "no_say": lazy_gettext("I'd rather not say"),
}
STATE_WORDS = {
    State.OFFERED: lazy_gettext("Offered"),
    State.OPEN: lazy_gettext("Waits for an answer"),
    State.ACCEPTED: lazy_gettext("Everyone said yes"),
    State.DECLINED: lazy_gettext("Rather not"),
    State.EXPIRED: lazy_gettext("No answer in time"),
    State.WITHDRAWN: lazy_gettext("Taken back"),
}
STATE_TONES = {State.OFFERED: "new", State.OPEN: "warn", State.ACCEPTED: "ok"}
GONE = lazy_gettext("This place was just given to someone else. You stay first in line.")


def _labels(choices: Iterable[Choice], keys: Iterable[str]) -> str:
    known = {choice.key: str(choice.label) for choice in choices}
    return listing([known.get(key, key) for key in keys])


def subjects(variant: Variant, keys: Iterable[str]) -> str:
    """*Maths and English*."""
    return _labels((*lists.SUBJECTS, *variant.subjects), sorted(keys))


def interests(variant: Variant, keys: Iterable[str]) -> str:
    """*Football and gaming* as it stands inside a sentence."""
    known = {choice.key: str(choice.label) for choice in (*lists.INTERESTS, *(variant.interests or ()))}
    return listing([_inside(known.get(key, key)) for key in sorted(keys)])


def _inside(label: str) -> str:
    """A label as it stands inside a sentence: without its capital, unless the capital is the word's own."""
    own = label[:2] == "I " or label[1:2].isupper()
    return label if own else label[:1].lower() + label[1:]


def languages(keys: Iterable[str]) -> str:
    """*Dutch and English*."""
    return _labels(lists.LANGUAGES, sorted(keys))


def slots(found: Iterable[Iterable[Any]]) -> str:
    """*Monday morning and Wednesday afternoon*."""
    days = {choice.key: str(choice.label) for choice in lists.WEEKDAYS}
    parts = {choice.key: str(choice.label) for choice in lists.PARTS}
    order = list(parts)
    known = sorted(((int(day), str(part)) for day, part in found), key=lambda s: (s[0], order.index(s[1])))
    return listing([_slot(days[str(day)], parts[part]) for day, part in known])


def _slot(day: str, part: str) -> str:
    """*Monday morning*; in Dutch one word in small letters, *maandagochtend*."""
    said = pgettext("part of the week", "%(day)s %(part)s", day=day, part=part)
    locale = get_locale()
    return said.lower() if locale is not None and locale.language == "nl" else said


def chosen(variant: Variant, question: str, keys: Iterable[str]) -> str:
    """What somebody answered to a question of the application, in its own words."""
    asked = [q for side in (variant.intake_questions or {}).values() for q in side]
    choices = [choice for q in asked if q.key == question for choice in q.choices]
    return _labels(choices or (choice for q in asked for choice in q.choices), keys)


def _worded(variant: Variant, values: Mapping[str, Any]) -> dict[str, str]:
    """A fit's plain values as the words its sentence asks for."""
    by_name: dict[str, Callable[[Any], str]] = {
        "interests": lambda found: interests(variant, found),
        "slots": slots,
        "subjects": lambda found: subjects(variant, found),
        "languages": languages,
        "answers": lambda found: _inside(chosen(variant, found[0], found[1:])) if found else "",
    }
    return {name: by_name[name](found) if name in by_name else str(found) for name, found in values.items()}


def reason(variant: Variant, criterion: Criterion | None, part: Part) -> str:
    """Why a part has its points, in words."""
    if criterion is None:
        return ""
    said = str(criterion.says.get(part.reason, ""))
    for name, words in _worded(variant, part.values).items():
        said = said.replace(f"%({name})s", words)
    return said


def missing(part: Part, seeker: str, supporter: str) -> str:
    """Who left it open, so that they can be asked."""
    called = {"seeker": seeker, "supporter": supporter}
    who = [called[name] for name in part.values.get("who", ()) if name in called]
    if not who:
        return _("Not known yet. Ask.")
    return _("No answer yet from %(names)s. Ask.", names=listing(who))


def both_answers(
    variant: Variant, criterion: Criterion, seeker: Facts, supporter: Facts, sites: Mapping[UUID, str]
) -> tuple[str, str]:
    """What each of the two said about a criterion; empty when nothing is known or the fit is a plug-in's own."""
    fit = criterion.fit
    of: Callable[[Facts], str]
    if isinstance(fit, fits.WishMet):
        return _answers(variant, fit.wish, seeker), _answers(variant, fit.offer, supporter)
    if isinstance(fit, fits.SubjectFit):
        return subjects(variant, seeker.subjects_needs), subjects(variant, supporter.subjects_offers)
    if isinstance(fit, fits.SharedInterests):
        of = lambda facts: interests(variant, facts.interests)  # noqa: E731
    elif isinstance(fit, fits.SharedSlots):
        of = lambda facts: slots(facts.slots)  # noqa: E731
    elif isinstance(fit, fits.SharedLanguages):
        of = lambda facts: languages(facts.languages)  # noqa: E731
    elif isinstance(fit, fits.SameCourse):
        of = course
    elif isinstance(fit, fits.SameSite):
        of = lambda facts: sites.get(facts.site_id, "") if facts.site_id else ""  # noqa: E731
    elif isinstance(fit, fits.OlderYear):
        of = lambda facts: _("year %(year)s", year=facts.year) if facts.year else ""  # noqa: E731
    elif isinstance(fit, fits.SharedAnswer):
        question = fit.question
        of = lambda facts: _answers(variant, question, facts)  # noqa: E731
    else:
        return "", ""
    return of(seeker), of(supporter)


def course(facts: Facts) -> str:
    """*Software developer, level 4*."""
    if not facts.course:
        return ""
    return _("%(course)s, level %(level)s", course=facts.course, level=facts.level) if facts.level else facts.course


def _answers(variant: Variant, question: str, facts: Facts) -> str:
    found = facts.answers.get(question)
    if found is None:
        return ""
    return chosen(variant, question, [found] if isinstance(found, str) else [str(key) for key in found])


def condition(book: Rulebook, checked: Checked) -> dict[str, Any]:
    """A line of the check list: what must hold, whether it does, and what to do if not."""
    rule = book.condition(checked.key)
    note = rule.missing if checked.met is None else "" if checked.met else rule.reason
    return {"label": str(rule.label), "met": checked.met, "note": str(note)}


def argument(variant: Variant, book: Rulebook, found: Against, seeker: str, supporter: str) -> str:
    """What argues against a candidate, as a sentence."""
    if found.kind == "unanswered":
        return _("An earlier proposal of these two ran out of time.")
    if found.kind == "warning":
        rule = book.condition(found.key)
        return str(rule.reason)
    criterion = book.criterion(found.key)
    label = str(criterion.label) if criterion else found.key
    if found.kind == "missing" and found.part is not None:
        return f"{label}: {missing(found.part, seeker, supporter)}"
    return f"{label}: {reason(variant, criterion, found.part)}" if found.part else label


def difference(variant: Variant, book: Rulebook, found: Difference, other: str, first: str) -> str:
    """How another candidate differs from the first, in one or two sentences."""
    labels = {c.key: str(c.label).lower() for c in book.criteria}
    if found.points == 0:
        said = [_("%(other)s scores the same as %(first)s.", other=other, first=first)]
    else:
        number = abs(found.points)
        lower = ngettext(
            "%(other)s scores %(num)d point lower.", "%(other)s scores %(num)d points lower.", number, other=other
        )
        higher = ngettext(
            "%(other)s scores %(num)d point higher.", "%(other)s scores %(num)d points higher.", number, other=other
        )
        said = [lower if found.points < 0 else higher]
    if found.less:
        said.append(_("Fits less in: %(what)s.", what=listing([labels[p.criterion] for p in found.less])))
    if found.more:
        said.append(_("Fits better in: %(what)s.", what=listing([labels[p.criterion] for p in found.more])))
    if found.missing:
        said.append(_("Not known: %(what)s.", what=listing([labels[p.criterion] for p in found.missing])))
    return " ".join(said)


def shared(variant: Variant, book: Rulebook, found: SharedPoints) -> tuple[list[str], str]:
    """Three shared points and one honest difference as plain sentences, without a number."""
    points = [reason(variant, book.criterion(part.criterion), part) for part in found.points]
    part = found.difference
    apart = reason(variant, book.criterion(part.criterion), part) if part else ""
    return [point for point in points if point], apart


def given(answer: Given) -> str:
    """An answer as it stands in a timeline."""
    words = {Given.YES: _("Said yes"), Given.RATHER_NOT: _("Rather not"), Given.TALK: _("Wants to talk first")}
    return words[answer]


def of_course(name: str, facts: Facts, *, places: int | None = None) -> str:
    """A name with what tells people apart in a list: course and year, and room for a supporter."""
    said = [name]
    if facts.course:
        said.append(course(facts))
    if facts.year:
        said.append(_("year %(year)s", year=facts.year))
    if places is not None:
        said.append(ngettext("room for %(num)d", "room for %(num)d", places))
    return " · ".join(said)


def days_waiting(days: int) -> str:
    """*Waits 3 days*, *since today*."""
    return _("since today") if days <= 0 else ngettext("%(num)d day", "%(num)d days", days)


def stands(state: str, *, running: str | None, returned: bool, late: bool) -> tuple[str, str]:
    """Where somebody on the waiting list stands, and in which tone."""
    if state != "waiting":
        return _("Not ready yet"), "quiet"
    if running == "open":
        return _("An answer is awaited"), "ok"
    if running:
        return _("May pick now"), "ok"
    if returned:
        return _("First in line again"), "new"
    return (_("Longer than promised"), "warn") if late else (_("Ready"), "quiet")


def day_for(locale: str | None, moment: datetime) -> str:
    """A day as the reader of a letter writes it."""
    language = locale or "nl"
    return format_date(local_day(moment), "EEEE d MMMM", locale=BRITISH if language == "en" else DUTCH)
