"""`maatwerk match solve`: files in, matches out, and refusals that name the line."""

from __future__ import annotations

import csv
import json
import random
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from maatwerk.cli import main

CAPACITIES = "supporter,capacity\nbo,2\n"


def _solve(folder: Path, pairs: str | bytes, capacities: str = CAPACITIES, *more: str) -> Result:
    (folder / "pairs.csv").write_bytes(pairs.encode() if isinstance(pairs, str) else pairs)
    (folder / "capacities.csv").write_text(capacities)
    given = ["--pairs", f"{folder}/pairs.csv", "--capacities", f"{folder}/capacities.csv", "--out", f"{folder}/out.csv"]
    return CliRunner().invoke(main, ["match", "solve", *given, "--report", f"{folder}/report.json", *more])


def _matches(folder: Path) -> str:
    return (folder / "out.csv").read_text()


def test_matches_and_report_say_who_and_how_sure(tmp_path: Path) -> None:
    pairs = "seeker,supporter,score\nan,bo,0.9\nan,al,0.5\nbe,bo,0.25\nce,bo,0.8\nde,ed,1\n"
    done = _solve(tmp_path, pairs, "supporter,capacity\nbo,2\ned,0\n", "--alternatives", "1")
    assert (done.exit_code, done.output.splitlines()[0]) == (
        0,
        "3 of 4 seekers matched, total score 1.55: the best there is.",
    )
    assert _matches(tmp_path) == ("seeker,supporter,score,rank\nan,al,0.5,1\nan,bo,0.9,2\nbe,bo,0.25,1\nce,bo,0.8,1\n")
    report = json.loads((tmp_path / "report.json").read_text())
    assert (report["matched"], report["total_score"], report["bound"]) == (3, 1.55, 1.55)
    assert report["unmatched"] == [
        {
            "seeker": "de",
            "reason": "None of the possible supporters has a place.",
            "candidates": 0,
            "a_place_more_at": "ed",
        }
    ]
    assert {"seconds", "peak_mib"} <= set(report)


def test_taken_places_are_told_from_no_places(tmp_path: Path) -> None:
    _solve(tmp_path, "seeker,supporter,score\nan,al,0.9\nbe,al,0.5\n")
    assert json.loads((tmp_path / "report.json").read_text())["unmatched"] == [
        {
            "seeker": "be",
            "reason": "Possible supporters: 1. All their places go to others, so that as many as possible have one.",
            "candidates": 1,
            "a_place_more_at": "al",
        }
    ]


def test_order_of_rows_and_columns_changes_no_byte(tmp_path: Path) -> None:
    chance = random.Random(3)
    rows = [
        (f"s{i}", f"m{j}", chance.randrange(101) / 100) for i in range(40) for j in range(30) if chance.random() < 0.3
    ]
    found = set()
    for _turn in range(3):
        chance.shuffle(rows)
        text = "score,seeker,supporter\r\n" + "".join(f"{score},{i},{j}\r\n" for i, j, score in rows)
        assert _solve(tmp_path, text, "supporter,capacity\n", "--alternatives", "3").exit_code == 0
        found.add(_matches(tmp_path))
    assert len(found) == 1


def test_names_may_hold_commas_quotes_and_any_letter(tmp_path: Path) -> None:
    long = "x" * 300
    pairs = f'\ufeffseeker,supporter,score\n"Vries, Jan de","Zoë ""Z""",0.5\n{long},"Çelik",1e-1\n'
    assert _solve(tmp_path, pairs, 'supporter,capacity\n"Zoë ""Z""",1').exit_code == 0
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file))[1:] == [["Vries, Jan de", 'Zoë "Z"', "0.5", "1"], [long, "Çelik", "0.1", "1"]]


@pytest.mark.parametrize(
    "score", ["0", "1", "0.123456789", "1.0", "0.30000000000000004", "1e-05", "5E-1", ".5", "+0.5"]
)
def test_score_is_read_to_the_last_digit(tmp_path: Path, score: str) -> None:
    assert _solve(tmp_path, f"seeker,supporter,score\nan,bo,{score}\n").exit_code == 0
    assert _matches(tmp_path).splitlines()[1] == f"an,bo,{float(score)!r},1"


