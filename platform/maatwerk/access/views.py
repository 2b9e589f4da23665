"""The door: sign in, the second step, one's own account, sign out."""

from __future__ import annotations

from urllib.parse import urlsplit

import segno
from flask import Response, current_app, redirect, request, session, url_for
from flask_babel import gettext as _
from sqlalchemy import update

from maatwerk.access import frame, links, queries, say, signing, staff_views
from maatwerk.access.door import page
from maatwerk.access.forms import CodeForm, LanguageForm, LinkForm, NewPasswordForm, PasswordSignInForm
from maatwerk.access.limits import TooMany
from maatwerk.access.requests import allowed, cookie_age, cookie_name, current_actor, public
from maatwerk.access.work import NotFound, Refused, unit_of_work
from maatwerk.ground.database import db
from maatwerk.interface.render import done, invalid, show

__all__ = ["page", "staff_views"]


def safe_target(asked: str | None) -> str:
    """A path on this host, or the first page: nobody is led elsewhere."""
    if not asked or not asked.startswith("/") or "\\" in asked or any(ord(c) < 32 for c in asked):
        return "/"
    try:
        found = urlsplit(asked)
    except ValueError:  # half an address of the sixth version
        return "/"
    return "/" if found.scheme or found.netloc or asked.startswith("//") else asked


def entered(found: signing.Entered, target: str) -> Response:
    """Give the browser its session and lead on; what an earlier visitor had half typed stays behind."""
    session.clear()
    answer = redirect(target, 303)
    age = cookie_age(found.staff)
    answer.set_cookie(
        cookie_name(),
        found.token,
        max_age=age,
        secure=current_app.extensions["maatwerk.settings"].secure,
        httponly=True,
        samesite="Lax",
        path="/",
    )
    return answer  # type: ignore[return-value]


@page.route("/sign-in", methods=["GET", "POST"])
@public("it is the door")
def sign_in() -> Response:
    """Sign in by a link in the mail, or by password."""
    form, target = LinkForm(), safe_target(request.args.get("next"))
    if not form.validate_on_submit():
        status = 422 if request.method == "POST" else 200
        return show(
            "access/sign_in.html", status=status, form=form, password=PasswordSignInForm(formdata=None), target=target
        )
    signing.ask_link(str(form.email.data), target)
    return redirect(url_for("access.link_sent"), 303)  # type: ignore[return-value]


@page.post("/sign-in/password")
@public("it is the door")
def sign_in_password() -> Response:
    """Sign in by password; whether the account exists is not told."""
    form, target = PasswordSignInForm(), safe_target(request.args.get("next"))
    if form.validate_on_submit():
        found = signing.with_password(str(form.email.data), str(form.password.data), target, leaving=current_actor())
        if found is not None:
            return entered(found, found.goes_to)
        form.form_errors.append(_("This e-mail address and password don't fit together. Try again, or ask for a link."))
    return invalid(
        "access/sign_in.html",
        form=LinkForm(formdata=None, data={"email": form.email.data}),
        password=form,
        target=target,
    )


@page.get("/sign-in/sent")
@public("it is the same for everyone")
def link_sent() -> Response:
    """Look in your mail."""
    return show("access/link_sent.html", mail_url=current_app.extensions["maatwerk.settings"].mail_url)


@page.route("/link/<token>", methods=["GET", "POST"])
@public("who holds the link may use it, once")
def link(token: str) -> Response:
    """A link from a letter: looking burns nothing, its one button works once."""
    answer = _used(token) if request.method == "POST" else _seen(token)
    # The address is a secret: the next page, and whoever logs it, hears from which host one comes and no more.
    answer.headers["Referrer-Policy"] = "strict-origin"
    return answer


def _seen(token: str) -> Response:
    if not signing.link_works(token):
        return _gone(token)
    return show("access/link.html", token=token)


def _used(token: str) -> Response:
    try:
        found = signing.use_link(token, leaving=current_actor())
    except NotFound:
        return _gone(token)
    return entered(found, safe_target(found.goes_to))


def _gone(token: str) -> Response:
    """Too late for this link: a new one leads to the same place, for a letter is often read the day after."""
    target = safe_target(links.went_to(db.session(), token))
    return show("access/link_gone.html", status=410, form=LinkForm(formdata=None), target=target)


@page.post("/sign-out")
@public("signing out needs no permission")
def sign_out() -> Response:
    """End this session on this device."""
    actor = current_actor()
    if actor.is_authenticated:
        signing.sign_out(actor)
    session.clear()
    answer = redirect(url_for("access.sign_in"), 303)
    # Browsers leave a `__Host-` cookie alone unless its end is as strict as its beginning.
    secure = current_app.extensions["maatwerk.settings"].secure
    answer.delete_cookie(cookie_name(), path="/", secure=secure, httponly=True, samesite="Lax")
    return answer  # type: ignore[return-value]


@page.post("/sign-out/everywhere")
@allowed("edit", "own_account", passes=True, half=True)
def sign_out_everywhere() -> Response:
    """End every session, on every device."""
    signing.sign_out_everywhere(current_actor())
    return done(_("You are signed out everywhere."), url_for("access.sign_in"))


