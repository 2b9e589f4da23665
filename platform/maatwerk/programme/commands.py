"""`maatwerk programme …`: which programmes there are, how one works, and switching it on or off for an organisation."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar
from uuid import UUID

import click
from flask_babel import force_locale

from maatwerk.access.actor import SYSTEM
from maatwerk.access.work import NotFound, Refused
from maatwerk.ground.reason import N_
from maatwerk.language import terminal
from maatwerk.language.terminal import gettext as _
from maatwerk.programme import actions, queries
from maatwerk.programme.registry import registry
from maatwerk.programme.values import Variant
from maatwerk.tenancy import resolve
from maatwerk.tenancy.jobs import in_tenant

Command = TypeVar("Command", bound=Callable[..., Any])


@click.group(name="programme", help=N_("Programmes: which there are, and where they are on."))
def group() -> None:
    """The group that `maatwerk` shows."""


def _with_json(command: Command) -> Command:
    return click.option("--json", "as_json", is_flag=True, help=N_("Answer in JSON."))(command)


def _with_tenant(command: Command) -> Command:
    return click.option("--tenant", "slug", required=True, metavar="SLUG", help=N_("The organisation's short name."))(
        command
    )


def _tell(value: Any, lines: Iterable[str], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(value, ensure_ascii=False, indent=2))
        return
    for line in lines:
        click.echo(line)


def _known(key: str) -> str:
    if key not in registry().plugins():
        names = ", ".join(registry().plugins())
        raise click.ClickException(
            _("No programme is called %(name)s; installed are: %(names)s.", name=key, names=names)
        )
    return key


@contextmanager
def _inside(slug: str) -> Iterator[None]:
    known = resolve.by_slug(slug)
    if known is None or known.state == "closed":
        raise click.ClickException(
            _("There is no organisation %(slug)s; `maatwerk tenant list` names them.", slug=slug)
        )
    with in_tenant(known.id), force_locale(terminal.language()):
        yield


def listed() -> list[dict[str, Any]]:
    """Every installed plug-in with its variants."""
    with force_locale(terminal.language()):
        return [
            {
                "key": key,
                "name": str(registry().about(key).name),
                "variants": [variant.key for variant in registry().variants(key)],
            }
            for key in registry().plugins()
        ]


@group.command("list", help=N_("The programmes that are installed; with --tenant, which of them are on there."))
@click.option("--tenant", "slug", metavar="SLUG", help=N_("The organisation's short name."))
@_with_json
def list_command(slug: str | None, as_json: bool) -> None:
    """One line a plug-in."""
    found = listed()
    if slug is not None:
        with _inside(slug):
            on = queries.enabled_plugins()
            running = queries.open_programmes()
        for row in found:
            row["on"] = row["key"] in on
            row["programmes"] = [p.name for p in running if p.plugin == row["key"]]
    _tell(found, map(_line, found), as_json)


def _line(row: dict[str, Any]) -> str:
    state = "" if "on" not in row else "  " + (_("on") if row["on"] else _("off")).ljust(3)
    return f"{row['key']:<20}{state}  {row['name']}: {', '.join(row['variants'])}"


def shown(variant: Variant) -> dict[str, Any]:
    """How a variant works: who decides what, and the five phases."""
    return {
        "key": variant.key,
        "name": str(variant.name),
        "roles": [role.key for role in variant.roles],
        "weeks": variant.length_weeks,
        "rhythm": variant.rhythm.every,
        "minutes": variant.rhythm.minutes,
        "places": variant.places.default,
        "circle": variant.circle_size,
        "criteria": {criterion.key: criterion.weight for criterion in variant.matching_criteria or ()},
        "steps": [
            {"who": step.who.value, "what": step.what.value, "label": str(step.label)}
            for step in variant.matching_steps or ()
        ],
        "phases": [
            {"key": plan.key, "share": plan.share, "checklist": [str(item.label) for item in plan.checklist]}
            for plan in variant.trajectory_phases or ()
        ],
    }


def drawn(variant: Variant) -> Iterator[str]:
    """The same as a drawing: steps below each other, phases as a line as long as their share."""
    yield f"{variant.name} ({variant.key})"
    yield f"  {variant.description}"
    yield ""
    for number, step in enumerate(variant.matching_steps or (), start=1):
        yield f"  {number}. {step.label}  [{step.who.value}: {step.what.value}]"
    yield ""
    yield "  " + "|".join(
        plan.key.center(max(len(plan.key), plan.share * 4)) for plan in variant.trajectory_phases or ()
    )
    for plan in variant.trajectory_phases or ():
        yield f"  {plan.label}"
        yield from (f"    - {item.label}  [{item.who.value}]" for item in plan.checklist)
    yield ""


@group.command("show", help=N_("How a programme works: who decides what, its phases and their checklists."))
@click.argument("key")
@_with_json
def show_command(key: str, as_json: bool) -> None:
    """A plug-in with all its variants, or one variant (peer_support/tutor)."""
    plugin = _known(key.partition("/")[0])
    found = [variant for variant in registry().variants(plugin) if key in (plugin, variant.key)]
    if not found:
        raise click.ClickException(_("%(name)s has no variant %(variant)s.", name=plugin, variant=key))
    with force_locale(terminal.language()):
        _tell([shown(variant) for variant in found], (line for variant in found for line in drawn(variant)), as_json)


@group.command("enable", help=N_("Switch a programme on for an organisation, or for one school or site of it."))
@click.argument("key")
@_with_tenant
@click.option("--partner", type=click.UUID, help=N_("Only for this school."))
@click.option("--site", type=click.UUID, help=N_("Only for this site."))
@click.option(
    "--start", "variants", multiple=True, metavar="VARIANT", help=N_("Start this variant too, such as tutor.")
)
@_with_json
def enable_command(
    key: str, slug: str, partner: UUID | None, site: UUID | None, variants: tuple[str, ...], as_json: bool
) -> None:
    """Nothing is sent; people can apply from now on."""
    wanted = tuple(f"{_known(key)}/{name}" for name in variants)
    unknown = [name for name in wanted if name not in {variant.key for variant in registry().variants(key)}]
    if unknown:
        raise click.ClickException(_("%(name)s has no variant %(variant)s.", name=key, variant=unknown[0]))
    with _inside(slug), _reasons():
        enablement = actions.enable(key, by=SYSTEM, partner_id=partner, site_id=site, variants=wanted)
        running = [found.name for found in queries.open_programmes() if found.plugin == key]
    said = {"enablement": str(enablement), "key": key, "tenant": slug, "programmes": running}
    names = ", ".join(running) or _("nothing yet")
    _tell(said, [_("%(name)s is on at %(slug)s; running: %(names)s.", name=key, slug=slug, names=names)], as_json)


@group.command("disable", help=N_("Switch a programme off; running matches go on to their farewell."))
@click.argument("key")
@_with_tenant
@click.option("--partner", type=click.UUID, help=N_("Only for this school."))
@click.option("--site", type=click.UUID, help=N_("Only for this site."))
@click.option("--yes", is_flag=True, help=N_("Do it; without this option only what it would touch is shown."))
@_with_json
def disable_command(key: str, slug: str, partner: UUID | None, site: UUID | None, yes: bool, as_json: bool) -> None:
    """First what it would touch, then with --yes the deed."""
    with _inside(slug), _reasons():
        found = queries.touched(_known(key), partner, site)
        if yes:
            found = actions.disable(key, by=SYSTEM, partner_id=partner, site_id=site)
    said = {
        "key": key,
        "tenant": slug,
        "off": yes,
        "programmes": found.programmes,
        "entering": found.entering,
        "waiting": found.waiting,
        "matched": found.matched,
    }
    touches = {"matched": found.matched, "waiting": found.waiting, "entering": found.entering}
    line = N_(
        "%(name)s would go off at %(slug)s: %(matched)s matched, %(waiting)s waiting, %(entering)s on the way in."
    )
    if yes:
        line = N_("%(name)s is off at %(slug)s: %(matched)s matched, %(waiting)s waiting, %(entering)s on the way in.")
    _tell(said, [_(line, name=key, slug=slug, **touches)], as_json)


@contextmanager
def _reasons() -> Iterator[None]:
    try:
        yield
    except Refused as refused:
        raise click.ClickException(str(refused.message)) from refused
    except NotFound as missing:
        raise click.ClickException(_("There is no such thing here.")) from missing
