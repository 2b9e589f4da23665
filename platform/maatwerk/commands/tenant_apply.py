"""From a file to an organisation: what differs, what somebody changed since, and doing it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from maatwerk.access import accounts, ways
from maatwerk.access.actor import SYSTEM
from maatwerk.access.model import Account, RoleGrant
from maatwerk.access.work import Work, unit_of_work
from maatwerk.commands.tenant_file import Described, ProgrammeOf, School, Someone, WrongFile
from maatwerk.ground import clock
from maatwerk.ground.database import db
from maatwerk.language.terminal import gettext as _
from maatwerk.people import settings as people_settings
from maatwerk.people.model import Partner, Person, Site
from maatwerk.programme import actions, queries, rules, snapshot, tailoring
from maatwerk.programme.model import Programme
from maatwerk.programme.registry import registry
from maatwerk.safeguarding import actions as safeguarding
from maatwerk.tenancy import resolve, scope
from maatwerk.tenancy import settings as tenancy_settings
from maatwerk.tenancy.actions import set_look
from maatwerk.tenancy.model import TenantHost
from maatwerk.tenancy.settings import Setting, WrongSetting
from maatwerk.trajectory import settings as road_settings

# What the last applied file said: tells a value that somebody changed by hand from one that the file changed.
APPLIED = Setting("tenant.applied", {})
REASON = "From the organisation's file"
LOOK = ("name", "languages", "colour", "state")
Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that the file says otherwise; `by_hand`: somebody changed it here after the last file."""

    what: str
    here: Any
    in_file: Any
    by_hand: bool

    def __str__(self) -> str:
        changed = _("  (changed here by hand)") if self.by_hand else ""
        return f"{self.what}: {_short(self.here)} -> {_short(self.in_file)}{changed}"


