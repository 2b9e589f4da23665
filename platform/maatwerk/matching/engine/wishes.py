"""What people decided beforehand about a whole set of matches."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from maatwerk.matching.engine.pairs import Bools, Floats, Ints, Pairs

GIVEN_UP = 0.003  # the part of the total score that a re-run may give up so that people keep whom they have
SPARE = 4  # how many more than must may move in a re-run, where fewer would cost more score than that
CIRCLE = 8  # seekers in a circle, at most


class WrongWish(ValueError):
    """What was decided contradicts itself or the pairs; the message says how."""


def _no_pairs() -> Ints:
    return np.empty((0, 2), np.int64)


@dataclass(frozen=True, slots=True)
class Wishes:
    """Locks, refusals and what weighs beside the score; left out, none of it plays a part."""

    locks: ArrayLike = field(default_factory=_no_pairs)  # [n, 2] seeker, supporter: these two, come what may
    refusals: ArrayLike = field(default_factory=_no_pairs)  # [n, 2] seeker, supporter: never these two
    waiting: Floats | None = None  # [seekers] what waiting adds to the score of each pair of theirs, 0 to 1
    earlier: Ints | None = None  # [seekers] whom they had in the run before, -1: nobody
    keeps: float | None = None  # what keeping that one is worth, in score; None: follows from the next two
    given_up: float = GIVEN_UP  # as much as costs at most this part of the score,
    spare: int = SPARE  # but so much at least that no more than must and these have to move
    lift: bool = False  # first make the lowest score as high as it can be, for as many people
    stability: float = 0.0  # 0: most people first; towards 1: fewer pairs who would rather have each other
    circles: Bools | None = None  # [supporters] who leads a circle: all their seekers follow one course
    course: Ints | None = None  # [seekers] -1: unknown


def check(wishes: Wishes, pairs: Pairs) -> None:
    """WrongWish when a list is too long or short, or two wishes can't go together."""
    lists = ((wishes.waiting, pairs.seekers), (wishes.earlier, pairs.seekers), (wishes.course, pairs.seekers))
    for found, many in (*lists, (wishes.circles, pairs.supporters)):
        if found is not None and len(found) != many:
            raise WrongWish("A list has another length than there are people.")
    if wishes.waiting is not None and not bool(np.all((wishes.waiting >= 0) & (wishes.waiting <= 1))):
        raise WrongWish("What waiting adds is not a number from 0 to 1.")
    if not 0 <= wishes.stability <= 1:
        raise WrongWish("Stability goes from 0 to 1.")
    if wishes.circles is not None and wishes.course is None:
        raise WrongWish("Circles need everybody's course.")
    if wishes.circles is not None and (wishes.lift or wishes.stability):
        raise WrongWish("Circles go with neither a floor nor stability.")
    if wishes.lift and wishes.stability:
        raise WrongWish("A floor and stability pull in two directions: choose one.")


def without_refusals(pairs: Pairs, places: Ints, wishes: Wishes) -> Pairs:
    """The pairs left when refused ones, those with a supporter without places and circles without a course go."""
    keep = places[pairs.supporter] > 0
    refused = as_pairs(wishes.refusals)
    at = pairs.place_of(refused[:, 0], refused[:, 1])
    keep[at[at >= 0]] = False
    if wishes.circles is not None and wishes.course is not None:
        keep &= ~(wishes.circles[pairs.supporter] & (wishes.course < 0)[pairs.seeker])
    return pairs if keep.all() else pairs.kept(keep)


def locked(pairs: Pairs, places: Ints, wishes: Wishes) -> tuple[Ints, Ints]:
    """The places among the pairs of those who are locked, and the places that supporters have left for others.

    WrongWish: a locked pair that is not allowed, one seeker locked twice, or more locks than places.
    """
    locks = as_pairs(wishes.locks)
    at = pairs.place_of(locks[:, 0], locks[:, 1])
    if np.any(at < 0):
        raise WrongWish("A locked pair is not among the allowed ones.")
    if len(np.unique(locks[:, 0])) < len(locks):
        raise WrongWish("A seeker is locked to two supporters.")
    left = places - np.bincount(locks[:, 1], minlength=len(places)).astype(np.int64)
    if np.any(left < 0):
        raise WrongWish("A supporter has more locks than places.")
    return np.sort(at), left


def as_pairs(given: ArrayLike) -> Ints:
    """[n, 2] whole numbers, also of an empty list."""
    return np.asarray(given, np.int64).reshape(-1, 2)
