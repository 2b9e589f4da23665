"""Who fits whom, and why: decisions without a database."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _

from maatwerk.programme.conditions import ALWAYS, CERTIFIED
from maatwerk.programme.values import Condition, Criterion, Facts, Variant

LOW = 1 / 3  # of a criterion's points or less: it argues against
NEUTRAL = frozenset({"new"})  # two who never worked together are no worse for it
SHARED = 1 / 2  # of a criterion's points or more: the two share it
MOST_SHARED = 3  # points that participants read

# Nothing of this is ever weighed, whatever a programme asks (requirement of fairness, domain section 3).
NEVER_WEIGHED = (
    "ethnic", "etni", "origin", "afkomst", "herkomst", "nationalit", "religi", "geloof", "faith", "church", "kerk",
    "health", "gezond", "diagnos", "medic", "disab", "beperking", "handicap", "race", "skin", "huidskleur",
    "gender", "geslacht", "sexual", "seksu",
)  # fmt: skip
WISH = "wish"  # an answer called wish_… is somebody's own stated wish and may be heard
UNTOLD = frozenset({"unknown", "free", "new"})  # reasons that tell participants nothing of each other


@dataclass(frozen=True, slots=True)
class Between:
    """What happened between these two before, and whether the supporter takes part now."""

    active: bool = True  # the supporter's part in the programme is not paused or over
    refused: bool = False  # a coordinator said "not these two"
    declined: bool = False  # one of them said "rather not" to the other
    running: bool = False  # a proposal of these two waits already
    unanswered: bool = False  # an earlier proposal ran out of time


@dataclass(frozen=True, slots=True)
class Checked:
    """One hard condition and whether it holds; None: something is missing, so it can't be said."""

    key: str
    met: bool | None
    warns_only: bool = False

    @property
    def in_the_way(self) -> bool:
        """Does this keep the two from being proposed? What is not known is no yes."""
        return self.met is not True and not self.warns_only


@dataclass(frozen=True, slots=True)
class Part:
    """One criterion of a score: `got` of `of` points and why; None when an answer is missing."""

    criterion: str
    got: int | None
    of: int
    reason: str = ""  # a key of the criterion's sentences
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def share(self) -> float:
        """How much of the points there are to get; missing and weightless parts have none."""
        return self.got / self.of if self.got is not None and self.of else 0.0

    def stored(self) -> dict[str, Any]:
        """As it is kept with a proposal."""
        return {
            "criterion": self.criterion,
            "got": self.got,
            "of": self.of,
            "reason": self.reason,
            "values": dict(self.values),
        }


def part_of(stored: Mapping[str, Any]) -> Part:
    """A part as it was kept with a proposal."""
    return Part(stored["criterion"], stored["got"], stored["of"], stored["reason"], stored["values"])


@dataclass(frozen=True, slots=True)
class Judged:
    """One supporter beside one seeker: conditions first, then points with reasons."""

    supporter: Facts
    conditions: tuple[Checked, ...]
    parts: tuple[Part, ...]
    between: Between = Between()

    @property
    def score(self) -> int:
        """Points out of 100 for what is known."""
        return sum(part.got or 0 for part in self.parts)

    @property
    def score_most(self) -> int:
        """What the score could become if the missing answers turn out well."""
        return self.score + sum(part.of for part in self.parts if part.got is None)

    @property
    def in_the_way(self) -> tuple[Checked, ...]:
        """Why not: the conditions that do not hold, or of which we don't know."""
        return tuple(checked for checked in self.conditions if checked.in_the_way)

    @property
    def fits(self) -> bool:
        """May these two be put before each other?"""
        return not self.in_the_way


@dataclass(frozen=True, slots=True)
class Against:
    """Something that argues against: a warning, a weak criterion, a missing answer or an earlier silence."""

    kind: str  # warning, low, missing, unanswered
    key: str = ""  # of the condition or the criterion
    part: Part | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """How another candidate differs from the first: points, and in which respects more and less."""

    points: int  # above zero: the other has more
    more: tuple[Part, ...]  # parts of the other that are better than the first's
    less: tuple[Part, ...]  # and those that are not as good
    missing: tuple[Part, ...]  # of which the other gave no answer


