"""Circles: one supporter with several seekers who all follow the same course."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from ortools.linear_solver import pywraplp

from maatwerk.matching.engine.optimum import Hurry, best
from maatwerk.matching.engine.pairs import Bools, Ints

WITHIN = 1e-6  # the mixed solver calculates in fractions: what it calls equal is equal to this part


@dataclass(frozen=True, slots=True)
class Courses:
    """Which pairs are left when every circle has its course, and how good it could be at most."""

    keep: Bools  # [pairs]
    most_matched: int
    bound: int | None  # points; None: nothing had to be chosen, so the ordinary proof holds


def one_course(
    start: Ints, supporter: Ints, weight: Ints, places: Ints, circles: Bools, course: Ints, hurry: Hurry, seconds: float
) -> Courses:
    """The course of every circle, so that most seekers are matched and then the weight is highest.

    Nearly always the ordinary optimum mixes no courses, or a course for each circle costs nobody: then no more is
    needed than the flow. Otherwise a mixed program decides, for at most `seconds`.
    """
    seeker = np.repeat(np.arange(len(start) - 1), np.diff(start))
    relaxed = best(start, supporter, weight, places, None, hurry)
    every = np.ones(len(weight), bool)
    if not _mixed(seeker, supporter, relaxed.chosen, circles, course).any():
        return Courses(every, len(relaxed.chosen), None)
    keep, chosen = _settled(start, seeker, supporter, weight, places, circles, course, relaxed.chosen, hurry)
    program = _Program(seeker, supporter, weight, places, circles, course, seconds)
    most = len(relaxed.chosen)
    if len(chosen) < most:
        counted = program.solve(None)
        most = max(len(chosen), min(most, int(np.floor(counted.bound + WITHIN * (1 + most)))))
        if counted.found is not None and counted.matched > len(chosen):
            keep = counted.found
            chosen = best(*_only(start, supporter, weight, keep), places, None, hurry).chosen
    weighed = program.solve(len(chosen))
    keep = weighed.found if weighed.found is not None else keep
    return Courses(keep, most, int(np.floor(weighed.bound * program.unit)))


def _only(start: Ints, supporter: Ints, weight: Ints, keep: Bools) -> tuple[Ints, Ints, Ints]:
    at = np.flatnonzero(keep)
    return np.searchsorted(at, start), supporter[at], weight[at]


def _mixed(seeker: Ints, supporter: Ints, chosen: Ints, circles: Bools, course: Ints) -> Bools:
    """Which circles [supporters] have seekers of more than one course among the chosen pairs."""
    low = np.full(len(circles), np.iinfo(np.int64).max)
    high = np.full(len(circles), -1)
    np.minimum.at(low, supporter[chosen], course[seeker[chosen]])
    np.maximum.at(high, supporter[chosen], course[seeker[chosen]])
    return circles & (high > low)


def _settled(
    start: Ints, seeker: Ints, supporter: Ints, weight: Ints, places: Ints, circles: Bools, course: Ints, chosen: Ints,
    hurry: Hurry,
) -> tuple[Bools, Ints]:  # fmt: skip
    """A first good choice: each mixed circle takes the course that most of its seekers follow, until none is mixed."""
    keep = np.ones(len(weight), bool)
    while (mixed := _mixed(seeker, supporter, chosen, circles, course)).any():
        for one in np.flatnonzero(mixed):
            courses, many = np.unique(course[seeker[chosen[supporter[chosen] == one]]], return_counts=True)
            keep &= (supporter != one) | (course[seeker] == courses[np.argmax(many)])
        at = np.flatnonzero(keep)
        chosen = at[best(*_only(start, supporter, weight, keep), places, None, hurry).chosen]
    return keep, chosen


@dataclass(frozen=True, slots=True)
class _Found:
    found: Bools | None  # the pairs left by the courses it chose
    matched: int
    bound: float


class _Program:
    """The choice of courses as a mixed program: a course for each circle is whole, who goes where follows."""

    def __init__(
        self, seeker: Ints, supporter: Ints, weight: Ints, places: Ints, circles: Bools, course: Ints, seconds: float
    ) -> None:
        self.seeker, self.supporter, self.places, self.circles, self.course = seeker, supporter, places, circles, course
        self.unit = float(max(1, int(weight.max())))
        self.value = weight / self.unit
        self.milliseconds = int(seconds * 1000)

    def solve(self, least: int | None) -> _Found:
        """Most people matched, or with `least` of them the highest weight in units."""
        program = pywraplp.Solver.CreateSolver("HIGHS")
        program.SetSolverSpecificParametersAsString("output_flag=false")
        program.SetTimeLimit(self.milliseconds)
        pair = [program.NumVar(0, 1, "") for _ in self.seeker]
        leads = self._courses(program, pair)
        for of in _groups(self.seeker):
            program.Add(program.Sum([pair[k] for k in of]) <= 1)
        if least is None:
            program.Maximize(program.Sum(pair))
        else:
            program.Add(program.Sum(pair) >= least)
            program.Maximize(program.Sum([float(v) * p for v, p in zip(self.value, pair, strict=True)]))
        exactly = pywraplp.MPSolverParameters()
        exactly.SetDoubleParam(exactly.RELATIVE_MIP_GAP, 0.0)
        status = program.Solve(exactly)
        bound = float(program.Objective().BestBound())
        if status not in (program.OPTIMAL, program.FEASIBLE):
            return _Found(None, 0, bound)
        keep = ~self.circles[self.supporter]
        for of, variable in leads:
            keep[of] = variable.solution_value() > 0.5
        return _Found(keep, round(sum(p.solution_value() for p in pair)), bound)

    def _courses(self, program: pywraplp.Solver, pair: list[pywraplp.Variable]) -> list[tuple[Ints, pywraplp.Variable]]:
        """The rules of places and courses; gives the pairs of each circle and course with their variable."""
        found = []
        for mine in _groups(self.supporter):
            one, limit = self.supporter[mine[0]], int(self.places[self.supporter[mine[0]]])
            if not self.circles[one]:
                program.Add(program.Sum([pair[k] for k in mine]) <= limit)
                continue
            own = [(mine[of], program.BoolVar("")) for of in _groups(self.course[self.seeker[mine]])]
            program.Add(program.Sum([variable for _of, variable in own]) <= 1)
            for of, variable in own:
                program.Add(program.Sum([pair[k] for k in of]) <= limit * variable)
                for k in of:
                    program.Add(pair[k] <= variable)
            found += own
        return found


def _groups(value: Ints) -> list[Ints]:
    """The places of each different value."""
    order = np.argsort(value, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(value[order])) + 1) if len(value) else []
