"""A proposal for whoever looks: staff with reasons, the two themselves without a number."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, redirect, request, url_for
from flask_babel import gettext as _

from maatwerk.access import policy
from maatwerk.access.requests import allowed, current_actor
from maatwerk.access.work import Clash, Refused
from maatwerk.interface.render import done, show
from maatwerk.matching import rules, say, steps
from maatwerk.matching.forms import AnswerForm, ConfirmForm, PickForm, WithdrawForm, as_id
from maatwerk.matching.pages import page
from maatwerk.matching.proposals import actions, queries
from maatwerk.matching.proposals.queries import Seen
from maatwerk.matching.steps import Given, State
from maatwerk.matching.waiting.actions import withdraw_proposal
from maatwerk.programme.values import Side
from maatwerk.tenancy.columns import FieldClass

SAID_APART = ("subject", "course")  # the page of picks has a line of its own for these


@page.get("/proposals/<uuid:proposal_id>")
@allowed("read", "proposal", passes=True)
def proposal(proposal_id: UUID) -> Response:
    """These two, because; for the two themselves: whether they want to."""
    found = queries.proposal(proposal_id)
    me, row = current_actor().person_id, found.proposal
    if row.circle_id and row.waits_for == Side.SUPPORTER and row.supporter_person_id == me:
        return redirect(url_for("matching.circle", circle_id=row.circle_id), 303)  # type: ignore[return-value]
    if me in (found.proposal.seeker_person_id, found.proposal.supporter_person_id):
        return _mine(found, AnswerForm())
    return _staff(found)


def _mine(found: Seen, form: AnswerForm, status: int = 200) -> Response:
    row, me = found.proposal, current_actor().person_id
    side = Side.SEEKER if row.seeker_person_id == me else Side.SUPPORTER
    other = found.supporter if side == Side.SEEKER else found.seeker
    points, apart = say.shared(found.settings.variant, found.book, rules.shared_points(found.parts))
    mine = [given for given in found.answers if given.by_person_id == me]
    form.version.data = row.version
    return show(
        "matching/proposal_mine.html",
        status=status,
        narrow=True,
        found=found,
        form=form,
        side=side.value,
        other=other.called,
        points=points,
        apart=apart,
        my_turn=row.state in steps.RUNNING and row.waits_for == side,
        answered=mine[-1] if mine else None,
    )


def _staff(found: Seen) -> Response:
    actor, row = current_actor(), found.proposal
    may_read = policy.fields(actor, "proposal", row.id)
    return show(
        "matching/proposal.html",
        found=found,
        state=say.STATE_WORDS[State(row.state)],
        tone=say.STATE_TONES.get(State(row.state), "quiet"),
        parts=_parts(found),
        steps=_steps(found),
        events=_events(found, reasons=actor.has("coordinator")),
        reason=row.decision_reason if FieldClass.NOTE in may_read else "",
        may_withdraw=actor.has("coordinator") and row.state in steps.RUNNING,
        may_confirm=row.state == State.OPEN and row.waits_for in queries.STAFF,
        form=WithdrawForm(version=row.version),
    )


def _parts(found: Seen) -> list[dict[str, Any]]:
    shown = []
    for part in found.parts:
        criterion = found.book.criterion(part.criterion)
        words = say.reason(found.settings.variant, criterion, part)
        if part.got is None:
            words = say.missing(part, found.seeker.called, found.supporter.called)
        label = str(criterion.label) if criterion else part.criterion
        shown.append({"label": label, "points": part.got, "of": part.of, "reason": words})
    return shown


def _steps(found: Seen) -> list[dict[str, str]]:
    """Where the proposal stands among the programme's steps."""
    plan = found.settings.variant.matching_steps or ()
    at = next((n for n, step in enumerate(plan) if step.key == found.proposal.step), 0)
    if found.proposal.state == State.ACCEPTED:
        at = len(plan)
    states = ["done" if n < at else "now" if n == at else "next" for n in range(len(plan))]
    return [{"label": str(step.label), "state": state} for step, state in zip(plan, states, strict=True)]


def _events(found: Seen, *, reasons: bool) -> list[dict[str, Any]]:
    """What happened, newest first."""
    row = found.proposal
    proposer = row.proposer.called if row.proposer else ""
    events = [{"at": row.proposed_at, "title": _("Put before each other"), "who": proposer, "text": ""}]
    for given in found.answers:
        why = say.DECLINE_WORDS.get(given.reason or "") if reasons else None
        events.append(
            {
                "at": given.at,
                "title": say.given(Given(given.answer)),
                "who": given.called,
                "text": str(why) if why else "",
            }
        )
    if row.ended_at is not None and row.state != State.DECLINED:
        events.append({"at": row.ended_at, "title": str(say.STATE_WORDS[State(row.state)]), "who": "", "text": ""})
    return sorted(events, key=lambda event: event["at"], reverse=True)


