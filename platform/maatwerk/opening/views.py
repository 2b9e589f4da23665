"""The public front page, opening an organisation, its set-up list and its own pages."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, current_app, redirect, request, session, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from maatwerk.access import frame, limits
from maatwerk.access.requests import allowed, current_actor, current_organisation, page_blueprint, public
from maatwerk.access.work import Clash, Refused
from maatwerk.interface.forms import Form
from maatwerk.interface.render import done, invalid, show
from maatwerk.opening import actions, queries, rules, say
from maatwerk.opening.forms import (
    SCREEN_FORMS,
    LeadForm,
    OrganisationForm,
    OwnForm,
    ProgrammesForm,
    ReasonForm,
    SiteForm,
)
from maatwerk.programme.registry import registry
from maatwerk.safeguarding.queries import readers
from maatwerk.tenancy.settings import Setting, WrongSetting
from maatwerk.trajectory import settings as roads

page = page_blueprint("opening", __name__)
PLATFORM = "platform"


def _on_the_bare_host() -> bool:
    return current_organisation().slug == PLATFORM


@page.get("/")
@public("it is the front door of the installation and of each organisation")
def front() -> Response:
    """What Maatwerk is, on the installation's own host; elsewhere one's first page, or the door."""
    if _on_the_bare_host():
        return show("opening/front.html", variants=registry().variants())
    actor = current_actor()
    target = frame.home_url() if actor.is_authenticated else url_for("access.sign_in")
    return redirect(target, 303)  # type: ignore[return-value]


@page.route("/open", defaults={"screen": "organisation"}, methods=["GET", "POST"])
@page.route("/open/<screen>", methods=["GET", "POST"])
@public("anyone may open a trial organisation")
def trial(screen: str) -> Response:
    """One of six screens; what was typed stays in this browser until the organisation is open."""
    if not _on_the_bare_host() or screen not in rules.SCREENS:
        abort(404)
    typed: dict[str, Any] = session.get("trial", {})
    missing = _first_missing(typed, screen)
    if missing is not None:
        return redirect(url_for("opening.trial", screen=missing), 303)  # type: ignore[return-value]
    form = _screen_form(screen, typed)
    if not form.validate_on_submit():
        return _screen(screen, form, typed, 422 if request.method == "POST" else 200)
    if screen == "check":
        return _open(typed, form)
    values = _values(screen, form)
    if isinstance(form, OrganisationForm) and queries.is_taken(values["slug"]):
        form.slug.data = values["slug"]
        form.slug.errors = [_("This short name is taken. Choose another one.")]
        return _screen(screen, form, typed, 409)
    session["trial"] = typed = {**typed, screen: values}
    # Whoever came back to change one thing goes on where nothing was typed yet.
    following = _first_missing(typed, rules.SCREENS[-1]) or rules.SCREENS[-1]
    return redirect(url_for("opening.trial", screen=following), 303)  # type: ignore[return-value]


def _first_missing(typed: dict[str, Any], screen: str) -> str | None:
    earlier = rules.SCREENS[: rules.SCREENS.index(screen)]
    return next((name for name in earlier if name not in typed), None)


def _screen_form(screen: str, typed: dict[str, Any]) -> Form:
    form = SCREEN_FORMS[screen](data=typed.get(screen))
    return form.offered() if isinstance(form, ProgrammesForm) else form


def _values(screen: str, form: Form) -> dict[str, Any]:
    values = {name: value for name, value in form.data.items() if name not in ("csrf_token", "version")}
    if screen == "organisation" and not values.get("slug"):
        values["slug"] = rules.slug_of(values["name"]) or "organisatie"
    return values


def _screen(screen: str, form: Form, typed: dict[str, Any], status: int) -> Response:
    at = rules.SCREENS.index(screen)
    return show(
        f"opening/trial_{screen}.html",
        status=status,
        form=form,
        at=at + 1,
        of=len(rules.SCREENS),
        before=url_for("opening.trial", screen=rules.SCREENS[at - 1]) if at else url_for("opening.front"),
        answers=say.check_answers(typed) if screen == "check" else [],
        bare=current_app.extensions["maatwerk.settings"].bare_host,
    )


def _open(typed: dict[str, Any], form: Form) -> Response:
    asked = actions.Trial(
        name=typed["organisation"]["name"],
        slug=typed["organisation"]["slug"],
        **{name: typed["you"][name] for name in ("given_name", "family_name", "email")},
        variants=typed["programmes"]["variants"],
        locale=typed["language"]["locale"],
        colour=typed["look"]["colour"],
        reads=_language(),
    )
    try:
        limits.check("trial", request.remote_addr)
        limits.check("trial.email", asked.email.lower())
        actions.open_trial(asked)
    except Refused as error:
        form.form_errors.append(str(error.message))
        status = 429 if isinstance(error, limits.TooMany) else 409 if isinstance(error, Clash) else 422
        return _screen("check", form, typed, status)
    session.pop("trial", None)
    session["opened"] = {"name": asked.name, "slug": asked.slug, "email": asked.email}
    return redirect(url_for("opening.opened"), 303)  # type: ignore[return-value]


def _language() -> str | None:
    """The language of the screens that were filled in."""
    found = get_locale()
    return found.language if found else None


@page.get("/opened")
@public("it repeats what this browser just did")
def opened() -> Response:
    """It is open: look in your mail."""
    found = session.get("opened")
    if found is None or not _on_the_bare_host():
        abort(404)
    return show(
        "opening/opened.html",
        found=found,
        address=say.address(found["slug"]),
        mail_url=current_app.extensions["maatwerk.settings"].mail_url,
    )


@page.get("/set-up")
@allowed("read", "set_up")
def set_up() -> Response:
    """What to do before people come in; each line can be tried."""
    found = queries.standing()
    return show(
        "opening/set_up.html",
        items=say.task_items(rules.tasks(found)),
        missing=rules.may_start(found),
        state=current_organisation().state,
    )


@page.post("/set-up/letter")
@allowed("edit", "set_up")
def test_letter() -> Response:
    """Send oneself a letter."""
    actions.send_test_letter(by=current_actor())
    return done(_("A letter is on its way to you. It counts as done once it has left."), url_for("opening.set_up"))


@page.post("/set-up/start")
@allowed("edit", "set_up")
def start() -> Response:
    """Open the doors."""
    try:
        actions.start(current_organisation(), by=current_actor())
    except Refused as error:
        return done(str(error.message), url_for("opening.set_up"), tone="warn")
    current_app.extensions["maatwerk.directory"].forget()
    return done(_("You have started. People can be nominated and can apply."), url_for("opening.organisation"))


@page.route("/organisation", methods=["GET", "POST"])
@allowed("edit", "organisation")
def organisation() -> Response:
    """Name, language, colour, sites, settings, and the addresses to hand out."""
    found = current_organisation()
    form = OwnForm(data={"name": found.name, "locale": found.locale, "colour": found.colour})
    if form.validate_on_submit():
        actions.change_look(
            found,
            name=str(form.name.data),
            locale=str(form.locale.data),
            colour=str(form.colour.data),
            by=current_actor(),
        )
        current_app.extensions["maatwerk.directory"].forget()
        return done(_("Saved. Everyone sees it from now on."), url_for("opening.organisation"))
    status = 422 if form.errors else 200
    return show(
        "opening/organisation.html",
        status=status,
        form=form,
        site_form=SiteForm(formdata=None),
        sites=queries.sites(),
        settings=[(s, say.setting_value(s, value)) for s, value in queries.chosen_settings()],
        leads=readers(),
        state=found.state,
        addresses=say.addresses(),
    )


@page.post("/organisation/sites")
@allowed("edit", "organisation")
def add_site() -> Response:
    """Add a site."""
    form = SiteForm()
    if not form.validate_on_submit():
        return done(_("Write the name of the site."), url_for("opening.organisation"), tone="warn")
    actions.add_site(str(form.name.data), by=current_actor())
    return done(_("The site is added."), url_for("opening.organisation"))


@page.route("/organisation/lead", methods=["GET", "POST"])
@allowed("edit", "organisation")
def lead() -> Response:
    """Name the safeguarding lead or a deputy."""
    form = LeadForm()
    if not form.validate_on_submit():
        return show("opening/lead.html", status=422 if request.method == "POST" else 200, form=form, leads=readers())
    try:
        holds = actions.name_lead(
            str(form.given_name.data),
            str(form.family_name.data),
            str(form.email.data),
            deputy=form.deputy.data == "deputy",
            by=current_actor(),
        )
    except Refused as error:
        form.form_errors.append(str(error.message))
        return show("opening/lead.html", status=422, form=form, leads=readers())
    if not holds:
        return done(_("Who reads worries now is asked; one yes is enough."), url_for("opening.set_up"))
    return done(_("Named. %(name)s gets a letter.", name=form.given_name.data), url_for("opening.set_up"))


@page.route("/organisation/settings/<key>", methods=["GET", "POST"])
@allowed("edit", "organisation")
def setting(key: str) -> Response:
    """Change one setting, with the reason."""
    found = queries.setting(key)
    if found is None:
        abort(404)
    form = ReasonForm()
    value = next(v for s, v in queries.chosen_settings() if s.key == key)
    values: dict[str, Any] = {"form": form, "setting": found, "value": value, "options": say.options(found)}
    if isinstance(found, roads.HolidaysSetting):
        values["lines"] = request.form.get("value", roads.as_text(value))
    if not form.validate_on_submit():
        return show("opening/setting.html", status=422 if request.method == "POST" else 200, **values)
    try:
        actions.choose_setting(key, _posted(found), str(form.reason.data), by=current_actor())
    except WrongSetting as wrong:
        form.form_errors.append(str(wrong) if "lines" in values else _("This value doesn't fit here."))
        return invalid("opening/setting.html", **values)
    return done(_("Saved, with your reason."), url_for("opening.organisation"))


def _posted(found: Setting) -> object:
    if isinstance(found, roads.HolidaysSetting):
        return roads.typed(request.form.get("value", ""))
    if isinstance(found.default, bool):
        return request.form.get("value") == "yes"
    if isinstance(found.default, int):
        return request.form.get("value", type=int)
    if isinstance(found.default, list):
        known = {key for key, _label in say.options(found)}
        return [value for value in request.form.getlist("value") if value in known]
    return request.form.get("value", "")
