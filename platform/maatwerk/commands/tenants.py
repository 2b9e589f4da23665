"""Organisations, from the command line."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from maatwerk.access import accounts
from maatwerk.access.actor import SYSTEM
from maatwerk.access.work import unit_of_work
from maatwerk.commands import opened, tenant_apply, tenant_file, users
from maatwerk.commands.output import Failed, listed, tell, with_json
from maatwerk.commands.tenant_apply import Difference
from maatwerk.commands.tenant_file import Described, WrongFile
from maatwerk.ground.reason import N_
from maatwerk.language.terminal import gettext as _
from maatwerk.tenancy import resolve
from maatwerk.tenancy.actions import open_tenant

APPLIES = N_(
    "Show how a file differs from the database, ask, and write new versions. "
    "What an administrator changed since the last file is kept, unless you say otherwise."
)


@click.group("tenant", help=N_("Organisations: open one, bring it in line with a file, list them, write one down."))
def group() -> None:
    """Organisations: open one, bring it in line with a file, list them, write one down."""


@group.command("add", help=N_("Open an organisation and print a one-time address for its first administrator."))
@click.argument("slug")
@click.option("--admin", "email", required=True, metavar="EMAIL", help=N_("The first administrator's address."))
@click.option("--name", help=N_("What the organisation is called; without it, its short name."))
@click.option("--given", "given_name", default="", help=N_("The administrator's first name."))
@click.option("--family", "family_name", default="", help=N_("The administrator's family name."))
@click.option(
    "--language",
    default="nl",
    show_default=True,
    type=click.Choice(["nl", "en"]),
    help=N_("The organisation's first language."),
)
@with_json
def add(
    slug: str, email: str, name: str | None, given_name: str, family_name: str, language: str, as_json: bool
) -> None:
    """Open an organisation and print a one-time address for its first administrator."""
    languages = ("nl", "en") if language == "nl" else ("en", "nl")
    called = given_name or email.partition("@")[0]
    with opened.app():
        open_tenant(slug, name or slug, locale=language, languages=languages, state="trial")
        with opened.inside(slug) as organisation:
            with unit_of_work(SYSTEM) as work:
                accounts.first_administrator(work, given_name=called, family_name=family_name, email=email)
            with unit_of_work(SYSTEM) as work:
                address = users.fresh_link(work, organisation, email)
    tell({"slug": slug, "address": address}, [address], as_json=as_json)


@group.command("list", help=N_("List the organisations on this installation."))
@with_json
def list_(as_json: bool) -> None:
    """List the organisations on this installation."""
    with opened.app():
        rows = [
            {"slug": one.slug, "name": one.name, "host": resolve.host_of(one.id), "state": one.state}
            for one in resolve.all_tenants()
        ]
    listed(("slug", "name", "host", "state"), rows, as_json=as_json)


@group.command("export", help=N_("Write an organisation down in the form that `tenant apply` reads."))
@click.argument("slug")
@with_json
def export(slug: str, as_json: bool) -> None:
    """Write an organisation down in the form that `tenant apply` reads."""
    with opened.tenant(slug):
        text = tenant_file.written(tenant_apply.exported(slug))
    tell({"file": text}, [text.rstrip("\n")], as_json=as_json)


@group.command("apply", help=APPLIES)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help=N_("Do it without asking."))
@click.option("--also-by-hand", is_flag=True, help=N_("Also what somebody changed here since the last file."))
@with_json
def apply(file: Path, yes: bool, also_by_hand: bool, as_json: bool) -> None:
    """Show how a file differs from the database, ask, and write new versions.

    What an administrator changed since the last file is kept, unless you say otherwise.
    """
    with opened.app():
        try:
            found = tenant_file.read(file)
            tenant_apply.check(found)
        except WrongFile as error:
            raise Failed(str(error)) from error
        if resolve.by_slug(found.slug) is None:
            _open(found, yes, as_json)
        else:
            _bring_in_line(found, yes, also_by_hand, as_json)


def _open(found: Described, yes: bool, as_json: bool) -> None:
    _ask(_("Open %(name)s (%(slug)s)?", name=found.name, slug=found.slug), yes)
    made = make(found)
    tell(
        {"slug": found.slug, "opened": True, "changed": made},
        [_("%(name)s is open.", name=found.name), *made],
        as_json=as_json,
    )


def make(found: Described) -> list[str]:
    """Open an organisation as its file says; the names of what it began with."""
    open_tenant(
        found.slug,
        found.name,
        host=found.hosts[0] if found.hosts else None,
        locale=found.languages[0],
        languages=found.languages,
        zone=found.zone,
        colour=found.colour,
        state=found.state,
    )
    with opened.inside(found.slug):
        wanted = {difference.what for difference in tenant_apply.differences(found)}
        tenant_apply.carry_out(found, wanted)
        tenant_apply.let_in(found)
    return sorted(wanted)


def _bring_in_line(found: Described, yes: bool, also_by_hand: bool, as_json: bool) -> None:
    with opened.inside(found.slug):
        differ = tenant_apply.differences(found)
        kept = [] if also_by_hand else [one for one in differ if one.by_hand]
        doing = [one for one in differ if one not in kept]
        _show(doing, kept)
        if doing:
            _ask(_("Do this?"), yes)
            tenant_apply.carry_out(found, {one.what for one in doing})
        said = {
            "slug": found.slug,
            "opened": False,
            "changed": [one.what for one in doing],
            "kept": [one.what for one in kept],
        }
    counted = _("%(changed)s changed, %(kept)s kept as they are here.", changed=len(doing), kept=len(kept))
    lines = [counted] if differ else [_("Nothing differs.")]
    tell(said, lines, as_json=as_json)


def _show(doing: list[Difference], kept: list[Difference]) -> None:
    for one in doing:
        click.echo(f"  {one}", err=True)
    for one in kept:
        click.echo(_("  kept: %(what)s", what=one), err=True)


def _ask(question: str, yes: bool) -> None:
    if yes:
        return
    if not sys.stdin.isatty():
        raise Failed(_("%(question)s Say --yes to do it.", question=question))
    if not click.confirm(question, err=True):
        raise Failed(_("Nothing is changed."))
