"""People and roles: invite, give, end, shut out."""

from __future__ import annotations

from uuid import UUID

from flask import Response, request, url_for
from flask_babel import gettext as _

from maatwerk.access import accounts, queries, roles
from maatwerk.access.door import page
from maatwerk.access.forms import AnswerForm, ColleagueForm, OwnRoleForm, RoleForm, limits_of, over
from maatwerk.access.navigation import ROLE_NAMES
from maatwerk.access.requests import allowed, current_actor
from maatwerk.access.work import Clash, Refused
from maatwerk.interface.render import clash, done, invalid, show


def _back() -> str:
    return url_for("access.people_and_roles")


@page.get("/people-and-roles")
@allowed("read", "people_and_roles")
def people_and_roles() -> Response:
    """Everybody with a role here."""
    return show("access/people_and_roles.html", colleagues=queries.colleagues(), names=ROLE_NAMES)


@page.route("/people-and-roles/invite", methods=["GET", "POST"])
@allowed("edit", "people_and_roles")
def invite_colleague() -> Response:
    """Invite a colleague: name, e-mail, role, send."""
    form = over(ColleagueForm(), queries.places())
    if form.validate_on_submit():
        try:
            accounts.invite_colleague(
                str(form.given_name.data),
                str(form.family_name.data),
                str(form.email.data),
                str(form.role.data),
                **limits_of(form.where.data),
                by=current_actor(),
            )
        except Clash as error:
            form.email.errors = [str(error.message)]
            return clash("access/invite.html", form=form, clashed=False)
        except Refused as error:
            form.where.errors = [str(error.message)]
            return invalid("access/invite.html", form=form)
        return done(_("The invitation is on its way to %(name)s.", name=form.given_name.data), _back())
    return show("access/invite.html", status=422 if form.errors else 200, form=form)


@page.route("/people-and-roles/<uuid:account_id>/role", methods=["GET", "POST"])
@allowed("grant", "account")
def give_role(account_id: UUID) -> Response:
    """Give somebody one more role."""
    actor = current_actor()
    own = account_id == actor.account_id
    form = over(OwnRoleForm() if own else RoleForm(), queries.places())
    if form.validate_on_submit():
        try:
            holds = accounts.give_role(
                account_id,
                str(form.role.data),
                **limits_of(form.where.data),
                until=form.until.data,
                reason=str(form.reason.data) if isinstance(form, OwnRoleForm) else "",
                by=actor,
            )
        except Refused as error:
            form.form_errors.append(str(error.message))
            return invalid("access/role.html", form=form, own=own)
        if holds:
            return done(_("The role is given. It works from now on."), _back())
        return done(_("Who reads worries now is asked. The role works once one of them says yes."), _back())
    return show("access/role.html", status=422 if request.method == "POST" else 200, form=form, own=own)


@page.post("/people-and-roles/grants/<uuid:role_grant_id>/end")
@allowed("end", "role_grant")
def end_role(role_grant_id: UUID) -> Response:
    """End a role now."""
    try:
        accounts.end_role(role_grant_id, by=current_actor())
    except Refused as error:
        return done(str(error.message), _back(), tone="warn")
    return done(_("The role has ended."), _back())


@page.post("/people-and-roles/<uuid:account_id>/block")
@allowed("block", "account")
def block(account_id: UUID) -> Response:
    """Shut somebody out, now and everywhere."""
    try:
        accounts.block(account_id, by=current_actor())
    except Refused as error:
        return done(str(error.message), _back(), tone="warn")
    return done(_("This account is shut."), _back(), undo=url_for("access.unblock", account_id=account_id))


@page.post("/people-and-roles/<uuid:account_id>/unblock")
@allowed("block", "account")
def unblock(account_id: UUID) -> Response:
    """Let somebody in again."""
    accounts.unblock(account_id, by=current_actor())
    return done(_("This account is open again."), _back())


@page.post("/people-and-roles/<uuid:account_id>/authenticator/unlink")
@allowed("block", "account", fresh=True)
def unlink_authenticator(account_id: UUID) -> Response:
    """Unlink a lost authenticator app."""
    accounts.reset_authenticator(account_id, by=current_actor())
    return done(_("The app is unlinked. Its owner gets a letter and links a new one."), _back())


@page.post("/people-and-roles/<uuid:account_id>/invite-again")
@allowed("block", "account")
def invite_again(account_id: UUID) -> Response:
    """Send the invitation once more."""
    accounts.send_invitation_again(account_id, by=current_actor())
    return done(_("The invitation is on its way again."), _back())


@page.get("/readers")
@allowed("list", "role_proposal")
def readers() -> Response:
    """Who reads worries here, and who is proposed to."""
    actor = current_actor()
    return show("access/readers.html", readers=queries.readers(), proposals=queries.proposals(actor), names=ROLE_NAMES)


@page.route("/readers/<uuid:role_proposal_id>", methods=["GET", "POST"])
@allowed("settle", "role_proposal")
def settle_reader(role_proposal_id: UUID) -> Response:
    """Say yes or no to one more reader of worries."""
    form, found = AnswerForm(), queries.proposal(role_proposal_id)
    back = url_for("access.readers")
    if form.validate_on_submit():
        yes = form.answer.data == "yes"
        try:
            roles.settle(role_proposal_id, yes, by=current_actor())
        except Clash as error:
            return done(str(error.message), back, tone="warn")
        return done(_("Your colleague can read worries now.") if yes else _("Noted. Nothing has opened."), back)
    if found.settled:
        return done(_("This was answered already."), back, tone="warn")
    return show("access/reader.html", status=422 if form.errors else 200, form=form, proposal=found, names=ROLE_NAMES)
