"""The whole of it: from allowed pairs, places and wishes to an answer with its proof."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from maatwerk.matching.engine.circles import WITHIN, one_course
from maatwerk.matching.engine.lifting import above_floor
from maatwerk.matching.engine.optimum import Hurry, Optimum, best
from maatwerk.matching.engine.pairs import Bools, Floats, Ints, Pairs
from maatwerk.matching.engine.stability import blocking, stable
from maatwerk.matching.engine.weighing import Scale, scale_for
from maatwerk.matching.engine.wishes import CIRCLE, Wishes, WrongWish, check, locked, without_refusals

_STRONGEST = (1.0, 0.5, 0.2, 0.1, 0.05, 0.02)  # what keeping one's supporter may be worth, tried from above
_LONG = 10.0**6  # seconds: as long as it takes


@dataclass(frozen=True, slots=True)
class Answer:
    """Who is matched with whom, how good that is, and how good it could be at most."""

    pairs: Pairs  # the allowed ones less those that wishes took out
    places: Ints  # [supporters]
    chosen: Ints  # places among the pairs, in order
    supporter: Ints  # [seekers] -1: nobody
    scale: Scale
    total_score: float  # of the matches, without what waiting or keeping adds
    objective: float  # with those: what was made as high as possible
    bound: float  # no way of matching as many has a higher objective
    most: int  # no way matches more seekers
    price: Floats  # [supporters] what a place of theirs costs the others, in score; whole people count `people` each
    people: float  # what one more person matched is worth in prices
    keeps: float  # what keeping the earlier supporter was worth
    given_up: float  # the part of the objective without it that was given up for keeping
    fewest: int  # how many must move at least so that as many are matched; 0 where that was not asked
    rounds: int  # how many times the solver ran
    solved_on: int  # how many pairs the last time

    @property
    def matched(self) -> int:
        """How many seekers have somebody."""
        return len(self.chosen)

    @property
    def proven(self) -> bool:
        """Is this certainly the best?"""
        return self.objective == self.bound and self.matched == self.most

    @property
    def score(self) -> Floats:
        """[seekers] the score of each one's match, nan without one."""
        found = np.full(self.pairs.seekers, np.nan)
        found[self.supporter >= 0] = self.pairs.score[self.chosen]
        return found

    def blocking(self) -> int:
        """How many pairs would rather have each other than what they got."""
        whole = self.scale.whole(self.pairs.score)
        return blocking(self.pairs.start, self.pairs.supporter, whole, self.chosen, self.places)

    def moved(self, earlier: Ints) -> int:
        """How many who had somebody in the run before no longer have that one."""
        return int(np.count_nonzero((earlier >= 0) & (self.supporter != earlier)))


def solve(pairs: Pairs, places: ArrayLike, wishes: Wishes | None = None, seconds: float | None = None) -> Answer:
    """Most seekers matched and, among those ways, the highest total score; `seconds`: what is found by then.

    `places` [supporters] is how many seekers each takes. WrongWish: wishes that can't be met together.
    Without `seconds` the answer is proven, and the same for the same people whatever the order of their pairs.
    """
    wishes = wishes or Wishes()
    room = np.asarray(places, np.int64)
    if len(room) != pairs.supporters or np.any(room < 0):
        raise WrongWish("Every supporter has a number of places, zero or more.")
    check(wishes, pairs)
    if wishes.circles is not None:
        room = np.where(wishes.circles, np.minimum(room, CIRCLE), room)
    allowed = without_refusals(pairs, room, wishes)
    highest = 1 + float(np.max(wishes.waiting, initial=0)) if wishes.waiting is not None else 1.0
    highest += 0.0 if wishes.earlier is None else (1.0 if wishes.keeps is None else wishes.keeps)
    scale = scale_for(allowed.score, allowed.seekers, allowed.supporters, highest)
    return _Run(allowed, room, wishes, scale, seconds).answer()


