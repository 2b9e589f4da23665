"""The invented roster reads as a real one does: the import's own rules take it in."""

from __future__ import annotations

import io
from datetime import date
from random import Random

from maatwerk.demo import roster
from maatwerk.demo.names import People
from maatwerk.people.imports import columns, reading, rules

DAY = date(2026, 11, 24)
SITES = ("Drachten", "Sneek")


def made(number: int = 300) -> list[roster.Student]:
    chance = Random("roster")
    return roster.students(chance, People(chance), number, SITES, "waddenkust", DAY)


def read(file: bytes) -> tuple[rules.Outcome, list[rules.Good | rules.Bad]]:
    def opened() -> io.BytesIO:
        return io.BytesIO(file)

    layout = reading.look(opened)
    how = rules.plan(layout.headings, columns.recognise(layout.headings), DAY)
    outcome = rules.Outcome()
    return outcome, list(rules.judge(lambda: reading.rows(opened, layout), how, outcome))


def test_roster_is_the_same_on_the_same_day() -> None:
    assert roster.written("College", made(), DAY) == roster.written("College", made(), DAY)


def test_import_takes_every_student_and_gives_three_lines_back() -> None:
    outcome, judged = read(roster.written("College", made(), DAY))
    assert (outcome.good, outcome.bad, outcome.passed.total) == (300, 3, 300)
    reasons = sorted(reason for row in judged if isinstance(row, rules.Bad) for reason in row.reasons)
    assert reasons[0].startswith("birth_date")
    assert reasons[-1] == "number_missing"


def test_letters_outside_the_old_alphabet_come_out_as_question_marks() -> None:
    students = made(1200)
    lost = sum(any(ord(sign) > 255 for sign in student.name.called + student.name.family) for student in students)
    outcome, _judged = read(roster.written("College", students, DAY, "cp1252"))
    assert outcome.lost == lost > 0


def test_no_letter_is_lost_in_the_demos_own_rosters() -> None:
    outcome, judged = read(roster.written("College", made(1200), DAY))
    assert outcome.lost == 0
    assert "Şahinel" in {row.values["family_name"] for row in judged if isinstance(row, rules.Good)}


def test_import_reads_what_was_invented() -> None:
    students = {str(student.number): student for student in made()}
    _outcome, judged = read(roster.written("College", list(students.values()), DAY))
    good = [row.values for row in judged if isinstance(row, rules.Good)]
    assert len(good) == 300
    for values in good:
        student = students[str(values["number"])]
        told = (student.born, student.level, student.year, student.course, student.site, student.postcode)
        assert tuple(values[name] for name in ("birth_date", "level", "year", "course", "site", "postcode")) == told


def test_students_are_of_the_ages_and_levels_of_such_a_college() -> None:
    students = made(1200)
    ages = [student.age_on(DAY) for student in students]
    fourth = sum(student.level == 4 for student in students)
    assert (min(ages), max(ages) < 35) == (15, True)
    assert 0.52 < fourth / 1200 < 0.68
    assert {student.email.partition("@")[2] for student in students} == {"student.waddenkust.example"}
