"""Which language the reader gets, and how a choice is remembered."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Response, current_app, g, has_request_context, request

SUPPORTED = ("nl", "en")
FALLBACK = "nl"
PARAMETER = COOKIE = "lang"
A_YEAR = 365 * 24 * 3600


def choose(
    asked: str | None,
    person: str | None,
    remembered: str | None,
    accepted: Iterable[str],
    tenant: str | None,
) -> str:
    """The first language that we speak: asked for now, the person's own, remembered, the browser's, the tenant's."""
    browser = (tag.replace("_", "-").split("-")[0].lower() for tag in accepted)
    wishes = (asked, person, remembered, *browser, tenant)
    return next((wish for wish in wishes if wish in SUPPORTED), FALLBACK)


def current() -> str:
    """The language of this request, or of this job's tenant."""
    person, tenant = g.get("person_locale"), g.get("tenant_locale")
    if not has_request_context():
        return choose(None, person, None, (), tenant)
    return choose(
        request.args.get(PARAMETER),
        person,
        request.cookies.get(COOKIE),
        (tag for tag, quality in request.accept_languages if quality > 0),
        tenant,
    )


def remember(response: Response) -> Response:
    """Keep `?lang=` in a cookie, so that the next page speaks the same language."""
    asked = request.args.get(PARAMETER)
    if asked in SUPPORTED and request.cookies.get(COOKIE) != asked:
        response.set_cookie(
            COOKIE,
            asked,
            max_age=A_YEAR,
            path=current_app.config["APPLICATION_ROOT"],
            secure=request.is_secure,
            httponly=True,
            samesite="Lax",
        )
    return response
