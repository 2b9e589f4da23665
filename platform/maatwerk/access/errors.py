"""What a person sees when something is not there, not theirs, or goes wrong: a page with a number and a next step."""

from __future__ import annotations

import logging

from flask import Flask, Response, g, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from maatwerk.access import audit
from maatwerk.access.limits import TooMany
from maatwerk.access.work import Clash, NotFound, Refused
from maatwerk.interface.render import show

log = logging.getLogger("maatwerk.errors")


def install(app: Flask) -> None:
    """Turn every error into a page in the organisation's style and language."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(NotFound, lambda _error: _page(404))
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(Exception, _unexpected)


def _http(error: HTTPException) -> Response | HTTPException:
    if isinstance(error, RequestRedirect):
        return error
    return _page(error.code or 500)


def _refused(error: Refused) -> Response:
    status = 429 if isinstance(error, TooMany) else 409 if isinstance(error, Clash) else 422
    audit.forget()
    return show("interface/refused.html", status=status, message=str(error.message), reference=g.get("reference"))


def _unexpected(error: Exception) -> Response:
    # Never the message: it may hold what someone typed (trust.md 43).
    where = error.__traceback__
    while where is not None and where.tb_next is not None:
        where = where.tb_next
    place = f"{where.tb_frame.f_code.co_filename}:{where.tb_lineno}" if where else "?"
    log.error("%s %s at %s in %s", g.get("reference"), type(error).__name__, place, request.endpoint)
    return _page(500)


def _page(status: int) -> Response:
    audit.forget()
    if g.get("unknown_host"):
        return Response("Not found\n", status=404, content_type="text/plain; charset=utf-8")
    body = render_template("interface/error.html", status=status, reference=g.get("reference"))
    return Response(body, status=status, content_type="text/html; charset=utf-8")
