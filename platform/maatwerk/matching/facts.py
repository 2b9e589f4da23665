"""What matching knows of many people at once: one statement, however many they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    Text,
    Uuid,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Session, aliased

from maatwerk.ground.database import db
from maatwerk.intake.model import Application, Interview, ScreeningCheck
from maatwerk.language.formats import today
from maatwerk.matching.model import Proposal
from maatwerk.people import settings as people_settings
from maatwerk.people.model import (
    Affiliation,
    AvailabilitySlot,
    Consent,
    Guardianship,
    Interest,
    LanguageSpoken,
    Permission,
    Person,
    Site,
    Subject,
    Tie,
)
from maatwerk.people.rules import Asked, ConsentSettings, Guardian, Kind, Readiness, Standing, age_on, readiness
from maatwerk.programme import snapshot
from maatwerk.programme.model import Participation
from maatwerk.programme.values import Facts, Side, Variant
from maatwerk.training.queries import holds_certificate

# A match that holds a place: from both yeses until its farewell. Its table is of a room above, so by name.
RUNNING_MATCHES = ("accepted_by_both", "kickoff_planned", "active", "closing")


@dataclass(frozen=True, slots=True)
class Someone:
    """A person on one side of a programme: facts for the rules, and what a page calls them."""

    facts: Facts
    called: str
    full_name: str
    state: str
    since: datetime
    site: str
    readiness: Readiness
    names: Mapping[UUID, str]  # of themselves and their parents, for what is missing of whom
    extra: Mapping[str, Any]

    @property
    def id(self) -> UUID:
        """Their participation."""
        return self.facts.participation_id


def called_of(person: Any = Person) -> Any:
    """SQL: what somebody is called."""
    return func.coalesce(person.preferred_name, person.given_name, "–")


def match_table() -> Any:
    """The table of matches."""
    return db.metadata.tables["match"]


def taken(participation_id: Any) -> ColumnElement[int]:
    """How many of a supporter's places are taken: open proposals and running matches, counted and never stored."""
    proposal, match = aliased(Proposal), match_table().alias()
    waiting = select(func.count()).where(proposal.supporter_id == participation_id, proposal.state == "open")
    running = select(func.count()).where(match.c.supporter_id == participation_id, match.c.state.in_(RUNNING_MATCHES))
    return waiting.select_from(proposal).scalar_subquery() + running.select_from(match).scalar_subquery()


def places_left(session: Session, participation_id: UUID) -> int:
    """How many seekers this supporter can still take; below zero when places were cut. One statement."""
    statement = select(Participation.places - taken(Participation.id)).where(Participation.id == participation_id)
    return int(session.execute(statement).scalar_one())


def _array(statement: Select[Any], of: Any = Text) -> ColumnElement[Any]:
    return func.array(statement.correlate(Participation).scalar_subquery(), type_=ARRAY(of))


def _json(value: ColumnElement[Any], *where: ColumnElement[bool]) -> ScalarSelect[Any]:
    empty = cast(literal("[]"), JSONB)
    return select(func.coalesce(func.jsonb_agg(value), empty)).where(*where).correlate(Participation).scalar_subquery()


def _affiliation(on: date) -> ScalarSelect[Any]:
    """What somebody is at school now; a student first, the newest first."""
    here = aliased(Affiliation)
    return (
        select(here.id)
        .where(
            _of(here),
            here.valid_from <= on,
            or_(here.until.is_(None), here.until >= on),
        )
        .order_by(case((here.kind == "student", 0), else_=1), here.valid_from.desc(), here.id)
        .limit(1)
        .correlate(Participation)
        .scalar_subquery()
    )


def _earlier() -> ColumnElement[Any]:
    match = match_table().alias()
    other = case(
        (match.c.seeker_person_id == Participation.person_id, match.c.supporter_person_id),
        else_=match.c.seeker_person_id,
    )
    mine = or_(
        match.c.seeker_person_id == Participation.person_id, match.c.supporter_person_id == Participation.person_id
    )
    return _array(select(other).where(mine, match.c.state.not_in(RUNNING_MATCHES)), Uuid)