@dataclass(frozen=True, slots=True)
class SharedPoints:
    """What participants read: no number, at most three things they share and one honest difference."""

    points: tuple[Part, ...]
    difference: Part | None


@dataclass(frozen=True, slots=True)
class Rulebook:
    """What is asked of two people in one programme: conditions, and criteria with the weights that hold there."""

    conditions: tuple[Condition, ...]
    criteria: tuple[Criterion, ...]
    weights: Mapping[str, int]

    def condition(self, key: str) -> Condition:
        """The condition called `key`; KeyError if there is none."""
        return next(c for c in (*self.conditions, *PAIR_CONDITIONS) if c.key == key)

    def criterion(self, key: str) -> Criterion | None:
        """The criterion called `key`, None when the programme dropped it since."""
        return next((c for c in self.criteria if c.key == key), None)


_PAIR: tuple[tuple[Condition, Callable[[Between], bool]], ...] = (
    (
        Condition("active", _("Takes part now"), lambda *_: True, reason=_("Their part is paused or over.")),
        lambda between: between.active,
    ),
    (
        Condition(
            "not_refused",
            _("No one spoke against these two"),
            lambda *_: True,
            reason=_("A coordinator decided: not these two."),
        ),
        lambda between: not between.refused,
    ),
    (
        Condition(
            "not_declined",
            _("Neither said rather not before"),
            lambda *_: True,
            reason=_("One of them would rather have someone else."),
        ),
        lambda between: not between.declined,
    ),
    (
        Condition(
            "not_running",
            _("No proposal of these two is running"),
            lambda *_: True,
            reason=_("A proposal of these two waits for an answer already."),
        ),
        lambda between: not between.running,
    ),
)
PAIR_CONDITIONS: tuple[Condition, ...] = tuple(condition for condition, _holds in _PAIR)


def rulebook(variant: Variant, weights: Mapping[str, int] | None = None) -> Rulebook:
    """What the variant asks, with its own weights or those its programme chose, brought to a sum of 100."""
    criteria = variant.matching_criteria or ()
    chosen = {criterion.key: (weights or {}).get(criterion.key, criterion.weight) for criterion in criteria}
    trained = (CERTIFIED,) if variant.supporter_role.needs_certificate else ()
    asked = (*ALWAYS, *trained, *(variant.matching_conditions or ()))
    return Rulebook(tuple({c.key: c for c in asked}.values()), criteria, to_hundred(chosen))


def to_hundred(weights: Mapping[str, int]) -> dict[str, int]:
    """The weights in the same proportions with a sum of 100 (all zero stays zero); the largest rests are rounded up."""
    safe = {key: max(0, weight) for key, weight in weights.items()}
    total = sum(safe.values())
    if total in (0, 100):
        return safe
    exact = {key: 100 * weight / total for key, weight in safe.items()}
    found = {key: math.floor(value) for key, value in exact.items()}
    left = 100 - sum(found.values())
    for key in sorted(exact, key=lambda k: (found[k] - exact[k], k))[:left]:
        found[key] += 1
    return found


def judge(seeker: Facts, supporter: Facts, book: Rulebook, between: Between = Between()) -> Judged:
    """Put one supporter beside one seeker (requirements 6, 32 to 35, 37; domain section 3).

    Conditions and points come from what both said; what one of them left open is missing: it is no
    zero, no agreement, and no hard condition holds by it.
    """
    one, other = blind(seeker), blind(supporter)
    pair = tuple(Checked(condition.key, holds(between)) for condition, holds in _PAIR)
    conditions = tuple(
        Checked(condition.key, condition.holds(one, other), condition.warns_only) for condition in book.conditions
    )
    parts = tuple(_part(criterion, book.weights[criterion.key], one, other) for criterion in book.criteria)
    return Judged(supporter, (*pair, *conditions), parts, between)


def blind(facts: Facts) -> Facts:
    """The facts without answers that may not weigh: not even a programme's own rule gets to see them."""
    kept = {key: value for key, value in facts.answers.items() if may_weigh(key)}
    return facts if len(kept) == len(facts.answers) else replace(facts, answers=kept)


def may_weigh(answer: str) -> bool:
    """May an answer by this key weigh in a match? Ethnicity, religion and health never; gender as a wish only."""
    name = answer.lower()
    return name.startswith(WISH) or not any(word in name for word in NEVER_WEIGHED)


