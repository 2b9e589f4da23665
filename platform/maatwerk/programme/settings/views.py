"""Making a programme your own: one page a subject, each change with its reason, the history below."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import Response, abort, url_for
from flask_babel import gettext as _

from maatwerk.access import policy
from maatwerk.access.requests import allowed, current_actor
from maatwerk.access.work import Clash, Refused
from maatwerk.interface.render import clash, done, invalid, show
from maatwerk.programme import actions, queries, say, tailoring
from maatwerk.programme.forms import ReasonForm
from maatwerk.programme.pages import page
from maatwerk.programme.queries import ProgrammeSettings
from maatwerk.programme.registry import registry
from maatwerk.programme.settings import forms
from maatwerk.programme.values import Side


@page.get("/programmes/<uuid:programme_id>/settings")
@allowed("read", "programme")
def settings(programme_id: UUID) -> Response:
    """How this programme is run here, and what was changed when and why."""
    programme = queries.programme(programme_id)
    chosen = queries.settings_of(programme)
    return show(
        "programme/settings.html",
        programme=programme,
        chosen=chosen,
        may_edit=policy.may(current_actor(), "edit", "programme"),
        sides=[Side.SEEKER, Side.SUPPORTER],
        kind=say.kind_of(chosen.variant),
        aims=say.aims(chosen.chosen),
        outcomes=say.outcomes(chosen.chosen),
        history=[
            (change, say.setting(change.key), say.value(chosen.variant, change.key, change.value))
            for change in queries.history(programme_id)
        ],
    )


@page.post("/programmes/<uuid:programme_id>/close")
@allowed("close", "programme")
def close(programme_id: UUID) -> Response:
    """Close a programme that nobody is in any more."""
    here = url_for("programme.settings", programme_id=programme_id)
    try:
        actions.close_programme(programme_id, by=current_actor())
    except Refused as refused:
        return done(str(refused.message), here, tone="warn")
    return done(_("The programme is closed."), url_for("programme.list"))


@page.route("/programmes/<uuid:programme_id>/settings/words/<side>", methods=["GET", "POST"])
@allowed("edit", "programme")
def words(programme_id: UUID, side: str) -> Response:
    """What a role is called here, in every form."""
    of, chosen = _side(side), queries.settings_of(programme_id)
    form = forms.words_form()
    if not form.is_submitted():
        forms.show_words(form, chosen.variant.role_of(of).words)
    key = tailoring.WORDS[of].key
    values = {"side": of, "examples": _examples(form), "languages": forms.LANGUAGE_NAMES}
    own = registry().unworded(chosen.variant.key).role_of(of).words
    return _tailor("words", chosen, form, [key], lambda: [forms.own_words(form, own)], **values)


@page.post("/programmes/<uuid:programme_id>/settings/words/<side>/preview")
@allowed("edit", "programme")
def preview(programme_id: UUID, side: str) -> Response:
    """The sentences with what is being typed in them; changes nothing."""
    _side(side)
    return show("programme/preview.html", examples=_examples(forms.words_form()), languages=forms.LANGUAGE_NAMES)


def _examples(form: ReasonForm) -> dict[str, list[str]]:
    return {
        language: say.examples(forms.as_forms(typed), language) for language, typed in forms.typed_words(form).items()
    }


def _side(side: str) -> Side:
    try:
        return Side(side)
    except ValueError:
        abort(404)


@page.route("/programmes/<uuid:programme_id>/settings/weights", methods=["GET", "POST"])
@allowed("edit", "programme")
def weights(programme_id: UUID) -> Response:
    """How much each criterion counts."""
    chosen = queries.settings_of(programme_id)
    form = forms.weights_form(chosen.variant)
    if not form.is_submitted():
        for key, weight in chosen.weights.items():
            form[f"n_{key}"].data = weight
    return _tailor("weights", chosen, form, [tailoring.WEIGHTS.key], lambda: [forms.numbers(form)])


@page.route("/programmes/<uuid:programme_id>/settings/phases", methods=["GET", "POST"])
@allowed("edit", "programme")
def phases(programme_id: UUID) -> Response:
    """How long each phase takes."""
    chosen = queries.settings_of(programme_id)
    form = forms.phases_form(chosen.variant)
    if not form.is_submitted():
        for plan in chosen.variant.trajectory_phases or ():
            form[f"n_{plan.key}"].data = plan.share
    return _tailor("phases", chosen, form, [tailoring.PHASES.key], lambda: [forms.numbers(form)])


@page.route("/programmes/<uuid:programme_id>/settings/practical", methods=["GET", "POST"])
@allowed("edit", "programme")
def practical(programme_id: UUID) -> Response:
    """Length, places and deadlines."""
    chosen = queries.settings_of(programme_id)
    form = forms.practical_form()
    if not form.is_submitted():
        for setting in tailoring.PRACTICAL:
            form[setting.key].data = chosen.chosen.get(setting.key, setting.default)
    keys = [setting.key for setting in tailoring.PRACTICAL]
    return _tailor("practical", chosen, form, keys, lambda: [form[key].data for key in keys])


@page.route("/programmes/<uuid:programme_id>/settings/aims", methods=["GET", "POST"])
@allowed("edit", "programme")
def aims(programme_id: UUID) -> Response:
    """What the programme is for, and what a look back asks after."""
    chosen = queries.settings_of(programme_id)
    form = forms.AimsForm()
    settings_ = (tailoring.AIMS, tailoring.OUTCOMES)
    if not form.is_submitted():
        for setting in settings_:
            form[setting.key].data = chosen.chosen.get(setting.key, setting.default)
    keys = [setting.key for setting in settings_]
    return _tailor("aims", chosen, form, keys, lambda: [form[key].data or [] for key in keys])


@page.route("/programmes/<uuid:programme_id>/settings/protocol", methods=["GET", "POST"])
@allowed("edit", "programme")
def protocol(programme_id: UUID) -> Response:
    """The protocol that everyone reads and agrees to."""
    chosen = queries.settings_of(programme_id)
    form = forms.ProtocolForm(data=dict(chosen.protocol))
    typed = {"nl": form.nl.data or "", "en": form.en.data or ""}
    return _tailor("protocol", chosen, form, [tailoring.PROTOCOL.key], lambda: [typed])


@page.route("/programmes/<uuid:programme_id>/settings/questions/<side>", methods=["GET", "POST"])
@allowed("edit", "programme")
def questions(programme_id: UUID, side: str) -> Response:
    """Add a question to one side's application."""
    of, chosen = _side(side), queries.settings_of(programme_id)
    form, key = forms.QuestionForm(), tailoring.QUESTIONS[_side(side)].key
    own = chosen.chosen.get(key) or []
    values = {"side": of, "own": own, "kinds": say.KINDS, "asked": chosen.questions(of)}
    return _tailor("questions", chosen, form, [key], lambda: [[*own, form.question()]], **values)


