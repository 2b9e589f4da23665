"""What people do with people: add, change by hand, add a parent, name a tie. Each verb is one unit of work."""

from __future__ import annotations

from dataclasses import asdict
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from maatwerk.access import policy
from maatwerk.access.actor import Actor
from maatwerk.access.model import Pass
from maatwerk.access.work import Clash, NotFound, Refused, Work, unit_of_work
from maatwerk.people import rules
from maatwerk.people.model import Affiliation, Guardianship, Partner, Person, Site, Tie
from maatwerk.people.persons import queries
from maatwerk.people.persons.rules import OF_PERSON, OF_PLACE, Details, Guard, Place, differences


def own_partner(work: Work) -> UUID:
    """The organisation as its own partner; made when opening did not."""
    known: UUID | None = work.session.execute(select(Partner.id).where(Partner.own)).scalar()
    if known is not None:
        return known
    return work.add(Partner(kind="school", name=_("Our own organisation"), own=True)).id


def add_person(details: Details, place: Place, *, by: Actor) -> UUID:
    """Add somebody by hand; what was typed is kept when a file says otherwise later.

    Raises:
        NotFound: `by` adds nobody.
    """
    with unit_of_work(by) as work:
        if not policy.may(by, "add", "person"):
            raise NotFound("no person")
        person = work.add(new_person(work, details))
        if place.kind:
            _settle(work, person.id, place)
        return person.id


def new_person(work: Work, details: Details) -> Person:
    """A row for somebody who was typed in."""
    values = asdict(details)
    typed = [name for name in OF_PERSON if values[name] and name != "channel"]
    person = Person(**values, by_hand=typed, made_at=work.now)
    _name(person)
    return person


def _name(person: Person) -> None:
    person.sort_key, person.search_key = rules.name_keys(
        person.given_name, person.preferred_name, person.prefix, person.family_name
    )


def change_person(person_id: UUID, details: Details, place: Place, *, version: int | None, by: Actor) -> None:
    """Change somebody by hand: every field that changed is left alone by later files.

    Raises:
        NotFound: nobody by that id within reach of `by`.
        Clash: somebody else changed this person meanwhile.
    """
    with unit_of_work(by) as work:
        person = work.get(Person, person_id, lock=True, to="edit")
        work.same_version(person, version)
        changed = list(differences(person, details))
        for name in changed:
            setattr(person, name, getattr(details, name))
        person.by_hand = sorted({*person.by_hand, *(name for name in changed if name != "channel")})
        _name(person)
        if place.kind:
            _settle(work, person.id, place)


def _settle(work: Work, person_id: UUID, place: Place) -> None:
    if place.site_id is not None:
        work.get(Site, place.site_id)
    affiliation = queries.own_affiliation(person_id)
    if affiliation is None or affiliation.kind != place.kind:
        if affiliation is not None:
            affiliation.until = work.today
        values = asdict(place)
        typed = [name for name in OF_PLACE if values[name] is not None]
        work.add(
            Affiliation(
                person_id=person_id, partner_id=own_partner(work), valid_from=work.today, by_hand=typed, **values
            )
        )
        return
    changed = [name for name in OF_PLACE if getattr(affiliation, name) != getattr(place, name)]
    for name in changed:
        setattr(affiliation, name, getattr(place, name))
    if changed:
        affiliation.by_hand = sorted({*affiliation.by_hand, *changed})


def add_guardian(child_id: UUID, details: Details, may: Guard, *, by: Actor) -> UUID:
    """Add a parent or carer; a parent we know by e-mail and name already is tied to this child too.

    Raises:
        NotFound: nobody by that id within reach of `by`.
        Refused: an adult's parents may not consent, or no e-mail was given for one who may.
        Clash: they are tied already.
    """
    with unit_of_work(by) as work:
        child = work.get(Person, child_id, to="ask")
        if child.birth_date and rules.age_on(child.birth_date, work.today) >= rules.ADULT:
            raise Refused(_("This person is 18 or older. Nobody else answers for them."))
        if may.may_consent and not may.shielded and not details.email:
            raise Refused(_("Write an e-mail address: we send the question there."))
        parent = _known_parent(work, child_id, details) or work.add(new_person(work, details))
        if work.one(
            select(Guardianship).where(Guardianship.child_id == child_id, Guardianship.guardian_id == parent.id)
        ):
            raise Clash(_("This parent or carer stands there already."))
        row = Guardianship(
            child_id=child_id, guardian_id=parent.id, may_consent=may.may_consent, may_read=may.may_read,
            shielded=may.shielded,
        )  # fmt: skip
        return work.add(row).id


def _known_parent(work: Work, child_id: UUID, details: Details) -> Person | None:
    """A parent of another child with the same e-mail and the same name: brothers and sisters share parents."""
    if not details.email:
        return None
    wanted = rules.name_keys(details.given_name, details.preferred_name, details.prefix, details.family_name)
    known = work.find(
        select(Person)
        .where(Person.email == details.email, Person.id.in_(select(Guardianship.guardian_id)), Person.id != child_id)
        .order_by(Person.made_at, Person.id)
    )
    return next((person for person in known if (person.sort_key, person.search_key) == wanted), None)


def change_guardian(guardianship_id: UUID, may: Guard, *, by: Actor) -> UUID:
    """Change what a parent or carer may; one who is shielded loses every way in to this child at once.

    Gives the child's id.

    Raises:
        NotFound: no such tie within reach of `by`.
    """
    with unit_of_work(by) as work:
        row = work.get(Guardianship, guardianship_id, lock=True, to="edit")
        row.may_consent, row.may_read, row.shielded = may.may_consent, may.may_read, may.shielded
        if may.shielded:
            _shut_out(work, row)
        return row.child_id


def _shut_out(work: Work, row: Guardianship) -> None:
    ways = select(Pass).where(Pass.person_id == row.guardian_id, Pass.child_id == row.child_id, Pass.ended_at.is_(None))
    for way in work.find(ways):
        way.ended_at = work.now


def remove_guardian(guardianship_id: UUID, *, by: Actor) -> UUID:
    """Take a tie away that was a mistake; what that parent answered stays as proof but counts no more.

    Gives the child's id.

    Raises:
        NotFound: no such tie within reach of `by`.
    """
    with unit_of_work(by) as work:
        row = work.get(Guardianship, guardianship_id, lock=True, to="edit")
        child_id = row.child_id
        _shut_out(work, row)
        work.remove(row)
        return child_id


def add_tie(person_id: UUID, other_id: UUID, kind: str, *, by: Actor) -> None:
    """Say that these two have another tie, so that they are never matched (requirement 6).

    Raises:
        NotFound: one of them is out of reach of `by`.
        Clash: it was said before.
    """
    with unit_of_work(by) as work:
        person = work.get(Person, person_id, to="edit")
        other = work.get(Person, other_id, to="read")
        if person.id == other.id:
            raise Refused(_("Choose somebody else: this is the same person."))
        known = select(Tie).where(Tie.person_id == person.id, Tie.other_id == other.id, Tie.kind == kind)
        if work.one(known):
            raise Clash(_("This was said already."))
        work.add(Tie(person_id=person.id, other_id=other.id, kind=kind))


def remove_tie(person_id: UUID, tie_id: UUID, *, by: Actor) -> None:
    """Take a tie back that is over.

    Raises:
        NotFound: no such tie, or the person is out of reach of `by`.
    """
    with unit_of_work(by) as work:
        person = work.get(Person, person_id, to="edit")
        tie = work.get(Tie, tie_id)
        if person.id not in (tie.person_id, tie.other_id):
            raise NotFound("no tie")
        work.remove(tie)
