"""Ways in, from the command line."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import click
from sqlalchemy import select

from maatwerk.access import accounts, links, queries, ways
from maatwerk.access.actor import GRANTED, SYSTEM
from maatwerk.access.forms import limits_of
from maatwerk.access.model import Account, Pass, RoleGrant
from maatwerk.access.work import Refused, Work, unit_of_work
from maatwerk.commands import opened
from maatwerk.commands.output import Failed, listed, tell, tenant_option, with_json
from maatwerk.correspondence.sending import address_of
from maatwerk.ground.database import db
from maatwerk.ground.reason import N_
from maatwerk.language.terminal import gettext as _
from maatwerk.people.model import Guardianship, Person
from maatwerk.programme.model import ENDED, Participation
from maatwerk.tenancy.resolve import Organisation

# What the link of each kind of pass is called.
LINK_OF_PASS = {"guardian": "consent", "nominator": "nomination", "applicant": "application", "participant": "answer"}


@click.group("user", help=N_("Accounts and passes: invite, list, or make a one-time link."))
def group() -> None:
    """Accounts and passes: invite, list, or make a one-time link."""


@group.command("invite", help=N_("Invite a colleague in one role; the invitation goes by e-mail."))
@click.argument("email")
@tenant_option
@click.option("--given", "given_name", required=True, help=N_("First name."))
@click.option("--family", "family_name", required=True, help=N_("Family name."))
@click.option("--role", required=True, type=click.Choice(GRANTED))
@click.option(
    "--where", "place", help=N_("The programme, school or site; a teacher coach or care coordinator has one.")
)
@with_json
def invite(
    email: str, slug: str, given_name: str, family_name: str, role: str, place: str | None, as_json: bool
) -> None:
    """Invite a colleague in one role; the invitation goes by e-mail."""
    with opened.tenant(slug):
        try:
            account_id = accounts.invite_colleague(given_name, family_name, email, role, **_limits(place), by=SYSTEM)
        except Refused as error:
            raise Failed(str(error.message)) from error
    line = _("%(email)s is invited as %(role)s.", email=email, role=role)
    tell({"account": account_id, "email": email, "role": role}, [line], as_json=as_json)


def _limits(place: str | None) -> dict[str, UUID]:
    """The limits that a place by this name stands for.

    Raises:
        Failed: no place here, or more than one, is called so.
    """
    if place is None:
        return {}
    found = [chosen for chosen, name in queries.places() if name == place]
    if len(found) != 1:
        raise Failed(_("%(number)s programmes, schools or sites are called %(name)s.", number=len(found), name=place))
    return limits_of(found[0])


@group.command(
    "link",
    help=N_("Print a fresh one-time address: a sign-in for an account, a pass for someone without one."),
)
@click.argument("email")
@tenant_option
@with_json
def link(email: str, slug: str, as_json: bool) -> None:
    """Print a fresh one-time address: a sign-in for an account, a pass for someone without one."""
    with opened.tenant(slug) as organisation, unit_of_work(SYSTEM) as work:
        address = fresh_link(work, organisation, email)
    tell({"address": address}, [address], as_json=as_json)


@group.command("list", help=N_("List who has an account, and in which roles."))
@tenant_option
@with_json
def list_(slug: str, as_json: bool) -> None:
    """List who has an account, and in which roles."""
    with opened.tenant(slug):
        rows = [
            {"name": person.full_name, "email": account.email, "state": account.state, "roles": ", ".join(roles)}
            for account, person, roles in _accounts()
        ]
    listed(("name", "email", "state", "roles"), rows, as_json=as_json)


def _accounts() -> list[tuple[Account, Person, list[str]]]:
    grants: dict[UUID, set[str]] = {}
    for account_id, role in db.session.execute(
        select(RoleGrant.account_id, RoleGrant.role).where(RoleGrant.ended_at.is_(None))
    ):
        grants.setdefault(account_id, set()).add(role)
    rows = db.session.execute(
        select(Account, Person).join(Person, Person.id == Account.person_id).order_by(Person.sort_key, Account.email)
    ).all()
    return [(account, person, sorted(grants.get(account.id, ()))) for account, person in rows]


@dataclass(frozen=True, slots=True)
class Door:
    """How somebody gets in: which kind of link, and whom it lets in."""

    kind: str
    way: links.Way


def fresh_link(work: Work, organisation: Organisation, email: str, *, goes_to: str = "/") -> str:
    """A one-time address for whoever has this e-mail address here.

    Raises:
        Failed: nobody has it, or more people than one without an account.
    """
    door = _door(work, email.strip().lower())
    token = links.mint(work, door.kind, door.way, goes_to, command=True)
    return address_of(f"/link/{token}", organisation)


def _door(work: Work, email: str) -> Door:
    account = work.one(select(Account.id).where(Account.email == email, Account.state != "blocked"))
    if account is not None:
        return Door("sign_in", links.Way(account))
    found = work.session.execute(
        select(Pass.id, Pass.kind)
        .where(Pass.email == email, Pass.ended_at.is_(None), Pass.until > work.now)
        .order_by(Pass.until.desc(), Pass.id)
        .limit(1)
    ).one_or_none()
    if found is not None:
        return Door(LINK_OF_PASS[found.kind], links.Way(pass_id=found.id))
    return _new_pass(work, email)


def _new_pass(work: Work, email: str) -> Door:
    """A pass for a parent or participant who had none yet."""
    people = work.find(select(Person.id).where(Person.email == email).limit(2))
    if len(people) != 1:
        if people:
            raise Failed(_("More people than one here have the address %(email)s.", email=email))
        raise Failed(_("Nobody here has the address %(email)s.", email=email))
    child = work.session.execute(
        select(Guardianship.child_id)
        .where(Guardianship.guardian_id == people[0], Guardianship.shielded.is_(False))
        .limit(1)
    ).scalar()
    takes_part = work.session.execute(
        select(Participation.id).where(Participation.person_id == people[0], Participation.state.not_in(ENDED)).limit(1)
    ).scalar()
    if child is None and takes_part is None:
        raise Failed(_("%(email)s is known here, but has no part in anything yet; invite them first.", email=email))
    kind = "guardian" if child is not None else "participant"
    pass_id = ways.give_pass(work, kind, people[0], email, child_id=child)
    return Door(LINK_OF_PASS[kind], links.Way(pass_id=pass_id))
