"""The pages of certificates: the list, one to print, recording one from elsewhere, withdrawing one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, request, url_for
from flask_babel import gettext as _

from maatwerk.access import policy
from maatwerk.access.requests import allowed, current_actor
from maatwerk.access.work import Refused
from maatwerk.interface.render import done, sheet, show
from maatwerk.language.formats import today
from maatwerk.training import rules, say
from maatwerk.training.certificates import actions, queries
from maatwerk.training.certificates.forms import BringAlongForm
from maatwerk.training.pages import page

MOST_IN_SHEET = 10_000


def _state(found: Any) -> str:
    return rules.paper_state(queries.paper_of(found), today()).value


def _words() -> dict[str, Any]:
    return {
        "state_of": _state,
        "role_word": queries.role_word,
        "states": say.STATES,
        "tones": say.TONES,
        "grounds": say.GROUNDS,
        "today": today(),
    }


def _chosen() -> str:
    found = request.args.get("show", "all")
    return found if found in queries.SHOWN else "all"


@page.get("/training/certificates")
@allowed("list", "certificate")
def certificates() -> Response:
    """Who holds which certificate, and whose ends within ninety days."""
    actor, chosen = current_actor(), _chosen()
    return show(
        "training/certificates.html",
        papers=queries.certificates(actor, show=chosen, number=request.args.get("page", 1, type=int)),
        chosen=chosen,
        may_bring_along=policy.may(actor, "bring_along", "certificate"),
        **_words(),
    )


@page.get("/training/certificates/sheet")
@allowed("list", "certificate")
def certificates_sheet() -> Response:
    """The same list as a sheet."""
    found = queries.certificates(current_actor(), show=_chosen(), size=MOST_IN_SHEET).items
    columns = [_("Name"), _("Role"), _("Given out on"), _("Valid until"), _("State"), _("Ground"), _("Code")]
    rows = [
        [
            paper.person.full_name,
            queries.role_word(paper.plugin, paper.role_key),
            paper.issued_on,
            paper.valid_until,
            str(say.STATES[_state(paper)]),
            str(say.GROUNDS[paper.ground]),
            paper.code,
        ]
        for paper in found
    ]
    return sheet(_("certificates"), columns, rows, "xlsx" if request.args.get("format") == "xlsx" else "csv")


@page.route("/training/certificates/bring-along", methods=["GET", "POST"])
@allowed("bring_along", "certificate")
def bring_along() -> Response:
    """Record a certificate that someone brings along: five answers."""
    form = BringAlongForm()
    form.offer(queries.may_hold(), queries.role_choices())
    if form.validate_on_submit():
        try:
            certificate_id = actions.bring_along(form.paper(), by=current_actor())
        except Refused as refused:
            form.form_errors.append(str(refused.message))
        else:
            here = url_for("training.certificate", certificate_id=certificate_id)
            return done(_("The certificate is recorded and counts from now on."), here)
    return show("training/bring_along.html", status=422 if form.is_submitted() else 200, form=form)


@page.get("/certificates/<uuid:certificate_id>")
@allowed("read", "certificate")
def certificate(certificate_id: UUID) -> Response:
    """One certificate, made to be printed."""
    actor = current_actor()
    return show(
        "training/certificate.html",
        paper=queries.certificate(certificate_id),
        chain=queries.chain(certificate_id)[1:],
        may_withdraw=policy.may(actor, "withdraw", "certificate"),
        may_list=policy.may(actor, "list", "certificate"),
        **_words(),
    )


@page.route("/certificates/<uuid:certificate_id>/withdraw", methods=["GET", "POST"])
@allowed("withdraw", "certificate")
def withdraw(certificate_id: UUID) -> Response:
    """Withdraw a certificate, after one question."""
    if request.method == "POST":
        actions.withdraw(certificate_id, by=current_actor())
        return done(_("The certificate was withdrawn. Its holder gets a letter."), url_for("training.certificates"))
    paper = queries.certificate(certificate_id)
    return show("training/withdraw.html", paper=paper, given=queries.given_under(certificate_id), **_words())
