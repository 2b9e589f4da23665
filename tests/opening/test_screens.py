"""The six screens as somebody fills them in: nothing typed is lost, whatever goes wrong."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from maatwerk import testing
from maatwerk.access.limits import LIMITS
from maatwerk.ground.database import db
from maatwerk.tenancy import resolve
from maatwerk.tenancy.model import Tenant

BARE = testing.TenantFixture(id=None, slug="platform", host="maatwerk.localhost")  # type: ignore[arg-type]
Visit = Callable[[], testing.Client]


class Fields(HTMLParser):
    """What the fields of a page hold, by name; of choices only what is chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        if tag != "input" or held.get("type") in ("hidden", "submit"):
            return
        chosen = held.get("type") not in ("radio", "checkbox") or "checked" in held
        if chosen and held.get("value"):
            self.found.setdefault(str(held["name"]), []).append(str(held["value"]))


def fields(answer: Any) -> dict[str, list[str]]:
    page = Fields()
    page.feed(answer.data.decode())
    return page.found


def screens(slug: str) -> dict[str, dict[str, Any]]:
    """A good answer to each screen."""
    return {
        "/open": {"name": f"School {slug}", "slug": slug},
        "/open/you": {"given_name": "Anna", "family_name": "Beheer", "email": f"anna@{slug}.example"},
        "/open/programmes": {"variants": ["peer_support/tutor", "peer_support/buddy"]},
        "/open/language": {"locale": "en"},
        "/open/look": {"colour": "#0f766e"},
        "/open/check": {},
    }


def fill_in(visitor: testing.Client, slug: str, *, before: str = "") -> None:
    """Answer the screens in their order, up to but not including one."""
    for path, data in screens(slug).items():
        if path == before:
            return
        assert visitor.submit(path, data).status_code == 303


@pytest.fixture
def visit(client_for: Callable[..., testing.Client]) -> Visit:
    """A fresh browser at the bare host, each at an address of its own: limits count by address."""

    def make() -> testing.Client:
        client = client_for(None, tenant=BARE)
        client.environ_base["REMOTE_ADDR"] = f"2001:db8::{secrets.token_hex(2)}:{secrets.token_hex(2)}"
        return client

    return make


@pytest.fixture
def visitor(visit: Visit) -> testing.Client:
    """One such browser."""
    return visit()


@pytest.fixture
def slug() -> str:
    """A short name that nobody has."""
    return f"proef-{secrets.token_hex(4)}"


@pytest.fixture
def number_of(app: Flask) -> Callable[[str], int]:
    """How many organisations have a short name."""

    def count(slug: str) -> int:
        with app.app_context():
            found = db.session.scalars(select(Tenant.slug).where(Tenant.slug == slug)).all()
            db.session.remove()
        return len(found)

    return count


def test_each_screen_leads_to_the_next(visitor: testing.Client, slug: str) -> None:
    paths = [*screens(slug), "/opened"]
    for path, following in pairwise(paths):
        page = visitor.get(path)
        assert (page.status_code, page.data.count(b"<h1")) == (200, 1)
        answer = visitor.submit(path, screens(slug)[path])
        assert (answer.status_code, answer.location) == (303, following)

    said = visitor.get("/opened").data.decode()
    assert (f"anna@{slug}.example" in said, f"http://{slug}.maatwerk.localhost/" in said) == (True, True)


@pytest.mark.parametrize(
    ("path", "wrong", "kept"),
    [
        ("/open", {"name": "", "slug": "een-school"}, {"slug": ["een-school"]}),
        ("/open", {"name": "Een school", "slug": "Niet Zo"}, {"name": ["Een school"], "slug": ["Niet Zo"]}),
        (
            "/open/you",
            {"given_name": "Zoë", "family_name": "", "email": "geen adres"},
            {"given_name": ["Zoë"], "email": ["geen adres"]},
        ),
        ("/open/programmes", {"variants": []}, {}),
        (
            "/open/programmes",
            {"variants": ["peer_support/tutor", "nobody/knows"]},
            {"variants": ["peer_support/tutor"]},
        ),
        ("/open/language", {"locale": "fy"}, {}),
        ("/open/look", {"colour": "#ffffff"}, {}),
    ],
)
def test_what_is_wrong_is_said_on_its_own_screen_and_the_rest_stays(
    visitor: testing.Client, slug: str, path: str, wrong: dict[str, Any], kept: dict[str, list[str]]
) -> None:
    fill_in(visitor, slug, before=path)
    answer = visitor.submit(path, wrong)

    assert (answer.status_code, fields(answer)) == (422, kept)
    assert b"error-summary" in answer.data
    assert visitor.submit(path, screens(slug)[path]).status_code == 303


