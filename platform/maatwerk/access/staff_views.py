"""People and roles: invite, give, end, shut out."""

from __future__ import annotations

from uuid import UUID

from flask import Response, request, url_for
from flask_babel import gettext as _

from maatwerk.access import accounts, queries
from maatwerk.access.door import page
from maatwerk.access.forms import ColleagueForm, RoleForm
from maatwerk.access.navigation import ROLE_NAMES
from maatwerk.access.requests import allowed, current_actor
from maatwerk.access.work import Clash, Refused
from maatwerk.interface.render import clash, done, show


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
    form = ColleagueForm()
    if form.validate_on_submit():
        try:
            accounts.invite_colleague(
                str(form.given_name.data),
                str(form.family_name.data),
                str(form.email.data),
                str(form.role.data),
                programme_id=None,
                by=current_actor(),
            )
        except Clash as error:
            form.email.errors = [str(error.message)]
            return clash("access/invite.html", form=form, clashed=False)
        return done(_("The invitation is on its way to %(name)s.", name=form.given_name.data), _back())
    return show("access/invite.html", status=422 if form.errors else 200, form=form)


@page.route("/people-and-roles/<uuid:account_id>/role", methods=["GET", "POST"])
@allowed("grant", "account")
def give_role(account_id: UUID) -> Response:
    """Give somebody one more role."""
    form = RoleForm().over(queries.programmes_by_name())
    if form.validate_on_submit():
        programme = UUID(form.programme.data) if form.programme.data else None
        accounts.give_role(
            account_id, str(form.role.data), programme_id=programme, until=form.until.data, by=current_actor()
        )
        return done(_("The role is given. It works from now on."), _back())
    return show("access/role.html", status=422 if request.method == "POST" else 200, form=form)


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
