"""How a view answers."""

from __future__ import annotations

import re

import pytest
from flask import Flask, get_flashed_messages, render_template_string
from flask.testing import FlaskClient

from maatwerk.interface.render import clash, done, invalid, show
from tests.interface.gallery import ROWS, GalleryForm

GOOD = {"mood": "3", "own_yes": "yes", "email": "noor@example.org", "born": "31-3-2009", "course": "v", "why": "Omdat."}


def token(page: str) -> str:
    """The token against forged posts on a page."""
    found = re.search(r'name="csrf_token" type="hidden" value="([^"]+)"', page)
    assert found
    return found[1]


@pytest.mark.parametrize(("answer", "status"), [(show, 200), (invalid, 422), (clash, 409)])
def test_page_is_whole_with_its_status(gallery: Flask, answer: object, status: int) -> None:
    with gallery.test_request_context("/gallery"):
        response = answer("gallery.html", form=GalleryForm(), rows=ROWS)  # type: ignore[operator]

    assert (response.status_code, response.is_streamed) == (status, False)
    assert response.get_data(as_text=True).rstrip().endswith("</html>")


def test_show_takes_another_status(gallery: Flask) -> None:
    with gallery.test_request_context("/error"):
        assert show("gallery_error.html", status=404).status_code == 404


def test_done_tells_on_the_next_page(gallery: Flask) -> None:
    with gallery.test_request_context("/"):
        response = done("Bewaard.", "/gallery")

        assert (response.status_code, response.location) == (303, "/gallery")
        assert get_flashed_messages(with_categories=True) == [("ok", "Bewaard.")]


def test_good_form_leads_on_with_a_way_back(visitor: FlaskClient) -> None:
    values = {**GOOD, "csrf_token": token(visitor.get("/gallery").text)}
    answer = visitor.post("/gallery", data=values)
    page = visitor.get("/gallery").text

    assert (answer.status_code, answer.location) == (303, "/gallery")
    assert '<div class="undo" role="status"><span>Bewaard.</span>\n<form method="post" action="/undo"' in page
    assert "Bewaard.</span>\n<form" not in visitor.get("/gallery").text


def test_bad_form_keeps_what_was_typed_and_says_what_is_wrong(visitor: FlaskClient) -> None:
    values = {
        **GOOD,
        "csrf_token": token(visitor.get("/gallery?lang=nl").text),
        "email": "noor",
        "mood": "",
        "note": "<b>",
    }
    answer = visitor.post("/gallery", data=values)
    page = answer.text

    assert answer.status_code == 422
    assert re.findall(r'<li><a href="#([\w-]+)">([^<]+)</a>', page) == [
        ("mood-0", "Hoe was de sfeer? Dit is nog leeg. Vul het in."),
        ("email", "E-mailadres: Schrijf een e-mailadres, zoals naam@example.org."),
    ]
    assert 'value="noor"' in page
    assert "&lt;b&gt;</textarea>" in page
    assert 'aria-describedby="email-error" aria-invalid="true"' in page


def test_form_without_its_token_is_refused(visitor: FlaskClient) -> None:
    assert visitor.post("/gallery", data=GOOD).status_code == 400


def test_clash_says_that_nothing_was_saved(visitor: FlaskClient) -> None:
    assert "Nog niet bewaard</p>" in visitor.get("/clash?lang=nl").text
    assert "Nog niet bewaard</p>" not in visitor.get("/gallery?lang=nl").text


@pytest.mark.parametrize(
    ("address", "change", "there"),
    [
        ("/gallery?tab=all&page=2", "here(page=3)", "/gallery?tab=all&page=3"),
        ("/gallery?tab=all&page=2", "here(page=none)", "/gallery?tab=all"),
        ("/gallery?a=1&a=2", "here()", "/gallery?a=1&a=2"),
        ("/gallery?_scheme=javascript&_external=1", "here()", "/gallery?_scheme=javascript&_external=1"),
        ("/gallery?endpoint=x&self=y", "here(endpoint=none)", "/gallery?self=y"),
        ("/gallery?x=%3Cb%3E", "here(y='&')", "/gallery?x=%3Cb%3E&y=%26"),
    ],
)
def test_address_of_this_page_with_another_filter(gallery: Flask, address: str, change: str, there: str) -> None:
    with gallery.test_request_context(address):
        assert render_template_string("{% autoescape false %}{{ " + change + " }}{% endautoescape %}") == there


def test_clash_shows_the_fresh_version_and_keeps_what_was_typed(gallery: Flask) -> None:
    """Or pressing save again would clash for ever, with what was posted standing there again."""
    with gallery.test_request_context("/gallery", method="POST", data={"version": "3", "note": "Mijn woorden."}):
        page = clash("gallery.html", now=7, form=GalleryForm(), rows=ROWS).get_data(as_text=True)

    assert re.findall(r'name="version" type="hidden" value="(\d*)"', page) == ["7"]
    assert page.count("Mijn woorden.") == 1