@page.route("/sign-in/code", methods=["GET", "POST"])
@allowed("edit", "own_account", half=True)
def second_step() -> Response:
    """The second step; who has no app yet links one first."""
    actor, target = current_actor(), safe_target(request.args.get("next"))
    if not actor.linked:
        return redirect(url_for("access.authenticator", next=target), 303)  # type: ignore[return-value]
    form = CodeForm()
    if form.validate_on_submit():
        try:
            return entered(signing.check_code(str(form.code.data), actor), target)
        except Refused as error:
            form.code.errors = [str(error.message)]
            return show("access/code.html", status=429 if isinstance(error, TooMany) else 422, form=form)
    return show("access/code.html", form=form, status=422 if form.errors else 200)


@page.route("/sign-in/again", methods=["GET", "POST"])
@allowed("edit", "own_account", half=True)
def prove_again() -> Response:
    """Something that matters: prove once more who you are, by a code or else by a letter."""
    actor, target = current_actor(), safe_target(request.args.get("next"))
    if actor.linked:
        return redirect(url_for("access.second_step", next=target), 303)  # type: ignore[return-value]
    if request.method == "POST":
        signing.ask_link(signing.own_email(actor), target)
        return redirect(url_for("access.link_sent"), 303)  # type: ignore[return-value]
    return show("access/again.html", email=signing.own_email(actor), target=target)


@page.route("/account/authenticator", methods=["GET", "POST"])
@allowed("edit", "own_account")
def authenticator() -> Response:
    """Link an authenticator app: scan, type the code, done. A password alone does not lead here."""
    actor, target, form = current_actor(), safe_target(request.args.get("next")), CodeForm()
    if not signing.may_link(actor):
        here = url_for("access.authenticator", next=target)
        return redirect(url_for("access.prove_again", next=here), 303)  # type: ignore[return-value]
    secret = _own_secret(str(actor.account_id))
    status = 200
    if form.validate_on_submit():
        try:
            found = signing.link_authenticator(secret, str(form.code.data), actor)
            return entered(found, target)
        except Refused as error:
            form.code.errors, status = [str(error.message)], 422
    picture = segno.make(signing.provisioning(secret, actor), error="m").svg_data_uri(scale=5, border=2)
    return show(
        "access/authenticator.html", status=status, form=form, picture=picture, secret=secret, again=actor.linked
    )


def _own_secret(account: str) -> str:
    """The secret that is being linked; what somebody else saw at this computer is nobody else's."""
    holder, _colon, secret = str(session.get("authenticator", "")).partition(":")
    if holder != account or not secret:
        secret = signing.new_secret()
        session["authenticator"] = f"{account}:{secret}"
    return secret


@page.get("/account")
@allowed("read", "own_account", passes=True)
def account() -> Response:
    """One's own account: language, ways to sign in, devices, who looked."""
    actor = current_actor()
    return show(
        "access/account.html",
        actor=actor,
        form=LanguageForm(data={"locale": actor.locale or frame.tenant_locale()}),
        linked=actor.linked,
        devices=queries.devices(actor),
    )


@page.post("/account/language")
@allowed("edit", "own_account", passes=True)
def language() -> Response:
    """Choose the language of pages and letters."""
    form, actor = LanguageForm(), current_actor()
    if form.validate_on_submit() and actor.person_id is not None:
        person = db.metadata.tables["person"]
        with unit_of_work(actor) as work:
            work.session.execute(update(person).where(person.c.id == actor.person_id).values(locale=form.locale.data))
            work.note("change", "person", [actor.person_id])
    return done(_("Saved."), url_for("access.account"))


@page.route("/account/password", methods=["GET", "POST"])
@allowed("edit", "own_account", fresh=True)
def password() -> Response:
    """Choose a password, for who likes that better than a link."""
    form = NewPasswordForm()
    if form.validate_on_submit():
        try:
            signing.choose_password(str(form.password.data), current_actor())
            return done(
                _("Your password is saved. You are signed out on your other devices."), url_for("access.account")
            )
        except Refused as error:
            form.password.errors = [str(error.message)]
    email = signing.own_email(current_actor())
    return show("access/password.html", status=422 if form.errors else 200, form=form, email=email)


@page.get("/account/who-saw-me")
@allowed("read", "own_audit", passes=True)
def who_saw_me() -> Response:
    """Who looked at or changed something about me."""
    actor = current_actor()
    looks = queries.who_saw(actor.person_id) if actor.person_id else []
    return show("access/who_saw.html", looks=looks, say=say)


@page.get("/who-sees-what")
@allowed("read", "own_account", passes=True)
def who_sees_what() -> Response:
    """Who may read what, in plain words, from the decision table itself."""
    return show("access/who_sees_what.html", table=say.who_sees_what(), readers=[name for _role, name in say.READERS])


@page.get("/questions")
@allowed("read", "own_account", passes=True)
def questions() -> Response:
    """Questions people have, with answers, and whom to ask."""
    return show("access/questions.html")


@page.get("/help-now")
@public("whoever needs help now must find it")
def help_now() -> Response:
    """Someone needs help now."""
    return show("access/help_now.html")
