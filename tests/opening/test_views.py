"""An organisation of one's own in six screens, and its set-up list."""

from __future__ import annotations

import secrets

import pytest
from sqlalchemy import select

from maatwerk import testing
from maatwerk.access.model import Account
from maatwerk.correspondence.model import Letter
from maatwerk.ground.database import db
from maatwerk.programme.model import Programme
from maatwerk.tenancy import resolve
from maatwerk.tenancy.jobs import in_tenant

BARE = testing.TenantFixture(id=None, slug="platform", host="maatwerk.localhost")  # type: ignore[arg-type]


def screens(slug: str) -> list[tuple[str, dict[str, object]]]:
    return [
        ("/open", {"name": f"School {slug}", "slug": slug}),
        ("/open/you", {"given_name": "Anna", "family_name": "Beheer", "email": f"anna@{slug}.example"}),
        ("/open/programmes", {"variants": ["peer_support/tutor", "peer_support/buddy"]}),
        ("/open/language", {"locale": "en"}),
        ("/open/look", {"colour": "#0f766e"}),
        ("/open/check", {}),
    ]


@pytest.fixture
def visitor(client_for):
    client = client_for(None, tenant=BARE)
    # Limits count by address.
    client.environ_base["REMOTE_ADDR"] = f"2001:db8::{secrets.token_hex(2)}:{secrets.token_hex(2)}"
    return client


@pytest.fixture
def opened(visitor, app):
    """A trial organisation, opened through its six screens."""
    slug = f"proef-{secrets.token_hex(4)}"
    for path, data in screens(slug):
        assert visitor.get(path).status_code == 200
        answer = visitor.submit(path, data)
        assert answer.status_code == 303, answer.data.decode()
    with app.app_context():
        found = resolve.by_slug(slug)
    assert found is not None
    return found


def test_the_bare_host_shows_the_front_page(visitor):
    answer = visitor.get("/")

    assert (answer.status_code, b"/open" in answer.data) == (200, True)


def test_six_screens_open_an_organisation_with_its_administrator(opened, app):
    with app.app_context(), in_tenant(opened.id):
        letters = [(letter.kind, letter.goes_to) for letter in db.session.scalars(select(Letter))]
        programmes = sorted(db.session.scalars(select(Programme.variant)))
        emails = db.session.scalars(select(Account.email)).all()
        db.session.remove()

    assert (opened.state, opened.locale, opened.colour) == ("trial", "en", "#0f766e")
    assert letters == [("welcome", "/set-up")]
    assert programmes == ["peer_support/buddy", "peer_support/tutor"]
    assert emails == [f"anna@{opened.slug}.example"]


def test_a_screen_cannot_be_skipped(visitor):
    answer = visitor.get("/open/check")

    assert (answer.status_code, answer.location) == (303, "/open")


@pytest.mark.parametrize("bad", ["platform", "Hoofd Letters", "-streep", "a", "x" * 60])
def test_a_bad_short_name_is_refused_on_its_own_screen(visitor, bad):
    assert visitor.submit("/open", {"name": "School", "slug": bad}).status_code == 422


def test_organisations_do_not_offer_to_open_another(noord, client_for):
    assert client_for(None).get("/open").status_code == 404


def test_an_organisation_starts_only_with_a_lead(opened, app, client_for):
    fixture = testing.TenantFixture(opened.id, opened.slug, f"{opened.slug}.maatwerk.localhost")
    with app.app_context(), in_tenant(opened.id):
        account_id = db.session.scalars(select(Account.id)).one()
        db.session.remove()
    actor, _token = testing.signed_in(app, fixture, account_id=account_id)
    client = client_for(actor, tenant=fixture)
    assert client.get("/set-up").status_code == 200
    client.submit("/set-up/start")
    with app.app_context():
        assert resolve.by_slug(opened.slug).state == "trial"
    client.submit(
        "/organisation/lead",
        {"given_name": "Lies", "family_name": "Hoort", "email": "lies@x.example", "deputy": "lead"},
    )
    client.submit(
        "/people-and-roles/invite",
        {"given_name": "Cor", "family_name": "Dinator", "email": "cor@x.example", "role": "coordinator"},
    )
    client.submit("/set-up/start")
    with app.app_context():
        assert resolve.by_slug(opened.slug).state == "open"


def test_the_set_up_list_asks_the_database_little(noord, client_for, statements):
    client = client_for(noord["administrator"])
    client.get("/set-up")
    with statements() as said:
        assert client.get("/set-up").status_code == 200

    assert len([s for s in said.said if "audit_append" not in s]) <= 4


def test_an_administrator_changes_the_look(opened, app, client_for):
    fixture = testing.TenantFixture(opened.id, opened.slug, f"{opened.slug}.maatwerk.localhost")
    with app.app_context(), in_tenant(opened.id):
        account_id = db.session.scalars(select(Account.id)).one()
        db.session.remove()
    actor, _token = testing.signed_in(app, fixture, account_id=account_id)
    client = client_for(actor, tenant=fixture)
    answer = client.submit("/organisation", {"name": "Andere Naam", "locale": "nl", "colour": "#b91c1c"})
    assert answer.status_code == 303
    assert "Andere Naam" in client.get("/organisation").data.decode()
    bad = client.submit("/organisation", {"name": "Andere Naam", "locale": "nl", "colour": "rood"})
    assert bad.status_code == 422


def test_a_setting_becomes_a_version_with_its_reason(noord, client_for, here):
    from maatwerk.tenancy.model import TenantSetting

    client = client_for(noord["administrator"])
    answer = client.submit(
        "/organisation/settings/people.permission_16_17", {"value": "no", "reason": "blijft zoals het is"}
    )
    assert answer.status_code == 303
    rows = db.session.scalars(select(TenantSetting).where(TenantSetting.key == "people.permission_16_17")).all()
    assert [(row.value, row.reason) for row in rows][-1] == (False, "blijft zoals het is")
