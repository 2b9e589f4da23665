"""The page of programmes: what is on, what runs, switching on and off with a look at what it touches."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, abort, url_for
from flask_babel import gettext as _

from maatwerk.access.requests import allowed, current_actor
from maatwerk.access.work import Clash, Refused
from maatwerk.interface.forms import Form
from maatwerk.interface.render import clash, done, invalid, show
from maatwerk.language import formats
from maatwerk.programme import actions, queries, rules, say
from maatwerk.programme.forms import EVERYWHERE, StartForm, SwitchOffForm, SwitchOnForm
from maatwerk.programme.pages import page
from maatwerk.programme.registry import registry
from maatwerk.programme.settings import views as settings_views

PAGES = (page,)
__all__ = ["PAGES", "settings_views"]


@page.get("/programmes")
@allowed("read", "programmes")
def list() -> Response:
    """Which plug-ins there are, where they are on, and what runs of them."""
    counts, places = queries.counts(), queries.places()
    cards = [_card(plugin, places, counts) for plugin in registry().plugins()]
    return show("programme/list.html", cards=cards, states=say.STATES, say=say)


def _card(plugin: str, places: Any, counts: dict[UUID, dict[str, int]]) -> dict[str, Any]:
    running = [found for found in queries.programmes() if found.plugin == plugin]
    return {
        "plugin": plugin,
        "about": registry().about(plugin),
        "variants": registry().variants(plugin),
        "settings": bool(registry().settings(plugin)),
        "on": [{"id": on.id, "where": say.where(on, places)} for on in queries.switched_on(plugin)],
        "programmes": [
            {
                "programme": found,
                "people": sum(n for state, n in counts.get(found.id, {}).items() if state not in rules.ENDED),
            }
            for found in running
        ],
    }


def _again(template: str, form: Form, values: dict[str, Any]) -> Response:
    """The page for the first time, or the form once more with what was typed."""
    return invalid(template, **values) if form.is_submitted() else show(template, **values)


@page.route("/programmes/<plugin>/on", methods=["GET", "POST"])
@allowed("enable", "programmes")
def switch_on(plugin: str) -> Response:
    """Switch a plug-in on, after a look at what that brings."""
    if plugin not in registry().plugins():
        abort(404)
    form = SwitchOnForm()
    form.offer(queries.places(), registry().variants(plugin))
    if not form.is_submitted():
        form.where.data = EVERYWHERE
        form.variants.data = [variant.key for variant in registry().variants(plugin)]
    values: dict[str, Any] = {
        "form": form,
        "plugin": plugin,
        "about": registry().about(plugin),
        "variants": registry().variants(plugin),
        "say": say,
        "season": rules.season_of(formats.today()),
    }
    if not form.validate_on_submit():
        return _again("programme/switch_on.html", form, values)
    partner_id, site_id = form.place
    try:
        actions.enable(
            plugin,
            by=current_actor(),
            partner_id=partner_id,
            site_id=site_id,
            variants=tuple(form.variants.data or ()),
        )
    except Clash as late:
        form.form_errors.append(str(late.message))
        return clash("programme/switch_on.html", **values)
    said = _("%(programme)s is on. People can apply and be nominated from now on.", programme=values["about"].name)
    return done(said, url_for("programme.list"))


@page.route("/programmes/off/<uuid:enablement_id>", methods=["GET", "POST"])
@allowed("end", "enablement")
def switch_off(enablement_id: UUID) -> Response:
    """Switch a plug-in off, after a look at what that touches."""
    on = next((found for found in queries.switched_on() if found.id == enablement_id), None)
    if on is None:
        abort(404)
    form, found = SwitchOffForm(), queries.touched(on.plugin, on.partner_id, on.site_id)
    values: dict[str, Any] = {
        "form": form,
        "about": registry().about(on.plugin),
        "where": say.where(on, queries.places()),
        "found": found,
        "lines": say.touched(found),
    }
    if form.validate_on_submit():
        try:
            actions.disable(
                on.plugin, by=current_actor(), partner_id=on.partner_id, site_id=on.site_id, expected=form.shown()
            )
        except Clash as late:
            form.form_errors.append(str(late.message))
            return clash("programme/switch_off.html", **values)
        return done(_("%(programme)s is off.", programme=values["about"].name), url_for("programme.list"))
    for name in ("programmes", "entering", "waiting", "matched"):
        form[name].data = getattr(found, name)
    return _again("programme/switch_off.html", form, values)


@page.route("/programmes/start/<plugin>/<name>", methods=["GET", "POST"])
@allowed("start", "programmes")
def start(plugin: str, name: str) -> Response:
    """Start one more programme of a variant."""
    try:
        variant = registry().variant(f"{plugin}/{name}")
    except KeyError:
        abort(404)
    form = StartForm()
    if not form.is_submitted():
        form.name.data, form.season.data = str(variant.name), rules.season_of(formats.today())
    values: dict[str, Any] = {"form": form, "variant": variant}
    if not form.validate_on_submit():
        return _again("programme/start.html", form, values)
    try:
        made = actions.start_programme(
            variant.key,
            name=form.name.data or "",
            season=form.season.data,
            target=form.target.data,
            by=current_actor(),
        )
    except Refused as refused:
        form.form_errors.append(str(refused.message))
        answer = clash if isinstance(refused, Clash) else invalid
        return answer("programme/start.html", **values)
    said = _("%(programme)s runs. Make it your own below.", programme=made.name)
    return done(said, url_for("programme.settings", programme_id=made.id))
