"""The pages of the talk: plan it, conclude it, see what comes next; what was seen of a supporter; the protocol."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, redirect, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from maatwerk.access.requests import allowed, current_actor
from maatwerk.access.work import Clash, Refused, zone
from maatwerk.ground import clock
from maatwerk.intake import say
from maatwerk.intake.applications.queries import entry, reachable
from maatwerk.intake.forms import CheckForm, ConcludeForm, HandOverForm, PlanForm, SelectionForm, selection_form
from maatwerk.intake.pages import page
from maatwerk.intake.rules import Check, missing_checks
from maatwerk.intake.talks import actions, queries
from maatwerk.intake.talks.actions import Heard
from maatwerk.intake.talks.queries import Talk
from maatwerk.interface.forms import Form
from maatwerk.interface.render import clash, done, invalid, show
from maatwerk.language import formats
from maatwerk.programme.model import Participation
from maatwerk.programme.queries import programme, settings_of


def _again(template: str, form: Form, values: dict[str, Any]) -> Response:
    """The page for the first time, or the form once more with what was typed."""
    return invalid(template, form=form, **values) if form.is_submitted() else show(template, form=form, **values)


@page.route("/participations/<uuid:participation_id>/talk", methods=["GET", "POST"])
@allowed("plan_talk", "participation")
def plan_talk(participation_id: UUID) -> Response:
    """When and where: the person gets a letter."""
    part, planned = entry(participation_id), queries.open_interview(participation_id)
    moment = planned.planned_at.astimezone(zone()) if planned and planned.planned_at else None
    form = PlanForm(
        day=moment.date() if moment else None,
        time=moment.time() if moment else None,
        place=planned.place if planned else None,
    )
    if not form.validate_on_submit():
        values = {"part": part, "person": part.person, "planned": planned, "reachable": reachable(part.person)}
        return _again("intake/plan_talk.html", form, values)
    assert form.day.data is not None
    assert form.time.data is not None
    name = part.person.called
    chosen = clock.instant(form.day.data, form.time.data.hour, form.time.data.minute, zone())
    try:
        actions.plan_talk(participation_id, chosen, str(form.place.data), by=current_actor())
    except Refused as no:
        form.form_errors.append(str(no.message))
        part, planned = entry(participation_id), queries.open_interview(participation_id)
        values = {"part": part, "person": part.person, "planned": planned, "reachable": reachable(part.person)}
        return invalid("intake/plan_talk.html", form=form, **values)
    said = _("Planned: %(name)s, %(moment)s.", name=name, moment=formats.moment(chosen))
    return done(said, url_for("intake.list", tab="plan"))


@page.route("/interviews/<uuid:interview_id>", methods=["GET", "POST"])
@allowed("conclude", "interview")
def interview(interview_id: UUID) -> Response:
    """How did the talk go? Afterwards: what comes next."""
    talk = queries.talk(interview_id)
    form = _conclude_form(talk)
    if talk.interview.concluded_at is not None and not form.is_submitted():
        return _verdict(talk, HandOverForm())
    template, rubric = f"intake/conclude_{talk.interview.kind}.html", talk.settings.variant.selection_rubric
    if not form.validate_on_submit():
        return _again(template, form, {"talk": talk, "rubric": rubric})
    try:
        _conclude(talk, form)
    except Clash as late:
        form.form_errors.append(str(late.message))
        talk = queries.talk(interview_id)
        return clash(template, now=talk.interview.version, form=form, talk=talk, rubric=rubric)
    return redirect(url_for("intake.interview", interview_id=interview_id), 303)  # type: ignore[return-value]


def _conclude_form(talk: Talk) -> ConcludeForm | SelectionForm:
    if talk.interview.kind == "selection":
        return selection_form(talk.settings.variant.selection_rubric or ())(version=talk.interview.version)
    form = ConcludeForm(version=talk.interview.version)
    if not talk.nominated:
        del form.without_referrer
    return form


def _conclude(talk: Talk, form: ConcludeForm | SelectionForm) -> None:
    interview_id, by = talk.interview.id, current_actor()
    note, version = form.note.data or "", form.version.data
    if isinstance(form, ConcludeForm):
        heard = Heard(note, tuple(form.support_now.data or ()), version)
        actions.conclude_interview(interview_id, form.findings(), heard, by=by)
    else:
        seen = [Check(key) for key in form.checks.data or ()]
        actions.conclude_selection(
            interview_id, form.rubric(), form.conclusion(), seen, Heard(note, (), version), by=by
        )


def _verdict(talk: Talk, form: HandOverForm, status: int = 200) -> Response:
    found, name = talk.interview, talk.person.called
    supporter = found.kind == "selection"
    title = say.selection_title(str(found.outcome), name) if supporter else say.verdict_title(talk.outcome, name)
    return show(
        "intake/verdict.html",
        status=status,
        talk=talk,
        form=form,
        title=title,
        reasons=[say.reason(key) for key in talk.reasons],
        support=formats.listing(say.chosen(say.SUPPORT, found.support_now)),
        scores=say.scores(talk.settings.variant.selection_rubric or (), found.rubric),
        missing=_missing(talk) if supporter else [],
    )


def _missing(talk: Talk) -> list[str]:
    rows = queries.checks([talk.participation.id])[talk.participation.id]
    needed = queries.checks_needed(talk.settings)
    missing = missing_checks(needed, {row.kind: row.valid_until for row in rows}, clock.today(zone()))
    return [str(say.CHECKS[check]) for check in missing]


@page.post("/interviews/<uuid:interview_id>/hand-over")
@allowed("conclude", "interview")
def hand_over(interview_id: UUID) -> Response:
    """Bring someone to other help, and close with a letter."""
    form, talk = HandOverForm(), queries.talk(interview_id)
    if not form.validate():
        return _verdict(talk, form, 422)
    name = talk.person.called
    try:
        actions.hand_over(interview_id, str(form.handover.data), by=current_actor())
    except Clash as late:
        form.form_errors.append(str(late.message))
        return _verdict(queries.talk(interview_id), form, 409)
    said = _("Written down. %(name)s gets a closing letter.", name=name)
    return done(said, url_for("intake.list", tab="conclude"))


@page.route("/participations/<uuid:participation_id>/checks", methods=["GET", "POST"])
@allowed("screen", "participation")
def checks(participation_id: UUID) -> Response:
    """What was seen of a supporter, and what is still to see."""
    part = entry(participation_id)
    form = CheckForm(seen_on=clock.today(zone()))
    if not form.validate_on_submit():
        return _again("intake/checks.html", form, _seen(part))
    assert form.seen_on.data is not None
    check = Check(str(form.kind.data))
    try:
        actions.see_check(participation_id, check, form.seen_on.data, form.valid_until.data, by=current_actor())
    except Refused as no:
        form.form_errors.append(str(no.message))
        return invalid("intake/checks.html", form=form, **_seen(entry(participation_id)))
    return done(_("Noted."), url_for("intake.checks", participation_id=participation_id))


def _seen(part: Participation) -> dict[str, Any]:
    rows = queries.checks([part.id])[part.id]
    needed = queries.checks_needed(settings_of(part.programme_id))
    seen = {row.kind: row for row in rows}
    missing = missing_checks(needed, {row.kind: row.valid_until for row in rows}, clock.today(zone()))
    return {
        "part": part,
        "person": part.person,
        "lines": [
            {
                "label": say.CHECKS[check],
                "met": check not in missing,
                "note": say.seen(seen.get(check), check in missing),
            }
            for check in Check
            if check in needed or check in seen
        ],
        "complete": not missing,
    }


@page.route("/programmes/<uuid:programme_id>/protocol", methods=["GET", "POST"])
@allowed("read_protocol", "programme", passes=True)
def protocol(programme_id: UUID) -> Response:
    """How this programme works: everybody may read it, supporters agree to it (requirement 39)."""
    form, chosen, actor = Form(), settings_of(programme_id), current_actor()
    if form.validate_on_submit():
        actions.agree_protocol(programme_id, chosen.protocol_version, by=actor)
        return done(_("Thank you for reading it."), url_for("intake.protocol", programme_id=programme_id))
    locale = get_locale()
    text = chosen.protocol.get(locale.language if locale else "nl") or next(iter(chosen.protocol.values()), "")
    return show(
        "intake/protocol.html",
        form=form,
        programme=programme(programme_id),
        chosen=chosen,
        paragraphs=[part.strip() for part in text.split("\n\n") if part.strip()],
        agreed=queries.agreed(actor.person_id, programme_id),
    )