def _short(value: Any) -> str:
    text = _("nothing") if value in (None, (), [], {}) else str(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def facts(found: Described) -> Facts:
    """A file as a flat list of things that can differ, each by name."""
    flat: Facts = {name: _plain(getattr(found, name)) for name in LOOK}
    flat |= {f"setting {key}": value for key, value in found.settings.items()}
    flat |= {f"plug-in {plugin}": True for plugin in found.plugins}
    if found.school:
        flat |= {"school": found.school.name, **{f"site {site}": True for site in found.school.sites}}
    for programme in found.programmes:
        name = f"programme {programme.label} {season(programme)}"
        flat[name] = True
        if programme.target is not None:
            flat[f"{name} target"] = programme.target
        flat |= {f"{name} setting {key}": value for key, value in programme.settings.items()}
    return flat


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def season(programme: ProgrammeOf) -> str:
    """The season a programme of a file belongs to."""
    return programme.season or rules.season_of(clock.today())


def differences(found: Described) -> list[Difference]:
    """What the file says otherwise than the database (inside the tenant); what only the database has is left alone."""
    here, before = facts(exported(found.slug)), tenancy_settings.current(db.session()).get(APPLIED.key, {})
    return [
        Difference(name, here.get(name), value, name in here and here[name] != before.get(name))
        for name, value in facts(found).items()
        if here.get(name) != value
    ]


def exported(slug: str) -> Described:
    """The organisation as a file would say it (inside the tenant)."""
    organisation = resolve.by_slug(slug)
    if organisation is None:
        raise WrongFile(_("There is no organisation %(slug)s; `maatwerk tenant list` names them.", slug=slug))
    with db.engine.connect() as connection:
        found = connection.execute(
            select(TenantHost.host).where(TenantHost.tenant_id == organisation.id).order_by(TenantHost.host)
        )
        hosts = tuple(found.scalars())
    ordered = (
        organisation.locale,
        *(language for language in organisation.languages if language != organisation.locale),
    )
    chosen = {key: value for key, value in tenancy_settings.current(db.session()).items() if key in known_settings()}
    return Described(
        slug=organisation.slug,
        name=organisation.name,
        hosts=hosts,
        languages=ordered,
        zone=str(organisation.zone),
        colour=organisation.colour,
        state=organisation.state,
        plugins=tuple(sorted(on.plugin for on in queries.switched_on() if on.everywhere)),
        school=_school(),
        administrator=_first("administrator"),
        safeguarding_lead=_first("safeguarding_lead"),
        settings=chosen,
        programmes=tuple(map(_programme, queries.programmes())),
    )


def _school() -> School | None:
    own = db.session.execute(select(Partner).where(Partner.own)).scalar_one_or_none()
    if own is None:
        return None
    sites = db.session.scalars(select(Site.name).where(Site.partner_id == own.id).order_by(Site.name)).all()
    return School(own.name, own.kind, own.brin, tuple(sites))


def _first(role: str) -> Someone | None:
    row = db.session.execute(
        select(Person.given_name, Person.prefix, Person.family_name, Account.email)
        .join(Account, Account.person_id == Person.id)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(RoleGrant.role == role, RoleGrant.ended_at.is_(None))
        .order_by(RoleGrant.valid_from, Account.made_at, Account.email)
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    family = " ".join(part for part in (row.prefix, row.family_name) if part)
    return Someone(row.given_name or "", family, row.email)


def _programme(running: queries.RunningProgramme) -> ProgrammeOf:
    chosen = tenancy_settings.current(db.session(), scope_id=running.id)
    own = {key: value for key, value in chosen.items() if key in tailoring.SETTINGS}
    return ProgrammeOf(running.variant, running.name, running.season, running.target, own)


def known_settings() -> Mapping[str, Setting]:
    """Every setting of a whole organisation, by key."""
    own = (*people_settings.SETTINGS, *road_settings.SETTINGS, *tailoring.SETTINGS.values())
    declared = (*own, *registry().settings())
    return {setting.key: setting for setting in declared}


def check(found: Described) -> None:
    """Raise WrongFile when a setting, plug-in or variant is not known or does not fit: before anything is done."""
    for key, value in found.settings.items():
        _fits(known_settings(), key, value)
    for plugin in found.plugins:
        if plugin not in registry().plugins():
            raise WrongFile(_("the plug-in %(name)s is not installed", name=plugin))
    for programme in found.programmes:
        try:
            registry().variant(programme.variant)
        except KeyError:
            raise WrongFile(_("no plug-in brings the variant %(name)s", name=programme.variant)) from None
        for key, value in programme.settings.items():
            _fits(tailoring.SETTINGS, key, value)


def _fits(known: Mapping[str, Setting], key: str, value: Any) -> None:
    if key not in known:
        raise WrongFile(_("the setting %(name)s is not known", name=key))
    try:
        known[key].read(value)
    except (WrongSetting, KeyError, TypeError, AttributeError) as error:
        raise WrongFile(_("the setting %(name)s does not fit: %(why)s", name=key, why=error)) from error


def carry_out(found: Described, wanted: set[str]) -> None:
    """Make the organisation as the file says, where `wanted` names it (inside the tenant)."""
    with unit_of_work(SYSTEM) as work:
        if wanted & set(LOOK):
            _look(found, wanted)
        _settings(work, found, wanted)
        if found.school is not None:
            _make_school(work, found.school)
        for plugin in found.plugins:
            if f"plug-in {plugin}" in wanted:
                actions.switch_on(work, plugin)
        tenancy_settings.choose(work.session, APPLIED, facts(found), by=None, reason=REASON)
        snapshot.changed(work)
    for programme in found.programmes:
        _carry_out_programme(programme, wanted)


def _look(found: Described, wanted: set[str]) -> None:
    organisation = next(one for one in resolve.all_tenants() if one.id == scope.tenant_id())
    languages = (
        found.languages
        if "languages" in wanted
        else (organisation.locale, *(one for one in organisation.languages if one != organisation.locale))
    )
    set_look(
        name=found.name if "name" in wanted else organisation.name,
        locale=languages[0],
        languages=languages,
        colour=found.colour if "colour" in wanted else organisation.colour,
        state=found.state if "state" in wanted else organisation.state,
    )


def _settings(work: Work, found: Described, wanted: set[str]) -> None:
    for key, value in found.settings.items():
        if f"setting {key}" in wanted:
            tenancy_settings.choose(work.session, known_settings()[key], value, by=None, reason=REASON)


def _make_school(work: Work, school: School) -> None:
    own = work.one(select(Partner).where(Partner.own))
    if own is None:
        own = work.add(Partner(kind=school.kind, name=school.name, own=True, brin=school.brin))
    elif own.name != school.name:
        own.name = school.name
    known = set(work.find(select(Site.name).where(Site.partner_id == own.id)))
    for name in school.sites:
        if name not in known:
            work.add(Site(partner_id=own.id, name=name))


def _carry_out_programme(programme: ProgrammeOf, wanted: set[str]) -> None:
    name = f"programme {programme.label} {season(programme)}"
    if name in wanted:
        actions.start_programme(
            programme.variant, name=programme.name, season=season(programme), target=programme.target, by=SYSTEM
        )
    row_id = _programme_id(programme)
    if f"{name} target" in wanted and name not in wanted:
        with unit_of_work(SYSTEM) as work:
            work.get(Programme, row_id, lock=True).target = programme.target
            snapshot.changed(work)
    chosen = {key: value for key, value in programme.settings.items() if f"{name} setting {key}" in wanted}
    if chosen:
        actions.choose_settings(row_id, chosen, reason=REASON, by=SYSTEM)


def _programme_id(programme: ProgrammeOf) -> UUID:
    return next(
        running.id
        for running in queries.programmes()
        if (running.variant, running.name, running.season) == (programme.variant, programme.name, season(programme))
    )


def let_in(found: Described) -> UUID | None:
    """Make the first administrator and the safeguarding lead that the file names; the administrator's account."""
    account_id = None
    with unit_of_work(SYSTEM) as work:
        if found.administrator is not None:
            account_id = _account(work, found.administrator, "administrator")
        if found.safeguarding_lead is not None:
            lead = found.safeguarding_lead
            known = work.one(select(Account.person_id).where(Account.email == lead.email.lower()))
            person_id = known or accounts.new_person(work, lead.given_name, lead.family_name, lead.email)
            safeguarding.name_lead(work, person_id, lead.email)
    return account_id


def _account(work: Work, someone: Someone, role: str) -> UUID:
    known: UUID | None = work.one(select(Account.id).where(Account.email == someone.email.lower()))
    if known is None:
        return accounts.first_administrator(
            work, given_name=someone.given_name, family_name=someone.family_name, email=someone.email
        )
    ways.grant(work, known, role)
    return known
