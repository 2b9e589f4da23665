"""What runs here, what it is made of, and who has which part in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, or_, select, true

from maatwerk.access import audit
from maatwerk.access.work import NotFound
from maatwerk.ground.database import db
from maatwerk.language.formats import today
from maatwerk.people.model import Affiliation, Partner, Person, Site
from maatwerk.people.settings import PERMISSION_16_17
from maatwerk.programme import snapshot, tailoring
from maatwerk.programme.model import Participation, ParticipationChange, Programme
from maatwerk.programme.registry import registry
from maatwerk.programme.rules import ENDED
from maatwerk.programme.snapshot import RunningProgramme, SwitchedOn, enabled_plugins
from maatwerk.programme.values import Places, Question, Role, Side, Variant
from maatwerk.programme.wording import placeholders
from maatwerk.tenancy.model import TenantSetting
from maatwerk.tenancy.settings import Setting

__all__ = ["RunningProgramme", "SwitchedOn", "enabled_plugins"]


@dataclass(frozen=True, slots=True)
class ProgrammeSettings:
    """One programme as it is run here: the variant with the organisation's own words, questions and numbers."""

    programme_id: UUID
    variant: Variant  # tailored: read questions, criteria, steps, phases, places and rhythm from it
    chosen: Mapping[str, Any]  # what was chosen, by key
    questions_version: int  # kept with each application
    waiting_promise_days: int
    nomination_days: int
    motivation_least: int
    permission_16_17: bool  # the organisation's own choice
    protocol: Mapping[str, str]  # text by language; empty: none yet
    protocol_version: int  # 0: none yet

    @property
    def seeker(self) -> Role:
        """Who asks for support, in this programme's words."""
        return self.variant.seeker_role

    @property
    def supporter(self) -> Role:
        """Who gives it."""
        return self.variant.supporter_role

    @property
    def places(self) -> Places:
        """How many seekers a supporter takes."""
        return self.variant.places

    @property
    def weights(self) -> dict[str, int]:
        """What each criterion counts, of 100."""
        return {criterion.key: criterion.weight for criterion in self.variant.matching_criteria or ()}

    @property
    def words(self) -> dict[str, str]:
        """Placeholders for sentences: supporter, supporters, the_supporter, your_supporter, The_supporter, …"""
        return placeholders(self.variant)

    def questions(self, side: Side | str) -> tuple[Question, ...]:
        """What an application asks of one side, the organisation's own questions last."""
        return (self.variant.intake_questions or {}).get(Side(side), ())


def programmes() -> tuple[RunningProgramme, ...]:
    """Every programme, closed ones too, by variant and age."""
    return tuple(snapshot.current().programmes.values())


def open_programmes(*, partner_id: UUID | None = None, site_id: UUID | None = None) -> tuple[RunningProgramme, ...]:
    """The programmes that people can enter: open, and their plug-in switched on (there, if a place is given)."""
    known = registry().plugins()
    return tuple(
        found
        for found in programmes()
        if found.state == "open" and found.plugin in known and is_on(found.plugin, partner_id, site_id)
    )


def is_on(plugin: str, partner_id: UUID | None = None, site_id: UUID | None = None) -> bool:
    """Is a plug-in on for this place; without a place: anywhere?"""
    ways = [on for on in snapshot.current().switched_on if on.plugin == plugin]
    if partner_id is None and site_id is None:
        return bool(ways)
    return any(
        on.everywhere
        or (on.site_id is not None and on.site_id == site_id)
        or (on.site_id is None and on.partner_id == partner_id)
        for on in ways
    )


def switched_on(plugin: str | None = None) -> tuple[SwitchedOn, ...]:
    """Where plug-ins are on."""
    return tuple(on for on in snapshot.current().switched_on if plugin in (None, on.plugin))


def programme(programme_id: UUID) -> RunningProgramme:
    """One programme, closed or not; NotFound if there is none."""
    found = snapshot.programme(programme_id)
    if found is None:
        raise NotFound("no programme")
    return found


programme_named = programme  # the same by another name, where `programme` is a value