class _Run:
    """One run: what is fixed, what weighs, and the solutions tried."""

    def __init__(self, pairs: Pairs, places: Ints, wishes: Wishes, scale: Scale, seconds: float | None) -> None:
        self.pairs, self.places, self.wishes, self.scale = pairs, places, wishes, scale
        self.until = time.monotonic() + (_LONG if seconds is None else seconds)
        self.hurry: Hurry = lambda: time.monotonic() >= self.until
        self.fixed, self.left = locked(pairs, places, wishes)
        self.weight = scale.whole(pairs.score)
        if wishes.waiting is not None:
            self.weight += np.repeat(scale.whole(wishes.waiting), np.diff(pairs.start))
        self.free = self._free()
        self.rounds = 0

    def _free(self) -> Bools:
        """Which pairs may still be chosen: not of a locked seeker, nor of a supporter whose places are all locked."""
        free = np.ones(len(self.pairs), bool)
        if len(self.fixed):
            taken = np.zeros(self.pairs.seekers, bool)
            taken[np.searchsorted(self.pairs.start, self.fixed, side="right") - 1] = True
            free = ~taken[self.pairs.seeker] & (self.left[self.pairs.supporter] > 0)
        if self.wishes.lift:
            at = np.flatnonzero(free)
            keep = above_floor(*self._columns(at, self.weight), self.left)
            free[at[~keep]] = False
        if self.wishes.circles is not None and self.wishes.course is not None:
            free &= self._course_of_locks(self.wishes.circles, self.wishes.course)
        return free

    def _course_of_locks(self, circles: Bools, course: Ints) -> Bools:
        """Whoever is locked into a circle has chosen its course."""
        of_circle = np.full(self.pairs.supporters, -1)
        for at in self.fixed[circles[self.pairs.supporter[self.fixed]]]:
            one, own = self.pairs.supporter[at], course[np.searchsorted(self.pairs.start, at, side="right") - 1]
            if of_circle[one] not in (-1, own):
                raise WrongWish("Two who are locked into one circle follow different courses.")
            of_circle[one] = own
        wanted = of_circle[self.pairs.supporter]
        return (wanted < 0) | (wanted == course[self.pairs.seeker])

    def _columns(self, at: Ints, weight: Ints) -> tuple[Ints, Ints, Ints]:
        """Start, supporter and weight of some of the pairs."""
        if len(at) == len(self.pairs):
            return self.pairs.start, self.pairs.supporter, weight
        return np.searchsorted(at, self.pairs.start), self.pairs.supporter[at], weight[at]

    def answer(self) -> Answer:
        """Solve once, or with earlier matches until as many are kept as the score allows."""
        wishes = self.wishes
        if wishes.earlier is None:
            return self._solved(self.weight, 0.0)
        had = np.flatnonzero(wishes.earlier >= 0)
        kept = self.pairs.place_of(had, wishes.earlier[had])
        kept = kept[kept >= 0]
        if wishes.keeps is not None:
            return self._solved(self._keeping(kept, wishes.keeps), wishes.keeps)
        plain = self._solved(self.weight, 0.0)
        found, fewest = plain, plain.moved(wishes.earlier)
        for keeps in _STRONGEST:
            tried = self._solved(self._keeping(kept, keeps), keeps)
            moved = tried.moved(wishes.earlier)
            fewest = min(fewest, moved)
            if moved > fewest + wishes.spare or self.hurry():
                break
            reached = int(self.weight[tried.chosen].sum(dtype=np.int64)) / self.scale.points
            lost = max(0.0, 1 - reached / plain.objective) if plain.objective else 0.0
            found = replace(tried, given_up=lost, fewest=fewest)
            if lost <= wishes.given_up:
                break
        return replace(found, fewest=fewest)

    def _keeping(self, kept: Ints, keeps: float) -> Ints:
        weight = self.weight.copy()
        weight[kept] += round(keeps * self.scale.points)
        return weight

    def _solved(self, weight: Ints, keeps: float) -> Answer:
        free, most, bound = self.free, None, None
        if self.wishes.circles is not None and self.wishes.course is not None:
            at = np.flatnonzero(free)
            limit = max(0.1, self.until - time.monotonic())
            found = one_course(
                *self._columns(at, weight), self.left, self.wishes.circles, self.wishes.course, self.hurry, limit
            )
            free, most, bound = free.copy(), found.most_matched, found.bound
            free[at[~found.keep]] = False
        at = np.flatnonzero(free)
        optimum = self._optimum(at, weight)
        if bound is not None and bound <= optimum.points * (1 + WITHIN):
            bound = None  # equal, as far as the mixed solver tells apart
        return self._told(at, optimum, weight, keeps, most, bound)

    def _optimum(self, at: Ints, weight: Ints) -> Optimum:
        start, supporter, columns = self._columns(at, weight)
        dial = self.wishes.stability
        if dial == 1:
            chosen = stable(start, supporter, columns, self.left)
            points = int(columns[chosen].sum(dtype=np.int64))
            nothing = np.zeros(len(self.left), np.int64)
            return Optimum(
                chosen, nothing, np.zeros(len(start) - 1, np.int64), 0, points, points, len(chosen), 1, len(at)
            )
        bonus = round((1 - dial) * self.scale.points) if dial else None
        return best(start, supporter, columns, self.left, bonus, self.hurry)

    def _told(
        self, at: Ints, optimum: Optimum, weight: Ints, keeps: float, most: int | None, bound: int | None
    ) -> Answer:
        chosen = np.sort(np.concatenate((self.fixed, at[optimum.chosen])))
        supporter = np.full(self.pairs.seekers, -1)
        supporter[np.searchsorted(self.pairs.start, chosen, side="right") - 1] = self.pairs.supporter[chosen]
        points = self.scale.points
        locks = int(weight[self.fixed].sum(dtype=np.int64))
        self.rounds += optimum.rounds
        highest = optimum.bound if bound is None else bound
        total = int(self.scale.whole(self.pairs.score[chosen]).sum(dtype=np.int64))
        return Answer(
            self.pairs, self.places, chosen, supporter, self.scale, total / points, (optimum.points + locks) / points,
            (highest + locks) / points, len(self.fixed) + (optimum.most if most is None else most),
            optimum.price / points, optimum.each / points, keeps, 0.0, 0, self.rounds, optimum.solved_on,
        )  # fmt: skip
