"""Getting in: links that work once, passwords that tell nothing, a second step, and out everywhere."""

from __future__ import annotations

import re
import secrets
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import select

from maatwerk.access import links, sessions, signing
from maatwerk.access.actor import SYSTEM
from maatwerk.access.model import Account, OneTimeLink, SignInSession
from maatwerk.access.work import unit_of_work
from maatwerk.ground import clock
from maatwerk.ground.database import db
from tests.factories import world


@pytest.fixture
def someone(here):
    """A member of noord with an account of their own."""
    with unit_of_work(SYSTEM) as work:
        person = world.a_person(work, "Someone Own")
        account = world.an_account(work, person, f"{person.id}@noord.example")
        return account.id, account.email


@pytest.fixture
def colleague(here):
    """A coordinator with an account of their own, who has no app yet."""
    from maatwerk.access import accounts

    with unit_of_work(SYSTEM) as work:
        person = world.a_person(work, "Colleague Own")
        account = world.an_account(work, person, f"{person.id}@noord.example")
        accounts.grant(work, account.id, "coordinator")
        return account.id, account.email


def mint(account_id, kind="sign_in", goes_to="/account", **more):
    with unit_of_work(SYSTEM) as work:
        return links.mint(work, kind, links.Way(account_id=account_id), goes_to, **more)


def test_looking_at_a_link_burns_nothing_and_its_button_works_once(someone, client_for):
    url, client = f"/link/{mint(someone[0])}", client_for(None)

    assert [client.get(url).status_code, client.get(url).status_code, client.head(url).status_code] == [200, 200, 200]
    answer = client.submit(url)
    assert (answer.status_code, answer.location) == (303, "/account")
    assert client.get("/account").status_code == 200
    assert (client.get(url).status_code, client.submit(url).status_code) == (410, 410)


def test_a_link_works_at_its_own_organisation_only(someone, client_for, zuid):
    token = mint(someone[0])

    assert client_for(None, tenant=zuid).submit(f"/link/{token}").status_code == 410
    assert client_for(None).submit(f"/link/{token}").status_code == 303


def test_a_newer_link_voids_the_earlier_one(someone, client_for):
    first, second = mint(someone[0]), mint(someone[0])
    client = client_for(None)

    assert (client.get(f"/link/{first}").status_code, client.get(f"/link/{second}").status_code) == (410, 200)


@pytest.mark.parametrize(("kind", "life"), [("sign_in", timedelta(minutes=10)), ("invitation", timedelta(days=7))])
def test_a_link_ends_with_its_life(someone, client_for, at, kind, life):
    token, now = mint(someone[0], kind), clock.now()
    at(now + life - timedelta(seconds=5))
    assert client_for(None).get(f"/link/{token}").status_code == 200
    at(now + life + timedelta(seconds=5))
    assert client_for(None).get(f"/link/{token}").status_code == 410


def test_only_the_hash_of_a_token_is_kept(someone):
    token = mint(someone[0])
    stored = db.session.scalars(select(OneTimeLink.token_hash).order_by(OneTimeLink.made_at.desc()).limit(1)).one()

    assert (len(stored), token.encode() in stored) == (32, False)


def test_asking_for_a_link_answers_the_same_for_everyone(someone, client_for, sent_letters):
    client = client_for(None)
    known = client.submit("/sign-in", {"email": someone[1]})
    unknown = client.submit("/sign-in", {"email": "nobody-at-all@noord.example"})

    assert (known.status_code, known.location, known.data) == (unknown.status_code, unknown.location, unknown.data)
    person_id = db.session.execute(select(Account.person_id).where(Account.id == someone[0])).scalar_one()
    assert [letter.kind for letter in sent_letters(to=person_id)] == ["sign_in"]


def test_too_many_links_are_refused(here, client_for):
    client = client_for(None)
    answers = [client.submit("/sign-in", {"email": "often@noord.example"}).status_code for _n in range(7)]

    assert answers == [303] * 5 + [429] * 2