def settings_of(programme: RunningProgramme | Programme | UUID) -> ProgrammeSettings:
    """How a programme is run here: the programme's choice, else the organisation's, else the variant's."""
    found = programme_named(programme) if isinstance(programme, UUID) else programme
    known: dict[Any, ProgrammeSettings] = snapshot.current().worked_out
    if found.id not in known:
        known[found.id] = _work_out(found.id, found.variant)
    return known[found.id]


def _work_out(programme_id: UUID, key: str) -> ProgrammeSettings:
    """Tailor the variant: some milliseconds, so once for each version of the organisation's choices."""
    chosen, versions = _chosen(programme_id)
    variant = tailoring.tailored(registry().unworded(key), chosen)
    everywhere = snapshot.current().chosen.get((None, PERMISSION_16_17.key))
    extra = sum(versions.get(setting.key, 0) for setting in tailoring.QUESTIONS.values())
    return ProgrammeSettings(
        programme_id=programme_id,
        variant=variant,
        chosen=chosen,
        questions_version=variant.questions_version * 1000 + extra,
        waiting_promise_days=_number(chosen, tailoring.WAITING_DAYS),
        nomination_days=_number(chosen, tailoring.NOMINATION_DAYS),
        motivation_least=_number(chosen, tailoring.MOTIVATION),
        permission_16_17=bool(everywhere.value) if everywhere else PERMISSION_16_17.default,
        protocol=chosen.get(tailoring.PROTOCOL.key, {}),
        protocol_version=versions.get(tailoring.PROTOCOL.key, 0),
    )


def _number(chosen: Mapping[str, Any], setting: Setting) -> int:
    return int(chosen.get(setting.key, setting.default))


def _chosen(programme_id: UUID) -> tuple[dict[str, Any], dict[str, int]]:
    everything = snapshot.current().chosen
    values: dict[str, Any] = {}
    versions: dict[str, int] = {}
    for scope in (None, programme_id):
        for key in tailoring.SETTINGS:
            found = everything.get((scope, key))
            if found is not None:
                values[key], versions[key] = found.value, found.version
    return values, versions


def plugin_settings(plugin: str) -> dict[str, Any]:
    """What this organisation chose of a plug-in's own settings, by key; the declared default where it chose nothing."""
    everything = snapshot.current().chosen
    return {
        setting.key: everything[None, setting.key].value if (None, setting.key) in everything else setting.default
        for setting in registry().settings(plugin)
    }


def version_of(programme_id: UUID | None, keys: Iterable[str]) -> int:
    """The versions of these settings together: what a form shows and sends back (None: of the whole organisation)."""
    everything = snapshot.current().chosen
    return sum(everything[programme_id, key].version for key in keys if (programme_id, key) in everything)


@dataclass(frozen=True, slots=True)
class ChangeOfSettings:
    """One version of one setting: what, when, by whom, why."""

    key: str
    version: int
    value: Any
    at: datetime
    by_id: UUID | None
    by: str | None
    reason: str


