"""Ready-made hard rules, and those that hold in every programme."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext as _

from maatwerk.programme.nearness import FAR, nearness
from maatwerk.programme.values import Condition, Facts, Lazy, as_set

ADULT = 18


def _same_partner(seeker: Facts, supporter: Facts) -> bool | None:
    if seeker.partner_id is None or supporter.partner_id is None:
        return None
    return seeker.partner_id == supporter.partner_id


def same_partner() -> Condition:
    """Both at the same school."""
    return Condition(
        "same_partner",
        _("Same school"),
        _same_partner,
        _("They are at different schools."),
        _("Of one of the two we don't know the school."),
    )


def _same_site(seeker: Facts, supporter: Facts) -> bool | None:
    if seeker.site_id is None or supporter.site_id is None:
        return None
    return seeker.site_id == supporter.site_id


def same_site() -> Condition:
    """Both at the same site."""
    return Condition(
        "same_site",
        _("Same site"),
        _same_site,
        _("They are at different sites."),
        _("Of one of the two we don't know the site."),
    )


def _same_course(seeker: Facts, supporter: Facts) -> bool | None:
    if not seeker.course or not supporter.course:
        return None
    return seeker.course == supporter.course


def same_course() -> Condition:
    """Both in the same course."""
    return Condition(
        "same_course",
        _("Same course"),
        _same_course,
        _("They follow different courses."),
        _("Of one of the two we don't know the course."),
    )


def _subject_offered(seeker: Facts, supporter: Facts) -> bool | None:
    if not seeker.subjects_needs or not supporter.subjects_offers:
        return None
    return bool(seeker.subjects_needs & supporter.subjects_offers)


def subject_offered() -> Condition:
    """The supporter can help with at least one of the subjects."""
    return Condition(
        "subject",
        _("Subject"),
        _subject_offered,
        _("Can't help with any of the subjects asked."),
        _("We don't know the subjects of one of the two."),
    )


def _first_year(seeker: Facts, supporter: Facts) -> bool | None:
    return None if seeker.year is None else seeker.year == 1


def first_year() -> Condition:
    """The seeker is in the first year of a course."""
    return Condition(
        "first_year",
        _("First year"),
        _first_year,
        _("This student is not in the first year."),
        _("We don't know the year of this student."),
    )


def _later_year(seeker: Facts, supporter: Facts) -> bool | None:
    if seeker.year is None or supporter.year is None:
        return None
    return supporter.year > seeker.year


def later_year() -> Condition:
    """The supporter is in a later year: a warning, not a block (requirement 100)."""
    return Condition(
        "later_year",
        _("Later year"),
        _later_year,
        _("They are in the same year, or the helper is in an earlier one. You may still propose them."),
        _("Of one of the two we don't know the year. You may still propose them."),
        warns_only=True,
    )


@dataclass(frozen=True, slots=True)
class _AnswerInCommon:
    question: str

    def __call__(self, seeker: Facts, supporter: Facts) -> bool | None:
        ours, theirs = as_set(seeker.answers.get(self.question)), as_set(supporter.answers.get(self.question))
        return bool(ours & theirs) if ours and theirs else None


def answer_in_common(key: str, label: Lazy, *, question: str) -> Condition:
    """Both gave an answer in common to one question, such as the way to meet."""
    return Condition(
        key,
        label,
        _AnswerInCommon(question),
        _("They have nothing in common here."),
        _("One of the two has not answered this."),
    )


def _within_reach(seeker: Facts, supporter: Facts) -> bool | None:
    if not seeker.postcode or not supporter.postcode:
        return None
    return nearness(seeker.postcode, supporter.postcode)[1] != FAR


def within_reach() -> Condition:
    """In the same region or the one next to it, by postcode."""
    return Condition(
        "within_reach",
        _("Within reach"),
        _within_reach,
        _("They live too far from each other."),
        _("Of one of the two we don't know the postcode."),
    )


def _times_in_common(seeker: Facts, supporter: Facts) -> bool | None:
    if not seeker.slots or not supporter.slots:
        return None
    return bool(seeker.slots & supporter.slots)


def times_in_common() -> Condition:
    """At least one part of the week suits both."""
    return Condition(
        "times",
        _("A time that suits both"),
        _times_in_common,
        _("No part of the week suits both."),
        _("Of one of the two we don't know when they are free."),
    )


def _conduct_seen(seeker: Facts, supporter: Facts) -> bool | None:
    if "vog" in supporter.seen:
        return True
    return None if seeker.age is None else seeker.age >= ADULT


def conduct_seen_for_minors() -> Condition:
    """Under 18: only beside somebody whose certificate of conduct was seen and still holds."""
    return Condition(
        "conduct_seen",
        _("Certificate of conduct, for under 18"),
        _conduct_seen,
        _("Under 18, and no certificate of conduct that holds was seen."),
        _("We don't know the age of one, and saw no certificate of conduct of the other."),
    )


def _own_yes(seeker: Facts, supporter: Facts) -> bool | None:
    return seeker.own_yes


def _ready(seeker: Facts, supporter: Facts) -> bool:
    return seeker.ready and supporter.ready


def _certified(seeker: Facts, supporter: Facts) -> bool:
    return supporter.certified


def _place(seeker: Facts, supporter: Facts) -> bool:
    return supporter.places_left > 0


def _no_tie(seeker: Facts, supporter: Facts) -> bool:
    return (
        seeker.person_id != supporter.person_id
        and supporter.person_id not in seeker.ties
        and seeker.person_id not in supporter.ties
    )


def _experienced(seeker: Facts, supporter: Facts) -> bool:
    return supporter.experienced or not seeker.needs_experienced


def _language(seeker: Facts, supporter: Facts) -> bool | None:
    if not seeker.languages or not supporter.languages:
        return None
    return bool(seeker.languages & supporter.languages)


OWN_YES = Condition(
    "own_yes",
    _("Own yes"),
    _own_yes,
    _("This student has not said yes to taking part."),
    _("Hold the intake talk first: we need this student's own yes."),
)
READY = Condition("ready", _("Consents are there"), _ready, _("A consent or permission is still missing."))
CERTIFIED = Condition("certified", _("Trained"), _certified, _("Has no valid certificate for this role."))
PLACE = Condition("place", _("Has a place free"), _place, _("All places are taken."))
NO_TIE = Condition(
    "no_tie",
    _("No double role"),
    _no_tie,
    _("One of them teaches, guides, assesses or is family of the other."),
)
EXPERIENCED = Condition(
    "experienced",
    _("Experienced, where needed"),
    _experienced,
    _("This student needs someone with experience."),
)
COMMON_LANGUAGE = Condition(
    "language",
    _("A language in common"),
    _language,
    _("They speak no language in common."),
    _("We don't know the languages of one of the two."),
)

# What holds in every programme, whatever a variant adds (domain: hard rules for all).
ALWAYS = (OWN_YES, READY, PLACE, NO_TIE, EXPERIENCED, COMMON_LANGUAGE)