def test_a_password_lets_in_and_a_wrong_one_tells_nothing(someone, client_for):
    token = mint(someone[0])
    client = client_for(None)
    client.submit(f"/link/{token}")
    assert client.submit("/account/password", {"password": "drie rode fietsen"}).status_code == 303

    fresh = client_for(None)
    wrong = fresh.submit("/sign-in/password", {"email": someone[1], "password": "iets anders hoor"})
    absent = fresh.submit("/sign-in/password", {"email": "absent@noord.example", "password": "iets anders hoor"})
    strip = re.compile(rb'value="[^"]*"|X-CSRFToken": "[^"]*"')
    assert (wrong.status_code, absent.status_code) == (422, 422)
    assert strip.sub(b"", wrong.data) == strip.sub(b"", absent.data)
    assert fresh.submit("/sign-in/password", {"email": someone[1], "password": "drie rode fietsen"}).status_code == 303


def test_guessing_a_password_stops_after_its_number(someone, client_for):
    client = client_for(None)
    computer = {"REMOTE_ADDR": "203.0.113.9"}  # nobody else's tries count for it
    answers = [
        client.submit(
            "/sign-in/password", {"email": someone[1], "password": f"gok nummer {n}"}, environ_base=computer
        ).status_code
        for n in range(12)
    ]

    assert answers == [422] * 10 + [429] * 2


@pytest.mark.parametrize("bad", ["kort", "password1", "wachtwoord", "12345678", "a" * 1001, "met een\0nul erin"])
def test_a_weak_password_is_refused_with_words(here, bad):
    assert signing.password_problem(bad) is not None


@pytest.mark.parametrize("good", ["drie rode fietsen", "p" * 64, "ÆØÅ éèê ñ 漢字仮名", " spaties tellen mee "])
def test_any_long_enough_password_will_do(here, good):
    assert signing.password_problem(good) is None


def test_staff_link_an_app_and_then_need_its_code(colleague, client_for, at):
    client = client_for(None)
    client.submit(f"/link/{mint(colleague[0], goes_to='/today')}")
    first = client.get("/today")
    assert (first.status_code, first.location.split("?")[0]) == (303, "/sign-in/code")
    assert client.get(first.location).location.split("?")[0] == "/account/authenticator"
    page = client.get("/account/authenticator?next=/today")
    secret = re.search(rb'value="([A-Z2-7]{32})"', page.data)[1].decode()
    before = client.get_cookie("maatwerk", domain=client.host).value
    linked = client.submit("/account/authenticator?next=/today", {"code": pyotp.TOTP(secret).now()})

    assert (linked.status_code, linked.location) == (303, "/today")
    assert client.get_cookie("maatwerk", domain=client.host).value != before
    assert client.get("/today").status_code == 200

    again = client_for(None)
    again.submit(f"/link/{mint(colleague[0], goes_to='/today')}")
    used = again.submit("/sign-in/code?next=/today", {"code": pyotp.TOTP(secret).now()})
    assert used.status_code == 422
    at(clock.now() + timedelta(seconds=60))
    code = pyotp.TOTP(secret).at(clock.now())
    assert again.submit("/sign-in/code?next=/today", {"code": code}).status_code == 303
    assert again.get("/today").status_code == 200


def test_the_authenticators_secret_is_sealed(colleague, client_for, app):
    from sqlalchemy import create_engine, text

    client = client_for(None)
    client.submit(f"/link/{mint(colleague[0])}")
    page = client.get("/account/authenticator")
    secret = re.search(rb'value="([A-Z2-7]{32})"', page.data)[1].decode()
    client.submit("/account/authenticator", {"code": pyotp.TOTP(secret).now()})
    engine = create_engine(app.extensions["maatwerk.settings"].database_admin_url)
    with engine.connect() as connection:
        stored = connection.execute(
            text("SELECT authenticator_sealed FROM account WHERE id = :id"), {"id": colleague[0]}
        ).scalar_one()
    engine.dispose()

    assert (stored is not None, secret.encode() in bytes(stored)) == (True, False)


def test_signing_out_everywhere_ends_every_session(someone, client_for):
    one, other = client_for(None), client_for(None)
    one.submit(f"/link/{mint(someone[0])}")
    other.submit(f"/link/{mint(someone[0])}")
    assert other.get("/account").status_code == 200
    one.submit("/sign-out/everywhere")

    assert (one.get("/account").status_code, other.get("/account").status_code) == (303, 303)


