"""Pairs and places from files, matches to a file: the engine on its own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from maatwerk.matching.engine.naming import Names
from maatwerk.matching.engine.offering import alternatives
from maatwerk.matching.engine.pairs import Ints, Pairs, spread
from maatwerk.matching.engine.reading import Columns, WrongFile, numbers
from maatwerk.matching.engine.solving import Answer

PAIRS = ("seeker", "supporter", "score")
PLACES = ("supporter", "capacity")
_MOST_PLACES = 10**6


@dataclass(frozen=True, slots=True)
class Asked:
    """What the files say: who there is, in the order of their names, which pairs may be and who has how many places."""

    seekers: list[str]
    supporters: list[str]
    pairs: Pairs
    places: Ints


def read(pairs: Path, capacities: Path) -> Asked:
    """Both files. WrongFile names the line of what is malformed, out of range or said twice differently."""
    seekers, supporters = Names(), Names()
    columns: tuple[list[Ints], ...] = ([], [], [])
    for fields in Columns(pairs, PAIRS):
        score = numbers(fields, 2)
        wrong = ~((score >= 0) & (score <= 1))
        if wrong.any():
            raise fields.wrong(int(np.argmax(wrong)), "a score goes from 0 to 1.")
        for column, found in zip(
            columns, (seekers.numbers(fields, 0), supporters.numbers(fields, 1), score), strict=True
        ):
            column.append(found)
    people, seeker_order = _sorted(seekers, pairs)
    others, supporter_order = _sorted(supporters, pairs)
    i, j = seeker_order[_whole(columns[0])], supporter_order[_whole(columns[1])]
    found_pairs = _pairs(pairs, len(people), len(others), i, j, _whole(columns[2]))
    known = {name: at for at, name in enumerate(others)}
    places = np.ones(len(others), np.int64)
    for name, many in _places(capacities).items():
        if name in known:
            places[known[name]] = many
    return Asked(people, others, found_pairs, places)


def _whole(parts: list[Ints]) -> Ints:
    """The parts of a column as one; they themselves are let go, so that they take no room beside it."""
    found = np.concatenate(parts) if parts else np.empty(0, np.int32)
    parts.clear()
    return found


def _sorted(names: Names, path: Path) -> tuple[list[str], Ints]:
    try:
        texts = names.texts()
    except UnicodeDecodeError as error:
        raise WrongFile(path, None, "a name is not text in UTF-8.") from error
    order = sorted(range(len(texts)), key=texts.__getitem__)
    rank = np.empty(len(order), np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    return [texts[at] for at in order], rank


def _pairs(path: Path, seekers: int, supporters: int, i: Ints, j: Ints, score: Ints) -> Pairs:
    """The pairs in order; one pair twice with one score is one pair."""
    key = i.astype(np.int64) * supporters + j
    if np.any(key[1:] <= key[:-1]):
        order = np.argsort(key, kind="stable")
        key, score = key[order], score[order]
        again = key[1:] == key[:-1]
        if again.any():
            wrong = np.flatnonzero(again & (score[1:] != score[:-1]))
            if len(wrong):
                row = int(order[wrong + 1].min())
                raise WrongFile(path, _line(path, row), "this pair has another score on an earlier line.")
            key, score = key[np.concatenate(([True], ~again))], score[np.concatenate(([True], ~again))]
    start = np.searchsorted(key, np.arange(seekers + 1, dtype=np.int64) * supporters)
    return Pairs(supporters, start, (key % max(1, supporters)).astype(np.int32), score)


def _line(path: Path, row: int) -> int:
    """The line of a row of the pairs."""
    for fields in Columns(path, PAIRS):
        if row < len(fields.line):
            return int(fields.line[row])
        row -= len(fields.line)
    return 0


def _places(path: Path) -> dict[str, int]:
    names, said = Names(), np.empty(0, np.int64)
    for fields in Columns(path, PLACES):
        many = numbers(fields, 1)
        wrong = ~((many >= 0) & (many <= _MOST_PLACES) & (many == np.floor(many)))
        if wrong.any():
            raise fields.wrong(int(np.argmax(wrong)), "a capacity is a whole number, zero or more.")
        who, places = names.numbers(fields, 0), many.astype(np.int64)
        said = np.concatenate((said, np.full(len(names) - len(said), -1)))
        rows = np.arange(len(who))
        first = np.full(len(names), len(who))
        np.minimum.at(first, who, rows)
        new = said < 0
        said[new] = places[np.minimum(first[new], len(who) - 1)]
        other = np.flatnonzero(said[who] != places)
        if len(other):
            raise fields.wrong(other[0], "this supporter has another capacity on an earlier line.")
    people, rank = _sorted(names, path)
    ordered = np.empty(len(said), np.int64)
    ordered[rank] = said
    return dict(zip(people, ordered.tolist(), strict=True))


def matches(asked: Asked, answer: Answer, others: int) -> str:
    """The matches as a file: rank 1 is the match, higher ranks are alternatives."""
    named = np.concatenate((answer.supporter[:, None], alternatives(answer, others)), axis=1)
    rows, ranks = np.nonzero(named >= 0)
    place = answer.pairs.place_of(rows, named[rows, ranks])
    scores = answer.pairs.score[place].tolist()
    seekers, supporters = [_field(name) for name in asked.seekers], [_field(name) for name in asked.supporters]
    lines = [
        f"{seekers[i]},{supporters[j]},{score!r},{rank + 1}\n"
        for i, j, score, rank in zip(rows.tolist(), named[rows, ranks].tolist(), scores, ranks.tolist(), strict=True)
    ]
    return "seeker,supporter,score,rank\n" + "".join(lines)


def _field(name: str) -> str:
    return '"' + name.replace('"', '""') + '"' if any(mark in name for mark in ',"\r\n') else name


def unmatched(asked: Asked, answer: Answer) -> list[dict[str, Any]]:
    """Who has nobody, why, and whose further place would change that: [{"seeker", "reason", "candidates", …}]."""
    rows = np.flatnonzero(answer.supporter < 0)
    at, of = spread(asked.pairs.start, rows)
    there = asked.places[asked.pairs.supporter[at]] > 0
    many = np.bincount(of[there], minlength=len(rows))
    best = np.full(len(rows), -1.0)
    np.maximum.at(best, of, asked.pairs.score[at])
    first = np.full(len(rows), len(asked.pairs))
    top = asked.pairs.score[at] == best[of]
    np.minimum.at(first, of[top], at[top])
    told = []
    for index, row in enumerate(rows.tolist()):
        found = int(many[index])
        helps = asked.supporters[int(asked.pairs.supporter[first[index]])]
        why = (
            f"Possible supporters: {found}. All their places go to others, so that as many as possible have one."
            if found
            else "None of the possible supporters has a place."
        )
        told.append({"seeker": asked.seekers[row], "reason": why, "candidates": found, "a_place_more_at": helps})
    return told
