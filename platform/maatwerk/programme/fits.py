"""Ready-made ways to say how well two people fit; each is a value, so that two variants with the same fit are equal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _

from maatwerk.programme.nearness import nearness as nearness_of
from maatwerk.programme.values import Criterion, Facts, Fit, Lazy, as_set

NO_PREFERENCE = "no_preference"  # the answer of someone to whom it is all the same
_NOT_KNOWN = _("Not known yet of one of the two.")


def _unknown(seeker: Any, supporter: Any) -> Fit:
    """Something is missing; of whom is part of the reason, so that it can be asked."""
    who = [name for name, found in (("seeker", seeker), ("supporter", supporter)) if not found]
    return Fit(None, "unknown", {"who": who})


@dataclass(frozen=True, slots=True)
class SharedInterests:
    """What both like; `enough` in common is a full fit."""

    enough: int = 3

    def __call__(self, seeker: Facts, supporter: Facts) -> Fit:
        if not seeker.interests or not supporter.interests:
            return _unknown(seeker.interests, supporter.interests)
        both = seeker.interests & supporter.interests
        return Fit(min(1.0, len(both) / self.enough), "shared" if both else "none", {"interests": sorted(both)})


@dataclass(frozen=True, slots=True)
class SharedSlots:
    """When both are free; `enough` parts of the week are a full fit."""

    enough: int = 2

    def __call__(self, seeker: Facts, supporter: Facts) -> Fit:
        if not seeker.slots or not supporter.slots:
            return _unknown(seeker.slots, supporter.slots)
        both = [list(slot) for slot in sorted(seeker.slots & supporter.slots)]
        return Fit(min(1.0, len(both) / self.enough), "shared" if both else "none", {"slots": both})


@dataclass(frozen=True, slots=True)
class SubjectFit:
    """Which of the seeker's subjects the supporter can help with."""

    def __call__(self, seeker: Facts, supporter: Facts) -> Fit:
        needs, offers = seeker.subjects_needs, supporter.subjects_offers
        if not needs or not offers:
            return _unknown(needs, offers)
        both = needs & offers
        reason = "all" if both == needs else "some" if both else "none"
        return Fit(len(both) / len(needs), reason, {"subjects": sorted(both)})


@dataclass(frozen=True, slots=True)
class SameCourse:
    """The same course is a full fit, the same level of another course `near`."""

    near: float = 0.4

    def __call__(self, seeker: Facts, supporter: Facts) -> Fit:
        if not seeker.course or not supporter.course:
            return _unknown(seeker.course, supporter.course)
        if seeker.course == supporter.course:
            return Fit(1.0, "same", {"course": seeker.course})
        if seeker.level is not None and seeker.level == supporter.level:
            return Fit(self.near, "near", {"level": seeker.level})
        return Fit(0.0, "other", {})


@dataclass(frozen=True, slots=True)
class SameSite:
    """At the same place of the school."""

    def __call__(self, seeker: Facts, supporter: Facts) -> Fit:
        if seeker.site_id is None or supporter.site_id is None:
            return _unknown(seeker.site_id, supporter.site_id)
        same = seeker.site_id == supporter.site_id
        return Fit(float(same), "same" if same else "other", {})


@dataclass(frozen=True, slots=True)
class SharedLanguages:
    """How many of the seeker's languages the supporter speaks too."""

    def __call__(self, seeker: Facts, supporter: Facts) -> Fit:
        if not seeker.languages or not supporter.languages:
            return _unknown(seeker.languages, supporter.languages)
        both = seeker.languages & supporter.languages
        return Fit(len(both) / len(seeker.languages), "shared" if both else "none", {"languages": sorted(both)})


@dataclass(frozen=True, slots=True)
class WishMet:
    """Is the seeker's wish (`wish`) in what the supporter says of themselves (`offer`): keys of questions."""

    wish: str
    offer: str

    def __call__(self, seeker: Facts, supporter: Facts) -> Fit:
        wished, offered = as_set(seeker.answers.get(self.wish)), as_set(supporter.answers.get(self.offer))
        if NO_PREFERENCE in wished:
            return Fit(1.0, "free", {})
        if not wished or not offered:
            return _unknown(wished, offered)
        met = wished & offered
        return Fit(len(met) / len(wished), "met" if met else "unmet", {"answers": [self.wish, *sorted(met)]})


@dataclass(frozen=True, slots=True)
class SharedAnswer:
    """What both answered to the same question, such as an earlier school or something they went through."""

    question: str
    enough: int = 1

    def __call__(self, seeker: Facts, supporter: Facts) -> Fit:
        ours, theirs = as_set(seeker.answers.get(self.question)), as_set(supporter.answers.get(self.question))
        if not ours or not theirs:
            return _unknown(ours, theirs)
        both = sorted(ours & theirs)
        return Fit(min(1.0, len(both) / self.enough), "shared" if both else "none", {"answers": [self.question, *both]})


@dataclass(frozen=True, slots=True)
class KnowEachOther:
    """They had a match before."""

    def __call__(self, seeker: Facts, supporter: Facts) -> Fit:
        known = supporter.person_id in seeker.earlier
        return Fit(float(known), "known" if known else "new", {})


