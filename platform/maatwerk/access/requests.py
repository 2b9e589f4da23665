"""One request: host, tenant, person, rule, page, trace, answer (architecture.md, "One request").

A GET reads in a READ ONLY transaction and renders into memory; then one short writing transaction appends
what was shown to the audit chain, and only after that commit is the answer sent.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar
from urllib.parse import quote
from uuid import UUID

import flask_login
from flask import Blueprint, Flask, Response, abort, current_app, g, redirect, request, url_for
from flask_wtf.csrf import CSRFProtect
from sqlalchemy import text
from werkzeug.exceptions import MethodNotAllowed
from werkzeug.exceptions import NotFound as HttpNotFound
from werkzeug.routing import RequestRedirect

from maatwerk.access import audit, policy, rules, sessions
from maatwerk.access.actor import NOBODY, Actor
from maatwerk.ground import clock, crypto
from maatwerk.ground.database import db, end_reading
from maatwerk.tenancy import scope
from maatwerk.tenancy.resolve import Directory, Organisation

F = TypeVar("F", bound=Callable[..., Any])
log = logging.getLogger("maatwerk.requests")
_TOUCH = text("UPDATE sign_in_session SET seen_at = :now WHERE id = :id")
csrf = CSRFProtect()
login = flask_login.LoginManager()

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
OVER_HTTPS = {"Strict-Transport-Security": "max-age=63072000; includeSubDomains"}


class NoRule(Exception):
    """A route says neither who may come in nor that it is public: the program does not start."""


@dataclass(frozen=True, slots=True)
class RouteRule:
    """Who may open a route. Public ones say why; `passes` lets people without an account in too."""

    action: str = ""
    kind: str = ""
    public: str = ""
    passes: bool = False
    fresh: bool = False
    half: bool = False  # also before the code of a linked app
    everywhere: bool = False  # also on the bare host and while the database is not ready


def page_blueprint(name: str, module: str) -> Blueprint:
    """A room's pages, with its templates beside it."""
    return Blueprint(name, module, template_folder="templates")


def allowed(
    action: str, kind: str, *, passes: bool = False, fresh: bool = False, half: bool = False
) -> Callable[[F], F]:
    """Only who may do `action` on the `kind` that the address names; `fresh` asks for a new proof of who it is.

    Who linked an app types its code before anything else; only `half` pages open before that.
    """

    def mark(view: F) -> F:
        view.rule = RouteRule(action, kind, passes=passes, fresh=fresh, half=half)  # type: ignore[attr-defined]
        return view

    return mark


def public(why: str, *, everywhere: bool = False) -> Callable[[F], F]:
    """Anyone may open this, signed in or not, because …"""

    def mark(view: F) -> F:
        view.rule = RouteRule(public=why, everywhere=everywhere)  # type: ignore[attr-defined]
        return view

    return mark


def current_actor() -> Actor:
    """Who is asking; NOBODY when signed out."""
    found: Actor = flask_login.current_user._get_current_object()
    return found


def current_organisation() -> Organisation:
    """The organisation whose host was asked."""
    found: Organisation = g.organisation
    return found


# Pages of rooms below access, which cannot mark themselves.
BELOW = {"static_files.file": RouteRule(public="stylesheets, scripts and typefaces hold nothing of anyone")}


def rule_of(app: Flask, endpoint: str | None) -> RouteRule | None:
    """The rule of a route."""
    return BELOW.get(endpoint or "") or getattr(app.view_functions.get(endpoint or ""), "rule", None)


def check_routes(app: Flask) -> None:
    """Raise NoRule for a route without a rule, or with one the decision table does not know."""
    table = app.extensions["maatwerk.policy"]
    for route in app.url_map.iter_rules():
        rule = rule_of(app, route.endpoint)
        if rule is None:
            raise NoRule(f"{route.rule} ({route.endpoint}) has no rule: mark it @allowed or @public")
        if not rule.public and not table.knows(rule.action, rule.kind):
            raise NoRule(f"{route.rule}: no rule of the decision table speaks of {rule.action} on {rule.kind}")


def install(app: Flask) -> None:
    """Put the pipeline around every request."""
    app.config.update(WTF_CSRF_CHECK_DEFAULT=False, WTF_CSRF_TIME_LIMIT=None)
    app.extensions["maatwerk.directory"] = Directory()
    csrf.init_app(app)
    login.init_app(app)
    login.request_loader(_load_actor)
    login.anonymous_user = lambda: NOBODY
    app.before_request(_begin)
    app.before_request(_admit)
    app.after_request(_settle)
    app.teardown_request(_end)


def _begin() -> Response | None:
    """Host to tenant; an unknown host is 404 and learns nothing."""
    g.reference = crypto.token()[:10]
    if request.path in ("/healthz", "/readyz"):
        return None
    directory: Directory = current_app.extensions["maatwerk.directory"]
    found = directory.find(request.host)
    if found is None:
        g.unknown_host = True
        raise HttpNotFound
    _know(found)
    g.scope_token = scope.enter(found.id)
    if _has_nul():
        abort(400)
    return None


def _has_nul() -> bool:
    """Nobody types the character with which a text ends early, and the database refuses it."""
    texts = [request.path, *request.args.values()]
    if request.method not in ("GET", "HEAD", "OPTIONS"):
        texts += [text for found in request.form.listvalues() for text in found]
    return any("\0" in text for text in texts)


def _know(found: Organisation) -> None:
    g.organisation, g.zone, g.tenant_locale = found, found.zone, found.locale