def test_whoever_comes_back_finds_what_was_typed(visitor: testing.Client, slug: str) -> None:
    fill_in(visitor, slug, before="/open/language")

    assert fields(visitor.get("/open")) == {"name": [f"School {slug}"], "slug": [slug]}
    assert fields(visitor.get("/open/you"))["email"] == [f"anna@{slug}.example"]
    assert fields(visitor.get("/open/programmes")) == {"variants": ["peer_support/tutor", "peer_support/buddy"]}
    # Nothing is skipped: further on leads to where they stopped.
    assert visitor.get("/open/check").location == "/open/language"


def test_changing_one_answer_leads_straight_back_to_the_check(visitor: testing.Client, slug: str) -> None:
    fill_in(visitor, slug, before="/open/check")
    answer = visitor.submit("/open/you", {**screens(slug)["/open/you"], "given_name": "Bente"})

    assert answer.location == "/open/check"
    assert "Bente Beheer" in visitor.get("/open/check").data.decode()


def test_without_a_short_name_it_is_made_of_the_name(visitor: testing.Client, slug: str) -> None:
    assert visitor.submit("/open", {"name": f"Het {slug}!", "slug": ""}).status_code == 303
    assert fields(visitor.get("/open"))["slug"] == [f"het-{slug}"]


def test_taken_short_name_is_said_on_the_first_screen(visit: Visit, slug: str) -> None:
    fill_in(visit(), slug)
    later = visit()
    answer = later.submit("/open", {"name": slug, "slug": ""})

    # The name made of theirs stands there, to change.
    assert (answer.status_code, fields(answer)) == (409, {"name": [slug], "slug": [slug]})
    assert later.submit("/open", {"name": slug, "slug": f"{slug}-2"}).status_code == 303


def test_short_name_taken_meanwhile_is_said_at_the_end(visit: Visit, slug: str, number_of: Any) -> None:
    later = visit()
    fill_in(later, slug, before="/open/check")
    fill_in(visit(), slug)
    answer = later.submit("/open/check")

    assert (answer.status_code, number_of(slug)) == (409, 1)
    assert f"School {slug}" in answer.data.decode()
    other = later.submit("/open", {"name": f"School {slug}", "slug": f"{slug}-2"})
    assert (other.location, later.submit("/open/check").status_code) == ("/open/check", 303)


def test_opening_twice_opens_once(visitor: testing.Client, slug: str, number_of: Any) -> None:
    fill_in(visitor, slug)
    again = visitor.submit("/open/check")

    assert (again.status_code, again.location, number_of(slug)) == (303, "/open", 1)


def test_too_many_trials_of_one_address_wait_and_keep_what_was_typed(visit: Visit, slug: str, number_of: Any) -> None:
    email = f"anna@{slug}.example"
    for at in range(LIMITS["trial.email"].times):
        one = visit()
        fill_in(one, f"{slug}-{at}", before="/open/check")
        one.submit("/open/you", {"given_name": "Anna", "family_name": "Beheer", "email": email})
        assert one.submit("/open/check").status_code == 303
    last = visit()
    fill_in(last, slug, before="/open/check")
    last.submit("/open/you", {"given_name": "Anna", "family_name": "Beheer", "email": email.upper()})
    answer = last.submit("/open/check")

    assert (answer.status_code, number_of(slug)) == (429, 0)
    assert f"School {slug}" in answer.data.decode()


def test_screens_exist_at_the_bare_host_only(app: Flask, noord: testing.TenantFixture, client_for: Any) -> None:
    client = client_for(None)
    assert [client.get(path).status_code for path in (*screens("x"), "/opened")] == [404] * 7
    with app.app_context():
        assert resolve.by_slug("x") is None
