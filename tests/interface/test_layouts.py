"""What stands around every page: skip link, menu, help, languages, one h1, and nothing from elsewhere."""

from __future__ import annotations

import re

import pytest
from flask import Flask, render_template, render_template_string
from flask.testing import FlaskClient

PAGES = ["/gallery", "/log", "/question", "/error", "/paper", "/public"]


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_page_says_its_language_and_has_one_heading(visitor: FlaskClient, address: str, language: str) -> None:
    html = visitor.get(f"{address}?lang={language}").text

    assert html.startswith("<!doctype html>")
    assert re.findall(r'<html lang="(\w+)">', html) == [language]
    assert html.count("<h1") == 1
    assert html.count("<main ") == 1
    assert re.findall(r'<a class="skip" href="#(\w+)">', html) == ["main"]
    assert html.count('aria-live="polite"') - html.count("data-draft-state") == 1
    assert re.search(r"<title>[^<]+ – Samen Sterk</title>", html)


@pytest.mark.parametrize("address", PAGES)
def test_page_holds_no_code_or_style_of_its_own(visitor: FlaskClient, address: str) -> None:
    html = visitor.get(address).text

    assert re.findall(r"<style|\sstyle=|\son\w+=|javascript:|<script(?![^>]*\ssrc=)", html) == []
    assert re.findall(r'(?:src|href)="(?:https?:)?//', html) == []


@pytest.mark.parametrize("address", ["/gallery", "/log", "/question", "/error", "/public"])
def test_help_and_languages_stand_at_the_foot_of_every_page(visitor: FlaskClient, address: str) -> None:
    foot = visitor.get(f"{address}?lang=nl").text.split('<footer class="foot">')[1]

    assert ("Direct hulp nodig?" in foot, 'href="tel:112"' in foot, 'href="tel:08002000"' in foot) == (True, True, True)
    assert re.findall(r'lang="(\w\w)" hreflang="\w\w"( aria-current="true")?', foot) == [
        ("nl", ' aria-current="true"'),
        ("en", ""),
    ]


def test_menu_shows_where_one_is_and_how_to_leave(visitor: FlaskClient) -> None:
    html = visitor.get("/gallery?lang=nl").text

    assert re.findall(r'<a href="([^"]+)" aria-current="page">', html) == ["/matches"]
    assert re.findall(r'<form method="post" action="/sign-out"><input type="hidden" name="csrf_token"', html) != []
    assert re.findall(r'<a class="account-me" href="([^"]+)">', html) == ["/account"]


@pytest.mark.parametrize("address", ["/gallery", "/question"])
def test_token_travels_with_htmx_and_its_own_styles_are_off(visitor: FlaskClient, address: str) -> None:
    """htmx 4 sends the token only with `:inherited`, and its indicator styles would break the content policy."""
    html = visitor.get(address).text

    assert re.search(r"""<body class="[^"]*" hx-headers:inherited='{"X-CSRFToken": "[\w.-]+"}'>""", html)
    assert (
        """<meta name="htmx-config" content='{"includeIndicatorStyles":false,"includeIndicatorCSS":false}'>""" in html
    )


@pytest.mark.parametrize("frame", [{}, {"page": None}, {"page": {"tenant": None}}])
@pytest.mark.parametrize("layout", ["page", "plain", "error", "print"])
def test_layout_stands_without_an_organisation(gallery: Flask, frame: dict[str, object], layout: str) -> None:
    """The front page of the installation and its errors belong to no organisation."""
    source = (
        f'{{% extends "interface/{layout}.html" %}}'
        "{% block title %}T{% endblock %}{% block main %}<h1>H</h1>{% endblock %}{% set status = 404 %}"
    )
    with gallery.test_request_context("/?lang=nl"):
        html = render_template_string(source, **{"page": {}, **frame})

    assert html.count("<h1>") == 1
    assert "Maatwerk" in html
    assert "<title>T</title>" in html


@pytest.mark.parametrize("status", [400, 403, 404, 405, 409, 410, 413, 429, 500, 503, 418])
def test_errors_say_what_to_do_next_in_both_languages(gallery: Flask, status: int) -> None:
    heads = set()
    for language in ("nl", "en"):
        with gallery.test_request_context(f"/?lang={language}"):
            html = render_template_string(
                '{% extends "interface/error.html" %}', status=status, reference="A1", home="/home", page={}
            )
        heads.add(re.findall(r"<h1>([^<]+)</h1>", html)[0])
        assert re.findall(r'<a class="btn btn-main" href="([^"]+)">', html) == ["/home"]
        assert '<span class="reference">A1</span>' in html

    assert len(heads) == 2


def test_letter_brings_nothing_from_elsewhere(visitor: FlaskClient) -> None:
    html = visitor.get("/letter?lang=nl").text

    assert re.findall(r"<(?:img|link|script|style)\b|\sstyle=|src=", html) == []
    assert set(re.findall(r'href="([^"]+)"', html)) == {"http://noord.localhost:8000/answer/x"}
    assert "Samen Sterk stuurde deze e-mail met Maatwerk." in html


def test_letter_in_plain_text_keeps_names_as_they_are(gallery: Flask) -> None:
    with gallery.test_request_context("/?lang=nl"):
        text = render_template("gallery_letter.txt", name="O'Brien & co", tenant_name="Samen & Sterk")

    assert "Samen & Sterk stuurde deze e-mail met Maatwerk." in text
    assert "Dag O'Brien & co," in text


@pytest.mark.parametrize("layout", ["page", "plain", "print"])
def test_layout_leaves_the_values_of_a_page_alone(gallery: Flask, layout: str) -> None:
    names = ["tenant", "languages", "frame", "icon", "nav", "actor", "above", "tools", "beside", "notice", "status"]
    source = f'{{% extends "interface/{layout}.html" %}}{{% block main %}}' + "".join(
        f"[{{{{ {name} }}}}]" for name in names
    )
    with gallery.test_request_context("/"):
        html = render_template_string(source + "{% endblock %}", **{name: f"own {name}" for name in names})

    assert re.findall(r"\[own (\w+)\]", html) == names
