"""The waiting list, and three candidates beside each other: four clicks to a proposal that is sent."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, abort, request, url_for
from flask_babel import gettext as _

from maatwerk.access.requests import allowed, current_actor
from maatwerk.access.work import Clash, Refused
from maatwerk.interface.render import done, sheet, show
from maatwerk.matching import rules, say
from maatwerk.matching.forms import OfferForm, ProposeForm, RefuseForm, as_id
from maatwerk.matching.pages import page
from maatwerk.matching.steps import first_act
from maatwerk.matching.waiting import actions, queries
from maatwerk.matching.waiting.queries import Candidate, Candidates, WaitingLine, with_circles
from maatwerk.people import say as people_say
from maatwerk.programme.values import Act

MOST_IN_A_SHEET = 5000
BESIDE = 3  # candidates beside each other


@page.get("/waiting")
@allowed("read", "waiting")
def waiting() -> Response:
    """Who waits for a match, those first in line on top."""
    found = queries.waiting_list(
        current_actor(),
        programme_id=request.args.get("programme", type=UUID),
        number=request.args.get("page", 1, type=int),
    )
    circles = {programme.id for programme in with_circles()}
    return show(
        "matching/waiting.html",
        found=found,
        circles=bool(found.programme and found.programme.id in circles),
        missing=people_say.missing,
        stands=_stands,
        days=say.days_waiting,
    )


def _stands(line: WaitingLine) -> tuple[str, str]:
    return say.stands(line.someone.state, running=line.running, returned=line.returned, late=line.late)


@page.get("/waiting/sheet")
@allowed("read", "waiting")
def waiting_sheet() -> Response:
    """The same list as a sheet to take along."""
    programme_id = request.args.get("programme", type=UUID)
    found = queries.waiting_list(current_actor(), programme_id=programme_id, size=MOST_IN_A_SHEET)
    columns = [_("Who"), _("Course"), _("Site"), _("Days"), _("Stands"), _("What is missing")]
    rows = [
        [
            line.someone.full_name,
            line.someone.facts.course,
            line.someone.site,
            line.days,
            _stands(line)[0],
            " ".join(people_say.missing(one, line.someone.names) for one in line.someone.readiness.missing),
        ]
        for line in found.lines
    ]
    return sheet(_("waiting list"), columns, rows, "xlsx" if request.args.get("format") == "xlsx" else "csv")


@page.route("/waiting/<uuid:participation_id>", methods=["GET", "POST"])
@allowed("match", "participation")
def candidates(participation_id: UUID) -> Response:
    """Who fits this young person, why, why not; and choosing."""
    found = queries.candidates(participation_id, by=current_actor())
    act = first_act(found.settings.variant.matching_steps or ())
    if act == Act.PICK:
        return _offer(found)
    if act == Act.FORM_CIRCLE:
        return _page(found, act, ProposeForm())
    return _propose(found)


def _propose(found: Candidates) -> Response:
    form = ProposeForm()
    chosen = form.chosen
    if form.validate_on_submit() and chosen is not None:
        try:
            proposal_id = actions.propose(found.seeker.id, chosen, form.reason.data or "", by=current_actor())
        except Refused as refused:
            return _again(found, Act.PROPOSE, form, refused)
        called = found.of(chosen).someone.called
        said = _("%(name)s is asked first. The letter leaves in a minute.", name=called)
        undo = url_for("matching.withdraw", proposal_id=proposal_id)
        return done(said, url_for("matching.proposal", proposal_id=proposal_id), undo=undo)
    return _page(found, Act.PROPOSE, form)


def _offer(found: Candidates) -> Response:
    form = OfferForm()
    form.offer((candidate.someone.id, candidate.someone.called) for candidate in found.ranked)
    if form.validate_on_submit():
        try:
            actions.offer_choice(found.seeker.id, form.ids, by=current_actor())
        except Refused as refused:
            return _again(found, Act.PICK, form, refused)
        said = _("%(name)s can pick now. The letter leaves in a minute.", name=found.seeker.called)
        undo = url_for("matching.withdraw_offers", participation_id=found.seeker.id)
        return done(said, url_for("matching.waiting", programme=found.programme.id), undo=undo)
    if not form.is_submitted():
        form.chosen.data = [str(candidate.someone.id) for candidate in found.ranked[:BESIDE]]
    return _page(found, Act.PICK, form)


def _again(found: Candidates, act: Act, form: Any, refused: Refused) -> Response:
    form.form_errors.append(str(refused.message))
    seen_anew = queries.candidates(found.seeker.id, by=current_actor())
    return _page(seen_anew, act, form, status=409 if isinstance(refused, Clash) else 422)


def _page(found: Candidates, act: Act, form: Any, *, status: int | None = None) -> Response:
    first = found.ranked[0] if found.ranked else None
    running = queries.running_of(found.seeker.id)
    return show(
        "matching/candidates.html",
        status=status or (422 if form.is_submitted() else 200),
        found=found,
        seeker=found.seeker,
        form=form,
        act=act.value,
        cards=[_card(found, candidate, first) for candidate in found.ranked[:BESIDE]],
        others=[_card(found, candidate, first) for candidate in found.ranked[BESIDE:]],
        not_these=[_why_not(found, candidate) for candidate in found.excluded],
        running=running,
        steps=[str(step.label) for step in found.settings.variant.matching_steps or ()],
    )


def _card(found: Candidates, candidate: Candidate, first: Candidate | None) -> dict[str, Any]:
    """One candidate as the page shows them: conditions, points with reasons and both answers, what argues against."""
    variant, book, judged = found.settings.variant, found.book, candidate.judged
    seeker, other = found.seeker.called, candidate.someone.called
    differs = ""
    if first is not None and candidate is not first:
        differs = say.difference(variant, book, rules.difference(first.judged, judged), other, first.someone.called)
    arguments = [say.argument(variant, book, one, seeker, other) for one in rules.against(judged)]
    return {
        "id": candidate.someone.id,
        "someone": candidate.someone,
        "judged": judged,
        "conditions": [say.condition(book, checked) for checked in judged.conditions if _said(checked)],
        "parts": [_part(found, candidate, part) for part in judged.parts if part.of],
        "against": [argument for argument in arguments if argument],
        "differs": differs,
        "first": candidate is first,
    }


def _said(checked: rules.Checked) -> bool:
    """What goes without saying between two people who have no history stays unsaid."""
    return checked.met is not True or checked.key not in {condition.key for condition in rules.PAIR_CONDITIONS}


def _part(found: Candidates, candidate: Candidate, part: rules.Part) -> dict[str, Any]:
    variant, criterion = found.settings.variant, found.book.criterion(part.criterion)
    seeker, other = found.seeker, candidate.someone
    open_answer = part.got is None
    words = say.missing(part, seeker.called, other.called) if open_answer else say.reason(variant, criterion, part)
    sites = {one.facts.site_id: one.site for one in (seeker, other) if one.facts.site_id is not None}
    both = say.both_answers(variant, criterion, seeker.facts, other.facts, sites) if criterion else ("", "")
    return {
        "label": str(criterion.label) if criterion else part.criterion,
        "points": part.got,
        "of": part.of,
        "reason": words,
        "both": both if any(both) else None,
    }


def _why_not(found: Candidates, candidate: Candidate) -> dict[str, Any]:
    judged = candidate.judged
    return {
        "someone": candidate.someone,
        "why": [say.condition(found.book, checked) for checked in judged.in_the_way],
        "refused": judged.between.refused,
    }


@page.post("/waiting/<uuid:participation_id>/refuse")
@allowed("match", "participation")
def refuse(participation_id: UUID) -> Response:
    """Not these two."""
    form = RefuseForm()
    supporter_id = as_id(form.supporter.data)
    if not form.validate_on_submit() or supporter_id is None:
        if supporter_id is None:
            abort(404)
        raise Refused(_("Write in a line why not these two. Go back and try once more."))
    actions.refuse_pair(participation_id, supporter_id, form.reason.data or "", by=current_actor())
    back = url_for("matching.candidates", participation_id=participation_id)
    return done(_("These two are not proposed again."), back)


@page.post("/waiting/<uuid:participation_id>/lift")
@allowed("match", "participation")
def lift(participation_id: UUID) -> Response:
    """These two after all."""
    supporter_id = as_id(request.form.get("supporter"))
    if supporter_id is None:
        abort(404)
    actions.lift_refusal(participation_id, supporter_id, by=current_actor())
    back = url_for("matching.candidates", participation_id=participation_id)
    return done(_("These two can be proposed again."), back)


@page.post("/waiting/<uuid:participation_id>/withdraw-offers")
@allowed("match", "participation")
def withdraw_offers(participation_id: UUID) -> Response:
    """Take back the choice that was offered."""
    actions.withdraw_offers(participation_id, by=current_actor())
    back = url_for("matching.candidates", participation_id=participation_id)
    return done(_("The choice is taken back."), back)
