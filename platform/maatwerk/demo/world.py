"""One college while its history is made: who is in it, as whom they act, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any
from uuid import UUID

from maatwerk.access.actor import Actor, Grant
from maatwerk.demo.calendar import Calendar
from maatwerk.demo.names import People
from maatwerk.demo.roster import Student
from maatwerk.demo.texts import Texts
from maatwerk.tenancy import scope


@dataclass(slots=True)
class Somebody:
    """A person of the story."""

    person_id: UUID
    name: str
    email: str
    roles: tuple[str, ...] = ()  # given ones
    account_id: UUID | None = None
    student: Student | None = None
    parts: dict[str, UUID] = field(default_factory=dict)  # variant → participation
    grants: tuple[Grant, ...] = ()  # where the given ones hold, if not everywhere

    def acts(self, *sides: str) -> Actor:
        """This person, signed in, with the roles they were given and on these sides."""
        grants = frozenset(self.grants or (Grant(role) for role in self.roles))
        return Actor(
            tenant_id=scope.tenant_id(),
            person_id=self.person_id,
            account_id=self.account_id,
            grants=grants,
            roles=frozenset((*self.roles, *sides, "person", "member")),
            factors=2,
            called=self.name,
        )


@dataclass(slots=True)
class Sizes:
    """How much history a college has."""

    students: int
    tutors: int
    tutored: int
    mentors: int
    circles: int  # of the mentors; the others wait for first-years
    circle_size: int
    buddies: int
    buddied: int
    coaches: int = 3
    trainers: int = 1


@dataclass(slots=True)
class World:
    """Everything the makers of the story share."""

    slug: str
    locale: str
    sizes: Sizes
    calendar: Calendar
    today: date  # the day on which the demo begins
    texts: Texts
    people: People
    programmes: dict[str, UUID]
    domain: str
    students: dict[int, Somebody] = field(default_factory=dict)  # by number
    staff: dict[str, list[Somebody]] = field(default_factory=dict)  # by role
    busy: set[int] = field(default_factory=set)  # numbers of students who have a part already
    listed: list[dict[str, Any]] = field(default_factory=list)  # for var/demo.json
    pairs: list[Any] = field(default_factory=list)  # roads.Pair, in the order in which they were made
    variant: str = ""  # of the programme whose history this is
    unwilling: int = -1  # the number of the pair that never begins

    def chance(self, *about: object) -> Random:
        """Dice of their own for one thing, so that one more person changes nobody else's story."""
        return Random("|".join(map(str, (self.slug, self.today, *about))))

    def one(self, role: str, at: int = 0) -> Somebody:
        """Somebody of the staff in a role."""
        found = self.staff[role]
        return found[at % len(found)]

    def staff_actor(self, role: str, at: int = 0) -> Actor:
        """The same, acting."""
        return self.one(role, at).acts()

    def pick(self, fits: Any) -> Somebody:
        """The first student who fits and has no part yet."""
        for number, found in self.students.items():
            if number not in self.busy and found.student is not None and fits(found.student):
                self.busy.add(number)
                return found
        raise LookupError("no student fits")

    def list(self, found: Somebody, role: str, side: str, programme: str | None) -> None:
        """Name somebody in var/demo.json, once for each role."""
        line = {"name": found.name, "role": role, "side": side, "email": found.email, "programme": programme}
        if line not in self.listed:
            self.listed.append(line)
