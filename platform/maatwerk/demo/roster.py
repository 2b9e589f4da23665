"""A student roster as an administration writes it: Dutch headings, a title above, a total below."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

from maatwerk.demo.names import Name, People, phone, postcode

HEADINGS = (
    "Deelnemernr.;Roepnaam;Voorvoegsel;Achternaam;Geb.datum;E-mail school;Groep;Opleiding;Niv.;Leerweg;"
    "Locatie;Leerjaar;Postcode;Mobiel"
)
# Course, its letters in a group's name, level, weight; shares as in the statistics of domain.md section 6.
COURSES = (
    ("Entree horeca", "EH", 1, 2),
    ("Entree techniek", "ET", 1, 2),
    ("Helpende zorg en welzijn", "HE", 2, 6),
    ("Kok", "KO", 2, 3),
    ("Verkoper", "VE", 2, 3),
    ("Medewerker ICT", "IC", 2, 4),
    ("Verzorgende-IG", "VZ", 3, 8),
    ("Kapper", "KA", 3, 4),
    ("Timmerman", "TI", 3, 4),
    ("Dierverzorger", "DI", 3, 4),
    ("Pedagogisch werk", "PE", 4, 12),
    ("Verpleegkunde", "VP", 4, 14),
    ("Software developer", "SO", 4, 10),
    ("Mediavormgever", "ME", 4, 6),
    ("Onderwijsassistent", "ON", 4, 6),
    ("Commercieel medewerker", "CO", 4, 6),
    ("Bouwkunde", "BO", 4, 6),
)
_AGES = ((15, 2), (16, 16), (17, 23), (18, 21), (19, 15), (20, 7), (21, 6), (22, 4), (23, 3), (24, 1), (26, 1), (31, 1))
_BBL = {1: 0.30, 2: 0.42, 3: 0.45, 4: 0.17}
_YEARS = {1: 1, 2: 2, 3: 3, 4: 4}


@dataclass(frozen=True, slots=True)
class Student:
    """One line of a roster."""

    number: int
    name: Name
    born: date
    group: str
    course: str
    level: int
    track: str
    site: str
    year: int
    postcode: str
    phone: str
    email: str

    def age_on(self, day: date) -> int:
        """How old, by the calendar."""
        return day.year - self.born.year - ((day.month, day.day) < (self.born.month, self.born.day))


def students(
    chance: Random, people: People, number: int, sites: tuple[str, ...], domain: str, day: date, first: int = 200_003
) -> list[Student]:
    """Invent so many students of a college, by their number."""
    return [_student(chance, people, first + 7 * at, sites, domain, day) for at in range(number)]


def _student(chance: Random, people: People, number: int, sites: tuple[str, ...], domain: str, day: date) -> Student:
    course, letters, level, _weight = chance.choices(COURSES, [course[3] for course in COURSES])[0]
    age = chance.choices([age for age, _ in _AGES], [weight for _, weight in _AGES])[0]
    year = min(_YEARS[level], max(1, age - 16 + chance.choice((0, 0, 1)) - (age > 19)))
    born = date(day.year - age - 1, day.month, min(day.day, 28)).toordinal() + chance.randint(2, 364)
    track = "BBL" if age >= 16 and chance.random() < _BBL[level] else "BOL"
    site = chance.choice(sites)
    return Student(
        number=number,
        name=people.next(),
        born=date.fromordinal(born),
        group=f"{letters}{level}{year}{chance.choice('ABC')}",
        course=course,
        level=level,
        track=track,
        site=site,
        year=year,
        postcode=postcode(chance),
        phone=phone(chance),
        email=f"{number}@student.{domain}.example",
    )


def written(title: str, found: list[Student], day: date, encoding: str = "utf-8-sig") -> bytes:
    """The roster as a file, a few lines broken as such exports break; an older `encoding` loses letters to `?`."""
    lines = [f"{title} - export deelnemers - {day:%d-%m-%Y}", "", HEADINGS]
    for at, student in enumerate(found):
        if at and at % 400 == 0:
            lines.append(";" * HEADINGS.count(";"))
        lines.append(";".join(_cells(student)))
    lines += _broken(found, day)
    lines += ["", f"Aantal: {len(found)}", ""]
    return "\r\n".join(lines).encode(encoding, "replace")


def _cells(student: Student) -> tuple[str, ...]:
    name = student.name
    return (
        str(student.number), name.called, name.prefix, name.family, f"{student.born:%d-%m-%Y}", student.email,
        student.group, student.course, str(student.level), student.track, student.site, str(student.year),
        student.postcode, student.phone,
    )  # fmt: skip


def _broken(found: list[Student], day: date) -> list[str]:
    """Three lines that nobody can take in: no number, a day that does not exist, born after today."""
    _number, *rest = _cells(found[0])
    last = found[-1].number
    return [
        ";".join(("", *rest)),
        ";".join((str(last + 7), *rest[:3], f"31-02-{day.year - 17}", *rest[4:])),
        ";".join((str(last + 14), *rest[:3], f"01-01-{day.year + 1}", *rest[4:])),
    ]
