"""The page of a double: both side by side, and a coordinator's word."""

from __future__ import annotations

from uuid import UUID

from flask import Response, url_for
from flask_babel import gettext as _

from maatwerk.access.requests import allowed, current_actor
from maatwerk.access.work import Clash, Refused
from maatwerk.interface.render import clash, done, invalid, show
from maatwerk.people import say
from maatwerk.people.pages import page
from maatwerk.people.same import actions, queries


@page.get("/likely-same/<uuid:likely_same_id>")
@allowed("read", "likely_same")
def likely_same(likely_same_id: UUID) -> Response:
    """Are these one?"""
    return show("people/likely_same.html", double=queries.double(likely_same_id), say=say)


@page.post("/likely-same/<uuid:likely_same_id>/same")
@allowed("settle", "likely_same")
def likely_same_same(likely_same_id: UUID) -> Response:
    """They are one."""
    try:
        known_id = actions.confirm_same(likely_same_id, by=current_actor())
    except Refused as refused:
        again = clash if isinstance(refused, Clash) else invalid
        return again("people/likely_same.html", double=queries.double(likely_same_id), say=say, word=refused.message)
    return done(_("They are one person now."), url_for("people.person", person_id=known_id))


@page.post("/likely-same/<uuid:likely_same_id>/other")
@allowed("settle", "likely_same")
def likely_same_other(likely_same_id: UUID) -> Response:
    """They are two."""
    try:
        person_id = actions.confirm_other(likely_same_id, by=current_actor())
    except Clash as late:
        return clash("people/likely_same.html", double=queries.double(likely_same_id), say=say, word=late.message)
    return done(_("They stay two people."), url_for("people.person", person_id=person_id))
