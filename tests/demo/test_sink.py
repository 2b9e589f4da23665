"""The demo's mailbox: a real mail server, and a page that believes nothing it shows."""

from __future__ import annotations

import smtplib
import stat
import urllib.error
import urllib.request
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from maatwerk.demo import sink, standing
from maatwerk.demo.sink import Mailbox, Sink, linked, open_sink


@pytest.fixture
def running(tmp_path: Path) -> Iterator[tuple[Sink, Path]]:
    """A mail server and its page on free ports."""
    places = Sink(standing.free(), standing.free())
    with open_sink(tmp_path / "mail", places):
        yield places, tmp_path / "mail"


def letter(subject: str, text: str, to: str = "sanne@post.example") -> EmailMessage:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = subject, "Noord <no-reply@noord.example>", to
    message.set_content(text)
    return message


def hand_over(places: Sink, *letters: EmailMessage) -> None:
    with smtplib.SMTP("127.0.0.1", places.smtp_port) as server:
        for message in letters:
            server.send_message(message)


def page(places: Sink, path: str = "", host: str | None = None, language: str = "en") -> str:
    request = urllib.request.Request(places.page_url + path, headers={"Accept-Language": language})
    if host:
        request.add_header("Host", host)
    with urllib.request.urlopen(request) as answer:
        return str(answer.read().decode())


def test_letters_come_newest_first(running: tuple[Sink, Path]) -> None:
    places, _folder = running
    hand_over(places, letter("First", "one"), letter("Second", "two"))
    said = page(places)
    assert (said.count("<article>"), said.index("Second") < said.index("First")) == (2, True)


def test_links_of_a_letter_can_be_clicked(running: tuple[Sink, Path]) -> None:
    places, _folder = running
    hand_over(places, letter("Welcome", "Go on:\nhttp://noord.localhost:8000/link/abc_-9.\n"))
    address = "http://noord.localhost:8000/link/abc_-9"
    assert f'<a href="{address}">{address}</a>.' in page(places)


def test_nothing_in_a_letter_becomes_part_of_the_page(running: tuple[Sink, Path]) -> None:
    places, _folder = running
    evil = '<script>alert(1)</script> http://x.example/"onclick="y'
    hand_over(places, letter(evil, evil, to='"<b>x</b>"@post.example'))
    said = page(places)
    assert [mark for mark in ("<script", "<b>", '"onclick') if mark in said] == []


def test_page_shows_letters_to_one_address(running: tuple[Sink, Path]) -> None:
    places, _folder = running
    hand_over(places, letter("Hers", "x"), letter("His", "x", to="daan@post.example"))
    said = page(places, "?to=daan%40post.example")
    assert (said.count("<article>"), "His" in said) == (1, True)


def test_page_speaks_the_browsers_language(running: tuple[Sink, Path]) -> None:
    places, _folder = running
    hand_over(places, letter("Subject", "x"))
    dutch, english = page(places, language="nl-NL,nl;q=0.9,en;q=0.5"), page(places, language="en-GB")
    assert ('<html lang="nl">' in dutch, "<h1>E-mails van de demo</h1>" in dutch, "Aan: sanne@" in dutch) == (True,) * 3
    assert ('<html lang="en">' in english, "<h1>Letters of the demo</h1>" in english) == (True, True)
    assert page(places, "?lang=nl", language="en") == dutch


def test_letters_stay_for_the_next_start(running: tuple[Sink, Path]) -> None:
    places, folder = running
    hand_over(places, letter("Kept", "x"))
    assert [str(found["Subject"]) for found in Mailbox(folder).newest()] == ["Kept"]
    modes = {stat.S_IMODE(path.stat().st_mode) for path in folder.glob("*.eml")}
    assert (modes, stat.S_IMODE(folder.stat().st_mode)) == ({0o600}, 0o700)


def test_page_answers_this_machine_only(running: tuple[Sink, Path]) -> None:
    places, _folder = running
    with pytest.raises(urllib.error.HTTPError, match="403"):
        page(places, host="elsewhere.example")
    assert page(places, host="localhost:1234").startswith("<!doctype html>")


def test_page_fetches_nothing_from_elsewhere(running: tuple[Sink, Path]) -> None:
    places, _folder = running
    with urllib.request.urlopen(places.page_url) as answer:
        policy, body = answer.headers["Content-Security-Policy"], answer.read().decode()
    assert policy == "default-src 'none'; style-src 'self'; form-action 'self'"
    assert [mark for mark in ("src=", "style=", "<script") if mark in body] == []
    assert page(places, "style.css").strip().startswith("body")


def test_other_addresses_are_not_there(running: tuple[Sink, Path]) -> None:
    places, _folder = running
    with pytest.raises(urllib.error.HTTPError, match="404"):
        page(places, "letters")


def test_text_without_an_address_is_only_escaped() -> None:
    assert linked("1 < 2 & 3") == "1 &lt; 2 &amp; 3"


def test_empty_mailbox_says_what_comes(tmp_path: Path) -> None:
    assert "No letters yet" in sink.page(Mailbox(tmp_path / "mail").newest(), None)
