"""Which language the reader gets."""

from __future__ import annotations

import pytest
from flask import Flask, Response, g

from maatwerk.language import choice


@pytest.mark.parametrize(
    ("asked", "person", "remembered", "accepted", "tenant", "chosen"),
    [
        ("en", "nl", "nl", ["nl"], "nl", "en"),
        (None, "en", "nl", ["nl"], "nl", "en"),
        (None, None, "en", ["nl"], "nl", "en"),
        (None, None, None, ["en-GB", "nl"], "nl", "en"),
        (None, None, None, ["EN_us"], "nl", "en"),
        (None, None, None, ["fr", "en"], "nl", "en"),
        (None, None, None, ["fr", "*"], "en", "en"),
        (None, None, None, [], "en", "en"),
        (None, None, None, [], None, "nl"),
        ("de", "tlh", "", ["xx"], "fy", "nl"),
    ],
)
def test_choice_takes_the_first_wish_that_we_speak(
    asked: str | None, person: str | None, remembered: str | None, accepted: list[str], tenant: str | None, chosen: str
) -> None:
    assert choice.choose(asked, person, remembered, accepted, tenant) == chosen


@pytest.fixture
def app() -> Flask:
    app = Flask(__name__)
    app.after_request(choice.remember)

    @app.get("/")
    def spoken() -> str:
        g.tenant_locale = "en"
        return choice.current()

    return app


def test_choice_is_remembered_when_it_was_asked_for(app: Flask) -> None:
    browser = app.test_client()

    assert browser.get("/?lang=nl").text == "nl"
    assert browser.get("/", headers={"Accept-Language": "en"}).text == "nl"


def test_choice_leaves_no_cookie_for_a_language_we_do_not_speak(app: Flask) -> None:
    answer: Response = app.test_client().get("/?lang=de")  # type: ignore[assignment]

    assert (answer.text, answer.headers.get("Set-Cookie")) == ("en", None)


def test_choice_cookie_is_closed_to_scripts_and_other_sites(app: Flask) -> None:
    cookie = app.test_client().get("/?lang=nl").headers["Set-Cookie"]

    assert cookie.split("; ")[1:] == [
        part
        for part in cookie.split("; ")[1:]
        if part.split("=")[0] in {"Expires", "Max-Age", "Path", "HttpOnly", "SameSite"}
    ]
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert "Secure" in app.test_client().get("/?lang=nl", base_url="https://noord.example.org").headers["Set-Cookie"]


def test_choice_takes_no_language_that_the_browser_refuses(app: Flask) -> None:
    assert app.test_client().get("/", headers={"Accept-Language": "nl;q=0, fr"}).text == "en"


def test_choice_outside_a_request_is_the_persons_then_the_tenants(app: Flask) -> None:
    with app.app_context():
        g.tenant_locale = "en"
        assert choice.current() == "en"
        g.person_locale = "nl"
        assert choice.current() == "nl"
