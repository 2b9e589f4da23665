"""Opening an organisation, setting it up, starting it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import g
from flask_babel import gettext as _
from sqlalchemy import select, update

from maatwerk.access import accounts
from maatwerk.access.actor import SYSTEM, Actor
from maatwerk.access.model import Account
from maatwerk.access.work import Clash, Refused, Work, unit_of_work
from maatwerk.opening import letters, queries, rules
from maatwerk.people.model import Partner, Person, Site
from maatwerk.programme import actions as programmes
from maatwerk.safeguarding import actions as safeguarding
from maatwerk.tenancy import actions as tenancy
from maatwerk.tenancy import settings as tenant_settings
from maatwerk.tenancy.jobs import in_tenant
from maatwerk.tenancy.resolve import Organisation


@dataclass(frozen=True, slots=True)
class Trial:
    """What somebody filled in to open an organisation."""

    name: str
    slug: str
    given_name: str
    family_name: str
    email: str
    variants: Sequence[str]  # peer_support/tutor …
    locale: str
    colour: str
    reads: str | None = None  # the language the administrator reads


def open_trial(asked: Trial) -> UUID:
    """Open a trial organisation of its own, with its first administrator; a letter lets them in.

    Raises:
        Clash: somebody has this short name.
        Refused: it is no usable short name.
    """
    try:
        tenant_id = tenancy.open_tenant(asked.slug, asked.name, locale=asked.locale, colour=asked.colour, state="trial")
    except tenancy.SlugTaken:
        raise Clash(_("This short name is taken. Choose another one.")) from None
    except tenancy.WrongSlug:
        raise Refused(_("Use 3 to 40 small letters, digits or dashes, beginning with a letter.")) from None
    with in_tenant(tenant_id), unit_of_work(SYSTEM) as work:
        g.person_locale = asked.locale
        furnish(work, asked)
    return tenant_id


def furnish(work: Work, asked: Trial) -> UUID:
    """The first things in a new organisation: itself as a partner, its administrator, its programmes."""
    work.add(Partner(kind="school", name=asked.name, own=True))
    account_id = accounts.first_administrator(
        work, given_name=asked.given_name, family_name=asked.family_name, email=asked.email
    )
    for plugin in sorted({key.partition("/")[0] for key in asked.variants}):
        programmes.switch_on(work, plugin, variants=tuple(asked.variants))
    person_id = work.session.execute(select(Account.person_id).where(Account.id == account_id)).scalar_one()
    work.session.execute(update(Person).where(Person.id == person_id).values(locale=asked.reads or asked.locale))
    tenant_settings.choose(work.session, queries.LOOKED, True, by=None, reason="opened")
    work.send(letters.welcome(person_id, account_id, asked.email))
    return account_id


def change_look(organisation: Organisation, *, name: str, locale: str, colour: str, by: Actor) -> None:
    """Change what the organisation is called, which language comes first, and its colour."""
    with unit_of_work(by) as work:
        tenancy.set_look(
            name=name, locale=locale, languages=organisation.languages, colour=colour, state=organisation.state
        )
        tenant_settings.choose(work.session, queries.LOOKED, True, by=by.person_id, reason="look")
        own = work.one(select(Partner).where(Partner.own))
        if own is not None:
            own.name = name


def add_site(name: str, *, by: Actor) -> None:
    """Add a place; the same name twice stays one."""
    with unit_of_work(by) as work:
        own = work.one(select(Partner).where(Partner.own).with_for_update())
        if own is None:
            raise Refused(_("This organisation has no school of its own yet. Ask the operator."))
        known = work.one(select(Site).where(Site.partner_id == own.id, Site.name == name))
        if known is None:
            work.add(Site(partner_id=own.id, name=name))


def choose_setting(key: str, value: object, reason: str, *, by: Actor) -> None:
    """Change a setting of the whole organisation, as a new version with its reason."""
    setting = queries.setting(key)
    if setting is None:
        raise Refused(_("There is no such setting."))
    with unit_of_work(by) as work:
        tenant_settings.choose(work.session, setting, value, by=by.person_id, reason=reason)
        tenancy.touch()
        work.note("choose", "tenant_setting", [by.person_id])


def name_lead(given_name: str, family_name: str, email: str, *, deputy: bool, by: Actor) -> bool:
    """Name the safeguarding lead or a deputy: a colleague who is known here, or a new one who is invited.

    False when it first waits for a yes of who reads worries now.

    Raises:
        Refused: nobody names themselves.
    """
    role = "safeguarding_deputy" if deputy else "safeguarding_lead"
    with unit_of_work(by) as work:
        known = work.one(select(Account).where(Account.email == email.strip().lower()))
        if known is not None:
            return accounts.grant(work, known.id, role)
        person_id = accounts.new_person(work, given_name, family_name, email)
        return safeguarding.name_lead(work, person_id, email, deputy=deputy)


def send_test_letter(*, by: Actor) -> None:
    """Send oneself a letter, to see that letters arrive."""
    if by.person_id is None or by.account_id is None:
        raise Refused(_("Sign in with an account first."))
    with unit_of_work(by) as work:
        work.send(letters.test(by.person_id, by.account_id, f"test:{by.account_id}:{work.now:%Y%m%d%H%M%S}"))


def start(organisation: Organisation, *, by: Actor) -> None:
    """Open the doors: from now on people can be nominated and can apply.

    Raises:
        Refused: a safeguarding lead, a programme or a coordinator is missing.
    """
    missing = rules.may_start(queries.standing())
    if missing:
        raise Refused(_("Before you start, name a safeguarding lead, switch on a programme and invite a coordinator."))
    with unit_of_work(by) as work:
        tenancy.set_look(
            name=organisation.name,
            locale=organisation.locale,
            languages=organisation.languages,
            colour=organisation.colour,
            state="open",
        )
        work.note("start", "tenant", [by.person_id])