@pytest.mark.parametrize(
    ("pairs", "says"),
    [
        ("seeker,supporter,points\n", "line 1: there is no column 'points'; expected seeker,supporter,score."),
        ("seeker,supporter\n", "line 1: expected each of the columns seeker,supporter,score once."),
        ("", "line 1: there is no column ''; expected seeker,supporter,score."),
        ("seeker,supporter,score\nan,bo,0.5\nbe,bo\n", "line 3: expected 3 fields."),
        ("seeker,supporter,score\nan,bo,0.5\n\nbe,bo,0.5,1\n", "line 4: expected 3 fields."),
        ("seeker,supporter,score\nan,bo,0.5\nbe,bo,high\n", "line 3: this is not a number."),
        ("seeker,supporter,score\nan,bo,0.5\nbe,bo,\n", "line 3: this is not a number."),
        ("seeker,supporter,score\nan,bo,0.5\nbe,bo,nan\n", "line 3: this is not a number."),
        ("seeker,supporter,score\nan,bo,0.5\nbe,bo,1e-\n", "line 3: this is not a number."),
        ("seeker,supporter,score\nan,bo,0.5\nbe,bo,0..5\n", "line 3: this is not a number."),
        ("seeker,supporter,score\nan,bo,0.5\nbe,bo,1e999\n", "line 3: a score goes from 0 to 1."),
        ("seeker,supporter,score\nan,bo,1.01\nbe,bo,0\n", "line 2: a score goes from 0 to 1."),
        ("seeker,supporter,score\nan,bo,-0.1\n", "line 2: a score goes from 0 to 1."),
        ("seeker,supporter,score\nan,bo,0.5\n\nce,bo,0.1\nan,bo,0.6\n", "line 5: this pair has another score"),
        ("seeker,supporter,score\nan,bo,0.5\n,bo,0.5\n", "line 3: a name is empty."),
        ('seeker,supporter,score\nan,"bo,0.5\n', "line 2: expected 3 fields."),
        ('seeker,supporter,score\nan,b"o",0.5\n', "line 2: a quote stands inside a field that has none around it."),
        (b"seeker,supporter,score\nan,b\0o,0.5\n", "line 2: there is a zero byte in it."),
        (b"seeker,supporter,score\nan,\xff,0.5\n", "a name is not text in UTF-8."),
    ],
)
def test_wrong_pairs_are_refused_with_their_line_and_nothing_is_written(
    tmp_path: Path, pairs: str | bytes, says: str
) -> None:
    done = _solve(tmp_path, pairs)
    assert (done.exit_code, done.output.startswith("pairs.csv"), says in done.output) == (1, True, True), done.output
    assert sorted(path.name for path in tmp_path.iterdir()) == ["capacities.csv", "pairs.csv"]


@pytest.mark.parametrize(
    ("capacities", "says"),
    [
        ("supporter,places\n", "line 1: there is no column 'places'"),
        ("supporter,capacity\nbo,1\nal,1.5\n", "line 3: a capacity is a whole number, zero or more."),
        ("supporter,capacity\nbo,-1\n", "line 2: a capacity is a whole number, zero or more."),
        ("supporter,capacity\nbo,1\nal,2\nbo,2\n", "line 4: this supporter has another capacity on an earlier line."),
    ],
)
def test_wrong_capacities_are_refused_too(tmp_path: Path, capacities: str, says: str) -> None:
    done = _solve(tmp_path, "seeker,supporter,score\nan,bo,0.5\n", capacities)
    assert (done.exit_code, says in done.output) == (1, True), done.output


def test_same_pair_and_capacity_twice_are_said_once(tmp_path: Path) -> None:
    pairs = "seeker,supporter,score\nan,bo,0.5\nan,bo,0.50\n"
    assert _solve(tmp_path, pairs, "supporter,capacity\nbo,1\nbo,1\nelse,4\n").exit_code == 0
    assert _matches(tmp_path) == "seeker,supporter,score,rank\nan,bo,0.5,1\n"


def test_no_pairs_give_no_matches(tmp_path: Path) -> None:
    done = _solve(tmp_path, "seeker,supporter,score\n", CAPACITIES, "--json")
    assert (done.exit_code, json.loads(done.output)["matched"]) == (0, 0)
    assert _matches(tmp_path) == "seeker,supporter,score,rank\n"


def test_wrong_use_is_code_two(tmp_path: Path) -> None:
    assert CliRunner().invoke(main, ["match", "solve", "--out", "x"]).exit_code == 2
    assert _solve(tmp_path, "seeker,supporter,score\n", CAPACITIES, "--alternatives", "-1").exit_code == 2