@page.post("/proposals/<uuid:proposal_id>/answer")
@allowed("answer", "proposal", passes=True)
def answer(proposal_id: UUID) -> Response:
    """Yes, rather another, or talk first."""
    form = AnswerForm()
    if not form.validate_on_submit() or form.answer.data not in set(Given):
        form.form_errors.append(_("Choose one of the three buttons."))
        return _mine(queries.proposal(proposal_id), form, 422)
    given = Given(form.answer.data)
    try:
        state = actions.answer(proposal_id, given, form.reason.data, by=current_actor(), version=form.version.data)
    except Clash as clashed:
        form.form_errors.append(str(clashed.message))
        return _mine(queries.proposal(proposal_id), form, 409)
    return done(_thanks(given, state), url_for("matching.proposal", proposal_id=proposal_id))


def _thanks(given: Given, state: State) -> str:
    if given == Given.RATHER_NOT:
        return _("Thank you. That is fine: we look on.")
    if given == Given.TALK:
        return _("Thank you. Someone calls or writes you within a few days.")
    if state == State.ACCEPTED:
        return _("It's a match! You hear soon when you meet.")
    return _("Thank you for your yes!")


@page.post("/proposals/<uuid:proposal_id>/withdraw")
@allowed("withdraw", "proposal")
def withdraw(proposal_id: UUID) -> Response:
    """The coordinator takes it back."""
    form = WithdrawForm()
    form.validate_on_submit()
    row = queries.proposal(proposal_id).proposal
    withdraw_proposal(proposal_id, by=current_actor(), version=form.version.data)
    next_page = url_for("matching.candidates", participation_id=row.seeker_id)
    return done(_("The proposal is taken back."), next_page)


@page.get("/approvals")
@allowed("confirm", "proposal")
def approvals() -> Response:
    """What waits for this teacher coach: one click each."""
    found = queries.approvals(current_actor())
    lines = [
        {
            "seen": one,
            "points": say.shared(one.settings.variant, one.book, rules.shared_points(one.parts))[0],
            "form": ConfirmForm(version=one.proposal.version),
        }
        for one in found
    ]
    return show("matching/approvals.html", lines=lines)


@page.post("/proposals/<uuid:proposal_id>/confirm")
@allowed("confirm", "proposal")
def confirm(proposal_id: UUID) -> Response:
    """Agree, or better not."""
    form = ConfirmForm()
    if not form.validate_on_submit() or form.answer.data not in (Given.YES, Given.RATHER_NOT):
        raise Refused(_("Choose one of the buttons. Go back and try once more."))
    given = Given(form.answer.data)
    actions.confirm(proposal_id, given, by=current_actor(), version=form.version.data)
    said = (
        _("Thank you. Both hear today that they can start.")
        if given == Given.YES
        else _("Thank you. Both hear it kindly.")
    )
    return done(said, url_for("matching.approvals"))


@page.route("/pick", methods=["GET", "POST"])
@allowed("pick", "proposal", passes=True)
def pick() -> Response:
    """Who suits you? The young person picks; nobody is asked before."""
    form = PickForm()
    proposal_id = as_id(form.proposal.data)
    if request.method == "POST":
        if form.validate_on_submit() and proposal_id is not None:
            return _pick(proposal_id, form)
        return _offers(form, 422)
    return _offers(form)


def _pick(proposal_id: UUID, form: PickForm) -> Response:
    try:
        actions.pick(proposal_id, by=current_actor())
    except Clash as clashed:
        form.form_errors.append(str(clashed.message))
        return _offers(form, 409)
    called = queries.proposal(proposal_id).supporter.called
    said = _("You picked %(name)s. You hear as soon as there is an answer.", name=called)
    return done(said, url_for("matching.pick"))


def _offers(form: PickForm, status: int = 200) -> Response:
    found = queries.offers(current_actor())
    choices = []
    if found is not None:
        variant = found.settings.variant
        for offer in found.offers:
            stored = [rules.part_of(part) for part in offer.proposal.parts]
            parts = [part for part in stored if part.criterion not in SAID_APART]
            points, apart = say.shared(variant, found.book, rules.shared_points(parts))
            facts = offer.someone.facts
            choices.append(
                {
                    "id": offer.proposal.id,
                    "called": offer.someone.called,
                    "line": offer.line,
                    "subjects": say.subjects(variant, facts.subjects_offers) if facts.subjects_offers else "",
                    "course": say.course(facts),
                    "points": points,
                    "apart": apart,
                }
            )
    return show("matching/pick.html", status=status, narrow=True, found=found, choices=choices, form=form)