@dataclass(frozen=True, slots=True)
class OlderYear:
    """The supporter is further on in school (requirement 100)."""

    def __call__(self, seeker: Facts, supporter: Facts) -> Fit:
        if seeker.year is None or supporter.year is None:
            return _unknown(seeker.year, supporter.year)
        older = supporter.year > seeker.year
        return Fit(float(older), "older" if older else "equal", {"year": supporter.year})


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near they live, by postcode; no number of either is told."""

    def __call__(self, seeker: Facts, supporter: Facts) -> Fit:
        if not seeker.postcode or not supporter.postcode:
            return _unknown(seeker.postcode, supporter.postcode)
        share, word = nearness_of(seeker.postcode, supporter.postcode)
        return Fit(share, word, {})


@dataclass(frozen=True, slots=True)
class AgeNearness:
    """How close in age: up to `close` years is a full fit, from `far` on none."""

    close: int = 5
    far: int = 20

    def __call__(self, seeker: Facts, supporter: Facts) -> Fit:
        if seeker.age is None or supporter.age is None:
            return _unknown(seeker.age, supporter.age)
        years = abs(supporter.age - seeker.age)
        share = min(1.0, max(0.0, (self.far - years) / (self.far - self.close)))
        return Fit(share, "close" if share == 1.0 else "apart", {"years": years})


def _criterion(key: str, label: Lazy, weight: int, fit: Any, says: Iterable[tuple[str, Lazy]]) -> Criterion:
    return Criterion(key, label, weight, fit, {**dict(says), "unknown": _NOT_KNOWN})


def interests(weight: int, *, enough: int = 3) -> Criterion:
    """What both like, sports among it (requirements 33 and 34)."""
    says = (("shared", _("Both like: %(interests)s.")), ("none", _("No interests in common.")))
    return _criterion("interests", _("Shared interests"), weight, SharedInterests(enough), says)


def availability(weight: int, *, enough: int = 2) -> Criterion:
    """When both are free."""
    says = (("shared", _("Both are free: %(slots)s.")), ("none", _("No part of the week suits both.")))
    return _criterion("availability", _("Free at the same time"), weight, SharedSlots(enough), says)


def subject(weight: int) -> Criterion:
    """What the seeker needs and the supporter chose to help with (requirement 33)."""
    says = (
        ("all", _("Can help with everything asked: %(subjects)s.")),
        ("some", _("Can help with: %(subjects)s.")),
        ("none", _("Can't help with the subjects asked.")),
    )
    return _criterion("subject", _("Subject"), weight, SubjectFit(), says)


def course(weight: int, *, near: float = 0.4) -> Criterion:
    """The same course, or at least the same level: a field in common raises trust (requirement 34)."""
    says = (
        ("same", _("The same course: %(course)s.")),
        ("near", _("Another course of the same level, %(level)s.")),
        ("other", _("Another course and another level.")),
    )
    return _criterion("course", _("Course"), weight, SameCourse(near), says)


def site(weight: int) -> Criterion:
    """At the same place."""
    says = (("same", _("At the same site.")), ("other", _("At different sites.")))
    return _criterion("site", _("Site"), weight, SameSite(), says)


def language(weight: int) -> Criterion:
    """Languages in common."""
    says = (("shared", _("Both speak: %(languages)s.")), ("none", _("No language in common.")))
    return _criterion("language", _("Language"), weight, SharedLanguages(), says)


def wish(weight: int, *, of: str, met_by: str) -> Criterion:
    """What the seeker wishes in the other; `of` and `met_by` are keys of questions to seeker and supporter."""
    says = (
        ("met", _("As wished: %(answers)s.")),
        ("unmet", _("Not what was wished.")),
        ("free", _("No wish: anyone is welcome.")),
    )
    return _criterion("wish", _("Wish"), weight, WishMet(of, met_by), says)


def answer_met(key: str, label: Lazy, weight: int, *, of: str, met_by: str) -> Criterion:
    """What the seeker asks for and the supporter has to give; `of` and `met_by` are keys of their questions."""
    says = (
        ("met", _("Asked for, and there: %(answers)s.")),
        ("unmet", _("Not what was asked for.")),
        ("free", _("Open to anything here.")),
    )
    return _criterion(key, label, weight, WishMet(of, met_by), says)


def shared_answer(key: str, label: Lazy, weight: int, *, question: str, enough: int = 1) -> Criterion:
    """What both answered to one question: somebody like me who got further (requirement 35)."""
    says = (("shared", _("In common: %(answers)s.")), ("none", _("Nothing in common here.")))
    return _criterion(key, label, weight, SharedAnswer(question, enough), says)


def history(weight: int) -> Criterion:
    """They know each other from an earlier match."""
    says = (("known", _("They worked together before.")), ("new", _("They have not worked together before.")))
    return _criterion("history", _("Worked together before"), weight, KnowEachOther(), says)


def nearness(weight: int) -> Criterion:
    """How near they live."""
    says = (
        ("here", _("In the same neighbourhood.")),
        ("near", _("Close to each other.")),
        ("region", _("In the same region.")),
        ("next", _("In the region next to it.")),
        ("far", _("Far from each other.")),
    )
    return _criterion("nearness", _("Nearby"), weight, Nearness(), says)


def age_nearness(weight: int, *, close: int = 5, far: int = 20) -> Criterion:
    """How close in age they are: someone a few steps ahead is easier to follow."""
    says = (("close", _("A few steps ahead: %(years)s years.")), ("apart", _("%(years)s years apart.")))
    return _criterion("age", _("Close in age"), weight, AgeNearness(close, far), says)


def older_year(weight: int) -> Criterion:
    """The supporter is in a later year."""
    says = (("older", _("In a later year: year %(year)s.")), ("equal", _("Not in a later year.")))
    return _criterion("older_year", _("Later year"), weight, OlderYear(), says)