def _part(criterion: Criterion, weight: int, seeker: Facts, supporter: Facts) -> Part:
    fit = criterion.fit(seeker, supporter)
    if fit.share is None:
        return Part(criterion.key, None, weight, fit.reason, fit.values)
    share = min(1.0, max(0.0, fit.share))
    return Part(criterion.key, math.floor(weight * share + 0.5), weight, fit.reason, fit.values)


def rank(judged: Iterable[Judged]) -> list[Judged]:
    """Those who may be proposed, best first; an answer that is missing counts for half of what it could bring.

    So silence neither wins nor loses against an average answer; of equals the surer one comes first.
    """
    return sorted((one for one in judged if one.fits), key=_order)


def _order(one: Judged) -> tuple[int, int, UUID]:
    return -(one.score + one.score_most), -one.score, one.supporter.participation_id


def excluded(judged: Iterable[Judged]) -> list[Judged]:
    """Those who may not be proposed, fewest obstacles first: each can be asked "why not?"."""
    out = [one for one in judged if not one.fits]
    return sorted(out, key=lambda one: (len(one.in_the_way), one.supporter.participation_id))


def against(one: Judged) -> tuple[Against, ...]:
    """What argues against this candidate, so that a person can disagree with the score."""
    warnings = [Against("warning", c.key) for c in one.conditions if c.warns_only and c.met is not True]
    weighed = [part for part in one.parts if part.of]
    scored = [part for part in weighed if part.got is not None and part.reason not in NEUTRAL]
    low = [Against("low", part.criterion, part) for part in scored if part.share <= LOW]
    missing = [Against("missing", p.criterion, p) for p in weighed if p.got is None]
    silent = [Against("unanswered")] if one.between.unanswered else []
    return (*warnings, *silent, *low, *missing)


def difference(first: Judged, other: Judged) -> Difference:
    """How `other` differs from `first`, biggest differences first, at most two of each kind."""
    mine = {part.criterion: part for part in first.parts}
    both = [(part, mine[part.criterion]) for part in other.parts if part.criterion in mine]
    known = [(p.got - m.got, p) for p, m in both if p.got is not None and m.got is not None]
    more = sorted((pair for pair in known if pair[0] > 0), key=lambda pair: -pair[0])[:2]
    less = sorted((pair for pair in known if pair[0] < 0), key=lambda pair: pair[0])[:2]
    missing = tuple(p for p, m in both if p.got is None and m.got is not None)
    return Difference(other.score - first.score, tuple(p for _d, p in more), tuple(p for _d, p in less), missing)


def needs_reason(ranked: Sequence[Judged], chosen: UUID) -> bool:
    """Must the coordinator say why? Yes when somebody else stands above the chosen supporter's participation."""
    top = _order(ranked[0])[:2]
    return any(one.supporter.participation_id == chosen and _order(one)[:2] != top for one in ranked)


def shared_points(parts: Iterable[Part]) -> SharedPoints:
    """What both may read: three things they share and the one respect in which they differ most. Never a number.

    What somebody answered in their application was for coordinators, so it is told to neither.
    """
    told = [part for part in parts if part.got is not None and part.of and _told(part)]
    shared = sorted((p for p in told if p.share >= SHARED), key=lambda p: (-(p.got or 0), p.criterion))
    apart = sorted((p for p in told if p.share < SHARED), key=lambda p: ((p.got or 0) - p.of, p.criterion))
    return SharedPoints(tuple(shared[:MOST_SHARED]), apart[0] if apart else None)


def _told(part: Part) -> bool:
    return bool(part.reason) and part.reason not in UNTOLD and "answers" not in part.values


def least_offered(pick_from: int | None, fitting: int) -> int:
    """How many must be offered for a real choice: the step's number, or all who fit when there are fewer."""
    return min(pick_from or 1, fitting)


def circle_problem(supporter: Facts, seekers: Sequence[Facts], size: int | None) -> str | None:
    """Why these can't be one circle: no_circles, nobody, too_many, other_course; None: they can (requirement 101)."""
    if size is None:
        return "no_circles"
    if not seekers:
        return "nobody"
    if len(seekers) > min(size, supporter.places_left):
        return "too_many"
    courses = {seeker.course for seeker in seekers}
    return "other_course" if len(courses) > 1 or None in courses else None