def _ties() -> ColumnElement[Any]:
    other = case((Tie.person_id == Participation.person_id, Tie.other_id), else_=Tie.person_id)
    mine = or_(Tie.person_id == Participation.person_id, Tie.other_id == Participation.person_id)
    return _array(select(other).where(mine), Uuid)


def _own_yes() -> ScalarSelect[Any]:
    return (
        select(Interview.own_yes)
        .where(Interview.participation_id == Participation.id, Interview.concluded_at.is_not(None))
        .order_by(Interview.concluded_at.desc())
        .limit(1)
        .correlate(Participation)
        .scalar_subquery()
    )


def _answers() -> ScalarSelect[Any]:
    return (
        select(Application.answers)
        .where(Application.participation_id == Participation.id, Application.submitted_at.is_not(None))
        .order_by(Application.submitted_at.desc())
        .limit(1)
        .correlate(Participation)
        .scalar_subquery()
    )


def _seen(on: date) -> ColumnElement[Any]:
    """Which checks of a supporter hold on this day."""
    return _array(
        select(ScreeningCheck.kind).where(
            ScreeningCheck.tenant_id == Participation.tenant_id,
            ScreeningCheck.participation_id == Participation.id,
            ScreeningCheck.seen_on <= on,
            or_(ScreeningCheck.valid_until.is_(None), ScreeningCheck.valid_until >= on),
        )
    )


def _of(model: Any) -> ColumnElement[bool]:
    return and_(model.tenant_id == Participation.tenant_id, model.person_id == Participation.person_id)


def _asked(model: Any, kind: Kind, purpose: Any, *where: ColumnElement[bool]) -> ScalarSelect[Any]:
    until = model.until if hasattr(model, "until") else cast(null(), Text)
    value = func.jsonb_build_array(
        literal(kind.value),
        purpose,
        model.asked_of,
        func.extract("epoch", model.asked_at),
        model.answer,
        until,
        model.withdrawn_at.is_not(None),
    )
    return _json(value, _of(model), *where)


PLAIN = (
    Participation.id,
    Participation.person_id,
    Participation.side,
    Participation.state,
    Participation.since,
    Participation.experienced,
    Participation.needs_experienced,
    Person.given_name,
    Person.preferred_name,
    Person.prefix,
    Person.family_name,
    Person.birth_date,
    Person.postcode,
    Affiliation.partner_id,
    Affiliation.site_id,
    Affiliation.course,
    Affiliation.level,
    Affiliation.year,
    Affiliation.group,
)


def _likes() -> tuple[Any, ...]:
    """What somebody likes, speaks, needs and can do, and when they are free."""
    slot = func.concat(AvailabilitySlot.weekday, ":", AvailabilitySlot.part)
    return (
        _array(select(Interest.key).where(_of(Interest))).label("interests"),
        _array(select(LanguageSpoken.code).where(_of(LanguageSpoken))).label("languages"),
        _array(select(slot).where(_of(AvailabilitySlot))).label("slots"),
        _array(select(func.concat(Subject.stance, ":", Subject.key)).where(_of(Subject))).label("subjects"),
    )


def _allowed() -> tuple[Any, ...]:
    """What was asked of them and their parents, and answered."""
    parent = aliased(Person)
    guardian = func.jsonb_build_array(
        Guardianship.guardian_id, Guardianship.may_consent, Guardianship.shielded, called_of(parent)
    )
    theirs = (
        Guardianship.tenant_id == Participation.tenant_id,
        Guardianship.child_id == Participation.person_id,
        parent.tenant_id == Guardianship.tenant_id,
        parent.id == Guardianship.guardian_id,
    )
    here = Permission.programme_id == Participation.programme_id
    return (
        _json(guardian, *theirs).label("guardians"),
        _asked(Consent, Kind.CONSENT, Consent.purpose).label("consents"),
        _asked(Permission, Kind.PERMISSION, cast(null(), Text), here).label("permissions"),
    )