def history(programme_id: UUID, *, limit: int = 50) -> list[ChangeOfSettings]:
    """The newest changes of a programme's settings: one statement."""
    name = func.coalesce(Person.preferred_name, Person.given_name)
    rows = db.session.execute(
        select(
            TenantSetting.key,
            TenantSetting.version,
            TenantSetting.value,
            TenantSetting.valid_from,
            TenantSetting.set_by,
            name.label("by"),
            TenantSetting.reason,
        )
        .outerjoin(Person, Person.id == TenantSetting.set_by)
        .where(TenantSetting.scope_id == programme_id)
        .order_by(TenantSetting.valid_from.desc(), TenantSetting.key)
        .limit(limit)
    ).all()
    audit.shown("programme", (row.set_by for row in rows))
    return [ChangeOfSettings(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Touched:
    """What switching a plug-in off would touch."""

    programmes: int
    entering: int  # from interested to admitted
    waiting: int
    matched: int  # young people whose match runs

    @property
    def anyone(self) -> bool:
        """Is there anybody whom it would touch?"""
        return bool(self.entering or self.waiting or self.matched)


def touched(plugin: str, partner_id: UUID | None = None, site_id: UUID | None = None) -> Touched:
    """Count whom switching `plugin` off there would touch: one statement.

    Where it stays on elsewhere, only those for whom it would be off by then, and every programme runs on.
    """
    here = (partner_id, site_id)
    stays = [on for on in switched_on(plugin) if (on.partner_id, on.site_id) != here]
    if any(on.everywhere for on in stays):
        return Touched(0, 0, 0, 0)
    seeker = Participation.side == Side.SEEKER
    row = db.session.execute(
        select(
            func.count(func.distinct(Programme.id)),
            func.count(Participation.id).filter(
                Participation.state.in_(("interested", "applied", "interviewed", "admitted"))
            ),
            func.count(Participation.id).filter(Participation.state == "waiting"),
            func.count(Participation.id).filter(seeker, Participation.state == "matched"),
        )
        .select_from(Programme)
        .outerjoin(Participation, (Participation.programme_id == Programme.id) & _off_for(here, stays))
        .where(Programme.state == "open", Programme.variant.startswith(f"{plugin}/", autoescape=True))
    ).one()
    return Touched(*row) if not stays else Touched(0, *row[1:])


def _off_for(here: tuple[UUID | None, UUID | None], stays: Sequence[SwitchedOn]) -> ColumnElement[bool]:
    """SQL beside a participation: this person is `here`, and at no place where it stays on."""
    if not stays:
        return true()
    gone = true() if here == (None, None) else _is_at([here])
    return gone & ~_is_at([(on.partner_id, on.site_id) for on in stays])


def _is_at(places: Iterable[tuple[UUID | None, UUID | None]]) -> ColumnElement[bool]:
    at = (Affiliation.site_id == site if site else Affiliation.partner_id == partner for partner, site in places)
    return exists().where(Affiliation.person_id == Participation.person_id, _still(), or_(*at))


def _still() -> ColumnElement[bool]:
    return or_(Affiliation.until.is_(None), Affiliation.until >= today())


def runs_for(plugin: str, person_id: UUID) -> bool:
    """Is a plug-in on where this person goes to school? Of whom no school is known: yes, a talk will tell.

    No statement where it is on for the whole organisation.
    """
    if any(on.everywhere for on in switched_on(plugin)):
        return True
    at = db.session.execute(
        select(Affiliation.partner_id, Affiliation.site_id).where(Affiliation.person_id == person_id, _still())
    ).all()
    return not at or any(is_on(plugin, row.partner_id, row.site_id) for row in at)


def counts() -> dict[UUID, dict[str, int]]:
    """How many people each programme has, by state, those who left too: one statement."""
    rows = db.session.execute(
        select(Participation.programme_id, Participation.state, func.count()).group_by(
            Participation.programme_id, Participation.state
        )
    ).all()
    found: dict[UUID, dict[str, int]] = {}
    for programme_id, state, number in rows:
        found.setdefault(programme_id, {})[state] = number
    return found


def participation_of(person_id: UUID, programme_id: UUID, side: Side | str) -> Participation | None:
    """Someone's running part in a programme, or None."""
    return db.session.execute(
        select(Participation).where(
            Participation.person_id == person_id,
            Participation.programme_id == programme_id,
            Participation.side == side,
            Participation.state.not_in(ENDED),
        )
    ).scalar_one_or_none()


def changes(participation_id: UUID) -> list[ParticipationChange]:
    """Every change of state of a participation, oldest first."""
    return list(
        db.session.scalars(
            select(ParticipationChange)
            .where(ParticipationChange.participation_id == participation_id)
            .order_by(ParticipationChange.at, ParticipationChange.id)
        ).all()
    )


@dataclass(frozen=True, slots=True)
class Place:
    """Where a plug-in can be on: a partner, or a site of one."""

    partner_id: UUID
    partner: str
    site_id: UUID | None = None
    site: str | None = None


def places() -> list[Place]:
    """Every partner, each followed by its sites: one statement."""
    rows = db.session.execute(
        select(Partner.id, Partner.name, Site.id, Site.name)
        .outerjoin(Site, Site.partner_id == Partner.id)
        .order_by(Partner.own.desc(), Partner.name, Site.name)
    ).all()
    found: list[Place] = []
    for partner_id, partner, site_id, site in rows:
        if not found or found[-1].partner_id != partner_id:
            found.append(Place(partner_id, partner))
        if site_id is not None:
            found.append(Place(partner_id, partner, site_id, site))
    return found