@page.route("/programmes/<uuid:programme_id>/settings/questions/<side>/<question>/remove", methods=["GET", "POST"])
@allowed("edit", "programme")
def remove_question(programme_id: UUID, side: str, question: str) -> Response:
    """Ask an extra question no longer; answers given before are kept."""
    chosen, key = queries.settings_of(programme_id), tailoring.QUESTIONS[_side(side)].key
    own = chosen.chosen.get(key) or []
    rest = [kept for kept in own if kept["key"] != question]
    if len(rest) == len(own):
        abort(404)
    label = next(q.label for q in chosen.questions(side) if q.key == question)
    return _tailor("remove_question", chosen, ReasonForm(), [key], lambda: [rest], label=label)


@page.route("/programmes/<plugin>/own-settings", methods=["GET", "POST"])
@allowed("enable", "programmes")
def plugin_settings(plugin: str) -> Response:
    """A plug-in's own settings, for the whole organisation."""
    settings_ = registry().settings(plugin) if plugin in registry().plugins() else ()
    if not settings_:
        abort(404)
    form, keys = forms.plugin_form(settings_), [setting.key for setting in settings_]
    names = [f"s{at}" for at in range(len(keys))]
    template = "programme/plugin_settings.html"
    values: dict[str, Any] = {"form": form, "about": registry().about(plugin), "names": names}
    if not form.validate_on_submit():
        if form.is_submitted():
            return invalid(template, **values)
        now = queries.plugin_settings(plugin)
        for name, key in zip(names, keys, strict=True):
            form[name].data = now[key]
        form.version.data = queries.version_of(None, keys)
        return show(template, **values)
    picked = {key: form[name].data for name, key in zip(names, keys, strict=True)}
    try:
        actions.choose_plugin_settings(
            plugin, picked, reason=form.reason.data or "", by=current_actor(), seen=form.version.data
        )
    except Refused as refused:
        form.form_errors.append(str(refused.message))
        return _again(template, refused, queries.version_of(None, keys), values)
    return done(_("Saved. It holds from now on."), url_for("programme.list"))


def _again(template: str, refused: Refused, version: int, values: dict[str, Any]) -> Response:
    """The form with what was typed; after a clash it carries the fresh version, so that saving once more works."""
    return clash(template, now=version, **values) if isinstance(refused, Clash) else invalid(template, **values)


def _tailor(
    part: str, chosen: ProgrammeSettings, form: ReasonForm, keys: Sequence[str], choice: Callable[[], Any], **more: Any
) -> Response:
    """Show one part, or write what was chosen as a new version and go back to the overview."""
    template, programme_id = f"programme/{part}.html", chosen.programme_id
    values = {"form": form, "programme": queries.programme(programme_id), "chosen": chosen, **more}
    if not form.validate_on_submit():
        if form.is_submitted():
            return invalid(template, **values)
        form.version.data = queries.version_of(programme_id, keys)
        return show(template, **values)
    picked: Mapping[str, Any] = dict(zip(keys, choice(), strict=True))
    try:
        written = actions.choose_settings(
            programme_id, picked, reason=form.reason.data or "", by=current_actor(), seen=form.version.data
        )
    except Refused as refused:
        form.form_errors.append(str(refused.message))
        return _again(template, refused, queries.version_of(programme_id, keys), values)
    said = _("Saved. It holds from now on.") if written else _("Nothing was different, so nothing changed.")
    return done(said, url_for("programme.settings", programme_id=programme_id))