def gathered(variant: Variant, on: date, *extra: Any) -> Select[Any]:
    """The statement: everything that matching reads of participations, still to be narrowed with `where`."""
    certified = holds_certificate(Participation.person_id, Participation.role_key, variant.plugin, on)
    affiliation = and_(Affiliation.tenant_id == Participation.tenant_id, Affiliation.id == _affiliation(on))
    found: Any = (
        select(
            *PLAIN,
            Site.name.label("site"),
            (Participation.places - taken(Participation.id)).label("places_left"),
            *_likes(),
            _ties().label("ties"),
            _earlier().label("earlier"),
            _own_yes().label("own_yes"),
            _answers().label("answers"),
            certified.label("certified"),
            _seen(on).label("seen"),
            *_allowed(),
            *extra,
        )
        .join(Person, and_(Person.tenant_id == Participation.tenant_id, Person.id == Participation.person_id))
        .outerjoin(Affiliation, affiliation)
        .outerjoin(Site, and_(Site.tenant_id == Affiliation.tenant_id, Site.id == Affiliation.site_id))
    )
    return found


def someone(row: Any, variant: Variant, consent: ConsentSettings, on: date, extra: Iterable[str] = ()) -> Someone:
    """One row of `gathered` as the rules and the pages read it."""
    called = row.preferred_name or row.given_name or "–"
    ready = readiness(_standing(row), consent, on)
    return Someone(
        facts=replace(_facts(row, variant, on), ready=ready.ready),
        called=called,
        full_name=" ".join(part for part in (called, row.prefix, row.family_name) if part),
        state=row.state,
        since=row.since,
        site=row.site or "",
        readiness=ready,
        names={row.person_id: called, **{UUID(who): name for who, _may, _shielded, name in row.guardians}},
        extra={name: getattr(row, name) for name in extra},
    )


def _facts(row: Any, variant: Variant, on: date) -> Facts:
    subjects = [found.partition(":") for found in row.subjects]
    slots = [found.partition(":") for found in row.slots]
    return Facts(
        person_id=row.person_id,
        participation_id=row.id,
        side=Side(row.side),
        age=age_on(row.birth_date, on) if row.birth_date else None,
        postcode=row.postcode,
        partner_id=row.partner_id,
        site_id=row.site_id,
        course=row.course,
        level=row.level,
        year=row.year,
        group=row.group,
        interests=frozenset(row.interests),
        languages=frozenset(row.languages),
        slots=frozenset((int(day), part) for day, _colon, part in slots),
        subjects_needs=frozenset(key for stance, _colon, key in subjects if stance == "needs"),
        subjects_offers=frozenset(key for stance, _colon, key in subjects if stance == "offers"),
        answers=row.answers or {},
        own_yes=row.own_yes,
        needs_experienced=row.needs_experienced,
        experienced=row.experienced,
        certified=row.certified or not variant.supporter_role.needs_certificate,
        places_left=row.places_left,
        ties=frozenset(row.ties),
        earlier=frozenset(row.earlier),
        seen=frozenset(row.seen),
    )


def _standing(row: Any) -> Standing:
    guardians = tuple(Guardian(UUID(who), may, shielded) for who, may, shielded, _name in row.guardians)
    asked = tuple(
        Asked(Kind(kind), purpose, UUID(of), float(order), answer, date.fromisoformat(until) if until else None, gone)
        for kind, purpose, of, order, answer, until, gone in (*row.consents, *row.permissions)
    )
    return Standing(row.person_id, row.birth_date, guardians, asked)


def consents() -> ConsentSettings:
    """What holds for consent in this organisation; no statement of its own."""
    chosen = {key: found.value for (scope, key), found in snapshot.current().chosen.items() if scope is None}
    return people_settings.read(chosen)


def read(statement: Select[Any], variant: Variant, extra: Sequence[str] = ()) -> list[Someone]:
    """Everyone that a statement made of `gathered` finds: one statement."""
    on, consent = today(), consents()
    return [someone(row, variant, consent, on, extra) for row in db.session.execute(statement).all()]


def people(variant: Variant, participation_ids: Iterable[UUID]) -> dict[UUID, Someone]:
    """Facts of these participations by their ids: one statement, however many."""
    statement = gathered(variant, today()).where(Participation.id.in_(list(participation_ids)))
    return {found.id: found for found in read(statement, variant)}