def cookie_name() -> str:
    """`__Host-` over https; a plain cookie in the demo only."""
    return "__Host-maatwerk" if current_app.extensions["maatwerk.settings"].secure else "maatwerk"


def _load_actor(_request: Any) -> Actor | None:
    """Flask-Login asks once a request: the person behind the cookie, in one statement."""
    token = request.cookies.get(cookie_name(), "")
    if not token or "organisation" not in g:
        return None
    found = sessions.find(db.session(), token, tenant_id=g.organisation.id, now=clock.now(), today=clock.today(g.zone))
    if found is None:
        return None
    g.seen_at, g.person_locale = found.seen_at, found.actor.locale
    if found.tenant_version != g.organisation.version:
        directory: Directory = current_app.extensions["maatwerk.directory"]
        directory.forget()
        fresh = directory.find(request.host)
        if fresh is not None:
            _know(fresh)
    return found.actor


def _admit() -> Response | None:
    """Signed out: to the sign-in page, for every address that is not public. Signed in: by the rule of the route."""
    rule = rule_of(current_app, request.endpoint)
    if isinstance(request.routing_exception, RequestRedirect):
        return None
    if rule is None:
        rule = _public_elsewhere()
    if rule is not None and rule.public:
        _check_token(rule)
        return None
    actor = current_actor()
    if not actor.is_authenticated:
        return _to_sign_in()
    if request.routing_exception is not None:
        return None
    _check_token(rule)
    assert rule is not None
    return _judge(actor, rule)


def _check_token(rule: RouteRule | None) -> None:
    if request.routing_exception is None and request.method not in ("GET", "HEAD", "OPTIONS"):
        csrf.protect()


def _public_elsewhere() -> RouteRule | None:
    """A public address asked with a method it does not have stays public: it answers 405."""
    wrong = request.routing_exception
    if not isinstance(wrong, MethodNotAllowed) or not wrong.valid_methods:
        return None
    adapter = current_app.create_url_adapter(request)
    endpoint, _arguments = adapter.match(method=next(iter(wrong.valid_methods)))  # type: ignore[union-attr]
    return rule_of(current_app, endpoint)


def _to_sign_in() -> Response:
    target = request.full_path.rstrip("?") if request.method == "GET" else "/"
    return redirect(url_for("access.sign_in") + "?next=" + quote(target, safe=""), 303)  # type: ignore[return-value]


def _judge(actor: Actor, rule: RouteRule) -> Response | None:
    if actor.linked and actor.factors < 2 and not rule.half:
        return _to_code()
    row_id = (request.view_args or {}).get(f"{rule.kind}_id")
    if actor.account_id is None and not rule.passes:
        abort(404)
    if not _yes(actor, rule, row_id, None):
        if policy.needs_second_step(actor, rule.action, rule.kind, row_id):
            return _to_code()
        abort(404)
    if rule.fresh and not proven_anew(actor):
        return redirect(url_for("access.prove_again", next=request.full_path.rstrip("?")), 303)  # type: ignore[return-value]
    return None


def _to_code() -> Response:
    target = request.full_path.rstrip("?") if request.method == "GET" else "/"
    return redirect(url_for("access.second_step", next=target), 303)  # type: ignore[return-value]


def proven_anew(actor: Actor) -> bool:
    """Did this person just prove who they are?"""
    return rules.proven_anew(linked=actor.linked, factors=actor.factors, fresh_at=actor.fresh_at, now=clock.now())


def _yes(actor: Actor, rule: RouteRule, row_id: UUID | None, roles: frozenset[str] | None) -> bool:
    if row_id is None or policy.model_of(rule.kind) is None:
        return policy.may(actor, rule.action, rule.kind, roles=roles)
    return policy.can(actor, rule.action, rule.kind, row_id, roles=roles)


def _settle(response: Response) -> Response:
    """Append what was shown, touch the session at most once a minute, and only then send the answer."""
    _add_headers(response, current_app.extensions["maatwerk.settings"].secure)
    if "scope_token" in g and db.session.registry.has():
        _leave_trace()
    return response


def _add_headers(response: Response, secure: bool) -> None:
    """What every answer carries unless its page said otherwise; all looked up at once, as each miss costs an error."""
    said = {name.lower() for name, _value in response.headers}
    wanted = HEADERS | OVER_HTTPS if secure else HEADERS
    response.headers.extend({name: value for name, value in wanted.items() if name.lower() not in said})
    if "cache-control" not in said:
        response.headers.add("Cache-Control", "no-store")
    elif not response.cache_control.public:  # a sheet comes with a milder one of its own
        response.headers["Cache-Control"] = "no-store"


def _leave_trace() -> None:
    session = db.session()
    end_reading(session)
    actor, now = current_actor(), clock.now()
    entries = audit.take_reads(session)
    touch = actor.session_id is not None and now - g.get("seen_at", now) > sessions.TOUCH
    if not entries and not touch:
        return
    with scope.writing(), db.engine.begin() as connection:
        if touch:
            connection.execute(_TOUCH, {"now": now, "id": actor.session_id})
        audit.append(connection, actor, now, entries, g.reference)


def _end(_error: BaseException | None) -> None:
    if "scope_token" in g:
        if db.session.registry.has():
            db.session.remove()
        scope.leave(g.pop("scope_token"))


def cookie_age(staff: bool) -> timedelta | None:
    """Staff cookies end with the browser; participants' last as long as their session."""
    return None if staff else sessions.PARTICIPANT