def test_a_role_that_ends_is_gone_at_the_next_click(colleague, client_for, noord):
    client = client_for(None)
    client.submit(f"/link/{mint(colleague[0], command=False)}")
    with unit_of_work(SYSTEM) as work:
        for row in work.find(select(SignInSession).where(SignInSession.account_id == colleague[0])):
            row.factors = 2
    assert client.get("/today").status_code == 200
    from maatwerk.access import accounts
    from maatwerk.access.model import RoleGrant

    grant = db.session.scalars(select(RoleGrant.id).where(RoleGrant.account_id == colleague[0])).one()
    accounts.end_role(grant, by=noord["administrator"])

    assert client.get("/today").status_code == 404


def test_who_is_shut_out_is_out_at_once(someone, client_for, noord):
    client = client_for(None)
    client.submit(f"/link/{mint(someone[0])}")
    assert client.get("/account").status_code == 200
    client_for(noord["administrator"]).submit(f"/people-and-roles/{someone[0]}/block")

    assert client.get("/account").status_code == 303


def test_the_only_administrator_stays(app, inside):
    """In an organisation of its own: elsewhere other tests may have made a second one."""
    from maatwerk.access import accounts
    from maatwerk.access.model import RoleGrant
    from maatwerk.access.work import Refused

    alone = world.organisation(app, f"alleen-{secrets.token_hex(3)}", "Alleen College")
    administrator = alone["administrator"]
    with inside(alone):
        grant = db.session.scalars(select(RoleGrant.id).where(RoleGrant.account_id == administrator.account_id)).one()
        with pytest.raises(Refused):
            accounts.end_role(grant, by=administrator)


def test_staff_sessions_end_when_idle_and_at_twelve_hours(noord, client_for, at):
    from maatwerk import testing

    now = clock.now()
    client = client_for(None)
    _actor, token = testing.signed_in(client.application, noord, account_id=noord["coordinator"].account_id, staff=True)
    client.set_cookie("maatwerk", token, domain=noord.host)
    for hours in (2, 4, 6, 8, 10):
        at(now + timedelta(hours=hours))
        assert client.get("/account").status_code == 200
    at(now + timedelta(hours=12, minutes=1))
    assert client.get("/account").status_code == 303
    _actor, token = testing.signed_in(client.application, noord, account_id=noord["coordinator"].account_id, staff=True)
    client.set_cookie("maatwerk", token, domain=noord.host)
    at(clock.now() + sessions.IDLE + timedelta(minutes=1))
    assert client.get("/account").status_code == 303


def test_participants_stay_signed_in_for_thirty_days(noord, client_for, at):
    from maatwerk import testing

    now = clock.now()
    client = client_for(None)
    _actor, token = testing.signed_in(client.application, noord, account_id=noord["seeker"].account_id, factors=1)
    client.set_cookie("maatwerk", token, domain=noord.host)
    at(now + timedelta(days=29))
    assert client.get("/account").status_code == 200
    at(now + timedelta(days=31))
    assert client.get("/account").status_code == 303


@pytest.mark.parametrize(
    "hostile",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/%0d%0aSet-Cookie:x",
        "javascript:x",
        "evil",
    ],
)
def test_nobody_is_led_elsewhere(someone, client_for, hostile):
    from maatwerk.access.views import safe_target

    target = safe_target(hostile)
    assert (target.startswith("/"), target.startswith("//"), "\\" in target) == (True, False, False)


def test_without_a_token_nothing_is_sent(noord, client_for):
    client = client_for(noord["administrator"])

    assert client.post("/people-and-roles/invite", data={"given_name": "A"}).status_code == 400
    assert client.post("/sign-in", data={"email": "a@b.example"}).status_code == 400


def test_every_answer_carries_its_shields(noord, client_for):
    for answer in (
        client_for(None).get("/sign-in"),
        client_for(noord["coordinator"]).get("/account"),
        client_for(None).get("/nothing"),
    ):
        assert answer.headers["Cache-Control"] == "no-store"
        assert "unsafe-inline" not in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_link_that_is_read_too_late_asks_for_a_new_one_to_the_same_place(someone, client_for, at):
    token = mint(someone[0], goes_to="/my/plan")
    at(clock.now() + timedelta(days=1))
    client = client_for(None)
    late, never = (client.get(f"/link/{one}").get_data(as_text=True) for one in (token, "x" * 43))

    assert [re.search(r'action="([^"]+)"', text)[1] for text in (late, never)] == [
        "/sign-in?next=/my/plan",
        "/sign-in?next=/",
    ]
